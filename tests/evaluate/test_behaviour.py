"""The behavioural suite: its files, and the judging of records against it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from evaluate.invented import article, claim, find, with_claims
from onrecord import types as t
from onrecord.errors import InputError
from onrecord.evaluate.behaviour import articles, check, read_suite

SUITE = Path(__file__).parents[2] / "corpora" / "behaviour"
PHENOMENA = "phenomenon,test,title,about\n"
ROWS = "id,group,text,claims,speakers,swap,change\n"
TEXT = "Norvik suspended its service under the Data Act."


def suite(folder, rows, test="minimum"):
    (folder / "phenomena.csv").write_text(f"{PHENOMENA}trial,{test},A trial,About it.\n", encoding="utf-8")
    (folder / "trial.csv").write_text(ROWS + rows, encoding="utf-8")
    return read_suite(folder)


def answer(name, text, *claims, **more):
    """A record of one sentence with claims (actor, stance, more fields)."""
    plain = replace(article([text], name), **more)
    return with_claims(plain, [claim(plain, 0, actor, stance, i + 1, **rest) for i, (actor, stance, rest) in enumerate(claims)])


def why(found, records):
    (result,) = check(found, records)
    return [miss.why for miss in result.misses]


def test_the_shipped_suite_reads_and_is_as_large_as_it_says():
    shipped = read_suite(SUITE)
    assert len(shipped) >= 40
    for phenomenon in shipped:
        judged = [i for i in phenomenon.instances if phenomenon.test == "minimum" or i.base]
        assert len(judged) >= 12, phenomenon.id
    texts = [a.text for a in articles(shipped)]
    assert len(texts) == len(set(texts))
    assert all(p.title[0].isupper() for p in shipped)
    assert {p.test for p in shipped} == {"minimum", "invariance", "directional"}


def test_an_empty_system_fails_where_a_claim_is_made(tmp_path):
    results = check(read_suite(SUITE), [])
    assert all(r.passed == 0 for r in results)
    silent = [answer(a.id, a.text) for a in articles(read_suite(SUITE))]
    rates = {r.id: r.rate for r in check(read_suite(SUITE), silent)}
    assert max(rates.values()) < 0.9  # every phenomenon holds texts that do make a claim


def test_a_minimum_test_wants_all_claims_and_no_other(tmp_path):
    found = suite(tmp_path, f't-1,,{TEXT},"Norvik: pause, in_effect",,,\n')
    assert why(found, [answer("t-1", TEXT, ("Norvik", "pause", {}))]) == []
    assert why(found, [answer("t-1", TEXT)]) == ["not found: Norvik: pause, in_effect"]
    assert why(found, [answer("t-1", TEXT, ("Norvik", "pause", {"stage": "announced"}))]) == ["not found: Norvik: pause, in_effect"]
    extra = [answer("t-1", TEXT, ("Norvik", "pause", {}), ("Norvik", "comply", {}))]
    assert why(found, extra) == ["not in the text: Norvik: comply, in_effect"]
    assert why(found, []) == ["no record t-1"]


def test_texts_without_a_record_are_counted(tmp_path):
    other = TEXT.replace("Norvik", "Zellbank")
    found = suite(tmp_path, f"t-1,t-1,{TEXT},,,,\nt-2,t-1,{other},,,Norvik=Zellbank,\n", "invariance")
    (result,) = check(found, [answer("t-2", other)])
    assert (result.n, result.texts, result.missing, result.passed) == (1, 2, 1, 0)
    (result,) = check(found, [answer("t-1", TEXT), answer("t-2", other), answer("z", TEXT)])
    assert (result.n, result.texts, result.missing, result.passed) == (1, 2, 0, 1)


def test_records_of_other_texts_are_an_error(tmp_path):
    found = suite(tmp_path, f"t-1,,{TEXT},,,,\n")
    with pytest.raises(InputError, match="no record has the id of a text of the suite, such as 't-1'"):
        check(found, [answer("x", TEXT)])


def test_optional_and_untold_and_negated_claims(tmp_path):
    text = "The two lenders have not left Freedonia over the Data Act."
    found = suite(tmp_path, f't-1,,{text},"?: withdraw, negated | (?: comply)",,,\n')
    lenders = "The two lenders"
    assert why(found, [answer("t-1", text, (lenders, "withdraw", {"name": None, "polarity": "negated"}))]) == []
    assert why(found, [answer("t-1", text, (lenders, "withdraw", {"name": None}))]) == ["not found: ?: withdraw, negated"]
    both = (lenders, "withdraw", {"name": None, "polarity": "negated"}), (lenders, "comply", {"name": None})
    assert why(found, [answer("t-1", text, *both)]) == []
    named = answer("t-1", text, (lenders, "withdraw", {"name": "Norvik", "polarity": "negated"}))
    assert why(found, [named]) == ["not found: ?: withdraw, negated"]


def test_invariance_maps_names_and_wants_something_found(tmp_path):
    other = TEXT.replace("Norvik", "Zellbank")
    rows = f"t-1,t-1,{TEXT},Norvik: pause,,,\nt-2,t-1,{other},Zellbank: pause,,Norvik=Zellbank,\n"
    found = suite(tmp_path, rows, "invariance")
    base, same = answer("t-1", TEXT, ("Norvik", "pause", {})), answer("t-2", other, ("Zellbank", "pause", {}))
    assert why(found, [base, same]) == []
    assert why(found, [base, answer("t-2", other)]) == ["lost: Norvik: pause, in_effect"]
    assert why(found, [base, answer("t-2", other, ("Zellbank", "comply", {}))]) == ["lost: Norvik: pause, in_effect"]
    assert why(found, [answer("t-1", TEXT), answer("t-2", other)]) == ["nothing found in the base"]
    wrong_twice = answer("t-1", TEXT, ("Norvik", "comply", {})), answer("t-2", other, ("Zellbank", "comply", {}))
    assert why(found, wrong_twice) == []  # it is the same, which is all that invariance asks


@pytest.mark.parametrize(
    ("change", "good", "bad"),
    [
        ("drop", {"stage": "threatened"}, {}),
        ("negate", {"polarity": "negated"}, {}),
        ("stage=announced", {"stage": "announced"}, {}),
        ("less", {"confidence": 0.4}, {"confidence": 0.8}),
    ],
)
def test_directional_tests_want_a_move(tmp_path, change, good, bad):
    other = TEXT.replace("suspended", "may have suspended")
    found = suite(tmp_path, f"t-1,t-1,{TEXT},Norvik: pause,,,\nt-2,t-1,{other},,,,{change}\n", "directional")
    base = answer("t-1", TEXT, ("Norvik", "pause", {"confidence": 0.6}))
    assert why(found, [base, answer("t-2", other, ("Norvik", "pause", good))]) == []
    assert why(found, [base, answer("t-2", other, ("Norvik", "pause", bad))]) == [
        f"Norvik: pause did not change as asked ({change})"
    ]
    assert why(found, [answer("t-1", TEXT), answer("t-2", other)])[0] == "not found in the base: Norvik: pause"


def test_speakers(tmp_path):
    text = "“We shall obey,” said Ane Lund, who runs Norvik."
    found = suite(tmp_path, f't-1,,"{text}",(Norvik: comply),"We shall obey, => Ane Lund @ Norvik",,\n')
    plain = answer("t-1", text)
    words, ane = find(plain, "We shall obey"), find(plain, "Ane Lund")

    def quoted(**more):
        quote = t.Quote(id="q1", start=words.start, end=words.end, text=words.text, spans=(words,), kind="direct", **more)
        return [replace(plain, quotes=(quote,))]

    assert why(found, quoted(speaker=ane, speaker_name="Ane Lund", organization="Norvik AG")) == []
    assert why(found, quoted(speaker=ane, speaker_name="Ane Lund", organization="Belmora"))
    assert why(found, quoted(speaker=None))
    assert why(found, [plain]) == ["speaker of 'We shall obey,'"]


def test_the_interval_of_a_rate_is_wilsons():
    """Newcombe (1998), table I: 81 of 263 has the Wilson interval 0.2553 to 0.3662."""
    from onrecord.evaluate.behaviour import Result

    low, high = Result(id="x", test="minimum", title="x", n=263, passed=81, misses=()).interval
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("t-1,,x,Norvik pause,,,\n", "the claim 'Norvik pause' is not"),
        ("t-1,,x,Norvik: pausing,,,\n", "is not `Actor: stance`"),
        ("t-1,g,x,,,,\n", "has no group, swap or change"),
        ("t-1,,x,,,,\nt-1,,y,,,,\n", "give each row an id of its own"),
        ("t-1,,x,,words,,\n", "the speaker 'words' is not"),
        ("t-1,,x,,\n", "has not 7 cells"),
    ],
)
def test_a_wrong_row_says_where(tmp_path, rows, message):
    with pytest.raises(InputError, match=message) as error:
        suite(tmp_path, rows)
    assert "trial.csv:" in str(error.value)


def test_a_missing_suite_says_what_to_give(tmp_path):
    with pytest.raises(InputError, match="give the folder of a suite"):
        read_suite(tmp_path / "nowhere")
