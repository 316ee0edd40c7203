"""Hugging Face data set: a folder of Parquet with a card, as the Hub has it.

`datasets.load_dataset(FOLDER)` gives a `DatasetDict` with one split; its rows are those of `onrecord.records.to_dataset`, and
`read_parquet` gives the records back equal. The features stand in the Parquet file. Nothing is sent anywhere.

Settings: `split`, the name of the split (train); `license`, for the card (unknown).
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from string import Template
from typing import TYPE_CHECKING, Any

from onrecord.errors import InputError
from onrecord.exports.words import data
from onrecord.records.arrow import GROUP_CHARS, ROW_GROUP, record_schema, to_row, write_rows

if TYPE_CHECKING:
    import pyarrow as pa

    from onrecord.exports.job import Job
    from onrecord.types import Record

SETTINGS = ("split", "license")

_SPLIT = re.compile(r"\w+(\.\w+)*", re.ASCII)
_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"), (10_000_000, "1M<n<10M"))


def write(records: Iterable[Record], job: Job) -> int:
    """Write a folder; return the number of records.

    Raises:
        InputError: The folder has something in it, or `split` is no name.
    """
    split = job.settings.get("split", "train")
    if not _SPLIT.fullmatch(split):
        raise InputError(f"setting split is {split!r}, give a name of letters, digits and _")
    facts: Counter[str] = Counter()
    models: dict[str, None] = {}
    with job.folder() as folder:
        (folder / "data").mkdir()
        groups = _groups(_seen(records, facts, models))
        count = write_rows(groups, folder / "data" / f"{split}-00000-of-00001.parquet", _schema())
        (folder / "README.md").write_text(_card(job, count, facts, list(models)), encoding="utf-8")
    return count


def _schema() -> pa.Schema:
    """The columns of a record, with the features that `datasets` reads them by."""
    from datasets import Features

    schema = record_schema()
    found: pa.Schema = schema.with_metadata(Features.from_arrow_schema(schema).arrow_schema.metadata)
    return found


def _seen(records: Iterable[Record], facts: Counter[str], models: dict[str, None]) -> Iterator[Record]:
    for record in records:
        facts.update(f"stance {claim.stance}" for claim in record.claims)
        facts.update({part: len(getattr(record, part)) for part in ("claims", "entities", "quotes", "sentences")})
        if record.lang:
            facts[f"lang {record.lang}"] += 1
        if record.model:
            models[f"{record.model.name} {record.model.version} ({record.model.digest[:12]})"] = None
        yield record


def _groups(records: Iterable[Record]) -> Iterator[list[dict[str, Any]]]:
    rows: list[dict[str, Any]] = []
    chars = 0
    for record in records:
        rows.append(to_row(record))
        chars += len(record.text)
        if len(rows) >= ROW_GROUP or chars >= GROUP_CHARS:
            yield rows
            rows, chars = [], 0
    if rows:
        yield rows


def _card(job: Job, count: int, facts: Counter[str], models: list[str]) -> str:
    """The card: what the Hub reads in front, then the facts. Every word of the records is quoted or escaped."""
    stances = sorted((name.removeprefix("stance "), n) for name, n in facts.items() if name.startswith("stance "))
    langs = sorted(name.removeprefix("lang ") for name in facts if name.startswith("lang "))
    size = next((name for most, name in _SIZES if count < most), "n>10M")
    return Template(data("card.md")).substitute(
        license=json.dumps(job.settings.get("license", "unknown")),
        languages=json.dumps(langs or ["en"]),
        size=size,
        split=job.settings.get("split", "train"),
        records=f"{count:,}",
        **{part: f"{facts[part]:,}" for part in ("claims", "entities", "quotes", "sentences")},
        stances="\n".join(f"| {stance} | {n:,} |" for stance, n in stances) or "| none | 0 |",
        models="\n".join(f"- {_plain(model)}" for model in models) or "- none told: gold, or another system's",
    )


def _plain(text: str) -> str:
    """A text as one line of code in Markdown."""
    return f"`{' '.join(text.replace('`', ' ').split())}`"
