"""One module a format: `SETTINGS`, the names of its own settings, and `read`."""
