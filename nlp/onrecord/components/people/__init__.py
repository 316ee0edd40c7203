"""People: for which company, authority or country each person of an article speaks and acts."""

from __future__ import annotations

from onrecord.components.people.affiliations import Affiliation, affiliations

__all__ = ["Affiliation", "affiliations"]
