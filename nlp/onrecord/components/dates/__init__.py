"""Dates: when something was said, and when an act takes effect."""

from __future__ import annotations

from onrecord.components.dates.find import ClaimDates, DateMention, claim_dates, find_dates, parse_date

__all__ = ["ClaimDates", "DateMention", "claim_dates", "find_dates", "parse_date"]
