"""PDF pages: text out of the page layout, words parted at line ends mended, running heads dropped; one article a file."""

from __future__ import annotations

import io
import logging
import re
import time
from collections import Counter
from typing import TYPE_CHECKING, Any

from onrecord.articles.blocks import fold
from onrecord.articles.exports.dates import export_date
from onrecord.articles.exports.drafts import Draft
from onrecord.errors import InputError, MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_LOG = logging.getLogger(__name__)
MAX_PAGES = 300
"""Most pages of a PDF that is read as one article."""
MAX_SECONDS = 60.0
"""Longest time for the pages of one PDF, looked at before each drawing command."""
MAX_COMMANDS = 10_000_000
"""Most bytes of drawing commands on a page; a page of newsprint has some 100,000."""
_EDGE = 2
"""Lines at the top and at the bottom of a page that may be running heads."""
_NUMBER = re.compile(r"\d+")
_PAGE = re.compile(r"(?:page |p\. ?)?[-–]? ?\d{1,4} ?[-–]?(?: (?:of|/) \d{1,4})?", re.IGNORECASE)
_HYPHEN = re.compile("([^\\W\\d_]+)[-\u00ad\u2010]$")
_NEXT = re.compile(r"[^\W\d_]+")
_WORD = re.compile("[^\\W\\d_]+(?:[-\u2010][^\\W\\d_]+)*")
_CLOSED = re.compile(r"""[.!?…:]["'”’)\]»]*$""")
_BY = re.compile(r"by\s+\S", re.IGNORECASE)
_NO_TITLE = re.compile(r"(?:microsoft word|untitled|document\d*$)|\.(?:docx?|pdf|indd|qxd|html?|rtf|txt)$", re.IGNORECASE)
_HEAD, _TITLE, _SHORT, _LONGEST = 6, 160, 0.85, 60


def pdf_draft(data: bytes) -> Draft:
    """Return the article of a PDF.

    Raises:
        InputError: The file is damaged or protected, has too many pages or takes too long, or has no text: a scan.
        MissingExtraError: pypdf is not installed.
    """
    try:
        import pypdf
    except ImportError as error:
        raise MissingExtraError("reading PDF", "formats") from error
    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        pages, given = _pages(reader), _given_title(reader)
    except InputError:
        raise
    except Exception as error:
        raise InputError(f"damaged or unreadable PDF ({type(error).__name__}): fetch it again, or print it to a new PDF") from error
    blank = [number for number, lines in enumerate(pages, 1) if not lines]
    if len(blank) == len(pages):
        raise InputError(f"no text on its {len(pages)} pages, it is a scan: run text recognition (OCR) on it first")
    return _draft(_joined(_without_heads(pages)), given, blank)


def _pages(reader: Any) -> list[list[str]]:
    """The lines of each page, white space folded; blank lines stay as empty ones between others."""
    if reader.is_encrypted and not reader.decrypt(""):
        raise InputError("a PDF that is protected by a password: save it without one")
    number = len(reader.pages)
    if not 0 < number <= MAX_PAGES:
        raise InputError(f"a PDF of {number:,} pages where 1 to {MAX_PAGES} are read: give each article as a file of its own")
    started = time.monotonic()

    def watch(*_: object) -> None:
        if time.monotonic() - started > MAX_SECONDS:
            raise InputError(f"a PDF that takes more than {MAX_SECONDS:.0f} s to read: print it to a new PDF, or give its text")

    return [_lines(page, watch) for page in reader.pages]


def _lines(page: Any, watch: Callable[..., None]) -> list[str]:
    watch()
    drawn = page.get_contents()
    if drawn is not None and len(drawn.get_data()) > MAX_COMMANDS:
        raise InputError(f"a PDF page of more than {MAX_COMMANDS:,} bytes of drawing commands: print it to a new PDF")
    text: str = page.extract_text(visitor_operand_before=watch)
    watch()  # the library goes on after an error in a form
    return _stripped([fold(line) for line in text.splitlines()])


def _stripped(lines: list[str]) -> list[str]:
    filled = [i for i, line in enumerate(lines) if line]
    return lines[filled[0] : filled[-1] + 1] if filled else []


def _given_title(reader: Any) -> str:
    """The title among the file's properties, empty where it is a file name or a program's own."""
    try:
        title = fold(str(reader.metadata.title or "")) if reader.metadata else ""
    except Exception:  # noqa: BLE001 (broken properties are no reason to lose the text)
        _LOG.debug("no properties", exc_info=True)
        return ""
    return "" if _NO_TITLE.search(title) else title


def _without_heads(pages: Sequence[list[str]]) -> list[list[str]]:
    """The pages without the lines at their edges that come again on other pages (but for numbers), and page numbers."""
    edges = [{_shape(line) for line in [*page[:_EDGE], *page[-_EDGE:]]} for page in pages if page]
    seen = Counter(shape for page in edges for shape in page)
    repeated = {shape for shape, times in seen.items() if times > 1 and times >= len(edges) / 2}

    def drops(line: str) -> bool:
        return not line or _shape(line) in repeated or bool(_PAGE.fullmatch(line))

    return [_trimmed(page, drops) for page in pages]


def _trimmed(page: list[str], drops: Any) -> list[str]:
    start, end = 0, len(page)
    while start < end and start < _EDGE + 1 and drops(page[start]):
        start += 1
    while end > start and end > len(page) - _EDGE - 1 and drops(page[end - 1]):
        end -= 1
    return page[start:end]


def _shape(line: str) -> str:
    return _NUMBER.sub("#", line.casefold())


def _joined(pages: Sequence[Sequence[str]]) -> list[str]:
    """All lines, an empty one where paragraphs part; over the end of a page a sentence goes on."""
    lines: list[str] = []
    for page in pages:
        if lines and page and _CLOSED.search(lines[-1]):
            lines.append("")
        lines += page
    return lines


def _draft(lines: list[str], given: str, blank: list[int]) -> Draft:
    width = _width(lines)
    size, head = _head(lines, width)
    paragraphs = list(_paragraphs(lines[size:], width, Counter(_WORD.findall(" ".join(lines).lower()))))
    date = next(
        (line for line in head if export_date(line)[0] or export_date(line)[1].get("date_note", "").startswith("day and")), ""
    )
    byline = next((line for line in head if _BY.match(line)), "")
    titles = [line for line in head if line not in (date, byline)]
    title = given or " ".join(titles)
    deck = [line for line in titles if given and line not in given]
    other = {"pages_without_text": blank} if blank else {}
    return Draft(paragraphs=[*deck, *paragraphs], title=title, date=date, byline=byline, other=other)


def _width(lines: Sequence[str]) -> int:
    lengths = sorted(len(line) for line in lines if line)
    return lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0


def _head(lines: Sequence[str], width: int) -> tuple[int, list[str]]:
    """How many lines at the top are title, date and byline rather than text, and these lines.

    They are short and no sentences, and the text begins with the first line that is neither.
    """
    head: list[str] = []
    for at, line in enumerate(lines[: _HEAD + 1]):
        if line and (_CLOSED.search(line) or len(line) > _SHORT * width or _HYPHEN.search(line)):
            return (at, head) if len(" ".join(head)) <= _TITLE else (0, [])
        head += [line] if line else []
    return 0, []


def _paragraphs(lines: Sequence[str], width: int, words: Counter[str]) -> Iterator[str]:
    """Join lines to paragraphs: one ends at an empty line, or with a sentence on a line that is short."""
    current = ""
    for line in lines:
        current = _mended(current, line, words) if current and line else current or line
        if current and (not line or (_CLOSED.search(line) and len(line) < _SHORT * width)):
            yield current
            current = ""
    if current:
        yield current


def _mended(before: str, line: str, words: Counter[str]) -> str:
    """Two lines as one. A hyphen at the end of the first stays where the text writes the word with one elsewhere."""
    # Only the end is looked at: paragraphs grow line by line, and the time would with their square.
    left, right = _HYPHEN.search(before[-_LONGEST:]), _NEXT.match(line)
    if not left or not right:
        return f"{before} {line}"
    whole, parted = (left[1] + right[0]).lower(), f"{left[1]}-{right[0]}".lower()
    compound = right[0][0].isupper() or words[parted] > words[whole]
    return f"{before[:-1]}{'-' if compound and not before.endswith(chr(0xAD)) else ''}{line}"
