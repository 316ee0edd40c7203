"""From a configuration to a model folder: split, train, export, calibrate, measure, and write the card."""

from __future__ import annotations

import dataclasses
import json
import random
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch

from onrecord import pipeline as pipelines
from onrecord.encoder import EncoderConfig, Windower, load_encoder
from onrecord.encoder.torch_backend import TorchBackend
from onrecord.errors import InputError, OnrecordError
from onrecord.evaluate import Options, evaluate, reporting
from onrecord.lexicon import Lexicon
from onrecord.train import rehearsal
from onrecord.train.augment import epoch_rows
from onrecord.train.calibrate import best_threshold, calibrated, fit_confidence, judged_drafts
from onrecord.train.card import write_card
from onrecord.train.checkpoints import BEST, LAST, Epoch, Run
from onrecord.train.export import export
from onrecord.train.fit import Phase, fit
from onrecord.train.labels import Labelled, Split, read_split, with_neighbours
from onrecord.train.ngrams import fit_ngrams
from onrecord.train.parity import parity
from onrecord.train.stance_data import stance_example
from onrecord.train.warm_start import copied, fresh_network, warm_network
from onrecord.types import Article, Failure, ModelInfo, Record

if TYPE_CHECKING:
    from onrecord.encoder import Backend, Window
    from onrecord.encoder.network import StanceNetwork
    from onrecord.evaluate import Evaluation
    from onrecord.train.calibrate import Fitted
    from onrecord.train.examples import Example
    from onrecord.train.project import Project

Tell = Callable[[str], None]
TRAIN_WINDOW = 128
"""Word pieces of a sentence with its neighbours while training."""
RANGE_WINDOWS = 300
"""Train windows on which the ranges of activations are measured."""
PARITY_WINDOWS = 20
"""Dev windows on which torch is compared with ONNX."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """What came out."""

    folder: Path
    evaluation: Evaluation
    """On dev, which chose epoch, threshold and confidence."""
    epochs: int


def train(project: Project, *, restart: bool = False, tell: Tell = lambda _: None) -> Trained:
    """Train a model and write its folder; a run that broke off goes on after its last finished epoch.

    Args:
        project: From `project.read_project`.
        restart: Whether to begin anew where the output folder, or a run of other settings, is there already.
        tell: Called with a line about each step.

    Raises:
        InputError: The labels cannot be used, or the output folder is in the way.
        ModelError: The base model cannot be used.
    """
    _limit_threads(project)
    split = read_split(project)
    for warning in split.warnings(project.scheme.names):
        tell(f"Note: {warning}")
    out = project.path(project.out)
    run = Run.open(out.with_name(f"{out.name}.work"), project.fingerprint(), restart=restart)
    if out.exists() and not (run.epochs or restart):
        raise InputError(f"{out}: is there already, choose another `out` or replace it with --restart")
    base = base_folder(project)
    rows = _named_rows(project, split.train, base, tell)
    _fit(project, split, base, run, tell, rows)
    tell(f"Exporting epoch {run.best.number}, the best on dev")
    return _finish(project, split, base, run, tell, rows)


def base_folder(project: Project) -> Path:
    """Return the model folder that names, quotes and the tokenizer are taken from; the weights too unless the base is minilm."""
    return pipelines.model_folder() if project.base in ("shipped", "minilm") else project.path(project.base)


def _limit_threads(project: Project) -> None:
    if project.training.threads:
        torch.set_num_threads(project.training.threads)


def _network(project: Project, base: Path) -> StanceNetwork:
    names = project.scheme.names
    torch.manual_seed(project.training.seed)
    return fresh_network(len(names)) if project.base == "minilm" else warm_network(base, names)


def _config(project: Project, base: Path) -> EncoderConfig:
    """The new model's configuration before it is calibrated: floors of names and targets are the base model's."""
    floors = {k: v for k, v in EncoderConfig.read(base).thresholds.items() if k != "claim"}
    return EncoderConfig(
        name=project.name, version=project.version, window=project.training.window, stances=project.scheme.names, thresholds=floors
    )


def _pipeline(config: EncoderConfig, backend: Backend, base: Path) -> pipelines.Pipeline:
    return pipelines.Pipeline(
        backend=backend, windower=Windower(base / "tokenizer.json", size=config.window), config=config, lexicon=Lexicon.default(),
        info=ModelInfo(name=config.name, version=config.version, digest=""), disable=frozenset(("language", "dates")),
    )  # fmt: skip


def _base_encoder(project: Project, base: Path) -> Backend:
    return load_encoder(base, threads=project.training.threads or None)


def _fit(project: Project, split: Split, base: Path, run: Run, tell: Tell, rows: list[dict[str, Any]]) -> None:
    """Train until the epochs are over or dev gets no better, with a checkpoint after each epoch."""
    settings, done = project.training, len(run.epochs)
    if done:
        tell(f"Going on after epoch {done}, best F1 on dev {run.best.score:.3f}")
    if done >= settings.epochs or run.ended(settings.patience):
        return
    network = _network(project, base)
    if done:
        network.load_state_dict(run.weights(LAST))
    judge = _pipeline(_config(project, base), TorchBackend(network), base)
    gold = [one.record for one in split.dev]
    options = Options(labels=project.scheme.names, bootstrap=0)
    started = time.monotonic()

    def after_epoch(number: int) -> bool:
        nonlocal started
        threshold, score = best_threshold(judged_drafts(judge, gold, options).documents)
        epoch = Epoch(number=number + 1, score=score, threshold=threshold, seconds=round(time.monotonic() - started, 1))
        run.add(epoch, network)
        mark = ", the best so far" if run.best is epoch else ""
        tell(f"Epoch {epoch.number} of {settings.epochs}: F1 on dev {score:.3f}{mark} ({epoch.seconds:.0f} s)")
        started = time.monotonic()
        return run.ended(settings.patience)

    phase = Phase(
        name=project.name,
        epochs=settings.epochs,
        encoder_rate=settings.encoder_rate,
        head_rate=settings.head_rate,
        pieces=settings.pieces,
    )
    if not settings.rehearse:
        rows = [row for one in split.train for row in one.rows]
    examples = _examples(project, rows, base)
    fit(network, phase, examples, seed=settings.seed, first_epoch=done, after_epoch=after_epoch)


def _named_rows(project: Project, lines: tuple[Labelled, ...], base: Path, tell: Tell) -> list[dict[str, Any]]:
    """Return the rows with the base model's names where none are labelled."""
    rows = [row for one in lines for row in one.rows]
    tell(f"Reading {len(rows):,} sentences with the base model, for names that are not labelled")
    reader = _pipeline(EncoderConfig.read(base), _base_encoder(project, base), base)
    return [rehearsal.named(reader, row) for row in rows]


def _examples(project: Project, rows: list[dict[str, Any]], base: Path) -> Callable[[int], list[Example]]:
    """Return a function that gives the examples of an epoch: some sentences get other names, or capitals."""
    settings, names = project.training, project.scheme.names
    windower = Windower(base / "tokenizer.json", size=TRAIN_WINDOW)
    rows = with_neighbours(rows, settings.neighbours, settings.seed)
    readings: list[rehearsal.Reading | None] = [None] * len(rows)
    if settings.rehearse:
        backend = _base_encoder(project, base)
        readings = [rehearsal.read(backend, _example(windower, row, names).window) for row in rows]

    def epoch(number: int) -> list[Example]:
        rng = random.Random(100 * settings.seed + number)  # noqa: S311 - names to swap, not secrets
        known = [{**row, "entities": row["entities"] or []} for row in rows]
        made = epoch_rows(known, rng, swap=settings.swap_names, capitals=settings.capitals)
        return list(_with_readings(windower, zip(rows, made, readings, strict=True), names))

    return epoch


def _with_readings(windower: Windower, rows: Any, names: tuple[str, ...]) -> Iterator[Example]:
    for row, chosen, reading in rows:
        example = _example(windower, {**chosen, "entities": None if row["entities"] is None else chosen["entities"]}, names)
        # With other names, or in capitals, the pieces are others than the base model read.
        yield rehearsal.add(example, reading) if reading and chosen["sentence"] == row["sentence"] else example


def _example(windower: Windower, row: dict[str, Any], names: tuple[str, ...]) -> Example:
    example = stance_example(windower, {**row, "entities": row["entities"] or []}, names)
    if row["entities"] is None:
        example.allowed = None
    return example


def _finish(project: Project, split: Split, base: Path, run: Run, tell: Tell, rows: list[dict[str, Any]]) -> Trained:
    """Write the model folder beside its place, and put it there when it is whole."""
    network = _network(project, base)
    network.load_state_dict(run.weights(BEST))
    network, config = copied(network), _config(project, base)
    staged, out = run.folder / "model", project.path(project.out)
    shutil.rmtree(staged, ignore_errors=True)
    windows = _windows(base, config, split.train)[:RANGE_WINDOWS]
    ngrams = fit_ngrams(rows, project.scheme.names)
    export(
        network, staged, encoder_folder=base, config=config, ngrams=ngrams, windows=windows, keep_torch=project.training.keep_torch
    )
    options = Options(labels=project.scheme.names, seed=project.training.seed)
    tell("Calibrating on dev")
    fitted = fit_confidence(_loaded(staged, project), [one.record for one in split.dev], options)
    (staged / "config.json").write_text(
        json.dumps(dataclasses.asdict(calibrated(config, fitted)), indent=2) + "\n", encoding="utf-8"
    )
    tell("Measuring")
    results = {
        part: _measured(staged, project, lines, options) for part, lines in (("dev", split.dev), ("test", split.test)) if lines
    }
    metrics = _metrics(split, run, fitted, results)
    if project.training.keep_torch:
        metrics["parity"] = parity(network, staged, _windows(base, config, split.dev)[:PARITY_WINDOWS])
    (staged / "metrics.json").write_text(json.dumps(metrics, indent=1) + "\n", encoding="utf-8")
    write_card(staged, project, metrics)
    shutil.rmtree(out, ignore_errors=True)
    staged.rename(out)
    return Trained(folder=out, evaluation=results["dev"], epochs=len(run.epochs))


def _windows(base: Path, config: EncoderConfig, lines: tuple[Labelled, ...]) -> list[Window]:
    windower = Windower(base / "tokenizer.json", size=config.window)
    texts = [row["sentence"] for one in lines for row in one.rows]
    return [window for text in texts for window in windower.windows(text, [(0, len(text))])]


def _loaded(folder: Path, project: Project) -> pipelines.Pipeline:
    return pipelines.load(folder, disable=["language"], threads=project.training.threads or None)


def _measured(folder: Path, project: Project, lines: tuple[Labelled, ...], options: Options) -> Evaluation:
    gold = [one.record for one in lines]
    found = list(_loaded(folder, project).stream(Article(id=g.id, text=g.text) for g in gold))
    if failed := [one for one in found if isinstance(one, Failure)]:
        raise OnrecordError(f"{failed[0].id}: the new model failed on it ({failed[0].message}), so it cannot be scored")
    return evaluate(gold, [one for one in found if isinstance(one, Record)], replace(options, labels=project.scheme.names))


def _metrics(split: Split, run: Run, fitted: Fitted, results: dict[str, Evaluation]) -> dict[str, Any]:
    """What `metrics.json` holds: figures with intervals, calibration, claims by stance, and how training went."""
    return {
        "claims": {part: dict(counts) for part, counts in split.counts().items() if counts},
        "sentences": {part: sum(len(one.rows) for one in getattr(split, part)) for part in ("train", "dev", "test")},
        "epochs": [dataclasses.asdict(epoch) for epoch in run.epochs],
        "best_epoch": run.best.number,
        "threshold": fitted.threshold,
        "calibration": dataclasses.asdict(fitted.table) if fitted.table else None,
        **{part: reporting.to_json(result) for part, result in results.items()},
    }
