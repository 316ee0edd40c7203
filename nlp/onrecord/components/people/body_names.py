"""Where an article names bodies: the encoder's companies and authorities, and what the words around a name tell to be one."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from onrecord.components.names.known import display
from onrecord.components.people.nouns import ends_name, in_class, is_body_noun, is_firm_noun, is_name_noun, is_placed
from onrecord.components.people.runs import POSSESSIVES, TOKEN, name_run, opens_sentence, overlaps
from onrecord.lexicon.words import without_possessive

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from onrecord.components.names.link import Named
    from onrecord.components.people.runs import Offsets
    from onrecord.lexicon import Lexicon

# It begins at the start of a word: from each letter of an endless one, the search would go to its end.
PLURAL = re.compile(r"(?<![a-z])(?:[a-z]+['’]s )?\b([a-z]+s['’]) ([a-z][a-z\-]*)\b")
"""A body in lower case that has no name: "the growers' board"; groups 1 and 2 are its words."""
SURE = 0.7
"""Score from which a place that no list knows is one."""
# One try a word: in one of very many hyphens the search would begin after each and go to the end.
_INTRODUCES = re.compile(r"(?<![\w\-])(?>[\w\-]*?\b(?=[a-z]))([a-z][\w\-]*+)(?:(, )| called | named | known as | )(?=[^\W\d_a-z])")
_CLOSES = frozenset(",.;:)\n")
_DESCRIBED = re.compile(
    r"(?:,| is| was)? (?:an?|the) ((?!of|for|in|that|which|with|who)(?:[\w\-’']+ ){0,3}?[\w\-]+)"
    r"(?= (?:of|for|in|that|which|with|based|on|behind)\b|[,.;:\n])"
)
_NOUN = r"(?!(?:called|named)\b)[a-z][\w\-]*"
_JOINT = r"(?:,? called | named |,? )$"
_NOUN_BEFORE = re.compile(rf"(?<![\w\-])({_NOUN}){_JOINT}")
_BEFORE = re.compile(rf"(?<![\w\-])((?:[a-z][\w\-]* ){{0,3}}{_NOUN}){_JOINT}")
"""That noun with up to three words before it."""
_PLACED = re.compile(r"\b([^\W\d_]\w+) (?:of|in|at) (?:the )?(?=[^\W\d_a-z])")
_EXPLAINS = re.compile(r"\w, (?:the|an?) $")
_EXPLAINED = re.compile(
    r", an? (?:[a-z][\w\-]* ){0,3}?([a-z][\w\-]*)(?= (?:of|for|in|that|which|with|whose|based|behind)\b|[,.;:\n])"
)
_RUN_BEFORE = re.compile(
    r"(?:^|[^\w’'\-])(?P<place>(?:[Aa]t|[Ii]n|[Oo]n|[Nn]ear|[Ff]rom|[Tt]o) )?"
    r"(?P<name>[^\W\d_a-z][\w’'\-&]*(?: [^\W\d_a-z][\w’'\-&]*){0,4})$"
)
_RUN_REACH = 80
_SHORTEST_AGAIN = 4
"""Letters of a name that is looked for once more."""
_TWO = 2

Spot = tuple[int, int, "Named | None"]
"""Start and end of a name, and what the encoder has for it."""


def body_spots(
    text: str, named: Sequence[Named], lexicon: Lexicon, *, people: Sequence[Offsets], others: Iterable[Offsets]
) -> list[Spot]:
    """Return where `text` names bodies, in order, none overlapping.

    Args:
        text: The article.
        named: Its names, from `link_names`.
        lexicon: Nationalities: a "Belgian bakery" has no name.
        people: Where it names people, in order: there it names no bodies.
        others: Where it names bodies that the encoder took for something else.
    """
    spots: list[Spot] = sorted(_encoded(text, named, people), key=lambda spot: spot[:2])
    again = _again(text, {text[start:end] for start, end, n in spots if n and not n.country})
    for start, end in (
        *others,
        *introduced(text),
        *_explained(text),
        *_runs(text, lexicon),
        *_plural(text),
        *_placed(text),
        *again,
    ):
        low = bisect_right(spots, start, key=lambda spot: spot[1])
        high = bisect_left(spots, end, lo=low, key=lambda spot: spot[0])
        if not overlaps(people, start, end) and all(_gives_way(text, s, start, end) for s in spots[low:high]):
            spots[low:high] = [(start, end, None)]
    return spots


def _gives_way(text: str, spot: Spot, start: int, end: int) -> bool:
    """Whether the encoder's name is only part of a longer one; a known company is part of a union's, no known authority is."""
    first, last, named = spot
    if named is None or not (start <= first and last <= end) or (start, end) == (first, last):
        return False
    return not named.ref or (named.label == "COMPANY" and is_name_noun(text[start:end].rsplit(maxsplit=1)[-1]))


def _encoded(text: str, named: Sequence[Named], people: Sequence[Offsets]) -> Iterator[Spot]:
    """Yield the encoder's companies and authorities, an unknown one as far as its capitals go: "Tsuki" of "Tsuki Space"."""
    for n in named:
        if not _is_body(text, n) or overlaps(people, n.start, n.end):
            continue
        end = n.end if n.ref or n.country else max(n.end, name_run(text, n.start) or 0)
        more = text[n.end : end]
        if more and more not in POSSESSIVES and not is_firm_noun(more.strip()) and not overlaps(people, n.end, end):
            yield n.start, end, replace(n, end=end, name=shown(text[n.start : end]))
        else:
            yield n.start, n.end, n


def _is_body(text: str, named: Named) -> bool:
    """Whether a mention names a body: not "Swiss canton", but the doubtful place "Delmar" of "Delmar Aquatics" does."""
    words = text[named.start : named.end].split()
    last = words[-1]
    if not words[0][0].isupper() or named.label == "LAW":
        return named.ref is not None or (named.label == "GOVERNMENT" and len(words) > 1 and is_name_noun(last))
    if named.ref is None and named.country:
        return False
    if named.label == "PLACE":
        return not named.country and (bool(called(text, named.end, named.end)) or _is_cut_short(text, named))
    return named.label == "COMPANY" or named.ref is not None or not last.islower() or ends_name(last)


def _is_cut_short(text: str, named: Named) -> bool:
    end = name_run(text, named.start) or 0
    return named.score < SURE and end > named.end and text[named.end : end] not in POSSESSIVES


@lru_cache(maxsize=1)  # people and bodies of the same article both ask
def introduced(text: str) -> tuple[Offsets, ...]:
    """Return the names that a noun for a body introduces: "the charity Deep Cup", "the operator, Galleria Nord,"."""
    return tuple(_introduced(text))


def _introduced(text: str) -> Iterator[Offsets]:
    for found in _INTRODUCES.finditer(text):
        end = name_run(text, found.end()) if is_body_noun(found[1]) else None
        if end is None or (found[2] and text[end : end + 1] not in _CLOSES):
            continue
        if not in_class(text[found.end() : end].split(maxsplit=1)[0], "day", "month", "title", "determiner"):
            yield found.end(), end


def _explained(text: str) -> Iterator[Offsets]:
    """Yield the names that an apposition says to be a firm's: "belongs to Ostro Flot, a firm with four boats"."""
    for found in _EXPLAINED.finditer(text):
        if not is_firm_noun(found[1]):
            continue
        run = _RUN_BEFORE.search(text, max(0, found.start() - _RUN_REACH), found.start())
        if run is None or (run["place"] and " " not in run["name"]):
            continue
        if not in_class(run["name"].split()[-1], "day", "month", "title", "determiner", "stop", "preposition"):
            yield run.span("name")


def _runs(text: str, lexicon: Lexicon) -> Iterator[Offsets]:
    """Yield the runs of capitals with a noun for a body in them: "Latvian Met Office", "Sayisi council", "Ministry of Rain"."""
    at = 0
    for token in TOKEN.finditer(text):
        word, start = token.group(), token.start()
        if not word[0].isupper() or start < at or in_class(word, "determiner", "preposition", "stop", "day", "month"):
            continue
        end = name_run(text, start) or token.end()
        words = text[start:end].split()
        if len(words) > 1 and (ends_name(words[-1]) or (ends_name(words[0]) and words[1] in ("of", "for"))):
            common = len(words) == _TWO and words[-1].islower() and is_firm_noun(words[-1])
            if not common or not (opens_sentence(text, start) or lexicon.nationality(words[0])):
                yield start, end
        at = end


def _plural(text: str) -> Iterator[Offsets]:
    """Yield the bodies in lower case: "the growers' board", unless they explain a name, "Tierra, the growers' board"."""
    for found in PLURAL.finditer(text) if "s' " in text or "s’ " in text else ():
        if ends_name(found[2]) and not _EXPLAINS.search(text, max(0, found.start() - 8), found.start()):
            yield found.start(1), found.end()


def _placed(text: str) -> Iterator[Offsets]:
    """Yield nouns with a place: "hospital in Huesca", "Police in Harlow"."""
    for found in _PLACED.finditer(text):
        end = name_run(text, found.end()) if is_placed(found[1]) else None
        if end and not in_class(text[found.end() : end], "month", "day"):
            yield found.start(), end


def _again(text: str, names: Iterable[str]) -> Iterator[Offsets]:
    """Yield where the names stand; the encoder may have missed some places."""
    long = sorted((n for n in names if len(n) >= _SHORTEST_AGAIN and "\n" not in n), key=len, reverse=True)
    if long:
        yield from (m.span() for m in re.finditer(rf"\b(?:{'|'.join(map(re.escape, long))})\b", text))


def shown(words: str) -> str:
    """Return the name that a run shows: a bare possessor without its ending, a company without "Ltd."."""
    return display(without_possessive(words) if " " in words else words, "COMPANY")


def body_names(text: str, spots: Sequence[Spot]) -> list[str]:
    """Return the name of the body at each spot: the encoder's canonical one, else the longest form that begins like it."""
    names = [n.name if n else shown(text[start:end]) for start, end, n in spots]
    distinct = sorted(set(names))
    return [name if spot[2] else _longest(name, distinct) for name, spot in zip(names, spots, strict=True)]


def _longest(name: str, distinct: Sequence[str]) -> str:
    first = bisect_left(distinct, name + " ")
    longer = []
    for other in distinct[first:]:
        if not other.startswith(name + " "):
            break
        longer.append(other)
    longer.sort(key=len)
    return longer[-1] if longer and all(longer[-1].startswith(n) for n in longer) else name


def called(text: str, start: int, end: int) -> frozenset[str]:
    """Return the nouns that tell what the body at `text[start:end]` is: in its name, before it, in "Norvik, an airline"."""
    noun = _NOUN_BEFORE.search(text, max(0, start - 40), start)
    after = _DESCRIBED.match(text, end)
    words = text[start:end].lower().split() + (after[1].lower().split() if after else [])
    # Before most names stands no such noun, and the words before it take long to tell.
    if noun and is_body_noun(noun[1]) and (before := _BEFORE.search(text, max(0, start - 40), start)):
        words += before[1].split()
    return frozenset(w for w in words if is_body_noun(w))
