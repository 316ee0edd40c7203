"""onrecord's own gold files: a JSON object a line, in any of the three shapes of `onrecord.records.read_gold`.

Shapes 2 (a sentence with its neighbours) and 3 (an article as a list of sentences) become shape 1, the record.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.corpora.reading import files_below, lines_of
from onrecord.corpora.setup import Pending, Setup
from onrecord.errors import InputError
from onrecord.records.codec import from_dict, parse_object
from onrecord.records.gold import record_from_article, record_from_sentences

if TYPE_CHECKING:
    from onrecord.types import Record

SETTINGS = ()

_SHAPES = {"text": from_dict, "sentence": record_from_sentences, "sentences": record_from_article}
"""The key that a shape is told by, and what reads it. `read_gold` does the same, but stops at the first bad line."""


def read(path: Path, setup: Setup) -> Iterator[Pending]:
    """Yield the lines of a file, or of the `.jsonl` files below a folder.

    Raises:
        InputError: A file cannot be read.
    """
    del setup
    for file in files_below(path, ".jsonl"):
        for number, line in lines_of(file):
            if line.strip():
                yield Pending(f"{file}:{number}", partial(_record, line))


def _record(line: str) -> Record:
    row = parse_object(line)
    for key, convert in _SHAPES.items():
        if key in row:
            return convert(row)
    raise InputError("no gold in any of the three shapes: it has none of the keys 'text', 'sentence', 'sentences'")
