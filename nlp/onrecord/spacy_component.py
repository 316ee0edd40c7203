"""onrecord inside a spaCy pipeline.

    >>> import spacy
    >>> nlp = spacy.blank("en")
    >>> nlp.add_pipe("onrecord")                             # doctest: +SKIP
    >>> doc = nlp("Norvik said it would leave Freedonia.")   # doctest: +SKIP
    >>> doc._.onrecord.claims                                # doctest: +SKIP

What a Doc then holds:

- `doc._.onrecord`: the `Record` of `doc.text`, offsets valid there; None for a Doc that never went through.
- `doc.user_data["onrecord"]`: the same record as a line of JSON. That is where it is kept, so `Doc.to_bytes` and
  `DocBin(store_user_data=True)` carry it; the attribute reads it back.
- `doc.spans["onrecord_entities"]`: one span a mention; `label_` COMPANY, GOVERNMENT, LAW or PLACE, `kb_id_` the id in the
  lexicon or "", `id_` the id in the record.
- `doc.spans["onrecord_quotes"]`: one span a piece of a quote; `label_` direct, indirect or mixed, `id_` the quote's id,
  which the pieces of a broken-up quote share.
- `doc.spans["onrecord_claims"]`: the evidence sentence of each *counted* claim; `label_` the stance, `id_` the claim's id.
  Negated, threatened, considered and reversed stances stand in the record only, lest they be taken for facts.

A span whose ends fall inside tokens is widened to whole tokens; the record keeps the exact offsets. Installed, the
package announces the factory to spaCy; from a source tree import this module first. A saved pipeline keeps the
component's settings, not the model: `spacy.load` needs the same model name or folder.
"""
# No `from __future__ import annotations`: spaCy reads the factory's annotations to check a config.

from functools import lru_cache
from typing import TYPE_CHECKING, Optional

from spacy.language import Language
from spacy.tokens import Doc

if TYPE_CHECKING:
    from onrecord.pipeline import Pipeline
    from onrecord.types import Record

KEY = "onrecord"
"""Name of the factory, of the Doc's attribute and of the entry in `doc.user_data`."""
ENTITIES, QUOTES, CLAIMS = "onrecord_entities", "onrecord_quotes", "onrecord_claims"
"""Keys of `doc.spans`."""


class OnrecordComponent:
    """Annotates a Doc. Built by `nlp.add_pipe("onrecord")`; stateless between Docs."""

    def __init__(self, pipeline: "Pipeline") -> None:
        self.pipeline = pipeline

    def __call__(self, doc: Doc) -> Doc:
        """Return the same Doc with the record and its spans set. A Doc without words gets an empty record.

        Raises:
            InputError: A text that cannot be annotated. Inside `nlp.pipe`, `nlp.set_error_handler` decides what follows.
        """
        from onrecord.records import to_json

        record = self._record(doc)
        doc.user_data[KEY] = to_json(record).rstrip("\n")
        _set_spans(doc, record)
        return doc

    def _record(self, doc: Doc) -> "Record":
        from onrecord.types import Article, Record

        if not doc.text.strip():
            return Record(id="doc", text=doc.text, model=self.pipeline.info)
        # The language was chosen with the spaCy pipeline, except for "xx", which stands for any.
        return self.pipeline(Article(id="doc", text=doc.text, lang=None if doc.lang_ in ("", "xx") else doc.lang_))


@Language.factory(
    KEY,
    default_config={
        "model": "onrecord-en",
        "threshold": None,
        "disable": [],
        "device": "cpu",
        "threads": None,
        "lexicon": None,
        "max_chars": 1_000_000,
    },
    assigns=["doc._.onrecord", "doc.spans"],
)
def make_onrecord(  # noqa: PLR0913, PLR0917 - spaCy's names for the options of `onrecord.load`
    nlp: Language,  # noqa: ARG001 - spaCy calls every factory with it
    name: str,  # noqa: ARG001
    model: str,
    threshold: Optional[float],  # noqa: UP045 - confection resolves Optional on every Python we support
    disable: list[str],
    device: str,
    threads: Optional[int],  # noqa: UP045
    lexicon: Optional[str],  # noqa: UP045
    max_chars: int,
) -> OnrecordComponent:
    """Return the component for `nlp.add_pipe("onrecord", config={…})`.

    Args:
        nlp: The spaCy pipeline.
        name: The component's name in it.
        model: `onrecord-en` or the path of a model folder.
        threshold: Least confidence of a claim, 0 to 1; the model's own by default.
        disable: Parts of onrecord to leave out, see `onrecord.load`.
        device: `cpu`, or a torch device such as `cuda` for a model folder with torch weights.
        threads: CPU threads, all cores by default.
        lexicon: Path of a CSV file with your own names, see `onrecord.load`.
        max_chars: Characters of a Doc that are read; a longer one has `truncated_at` set in its record.

    Raises:
        InputError: A setting that cannot be used.
        ModelError: No such model.
    """
    from onrecord import pipeline

    loaded = pipeline.load(
        model, threshold=threshold, disable=disable, device=device, threads=threads, lexicon=lexicon, max_chars=max_chars
    )
    return OnrecordComponent(loaded)


def record_of(doc: Doc) -> "Record | None":
    """Return the record of a Doc, None if it has none; what `doc._.onrecord` gives.

    Raises:
        RecordError: The Doc holds a record that this version cannot read.
    """
    line = doc.user_data.get(KEY)
    return None if line is None else _parsed(line)


@lru_cache(maxsize=64)
def _parsed(line: str) -> "Record":
    from onrecord.records import from_json

    return from_json(line)


def _set_spans(doc: Doc, record: "Record") -> None:
    entities = [(e.start, e.end, e.label, e.ref or "", e.id) for e in record.entities]
    quotes = [(piece.start, piece.end, q.kind, "", q.id) for q in record.quotes for piece in q.spans]
    claims = [(c.evidence.start, c.evidence.end, c.stance, "", c.id) for c in record.claims if c.counted]
    for key, found in ((ENTITIES, entities), (QUOTES, quotes), (CLAIMS, claims)):
        spans = (
            doc.char_span(start, end, label=label, kb_id=ref, alignment_mode="expand", span_id=name)
            for start, end, label, ref, name in found
        )
        doc.spans[key] = [span for span in spans if span is not None]


# Beside the factory, so that a Doc out of a DocBin has the attribute in a process that never builds the component.
Doc.set_extension(KEY, getter=record_of, force=True)
