"""ProQuest: articles out of a text export, whose blocks are divided by lines of underscores."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from onrecord.articles.exports.drafts import Draft
from onrecord.articles.exports.words import values_of
from onrecord.articles.plain import unwrap

if TYPE_CHECKING:
    from collections.abc import Sequence

_RULE = re.compile(r"_{10,}\s*", re.ASCII)
_LABEL = re.compile(r"(?P<label>[A-Z][A-Za-z/ -]{2,30}): ?(?P<value>.*)")
_RUN = 3
"""Most lines that the value of a field goes on for."""
_PLAIN = ("title", "byline", "source", "date", "url", "language", "words", "document")
_NONE = re.compile(r"(?:full text )?(?:is )?(?:not|none|un)[ -]?available\.?|none\.?", re.IGNORECASE)
_PLACE = re.compile(r";.*$")
_MARKS = ("full text", "publication title", "publication date", "proquest document id", "document url")


def is_proquest(text: str) -> bool:
    """Whether a text is an export of ProQuest: lines of underscores, and its labels at the start of lines."""
    lines = text.splitlines()
    labels = {found["label"].lower() for line in lines if (found := _LABEL.match(line))}
    return any(map(_RULE.fullmatch, lines)) and "title" in labels and len(labels & set(_MARKS)) > 1


def proquest_drafts(text: str) -> list[Draft]:
    """Return the articles of an export; one without full text is a draft with a problem."""
    blocks: list[list[str]] = [[]]
    for line in text.splitlines():
        if _RULE.fullmatch(line):
            blocks.append([])
        else:
            blocks[-1].append(line.rstrip())
    return [_draft(block) for block in blocks if _is_article(block)]


def _is_article(block: Sequence[str]) -> bool:
    """Whether a block is one article, not the cover, the list of documents or the notice at the end."""
    return any(_label(line) in _MARKS for line in block)


def _draft(block: Sequence[str]) -> Draft:
    start = next((i for i, line in enumerate(block) if _label(line) == "full text"), None)
    if start is None:
        values = _values(block)
        return Draft(problem=_no_text(values.get("title", "")))
    end = _end(block, start)
    values = _values(block[:start]) | _values(block[end:])
    found = _LABEL.match(block[start])
    body = unwrap("\n".join([found["value"] if found else "", *block[start + 1 : end]])).split("\n")
    text = [line for line in body if line.strip()]
    if not text or (len(text) == 1 and _NONE.fullmatch(text[0].strip())):
        return Draft(problem=_no_text(values.get("title", "")))
    # A newspaper's place follows its name: "The Example Times; London (UK)".
    values["source"] = _PLACE.sub("", values.get("source", ""))
    other = {name: values[name] for name in ("section", "edition", "dateline") if values.get(name)}
    return Draft(paragraphs=text, other=other, **{name: values.get(name, "") for name in _PLAIN})


def _no_text(title: str) -> str:
    return f"the document has no full text: export it with full text, or leave it out ({title[:80]!r})"


def _end(block: Sequence[str], start: int) -> int:
    """Where the list of fields after the text begins: looked for from below, up to the last paragraph of the text.

    A paragraph may begin like a label ("Subject: a new law"); the one after it does not, and stands after an empty line
    where a field's value that goes on over several lines does not. Texts without empty lines stop at a run of lines.
    """
    end, labels, run = len(block), 0, 0
    for at in range(len(block) - 1, start, -1):
        if _label(block[at]):
            end, labels, run = at, labels + 1, 0
        elif block[at].strip():
            run += 1
            if labels and (run > _RUN or not block[at - 1].strip()):
                break
    return end if labels > 1 else len(block)


def _values(lines: Sequence[str]) -> dict[str, str]:
    """The values of the labels that are kept, by field; a line without a label goes on with the one before."""
    names, found, current = values_of("proquest"), dict[str, str](), ""
    for line in lines:
        if name := _label(line):
            label = _LABEL.match(line)
            current = names[name] if names[name] not in found else ""
            if current and label:
                found[current] = label["value"].strip()
        elif current and line.strip():
            found[current] = f"{found[current]} {line.strip()}"
        elif not line.strip() and found.get(current):
            current = ""
    return found


def _label(line: str) -> str:
    """The known label that a line begins with, in small letters; empty if none."""
    found = _LABEL.match(line)
    name = found["label"].lower() if found else ""
    return name if name in values_of("proquest") else ""
