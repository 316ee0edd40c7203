"""Quotes as a spaCy component."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest
import spacy
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

from onrecord.errors import InputError, RecordError
from onrecord.quotes.job import NOT_NEEDED
from onrecord.spacy_quotes import NAME
from onrecord.types import Quote, Span

TEXT = "“We 🦀 will stay,” Ada Quill of Norvik said, “for now.” It rained.\nThe end."


class OneQuote:
    """Finds one quote in two pieces where its article has any, with cue and speaker."""

    def __init__(self, fake):
        self.fake = fake

    def __call__(self, article):
        record, text = self.fake(article), article.text
        if len(record.quotes) < 2 or "Quill" not in text:
            return record
        pieces = tuple(quote.spans[0] for quote in record.quotes[:2])
        start, end = pieces[0].start, pieces[-1].end
        cue, speaker = (Span.of(text, at, at + len(word)) for word in ("said", "Quill") for at in [text.index(word)])
        whole = Quote(
            id="q1", start=start, end=end, text=text[start:end], spans=pieces, kind="direct", cue=cue, speaker=speaker,
            speaker_name="Ada Quill", organization="Norvik",
        )  # fmt: skip
        return replace(record, quotes=(whole,), claims=(), sentences=())


@pytest.fixture
def loaded(monkeypatch, fake_pipeline):
    """What `load` was called with, once a component is made."""
    calls = SimpleNamespace(name=None, options=None)

    def load(name, **options):
        calls.name, calls.options = name, options
        return OneQuote(fake_pipeline)

    monkeypatch.setattr("onrecord.pipeline.load", load)
    return calls


@pytest.fixture(scope="module")
def shared():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("onrecord.pipeline.load", lambda *_, **__: None)
        nlp = spacy.blank("en")
        nlp.add_pipe(NAME)
    return nlp


@pytest.fixture
def nlp(shared, fake_pipeline):
    """A spaCy pipeline that tests leave as it is: making one takes a while."""
    shared.get_pipe(NAME).pipeline = OneQuote(fake_pipeline)
    return shared


def test_a_quote_is_spans_and_names(nlp):
    doc = nlp(TEXT)
    (quote,) = doc._.quotes
    assert [span.text for span in quote.pieces] == ["We 🦀 will stay,", "for now."]
    assert (quote.cue.text, quote.speaker.text) == ("said", "Quill")
    assert (quote.id, quote.kind, quote.speaker_name, quote.organization) == ("q1", "direct", "Ada Quill", "Norvik")
    assert not quote.anonymous
    assert doc.text[quote.start_char : quote.end_char].startswith("We 🦀 will stay,” Ada")
    assert all(span.doc is doc for span in (*quote.pieces, quote.cue, quote.speaker))


def test_the_pieces_are_a_span_group(nlp):
    doc = nlp(TEXT)
    assert [(span.text, span.label_, span.id_) for span in doc.spans[NAME]] == [
        ("We 🦀 will stay,", "direct", "q1"), ("for now.", "direct", "q1"),
    ]  # fmt: skip


def test_a_quote_without_cue_and_speaker(nlp):
    (quote,) = nlp("“We will leave,” it says.")._.quotes
    assert (quote.cue, quote.speaker) == (None, None)


def test_settings_reach_load_and_there_is_no_threshold(loaded):
    spacy.blank("en").add_pipe(NAME)
    usual = {"lexicon": None, "disable": NOT_NEEDED, "device": "cpu", "threads": None, "max_chars": 1_000_000}
    assert (loaded.name, loaded.options) == ("onrecord-en", usual)
    own = {"device": "cuda", "threads": 2, "lexicon": "my.csv", "max_chars": 99}
    spacy.blank("en").add_pipe(NAME, config={"model": "other", **own})
    assert (loaded.name, loaded.options) == ("other", own | {"disable": NOT_NEEDED})
    with pytest.raises(ValueError, match="threshold"):
        spacy.blank("en").add_pipe(NAME, config={"threshold": 0.5})


@pytest.mark.parametrize("text", ["", "  \n "])
def test_a_doc_without_words_has_no_quotes(nlp, text):
    doc = nlp(text)
    assert (doc._.quotes, len(doc.spans[NAME])) == ((), 0)


def test_a_doc_that_never_went_through_has_no_quotes():
    assert spacy.blank("en")(TEXT)._.quotes == ()


def test_pipe_keeps_order_and_errors_go_to_its_handler(loaded):
    nlp = spacy.blank("en")
    nlp.add_pipe(NAME)
    with pytest.raises(InputError, match="BROKEN"):
        nlp("BROKEN")
    failed = []
    nlp.set_error_handler(lambda _name, _proc, docs, _error: failed.append(docs[0].text))
    docs = list(nlp.pipe([TEXT, "BROKEN", "", "“No,” it says."]))
    assert [[len(quote.pieces) for quote in doc._.quotes] for doc in docs] == [[2], [], [1]]
    assert failed == ["BROKEN"]


@pytest.mark.parametrize("code", ["en", "xx"])
@pytest.mark.usefixtures("loaded")
def test_any_spacy_language_will_do(code):
    nlp = spacy.blank(code)
    nlp.add_pipe(NAME)
    assert len(nlp(TEXT)._.quotes) == 1


def plain(doc):
    return [
        (q.id, q.start_char, q.end_char, [p.text for p in q.pieces], q.cue.text, q.speaker.text, q.speaker_name)
        for q in doc._.quotes
    ]


def test_quotes_survive_doc_to_bytes(nlp):
    doc = nlp(TEXT)
    copy = Doc(Vocab()).from_bytes(doc.to_bytes())
    assert plain(copy) == plain(doc) != []
    assert [(s.text, s.label_, s.id_) for s in copy.spans[NAME]] == [(s.text, s.label_, s.id_) for s in doc.spans[NAME]]


def test_quotes_survive_a_docbin(nlp):
    docs = list(nlp.pipe([TEXT, ""]))
    stored = DocBin(docs=docs, store_user_data=True).to_bytes()
    copies = list(DocBin().from_bytes(stored).get_docs(spacy.blank("en").vocab))
    assert [plain(copy) for copy in copies] == [plain(doc) for doc in docs]


def test_a_part_of_a_doc_is_another_text(nlp):
    part = nlp(TEXT)[3:].as_doc(copy_user_data=True)
    with pytest.raises(RecordError, match="found in another text"):
        _ = part._.quotes


def test_a_saved_pipeline_loads_again_with_its_settings(loaded, tmp_path):
    nlp = spacy.blank("en")
    nlp.add_pipe(NAME, config={"threads": 1})
    nlp.to_disk(tmp_path / "saved")
    again = spacy.load(tmp_path / "saved")
    assert loaded.options["threads"] == 1
    assert len(again(TEXT)._.quotes) == 1


def test_beside_the_whole_component(loaded):
    nlp = spacy.blank("en")
    nlp.add_pipe("onrecord")
    nlp.add_pipe(NAME)
    doc = nlp(TEXT)
    assert doc._.onrecord.quotes[0].id == doc._.quotes[0].id
    assert len(doc.spans[NAME]) == 2


def test_the_factory_declares_what_it_sets(nlp):
    assert set(nlp.get_factory_meta(NAME).assigns) == {"doc._.quotes", "doc.spans"}


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.sampled_from("Nn .\n“”🦀é\u0301\t"), max_size=30).map(lambda s: s.replace("N", "“We’ll stay,” he said")))
@example(text="🦀“We’ll”🦀")
@example(text="“ ”")
@example(text="“n ”")
def test_every_span_covers_the_words_of_its_quote(nlp, fake_pipeline, text):
    doc = nlp(text)
    expected = fake_pipeline(text).quotes if text.strip() else ()
    for quote, known in zip(doc._.quotes, expected, strict=True):
        (piece,) = quote.pieces
        # A quote may begin and end with white space, a span does not.
        first, last = known.start + len(known.text) - len(known.text.lstrip()), known.start + len(known.text.rstrip())
        assert piece.start_char <= first < last <= piece.end_char
        assert (quote.start_char, quote.end_char) == (known.start, known.end)
