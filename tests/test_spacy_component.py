"""onrecord as a spaCy component."""

from __future__ import annotations

import inspect
from types import SimpleNamespace

import pytest
import spacy
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

from onrecord import pipeline, spacy_component
from onrecord.errors import InputError
from onrecord.records import from_json, to_json
from onrecord.spacy_component import CLAIMS, ENTITIES, KEY, QUOTES, record_of

TEXT = "Norvik 🦀 said it would leave over the Data Act. “We will leave,” Belmora added.\nBelmora did not leave."


@pytest.fixture
def loaded(monkeypatch, fake_pipeline):
    """What `load` was called with, once a component is made."""
    calls = SimpleNamespace(name=None, options=None)

    def load(name, **options):
        calls.name, calls.options = name, options
        return fake_pipeline

    monkeypatch.setattr("onrecord.pipeline.load", load)
    return calls


@pytest.fixture(scope="module")
def shared():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("onrecord.pipeline.load", lambda *_, **__: None)
        nlp = spacy.blank("en")
        nlp.add_pipe("onrecord")
    return nlp


@pytest.fixture
def nlp(shared, fake_pipeline):
    """A spaCy pipeline that tests leave as it is: making one takes a while."""
    shared.get_pipe("onrecord").pipeline = fake_pipeline
    return shared


@pytest.fixture
def own_nlp(loaded):
    """A spaCy pipeline that a test may change."""
    nlp = spacy.blank("en")
    nlp.add_pipe("onrecord")
    return nlp


def test_the_record_is_the_pipelines_with_offsets_into_the_doc(nlp, fake_pipeline):
    doc = nlp(TEXT)
    record = doc._.onrecord
    assert record.text == doc.text == TEXT
    assert record.body_start == 0
    assert record.title is None
    assert record.claims == fake_pipeline(TEXT).claims


def test_settings_reach_load_and_defaults_are_its_own(loaded):
    spacy.blank("en").add_pipe("onrecord")
    usual = {
        k: p.default for k, p in inspect.signature(pipeline.Pipeline.__init__).parameters.items() if k in ("threshold", "max_chars")
    }
    usual |= {"disable": [], "device": "cpu", "threads": None, "lexicon": None}
    assert (loaded.name, loaded.options) == ("onrecord-en", usual)
    own = {"threshold": 0.7, "disable": ["dates"], "device": "cuda", "threads": 2, "lexicon": "my.csv", "max_chars": 99}
    spacy.blank("en").add_pipe("onrecord", config={"model": "other", **own})
    assert (loaded.name, loaded.options) == ("other", own)


@pytest.mark.parametrize("config", [{"threshold": "high"}, {"disable": 3}, {"treads": 2}])
@pytest.mark.usefixtures("loaded")
def test_a_wrong_setting_is_refused_by_spacy(config):
    with pytest.raises(ValueError, match=next(iter(config))):
        spacy.blank("en").add_pipe("onrecord", config=config)


def test_entities_carry_label_lexicon_id_and_record_id(nlp):
    doc = nlp(TEXT)
    assert [(span.text, span.label_, span.kb_id_, span.id_) for span in doc.spans[ENTITIES]][:2] == [
        ("Norvik", "COMPANY", "company:norvik", "e1"), ("Data Act", "LAW", "", "e2"),
    ]  # fmt: skip


def test_quotes_are_spans_with_their_kind(nlp):
    doc = nlp(TEXT)
    assert [(span.text, span.label_, span.id_) for span in doc.spans[QUOTES]] == [("We will leave,", "direct", "q1")]


def test_only_counted_claims_become_spans(nlp):
    doc = nlp(TEXT)
    assert len(doc._.onrecord.claims) == 3
    spans = doc.spans[CLAIMS]
    assert [(span.label_, span.id_) for span in spans] == [("withdraw", "c1"), ("withdraw", "c2")]
    evidence = {claim.id: claim.evidence.text for claim in doc._.onrecord.claims}
    assert all(evidence[span.id_] in span.text for span in spans)


def test_a_span_inside_a_token_is_widened_to_whole_tokens(nlp):
    doc = nlp("The anti-Norvikites met.")
    assert doc._.onrecord.entities[0].text == "Norvik"
    assert [span.text for span in doc.spans[ENTITIES]] == ["Norvikites"]


@pytest.mark.parametrize("text", ["", "  \n "])
def test_a_doc_without_words_gets_an_empty_record(nlp, text):
    doc = nlp(text)
    assert doc._.onrecord.text == text
    assert doc._.onrecord.claims == ()
    assert [len(doc.spans[key]) for key in (ENTITIES, QUOTES, CLAIMS)] == [0, 0, 0]


@pytest.mark.parametrize(("code", "lang"), [("en", "en"), ("xx", None)])
@pytest.mark.usefixtures("loaded")
def test_the_language_is_that_of_the_spacy_pipeline(code, lang):
    nlp = spacy.blank(code)
    nlp.add_pipe("onrecord")
    assert nlp("Norvik paused.")._.onrecord.lang == lang


def test_a_doc_that_never_went_through_has_no_record():
    assert spacy.blank("en")("Norvik paused.")._.onrecord is None


def test_pipe_keeps_order(nlp):
    texts = ["Norvik paused.", "", "Belmora did not leave."]
    assert [doc._.onrecord.text for doc in nlp.pipe(texts)] == texts


def test_an_error_goes_to_the_error_handler_of_pipe(own_nlp):
    with pytest.raises(InputError, match="BROKEN"):
        own_nlp("BROKEN")
    failed = []
    own_nlp.set_error_handler(lambda _name, _proc, docs, error: failed.append((docs[0].text, type(error))))
    assert [doc.text for doc in own_nlp.pipe(["BROKEN", "Norvik paused."])] == ["Norvik paused."]
    assert failed == [("BROKEN", InputError)]


def test_the_record_survives_doc_to_bytes(nlp):
    doc = nlp(TEXT)
    copy = Doc(Vocab()).from_bytes(doc.to_bytes())
    assert copy._.onrecord == doc._.onrecord
    assert [(s.text, s.label_, s.id_) for s in copy.spans[CLAIMS]] == [(s.text, s.label_, s.id_) for s in doc.spans[CLAIMS]]


def test_the_record_survives_a_docbin(nlp):
    docs = list(nlp.pipe([TEXT, "", "Café Zwölf paused."]))
    stored = DocBin(docs=docs, store_user_data=True).to_bytes()
    copies = list(DocBin().from_bytes(stored).get_docs(spacy.blank("en").vocab))
    assert [copy._.onrecord for copy in copies] == [doc._.onrecord for doc in docs]


def test_user_data_holds_the_record_as_a_line_of_json(nlp):
    line = nlp(TEXT).user_data[KEY]
    assert "\n" not in line
    assert to_json(from_json(line)) == line


def test_a_saved_pipeline_loads_again_with_its_settings(loaded, tmp_path):
    nlp = spacy.blank("en")
    nlp.add_pipe("onrecord", config={"threshold": 0.9})
    nlp.to_disk(tmp_path / "saved")
    again = spacy.load(tmp_path / "saved")
    assert again.pipe_names == ["onrecord"]
    assert loaded.options["threshold"] == 0.9
    assert again("Norvik paused.")._.onrecord.claims


def test_pipeline_bytes_round_trip(own_nlp, nlp):
    assert own_nlp.from_bytes(nlp.to_bytes())("Norvik paused.")._.onrecord.claims


def test_a_component_among_others(own_nlp):
    own_nlp.add_pipe("sentencizer", first=True)
    doc = own_nlp(TEXT)
    assert len(list(doc.sents)) == 3
    assert doc._.onrecord.claims


def test_the_factory_declares_what_it_sets(nlp):
    assert set(nlp.get_factory_meta("onrecord").assigns) == {"doc._.onrecord", "doc.spans"}


def test_record_of_reads_each_line_once(nlp, monkeypatch):
    doc = nlp(TEXT + " Once.")
    calls = []
    monkeypatch.setattr("onrecord.records.from_json", lambda line: calls.append(line) or from_json(line), raising=False)
    spacy_component._parsed.cache_clear()
    assert record_of(doc) is record_of(doc)
    assert len(calls) == 1


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.sampled_from("Nn .\n“”🦀é\u0301\t"), max_size=30).map(lambda s: s.replace("N", "Norvik paused. ")))
@example(text="🦀Norvik paused🦀")
def test_every_span_covers_the_words_of_its_record(nlp, text):
    doc = nlp(text)
    for span, entity in zip(doc.spans[ENTITIES], doc._.onrecord.entities, strict=True):
        assert span.start_char <= entity.start < entity.end <= span.end_char
        assert doc.text[entity.start : entity.end] == entity.text
