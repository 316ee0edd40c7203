"""Every `onrecord …` line that the project shows or runs is one that the command line takes."""

import re
import shlex

import pytest
import typer

from onrecord.cli import app
from tests_support import ROOT

_LINE = re.compile(r'^[ \t]*(?:\S*/)?onrecord"?[ \t]+(\S.*)$', re.MULTILINE)
_ENDS = {"|", "||", "&&", ";", "&", "<", ">", ">>", "2>"}
_COMMAND = typer.main.get_command(app)


def commands(name):
    """The arguments of each `onrecord` in a file; of a Markdown file, in its shell blocks."""
    text = (ROOT / name).read_text(encoding="utf-8")
    shell = "\n".join(re.findall(r"```sh\n(.*?)```", text, re.DOTALL)) if name.endswith(".md") else text
    for line in _LINE.findall(shell):
        words = shlex.split(line, comments=True)
        yield tuple(words[: next((i for i, word in enumerate(words) if word in _ENDS), len(words))])


def parse(arguments):
    """Do all that the command line does with its arguments before it runs the command."""
    with _COMMAND.make_context("onrecord", list(arguments)) as whole:
        name, command, rest = _COMMAND.resolve_command(whole, list(arguments))
        command.make_context(name, rest, parent=whole).close()


PAGES = sorted(str(path.relative_to(ROOT)) for folder in ("docs", "corpora") for path in (ROOT / folder).rglob("*.md"))
FILES = ["Makefile", "README.md", *PAGES, *sorted(f".ci/{path.name}" for path in (ROOT / ".ci").iterdir())]
FOUND = [(name, arguments) for name in FILES for arguments in commands(name)]


@pytest.mark.parametrize(("name", "arguments"), FOUND, ids=lambda value: value if isinstance(value, str) else " ".join(value))
def test_each_line_parses(name, arguments):
    parse(arguments)


@pytest.mark.parametrize("name", ["Makefile", "README.md", ".ci/smoke"])
def test_lines_are_found(name):
    assert [arguments for where, arguments in FOUND if where == name]


@pytest.mark.parametrize(
    "arguments", ["annotate in -o out --treshold 1", "show", "annotate in", "info --out x", "anotate in -o out"]
)
def test_a_wrong_line_would_be_caught(arguments):
    with pytest.raises(Exception, match=r"(?i)no such|missing") as caught:
        parse(arguments.split())
    assert caught.value.exit_code == 2
