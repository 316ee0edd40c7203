"""What a target is known by."""

from __future__ import annotations

import pytest

from onrecord.events.keys import is_named, target_key
from onrecord.types import Target


def target(name, label, ref=None):
    return Target(start=0, end=5, text="words", name=name, label=label, ref=ref, kind="law")


@pytest.mark.parametrize(
    ("name", "label", "ref", "named"),
    [
        ("River Treaty", "LAW", None, True), ("Belmora", "PLACE", None, True), ("Ship Order", "OTHER", None, True), ("order", "OTHER", "law:x", True),
        (None, "OTHER", "law:x", True), ("order", "OTHER", None, False), ("Order", "OTHER", None, False), ("gaming levy", "LAW", None, False),
        ("30 percent tariff", "OTHER", None, False), (None, "OTHER", None, False),
    ],
)  # fmt: skip
def test_what_has_a_name(name, label, ref, named):
    assert is_named(target(name, label, ref)) is named


def test_what_a_target_is_known_by():
    assert target_key(target("Port  ACT", "LAW")) == ("name", "port act")
    assert target_key(target("Port Act", "LAW", "law:port")) == ("ref", "law:port")
    assert target_key(target(None, "OTHER")) is None
    assert target_key(None) is None
