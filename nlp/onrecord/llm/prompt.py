"""What is sent: the prompt from its file, and the piece of the article as JSON data."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from onrecord.errors import InputError
from onrecord.llm.answer import schema

if TYPE_CHECKING:
    from onrecord.llm.pieces import Piece

VERSION = "1"
"""Version of the package's prompt, and the number in its file's name. A change of words is a new version and a new file."""
Format = Literal["json_schema", "json_object"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """The standing instruction."""

    version: str
    """`VERSION`, or `own` for a file of the user's."""
    text: str

    @classmethod
    def read(cls, path: str | None = None) -> Prompt:
        """Return the prompt of a file, the package's own when there is none.

        Raises:
            InputError: The file cannot be read, or is empty.
        """
        if path is None:
            own = files("onrecord.llm") / "prompts" / f"annotate-{VERSION}.md"
            return cls(version=VERSION, text=own.read_text(encoding="utf-8"))
        try:
            text = Path(path).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"{path}: cannot be read as a prompt ({error})") from None
        if not text.strip():
            raise InputError(f"{path}: is empty, give a prompt")
        return cls(version="own", text=text)

    @property
    def digest(self) -> str:
        """SHA-256 over the prompt and the schema of the answer, hexadecimal."""
        return hashlib.sha256(f"{self.text}\0{json.dumps(schema(), sort_keys=True)}".encode()).hexdigest()

    def messages(self, piece: Piece) -> list[dict[str, str]]:
        """Return the two messages about a piece: the instruction, word for word the same for all, and the article.

        The article stands inside one JSON string after another, so no text in it can end the data and begin an order.
        """
        sentences = [{"n": n, "text": text} for n, text in enumerate(piece.texts, 1)]
        data = {"title": piece.title, "date": piece.date, "before": list(piece.before), "sentences": sentences}
        content = json.dumps(data, ensure_ascii=False)
        return [{"role": "system", "content": self.text}, {"role": "user", "content": content}]


def response_format(kind: Format) -> dict[str, Any]:
    """Return the `response_format` of a request."""
    if kind == "json_object":
        return {"type": "json_object"}
    return {"type": "json_schema", "json_schema": {"name": "annotation", "strict": True, "schema": schema()}}
