"""Nexis Uni and LexisNexis: articles out of the lines of a Word, RTF or HTML export.

Two layouts are known. The present one has title, source and date on a line each, labels (`Length: 512 words`), a line
`Body` and a last line `End of Document`. The older one begins each article with `3 of 50 DOCUMENTS`, then source, date,
title, labels in capitals, and the text without a heading. What comes before the first article (cover, list of
documents) and what repeats on each page is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from onrecord.articles.exports.dates import export_date
from onrecord.articles.exports.drafts import Draft
from onrecord.articles.exports.words import values_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_END = re.compile(r"end of document", re.IGNORECASE)
_OLD_START = re.compile(r"\d+ of \d+ documents?", re.IGNORECASE)
_PAGE = re.compile(r"page \d+(?: of \d+)?", re.IGNORECASE)
_LABEL = re.compile(r"(?P<label>[A-Za-z][A-Za-z /-]{2,22}):(?:\s+|$)(?P<value>.*)")
_COPYRIGHT = re.compile(r"(?:copyright|©|\(c\))\W*.{0,40}\d{4}", re.IGNORECASE)
_LISTED = re.compile(r"(?:documents? \(\d+\)|\d+\.\s*(?:\S.*)?)", re.IGNORECASE)
_TAIL = ("graphic", "classification")
_TAIL_LABELS = (
    "load-date",
    "publication-type",
    "correction-date",
    "language",
    "journal-code",
    "subject",
    "graphic",
    "document-type",
    "pub-type",
)
_NO_BODY = "the article has no body: the export is cut off, or was made without full text"


@dataclass(slots=True)
class _Parts:
    """One article's lines, sorted into what they are."""

    head: list[str] = field(default_factory=list)
    """Before the first label: title, source, date."""
    covered: bool = False
    """Whether a cover was cut off before the head."""
    body: list[str] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)


def is_nexis(lines: Sequence[str]) -> bool:
    """Whether the lines are an export of Nexis: they close or open articles as it does, and carry its labels."""
    marked = any(_END.fullmatch(line) or _OLD_START.fullmatch(line) for line in lines)
    return marked and any(_labelled(line, ("length", "load-date", "section")) or _is_body(line) for line in lines)


def nexis_drafts(lines: Sequence[str]) -> list[Draft]:
    """Return the articles of an export; one that is cut off is a draft with a problem.

    Args:
        lines: The lines or paragraphs of the file, without white space around them, blank ones left out.
    """
    kept = [line for line in lines if not _PAGE.fullmatch(line)]
    if any(_OLD_START.fullmatch(line) for line in kept):
        return [_old(block) for block in _opened(kept)]
    return [_present(block) for block in _closed(kept)]


def _closed(lines: Sequence[str]) -> list[list[str]]:
    """Blocks that end at `End of Document`; what follows the last one counts when it has a body or its labels."""
    blocks: list[list[str]] = [[]]
    for line in lines:
        if _END.fullmatch(line):
            blocks.append([])
        else:
            blocks[-1].append(line)
    last = blocks.pop()
    cut_off = any(_is_body(line) or _labelled(line, ("length",)) for line in last)
    return [block for block in blocks if block] + ([last] if cut_off else [])


def _opened(lines: Sequence[str]) -> list[list[str]]:
    """Blocks that begin at `3 of 50 DOCUMENTS`; the cover before the first is left out."""
    blocks: list[list[str]] = []
    for line in lines:
        if _OLD_START.fullmatch(line):
            blocks.append([])
        elif blocks and not _END.fullmatch(line):
            blocks[-1].append(line)
    return blocks


def _present(block: Sequence[str]) -> Draft:
    parts = _parts(block)
    title, source, date = _heading(parts.head, covered=parts.covered)
    return _draft(parts, title, source, date)


def _parts(block: Sequence[str]) -> _Parts:
    parts, at = _Parts(), _first(block, _is_body)
    before = _without_cover(block[:at])
    parts.covered = len(before) < at
    start = _first(before, lambda line: bool(_COPYRIGHT.match(line)) or _is_label(line))
    parts.head = before[:start]
    parts.labels = _labels(before[start:])
    rest = block[at + 1 :]
    end = _first(rest, lambda line: line.lower() in _TAIL or _labelled(line, ("load-date",)))
    parts.body, after = list(rest[:end]), rest[end:]
    parts.labels |= {key: value for key, value in _labels(after).items() if key not in parts.labels}
    return parts


def _old(block: Sequence[str]) -> Draft:
    parts = _Parts()
    start = _first(block, _is_label)
    head = [line for line in block[:start] if not _COPYRIGHT.match(line)]
    day = _first(head, _is_date)
    source, date = (head[0], head[day]) if 0 < day < len(head) else (head[0] if head else "", "")
    title = " ".join(head[day + 1 :] if date else head[1:])
    size = start
    while size < len(block) and _is_label(block[size]):
        size += 1
    rest = block[size:]
    end = _first(rest, lambda line: _labelled(line, _TAIL_LABELS))
    parts.body = [line for line in rest[:end] if not _COPYRIGHT.match(line)]
    parts.labels = _labels(block[start:size])
    parts.labels |= {key: value for key, value in _labels(rest[end:]).items() if key not in parts.labels}
    return _draft(parts, title, source, date)


def _draft(parts: _Parts, title: str, source: str, date: str) -> Draft:
    if not parts.body:
        return Draft(problem=_NO_BODY + (f" ({title[:80]!r})" if title else ""))
    labels = parts.labels
    kept = ("words", "byline", "language", "load_date", "url")
    other = {key: value for key, value in labels.items() if key not in kept}
    return Draft(
        paragraphs=parts.body, title=title, source=source, date=date, other=other, **{key: labels.get(key, "") for key in kept}
    )


def _heading(head: Sequence[str], *, covered: bool) -> tuple[str, str, str]:
    """Title, source and date: the date's line is found, the source stands before it, the title before that.

    Args:
        head: The lines before the first label.
        covered: Whether a cover came before them, of which a line may be left: then the title is one line.
    """
    dated = [i for i, line in enumerate(head) if i and _is_date(line)]
    if not dated:
        padded = ["", "", "", *head]
        return (padded[-3], padded[-2], padded[-1]) if len(head) > 2 else (" ".join(head[:1]), " ".join(head[1:]), "")
    at = dated[-1]
    titles = head[: at - 1]
    return " ".join(titles[-1:] if covered else titles), head[at - 1], head[at]


def _without_cover(head: Sequence[str]) -> list[str]:
    """The head after the last line that belongs to a cover or its list of documents."""
    cover = values_of("cover")

    def listed(line: str) -> bool:
        found = _LABEL.match(line)
        return bool(_LISTED.fullmatch(line)) or bool(found and found["label"].lower() in cover) or line.lower() in cover

    # A headline may begin with a number and a full stop; alone it is no cover.
    if not any(listed(line) and not re.match(r"\d+\.", line) for line in head):
        return list(head)
    last = max(i for i, line in enumerate(head) if listed(line))
    return list(head[last + 1 :])


def _labels(lines: Sequence[str]) -> dict[str, str]:
    """The values of the labels that are kept, by field; a line without a label goes on with the one before."""
    names, found, current = values_of("nexis"), dict[str, str](), ""
    for line in lines:
        label = _LABEL.match(line)
        if label and label["label"].lower() in names:
            current = names[label["label"].lower()]
            if current and current not in found:
                found[current] = label["value"]
        elif line.lower() in _TAIL or _COPYRIGHT.match(line):
            current = ""
        elif current and not found.get(current):
            found[current] = line
    return found


def _first(lines: Sequence[str], wanted: Callable[[str], bool]) -> int:
    return next((i for i, line in enumerate(lines) if wanted(line)), len(lines))


def _is_body(line: str) -> bool:
    return line.lower().rstrip(":") == "body"


def _is_label(line: str) -> bool:
    found = _LABEL.match(line)
    return bool(found and found["label"].lower() in values_of("nexis"))


def _labelled(line: str, names: tuple[str, ...]) -> bool:
    found = _LABEL.match(line)
    return bool(found and found["label"].lower() in names)


def _is_date(line: str) -> bool:
    day, notes = export_date(line)
    return bool(day) or (bool(notes) and "form that is known" not in notes["date_note"])
