"""ES modules joined into one script, which a policy can allow by its hash.

A module becomes a function that runs once and gives what it exports; an import becomes a look at what another one gave.
What the modules may say is little, so that this file can stay small: `import { a, b } from "./x.js";` on one line, and
`export` before `function`, `async function`, `const` or `class`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_IMPORT = re.compile(r'^import \{ ([\w$, ]+) \} from "\./([\w-]+)\.js";$', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async function|function|const|class) ([\w$]+))", re.MULTILINE)
_LEFT = re.compile(r"^\s*(?:import|export)\b", re.MULTILINE)


def bundle(modules: Mapping[str, str], first: str) -> str:
    """Return one script that runs the module `first` and all that it needs, each after what it imports.

    Args:
        modules: Source of each module by its name, without suffix.
        first: Name of the module that nobody imports.

    Raises:
        ValueError: A module isn't there, imports itself by a detour, or imports or exports in another way than this reads.
    """
    order: list[str] = []
    _visit(first, modules, order, ())
    parts = [f"const {_name(name)} = (() => {{\n{_body(name, modules[name])}}})();\n" for name in order]
    return '"use strict";\n(() => {\n' + "".join(parts) + "})();\n"


def _visit(name: str, modules: Mapping[str, str], order: list[str], above: tuple[str, ...]) -> None:
    if name in order:
        return
    if name in above:
        raise ValueError(f"modules import each other: {' > '.join((*above, name))}")
    if name not in modules:
        raise ValueError(f"{above[-1] if above else 'the page'} needs the module {name}, which isn't there")
    for needed in _IMPORT.finditer(modules[name]):
        _visit(needed[2], modules, order, (*above, name))
    order.append(name)


def _body(name: str, source: str) -> str:
    exported = [found[1] for found in _EXPORT.finditer(source)]
    body = _IMPORT.sub(lambda found: f"const {{ {found[1]} }} = {_name(found[2])};", source)
    body = _EXPORT.sub("", body)
    if left := _LEFT.search(body):
        line = body[left.start() :].strip().splitlines()[0]
        raise ValueError(f"module {name}: {line!r} is an import or export that can't be read")
    return f"{body}return {{ {', '.join(exported)} }};\n"


def _name(module: str) -> str:
    return "module_" + module.replace("-", "_")
