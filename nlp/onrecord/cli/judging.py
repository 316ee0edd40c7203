"""What the judging commands do: get gold and records, score, print."""

from __future__ import annotations

import dataclasses
import json
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from tqdm import tqdm

from onrecord.cli import conflicts
from onrecord.cli.choosing import choose
from onrecord.cli.inputs import load_pipeline
from onrecord.cli.results import console, count, echo_json
from onrecord.encoder import EncoderConfig
from onrecord.errors import InputError
from onrecord.evaluate import compare, reporting
from onrecord.evaluate import evaluate as score
from onrecord.records import read_gold, write_jsonl
from onrecord.types import STANCES, Article, Failure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from onrecord.evaluate import Options
    from onrecord.evaluate.behaviour import Result
    from onrecord.types import Record

SPLITS = ("train", "dev", "test")

_IGNORED = (
    *((option, "--compare") for option in ("--precision", "--save", "--check", "--behaviour", "--threads")),
    *((option, "--pred") for option in ("--save", "--check", "--threads")),
    ("--check", "--behaviour"),
)
"""Options of `evaluate` that the second one leaves without a use."""
_FOR_THE_PAGE = (("--check", "--html"), ("--behaviour", "--html"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What is to be scored on what."""

    gold: str
    """A file, or `gold:` and a split of our own corpus."""
    pred: Path | None
    model: str | None
    compare: tuple[Path, Path] | None
    save: Path | None
    """Where to keep the records of the model."""
    threads: int | None
    behaviour: Path | None
    """Records of the behavioural suite's texts, for the page."""
    check: bool
    """Whether to run the model on the behavioural suite, for the page."""


def evaluate(task: Task, options: Options, *, precision: float | None, html: Path | None, as_json: bool) -> None:
    """Score what the task names and print the figures; write the page where one is asked for.

    Raises:
        InputError: The task names no system or several, options of which one would be ignored, or files that do not fit
            together.
    """
    if sum(given is not None for given in (task.pred, task.model, task.compare)) != 1:
        raise InputError("give one of --pred FILE, --model NAME and --compare A B")
    _check_options(task, precision=precision, html=html)
    options = replace(options, labels=options.labels or _model_stances(task.model))
    gold = list(read_gold(gold_file(task.gold), stances=_declared(options)))
    if task.compare:
        _compare(gold, task, options, html=html, as_json=as_json)
        return
    result = score(gold, _records(gold, task, options), options)
    if html:
        reporting.write_html(result, html, behaviour=_behaviour(task), gold=task.gold)
    if as_json:
        more = {} if precision is None else {"threshold": choose(result, precision)[0]}
        echo_json(json.dumps(reporting.to_json(result) | more, ensure_ascii=False))
        return
    _print(reporting.render(result))
    if precision is not None:
        typer.echo(choose(result, precision)[1])
    if html:
        typer.echo(f"Report in {html}")


def gold_file(given: str) -> Path:
    """Return the gold file meant: `gold:test` is the test split of our own corpus.

    Raises:
        InputError: There is no such split.
    """
    name, colon, split = given.partition(":")
    if name != "gold" or (not colon and Path(given).exists()):
        return Path(given)
    from onrecord import corpora

    if (split or "test") not in SPLITS:
        raise InputError(f"{given}: our gold corpus has the splits {', '.join(SPLITS)}")
    return corpora.folder("gold") / f"{split or 'test'}.jsonl"


def write_suite(suite: Path | None, path: Path) -> None:
    """Write the texts of a behavioural suite as articles."""
    from onrecord.evaluate import behaviour
    from onrecord.records.files import write_lines

    texts = behaviour.articles(behaviour.read_suite(_suite(suite)))
    n = write_lines((json.dumps({"id": a.id, "text": a.text}, ensure_ascii=False) for a in texts), path)
    typer.echo(f"{count(n, 'text')} in {path}: annotate them and give the records with --pred")


def check(suite: Path | None, *, pred: Path | None, model: str | None, threads: int | None, misses: int, as_json: bool) -> None:
    """Check a system against a behavioural suite and print the table.

    Raises:
        InputError: Two systems are given, or an option that would be ignored, the suite or the records cannot be read, or
            no record is of a text of the suite.
    """
    from onrecord.evaluate import behaviour

    if pred and model:
        raise InputError("give --pred FILE or --model NAME, not both")
    conflicts.refuse(
        {"--pred": pred, "--threads": threads, "--misses": misses, "--json": as_json},
        [("--threads", "--pred"), ("--misses", "--json")],
    )
    found = behaviour.read_suite(_suite(suite))
    records = _read(pred) if pred else annotated(behaviour.articles(found), model or "onrecord-en", threads=threads)
    results = behaviour.check(found, records)
    if as_json:
        echo_json(json.dumps([dataclasses.asdict(r) | {"rate": r.rate} for r in results], ensure_ascii=False))
        return
    _print(reporting.render_behaviour(results, misses=misses))


def agree(a: Path, b: Path, options: Options, *, to: Path | None, show: int, as_json: bool) -> None:
    """Print how far two annotators agree; write what they disagree on where that is asked for.

    Raises:
        InputError: Both --show and --json are given, or the two files do not fit together.
    """
    from onrecord.evaluate import agreement

    conflicts.refuse({"--show": show, "--json": as_json}, [("--show", "--json")])
    one, two = (list(read_gold(side, stances=_declared(options))) for side in (a, b))
    result = agreement.agree(one, two, options)
    rows = list(agreement.disagreements(one, two)) if to or show else []
    if to:
        agreement.write_adjudication(rows, to)
    if as_json:
        echo_json(json.dumps(dataclasses.asdict(result), ensure_ascii=False))
        return
    _print(agreement.render(result))
    _print(agreement.render_disagreements(rows[:show]))
    if to:
        typer.echo(f"{count(len(rows), 'disagreement')} in {to}")


def annotated(articles: Iterable[Article], model: str, *, threads: int | None, threshold: float | None = None) -> Iterator[Record]:
    """Yield a model's records of texts that must all come out, with its claims from `threshold` on (its own by default).

    Raises:
        InputError: The model fails on one of them.
    """
    # A headline is too short to tell its language.
    pipeline = load_pipeline(model, disable=["language"], threads=threads, threshold=threshold)
    bar = tqdm(articles, desc="annotating", unit=" texts", disable=None, file=sys.stderr, leave=False)
    for item in pipeline.stream(bar):
        if isinstance(item, Failure):
            raise InputError(f"{item.id}: the model failed on it ({item.message}), so the gold cannot be scored")
        yield item


def _model_stances(model: str | None) -> tuple[str, ...]:
    """The stances of a model folder, none where they are our own: what a gold file that does not say it is about."""
    if model is None or not (folder := Path(model)).is_dir():
        return ()
    stances = EncoderConfig.read(folder).stances
    return () if stances == STANCES else stances


def _declared(options: Options) -> tuple[str, ...]:
    """The scheme of files that do not name theirs: none where the labels are some of our own stances."""
    return () if set(options.labels) <= set(STANCES) else options.labels


def _records(gold: list[Record], task: Task, options: Options) -> list[Record]:
    if task.pred:
        return _read(task.pred, _declared(options))
    texts = (Article(id=g.id, text=g.text, date=g.date) for g in gold)
    records = list(annotated(texts, task.model or "", threads=task.threads, threshold=options.threshold))
    if task.save:
        write_jsonl(records, task.save)
    return records


def _read(path: Path, stances: tuple[str, ...] = ()) -> list[Record]:
    """The records of a system's file; one without any says nothing about a system."""
    records = list(read_gold(path, stances=stances))
    if not records:
        raise InputError(f"no record in {path}, give the records that the system wrote")
    return records


def _check_options(task: Task, *, precision: float | None, html: Path | None) -> None:
    given = {
        "--pred": task.pred, "--compare": task.compare, "--save": task.save, "--threads": task.threads,
        "--behaviour": task.behaviour, "--check": task.check, "--precision": precision, "--html": html,
    }  # fmt: skip
    conflicts.refuse(given, _IGNORED)
    conflicts.demand(given, _FOR_THE_PAGE)


def _compare(gold: list[Record], task: Task, options: Options, *, html: Path | None, as_json: bool) -> None:
    a, b = (score(gold, _read(path, _declared(options)), options) for path in task.compare or ())
    differences = compare(a, b)
    if html:
        reporting.write_html(b, html, comparison=differences, gold=task.gold)
    if as_json:
        echo_json(json.dumps([dataclasses.asdict(d) for d in differences], ensure_ascii=False))
    else:
        _print(reporting.render_comparison(differences))


def _behaviour(task: Task) -> list[Result] | None:
    """How the system does on our behavioural suite, None where that is not asked for."""
    from onrecord.evaluate import behaviour

    if not task.behaviour and not task.check:
        return None
    suite = behaviour.read_suite(_suite(None))
    if task.behaviour:
        return behaviour.check(suite, _read(task.behaviour))
    return behaviour.check(suite, annotated(behaviour.articles(suite), task.model or "", threads=task.threads))


def _suite(given: Path | None) -> Path:
    from onrecord import corpora

    return corpora.folder("behaviour") if given is None else given


def _print(parts: Iterable[Any]) -> None:
    screen = console()
    for part in parts:
        screen.print(part)
