"""The index of a page: every claim, its sentence and its quotes as columns, without the texts of the articles.

All that is counted, filtered and listed is in the index, so the page can do it at once; texts come in parts, see `bodies`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from onrecord.errors import InputError
from onrecord.events.keys import actor_key, is_named, target_key
from onrecord.report.columns import Codes, Names
from onrecord.types import STANCES

if TYPE_CHECKING:
    from onrecord.types import Claim, Failure, Quote, Record, Target

FORMAT = 1
"""Version of what the page's scripts read."""
FAILURES_SHOWN = 500
"""Rows of failures that the page lists; all of them are counted."""

_UNTOLD = ("words", "")
"""Key that all actors share who can't be told."""
_CODED = (
    "id", "stance", "polarity", "stage", "jurisdiction", "statement_date", "effective_date", "date_source", "attribution",
    "actor_text", "actor_name", "actor_label", "actor_ref", "target_text", "target_name", "target_label", "target_kind",
)  # fmt: skip
_NUMBERS = (
    "article", "actor", "target", "sentence", "actor_start", "actor_end", "target_start", "target_end", "confidence", "counted",
    "quotes",
)  # fmt: skip
_HEAD = ("id", "title", "date", "source", "url", "lang", "story")


class Index:
    """Takes in records one by one; `content` is what the page reads."""

    def __init__(self) -> None:
        self._codes = {name: Codes() for name in _CODED}
        self._claims: dict[str, list[Any]] = {name: [] for name in (*_CODED, *_NUMBERS)}
        self._articles: dict[str, list[Any]] = {name: [] for name in (*_HEAD, "first", "claims")}
        self._actors, self._targets = Names(), Names()
        self._sentences: dict[str, list[Any]] = {"article": [], "start": [], "text": []}
        self._quotes: dict[str, list[Any]] = {name: [] for name in ("article", "id", "kind", "text", "speaker", "organization")}
        self._models: dict[tuple[str, str, str], int] = {}
        self._stances: dict[str, None] = {}
        self._failures: list[list[str | None]] = []
        self._failed = 0
        self._seen: set[str] = set()

    def add(self, record: Record) -> None:
        """Take in a record.

        Raises:
            InputError: An article with its id is there already.
        """
        if record.id in self._seen:
            raise InputError(f"article {record.id!r} stands twice in the records, give each article once")
        self._seen.add(record.id)
        article = len(self._articles["id"])
        for name in _HEAD:
            self._articles[name].append(getattr(record, name))
        self._articles["first"].append(len(self._claims["id"]))
        self._articles["claims"].append(len(record.claims))
        self._stances.update(dict.fromkeys(record.scheme))
        if record.model:
            model = (record.model.name, record.model.version, record.model.digest)
            self._models[model] = self._models.get(model, 0) + 1
        self._add_claims(record, article)

    def add_failure(self, failure: Failure) -> None:
        """Take in an article that could not be read or annotated."""
        self._failed += 1
        if len(self._failures) < FAILURES_SHOWN:
            self._failures.append([failure.id, failure.stage, failure.error, failure.message])

    @property
    def articles(self) -> int:
        """Articles so far."""
        return len(self._articles["id"])

    @property
    def claims(self) -> int:
        """Claims so far, counted or not."""
        return len(self._claims["id"])

    def content(self, title: str, parts: list[int]) -> dict[str, Any]:
        """Return the index as JSON objects.

        Args:
            title: Of the page.
            parts: For each part of the texts the number of its first article.
        """
        stances = list(self._stances or STANCES)
        values = {name: codes.values for name, codes in self._codes.items()}
        return {
            "format": FORMAT, "title": title, "stances": stances, "parts": parts,
            "articles": self._articles, "claims": self._claims, "values": values,
            "actors": self._actors.rows, "targets": self._targets.rows,
            "sentences": self._sentences, "quotes": self._quotes,
            "models": [[*model, count] for model, count in self._models.items()],
            "failed": self._failed, "failures": self._failures,
        }  # fmt: skip

    def _add_claims(self, record: Record, article: int) -> None:
        sentences, quotes = self._new_sentences(record, article), self._new_quotes(record, article)
        for claim in record.claims:
            actor, target = claim.actor, claim.target
            row: dict[str, Any] = {
                **_coded(claim, target),
                "article": article, "sentence": sentences[claim.sentence], "actor": self._actor(claim),
                "target": self._target(target, record),
                "actor_start": actor.start, "actor_end": actor.end,
                "target_start": target.start if target else -1, "target_end": target.end if target else -1,
                "confidence": claim.confidence, "counted": int(claim.counted), "quotes": [quotes[name] for name in claim.quotes],
            }  # fmt: skip
            for name, value in row.items():
                self._claims[name].append(self._codes[name](value) if name in _CODED else value)

    def _actor(self, claim: Claim) -> int:
        actor = claim.actor
        key = actor_key(actor, "")
        return (
            self._actors(_UNTOLD, None, None, None) if key[0] == "words" else self._actors(key, actor.name, actor.label, actor.ref)
        )

    def _target(self, target: Target | None, record: Record) -> int:
        """The number of a target. One without a name is the same in its own article and its copies only."""
        known = target_key(target)
        if target is None or known is None:
            return -1
        if is_named(target):
            return self._targets(known, target.name, target.label, target.kind, None)
        known = ("words", record.story or record.id, known[1])
        return self._targets(known, target.name, target.label, target.kind, record.title or record.id)

    def _new_sentences(self, record: Record, article: int) -> dict[int, int]:
        found = {}
        for i in sorted({claim.sentence for claim in record.claims}):
            found[i] = len(self._sentences["text"])
            place = record.sentences[i]
            self._sentences["article"].append(article)
            self._sentences["start"].append(place.start)
            self._sentences["text"].append(record.text[place.start : place.end])
        return found

    def _new_quotes(self, record: Record, article: int) -> dict[str, int]:
        carrying = {name for claim in record.claims for name in claim.quotes}
        found = {}
        for quote in record.quotes:
            if quote.id in carrying:
                found[quote.id] = len(self._quotes["id"])
                for name, value in zip(self._quotes, (article, *_said(quote)), strict=True):
                    self._quotes[name].append(value)
        return found


def _coded(claim: Claim, target: Target | None) -> dict[str, str | None]:
    actor = claim.actor
    return {
        **{name: getattr(claim, name) for name in _CODED[:9]},
        "actor_text": actor.text, "actor_name": actor.name, "actor_label": actor.label, "actor_ref": actor.ref,
        "target_text": target and target.text, "target_name": target and target.name, "target_label": target and target.label,
        "target_kind": target and target.kind,
    }  # fmt: skip


def _said(quote: Quote) -> tuple[str | None, ...]:
    speaker = quote.speaker_name or (quote.speaker.text if quote.speaker else None)
    return quote.id, quote.kind, quote.text, speaker, quote.organization
