"""What `annotate --engine ray` does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.cli.runs import bar

if TYPE_CHECKING:
    from onrecord.batch import Summary
    from onrecord.cli.runs import Job

ON_RAY = tuple((option, "--engine ray") for option in ("--drop", "--dry-run", "--show-prompt", "--layout"))
"""Options that a cluster has no use for, as `conflicts.refuse` takes them."""


def on_ray(job: Job, out: str, *, quiet: bool) -> Summary:
    """Annotate on a cluster with a bar on stderr.

    Args:
        job: What to do.
        out: Path or URL of the folder for the results, in place of the job's.
        quiet: Whether there is no bar.

    Raises:
        InputError: An input is `-`, which no other machine can read, or as `onrecord.engines.ray.annotate`.
        OnrecordError: As `onrecord.engines.ray.annotate`.
    """
    from onrecord.engines.ray import annotate
    from onrecord.errors import InputError

    if "-" in job.inputs:
        raise InputError("a cluster cannot read standard input: give files, folders or URLs")
    with bar(quiet=quiet) as advance:
        return annotate(job.inputs, job.load, out, options=job.options, max_chars=job.max_chars, progress=advance)
