"""Records in, one page out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.records.files import replacing
from onrecord.report.bodies import Bodies
from onrecord.report.index import Index
from onrecord.report.pack import packed
from onrecord.report.page import page

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable

    from onrecord.types import Failure, Record

TITLE = "On record"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What went into a page."""

    articles: int
    claims: int
    """Counted or not."""
    failures: int
    size: int
    """Bytes of the file."""


def write_report(
    records: Iterable[Record],
    path: str | os.PathLike[str],
    *,
    failures: Iterable[Failure] = (),
    title: str = TITLE,
) -> Written:
    """Write a page about records as one HTML file; it appears whole or not at all.

    The page loads nothing and runs nothing but its own script. The same records give the same bytes.

    Args:
        records: Annotated articles, read once. Memory grows with the claims, and with the packed texts.
        path: Of the file; one that is there is replaced.
        failures: Articles that could not be read or annotated; the page counts and lists them.
        title: Of the page.

    Raises:
        InputError: There is no such folder, or two records have the same id.
        RecordError: A record holds what JSON or UTF-8 cannot.
        OSError: The disk is full or the folder may not be written to.
    """
    index, bodies = Index(), Bodies()
    for record in records:
        index.add(record)
        bodies.add(record)
    bodies.flush()
    failed = 0
    for failed, failure in enumerate(failures, 1):  # noqa: B007 - the last number is how many
        index.add_failure(failure)
    content = packed(index.content(title, bodies.firsts))
    with replacing(path) as temporary, temporary.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(page(title, content, bodies.parts))
    return Written(articles=index.articles, claims=index.claims, failures=failed, size=Path(path).stat().st_size)
