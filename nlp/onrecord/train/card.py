"""The card of a user's model, `README.md` in its folder: what it tells apart, what it learned from, how good it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.encoder.model import digest

if TYPE_CHECKING:
    from onrecord.train.project import Project

FIGURES = (
    "detection", "stance", "claims.mention", "claims.counted", "claims.negated", "stage", "target", "claims.name", "positions",
    "entities.exact",
)  # fmt: skip
"""Figures of the card; metrics.json has all of them."""

_HEAD = """---
language: en
library_name: onrecord
pipeline_tag: text-classification
---
# {name} {version}

Reads English news and records which actor takes which of these stances, with `onrecord.load(FOLDER)`. This card was
written by `onrecord train`; digest `{digest}`.

"""

_LIMITS = """
## Limits
- {chosen}
- English news only. What the base model was not trained on, this one was not either.
- Names, quotes, targets and references are the base model's work{rehearsed}.
- No rule for negation is known for these stances, save those of our own five names: "will not …" is the network's to see.
- A wrong claim puts words in somebody's mouth. Read the evidence sentence before you publish a claim about a named actor.
"""

_BASES = {
    "shipped": "the weights of `onrecord-en` (int8, turned back into float)",
    "minilm": "all-MiniLM-L6-v2, heads untrained",
}


def write_card(folder: Path, project: Project, metrics: dict[str, Any]) -> None:
    """Write the card of the model in `folder`.

    Args:
        folder: The finished model.
        project: What it was made from.
        metrics: What `metrics.json` holds.
    """
    text = "".join(_sections(folder, project, metrics))
    (folder / "README.md").write_text(text, encoding="utf-8")


def _sections(folder: Path, project: Project, metrics: dict[str, Any]) -> Iterator[str]:
    yield _HEAD.format(name=project.name, version=project.version, digest=digest(folder))
    yield "## Stances and labels\n\n" + "\n".join(_stances(project, metrics)) + "\n\n"
    sentences = metrics["sentences"]
    yield f"{sentences['train']:,} sentences to train on, {sentences['dev']:,} for dev, {sentences['test']:,} for test.\n"
    yield f"Labelled by: {project.data.labelled_by or 'not stated'}.\n"
    yield f"Licence of the labels: {project.data.licence or 'not stated'}.\n"
    yield f"Began with {_BASES.get(project.base, f'the model in `{Path(project.base).name}`')}; epoch {metrics['best_epoch']} of "
    yield f"{len(metrics['epochs'])} was the best on dev.\n"
    for part, about in (
        ("dev", "chose the epoch, the threshold and the confidence: expect less on new text"),
        ("test", "measured once"),
    ):
        if part in metrics:
            yield f"\n## Figures on {part}\n\n{part.capitalize()} {about}. 95 % intervals from documents drawn again.\n\n"
            yield "\n".join(_figures(metrics[part]["figures"], project.scheme.names)) + "\n"
    yield "".join(_confidence(metrics))
    chosen = (
        "Dev is small and chose the model; its intervals do not show that."
        if "test" not in metrics
        else "Test shows new documents of the same making."
    )
    rehearsed = ", rehearsed on the training sentences" if project.training.rehearse else ""
    yield _LIMITS.format(chosen=chosen, rehearsed=rehearsed)
    if project.guideline:
        yield "\n## Guidelines\n\n" + _demoted(project.path(project.guideline).read_text(encoding="utf-8"))


def _stances(project: Project, metrics: dict[str, Any]) -> Iterator[str]:
    yield "| stance | means | train | dev | test |"
    yield "|---|---|---|---|---|"
    for stance in project.scheme.stances:
        counts = (metrics["claims"].get(part, {}).get(stance.name, 0) for part in ("train", "dev", "test"))
        cells = (stance.name, stance.description.replace("|", "\\|"), *map(str, counts))
        yield f"| {' | '.join(cells)} |"


def _figures(figures: dict[str, Any], stances: tuple[str, ...]) -> Iterator[str]:
    yield "| figure | P | R | value | 95 % interval | n |"
    yield "|---|---|---|---|---|---|"
    rows = [figures[name] for name in FIGURES if name in figures]
    by = figures["claims.mention"]["by"]
    rows += [by[stance] | {"title": f"Claims: {stance}"} for stance in stances if stance in by]
    for row in rows:
        if row["value"] is None:
            continue
        low, high = row.get("low"), row.get("high")
        interval = "" if low is None or high is None else f"[{low:.2f}, {high:.2f}]"
        p, r = ("" if row.get(key) is None else f"{row[key]:.2f}" for key in ("precision", "recall"))
        yield f"| {row['title']} | {p} | {r} | {row['value']:.2f} | {interval} | {row.get('n') or ''} |"


def _confidence(metrics: dict[str, Any]) -> Iterator[str]:
    yield "\n## Confidence\n\n"
    table = metrics["calibration"]
    if table is None:
        yield f"Too few claims to fit it: it is the network's own. Claims from {metrics['threshold']:.2f} on are kept.\n"
        return
    bounds = table["ece_interval"]
    interval = f" [{bounds[0]:.3f}, {bounds[1]:.3f}]" if bounds else ""
    yield "The probability that sentence, actor, stance and polarity are right: expected calibration error "
    yield f"{table['ece']:.3f}{interval} over {table['n']} claims of at least 0.1, cross-validated by document. Claims from "
    yield f"{metrics['threshold']:.2f} on are kept.\n"


def _demoted(text: str) -> str:
    """Markdown with its headings two levels down, so that the card keeps its own."""
    return "".join(f"##{line}" if line.startswith("#") else line for line in text.splitlines(keepends=True)).rstrip() + "\n"
