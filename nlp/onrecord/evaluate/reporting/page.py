"""The report of an evaluation as one HTML file that needs nothing else and lets nothing in it run but its own script."""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Sequence
from importlib.resources import files
from typing import TYPE_CHECKING

from onrecord.evaluate.reporting.errors import errors
from onrecord.evaluate.reporting.grids import confusion_section, entities_section
from onrecord.evaluate.reporting.header import header
from onrecord.evaluate.reporting.listing import errors_section
from onrecord.evaluate.reporting.phenomena import behaviour_section
from onrecord.evaluate.reporting.reliability import calibration_section
from onrecord.evaluate.reporting.scores import comparison_section, figures_section
from onrecord.evaluate.reporting.tags import Html, join, tag
from onrecord.records.files import replacing
from onrecord.types import STANCES

if TYPE_CHECKING:
    from onrecord.evaluate.behaviour import Result
    from onrecord.evaluate.evaluation import Difference, Evaluation

TITLE = "Evaluation"
_TOP = {"figures": "Figures", "confusion": "Confusion", "entities": "Entity errors", "calibration": "Calibration"}


def write_html(
    evaluation: Evaluation,
    path: str | os.PathLike[str],
    *,
    behaviour: Sequence[Result] | None = None,
    comparison: Sequence[Difference] | None = None,
    title: str = TITLE,
    gold: str | None = None,
) -> None:
    """Write the report of an evaluation as one HTML file; it appears whole or not at all.

    The page loads nothing: style and script stand in it, its content security policy allows these two by their hashes
    and nothing else, and every text from the data is escaped. The same evaluation gives the same bytes.

    Args:
        evaluation: A system's figures, from `onrecord.evaluate.evaluate`.
        path: Of the file; one that is there is replaced.
        behaviour: Results of `onrecord.evaluate.behaviour.check`.
        comparison: What `onrecord.evaluate.compare` says of another system (A) and this one (B).
        title: Of the page.
        gold: What the gold is called, such as the name of its file.

    Raises:
        InputError: There is no such folder.
        OSError: The disk is full or the folder may not be written to.
    """
    text = page(evaluation, behaviour=behaviour, comparison=comparison, title=title, gold=gold)
    with replacing(path) as temporary:
        temporary.write_bytes(text.encode("utf-8"))


def page(
    evaluation: Evaluation,
    *,
    behaviour: Sequence[Result] | None = None,
    comparison: Sequence[Difference] | None = None,
    title: str = TITLE,
    gold: str | None = None,
) -> str:
    """Return what `write_html` writes."""
    names, sections = dict(_TOP), [figures_section(evaluation), confusion_section(evaluation), entities_section(evaluation)]
    sections.append(calibration_section(evaluation.calibration))
    if comparison is not None:
        names["comparison"] = "Comparison"
        sections.append(comparison_section(comparison))
    if behaviour is not None:
        names["behaviour"] = "Behaviour"
        sections.append(behaviour_section(behaviour))
    names["errors"] = "Worst errors"
    sections.append(errors_section(errors(evaluation), evaluation.options.labels or STANCES))
    body = tag(
        "body",
        tag("a", "Skip to the figures", href="#main", class_="skip"),
        header(evaluation, title=title, gold=gold),
        tag("nav", tag("ul", *(tag("li", tag("a", text, href=f"#{name}")) for name, text in names.items())), aria_label="Sections"),
        tag("main", *sections, id="main", tabindex=-1),
        _inlined("script", "report.js"),
    )
    return "<!doctype html>\n" + tag("html", _head(title), body, lang="en").markup + "\n"


def _head(title: str) -> Html:
    policy = {
        "default-src": "'none'",
        "style-src": _hash("report.css"),
        "script-src": _hash("report.js"),
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content="; ".join(f"{key} {value}" for key, value in policy.items())),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("title", title),
        _inlined("style", "report.css"),
    )


def _inlined(element: str, name: str) -> Html:
    """A file of the package inside an element; browsers read it raw, so it is not escaped."""
    return join([Html(f"<{element}>"), Html(_source(name)), Html(f"</{element}>")])


def _hash(name: str) -> str:
    """The policy's word for exactly this file."""
    digest = hashlib.sha256(_source(name).encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def _source(name: str) -> str:
    # Universal newlines: a browser hashes what it has read, with line feeds only.
    return (files("onrecord.evaluate.reporting") / "data" / name).read_text(encoding="utf-8")
