"""Reports of one thing, cut where nothing was reported for a while."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.events.reports import Report


def cut(reports: list[Report], window: int) -> list[list[Report]]:
    """Return the reports in groups, by day: within a group no two neighbours lie more than `window` days apart.

    Reports without a day join the only group there is; where there are several groups or none, they are one of their own.

    Args:
        reports: Of one actor, stance and target, in any order.
        window: Days, 0 or more.
    """
    dated = [(report.day, report) for report in sorted(reports, key=_by_day) if report.day is not None]
    groups: list[list[Report]] = []
    before: int | None = None
    for day, report in dated:
        if before is None or day - before > window:
            groups.append([])
        groups[-1].append(report)
        before = day
    undated = sorted((report for report in reports if report.day is None), key=lambda report: report.id)
    if undated and len(groups) == 1:
        groups[0].extend(undated)
    elif undated:
        groups.append(undated)
    return groups


def _by_day(report: Report) -> tuple[str, tuple[str, str]]:
    return report.published or "", report.id
