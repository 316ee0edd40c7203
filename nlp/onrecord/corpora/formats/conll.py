"""CoNLL columns: a token a line, columns parted by white space, a blank line after each sentence.

Source: the shared task of CoNLL-2003 (Tjong Kim Sang and De Meulder 2003, https://aclanthology.org/W03-0419, tags IOB1),
whose `-DOCSTART-` lines part documents. Tags may follow BIO, IOB1, BIOES or BILOU. A file without `-DOCSTART-` gives a
record for each sentence. Tokens are joined by blanks: the original spacing isn't in the file.

Settings: `token_column` (0) and `tag_column` (-1), counted from 0, from the end where negative; `separator`, `space` (any
white space) or `tab`; `comments`, `no` or `yes` where lines that begin with `#` and a blank are none of the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from onrecord.corpora.markup import Document, Mark
from onrecord.corpora.reading import files_below, lines_of, name_of
from onrecord.corpora.setup import Pending, Setup
from onrecord.corpora.tokens import TokenText
from onrecord.errors import InputError

SETTINGS = ("token_column", "tag_column", "separator", "comments")

_START = "-DOCSTART-"
Line = tuple[int, str]
Sentence = list[Line]


def read(path: Path, setup: Setup) -> Iterator[Pending]:
    """Yield the documents of a file, or of the `.conll` files below a folder.

    Raises:
        InputError: A file cannot be read.
    """
    comments = setup.choice("comments", "no", "yes") == "yes"
    for file in files_below(path, ".conll"):
        for number, sentences in enumerate(_documents(_sentences(file, comments=comments)), 1):
            name = f"{name_of(file, path)}-{number}"
            yield Pending(f"{file}:{sentences[0][0][0]}", partial(_document, file, name, sentences, setup))


def _sentences(file: Path, *, comments: bool) -> Iterator[Sentence]:
    lines: Sentence = []
    for number, line in lines_of(file):
        if comments and line.startswith("# "):
            continue
        if line.strip():
            if line.startswith(_START):
                yield [(number, _START)]
            else:
                lines.append((number, line))
        elif lines:
            yield lines
            lines = []
    if lines:
        yield lines


def _documents(sentences: Iterator[Sentence]) -> Iterator[list[Sentence]]:
    """The sentences of each document; each sentence one by one where the file marks no documents."""
    document: list[Sentence] = []
    marked = False
    for sentence in sentences:
        if sentence[0][1] == _START:
            marked = True
            if document:
                yield document
            document = []
        elif marked:
            document.append(sentence)
        else:
            yield [sentence]
    if document:
        yield document


def _document(file: Path, name: str, sentences: list[Sentence], setup: Setup) -> Document:
    found = TokenText()
    for sentence in sentences:
        pairs = [_columns(f"{file}:{number}", line, setup) for number, line in sentence]
        try:
            found.add([token for token, _ in pairs], [tag for _, tag in pairs])
        except InputError as error:
            raise InputError(f"{file}:{sentence[0][0]}: in the sentence that begins here, {error}") from None
    return Document(
        head={"id": name},
        text=found.text,
        sentences=tuple(found.sentences),
        marks=tuple(Mark(id=f"t{i}", label=kind, pieces=((s, e),)) for i, (s, e, kind) in enumerate(found.spans, 1)),
        labelled=("entities",),
    )


def _columns(where: str, line: str, setup: Setup) -> tuple[str, str]:
    columns = line.split("\t") if setup.choice("separator", "space", "tab") == "tab" else line.split()
    try:
        token, tag = columns[setup.number("token_column", 0)].strip(), columns[setup.number("tag_column", -1)].strip()
    except IndexError:
        raise InputError(f"{where}: only {len(columns)} columns, check token_column, tag_column and separator") from None
    if not token or len(columns) < 2:
        raise InputError(f"{where}: {line!r} is not a token with a tag, check the columns and the separator")
    return token, tag
