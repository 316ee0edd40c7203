"""What comes of an article, made ready for the files where it was annotated: in a worker, if there are several."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol

from onrecord.errors import OnrecordError
from onrecord.types import Failure, Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import pyarrow as pa

    from onrecord.types import Article


class Annotator(Protocol):
    """What annotates: an `onrecord.Pipeline`, or another system that keeps the order and drops nothing."""

    def stream(self, articles: Iterable[Article | Failure | Mapping[str, Any]]) -> Iterator[Record | Failure]:
        """Return one record or failure for each article."""


@dataclass(slots=True, kw_only=True)
class Outcome:
    """An article's record, encoded, or its failure."""

    id: str
    failure: Failure | None = None
    line: str = ""
    """The record as a line of JSON, without a line end."""
    row: pa.RecordBatch | None = None
    """The record as a row of `records.record_schema`."""
    claims: pa.RecordBatch | None = None
    """Its claims as rows of `records.claims_schema`, None when it has none."""
    n_claims: int = 0
    words: int = 0
    """Words read."""
    truncated: bool = False
    """Whether only the beginning was read."""
    table: Counter[tuple[str | None, str]] = field(default_factory=Counter)
    """Counted claims by actor and stance."""


def outcomes(articles: Sequence[Article], annotator: Annotator) -> Iterator[Outcome]:
    """Yield what comes of each article, in order. An error of the annotator is the failure of the article it was at.

    Raises:
        OnrecordError: The annotator lost or invented an article.
    """
    rest = list(articles)
    while rest:
        answers = annotator.stream(iter(rest))
        answered = 0
        for item in _careful(answers):
            if answered == len(rest):
                raise OnrecordError(f"the pipeline invented articles ({len(rest)} in, more out): please report this")
            article = rest[answered]
            answered += 1
            yield outcome_of(item, path=article.path) if isinstance(item, Record | Failure) else failed(article, "annotate", item)
            if isinstance(item, Exception):
                break
        else:
            if answered != len(rest):
                raise OnrecordError(f"the pipeline lost articles ({len(rest)} in, {answered} out): please report this")
        rest = rest[answered:]


def _careful(answers: Iterator[Record | Failure]) -> Iterator[Record | Failure | Exception]:
    """The answers, and an error in place of the one that it kept from coming."""
    try:
        yield from answers
    except Exception as error:  # noqa: BLE001 - an annotator is anybody's code, and one article must not end a run
        yield error


def outcome_of(item: Record | Failure, *, path: str | None = None) -> Outcome:
    """Return a record or failure made ready; a failure where the record cannot be written.

    Args:
        item: What the annotator says.
        path: The file that the article was read from, for the row of a failure.
    """
    if isinstance(item, Failure):
        return Outcome(id=item.id, failure=item if item.path else replace(item, path=path))
    try:
        return _encoded(item)
    except (ValueError, TypeError, ArithmeticError, AttributeError) as error:  # RecordError, Arrow's, or of wrong types
        message = " ".join(str(error).split())
        failure = Failure(id=item.id, path=path, stage="write", error=type(error).__name__, message=message)
        return Outcome(id=item.id, failure=failure)


def prepare() -> None:
    """Load what encoding needs, lest the first article be charged for it."""
    from onrecord.records import claims_schema, record_schema

    claims_schema()
    record_schema()


def failed(article: Article, stage: Any, error: Exception | str, *, kind: str = "") -> Outcome:
    """Return the outcome of an article that came to nothing.

    Args:
        article: The article.
        stage: One of `onrecord.types.FailureStage`.
        error: What happened.
        kind: Short class of the error where `error` is a text.
    """
    message = " ".join(str(error).split()) or type(error).__name__
    name = kind or type(error).__name__
    return Outcome(id=article.id, failure=Failure(id=article.id, path=article.path, stage=stage, error=name, message=message))


def _encoded(record: Record) -> Outcome:
    import pyarrow as pa

    from onrecord.records import claims_schema, record_schema, to_json
    from onrecord.records.arrow import row_of_line
    from onrecord.records.tables import claim_rows

    line = to_json(record)
    rows = claim_rows(record)
    return Outcome(
        id=record.id,
        line=line,
        row=pa.RecordBatch.from_pylist([row_of_line(line)], schema=record_schema()),
        claims=pa.RecordBatch.from_pylist(rows, schema=claims_schema()) if rows else None,
        n_claims=len(rows),
        words=len(record.text[: record.truncated_at].split()),
        truncated=record.truncated_at is not None,
        table=Counter((claim.actor.name, claim.stance) for claim in record.claims if claim.counted),
    )
