"""The training loop: mixed batches, AdamW with warm-up and linear decay, bfloat16 where the CPU has it."""

from __future__ import annotations

import copy
import logging
import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import torch

from onrecord.encoder.network import StanceNetwork
from onrecord.train.batches import batch_loss, bucketed, collate
from onrecord.train.distil import anchored_loss, distil_loss
from onrecord.train.examples import Example

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """One stretch of training with its own learning-rate schedule."""

    name: str
    epochs: int
    encoder_rate: float = 1e-4
    head_rate: float = 5e-4
    warmup: float = 0.06
    """Share of the steps over which the rate rises."""
    pieces: int = 3000
    """Word pieces a batch, padding included."""
    near: float = 0.0
    """Weight of how far the network moves from what it says at the phase's beginning, beside what the labels ask of it."""


def fit(  # noqa: PLR0913 - one keyword a choice of the recipe
    network: StanceNetwork,
    phase: Phase,
    examples_of: Callable[[int], Iterable[Example]],
    *,
    seed: int = 0,
    first_epoch: int = 0,
    after_epoch: Callable[[int], bool | None] | None = None,
    teacher: StanceNetwork | None = None,
) -> None:
    """Train a network in place.

    Args:
        network: It is changed.
        phase: Epochs and rates.
        examples_of: Gives the examples of an epoch, by its number.
        seed: Of the shuffling.
        first_epoch: Epochs that the network has behind it; the rate goes on from there, AdamW's moments begin anew.
        after_epoch: Called with the number of each epoch that is done; training ends where it returns True.
        teacher: The network learns to say what this one says, and no label is read; nothing is dropped out.
    """
    rng = random.Random(seed + 1000 * first_epoch)  # noqa: S311 - shuffling, not secrets
    torch.manual_seed(seed)
    first = list(examples_of(first_epoch))
    steps = sum(1 for _ in bucketed(first, random.Random(seed), pieces=phase.pieces))  # noqa: S311
    optimizer = _optimizer(network, phase)
    schedule = _schedule(optimizer, phase, total=phase.epochs * steps, done=first_epoch * steps)
    short = bfloat16_is_faster()
    losses_of = _losses_of(network, teacher, near=phase.near)
    for epoch in range(first_epoch, phase.epochs):
        examples = first if epoch == first_epoch else list(examples_of(epoch))
        started, sums, count = time.monotonic(), defaultdict[str, float](float), 0
        network.train(teacher is None)
        for count, chosen in enumerate(bucketed(examples, rng, pieces=phase.pieces), 1):
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=short):
                losses = losses_of(chosen)
            _step(network, losses, optimizer, schedule)
            for name, value in losses.items():
                sums[name] += float(value.detach())
            if count % 50 == 0:
                log.info("%s epoch %d step %d %s", phase.name, epoch + 1, count, _means(sums, count))
        seconds = time.monotonic() - started
        log.info("%s epoch %d/%d %s in %.0f s", phase.name, epoch + 1, phase.epochs, _means(sums, count), seconds)
        if after_epoch:
            network.eval()
            if after_epoch(epoch):
                break


def _losses_of(
    network: StanceNetwork, teacher: StanceNetwork | None, *, near: float
) -> Callable[[Sequence[Example]], dict[str, torch.Tensor]]:
    """Return what gives a batch's losses: a teacher's answers, or the labels, held to what the network says now by `near`."""
    if teacher:
        return lambda chosen: distil_loss(network, teacher, chosen)
    if near:
        anchor = copy.deepcopy(network).eval()
        return lambda chosen: anchored_loss(network, anchor, chosen, weight=near)
    return lambda chosen: batch_loss(network, collate(chosen))


def freeze(network: StanceNetwork, layers: int) -> None:
    """Keep the embeddings and the encoder's first layers as they were pre-trained; 0 trains everything.

    It saves a third of the time of a large encoder, which on a CPU is the difference between an epoch and half of one.
    """
    network.encoder.embeddings.requires_grad_(layers == 0)
    for n, layer in enumerate(network.encoder.encoder.layer):
        layer.requires_grad_(n >= layers)


def mean_weights(before: dict[str, torch.Tensor], after: dict[str, torch.Tensor], share: float) -> dict[str, torch.Tensor]:
    """Return the weighted mean of two networks, `share` of it the later one (Wortsman et al. 2022, "WiSE-FT").

    Weights that descend from each other say about what either says, and err less.
    """
    return {name: torch.lerp(before[name].float(), value.float(), share) for name, value in after.items()}


def _optimizer(network: StanceNetwork, phase: Phase) -> torch.optim.AdamW:
    """AdamW, the encoder's rate apart from the heads'."""
    encoder = list(network.encoder.parameters())
    known = {id(p) for p in encoder}
    heads = [p for p in network.parameters() if id(p) not in known]
    groups = [{"params": encoder, "lr": phase.encoder_rate}, {"params": heads, "lr": phase.head_rate}]
    return torch.optim.AdamW(groups, weight_decay=0.01, fused=True)


def _schedule(optimizer: torch.optim.AdamW, phase: Phase, *, total: int, done: int) -> torch.optim.lr_scheduler.LambdaLR:
    """The rates by step; `done` of the `total` steps lie behind."""
    warm = max(1, int(total * phase.warmup))
    return torch.optim.lr_scheduler.LambdaLR(optimizer, lambda n: rate_factor(n + done, warm, total))


def _step(
    network: StanceNetwork,
    losses: dict[str, torch.Tensor],
    optimizer: torch.optim.AdamW,
    schedule: torch.optim.lr_scheduler.LambdaLR,
) -> None:
    """Follow the gradient of the sum of the losses."""
    torch.stack(list(losses.values())).sum().backward()  # type: ignore[no-untyped-call]
    torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimizer.step()
    schedule.step()
    optimizer.zero_grad(set_to_none=True)


def bfloat16_is_faster(size: int = 512, runs: int = 5) -> bool:
    """Return whether this CPU multiplies bfloat16 matrices faster than float32: without the instructions it is emulated, slowly.

    Args:
        size: Rows and columns of the matrices.
        runs: Products timed of each kind; the fastest counts.
    """
    seconds = {}
    for dtype in (torch.float32, torch.bfloat16):
        matrix = torch.ones(size, size, dtype=dtype)
        times = []
        for _ in range(runs + 1):  # the first one sets things up
            started = time.perf_counter()
            matrix @ matrix
            times.append(time.perf_counter() - started)
        seconds[dtype] = min(times[1:])
    return seconds[torch.bfloat16] < seconds[torch.float32]


def rate_factor(step: int, warm: int, total: int) -> float:
    """Return the factor on the learning rate: it rises over `warm` steps, then falls to almost nothing at `total`."""
    return min((step + 1) / warm, max(0.02, (total - step) / max(1, total - warm)))


def _means(sums: dict[str, float], count: int) -> str:
    return " ".join(f"{k} {v / max(1, count):.3f}" for k, v in sums.items())
