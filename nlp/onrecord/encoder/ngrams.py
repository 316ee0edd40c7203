"""A linear model of words, pairs and triples: what a sentence's wording alone says of its stances.

It knows no order beyond three words and is worse than the network, but it errs elsewhere, so that a confidence computed from both
is better than either's (`components.confidence`). A name is read as its label: who acts must not decide what is said of it.
Features are hashed (Weinberger et al. 2009): the model holds numbers only, and no words of the text that it was trained on.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from onrecord.errors import ModelError

if TYPE_CHECKING:
    from numpy.typing import NDArray

Name = tuple[int, int, str]
"""Start and end in the sentence, and label."""
NGRAMS = "ngrams.safetensors"
"""The model's file in a model folder."""
_LONGEST = 3
_DIGITS = re.compile(r"\d+")
_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|0|[^\w\s]")


@dataclass(frozen=True, slots=True, eq=False)
class NgramModel:
    """For each of K stances one weight a bucket of n-grams, and a constant."""

    weights: NDArray[np.float16]
    """[B, K]."""
    bias: NDArray[np.float32]
    """[K]."""

    @classmethod
    def silent(cls, stances: int) -> NgramModel:
        """Return a model that knows nothing: every sentence scores 0."""
        return cls(np.zeros((1, stances), np.float16), np.zeros(stances, np.float32))

    @classmethod
    def read(cls, path: Path, *, stances: int) -> NgramModel:
        """Read the model's file.

        Raises:
            ModelError: Its arrays are not those of so many stances.
        """
        from safetensors.numpy import load_file

        found = load_file(path)
        model = cls(found["weights"], found["bias"])
        if model.weights.ndim != 2 or model.bias.shape != (stances,) or model.weights.shape[1:] != (stances,):
            shapes = f"{model.weights.shape} and {model.bias.shape}"
            raise ModelError(f"{path}: arrays of {shapes} for {stances} stances, is it of another model?")
        return model

    def write(self, path: Path) -> None:
        """Write the model's file."""
        from safetensors.numpy import save

        # safetensors' own `save_file` makes a file that only its owner may read.
        path.write_bytes(save({"weights": self.weights, "bias": self.bias}))

    def score(self, sentence: str, names: Iterable[Name] = ()) -> NDArray[np.float32]:
        """Return the log-odds [K] that a sentence takes each stance, whoever takes it. `names` are those in it."""
        at = buckets(sentence, names, len(self.weights))
        total: NDArray[np.float32] = self.bias + self.weights[at].sum(axis=0, dtype=np.float32)
        return total


def buckets(sentence: str, names: Iterable[Name], n: int) -> NDArray[np.int64]:
    """Return which of `n` buckets the words, pairs and triples of a sentence fall into, rising, each once.

    Case does not count, any number is one word, a mark is a word, and so is a name, whichever of its label; of two names over each
    other the first counts.
    """
    words = list(_words(sentence, names))
    grams = {" ".join(words[i : i + k]) for k in range(1, _LONGEST + 1) for i in range(len(words) - k + 1)}
    found = {zlib.crc32(gram.encode("utf-8", "replace")) % n for gram in grams}
    return np.array(sorted(found), dtype=np.int64)


def _words(sentence: str, names: Iterable[Name]) -> Iterator[str]:
    at = 0
    for start, end, label in sorted(names):
        if start >= at:
            yield from _plain_words(sentence[at:start])
            yield label  # in capitals, as no plain word is
            at = end
    yield from _plain_words(sentence[at:])


def _plain_words(text: str) -> list[str]:
    return _TOKEN.findall(_DIGITS.sub("0", text.lower()))
