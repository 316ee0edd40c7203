"""Where an article names people: the encoder's mentions, weighed against the words around them."""

from __future__ import annotations

import re
from bisect import bisect_right
from operator import attrgetter
from typing import TYPE_CHECKING

from onrecord.components.mentions import Mention
from onrecord.components.people.body_names import introduced
from onrecord.components.people.nouns import in_class, is_body_noun, is_person_noun, may_be_firm, person_nouns, tie_verbs, words_of
from onrecord.components.people.runs import is_possessive, opens_sentence, overlaps

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from onrecord.components.names.link import Named
    from onrecord.components.people.runs import Offsets

_WORD = re.compile(r"[\w.][\w.’'\-]*")
_END = re.compile(r"[’']s?$")
_TITLE_BEFORE = re.compile(r"(?:^|[^\w’'-])([\w\-]+(?: [\w\-]+){0,2}),? $")
_AGE = re.compile(r", \d\d,")
_WHO = re.compile(r", (?:(?:the|an?|its|their|his|her) )?([\w\-’' ]{3,60}?)(?=,| (?:of|for|at|in|with|who|from)\b)")
_NOUN_BEFORE = re.compile(r"(?<![\w\-])([\w\-]+)( of(?: the)?)? $")
_LINE_TITLE = re.compile(r"\n[ \t]*[^\n,]{3,60}, $")
_CAPITAL_BEFORE = re.compile(r"(?<=[a-z,] )[A-Z]\w+ $")
_DESCRIBED = re.compile(
    r", (?:an?|the) (?:(?!of |at |for |in |with |from |to )[\w\-]+ ){0,3}?([a-z][\w\-]*)"
    r"(?=[,.;]| (?:that|which|with|behind|in|of|based)\b)"
)
_APPOSED = re.compile(
    r"(?<!of )(?<!for )(?<!at )(?<!with )(?<!from )(?<!in )(?<!\w)"
    r"(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir|[Hh]is|[Hh]er|whose) (?:[\w\-]+ ){0,2}([a-z][\w\-]*), $"
)
_PART_BEFORE = re.compile(r"(?<![\w’'\-])[^\W\d_a-z]\w*-$")
_HE = re.compile(r"\b(?:[Hh]e|[Ss]he)\b")
_SAID = re.compile(r"[,?!—–\-][”\"'’]\s(?:said|[a-z]+ed)\s$")
_NEXT_WORD = re.compile(r" ([^\W\d_a-z][\w\-]+)(?![\w’'])")
_RUN_BY = re.compile(r"\b(?:heads|headed|runs|chairs|chaired|owns|owned|founded|co-founded) $")
"""Verbs right before a name that no person's follows."""
_SURE = 0.95
"""Score from which a name that the encoder took for a company or a place is one."""
_BACK = 60
"""Characters before a name that are read."""
_TWO = 2
_NOT_A_NAME = ("title", "determiner", "preposition", "stop", "auxiliary", "adjunct")


def people_and_names(text: str, mentions: Sequence[Mention], named: Sequence[Named]) -> tuple[list[Mention], list[Named]]:
    """Return the people and the names of other things, each in order: who is told to be a person is no company or place.

    Everything that asks who is who builds on this one answer.
    """
    people = [Mention(n.start, n.end, "PERSON", n.score) for n in named if _is_mistaken(text, n)]
    spans = {(p.start, p.end) for p in people}
    people += [m for m in mentions if m.label == "PERSON" and (m.start, m.end) not in spans and _may_be_person(text, m, named)]
    return sorted(people), [n for n in named if (n.start, n.end) not in spans]


def _may_be_person(text: str, person: Mention, named: Sequence[Named]) -> bool:
    """Whether a mention has a capital, as names do, and is not a piece of a longer name: "Banca di" of "Banca di Selmar"."""
    if text[person.start : person.end].islower():
        return False
    at = bisect_right(named, person.start, key=attrgetter("end"))
    return at == len(named) or not (named[at].start <= person.start and person.end < named[at].end)


def people_in(text: str, mentions: Sequence[Mention], named: Sequence[Named]) -> tuple[list[Offsets], list[Offsets]]:
    """Return where `text` names people, without titles, and where it names bodies that the encoder took for people; in order.

    A name counts as a person's when a noun for one stands before or after it ("regional manager, Delia Strand"), whatever the
    encoder took it for, and not after a noun for a body: "road builder Tilt Works".
    """
    tagged = {_whole(text, *bare_span(text, m.start, m.end)) for m in mentions if m.label == "PERSON" and text[m.start].isupper()}
    tagged = {span for span in tagged if not in_class(text[slice(*span)], "pronoun_person", "stop")}
    words = {text[s:e] for s, e in introduced(text) if " " not in text[s:e]}
    bodies = {span for span in tagged if _is_told_body(text, *span) or text[slice(*span)] in words}
    # "Monte Albán" after "Banco" is the rest of a body's name.
    rest = {n.end + 1 for n in named if n.label == "COMPANY" and not n.ref}
    starts = {start for start, _ in tagged}
    spans = {s if s[1] + 1 in starts else _onward(text, *s) for s in tagged - bodies if s[0] not in rest}
    spans = _by_label(text, spans, named)
    spans |= _needed(text, spans, named)
    names = [(n.start, n.end) for n in named]
    spans |= set(_in_full(text, spans, names))
    spans |= set(_again(text, spans, names))
    return _apart(spans), sorted(bodies)


def _apart(spans: Iterable[Offsets]) -> list[Offsets]:
    kept: list[Offsets] = []
    for span in sorted(spans):
        if span[1] > span[0] and (not kept or kept[-1][1] <= span[0]):
            kept.append(span)
    return kept


def _by_label(text: str, spans: set[Offsets], named: Sequence[Named]) -> set[Offsets]:
    """The spans with the surnames that the encoder took for companies, without the companies that it took for people."""
    surnames = {text[s:e].rsplit(maxsplit=1)[-1] for s, e in spans if " " in text[s:e]}
    bodies = {text[n.start : n.end] for n in named if n.label in ("COMPANY", "GOVERNMENT")} - surnames
    more = {(n.start, n.end) for n in named if not n.ref and n.label == "COMPANY" and text[n.start : n.end] in surnames}
    return {(s, e) for s, e in spans | more if text[s:e] not in bodies}


def bare_name(words: str) -> str:
    """Return a person's name without the titles before it and a possessive ending: "Vell" for "President Vell's"."""
    start, end = bare_span(words, 0, len(words))
    return words[start:end]


def bare_span(text: str, start: int, end: int) -> Offsets:
    """Return where the name at `text[start:end]` stands without titles and a possessive ending."""
    words = [m.span() for m in _WORD.finditer(text, start, end)]
    while len(words) > 1 and _is_title(text[slice(*words[0])], len(words)):
        words.pop(0)
    if not words:
        return start, end
    return words[0][0], words[0][0] + len(_END.sub("", text[words[0][0] : words[-1][1]]))


def _is_title(word: str, size: int) -> bool:
    if size == _TWO and word.lower() in words_of("first_name"):
        return False
    titles = words_of("he") | words_of("she")
    return in_class(word, "title", "determiner") or is_person_noun(word) or word.lower().rstrip(".") in titles


def _whole(text: str, start: int, end: int) -> Offsets:
    """The name with the part before a hyphen: "Odd-Arne" where the encoder has "Arne"."""
    part = _PART_BEFORE.search(text, max(0, start - _BACK), start)
    return (part.start(), end) if part else (start, end)


def _onward(text: str, start: int, end: int) -> Offsets:
    """The name with the capitalised word that follows a single one: "Karim Saïd" where the encoder has "Karim"."""
    more = _NEXT_WORD.match(text, end) if " " not in text[start:end] else None
    return (start, more.end()) if more and not is_person_noun(more[1]) and not is_body_noun(more[1]) else (start, end)


def _needed(text: str, spans: Iterable[Offsets], named: Sequence[Named]) -> set[Offsets]:
    """Where somebody is named whom the first "he" or "she" needs: nobody is before it, but one name of two words is."""
    pronoun = _HE.search(text)
    if pronoun is None or any(start < pronoun.start() for start, _ in spans):
        return set()
    before = [n for n in named if n.start < pronoun.start() and not n.ref and not n.country]
    names = {name for n in before if (name := text[n.start : n.end]).istitle() and len(name.split()) == _TWO}
    likely = {name for name in names if not is_body_noun(name.split()[-1])}
    subjects = {text[n.start : n.end] for n in before if opens_sentence(text, n.start) or _is_after_said(text, n.start)}
    return {(n.start, n.end) for n in named if len(likely) == 1 and text[n.start : n.end] in likely & subjects}


def _is_after_said(text: str, at: int) -> bool:
    """Whether a name stands where the speaker of a quote does: `“…,” said |Ana Vell|`."""
    return _SAID.search(text, max(0, at - _BACK), at) is not None


def _in_full(text: str, spans: set[Offsets], taken: Iterable[Offsets]) -> Iterator[Offsets]:
    """Yield where those who are known by one word are named in full: the encoder may have missed that."""
    surnames = {text[s:e] for s, e in spans}
    known = {name.split()[-1] for name in surnames if " " in name}
    alone = sorted(name for name in surnames if name and " " not in name and name not in known)
    blocked = _apart([*spans, *taken])
    if not alone:
        return
    for found in re.finditer(rf"(?<![\w’'-])([A-Z][\w’'\-]+) (?:{'|'.join(map(re.escape, alone))})(?![\w-])", text):
        common = is_person_noun(found[1]) or in_class(found[1], *_NOT_A_NAME) or is_possessive(found[1])
        if not common and not overlaps(blocked, *found.span()):
            yield found.span()


def _again(text: str, spans: set[Offsets], taken: Iterable[Offsets]) -> Iterator[Offsets]:
    """Yield where the surnames of people stand alone; the encoder may have missed some."""
    surnames = sorted({name.split()[-1] for s, e in spans if " " in (name := text[s:e])})
    surnames = [s for s in surnames if len(s) > _TWO and s[0].isupper()]
    blocked = _apart([*spans, *taken])
    if not surnames:
        return
    for found in re.finditer(rf"(?<![\w’'-])(?:{'|'.join(map(re.escape, surnames))})(?![\w-])(?! [A-Z])", text):
        longer = _CAPITAL_BEFORE.search(text, max(0, found.start() - _BACK), found.start())
        if not longer and not overlaps(blocked, *found.span()):
            yield found.span()


def _is_told_body(text: str, start: int, end: int) -> bool:
    """Whether the words around a name tell that it is a body's: "its operator, X,", "charity X", "X, a party that", "runs X"."""
    before = text[max(0, start - _BACK) : start]
    after, apposed = _DESCRIBED.match(text, end), _APPOSED.search(before)
    apposed = apposed if text[end : end + 1] in tuple(",.;") else None
    if any(found and is_body_noun(found[1]) and not is_person_noun(found[1]) for found in (after, apposed)):
        return True
    if _RUN_BY.search(before):
        return True
    noun = _NOUN_BEFORE.search(before)
    if noun is None:
        return " " not in text[start:end] and _LINE_TITLE.search(before) is not None
    if noun[2]:
        return [n.kind for n in person_nouns(noun[1], 0, len(noun[1]))] == ["staff"]
    return is_body_noun(noun[1]) and noun[1].islower() and not is_person_noun(noun[1])


def _is_mistaken(text: str, named: Named) -> bool:
    """Whether a company or place that no list knows is a person: "Ana Vell, 71,", "manager Ana Vell", "Ana Vell, a manager"."""
    words = text[named.start : named.end].split()
    if named.score >= _SURE or named.ref or named.country or len(words) < _TWO:
        return False
    if not all(w[0].isupper() for w in words) or is_body_noun(words[-1]):
        return False
    if _AGE.match(text, named.end) or tie_verbs().match(text, named.end):
        return True
    title = _TITLE_BEFORE.search(text, max(0, named.start - _BACK), named.start)
    return any(found and _ends_in_person(text, *found.span(1)) for found in (_WHO.match(text, named.end), title))


def _ends_in_person(text: str, start: int, end: int) -> bool:
    nouns = person_nouns(text, start, end)
    return bool(nouns) and nouns[-1].end == end and not may_be_firm(text[nouns[-1].start : end])


def unlisted(text: str, start: int, end: int) -> str | None:
    """Return the name that `text[start:end]` is when all of it is a capitalised run of two words or more without a title."""
    words = text[slice(*bare_span(text, start, end))].split()
    common = any(not w[0].isupper() or in_class(w, "determiner", "organization", "role", "title") or is_body_noun(w) for w in words)
    return None if common or len(words) < _TWO else " ".join(words)
