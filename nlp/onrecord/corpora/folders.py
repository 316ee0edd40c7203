"""The corpora that come with onrecord: where they lie, and the gold of one as a data set with splits."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.errors import InputError

if TYPE_CHECKING:
    import os

    import datasets

_NAMES = ("gold", "behaviour", "training", "samples")
_SPLITS = ("train", "dev", "test")


def names() -> tuple[str, ...]:
    """Return the names of the corpora that come with onrecord."""
    return _NAMES


def folder(name: str) -> Path:
    """Return the folder of a corpus: in the installed package, else in the repository.

    Raises:
        InputError: No corpus has that name, or it is not there.
    """
    if name not in _NAMES:
        raise InputError(f"no corpus {name!r}: choose from {', '.join(_NAMES)}")
    package = Path(__file__).parent
    carried = package / "data" / name
    found = carried if carried.is_dir() else package.parent.parent.parent / "corpora" / name
    if not found.is_dir():
        raise InputError(f"corpus {name!r} is not at {carried}: this installation was made without it, give its folder yourself")
    return found


def load(name: str = "gold", data_dir: str | os.PathLike[str] | None = None) -> datasets.DatasetDict:
    """Return a corpus as a Hugging Face `DatasetDict`, in memory; nothing is downloaded.

    The splits are those of `train`, `dev` and `test` whose file `<split>.jsonl` is in the folder; a row is a record
    (shape 1 of the data contract, `meta` a string of JSON).

        from onrecord import corpora

        gold = corpora.load("gold")
        gold["dev"][0]["claims"]

    Args:
        name: One of `names`.
        data_dir: The folder with the files, in place of the corpus's own.

    Raises:
        InputError: There is no such corpus or folder, or no file of a split in it.
        RecordError: A line is no record; the message begins with file and line number.
    """
    from datasets import DatasetDict

    from onrecord.records import read_gold, to_dataset

    if data_dir is None:
        where = folder(name)
    elif name in _NAMES:
        where = Path(data_dir)
    else:
        raise InputError(f"no corpus {name!r}: choose from {', '.join(_NAMES)}")
    files = {split: where / f"{split}.jsonl" for split in _SPLITS}
    found = {split: file for split, file in files.items() if file.is_file()}
    if not found:
        raise InputError(f"{where}: none of {', '.join(file.name for file in files.values())} is there, check the folder")
    return DatasetDict({split: to_dataset(read_gold(file)) for split, file in found.items()})
