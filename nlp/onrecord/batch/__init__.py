"""A whole collection: articles in, results out, nothing lost and nothing done twice.

    from functools import partial
    import onrecord
    from onrecord.batch import Options, annotate

    load = partial(onrecord.load, threads=1)
    annotate(onrecord.articles.read("news/"), load, "out/", options=Options(workers=2))

Articles are done in parts of a thousand. A part is on the disk, or it is not; when all are, the results get their names
together. A run that is broken off, by whatever it may be, goes on where it was when it is started again. Nothing is held
longer than it takes to write it, so memory does not grow with the collection. `onrecord.records.runs` says which files
there are in the end, docs/annotate.md how to live with them.

A script that asks for workers needs `if __name__ == "__main__":` around what it does, as all that start processes do.
"""

from __future__ import annotations

from onrecord.batch.home import FILES, check_out
from onrecord.batch.options import Options
from onrecord.batch.outcomes import Annotator
from onrecord.batch.outlook import Outlook, outlook
from onrecord.batch.summary import Summary
from onrecord.records.runs import ANNOTATIONS, CLAIMS_CSV, CLAIMS_PARQUET, FAILURES, MANIFEST

from onrecord.batch.job import annotate  # isort: skip

__all__ = [
    "ANNOTATIONS", "CLAIMS_CSV", "CLAIMS_PARQUET", "FAILURES", "FILES", "MANIFEST", "Annotator", "Options", "Outlook", "Summary",
    "annotate", "check_out", "outlook",
]  # fmt: skip
