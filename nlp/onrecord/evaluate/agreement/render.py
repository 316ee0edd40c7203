"""An agreement and its disagreements for the terminal.

What comes out of records is never trusted to be harmless: control characters are shown as `�` and nothing in it is read as
markup.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Any

from rich import box
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import RenderableType

    from onrecord.evaluate.agreement.agreement import Agreement
    from onrecord.evaluate.agreement.disagreements import Disagreement, Parts
    from onrecord.evaluate.agreement.rows import Row

# As in onrecord.terminal, which lies in a layer above: escape sequences, direction marks, halves of surrogate pairs.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_SHOWN_IDS = 5
_UNLABELLED = "not scored"


def render(agreement: Agreement) -> Iterator[RenderableType]:
    """Yield what is to be printed of an agreement: what was compared, then a table for each group of rows.

    Kappa and alpha of one thing stand in one line; a group of which nothing is scored is left out.
    """
    yield _compared(agreement)
    for side, names in (("a", agreement.only_a), ("b", agreement.only_b)):
        if names:
            yield _left_out(side, names)
    for group, rows in groupby(agreement.rows, key=lambda row: row.group):
        found = [row for row in rows if row.n]
        marks, labels = ([row for row in found if (row.kind == "f1") is f1] for f1 in (True, False))
        for table in (_marks(group, marks), _labels(group, labels)):
            if table.row_count:
                yield ""
                yield table


def render_disagreements(rows: Iterable[Disagreement]) -> Iterator[RenderableType]:
    """Yield what is to be printed of disagreements: where, what differs, the text, and both sides beside each other."""
    for row in rows:
        yield ""
        where = Text(f"{_safe(row.id)} · sentence {row.sentence} · ", style="dim")
        yield where.append(_safe("; ".join(row.what)), style="bold not dim")
        yield Text(_safe(row.text))
        yield _beside(row)


def _compared(agreement: Agreement) -> Text:
    texts = "text" if agreement.records == 1 else "texts"
    documents = "" if agreement.documents == agreement.records else f" of {agreement.documents:,} documents"
    unsure = {"optional": "unsure claims left out but in rows that say so", "required": "unsure claims count like others"}
    sentences = f"{agreement.sentences:,} sentences"
    return Text(f"{agreement.records:,} {texts}{documents}, {sentences} that both labelled; {unsure[agreement.options.unsure]}")


def _left_out(side: str, names: tuple[str, ...]) -> Text:
    shown = ", ".join(names[:_SHOWN_IDS]) + (", …" if len(names) > _SHOWN_IDS else "")
    return Text(f"Only {side} has {len(names):,} more, left out: {_safe(shown)}")


def _labels(group: str, rows: list[Row]) -> Table:
    """Rows of labels: share equal, kappa and alpha of one thing in one line."""
    table = _table(group, "equal", "kappa", "alpha", "n")
    for title, of_title in groupby(rows, key=lambda row: row.title):
        kinds = {row.kind: row for row in of_title}
        first = next(iter(kinds.values()))
        equal = _value(kinds["share"]) if "share" in kinds else _number(first.equal)
        kappa, alpha = (_value(row) if (row := kinds.get(kind)) else "" for kind in ("kappa", "alpha"))
        table.add_row(Text(title), equal, kappa, alpha, f"{first.n:,}")
    return table


def _marks(group: str, rows: list[Row]) -> Table:
    """Rows of marks: F1 and how many either side has."""
    table = _table(group, "F1", "a", "b", "n")
    for row in rows:
        table.add_row(Text(row.title), _value(row), f"{row.a:,}", f"{row.b:,}", f"{row.n:,}")
    return table


def _table(group: str, *columns: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold")
    table.add_column(group, overflow="fold")
    for name in columns:
        table.add_column(name, justify="right", no_wrap=True)
    return table


def _value(row: Row) -> str:
    if row.value is None:
        return _UNLABELLED
    bounds = "" if row.low is None or row.high is None else f" ({_number(row.low)} – {_number(row.high)})"
    return _number(row.value) + bounds


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def _beside(row: Disagreement) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold", expand=True)
    for side in ("a", "b"):
        table.add_column(side, ratio=1, overflow="fold")
    table.add_row(*(Text(_safe("\n".join(_lines(row, parts)) or "nothing")) for parts in (row.a, row.b)))
    return table


def _lines(row: Disagreement, parts: Parts) -> Iterator[str]:
    """What one side has, a part a line."""
    for claim in parts.get("claims", ()):
        yield _claim(claim)
    for entity in parts.get("entities", ()):
        yield f"{entity['label']} {entity['text']}" + (f" ({entity['via']})" if entity["via"] == "coref" else "")
    for quote in parts.get("quotes", ()) if row.kind == "quote" else ():
        speaker = quote["speaker_name"] or (quote["speaker"] or {}).get("text") or "?"
        yield f"{quote['kind']} quote, {speaker}: {quote['text']}"


def _claim(claim: dict[str, Any]) -> str:
    actor, target = claim["actor"], claim["target"]
    name = f" = {actor['name']}" if actor["name"] and actor["name"] != actor["text"] else ""
    said = [f"{claim['stance']}: {actor['text']}{name}"]
    said += [f"on {target['text']} ({target['kind']})"] if target else []
    said += [] if claim["polarity"] == "affirmed" else [claim["polarity"]]
    said += [claim["stage"], claim["attribution"]]
    said += [claim[key] for key in ("jurisdiction", "statement_date", "effective_date") if claim[key]]
    said += ["unsure"] if claim.get("unsure") else []
    return ", ".join(said)


def _safe(text: str) -> str:
    return _UNSAFE.sub("\N{REPLACEMENT CHARACTER}", text)
