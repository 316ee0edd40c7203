"""Events: what many reports say happened once.

    from onrecord.events import find_events
    from onrecord.stories import stories_of

    events = find_events(records, stories=stories_of(records))

One event is one actor's stance on one target within a window of time. Every claim is in exactly one event, and the same
records give the same events in any order. docs/events.md says how each field is made.
"""

from __future__ import annotations

from onrecord.events.event import EVENT_COLUMNS, Event, to_row
from onrecord.events.files import write_events_csv, write_events_jsonl
from onrecord.events.find import WINDOW, find_events

__all__ = ["EVENT_COLUMNS", "WINDOW", "Event", "find_events", "to_row", "write_events_csv", "write_events_jsonl"]
