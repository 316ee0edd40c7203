"""Modules become one script, or an error that says which of them is wrong."""

from __future__ import annotations

import shutil
import subprocess
from importlib.resources import files

import pytest

from onrecord.report.bundle import bundle
from onrecord.report.page import script

NODE = shutil.which("node")
MODULES = {
    "main": 'import { two, four } from "./num-bers.js";\nconsole.log(two() + four);\n',
    "num-bers": "const one = 1;\nexport function two() { return one + one; }\nexport class Three {}\nexport const four = 4;\n",
}


def test_each_module_comes_once_after_what_it_imports():
    modules = {
        "a": 'import { b } from "./b.js";\nimport { c } from "./c.js";\nb(c);\n',
        "b": 'import { c } from "./c.js";\nexport const b = (x) => c + x;\n',
        "c": "export const c = 1;\n",
    }
    text = bundle(modules, "a")
    assert [text.count(f"const module_{name} = ") for name in "abc"] == [1, 1, 1]
    assert text.index("module_c =") < text.index("module_b =") < text.index("module_a =")
    assert "import" not in text
    assert "export" not in text


@pytest.mark.parametrize(
    ("modules", "message"),
    [
        ({"a": 'import { b } from "./b.js";\n'}, "needs the module b"),
        (
            {"a": 'import { b } from "./b.js";\n', "b": 'import { a } from "./a.js";\nexport const b = 1;\n'},
            "import each other: a > b > a",
        ),
        ({"a": "export default 1;\n"}, "export default 1"),
        ({"a": 'import * as b from "./b.js";\n', "b": ""}, r"import \* as b"),
    ],
)
def test_what_cannot_be_joined_is_an_error(modules, message):
    with pytest.raises(ValueError, match=message):
        bundle(modules, "a")


@pytest.mark.skipif(NODE is None, reason="node is not installed")
def test_what_is_joined_runs(tmp_path):
    path = tmp_path / "all.js"
    path.write_text(bundle(MODULES, "main"), encoding="utf-8")
    assert subprocess.run([NODE, path], capture_output=True, text=True, check=True).stdout == "6\n"


def test_the_page_uses_all_its_modules_and_none_makes_markup_of_a_string():
    text = script()
    names = [item.name for item in (files("onrecord.report") / "page").iterdir() if item.name.endswith(".js")]
    assert all(f"const module_{name.removesuffix('.js').replace('-', '_')} = " in text for name in names)
    for risky in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "new Function",
        "DOMParser",
        "srcdoc",
        "fetch(",
    ):
        assert risky not in text


def test_modules_are_small():
    for item in (files("onrecord.report") / "page").iterdir():
        assert len(item.read_text(encoding="utf-8").splitlines()) < 300, item.name
