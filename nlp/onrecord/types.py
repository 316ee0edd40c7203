"""The data contract as frozen types. `text[start:end] == span.text` holds from birth.

Offsets are Unicode code points into `Record.text`, half-open. Every type here can be built by hand; a `Record`
checks itself when it is built and raises `RecordError` naming the field that is wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from onrecord.contract import check_record, scheme_of

SCHEMA_VERSION = "1"

Stance = str
"""One of `STANCES`, unless the record says under `meta` that it is of another scheme: see `Record.scheme`."""
Polarity = Literal["affirmed", "negated"]
Stage = Literal["in_effect", "announced", "threatened", "considering", "reversed"]
EntityLabel = Literal["COMPANY", "GOVERNMENT", "LAW", "PLACE"]
ActorLabel = Literal["COMPANY", "GOVERNMENT", "LAW", "PLACE", "OTHER"]
Via = Literal["name", "alias", "coref"]
QuoteKind = Literal["direct", "indirect", "mixed"]
TargetKind = Literal["law", "order", "agreement", "market", "own_measure", "other"]
Attribution = Literal["own", "reporter", "other", "anonymous"]
DateSource = Literal["explicit", "relative", "publication"]
FailureStage = Literal["read", "annotate", "write", "worker", "timeout"]

STANCES: tuple[Stance, ...] = ("pause", "comply", "withdraw", "undecided", "refuse")
STAGES: tuple[Stage, ...] = ("in_effect", "announced", "threatened", "considering", "reversed")
ENTITY_LABELS: tuple[EntityLabel, ...] = ("COMPANY", "GOVERNMENT", "LAW", "PLACE")

# Read by pydantic at the edge (records.codec): an unknown key in a file is an error, not a silent loss.
_STRICT = {"extra": "forbid"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of the record's text."""

    __pydantic_config__ = _STRICT

    start: int
    """Offset of the first character."""
    end: int
    """Offset after the last character."""
    text: str
    """The characters themselves, `record.text[start:end]`."""

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Span:
        """Return the span `text[start:end]`."""
        return cls(start=start, end=end, text=text[start:end])


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence and the stances of its counted claims."""

    __pydantic_config__ = _STRICT

    start: int
    end: int
    stances: tuple[Stance, ...] = ()
    """Stances of the sentence's counted claims, without repeats, in the order of the record's scheme."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """One mention of a company, government, law or place: a name, or words that stand for one."""

    __pydantic_config__ = _STRICT

    id: str
    start: int
    end: int
    text: str
    label: EntityLabel
    name: str
    """Canonical name."""
    ref: str | None = None
    """Id in the lexicon (`company:google`, `country:cn`, `org:…`, `law:…`), None when there is no match."""
    via: Via = "name"
    """How the mention got its name: it is the name, it is an alias of it, or it refers back (coref)."""
    antecedent: str | None = None
    """For a coref mention, the id of the entity it points at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Reported words, in one piece or several, with the cue and the speaker where the text gives them."""

    __pydantic_config__ = _STRICT

    id: str
    start: int
    end: int
    text: str
    spans: tuple[Span, ...]
    """The pieces of a broken-up quote, in order; `start` and `end` cover them all."""
    kind: QuoteKind
    cue: Span | None = None
    speaker: Span | None = None
    speaker_name: str | None = None
    """The person's (or body's) name as given elsewhere in the article."""
    organization: str | None = None
    """The organisation the speaker speaks for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who takes the stance: the mention in the sentence and what it refers to."""

    __pydantic_config__ = _STRICT

    start: int
    end: int
    text: str
    name: str | None
    """Canonical name; None when it can't be told."""
    label: ActorLabel
    ref: str | None = None
    entity: str | None = None
    """Id of the entity mention, None when the mention is no entity of the record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What the stance is about: a law, an order, an agreement, a market."""

    __pydantic_config__ = _STRICT

    start: int
    end: int
    text: str
    name: str | None
    label: ActorLabel
    ref: str | None
    kind: TargetKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One actor takes one stance (on one target) in one sentence."""

    __pydantic_config__ = _STRICT

    id: str
    actor: Actor
    stance: Stance
    polarity: Polarity = "affirmed"
    stage: Stage = "in_effect"
    target: Target | None = None
    jurisdiction: str | None = None
    """Where the stance takes effect: ISO 3166-1 alpha-2, or EU."""
    statement_date: str | None = None
    """When it was said or reported: YYYY, YYYY-MM or YYYY-MM-DD."""
    effective_date: str | None = None
    """When the act takes or took effect: YYYY, YYYY-MM or YYYY-MM-DD."""
    date_source: DateSource | None = None
    sentence: int
    """Index into `Record.sentences`."""
    evidence: Span
    """The sentence as a span."""
    quotes: tuple[str, ...] = ()
    """Ids of the quotes whose words carry the claim."""
    attribution: Attribution = "reporter"
    confidence: float | None = None
    """Calibrated probability that sentence, actor, stance and polarity are all right; None in gold."""
    unsure: bool = False
    """Gold only: a claim that need not be found."""

    @property
    def counted(self) -> bool:
        """Whether tables count the claim: affirmed, and in effect or announced."""
        return self.polarity == "affirmed" and self.stage in ("in_effect", "announced")


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelInfo:
    """Which model wrote a record."""

    __pydantic_config__ = _STRICT

    name: str
    version: str
    digest: str
    """SHA-256 over the model's files, hexadecimal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An article as it comes in."""

    id: str
    text: str
    title: str | None = None
    date: str | None = None
    """Publication date, YYYY-MM-DD."""
    source: str | None = None
    url: str | None = None
    lang: str | None = None
    meta: Mapping[str, Any] = field(default_factory=dict)
    """Every other key of the input, values as JSON knows them."""
    path: str | None = field(default=None, compare=False)
    """The file it was read from, for the row of a failure; no part of the record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """An article that could not be read or annotated."""

    id: str
    path: str | None = None
    stage: FailureStage = "annotate"
    error: str
    """Short class of the error, e.g. `InputError`."""
    message: str
    """What was wrong, where, and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """An annotated article. Raises `RecordError` when built from parts that do not fit together."""

    __pydantic_config__ = _STRICT

    schema_version: str = SCHEMA_VERSION
    id: str
    title: str | None = None
    date: str | None = None
    source: str | None = None
    url: str | None = None
    lang: str | None = None
    meta: dict[str, Any] = field(default_factory=dict)
    text: str
    body_start: int = 0
    """Where the given text begins, after a title that was put in front."""
    truncated_at: int | None = None
    """Offset at which reading stopped, None when all of the text was read."""
    story: str | None = None
    sentences: tuple[Sentence, ...] = ()
    entities: tuple[Entity, ...] = ()
    quotes: tuple[Quote, ...] = ()
    claims: tuple[Claim, ...] = ()
    model: ModelInfo | None = None

    def __post_init__(self) -> None:
        check_record(self, self.scheme)

    @property
    def scheme(self) -> tuple[Stance, ...]:
        """All stances that the record's claims may take, in order: `STANCES`, or those that `meta["stance_scheme"]` lists.

        Raises:
            RecordError: It lists something else than names.
        """
        return scheme_of(self.id, self.meta, STANCES)
