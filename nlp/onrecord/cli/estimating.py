"""The commands from labels to estimates: `sample`, `estimate`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from onrecord.cli.base import EPILOG_SHORT, Debug, app
from onrecord.cli.guard import errors


class Unit(StrEnum):
    """What is coded and counted."""

    SENTENCE = "sentence"
    ARTICLE = "article"


class Quantity(StrEnum):
    """What is estimated."""

    SHARE = "share"
    COUNT = "count"
    DIFFERENCE = "difference"
    REGRESSION = "regression"


class By(StrEnum):
    """Groups to estimate for."""

    MONTH = "month"
    YEAR = "year"
    SOURCE = "source"
    ACTOR = "actor"


class Kind(StrEnum):
    """Claims that count."""

    COUNTED = "counted"
    NEGATED = "negated"
    ALL = "all"


class Form(StrEnum):
    """Form of a regression."""

    LINEAR = "linear"
    LOGISTIC = "logistic"


class Among(StrEnum):
    """What a share is of."""

    UNITS = "units"
    CLAIMS = "claims"


Annotations = Annotated[Path, typer.Argument(metavar="OUT", help="Folder that `onrecord annotate` wrote, or a file of records.")]
Words = Annotated[list[str] | None, typer.Option(metavar="NAME", help="Repeat it, or separate by commas.")]


@app.command("sample", epilog=EPILOG_SHORT)
def sample_command(
    annotations: Annotations,
    *,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FOLDER", help="Folder for coding.jsonl and design.json.")],
    n: Annotated[int, typer.Option("--n", min=1, help="Units to code.")] = 300,
    by: Annotated[
        str, typer.Option(help="What strata are made of: actor, stance, confidence, month, source.")
    ] = "actor,stance,confidence",
    unit: Annotated[Unit, typer.Option(help="What is coded, and counted later.")] = Unit.SENTENCE,
    none_share: Annotated[float, typer.Option(help="Part of the sample without a predicted claim.")] = 0.5,
    seed: Annotated[int, typer.Option(help="Seed of the random numbers.")] = 0,
    show_predictions: Annotated[bool, typer.Option("--show-predictions", help="Let the coder see what was predicted.")] = False,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace a sample that lies in the folder.")] = False,
    debug: Debug = False,
) -> None:
    """Draw a sample to code by hand, so that what a model says can be corrected.

    Sentences without a predicted claim are drawn too: what was missed is estimated from them.
    """
    with errors(debug=debug):
        from onrecord.cli.results import count
        from onrecord.estimate import Plan, sample_folder

        plan = Plan(
            by=tuple(_split([by])),
            n=n,
            unit=unit.value,
            none_share=none_share,
            seed=seed,
            blind=not show_predictions,
        )
        path, rows = sample_folder(annotations, out, plan, overwrite=overwrite)
        typer.echo(f"{count(rows, unit.value)} to code in {path}: fill in `claims` and set `coded` to true in each, then run")
        typer.echo(f"onrecord estimate {annotations} --gold {out}")


@app.command("estimate", epilog=EPILOG_SHORT)
def estimate_command(
    annotations: Annotations,
    *,
    gold: Annotated[Path, typer.Option("--gold", metavar="FOLDER", help="Folder of the sample, its coding.jsonl filled in.")],
    quantity: Annotated[Quantity, typer.Option(help="What to estimate.")] = Quantity.SHARE,
    stance: Words = None,
    actor: Words = None,
    target: Words = None,
    claims: Annotated[Kind, typer.Option(help="Claims that count.")] = Kind.COUNTED,
    among: Annotated[Among, typer.Option(help="What a share is of: all units, or those with a claim.")] = Among.UNITS,
    by: Annotated[By | None, typer.Option(help="Groups to estimate for.")] = None,
    reference: Annotated[str | None, typer.Option(help="Group that a difference is taken to.")] = None,
    covariates: Annotated[list[str] | None, typer.Option("--on", metavar="NAME", help="Covariates of a regression.")] = None,
    table: Annotated[
        Path | None, typer.Option(metavar="CSV", help="Your covariates: a column id, the article's, and others.")
    ] = None,
    form: Annotated[Form, typer.Option(help="Form of a regression.")] = Form.LINEAR,
    level: Annotated[float, typer.Option(help="Level of the intervals.")] = 0.95,
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="CSV", help="Write the estimates.")] = None,
    debug: Debug = False,
) -> None:
    """Estimate shares, counts, differences or coefficients, corrected for the model's errors, with intervals.

    Design-based supervised learning: the coded sample corrects the predictions, whatever their bias.
    """
    with errors(debug=debug):
        from onrecord.cli.results import console, estimates_table
        from onrecord.estimate import Question, estimate_folder
        from onrecord.estimate.units import scheme_in

        question = Question(
            quantity=quantity.value, stance=tuple(_split(stance)), scheme=scheme_in(annotations), actor=tuple(_split(actor)),
            target=tuple(_split(target)), claims=claims.value, among=among.value, by=by.value if by else None, reference=reference,
            covariates=tuple(_split(covariates)), table=table, model=form.value, level=level,
        )  # fmt: skip
        found = estimate_folder(annotations, gold, question, out=out)
        console().print(estimates_table(found))
        for note in dict.fromkeys(note for one in found for note in one.notes):
            typer.echo(f"Note: {note}")


def _split(given: list[str] | None) -> list[Any]:
    return [part.strip() for text in given or () for part in text.split(",") if part.strip()]
