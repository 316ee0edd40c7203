"""The behavioural check on the page: a bar for each phenomenon, and the first instances that failed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from onrecord.evaluate.reporting import wording
from onrecord.evaluate.reporting.tables import bar, head, section, table
from onrecord.evaluate.reporting.tags import Html, join, tag

if TYPE_CHECKING:
    from onrecord.evaluate.behaviour import Miss, Result

MISSES = 5
"""Most failed instances shown of a phenomenon."""
_COLUMNS = ("phenomenon", "test", "passed, %", "n")


def behaviour_section(results: Iterable[Result]) -> Html:
    """Return the section with the results of `onrecord.evaluate.behaviour.check`."""
    every = list(results)
    intro = (
        f"{summary(every)}. A minimum test asks for exactly the claims of a text, an invariance test for "
        "the same claims after a change that must not matter, a directional test for a change of the claims."
    )
    rows = [row for result in every for row in _rows(result)]
    return section(
        "behaviour", "Behaviour", tag("p", intro), table("Pass rate by phenomenon", head(_COLUMNS), rows, class_="behaviour")
    )


def summary(results: Sequence[Result]) -> str:
    """Return the totals in words: how many passed, how many of the texts are judged, how many have no record."""
    passed, n, texts, missing = (sum(getattr(r, key) for r in results) for key in ("passed", "n", "texts", "missing"))
    said = f"{passed:,} of {n:,} instances passed, {len(results):,} {'phenomenon' if len(results) == 1 else 'phenomena'}"
    if texts > n:
        said += f"; {n:,} of {texts:,} texts are judged, the others are bases of variants"
    if missing:
        said += f"; {missing:,} {'text has' if missing == 1 else 'texts have'} no record"
    return said


def _rows(result: Result) -> Iterator[Html]:
    name, test = tag("th", result.title, scope="row"), tag("td", result.test)
    if not result.n:
        yield tag("tr", name, test, tag("td", wording.NOT_SCORED, colspan=2), class_="unscored")
        return
    low, high = result.interval
    shown = tag("data", wording.percent(result.rate), value=repr(result.rate))
    interval = tag("span", wording.bounds(low, high), class_="interval")
    yield tag("tr", name, test, tag("td", shown, " ", interval, bar(result.rate, low, high)), tag("td", f"{result.n:,}"))
    if result.misses:
        yield tag("tr", tag("td", _misses(result), colspan=len(_COLUMNS)), class_="more")


def _misses(result: Result) -> Html:
    shown = result.misses[:MISSES]
    first = f"first {len(shown)} of {len(result.misses)}" if len(shown) < len(result.misses) else str(len(shown))
    name = tag("span", f" of “{result.title}”", class_="hidden")
    summary = tag("summary", join([f"failed: {first}", name]))
    return tag("details", summary, tag("ul", *(_miss(miss) for miss in shown), class_="misses"))


def _miss(miss: Miss) -> Html:
    return tag("li", tag("q", miss.text), tag("p", miss.why, class_="why"), tag("code", miss.id))
