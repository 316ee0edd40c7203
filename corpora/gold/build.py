#!/usr/bin/env python3
"""Build the gold corpus from its sources: texts and annotations in, records in JSONL out.

    python corpora/gold/build.py                    writes train.jsonl, dev.jsonl, test.jsonl and both annotators' files
    python corpora/gold/build.py --show ID          prints an article with its sentences numbered, as annotators see it
    python corpora/gold/build.py --check a ID ...   checks an annotator's files

An article is a text file: a head of `key: value` lines, then a sentence a line, a blank line between paragraphs. Its
annotations are JSON whose spans are exact text with the number of the sentence (0 is the title): see README.md.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from onrecord.errors import OnrecordError
from onrecord.records import from_dict, write_jsonl
from onrecord.records.places import best_place, locate
from onrecord.types import STANCES, Record

HERE = Path(__file__).parent
GUIDELINES = "1"
SPLITS = ("train", "dev", "test")
ARTICLE_KEYS = ("title", "date", "source")
META_KEYS = ("event", "split", "genre", "sector", "jurisdiction")
CLAIM_KEYS = frozenset([
    "s", "actor", "actor_name", "actor_label", "stance", "polarity", "stage", "target", "target_name", "target_label",
    "target_kind", "jurisdiction", "statement_date", "effective_date", "date_source", "attribution", "quotes", "unsure",
])  # fmt: skip
QUOTE_KEYS = frozenset(["pieces", "kind", "cue", "speaker", "speaker_name", "organization"])


class AnnotationError(Exception):
    """An annotation that does not fit its article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An article: its head and its sentences with their places; sentence 0 is the title."""

    id: str
    head: dict[str, str]
    text: str
    sentences: list[tuple[int, int]] = field(default_factory=list)

    def line(self, s: int) -> str:
        """The text of a sentence."""
        if not 0 <= s < len(self.sentences):
            raise AnnotationError(f"there is no sentence {s}")
        start, end = self.sentences[s]
        return self.text[start:end]

    def span(self, s: int, place: tuple[int, int]) -> dict[str, Any]:
        """A place in a sentence as a span of the article."""
        offset = self.sentences[s][0]
        start, end = place[0] + offset, place[1] + offset
        return {"start": start, "end": end, "text": self.text[start:end]}


def read_source(path: Path) -> Source:
    """Read one text file."""
    head_part, _, body = path.read_text(encoding="utf-8").partition("\n\n")
    head = dict(line.split(": ", 1) for line in head_part.split("\n"))
    paragraphs = [part.split("\n") for part in [head["title"], *body.strip().split("\n\n")]]
    text, places = "", []
    for i, lines in enumerate(paragraphs):
        text += "\n\n" if i else ""
        for j, line in enumerate(lines):
            text += " " if j else ""
            places.append((len(text), len(text) + len(line)))
            text += line
    return Source(id=head["id"], head=head, text=text, sentences=places)


def sources() -> list[Source]:
    """All articles, by id."""
    return [read_source(path) for path in sorted((HERE / "text").glob("*.txt"))]


class Annotated:
    """An article with one annotator's marks, on its way to a record."""

    def __init__(self, source: Source, marks: dict[str, Any], **meta: Any) -> None:
        self.source = source
        self.marks = marks
        self._meta = {"guideline_version": GUIDELINES, **meta}
        self.entities: dict[tuple[int, int], dict[str, Any]] = {}
        self.names: dict[str, dict[str, Any]] = {}

    def record(self) -> Record:
        """The record; raises AnnotationError or RecordError where something does not fit."""
        source = self.source
        self._add_entities()
        quotes = [self._quote(i, quote) for i, quote in enumerate(self.marks.get("quotes", []), 1)]
        claims = [self._claim(i, claim, quotes) for i, claim in enumerate(self.marks.get("claims", []), 1)]
        taken: dict[int, set[str]] = {}
        for claim in claims:
            if claim["polarity"] == "affirmed" and claim["stage"] in ("in_effect", "announced"):
                taken.setdefault(claim["sentence"], set()).add(claim["stance"])
        sentences = [
            {"start": start, "end": end, "stances": [s for s in STANCES if s in taken.get(i, ())]}
            for i, (start, end) in enumerate(source.sentences)
        ]
        meta = {key: source.head[key] for key in META_KEYS} | self._meta
        return from_dict({
            "schema_version": "1", "id": source.id, **{key: source.head[key] for key in ARTICLE_KEYS}, "lang": "en", "meta": meta,
            "text": source.text, "body_start": len(source.head["title"]) + 2, "sentences": sentences,
            "entities": list(self.entities.values()), "quotes": quotes, "claims": claims,
        })  # fmt: skip

    def _add_entities(self) -> None:
        by_sentence: dict[int, list[list[Any]]] = {}
        for row in self.marks.get("entities", []):
            if len(row) != 4 or row[2] not in ("COMPANY", "GOVERNMENT", "LAW", "PLACE"):
                raise AnnotationError(f"entity {row}: give [sentence, text, label, name]")
            by_sentence.setdefault(row[0], []).append(row)
        for s, rows in sorted(by_sentence.items()):
            for row, place in zip(rows, locate(self.source.line(s), [r[1] for r in rows]), strict=True):
                if place is None:
                    raise AnnotationError(
                        f"entity {row}: {row[1]!r} is not in sentence {s}, or listed more often than it stands there"
                    )
                span = self.source.span(s, place)
                key = (span["start"], span["end"])
                if key in self.entities:
                    raise AnnotationError(f"entity {row}: stands there twice")
                via = "name" if row[1] == row[3] else "alias"
                self.entities[key] = {"id": f"e{len(self.entities) + 1}", **span, "label": row[2], "name": row[3], "via": via}

    def _piece(self, what: str, pair: list[Any], avoid: list[tuple[int, int]] | None = None) -> dict[str, Any]:
        """A span from [sentence, text] or [sentence, text, occurrence from 1]."""
        s, text, *nth = pair
        line = self.source.line(s)
        if nth:
            starts = [i for i in range(len(line)) if line.startswith(text, i)]
            if not 1 <= nth[0] <= len(starts):
                raise AnnotationError(f"{what} {pair}: stands {len(starts)} times in sentence {s}")
            return self.source.span(s, (starts[nth[0] - 1], starts[nth[0] - 1] + len(text)))
        offset = self.source.sentences[s][0]
        liked = [(a - offset, b - offset) for a, b in self.entities if a >= offset]
        place = best_place(text, line, liked=liked, avoid=[(a - offset, b - offset) for a, b in avoid or []])
        if place is None:
            raise AnnotationError(f"{what} {pair}: {text!r} is not in sentence {s}: {line!r}")
        return self.source.span(s, place)

    def _quote(self, i: int, quote: dict[str, Any]) -> dict[str, Any]:
        if unknown := set(quote) - QUOTE_KEYS:
            raise AnnotationError(f"quote {i}: unknown keys {sorted(unknown)}")
        pieces = sorted((self._piece(f"quote {i}", p) for p in quote["pieces"]), key=lambda p: p["start"])
        inside = [(p["start"], p["end"]) for p in pieces]
        start, end = pieces[0]["start"], pieces[-1]["end"]
        cue, speaker = (self._piece(f"quote {i} {k}", quote[k], inside) if quote.get(k) else None for k in ("cue", "speaker"))
        return {
            "id": f"q{i}", "start": start, "end": end, "text": self.source.text[start:end], "spans": pieces, "kind": quote["kind"],
            "cue": cue, "speaker": speaker, "speaker_name": quote.get("speaker_name"), "organization": quote.get("organization"),
        }  # fmt: skip

    def _target(self, i: int, claim: dict[str, Any]) -> dict[str, Any] | None:
        if not claim.get("target"):
            return None
        span = self._piece(f"claim {i} target", _pair(claim["s"], claim["target"]))
        name, label, kind = claim.get("target_name"), claim["target_label"], claim["target_kind"]
        return {**span, "name": name, "label": label, "ref": None, "kind": kind}

    def _claim(self, i: int, claim: dict[str, Any], quotes: list[dict[str, Any]]) -> dict[str, Any]:
        if unknown := set(claim) - CLAIM_KEYS:
            raise AnnotationError(f"claim {i}: unknown keys {sorted(unknown)}")
        s = claim["s"]
        actor = self._piece(f"claim {i} actor", _pair(s, claim["actor"]))
        entity = self.entities.get((actor["start"], actor["end"]))
        name, label = claim.get("actor_name"), claim["actor_label"]
        same = entity is not None and entity["name"] == name
        start, end = self.source.sentences[s]
        for n in claim.get("quotes", []):
            if not 1 <= n <= len(quotes):
                raise AnnotationError(f"claim {i}: there is no quote {n}, quotes are numbered from 1")
        return {
            "id": f"c{i}",
            "actor": {**actor, "name": name, "label": label, "ref": None, "entity": entity["id"] if entity and same else None},
            "stance": claim["stance"], "polarity": claim.get("polarity", "affirmed"), "stage": claim["stage"],
            "target": self._target(i, claim),
            "jurisdiction": claim.get("jurisdiction"), "statement_date": claim.get("statement_date"),
            "effective_date": claim.get("effective_date"), "date_source": claim.get("date_source"),
            "sentence": s, "evidence": {"start": start, "end": end, "text": self.source.text[start:end]},
            "quotes": [f"q{n}" for n in claim.get("quotes", [])], "attribution": claim["attribution"],
            **({"unsure": True} if claim.get("unsure") else {}),
        }  # fmt: skip


def _pair(s: int, given: str | list[Any]) -> list[Any]:
    """A text, or [text, occurrence], of one sentence."""
    return [s, given] if isinstance(given, str) else [s, *given]


def annotated(source: Source, annotator: str) -> Record | None:
    """The record of an article by one annotator, None where that annotator did not read it."""
    path = HERE / "annotations" / annotator / f"{source.id}.json"
    if not path.exists():
        return None
    marks = json.loads(path.read_text(encoding="utf-8"))
    both = annotator == "adjudicated"
    return Annotated(source, marks, annotators=["a", "b"] if both else [annotator], adjudicated=both).record()


def show(source: Source) -> None:
    """Print an article with its sentences numbered."""
    # What the article is filed under is kept from annotators: it would tell them the jurisdiction.
    print(*(f"{key}: {source.head[key]}" for key in ARTICLE_KEYS), "", sep="\n")
    for s in range(len(source.sentences)):
        print(f"[{s}] {source.line(s)}")


def check(annotator: str, names: list[str]) -> int:
    """Check an annotator's files; print what is wrong and return how many are."""
    wrong = 0
    for source in sources():
        if names and source.id not in names:
            continue
        try:
            record = annotated(source, annotator)
        except (AnnotationError, OnrecordError, KeyError, ValueError, TypeError) as error:
            print(f"{source.id}: {type(error).__name__} {error}")
            wrong += 1
            continue
        if record is None:
            print(f"{source.id}: not annotated")
            continue
        stances = Counter(claim.stance for claim in record.claims)
        print(f"{source.id}: ok, {len(record.entities)} entities, {len(record.quotes)} quotes, {dict(stances)}")
    return wrong


def build() -> None:
    """Write all splits and both annotators' files."""
    articles = sources()
    final = {s.id: annotated(s, "adjudicated") or annotated(s, "a") for s in articles}
    for split in SPLITS:
        rows = [record for s in articles if s.head["split"] == split and (record := final[s.id])]
        write_jsonl(rows, HERE / f"{split}.jsonl")
        sentences, claims = (
            sum(len(part) for part in parts) for parts in zip(*((r.sentences, r.claims) for r in rows), strict=True)
        )
        print(f"{split}: {len(rows)} articles, {sentences} sentences, {claims} claims")
    both = [s for s in articles if (HERE / "annotations" / "b" / f"{s.id}.json").exists()]
    for annotator in ("a", "b"):
        write_jsonl([r for s in both if (r := annotated(s, annotator))], HERE / f"annotator-{annotator}.jsonl")


def main() -> None:
    """Read the arguments and do what they say."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", metavar="ID")
    parser.add_argument("--check", metavar="ANNOTATOR")
    parser.add_argument("ids", nargs="*")
    options = parser.parse_args()
    if options.show:
        show(read_source(HERE / "text" / f"{options.show}.txt"))
    elif options.check:
        sys.exit(bool(check(options.check, options.ids)))
    else:
        build()


if __name__ == "__main__":
    main()
