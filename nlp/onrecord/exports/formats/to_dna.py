"""Discourse Network Analyzer 3: a database (SQLite) that it opens, and the mapping rule beside it as `NAME.rule.csv`.

A claim is a statement on its evidence sentence: the organisation is the actor, the person who speaks for it is that of the
first quote, the concept is the target, and agreement follows from the rule (see `onrecord.exports.agreement`). Claims that
neither agree nor disagree are statements of a type of their own, without that variable. DNA asks for the password of the
coder Admin: it is `onrecord`.

Settings: `rule`, a CSV file in place of the package's rule; `concept`, target (default), or stance where what is done is to
be the concept, and agreement means that it is affirmed.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from onrecord.exports.agreement import BESIDE, rule_of, write_beside
from onrecord.exports.dna import MOST, Database
from onrecord.exports.offsets import units_of
from onrecord.records.files import replacing

if TYPE_CHECKING:
    from onrecord.exports.agreement import Rule
    from onrecord.exports.job import Job
    from onrecord.types import Claim, Record

SETTINGS = ("rule", "concept")
__all__ = ["BESIDE", "SETTINGS", "write"]


def write(records: Iterable[Record], job: Job) -> int:
    """Write a database and its rule; return the number of records.

    Raises:
        InputError: No such folder, or a rule that cannot be read.
    """
    rule, count = rule_of(job), 0
    by_stance = job.choice("concept", "target", "stance") == "stance"
    with replacing(job.path) as temporary, closing(sqlite3.connect(temporary)) as connection:
        database = Database(connection)
        for record in records:
            _add(database, record, rule, job, by_stance=by_stance)
            count += 1
        connection.commit()
    job.files.append(job.path)
    write_beside(rule, job)
    return count


def _add(database: Database, record: Record, rule: Rule, job: Job, *, by_stance: bool) -> None:
    names = {
        "id": record.id,
        "url": record.url,
        "lang": record.lang,
        "story": record.story,
        "model": record.model and record.model.name,
    }
    notes = json.dumps({name: value for name, value in names.items() if value}, ensure_ascii=False)
    source = _short(record.source or "", job)
    # DNA's editor drops the carriage return of a CRLF, which would move all that comes after it.
    text = record.text.replace("\r\n", " \n").replace("\r", "\n")
    job.lose("carriage returns, written as blanks or line feeds", record.text.count("\r"))
    document = database.add_document(_title(record, text, job), text, source=source, notes=notes, seconds=_seconds(record, job))
    unit = units_of(record.text)
    for claim in record.claims:
        values = _values(record, claim, job) | {"concept": _concept(claim, job, by_stance=by_stance)}
        agreement = claim.polarity == "affirmed" if by_stance else rule.agreement(claim)
        if agreement is not None:
            values["agreement"] = int(agreement)
        else:
            job.lose("claims that neither agree nor disagree, of the type without agreement")
        database.add_statement(document, unit(claim.evidence.start), unit(claim.evidence.end), values)
    _lose(job, record)


def _values(record: Record, claim: Claim, job: Job) -> dict[str, Any]:
    quotes = {quote.id: quote for quote in record.quotes}
    speakers = [speaker for name in claim.quotes if (speaker := quotes[name].speaker_name)]
    job.lose("claims whose actor can't be told, without organisation", claim.actor.name is None)
    job.lose("second speakers of a claim", max(len(speakers) - 1, 0))
    return {
        "person": _short(speakers[0] if speakers else "", job),
        "organization": _short(claim.actor.name or "", job),
        "stance": claim.stance,
        "affirmed": int(claim.polarity == "affirmed"),
        "stage": claim.stage,
        "attribution": claim.attribution,
        "target kind": claim.target.kind if claim.target else "",
        "jurisdiction": claim.jurisdiction or "",
        "statement date": claim.statement_date or "",
        "effective date": claim.effective_date or "",
        "confidence": "" if claim.confidence is None else repr(claim.confidence),
        "claim": claim.id,
    }


def _concept(claim: Claim, job: Job, *, by_stance: bool) -> str:
    if by_stance:
        return claim.stance
    if claim.target is None:
        job.lose("claims without target, their concept is empty")
        return ""
    return _short(claim.target.name or claim.target.text, job)


def _short(value: str, job: Job) -> str:
    """A value as short text: one line, no longer than DNA takes."""
    kept = " ".join(value.split())[:MOST]
    job.lose(f"short texts put on one line or cut at {MOST} characters", kept != value)
    return kept


def _title(record: Record, text: str, job: Job) -> str:
    """The title, else the first line: a title that isn't the text's first line would be put in front of it when it is read."""
    first = text.lstrip().partition("\n")[0].strip()
    if len(first) <= MOST:
        job.lose("titles that are not the first line of the text", record.title is not None and record.title.strip() != first)
        return first
    job.lose("titles longer than DNA takes", bool(record.title))
    return ""


def _seconds(record: Record, job: Job) -> int:
    try:
        day = date.fromisoformat(record.date or "")
    except ValueError:
        job.lose("articles without a date, which DNA has as 1970-01-01")
        return 0
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())


def _lose(job: Job, record: Record) -> None:
    job.lose("entities", len(record.entities))
    job.lose("quotes", len(record.quotes))
    job.lose("bounds of sentences", len(record.sentences))
    job.lose("places of actors", len(record.claims))
    job.lose("places of targets", sum(claim.target is not None for claim in record.claims))
    job.lose("lexicon ids of actors and targets", sum(bool(claim.actor.ref) for claim in record.claims))
    job.lose("marks of unsure claims", sum(claim.unsure for claim in record.claims))
    job.lose_fields(record, {"meta": "meta", "truncated_at": "truncation marks"})
