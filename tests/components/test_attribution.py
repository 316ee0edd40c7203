from time import process_time

import pytest

from onrecord.components.attribution import Told, headings_summed_up, is_heading, speaks
from onrecord.types import Actor, Claim, Quote, Span


def span(text, part):
    return Span.of(text, text.index(part), text.index(part) + len(part))


def acting(text, words, name=None):
    at = span(text, words)
    return Actor(start=at.start, end=at.end, text=words, name=name, label="COMPANY")


def quote(text, words, cue, speaker, id_="q1"):
    at = span(text, words)
    return Quote(
        id=id_, start=at.start, end=at.end, text=words, spans=(at,), kind="indirect",
        cue=span(text, cue), speaker=span(text, speaker),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“The rule is void,” Norvik said in its appeal.", True),
        ("“The rule is void,” said Norvik in an appeal to the court.", True),
        ("“The rule is void,” Norvik said while filing an appeal.", True),
        ("“The rule is void,” Norvik said. The court refused its appeal.", False),
        ("“The rule is void,” Norvik said, and nobody read the appeal.", False),
        ("“The rule is void,” Norvik said after it had lost the appeal.", False),
    ],
)
def test_the_report_itself_may_be_the_act(text, expected):
    told = Told.of([quote(text, "“The rule is void,”", "said", "Norvik")])
    assert bool(list(told.reporting(text, 0, text.index("appeal")))) is expected


TWO = "Norvik said it had paused sales, and Selmar said it had stopped too. Ana Vell was there."


@pytest.mark.parametrize(("actor", "expected"), [("Norvik", ["q1"]), ("Selmar", ["q2"]), ("Ana Vell", ["q1"])])
def test_of_two_who_report_each_has_its_own_words(actor, expected):
    quotes = [quote(TWO, "it had paused sales", "said", "Norvik"), quote(TWO, "it had stopped too", "said", "Selmar", "q2")]
    told = Told.of(quotes)
    around = told.around(TWO.index("paused"))
    assert [q.id for q in around] == ["q1"]
    assert [q.id for q in told.of_actor(acting(TWO, actor), around, (0, TWO.index(" Ana")), TWO)] == expected


def test_nobody_is_looked_for_where_no_words_are_reported():
    told = Told.of([quote(TWO, "it had paused sales", "said", "Norvik")])
    assert told.of_actor(acting(TWO, "Norvik"), [], (0, len(TWO)), TWO) == []


def test_quotes_are_found_in_linear_time():
    unit = "Norvik said it had paused sales. "

    def run(n):
        text = unit * n
        quotes = [
            Quote(id=f"q{i}", start=s.start, end=s.end, text=s.text, spans=(s,), kind="indirect")
            for i in range(n)
            for s in [Span.of(text, i * len(unit) + 12, i * len(unit) + 31)]
        ]
        begun = process_time()
        told = Told.of(quotes)
        assert all(len(told.around(i * len(unit) + 20)) == 1 for i in range(n))
        return process_time() - begun

    run(10)
    assert min(run(8000) for _ in range(2)) < 3.2 * min(run(4000) for _ in range(2)) + 0.05


def claim(text, sentence, actor, stance, attribution="reporter", quotes=()):
    at = span(text, sentence)
    who = span(sentence, actor)
    name = actor if actor[0].isupper() else None
    return Claim(
        id="", actor=Actor(start=at.start + who.start, end=at.start + who.end, text=actor, name=name, label="COMPANY"),
        stance=stance, polarity="affirmed", stage="in_effect", sentence=0, evidence=at, quotes=quotes, attribution=attribution,
    )  # fmt: skip


TITLE, LEAD, MORE, HEAD, LAST = (
    "Norvik leaves, Selmar stays as carmakers fight the rule",
    "Norvik said it would leave.",
    "The union says Selmar pays.",
    "Selmar in court",
    "Selmar appealed.",
)
NEWS = f"{TITLE}\n\n{LEAD}\n{MORE}\n\n{HEAD}\n\n{LAST}\n"


def test_a_heading_is_as_well_founded_as_what_it_sums_up():
    claims = [
        claim(NEWS, TITLE, "Norvik", "withdraw"),
        claim(NEWS, TITLE, "Selmar", "refuse"),
        claim(NEWS, TITLE, "carmakers", "refuse"),
        claim(NEWS, LEAD, "Norvik", "withdraw", "own", ("q1",)),
        claim(NEWS, MORE, "Selmar", "comply", "other", ("q2",)),
        claim(NEWS, HEAD, "Selmar", "comply"),
        claim(NEWS, LAST, "Selmar", "refuse"),
    ]
    found = headings_summed_up(claims, NEWS)
    assert [c.attribution for c in found] == ["own", "reporter", "reporter", "own", "other", "reporter", "reporter"]
    assert [c.quotes for c in found] == [c.quotes for c in claims]


def test_another_stance_of_the_actor_counts_where_the_same_is_not_to_be_had():
    claims = [claim(NEWS, TITLE, "Norvik", "pause"), claim(NEWS, LEAD, "Norvik", "withdraw", "own", ("q1",))]
    assert [c.attribution for c in headings_summed_up(claims, NEWS)] == ["own", "own"]


def test_sentences_stay_the_articles():
    claims = [claim(NEWS, LAST, "Selmar", "refuse"), claim(NEWS, LEAD, "Norvik", "withdraw")]
    assert headings_summed_up(claims, NEWS) == claims


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norvik leaves\n\nIt said so.", True),
        ("  Norvik leaves “for good”  \r\nIt said so.", True),
        ("Norvik leaves", True),
        ("Norvik leaves.", False),
        ("Norvik leaves “for good.”", False),
        ("Norvik leaves:\nIt said so.", False),
        ("- Norvik leaves\n- Selmar stays", False),
        ("Norvik leaves and so does everybody else who is anybody in a town that has seen many of them come and go", False),
    ],
)
def test_what_a_heading_looks_like(text, expected):
    line = text.split("\n")[0].strip()
    assert is_heading(text, span(text, line)) is expected


def test_words_within_a_line_are_no_heading():
    text = "Norvik leaves for good"
    assert not is_heading(text, span(text, "Norvik leaves"))
    assert not is_heading(text, span(text, "leaves for good"))


def test_a_long_run_of_capitals_is_no_list_and_is_soon_known_to_be_none():
    text = f"Norvik, {'NATO' * 40}, meanwhile, Selmar said so."
    begun = process_time()
    assert not speaks(acting(text, "Norvik"), span(text, "Selmar"), text)
    assert process_time() - begun < 1
