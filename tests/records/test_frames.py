"""Data frames and data sets, and what importing the package loads."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from onrecord.errors import InputError
from onrecord.records import (
    CLAIM_COLUMNS,
    record_schema,
    to_frame,
)
from onrecord.records.arrow import from_row
from onrecord.types import Record

FIRST = 'Norvik said: "We will, in time, leave Freedonia."'

FRAMES = {
    "claims": CLAIM_COLUMNS,
    "entities": ("article_id", "entity_id", "start", "end", "text", "label", "name", "ref", "via", "antecedent"),
    "quotes": ("article_id", "quote_id", "start", "end", "text", "kind", "cue", "speaker", "speaker_name", "organization"),
    "sentences": ("article_id", "sentence", "start", "end", "text", "stances"),
}


@pytest.mark.parametrize("table", FRAMES)
@pytest.mark.parametrize("given_records", [True, False], ids=["with rows", "empty"])
def test_frames_have_their_columns_and_types(record, table, given_records):
    found = to_frame([record, record] if given_records else [], table=table)
    assert tuple(found.columns) == FRAMES[table]
    assert len(found) == (4 if given_records else 0)
    assert {str(found[name].dtype) for name in FRAMES[table] if name.endswith(("start", "end"))} == {"int64"}
    arrow = to_frame([record, record] if given_records else [], format="arrow", table=table)
    assert tuple(arrow.column_names) == FRAMES[table]
    assert arrow.num_rows == len(found)
    assert arrow.schema.field("article_id").type == "string"


def test_frames_hold_what_the_records_hold(record):
    sentences = to_frame([record], table="sentences", format="arrow").to_pylist()
    assert [(s["sentence"], s["text"], s["stances"]) for s in sentences] == [(0, FIRST, "withdraw"), (1, "It did not pause.", "")]
    entities = to_frame([record], table="entities", format="arrow").to_pylist()
    assert [(e["entity_id"], e["text"], e["via"], e["antecedent"]) for e in entities] == [
        ("e1", "Norvik", "name", None),
        ("e2", "It", "coref", "e1"),
    ]
    quotes = to_frame([record], table="quotes", format="arrow").to_pylist()
    assert [(q["quote_id"], q["cue"], q["speaker"], q["speaker_name"]) for q in quotes] == [
        ("q1", None, None, None), ("q2", "said", "Norvik", "Ada Quill"),
    ]  # fmt: skip


def test_several_stances_of_a_sentence_are_joined_by_a_semicolon(record):
    again = replace(record.claims[0], id="c3", stance="pause")
    sentences = (replace(record.sentences[0], stances=("pause", "withdraw")), record.sentences[1])
    both = replace(record, sentences=sentences, claims=(*record.claims, again))
    assert to_frame([both], table="sentences", format="arrow")["stances"].to_pylist() == ["pause;withdraw", ""]


def test_the_default_frame_is_of_claims_in_pandas(record):
    found = to_frame(iter([record]))
    assert found["actor"].tolist()[0] == "Norvik"
    assert found.loc[found["counted"], "stance"].tolist() == ["withdraw"]


def test_the_frame_of_claims_can_leave_refusals_and_uncounted_claims_out(record):
    refusal = replace(record.claims[0], id="c3", stance="refuse")
    sentences = (replace(record.sentences[0], stances=("withdraw", "refuse")), record.sentences[1])
    given = [replace(record, sentences=sentences, claims=(*record.claims, refusal))]

    def found(**options):
        return to_frame(given, format="arrow", **options)["claim_id"].to_pylist()

    assert found() == ["c1", "c2", "c3"]
    assert found(scheme="four") == ["c1", "c2"]
    assert found(counted=True) == ["c1", "c3"]
    assert found(scheme="four", counted=True) == ["c1"]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"table": "people"}, "no table 'people': choose from claims, entities, quotes, sentences"),
        ({"scheme": "six"}, "no scheme 'six': choose four or five"),
        ({"table": "quotes", "scheme": "four"}, "leave them out for the table 'quotes'"),
        ({"table": "entities", "counted": True}, "leave them out for the table 'entities'"),
        ({"format": "polars"}, "no format 'polars': choose pandas or arrow"),
    ],
)
def test_an_unknown_table_or_format_is_named(options, says):
    with pytest.raises(InputError, match=says):
        to_frame([], **options)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_data_set_has_one_row_a_record_and_gives_the_records_back(record):
    from onrecord.records import to_dataset

    found = to_dataset([record, Record(id="b", text="x")])
    assert found.num_rows == 2
    assert found.column_names == record_schema().names
    assert [from_row(row) for row in found] == [record, Record(id="b", text="x")]


LIGHT = """
import sys
import onrecord.records as r
r.read_jsonl, r.write_jsonl, r.claim_rows, r.to_frame, r.write_parquet, r.read_gold, r.json_schema, r.failure_to_json
print(sorted({"pydantic", "pyarrow", "pandas", "datasets", "numpy", "spacy", "torch"} & sys.modules.keys()))
"""


def test_importing_loads_nothing_heavy():
    done = subprocess.run([sys.executable, "-c", LIGHT], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"
