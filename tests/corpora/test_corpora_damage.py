"""A damaged file is an `InputError`, or a record that can be written: never anything else."""

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_corpora_registry import ARTICLE, SENTENCE
from test_from_brat import BRAT
from test_from_conll import NEWS
from test_from_inception import cas_structures, tsv_lines
from test_from_label_studio import results, task
from test_from_quotes import COFENET, PARC
from test_from_stances import EVENTS, STANCES, TWEETS
from tools_support import TEXT

from onrecord.corpora import convert
from onrecord.errors import InputError
from onrecord.records import to_json

SAMPLES = {
    "brat": ("a.ann", "\n".join(BRAT)),
    "cas_json": ("a.json", json.dumps({"%FEATURE_STRUCTURES": cas_structures()})),
    "cofenet": ("a.txt", json.dumps(COFENET)),
    "conll": ("a.conll", NEWS),
    "directquote": ("a.txt", "Bo B-Speaker\nsaid Out\nWe I-LeftSpeaker\n\nx I-Unknown\n"),
    "dna": ("a.csv", EVENTS),
    "gold": ("a.jsonl", f"{json.dumps(SENTENCE)}\n{json.dumps(ARTICLE)}"),
    "label_studio": ("a.json", json.dumps([task(results())])),
    "parc3": ("a.xml", PARC),
    "semeval2016": ("a.txt", "\n".join(TWEETS)),
    "webanno_tsv": ("a.tsv", "\n".join(tsv_lines())),
}
changes = st.lists(
    st.tuples(
        st.floats(0, 1),
        st.integers(0, 6),
        st.sampled_from(["", "\n", "\t", '"', "[", "}", ";", "-", "|", "0", "E", "🦀", "\x00", "\\ud83e"]),
    ),
    min_size=1,
    max_size=4,
)
values = st.sampled_from([None, 1, -1, "x", [], {}, [1], {"a": 1}, True, 1.5, 10**30, ""])


def outcome(name, text):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / SAMPLES[name][0]
        path.write_text(text, encoding="utf-8")
        path.with_name("a.txt" if name == "brat" else "other").write_text(TEXT, encoding="utf-8")
        message = f"{path}:"
        try:
            for record in convert(name, path, stances={**STANCES, "AGAINST": "refuse"}):
                to_json(record)
        except InputError as error:
            message = str(error)
        assert message.startswith(f"{path}:")


@pytest.mark.parametrize("name", SAMPLES)
@given(changes)
@settings(max_examples=15, deadline=None)
def test_characters_that_are_lost_or_put_in(name, where):
    text = SAMPLES[name][1]
    for share, lost, new in where:
        at = int(share * len(text))
        text = text[:at] + new + text[at + lost :]
    outcome(name, text)


def spots(value):
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield value, key
        yield from spots(inner)


@pytest.mark.parametrize("name", ["cas_json", "cofenet", "label_studio"])
@given(st.floats(0, 1, exclude_max=True), values)
@settings(max_examples=40, deadline=None)
def test_values_of_another_type(name, share, value):
    given_json = json.loads(SAMPLES[name][1])
    every = list(spots(given_json))
    owner, key = every[int(share * len(every))]
    owner[key] = value
    outcome(name, json.dumps(given_json))
