"""The folder of a training run that is under way: the weights after the last epoch, the best ones, and how it went."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from safetensors.torch import load_file, save_file

from onrecord.errors import InputError
from onrecord.records.files import replacing

if TYPE_CHECKING:
    from torch import Tensor

    from onrecord.encoder.network import StanceNetwork

STATE, LAST, BEST = "state.json", "last.safetensors", "best.safetensors"


@dataclass(frozen=True, slots=True, kw_only=True)
class Epoch:
    """One epoch that is done."""

    number: int
    """From 1."""
    score: float
    """Mean of the F1s of claims and of sentence stances on dev, at the best threshold."""
    threshold: float
    seconds: float


@dataclass(slots=True, kw_only=True)
class Run:
    """How far a training run has come. What is on disk is always an epoch that is finished."""

    folder: Path
    fingerprint: str
    epochs: list[Epoch] = field(default_factory=list)

    @classmethod
    def open(cls, folder: Path, fingerprint: str, *, restart: bool = False) -> Run:
        """Return the run in a folder, or a new one.

        Raises:
            InputError: The folder holds a run of other settings or data, and `restart` is not set.
        """
        if restart and folder.exists():
            shutil.rmtree(folder)
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / STATE).is_file():
            return cls(folder=folder, fingerprint=fingerprint)
        try:
            known = json.loads((folder / STATE).read_text(encoding="utf-8"))
            found = cls(folder=folder, fingerprint=known["fingerprint"], epochs=[Epoch(**e) for e in known["epochs"]])
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(f"{folder / STATE}: cannot be read ({error}), begin anew with --restart") from None
        if found.fingerprint != fingerprint:
            raise InputError(
                f"{folder}: was begun with other settings or labels, begin anew with --restart or choose another `out`"
            )
        return found

    @property
    def best(self) -> Epoch:
        """The epoch with the best score, the first of equals."""
        return max(self.epochs, key=lambda e: (e.score, -e.number))

    def ended(self, patience: int) -> bool:
        """Whether so many epochs went by without a better one."""
        return bool(patience and self.epochs and len(self.epochs) - self.best.number >= patience)

    def add(self, epoch: Epoch, network: StanceNetwork) -> None:
        """Keep what an epoch came to; weights first, so that a run that breaks off here does the epoch again."""
        self.epochs.append(epoch)
        names = [LAST, *([BEST] if self.best is epoch else [])]
        for name in names:
            with replacing(self.folder / name) as path:
                save_file(network.state_dict(), path)
        with replacing(self.folder / STATE) as path:
            state = {"fingerprint": self.fingerprint, "epochs": [asdict(e) for e in self.epochs]}
            path.write_text(json.dumps(state, indent=1) + "\n", encoding="utf-8")

    def weights(self, name: str) -> dict[str, Tensor]:
        """Return the weights `LAST` or `BEST`."""
        return load_file(self.folder / name)
