"""What `onrecord train` is told: one TOML file, checked before anything is trained."""

from __future__ import annotations

import hashlib
import json
import tomllib
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from onrecord.contract import scheme_fault
from onrecord.errors import InputError

_STRICT = {"extra": "forbid"}


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedStance:
    """One stance of a scheme."""

    __pydantic_config__ = _STRICT

    name: str
    description: str
    """What it means, in a line: for the model card."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """The stances, in the order in which tables show them."""

    __pydantic_config__ = _STRICT

    stances: tuple[NamedStance, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names alone."""
        return tuple(stance.name for stance in self.stances)


@dataclass(frozen=True, slots=True, kw_only=True)
class Data:
    """Labelled files."""

    __pydantic_config__ = _STRICT

    train: tuple[str, ...]
    """Gold files of any shape, JSONL."""
    dev: str | None = None
    """What epochs, threshold and confidence are chosen by; a share of the documents of `train` when there is none."""
    dev_share: float = 0.2
    test: str | None = None
    """Measured once, at the end."""
    labelled_by: str = ""
    """Who or what labelled, and how: for the card."""
    licence: str = ""
    """Terms of the labels: for the card."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """How to train."""

    __pydantic_config__ = _STRICT

    epochs: int = 12
    patience: int = 3
    """Epochs without a better figure on dev after which training ends; 0 for never."""
    encoder_rate: float = 1e-4
    head_rate: float = 1e-3
    pieces: int = 400
    """Word pieces a batch, padding included."""
    window: int = 96
    swap_names: float = 0.35
    capitals: float = 0.03
    neighbours: float = 0.7
    """Share of the sentences without neighbours that get some of other lines: articles are read in windows of sentences."""
    rehearse: bool = True
    keep_torch: bool = False
    seed: int = 1
    threads: int = 0
    """CPU threads, 0 for all cores."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A model to be trained. Paths are those of the file, relative to `folder`."""

    __pydantic_config__ = _STRICT

    name: str
    version: str
    out: str
    scheme: Scheme
    data: Data
    base: str = "shipped"
    """`shipped`, `minilm`, or a model folder."""
    guideline: str | None = None
    """Markdown file that annotators were given."""
    training: Training = field(default_factory=Training)
    folder: str = "."
    """Where the file lies; not in the file."""

    def path(self, name: str) -> Path:
        """Return a path of the file, taken from the file's folder."""
        return Path(self.folder) / name

    @property
    def files(self) -> tuple[Path, ...]:
        """Every file that is read, the guideline left out."""
        names = (*self.data.train, self.data.dev, self.data.test)
        return tuple(self.path(name) for name in names if name)

    def fingerprint(self) -> str:
        """Return a digest of what decides the outcome: settings and labelled files. The threads do not count."""
        known = asdict(replace(self, folder=".", training=replace(self.training, threads=0)))
        total = hashlib.sha256(json.dumps(known, sort_keys=True).encode())
        for path in self.files:
            total.update(hashlib.sha256(path.read_bytes()).digest())
        return total.hexdigest()


def read_project(path: Path) -> Project:
    """Read and check the configuration of a training run.

    Raises:
        InputError: The file cannot be read, a key is unknown or missing, a value makes no sense, or a file is not there.
    """
    from pydantic import TypeAdapter, ValidationError

    from onrecord.records.checks import explain

    try:
        given: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"{path}: cannot be read as TOML ({error}); `onrecord train --init FOLDER` writes an example") from None
    if "folder" in given:
        raise InputError(f"{path}: folder: unknown field, remove it")
    try:
        # Through JSON, because strict Python input would want tuples where TOML has lists.
        project = TypeAdapter(Project).validate_json(json.dumps(given, default=str), strict=True)
    except ValidationError as error:
        raise InputError(f"{path}: {explain(error)}") from None
    project = replace(project, folder=str(path.parent))
    if fault := next(_faults(project), None):
        raise InputError(f"{path}: {fault}")
    return project


def _faults(project: Project) -> Any:
    """What makes no sense, in words that begin with the key."""
    scheme, data, training = project.scheme, project.data, project.training
    if fault := scheme_fault(scheme.names):
        yield f"scheme.stances: the list of names {fault}"
    if not project.name.strip() or not project.version.strip():
        yield "name and version: empty, give both"
    if not data.train:
        yield "data.train: empty, give at least one labelled file"
    if not data.dev and not 0 < data.dev_share < 1:
        yield f"data.dev_share is {data.dev_share}, give a share between 0 and 1, or a file as data.dev"
    for key, least in (("epochs", 1), ("pieces", 1), ("patience", 0), ("threads", 0), ("seed", 0), ("window", 16)):
        if getattr(training, key) < least:
            yield f"training.{key} is {getattr(training, key)}, give {least} or more"
    for key in ("swap_names", "capitals", "neighbours"):
        if not 0 <= getattr(training, key) <= 1:
            yield f"training.{key} is {getattr(training, key)}, give a share from 0 to 1"
    for key in ("encoder_rate", "head_rate"):
        if not 0 < getattr(training, key) < 1:
            yield f"training.{key} is {getattr(training, key)}, give a small number above 0, such as 5e-5"
    missing = [p for p in (*project.files, *([project.path(project.guideline)] if project.guideline else [])) if not p.is_file()]
    if missing:
        yield f"there is no file {missing[0]}, paths are taken from the folder of the configuration"
    if project.base not in ("shipped", "minilm") and not project.path(project.base).is_dir():
        yield f"base is {project.base!r}: give shipped, minilm or the folder of a model"


def write_example(folder: Path) -> Path:
    """Write a commented configuration, and guidelines to fill in, into a folder; return the configuration's path.

    Raises:
        InputError: One of them is there already.
    """
    from importlib.resources import files

    made = {
        "train.toml": files("onrecord.train").joinpath("example.toml").read_text(encoding="utf-8"),
        "guidelines.md": "# Guidelines\n\nWhat a claim is, and when each stance is to be labelled. Say what to do in doubt.\n",
    }
    if there := [name for name in made if (folder / name).exists()]:
        raise InputError(f"{folder / there[0]}: is there already, choose another folder")
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in made.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder / "train.toml"
