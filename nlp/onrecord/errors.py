"""Errors: each says what was wrong, where, and what to do about it."""

from __future__ import annotations


class OnrecordError(Exception):
    """Base of every error that this package raises on purpose. Its message is one line."""


class InputError(OnrecordError):
    """An article, file or option that cannot be used as given."""


class RecordError(OnrecordError, ValueError):
    """A record that breaks the data contract: a span that does not match its text, an unknown id."""


class SchemaVersionError(RecordError):
    """A record written by a newer major version of the data contract."""


class ModelError(OnrecordError):
    """A model folder that is missing, incomplete or of another format version."""


class MissingExtraError(OnrecordError, ImportError):
    """A feature whose optional dependencies are not installed."""

    def __init__(self, feature: str, extra: str) -> None:
        super().__init__(f"{feature} needs more packages: install them with `pip install 'onrecord[{extra}]'`")
