"""The flat table: its rows, its columns, CSV and Parquet."""

from __future__ import annotations

import csv
import dataclasses

import pytest
from hypothesis import given, settings

from onrecord.errors import RecordError
from onrecord.records import (
    CLAIM_COLUMNS,
    claim_rows,
    claims_schema,
    write_claims_csv,
    write_claims_parquet,
)
from onrecord.records import tables as record_tables
from onrecord.types import Record
from strategies import SCHEMES, records

FIRST = 'Norvik said: "We will, in time, leave Freedonia."'
QUOTED = "We will, in time, leave Freedonia."

CONTRACT = (
    "article_id, claim_id, date, source, title, story, actor, actor_label, actor_ref, actor_text, actor_start, actor_end, stance, "
    "polarity, stage, target, target_label, target_kind, target_text, jurisdiction, statement_date, effective_date, date_source, "
    "attribution, speaker, organization, quote, quote_kind, evidence, evidence_start, evidence_end, confidence, counted"
)


def test_columns_are_those_of_the_contract_in_its_order():
    assert ", ".join(CLAIM_COLUMNS) == CONTRACT


EXPECTED = {
    "article_id": "a1", "claim_id": "c1", "date": "2031-02-03", "source": "The Lantern", "title": "=Norvik goes", "story": "s1",
    "actor": "Norvik", "actor_label": "COMPANY", "actor_ref": "company:norvik", "actor_text": "Norvik", "actor_start": 0,
    "actor_end": 6, "stance": "withdraw", "polarity": "affirmed", "stage": "announced", "target": "Republic of Freedonia",
    "target_label": "PLACE", "target_kind": "market", "target_text": "Freedonia", "jurisdiction": "FD", "statement_date": "2031-02",
    "effective_date": "2032", "date_source": "relative", "attribution": "own", "speaker": "Ada Quill", "organization": "Norvik",
    "quote": QUOTED, "quote_kind": "direct", "evidence": FIRST, "evidence_start": 0, "evidence_end": len(FIRST),
    "confidence": 0.875, "counted": True,
}  # fmt: skip


@pytest.mark.parametrize("column", CLAIM_COLUMNS)
def test_each_column_of_a_full_claim(record, column):
    assert claim_rows(record)[0][column] == EXPECTED[column]


def test_a_claim_with_little_has_none_for_what_is_not_known(record):
    row = claim_rows(record)[1]
    unknown = {name for name, value in row.items() if value is None}
    assert unknown == {
        "actor", "actor_ref", "target", "target_label", "target_kind", "target_text", "jurisdiction", "statement_date",
        "effective_date", "date_source", "speaker", "organization", "quote", "quote_kind", "confidence",
    }  # fmt: skip
    assert (row["polarity"], row["counted"], row["attribution"]) == ("negated", False, "reporter")


def test_a_speaker_without_a_name_is_given_in_the_words_of_the_article(record):
    quote = dataclasses.replace(record.quotes[1], speaker_name=None)
    row = claim_rows(dataclasses.replace(record, quotes=(record.quotes[0], quote)))[0]
    assert row["speaker"] == "Norvik"


def test_a_record_without_claims_has_no_rows():
    assert claim_rows(Record(id="a", text="It rained.")) == []


@settings(deadline=None, max_examples=15)
@given(records(SCHEMES))
def test_rows_point_back_into_the_text(record):
    rows = claim_rows(record)
    assert [row["claim_id"] for row in rows] == [claim.id for claim in record.claims]
    for row in rows:
        assert tuple(row) == CLAIM_COLUMNS
        assert record.text[row["actor_start"] : row["actor_end"]] == row["actor_text"]
        assert record.text[row["evidence_start"] : row["evidence_end"]] == row["evidence"]


def read_csv(path):
    with path.open(encoding="utf-8", newline="") as rows:
        return list(csv.reader(rows))


def test_csv_has_a_header_and_cells_as_they_are(tmp_path, record):
    assert write_claims_csv([record], tmp_path / "claims.csv") == 2
    header, first, second = read_csv(tmp_path / "claims.csv")
    assert tuple(header) == CLAIM_COLUMNS
    assert first == [str(v).lower() if isinstance(v, bool) else str(v) for v in EXPECTED.values()]
    assert second[CLAIM_COLUMNS.index("actor")] == ""
    assert second[-1] == "false"


@pytest.mark.parametrize("title", ["=1+1", "+a", "-a", "@a", '"quoted"', "a,b", "a\nb", "a\r\nb", "a\rb", "\ufeffa", "tab\t", "🦀"])
def test_csv_cells_are_not_changed(tmp_path, record, title):
    write_claims_csv([dataclasses.replace(record, title=title)], tmp_path / "claims.csv")
    assert read_csv(tmp_path / "claims.csv")[1][4] == title


def test_csv_of_no_claims_has_its_header(tmp_path):
    assert write_claims_csv([Record(id="a", text="x")], tmp_path / "claims.csv") == 0
    assert read_csv(tmp_path / "claims.csv") == [list(CLAIM_COLUMNS)]


@pytest.mark.parametrize("write", [write_claims_csv, write_claims_parquet])
def test_half_a_surrogate_pair_in_a_cell_is_named_and_leaves_no_file(tmp_path, record, write):
    with pytest.raises(RecordError, match='record "a1": title has half a surrogate pair at character 1'):
        write([dataclasses.replace(record, title="x\ud800")], tmp_path / "claims")
    assert list(tmp_path.iterdir()) == []


def read_table(path):
    import pyarrow.parquet as pq

    return pq.read_table(path)


@pytest.mark.parametrize("group", [1, 2, 10])
def test_claims_parquet_is_typed_and_in_order(tmp_path, record, group, monkeypatch):
    monkeypatch.setattr(record_tables, "ROW_GROUP", group)
    given_records = [dataclasses.replace(record, id=f"a{i}") for i in range(3)]
    assert write_claims_parquet(given_records, tmp_path / "claims.parquet") == 6
    table = read_table(tmp_path / "claims.parquet")
    assert table.schema.equals(claims_schema())
    assert table.to_pylist() == [row for r in given_records for row in claim_rows(r)]


@pytest.mark.parametrize(
    ("column", "kind"),
    [
        ("actor", "string"),
        ("actor_start", "int64"),
        ("evidence_end", "int64"),
        ("confidence", "double"),
        ("counted", "bool"),
        ("date", "string"),
    ],
)
def test_an_empty_claims_table_has_its_types(tmp_path, column, kind):
    assert write_claims_parquet([], tmp_path / "claims.parquet") == 0
    assert str(read_table(tmp_path / "claims.parquet").schema.field(column).type) == kind
