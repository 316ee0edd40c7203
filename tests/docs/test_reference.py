"""The reference has every public name, and is what the code gives now."""

import importlib
import pkgutil
import re

import pytest

import build_reference
import onrecord
from tests_support import ROOT

REFERENCE = ROOT / "docs" / "reference"
PAGES = {module: (REFERENCE / f"{module}.md").read_text(encoding="utf-8") for module in build_reference.PUBLIC}


def test_it_is_current():
    assert build_reference.stale() == [], "run python docs/build_reference.py"


@pytest.mark.parametrize("module", build_reference.PUBLIC)
def test_every_public_name_is_in_it(module):
    page = PAGES[module]
    for name in build_reference.public_names(module):
        assert f"::: {module}.{name}\n" in page or f"## `{name}` {{ #{module}.{name} }}\n" in page


def test_every_package_with_public_names_is_in_it():
    names = [found.name for found in pkgutil.walk_packages(onrecord.__path__, "onrecord.") if found.ispkg]
    told = {name for name in names if getattr(importlib.import_module(name), "__all__", None)}
    inner = tuple(f"{name}." for name in build_reference.INTERNAL)
    assert {name for name in told if not f"{name}.".startswith(inner)} <= set(build_reference.PUBLIC)


@pytest.mark.parametrize("module", build_reference.PUBLIC)
def test_every_public_function_and_class_says_what_it_is(module):
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", PAGES[module], re.MULTILINE))
    loaded = importlib.import_module(module)
    named = [name for name in rows if callable(getattr(loaded, name)) and hasattr(getattr(loaded, name), "__qualname__")]
    assert all(rows[name] for name in named if getattr(loaded, name).__module__.startswith("onrecord"))


@pytest.mark.parametrize("command", ["annotate", "report", "review", "export", "train", "corpus convert"])
def test_commands_and_their_options_are_in_it(command):
    page = (REFERENCE / "cli.md").read_text(encoding="utf-8")
    section = page.split(f"\n## onrecord {command}\n")[1].split("\n## ")[0]
    assert "| `--debug`" in section
    assert "`--out`" in section or command in {"review", "train"}


def test_a_changed_page_is_noticed(tmp_path, monkeypatch):
    monkeypatch.setattr(build_reference, "pages", lambda: {tmp_path / "a.md": "new\n", tmp_path / "b.md": "same\n"})
    monkeypatch.setattr(build_reference, "HERE", tmp_path)
    (tmp_path / "a.md").write_text("old\n")
    (tmp_path / "b.md").write_text("same\n")
    (tmp_path / "c.md").write_text("of a module that is gone\n")
    assert build_reference.stale() == ["a.md", "c.md"]
