"""Training: labelled text in, a model folder out. Needs the `train` extra; nothing else in the package imports it."""
