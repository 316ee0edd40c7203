"""Fixtures for the whole suite: a pipeline that needs no model, and articles for it to read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from onrecord.cli import app
from onrecord.errors import InputError, OnrecordError
from onrecord.types import (
    STANCES,
    Actor,
    Article,
    Claim,
    Entity,
    Failure,
    ModelInfo,
    Quote,
    Record,
    Sentence,
    Span,
    Target,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_SENTENCE = re.compile(r"\S[^.!?\n]*(?:[.!?][”\"]?|(?=\n)|$)")
_NAME = re.compile(r"Norvik|Belmora|Café Zwölf|\[bold\]Brix")
_LAW = re.compile(r"Data Act")
_QUOTE = re.compile(r"[“\"]([^”\"\n]*[^”\"\s][^”\"\n]*)[”\"]")
_STANCES = {"paused": "pause", "comply": "comply", "leave": "withdraw", "undecided": "undecided", "refused": "refuse"}


class FakePipeline:
    """Has the interface of `onrecord.pipeline.Pipeline`; finds invented names and one verb a stance, by plain search."""

    def __init__(self, folder: Path, *, max_chars: int = 1_000_000, threshold: float | None = None) -> None:
        self.folder = folder
        self.info = ModelInfo(name="fake-en", version="0.0.1", digest="ab" * 32)
        self.stances = STANCES
        self.max_chars = max_chars
        self.threshold = 0.5 if threshold is None else threshold

    def __call__(self, article: str | Article | Mapping) -> Record:
        if isinstance(article, str):
            article = Article(id="text", text=article)
        elif isinstance(article, Mapping):
            article = Article(**article)
        if "BROKEN" in article.text:
            raise InputError(f"article {article.id!r}: the word BROKEN, take it out")
        if "BUG" in article.text:
            raise ZeroDivisionError("division\nby zero")
        return self._record(article)

    def stream(self, articles: Iterable[Article | Failure | Mapping]) -> Iterator[Record | Failure]:
        for article in articles:
            if isinstance(article, Failure):
                yield article
                continue
            try:
                yield self(article)
            except OnrecordError as error:
                yield Failure(id=article.id, stage="annotate", error=type(error).__name__, message=str(error))

    def _record(self, article: Article) -> Record:
        text = f"{article.title}\n\n{article.text}" if article.title else article.text
        end = min(len(text), self.max_chars)
        bounds = [(m.start(), m.end()) for m in _SENTENCE.finditer(text, 0, end)]
        entities = tuple(_entities(text, end))
        quotes = tuple(_quotes(text, end))
        claims = tuple(c for c in _claims(text, bounds, entities, quotes) if (c.confidence or 0) >= self.threshold)
        return Record(
            id=article.id, title=article.title, date=article.date, source=article.source, url=article.url, lang=article.lang,
            meta=dict(article.meta), text=text,
            body_start=len(text) - len(article.text), truncated_at=end if end < len(text) else None,
            sentences=tuple(
                Sentence(start=s, end=e, stances=tuple(dict.fromkeys(c.stance for c in claims if c.sentence == i and c.counted)))
                for i, (s, e) in enumerate(bounds)
            ),
            entities=entities, quotes=quotes, claims=claims, model=self.info,
        )  # fmt: skip


def _entities(text: str, end: int) -> Iterator[Entity]:
    found = [(m, "COMPANY") for m in _NAME.finditer(text, 0, end)] + [(m, "LAW") for m in _LAW.finditer(text, 0, end)]
    for i, (m, label) in enumerate(sorted(found, key=lambda pair: pair[0].start()), 1):
        ref = "company:norvik" if m.group() == "Norvik" else None
        yield Entity(id=f"e{i}", start=m.start(), end=m.end(), text=m.group(), label=label, name=m.group(), ref=ref)


def _quotes(text: str, end: int) -> Iterator[Quote]:
    for i, m in enumerate(_QUOTE.finditer(text, 0, end), 1):
        piece = Span.of(text, m.start(1), m.end(1))
        yield Quote(
            id=f"q{i}", start=piece.start, end=piece.end, text=piece.text, spans=(piece,), kind="direct",
            speaker_name="Ada Quill", organization="Norvik",
        )  # fmt: skip


def _claims(text: str, bounds: list[tuple[int, int]], entities: tuple[Entity, ...], quotes: tuple[Quote, ...]) -> Iterator[Claim]:
    number = 0
    for i, (start, end) in enumerate(bounds):
        inside = [e for e in entities if start <= e.start and e.end <= end]
        law = next((e for e in inside if e.label == "LAW"), None)
        for word, stance in _STANCES.items():
            if word not in text[start:end]:
                continue
            for actor in (e for e in inside if e.label == "COMPANY"):
                number += 1
                yield Claim(
                    id=f"c{number}", stance=stance, sentence=i, evidence=Span.of(text, start, end), confidence=0.8,
                    actor=Actor(
                        start=actor.start, end=actor.end, text=actor.text, name=None if "unnamed" in text[start:end] else actor.name,
                        label="COMPANY", ref=actor.ref, entity=actor.id,
                    ),
                    polarity="negated" if "not " in text[start:end] else "affirmed",
                    stage="threatened" if "threatened" in text[start:end] else "in_effect",
                    target=Target(start=law.start, end=law.end, text=law.text, name=law.name, label="LAW", ref=None, kind="law")
                    if law else None,
                    statement_date="2031-02-03",
                    quotes=tuple(q.id for q in quotes if start <= q.start and q.end <= end),
                )  # fmt: skip


@pytest.fixture
def fake_pipeline(tmp_path: Path) -> FakePipeline:
    """A pipeline that reads without a model; its folder holds one file of 2,048 bytes."""
    folder = tmp_path / "fake-en"
    folder.mkdir()
    (folder / "encoder.onnx").write_bytes(b"\0" * 2048)
    return FakePipeline(folder)


@pytest.fixture
def articles() -> list[Article]:
    """Three articles: two claims, none, and one that is negated."""
    return [
        Article(
            id="a1", title="Norvik goes", date="2031-02-03", source="The Lantern",
            text="Norvik said it would leave over the Data Act. “We will leave,” Belmora added.",
        ),
        Article(id="a2", text="It rained in Freedonia."),
        Article(id="a3", text="Belmora did not leave.\nCafé Zwölf 🦀 paused its shop."),
    ]  # fmt: skip


@pytest.fixture
def loaded(monkeypatch, fake_pipeline):
    """What `load` was called with, once a command has loaded the model."""
    calls = SimpleNamespace(name=None, options=None)

    def load(name="onrecord-en", **options):
        calls.name, calls.options = name, options
        fake_pipeline.max_chars = options.get("max_chars", 1_000_000)
        return fake_pipeline

    monkeypatch.setattr("onrecord.pipeline.load", load)
    monkeypatch.setenv("ONRECORD_WORKERS", "0")  # workers are other processes, which would load the model after all
    return calls


@pytest.fixture
def run(loaded, monkeypatch):
    """Run a command line in this process; gives exit_code, stdout and stderr."""
    for name in ("ONRECORD_DEBUG", "NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    return lambda *arguments, **options: CliRunner().invoke(app, [str(a) for a in arguments], **options)
