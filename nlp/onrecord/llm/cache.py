"""Answers that were paid for are kept: one JSON file each, named by the digest of what was asked."""

from __future__ import annotations

import hashlib
import json
import logging
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from onrecord.errors import InputError
from onrecord.llm.ledger import Usage
from onrecord.records.files import replacing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the model said."""

    content: str
    """Its words, a JSON object if all is well."""
    finish: str | None
    """Why it stopped: `stop`, or `length` when the answer was cut short."""
    model: str | None
    """Which model the endpoint says that it was."""
    usage: Usage = field(default_factory=Usage)

    @property
    def truncated(self) -> bool:
        """Whether the answer was cut short."""
        return self.finish == "length"


def key_of(url: str, body: Mapping[str, Any]) -> str:
    """Return the SHA-256, hexadecimal, of what decides an answer: endpoint, model, prompt, text and options of the request."""
    return hashlib.sha256(json.dumps([url, body], sort_keys=True, ensure_ascii=True).encode()).hexdigest()


class Cache:
    """A folder of answers. Several threads and processes may use it at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, key: str) -> Reply | None:
        """Return the answer to a question, None when there is none or its file is damaged."""
        path = self._path(key)
        try:
            found = json.loads(path.read_bytes())
            usage = Usage(**found["usage"])
            reply = Reply(content=str(found["content"]), finish=found["finish"], model=found["model"], usage=usage)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
            log.warning("%s: not a usable answer (%s), it is asked for again", path, type(error).__name__)
            return None
        return reply if found["key"] == key else None

    def put(self, key: str, reply: Reply) -> None:
        """Keep an answer; its file appears whole or not at all.

        Raises:
            InputError: The folder cannot be written to.
        """
        path = self._path(key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)  # answers quote articles
            with replacing(path) as temporary:
                temporary.write_text(json.dumps({"key": key, **asdict(reply)}, ensure_ascii=True, indent=1), encoding="utf-8")
        except OSError as error:
            raise InputError(f"{self.folder}: answers cannot be kept ({error.strerror}), set `cache` in the settings") from None

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.json"
