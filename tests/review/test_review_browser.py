"""A whole review in a real browser: mouse and keyboard, emoji and curly quotes, undo, reload, a kill, two annotators, agreement."""

from __future__ import annotations

import json
import signal
import time

import pytest
from typer.testing import CliRunner

from evaluate.invented import article, claim, with_claims
from evaluate.test_reporting_browser import CHROMIUM
from onrecord.cli import app
from onrecord.records import read_gold, write_jsonl
from onrecord.types import Record
from review.invented_reviews import folder, moose, records
from review.review_browser import ALT, SHIFT, Command, Page

pytestmark = [pytest.mark.slow, pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")]

ALL = "claims,target,attribution,jurisdiction,dates,entities,quotes"
STATUSES = (
    "[...document.querySelectorAll('.card')].map((one) => [...one.classList].find((name) => name !== 'card' && name !== 'current'))"
)
CURRENT = "document.querySelector('.card.current .sum')?.textContent"
SELECTED = "getSelection().toString()"


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    found = Page(tmp_path_factory.mktemp("profile"))
    yield found
    found.close()


@pytest.fixture
def out(tmp_path):
    return folder(tmp_path / "out")


@pytest.fixture
def command(out):
    found = Command(out, "anna", "--fields", ALL)
    yield found
    found.kill()


@pytest.fixture
def page(browser, command):
    browser.go(command.url)
    yield browser
    assert browser.complaints() == []


def gold(out, name="anna"):
    return {record.id: record for record in read_gold(out / f"gold-{name}.jsonl")}


def put(page, field, value):
    """Fill in a field of the form as a user does, and leave it."""
    page.js(
        f"(() => {{ const one = document.querySelector('[data-f=\"{field}\"]'); one.value = {json.dumps(value)}; one.dispatchEvent(new Event('change', {{bubbles: true}})); }})()"
    )
    page.wait("document.getElementById('saved').textContent === 'Saved'")


def test_accept_correct_reject_and_finish_by_keys(page, out):
    assert page.js("document.getElementById('head').textContent").startswith("Norvik goes")
    assert page.js(CURRENT).startswith("Belmora")  # the least confident
    page.keys("x")
    assert page.js(CURRENT).startswith("Zellbank AG")
    page.keys("2", "p", "w", "u")
    assert (
        page.js("document.querySelector('.card.current').textContent").count(
            "The model said: Zellbank AG · undecided · affirmed · in effect"
        )
        == 1
    )
    page.keys("a")
    assert page.js(CURRENT).startswith("Norvik")
    page.keys("a")
    assert page.js(STATUSES) == ["accepted", "rejected", "corrected"]
    page.keys("f")
    page.wait("document.getElementById('head').textContent.startsWith('plain')")
    found = gold(out)["moose"]
    assert [(c.actor.name, c.stance, c.polarity, c.stage, c.unsure) for c in found.claims] == [
        ("Norvik", "withdraw", "affirmed", "announced", False),
        ("Zellbank AG", "comply", "negated", "announced", True),
    ]
    assert page.js("document.getElementById('progress').textContent").split() == [
        "1",
        "of",
        "3",
        "articles",
        "finished",
        "3",
        "of",
        "4",
        "claims",
        "decided",
    ]


def test_spans_by_mouse_count_code_points(page, out):
    """Behind an emoji of two UTF-16 units and a family of five code points; a sloppy selection is grown to whole words."""
    page.drag("lmor")
    page.keys("c")
    assert page.js(CURRENT).startswith("Belmora which stance?")
    page.keys("3")
    page.drag("Data Ac", 1)
    page.keys("T")
    page.drag("“We won’t hand")
    page.keys("E")  # in the same sentence: nothing to change
    page.keys("j", "k")
    page.keys(*"naaa")
    page.keys("f")
    page.wait("document.getElementById('head').textContent.startsWith('plain')")
    (claim,) = (c for c in gold(out)["moose"].claims if c.stance == "withdraw" and c.actor.text == "Belmora")
    text = moose().text
    assert (claim.actor.start, claim.actor.end) == (text.index("Belmora"), text.index("Belmora") + 7)
    assert (claim.target.text, claim.target.start, claim.target.kind) == ("Data Act", text.index("Data Act", 60), "law")
    assert claim.evidence.text.startswith("“We won’t hand over anything,” 👩‍👩‍👧")


def test_spans_by_keyboard(page, out):
    page.keys("m")
    assert page.js("document.activeElement.id") == "text"
    for key, modifiers in (("ArrowDown", 0), ("ArrowDown", 0), ("ArrowRight", 0), ("ArrowRight", 0)):
        page.type(key, modifiers)
    assert page.js(SELECTED) == "won"
    page.type("ArrowRight", SHIFT)
    page.type("ArrowRight", SHIFT)
    assert page.js(SELECTED) == "won’t"
    page.type("ArrowLeft", SHIFT | ALT)
    assert page.js(SELECTED) == "won’"
    for _ in range(8):
        page.type("ArrowRight")
    assert page.js(SELECTED) == "👩‍👩‍👧"
    page.type("ArrowRight")
    assert page.js(SELECTED) == "Belmora"
    page.type("ArrowRight", SHIFT)
    page.type("ArrowRight", SHIFT)
    page.type("ArrowRight", SHIFT)
    assert page.js(SELECTED) == "Belmora’s chief"
    page.type("ArrowLeft", SHIFT)
    page.type("ArrowLeft", SHIFT)
    page.type("ArrowLeft", SHIFT)
    assert page.js(SELECTED) == "Belmora"
    page.keys("c", "1", "a", "a", "a", "a", "f")
    page.wait("document.getElementById('head').textContent.startsWith('plain')")
    assert [c.actor.text for c in gold(out)["moose"].claims if c.stance == "pause"] == ["Belmora"]


def test_the_selection_reaches_the_actor_target_and_evidence_of_a_claim(page, out):
    page.drag("chief")
    page.keys("A")
    put(page, "actor name", "Belmora")
    put(page, "actor label", "OTHER")
    page.drag("anything")
    page.keys("T")
    put(page, "target kind", "order")
    put(page, "target name", "the demand")
    put(page, "jurisdiction", "JP")
    put(page, "attribution", "own")
    put(page, "effective_date", "2031-03")
    page.keys("N")
    page.keys("z")
    page.keys("a", "a", "a", "f")
    page.wait("document.getElementById('head').textContent.startsWith('plain')")
    claim = gold(out)["moose"].claims[1]
    assert (claim.actor.text, claim.actor.name, claim.actor.label) == ("chief", "Belmora", "OTHER")
    assert (claim.target.text, claim.target.name, claim.target.kind) == ("anything", "the demand", "order")
    assert (claim.jurisdiction, claim.attribution, claim.effective_date) == ("JP", "own", "2031-03")
    assert claim.quotes == ("q1",)


def test_evidence_in_another_sentence_takes_the_claim_there(page):
    page.drag("Zellbank AG")
    page.keys("E")
    assert page.js("document.querySelector('.card.current q').textContent") == "Zellbank AG has not decided."
    assert page.js(CURRENT).startswith("Zellbank AG refuse")


def test_what_the_record_refuses_is_said_and_not_kept(page):
    put(page, "jurisdiction", "Japan")
    assert "give ISO 3166-1" in page.js("document.getElementById('alarm').textContent")
    assert page.js("document.querySelector('[data-f=jurisdiction]').value") == ""
    page.keys("c")
    assert "Select words" in page.js("document.getElementById('alarm').textContent")
    page.drag("Data Act. “We won’t")
    page.keys("c")
    assert "one sentence" in page.js("document.getElementById('alarm').textContent")
    assert page.js(STATUSES) == ["open"] * 3


def test_a_group_is_duplicated_and_the_draft_survives_a_refusal(page):
    page.keys("d")
    page.keys("5")
    assert "there already" in page.js("document.getElementById('alarm').textContent")
    assert page.js(STATUSES) == ["open", "open", "open", "new"]
    put(page, "actor name", "Zellbank AG")
    assert page.js(STATUSES) == ["open", "open", "added", "open"]
    page.keys("x")
    assert page.js(STATUSES) == ["open"] * 3


def test_undo_redo_and_reload(page, command):
    page.keys("a", "x")
    assert page.js(STATUSES) == ["open", "accepted", "rejected"]
    page.keys("z")
    assert page.js(STATUSES) == ["open", "accepted", "open"]
    page.keys("y")
    page.go(command.url)
    assert page.js(STATUSES) == ["open", "accepted", "rejected"]
    page.keys(".")
    page.wait("document.getElementById('head').textContent.startsWith('plain')")
    page.keys("z")  # the step is of the other article, which is shown again
    page.wait("document.getElementById('head').textContent.startsWith('Norvik goes')")
    assert page.js(STATUSES) == ["open", "accepted", "open"]
    page.type("z", 2)  # Ctrl+Z
    page.wait("document.getElementById('undo').disabled")


def test_a_killed_review_goes_on_where_it_was(browser, out):
    first = Command(out, "anna")
    browser.go(first.url)
    browser.keys("a", "2", "a", "a", "f")
    browser.wait("document.getElementById('head').textContent.startsWith('plain')")
    browser.keys("5")
    first.kill()
    with (out / "review-anna.jsonl").open("ab") as journal:
        journal.write(b'{"n": 9, "at": "20')  # as a kill in the middle of a write leaves it
    (out / "gold-anna.jsonl").unlink()
    second = Command(out, "anna")
    assert second.said[0].startswith("1 of 3 articles finished, 4 of 4 claims decided")
    assert "moose" in gold(out)
    browser.go(second.url)
    assert browser.js("document.getElementById('head').textContent").startswith("plain")
    assert browser.js(CURRENT).startswith("Belmora refuse")
    assert first.url.split("/")[3] != second.url.split("/")[3]
    code, said = second.stop()
    assert code == 0
    assert said.startswith("1 of 3 articles finished, 4 of 4 claims decided, gold in")


def test_a_step_waits_while_the_server_is_away_and_is_done_once(browser, out):
    """The page goes on trying; the server is stopped for a moment, as a busy machine would."""
    command = Command(out, "anna")
    browser.go(command.url)
    browser.send("Network.emulateNetworkConditions", offline=True, latency=0, downloadThroughput=-1, uploadThroughput=-1)
    browser.type("a")
    browser.wait("document.getElementById('saved').textContent === 'Not saved'")
    assert "goes on trying" in browser.js("document.getElementById('alarm').textContent")
    browser.send("Network.emulateNetworkConditions", offline=False, latency=0, downloadThroughput=-1, uploadThroughput=-1)
    browser.wait("document.getElementById('saved').textContent === 'Saved'")
    assert browser.js(STATUSES) == ["open", "accepted", "open"]
    assert browser.js("document.getElementById('alarm').hidden")
    command.process.send_signal(signal.SIGTERM)
    command.process.communicate(timeout=60)
    assert command.process.returncode == 0
    assert len((out / "review-anna.jsonl").read_text(encoding="utf-8").splitlines()) == 2


def test_another_window_is_noticed(page, command, tmp_path_factory):
    other = Page(tmp_path_factory.mktemp("other"))
    try:
        other.go(command.url)
        page.keys("x")
        other.keys("a")
        other.wait("!document.getElementById('alarm').hidden")
        assert "another window" in other.js("document.getElementById('alarm').textContent")
        assert other.js(STATUSES) == ["open", "rejected", "open"]
    finally:
        other.close()


def test_names_and_quotes(page, out):
    page.js("[...document.querySelectorAll('[role=tab]')].find((one) => one.textContent.startsWith('Names')).click()")
    page.drag("Zellbank AG")
    page.keys("1")
    page.drag("Belmora")
    page.keys("3", "1")
    page.js("[...document.querySelectorAll('[role=tab]')].find((one) => one.textContent.startsWith('Quotes')).click()")
    page.keys("3")
    page.drag("Belmora’s chief")
    page.keys("S")
    page.drag("said of")
    page.keys("C")
    put(page, "organization", "Belmora")
    page.drag("has not decided")
    page.keys("2", "z")
    page.keys("n", "a", "a", "a", "f")
    page.wait("document.getElementById('head').textContent.startsWith('plain')")
    found = gold(out)["moose"]
    assert [(e.text, e.label) for e in found.entities if e.text in ("Zellbank AG", "Belmora")] == [
        ("Belmora", "COMPANY"),
        ("Zellbank AG", "COMPANY"),
    ]
    (quote,) = found.quotes
    assert (quote.kind, quote.speaker.text, quote.cue.text, quote.organization) == (
        "mixed",
        "Belmora’s chief",
        "said of",
        "Belmora",
    )
    assert {"entities", "quotes"} <= set(found.meta["labelled_fields"])


def test_two_annotators_agree_by_the_command(browser, out):
    for name, keys in (("anna", "aaaf"), ("ben", "axaf")):
        command = Command(out, name)
        browser.go(command.url)
        browser.keys(*keys)
        browser.wait("document.getElementById('head').textContent.startsWith('plain')")
        command.stop()
    found = CliRunner().invoke(
        app, ["agree", str(out / "gold-anna.jsonl"), str(out / "gold-ben.jsonl"), "--bootstrap", "0", "--show", "3"]
    )
    assert found.exit_code == 0, found.output
    assert "claim only in a" in found.output
    scored = CliRunner().invoke(
        app,
        [
            "evaluate",
            "--gold",
            str(out / "gold-anna.jsonl"),
            "--pred",
            str(out / "annotations.jsonl"),
            "--bootstrap",
            "0",
            "--json",
            "--scheme",
            "five",
        ],
    )
    assert scored.exit_code == 0, scored.output


def test_the_keyboard_alone_reaches_everything_and_shows_where_it_is(page):
    focused = "document.activeElement.id || document.activeElement.dataset.f || document.activeElement.className"
    outline = (
        "(() => { const one = document.activeElement, look = one.matches('.segments input') ? one.nextElementSibling : one;"
        " return getComputedStyle(look).outlineStyle; })()"
    )
    seen = set()
    for _ in range(80):
        page.type("Tab")
        if page.js("document.activeElement === document.body"):
            continue  # out of the page, on the way from its end to its beginning
        if (where := page.js(focused)) in seen:
            break
        seen.add(where)
        assert page.js(outline) in ("solid", "auto"), where
    assert {
        "skip",
        "help",
        "search",
        "text",
        "Accept",
        "Reject",
        "actor name",
        "target",
        "evidence",
        "unsure",
        "stance refuse",
        "add",
    } <= seen


def test_keys_are_not_taken_from_fields_and_can_be_turned_off(page):
    page.js("document.querySelector('[data-f=\"actor name\"]').focus()")
    page.type("a")
    page.type("x")
    assert page.js(STATUSES) == ["open"] * 3
    page.js("document.activeElement.blur()")
    time.sleep(0.1)
    page.wait("document.getElementById('saved').textContent !== 'Saving…'")
    page.type("?")
    assert page.js("document.getElementById('keys').open")
    page.js("document.querySelector('#keys input').click()")
    page.type("Escape")
    before = page.js(STATUSES)
    page.type("x")
    time.sleep(0.2)
    assert page.js(STATUSES) == before


PAYLOADS = (
    "<script>window.pwned=1</script>",
    "<img src=x onerror=window.pwned=1>",
    '" onfocus=window.pwned=1 autofocus x="',
    "javascript:window.pwned=1",
    "</textarea><svg onload=window.pwned=1>",
)


def hostile():
    """An article with a payload in every field that takes text."""
    line = " ".join(PAYLOADS)
    record = moose()
    plain = article([f"Norvik left. {line}"], line)
    return with_claims(
        Record(
            id=f"a{line}",
            title=line,
            source=line,
            url="javascript:window.pwned=1",
            text=plain.text,
            sentences=plain.sentences,
            meta=record.meta,
        ),
        [
            claim(plain, 0, PAYLOADS[1], "pause", name=line, confidence=0.1),
            claim(plain, 0, "Norvik", "withdraw", 2, confidence=0.2),
        ],
    )


def test_a_hostile_article_runs_nothing(browser, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    write_jsonl([hostile(), *records()], out / "annotations.jsonl")
    command = Command(out, "anna")
    browser.go(command.url)
    browser.keys("2", "d", "d", "a", "x", "z")
    assert browser.js("document.getElementById('text').textContent") == hostile().text
    assert browser.js("typeof window.pwned") == "undefined"
    assert browser.js("document.querySelectorAll('#text img, #text script, #text svg, a[href^=javascript]').length") == 0
    assert browser.complaints() == []
    command.kill()


@pytest.mark.parametrize("width", [360, 900, 1400])
def test_nothing_is_wider_than_the_screen(browser, command, width):
    browser.go(command.url, width=width)
    assert browser.js("document.documentElement.scrollWidth") <= width
