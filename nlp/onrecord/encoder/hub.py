"""A model folder from the Hugging Face Hub, the one place where the package uses the network, and only when it is asked to."""

from __future__ import annotations

import logging
import re
from pathlib import Path

from onrecord.encoder.model import FILES
from onrecord.errors import ModelError

log = logging.getLogger(__name__)

PATTERNS = (*FILES, "README.md", "metrics.json", "model.safetensors", "encoder/*.json")
"""What is fetched: the files of a model folder and nothing else, never code."""
_ID = re.compile(r"[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w.-]{0,95}")


def is_hub_id(name: str | Path) -> bool:
    """Return whether a name is no folder and looks like `organisation/model`.

    A path below a folder that is there ("models/mine" beside "models") is a path: a slip there must not go to the network.
    """
    if not isinstance(name, str) or not _ID.fullmatch(name):
        return False
    return not Path(name).exists() and not Path(name).parent.exists()


def fetch(name: str, *, revision: str | None = None) -> Path:
    """Return the folder of a model of the Hub, downloaded unless it lies in the Hub's cache already.

    Args:
        name: `organisation/model`.
        revision: Branch, tag or commit. Only a commit says for good what is loaded.

    Raises:
        ModelError: `huggingface_hub` is not installed, there is no such model or revision, or the network is not there and
            the model not in the cache.
    """
    try:
        from huggingface_hub import snapshot_download
        from huggingface_hub.errors import LocalEntryNotFoundError, RepositoryNotFoundError, RevisionNotFoundError
    except ImportError:
        raise ModelError(f"{name}: no such folder, and a model of the Hub needs `pip install huggingface_hub`") from None
    log.info("%s is no folder here: asking the Hugging Face Hub (network), revision %s", name, revision or "main")
    try:
        return Path(snapshot_download(name, revision=revision, allow_patterns=list(PATTERNS)))
    except RevisionNotFoundError:
        raise ModelError(f"{name}: has no revision {revision!r} on the Hugging Face Hub, give a branch, tag or commit") from None
    except RepositoryNotFoundError:
        raise ModelError(
            f"{name}: is no folder here and no model on the Hugging Face Hub (or a private one: log in first)"
        ) from None
    except LocalEntryNotFoundError:
        where = "neither a folder here nor in the Hub's cache, and the Hugging Face Hub cannot be reached"
        raise ModelError(f"{name}: {where}: go online once, or give a folder") from None
    except (OSError, ValueError) as error:
        reason = " ".join(str(error).split())
        raise ModelError(f"{name}: cannot be fetched from the Hugging Face Hub ({reason})") from None
