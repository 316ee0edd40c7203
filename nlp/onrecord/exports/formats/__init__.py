"""A module for each format: `SETTINGS`, and `write`, which returns how many records it wrote.

Some have `BESIDE`, the suffix of a second file that they write.
"""
