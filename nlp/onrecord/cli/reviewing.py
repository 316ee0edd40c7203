"""The command to review in a browser: `review`."""

from __future__ import annotations

import signal
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from onrecord.cli.base import EPILOG_SHORT, Debug, app
from onrecord.cli.guard import errors

if TYPE_CHECKING:
    from onrecord.review import Review, Server


class Order(StrEnum):
    """In which order articles are reviewed."""

    CONFIDENCE = "confidence"
    RANDOM = "random"
    FILE = "file"


@app.command("review", epilog=EPILOG_SHORT)
def review_command(
    annotations: Annotated[
        Path, typer.Argument(metavar="OUT", help="Folder that `onrecord annotate` wrote, or a file of records.")
    ],
    *,
    annotator: Annotated[str, typer.Option("--annotator", "-a", metavar="NAME", help="Who reviews: each name has its own files.")],
    fields: Annotated[
        str, typer.Option(metavar="A,B,…", help="What you answer for; entities and quotes can be named too.")
    ] = "claims,target,attribution,jurisdiction,dates",
    order: Annotated[
        Order,
        typer.Option(help="Of the articles: least confident claims first, random (the same for all annotators), as in the file."),
    ] = Order.CONFIDENCE,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on, on this machine only; 0 for any.")] = 0,
    open_page: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
    debug: Debug = False,
) -> None:
    """Review claims in the browser: accept, correct, reject, add.

    Writes review-NAME.jsonl, every decision as it is made, and gold-NAME.jsonl, the finished articles, beside the
    annotations. Run it again to go on. The page is for this machine only, at the address that is printed.
    """
    with errors(debug=debug):
        from onrecord.review import Options, open_review, serve

        options = Options(
            fields=tuple(dict.fromkeys(name.strip() for name in fields.split(",") if name.strip())), order=order.value
        )
        with open_review(annotations, annotator, options) as review, serve(review, port=port) as server:
            _tell_beginning(review, server)
            if open_page:
                typer.launch(server.url)
            _serve(server)
            typer.echo(_standing(review))


def _serve(server: Server) -> None:
    """Serve until Ctrl-C or a polite kill: nothing is lost by either, nor by an impolite one."""
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        server.serve_forever(poll_interval=0.2)
    except KeyboardInterrupt:
        pass
    finally:
        signal.signal(signal.SIGTERM, before)


def _interrupt(*_: object) -> NoReturn:
    raise KeyboardInterrupt


def _tell_beginning(review: Review, server: Server) -> None:
    if review.lost:
        typer.echo("The last decision was being written when the review was killed: look whether it is there", err=True)
    typer.echo(_standing(review))
    typer.echo(f"Open {server.url}")
    typer.echo("Ctrl-C ends it; everything is saved as you go")


def _standing(review: Review) -> str:
    found = review.progress()
    where = f", gold in {review.places.gold}" if found.finished else ""
    return (
        f"{found.finished:,} of {found.articles:,} articles finished, {found.decided:,} of {found.claims:,} claims decided{where}"
    )
