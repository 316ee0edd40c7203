"""The steps of the pipeline: one file each, a function or a small class over one article."""
