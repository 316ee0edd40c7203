"""The figures of an evaluation, group by group, and the comparison of two systems."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from onrecord.evaluate.reporting import wording
from onrecord.evaluate.reporting.tables import bar, head, section, table
from onrecord.evaluate.reporting.tags import Html, join, tag

if TYPE_CHECKING:
    from onrecord.evaluate.evaluation import Difference, Evaluation
    from onrecord.evaluate.figures import Figure

_COLUMNS = ("figure", "%", "P", "R", "n")
_UNSCORED = join([tag("span", "–", aria_hidden="true"), tag("span", wording.NOT_SCORED, class_="hidden")])


def figures_section(evaluation: Evaluation) -> Html:
    """Return the section with every figure, those not scored too."""
    options = evaluation.options
    intervals = (
        f"with the {wording.level(options)} interval over documents drawn again" if options.bootstrap else "without intervals"
    )
    intro = (
        f"Per cent, {intervals}. P is precision, R recall, n the number of gold items, or of items judged where a share is "
        "given. Bars run from 0 to 100."
    )
    groups = (_group(name, members) for name, members in wording.grouped(evaluation.figures))
    return section("figures", "Figures", tag("p", intro), *groups)


def comparison_section(differences: Iterable[Difference]) -> Html:
    """Return the section with the differences of two systems, B - A."""
    intro = (
        "B is the system of this report, A the one it is compared with. Differences are in points, paired by document; those "
        "whose interval leaves out 0 are bold."
    )
    rows = [_difference(d) for d in differences]
    columns = ("figure", "A", "B", "B - A", "p")
    return section(
        "comparison", "Comparison", tag("p", intro), table("Two systems on the same gold", head(columns), rows, class_="comparison")
    )


def _group(name: str, figures: Sequence[Figure]) -> Html:
    rows = [row for figure in figures for row in _rows(figure)]
    return join([tag("h3", name), table(f"{name}: figures", head(_COLUMNS), rows, class_="figures")])


def _rows(figure: Figure) -> Iterator[Html]:
    yield _row(figure)
    if any(part.value is not None for part in figure.by):
        parts = table(
            f"{figure.title}, by label", head(("label", *_COLUMNS[1:])), [_row(part) for part in figure.by], class_="figures"
        )
        more = tag("details", tag("summary", "by label", tag("span", f" of “{figure.title}”", class_="hidden")), parts)
        yield tag("tr", tag("td", more, colspan=len(_COLUMNS)), class_="more")


def _row(figure: Figure) -> Html:
    name = tag("th", wording.figure_title(figure), scope="row")
    if figure.value is None:
        cells = tag("td", wording.NOT_SCORED, colspan=len(_COLUMNS) - 1)
        return tag("tr", name, cells, class_="unscored", data_figure=figure.id)
    rates = (tag("td", "" if x is None else wording.percent(x)) for x in (figure.precision, figure.recall))
    n = "" if figure.n is None else f"{figure.n:,}"
    return tag("tr", name, _value(figure), *rates, tag("td", n), data_figure=figure.id)


def _value(figure: Figure) -> Html:
    value = figure.value or 0.0
    shown = tag("data", wording.percent(value), value=repr(value))
    interval = tag("span", wording.bounds(figure.low, figure.high), class_="interval")
    return tag("td", shown, " ", interval, bar(value, figure.low, figure.high))


def _difference(d: Difference) -> Html:
    a, b = (tag("td", _UNSCORED if value is None else wording.percent(value)) for value in (d.a, d.b))
    name = tag("th", wording.figure_title(d), scope="row")
    if d.value is None:
        return tag("tr", name, a, b, tag("td", wording.NOT_SCORED, colspan=2), class_="unscored", data_figure=d.id)
    shown = tag("data", wording.signed(d.value), value=repr(d.value))
    interval = tag("span", wording.signed_bounds(d.low, d.high), class_="interval")
    change = tag("td", tag("strong", shown) if wording.stands_out(d) else shown, " ", interval)
    return tag("tr", name, a, b, change, tag("td", wording.p_value(d.p)), data_figure=d.id)
