"""What goes wrong in a command: one line on stderr, and an exit code that a script can act on."""

from __future__ import annotations

import logging
import os
import sys
import traceback
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NoReturn

import typer

from onrecord.errors import OnrecordError

if TYPE_CHECKING:
    from collections.abc import Iterator

ALL_DONE, UNEXPECTED, USAGE, SOME_FAILED, NOTHING_DONE, INTERRUPTED, PIPE_CLOSED = 0, 1, 2, 3, 4, 130, 141
"""Exit codes; docs/exit-codes.md says more."""


@contextmanager
def errors(*, debug: bool) -> Iterator[None]:
    """Turn what goes wrong inside into one line on stderr and an exit code.

    Args:
        debug: Whether to print the traceback, and the library's log, as well.

    Raises:
        typer.Exit: With the exit code.
    """
    _set_up_logging(debug=debug)
    try:
        yield
        sys.stdout.flush()  # a closed pipe shows here at the latest, not when Python shuts down
    except typer.Exit:
        raise
    except BrokenPipeError:
        _silence_stdout()
        raise typer.Exit(PIPE_CLOSED) from None
    except KeyboardInterrupt:
        _fail("interrupted, no results were written", INTERRUPTED, debug=debug)
    except OnrecordError as error:
        _fail(str(error), NOTHING_DONE, debug=debug)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        _fail(f"{where}{error.strerror or error}, check disk space and permissions", UNEXPECTED, debug=debug)
    except Exception as error:  # noqa: BLE001 - the one place that turns a bug into a line
        hint = "run it again with --debug for the traceback and report it"
        _fail(f"unexpected {type(error).__name__}: {error}; {hint}", UNEXPECTED, debug=debug)


def _fail(message: str, code: int, *, debug: bool) -> NoReturn:
    from onrecord.terminal import safe

    if debug:
        typer.echo(safe(traceback.format_exc()), err=True, nl=False)
    typer.echo(f"Error: {safe(' '.join(message.split()))}", err=True)
    raise typer.Exit(code) from None


def _set_up_logging(*, debug: bool) -> None:
    """Keep the library's log, tracebacks of failed articles included, off the terminal unless it is asked for."""
    if debug:
        handler = logging.StreamHandler()
        handler.setFormatter(_SafeFormatter("%(levelname)s %(name)s: %(message)s"))
        logging.basicConfig(level=logging.INFO, handlers=[handler])
    else:
        logging.getLogger("onrecord").addHandler(logging.NullHandler())


class _SafeFormatter(logging.Formatter):
    """Messages and tracebacks hold words of articles, which are never trusted to be harmless to a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        from onrecord.terminal import safe

        return safe(super().format(record))


def _silence_stdout() -> None:
    """Send what is left in stdout's buffer nowhere: Python flushes it once more at its end, and would complain."""
    with suppress(OSError):  # a stand-in for stdout without a file descriptor needs nothing
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def exit_code(records: int, failures: int) -> int:
    """Return the exit code of a run that finished with so many records and failures."""
    if not records:
        return NOTHING_DONE
    return SOME_FAILED if failures else ALL_DONE
