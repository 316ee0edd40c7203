"""Fuzz the rules for quotes, speakers, names and dates: whatever the text, the record of the baseline holds."""

from __future__ import annotations

from functools import cache
from typing import Any

import fuzzing
import soup


def instrument() -> None:
    """Import what is watched."""
    import onrecord
    import onrecord.baseline
    import onrecord.components.join
    import onrecord.components.quotes  # noqa: F401


@cache
def baseline() -> Any:
    """The rules alone: no encoder, which is no code of ours to be fuzzed."""
    import onrecord

    return onrecord.load("baseline", disable=["language"])


def target(data: bytes) -> None:
    """Annotate a text.

    Raises:
        AssertionError: Offsets do not hold.
    """
    from onrecord.errors import InputError
    from onrecord.records import from_json, to_json

    text = soup.text_of(data)
    try:
        record = baseline()({"id": "a", "text": text, "lang": "en", "date": "2031-02-03"})
    except InputError:
        return
    claims = [span for claim in record.claims for span in (claim.actor, claim.evidence)]
    for span in (*record.entities, *record.quotes, *(p for q in record.quotes for p in q.spans), *claims):
        assert record.text[span.start : span.end] == span.text, "offsets do not hold"
    assert from_json(to_json(record)) == record, "no round trip"


if __name__ == "__main__":
    fuzzing.run("quotes", target, soup.seeds(), instrument)
