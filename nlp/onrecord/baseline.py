"""The rule-only system, `--model baseline`: cue words and the lexicon, the floor of every table.

A cue ("suspend", "comply") gives the stance, the nearest name or nominal on its left the actor, the nearest law, government
or place on its right the target. The words before a cue deny it, put it off or call it off. There is no model; the
confidence of a claim is the share of its cue's claims that were right on dev, drawn towards the share of all of the
stance's claims where the cue is rare. The cues, the typical words of the guidelines, stand in `baseline_cues.csv`.
"""

from __future__ import annotations

import csv
import hashlib
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from onrecord import __version__
from onrecord.components.confidence import FEATURES
from onrecord.components.join import join
from onrecord.components.links import TARGET_LABELS, DraftClaim, Evidence, logit
from onrecord.components.mentions import Mention
from onrecord.components.names.known import trim
from onrecord.components.names.link import Named
from onrecord.components.references.nominals import parse_nominal
from onrecord.components.references.resolve import Reference
from onrecord.components.segment import segment
from onrecord.errors import InputError
from onrecord.lexicon import Lexicon
from onrecord.pipeline import MAX_CHARS, Draft, Pipeline
from onrecord.types import STAGES, STANCES, ModelInfo, Polarity, Stage, Stance

CUES = Path(__file__).with_name("baseline_cues.csv")
ROLES = ("cue", "block", "negation", "announced", "threatened", "condition", "place")
"""What a row of the file may be: a cue, words before it, or words before a country that is only a place."""
REACH = 300
"""Characters between actor and cue that are read."""
_CONFIG = cast("Any", SimpleNamespace(calibration={"claim": [0.0, 1.0, *[0.0] * (FEATURES - 2)]}, stances=STANCES))
"""Calibration under which the confidence is what `Evidence.stance` says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """A row of the file that gives a stance."""

    stance: Stance
    polarity: Polarity
    """Polarity where nothing before the cue negates it."""
    stage: Stage | None
    """Stage whatever stands before the cue; None where those words tell."""
    confidence: float
    """Share of its claims that are right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """A file of cues, ready to use."""

    cues: tuple[Cue, ...]
    words: Mapping[str, re.Pattern[str]]
    """By role, what matches any of its rows; group `c0` is the first cue, `c1` the second, …"""

    @classmethod
    def read(cls, path: Path) -> Rules:
        """Read a file of cues. Where two cues begin at one word, the one higher up wins.

        Args:
            path: CSV with the columns role (one of `ROLES`), pattern (a regular expression with no groups but `(?:…)`; a
                blank is any white space) and, for cues, stance, polarity, stage (or nothing) and confidence.

        Raises:
            InputError: The file or one of its rows cannot be used; the message names the row.
        """
        cues: list[Cue] = []
        patterns: dict[str, list[str]] = {role: [] for role in ROLES}
        row: dict[str, str] = {}
        try:
            for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
                pattern = _pattern(row["pattern"])
                patterns[row["role"]].append(f"(?P<c{len(cues)}>{pattern})" if row["role"] == "cue" else pattern)
                cues += [_cue(row)] if row["role"] == "cue" else []
        except (OSError, AttributeError, KeyError, TypeError, ValueError, re.error) as error:
            raise InputError(f"{path}: no file of cues ({error!r}), see {row} and the docstring of Rules.read") from error
        whole = {role: rf"(?<!\w)(?:{'|'.join(found) or '(?!)'})(?!\w)" for role, found in patterns.items()}
        return cls(cues=tuple(cues), words={role: re.compile(found, re.IGNORECASE) for role, found in whole.items()})


def _pattern(given: str) -> str:
    if not given or re.compile(given).groups:
        raise ValueError("give a pattern without groups that capture")
    return given.replace(" ", r"\s+")


def _cue(row: Mapping[str, str]) -> Cue:
    stance, polarity, stage, confidence = row["stance"], row["polarity"], row["stage"] or None, float(row["confidence"])
    known = stance in STANCES and polarity in ("affirmed", "negated") and stage in (None, *STAGES)
    if not known or not 0 < confidence < 1:
        raise ValueError("give a stance, a polarity and a confidence above 0 and under 1")
    kinds = cast("tuple[Stance, Polarity, Stage | None]", (stance, polarity, stage))
    return Cue(stance=kinds[0], polarity=kinds[1], stage=kinds[2], confidence=confidence)


class Baseline(Pipeline):
    """Annotates articles by the rules of one file; called, streamed and read like any `Pipeline`."""

    def __init__(
        self,
        *,
        lexicon: Lexicon | None = None,
        cues: Path = CUES,
        threshold: float | None = None,
        disable: frozenset[str] = frozenset(),
        max_chars: int = MAX_CHARS,
    ) -> None:
        self.rules = Rules.read(cues)
        digest = hashlib.sha256(Path(__file__).read_bytes() + cues.read_bytes()).hexdigest()
        super().__init__(
            backend=cast("Any", None), windower=cast("Any", None), config=_CONFIG,
            info=ModelInfo(name="baseline", version=__version__, digest=digest), threshold=threshold or 0.0,
            lexicon=Lexicon.default() if lexicon is None else lexicon, disable=disable, max_chars=max_chars,
        )  # fmt: skip

    def draft(self, text: str, *, published: str | None = None, given: Sequence[Mention] = ()) -> Draft:
        """Return everything found in a text, published on a day YYYY-MM-DD, as `Pipeline.draft` does."""
        sentences, off = segment(text), self.disabled | {"references"}  # nominals are resolved here, the simple way
        joined = join(text, sentences, [*self._names(text), *given], lexicon=self.lexicon, published=published, disable=off)
        mentions = sorted(joined.candidates)
        claims = [] if "claims" in self.disabled else list(self._claims(text, sentences, mentions))
        known = {} if "references" in self.disabled else dict(_antecedents(text, mentions, joined.context.who.named))
        who = replace(joined.context.who, references=known)
        return Draft(replace(joined, context=replace(joined.context, who=who)), claims)

    def _names(self, text: str) -> Iterator[Mention]:
        """Yield the unambiguous names of the lexicon; a country acts unless "in" or the like stands before it."""
        for found, stop, entry in self.lexicon.find_names(text):
            start, end = trim(text, found, stop)
            before = text[max(0, start - 20) : start].removesuffix("the ").rstrip()
            acts = entry.label == "PLACE" and not any(m.end() == len(before) for m in self.rules.words["place"].finditer(before))
            if not entry.ambiguous:
                yield Mention(start, end, "GOVERNMENT" if acts else entry.label)

    def _claims(self, text: str, sentences: Sequence[tuple[int, int]], mentions: Sequence[Mention]) -> Iterator[DraftClaim]:
        for index, (start, end) in enumerate(sentences):
            inside = [m for m in mentions[_first(mentions, start) : _first(mentions, end)] if m.end <= end]
            acting = [m for m in inside if m.label in ("COMPANY", "GOVERNMENT", "ACTOR")]
            telling = [m for m in acting if not ((n := parse_nominal(text[m.start : m.end])) and n.pronoun)]
            targets = [m for m in inside if m.label in TARGET_LABELS]
            # "Norvik must comply", "ordered Norvik to leave": what follows need not happen.
            block = self.rules.words["block"].search(text, start, end)
            for found in self.rules.words["cue"].finditer(text, start, end):
                if block and block.end() <= found.start():
                    break
                if actor := _last(telling, found.start()) or _last(acting, found.start()):
                    target = targets[at] if (at := _first(targets, found.end())) < len(targets) else None
                    yield self._claim(text, index, (start, end), found, actor=actor, target=target)

    def _claim(
        self, text: str, index: int, sentence: tuple[int, int], found: re.Match[str], *, actor: Mention, target: Mention | None
    ) -> DraftClaim:
        words, before = self.rules.words, (max(actor.end, found.start() - REACH), found.start())
        cue = self.rules.cues[int((found.lastgroup or "c0")[1:])]
        stage: Stage = "announced" if words["announced"].search(text, *before) else "in_effect"
        if words["threatened"].search(text, *before) or (stage == "announced" and words["condition"].search(text, *sentence)):
            stage = "threatened"
        return DraftClaim(
            sentence=index, stance=cue.stance, actor=actor, target=target, stage=cue.stage or stage, cue=found.span(),
            polarity="negated" if words["negation"].search(text, *before) else cue.polarity,
            evidence=Evidence(stance=logit(cue.confidence), actor=0.0, polarity=0.0, best=True),
        )  # fmt: skip


def _first(mentions: Sequence[Mention], at: int) -> int:
    """Return the index of the first mention that begins at `at` or later."""
    return bisect_left(mentions, at, key=lambda m: m.start)


def _last(mentions: Sequence[Mention], at: int) -> Mention | None:
    """Return the last mention that ends at `at` or before."""
    return next((mentions[i] for i in range(_first(mentions, at) - 1, -1, -1) if mentions[i].end <= at), None)


def _antecedents(text: str, mentions: Iterable[Mention], named: Iterable[Named]) -> Iterator[tuple[Mention, Reference]]:
    """Yield the nominals and pronouns with the company named last before, "the ministry" and the like with the government."""
    last: dict[str, Named] = {}
    both: list[Mention | Named] = [*named, *(m for m in mentions if m.label == "ACTOR")]
    for mention in sorted(both, key=lambda m: m.start):
        if isinstance(mention, Named):
            last[mention.label] = mention
            continue
        nominal = parse_nominal(text[mention.start : mention.end])
        official = nominal is not None and nominal.kind in ("government", "authority", "country")
        if name := last.get("GOVERNMENT" if official else "COMPANY"):
            yield mention, Reference((name,), "nominal")


load = Baseline
"""What `onrecord.load("baseline")` calls."""
