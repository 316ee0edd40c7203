"""Text in places where some of it would mean something else: cells of spreadsheets, XML."""

from __future__ import annotations

import re

# `=cmd|…` in a cell is a formula to Excel and LibreOffice; tabs and line ends are skipped before it. See OWASP, "CSV Injection".
_FORMULA = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_NOT_XML = "\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff"
"""Characters that XML 1.0 cannot hold in any spelling."""
_UNSAFE_XLSX = re.compile(f"[{_NOT_XML}\r]|_(?=x[0-9A-Fa-f]{{4}}(?:_|[{_NOT_XML}\r]))")
_ESCAPED_XLSX = re.compile("_x([0-9A-Fa-f]{4})_")
_UNSAFE_XML = re.compile(f"[{_NOT_XML}]")


def csv_cell(text: str) -> str:
    """Return a text as a cell that no spreadsheet takes for a formula: a quotation mark stands before one that it might.

    `csv_text` takes it off again, and it alone: other cells that begin with a quotation mark are left as they are.
    """
    return f"'{text}" if _FORMULA.match(text) else text


def csv_text(cell: str) -> str:
    """Return the text of a cell that `csv_cell` gave."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def xlsx_cell(text: str) -> str:
    """Return a text as workbooks hold it: characters that XML cannot hold, and line feeds' carriage returns, as `_x000D_`.

    Source: ECMA-376, part 1, 22.9.2.19 (ST_Xstring). Excel shows what was there; `xlsx_text` gives it back.
    """
    return _UNSAFE_XLSX.sub(lambda match: f"_x{ord(match[0]):04X}_", text)


def xlsx_text(cell: str) -> str:
    """Return the text of a cell that `xlsx_cell` gave."""
    return _ESCAPED_XLSX.sub(lambda match: chr(int(match[1], 16)), cell)


def xml_text(text: str) -> tuple[str, int]:
    """Return a text that XML can hold, each character that it cannot replaced by U+FFFD, and how many those were."""
    return _UNSAFE_XML.subn("\N{REPLACEMENT CHARACTER}", text)
