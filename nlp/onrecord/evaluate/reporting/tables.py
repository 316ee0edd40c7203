"""Parts that the page's sections share: a section, a table with its caption, a bar."""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.evaluate.reporting.tags import Html, tag


def section(name: str, title: str, *parts: Html) -> Html:
    """Return a section with its heading; `name` is its place in the page's address."""
    return tag("section", tag("h2", title, id=f"{name}-title"), *parts, id=name, aria_labelledby=f"{name}-title")


def head(columns: Iterable[str]) -> Html:
    """Return a row of column headings."""
    return tag("tr", *(tag("th", tag("span", column), scope="col") for column in columns))


def table(caption: str, heading: Html, rows: Iterable[Html], *, class_: str | None = None) -> Html:
    """Return a table with a caption."""
    return tag("table", tag("caption", caption), tag("thead", heading), tag("tbody", *rows), class_=class_)


def bar(value: float, low: float | None, high: float | None) -> Html:
    """Return a bar from 0 to 1 with the interval as a band and the value as a tick; the numbers stand beside it."""
    parts = [tag("rect", class_="track", x=0, y=3, width=100, height=4)]
    if low is not None and high is not None:
        parts.append(tag("rect", class_="band", x=100 * low, y=1, width=max(100 * (high - low), 0.5), height=8))
    parts.append(tag("rect", class_="tick", x=min(100 * value, 98.5), y=0, width=1.5, height=10))
    box = "0 0 100 10"
    return tag("svg", *parts, class_="bar", viewBox=box, preserveAspectRatio="none", aria_hidden="true", focusable="false")
