"""Read articles: files, folders and streams become `Article`s, whatever the format they come in.

`read` takes paths and yields an `Article` or a `Failure` for each article, lazily and in order. The
`article_from_…` functions build one article from data at hand and raise `InputError` when that can't be done.
"""

from __future__ import annotations

from onrecord.articles.markdown import article_from_markdown
from onrecord.articles.pages import article_from_html
from onrecord.articles.plain import article_from_text
from onrecord.articles.reading import read
from onrecord.articles.rows import article_from_mapping

__all__ = ["article_from_html", "article_from_mapping", "article_from_markdown", "article_from_text", "read"]
