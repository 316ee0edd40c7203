"""What a conversion is told: label maps, the splitter of sentences, a format's own settings; and what a reader yields."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.corpora.offsets import Place
from onrecord.errors import InputError

if TYPE_CHECKING:
    from onrecord.corpora.markup import Document
    from onrecord.types import Record

Segmenter = Callable[[str], list[Place]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """How to read a format."""

    format: str
    entities: Mapping[str, str]
    """Labels, folded to lower case, and the entity label that each means."""
    stances: Mapping[str, str]
    """Labels, folded to lower case, and the stance that each means."""
    mapped: bool
    """Whether the caller gave a map of stances."""
    segmenter: Segmenter
    labelled: tuple[str, ...] | None
    """Fields that the corpus labels, where the caller says so."""
    settings: Mapping[str, Any] = field(default_factory=dict)
    """The format's own settings, names checked."""

    def choice(self, name: str, *choices: str) -> str:
        """Return a setting with a closed set of values, the first of `choices` by default.

        Raises:
            InputError: It has another value.
        """
        value = self.settings.get(name, choices[0])
        if value not in choices:
            raise InputError(f"setting {name} is {value!r}, choose from {', '.join(choices)}")
        return str(value)

    def text(self, name: str, default: str) -> str:
        """Return a setting that is a string.

        Raises:
            InputError: It is something else.
        """
        value = self.settings.get(name, default)
        if not isinstance(value, str):
            raise InputError(f"setting {name} is {value!r}, give a string")
        return value

    def number(self, name: str, default: int) -> int:
        """Return a setting that is a whole number.

        Raises:
            InputError: It is something else.
        """
        value = self.settings.get(name, default)
        if type(value) is not int:
            raise InputError(f"setting {name} is {value!r}, give a whole number")
        return value


@dataclass(frozen=True, slots=True)
class Pending:
    """A document that a reader has found, not yet made: what is wrong with it concerns no other."""

    where: str
    """File, and line or number of the document where the file holds several."""
    make: Callable[[], Document | Record]
    """Raises `InputError` or `RecordError` when it can't be converted."""


Reader = Callable[[Path, Setup], Iterator[Pending]]
