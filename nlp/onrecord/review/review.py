"""The review of one annotator: all articles, what is decided about each, and the way back."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from onrecord.errors import InputError, OnrecordError, RecordError
from onrecord.records import to_dict, to_json
from onrecord.records.files import write_lines
from onrecord.review.edits import made, read, without_path
from onrecord.review.gold import gold_record
from onrecord.review.journal import Journal
from onrecord.review.places import Options, Places, in_order, places, read_records
from onrecord.review.state import Json, State, Step, after, first_state, new_id, parts_of

if TYPE_CHECKING:
    import os

    from onrecord.types import Record

log = logging.getLogger(__name__)

_WAYS_BACK = ("undo", "redo")


class StaleError(OnrecordError):
    """A step was meant for an earlier state than the present one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a review has come."""

    articles: int
    finished: int
    claims: int
    """That the model found."""
    decided: int
    """Of these."""


@contextmanager
def open_review(out: str | os.PathLike[str], annotator: str, options: Options) -> Iterator[Review]:
    """Open the review of an annotator, new or as far as it has come, and close it again.

    Args:
        out: A folder of `onrecord annotate`, or a file of records.
        annotator: Whose review it is: a name of letters, digits, `.`, `_` and `-`.
        options: How it is done; they may change from one time to the next.

    Raises:
        InputError: There is nothing to review, the review is open elsewhere, its journal is damaged, or there is gold of that
            name that no journal accounts for.
        RecordError: A line is no record, or the journal is of other annotations.
        OSError: The disk is full or the folder may not be written to.
    """
    where = places(out, annotator)
    records = read_records(where.annotations)
    if where.gold.exists() and not where.journal.exists():
        raise InputError(f"{where.gold}: is there without its journal {where.journal.name}, move it or choose another name")
    with Journal(where.journal, annotator=annotator, records=where.annotations.name) as journal:
        review = Review(records, journal, where, annotator=annotator, options=options)
        review.write_gold()
        yield review


class Review:
    """What an annotator has decided about a collection. To be used by one thread at a time.

    Args:
        records: The articles.
        journal: Open; its steps are done again.
        where: The files.
        annotator: Whose review it is.
        options: How it is done.

    Raises:
        RecordError: The journal is of other annotations.
        InputError: It holds what is no step.
    """

    def __init__(self, records: Sequence[Record], journal: Journal, where: Places, *, annotator: str, options: Options) -> None:
        self.records = records
        self.places = where
        self.annotator = annotator
        self.options = options
        self.order = in_order(records, options.order)
        """Indexes of the records in the order of the review."""
        self.version = 0
        """Number of steps done, counting those that undo."""
        self.lost = journal.lost
        """Bytes of a step that was being written when the last review was killed."""
        self.trouble: str | None = None
        """Why the gold file is behind the journal, None where it is not."""
        self._journal = journal
        self._states: dict[int, State] = {}
        self._first: dict[int, State] = {}
        self._done: list[tuple[int, State]] = []
        self._undone: list[tuple[int, State]] = []
        self._lines: dict[int, str] = {}
        self._digests: dict[int, str] = {}
        self._index = {record.id: i for i, record in enumerate(records)}
        for n, entry in enumerate(journal.entries, 2):
            self._replay(entry, f"{journal.path}:{n}")

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether a step was just taken back."""
        return bool(self._undone)

    def state(self, index: int) -> State:
        """Return what is decided about an article."""
        return self._states.get(index) or self.first(index)

    def first(self, index: int) -> State:
        """Return the article as the model left it."""
        if index not in self._first:
            self._first[index] = first_state(self.records[index])
        return self._first[index]

    def open_claims(self, index: int) -> int:
        """Return how many claims of an article are not decided."""
        # Not by `first`: to ask for the states of articles that nobody has opened would copy the whole collection.
        return self._states[index].open if index in self._states else len(self.records[index].claims)

    def kept_claims(self, index: int) -> int:
        """Return how many claims an article has, rejected ones left out."""
        if index not in self._states:
            return len(self.records[index].claims)
        return sum(judged.status != "rejected" for judged in self._states[index].claims.values())

    def is_finished(self, index: int) -> bool:
        """Return whether an article is finished."""
        return index in self._states and bool(self._states[index].finished)

    def progress(self) -> Progress:
        """Return how far the review has come."""
        open_claims = sum(map(self.open_claims, range(len(self.records))))
        claims = sum(len(record.claims) for record in self.records)
        finished = sum(bool(state.finished) for state in self._states.values())
        return Progress(articles=len(self.records), finished=finished, claims=claims, decided=claims - open_claims)

    def do(self, index: int, step: object, version: int) -> int:
        """Do what the page asks for and return the index of the article that it changed: undo may change another.

        Args:
            index: Of the article.
            step: JSON of a `Step`; `to` of a `put` is JSON of an edit (see `onrecord.review.edits`). Or `{"do": "undo"}`,
                `{"do": "redo"}`.
            version: The `version` that the page has seen.

        Raises:
            StaleError: Something was done since, such as in another window.
            InputError: The step makes no sense.
            OSError: It could not be written, and is not done.
        """
        if version != self.version:
            raise StaleError("something was changed in another window: this is how it stands now")
        if isinstance(step, dict) and step.get("do") in _WAYS_BACK:
            return self._go_back(str(step["do"]))
        if index not in range(len(self.records)):
            raise InputError(f"there is no article {index}")
        resolved, state = self._resolved(index, read(Step, step))
        entry = {"article": self.records[index].id, "base": self._digest(index), "step": _plain(resolved)}
        self._journal.append(entry)
        self._take(index, state)
        return index

    def write_gold(self) -> None:
        """Write the finished articles, in the order of the annotations. Where none ever was, no file is made.

        Raises:
            OSError: The disk is full or the folder may not be written to.
        """
        finished = sorted(i for i, state in self._states.items() if state.finished)
        if finished or self.places.gold.exists():
            write_lines((self._line(i) for i in finished), self.places.gold)
        self.trouble = None

    def _digest(self, index: int) -> str:
        """What tells whether a record is still the one that was reviewed; its story and the like may change."""
        if index not in self._digests:
            found: dict[str, Any] = to_dict(self.records[index])
            seen = [found[key] for key in ("text", "sentences", "entities", "quotes", "claims")]
            self._digests[index] = sha256(json.dumps(seen).encode()).hexdigest()[:16]
        return self._digests[index]

    def _line(self, index: int) -> str:
        if index not in self._lines:
            self._lines[index] = to_json(gold_record(self.records[index], self._states[index], self.annotator))
        return self._lines[index]

    def _resolved(self, index: int, step: Step) -> tuple[Step, State]:
        """The step as the journal has it, the parts in the shape of the record, and what comes of it."""
        record, state, first = self.records[index], self.state(index), self.first(index)
        if step.do == "finish":
            step = Step(do="finish", fields=self.options.fields)
        if step.do == "put":
            name = new_id(state, step.part, first) if step.id is None else step.id
            if step.id is not None and name not in parts_of(state, step.part):
                raise InputError(f"there is no {step.part} {name!r} in this article any more")
            step = Step(do="put", part=step.part, id=name, to=made(record, state, step.part, name, step.to))
        found = after(state, step, first)
        _refuse_double(found, step)
        try:
            gold_record(record, found, self.annotator)
        except RecordError as error:
            raise InputError(without_path(error, record)) from None
        return step, found

    def _go_back(self, way: str) -> int:
        if not (self._done if way == "undo" else self._undone):
            raise InputError(f"there is nothing to {way}")
        self._journal.append({"step": {"do": way}})
        return self._turn(way)

    def _turn(self, way: str) -> int:
        """Take the last step back, or do it again."""
        source, sink = (self._done, self._undone) if way == "undo" else (self._undone, self._done)
        index, state = source.pop()
        sink.append((index, self.state(index)))
        self._set(index, state)
        return index

    def _take(self, index: int, state: State) -> None:
        self._done.append((index, self.state(index)))
        self._undone.clear()
        self._set(index, state)

    def _set(self, index: int, state: State) -> None:
        was = bool(self.state(index).finished)
        self._states[index] = state
        self._lines.pop(index, None)
        self.version += 1
        if self.version > len(self._journal.entries) and (was or state.finished):
            try:
                self.write_gold()
            except OSError as error:  # the step itself is safe in the journal, and the next one tries again
                self.trouble = f"{self.places.gold}: could not be written ({error.strerror or error}), make room"
                log.warning("%s", self.trouble)

    def _replay(self, entry: Json, where: str) -> None:
        """Do a step of the journal again."""
        try:
            if entry["step"].get("do") in _WAYS_BACK:
                self._turn(entry["step"]["do"])
                return
            index = self._index.get(entry["article"], -1)
            if index < 0 or entry["base"] != self._digest(index):
                hint = "was it annotated anew? Review the file that the review was begun on, or choose another name"
                name = entry["article"]
                raise RecordError(f"{where}: the article {name!r} is not as it was in {self.places.annotations}, {hint}")
            self._take(index, after(self.state(index), read(Step, entry["step"]), self.first(index)))
        except (InputError, AttributeError, LookupError, TypeError) as error:
            raise InputError(f"{where}: the step cannot be done again ({error}), restore the file from a copy") from None


def _refuse_double(state: State, step: Step) -> None:
    """Raise when a claim that was put says what another one says."""
    if step.do != "put" or step.part != "claim":
        return
    put = _said(state.claims[str(step.id)].claim)
    if any(name != step.id and judged.status != "rejected" and _said(judged.claim) == put for name, judged in state.claims.items()):
        raise InputError("this claim is there already: change something about it")


def _said(claim: Json) -> tuple[object, ...]:
    """What a claim says: who takes which stance, how, on what."""
    spans = [(span["start"], span["end"], span["name"]) if span else None for span in (claim["actor"], claim["target"])]
    return (*spans, claim["stance"], claim["polarity"], claim["stage"])


def _plain(step: Step) -> Json:
    """A step as JSON, without what it leaves to its defaults."""
    return {key: list(value) if key == "fields" else value for key, value in asdict(step).items() if value not in (None, (), [])}
