"""A record with what has broken exports before, and how to export records into a folder of their own."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path

from onrecord.corpora.registry import Conversion
from onrecord.corpora.setup import Setup
from onrecord.corpora.words import entity_labels, stance_labels
from onrecord.exports import export
from onrecord.types import Actor, Claim, Entity, ModelInfo, Quote, Record, Sentence, Span, Target

FIRST = "🦀 Zoë’s firm Brix <b>&amp; Söhne</b> said “We’ll\r\nleave Ostrova, 👩\u200d🚀” over the Ferry Act."
SECOND = "It did not\tpause; cafe\u0301 owners cheered."
TEXT = f"{FIRST}\n\n{SECOND}\n"


def span(words, text=TEXT):
    start = text.index(words)
    return Span.of(text, start, start + len(words))


def at(words):
    found = span(words)
    return {"start": found.start, "end": found.end, "text": found.text}


def make(**changes):
    """A model's record: an astral character before everything, CRLF in a quote, combining marks, markup, a formula in a name."""
    parts = {
        "id": "a/1: 🦀", "title": "=HYPERLINK(1)", "date": "2031-02-03", "source": 'The "Lantern"', "url": "https://example.org/?a=1&b=2",
        "lang": "en", "meta": {"desk": "=1+1"}, "text": TEXT, "story": "s1",
        "sentences": (
            Sentence(start=0, end=len(FIRST), stances=("withdraw",)),
            Sentence(start=len(FIRST) + 2, end=len(FIRST) + 2 + len(SECOND)),
        ),
        "entities": (
            Entity(id="e1", **at("Brix"), label="COMPANY", name="=cmd|' /C calc'!A0", ref="company:brix"),
            Entity(id="e2", **at("Ferry Act"), label="LAW", name="Ferry Act", ref="law:ferry"),
            Entity(id="e3", **at("It"), label="COMPANY", name="=cmd|' /C calc'!A0", ref="company:brix", via="coref", antecedent="e1"),
        ),
        "quotes": (
            Quote(
                id="q1", **at("We’ll\r\nleave Ostrova, 👩\u200d🚀"), spans=(span("We’ll\r\nleave"), span("Ostrova, 👩\u200d🚀")), kind="direct",
                cue=span("said"), speaker=span("Zoë"), speaker_name="Zoë Quill", organization="Brix",
            ),
        ),
        "claims": (
            Claim(
                id="c1", actor=Actor(**at("Brix"), name="=cmd|' /C calc'!A0", label="COMPANY", ref="company:brix", entity="e1"),
                stance="withdraw", stage="announced", sentence=0, evidence=Span.of(TEXT, 0, len(FIRST)), quotes=("q1",),
                target=Target(**at("Ferry Act"), name="Ferry Act", label="LAW", ref="law:ferry", kind="law"),
                jurisdiction="EU", statement_date="2031-02-03", effective_date="2032", date_source="explicit", attribution="own",
                confidence=0.75,
            ),
            Claim(
                id="c2", actor=Actor(**at("It"), name=None, label="COMPANY"), stance="pause", polarity="negated", sentence=1,
                evidence=span(SECOND), confidence=0.5,
            ),
        ),
        "model": ModelInfo(name="fake-en", version="0.0.1", digest="ab" * 32),
    }  # fmt: skip
    return Record(**(parts | changes))


@contextmanager
def exported(records, name, file, **settings):
    """Export records to a file or folder of that name; gives its path and what the export said."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / file
        yield path, export(records, name, path, **settings)


def read(module, path):
    """What a reader gives that the registry need not know yet."""
    setup = Setup(
        format="x", entities=entity_labels("x"), stances=stance_labels(), mapped=False, segmenter=lambda _: [], labelled=None
    )  # fmt: skip
    return list(Conversion(path, setup, module, "raise"))
