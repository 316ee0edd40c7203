"""A review as its user has it: the command in a process of its own, its page in a headless Chromium."""

from __future__ import annotations

import base64
import json
import os
import signal
import subprocess
import sys
import time

from evaluate.test_reporting_browser import PATIENCE, Browser
from tests_support import ROOT

RUN = "from onrecord.cli import reviewing; from onrecord.cli.app import main; main()"
KEYS = {"ArrowRight": 39, "ArrowLeft": 37, "ArrowDown": 40, "ArrowUp": 38, "Escape": 27, "Tab": 9, "Enter": 13}
SHIFT, ALT = 8, 1


class Command:
    """`onrecord review`, running."""

    def __init__(self, out, annotator, *options):
        command = [sys.executable, "-c", RUN, "review", str(out), "--annotator", annotator, *options]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=_environment())
        self.said = []
        for line in self.process.stdout:
            self.said.append(line.strip())
            if line.startswith("Open "):
                self.url = line.removeprefix("Open ").strip()
                return
        raise AssertionError(self.process.stderr.read())

    def stop(self):
        """End it as Ctrl-C does; return its exit code and its last line."""
        self.process.send_signal(signal.SIGINT)
        out, _ = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, out.strip().splitlines()[-1]

    def kill(self):
        """End it as `kill -9` does."""
        self.process.kill()
        self.process.communicate()


def _environment():
    return os.environ | {"PYTHONPATH": str(ROOT / "nlp"), "PYTHONUNBUFFERED": "1"}


class Page(Browser):
    """A browser with a review open in it."""

    def go(self, url, *, width=1400, height=900):
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600)
        self.events = []
        self.send("Page.navigate", url=url)
        while not self.of("Page.loadEventFired"):
            self.events.append(self._next())
        self.wait("document.documentElement.dataset.ready === 'true' || !document.getElementById('alarm').hidden")

    def wait(self, expression, seconds=PATIENCE):
        """Wait until something holds on the page."""
        end = time.monotonic() + seconds
        while not self.js(expression):
            assert time.monotonic() < end, f"never came true: {expression}; the page says {self.js('document.body.innerText')}"
            time.sleep(0.02)

    def type(self, key, modifiers=0):
        """Press a key; text is what it writes."""
        code = KEYS.get(key) or ord(key.upper())
        text = {} if key in KEYS else {"text": key}
        for kind in ("keyDown", "keyUp"):
            self.send(
                "Input.dispatchKeyEvent", type=kind, key=key, windowsVirtualKeyCode=code, modifiers=modifiers, **(text if kind == "keyDown" else {})
            )  # fmt: skip

    def keys(self, *keys):
        """Press keys that make steps; wait until all is saved."""
        for key in keys:
            self.type(key, SHIFT if key.isupper() and len(key) == 1 else 0)
            self.wait("document.getElementById('saved').textContent !== 'Saving…'")

    def drag(self, words, nth=0):
        """Select words of the article with the mouse."""
        x1, y1, x2, y2 = self.js(PLACES % (json.dumps(words), nth))
        self._mouse("mousePressed", x1, y1, 1)
        self._mouse("mouseMoved", (x1 + x2) / 2, (y1 + y2) / 2, 1)
        self._mouse("mouseMoved", x2, y2, 1)
        self._mouse("mouseReleased", x2, y2, 0)

    def click(self, selector):
        """Click on an element."""
        x, y = self.js(
            f"(() => {{ const one = document.querySelector({selector!r}); one.scrollIntoView({{block: 'center'}}); const r = one.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; }})()"
        )
        self._mouse("mousePressed", x, y, 1)
        self._mouse("mouseReleased", x, y, 0)

    def _mouse(self, kind, x, y, buttons):
        self.send("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", buttons=buttons, clickCount=1)

    def picture(self, path):
        """Keep a picture of the page."""
        path.write_bytes(base64.b64decode(self.send("Page.captureScreenshot")["data"]))

    def complaints(self):
        """What the console says, but that a step was refused, and what was asked of other machines."""
        asked = [event["request"]["url"] for event in self.of("Network.requestWillBeSent")]
        said = [event["entry"]["text"] for event in self.of("Log.entryAdded")]
        refused = ("status of 409", "status of 422")
        return [
            *self.of("Runtime.exceptionThrown"),
            *(text for text in said if not any(one in text for one in refused)),
            *(url for url in asked if not url.startswith("http://127.0.0.1:")),
        ]


# Where the words begin and end on the screen: a pixel inside the first and the last letter.
PLACES = """(() => {
  const [words, nth] = [%s, %d];
  const box = document.getElementById('text');
  let at = -1;
  for (let i = 0; i <= nth; i += 1) at = box.textContent.indexOf(words, at + 1);
  const find = (unit) => {
    const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
    let start = 0;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (unit < start + node.data.length) return [node, unit - start];
      start += node.data.length;
    }
  };
  const range = document.createRange();
  range.setStart(...find(at));
  const last = find(at + words.length - 1);
  range.setEnd(last[0], last[1] + 1);
  range.startContainer.parentElement.scrollIntoView({block: 'center'});
  const boxes = [...range.getClientRects()].filter((one) => one.width > 0);
  const [a, b] = [boxes[0], boxes.at(-1)];
  return [a.left + 1, a.top + a.height / 2, b.right - 1, b.top + b.height / 2];
})()"""
