"""An agreement and its disagreements in the terminal: what is shown, and that no text can act on the terminal."""

from __future__ import annotations

import io
from dataclasses import replace

from rich.console import Console

from evaluate.invented import article, claim, find, with_claims
from onrecord import types as t
from onrecord.evaluate import Options
from onrecord.evaluate.agreement import agree, disagreements, render, render_disagreements

LINES = ("Norvik paused exports.", "Belmora would comply.", "Rain fell.")
HOSTILE = "[bold red]x[/] \x1b[31mred\x1b[0m \u202egnp"


def annotated(*claims, name="news", lines=LINES):
    plain = article(lines, name)
    return with_claims(plain, [claim(plain, *given, n) for n, given in enumerate(claims, 1)])


def shown(parts, width=120):
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=False, color_system=None)
    for part in parts:
        console.print(part)
    return out.getvalue()


def line_with(text, words):
    return next(line for line in text.splitlines() if words in line)


def test_kappa_and_alpha_stand_in_one_line_with_what_they_rest_on():
    a = [annotated((0, "Norvik", "pause"), name=f"n{i}") for i in range(4)]
    b = [annotated(*[(0, "Norvik", "pause")][: i % 2], name=f"n{i}") for i in range(4)]
    text = shown(render(agree(a, b, Options(bootstrap=50))))
    assert "4 texts, 12 sentences that both labelled; unsure claims left out but in rows that say so" in text
    line = line_with(text, "A sentence carries a claim").split("claim")[1]
    assert line.split()[0] == "0.83"
    assert line.count("–") == 2
    assert line.split()[-1] == "12"
    assert "not scored" in line_with(text, "comply or not")
    assert line_with(text, "polarity, unsure required").split()[-3:] == ["4", "2", "4"]
    assert "Quotes" not in text
    assert "Entities" in text


def test_records_of_one_side_are_named():
    a = [annotated(name=f"n{i}") for i in range(9)]
    text = shown(render(agree(a, [a[0], annotated(name="extra")], Options(bootstrap=0))))
    assert "1 text, 3 sentences" in text
    assert "Only a has 8 more, left out: n1, n2, n3, n4, n5, …" in text
    assert "Only b has 1 more, left out: extra" in text


def test_disagreements_stand_beside_each_other():
    one = annotated((0, "Norvik", "pause"), (1, "Belmora", "comply"))
    two = annotated((0, "Norvik", "withdraw"))
    text = shown(render_disagreements(disagreements([one], [two])))
    assert "news · sentence 0 · stance: pause / withdraw" in text
    assert line_with(text, "pause: Norvik").index("pause: ") < line_with(text, "pause: Norvik").index("withdraw: Norvik")
    assert "nothing" in line_with(text, "comply: Belmora, in_effect, reporter")


def test_quotes_and_names_are_shown():
    plain = article(LINES, "news")
    words = find(plain, "would comply")
    quote = t.Quote(id="q1", start=words.start, end=words.end, text=words.text, spans=(words,), kind="indirect", speaker_name="Ane")
    norvik = t.Entity(id="e1", start=0, end=6, text="Norvik", label="COMPANY", name="Norvik")
    text = shown(render_disagreements(disagreements([replace(plain, quotes=(quote,), entities=(norvik,))], [plain])))
    assert "COMPANY Norvik" in text
    assert "indirect quote, Ane: would comply" in text


def test_nothing_in_a_text_is_markup_or_steers_the_terminal():
    lines = (f"Norvik {HOSTILE} paused.", "Rain fell.")
    one, two = annotated((0, "Norvik", "pause"), name=HOSTILE, lines=lines), article(lines, HOSTILE)
    named = with_claims(one, [replace(c, actor=replace(c.actor, name=HOSTILE)) for c in one.claims])
    rows = list(disagreements([named], [two]))
    text = shown([*render(agree([named, article(LINES, HOSTILE + "2")], [two], Options(bootstrap=0))), *render_disagreements(rows)])
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert text.count("[bold red]x[/]") == 4  # id left out, id, text, name of the actor
