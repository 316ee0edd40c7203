"""Annotators that need no model and can be loaded by import path in a worker, and what tests do with runs."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from onrecord.batch import Options, annotate
from onrecord.types import Actor, Article, Claim, Failure, ModelInfo, Record, Sentence, Span

LOG = "ONRECORD_TEST_LOG"
"""Environment variable with the path of a file to which each article that is annotated is written."""


class Plain:
    """Each text is one sentence; one that says "paused" is a claim of its first word. Some words do harm."""

    def __init__(self, version: str = "1", pause: float = 0.0) -> None:
        self.info = ModelInfo(name="plain", version=version, digest=version * 64)
        self.pause = pause

    def stream(self, articles):
        for article in articles:
            if isinstance(article, Failure):
                yield article
                continue
            self._note(article)
            self._harm(article.text)
            if "REFUSED" in article.text:
                yield Failure(id=article.id, error="InputError", message="the text says REFUSED")
            else:
                yield self._record(article)

    def _note(self, article):
        if path := os.environ.get(LOG):
            with Path(path).open("a", encoding="utf-8") as file:
                file.write(f"{article.id}\n")
        time.sleep(self.pause)

    @staticmethod
    def _harm(text):
        if "KILL" in text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "SLEEP" in text:
            time.sleep(3600)
        if "BUG" in text:
            raise ZeroDivisionError("division\nby zero")

    def _record(self, article):
        text, name = article.text, article.text.split()[0]
        actor = Actor(start=text.index(name), end=text.index(name) + len(name), text=name, name=name, label="COMPANY")
        claim = Claim(id="c1", actor=actor, stance="pause", sentence=0, evidence=Span.of(text, 0, len(text)), confidence=0.75)
        claims = (claim,) if "paused" in text else ()
        sentence = Sentence(start=0, end=len(text), stances=("pause",) if claims else ())
        return Record(id=article.id, text=text, meta=dict(article.meta), sentences=(sentence,), claims=claims, model=self.info)


def broken():
    """Loads nothing."""
    raise ValueError("no such\nmodel")


def news(count, **changes):
    """Small articles, `count` of them; `changes` gives other texts by number, such as `a3="…"`."""
    return [Article(id=f"a{i}", text=changes.get(f"a{i}", f"Norvik{i % 7} paused its service {i} 🦀.")) for i in range(count)]


def contents(folder):
    """The bytes of all results by path, without what is hidden."""
    paths = [path for path in Path(folder).rglob("*") if path.is_file() and ".onrecord" not in path.parts]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def undisturbed(folder, articles, **options):
    """The bytes of a run that nothing happens to."""
    annotate(articles, Plain(), folder, options=Options(**options))
    return contents(folder)
