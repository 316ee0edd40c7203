"""spaCy's DocBin, as `onrecord export --to docbin` writes it, or as a pipeline with the component `onrecord` fills it.

The record is read from `doc.user_data["onrecord"]` (`DocBin(store_user_data=True)`); spans changed in spaCy are not read.
Source: https://spacy.io/api/docbin.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.corpora.reading import files_below
from onrecord.corpora.setup import Pending, Setup
from onrecord.errors import InputError
from onrecord.records.codec import from_json

if TYPE_CHECKING:
    from onrecord.types import Record

SETTINGS = ()

_KEY = "onrecord"


def read(path: Path, setup: Setup) -> Iterator[Pending]:
    """Yield the Docs of a file, or of the `.spacy` files below a folder.

    Raises:
        InputError: There is none, or one that is no DocBin.
    """
    del setup
    for file in files_below(path, ".spacy"):
        for number, doc in enumerate(_docs(file), 1):
            yield Pending(f"{file}: Doc {number}", partial(_record, doc))


def _docs(file: Path) -> Iterator[Any]:
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    try:
        found = DocBin().from_disk(file)
    except (OSError, ValueError, KeyError, TypeError, zlib.error) as error:
        raise InputError(f"{file}: cannot be read as a DocBin ({type(error).__name__}), is it whole?") from None
    yield from found.get_docs(Vocab())


def _record(doc: Any) -> Record:
    given = doc.user_data.get(_KEY)
    if not isinstance(given, str):
        raise InputError(f"doc.user_data has no {_KEY!r}, save it with DocBin(store_user_data=True)")
    return from_json(given)
