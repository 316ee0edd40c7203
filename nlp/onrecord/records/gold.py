"""Gold files in any of their three shapes, as records.

1. the record itself;
2. one sentence with its neighbours: `{"id", "prev", "sentence", "next", "entities", "claims", "meta"}`;
3. an article as a list of sentences: `{"id", "title", "date", "sentences": [{"sentence", "entities", "claims", "quotes"}]}`.

Shapes 2 and 3 give spans as exact text of the sentence; a text that isn't there is an error, so that no claim is lost.
What they don't say keeps the default of its field: polarity (affirmed), stage (in_effect), attribution, dates,
jurisdiction, the quotes of a claim. A target that is a law or a place has the kind law or market, any other the kind
other, unless `target_kind` says it. Keys that no one knows are errors, save those of a whole line: they go under `meta`.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

from onrecord.contract import SCHEME, scheme_fault, scheme_of
from onrecord.errors import InputError, RecordError
from onrecord.records.codec import from_dict, parse_object
from onrecord.records.files import read_lines
from onrecord.records.gold_parts import FIELD_KEYS, SentenceParts
from onrecord.records.gold_rows import Row
from onrecord.types import SCHEMA_VERSION, STANCES, Record

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Mapping, Sequence

LABELLED = "labelled_sentences"
"""Key of `meta` with the indexes of the sentences that were labelled, where the others are only context."""

FIELDS = ("entities", "claims", "target", "attribution", "jurisdiction", "dates", "quotes", "claim_quotes")
"""What gold can label. Some files label less, and say so under `meta["labelled_fields"]`: the rest cannot be scored."""
LABELLED_FIELDS = "labelled_fields"

_PARTS = ("sentence", "entities", "claims", "quotes")
"""Keys of a sentence in an article."""
_SENTENCE_KEYS = frozenset({"id", "prev", "next", "title", "meta", *_PARTS})
_ARTICLE_KEYS = frozenset({"id", "title", "sentences", "meta"})
_HEAD = ("date", "source", "url", "lang")


def read_gold(path: str | os.PathLike[str], *, stances: Sequence[str] = ()) -> Iterator[Record]:
    """Yield the records of a gold file; each line may have any of the three shapes.

    Args:
        path: The file, JSONL.
        stances: Stances of a scheme of one's own, for lines that do not name theirs under `meta["stance_scheme"]`.

    Raises:
        InputError: The file cannot be read, or `stances` are no names.
        RecordError: A line has none of the shapes, or a span isn't in its sentence; the message begins with file and line.
    """
    if stances and (fault := scheme_fault(stances)):
        raise InputError(f"the scheme {fault}")
    return read_lines(path, partial(_record, stances=tuple(stances)))


def labelled_sentences(record: Record) -> tuple[int, ...]:
    """Return the indexes of the sentences that were labelled: all, unless the record came of a sentence with context.

    Raises:
        RecordError: The record's `meta["labelled_sentences"]` is no list of indexes of its sentences.
    """
    every = range(len(record.sentences))
    given = record.meta.get(LABELLED)
    if given is None:
        return tuple(every)
    if not isinstance(given, list) or not all(type(i) is int and i in every for i in given):
        raise RecordError(f"record {record.id!r}: meta.{LABELLED} is {given!r}, give a list of indexes below {len(every)}")
    return tuple(given)


def labelled_fields(record: Record) -> frozenset[str]:
    """Return which of `FIELDS` were labelled: all, unless the record's `meta["labelled_fields"]` lists them.

    Raises:
        RecordError: It lists something else.
    """
    given = record.meta.get(LABELLED_FIELDS)
    if given is None:
        return frozenset(FIELDS)
    if not isinstance(given, list) or not set(given) <= set(FIELDS):
        raise RecordError(f"record {record.id!r}: meta.{LABELLED_FIELDS} is {given!r}, list some of {', '.join(FIELDS)}")
    return frozenset(given)


def record_from_sentences(row: Mapping[str, Any]) -> Record:
    """Return the record of a gold sentence with its neighbours (shape 2).

    The text is `prev`, `sentence` and `next` joined by blanks, as the scorer joins them, each a sentence of the record.
    Only the middle one is labelled: see `labelled_sentences`; the row's `meta` may say otherwise.

    Raises:
        RecordError: A key is missing, wrong or, in a claim, unknown, or a text isn't in the sentence.
    """
    given = Row(row)
    name = given.text("id")
    before, after = ((given.maybe_text(key) or "").strip() for key in ("prev", "next"))
    lines = [line for line in (before, given.text("sentence"), after) if line]
    index = 1 if before else 0
    record = _Draft(name, lines, glue=" ", scheme=_scheme(given))
    record.add(index, given)
    return record.build(_head(given, _SENTENCE_KEYS), {LABELLED: [index], LABELLED_FIELDS: _given_fields([given])})


def record_from_article(row: Mapping[str, Any]) -> Record:
    """Return the record of a gold article given as a list of sentences (shape 3).

    The text is the sentences joined by line ends, as the scorer joins them; the title stands in it only where the list
    has it.

    Raises:
        RecordError: A key is missing, wrong or, in a sentence or claim, unknown, or a text isn't in its sentence.
    """
    given = Row(row)
    name = given.text("id")
    _check_no_parts(given)
    sentences = given.rows("sentences", needed=True)
    record = _Draft(name, [s.text("sentence") for s in sentences], glue="\n", scheme=_scheme(given))
    for index, sentence in enumerate(sentences):
        sentence.check_keys(_PARTS)
        record.add(index, sentence)
    return record.build(_head(given, _ARTICLE_KEYS), {LABELLED_FIELDS: _given_fields(sentences)})


def _record(line: bytes, *, stances: tuple[str, ...]) -> Record:
    row = _object(line)
    meta = row.get("meta") or {}
    if stances and isinstance(meta, dict) and row.get(SCHEME) is None and meta.get(SCHEME) is None:
        row["meta"] = {**meta, SCHEME: list(stances)}
    if "text" in row:
        return from_dict(row)
    if "sentence" in row:
        return record_from_sentences(row)
    if "sentences" in row:
        return record_from_article(row)
    raise RecordError("no gold in any of the three shapes: it has none of the keys 'text', 'sentence', 'sentences'")


def _object(line: bytes) -> dict[str, Any]:
    try:
        return parse_object(line)
    except RecordError as error:
        # A list in one piece or, in a file meant for people to read, over many lines.
        if line.lstrip().startswith(b"["):
            raise RecordError(f"{error}; records are not in a list, write one object a line") from None
        raise


def _scheme(given: Row) -> tuple[str, ...]:
    """The stances that a line names for itself, ours where it names none."""
    return scheme_of(given.text("id"), {**given.mapping("meta"), **given.row}, STANCES)


def _check_no_parts(article: Row) -> None:
    for key in _PARTS[1:]:
        if key in article.row:
            raise article.wrong(key, "stands beside the sentences, put what belongs to each sentence into it")


def _given_fields(sentences: Sequence[Row]) -> list[str]:
    """Which of `FIELDS` the rows label: a part where some row has its key, a field of claims where some claim gives it."""
    found = {part for part in ("entities", "claims", "quotes") if any(sentence.has(part) for sentence in sentences)}
    claims = [claim for sentence in sentences for claim in sentence.rows("claims")]
    found |= {field for field, keys in FIELD_KEYS.items() if any(claim.has(key) for claim in claims for key in keys)}
    if "claims" in found:
        found.add("target")
    return [field for field in FIELDS if field in found]


class _Draft:
    """A record on its way: the text is known, the parts of its sentences are added one by one."""

    def __init__(self, name: str, lines: list[str], *, glue: str, scheme: tuple[str, ...]) -> None:
        self.name = name
        self.scheme = scheme
        self.text = glue.join(lines)
        self.sentences: list[dict[str, Any]] = []
        self.parts: dict[str, list[dict[str, Any]]] = {"entities": [], "quotes": [], "claims": []}
        self.claim_paths: list[str] = []
        start = 0
        for line in lines:
            self.sentences.append({"start": start, "end": start + len(line), "stances": []})
            start += len(line) + len(glue)

    def add(self, index: int, given: Row) -> None:
        """Add what a gold sentence says."""
        place = self.sentences[index]
        counts = {k: len(v) for k, v in self.parts.items()}
        parts = SentenceParts(given, offset=place["start"], index=index, counts=counts, scheme=self.scheme)
        self.parts["entities"] += parts.entities()
        self.parts["quotes"] += parts.quotes()
        self.parts["claims"] += parts.claims()
        self.claim_paths += parts.claim_paths
        place["stances"] = parts.stances()

    def build(self, head: dict[str, Any], meta: dict[str, Any]) -> Record:
        """The record; every check of the contract is made. What the row itself says under `meta` goes before `meta`."""
        given = head["meta"]
        head["meta"] = {**given, **{key: value for key, value in meta.items() if given.get(key) is None}}
        parts = {"text": self.text, "sentences": self.sentences, **self.parts}
        try:
            return from_dict({"schema_version": SCHEMA_VERSION, "id": self.name, **head, **parts})
        except RecordError as error:
            raise RecordError(self._placed(str(error))) from None

    def _placed(self, message: str) -> str:
        """The message with the claim's place in the row for that in the record, where a group is a claim for each member."""
        start = f"record {self.name!r}: "
        found = re.match(r"claims\[(\d+)\]", message.removeprefix(start))
        if found is None:
            return message
        return f"{start}{self.claim_paths[int(found[1])]}{message.removeprefix(start)[found.end() :]}"


def _head(given: Row, known: frozenset[str]) -> dict[str, Any]:
    """Title, date, source and the like, wherever they stand; all other keys are kept under `meta`, but for near misses."""
    given.check_near_misses({*known, *_HEAD, *_PARTS})
    meta = {**given.mapping("meta"), **{key: value for key, value in given.row.items() if key not in known}}
    found: dict[str, Any] = {"title": given.maybe_text("title")}
    for key in _HEAD:
        if isinstance(meta.get(key), str):
            found[key] = meta.pop(key)
        elif key in meta and meta[key] is None:
            del meta[key]
    return {**found, "meta": meta}
