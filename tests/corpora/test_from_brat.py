"""brat standoff: spans, events, relations, attributes, faults."""

import pytest
from tools_support import TEXT, at, check, units

from onrecord.corpora import convert
from onrecord.errors import InputError


def brat_line(number, label, words):
    start, end = at(words)
    return f"T{number}\t{label} {start} {end}\t{words}"


BRAT = [
    brat_line(1, "COMPANY", "Brix"), brat_line(2, "PLACE", "Ostrova"), brat_line(3, "LAW", "Ferry Act"),
    brat_line(4, "withdraw", "leave"), brat_line(5, "Quote", "never"), brat_line(6, "Speaker", "Ada Quill"),
    brat_line(7, "Cue", "said"), brat_line(8, "PER", "Ada Quill"),
    "E1\twithdraw:T4 Actor:T1 Target:T2 Quote:E2", "E2\tQuote:T5 Cue:T7", "R1\tspeaker Arg1:T5 Arg2:T6",
    "A1\tPolarity E1 negated", "A2\tstage E1 announced", "M1\tattribution E1 own",
    "#1\tAnnotatorNotes E1\tSure?", "N1\tReference T1 Wiki:1\tBrix",
]  # fmt: skip


def brat(tmp_path, lines=BRAT, text=TEXT):
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (tmp_path / "a.ann").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return convert("brat", tmp_path)


def test_brat(tmp_path):
    (record,) = brat(tmp_path)
    check(record)
    assert record.id == "a"
    assert record.meta["kept"]["notes"] == ["#1\tAnnotatorNotes E1\tSure?", "N1\tReference T1 Wiki:1\tBrix"]


def test_brat_counts_as_its_words_say(tmp_path):
    start, end = units("Brix")
    (record,) = brat(tmp_path, [f"T1\tCOMPANY {start} {end}\tBrix"])
    assert record.entities[0].text == "Brix"


def test_brat_spans_may_be_relations_ends_without_events(tmp_path):
    lines = [*BRAT[:4], "R1\tactor Arg1:T1 Arg2:T4", "A1\tNegated T4"]
    (record,) = brat(tmp_path, lines)
    (claim,) = record.claims
    assert (claim.actor.text, claim.polarity, claim.target) == ("Brix", "negated", None)


def test_brat_several_actors_and_targets_are_a_claim_each(tmp_path):
    lines = [*BRAT[:4], "E1\twithdraw:T4 Actor:T1 Actor2:T3 Target:T2 Target2:T3"]
    (record,) = brat(tmp_path, lines)
    assert [(c.id, c.actor.text, c.target.text) for c in record.claims] == [
        ("c1", "Brix", "Ostrova"), ("c2", "Brix", "Ferry Act"), ("c3", "Ferry Act", "Ostrova"), ("c4", "Ferry Act", "Ferry Act"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("T9\tCOMPANY 3 7\tZembla", r"a\.ann:1: says 'Zembla' but the text there is 'ews.', is it the right text\?"),
        ("T9\tCOMPANY 3\tews.", r"a\.ann:1: the end of a span is '', a whole number is expected here"),
        ("T9 COMPANY 3 7 ews.", r"a\.ann:1: 'T9 COMPANY 3 7 ews\.' is no annotation of brat, its fields are parted by tabs"),
        ("E9\twithdraw:T9", r"a\.ann: event E9 stands on T9, which is not in the file"),
        ("R9\tactor Arg1:T1", r"a\.ann:1: 'R9.* is no annotation of brat, a part of it is missing"),
        ("R9\tactor Arg1:T1 Arg2:T2", r"a\.ann:1: actor leads to T1, which is not in the file, remove it"),
        ("Q9\tx", r"a\.ann:1: 'Q9.* is no annotation of brat"),
        ("#9\tonrecord T1\t[]", r"a\.ann:1: a note of type onrecord is an object of strings in JSON"),
    ],
)
def test_brat_faults(tmp_path, line, says):
    with pytest.raises(InputError, match=says):
        list(brat(tmp_path, [line]))


def test_brat_without_a_text(tmp_path):
    (tmp_path / "a.ann").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.ann: there is no text .*a\.txt, put it there"):
        list(convert("brat", tmp_path))
