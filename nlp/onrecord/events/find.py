"""Records in, events out."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from onrecord.errors import InputError
from onrecord.events.build import event_of
from onrecord.events.keys import with_targets
from onrecord.events.links import linked
from onrecord.events.reports import reports_of
from onrecord.events.windows import cut

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from onrecord.events.event import Event
    from onrecord.events.links import Placed
    from onrecord.events.reports import Report
    from onrecord.types import Record

WINDOW = 30
"""Days between two neighbouring reports of one event, at most."""


def find_events(records: Iterable[Record], *, window: int = WINDOW, stories: Mapping[str, str] | None = None) -> list[Event]:
    """Return the events that the records' claims report, by first report (those without a day last), actor, stance and id.

    All claims are taken in, those that tables do not count included: negated, threatened, considered, reversed. Memory
    grows with the claims, not with the texts.

    Args:
        records: Annotated articles in any order, read once.
        window: Days between neighbouring reports of one event.
        stories: Story of each article, from `onrecord.stories.stories_of`. An article that it leaves out has the story that
            its record tells, else its own.

    Raises:
        InputError: The window is negative, or two records have the same id.
    """
    if window < 0:
        raise InputError(f"the window is {window} days, give 0 or more")
    groups: defaultdict[tuple[object, ...], list[Report]] = defaultdict(list)
    for report in _reports(records, stories or {}):
        groups[report.actor, report.claim.stance, report.claim.polarity, report.reversed, report.target].append(report)
    placed: list[Placed] = [
        (part[0].actor, part[0].target, event_of(part)) for group in groups.values() for part in cut(group, window)
    ]
    return sorted(linked(placed), key=_order)


def _reports(records: Iterable[Record], stories: Mapping[str, str]) -> Iterator[Report]:
    seen = set()
    for record in records:
        if record.id in seen:
            raise InputError(f"article {record.id!r} stands twice in the records, give each article once")
        seen.add(record.id)
        # Targets are looked for within the article, so each one is complete as it comes.
        yield from with_targets(reports_of(record, stories.get(record.id) or record.story or record.id))


def _order(event: Event) -> tuple[bool, str, str, str, str]:
    return event.first_report is None, event.first_report or "", event.actor or event.actor_text, event.stance, event.id
