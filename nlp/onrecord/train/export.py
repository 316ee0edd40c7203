"""Write a trained network as a model folder: two int8 ONNX graphs, the model of n-grams, the tokenizer and the configuration."""

from __future__ import annotations

import copy
import json
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from torch.export import Dim

from onrecord.encoder.model import EncoderConfig
from onrecord.encoder.network import StanceNetwork
from onrecord.encoder.ngrams import NGRAMS, NgramModel
from onrecord.encoder.torch_backend import WEIGHTS
from onrecord.train.quantise import quantise

if TYPE_CHECKING:
    from onrecord.encoder import Window

_FUSED = "onnxruntime"
"""Name under which transformers knows `_fused_attention`."""


def _fused_attention(_: nn.Module, query: Tensor, key: Tensor, value: Tensor, __: None, **___: object) -> tuple[Tensor, None]:
    """Attention as the one operator that ONNX Runtime has for it, where the exporter would write eight: a quarter quicker.

    Takes and returns what transformers' attention functions do; an unpadded window needs no mask. Only for export.
    """
    batch, heads, pieces, units = query.shape
    flat = [x.transpose(1, 2).reshape(batch, pieces, heads * units) for x in (query, key, value)]
    mixed = torch.onnx.ops.symbolic(
        "com.microsoft::MultiHeadAttention", flat, {"num_heads": heads}, dtype=query.dtype, shape=flat[0].shape, version=1
    )
    return mixed.view(batch, pieces, heads, units), None


class _EncoderGraph(nn.Module):
    """One unpadded window: ids, shapes -> tags, attention, value, hidden."""

    def __init__(self, network: StanceNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, shapes: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        out = self.network(ids, shapes, torch.ones_like(ids))
        return out.tags, out.attention, out.value, out.hidden


class _LinkGraph(nn.Module):
    """The pieces of one sentence for N stances: hidden, attention, stances -> scores."""

    def __init__(self, network: StanceNetwork) -> None:
        super().__init__()
        self.link = network.link

    def forward(self, hidden: Tensor, attention: Tensor, stances: Tensor) -> Tensor:
        many = hidden[None].expand(attention.shape[0], -1, -1)
        return self.link(many, attention, stances, torch.ones_like(attention, dtype=torch.bool))  # type: ignore[no-any-return]


def export(  # noqa: PLR0913 - one keyword a part of the folder
    network: StanceNetwork,
    folder: Path,
    *,
    encoder_folder: Path,
    config: EncoderConfig,
    ngrams: NgramModel | None = None,
    windows: Iterable[Window] = (),
    keep_torch: bool = False,
) -> None:
    """Write the model folder.

    Args:
        network: What to export.
        folder: Where to.
        encoder_folder: Holds the tokenizer.
        config: Name, version, thresholds.
        ngrams: The model of n-grams; without one, words alone say nothing.
        windows: Some hundred windows of the kind of text that will be read: the ranges of activations are measured on them
            (see `quantise`). Without any the model is right a little less often.
        keep_torch: Whether to write the float weights for a GPU too.
    """
    folder.mkdir(parents=True, exist_ok=True)
    network.eval()
    with tempfile.TemporaryDirectory() as work:
        export_encoder(network, Path(work) / "encoder.onnx")
        _export_link(network, Path(work) / "link.onnx")
        feeds = [{"ids": w.ids[None], "shapes": w.shapes[None]} for w in windows]
        for name, given in (("encoder.onnx", feeds), ("link.onnx", [])):
            quantise(Path(work) / name, folder / name, given)
            strip(folder / name)
    (ngrams or NgramModel.silent(len(config.stances))).write(folder / NGRAMS)
    shutil.copyfile(encoder_folder / "tokenizer.json", folder / "tokenizer.json")
    (folder / "config.json").write_text(json.dumps(asdict(config), indent=2) + "\n", encoding="utf-8")
    if keep_torch:
        from safetensors.torch import save_file

        save_file(network.state_dict(), folder / WEIGHTS)
        network.encoder.config.save_pretrained(folder / "encoder")


def export_encoder(network: StanceNetwork, path: Path) -> None:
    """Write the encoder and its token heads as a float ONNX graph."""
    ids = torch.randint(1000, 2000, (1, 48))
    torch.onnx.export(
        _EncoderGraph(_with_fused_attention(network)).eval(), (ids, torch.zeros_like(ids)), str(path), dynamo=True,
        input_names=["ids", "shapes"], output_names=["tags", "attention", "value", "hidden"],
        dynamic_shapes={"ids": {1: Dim.DYNAMIC}, "shapes": {1: Dim.DYNAMIC}}, external_data=False, verbose=False,
    )  # fmt: skip


def _with_fused_attention(network: StanceNetwork) -> StanceNetwork:
    """Return the network, or where its encoder lets its attention be chosen, as BERT does, a copy that attends in one operator."""
    if network.encoder.config.model_type != "bert":
        return network
    from transformers import AttentionInterface, AttentionMaskInterface

    AttentionInterface.register(_FUSED, _fused_attention)
    AttentionMaskInterface.register(_FUSED, lambda *_, **__: None)
    fused = copy.deepcopy(network)
    fused.encoder.set_attn_implementation(_FUSED)
    return fused


def _export_link(network: StanceNetwork, path: Path) -> None:
    hidden, pieces, stances = torch.randn(24, network.encoder.config.hidden_size), Dim.DYNAMIC, Dim.DYNAMIC
    torch.onnx.export(
        _LinkGraph(network).eval(), (hidden, torch.full((2, 24), 1 / 24), torch.arange(2)), str(path), dynamo=True,
        input_names=["hidden", "attention", "stances"], output_names=["scores"],
        dynamic_shapes={"hidden": {0: pieces}, "attention": {0: stances, 1: pieces}, "stances": {0: stances}}, external_data=False,
    )  # fmt: skip


def strip(path: Path) -> None:
    """Take out what the exporter notes about its own run: stack traces with the paths of the machine it ran on."""
    import onnx

    model = onnx.load(path)
    del model.metadata_props[:], model.graph.metadata_props[:]
    for item in (*model.graph.node, *model.graph.value_info, *model.graph.input, *model.graph.output, *model.graph.initializer):
        item.doc_string = ""
        del item.metadata_props[:]
    onnx.save(model, path)
