"""From the words that name a speaker to a person and an organisation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.components.quotes.drafts import DraftQuote, Offsets, SpokenQuote
from onrecord.components.quotes.people import Names, bare_name
from onrecord.components.quotes.words import in_class, word_classes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from onrecord.components.mentions import Mention
    from onrecord.components.names.link import Named
    from onrecord.components.people.affiliations import Affiliation

_WORD = re.compile(r"\w[\w’'\-]*")
_CLITIC = re.compile(r"[’'](?:s|ve|d|re|m|ll)$")
_AFTER = 90
"""Characters after the speaker in which "for Norvik" or "who asked not to be named" may stand."""
_FOR = re.compile(r"\s+(?:for|of|at|from|with)\s+(?:the\s+)?$")
_CLAUSE_END = re.compile(r"[.;!?\n“\"]")


@dataclass(frozen=True, slots=True)
class _Who:
    """A resolved speaker."""

    name: str | None = None
    body: str | None = None
    anonymous: bool = False


_NOBODY = _Who()


def resolve_speakers(
    text: str,
    drafts: Sequence[DraftQuote],
    *,
    people: Sequence[Mention],
    named: Sequence[Named],
    offices: Mapping[str, Affiliation],
) -> list[SpokenQuote]:
    """Return each draft with its speaker's name and organisation, in the order given.

    A person's name is given in its fullest form up to there ("Sciuto" becomes "Riva Sciuto"), an organisation's as the
    canonical one; a pronoun or "the company" is resolved when the article leaves one reading, and stays None otherwise.

    Args:
        text: The article.
        drafts: Its quotes.
        people: Its PERSON mentions.
        named: Its name mentions, from `link_names`.
        offices: What each person speaks for, from `affiliations`.
    """
    names = Names.of(text, people, named, offices)
    spoken: list[SpokenQuote] = []
    previous = _NOBODY
    for draft in drafts:
        who = _resolve(names, draft, previous) if draft.speaker else _NOBODY
        spoken.append(SpokenQuote(draft.spans, draft.kind, draft.cue, draft.speaker, who.name, who.body, who.anonymous))
        previous = who if who != _NOBODY else previous
    return spoken


def _resolve(names: Names, draft: DraftQuote, previous: _Who) -> _Who:
    span = draft.speaker or (0, 0)
    words = [_CLITIC.sub("", w) for w in _WORD.findall(names.text[slice(*span)].lower())]
    if not words:
        return _NOBODY
    if _is_anonymous(names, span, words):
        return _Who(anonymous=True)
    if words[0] in ("who", "which"):
        return _antecedent(names, span)
    if len(words) == 1 and in_class(words[0], "pronoun_person", "pronoun_group", "pronoun_thing"):
        return _pronoun(names, span, words[0], previous)
    return _named(names, span) or _described(names, span, words, previous)


def _is_anonymous(names: Names, span: Offsets, words: list[str]) -> bool:
    people = [w for w in words if in_class(w, "anonymous")]
    if not people or names.within(names.people, span):
        return False
    if {"source", "sources", "insider", "insiders"} & set(words) and not names.within(names.bodies, span):
        return True
    rest = _CLAUSE_END.split(names.text[span[0] : span[1] + _AFTER])[0].lower()
    return any(phrase in rest for phrase in word_classes()["anonymity"])


def _named(names: Names, span: Offsets) -> _Who | None:
    """The speaker when the words hold a name."""
    people, bodies = names.within(names.people, span), names.within(names.bodies, span)
    if people and not _owns(names, people[-1], span):
        name = names.full[people[-1].start, people[-1].end]
        return _Who(name, names.employer(people[-1]) or (bodies[0].name if bodies else None))
    if bodies:
        body = bodies[0].name
        return _Who(None if _has_voice(names.text[slice(*span)]) else body, body)
    return _unlisted(names, span)


def _owns(names: Names, person: Mention, span: Offsets) -> bool:
    """Whether the person only owns the speaker: "Vell's campaign"."""
    rest = names.text[person.end - 2 : span[1]]
    return person.end < span[1] and re.match(r".?.?[’']s?\s+\w", rest) is not None


def _unlisted(names: Names, span: Offsets) -> _Who | None:
    """A name that the encoder missed: at least two capitalised words and nothing else."""
    words = bare_name(names.text[slice(*span)]).split()
    common = any(not w[0].isupper() or in_class(w, "determiner", "organization", "role", "title") for w in words)
    if common or len(words) < 2 or names.text.startswith(("The ", "A "), span[0]):
        return None
    return _Who(" ".join(words))


def _has_voice(words: str) -> bool:
    return any(in_class(w, "voice", "role") for w in _WORD.findall(words.lower()))


def _described(names: Names, span: Offsets, words: list[str], previous: _Who) -> _Who:
    """The speaker behind "a spokesman (for Norvik)", "the company", "the statement"."""
    definite = in_class(words[0], "determiner") and words[0] not in ("a", "an")
    if _has_voice(" ".join(words)):
        return _voice(names, span, words, previous, definite=definite)
    if definite and in_class(words[-1], "document"):
        return _Who(None, previous.body)
    if definite and in_class(words[-1], "organization"):
        body = _body_before(names, span, previous)
        return _Who(body, body)
    return _NOBODY


def _voice(names: Names, span: Offsets, words: list[str], previous: _Who, *, definite: bool) -> _Who:
    after = next(iter(names.starting(names.bodies, span[1], span[1] + _AFTER)), None)
    if after and _FOR.fullmatch(names.text, span[1], after.start):
        return _Who(None, after.name)
    if any(in_class(_CLITIC.sub("", w), "organization") for w in words[:-1]):
        return _Who(None, _body_before(names, span, previous))
    if not definite:
        return _NOBODY
    document = in_class(words[-1], "document")
    return _Who(None if document else previous.name, previous.body)


def _body_before(names: Names, span: Offsets, previous: _Who) -> str | None:
    """The organisation that "the company" stands for: the only one near, else the one that spoke last."""
    near = {m.name for m in names.before(names.bodies, span[0])}
    if len(near) == 1:
        return near.pop()
    return previous.body if previous.body in near or not near else None


def _pronoun(names: Names, span: Offsets, pronoun: str, previous: _Who) -> _Who:
    if not in_class(pronoun, "pronoun_person"):
        body = None if previous.name and previous.name != previous.body else previous.body
        body = body or (_body_before(names, span, previous) if pronoun == "it" else None)
        return _Who(body, body)
    people = names.before(names.people, span[0])
    near = [names.full[m.start, m.end] for m in people]
    if len(set(near)) == 1:
        return _Who(near[0], names.employer(people[-1]))
    said = previous.name if previous.name != previous.body else None
    if said and (said in near or not near) and (not near or near[-1] == said):
        return _Who(said, names.employer_of(said) or previous.body)
    return _NOBODY


def _antecedent(names: Names, span: Offsets) -> _Who:
    """The name directly before "who" or "which"."""
    just = (max(0, span[0] - 3), span[0])
    near = [(m.start, m.end) for m in names.within(names.people, just)]
    near += [(n.start, n.end) for n in names.within(names.bodies, just)]
    return (_named(names, near[0]) or _NOBODY) if near else _NOBODY
