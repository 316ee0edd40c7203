"""What kind of thing a target is, and in which jurisdiction a stance takes effect."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, cast

from onrecord.types import TargetKind

if TYPE_CHECKING:
    from onrecord.components.mentions import Mention
    from onrecord.lexicon import Lexicon

_LAW_KINDS: dict[str, TargetKind] = {"treaty": "agreement", "agreement": "agreement", "order": "order", "ruling": "order"}
_WORD = re.compile(r"[a-z]+")
_OWN = re.compile(r"\b(?:its|their|our|his|her) ", re.IGNORECASE)


@cache
def _kinds() -> dict[str, TargetKind]:
    path = files("onrecord.components") / "data" / "target_kinds.csv"
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    return {row["word"]: cast("TargetKind", row["kind"]) for row in rows}


def target_kind(text: str, label: str, *, lexicon: Lexicon) -> TargetKind:
    """Return the kind of a target from its words, its last telling word first; a place is a market.

    Args:
        text: The target's words.
        label: The mention's label (LAW, PLACE, GOVERNMENT, COMPANY, TARGET).
        lexicon: Knows which named laws are treaties, rulings or orders.
    """
    if label == "LAW" and (entries := lexicon.lookup(text, "LAW")):
        return _LAW_KINDS.get(entries[0].kind or "", "law")
    words = _WORD.findall(text.lower())
    kind = next((_kinds()[w] for w in reversed(words) if w in _kinds()), None)
    if kind == "law" and _OWN.match(text):
        return "own_measure"
    if kind:
        return kind
    if label == "LAW":
        return "law"
    return "market" if label == "PLACE" or lexicon.lookup(text, "PLACE") else "other"


def jurisdiction(target: Mention | None, places: Iterable[Mention], *, text: str, lexicon: Lexicon) -> str | None:
    """Return where the stance takes effect, as ISO 3166-1 alpha-2 or EU: the target's territory, else the sentence's only one.

    Args:
        target: The claim's target; a law, government or place that the lexicon knows decides.
        places: The PLACE and GOVERNMENT mentions of the sentence, asked when the target is silent.
        text: The article.
        lexicon: Knows the territory of laws, governments and places.
    """
    if target and (code := country_of(text[target.start : target.end], lexicon)):
        return code
    codes = {c for m in places if (c := country_of(text[m.start : m.end], lexicon))}
    return codes.pop() if len(codes) == 1 else None


def country_of(surface: str, lexicon: Lexicon) -> str | None:
    """Return the country that all readings of a name agree on, None when they don't or it is unknown."""
    found = {e.country for label in ("LAW", "PLACE", "GOVERNMENT") for e in lexicon.lookup(surface, label)}
    return found.pop() if len(found) == 1 else None
