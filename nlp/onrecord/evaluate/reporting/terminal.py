"""An evaluation, a comparison and a behavioural check as tables for the terminal.

Names that come from files are never read as markup, and control characters in them are shown as `�`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from rich import box
from rich.table import Table
from rich.text import Text

from onrecord.evaluate.entities import ALL_LABELS
from onrecord.evaluate.entities import KINDS as ENTITY_KINDS
from onrecord.evaluate.reporting import wording
from onrecord.evaluate.reporting.phenomena import summary
from onrecord.evaluate.sentences import NONE

if TYPE_CHECKING:
    from rich.console import RenderableType

    from onrecord.evaluate.behaviour import Miss, Result
    from onrecord.evaluate.calibration import Calibration
    from onrecord.evaluate.evaluation import Difference, Evaluation
    from onrecord.evaluate.figures import Figure

CELLS = 10
"""Width of a bar in characters."""


def render(evaluation: Evaluation) -> Iterator[RenderableType]:
    """Yield an evaluation: what was scored, the figures by group, the confusion, entity errors, calibration."""
    yield _head(evaluation)
    for group, figures in wording.grouped(evaluation.figures):
        yield ""
        yield _figures(group, figures)
    if wording.labels_claims(evaluation):
        yield ""
        yield _confusion(evaluation)
    if wording.labels_entities(evaluation):
        yield ""
        yield _entity_kinds(evaluation)
    yield ""
    if evaluation.calibration is None:
        yield Text("Calibration: not scored, no claim has a confidence", "dim")
    else:
        yield _calibration_lines(evaluation.calibration)
        yield ""
        yield _coverage(evaluation.calibration)


def render_comparison(differences: Iterable[Difference]) -> Iterator[RenderableType]:
    """Yield the table of two systems' figures and their differences, B - A, in points."""
    table = _table("B - A, paired, in points", "figure", "A", "B", "B - A", "interval", "p")
    for d in differences:
        if d.value is None:
            table.add_row(_plain(wording.figure_title(d)), _share(d.a), _share(d.b), Text(wording.NOT_SCORED, "dim"))
            continue
        change = Text(wording.signed(d.value), "bold" if wording.stands_out(d) else "")
        cells = (_share(d.a), _share(d.b), change, wording.signed_bounds(d.low, d.high), wording.p_value(d.p))
        table.add_row(_plain(wording.figure_title(d)), *cells)
    yield table


def render_behaviour(results: Iterable[Result], *, misses: int = 0) -> Iterator[RenderableType]:
    """Yield the table of a behavioural check and, under it, the first failed instances of each phenomenon.

    Args:
        results: From `onrecord.evaluate.behaviour.check`.
        misses: Most failed instances to show of each phenomenon.
    """
    every = list(results)
    table = _table("Behaviour", "phenomenon", "test", "passed", "n", "rate", "95 % interval", "")
    table.columns[1].justify = "left"
    for result in every:
        rate, interval, bar = _rate(result)
        table.add_row(_plain(result.title), result.test, f"{result.passed:,}", f"{result.n:,}", rate, interval, bar)
    yield table
    yield ""
    yield Text(summary(every))
    for result in every:
        if shown := result.misses[:misses]:
            yield ""
            yield _misses(result, shown)


def _head(evaluation: Evaluation) -> Text:
    names = [wording.system_name(model) for model in wording.systems(evaluation)] or [wording.UNTOLD]
    lines = [f"System: {'; '.join(names)}"]
    counts = wording.counts(evaluation)
    lines.append(", ".join(f"{n:,} {words}" for i, (words, n) in enumerate(counts) if n or i < 2))  # no news of what is not amiss
    lines.append("; ".join(f"{name}: {value}" for name, value in wording.settings(evaluation.options)))
    return _plain("\n".join(lines))


def _figures(group: str, figures: Sequence[Figure]) -> RenderableType:
    if all(figure.value is None for figure in figures):
        return Text(f"{group}: {wording.NOT_SCORED}", "dim")
    table = _table(group, "figure", "%", "interval", "", "P", "R", "n")
    for f in figures:
        if f.value is None:
            table.add_row(Text(f.title, "dim"), Text(wording.NOT_SCORED, "dim"))
            continue
        rates = ("" if x is None else wording.percent(x) for x in (f.precision, f.recall))
        interval = wording.bounds(f.low, f.high)
        table.add_row(
            _plain(wording.figure_title(f)), Text(wording.percent(f.value), "bold"), interval, _bar(f.value), *rates, _count(f.n)
        )
    return table


def _confusion(evaluation: Evaluation) -> Table:
    names = (*evaluation.options.stances, NONE)
    table = _table("Sentences by gold stance (rows) and predicted stance", "gold", *names)
    for gold in names:
        cells = [evaluation.confusion.get((gold, pred), 0) for pred in names]
        styles = ["green" if gold == pred else "" for pred in names]
        row = [Text(wording.number(n) if n else "·", style) for n, style in zip(cells, styles, strict=True)]
        table.add_row(gold, *row)
    return table


def _entity_kinds(evaluation: Evaluation) -> Table:
    table = _table("Entities by kind of error", "label", *ENTITY_KINDS)
    for label in ALL_LABELS:
        row = evaluation.entity_kinds.get(label, {})
        table.add_row(label, *(f"{row[kind]:,}" if row.get(kind) else "·" for kind in ENTITY_KINDS))
    return table


def _calibration_lines(found: Calibration) -> Text:
    interval = f" [{_thousandths(found.ece_interval)}]" if found.ece_interval else ""
    lines = [f"Calibration over {found.n:,} claims: ECE {found.ece:.3f}{interval}, Brier score {found.brier:.3f}"]
    if found.ece_perfect:
        lines.append(f"A perfectly calibrated system of this size: ECE {_thousandths(found.ece_perfect)}")
    if found.without:
        lines.append(f"{found.without:,} claims without a confidence are left out")
    return Text("\n".join(lines))


def _thousandths(bounds: tuple[float, float]) -> str:
    return f"{bounds[0]:.3f} to {bounds[1]:.3f}"


def _coverage(found: Calibration) -> Table:
    table = _table("What a threshold keeps", "confidence from", "claims", "kept, %", "right, %", "recall, %")
    for row in found.kept:
        right, recall = ("" if share is None else wording.percent(share) for share in (row.right, row.recall))
        table.add_row(f"{row.threshold:.2f}", f"{row.n:,}", wording.percent(row.coverage), right, recall)
    return table


def _rate(result: Result) -> tuple[Text, str, Text]:
    if not result.n:
        return Text(wording.NOT_SCORED, "dim"), "", Text()
    return Text(wording.percent(result.rate), "bold"), wording.bounds(*result.interval), _bar(result.rate)


def _misses(result: Result, shown: Sequence[Miss]) -> Text:
    text = Text(wording.safe(result.title), "bold")
    for miss in shown:
        text.append(wording.safe(f"\n  {miss.id}: {miss.text}"), "not bold")
        text.append(wording.safe(f"\n    {miss.why}"), "not bold dim")
    return text


def _plain(text: str) -> Text:
    """A text that nothing in it can change."""
    return Text(wording.safe(text))


def _table(title: str, first: str, *columns: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold", title=title, title_justify="left")
    table.title_style = "bold"
    table.add_column(first, overflow="fold")
    for name in columns:
        table.add_column(name, justify="right", no_wrap=True)
    return table


def _bar(value: float) -> Text:
    full = round(value * CELLS)
    return Text("█" * full, "cyan").append("░" * (CELLS - full), "dim")


def _share(value: float | None) -> Text:
    return Text(wording.percent(value), "" if value is not None else "dim")


def _count(n: int | None) -> str:
    return "" if n is None else f"{n:,}"
