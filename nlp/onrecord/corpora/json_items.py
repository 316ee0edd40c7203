"""The items of a JSON list, or the lines of JSONL, read one at a time: a file may be larger than memory."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from onrecord.errors import InputError
from onrecord.records.files import MAX_LINE, opened

_CHUNK = 1 << 16
_BLANK = " \t\r\n"


def items(path: Path) -> Iterator[tuple[int, Any]]:
    """Yield the line on which each item begins, and the item.

    A list gives its items, objects one after another (JSONL) each one item.

    Raises:
        InputError: The file cannot be read, is not JSON, or an item is longer than `MAX_LINE` characters.
    """
    with opened(path) as raw:
        yield from _Items(path, raw)


class _Items:
    """A reader of items: what has been read and not yet used, and the line that it begins on."""

    def __init__(self, path: Path, raw: IO[bytes]) -> None:
        self._path = path
        self._raw = raw
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self._text = ""
        self._line = 1
        self._ended = False

    def __iter__(self) -> Iterator[tuple[int, Any]]:
        in_list = self._next() == "["
        if in_list:
            self._use(1)
        while (character := self._next()) and character != "]":
            line = self._line
            yield line, self._item()
            if self._next() == ",":
                self._use(1)
            elif in_list and self._next() not in ("]", ""):
                raise self._wrong("a comma or the end of the list is expected here")
        if in_list and character != "]":
            raise self._wrong("the list is never closed, is the file whole?")

    def _next(self) -> str:
        """The next character that is not blank, left where it is; empty at the end."""
        while True:
            kept = self._text.lstrip(_BLANK)
            self._use(len(self._text) - len(kept))
            if self._text or not self._more():
                return self._text[:1]

    def _item(self) -> Any:
        while True:
            try:
                found, size = json.JSONDecoder().raw_decode(self._text)
            except json.JSONDecodeError as error:
                if not self._more():
                    raise self._wrong(f"not JSON: {error.msg}", error.pos) from None
            except RecursionError:
                raise self._wrong("nested too deep") from None
            else:
                # A number at the end of what was read may go on.
                if size < len(self._text) or not self._more():
                    self._use(size)
                    return found

    def _more(self) -> bool:
        """Read on, as much again as is waiting: a long item is tried a few times only."""
        if self._ended:
            return False
        if len(self._text) > MAX_LINE:
            raise self._wrong(f"an item longer than {MAX_LINE:,} characters, split it")
        data = self._raw.read(max(_CHUNK, len(self._text)))
        self._ended = not data
        try:
            self._text += self._decoder.decode(data, final=self._ended)
        except UnicodeDecodeError:
            raise self._wrong("not UTF-8, save the file as UTF-8") from None
        return not self._ended

    def _use(self, size: int) -> None:
        self._line += self._text.count("\n", 0, size)
        self._text = self._text[size:]

    def _wrong(self, what: str, at: int = 0) -> InputError:
        line = self._line + self._text.count("\n", 0, at)
        return InputError(f"{self._path}:{line}: {what}, repair the file or export it again")
