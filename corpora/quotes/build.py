#!/usr/bin/env python3
"""Build the quote corpus from its passages: marked text in, records in JSONL out.

    python corpora/quotes/build.py            writes gold.jsonl
    python corpora/quotes/build.py --check    only says what is wrong with the passages

`passages/<phenomenon>.txt` holds passages, each under a line `=== id`: a sentence a line, a blank line between paragraphs;
a backslash at a line's end keeps the line break. In the text `[1:words]` is a piece of quote 1, `{1:said}` its cue and
`<1:she>` its speaker's mention; `<1,2:she>` belongs to two quotes; marks may lie in one another. Below `---` stands a line
for each quote, `1 direct | Speaker's name | Organisation`, with `-` where there is none.
"""

from __future__ import annotations

import argparse
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.errors import OnrecordError
from onrecord.records import from_dict, write_jsonl

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onrecord.types import Record

HERE = Path(__file__).parent
OUT = HERE / "gold.jsonl"

_OPEN = re.compile(r"([\[{<])(\d+(?:,\d+)*):")
_ROLES = {"[": ("spans", "]"), "{": ("cue", "}"), "<": ("speaker", ">")}
_BEGIN, _END = "\x02", "\x03"
"""Stand around each sentence while a passage is read."""
_ROW = re.compile(r"(\d+) (direct|indirect|mixed) \| ([^|]+) \| ([^|]+)")

Place = tuple[int, int]


class PassageError(Exception):
    """A passage that cannot be read."""


@dataclass(slots=True)
class Marked:
    """A passage without its marks, and where they stood."""

    text: str = ""
    sentences: list[Place] = field(default_factory=list)
    marks: dict[int, dict[str, list[Place]]] = field(default_factory=dict)
    """By number of the quote and role: spans, cue, speaker."""


def passages() -> Iterator[tuple[str, str, str]]:
    """Yield phenomenon, id and source of every passage, by file and order."""
    for path in sorted((HERE / "passages").glob("*.txt")):
        head, *parts = re.split(r"^=== (.+)\n", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        if head.strip():
            raise PassageError(f"{path.name}: does not begin with a line '=== id'")
        for name, source in zip(parts[::2], parts[1::2], strict=True):
            yield path.stem, name.strip(), source


def record(phenomenon: str, name: str, source: str) -> Record:
    """The record of one passage.

    Raises:
        PassageError: The marks or the rows below the text are wrong.
        RecordError: They make no record.
    """
    body, _, rows = source.partition("\n---\n")
    marked = read_marks(body)
    quotes = [_quote(marked, row) for row in rows.split("\n") if row.strip()]
    if missing := set(marked.marks) - {int(quote["id"][1:]) for quote in quotes}:
        raise PassageError(f"no row for quotes {sorted(missing)}")
    meta = {"phenomenon": phenomenon, "labelled_fields": ["quotes"]}
    sentences = [{"start": start, "end": end, "stances": []} for start, end in marked.sentences]
    return from_dict({
        "schema_version": "1", "id": name, "lang": "en", "meta": meta, "text": marked.text, "sentences": sentences,
        "quotes": sorted(quotes, key=lambda quote: (quote["start"], quote["end"])),
    })  # fmt: skip


def read_marks(body: str) -> Marked:
    """Take the marks out of a passage."""
    raw, out = _joined(body), Marked()
    stack: list[tuple[str, list[int], int]] = []
    at = begin = 0
    while at < len(raw):
        if found := _OPEN.match(raw, at):
            stack.append((found[1], [int(n) for n in found[2].split(",")], len(out.text)))
            at = found.end()
            continue
        char = raw[at]
        if stack and char == _ROLES[stack[-1][0]][1]:
            _close(out, *stack.pop())
        elif char == _BEGIN:
            begin = len(out.text)
        elif char == _END:
            out.sentences.append((begin, len(out.text)))
        else:
            out.text += char
        at += 1
    if stack:
        raise PassageError(f"a mark is not closed: {stack[-1][0]}{stack[-1][1]} in {out.text[stack[-1][2] :][:40]!r}")
    return out


def _joined(body: str) -> str:
    """The lines of a passage in one string, each sentence between marks of its own."""
    out = ""
    for i, paragraph in enumerate(re.split(r"\n{2,}", body.strip("\n"))):
        glue = "\n\n" if i else ""
        for line in paragraph.split("\n"):
            out += f"{glue}{_BEGIN}{line.removesuffix(chr(92))}{_END}"
            glue = "\n" if line.endswith("\\") else " "
    return out


def _close(out: Marked, bracket: str, numbers: list[int], start: int) -> None:
    role = _ROLES[bracket][0]
    for number in numbers:
        out.marks.setdefault(number, {}).setdefault(role, []).append((start, len(out.text)))


def _quote(marked: Marked, row: str) -> dict[str, Any]:
    found = _ROW.fullmatch(row.strip())
    if found is None:
        raise PassageError(f"row {row!r}: write '1 direct | Name | Organisation', with - for none")
    number, kind, *names = found.groups()
    marks = marked.marks.get(int(number), {})
    if "spans" not in marks or any(len(marks.get(role, [])) > 1 for role in ("cue", "speaker")):
        raise PassageError(f"quote {number}: mark one piece or more, at most one cue and at most one speaker")
    pieces = [piece for place in sorted(marks["spans"]) for piece in _by_sentence(marked, place)]
    start, end = pieces[0][0], pieces[-1][1]
    cue, speaker = (_span(marked, marks[role][0]) if role in marks else None for role in ("cue", "speaker"))
    name, organization = (None if given.strip() == "-" else given.strip() for given in names)
    return {
        "id": f"q{number}", **_span(marked, (start, end)), "spans": [_span(marked, piece) for piece in pieces], "kind": kind,
        "cue": cue, "speaker": speaker, "speaker_name": name, "organization": organization,
    }  # fmt: skip


def _by_sentence(marked: Marked, place: Place) -> Iterator[Place]:
    """The parts of a place that lie in one sentence each, as everywhere in our gold."""
    for start, end in marked.sentences:
        if max(start, place[0]) < min(end, place[1]):
            yield max(start, place[0]), min(end, place[1])


def _span(marked: Marked, place: Place) -> dict[str, Any]:
    return {"start": place[0], "end": place[1], "text": marked.text[slice(*place)]}


def build() -> tuple[list[Record], list[str]]:
    """Return the records and what is wrong with the passages that make none."""
    records, faults = [], []
    for phenomenon, name, source in passages():
        try:
            records.append(record(phenomenon, name, source))
        except (PassageError, OnrecordError) as error:
            faults.append(f"{name}: {error}")
    return records, faults


def main() -> None:
    """Build or check; exit status 1 where a passage is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    records, faults = build()
    print(*faults, f"{len(records)} passages, {sum(len(r.quotes) for r in records)} quotes", sep="\n")
    if faults:
        sys.exit(1)
    if not options.check:
        write_jsonl(records, OUT)


if __name__ == "__main__":
    main()
