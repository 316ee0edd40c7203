"""References: which named things the company, it, we or the three firms stand for."""

from __future__ import annotations

from onrecord.components.references.article import ArticleView
from onrecord.components.references.nominals import nominal_mentions
from onrecord.components.references.resolve import Reference, resolve_references

__all__ = ["ArticleView", "Reference", "nominal_mentions", "resolve_references"]
