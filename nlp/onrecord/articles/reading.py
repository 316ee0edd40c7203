"""`read`: paths in, articles and failures out, one by one and in order."""

from __future__ import annotations

import logging
import os
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.articles.exports import MAX_EXPORT, Draft, split
from onrecord.articles.formats import by_suffix, sniff
from onrecord.articles.markdown import article_from_markdown
from onrecord.articles.pages import article_from_html
from onrecord.articles.plain import article_from_text
from onrecord.articles.rows import article_from_mapping
from onrecord.articles.sources import Source, failure, find_sources
from onrecord.articles.tables import MAX_JSON, MAX_ROW, csv_rows, json_rows, jsonl_rows, parquet_rows
from onrecord.articles.warc import warc_pages
from onrecord.errors import InputError, MissingExtraError
from onrecord.types import Article, Failure

if TYPE_CHECKING:
    import io
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from onrecord.articles.formats import Format
    from onrecord.articles.tables import Row
    from onrecord.articles.warc import Page

_LOG = logging.getLogger(__name__)


def read(
    inputs: Iterable[str | Path] | str | Path, *, max_chars: int = 1_000_000, recursive: bool = True, unique: bool = True
) -> Iterator[Article | Failure]:
    """Yield the articles of files, folders and standard input, and a failure for each that cannot be read.

    Nothing is read before it is asked for, and of files of many articles never more than a few at a time.
    Nothing that an input holds raises: what is wrong with it is said in the failure, and reading goes on.

    Args:
        inputs: Paths of files (HTML, Markdown, plain text; JSONL, JSON, CSV, TSV, Parquet; WARC; DOCX, RTF, HTML and text
            exports of Nexis Uni, Factiva and ProQuest, RIS, PDF, EML; packed with gzip, zstd, bzip2 or xz if need be) and
            folders; `-` is standard input. A suffix that is not known is no matter: the content tells.
        max_chars: From this length on a plain text is passed on as it is, hard-wrapped lines and all. Longer texts are not
            cut here: the pipeline stops at its own limit and says so in the record.
        recursive: Whether to enter the folders in a folder.
        unique: Whether an article with the id of an earlier one becomes a failure. It takes about 250 bytes of memory an
            article; `onrecord.batch.annotate` checks by itself, on disk.
    """
    seen: dict[str, str] | None = {} if unique else None
    for given in [inputs] if isinstance(inputs, str | os.PathLike) else inputs:
        for source in find_sources(given, recursive=recursive):
            if isinstance(source, Failure):
                yield source
                continue
            for place, item in read_source(source, max_chars):
                yield _once(item, source, place, seen)


def _once(item: Article | Failure, source: Source, place: str, seen: dict[str, str] | None) -> Article | Failure:
    """The item, or a failure when an earlier article has its id."""
    if isinstance(item, Failure):
        return item
    if seen is None:
        return replace(item, path=source.path)
    if item.id in seen:
        message = f"{place}: id {item.id!r} was already given by {seen[item.id]}, give each article its own id"
        return failure(item.id, source.path, message)
    seen[item.id] = place
    return replace(item, path=source.path)


def read_source(source: Source, max_chars: int) -> Iterator[tuple[str, Article | Failure]]:
    """Yield the articles of one file, and what cannot be read of it, each with the place it stands at, for people."""
    try:
        with source.opened() as stream:
            form = by_suffix(source.suffixes) or sniff(stream.peek(1))
            if form in ("jsonl", "json", "csv", "parquet"):
                yield from _table(form, stream, source)
            elif form == "warc":
                yield from _archive(stream, source)
            else:
                yield from _documents(form, stream, source, max_chars)
    except MissingExtraError as error:
        yield source.path, failure(source.id, source.path, f"{source.path}: {error}", error="MissingExtraError")
    except InputError as error:
        yield source.path, failure(source.id, source.path, f"{source.path}: {error}")
    except OSError as error:
        message = f"{source.path}: cannot be read ({error.strerror or error}), check the file and its permissions"
        yield source.path, failure(source.id, source.path, message, error=type(error).__name__)
    except Exception as error:  # noqa: BLE001 (one file that a parser chokes on must not end a run over thousands)
        _LOG.debug("reading %s", source.path, exc_info=True)
        message = f"{source.path}: {type(error).__name__} while reading ({error}), report it with the file"
        yield source.path, failure(source.id, source.path, message, error=type(error).__name__)


def _documents(form: Format, stream: io.BufferedReader, source: Source, max_chars: int) -> Iterator[tuple[str, Article | Failure]]:
    """The article of a file that is one, or the articles of an export."""
    data = stream.read((MAX_ROW if form == "text" else MAX_EXPORT) + 1)
    drafts = None if form == "markdown" else split(form, data)
    if drafts is None:
        yield source.path, _document(form, data, source, max_chars)
        return
    for number, draft in enumerate(drafts, 1):
        place = source.path if len(drafts) == 1 else f"{source.path}, article {number}"
        yield place, _exported(draft, place, source.id if len(drafts) == 1 else f"{source.id}:{number}", source)


def _exported(draft: Draft, place: str, name: str, source: Source) -> Article | Failure:
    try:
        return draft.article(name)
    except InputError as error:
        return failure(name, source.path, f"{place}: {error}")


def _document(form: Format, data: bytes, source: Source, max_chars: int) -> Article:
    if form == "text":
        if len(data) > MAX_ROW:
            raise InputError(f"a text of more than {MAX_ROW:,} bytes, split it into articles")
        return article_from_text(data, id=source.id, max_chars=max_chars)
    build = article_from_html if form == "html" else article_from_markdown
    return build(data, id=source.id)


def _archive(stream: io.BufferedReader, source: Source) -> Iterator[tuple[str, Article | Failure]]:
    pages, skipped = 0, Counter[str]()
    for page in warc_pages(stream, skipped):
        pages += 1
        place = f"{source.path}, record {page.number}"
        yield place, _archived(page, place, source)
    others = ", ".join(f"{n:,} {kind}" for kind, n in sorted(skipped.items())) or "nothing"
    if not pages:
        raise InputError(f"the archive holds no web page ({others}), give one with pages")
    _LOG.info("%s: %d pages, passed over: %s", source.path, pages, others)


def _archived(page: Page, place: str, source: Source) -> Article | Failure:
    name = page.url or f"{source.id}:{page.number}"
    try:
        return page.article(name)
    except InputError as error:
        return failure(name, source.path, f"{place}: {error}")
    except Exception as error:  # noqa: BLE001 (one page that a parser chokes on must not end an archive of thousands)
        _LOG.debug("reading %s", place, exc_info=True)
        message = f"{place}: {type(error).__name__} while reading ({error}), report it with the page"
        return failure(name, source.path, message, error=type(error).__name__)


def _table(form: Format, stream: io.BufferedReader, source: Source) -> Iterator[tuple[str, Article | Failure]]:
    empty = True
    for row in _rows(form, stream, source.id):
        empty = False
        place = f"{source.path}, {row.place}"
        yield place, _row_article(row, place, source)
    if empty:
        raise InputError("the file holds no articles, give at least one row with id and text")


def _rows(form: Format, stream: io.BufferedReader, name: str) -> Iterator[Row]:
    if form == "json":
        return json_rows(stream.read(MAX_JSON + 1), name=name)
    readers = {"jsonl": jsonl_rows, "csv": csv_rows, "parquet": parquet_rows}
    return readers[form](stream)


def _row_article(row: Row, place: str, source: Source) -> Article | Failure:
    if row.value is None:
        return failure(f"{source.id}:{row.number}", source.path, f"{place}: {row.problem}")
    try:
        return article_from_mapping(row.value)
    except InputError as error:
        given = row.value.get("id")
        name = str(given) if isinstance(given, str | int) and str(given).strip() else f"{source.id}:{row.number}"
        return failure(name, source.path, f"{place}: {error}")
