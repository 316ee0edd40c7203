"""Stories: exact and near copies of an article, as wire services and outlets of one house print them.

    from onrecord.stories import stories_of

    story = stories_of(records)     # article id -> id of the earliest article that tells the same in the same words

docs/events.md says what counts as a copy.
"""

from __future__ import annotations

from onrecord.stories.fill import with_stories
from onrecord.stories.group import Copies, Copying, stories_of

__all__ = ["Copies", "Copying", "stories_of", "with_stories"]
