"""The page around the data: style and script stand in it, and its policy lets these two run and nothing else."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from onrecord.report.bundle import bundle

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FIRST = "main"
"""The module that the page runs."""
_STYLES = ("base", "controls", "tables", "claims", "article")
_SLOT = re.compile(r"\{\{(\w+)\}\}")
# What could reorder a title, or what HTML cannot hold; the scripts do the same to every text.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def page(title: str, index: str, parts: Sequence[str]) -> Iterator[str]:
    """Yield the page piece by piece.

    Args:
        title: Of the page; escaped.
        index: The packed index.
        parts: The packed texts of the articles.
    """
    head, tail = _source("page.html").split("{{data}}")
    slots = {
        "policy": _policy(), "style": style(), "script": script(),
        "title": html.escape(_UNSAFE.sub("\N{REPLACEMENT CHARACTER}", title), quote=True),
    }  # fmt: skip
    yield _filled(head, slots)
    yield _data("index", index)
    for number, part in enumerate(parts):
        yield _data(f"part-{number}", part)
    yield _filled(tail, slots)


@cache
def style() -> str:
    """Return the page's style sheet."""
    return "".join(_source(f"{name}.css") for name in _STYLES)


@cache
def script() -> str:
    """Return the page's script."""
    folder = files("onrecord.report") / "page"
    names = [item.name.removesuffix(".js") for item in folder.iterdir() if item.name.endswith(".js")]
    return bundle({name: _source(f"{name}.js") for name in names}, FIRST)


def _policy() -> str:
    return "; ".join((
        "default-src 'none'",
        f"script-src {_hash(script())}",
        f"style-src {_hash(style())}",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    ))  # fmt: skip


def _hash(source: str) -> str:
    """The policy's word for exactly this style or script."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(source.encode('utf-8')).digest()).decode('ascii')}'"


def _data(name: str, content: str) -> str:
    # A type that no browser runs.
    return f'<script type="application/gzip+base64" id="{name}">{content}</script>\n'


def _filled(text: str, slots: dict[str, str]) -> str:
    """In one pass, so that nothing in one slot is taken for another."""
    return _SLOT.sub(lambda found: slots[found[1]], text)


def _source(name: str) -> str:
    # Universal newlines: a browser hashes what it has read, with line feeds only.
    return (files("onrecord.report") / "page" / name).read_text(encoding="utf-8")
