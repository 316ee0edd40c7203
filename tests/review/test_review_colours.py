"""A stance has one colour, wherever it is shown."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

PLACES = {"report": files("onrecord.report") / "page" / "base.css", "review": files("onrecord.review") / "data" / "style.css"}
NAMES = {"report": "s{}", "review": "stance-{}"}
FIRST = {"report": 0, "review": 1}


def colours(where, scheme):
    light, dark = PLACES[where].read_text("utf-8").split("prefers-color-scheme: dark", maxsplit=1)
    style = light if scheme == "light" else dark
    return [re.search(rf"--{NAMES[where].format(i + FIRST[where])}: (#\w+)", style)[1] for i in range(5)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_review_has_the_colours_of_the_report(scheme):
    assert colours("review", scheme) == colours("report", scheme)
    assert len(set(colours("report", scheme))) == 5
