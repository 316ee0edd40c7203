"""Labels of our own for sentences whose text stays outside the project: id, hash of the sentence, spans by offset.

`corpora/labels/*.jsonl` has one row a sentence:

    {"id": "tr01636", "sha256": "9f3c…", "entities": [[0, 11, "COMPANY"]], "claims": [{"actor": [63, 90], "actor_name": "…",
     "stance": "comply", "polarity": "affirmed", "stage": "announced", "target": [103, 113], "cue": [91, 100], "unsure": 1}]}

Offsets are characters of the sentence. `entities` is left out where the labels the sentence came with stand. The id of a
sentence out of a whole document is the document's with the sentence's offsets: `nd-0001:152-239`. What a second annotator
made of some sentences, unseen by the first, is in `second/`:

    python models/recipe/labels.py      prints how far the two agree
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from onrecord.components.segment import segment
from onrecord.train.stance_data import read_rows

log = logging.getLogger(__name__)

FOLDER = Path(__file__).parents[2] / "corpora" / "labels"
_PLACE = re.compile(r"(?P<document>[\w-]+):(?P<start>\d+)-(?P<end>\d+)")


def read_labels(folder: Path = FOLDER) -> dict[str, dict[str, Any]]:
    """Return all label rows by the id of their sentence; of two for one sentence, the one in the later file."""
    return {row["id"]: row for path in sorted(folder.glob("*.jsonl")) for row in read_rows(path)}


def agreement(one: Mapping[str, Mapping[str, Any]], two: Mapping[str, Mapping[str, Any]]) -> dict[str, float]:
    """Return the F1 of two annotators on the sentences that both labelled, by what must be equal."""
    both = one.keys() & two.keys()
    return {what: _f1([of(one[i]) for i in both], [of(two[i]) for i in both]) for what, of in _COMPARED.items()}


def _f1(a: list[set[Any]], b: list[set[Any]]) -> float:
    same = sum(len(x & y) for x, y in zip(a, b, strict=True))
    return 2 * same / max(1, sum(map(len, a)) + sum(map(len, b)))


_COMPARED: dict[str, Callable[[Mapping[str, Any]], set[Any]]] = {
    "a sentence carries a claim": lambda row: {"any"} if row["claims"] else set(),
    "sentence stance": lambda row: {c["stance"] for c in row["claims"]},
    "actor, stance, polarity": lambda row: {(*c["actor"], c["stance"], c["polarity"]) for c in row["claims"]},
    "entities, exact": lambda row: {tuple(e) for e in row.get("entities", ())},
}


def sentence_hash(sentence: str) -> str:
    """Return what a label row names its sentence by: the SHA-256 of its UTF-8 text, hexadecimal."""
    return hashlib.sha256(sentence.encode()).hexdigest()


def labelled(rows: Iterable[Mapping[str, Any]], labels: Mapping[str, Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield those rows that we labelled, as the stance data has them. A sentence that has changed since is left out, and logged."""
    for row in rows:
        label = labels.get(row["id"])
        if label is None:
            continue
        if sentence_hash(row["sentence"]) != label["sha256"]:
            log.warning("%s: another sentence than the one labelled, left out", row["id"])
            continue
        yield _merged(row, label)


def document_rows(documents: Iterable[Mapping[str, Any]], labels: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the labelled sentences of whole documents, each with its neighbours."""
    wanted: dict[str, list[tuple[int, int]]] = {}
    for name in labels:
        if place := _PLACE.fullmatch(name):
            wanted.setdefault(place["document"], []).append((int(place["start"]), int(place["end"])))
    for document in documents:
        if spans := wanted.get(document["id"]):
            yield from _cut_out(document, sorted(spans))


def tagged_rows(sets: Iterable[Mapping[str, Any]], labels: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the labelled sentences of the entity sets: their tokens with spaces between, without neighbours."""
    for row in sets:
        if row["id"] in labels:
            # The sets state no licence a sentence, so the permissive model does without these.
            yield {"id": row["id"], "prev": "", "sentence": " ".join(row["tokens"]), "next": "", "licence": ""}


def _cut_out(document: Mapping[str, Any], spans: list[tuple[int, int]]) -> Iterator[dict[str, Any]]:
    text = document["text"]
    sentences = segment(text)
    for start, end in spans:
        before = next((text[s:e] for s, e in reversed(sentences) if e <= start), "")
        after = next((text[s:e] for s, e in sentences if s >= end), "")
        name = f"{document['id']}:{start}-{end}"
        yield {"id": name, "prev": before, "sentence": text[start:end], "next": after, "licence": document.get("licence", "")}


def _merged(row: Mapping[str, Any], label: Mapping[str, Any]) -> dict[str, Any]:
    sentence = row["sentence"]
    entities = [[sentence[s:e], kind] for s, e, kind in label["entities"]] if "entities" in label else row["entities"]
    claims = [c | {k: sentence[slice(*c[k])] if c.get(k) else None for k in ("actor", "target", "cue")} for c in label["claims"]]
    return {**row, "entities": entities, "claims": claims}


def main() -> None:
    """Print the agreement of two annotators."""
    first, second = read_labels(), read_labels(FOLDER / "second")
    print(f"{len(first.keys() & second.keys())} sentences read twice, F1 of the second annotator against the first:")
    for what, value in agreement(first, second).items():
        print(f"  {what:28} {value:.3f}")


if __name__ == "__main__":
    main()
