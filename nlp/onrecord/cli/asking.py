"""What would be sent to a language model, printed: `annotate --show-prompt`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from onrecord.errors import InputError, OnrecordError
from onrecord.terminal import escaped, safe
from onrecord.types import Failure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from onrecord.types import Article


def show_requests(annotator: object, articles: Iterable[Article | Failure]) -> None:
    """Print each request as it would be sent, one JSON object after the other, and on stderr what all of them might cost.

    Args:
        annotator: A language model, as `load_pipeline` gives it.
        articles: What would be annotated.

    Raises:
        InputError: The model is none that is asked over a network.
    """
    from onrecord.llm import LanguageModel, estimate, preview

    if not isinstance(annotator, LanguageModel):
        raise InputError("--show-prompt: this model is sent nothing, give --model llm:NAME@URL or leave the option out")
    model = annotator

    def shown() -> Iterator[Article | Failure]:
        for article in articles:
            try:
                for request in () if isinstance(article, Failure) else preview(model, article):
                    # Line by line: the indentation is ours, whatever else a terminal would act on is the article's.
                    typer.echo("\n".join(map(escaped, request.split("\n"))) if sys.stdout.isatty() else request)
            except OnrecordError as error:
                typer.echo(f"Failed: {safe(str(error))}", err=True)
            yield article

    typer.echo(safe(str(estimate(model, shown()))), err=True)
