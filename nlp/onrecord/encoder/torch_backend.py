"""Run a model in torch: on a GPU, or while it is being trained."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from onrecord.encoder.model import PieceScores
from onrecord.errors import MissingExtraError, ModelError

try:
    import torch
except ImportError as error:
    raise MissingExtraError("running a model in torch", "train") from error

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from onrecord.encoder.network import StanceNetwork
    from onrecord.encoder.windows import Window

WEIGHTS = "model.safetensors"


class TorchBackend:
    """The same arrays as the ONNX backend, computed by torch on any device."""

    def __init__(self, source: Path | StanceNetwork, *, device: str = "cpu", threads: int | None = None) -> None:
        if threads:
            torch.set_num_threads(threads)
        self._device = torch.device(device)
        self._network = (_read_network(source) if isinstance(source, Path) else source).to(self._device).eval()

    @torch.inference_mode()
    def read(self, window: Window) -> PieceScores:
        """Read one window."""
        ids, shapes = (torch.from_numpy(x)[None].to(self._device) for x in (window.ids, window.shapes))
        out = self._network(ids, shapes, torch.ones_like(ids))
        return PieceScores(*(x[0].float().cpu().numpy() for x in (out.tags, out.attention, out.value, out.hidden)))

    @torch.inference_mode()
    def link(self, hidden: NDArray[np.float32], attention: NDArray[np.float32], stances: NDArray[np.int64]) -> NDArray[np.float32]:
        """Score the pieces of a sentence for some stances."""
        h, a, k = (torch.from_numpy(np.ascontiguousarray(x)).to(self._device) for x in (hidden, attention, stances))
        out = self._network.link(h.expand(len(a), -1, -1), a, k, torch.ones_like(a, dtype=torch.bool))
        scores: NDArray[np.float32] = out.float().cpu().numpy()
        return scores


def _read_network(folder: Path) -> StanceNetwork:
    from safetensors.torch import load_file
    from transformers import AutoConfig

    from onrecord.encoder.network import network_with

    if not (folder / WEIGHTS).is_file():
        raise ModelError(f"{folder} has no {WEIGHTS}, which a GPU needs: rebuild it with `--keep-torch`, or use device='cpu'")
    config = AutoConfig.from_pretrained(folder / "encoder", local_files_only=True)
    return network_with(config, load_file(folder / WEIGHTS), attention="eager")
