"""The application and the options that several commands share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

_FIRST = """\b
Exit codes:
"""
_LAST = """

Errors are one line. --debug or ONRECORD_DEBUG=1 shows the traceback as well."""

EPILOG = f"""{_FIRST}\
  0    everything asked for was done: every article annotated
  1    unexpected error: a bug, a full disk
  2    usage: an unknown command or option, a value that it can't have
  3    the run finished, some articles failed: failures.jsonl says which and why
  4    nothing could be annotated, or bad input, option or model
  130  interrupted with Ctrl-C: no results were written, run the same command again
  141  the program that read the output closed it (as in `| head`){_LAST}"""
"""Under the help of commands that annotate articles."""

EPILOG_SHORT = f"""{_FIRST}\
  0    done
  1    unexpected error: a bug, a full disk
  2    usage: an unknown command or option, a value that it can't have
  4    bad input, option or model
  130  interrupted with Ctrl-C
  141  the program that read the output closed it (as in `| head`){_LAST}"""
"""Under the help of the other commands."""


class Scheme(StrEnum):
    """Which stances count."""

    FOUR = "four"
    FIVE = "five"


app = typer.Typer(
    name="onrecord",
    epilog=EPILOG,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Model = Annotated[
    str,
    typer.Option(
        help="Model: `onrecord-en`, `baseline`, `llm:NAME@URL`, the path of a model folder, or an id on the Hugging Face Hub."
    ),
]
Lexicon = Annotated[
    Path | None,
    typer.Option(metavar="CSV", help="Your own names: columns id, name, label and, if wanted, aliases, owner, country."),
]
Threshold = Annotated[float | None, typer.Option(min=0, max=1, help="Least confidence of a claim; the model's own by default.")]
Disable = Annotated[
    list[str] | None, typer.Option(metavar="PART", help="Part to leave out, such as quotes; repeat it or separate by commas.")
]
Device = Annotated[str, typer.Option(help="`cpu`, or a torch device such as `cuda` for a model with torch weights.")]
Threads = Annotated[int | None, typer.Option(min=1, help="CPU threads; all cores by default.")]
MaxChars = Annotated[int, typer.Option(min=1, help="Characters of an article that are read; longer ones count as truncated.")]
Debug = Annotated[bool, typer.Option("--debug", envvar="ONRECORD_DEBUG", help="Show the traceback of an error.")]
