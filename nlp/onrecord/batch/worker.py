"""A process that annotates: it loads the model once, takes batches of articles and gives back what comes of each."""

from __future__ import annotations

import logging
import os
import signal
import threading
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

from onrecord.batch.outcomes import outcomes, prepare

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

    from onrecord.batch.outcomes import Annotator
    from onrecord.types import Article

READY, ANSWER, BROKEN = "ready", "answer", "broken"
"""What a worker says: that it is ready, with what it knows of its annotator; an outcome; an error that ends the run."""


def serve(connection: Connection, load: Callable[[], Annotator]) -> None:
    """Annotate what comes over the connection until it is closed. Runs in a process of its own.

    Args:
        connection: Brings lists of articles; takes pairs of `READY`, `ANSWER` or `BROKEN` and a value.
        load: Gives the annotator.
    """
    _settle()
    batches: SimpleQueue[list[Article]] = SimpleQueue()
    threading.Thread(target=_receive, args=(connection, batches), daemon=True).start()
    try:
        annotator = load()
        prepare()
        connection.send((READY, about(annotator)))
        while True:
            for outcome in outcomes(batches.get(), annotator):
                connection.send((ANSWER, outcome))
    except BrokenPipeError:
        os._exit(0)
    except Exception as error:  # noqa: BLE001 - the run's own process is to say it
        with suppress(OSError):
            connection.send((BROKEN, (type(error).__name__, " ".join(str(error).split()))))


def about(annotator: object) -> Any:
    """Return what the settings of a run are made of, without the annotator itself."""
    from types import SimpleNamespace

    names = ("info", "threshold", "max_chars", "disabled", "stances")
    return SimpleNamespace(**{name: getattr(annotator, name) for name in names if hasattr(annotator, name)})


def _receive(connection: Connection, batches: SimpleQueue[list[Article]]) -> None:
    """Take batches as they come, so that the run never waits for this process to take one; end when the run has ended."""
    try:
        while True:
            batches.put(connection.recv())
    except (EOFError, OSError):
        os._exit(0)  # also out of an article that would never end


def _settle() -> None:
    """Be a good child: Ctrl-C is the run's business, and when memory is short this process goes before any other."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    logging.getLogger("onrecord").addHandler(logging.NullHandler())
    with suppress(OSError):  # Linux only
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
