"""Do torch and ONNX say the same? The greatest difference of every array, on given windows."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from onrecord.encoder.model import OnnxBackend
from onrecord.encoder.torch_backend import TorchBackend
from onrecord.train.export import export_encoder

if TYPE_CHECKING:
    from onrecord.encoder import Backend, Window
    from onrecord.encoder.network import StanceNetwork

ARRAYS = ("tags", "attention", "value", "hidden")


def parity(network: StanceNetwork, folder: Path, windows: Sequence[Window], *, device: str = "cpu") -> dict[str, dict[str, float]]:
    """Return the greatest absolute difference of each array between torch and ONNX.

    Args:
        network: In torch.
        folder: The model folder that was exported from it, int8.
        windows: What both read.
        device: Where torch runs: "cpu", "cuda".

    Returns:
        By graph, `float` (the graph before it was quantised: rounding alone) and `int8` (what the folder runs), and array.
    """
    here = TorchBackend(network, device=device)
    with tempfile.TemporaryDirectory() as work:
        path = Path(work) / "encoder.onnx"
        export_encoder(network.to("cpu"), path)
        exact = _FloatGraph(path)
        network.to(device)
        return {"float": _differences(here, exact, windows), "int8": _differences(here, OnnxBackend(folder), windows)}


def _differences(a: Backend | _FloatGraph, b: Backend | _FloatGraph, windows: Sequence[Window]) -> dict[str, float]:
    worst = dict.fromkeys(ARRAYS, 0.0)
    for window in windows:
        one, two = a.read(window), b.read(window)
        for name in ARRAYS:
            worst[name] = max(worst[name], float(np.abs(getattr(one, name) - getattr(two, name)).max()))
    return worst


class _FloatGraph:
    """A float graph of the encoder alone."""

    def __init__(self, path: Path) -> None:
        import onnxruntime as ort

        self._session = ort.InferenceSession(str(path), providers=["CPUExecutionProvider"])

    def read(self, window: Window) -> Any:
        """Read one window."""
        from onrecord.encoder import PieceScores

        found = self._session.run(list(ARRAYS), {"ids": window.ids[None], "shapes": window.shapes[None]})
        return PieceScores(*(x[0] for x in found))
