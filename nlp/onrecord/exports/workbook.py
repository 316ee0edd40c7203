"""Cells of a workbook that hold what a text says and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.exports.escapes import xlsx_cell

if TYPE_CHECKING:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

MAX_CELL = 32_767
"""Most characters of a cell, UTF-16 code units. Source: Excel specifications and limits."""
MAX_ROWS = 1_048_576
"""Most rows of a sheet, the header included."""


def text_cell(sheet: WriteOnlyWorksheet, text: str) -> WriteOnlyCell:
    """Return a cell of text for a sheet, also where the text looks like a formula, an error or a date."""
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, value=xlsx_cell(text))
    cell.data_type = "s"  # openpyxl would take "=1+1" for a formula and "#N/A" for an error
    cell.quotePrefix = text[:1] in tuple("=+-@")  # nor does Excel, once somebody edits the cell
    return cell
