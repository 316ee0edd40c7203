"""The commands that judge: `evaluate`, `check`, `agree`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from onrecord.cli.base import EPILOG_SHORT, Debug, Scheme, Threads, app
from onrecord.cli.guard import errors


class Claims(StrEnum):
    """Which claims are scored."""

    ALL = "all"
    COUNTED = "counted"


class Unsure(StrEnum):
    """Whether unsure gold must be found."""

    OPTIONAL = "optional"
    REQUIRED = "required"


Bootstrap = Annotated[int, typer.Option(min=0, help="Bootstrap samples behind the intervals; 0 for none.")]
Level = Annotated[float, typer.Option(help="Level of the intervals.")]
Labels = Annotated[
    str | None,
    typer.Option(metavar="A,B,…", help="Your own stances, where neither the gold's `meta.stance_scheme` nor the model says them."),
]
Seed = Annotated[int, typer.Option(help="Seed of the random numbers.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Pred = Annotated[
    Path | None, typer.Option("--pred", metavar="FILE", help="Records of the system: JSONL, or any shape of gold file.")
]
SystemModel = Annotated[
    str | None, typer.Option("--model", help="Run a model instead: a name, `baseline`, `llm:NAME@URL`, or a model folder.")
]
Gold = Annotated[
    str, typer.Option("--gold", metavar="FILE", help="Gold file, or a split of our own corpus: gold:train, gold:dev, gold:test.")
]


@app.command("evaluate", epilog=EPILOG_SHORT)
def evaluate_command(
    *,
    gold: Gold,
    pred: Pred = None,
    model: SystemModel = None,
    compare: Annotated[
        tuple[Path, Path] | None, typer.Option("--compare", metavar="A B", help="Two systems' records: their difference, B - A.")
    ] = None,
    scheme: Annotated[Scheme, typer.Option(help="Stances that count: `five` takes in refusals.")] = Scheme.FOUR,
    labels: Labels = None,
    claims: Annotated[
        Claims, typer.Option(help="`counted`: leave out negated, threatened, considered and reversed ones.")
    ] = Claims.ALL,
    unsure: Annotated[Unsure, typer.Option(help="Whether gold claims marked unsure must be found.")] = Unsure.OPTIONAL,
    threshold: Annotated[float | None, typer.Option(min=0, max=1, help="Least confidence of a predicted claim.")] = None,
    precision: Annotated[
        float | None, typer.Option(min=0, max=1, help="Say from which confidence on this share of the claims is right.")
    ] = None,
    cluster: Annotated[str, typer.Option(metavar="KEY", help="Key of the gold's meta that names the document.")] = "doc_id",
    bootstrap: Bootstrap = 1000,
    level: Level = 0.95,
    seed: Seed = 0,
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write a report, one self-contained page.")] = None,
    behaviour: Annotated[
        Path | None, typer.Option("--behaviour", metavar="FILE", help="Records of the behavioural suite's texts, for the page.")
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Run the model on the behavioural suite too, for the page.")] = False,
    save: Annotated[Path | None, typer.Option("--save", metavar="FILE", help="Keep the records that the model wrote.")] = None,
    threads: Threads = None,
    as_json: AsJson = False,
    debug: Debug = False,
) -> None:
    """Score a system on gold, with intervals.

    Any system that writes the record can be scored: give its file with --pred, or run a model with --model. With
    --compare A B two systems are scored and their paired difference is shown.
    """
    with errors(debug=debug):
        from onrecord.cli import judging
        from onrecord.evaluate import Options

        options = Options(
            scheme=scheme.value, labels=_names(labels), claims=claims.value, unsure=unsure.value, threshold=threshold,
            cluster=cluster, bootstrap=bootstrap, level=level, seed=seed,
        )  # fmt: skip
        task = judging.Task(
            gold=gold, pred=pred, model=model, compare=compare, save=save, threads=threads, behaviour=behaviour, check=check
        )
        judging.evaluate(task, options, precision=precision, html=html, as_json=as_json)


@app.command("check", epilog=EPILOG_SHORT)
def check_command(
    *,
    pred: Pred = None,
    model: SystemModel = None,
    suite: Annotated[Path | None, typer.Option(metavar="FOLDER", help="Folder of a suite; our own by default.")] = None,
    articles: Annotated[
        Path | None, typer.Option("--articles", metavar="FILE", help="Write the suite's texts for another system to annotate.")
    ] = None,
    misses: Annotated[int, typer.Option(min=0, help="Failed instances to show of each phenomenon.")] = 0,
    threads: Threads = None,
    as_json: AsJson = False,
    debug: Debug = False,
) -> None:
    """Check what a system makes of negation, norms, threats, swapped names and other phenomena.

    For another system: write the texts with --articles, annotate them, and give its records with --pred.
    """
    with errors(debug=debug):
        from onrecord.cli import conflicts, judging

        if articles is not None:
            given = {"--pred": pred, "--model": model, "--misses": misses, "--threads": threads, "--json": as_json}
            conflicts.refuse(given | {"--articles": articles}, [(option, "--articles") for option in given])
            judging.write_suite(suite, articles)
        else:
            judging.check(suite, pred=pred, model=model, threads=threads, misses=misses, as_json=as_json)


@app.command("agree", epilog=EPILOG_SHORT)
def agree_command(
    a: Annotated[Path, typer.Argument(metavar="A", help="Records of one annotator.")],
    b: Annotated[Path, typer.Argument(metavar="B", help="Records of the other.")],
    *,
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="FILE", help="Write the disagreements: .jsonl to decide on, .json for Label Studio."),
    ] = None,
    show: Annotated[int, typer.Option(min=0, help="Disagreements to show.")] = 0,
    scheme: Annotated[Scheme, typer.Option(help="Stances that count: `four` leaves out refusals.")] = Scheme.FIVE,
    labels: Labels = None,
    claims: Annotated[
        Claims, typer.Option(help="`counted`: leave out negated, threatened, considered and reversed ones.")
    ] = Claims.ALL,
    unsure: Annotated[
        Unsure, typer.Option(help="`optional`: leave out what either marks unsure; `required`: it counts like the rest.")
    ] = Unsure.OPTIONAL,
    cluster: Annotated[str, typer.Option(metavar="KEY", help="Key of meta that names the document.")] = "doc_id",
    bootstrap: Bootstrap = 1000,
    level: Level = 0.95,
    seed: Seed = 0,
    as_json: AsJson = False,
    debug: Debug = False,
) -> None:
    """Show how far two annotators agree, field by field, with intervals.

    --scheme, --claims and --unsure are for the figures; disagreements are shown and written whatever they are about.
    """
    with errors(debug=debug):
        from onrecord.cli import judging
        from onrecord.evaluate import Options

        options = Options(
            scheme=scheme.value, labels=_names(labels), claims=claims.value, unsure=unsure.value, cluster=cluster,
            bootstrap=bootstrap, level=level, seed=seed,
        )  # fmt: skip
        judging.agree(a, b, options, to=to, show=show, as_json=as_json)


def _names(given: str | None) -> tuple[str, ...]:
    return tuple(name.strip() for name in (given or "").split(",") if name.strip())
