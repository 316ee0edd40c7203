"""Names: which company, country, authority, place or law each name mention stands for."""

from __future__ import annotations

from onrecord.components.names.link import Named, link_names

__all__ = ["Named", "link_names"]
