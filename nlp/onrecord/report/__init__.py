"""A collection as one page that opens from disk: who takes which stance on what, down to the sentences.

    from onrecord.records import read_jsonl
    from onrecord.report import write_report

    write_report(read_jsonl("out/annotations.jsonl"), "report.html")

The page holds its data, packed, and loads nothing else. docs/report.md says what it shows.
"""

from __future__ import annotations

from onrecord.report.write import Written, write_report

__all__ = ["Written", "write_report"]
