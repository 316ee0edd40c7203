"""What an evaluation, a comparison and a behavioural check look like in the terminal."""

from __future__ import annotations

import io
import random
from dataclasses import replace

import pytest
from rich.console import Console

from evaluate.invented import article, claim, random_pairs, with_claims
from onrecord import types as t
from onrecord.evaluate import Difference, Options, compare, evaluate
from onrecord.evaluate.behaviour import Miss, Result
from onrecord.evaluate.reporting import render, render_behaviour, render_comparison

HOSTILE = "[red]x[/red] \x1b[2J\u202e\u2066"
NAMES = "abcdefgh"


def printed(parts, width=120, markup=True):
    out = io.StringIO()
    console = Console(file=out, width=width, markup=markup, highlight=False)
    for part in parts:
        console.print(part)
    return out.getvalue()


def row(text, title):
    return next(line for line in text.splitlines() if line.startswith(title))


@pytest.fixture(scope="module")
def result():
    gold, pred = random_pairs(random.Random(7), NAMES)
    return evaluate(gold, pred, Options(scheme="five", bootstrap=50))


def test_every_group_and_every_figure_is_shown_with_its_numbers(result):
    text = printed(render(result))
    for figure in result.figures:
        assert figure.group in text
        if figure.value is not None:
            line = row(text, figure.title)
            assert f"{100 * figure.value:.1f}" in line
            assert f"{100 * figure.low:.1f} to {100 * figure.high:.1f}" in text
    mention = result["claims.mention"]
    assert row(text, mention.title).split()[-3:] == [
        f"{100 * mention.precision:.1f}", f"{100 * mention.recall:.1f}", f"{mention.n:,}"
    ]  # fmt: skip
    assert f"ECE {result.calibration.ece:.3f}" in text
    kept = [line.split() for line in text.splitlines() if line.startswith("0.")]
    assert [(cells[0], cells[1]) for cells in kept] == [(f"{k.threshold:.2f}", f"{k.n}") for k in result.calibration.kept]


def test_what_is_not_scored_is_said_not_shown_as_nought():
    plain = replace(article(["Norvik paused."]), meta={"labelled_fields": ["claims"]})
    gold = with_claims(plain, [claim(plain, 0, "Norvik", "pause")])
    text = printed(render(evaluate([gold], [gold], Options(bootstrap=0))))
    assert "Entities: not scored" in text
    assert "Quotes: not scored" in text
    assert "Calibration: not scored" in text
    assert "not scored" in row(text, "Target right")
    assert "Entities by kind" not in text


def test_the_head_names_the_system_and_only_what_is_amiss(result):
    text = printed(render(result))
    assert "documents without a record" not in text
    model = t.ModelInfo(name=HOSTILE, version="1", digest="ab" * 32)
    plain = article(["Norvik paused."])
    plain = replace(plain, meta={HOSTILE: "x"})
    lost = evaluate([plain, article(["It rained."], "b")], [replace(plain, model=model)], Options(bootstrap=0, cluster=HOSTILE))
    text = printed(render(lost))
    assert "1 documents without a record" in text
    assert "[red]x[/red] �[2J�� 1 (abababababab)" in text


@pytest.mark.parametrize("width", [60, 80, 120])
def test_it_fits_the_terminal(result, width):
    assert max(len(line) for line in printed(render(result), width).splitlines()) <= width


def test_a_comparison_shows_both_values_and_the_difference(result):
    other = evaluate([d.gold for d in result.documents], [d.gold for d in result.documents], replace(result.options, rounds=20))
    differences = compare(replace(result, options=other.options), other)
    text = printed(render_comparison(differences))
    found = next(d for d in differences if d.id == "stance")
    assert row(text, found.title).split()[2:5] == [f"{100 * found.a:.1f}", f"{100 * found.b:.1f}", f"{100 * found.value:+.1f}"]
    assert f"{found.p:.3f}" in row(text, found.title)
    unknown = Difference(id="x", title=HOSTILE, a=None, b=0.5, value=None)
    assert "[red]x[/red] �[2J�� " in printed(render_comparison([unknown]))
    assert printed(render_comparison([unknown])).count("not scored") == 2


def test_behaviour_shows_rates_and_as_many_misses_as_asked_for():
    misses = tuple(Miss(id=f"m-{i}{HOSTILE}", text=f"Text {i} {HOSTILE}", why=f"why {i} {HOSTILE}") for i in range(3))
    results = [
        Result(id="x", test="minimum", title=f"Trial {HOSTILE}", n=4, passed=1, misses=misses),
        Result(id="y", test="invariance", title="Other", n=2, passed=2, misses=()),
        Result(id="z", test="directional", title="Empty", n=0, passed=0, misses=()),
    ]
    text = printed(render_behaviour(results, misses=2))
    assert "25.0" in row(text, "Trial")
    assert "3 of 6 instances passed" in text
    assert "not scored" in row(text, "Empty")
    assert ("Text 1" in text, "Text 2" in text) == (True, False)
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "Text 0" not in printed(render_behaviour(results))


def test_one_right_claim_is_a_hundred_per_cent():
    plain = article(["Norvik paused."])
    gold = with_claims(plain, [claim(plain, 0, "Norvik", "pause")])
    text = printed(render(evaluate([gold], [gold], Options(bootstrap=0))))
    assert row(text, "Claims: actor").split()[-4:] == ["██████████", "100.0", "100.0", "1"]
