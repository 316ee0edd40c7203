"""Sentence boundaries that survive quotes, initials, headlines and lists.

The splitting is sentencex's (Wikimedia). It keeps everything between quote marks in one sentence; claims want the
sentences inside a long quote apart, so the marks are hidden from it and given back to the sentence they belong to.
"""

from __future__ import annotations

import re

_LINE = re.compile(r"[^\n]+(?:(?<![.!?:;”\"'’])\n(?=[a-z])[^\n]+)*")
"""A line, joined with the next one where that one begins in lower case: a hard-wrapped sentence, not a new one."""
_HIDE = re.compile(r"[“”„«»\"()\[\]\n]")
_OPENERS = re.compile(r"(?<=\s)[“„«\"‘'`(\[]+\s*$")
_UNSEEN = "\u200b\ufeff"
"""What is no white space to Unicode, but seen by nobody."""
_GOES_ON = re.compile(
    r"(?:(?<=\bM[sx]\.)|(?<=\bGovs\.)|(?<=\bAmb\.)|(?<=\bAtty\.))\s+(?=[A-Z])"
    r"|(?<=\b[ap]\.m\.)\s+(?=(?:[ECMP][SD]?T|GMT|BST|CET)\b)"
    r"|(?<=\bU\.[SKN]\.)\s+(?=(?:Did|Would|Has|Had|Have|Is|Was|Were|Will|Does|Could|Should|About)\b(?![^.?\n]*\?))"
    r"|(?<=[A-Z]\.)(?=[A-Z]{1,2}(?![A-Za-z]))"
    r"|(?<=\$\d\.)\s+(?=\d)"
)
"""Where the splitter ends a sentence that goes on: "met Ms. Vell", "4 p.m. ET", "the U.S. Did" (old wires), "(NVK.O)", "$4. 3"."""
_WORD = re.compile(r"\w")


def segment(text: str) -> list[tuple[int, int]]:
    """Return (start, end) of each sentence of `text`, in order, apart from each other, white space left outside.

    Every character that is not white space, nor one of those that nobody sees, lies in exactly one sentence.
    """
    from sentencex import get_sentence_boundaries

    sentences: list[tuple[int, int]] = []
    for line in _LINE.finditer(text):
        hidden = _HIDE.sub(" ", line.group()).replace("''", "  ")
        cuts = [line.start() + b["end_index"] for b in get_sentence_boundaries("en", hidden)]
        sentences += _line_sentences(text, line.start(), [*cuts[:-1], line.end()])
    return sentences


def _line_sentences(text: str, start: int, cuts: list[int]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for cut in cuts:
        end = cut
        if cut != cuts[-1] and (opener := _OPENERS.search(text, start, cut)):
            end = opener.start()  # an opening mark before the cut belongs to the sentence after it
        if end > start:
            _add(text, start, end, out)
            start = end
    return out


def _add(text: str, start: int, end: int, out: list[tuple[int, int]]) -> None:
    while start < end and _is_space(text[start]):
        start += 1
    while end > start and _is_space(text[end - 1]):
        end -= 1
    if start == end:
        return
    stray = not _WORD.search(text, start, end)
    if out and (stray or _continues(text, out[-1][1], start)):
        out[-1] = (out[-1][0], end)
    else:
        out.append((start, end))


def _is_space(character: str) -> bool:
    return character.isspace() or character in _UNSEEN


def _continues(text: str, end: int, start: int) -> bool:
    """Whether the words at `start` go on with the sentence that ends at `end`: `"Stop!" he said`, "Norvik Cos. have"."""
    if text[start].islower() and not text[start + 1 : start + 2].isupper():
        return text[end - 1] in "”\"'’»)."
    return _GOES_ON.match(text, end) is not None
