"""From the words that name a speaker to a person and an organisation."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from onrecord.components.people.nouns import is_body_noun, is_former, is_person_noun, person_nouns, words_of, works_for_company
from onrecord.components.people.persons import unlisted
from onrecord.components.people.pronouns import antecedents
from onrecord.components.people.roster import Roster
from onrecord.components.quotes.anonymity import is_anonymous
from onrecord.components.quotes.drafts import DraftQuote, Offsets, SpokenQuote
from onrecord.components.quotes.who import NOBODY, Speaker, speaker, speakers
from onrecord.components.quotes.words import in_class
from onrecord.lexicon.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from onrecord.components.people.pronouns import Candidate

_WORD = re.compile(r"\w[\w’'\-]*")
_CLITIC = re.compile(r"[’'](?:s|ve|d|re|m|ll)$")
_AFTER = 90
"""Characters after the speaker in which "for Norvik" may stand."""
_TIE = re.compile(r"\s(?:for|of|at|from|with|in)\s")
_FROM = re.compile(r"\s(?:from|by|of|to)\s")
_CLAUSE_END = re.compile(r"[.;!?\n“\"]")
_HEAD_END = re.compile(r"\s(?:of|for|at|in|on|with|from|who|whose|by|to|behind|that)\b|,")
_OWNER = re.compile(r"[A-Z][\w\-]*(?: [A-Z][\w\-]*)*[’']s? ")
_OWNS = re.compile(r"\w(?:[’']s|(?<=s)[’'])\s+\w")
_OWNS_NAME = re.compile(r"(?:[’']s|s[’'])\s.*[A-Z]")
_ROLE_OF = r"(?P<owner>[A-Z][\w\-.&]*(?: (?:[A-Z&][\w\-.&]*|de|of|and))*)[’']s? (?P<role>[a-z][\w\-]*(?: [a-z][\w\-]*){0,4}),? "
_ROLE_THEN_NAME = re.compile(_ROLE_OF + r"(?P<name>[A-Z][\w’'\-.]*(?: (?:[A-Z][\w’'\-.]*|de|van|von|bin|al))+)")
_ROLE_BEFORE = re.compile(_ROLE_OF + "$")
"""Whose spokesman, director or founder somebody is: "Norvik's chief executive, Ana Vell"."""
_ROLE_REACH = 90
_APPOSED_NAME = re.compile(r"((?:[^\W\d_a-z][\w’'\-&]*)(?: (?:[^\W\d_a-z][\w’'\-&]*|of|and|for|the)){0,5}),")
_PAIR = re.compile(r"[^,]* and [^,]*")
_WITH = re.compile(r"\b(?:interview|conversation|talk|spoke|talked|sat down)\s(?:\w+\s)?(?:with|to)\s(?:[A-Z]\w*\.?\s)*$")
_LABEL = re.compile(r"[A-Z][A-Z .’'\-]*")


def resolve_speakers(drafts: Sequence[DraftQuote], roster: Roster) -> list[SpokenQuote]:
    """Return each draft with its speaker's name and organisation, in the order given.

    A person's name is given in its fullest form up to there ("Sciuto" becomes "Riva Sciuto"), a known organisation's as the
    canonical one and another's as the article has it; a pronoun, "the spokeswoman" or "the company" is resolved when the
    article leaves one reading, and stays None otherwise.

    Args:
        drafts: The article's quotes.
        roster: Its people and bodies, `pieces(drafts)` hidden.
    """
    resolver = _Resolver(roster, pieces(drafts), [d.speaker for d in drafts if d.speaker])
    spoken: list[SpokenQuote] = []
    for draft in drafts:
        who = resolver.resolve(draft.speaker) if draft.speaker else NOBODY
        spoken.append(SpokenQuote(draft.spans, draft.kind, draft.cue, draft.speaker, who.name, who.body, who.anonymous))
    return spoken


def pieces(drafts: Iterable[DraftQuote]) -> list[Offsets]:
    """Return where the quotes are, piece by piece, in order."""
    return sorted(span for d in drafts for span in d.spans)


class _Resolver:
    """Resolves the speakers of one article, one after the other."""

    def __init__(self, roster: Roster, hidden: Sequence[Offsets], speaking: Sequence[Offsets]) -> None:
        self._text = roster.bodies.text
        self._roster = roster
        self._bodies = roster.bodies
        self._hidden = hidden
        self._speaking = speaking
        self._first_quote = hidden[0][0] if hidden else 0
        self._previous = NOBODY

    @cached_property
    def _antecedents(self) -> Mapping[int, Candidate]:
        """Whom the pronouns of the article mean; read only where one speaks, as in a third of articles."""
        return antecedents(self._roster, self._hidden, self._speaking)

    def resolve(self, span: Offsets) -> Speaker:
        """Return who is named, described or meant at `span`."""
        who = self._with_owner(span, self._resolve(span))
        self._previous = who if who != NOBODY else self._previous
        return who

    def _resolve(self, span: Offsets) -> Speaker:
        words = [_CLITIC.sub("", w) for w in _WORD.findall(self._text[slice(*span)].lower())]
        if not words:
            return NOBODY
        named, body = bool(self._roster.at(span)), bool(self._bodies.at(*span))
        if is_anonymous(self._text, span, named=named, body=body):
            return Speaker(None, self._tied_body(span), anonymous=True)
        if words == ["the", "same"]:
            return self._previous
        if words[0] in ("who", "which"):
            return self._before_relative(span[0])
        if len(words) == 1 and in_class(words[0], "pronoun_person"):
            return self._personal(span[0])
        if len(words) == 1 and in_class(words[0], "pronoun_group", "pronoun_thing"):
            return self._impersonal(span[0], words[0])
        return self._label(span) or self._named(span) or self._described(span, words)

    def _with_owner(self, span: Offsets, who: Speaker) -> Speaker:
        """Add what "Norvik's chief executive, Ana Vell" says where no list knows Norvik, or where it was taken for the speaker."""
        if who.anonymous or (who.name and who.body not in (None, who.name)):
            return who
        owned = _ROLE_THEN_NAME.match(self._text, span[0])
        if owned and span[1] <= owned.end("name"):
            people = self._roster.at(owned.span("name"))
            name, body = (people[0].name, people[0].body) if people else (owned["name"], None)
        else:
            owned = _ROLE_BEFORE.search(self._text, max(0, span[0] - _ROLE_REACH), span[0])
            name, body = who.name, who.body
        if owned is None or not name or not self._speaks_for(owned):
            return who
        known = self._bodies.at(*owned.span("owner"))
        return Speaker(name, body or (known.name if known else owned["owner"].removeprefix("The ")))

    def _speaks_for(self, owned: re.Match[str]) -> bool:
        """Whether people of that role speak for the owner: a body, or what was taken for a person but has a chief executive."""
        role, where = owned.span("role"), owned.span("owner")
        kinds = {n.kind for n in person_nouns(self._text, *role)}
        if not kinds or not kinds.isdisjoint({"nobody", "private"}) or is_former(self._text, *role):
            return False
        somebody = self._roster.at(where) or self._bodies.place_at(*where)
        return not somebody or works_for_company(frozenset(owned["role"].split()))

    def _personal(self, at: int) -> Speaker:
        """Whom "he" and "she" mean."""
        found = self._antecedents.get(at)
        if found is None:
            return NOBODY
        return speaker(self._roster.people[found.name]) if found.name else Speaker(None, self._tied_body(found.span))

    def _impersonal(self, at: int, pronoun: str) -> Speaker:
        """What "it" and "they" mean: the body that spoke last, else the one that the sentence before is about."""
        previous = self._previous
        body = None if previous.name and previous.name != previous.body else previous.body
        if not body and pronoun in ("it", "they"):
            body = self._bodies.its(at)
        return Speaker(body, body)

    def _before_relative(self, at: int) -> Speaker:
        """The name directly before "who" or "which"."""
        just = (max(0, at - 3), at)
        if people := self._roster.at(just):
            return speaker(people[-1])
        body = self._bodies.at(*just)
        return Speaker(body.name, body.name) if body else NOBODY

    def _label(self, span: Offsets) -> Speaker | None:
        """The speaker of a transcript's line: the one interviewed for `A`, the bearer of the surname for `SENATOR VELL`."""
        label = self._text[slice(*span)].strip()
        if not _LABEL.fullmatch(label):
            return None
        if label == "A":
            return self._interviewed()
        return self._in_capitals(label) if len(label) > 1 else None

    def _interviewed(self) -> Speaker:
        """Who answers: the only one named before the first quote, or the one of "our conversation with Ana Vell"."""
        people = [*self._roster.before(self._first_quote)] or [*self._roster.people.values()]
        asked = [p for p in people if _WITH.search(self._text, max(0, p.spans[0][0] - 60), p.spans[0][0])]
        chosen = people if len(people) == 1 else asked
        return speaker(chosen[0]) if len(chosen) == 1 else NOBODY

    def _in_capitals(self, label: str) -> Speaker | None:
        last = fold(label.rsplit(maxsplit=1)[-1])
        known = [p for p in self._roster.people.values() if not p.name.isupper()]
        bearers = [p for p in known if fold(p.name).upper().rsplit(maxsplit=1)[-1] == last]
        if len(bearers) == 1:
            return speaker(bearers[0])
        person = self._roster.called(last.lower(), len(self._text)) if is_person_noun(last) else None
        return speaker(person) if person else None

    def _named(self, span: Offsets) -> Speaker | None:
        """The speaker when the words hold a name."""
        words = self._text[slice(*span)]
        people = self._roster.at(span)
        if people and not (_OWNS.search(words) and not _OWNS_NAME.search(words)):
            return speakers(*people) if len(people) > 1 and _PAIR.fullmatch(words) else speaker(people[-1])
        comma = self._text.find(", ", *span)
        apposed = self._bodies.at(comma + 2, span[1]) if comma >= 0 and not people else None
        body = apposed or self._bodies.at(*span)
        if body and not people and (apposed or not self._is_described(span)):
            return Speaker(body.name, body.name)
        name = None if body or words.startswith(("The ", "A ")) else unlisted(self._text, *span)
        return Speaker(name) if name else None

    def _is_described(self, span: Offsets) -> bool:
        words = _WORD.findall(self._text[slice(*span)])
        return bool(person_nouns(self._text, *span)) or any(in_class(w, "document", "voice") for w in words)

    def _described(self, span: Offsets, words: list[str]) -> Speaker:
        """The speaker behind "a spokesman (for Norvik)", "the company", "the statement"."""
        definite = words[0] in words_of("definite") or _OWNER.match(self._text, *span) is not None
        nouns = person_nouns(self._text, *span)
        own = nouns or in_class(words[-1], "document", "organization")
        if own and words[0] in ("its", "their") and not self._text.startswith(", ", span[1]):
            owner = self._bodies.its(span[0])
            return Speaker(None if nouns else owner, owner)
        if not nouns and any(in_class(w, "document") for w in words):
            return self._document(span, definite=definite)
        head = self._head(span)
        if apposed := self._apposed(span[1], head):
            return apposed
        if nouns:
            return self._role(span, head, definite=definite)
        return self._definite(span, words[0], head) if definite else NOBODY

    def _apposed(self, end: int, head: str) -> Speaker | None:
        """Whom a name between commas right after the words tells: "the manager, Ana Vell, said", "her label, Tin Anchor, said"."""
        if not self._text.startswith(", ", end):
            return None
        if people := self._roster.at((end + 2, end + 4)):
            return speaker(people[0])
        body = self._bodies.at(end + 2, end + 4)
        if body and self._text.startswith(",", body.end):
            return Speaker(body.name, body.name)
        found = _APPOSED_NAME.match(self._text, end + 2) if is_body_noun(head) else None
        return Speaker(found[1], found[1]) if found else None

    def _head(self, span: Offsets) -> str:
        """The noun of the phrase, lower case: "moulder" of "the old moulder at the works"."""
        words = _WORD.findall(_HEAD_END.split(self._text[slice(*span)])[0])
        return _CLITIC.sub("", words[-1].lower()) if words else ""

    def _definite(self, span: Offsets, first: str, head: str) -> Speaker:
        """The speaker behind "the company", "her employer", "the moulder"."""
        if first in ("his", "her") and is_body_noun(head):
            body = next((p.body for p in self._roster.before(span[0])), None)
            return Speaker(body, body)
        if is_body_noun(head) or in_class(head, "organization"):
            body = self._bodies.called(head, span[0]) or self._bodies.phrase(span[0])
            return Speaker(body, body)
        person = self._roster.called(head, span[0])
        return speaker(person) if person else NOBODY

    def _document(self, span: Offsets, *, definite: bool) -> Speaker:
        """The speaker behind a text: the body that it is from, or the one that spoke last for "the statement"."""
        source = _FROM.search(self._text, *span) or _FROM.match(self._text, span[1])
        inside = self._bodies.at(*span)
        body = (self._bodies.phrase(source.end()) if source else None) or (inside.name if inside else None)
        if body:
            return Speaker(body, body)
        previous = self._previous
        name = previous.name if previous.name == previous.body else None
        return Speaker(name, previous.body) if definite else NOBODY

    def _role(self, span: Offsets, head: str, *, definite: bool) -> Speaker:
        """The speaker behind a noun for a person."""
        body = self._tied_body(span)
        if not definite:
            untied = in_class(head, "voice") and not _TIE.search(self._text, span[0], span[1] + len(" with "))
            return Speaker(None, body or (self._bodies.near(span[0], company=False) if untied else None))
        nouns = person_nouns(self._text, *span)
        kinds, noun_at = frozenset(n.kind for n in nouns), next((n.at for n in nouns if n.at), None)
        company = works_for_company(frozenset(self._text[slice(*span)].lower().split()))
        if person := self._roster.called(head, span[0]):
            return speaker(person)
        near = self._roster.by_kind(kinds, noun_at, span[0], company=company)
        only = self._roster.alone(span[0])
        if only and not only.nouns and "nobody" not in kinds:
            return Speaker(only.name, only.body or (None if only.kinds else near))
        return Speaker(None, body or near)

    def _tied_body(self, span: Offsets) -> str | None:
        """The body that a description names: "a driver for Norvik", "the Norvik spokesman"; it may follow the words."""
        end = span[1]
        if _TIE.match(self._text, end):
            end += len(_CLAUSE_END.split(self._text[end : end + _AFTER])[0])
        tie = self._roster.reader.role(span[0], end)
        if tie is None or tie.former or tie.kind in ("nobody", "private"):
            return None
        return tie.body or (self._bodies.only(tie.at) if tie.at else None)
