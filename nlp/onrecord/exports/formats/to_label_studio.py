"""Label Studio: a JSON file of tasks, and the labelling interface beside it as `NAME.xml`.

What a model said is a prediction, which annotators start from; gold is an annotation. Offsets are code points, as Label
Studio counts them since 2021 (its editor's test "Should calculate offsets by code points in text"). Import the XML as the
labelling interface, then the file. `onrecord corpus convert label_studio` reads annotations back; predictions are read once
annotators have accepted them.

Settings: `results`, auto (default: predictions for records of a model, annotations for the others), predictions or
annotations.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from onrecord.corpora.writers import label_studio_config, label_studio_task
from onrecord.records.files import replacing, write_lines
from onrecord.types import STANCES

if TYPE_CHECKING:
    from onrecord.exports.job import Job
    from onrecord.types import Record

SETTINGS = ("results",)
BESIDE = ".xml"
"""Suffix of the labelling interface."""

_OURS = ",".join(STANCES)


def write(records: Iterable[Record], job: Job) -> int:
    """Write the tasks and the labelling interface; return the number of records.

    Raises:
        InputError: No such setting, or no such folder.
    """
    results = job.choice("results", "auto", "predictions", "annotations")
    stances: dict[str, None] = {}
    count = 0
    with replacing(job.path) as temporary, temporary.open("w", encoding="utf-8", newline="\n") as out:
        out.write("[")
        for record in records:
            stances.update(dict.fromkeys(record.scheme))
            if record.scheme != STANCES:
                job.lose("claims of a scheme of one's own, not read back as claims", len(record.claims))
            predicted = results == "predictions" or (results == "auto" and record.model is not None)
            task = _predicted(record) if predicted else label_studio_task(record)
            out.write((",\n" if count else "\n") + json.dumps(task, ensure_ascii=False))
            count += 1
        out.write("\n]\n")
    config = job.path.with_suffix(BESIDE)
    write_lines(_config(list(stances) or list(STANCES)).splitlines(), config)
    job.files.extend((job.path, config))
    return count


def _predicted(record: Record) -> dict[str, Any]:
    """A task with a prediction: its score is the mean confidence of the claims, and each claim has its own."""
    task = label_studio_task(record)
    results = task.pop("annotations")[0]["result"]
    scores = [claim.confidence for claim in record.claims if claim.confidence is not None]
    model = f"{record.model.name} {record.model.version}" if record.model else "unknown"
    by_region = {f"claim{number}": claim.confidence for number, claim in enumerate(record.claims, 1)}
    for result in results:
        if by_region.get(result.get("id")) is not None:
            result["score"] = by_region[result["id"]]
    prediction: dict[str, Any] = {"model_version": model, "result": results}
    if scores:
        prediction["score"] = sum(scores) / len(scores)
    return {**task, "predictions": [prediction]}


def _config(stances: list[str]) -> str:
    """The labelling interface, with the stances of the records where they are not our own."""
    config = label_studio_config()
    if tuple(stances) == STANCES:
        return config
    config = config.replace(f'"{_OURS}"', f'"{",".join(stances)}"')
    first, *rest = STANCES
    config = re.sub(rf' *<Label value="(?:{"|".join(rest)})"/>\n', "", config)
    lines = "\n".join(f'    <Label value="{stance}"/>' for stance in stances)
    return config.replace(f'    <Label value="{first}"/>', lines)
