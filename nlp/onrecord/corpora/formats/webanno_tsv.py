"""WebAnno TSV 3.x, as WebAnno and INCEpTION export it; a record for each file.

Source: INCEpTION's user guide, "WebAnno TSV 3.3 File format", and its reader (inception-project/inception,
`inception-io-webanno-tsv`). Offsets are UTF-16 code units. The text is put together from the `#Text` lines as that reader
does it; annotations and links become marks and links as from UIMA CAS JSON, see `cas_json`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from onrecord.corpora.layers import is_ignored, layer_mark
from onrecord.corpora.markup import Document, Link
from onrecord.corpora.offsets import Place, Units
from onrecord.corpora.reading import files_below, lines_of, name_of, whole_number
from onrecord.corpora.sentences import trimmed
from onrecord.corpora.setup import Pending, Setup
from onrecord.corpora.webanno import Table, columns
from onrecord.errors import InputError

SETTINGS = ()

_FORMAT = re.compile(r"#FORMAT=WebAnno TSV 3\.\d+")
_ESCAPED = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
_CONTROLS = {"t": "\t", "n": "\n", "f": "\f", "r": "\r", "b": "\b"}
_TEXT = "#Text="


def read(path: Path, setup: Setup) -> Iterator[Pending]:
    """Yield the documents of a file, or of the `.tsv` files below a folder.

    Raises:
        InputError: There is none.
    """
    del setup
    for file in files_below(path, ".tsv"):
        yield Pending(str(file), partial(_document, file, name_of(file, path)))


def _document(file: Path, name: str) -> Document:
    reading = _Reading(file)
    for number, line in lines_of(file):
        reading.line(number, line)
    text, sentences = reading.finish()
    units = Units(text)
    wanted = [found for found in reading.table.annotations if not is_ignored(found.layer)]
    marks = [layer_mark(a.id, a.layer, (units.point(a.start), units.point(a.end)), a.features) for a in wanted]
    known = {mark.id for mark in marks}
    links = [Link(label=label, source=one, target=other) for label, one, other in reading.table.links()]
    places = [place for start, end in sentences for place in trimmed(text, units.point(start), units.point(end))]
    whole = [link for link in links if link.source in known and link.target in known]
    left = [{"label": link.label, "from": link.source, "to": link.target} for link in links if link not in whole]
    return Document(
        head={"id": name},
        text=text,
        sentences=tuple(places),
        marks=tuple(marks),
        links=tuple(whole),
        kept={"links": left} if left else {},
    )


class _Reading:
    """A file read line by line: header, then for each sentence its text and its tokens."""

    def __init__(self, file: Path) -> None:
        self.table = Table([])
        self._file = file
        self._lines: list[str] = []
        """Texts of the sentence whose tokens have not begun."""
        self._parts: list[str] = []
        self._size = 0
        """Length of the text so far, UTF-16 code units."""
        self._sentences: list[Place] = []

    def line(self, number: int, line: str) -> None:
        """Read a line."""
        where = f"{self._file}:{number}"
        if number == 1:
            if not _FORMAT.fullmatch(line.strip()):
                raise InputError(f"{where}: {line[:40]!r} where '#FORMAT=WebAnno TSV 3.3' is expected, export as WebAnno TSV 3")
        elif line.startswith(("#T_SP=", "#T_CH=", "#T_RL=")):
            self.table.header.extend(columns(where, line))
        elif line.startswith(_TEXT):
            self._lines.append(_plain(line.removeprefix(_TEXT)))
        elif line.strip() and not line.startswith("#"):
            self._token(where, line)

    def finish(self) -> tuple[str, list[Place]]:
        """Return the text, and its sentences in UTF-16 code units.

        Raises:
            InputError: There was nothing in the file.
        """
        if not self._parts:
            raise InputError(f"{self._file}: no sentence in it, export it again")
        return "".join(self._parts), self._sentences

    def _token(self, where: str, line: str) -> None:
        fields = line.split("\t")
        if len(fields) < len(self.table.header) + 3:
            wanted = len(self.table.header) + 3
            raise InputError(f"{where}: {len(fields)} fields where the header asks for {wanted}, is a tab missing?")
        begin, _, end = fields[1].partition("-")
        start, stop = (whole_number(at, where, "an offset of a token") for at in (begin, end))
        if self._lines:
            self._sentence(where, start)
        self.table.add(fields[0], start, stop, fields[3:])

    def _sentence(self, where: str, start: int) -> None:
        """Add the text of a sentence that begins at an offset; a gap before it is a line end and blanks."""
        gap = start - self._size
        if gap < 0:
            raise InputError(f"{where}: the sentence begins at {start}, but the text before it ends at {self._size}")
        words = "\n".join(self._lines)
        filler = ("\n" + " " * (gap - 1) if self._parts else " " * gap) if gap else ""
        self._parts += [filler, words]
        self._size = start + len(words.encode("utf-16-le", "surrogatepass")) // 2
        self._sentences.append((start, self._size))
        self._lines = []


def _plain(text: str) -> str:
    r"""A text without its escapes: `\t`, `\n`, backslashes and, in TSV 3.0 and 3.1, `\u1234`."""

    def one(match: re.Match[str]) -> str:
        given = match[1]
        return chr(int(given[1:], 16)) if len(given) == 5 else _CONTROLS.get(given, given)

    return _ESCAPED.sub(one, text)
