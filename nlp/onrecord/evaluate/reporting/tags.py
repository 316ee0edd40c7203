"""HTML that cannot be broken from within: every text is escaped unless it was made here."""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.evaluate.reporting.wording import safe

_VOID = frozenset({"input", "link", "meta"})
Value = str | float | bool | None
"""Value of an attribute."""


@dataclass(frozen=True, slots=True)
class Html:
    """Markup that goes into the page as it is. Only `tag`, `join` and the page's own data files make it."""

    markup: str
    """The characters themselves."""


def tag(name: str, /, *children: Html | str, **attributes: Value) -> Html:
    """Return an element; texts and values are escaped, control characters in them replaced.

    Args:
        name: Of the element, never from data.
        children: Texts, escaped, and markup, kept.
        attributes: Names, never from data, with `_` for `-` and a last `_` dropped (`class_`); those that are None or
            False are left out, those that are True have no value.
    """
    opening = "".join(_attribute(key, value) for key, value in attributes.items())
    if name in _VOID:
        return Html(f"<{name}{opening}>")
    return Html(f"<{name}{opening}>{join(children).markup}</{name}>")


def join(parts: Iterable[Html | str]) -> Html:
    """Return the parts one after the other, texts escaped."""
    return Html("".join(escaped(part) for part in parts))


def escaped(part: Html | str) -> str:
    """Return the characters that a part puts into the page."""
    return part.markup if isinstance(part, Html) else html.escape(safe(part), quote=True)


def _attribute(key: str, value: Value) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    if value is True:
        return f" {name}"
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return f' {name}="{escaped(text)}"'
