"""Top of the page: which system on which gold, how much was scored, under which options."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from onrecord.evaluate.reporting import wording
from onrecord.evaluate.reporting.tags import Html, join, tag

if TYPE_CHECKING:
    from onrecord.evaluate.evaluation import Evaluation
    from onrecord.evaluate.figures import Figure

HEADLINES = ("stance", "claims.mention", "claims.name", "entities.exact", "quotes.overlap")
"""Figures that are shown large, those of them that are scored."""


def header(evaluation: Evaluation, *, title: str, gold: str | None) -> Html:
    """Return the page's header.

    Args:
        evaluation: What is shown.
        title: Of the page.
        gold: What the gold is called; left out where it is None.
    """
    facts: list[tuple[str, Html | str]] = [("System", _systems(evaluation))]
    facts += [("Gold", gold)] if gold is not None else []
    counts = [(words[0].upper() + words[1:], f"{n:,}") for words, n in wording.counts(evaluation)]
    settings = [(name[0].upper() + name[1:], value) for name, value in wording.settings(evaluation.options)]
    return tag(
        "header",
        tag("h1", title),
        _list(facts),
        _headlines(evaluation),
        _list(counts, class_="counts"),
        tag("details", tag("summary", "Options"), _list(settings)),
    )


def _systems(evaluation: Evaluation) -> Html:
    models = wording.systems(evaluation)
    if not models:
        return tag("span", wording.UNTOLD)
    named = [join([f"{m.name} {m.version}, digest ", tag("code", m.digest)]) for m in models]
    return join(tag("span", name, class_="line") for name in named)


def _list(facts: Iterable[tuple[str, Html | str]], *, class_: str = "facts") -> Html:
    return tag("dl", *(tag("div", tag("dt", name), tag("dd", value)) for name, value in facts), class_=class_)


def _headlines(evaluation: Evaluation) -> Html:
    shown = [f for f in evaluation.figures if f.id in HEADLINES and f.value is not None]
    return tag("ul", *(_headline(figure) for figure in shown), class_="headlines") if shown else join([])


def _headline(figure: Figure) -> Html:
    interval = wording.bounds(figure.low, figure.high)
    return tag(
        "li",
        tag("span", figure.title, class_="name"),
        tag("strong", wording.percent(figure.value), tag("small", " %")),
        tag("span", interval or "no interval", class_="interval"),
    )
