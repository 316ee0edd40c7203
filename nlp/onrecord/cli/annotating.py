"""The command that annotates a collection into a folder: `annotate`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from onrecord.cli.base import EPILOG, Debug, Device, Disable, Lexicon, MaxChars, Model, Scheme, Threads, Threshold, app
from onrecord.cli.guard import errors, exit_code


class Engine(StrEnum):
    """Who annotates."""

    LOCAL = "local"
    RAY = "ray"


class Layout(StrEnum):
    """How results lie in the folder."""

    AUTO = "auto"
    FILES = "files"
    SHARDS = "shards"


Inputs = Annotated[
    list[str],
    typer.Argument(metavar="INPUT", help="Files (HTML, Markdown, text, JSONL, JSON, CSV, Parquet, WARC), folders, or `-`."),
]
Workers = Annotated[
    int,
    typer.Option(min=0, envvar="ONRECORD_WORKERS", help="Processes that annotate, about 1 GB of memory each; 0: in this one."),
]
Timeout = Annotated[
    float, typer.Option(min=0, metavar="SECONDS", help="Time for one article, after which it is a failure; 0: any time.")
]
ShardSize = Annotated[int, typer.Option(min=1, metavar="ARTICLES", help="Most articles of a shard, which is saved as a whole.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Print what there is to do, and do nothing.")]
ShowPrompt = Annotated[
    bool, typer.Option("--show-prompt", help="With --model llm:NAME@URL: print what would be sent, and send nothing.")
]


@app.command("annotate", epilog=EPILOG)
def annotate_command(
    inputs: Inputs,
    *,
    out: Annotated[
        str, typer.Option("--out", "-o", metavar="FOLDER", help="Folder for the results; with --engine ray also a URL.")
    ],
    lexicon: Lexicon = None,
    threshold: Threshold = None,
    model: Model = "onrecord-en",
    disable: Disable = None,
    device: Device = "cpu",
    threads: Threads = None,
    max_chars: MaxChars = 1_000_000,
    workers: Workers = 1,
    engine: Annotated[
        Engine, typer.Option(help="`local`: this machine; `ray`: a cluster, each worker an actor on one of its machines.")
    ] = Engine.LOCAL,
    timeout: Timeout = 600,
    shard_size: ShardSize = 1_000,
    layout: Annotated[Layout, typer.Option(help="`auto`: single files up to 10,000 articles, shards beyond.")] = Layout.AUTO,
    retry_failed: Annotated[bool, typer.Option("--retry-failed", help="Try articles again that failed before.")] = False,
    drop: Annotated[bool, typer.Option("--drop", help="Let go of records whose articles are no longer in the input.")] = False,
    dry_run: DryRun = False,
    show_prompt: ShowPrompt = False,
    scheme: Annotated[Scheme, typer.Option(help="Stances of the table that is printed: `five` shows refusals too.")] = Scheme.FOUR,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Begin anew, whatever lies in the folder.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")] = False,
    debug: Debug = False,
) -> None:
    """Annotate articles into a folder.

    The folder gets annotations.jsonl, claims.csv, claims.parquet, failures.jsonl and manifest.json, all at once at the end;
    beyond 10,000 articles, folders of shards in place of the first three. A run that was broken off goes on where it was when
    the same command is run again; articles that have changed since are done again, the others never.
    """
    with errors(debug=debug):
        from onrecord.batch import Options, check_out
        from onrecord.cli.clusters import ON_RAY, on_ray
        from onrecord.cli.conflicts import refuse
        from onrecord.cli.inputs import check_inputs
        from onrecord.cli.results import report
        from onrecord.cli.runs import Job, loader, settings_of

        folder, on_cluster = Path(out), engine is Engine.RAY
        for_one = {"--drop": drop, "--dry-run": dry_run, "--show-prompt": show_prompt, "--layout": layout is Layout.FILES}
        refuse(for_one | {"--engine ray": on_cluster}, ON_RAY)
        if not on_cluster:
            check_inputs(inputs, check_out(folder, overwrite=overwrite))
        options = Options(
            workers=workers, timeout=timeout if timeout and workers else None, shard_size=shard_size, layout=layout.value,
            overwrite=overwrite, retry_failed=retry_failed, drop=drop, settings=settings_of(lexicon=lexicon, device=device),
        )  # fmt: skip
        load = loader(
            model, workers=workers, threads=threads,
            lexicon=lexicon, threshold=threshold, disable=disable, device=device, max_chars=max_chars,
        )  # fmt: skip
        job = Job(inputs=inputs, load=load, out=folder, options=options, max_chars=max_chars)
        if show_prompt or dry_run:
            job.show_prompt() if show_prompt else job.foretell()
            raise typer.Exit
        summary = on_ray(job, out, quiet=quiet) if on_cluster else job.run(quiet=quiet)
        report(summary, out, stances=summary.stances, refusals=scheme is Scheme.FIVE, quiet=quiet)
    raise typer.Exit(exit_code(summary.records, summary.failures))
