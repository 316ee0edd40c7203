"""Our figures against the scorer that the project's numbers refer to, where it lies beside the project."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import json
import random
from dataclasses import replace
from pathlib import Path

import pytest

from evaluate.invented import random_pairs
from onrecord.evaluate import Options, evaluate
from onrecord.evaluate.documents import in_order
from onrecord.records import read_gold, to_dict

SCORER = Path(__file__).parents[3] / "shared" / "score" / "score.py"
ROWS = {
    "a sentence carries a claim": "detection", "sentence stance, four labels": "stance", "actor + stance, four labels": "claims.mention",
    "the same, counted claims only": "claims.counted", "negated claims": "claims.negated", "entities, exact": "entities.exact",
    "entities, overlap": "entities.overlap", "claims: sentence + name + stance": "claims.name",
    "positions: name + stance an article": "positions", "polarity right on matched claims": "polarity",
    "stage right on matched claims": "stage",
}  # fmt: skip

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def score():
    spec = importlib.util.spec_from_file_location("score", SCORER)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def gold_row(record, what):
    """A record as a gold row of the scorer's own shapes."""
    rows = []
    for i, s in enumerate(record.sentences):
        claims = [
            {"actor": c.actor.text, "actor_name": c.actor.name, "stance": c.stance, "polarity": c.polarity, "stage": c.stage,
             "target": c.target.text if c.target else None} | ({"unsure": 1} if c.unsure else {})
            for c in in_order(record.claims) if c.sentence == i
        ]  # fmt: skip
        entities = sorted((e.start, e.text, e.label) for e in record.entities if s.start <= e.start and e.end <= s.end)
        rows.append(
            {"sentence": record.text[s.start : s.end], "entities": [[text, label] for _, text, label in entities], "claims": claims}
        )
    if what == "articles":
        return {"id": record.id, "title": None, "sentences": rows}
    return {"id": record.id, "prev": "", "next": "", **rows[0]}


def said(score, what, gold, pred):
    """The scorer's report as {row: [numbers]}, the first row of a name."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        getattr(score, what)(gold, pred)
    found = {}
    for line in out.getvalue().splitlines():
        name = next((n for n in ROWS if line.startswith(n)), None)
        if name and name not in found:
            found[name] = [
                float(x) for x in line[len(name) :].replace("[", " ").replace("]", " ").replace(",", " ").split() if x[0].isdigit()
            ]
    return found


def unambiguous(record):
    """Whether no actor takes one stance twice in a sentence, otherwise or less surely: there the scorer goes by order."""
    seen = {}
    for c in record.claims:
        for actor in {c.actor.text, c.actor.name}:
            seen.setdefault((c.sentence, actor, c.stance), set()).add((c.polarity, c.unsure, c.stage))
    return all(len(found) == 1 for found in seen.values())


def shown(value):
    return float(f"{100 * value:.1f}")


@pytest.mark.parametrize("what", ["sentences", "articles"])
@pytest.mark.parametrize("seed", range(12))
def test_figures_agree_to_the_last_digit(score, tmp_path, what, seed):
    rng = random.Random(seed)
    gold, pred = [], []
    while len(gold) < 40:
        some = random_pairs(rng, names=(str(len(gold)),))
        plain = all(unambiguous(r) for side in some for r in side)
        if plain and (what == "articles" or len(some[0][0].sentences) == 1):
            gold += some[0]
            pred += [replace(r, claims=tuple(in_order(r.claims))) for r in some[1]]
    rows = [gold_row(r, what) for r in gold]
    path = tmp_path / "gold.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    ours = evaluate(read_gold(path), pred, Options())
    for name, numbers in said(score, what, rows, [to_dict(r) for r in pred]).items():
        wanted = "stage_named" if (what, ROWS[name]) == ("articles", "stage") else ROWS[name]
        figure = ours[wanted]
        if figure.value is None:
            assert numbers[-1] == 0 or numbers[2] == 0
        elif figure.kind == "share":
            assert numbers == [shown(figure.value), figure.n]
        else:
            assert numbers[:3] == [shown(x) for x in (figure.precision, figure.recall, figure.value)], name
            if name not in ("negated claims", "entities, overlap"):
                assert numbers[3:5] == [shown(x) for x in (figure.low, figure.high)], name
