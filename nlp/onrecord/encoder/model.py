"""A model folder and the two ways to run it: ONNX Runtime (default) and torch (for a GPU). Same arrays out of both."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from onrecord.contract import scheme_fault
from onrecord.encoder.ngrams import NGRAMS
from onrecord.errors import ModelError, OnrecordError
from onrecord.types import STANCES, Stance

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from onrecord.encoder.windows import Window

FORMAT = 5
"""Version of the folder's layout, of the graphs' inputs and of what the confidence is computed from; another one is refused."""
FILES = ("config.json", "encoder.onnx", "link.onnx", NGRAMS, "tokenizer.json")
_SLOWER = ["SkipLayerNormFusion"]
"""What ONNX Runtime leaves undone. Its one kernel for sum and norm takes four times as long as its two (version 1.32, AVX-512)."""


@dataclass(frozen=True, slots=True, eq=False)
class PieceScores:
    """What the encoder says about the T pieces of a window (float32)."""

    tags: NDArray[np.float32]
    """[T, TAG_COLUMNS]."""
    attention: NDArray[np.float32]
    """[T, K]."""
    value: NDArray[np.float32]
    """[T, K]."""
    hidden: NDArray[np.float32]
    """[T, H]."""


class Backend(Protocol):
    """Runs the network. A fake one serves the tests."""

    def read(self, window: Window) -> PieceScores:
        """Read one window."""

    def link(self, hidden: NDArray[np.float32], attention: NDArray[np.float32], stances: NDArray[np.int64]) -> NDArray[np.float32]:
        """Score a sentence's T pieces for N stances: `hidden` [T, H], `attention` [N, T], `stances` [N] -> [N, T, LINK_COLUMNS]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EncoderConfig:
    """`config.json` of a model folder."""

    name: str
    version: str
    format: int = FORMAT
    window: int = 96
    """Word pieces a window."""
    stances: tuple[Stance, ...] = STANCES
    """What the model tells apart, in the order of the network's outputs."""
    thresholds: Mapping[str, float] = field(default_factory=dict)
    """Score from which a stance is claimed, by stance, and `actor`, `target`, `negated`; chosen on dev."""
    calibration: Mapping[str, list[float]] = field(default_factory=dict)
    """Coefficients of the confidence: see `components.confidence`."""

    @classmethod
    def read(cls, folder: Path) -> EncoderConfig:
        """Read and check the configuration of a model folder. Raises ModelError."""
        missing = [f for f in FILES if not (folder / f).is_file()]
        if missing:
            raise ModelError(f"{folder}: not a model folder, {', '.join(missing)} missing; build one with `make train`")
        try:
            values: dict[str, Any] = json.loads((folder / "config.json").read_text(encoding="utf-8"))
            if (version := int(values.get("format", FORMAT))) != FORMAT:
                todo = "upgrade onrecord" if version > FORMAT else "train it again with this version of onrecord"
                raise ModelError(f"{folder}: model format {version}, but this version reads {FORMAT}; {todo}")
            if isinstance(values.get("stances"), list):
                values["stances"] = tuple(values["stances"])
            config = cls(**values)
            config.check()
        except (AttributeError, TypeError, ValueError, RecursionError) as error:
            raise ModelError(f"{folder}/config.json: no configuration of a model ({error}), build it with `make train`") from error
        return config

    def check(self) -> None:
        """Raise TypeError where a value is of another type than its field."""
        kinds = {"name": str, "version": str, "window": int, "thresholds": Mapping, "calibration": Mapping}
        for name, kind in kinds.items():
            if not isinstance(value := getattr(self, name), kind):
                raise TypeError(f"{name} is {value!r}")
        if fault := scheme_fault(self.stances):
            raise TypeError(f"stances {fault}")


@contextmanager
def loading(path: Path) -> Iterator[Path]:
    """Give the path of a model's file to a library that reads it; what it makes of a broken one becomes a ModelError."""
    try:
        yield path
    except OnrecordError:
        raise
    except Exception as error:
        reason = " ".join(str(error).split())
        raise ModelError(f"{path}: cannot be loaded ({reason}), is it whole? Build it with `make train`") from error


def digest(folder: Path) -> str:
    """Return the SHA-256 over the files that decide what a model says, hexadecimal."""
    total = hashlib.sha256()
    for name in FILES:
        total.update(name.encode())
        with (folder / name).open("rb") as file:
            total.update(hashlib.file_digest(file, "sha256").digest())
    return total.hexdigest()


def load_encoder(folder: Path, *, device: str = "cpu", threads: int | None = None) -> Backend:
    """Return the backend that runs the model in `folder`.

    Args:
        folder: A model folder.
        device: `cpu` runs the int8 ONNX files. Anything else ("cuda", "mps", "cuda:1", "torch-cpu") runs
            `model.safetensors` in torch, which the recipe writes beside them with `--keep-torch`.
        threads: CPU threads, all cores by default.

    Raises:
        ModelError: No such model, or no torch weights for a GPU.
        MissingExtraError: torch is not installed.
    """
    if device == "cpu":
        return OnnxBackend(folder, threads=threads)
    from onrecord.encoder.torch_backend import TorchBackend

    return TorchBackend(folder, device=device.removeprefix("torch-"), threads=threads)


class OnnxBackend:
    """ONNX Runtime on the CPU, one window at a time: no padding, and no window's result depends on its neighbours."""

    def __init__(self, folder: Path, *, threads: int | None = None) -> None:
        import onnxruntime as ort

        options = ort.SessionOptions()
        options.intra_op_num_threads = threads or 0
        options.inter_op_num_threads = 1
        options.log_severity_level = 3

        def session(name: str) -> ort.InferenceSession:
            with loading(folder / name) as path:
                return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"], disabled_optimizers=_SLOWER)

        self._encoder, self._link = session("encoder.onnx"), session("link.onnx")

    def read(self, window: Window) -> PieceScores:
        """Read one window."""
        feed = {"ids": window.ids[None], "shapes": window.shapes[None]}
        return PieceScores(*(x[0] for x in self._encoder.run(["tags", "attention", "value", "hidden"], feed)))

    def link(self, hidden: NDArray[np.float32], attention: NDArray[np.float32], stances: NDArray[np.int64]) -> NDArray[np.float32]:
        """Score the pieces of a sentence for some stances."""
        feed = {"hidden": hidden, "attention": attention, "stances": stances}
        scores: NDArray[np.float32] = self._link.run(["scores"], feed)[0]
        return scores
