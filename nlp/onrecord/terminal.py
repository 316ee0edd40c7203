"""Records for the eyes: one article with its marks, its claims, and the table at the end of a run.

What comes out of an article is never trusted to be harmless: control characters are shown as `�` and nothing in it is
read as markup.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich import box
from rich.table import Table
from rich.text import Text

from onrecord.types import STANCES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rich.console import RenderableType

    from onrecord.types import Claim, Record, Stance

# Escape sequences could steer the terminal, direction marks could reorder what is read, and rich drops some of the
# others, which would move every later offset: each is replaced by one character.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_LABEL_STYLE = {"COMPANY": "bold cyan", "GOVERNMENT": "bold magenta", "LAW": "bold yellow", "PLACE": "bold blue"}
_STANCE_STYLE: dict[Stance, str] = {
    "pause": "yellow", "comply": "green", "withdraw": "red", "undecided": "blue", "refuse": "magenta",
}  # fmt: skip
_OTHER_STYLES = ("green", "yellow", "blue", "red", "magenta", "cyan")
"""For stances that are none of ours, by their place in the scheme."""
_QUOTE_STYLE = "italic"
_UNNAMED = "(not told)"


def safe(text: str) -> str:
    """Return the text with characters that a terminal would act on replaced by `�`, one for one."""
    return _UNSAFE.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", " \n"))


def escaped(line: str) -> str:
    """Return the same JSON, characters that a terminal would act on written as escapes."""
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", line)


def article_text(record: Record) -> Text:
    """Return the record's text, every character at its offset, with quotes, evidence and entities marked."""
    text = Text(safe(record.text))
    for quote in record.quotes:
        for piece in quote.spans:
            text.stylize(_QUOTE_STYLE, piece.start, piece.end)
    for claim in record.claims:
        if claim.counted:
            text.stylize(f"underline {stance_style(claim.stance, record.scheme)}", claim.evidence.start, claim.evidence.end)
    for entity in record.entities:
        text.stylize(_LABEL_STYLE[entity.label], entity.start, entity.end)
    for claim in record.claims:
        if claim.counted:
            text.stylize("reverse", claim.actor.start, claim.actor.end)
    return text


def stance_style(stance: Stance, scheme: tuple[Stance, ...]) -> str:
    """Return the colour of a stance of a scheme."""
    return _STANCE_STYLE.get(stance) or _OTHER_STYLES[scheme.index(stance) % len(_OTHER_STYLES)]


def legend(scheme: tuple[Stance, ...] = STANCES) -> Text:
    """Return the line that says what the marks of `article_text` mean."""
    marks = [(label.lower(), style) for label, style in _LABEL_STYLE.items()]
    marks += [(stance, f"underline {stance_style(stance, scheme)}") for stance in scheme]
    marks += [("quote", _QUOTE_STYLE), ("who takes a stance", "reverse")]
    return Text("  ").join(Text(name, style) for name, style in marks)


def claims_table(record: Record) -> Table:
    """Return the record's claims in the order of the text, one a row; those that tables do not count are dim."""
    table = _table("actor", "stance", "target", "speaker", "date")
    table.add_column("conf.", justify="right", no_wrap=True)
    for claim in sorted(record.claims, key=lambda c: (c.evidence.start, c.actor.start, record.scheme.index(c.stance))):
        cells = (claim.actor.name or f"{claim.actor.text} {_UNNAMED}", _target(claim), _speaker(claim, record), _dates(claim))
        actor, target, speaker, dates = (Text(safe(cell)) for cell in cells)
        confidence = "" if claim.confidence is None else f"{claim.confidence:.2f}"
        stance = _stance(claim, record.scheme)
        table.add_row(actor, stance, target, speaker, dates, confidence, style="" if claim.counted else "dim")
    return table


def stance_table(counts: Mapping[str | None, Mapping[Stance, int]], *, stances: tuple[Stance, ...], top: int) -> Table:
    """Return the table actors x stances of a run.

    Args:
        counts: Counted claims of each actor by stance; the actor None stands for those who can't be told.
        stances: Columns. A claim of another stance is left out.
        top: Most rows; those with most claims come first, the rest is summed up in one row. Who can't be told comes last.
    """
    rows = [(actor, [row.get(stance, 0) for stance in stances]) for actor, row in counts.items()]
    rows = sorted((row for row in rows if any(row[1])), key=lambda row: (-sum(row[1]), row[0] or ""))
    rows, untold = [row for row in rows if row[0] is not None], [row for row in rows if row[0] is None]
    table = _table("actor")
    for name in (*stances, "all"):
        table.add_column(name, justify="right", no_wrap=True)
    for actor, numbers in rows[:top]:
        _add_counts(table, Text(safe(actor or "")), numbers)
    if rest := rows[top:]:
        _add_counts(table, Text(f"{len(rest):,} more"), [sum(column) for column in zip(*(row[1] for row in rest), strict=True)])
    for _, numbers in untold:
        _add_counts(table, Text(_UNNAMED), numbers)
    return table


def render(record: Record, *, marked: bool) -> Iterator[RenderableType]:
    """Yield what `onrecord show` prints of a record.

    Args:
        record: An annotated article.
        marked: Whether the terminal shows styles, so that a legend is of use.
    """
    text = article_text(record)
    text.rstrip()
    yield text
    yield ""
    if marked:
        yield legend(record.scheme)
        yield ""
    if record.truncated_at is not None:
        yield f"Read up to character {record.truncated_at:,} of {len(record.text):,}: raise --max-chars to read on."
    yield claims_table(record) if record.claims else "No claims found."


def _table(*columns: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold")
    for name in columns:
        table.add_column(name, overflow="fold")
    return table


def _add_counts(table: Table, name: Text, numbers: list[int]) -> None:
    table.add_row(name, *(f"{n:,}" if n else "·" for n in numbers), f"{sum(numbers):,}")


def _stance(claim: Claim, scheme: tuple[Stance, ...]) -> Text:
    """The stance, followed by what makes it other than plain: negated, announced, threatened, and so on."""
    qualities: list[str] = [claim.polarity] if claim.polarity != "affirmed" else []
    qualities += [claim.stage.replace("_", " ")] if claim.stage != "in_effect" else []
    return Text(claim.stance, stance_style(claim.stance, scheme)).append("".join(f", {q}" for q in qualities), "default")


def _target(claim: Claim) -> str:
    return (claim.target.name or claim.target.text) if claim.target else ""


def _speaker(claim: Claim, record: Record) -> str:
    for quote in record.quotes:
        if quote.id in claim.quotes:
            person = quote.speaker_name or (quote.speaker.text if quote.speaker else "")
            known = dict.fromkeys(part for part in (person, quote.organization) if part)  # once, where a body speaks for itself
            return " (".join(known) + (")" if len(known) > 1 else "")
    return ""


def _dates(claim: Claim) -> str:
    parts = (("said", claim.statement_date), ("from", claim.effective_date))
    return ", ".join(f"{word} {date}" for word, date in parts if date)
