"""RIS, the format of reference managers, as ProQuest and other databases export it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from onrecord.articles.exports.dates import export_date
from onrecord.articles.exports.drafts import Draft
from onrecord.errors import InputError, MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_ENTRIES = 20_000
"""Most entries of a file."""
_START = re.compile(r"^TY  -", re.MULTILINE)
_ENTRY = re.compile(r"^TY  -.*?(?=^TY  -|\Z)", re.MULTILINE | re.DOTALL)
_END = re.compile(r"^ER  -", re.MULTILINE)
_FULL = re.compile(r"\s*full text:\s*", re.IGNORECASE)
_TITLES = ("title", "primary_title", "short_title")
_SOURCES = ("journal_name", "secondary_title", "alternate_title3", "alternate_title2", "alternate_title1", "publisher")
_ABSTRACTS = ("abstract", "notes_abstract")
_DATES = ("date", "publication_year", "year")
_CUT = "the entry has no ER line: the file is cut off, export it again"
_NO_TEXT = "the entry has no full text (N1 'Full text: …') and no abstract (AB, N2): export it with its text"


def ris_drafts(text: str) -> list[Draft]:
    """Return an article for each entry: its full text from the notes, else its abstract, which `meta["text_is"]` then says.

    Raises:
        InputError: The text holds no entry.
        MissingExtraError: rispy is not installed.
    """
    try:
        import rispy
    except ImportError as error:
        raise MissingExtraError("reading RIS", "formats") from error
    # A reader of the whole file would lose all entries over one that is broken.
    whole = text.replace("\r\n", "\n").replace("\r", "\n")
    if (number := len(_START.findall(whole))) > MAX_ENTRIES:
        raise InputError(f"RIS of {number:,} entries, more than {MAX_ENTRIES:,}: export fewer to a file")
    entries = _ENTRY.findall(whole)
    if not entries:
        raise InputError("no entry of RIS in it (a line 'TY  - …'): give an RIS export")
    return [_draft(rispy, entry) for entry in entries]


def _draft(rispy: Any, entry: str) -> Draft:
    if not _END.search(entry):
        return Draft(problem=_CUT)
    try:
        # An address may hold a semicolon, at which rispy would part it.
        found = rispy.loads(_one_line_a_tag(entry), delimiter_tags_mapping={})
    except Exception as error:  # noqa: BLE001 (third-party code on arbitrary text: the other entries still read)
        return Draft(problem=f"an entry that cannot be read ({type(error).__name__}), repair or leave it out")
    return _of(found[0]) if found else Draft(problem=_CUT)


def _one_line_a_tag(entry: str) -> str:
    # rispy would make a list or one long line of what has several paragraphs: a mark keeps them apart.
    return re.sub(r"\n(?![A-Z][A-Z0-9]  -)(?=[^\n])", " \u2029", re.sub(r"\n{2,}", "\n", entry))


def _of(entry: Mapping[str, Any]) -> Draft:
    notes = [note for note in entry.get("notes", ()) if _FULL.match(note)]
    text, kind = (_FULL.sub("", notes[0], count=1), "") if notes else (_first(entry, _ABSTRACTS), "abstract")
    if not text.strip(" \u2029"):
        return Draft(problem=_NO_TEXT)
    authors = entry.get("authors") or entry.get("first_authors") or ()
    return Draft(
        paragraphs=text.split("\u2029"),
        title=_first(entry, _TITLES),
        date=_date(entry),
        source=_first(entry, _SOURCES),
        byline="; ".join(_flat(name) for name in authors),
        url=" ".join(entry.get("urls", ())),
        language=_first(entry, ("language",)),
        document=_first(entry, ("accession_number",)),
        other={"section": _first(entry, ("section",)), "text_is": kind},
    )


def _date(entry: Mapping[str, Any]) -> str:
    """The first of the entry's dates that is a full one, else the first."""
    given = [value.strip(" /") for key in _DATES if (value := _first(entry, (key,)))]
    return next((value for value in given if export_date(value)[0]), given[0] if given else "")


def _first(entry: Mapping[str, Any], keys: tuple[str, ...]) -> str:
    return next((value for key in keys if isinstance(value := entry.get(key), str) and value.strip()), "")


def _flat(value: object) -> str:
    return str(value).replace("\u2029", " ")
