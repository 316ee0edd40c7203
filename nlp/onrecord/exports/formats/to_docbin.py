"""spaCy's DocBin (`.spacy`): a Doc for each record, the same span groups as the pipeline component gives.

- `onrecord_entities`: one span a mention; `label_`, `kb_id_` (lexicon id) and `id_`.
- `onrecord_quotes`: one span a piece; `label_` direct, indirect or mixed, `id_` the quote's id.
- `onrecord_claims`: the evidence of each counted claim, `label_` the stance, `id_` the claim's id;
  `onrecord_uncounted`: that of the others, which are no facts.

`doc.spans[group].attrs` has the other fields by id. `doc.ents` holds names and aliases that do not overlap, the longest
first, for training. Sentences begin where the record's do. `doc.user_data["onrecord"]` is the record as JSON, from which
`onrecord corpus convert docbin` reads it back equal. Tokens are those of the blank pipeline, cut where a span begins or ends
inside one.

Settings: `lang`, the language of the blank pipeline (en).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from onrecord.errors import InputError
from onrecord.exports.docs import ATTRIBUTES, doc_of
from onrecord.records.files import replacing

if TYPE_CHECKING:
    from spacy.language import Language

    from onrecord.exports.job import Job
    from onrecord.types import Record

SETTINGS = ("lang",)


def write(records: Iterable[Record], job: Job) -> int:
    """Write a DocBin; return the number of records.

    Raises:
        InputError: No such language or folder.
    """
    from spacy.tokens import DocBin

    nlp, count = _blank(job.settings.get("lang", "en")), 0
    with replacing(job.path) as temporary:
        found = DocBin(attrs=ATTRIBUTES, store_user_data=True)
        for record in records:
            found.add(doc_of(record, nlp, job))
            count += 1
        found.to_disk(temporary)
    job.files.append(job.path)
    return count


def _blank(lang: str) -> Language:
    import spacy

    try:
        return spacy.blank(lang)
    except ImportError:
        raise InputError(f"setting lang is {lang!r}, which spaCy has no language for: give a code such as en") from None
