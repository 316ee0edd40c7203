#!/usr/bin/env python
"""Write the reference: a page a public module, for mkdocstrings to fill from docstrings, and one of the command line.

    python docs/build_reference.py            # writes docs/reference
    python docs/build_reference.py --check    # says what is not current, and exits with 1

The pages are kept in the repository, so that a change of a public name or an option shows in review; a test runs the check.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator
from enum import Enum
from functools import cache
from importlib import import_module
from inspect import Parameter, cleandoc, getsource, signature
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, get_args, get_origin, get_type_hints

from typer.models import OptionInfo

if TYPE_CHECKING:
    import typer

HERE = Path(__file__).parent / "reference"
PUBLIC = (
    "onrecord", "onrecord.types", "onrecord.errors", "onrecord.records", "onrecord.records.runs", "onrecord.articles",
    "onrecord.lexicon", "onrecord.batch", "onrecord.quotes", "onrecord.stories", "onrecord.events",
    "onrecord.tables", "onrecord.query", "onrecord.engines.ray",
    "onrecord.evaluate",
    "onrecord.evaluate.reporting", "onrecord.evaluate.agreement", "onrecord.evaluate.behaviour", "onrecord.estimate",
    "onrecord.corpora", "onrecord.exports", "onrecord.report", "onrecord.review", "onrecord.llm", "onrecord.train.project",
    "onrecord.train.job", "onrecord.spacy_component", "onrecord.spacy_quotes",
)  # fmt: skip
"""Modules whose names users may rely on, in the order of the reference."""
INTERNAL = {
    "onrecord.articles.exports": "readers that `onrecord.articles.read` calls",
    "onrecord.cli": "the command line: its reference is cli.md",
    "onrecord.components": "steps of the pipeline",
    "onrecord.encoder": "inference, behind `onrecord.load`",
    "onrecord.exports.formats": "writers that `onrecord.exports.export` calls",
}
"""Packages that have names for each other only, with those below them, and why."""
_NOTE = "<!-- written by docs/build_reference.py -->"
_VALUES = {bool: "", int: "INTEGER", float: "NUMBER", Path: "PATH"}


def public_names(module: str) -> list[str]:
    """Return the public names of a module: its `__all__`, else what it defines itself without a leading underscore."""
    loaded = import_module(module)
    return list(getattr(loaded, "__all__", None) or _defined(ast.parse(getsource(loaded))))


def _defined(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                found = name
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                found = name
            case _:
                continue
        if not found.startswith("_") and found != "log":
            yield found


def first_line(thing: Any) -> str:
    """Return the first sentence of a docstring, for a table; nothing for constants, which have none of their own."""
    own = isinstance(thing, ModuleType) or (callable(thing) and str(thing.__module__).startswith("onrecord"))
    doc = (cleandoc(thing.__doc__ or "") if own else "").split("\n\n")[0].replace("\n", " ")
    return doc.replace("|", "\\|").replace("<", "&lt;")


def module_page(module: str) -> str:
    """Return the page of a module: its names with what they are, and a directive for each that mkdocstrings fills."""
    loaded, names = import_module(module), public_names(module)
    rows = [f"| `{name}` | {first_line(getattr(loaded, name))} |" for name in names]
    parts = [
        f"# `{module}`\n\n{_NOTE}\n",
        f"::: {module}\n    options:\n      members: false\n      show_root_heading: false\n      show_root_toc_entry: false\n",
        "\n".join(["| name | |", "|---|---|", *rows]) + "\n",
        *(_entry(module, name, getattr(loaded, name)) for name in names),
    ]
    return "\n".join(parts)


def _entry(module: str, name: str, thing: Any) -> str:
    """What stands on a page for a name. Griffe reads no `A, B = …`, so names made like that are written out here."""
    if isinstance(thing, str) and name in _together():
        return f"## `{name}` {{ #{module}.{name} }}\n\n`{thing!r}`\n"
    return f"::: {module}.{name}\n"


@cache
def _together() -> frozenset[str]:
    """Return the names that are assigned several at once anywhere in the package."""
    package = Path(str(import_module("onrecord").__file__)).parent
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in package.rglob("*.py"))
    targets = (node.targets[0] for tree in trees for node in tree.body if isinstance(node, ast.Assign))
    tuples = (target for target in targets if isinstance(target, ast.Tuple))
    return frozenset(one.id for target in tuples for one in target.elts if isinstance(one, ast.Name))


def index_page() -> str:
    """Return the list of all public modules."""
    rows = [f"| [`{module}`]({module}.md) | {first_line(import_module(module))} |" for module in PUBLIC]
    head = (
        f"# Reference\n\n{_NOTE}\n\nThe [command line](cli.md), and every name in Python that you may rely on, from its docstring. "
        "On the site the pages show the docstrings in full.\nModules that are not here may change without notice.\n"
    )
    return "\n".join([head, "| module | |", "|---|---|", *rows]) + "\n"


def cli_page() -> str:
    """Return the page of the command line, from what `--help` is made of."""
    from onrecord.cli import app

    return "\n".join([f"# Command line\n\n{_NOTE}\n", *_commands(app, "onrecord"), _exit_codes()])


def _commands(app: typer.Typer, path: str) -> Iterator[str]:
    for info in app.registered_commands:
        if info.callback is not None and not info.hidden:
            yield _command(f"{path} {info.name or info.callback.__name__}", info.callback)
    for group in app.registered_groups:
        if group.typer_instance is not None:
            yield from _commands(group.typer_instance, f"{path} {group.name or group.typer_instance.info.name}")


def _command(path: str, function: Callable[..., Any]) -> str:
    hints = get_type_hints(function, include_extras=True)
    given = [_Given(one, hints[one.name]) for one in signature(function).parameters.values()]
    usage = " ".join([path, "[OPTIONS]", *(one.usage for one in given if one.usage)])
    table = ["| | | default |", "|---|---|---|", *(one.row for one in given)] if given else []
    return f"## {path}\n\n```text\n{usage}\n```\n\n{cleandoc(function.__doc__ or '')}\n\n" + "\n".join(table) + "\n"


class _Given:
    """An argument or option of a command, from the annotation of the function's parameter."""

    def __init__(self, parameter: Parameter, hint: Any) -> None:
        self.kind, self.info = get_args(hint)[:2]
        self.is_option = isinstance(self.info, OptionInfo)
        self.name = parameter.name
        self.required = parameter.default is Parameter.empty
        self.default = None if self.required else parameter.default

    @property
    def usage(self) -> str:
        """How the usage line shows it; nothing for an option that may be left out."""
        if self.is_option:
            return f"{self.names[0]} {self.value}" if self.required else ""
        shown = f"{self.value}..." if get_origin(self.kind) is list else self.value
        return shown if self.required else f"[{shown}]"

    @property
    def names(self) -> list[str]:
        """The names of an option as they are typed."""
        said = [one for one in (self.info.default, *(self.info.param_decls or ())) if isinstance(one, str) and one.startswith("-")]
        plain = f"--{self.name.replace('_', '-')}"
        return said or ([plain, f"--no-{plain[2:]}"] if self.kind is bool else [plain])

    @property
    def value(self) -> str:
        """What stands for the value; nothing for a flag."""
        if self.info.metavar:
            return str(self.info.metavar)
        if not self.is_option:
            return self.name.upper()
        kinds = [one for one in (self.kind, *get_args(self.kind)) if isinstance(one, type)]
        if choices := next((list(one) for one in kinds if issubclass(one, Enum)), []):
            return " or ".join(str(one.value) for one in choices)
        return next((word for kind, word in _VALUES.items() if kind in kinds), "TEXT")

    @property
    def row(self) -> str:
        """The row of the table."""
        names = ", ".join(f"`{name}`" for name in self.names) if self.is_option else f"`{self.value}`"
        value = f" {self.value}" if self.is_option and self.value else ""
        told = " ".join((self.info.help or "").split()).replace("|", "\\|")
        told += f" Environment: `{self.info.envvar}`." if self.info.envvar else ""
        return f"| {names}{value} | {told} | {'required' if self.required else self._shown_default()} |"

    def _shown_default(self) -> str:
        shown = getattr(self.default, "value", self.default)
        return "" if shown is None or isinstance(shown, bool) else f"`{shown}`"


def _exit_codes() -> str:
    more = "Every command takes `-h` and `--help`; `onrecord --version` prints the version."
    return f"## Exit codes\n\nSee [exit codes](../exit-codes.md). {more}\n"


def pages() -> dict[Path, str]:
    """Return every page of the reference by its path."""
    made = {HERE / f"{module}.md": module_page(module) for module in PUBLIC}
    return made | {HERE / "index.md": index_page(), HERE / "cli.md": cli_page()}


def stale() -> list[str]:
    """Return the names of pages that are missing, not current, or of a module that is not public any more."""
    made = pages()
    there = {path: path.read_text(encoding="utf-8") for path in HERE.glob("*.md")}
    return sorted(path.name for path in made.keys() | there.keys() if made.get(path) != there.get(path))


def main() -> int:
    """Write the pages, or check them."""
    if sys.argv[1:] == ["--check"]:
        wrong = stale()
        print("\n".join(f"docs/reference/{name} is not current: run python docs/build_reference.py" for name in wrong))
        return 1 if wrong else 0
    HERE.mkdir(exist_ok=True)
    made = pages()
    for path in set(HERE.glob("*.md")) - made.keys():
        path.unlink()
    for path, text in made.items():
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
