"""The table that a researcher makes of a collection, actor by stance by target by month, against the gold one.

Errors that cancel out do not show here, on purpose: this is the figure for someone who only uses the table.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from onrecord.evaluate.claims import UNTOLD, Meant, judge_names, named_found, named_gold, same_target
from onrecord.evaluate.names import _initials, normalised, same_name
from onrecord.evaluate.statistics import Statistic, table_error

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from onrecord.evaluate.documents import Document

Cell = tuple[str, str, str, str]
"""Actor, stance, target, month."""
Table = Counter[Cell]
UNKNOWN = "unknown"


def tables(doc: Document) -> tuple[Table, Table]:
    """Return gold and predicted cells of a document's counted claims; unsure gold and what found it are left out."""
    gold = [m for m in named_gold(doc, targets=True) if m.claim.counted and m.claim.stance in doc.stances]
    found = [m for m in named_found(doc, targets=True) if m.claim.counted and m.claim.stance in doc.stances]
    judged = judge_names(doc, gold, found)
    mine = Table(_cell(doc, m) for m in gold if not m.claim.unsure)
    theirs = Table(_cell(doc, m) for m in judged.spurious)
    theirs.update(_matched_cell(doc, g, f) for g, f in judged.pairs if not g.claim.unsure)
    return mine, theirs


def table_statistics(systems: Sequence[Sequence[Document]]) -> list[Statistic]:
    """Return the table error of each system on the same gold, their columns alike."""
    pairs = [[tables(doc) for doc in docs] for docs in systems]
    every = [cell for docs in pairs for both in docs for table in both for cell in table]
    known = _representatives(cell[0] for cell in every)
    columns = {cell: i for i, cell in enumerate(dict.fromkeys(_renamed(cell, known) for cell in every))}
    return [_statistic(docs, columns, known) for docs in pairs]


def _statistic(docs: list[tuple[Table, Table]], columns: dict[Cell, int], known: dict[str, str]) -> Statistic:
    from scipy.sparse import csr_array

    values, rows, places = list[int](), list[int](), list[int]()
    for row, both in enumerate(docs):
        for side, table in enumerate(both):
            for cell, n in table.items():
                values.append(n)
                rows.append(row)
                places.append(side * len(columns) + columns[_renamed(cell, known)])
    shape = (len(docs), 2 * len(columns))
    return Statistic(parts=csr_array((values, (rows, places)), shape=shape, dtype=float), of=table_error)


def _cell(doc: Document, meant: Meant) -> Cell:
    target = meant.claim.target
    about = normalised((target.name or target.text) if target else None)
    names = meant.names if meant.names not in ((), UNTOLD) else (UNKNOWN,)
    return names[0], meant.claim.stance, "; ".join(about), (doc.gold.date or UNKNOWN)[:7]


def _matched_cell(doc: Document, gold: Meant, found: Meant) -> Cell:
    """The cell of a right claim: under the gold names of actor and, where it is right, target."""
    actor, stance, target, month = _cell(doc, found)
    if found.found and same_target(doc, gold.claim, found.found):
        target = _cell(doc, gold)[2]
    return _cell(doc, gold)[0] if gold.names else actor, stance, target, month


def _representatives(names: Iterable[str]) -> dict[str, str]:
    """One name for all that are ways to write it, the shortest; the same whatever the order."""
    chosen: dict[str, int] = {}
    unblanked: dict[str, str] = {}
    out: dict[str, str] = {}
    for name in sorted(set(names), key=lambda n: (len(n), n)):
        solid = name.replace(" ", "")
        # Only these few can be `same_name`, so that not every pair of names has to be compared.
        likely = {unblanked.get(solid, name), _initials(name), *_beginnings(name)} & chosen.keys()
        out[name] = min((other for other in likely if same_name(other, name)), key=chosen.__getitem__, default=name)
        if out[name] == name:
            chosen[name] = len(chosen)
            unblanked[solid] = name
    return out


def _beginnings(name: str) -> list[str]:
    """What stands before each blank of a name."""
    return [name[:i] for i, letter in enumerate(name) if letter == " "]


def _renamed(cell: Cell, known: dict[str, str]) -> Cell:
    return known[cell[0]], *cell[1:]
