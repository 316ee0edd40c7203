"""Factiva: articles out of the lines of an RTF or HTML export, with field codes (`HD`, `BY`, `WC`, …) or without.

A table row comes in as one line `HD|value`; the lines after it that begin with no code go on with its value. Without
codes an article is, a line each: section if any, headline, byline if any, `512 words`, date, time if any, source, code
of the source, language, copyright, then the text. Either way its last line is `Document` and the database's id.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from onrecord.articles.exports.drafts import Draft
from onrecord.articles.exports.words import values_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_CODED = re.compile(r"(?P<code>[A-Z]{2,3})\s*\|\s*(?P<value>.*?)\s*\|?")
_DOCUMENT = re.compile(r"(?:Document|AN\s*\|\s*Document)\s+(?P<id>[A-Za-z0-9]{4,12}\d{8}[a-z0-9]{4,16})\s*\|?")
_WORDS = re.compile(r"[\d,.]{1,9} words\.?", re.IGNORECASE)
_TIME = re.compile(r"\d{1,2}:\d\d(?::\d\d)?(?:\s?[AP]M)?(?:\s?[A-Z]{2,4})?", re.IGNORECASE)
_COPYRIGHT = re.compile(r"(?:\(c\)|©|\(?copyright\b)", re.IGNORECASE)
_FOOT = re.compile(r"(?:page \d+ of \d+\b.*|(?:page \d+ )?© ?\d{4} factiva.*)", re.IGNORECASE)
_BY = re.compile(r"by\b", re.IGNORECASE)
_HEADER = 14
"""Lines that may stand between the number of words and the text."""
_NO_TEXT = "the article has no text (LP, TD): display full articles and export again"


def is_factiva(lines: Sequence[str]) -> bool:
    """Whether the lines are an export of Factiva: with its codes for headline and text, or with its document ids."""
    codes = {found["code"] for line in lines if (found := _CODED.fullmatch(line))}
    if "HD" in codes and codes & {"LP", "TD"}:
        return True
    return any(map(_DOCUMENT.fullmatch, lines)) and any(map(_WORDS.fullmatch, lines))


def factiva_drafts(lines: Sequence[str]) -> list[Draft]:
    """Return the articles of an export; one without text is a draft with a problem.

    Args:
        lines: The lines of the file, without white space around them, blank ones left out; table rows as `HD|value`.
    """
    kept = [line.removeprefix("|") for line in lines if not _FOOT.fullmatch(line)]
    if any((found := _CODED.fullmatch(line)) and found["code"] == "HD" for line in kept):
        return [_coded(fields) for fields in _tables(kept)]
    return [_bare(block) for block in _blocks(kept)]


def _tables(lines: Sequence[str]) -> Iterator[list[tuple[str, list[str]]]]:
    """The fields of each article as code and lines; a second headline, or what follows the id, is the next article."""
    known, fields = values_of("factiva"), list[tuple[str, list[str]]]()
    for line in lines:
        found = _CODED.fullmatch(line)
        code = found["code"] if found else ""
        if code in known:
            seen = {name for name, _ in fields}
            if (code in seen and code in ("HD", "SE")) or "AN" in seen:
                yield from _with_headline(fields)
                fields = []
            fields.append((code, [found["value"]] if found and found["value"] else []))
        elif _DOCUMENT.fullmatch(line) and fields and "AN" not in {name for name, _ in fields}:
            fields.append(("AN", [line]))
        elif fields and (fields[-1][0] != "AN" or not fields[-1][1]):
            fields[-1][1].append(line)
    yield from _with_headline(fields)


def _with_headline(fields: list[tuple[str, list[str]]]) -> Iterator[list[tuple[str, list[str]]]]:
    if any(code == "HD" for code, _ in fields):
        yield fields


def _coded(fields: Sequence[tuple[str, list[str]]]) -> Draft:
    names, text, values = values_of("factiva"), list[str](), dict[str, str]()
    for code, lines in fields:
        name = names[code]
        if name == "text":
            text += [line.removesuffix("|") for line in lines]
        elif name and name not in values:
            values[name] = " ".join(line.removesuffix("|") for line in lines)
    document = _DOCUMENT.fullmatch(values.get("document", "")) or re.fullmatch(r"Document (?P<id>\S+)", values.get("document", ""))
    if not text:
        return Draft(problem=f"{_NO_TEXT} ({values.get('title', '')[:80]!r})")
    plain = ("title", "byline", "words", "date", "source", "language")
    return Draft(
        paragraphs=text,
        document=document["id"] if document else "",
        other={name: values[name] for name in ("section", "edition") if name in values},
        **{name: values.get(name, "") for name in plain},
    )


def _blocks(lines: Sequence[str]) -> Iterator[list[str]]:
    """The lines of each article, its `Document` line last; what follows the last one counts when it has a number of words."""
    block: list[str] = []
    for line in lines:
        block.append(line)
        if _DOCUMENT.fullmatch(line):
            yield block
            block = []
    if any(map(_WORDS.fullmatch, block)):
        yield block


def _bare(block: Sequence[str]) -> Draft:
    document = _DOCUMENT.fullmatch(block[-1])
    lines = list(block[:-1] if document else block)
    at = next((i for i, line in enumerate(lines) if _WORDS.fullmatch(line)), None)
    if not document or not at:
        missing = "headline and number of words" if document else "Document line at its end: the export is cut off"
        return Draft(problem=f"an article without {missing}, export it again ({lines[0][:80]!r})" if lines else _NO_TEXT)
    head, rest = lines[:at], lines[at + 1 :]
    bylines = [line for line in head[1:] if _BY.match(line)]
    titles = [line for line in head if line not in bylines]
    size, source, language = _header(rest)
    if not rest[size:]:
        return Draft(problem=f"{_NO_TEXT} ({titles[-1][:80]!r})")
    return Draft(
        paragraphs=rest[size:],
        title=titles[-1],
        byline=" ".join(bylines),
        words=lines[at],
        date=rest[0],
        source=source,
        language=language,
        document=document["id"],
        other={"section": " ".join(titles[:-1])},
    )


def _header(rest: Sequence[str]) -> tuple[int, str, str]:
    """How many lines after the number of words are no text, the source, the language."""
    languages, near = values_of("language"), rest[:_HEADER]
    at = next((i for i, line in enumerate(near) if line.lower() in languages), None)
    rights = next((i for i, line in enumerate(near) if _COPYRIGHT.match(line) and (at is None or i <= at + 2)), None)
    ends = [i for i in (at, rights) if i is not None]
    size = max(ends) + 1 if ends else min(3, len(rest))
    names = [line for line in rest[1:size] if not _TIME.fullmatch(line)]
    return size, names[0] if names else "", rest[at] if at is not None else ""
