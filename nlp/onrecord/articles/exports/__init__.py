"""Articles as databases and offices hand them out: Nexis Uni, Factiva, ProQuest, Word, RTF, PDF, e-mail.

`split` takes the bytes of one file and returns a `Draft` for each article in it; `Draft.article` makes the `Article`.
The libraries that the formats need are in the extra `formats` and are imported where they are used.
"""

from __future__ import annotations

from onrecord.articles.exports.drafts import Draft
from onrecord.articles.exports.route import MAX_EXPORT, split

__all__ = ["MAX_EXPORT", "Draft", "split"]
