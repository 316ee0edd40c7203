"""The command `corpus`: corpora of others as records."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from onrecord.cli.base import EPILOG_SHORT, Debug, app
from onrecord.cli.guard import errors

corpus = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
app.add_typer(corpus, name="corpus", help="Bring corpora of others into the record.", epilog=EPILOG_SHORT)


class OnError(StrEnum):
    """What happens to a document that can't be converted."""

    RAISE = "raise"
    SKIP = "skip"


@corpus.command("convert", epilog=EPILOG_SHORT)
def convert_command(
    name: Annotated[str, typer.Argument(metavar="FORMAT", help="Format of the corpus; `onrecord corpus formats` lists them.")],
    path: Annotated[Path, typer.Argument(metavar="PATH", help="File or folder of the corpus.")],
    *,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="JSONL file for the records.")],
    labels: Annotated[
        Path | None, typer.Option(metavar="CSV", help="Their entity labels and ours: columns label and entity.")
    ] = None,
    stance: Annotated[
        list[str] | None, typer.Option(metavar="THEIRS=OURS", help="Their name of a stance and ours; repeat it.")
    ] = None,
    labelled: Annotated[
        str | None, typer.Option(metavar="FIELDS", help="What the corpus labels, where it does not tell: entities,claims,quotes.")
    ] = None,
    settings: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="A setting of the format; docs/corpora.md lists them.")
    ] = None,
    on_error: Annotated[
        OnError, typer.Option(help="Stop at a document that can't be converted, or leave it out and count it.")
    ] = OnError.RAISE,
    debug: Debug = False,
) -> None:
    """Convert a corpus in another format to records, one a line."""
    with errors(debug=debug):
        from onrecord import corpora
        from onrecord.cli.results import count
        from onrecord.components.segment import segment
        from onrecord.records import write_jsonl

        more: dict[str, Any] = {key: _value(value) for key, value in _pairs(settings, "--set KEY=VALUE").items()}
        if labelled is not None:
            more["labelled"] = [field.strip() for field in labelled.split(",")]
        stances = _pairs(stance, "--stance THEIRS=OURS, such as AGAINST=refuse")
        found = corpora.convert(
            name, path, labels=labels, stances=stances or None, on_error=on_error.value, segmenter=segment, **more
        )
        write_jsonl(found, out)
        left_out = f", {count(found.skipped, 'document')} left out" if found.skipped else ""
        typer.echo(f"{count(found.converted, 'record')} in {out}{left_out}")
        if found.unmapped:
            typer.echo(
                "Kept under meta, no label of ours means them: " + ", ".join(f"{k} {n:,}" for k, n in found.unmapped.most_common())
            )


@corpus.command("formats", epilog=EPILOG_SHORT)
def formats_command() -> None:
    """List the formats that can be converted."""
    from onrecord import corpora

    for name, about in corpora.FORMATS.items():
        typer.echo(f"{name:<14}{about}")


def _pairs(given: list[str] | None, form: str) -> dict[str, str]:
    from onrecord.errors import InputError

    pairs = dict(text.partition("=")[::2] for text in given or ())
    if not all(key and value for key, value in pairs.items()):
        raise InputError(f"{', '.join(given or ())}: give {form}")
    return pairs


def _value(text: str) -> str | int:
    return int(text) if text.isdecimal() else text
