"""Names in an article, for the speakers of its quotes: full names, and the organisation that a person belongs to."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from onrecord.components.quotes.words import in_class

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.components.mentions import Mention
    from onrecord.components.quotes.drafts import Offsets

_WORD = re.compile(r"[\w.][\w.’'\-]*")
_POSSESSIVE = re.compile(r"[’']s?$")
_NAME_END = re.compile("[(,]")
_APPOSITION = 140
"""Characters after a name in which its apposition must end."""
_LINK = re.compile(r"\s+(?:of|from|at|for|with)\s+(?:the\s+)?$")


@dataclass(slots=True)
class Names:
    """The people and organisations that an article names."""

    text: str
    people: list[Mention]
    bodies: list[Mention]
    full: dict[Offsets, str] = field(default_factory=dict)
    """Full name of each person's mention, by its offsets."""
    employer: dict[str, str] = field(default_factory=dict)
    """Organisation of a person, by full name, where the article says it."""

    @classmethod
    def of(cls, text: str, mentions: Sequence[Mention]) -> Names:
        """Return the names among `mentions`, people with their full names and organisations."""
        ordered = sorted(mentions, key=lambda m: (m.start, -m.end))
        names = cls(
            text,
            [m for m in ordered if m.label == "PERSON"],
            [m for m in ordered if m.label in ("COMPANY", "GOVERNMENT")],
        )
        names._expand()
        for person in names.people:
            name = names.full[person.start, person.end]
            if name not in names.employer and (body := names._body_of(person)):
                names.employer[name] = body
        return names

    def _expand(self) -> None:
        by_surname: dict[str, list[str]] = {}
        for person in self.people:
            words = bare_name(self.text[person.start : person.end]).split()
            known = by_surname.setdefault(words[-1].lower() if words else "", [])
            longer = [k for k in known if len(k.split()) > len(words) and (len(words) == 1 or k.split()[0] == words[0])]
            name = longer[-1] if longer else " ".join(words)
            if not longer and len(words) > 1:
                known.append(name)
            self.full[person.start, person.end] = name

    def _body_of(self, person: Mention) -> str | None:
        """The organisation in `Norvik CEO Ana Vell`, `Ana Vell, a Norvik spokeswoman`, `Ana Vell of Norvik`."""
        before = _last_before(self.bodies, person.start)
        if before and _is_post(self.text[before.end : person.start]):
            return self.name_of(before)
        after = _first_after(self.bodies, person.end)
        if after is None or after.start - person.end > _APPOSITION:
            return None
        between = self.text[person.end : after.start]
        if _LINK.fullmatch(between) or _explains(between, self.text[after.end : person.end + _APPOSITION]):
            return self.name_of(after)
        return None

    def name_of(self, mention: Mention) -> str:
        """Return the mention's text without a possessive ending."""
        return _POSSESSIVE.sub("", self.text[mention.start : mention.end])

    def within(self, kind: Sequence[Mention], span: Offsets) -> list[Mention]:
        """Return the mentions of `kind` that share a character with `span`."""
        low = bisect_left(kind, span[0] - 200, key=lambda m: m.start)
        return [m for m in kind[low : bisect_left(kind, span[1], key=lambda m: m.start)] if m.end > span[0]]

    def before(self, kind: Sequence[Mention], offset: int, paragraphs: int = 2) -> list[Mention]:
        """Return the mentions of `kind` before `offset`, from the start of its paragraph or of those before it on."""
        start = offset
        for _ in range(paragraphs):
            start = max(0, self.text.rfind("\n", 0, max(0, start)))
            while start and self.text[start - 1].isspace():
                start -= 1
        low, high = (bisect_left(kind, at, key=lambda m: m.start) for at in (start, offset))
        return list(kind[low:high])


def bare_name(text: str) -> str:
    """Return a person's name without titles ("Sen.", "Chief"), parentheses and a possessive ending."""
    words = _WORD.findall(_POSSESSIVE.sub("", _NAME_END.split(text, maxsplit=1)[0]))
    while len(words) > 1 and in_class(words[0], "title", "determiner", "role"):
        words.pop(0)
    return " ".join(words)


def _last_before(mentions: Sequence[Mention], offset: int) -> Mention | None:
    at = bisect_right(mentions, offset, key=lambda m: m.start)
    return next((m for m in reversed(mentions[max(0, at - 2) : at]) if m.end <= offset), None)


def _first_after(mentions: Sequence[Mention], offset: int) -> Mention | None:
    at = bisect_left(mentions, offset, key=lambda m: m.start)
    return mentions[at] if at < len(mentions) else None


def _is_post(between: str) -> bool:
    """Whether the words between an organisation and a person are a post: "chief executive,", "spokesman"."""
    words = _WORD.findall(re.sub(r"^[’']s?", "", between))
    plain = not re.search(r"[.;:!?\n“”\"]", between) and between.count(",") <= 1
    return plain and 0 < len(words) <= 6 and any(in_class(w, "role", "title") for w in words)


def _explains(between: str, rest: str) -> bool:
    """Whether `, a |Norvik| spokeswoman` stands after the name: a post in the same apposition as the organisation."""
    if not between.lstrip().startswith((",", "(")) or re.search(r"[.;:!?\n“”\"]", between.strip(" ,(")):
        return False
    if "," in between.lstrip(" ,"):
        return False
    words = _WORD.findall(between) + _WORD.findall(re.split(r"[,.;:!?\n“”\"]", rest)[0])[:6]
    return bool(words) and (any(in_class(w, "role") for w in words) or words[0].lower() == "who")
