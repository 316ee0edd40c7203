"""Label Studio JSON: a list of tasks with their annotations; a record for each annotated task.

Source: https://labelstud.io/guide/task_format and the editor's code (HumanSignal/label-studio,
`web/libs/editor/src/utils/selection-tools.js`). A region is a result with `start`, `end` and `labels`; choices, text and
ratings of the same region share its id; relations have `from_id` and `to_id`. Offsets in text are code points since pull
request 308 of label-studio-frontend (2021), UTF-16 code units before: the words of the regions tell which. Regions become
entities, claims and quotes by the convention of docs/corpora.md. What `write_label_studio` put into a task's data gives
the record back as it was.

Settings: `text`, the key of a task's data that has the text; `annotations`, `all` (a record for each, where a task has
several) or `last`. Cancelled annotations and predictions are passed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from onrecord.corpora.head import document_head
from onrecord.corpora.json_items import items
from onrecord.corpora.markup import Document
from onrecord.corpora.reading import files_below, name_of
from onrecord.corpora.regions import Regions
from onrecord.corpora.setup import Pending, Setup
from onrecord.errors import InputError

SETTINGS = ("text", "annotations")


def read(path: Path, setup: Setup) -> Iterator[Pending]:
    """Yield the annotations of the tasks of a file, or of the `.json` files below a folder; one task is in memory at a time.

    Raises:
        InputError: A file cannot be read or is not JSON.
    """
    key = setup.text("text", "text")
    last = setup.choice("annotations", "all", "last") == "last"
    for file in files_below(path, ".json"):
        for number, (line, task) in enumerate(items(file), 1):
            where = f"{file}:{line}"
            try:
                annotations = _annotations(task)
            except InputError as error:
                yield Pending(where, partial(_fail, str(error)))
                continue
            name = f"{name_of(file, path)}-{task.get('id', number)}"
            if last:
                annotations = annotations[-1:]
            for i, annotation in enumerate(annotations, 1):
                more = f"-{annotation.get('id', i)}" if len(annotations) > 1 else ""
                yield Pending(where, partial(_document, task, annotation, key, (name, more)))


def _annotations(task: Any) -> list[dict[str, Any]]:
    """The annotations of a task that count."""
    if not isinstance(task, dict) or not isinstance(task.get("data"), dict):
        raise InputError("no task of Label Studio: an object with `data` and `annotations` is expected, export as JSON")
    given = task.get("annotations", task.get("completions"))
    if not isinstance(given, list) or not all(isinstance(a, dict) and isinstance(a.get("result"), list) for a in given):
        raise InputError("annotations: not a list of objects with a `result`, export as JSON, not JSON-MIN")
    found = [annotation for annotation in given if not annotation.get("was_cancelled")]
    if not found:
        raise InputError("the task has no annotation, label it, or leave it out (on_error skip)")
    return found


def _fail(message: str) -> Document:
    raise InputError(message)


def _document(task: Mapping[str, Any], annotation: Mapping[str, Any], key: str, names: tuple[str, str]) -> Document:
    data = dict(task["data"])
    text = data.pop(key, None)
    if not isinstance(text, str):
        raise InputError(f"data.{key}: no text, name the key that has it with the setting `text`")
    head, sentences, own = document_head(data, names[0])
    if names[1]:
        head["id"] += names[1]
    regions = Regions(text, annotation["result"])
    return Document(
        head=head,
        text=text,
        sentences=sentences,
        marks=tuple(regions.marks()),
        links=tuple(regions.links()),
        kept=regions.kept,
        own=own,
    )
