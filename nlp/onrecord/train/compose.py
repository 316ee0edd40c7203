"""Sentences made of labelled ones, with every label where it belongs: two actors, one actor with two acts, elided verbs.

All three are rare in news, and a network that has not met them gives both acts to the first actor.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]

_JOINTS = (
    "{}, while {}.", "{}, and {}.", "{}, but {}.", "{}; {}.", "While {}, {}.", "As {}, {}.", "{}, whereas {}.", "{} after {}.",
)  # fmt: skip
_ACT_JOINTS = ("{} and {}.", "{}, and {}.", "{} but {}.", "{}, but {}.", "{}, and then {}.", "{}, but also {}.", "{}, yet {}.")
_OPENERS = re.compile(r"(?:The|An?|Its?|They|Their|He|She|His|Her|This|Both|Two|Three|In|On|At|After|Before|Since|Under|By|For)\b")
_JOINABLE = re.compile(r"[A-Z](?!.*[.!?:;“”\"‘«»…—–()\n]\s)[^“”\"«»…]*\w\.")
"""A plain sentence: no quote, no second sentence, a full stop at its end."""
LONGEST_JOINED = 170
"""Characters of a sentence that may be joined with another."""
_PLURAL = frozenset(("are", "have", "were", "do", "say", "plan", "want"))
"""First words of a predicate that has no singular subject."""
_AUXILIARIES = {"has": "has", "will": "will", "is": "is", "was": "was", "said": "did"}
_PARTICIPLES = {"has": "has done", "will": "will do", "did": "did"}
_PAST = re.compile(r"[a-z]{2,}ed|quit|left|pulled|froze|withdrew|held|shut|put|broke|took|told|gave|paid|met|went|began|chose|kept")
_SAME = (
    ("{}, and {} followed suit.", "followed suit"),
    ("{}; {} {done} the same.", "{done} the same"),
    ("{}, and so {aux} {}.", "so {aux}"),
    ("{}, as {aux} {}.", "as {aux}"),
    ("{}; so {aux} {}.", "so {aux}"),
    ("{}, and {} {aux} too.", "{aux} too"),
)
_OPPOSITE = (
    ("{}, but {} {aux} not.", "{aux} not"),
    ("{}; {} {aux} not.", "{aux} not"),
    ("{}, while {} {aux} not.", "{aux} not"),
)
LONGEST_SUBJECT = 110
"""Characters of a sentence to whose subject something is added: after a longer one it is unclear who is meant."""


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


def composed_rows(rows: Sequence[Row], rng: random.Random, numbers: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    """Yield so many made sentences of each of the `KINDS`."""
    for kind, n in numbers.items():
        yield from KINDS[kind](rows, rng, n)


def two_act_rows(rows: Sequence[Row], rng: random.Random, n: int) -> Iterator[dict[str, Any]]:
    """Yield up to `n` sentences of one actor with two acts: the predicate of a second sentence follows that of the first.

    Only sentences that begin with their one actor, a name of the same kind, are taken; `joined_rows` says what else must hold.
    """
    plain = [row for row in rows if subject_of(row)] if n else []
    for _ in range(n if len(plain) > 1 else 0):
        one, two = rng.sample(plain, 2)
        if _kind(one) == _kind(two) and _apart(one, two) and _apart(two, one):
            yield _two_acts(one, two, rng.choice(_ACT_JOINTS))


def elided_rows(rows: Sequence[Row], rng: random.Random, n: int) -> Iterator[dict[str, Any]]:
    """Yield up to `n` sentences in which a second actor does the same as the first, or does not, and the verb is left out.

    The second actor is a name of the same kind out of another sentence.
    """
    named = [row for row in rows if subject_of(row)] if n else []
    plain = [row for row in named if _auxiliary(row) and len(row["claims"]) == 1]
    for _ in range(n if plain else 0):
        one, two = rng.choice(plain), rng.choice(named)
        name = two["claims"][0]["actor"]
        bare = subject_of(two) == name  # "the" would be missing
        if bare and _kind(one) == _kind(two) and name.lower() not in one["sentence"].lower():
            yield _elided(one, name, rng)


def subject_of(row: Row) -> str | None:
    """Return the opening of a joinable sentence that is its one actor ("Norvik", "The Data Office"), None where it has none.

    What follows must be a predicate in the singular.
    """
    actors = {c["actor"] for c in row["claims"]}
    if len(actors) != 1 or len(row["sentence"]) > LONGEST_SUBJECT or not is_joinable(row):
        return None
    match = re.match(rf"(?:The )?{re.escape(next(iter(actors)))}(?= ([a-z]+)\b)", row["sentence"])
    return match.group() if match and match.group(1) not in _PLURAL and row["sentence"].count(next(iter(actors))) == 1 else None


def _kind(row: Row) -> str:
    """Return the entity label of a sentence's one actor."""
    labels: dict[str, str] = dict(row["entities"])
    return labels[row["claims"][0]["actor"]]


def _two_acts(one: Row, two: Row, joint: str) -> dict[str, Any]:
    actor, subject = two["claims"][0]["actor"], subject_of(two) or ""
    same = {k: one["claims"][0].get(k) for k in ("actor", "actor_name", "actor_type")}
    return {
        "id": f"{one.get('id')}+{two.get('id')}",
        "prev": one.get("prev") or "",
        "sentence": joint.format(one["sentence"][:-1], two["sentence"][len(subject) + 1 : -1]),
        "next": two.get("next") or "",
        "entities": [*one["entities"], *(e for e in two["entities"] if e[0] != actor)],
        "claims": [*one["claims"], *({**c, **same} for c in two["claims"])],
    }


def _auxiliary(row: Row) -> str | None:
    """Return the verb that stands for a sentence's predicate ("so has Norvik"), None where that is not plain."""
    if re.search(r"\bnot\b|n['’]t\b|\bno\b|\bnor\b", row["sentence"]):
        return None  # "X did not, and neither did Y" would need another form
    first = row["sentence"][len(subject_of(row) or "") :].split(maxsplit=1)[0]
    return _AUXILIARIES.get(first) or ("did" if _PAST.fullmatch(first) else None)


def _elided(one: Row, name: str, rng: random.Random) -> dict[str, Any]:
    claim, aux = one["claims"][0], _auxiliary(one) or ""
    # "Y will not" comply is a refusal, and what is negated already has no plain opposite
    opposite = claim["polarity"] == "affirmed" and aux != "will" and rng.random() < 0.4
    form, cue = rng.choice(_OPPOSITE if opposite else _SAME)
    words = {"aux": aux, "done": _PARTICIPLES.get(aux, aux)}
    second = {**claim, "actor": name, "actor_name": name, "cue": cue.format(**words)}
    if opposite:
        second |= {"polarity": "negated", "stage": "in_effect"}
    return {
        **one,
        "id": f"{one.get('id')}+{name}",
        "sentence": form.format(one["sentence"][:-1], name, **words),
        "entities": [*one["entities"], [name, _kind(one)]],
        "claims": [claim, second],
    }


KINDS = {"joined": joined_rows, "two_acts": two_act_rows, "elided": elided_rows}
"""What can be made: two actors, one actor with two acts, a second actor with an elided verb."""
