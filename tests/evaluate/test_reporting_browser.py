"""The page in a real browser: payloads stay text, it fits a phone, the filter and the keyboard work, with and without script.

Chromium is driven through its debugging pipe, so that no port is opened and no driver is needed.
"""

from __future__ import annotations

import fcntl
import json
import os
import random
import select
import shutil
import subprocess
import sys
import time

import pytest

from evaluate.invented import random_pairs
from evaluate.test_reporting_page import hostile_page
from onrecord.evaluate import Options, compare, evaluate
from onrecord.evaluate.behaviour import Miss, Result
from onrecord.evaluate.reporting import write_html

CHROMIUM = shutil.which("chromium")
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-extensions")
PATIENCE = 120  # seconds: machines that run tests are busy
# Chromium reads commands from descriptor 3 and answers on 4, whatever else they were.
LAUNCH = "import os, sys; os.dup2(int(sys.argv[1]), 3); os.dup2(int(sys.argv[2]), 4); os.execvp(sys.argv[3], sys.argv[3:])"

pytestmark = [pytest.mark.slow, pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")]


class Browser:
    """One page of a headless Chromium."""

    def __init__(self, folder):
        commands, self._commands = os.pipe()
        self._answers, answers = os.pipe()
        ends = [fcntl.fcntl(end, fcntl.F_DUPFD, 20) for end in (commands, answers)]
        command = [sys.executable, "-c", LAUNCH, *map(str, ends), CHROMIUM, *FLAGS, "--remote-debugging-pipe"]
        self._process = subprocess.Popen(
            [*command, f"--user-data-dir={folder}", "about:blank"], pass_fds=ends, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )  # fmt: skip
        for end in (commands, answers, *ends):
            os.close(end)
        self._rest, self._number, self._session, self.events = b"", 0, None, []
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.send(f"{domain}.enable")

    def send(self, method, **params):
        self._number += 1
        message = {"id": self._number, "method": method, "params": params} | ({"sessionId": self._session} if self._session else {})
        os.write(self._commands, json.dumps(message).encode() + b"\0")
        while (answer := self._next()).get("id") != self._number:
            self.events.append(answer)
        assert "error" not in answer, answer
        return answer["result"]

    def _next(self):
        end = time.monotonic() + PATIENCE
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self._answers], [], [], max(0.0, end - time.monotonic()))
            assert ready, "Chromium does not answer"
            more = os.read(self._answers, 1 << 20)
            assert more, "Chromium has gone"
            self._rest += more
        message, _, self._rest = self._rest.partition(b"\0")
        return json.loads(message)

    def open(self, path, *, width=1200, script=True):
        self.send("Emulation.setScriptExecutionDisabled", value=not script)
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=width < 600)
        self.events = []
        self.send("Page.navigate", url=path.as_uri())
        while not self.of("Page.loadEventFired"):
            self.events.append(self._next())

    def of(self, method):
        return [event["params"] for event in self.events if event.get("method") == method]

    def js(self, expression):
        return self.send("Runtime.evaluate", expression=expression, returnByValue=True)["result"].get("value")

    def press(self, key, code):
        for kind in ("keyDown", "keyUp"):
            text = {"text": "\r"} if key == "Enter" and kind == "keyDown" else {}
            self.send("Input.dispatchKeyEvent", type=kind, key=key, windowsVirtualKeyCode=code, **text)

    def close(self):
        self._session = None
        try:
            self.send("Browser.close")
            self._process.wait(PATIENCE)
        finally:
            self._process.kill()
            self._process.wait()
            os.close(self._commands)
            os.close(self._answers)


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    found = Browser(tmp_path_factory.mktemp("profile"))
    yield found
    found.close()


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    gold, pred = random_pairs(random.Random(3), "abcdefgh")
    options = Options(scheme="five", bootstrap=20, rounds=20)
    result = evaluate(gold, pred, options)
    misses = tuple(Miss(id=f"trial-{i}", text="Norvik paused its shop.", why="not found: Norvik: pause") for i in range(3))
    behaviour = [Result(id="a", test="directional", title="A trial of something", n=4, passed=1, misses=misses)]
    path = tmp_path_factory.mktemp("report") / "report.html"
    write_html(result, path, behaviour=behaviour, comparison=compare(evaluate(gold, gold, options), result))
    return path


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    path = tmp_path_factory.mktemp("hostile") / "report.html"
    path.write_text(hostile_page(), encoding="utf-8")
    return path


def test_payloads_do_nothing(browser, hostile):
    browser.open(hostile)
    assert browser.js("typeof window.pwned") == "undefined"
    assert browser.js("document.querySelectorAll('#cases > li').length > 10")
    assert browser.js("document.forms.length") == 1
    requested = [event["request"]["url"] for event in browser.of("Network.requestWillBeSent")]
    assert requested == [hostile.as_uri()]
    for quiet in ("Page.javascriptDialogOpening", "Runtime.exceptionThrown", "Log.entryAdded"):
        assert browser.of(quiet) == []


def test_the_policy_stops_what_would_get_in(browser, hostile, tmp_path):
    """The same payload runs on a bare page, so the tests would see it, and not on the report, even unescaped."""
    bare, opened = tmp_path / "bare.html", tmp_path / "opened.html"
    payload = "<script>window.pwned=1</script><img src=x onerror=window.pwned=2>"
    bare.write_text(payload, encoding="utf-8")
    opened.write_text(hostile.read_text(encoding="utf-8").replace("</main>", f"{payload}</main>"), encoding="utf-8")
    browser.open(bare)
    assert browser.js("window.pwned") in (1, 2)
    browser.open(opened)
    assert browser.js("typeof window.pwned") == "undefined"
    assert len(browser.of("Log.entryAdded")) >= 2


@pytest.mark.parametrize("which", ["report", "hostile"])
@pytest.mark.parametrize("width", [320, 360, 1200])
def test_nothing_is_wider_than_the_screen(browser, request, which, width):
    browser.open(request.getfixturevalue(which), width=width)
    browser.js("document.querySelectorAll('details').forEach(function (one) { one.open = true; })")
    assert browser.js("document.documentElement.scrollWidth") <= width
    # Nor does a cell run over its neighbour.
    cells = "Array.from(document.querySelectorAll('td, th, dd, li, p')).filter(function (one) { return one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).position !== 'absolute' && one.clientWidth; }).map(function (one) { return one.textContent; })"
    assert browser.js(cells) == []


def test_the_list_is_filtered_by_kind_stance_and_text(browser, report):
    browser.open(report)
    shown = "Array.from(document.querySelectorAll('#cases > li')).filter(function (one) { return !one.hidden; })"
    every = browser.js(f"{shown}.length")
    assert every > 3
    assert browser.js("document.getElementById('filters').hidden") is False

    def choose(name, value):
        browser.js(
            f"(function (field) {{ field.value = {value!r}; field.dispatchEvent(new Event('input', {{bubbles: true}})); }})"
            f"(document.getElementById('filters').elements[{name!r}])"
        )
        return browser.js(f"{shown}.map(function (one) {{ return [one.dataset.kinds, one.dataset.stances, one.textContent]; }})")

    kinds = choose("kind", "missed-claim")
    assert 0 < len(kinds) < every
    assert all("missed-claim" in case[0].split() for case in kinds)
    assert browser.js("document.querySelector('#filters output').value") == f"{len(kinds)} of {every} shown"
    assert len(choose("kind", "")) == every
    stances = choose("stance", "refuse")
    assert 0 < len(stances) < every
    assert all("refuse" in case[1].split() for case in stances)
    choose("stance", "")
    assert all("zellbank" in case[2].lower() for case in choose("text", "ZELLBANK"))
    assert choose("text", "nowhere to be found") == []


def test_without_script_the_whole_list_is_there_and_the_form_is_not(browser, report):
    browser.open(report, script=False)
    document = browser.send("DOM.getDocument")["root"]["nodeId"]
    (form,) = browser.send("DOM.querySelectorAll", nodeId=document, selector="#filters[hidden]")["nodeIds"]
    assert form
    assert browser.send("DOM.querySelectorAll", nodeId=document, selector="#cases > li[hidden]")["nodeIds"] == []


def test_the_keyboard_reaches_the_figures_and_shows_where_it_is(browser, report):
    browser.open(report)
    browser.press("Tab", 9)
    assert browser.js("document.activeElement.className") == "skip"
    assert browser.js("document.activeElement.getBoundingClientRect().top") >= 0
    assert browser.js("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    browser.press("Enter", 13)
    assert browser.js("document.activeElement.id") == "main"
    browser.press("Tab", 9)
    assert browser.js("document.activeElement.tagName") == "SUMMARY"
    browser.press("Enter", 13)
    assert browser.js("document.activeElement.parentNode.open") is True
