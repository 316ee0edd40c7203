"""CSV, workbooks, Parquet and JSONL: what was written is read back, and no cell is a formula."""

import csv

import pytest
from exports_support import TEXT, exported, make
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from onrecord.errors import InputError, RecordError
from onrecord.exports import csv_text, export, xlsx_text
from onrecord.exports.escapes import csv_cell, xlsx_cell, xml_text
from onrecord.exports.formats import to_xlsx
from onrecord.exports.offsets import cut_to_units, units_of
from onrecord.exports.rows import TABLES
from onrecord.records import read_jsonl, read_parquet, to_frame
from strategies import characters, records

LISTS = st.lists(records(), max_size=3, unique_by=lambda record: record.id)
SLOW = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝")


def plain(value):
    """A value as a cell of CSV has it."""
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


@given(LISTS, st.sampled_from(TABLES))
@settings(max_examples=30, **SLOW)
def test_csv(found, table):
    with exported(found, "csv", "t.csv", table=table) as (path, done):
        with path.open(encoding="utf-8", newline="") as lines:
            header, *rows = csv.reader(lines)
        wanted = to_frame(found, format="arrow", table=table)
        assert header == wanted.schema.names
        assert [[csv_text(cell) for cell in row] for row in rows] == [list(map(plain, row.values())) for row in wanted.to_pylist()]
        assert not [cell for row in rows for cell in row if cell.startswith(DANGEROUS)]
        assert done.records == len(found)


@given(st.text(characters | st.sampled_from("='+-@\t"), max_size=8))
@example("'=1")
@example("'twas")
@example("''@x")
def test_a_cell_of_csv_is_read_back_and_is_no_formula(text):
    cell = csv_cell(text)
    assert csv_text(cell) == text
    assert not cell.startswith(DANGEROUS)


@given(st.text(characters | st.sampled_from("_x0D4\r\x01"), max_size=12))
@example("_x0041_x0042_")
@example("_x0041\r")
@example("__x005F_")
def test_a_cell_of_a_workbook_is_read_back_and_is_xml(text):
    cell = xlsx_cell(text)
    assert xlsx_text(cell) == text
    assert xml_text(cell) == (cell, 0)
    assert "\r" not in cell


def sheets(path):
    import openpyxl

    book = openpyxl.load_workbook(path)
    return {sheet.title: [list(row) for row in sheet.iter_rows()] for sheet in book}


def value_of(cell):
    return xlsx_text(cell.value) if isinstance(cell.value, str) else cell.value


def kept(value):
    """A value as workbooks have it: numbers to about 15 digits, nothing for an empty text."""
    return pytest.approx(value, rel=1e-14, abs=0) if isinstance(value, float) else None if value == "" else value


@given(LISTS)
@settings(max_examples=10, **SLOW)
def test_xlsx(found):
    with exported(found, "xlsx", "t.xlsx") as (path, done):
        book = sheets(path)
        for table in TABLES:
            wanted = to_frame(found, format="arrow", table=table)
            header, *rows = book[table]
            assert [cell.value for cell in header] == wanted.schema.names
            assert [[value_of(cell) for cell in row] for row in rows] == [
                list(map(kept, row.values())) for row in wanted.to_pylist()
            ]
        assert not [cell for rows in book.values() for row in rows for cell in row if cell.data_type == "f"]
        assert done.records == len(found) == len(book["articles"]) - 1


def test_a_workbook_says_what_it_cuts_and_goes_on_in_a_second_sheet(tmp_path, monkeypatch):
    monkeypatch.setattr(to_xlsx, "MAX_ROWS", 3)
    monkeypatch.setattr(to_xlsx, "MAX_CELL", 9)
    done = export([make()], "xlsx", tmp_path / "t.xlsx")
    book = sheets(tmp_path / "t.xlsx")
    assert [len(book[name]) for name in ("entities", "entities 2")] == [3, 2]
    assert xlsx_text(book["sentences"][1][4].value) == "🦀 Zoë’s f"[:8], "an astral character is two"
    assert done.lost["cells cut at 32,767 characters"] > 2
    assert done.lost["places of cues and speakers"] == 2


def test_formulas_stay_text_in_a_workbook(tmp_path):
    export([make(title="#N/A")], "xlsx", tmp_path / "t.xlsx")
    book = sheets(tmp_path / "t.xlsx")
    name = book["entities"][1][6]
    assert (name.value, name.data_type, name.quotePrefix) == ("=cmd|' /C calc'!A0", "s", True)
    assert (book["articles"][1][1].value, book["articles"][1][1].data_type) == ("#N/A", "s")


@given(LISTS)
@settings(max_examples=20, **SLOW)
def test_jsonl_and_parquet_keep_everything(found):
    for name, read in (("jsonl", read_jsonl), ("parquet", read_parquet)):
        with exported(found, name, f"r.{name}") as (path, done):
            assert list(read(path)) == found
            assert (done.records, done.lost, done.files) == (len(found), {}, (path,))


@pytest.mark.parametrize("table", TABLES)
def test_tables_as_parquet(tmp_path, table):
    import pyarrow.parquet as pq

    done = export([make(), make(id="b", claims=(), sentences=())], "parquet", tmp_path / "t.parquet", table=table)
    assert pq.read_table(tmp_path / "t.parquet").equals(
        to_frame([make(), make(id="b", claims=(), sentences=())], format="arrow", table=table)
    )
    assert done.records == 2


def test_empty_texts_are_counted_where_there_could_be_none(tmp_path):
    for name, times in (("csv", 2), ("xlsx", 3)):  # two claims and, in a workbook, the article
        assert export([make(source="")], name, tmp_path / name).lost["empty texts, which a cell can't tell from nothing"] == times
    done = export([make()], "csv", tmp_path / "csv", table="sentences")
    assert "empty texts, which a cell can't tell from nothing" not in done.lost, "a sentence without stances is no loss"


def test_what_a_table_leaves_out_is_counted(tmp_path):
    done = export([make(), make(id="b", claims=(), sentences=())], "csv", tmp_path / "t.csv")
    assert done.lost == {
        "entities": 6, "quotes": 1, "sentences": 2, "articles without claims": 1, "texts of articles": 2, "meta": 2, "URLs": 2,
        "languages": 2, "models": 2, "places of targets": 1, "lexicon ids of targets": 1,
    }  # fmt: skip


@given(st.text(characters, max_size=9), st.integers(0, 9))
def test_offsets_in_code_units(text, point):
    at = min(point, len(text))
    assert units_of(text)(at) == len(text[:at].encode("utf-16-le")) // 2
    kept = cut_to_units(text, point)
    assert text.startswith(kept)
    assert len(kept.encode("utf-16-le")) // 2 in {min(point, units_of(text)(len(text))), point - 1}


def test_what_is_refused(tmp_path):
    with pytest.raises(InputError, match="no format 'word': choose from brat, csv"):
        export([], "word", tmp_path / "x")
    with pytest.raises(InputError, match="jsonl has no setting 'table': it has none"):
        export([], "jsonl", tmp_path / "x", table="claims")
    with pytest.raises(InputError, match="csv has no setting 'tabel': choose from table"):
        export([], "csv", tmp_path / "x", tabel="claims")
    with pytest.raises(InputError, match="setting table is 'quote', choose from claims"):
        export([], "csv", tmp_path / "x", table="quote")
    with pytest.raises(RecordError, match="half a surrogate pair"):
        export([make(story="\ud800")], "csv", tmp_path / "x")
    assert list(tmp_path.iterdir()) == []
    assert len(TEXT) > 90
