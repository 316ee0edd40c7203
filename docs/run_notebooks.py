#!/usr/bin/env python
"""Run the notebooks, cell by cell, and write each with its output as a page of the site.

    python docs/run_notebooks.py                # all of them, into out/notebooks
    python docs/run_notebooks.py quickstart     # one

A notebook is a Python file in the percent format that Jupytext, VS Code and PyCharm open as a notebook. `make notebooks` runs this.
"""

from __future__ import annotations

import ast
import html
import io
import os
import sys
import time
from contextlib import chdir, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = ROOT / "notebooks"
OUT = ROOT / "out" / "notebooks"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of a notebook."""

    markdown: bool
    """Whether it is text."""
    source: str
    """Its lines, those of text without the leading `# `."""


def cells(text: str) -> list[Cell]:
    """Cut a file in the percent format into its cells; what stands before the first one is the header."""
    found = []
    for part in f"\n{text}".split("\n# %%")[1:]:
        head, _, body = part.partition("\n")
        markdown = "[markdown]" in head
        lines = body.strip("\n").split("\n")
        source = "\n".join(line.removeprefix("#").removeprefix(" ") for line in lines) if markdown else "\n".join(lines)
        found.append(Cell(markdown=markdown, source=source))
    return found


def page(path: Path, outputs: dict[int, str] | None = None) -> str:
    """Return a notebook as Markdown.

    Args:
        path: Of the notebook.
        outputs: What each cell printed and showed, by its number from 0, as Markdown; None if it did not run.
    """
    shown = []
    for number, cell in enumerate(cells(path.read_text(encoding="utf-8"))):
        shown.append(cell.source if cell.markdown else f"```python\n{cell.source}\n```")
        if outputs and outputs.get(number):
            shown.append(outputs[number])
    ran = "" if outputs is not None else " Its output is not shown here: `make notebooks` runs it."
    where = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name
    return "\n\n".join([*shown, f"*This page is the notebook `{where}`.{ran}*"]) + "\n"


def run(path: Path) -> dict[int, str]:
    """Run a notebook from top to bottom in its own folder; return what each cell printed and showed, as Markdown.

    Raises:
        Exception: Whatever a cell raises.
    """
    names: dict[str, Any] = {"__name__": "__main__"}
    outputs = {}
    with chdir(path.parent):
        for number, cell in enumerate(cells(path.read_text(encoding="utf-8"))):
            if not cell.markdown:
                outputs[number] = _run_cell(cell.source, f"{path.name}, cell {number + 1}", names)
    return outputs


def _run_cell(source: str, name: str, names: dict[str, Any]) -> str:
    tree = ast.parse(source, name)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    said, value = io.StringIO(), None
    with redirect_stdout(said):
        exec(compile(tree, name, "exec"), names)  # noqa: S102 - to run a notebook is to run its code
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), name, "eval"), names)  # noqa: S307
    text = said.getvalue().rstrip()
    parts = [f'<pre class="output">{html.escape(text)}</pre>'] if text else []
    return "\n\n".join([*parts, _shown(value)] if value is not None else parts)


def _shown(value: Any) -> str:
    if hasattr(value, "savefig"):
        return f'<div class="output">{_drawn(value)}</div>'
    as_html = getattr(value, "_repr_html_", lambda: None)()
    return f'<div class="output">{as_html}</div>' if as_html else f'<pre class="output">{html.escape(repr(value))}</pre>'


def _drawn(figure: Any) -> str:
    """A figure of matplotlib as one line of SVG, without the head of an XML file, which is no HTML."""
    drawn = io.StringIO()
    figure.savefig(drawn, format="svg", metadata={"Date": None})
    text = drawn.getvalue()
    return " ".join(text[text.index("<svg") :].split())


def main() -> int:
    """Run the notebooks that are named, else all, and say how long each took."""
    os.environ.setdefault("TQDM_DISABLE", "1")
    OUT.mkdir(parents=True, exist_ok=True)
    for path in sorted(NOTEBOOKS.glob("*.py")):
        if sys.argv[1:] and path.stem not in sys.argv[1:]:
            continue
        begun, worked = time.perf_counter(), time.process_time()
        (OUT / f"{path.stem}.md").write_text(page(path, run(path)), encoding="utf-8")
        print(f"{path.stem}: {time.perf_counter() - begun:.0f} s, {time.process_time() - worked:.0f} s of CPU time", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
