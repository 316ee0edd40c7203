"""Other forms of the labelled sentences, made anew each epoch: other names, no neighbours, capitals, two joined into one."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]

_SYLLABLES = (
    "bar", "bel", "cor", "dan", "dor", "el", "fen", "gal", "har", "il", "jor", "kel", "lum", "mar", "nor", "os",
    "pel", "quin", "ras", "sol", "tam", "ul", "ver", "wex", "yor", "zan", "tri", "mont", "lex", "ark",
)  # fmt: skip
_SUFFIXES = (
    "", "", "", "", " Inc", " Corp", " Ltd", " Group", " Holdings",
    " Energy", " Technologies", " Bank", " Motors", " plc", " AG",
)  # fmt: skip
_JOINTS = (
    "{}, while {}.", "{}, and {}.", "{}, but {}.", "{}; {}.", "While {}, {}.", "As {}, {}.", "{}, whereas {}.", "{} after {}.",
)  # fmt: skip
_OPENERS = re.compile(r"(?:The|An?|Its?|They|Their|He|She|His|Her|This|Both|Two|Three|In|On|At|After|Before|Since|Under|By|For)\b")
_JOINABLE = re.compile(r"[A-Z](?!.*[.!?:;“”\"‘«»…—–()\n]\s)[^“”\"«»…]*\w\.")
"""A plain sentence: no quote, no second sentence, a full stop at its end."""
LONGEST_JOINED = 170
"""Characters of a sentence that may be joined with another."""


def epoch_rows(
    rows: Sequence[dict[str, Any]],
    rng: random.Random,
    *,
    swap: float = 0.35,
    capitals: float = 0.03,
    bare: float = 0.0,
    joined: int = 0,
) -> Iterator[dict[str, Any]]:
    """Yield the rows of one epoch: shares of them with other names, in capitals, or bare of their neighbours.

    Args:
        rows: Labelled sentences.
        rng: Decides.
        swap: Share whose companies get other names.
        capitals: Share that is put in capitals.
        bare: Share without the sentences around.
        joined: How many sentences made of two come on top.
    """
    pool = sorted({t for r in rows for t, label in r["entities"] if label == "COMPANY"})
    for row in [*rows, *joined_rows(rows, rng, joined)]:
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


def joined_rows(rows: Sequence[Row], rng: random.Random, n: int) -> Iterator[dict[str, Any]]:
    """Yield up to `n` sentences made of two: sentences in which two actors do different things are rare, and hard.

    Only plain sentences whose claims have a cue and an actor with a name are joined, none that share a stance or the words of
    an actor, target or cue, so that every label is still where it was.
    """
    plain = [row for row in rows if is_joinable(row)] if n else []
    for _ in range(n if len(plain) > 1 else 0):
        one, two = rng.sample(plain, 2)
        if _apart(one, two) and _apart(two, one):
            yield _joined(one, two, rng.choice(_JOINTS))


def is_joinable(row: Row) -> bool:
    """Whether a sentence may be part of a longer one."""
    names = {t for t, _ in row["entities"]}
    fits = len(row["sentence"]) <= LONGEST_JOINED and _JOINABLE.fullmatch(row["sentence"]) is not None
    return fits and bool(row["claims"]) and all(c.get("cue") and c["actor"] in names and not c.get("unsure") for c in row["claims"])


def _apart(one: Row, two: Row) -> bool:
    """Whether no label of the first sentence could be found in the second."""
    if {c["stance"] for c in one["claims"]} & {c["stance"] for c in two["claims"]}:
        return False
    words = {w for c in one["claims"] for w in (c["actor"], c.get("target"), c["cue"]) if w} | {t for t, _ in one["entities"]}
    return not any(w.lower() in two["sentence"].lower() for w in words)


def _joined(one: Row, two: Row, joint: str) -> dict[str, Any]:
    first = one["sentence"][:-1] if joint.startswith("{}") else _uncapitalised(one)
    return {
        "id": f"{one.get('id')}+{two.get('id')}",
        "prev": one.get("prev") or "",
        "sentence": joint.format(first, _uncapitalised(two)),
        "next": two.get("next") or "",
        "entities": [*one["entities"], *two["entities"]],
        "claims": [*one["claims"], *two["claims"]],
    }


def _uncapitalised(row: Row) -> str:
    """Return a sentence without its full stop, its first word in small letters if it is one that goes with any name."""
    text: str = row["sentence"][:-1]
    labels = [t for t, _ in row["entities"]] + [c[k] for c in row["claims"] for k in ("actor", "target", "cue") if c.get(k)]
    labelled = any(text.startswith(t) for t in labels)
    return text if labelled or not _OPENERS.match(text) else text[0].lower() + text[1:]
