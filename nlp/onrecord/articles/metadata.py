"""What a page says about itself: title, date, author, site, address, language."""

from __future__ import annotations

import copy
import json
import logging
import re
from dataclasses import dataclass, replace
from html import escape
from typing import TYPE_CHECKING, Any

from onrecord.articles.blocks import fold
from onrecord.articles.dom import is_huge

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.articles.dom import Element

_LOG = logging.getLogger(__name__)
_EARLIEST = "1850-01-01"
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_LANG = re.compile(r"[A-Za-z]{2,3}(?=$|[-_])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Metadata of a page; None where it gives none."""

    title: str | None = None
    page_title: str | None = None
    """What the browser shows as the page's title."""
    description: str | None = None
    date: str | None = None
    """YYYY-MM-DD."""
    author: str | None = None
    """Names joined by `; `."""
    source: str | None = None
    """The site's name, else its host."""
    url: str | None = None
    lang: str | None = None
    """Primary language subtag, in small letters."""


def facts_of(root: Element) -> Facts:
    """Return what the page's head, structured data and marked-up elements say, of a huge page title and language only."""
    least = Facts(page_title=_text(root.findtext(".//title")), lang=_lang(root))
    if is_huge(root):
        return least
    from trafilatura import extract_metadata

    # Only dates that the page marks as its own: a search in the running text finds other people's dates.
    dates = {"original_date": True, "extensive_search": False, "min_date": _EARLIEST}
    try:
        found: Any = extract_metadata(copy.deepcopy(root), date_config=dates)
    except Exception:  # noqa: BLE001 (third-party code on arbitrary pages: without metadata the article still reads)
        _LOG.debug("no metadata", exc_info=True)
        return least
    url = _text(found.url)
    return replace(
        least,
        title=_text(found.title),
        description=_text(found.description),
        date=found.date if _ISO.fullmatch(found.date or "") else None,
        author=_text(found.author),
        source=_text(found.sitename) or _text(found.hostname),
        url=url if url and url.startswith(("http://", "https://")) else None,
    )


def structured_body(root: Element) -> list[str]:
    """Return the paragraphs of the article that a page carries as JSON-LD, for readers that its scripts draw; [] if none."""
    for script in root.iter("script"):
        if script.get("type") != "application/ld+json":
            continue
        try:
            found = _find_body(json.loads(script.text or ""))
        except (ValueError, RecursionError):
            continue
        if found:
            return [line for line in map(fold, found.split("\n")) if line]
    return []


def _find_body(value: object) -> str | None:
    if isinstance(value, list):
        return next(filter(None, map(_find_body, value)), None)
    if not isinstance(value, dict):
        return None
    body = value.get("articleBody")
    return body if isinstance(body, str) and body.strip() else _find_body(value.get("@graph"))


def date_in(lines: Sequence[str]) -> str | None:
    """Return the date, YYYY-MM-DD, that the lines between headline and article give, None if they give none."""
    from htmldate import find_date

    body = "".join(f"<p>{escape(line)}</p>" for line in lines)
    try:
        found = find_date(f"<html><body>{body}</body></html>", original_date=True, min_date=_EARLIEST)
    except Exception:  # noqa: BLE001 (as above)
        _LOG.debug("no date", exc_info=True)
        return None
    return found if found and _ISO.fullmatch(found) else None


def _text(value: object) -> str | None:
    return (fold(value) or None) if isinstance(value, str) else None


def _lang(root: Element) -> str | None:
    given = root.get("lang") or root.get("xml:lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    found = _LANG.match(given.strip())
    return found[0].lower() if found else None
