"""Negation at the cue: a safety net under the network, which has seen few negated claims.

"X said it would not withdraw" must never count as a withdrawal. The words right before the cue decide; a negator that
belongs to another verb ("did not say whether it would leave", "did not hesitate to comply") does not.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files

from onrecord.types import Stance

REACH = 60
"""Characters before the cue that are looked at."""
_OTHER_VERB = r"say|says|said|whether|if|that|hesitate|only|just|merely|rule|clear|because|despite|until|and|but|or"
_CLAUSE = re.compile(r"[,;:.—–()“”\"]|\b(?:but|while|although|because)\b")


@cache
def _pattern(stance: Stance) -> re.Pattern[str] | None:
    """Return what matches a negator of this stance, at most three words before the end."""
    text = (files("onrecord.components") / "data" / "negators.csv").read_text(encoding="utf-8")
    forms = [r["negator"] for r in csv.DictReader(text.splitlines()) if stance in r["stances"].split()]
    if not forms:
        return None
    joined = "|".join(re.escape(f) for f in sorted(forms, key=len, reverse=True))
    word = rf"\s+(?!(?:{_OTHER_VERB})\b)[\w-]+"
    return re.compile(rf"(?:(?<!\w)|(?<=\w)(?=n['’]t))(?:{joined})(?:{word}){{0,3}}\s*$", re.IGNORECASE)


def is_negated(text: str, start: int, cue: int, stance: Stance) -> bool:
    """Return whether the words before a cue deny the stance.

    Args:
        text: The article.
        start: Where the cue's sentence begins.
        cue: Where the cue begins.
        stance: Which stance; indecision is never negated here ("has not decided" is indecision), nor is a stance that is none of
            our five: no negator is known for it, the network alone decides.
    """
    pattern = _pattern(stance)
    if pattern is None:
        return False
    before = text[max(start, cue - REACH) : cue]
    breaks = list(_CLAUSE.finditer(before))
    return pattern.search(before[breaks[-1].end() :] if breaks else before) is not None
