"""What later events do to an event: deny it, reverse it, replace it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.events.event import Event
    from onrecord.events.keys import Key

Placed = tuple["Key", "Key | None", "Event"]
"""An event with its actor and its target."""


def linked(placed: list[Placed]) -> list[Event]:
    """Return the events with the ids of those that deny, reverse or replace them, in order of time, then id.

    Only events of one actor and one target speak of each other. Where no target is known, a denial or a reversal of the
    same stance still counts, another stance does not: it may well be about something else. An event without a day has no
    place in time and is linked with none.
    """
    groups: defaultdict[tuple[Key, Key | None], list[Event]] = defaultdict(list)
    for actor, target, event in placed:
        groups[actor, target].append(event)
    return [
        _linked(event, sorted(groups[actor, target], key=_in_time), same_target=target is not None)
        for actor, target, event in placed
    ]


def _linked(event: Event, others: list[Event], *, same_target: bool) -> Event:
    denied, undone, other = [], [], []
    for later in others:
        if later is event or event.reversed or not _not_before(later, event):
            continue
        if later.stance == event.stance:
            if later.polarity != event.polarity and not later.reversed:
                denied.append(later.id)
            elif later.reversed and event.polarity == later.polarity == "affirmed":
                undone.append(later.id)
        elif same_target and _both_affirmed(event, later) and later.first_report != event.first_report:
            other.append(later.id)
    return replace(event, denied_by=tuple(denied), reversed_by=tuple(undone), replaced_by=tuple(other))


def _both_affirmed(event: Event, later: Event) -> bool:
    return event.polarity == later.polarity == "affirmed" and not later.reversed


def _not_before(later: Event, event: Event) -> bool:
    return later.first_report is not None and event.first_report is not None and later.first_report >= event.first_report


def _in_time(event: Event) -> tuple[str, str]:
    return event.first_report or "", event.id
