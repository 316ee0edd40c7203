"""Other ways to annotate a collection than the processes of one machine."""
