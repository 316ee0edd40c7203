"""Words and numbers of a report, the same on the page and in the terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from onrecord.evaluate.figures import TABLE

if TYPE_CHECKING:
    from fractions import Fraction

    from onrecord.evaluate.evaluation import Difference, Evaluation
    from onrecord.evaluate.figures import Figure
    from onrecord.evaluate.options import Options
    from onrecord.types import ModelInfo

NOT_SCORED = "not scored"
UNTOLD = "(not told)"

# The same characters as in `onrecord.terminal`, a layer that evaluation may not see: what could steer a terminal or
# reorder what is read, and what HTML or UTF-8 cannot hold. One for one, so that offsets stay true.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def safe(text: str) -> str:
    """Return the text with characters that a terminal or a browser would act on replaced by `�`, one for one."""
    return _UNSAFE.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", " \n"))


def percent(value: float | None) -> str:
    """Return a share of 0 to 1 as per cent with one decimal, such as `62.4`, or that it is not scored."""
    return NOT_SCORED if value is None else f"{_hundredfold(value):.1f}"


def bounds(low: float | None, high: float | None) -> str:
    """Return an interval of shares in per cent, such as `58.1 to 66.0`; nothing where there is none."""
    return "" if low is None or high is None else f"{percent(low)} to {percent(high)}"


def signed(value: float | None) -> str:
    """Return a difference of shares in points with its sign, such as `+1.2`; none has no sign."""
    if value is None:
        return NOT_SCORED
    points = _hundredfold(value)
    return f"{points:+.1f}" if points else "0.0"


def signed_bounds(low: float | None, high: float | None) -> str:
    """Return an interval of differences in points, such as `-0.4 to +2.9`; nothing where there is none."""
    return "" if low is None or high is None else f"{signed(low)} to {signed(high)}"


def _hundredfold(value: float) -> float:
    """Per cent to one decimal; what rounds to nothing is 0, never -0."""
    return round(100 * value, 1) + 0.0


def number(value: Fraction | int) -> str:
    """Return a count; a sentence that is shared out over cells gives parts, shown with one decimal."""
    return f"{int(value):,}" if value == int(value) else f"{float(value):,.1f}"


def figure_title(figure: Figure | Difference) -> str:
    """Return a figure's title; that of an error says which way is better."""
    return f"{figure.title} (0 is best)" if figure.id == TABLE.id else figure.title


def stands_out(difference: Difference) -> bool:
    """Whether the interval of a difference is known and has no 0 in it."""
    low, high = difference.low, difference.high
    return low is not None and high is not None and (low > 0 or high < 0)


def level(options: Options) -> str:
    """Return the level of the intervals in words, such as `95 %`."""
    return f"{100 * options.level:.4g} %"


def p_value(p: float | None) -> str:
    """Return a p-value with three decimals, `< 0.001` where they would all be 0."""
    if p is None:
        return ""
    return "< 0.001" if p < 0.001 else f"{p:.3f}"


def grouped(figures: Iterable[Figure]) -> Iterator[tuple[str, list[Figure]]]:
    """Yield the figures of each group, in the order in which they are listed."""
    for name, members in groupby(figures, key=lambda f: f.group):
        yield name, list(members)


def systems(evaluation: Evaluation) -> list[ModelInfo]:
    """Return the models that wrote the predicted records, each once, in the order of the documents."""
    found = (doc.pred.model for doc in evaluation.documents if doc.pred)
    return list(dict.fromkeys(model for model in found if model))


def system_name(model: ModelInfo) -> str:
    """Return name, version and the first twelve digits of a model's digest."""
    return f"{model.name} {model.version} ({model.digest[:12]})"


def counts(evaluation: Evaluation) -> list[tuple[str, int]]:
    """Return what was scored and what could not be, as pairs of words and a number."""
    records = len(evaluation.documents)
    return [
        *([("gold records", records)] if records != evaluation.clusters else []),
        ("documents", evaluation.clusters),
        ("labelled sentences", evaluation.sentences),
        ("documents without a record", evaluation.missing),
        ("sentences not in the system's text", evaluation.lost),
        ("records without gold", evaluation.extra),
    ]


def settings(options: Options) -> list[tuple[str, str]]:
    """Return the options as pairs of a name and its value in words."""
    samples = f"{level(options)} intervals, {options.bootstrap:,} samples, seed {options.seed}"
    return [
        ("stances", ", ".join(options.stances)),
        ("claims", options.claims),
        ("unsure gold", options.unsure),
        ("least confidence", "none" if options.threshold is None else f"{options.threshold:g}"),
        ("bootstrap", samples if options.bootstrap else "none"),
        ("documents told apart by", options.cluster),
    ]


def labels_claims(evaluation: Evaluation) -> bool:
    """Whether any of the gold labels claims."""
    return any("claims" in doc.fields for doc in evaluation.documents)


def labels_entities(evaluation: Evaluation) -> bool:
    """Whether any of the gold labels entities."""
    return any("entities" in doc.fields for doc in evaluation.documents)
