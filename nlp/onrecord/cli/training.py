"""The command that trains: `train`."""

from __future__ import annotations

import logging
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli.base import EPILOG_SHORT, Debug, app
from onrecord.cli.guard import errors

if TYPE_CHECKING:
    from onrecord.train.project import Project

_NEEDED = ("torch", "onnx", "onnxscript", "safetensors", "sklearn")


@app.command("train", epilog=EPILOG_SHORT)
def train_command(
    config: Annotated[Path | None, typer.Argument(metavar="CONFIG.toml", help="What to train, on what.")] = None,
    *,
    init: Annotated[Path | None, typer.Option("--init", metavar="FOLDER", help="Write a commented example configuration.")] = None,
    restart: Annotated[bool, typer.Option("--restart", help="Begin anew; replace what lies in the output folder.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")] = False,
    debug: Debug = False,
) -> None:
    """Train a model on your own labels and your own stances.

    Run the same command again after it broke off: it goes on after the last finished epoch. The folder that comes out is
    read by `onrecord annotate --model FOLDER` and `onrecord.load(FOLDER)`; its README.md says how good it is.
    """
    with errors(debug=debug):
        from onrecord.errors import InputError
        from onrecord.train.project import read_project, write_example

        if (config is None) == (init is None):
            raise InputError("give a configuration, or --init FOLDER to have an example written")
        if init is not None:
            typer.echo(f"Example in {write_example(init)}: fill it in, then run `onrecord train {init / 'train.toml'}`")
            return
        _train(read_project(config or Path()), restart=restart, quiet=quiet)


def _train(project: Project, *, restart: bool, quiet: bool) -> None:
    from onrecord.errors import MissingExtraError

    if any(find_spec(name) is None for name in _NEEDED):
        raise MissingExtraError("training", "train")
    from rich.console import Console

    logging.getLogger("torch.onnx").setLevel(logging.ERROR)  # it warns of what it does not need
    from onrecord.cli.results import console
    from onrecord.evaluate import reporting
    from onrecord.terminal import safe
    from onrecord.train.job import train

    screen = Console(stderr=True, markup=False, emoji=False, highlight=False, quiet=quiet)
    with screen.status("Training") as status:

        def tell(line: str) -> None:
            status.update(safe(line))
            screen.print(safe(line), soft_wrap=True)

        trained = train(project, restart=restart, tell=tell)
    if quiet:
        return
    for part in reporting.render(trained.evaluation):
        console().print(part)
    typer.echo(f"Model in {trained.folder}, {trained.epochs} epochs; its README.md has the figures")
