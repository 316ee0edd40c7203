"""How far confidences can be believed: the curve, the errors, and what a threshold keeps."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from onrecord.evaluate.reporting import wording
from onrecord.evaluate.reporting.tables import head, section, table
from onrecord.evaluate.reporting.tags import Html, tag

if TYPE_CHECKING:
    from onrecord.evaluate.calibration import Bin, Calibration, Kept

SIDE, LEFT, TOP = 240, 46, 12
"""Side of the plot, its left and upper margin, in units of the drawing."""


def calibration_section(found: Calibration | None) -> Html:
    """Return the section about confidences; None says that no claim has one."""
    if found is None:
        text = "Not scored: no predicted claim has a confidence that can be judged."
        return section("calibration", "Calibration", tag("p", text, class_="unscored"))
    kept = [_kept(row) for row in found.kept]
    columns = ("confidence from", "claims", "kept, %", "right, %", "recall, %")
    return section(
        "calibration",
        "Calibration",
        _errors(found),
        tag("div", _curve(found), _bins(found), class_="beside"),
        tag("h3", "What a threshold keeps"),
        table("Claims kept from a confidence on, and how many of them are right", head(columns), kept, class_="plain"),
    )


def _errors(found: Calibration) -> Html:
    ece = f"{found.ece:.3f}" + (f", interval {_interval(found.ece_interval)}" if found.ece_interval else "")
    facts = [("Expected calibration error", ece)]
    if found.ece_perfect:
        facts.append(("Of a perfect system of this size", _interval(found.ece_perfect)))
    facts += [("Brier score", f"{found.brier:.3f}"), ("Claims judged", f"{found.n:,}")]
    facts += [("Claims without a confidence", f"{found.without:,}")] if found.without else []
    return tag("dl", *(tag("div", tag("dt", name), tag("dd", value)) for name, value in facts), class_="facts")


def _interval(bounds: tuple[float, float]) -> str:
    return f"{bounds[0]:.3f} to {bounds[1]:.3f}"


def _curve(found: Calibration) -> Html:
    """The share right over the mean confidence of each bin, larger dots for more claims; the table beside it says the same."""
    points = [(_x(b.confidence), _y(b.right)) for b in found.bins]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    most = max(b.n for b in found.bins)
    dots = [_dot(x, y, b, most) for (x, y), b in zip(points, found.bins, strict=True)]
    drawing = tag(
        "svg",
        *_axes(),
        tag("line", class_="ideal", x1=_x(0), y1=_y(0), x2=_x(1), y2=_y(1)),
        tag("polyline", class_="curve", points=path),
        *dots,
        viewBox=f"0 0 {LEFT + SIDE + 16} {TOP + SIDE + 44}",
        role="img",
        aria_label="Reliability curve: share of right claims over confidence; the table beside it has the numbers",
    )
    note = "Reliability: on the dashed line a confidence means what it says. Larger dots stand for more claims."
    return tag("figure", drawing, tag("figcaption", note))


def _axes() -> list[Html]:
    parts = [tag("rect", class_="frame", x=LEFT, y=TOP, width=SIDE, height=SIDE)]
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        parts.append(tag("line", class_="rule", x1=_x(share), y1=_y(0), x2=_x(share), y2=_y(1)))
        parts.append(tag("line", class_="rule", x1=_x(0), y1=_y(share), x2=_x(1), y2=_y(share)))
        parts.append(tag("text", f"{100 * share:.0f}", x=_x(share), y=_y(0) + 16, text_anchor="middle"))
        parts.append(tag("text", f"{100 * share:.0f}", x=_x(0) - 6, y=_y(share) + 4, text_anchor="end"))
    middle = TOP + SIDE / 2
    parts.append(tag("text", "confidence, %", x=LEFT + SIDE / 2, y=TOP + SIDE + 36, text_anchor="middle"))
    parts.append(tag("text", "right, %", x=12, y=middle, text_anchor="middle", transform=f"rotate(-90 12 {middle:g})"))
    return parts


def _dot(x: float, y: float, b: Bin, most: int) -> Html:
    return tag("circle", class_="dot", cx=x, cy=y, r=3 + 4 * math.sqrt(b.n / most))


def _x(share: float) -> float:
    return LEFT + SIDE * share


def _y(share: float) -> float:
    return TOP + SIDE * (1 - share)


def _bins(found: Calibration) -> Html:
    rows = [
        tag(
            "tr",
            tag("th", f"{b.low:.2f} to {b.high:.2f}", scope="row"),
            tag("td", f"{b.n:,}"),
            tag("td", wording.percent(b.confidence)),
            tag("td", wording.percent(b.right)),
        )
        for b in found.bins
    ]
    return table("Bins of equal mass", head(("confidences", "claims", "mean, %", "right, %")), rows, class_="plain")


def _kept(row: Kept) -> Html:
    shares = ("" if share is None else wording.percent(share) for share in (row.coverage, row.right, row.recall))
    return tag("tr", tag("th", f"{row.threshold:.2f}", scope="row"), tag("td", f"{row.n:,}"), *(tag("td", s) for s in shares))
