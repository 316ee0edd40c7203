"""Records, one a line: all of them, whole. Packed where the name ends in `.gz`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from onrecord.records.jsonl import write_jsonl

if TYPE_CHECKING:
    from onrecord.exports.job import Job
    from onrecord.types import Record

SETTINGS = ()


def write(records: Iterable[Record], job: Job) -> int:
    """Write records; return how many.

    Raises:
        InputError: There is no such folder.
    """
    count = write_jsonl(records, job.path)
    job.files.append(job.path)
    return count
