"""Other forms of the labelled sentences, made anew each epoch: other names, no neighbours, capitals."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from onrecord.train.compose import Row, composed_rows

_SYLLABLES = (
    "bar", "bel", "cor", "dan", "dor", "el", "fen", "gal", "har", "il", "jor", "kel", "lum", "mar", "nor", "os",
    "pel", "quin", "ras", "sol", "tam", "ul", "ver", "wex", "yor", "zan", "tri", "mont", "lex", "ark",
)  # fmt: skip
_SUFFIXES = (
    "", "", "", "", " Inc", " Corp", " Ltd", " Group", " Holdings",
    " Energy", " Technologies", " Bank", " Motors", " plc", " AG",
)  # fmt: skip


def epoch_rows(
    rows: Sequence[dict[str, Any]],
    rng: random.Random,
    *,
    swap: float = 0.35,
    capitals: float = 0.03,
    bare: float = 0.0,
    composed: Mapping[str, int] | None = None,
) -> Iterator[dict[str, Any]]:
    """Yield the rows of one epoch: shares of them with other names, in capitals, or bare of their neighbours.

    Args:
        rows: Labelled sentences.
        rng: Decides.
        swap: Share whose companies get other names.
        capitals: Share that is put in capitals.
        bare: Share without the sentences around.
        composed: How many sentences made of others come on top, by kind (`compose.KINDS`).
    """
    pool = sorted({t for r in rows for t, label in r["entities"] if label == "COMPANY"})
    for row in [*rows, *composed_rows(rows, rng, composed or {})]:
        chosen: dict[str, Any] = swap_names(row, rng, pool) if rng.random() < swap else row
        if bare and rng.random() < bare:
            chosen = {**chosen, "prev": "", "next": ""}
        yield shout(chosen) if rng.random() < capitals else chosen


def invented_name(rng: random.Random) -> str:
    """Return a company name that nobody has."""
    style = rng.random()
    word = "".join(rng.choices(_SYLLABLES, k=rng.choice((2, 2, 3))))
    word = word.upper()[:4] if style < 0.1 else word.capitalize()
    if style > 0.9:
        word = f"{word}{rng.choice(_SYLLABLES).capitalize()}"
    return word + rng.choice(_SUFFIXES)


def swap_names(row: Row, rng: random.Random, pool: list[str]) -> dict[str, Any]:
    """Return the row with its companies under other names, half of them invented: stance must come from reading."""
    names = {t for t, label in row["entities"] if label == "COMPANY"}
    new = {t: invented_name(rng) if rng.random() < 0.5 else rng.choice(pool) for t in names}
    if not new:
        return dict(row)
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(re.escape(t) for t in sorted(new, key=len, reverse=True)) + r")(?!\w)")

    def put(text: str | None) -> str | None:
        return pattern.sub(lambda m: new[m.group()], text) if text else text

    return {
        **row,
        **{k: put(row.get(k)) for k in ("prev", "sentence", "next")},
        "entities": [[put(t), label] for t, label in row["entities"]],
        "claims": [{**c, **{k: put(c.get(k)) for k in ("actor", "target", "cue")}} for c in row["claims"]],
    }


def shout(row: Row) -> dict[str, Any]:
    """Return the row in capitals, as agency headlines stand."""
    return {
        **row,
        **{k: (row.get(k) or "").upper() for k in ("prev", "sentence", "next")},
        "entities": [[t.upper(), label] for t, label in row["entities"]],
        "claims": [{**c, **{k: (c.get(k) or "").upper() or None for k in ("actor", "target", "cue")}} for c in row["claims"]],
    }
