"""What a command is given: the articles to read and the pipeline to read them with."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from onrecord import articles, pipeline
from onrecord.batch import FILES
from onrecord.errors import InputError
from onrecord.types import Article, Failure

if TYPE_CHECKING:
    from onrecord.pipeline import Pipeline

_SUFFIXES = (
    ".html", ".htm", ".md", ".txt", ".jsonl", ".json", ".csv", ".tsv", ".parquet", ".docx", ".rtf", ".ris", ".pdf", ".eml",
    ".warc", ".gz", ".zst", ".bz2", ".xz",
)  # fmt: skip
"""A missing file with one of these is a slip, not the text of an article."""


def load_pipeline(model: str, *, disable: list[str] | None = None, **options: Any) -> Pipeline:
    """Return the pipeline that the options ask for; `disable` may hold several parts, separated by commas.

    Raises:
        InputError: An option that cannot be used.
        ModelError: No such model.
    """
    off = [part.strip() for given in disable or () for part in given.split(",") if part.strip()]
    return pipeline.load(model, disable=off, **options)


def check_inputs(inputs: list[str], out: Path) -> None:
    """Refuse to read the results of an earlier run as articles.

    Raises:
        InputError: `out` holds results and lies in a folder that is to be read.
    """
    where = out.resolve()
    for given in inputs:
        inside = given != "-" and where.is_relative_to(Path(given).resolve())
        if inside and any((out / name).exists() for name in FILES):
            raise InputError(f"{out}: holds results and lies in the input {given}, where they would be read as articles: move it")


def one_article(given: str, max_chars: int) -> Article:
    """Return the article that `show` is given: of a file, of standard input, or the text itself.

    Raises:
        InputError: There is no such file, or no article in it.
    """
    if given != "-" and not os.path.exists(given):  # noqa: PTH110 - a text can be too long for Path.exists
        if len(given.split()) < 2 or given.lower().endswith(_SUFFIXES):
            raise InputError(f"{given}: no such file, give a file, `-`, or a text of several words")
        return Article(id="text", text=given)
    if given != "-" and Path(given).is_dir():
        raise InputError(f"{given}: a folder, give one article or use `onrecord annotate`")
    items = articles.read([given], max_chars=max_chars)
    first = next(items)
    if isinstance(first, Failure):
        raise InputError(first.message)
    if next(items, None) is not None:
        typer.echo(f"{given}: holds several articles, this is the first", err=True)
    return first
