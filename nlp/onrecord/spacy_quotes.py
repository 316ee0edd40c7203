"""Quotes inside a spaCy pipeline, without claims.

    >>> import spacy
    >>> nlp = spacy.blank("en")
    >>> nlp.add_pipe("onrecord_quotes")                          # doctest: +SKIP
    >>> doc = nlp("“We will stay,” said Ada Quill of Norvik.")   # doctest: +SKIP
    >>> doc._.quotes[0].speaker_name                             # doctest: +SKIP
    'Ada Quill'

What a Doc then holds:

- `doc._.quotes`: a tuple of `DocQuote`, in order: the pieces, the cue and the speaker as spaCy spans, the speaker's name and
  organisation, the kind. Empty for a Doc that never went through.
- `doc.spans["onrecord_quotes"]`: one span a piece; `label_` direct, indirect or mixed, `id_` the quote's id, which the pieces of
  a broken-up quote share. The component `onrecord` writes the same; beside it this one is not needed for the spans.
- `doc.user_data["onrecord_quotes"]`: the quotes as a line of JSON with exact offsets. That is where they are kept, so
  `Doc.to_bytes` and `DocBin(store_user_data=True)` carry them; the attribute reads them back.

A span whose ends fall inside tokens is widened to whole tokens; `start_char` and `end_char` of a `DocQuote` stay exact.
Nothing has to be set: the config takes `model`, `lexicon`, `device`, `threads` and `max_chars`, as `onrecord.load` does, and no
threshold, since quotes have none. Works with `nlp.pipe`. Installed, the package announces the factory to spaCy; from a
source tree import this module first. A saved pipeline keeps the component's settings, not the model.
"""
# No `from __future__ import annotations`: spaCy reads the factory's annotations to check a config.

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Optional

from spacy.language import Language
from spacy.tokens import Doc, Span

from onrecord.errors import RecordError
from onrecord.types import QuoteKind

if TYPE_CHECKING:
    from onrecord.pipeline import Pipeline

NAME = "onrecord_quotes"
"""Name of the factory, key of `doc.spans` and of the entry in `doc.user_data`."""
ATTRIBUTE = "quotes"
"""Name of the Doc's attribute."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocQuote:
    """A quote in a Doc, aligned to its tokens."""

    id: str
    start_char: int
    end_char: int
    """Exact offsets into `doc.text`, from the first piece to the last."""
    pieces: tuple[Span, ...]
    """The reported words, several where the quote is broken up."""
    kind: QuoteKind
    cue: Span | None
    """The word that reports: "said"."""
    speaker: Span | None
    """The speaker's mention: "she"."""
    speaker_name: str | None
    """The name that the article gives elsewhere, or the body that speaks."""
    organization: str | None
    """The organisation the speaker speaks for."""
    anonymous: bool
    """Whether the article keeps the speaker's name back."""


class QuotesComponent:
    """Finds the quotes of a Doc. Built by `nlp.add_pipe("onrecord_quotes")`; stateless between Docs."""

    def __init__(self, pipeline: "Pipeline") -> None:
        self.pipeline = pipeline

    def __call__(self, doc: Doc) -> Doc:
        """Return the same Doc with its quotes set; a Doc without words has none.

        Raises:
            InputError: A text that cannot be read. Inside `nlp.pipe`, `nlp.set_error_handler` decides what follows.
        """
        found = self._quotes(doc)
        doc.user_data[NAME] = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
        pieces = ((piece, quote) for quote in found for piece in quote["spans"])
        spans = (_span(doc, piece, label=quote["kind"], span_id=quote["id"]) for piece, quote in pieces)
        doc.spans[NAME] = [span for span in spans if span is not None]
        return doc

    def _quotes(self, doc: Doc) -> list[dict[str, Any]]:
        from onrecord.quotes.found import quotes_of
        from onrecord.types import Article

        if not doc.text.strip():
            return []
        # The language was chosen with the spaCy pipeline, except for "xx", which stands for any.
        language = None if doc.lang_ in ("", "xx") else doc.lang_
        record = self.pipeline(Article(id="doc", text=doc.text, lang=language))
        return [asdict(found.quote) | {"anonymous": found.anonymous} for found in quotes_of(record)]


@Language.factory(
    NAME,
    default_config={"model": "onrecord-en", "lexicon": None, "device": "cpu", "threads": None, "max_chars": 1_000_000},
    assigns=["doc._.quotes", "doc.spans"],
)
def make_onrecord_quotes(  # noqa: PLR0913, PLR0917 - spaCy's names for the options of `onrecord.load`
    nlp: Language,  # noqa: ARG001 - spaCy calls every factory with it
    name: str,  # noqa: ARG001
    model: str,
    lexicon: Optional[str],  # noqa: UP045 - confection resolves Optional on every Python we support
    device: str,
    threads: Optional[int],  # noqa: UP045
    max_chars: int,
) -> QuotesComponent:
    """Return the component for `nlp.add_pipe("onrecord_quotes", config={…})`.

    Args:
        nlp: The spaCy pipeline.
        name: The component's name in it.
        model: `onrecord-en` or the path of a model folder.
        lexicon: Path of a CSV file with your own names, see `onrecord.load`.
        device: `cpu`, or a torch device such as `cuda` for a model folder with torch weights.
        threads: CPU threads, all cores by default.
        max_chars: Characters of a Doc that are read; quotes further on are not found.

    Raises:
        InputError: A setting that cannot be used.
        ModelError: No such model.
    """
    from onrecord import pipeline
    from onrecord.quotes.job import NOT_NEEDED

    return QuotesComponent(
        pipeline.load(model, lexicon=lexicon, disable=NOT_NEEDED, device=device, threads=threads, max_chars=max_chars)
    )


def quotes_of_doc(doc: Doc) -> tuple[DocQuote, ...]:
    """Return the quotes of a Doc; what `doc._.quotes` gives.

    Raises:
        RecordError: The text is not the one that the quotes were found in, as in a Doc made of a part of another.
    """
    return tuple(_quote(doc, given) for given in json.loads(doc.user_data.get(NAME, "[]")))


def _quote(doc: Doc, given: dict[str, Any]) -> DocQuote:
    if doc.text[given["start"] : given["end"]] != given["text"]:
        raise RecordError(f"quote {given['id']} was found in another text: run the component `{NAME}` on this Doc")
    return DocQuote(
        id=given["id"], start_char=given["start"], end_char=given["end"], kind=given["kind"],
        pieces=tuple(span for piece in given["spans"] if (span := _span(doc, piece)) is not None),
        cue=_span(doc, given["cue"]), speaker=_span(doc, given["speaker"]),
        speaker_name=given["speaker_name"], organization=given["organization"], anonymous=given["anonymous"],
    )  # fmt: skip


def _span(doc: Doc, given: dict[str, Any] | None, *, label: str = "", span_id: str = "") -> Span | None:
    if given is None:
        return None
    return doc.char_span(given["start"], given["end"], label=label, alignment_mode="expand", span_id=span_id)


# Beside the factory, so that a Doc out of a DocBin has the attribute in a process that never builds the component.
Doc.set_extension(ATTRIBUTE, getter=quotes_of_doc, force=True)
