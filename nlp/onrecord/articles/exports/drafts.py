"""An article on its way out of an export: its parts as written, and the `Article` they make."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from onrecord.articles.blocks import fold
from onrecord.articles.exports.dates import export_date
from onrecord.articles.exports.words import values_of
from onrecord.errors import InputError
from onrecord.types import Article

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,7}")
_BY = re.compile(r"by\s*:?\s+(?=\S)", re.IGNORECASE)
_URL = re.compile(r"https?://[^\s<>]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One article as an export gives it; every value is text as written, empty where there is none."""

    paragraphs: Sequence[str] = ()
    """The body, a paragraph each; white space as it came."""
    title: str = ""
    date: str = ""
    source: str = ""
    byline: str = ""
    url: str = ""
    language: str = ""
    """Name or code of the language."""
    words: str = ""
    """Number of words as the export counts them: `512 words`."""
    document: str = ""
    """The database's own id of the article."""
    load_date: str = ""
    """When the database took it in."""
    other: Mapping[str, Any] = field(default_factory=dict)
    """What else goes under `meta`: section, edition, dateline, notes of the reader."""
    problem: str = ""
    """What is wrong and what to do, when there is no article to be had; then nothing else counts."""

    def article(self, name: str) -> Article:
        """Return the article with id `name`.

        Raises:
            InputError: The draft has a problem, or no text.
        """
        if self.problem:
            raise InputError(self.problem)
        text = "\n\n".join(filter(None, map(fold, self.paragraphs)))
        if not text:
            raise InputError("the article has no text: export it again with its full text")
        day, notes = export_date(self.date)
        url = _URL.search(self.url)
        return Article(
            id=name,
            text=text,
            title=fold(self.title) or None,
            date=day,
            source=fold(self.source) or None,
            url=url[0] if url else None,
            lang=_language(fold(self.language)),
            meta=self._meta() | notes,
        )

    def _meta(self) -> dict[str, Any]:
        number = _NUMBER.search(self.words)
        load_date, _ = export_date(self.load_date)
        known = {
            "byline": _BY.sub("", fold(self.byline), count=1) if _BY.match(fold(self.byline)) else fold(self.byline),
            "language": fold(self.language),
            "word_count": int(number[0].replace(",", "")) if number else None,
            "document_id": fold(self.document),
            "load_date": load_date,
        }
        other = {key: fold(value) if isinstance(value, str) else value for key, value in self.other.items()}
        return {key: value for key, value in (known | other).items() if value not in ("", None, [])}


def _language(given: str) -> str | None:
    """The ISO 639-1 code of a language: of its name in English, or the code itself; None when it is neither or several."""
    names = values_of("language")
    word = given.lower()
    return names.get(word) or (word if word in names.values() else None)
