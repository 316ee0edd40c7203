"""What annotators decide, taken back, taken up again after a kill, and as gold."""

from __future__ import annotations

import json
import random
import shutil
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import InputError, RecordError
from onrecord.evaluate.agreement import agree
from onrecord.records import read_gold, write_jsonl
from onrecord.review import Options, open_review, views
from onrecord.review.review import StaleError
from onrecord.train.labels import record_rows
from onrecord.types import STANCES
from review.invented_reviews import edit, folder, moose, records, span, words

M, P, N = 2, 1, 0
"""Indexes of the articles in the file: moose, plain, nothing."""


@pytest.fixture
def out(tmp_path):
    return folder(tmp_path / "out")


@pytest.fixture
def review(out):
    with open_review(out, "anna", Options()) as found:
        yield found


def do(review, index=M, **step):
    return review.do(index, step, review.version)


def status(review, index=M):
    return {name: judged.status for name, judged in review.state(index).claims.items()}


def finish(review, index=M):
    for name, judged in review.state(index).claims.items():
        if judged.status == "open":
            do(review, index, do="accept", id=name)
    do(review, index, do="finish")


def gold(review):
    return {record.id: record for record in read_gold(review.places.gold)}


def test_the_least_confident_article_comes_first_and_those_without_claims_last(out):
    with open_review(out, "anna", Options()) as found:
        assert found.order == [M, P, N]
    with open_review(out, "anna", Options(order="file")) as found:
        assert found.order == [N, P, M]
    with open_review(out, "anna", Options(order="random")) as one, open_review(out, "ben", Options(order="random")) as two:
        assert one.order == two.order
        assert sorted(one.order) == [N, P, M]


def test_a_finished_article_is_gold(review):
    do(review, do="accept", id="c1")
    do(review, do="reject", id="c2")
    do(review, do="put", id="c3", to=edit(moose(), "Zellbank AG", "comply", polarity="negated"))
    do(
        review,
        do="put",
        to=edit(moose(), "Belmora", "withdraw", target=words(moose(), "Data Act", 1), jurisdiction="JP", unsure=True),
    )
    assert status(review) == {"c1": "accepted", "c2": "rejected", "c3": "corrected", "c4": "added"}
    assert not review.places.gold.exists()
    do(review, do="finish")
    (record,) = gold(review).values()
    found = [(c.actor.text, c.stance, c.polarity, c.target and c.target.start, c.unsure, c.jurisdiction) for c in record.claims]
    assert found == [
        ("Norvik", "withdraw", "affirmed", moose().claims[0].target.start, False, None),
        ("Belmora", "withdraw", "affirmed", moose().text.index("Data Act", 60), True, "JP"),
        ("Zellbank AG", "comply", "negated", None, False, None),
    ]
    assert [s.stances for s in record.sentences] == [("withdraw",), ("withdraw",), ()]
    assert record.model is None
    assert all(c.confidence is None for c in record.claims)
    assert record.meta["event"] == "x"
    assert record.meta["annotators"] == ["anna"]
    assert record.meta["suggested_by"]["name"] == "fake-en"
    assert record.meta["labelled_fields"] == ["claims", "target", "attribution", "jurisdiction", "dates"]


def test_gold_is_read_by_agree_and_train(out, review):
    finish(review)
    with open_review(out, "ben", Options(fields=("claims",))) as other:
        do(other, do="reject", id="c2")
        finish(other)
        result = agree(list(gold(review).values()), list(gold(other).values()))
        assert result["claims.required"].value == pytest.approx(0.8)
        assert result["stage.share"].value is not None
        assert result["target.share"].value is None  # ben did not answer for targets
    rows = list(record_rows(gold(review)["moose"]))
    assert [[c["stance"] for c in row["claims"]] for row in rows] == [["withdraw"], ["refuse"], ["undecided"]]
    assert rows[0]["entities"] is None


def test_an_article_with_an_open_claim_is_not_finished(review):
    with pytest.raises(InputError, match="3 claims are not decided"):
        do(review, do="finish")
    finish(review)
    assert len(gold(review)) == 1
    do(review, do="reopen", id="c1")
    assert not review.state(M).finished
    assert gold(review) == {}


def test_changes_to_a_finished_article_reach_the_gold(review):
    finish(review)
    do(review, do="put", id="c1", to=edit(moose(), "Norvik", "pause"))
    assert gold(review)["moose"].claims[0].stance == "pause"
    do(review, do="undo")
    assert gold(review)["moose"].claims[0].stance == "withdraw"
    do(review, do="unfinish")
    assert gold(review) == {}


def test_undo_and_redo_walk_over_all_articles(review):
    do(review, do="accept", id="c1")
    do(review, P, do="reject", id="c1")
    do(review, do="put", to=edit(moose(), "Norvik", "refuse"))
    before = [review.state(i) for i in range(3)]
    assert [review.do(N, {"do": "undo"}, review.version) for _ in range(3)] == [M, P, M]
    assert not review.can_undo
    assert review.progress().decided == 0
    assert [review.do(N, {"do": "redo"}, review.version) for _ in range(3)] == [M, P, M]
    assert [review.state(i) for i in range(3)] == before
    do(review, do="undo")
    do(review, do="accept", id="c2")
    with pytest.raises(InputError, match="nothing to redo"):
        do(review, do="redo")


def test_a_step_back_to_what_the_model_said_is_accepting(review):
    do(review, do="put", id="c3", to=edit(moose(), "Zellbank AG", "pause"))
    do(review, do="put", id="c3", to=edit(moose(), "Zellbank AG", "undecided"))
    assert status(review)["c3"] == "accepted"
    do(review, do="reject", id="c3")
    do(review, do="accept", id="c3")
    assert status(review)["c3"] == "accepted"


def test_a_name_brings_the_id_that_the_article_has_for_it(review):
    do(review, do="put", to=edit(moose(), "Norvik", "pause"))
    made = review.state(M).claims["c4"].claim["actor"]
    assert (made["ref"], made["entity"]) == ("company:norvik", "e1")
    renamed = words(moose(), "Belmora", name="Norvik", label="COMPANY", kind=None)
    do(review, do="put", id="c2", to={**edit(moose(), "Belmora", "refuse"), "actor": renamed})
    assert review.state(M).claims["c2"].claim["actor"]["ref"] == "company:norvik"
    do(review, do="put", id="c2", to={**edit(moose(), "Belmora", "refuse"), "actor": {**renamed, "name": " "}})
    told = review.state(M).claims["c2"].claim["actor"]
    assert (told["name"], told["ref"]) == (None, None)


def test_an_added_claim_that_is_rejected_is_gone(review):
    do(review, do="put", to=edit(moose(), "Norvik", "pause"))
    do(review, do="reject", id="c4")
    assert list(status(review)) == ["c1", "c2", "c3"]
    with pytest.raises(InputError, match="no claim 'c4'"):
        do(review, do="accept", id="c4")
    with pytest.raises(InputError, match="no claim 'c4'"):
        do(review, do="put", id="c4", to=edit(moose(), "Norvik", "pause"))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"stance": "dance"}, "input should be 'pause'"),
        ({"jurisdiction": "Japan"}, "give ISO 3166-1"),
        ({"effective_date": "soon"}, "give YYYY"),
        ({"polarity": "maybe"}, "polarity"),
        ({"confidence": 1.0}, "unknown field"),
        ({"unsure": "yes"}, "unsure"),
        ({"target": words(moose(), "Data Act", 1)}, "different sentences"),
        ({"actor": words(moose(), "Norvik", text="Norvi")}, "the text at 0:6 is 'Norvik', not 'Norvi'"),
        ({"actor": words(moose(), "Norvik", name="Norvik; Belmora")}, "one actor"),
        ({"actor": words(moose(), "Data Act. “We")}, "do not stand in one sentence"),
        ({"actor": words(moose(), "Norvik", start=-6, end=0)}, "do not stand in one sentence"),
        ({"actor": words(moose(), "Norvik", start=3, end=3)}, "empty or outside"),
    ],
)
def test_a_wrong_claim_is_refused_and_leaves_no_trace(review, change, message):
    before = review.places.journal.read_bytes()
    with pytest.raises(InputError, match=message):
        do(review, do="put", to={**edit(moose()), **change})
    assert review.version == 0
    assert review.places.journal.read_bytes() == before


def test_offsets_in_utf16_are_refused(review):
    """The page counts code points; one that counted UTF-16 units would be off by one after the first emoji."""
    right = words(moose(), "Freedonia")
    wrong = {**right, "start": right["start"] + 1, "end": right["end"] + 1}
    with pytest.raises(InputError, match="select the words again"):
        do(review, do="put", to=edit(moose(), target=wrong))


@pytest.mark.parametrize(
    "step",
    [{}, {"do": "dance"}, {"do": "accept", "id": "c9"}, {"do": "accept"}, {"do": "remove", "id": "c1"}, {"do": "accept", "part": "quote"},
     {"do": "put"}, {"do": "put", "id": "e1", "to": edit(moose())}, None, [], {"do": ["undo"]}],
)  # fmt: skip
def test_steps_that_make_no_sense_are_refused(review, step):
    with pytest.raises(InputError):
        review.do(M, step, 0)
    assert review.version == 0


def test_a_claim_is_not_put_twice(review):
    same = edit(moose(), "Zellbank AG", "undecided")
    with pytest.raises(InputError, match="there already"):
        do(review, do="put", to=same)
    do(review, do="reject", id="c3")
    do(review, do="put", to=same)


def test_a_page_that_has_not_seen_the_last_step_is_told(review):
    do(review, do="accept", id="c1")
    with pytest.raises(StaleError):
        review.do(M, {"do": "accept", "id": "c2"}, 0)


def test_names_and_quotes_can_be_reviewed_too(out):
    text = moose()
    with open_review(out, "anna", Options(fields=("claims", "entities", "quotes"))) as review:
        do(review, do="put", part="entity", to={**span(text, "Belmora"), "label": "COMPANY", "name": ""})
        do(review, do="put", part="entity", id="e2", to={**span(text, "Freedonia"), "label": "GOVERNMENT", "name": "Freedonia"})
        do(review, do="remove", part="entity", id="e1")
        quote = {
            "kind": "mixed",
            "speaker": span(text, "Belmora’s chief"),
            "cue": span(text, "said", 1),
            "speaker_name": " ",
            "organization": "Belmora",
        }
        do(review, do="put", part="quote", id="q1", to={**quote, "spans": [span(text, "hand over"), span(text, "We won’t")]})
        with pytest.raises(InputError, match="overlap"):
            do(review, do="put", part="quote", to={**quote, "spans": [span(text, "hand over"), span(text, "over any")]})
        with pytest.raises(InputError, match="marked there already"):
            do(review, do="put", part="entity", to={**span(text, "Belmora"), "label": "LAW", "name": ""})
        finish(review)
        record = gold(review)["moose"]
    assert [(e.text, e.label) for e in record.entities] == [
        ("Freedonia", "GOVERNMENT"),
        ("Data Act", "LAW"),
        ("Belmora", "COMPANY"),
    ]
    assert record.claims[0].actor.entity is None  # its entity was taken out
    (found,) = record.quotes
    assert ([s.text for s in found.spans], found.kind, found.speaker.text) == (
        ["We won’t", "hand over"],
        "mixed",
        "Belmora’s chief",
    )
    assert (found.cue.text, found.speaker_name, found.organization) == ("said", None, "Belmora")
    assert record.claims[1].quotes == ("q1",)


def test_a_quote_that_is_removed_leaves_its_claim(out):
    with open_review(out, "anna", Options(fields=("claims", "quotes"))) as review:
        do(review, do="remove", part="quote", id="q1")
        finish(review)
        record = gold(review)["moose"]
    assert record.quotes == ()
    assert record.claims[1].quotes == ()


def random_step(rng, review):
    index = rng.choice([M, P])
    record = review.records[index]
    name = rng.choice(list(review.state(index).claims) or ["c1"])
    return index, rng.choice([
        {"do": "accept", "id": name}, {"do": "reject", "id": name}, {"do": "reopen", "id": name}, {"do": "finish"}, {"do": "undo"},
        {"do": "redo"}, {"do": "put", "to": edit(record, "Belmora", rng.choice(STANCES))},
        {"do": "put", "id": name, "to": edit(record, "Belmora", rng.choice(STANCES))}, {"do": "unfinish"},
        {"do": "put", "part": "entity", "to": {**span(record, "Belmora"), "label": "COMPANY", "name": "x"}},
    ])  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**63))
def test_a_killed_review_is_where_it_was(tmp_path_factory, seed):
    """Whatever was done, a copy of the files as they are at any moment opens to the same states and the same gold."""
    rng, where = random.Random(seed), tmp_path_factory.mktemp("killed")
    with open_review(folder(where / "out"), "anna", Options()) as review:
        for _ in range(rng.randint(0, 25)):
            index, step = random_step(rng, review)
            try:
                review.do(index, step, review.version)
            except InputError:
                continue
        shutil.copytree(where / "out", where / "copy")
        with open_review(where / "copy", "anna", Options()) as again:
            assert [again.state(i) for i in range(3)] == [review.state(i) for i in range(3)]
            assert (again.version, again.can_undo, again.can_redo) == (review.version, review.can_undo, review.can_redo)
            assert views.session(again) == views.session(review)
            if review.places.gold.exists():
                assert again.places.gold.read_bytes() == review.places.gold.read_bytes()


def test_gold_that_was_lost_in_a_kill_is_written_at_the_next_start(out, review):
    finish(review)
    copy = shutil.copytree(out, out.parent / "copy")
    written = (copy / "gold-anna.jsonl").read_bytes()
    (copy / "gold-anna.jsonl").unlink()
    with open_review(copy, "anna", Options()):
        assert (copy / "gold-anna.jsonl").read_bytes() == written


def test_a_full_disk_loses_the_gold_of_the_moment_and_no_step(review, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("onrecord.review.review.write_lines", full)
        finish(review)
        assert "No space left" in review.trouble
    assert review.state(M).finished
    finish(review, N)
    assert review.trouble is None
    assert set(gold(review)) == {"moose", "nothing"}


def test_annotators_have_files_of_their_own(out, review):
    do(review, do="accept", id="c1")
    with open_review(out, "ben", Options()) as other:
        assert status(other)["c1"] == "open"
    assert sorted(path.name for path in out.iterdir()) == ["annotations.jsonl", "review-anna.jsonl", "review-ben.jsonl"]


def test_other_annotations_than_the_reviewed_ones_are_refused(out):
    with open_review(out, "anna", Options()) as review:
        do(review, do="accept", id="c1")
    write_jsonl([*records()[:2], replace(moose(), story="a")], out / "annotations.jsonl")
    with open_review(out, "anna", Options()) as review:  # the story is not reviewed
        assert status(review)["c1"] == "accepted"
    write_jsonl(
        [*records()[:2], replace(moose(), claims=(), sentences=tuple(replace(s, stances=()) for s in moose().sentences))],
        out / "annotations.jsonl",
    )
    with (
        pytest.raises(RecordError, match=r"review-anna\.jsonl:2: the article 'moose' is not as it was"),
        open_review(out, "anna", Options()),
    ):
        pass


def test_a_step_of_a_journal_that_cannot_be_done_is_an_error(out):
    with open_review(out, "anna", Options()) as review:
        do(review, do="accept", id="c1")
    path = out / "review-anna.jsonl"
    path.write_text(path.read_text(encoding="utf-8").replace('"c1"', '"c9"'), encoding="utf-8")
    with pytest.raises(InputError, match="jsonl:2: the step cannot be done again"), open_review(out, "anna", Options()):
        pass


@pytest.mark.parametrize("name", ["", "a/b", "../a", "a b", ".hidden", "x" * 41, "a\nb"])
def test_names_that_are_no_part_of_a_file_name_are_refused(out, name):
    with pytest.raises(InputError, match="annotator's name"), open_review(out, name, Options()):
        pass


def test_gold_that_no_journal_accounts_for_is_not_overwritten(out):
    (out / "gold-anna.jsonl").write_text("mine\n", encoding="utf-8")
    with pytest.raises(InputError, match="without its journal"), open_review(out, "anna", Options()):
        pass
    with pytest.raises(InputError, match="read and written at once"), open_review(out / "gold-anna.jsonl", "anna", Options()):
        pass


def test_what_cannot_be_reviewed_is_said(tmp_path, out):
    for where, message in ((tmp_path / "none", "no such file"), (tmp_path, "no such file")):
        with pytest.raises(InputError, match=message), open_review(where, "anna", Options()):
            pass
    for fields in (("claims", "sense"), ("target",)):
        with pytest.raises(InputError, match=r"claims|choose from"):
            Options(fields=fields)
    (out / "annotations.jsonl").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match="no record"), open_review(out, "anna", Options()):
        pass
    write_jsonl([moose(), moose()], out / "annotations.jsonl")
    with pytest.raises(InputError, match="two records have the id"), open_review(out, "anna", Options()):
        pass


def test_stances_of_another_scheme_are_reviewed_as_such(tmp_path):
    """A record that names its own stances."""
    own = {"id": "a", "meta": {"stance_scheme": ["grow", "shrink"]}, "prev": "", "sentence": "Norvik grew.", "next": "",
           "entities": [], "claims": [{"actor": "Norvik", "stance": "grow"}]}  # fmt: skip
    (tmp_path / "own.jsonl").write_text(json.dumps(own) + "\n", encoding="utf-8")
    with open_review(tmp_path / "own.jsonl", "anna", Options()) as review:
        assert views.article(review, 0)["stances"] == ("grow", "shrink")
        do(review, 0, do="put", id="c1", to=edit(review.records[0], "Norvik", "shrink"))
        do(review, 0, do="finish")
        record = gold(review)["a"]
    assert record.claims[0].stance == "shrink"
    assert "labelled_sentences" not in record.meta
