"""The rule-only system: each of its rules on invented sentences, and what it shares with any pipeline."""

from __future__ import annotations

import csv
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import onrecord
from onrecord.baseline import CUES, Baseline, Rules
from onrecord.errors import InputError
from onrecord.lexicon import Lexicon
from onrecord.types import STANCES, Article, Failure, Record

if TYPE_CHECKING:
    from pathlib import Path

WORDS = (
    "id,name,label,aliases,country,ambiguous\n"
    "company:norvik,Norvik Energy,COMPANY,Norvik,,\n"
    "company:selmar,Selmar,COMPANY,,,\n"
    "company:target,Orchard,COMPANY,,,Orchard\n"
    "country:fd,Freedonia,PLACE,,NO,\n"
    "org:fda,Freedonian Data Authority,GOVERNMENT,,NO,\n"
    "law:data-act,Data Act,LAW,,NO,\n"
)


@pytest.fixture(scope="module")
def lexicon(tmp_path_factory: pytest.TempPathFactory) -> Lexicon:
    path = tmp_path_factory.mktemp("words") / "own.csv"
    path.write_text(WORDS, encoding="utf-8")
    return Lexicon([]).with_file(path)


@pytest.fixture(scope="module")
def nlp(lexicon: Lexicon) -> Baseline:
    return Baseline(lexicon=lexicon)


def told(nlp: Baseline, text: str) -> list[tuple[str | None, str, str, str]]:
    return [(c.actor.name, c.stance, c.polarity, c.stage) for c in nlp(text).claims]


def cue_file(folder: Path, *rows: str) -> Path:
    path = folder / "cues.csv"
    path.write_text("\n".join(["role,pattern,stance,polarity,stage,confidence", *rows]) + "\n", encoding="utf-8")
    return path


CUED = [
    ("Norvik suspended exports to Freedonia.", "pause"), ("Norvik put all of its projects on hold.", "pause"),
    ("Norvik complied with the Data Act.", "comply"), ("Norvik cooperated with the regulator.", "comply"),
    ("Norvik pulled its last staff out of Freedonia.", "withdraw"), ("Norvik quit the accord.", "withdraw"),
    ("Norvik is still reviewing the Data Act.", "undecided"), ("Norvik has not decided whether to stay.", "undecided"),
    ("Norvik rejected the order.", "refuse"), ("Norvik PULLED OUT of Freedonia.", "withdraw"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "stance"), CUED)
def test_a_cue_gives_the_stance(nlp, text, stance):
    assert told(nlp, text) == [("Norvik Energy", stance, "affirmed", "in_effect")]


@pytest.mark.parametrize(
    "text", ["Norvik makes turbines.", "Norvik decommissioned a rejecter.", "Exports were suspended.", "Orchard complied."]
)
def test_no_cue_or_no_actor_gives_no_claim(nlp, text):
    assert told(nlp, text) == []


def test_a_refusal_swallows_the_verb_it_is_about(nlp):
    assert told(nlp, "Norvik refused to comply with the Data Act.") == [("Norvik Energy", "refuse", "affirmed", "in_effect")]
    assert told(nlp, "Norvik will not comply.") == [("Norvik Energy", "refuse", "affirmed", "in_effect")]
    assert told(nlp, "Norvik is considering leaving Freedonia.") == [("Norvik Energy", "undecided", "affirmed", "in_effect")]


DENIED = [
    ("Norvik did not suspend exports.", "pause"), ("Norvik has yet to comply with the order.", "comply"),
    ("Norvik has no plans to withdraw from Freedonia.", "withdraw"), ("Norvik won’t be pulling out.", "withdraw"),
    ("Norvik failed to comply.", "comply"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "stance"), DENIED)
def test_a_denial_between_actor_and_cue_negates(nlp, text, stance):
    assert [(c.stance, c.polarity, c.counted) for c in nlp(text).claims] == [(stance, "negated", False)]


def test_words_elsewhere_neither_negate_nor_block(nlp):
    assert told(nlp, "Norvik suspended exports, as it was ordered to.") == [("Norvik Energy", "pause", "affirmed", "in_effect")]
    assert told(nlp, "Not a surprise: Norvik suspended exports.") == [("Norvik Energy", "pause", "affirmed", "in_effect")]


STAGED = [
    ("Norvik suspended exports.", "in_effect"), ("Norvik said it would suspend exports.", "announced"),
    ("Norvik plans to suspend exports.", "announced"), ("Norvik had promised to suspend exports.", "announced"),
    ("Norvik would suspend exports if the Data Act passed.", "threatened"),
    ("Unless the Data Act changes, Norvik will suspend exports.", "threatened"),
    ("Norvik threatened to suspend exports.", "threatened"), ("Norvik resumed exports.", "reversed"),
    ("Norvik lifted its suspension.", "reversed"), ("Norvik will resume exports.", "reversed"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "stage"), STAGED)
def test_the_words_around_a_cue_give_the_stage(nlp, text, stage):
    assert [(c.stance, c.stage) for c in nlp(text).claims] == [("pause", stage)]


ASKED = [
    "Norvik must comply with the Data Act.", "Norvik should withdraw from Freedonia.", "Selmar urged Norvik to pull out.",
    "The Freedonian Data Authority ordered Norvik to suspend exports.", "It is unclear whether Norvik will comply.",
]  # fmt: skip


@pytest.mark.parametrize("text", ASKED)
def test_what_is_asked_for_is_no_claim(nlp, text):
    assert told(nlp, text) == []


def test_the_actor_is_the_nearest_name_on_the_left_before_any_pronoun(nlp):
    assert told(nlp, "Norvik stayed but Selmar withdrew, said Norvik.") == [("Selmar", "withdraw", "affirmed", "in_effect")]
    (claim,) = nlp("Norvik said that it suspended exports.").claims
    assert claim.actor.text == "Norvik"


def test_a_country_acts_unless_it_only_says_where(nlp):
    record = nlp("Freedonia quit the accord. Plants in Freedonia closed.")
    assert [e.label for e in record.entities] == ["GOVERNMENT", "PLACE"]
    assert told(nlp, "Norvik in Freedonia quit the accord.")[0][0] == "Norvik Energy"


@pytest.mark.parametrize(
    ("text", "actor", "name"),
    [
        ("Selmar sold shoes. Norvik sold oil. The company suspended exports.", "The company", "Norvik Energy"),
        ("Norvik was founded in May. It suspended exports.", "It", "Norvik Energy"),
        (
            "Selmar met the Freedonian Data Authority. The regulator rejected the appeal.",
            "The regulator",
            "Freedonian Data Authority",
        ),
        ("The company suspended exports. Norvik did nothing.", "The company", None),
        ("Freedonia is small. The company suspended exports.", "The company", None),
    ],
)
def test_a_nominal_stands_for_the_last_company_or_authority_before_it(nlp, text, actor, name):
    (claim,) = nlp(text).claims
    assert (claim.actor.text, claim.actor.name) == (actor, name)


def test_a_nominal_stays_unnamed_without_references(lexicon):
    (claim,) = Baseline(lexicon=lexicon, disable=frozenset({"references"}))(
        "Norvik sold oil. The company suspended exports."
    ).claims
    assert claim.actor.name is None


AIMED = [
    ("Norvik complied with the Data Act in Freedonia.", "Data Act"),
    ("Norvik withdrew from Freedonia over the Data Act.", "Freedonia"), ("Under the Data Act, Norvik suspended exports.", None),
    ("Norvik withdrew. Freedonia is small.", None), ("Norvik suspended exports to Selmar.", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "target"), AIMED)
def test_the_target_is_the_nearest_law_government_or_place_on_the_right(nlp, text, target):
    (claim,) = nlp(text).claims
    assert (claim.target and claim.target.text) == target


def test_two_cues_give_two_claims_and_one_stance_said_twice_gives_one(nlp):
    both = told(nlp, "Norvik paused exports and pulled out of Freedonia.")
    assert [stance for _, stance, _, _ in both] == ["pause", "withdraw"]
    assert len(told(nlp, "Norvik paused exports and suspended imports.")) == 1


def test_quotes_and_dates_come_from_the_same_rules_as_in_the_pipeline(nlp):
    assert [q.kind for q in nlp("“We pulled out of Freedonia,” Norvik said on Monday.").quotes] == ["direct"]
    record = nlp({"id": "x", "date": "2021-03-02", "text": "Norvik said on Monday that it suspended exports."})
    assert [c.statement_date for c in record.claims] == ["2021-03-01"]


def test_a_claim_has_its_cues_confidence(lexicon, tmp_path):
    path = cue_file(tmp_path, "cue,balk(?:s|ed)? at,refuse,affirmed,,0.37", "cue,toe(?:s|d) the line,comply,affirmed,,0.0625")
    nlp = Baseline(lexicon=lexicon, cues=path)
    claims = nlp("Norvik balked  at it. Selmar toed the line.").claims
    assert [(c.stance, c.confidence) for c in claims] == [("refuse", 0.37), ("comply", 0.0625)]
    assert [
        c.stance for c in Baseline(lexicon=lexicon, cues=path, threshold=0.1)("Norvik balked at it. Selmar toed the line.").claims
    ] == ["refuse"]


def test_the_first_row_wins_where_two_cues_begin_at_one_word(lexicon, tmp_path):
    path = cue_file(tmp_path, "cue,opt out of,withdraw,affirmed,,0.5", "cue,opt,comply,affirmed,,0.5")
    nlp = Baseline(lexicon=lexicon, cues=path)
    assert [c.stance for c in nlp("Norvik and all opt out of it. Norvik and all opt in.").claims] == ["withdraw", "comply"]


BAD_ROWS = [
    "cue,balk,perhaps,affirmed,,0.5", "cue,balk,refuse,,,0.5", "cue,balk,refuse,affirmed,soon,0.5", "cue,balk,refuse,affirmed,,1.5",
    "cue,balk,refuse,affirmed,,", "cue,bal(k,refuse,affirmed,,0.5", "cue,bal(k)s,refuse,affirmed,,0.5", "cue,,refuse,affirmed,,0.5",
    "hint,balk,,,,", "cue",
]  # fmt: skip


@pytest.mark.parametrize("row", BAD_ROWS)
def test_a_row_that_cannot_be_used_is_named(tmp_path, row):
    with pytest.raises(InputError, match=r"cues\.csv.*Rules\.read"):
        Rules.read(cue_file(tmp_path, row))
    with pytest.raises(InputError, match=r"none\.csv"):
        Baseline(cues=tmp_path / "none.csv")


def test_the_digest_is_that_of_the_data(lexicon, nlp, tmp_path):
    copy = tmp_path / "cues.csv"
    copy.write_bytes(CUES.read_bytes())
    assert Baseline(lexicon=lexicon, cues=copy).info == nlp.info
    assert (nlp.info.name, len(nlp.info.digest)) == ("baseline", 64)
    with copy.open("a", encoding="utf-8") as file:
        file.write("negation,hardly,,,,\n")
    assert Baseline(lexicon=lexicon, cues=copy).info.digest != nlp.info.digest


def test_the_file_has_cues_of_every_stance_and_honest_confidences():
    with CUES.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["role"] == "cue"]
    assert {row["stance"] for row in rows} == set(STANCES)
    assert max(float(row["confidence"]) for row in rows) < 0.5, "no cue was right in half of its claims on dev"


def test_a_stream_keeps_order_and_failures(nlp):
    given_ = [
        {"id": "good", "text": "Norvik withdrew."},
        Failure(id="unread", error="InputError", message="cannot be read", stage="read"),
        {"id": "empty", "text": " "},
        {"id": "good", "text": "Selmar withdrew."},
        {"id": "german", "text": "Das Unternehmen teilte am Montag mit, dass es der Anordnung des Gerichts folgen werde. " * 5},
        Article(id="last", text="Selmar withdrew."),
    ]
    results = list(nlp.stream(given_))
    assert [r.id for r in results] == ["good", "unread", "empty", "good", "german", "last"]
    assert [type(r) for r in results] == [Record, Failure, Failure, Failure, Failure, Record]


def test_title_and_cut_are_those_of_the_pipeline(lexicon):
    record = Baseline(lexicon=lexicon, max_chars=40)({"id": "x", "title": "Norvik withdraws", "text": "Norvik withdrew. " * 9})
    assert record.body_start == 18
    assert 0 < (record.truncated_at or 0) <= 40
    assert [c.sentence for c in record.claims] == [0, 1]
    assert record.model == Baseline().info


@pytest.mark.parametrize(("off", "gone"), [("quotes", "quotes"), ("claims", "claims")])
def test_disabled_components_leave_their_part_empty(lexicon, off, gone):
    record = Baseline(lexicon=lexicon, disable=frozenset({off}))("“We quit the accord,” Norvik said. Norvik quit the accord.")
    assert getattr(record, gone) == ()
    assert record.entities


PIECES = [
    "Norvik ", "It ", "the company ", "will ", "not ", "quit ", "pulled ", "out ", "must ", "if ", "Freedonia", "the Data Act ", "’s ",
]  # fmt: skip
SOUP = st.lists(st.sampled_from([*PIECES, ". ", "“", "”", "\n\n", "İ", "😀", "\u200b", "in "]), max_size=60).map("".join)


@given(text=SOUP | st.text(max_size=120))
@settings(deadline=None, max_examples=100)
def test_any_text_gives_a_record_that_holds_or_a_plain_error(nlp, text):
    try:
        record = nlp(text)
    except InputError:
        return
    assert onrecord.from_json(onrecord.to_json(record)) == record
    for claim in record.claims:
        sentence = record.sentences[claim.sentence]
        assert sentence.start <= claim.actor.start < claim.actor.end <= sentence.end
        assert claim.target is None or claim.actor.end < claim.target.start < sentence.end


def test_load_gives_it_by_name_with_the_options_of_any_system():
    nlp = onrecord.load("baseline", disable=["quotes"], max_chars=500)
    assert isinstance(nlp, Baseline)
    assert nlp.info == Baseline().info
    assert (nlp.disabled, nlp.max_chars, nlp.threshold) == (frozenset({"quotes"}), 500, 0)
    assert [c.stance for c in nlp("Google pulled out of Germany.").claims] == ["withdraw"]
    with pytest.raises(InputError, match="cannot disable"):
        onrecord.load("baseline", disable=["names"])


@pytest.mark.parametrize("text", ["Norvik quit it ", "it quit ", "Norvik and "])
def test_a_sentence_without_end_is_read_in_time(nlp, text):
    started = time.perf_counter()
    nlp.draft(text * 2000)
    assert time.perf_counter() - started < 10
