"""The pipeline with the model that ships."""

import csv
import dataclasses
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import onrecord
from onrecord.errors import InputError
from onrecord.pipeline import cut_at, model_folder, with_title
from onrecord.types import Article, Failure, Record
from tests_support import ROOT

TEXT = (
    "Norvik Energy said on Monday that it would suspend exports to Germany while it reviews the new data law. "
    "“We will not leave Germany,” said Ana Vell, a Norvik spokeswoman.\n\n"
    "Selmar pulled out of Germany last year. The company declined to comment."
)


@pytest.fixture(scope="module")
def nlp():
    return onrecord.load(threads=2)


@pytest.fixture(scope="module")
def record(nlp):
    return nlp({"id": "a", "title": "Norvik to pause exports", "date": "2021-03-02", "text": TEXT, "desk": "trade"})


def test_a_record_carries_what_came_in(record):
    assert (record.id, record.title, record.date, record.meta) == ("a", "Norvik to pause exports", "2021-03-02", {"desk": "trade"})
    assert record.text == f"Norvik to pause exports\n\n{TEXT}"
    assert record.text[record.body_start :] == TEXT
    assert record.lang == "en"
    assert record.model == onrecord.load().info


def test_names_stances_and_quotes_are_found(record):
    assert {("Norvik", "COMPANY"), ("Selmar", "COMPANY")} <= {(e.name, e.label) for e in record.entities}
    claims = {(c.actor.name, c.stance) for c in record.claims}
    assert ("Norvik", "pause") in claims
    assert ("Selmar", "withdraw") in claims
    (quote,) = [q for q in record.quotes if q.kind == "direct"]
    assert (quote.speaker_name, quote.organization) == ("Ana Vell", "Norvik")


def test_a_claim_points_at_its_sentence_and_its_dates(record):
    claim = next(c for c in record.claims if c.actor.name == "Norvik" and c.stance == "pause" and c.sentence > 0)
    sentence = record.sentences[claim.sentence]
    assert claim.evidence.text == record.text[sentence.start : sentence.end]
    assert claim.statement_date == "2021-03-01"
    assert "pause" in sentence.stances
    assert 0 < claim.confidence < 1


def test_every_sentence_lists_just_its_counted_stances(record):
    for i, sentence in enumerate(record.sentences):
        assert set(sentence.stances) == {c.stance for c in record.claims if c.sentence == i and c.counted}


def test_records_round_trip(record):
    assert onrecord.from_json(onrecord.to_json(record)) == record


def test_results_depend_on_nothing_but_the_article(nlp):
    articles = [Article(id=str(i), text=TEXT[: 90 + 40 * i]) for i in range(6)]
    forward = {r.id: r for r in nlp.stream(articles)}
    backward = {r.id: r for r in nlp.stream(reversed(articles))}
    alone = {a.id: nlp(a) for a in articles}
    assert forward == backward == alone


def test_a_higher_threshold_keeps_fewer_claims_and_the_same_ones():
    many = onrecord.load(threshold=0.05)(TEXT).claims
    least = sum(sorted(c.confidence for c in many)[-2:]) / 2
    few = onrecord.load(threshold=least)(TEXT).claims
    assert 0 < len(few) < len(many)
    assert all(c.confidence >= least for c in few)
    told = {(c.sentence, c.stance, c.actor.start) for c in many}
    assert {(c.sentence, c.stance, c.actor.start) for c in few} <= told


@pytest.mark.parametrize(("off", "gone"), [("quotes", "quotes"), ("claims", "claims")])
def test_disabled_components_leave_their_part_empty(off, gone):
    record = onrecord.load(disable=[off])(TEXT)
    assert getattr(record, gone) == ()
    assert record.entities


def test_disabled_references_and_dates():
    record = onrecord.load(disable=["references", "dates"])(TEXT)
    assert not [e for e in record.entities if e.via == "coref"]
    assert {c.statement_date for c in record.claims} == {None}


def test_a_stream_gives_one_result_an_article_in_order(nlp):
    given_ = [
        {"id": "good", "text": TEXT},
        Failure(id="unread", error="InputError", message="cannot be read", stage="read"),
        {"id": "empty", "text": " \n "},
        {"id": "no text"},
        {"id": "german", "text": "Das Unternehmen teilte am Montag mit, dass es der Anordnung des Gerichts folgen werde. " * 5},
        Article(id="fine", text="Selmar left."),
    ]
    results = list(nlp.stream(given_))
    assert [r.id for r in results] == ["good", "unread", "empty", "no text", "german", "fine"]
    assert [type(r) for r in results] == [Record, Failure, Failure, Failure, Failure, Record]
    assert "not in English" in results[4].message


def test_an_unexpected_error_is_a_failure_row_that_names_it(nlp, monkeypatch):
    monkeypatch.setattr(nlp, "_annotate", lambda *_: 1 / 0)
    (result,) = nlp.stream([Article(id="x", text="Selmar left.")])
    assert (result.id, result.error) == ("x", "ZeroDivisionError")


def test_a_long_article_is_cut_and_says_so():
    nlp = onrecord.load(max_chars=200)
    record = nlp(TEXT * 20)
    assert record.truncated_at is not None
    assert record.truncated_at <= 200
    assert len(record.text) == len(TEXT) * 20
    assert max(s.end for s in record.sentences) <= record.truncated_at


def test_a_date_that_cannot_be_told_is_kept_with_a_note(nlp):
    record = nlp(Article(id="x", text="Selmar left.", date="03/04/2020"))
    assert record.date is None
    assert record.meta["date_given"] == "03/04/2020"


def test_the_shipped_model_is_found_and_small():
    folder = model_folder()
    assert sum(f.stat().st_size for f in folder.iterdir() if f.is_file()) < 30_000_000


def test_your_own_names_win(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("id,name,label,aliases\ncompany:norvik,Norvik ASA,COMPANY,Norvik Energy\n", encoding="utf-8")
    record = onrecord.load(lexicon=path)(TEXT)
    assert ("Norvik ASA", "company:norvik") in {(e.name, e.ref) for e in record.entities}


@pytest.mark.parametrize(
    ("title", "text", "whole", "start"),
    [
        ("T", "Body.", "T\n\nBody.", 3),
        (None, "Body.", "Body.", 0),
        ("", "Body.", "Body.", 0),
        ("Body.", "Body.\n\nMore.", "Body.\n\nMore.", 0),
        (" T ", "T", "T", 0),
    ],
)
def test_the_title_goes_in_front_unless_it_is_there(title, text, whole, start):
    assert with_title(Article(id="x", title=title, text=text)) == (whole, start)


@given(st.text(min_size=1, max_size=300), st.integers(10, 100))
def test_a_cut_falls_within_the_limit(text, limit):
    cut = cut_at(text, limit)
    assert (cut is None) == (len(text) <= limit)
    if cut is not None:
        assert limit // 2 < cut <= limit


SOUP = st.lists(
    st.sampled_from(
        [
            "Norvik ",
            "said ",
            "it would ",
            "leave ",
            "suspend ",
            "Germany",
            ". ",
            "“",
            "”",
            '"',
            "''",
            "\n\n",
            "İ",
            "😀",
            "the law ",
            "\u200b",
            "é",
            "(",
            "We ",
        ]
    ),
    max_size=60,
)


@given(SOUP.map("".join) | st.text(max_size=200))
@settings(deadline=None, max_examples=60)
def test_any_text_gives_a_record_that_holds_or_a_plain_error(text):
    nlp = _soup_pipeline()
    try:
        record = nlp(text)
    except InputError:
        return
    assert record.text == text
    assert onrecord.from_json(onrecord.to_json(record)) == record


def _soup_pipeline(kept=[]):  # noqa: B006 - one pipeline for all examples
    if not kept:
        kept.append(onrecord.load(disable=["language"]))
    return kept[0]


def test_stance_comes_from_reading_not_from_memory(nlp):
    """Another company in the same sentence must not change its stance: at least 95 % of 50 sentences x 6 invented names."""
    with (Path(__file__).parent / "data" / "stance_sentences.csv").open(encoding="utf-8", newline="") as file:
        sentences = [row["sentence"] for row in csv.DictReader(file)]
    assert len(sentences) == 50

    def stances(name):
        return [{(c.stance, c.polarity) for c in nlp(s.replace("{X}", name)).claims} for s in sentences]

    known = stances("Google")
    assert sum(bool(k) for k in known) >= 30, "most of these sentences carry a claim"
    invented = ("Zanubrex", "Quintar Holdings", "Melbo", "Norvik", "Teralune Energy", "Ostrev Foods")
    same = {name: sum(a == b for a, b in zip(known, stances(name), strict=True)) for name in invented}
    assert sum(same.values()) >= 0.95 * 50 * len(invented), same


def test_samples_are_annotated_without_failures(nlp):
    from onrecord.articles import read

    results = list(nlp.stream(read([ROOT / "corpora" / "samples"])))
    records = [r for r in results if isinstance(r, Record)]
    failures = [r for r in results if isinstance(r, Failure)]
    assert failures == []
    assert len(records) >= 30
    assert sum(len(r.claims) for r in records) > 60
    assert {c.stance for r in records for c in r.claims} == {"pause", "comply", "withdraw", "undecided", "refuse"}


def test_records_are_frozen(record):
    with pytest.raises(dataclasses.FrozenInstanceError):
        record.text = "other"
