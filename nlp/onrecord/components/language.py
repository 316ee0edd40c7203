"""Which language an article is in. The model reads English only, and says so rather than guess."""

from __future__ import annotations

import re
import unicodedata
from itertools import islice

from onrecord.errors import InputError

SAMPLE = 2000
"""Characters that are looked at."""
_LETTERS = 400
"""Letters whose script is looked at."""
SHORT = 200
"""Texts under this many characters are judged by their script alone: a detector guesses on them."""
_ENGLISH = re.compile(r"\b(?:the|of|and|to|that|is|was|said|its|with|for|has)\b", re.IGNORECASE)
_PLAIN = 0.12
"""Share of these words from which a text is taken for English without asking the detector, whose model takes a second to load."""


def check_language(article: str, lang: str | None, text: str) -> str:
    """Return the language code of an article, `en` or the regional form of it that `lang` names.

    Args:
        article: Its id, for the message.
        lang: The language it is said to be in, if any. The text decides: pages often state a wrong one.
        text: What is read.

    Raises:
        InputError: The text is not English.
    """
    found = detect(text[:SAMPLE])
    if found == "en":
        return lang if lang and lang.lower().startswith("en") else "en"
    raise InputError(
        f"article {article!r} is not in English (looks like {found!r}): "
        "leave it out, or turn the check off with disable=['language'] (--disable language)"
    )


def detect(text: str) -> str:
    """Return the ISO 639-1 code of the text's language; `en` where a Latin text is too short to tell."""
    letters = list(islice(filter(str.isalpha, text), _LETTERS))
    is_latin = "".join(letters).isascii() or 2 * sum(map(_is_latin, letters)) >= len(letters)
    if is_latin and (len(text) < SHORT or len(_ENGLISH.findall(text)) >= _PLAIN * len(text.split())):
        return "en"
    import py3langid

    return str(py3langid.classify(text)[0])


def _is_latin(letter: str) -> bool:
    return letter.isascii() or unicodedata.name(letter, "").startswith("LATIN")
