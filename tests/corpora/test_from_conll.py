"""CoNLL columns: documents, schemes of tags, columns, faults."""

import pytest

from onrecord.corpora import convert
from onrecord.errors import InputError

NEWS = """-DOCSTART- -X- -X- O

Brix NNP I-NP I-ORG
Bank NNP I-NP I-ORG
Norvik NNP I-NP B-ORG
left VBD I-VP O
Ostrova NNP I-NP I-LOC
. . O O

It PRP I-NP O
paused VBD I-VP O

-DOCSTART- -X- -X- O

Ada NNP I-NP I-PER
"""


def write(tmp_path, text, name="news.conll"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def spans(record):
    return [(e.text, e.label) for e in record.entities]


def test_iob1_documents(tmp_path):
    conversion = convert("conll", write(tmp_path, NEWS), labels={"ORG": "COMPANY", "LOC": "PLACE"})
    first, second = conversion
    assert (first.id, second.id) == ("news-1", "news-2")
    assert first.text == "Brix Bank Norvik left Ostrova .\nIt paused"
    assert spans(first) == [("Brix Bank", "COMPANY"), ("Norvik", "COMPANY"), ("Ostrova", "PLACE")]
    assert [first.text[s.start : s.end] for s in first.sentences] == ["Brix Bank Norvik left Ostrova .", "It paused"]
    assert first.claims == ()
    assert first.meta == {"format": "conll", "labelled_fields": ["entities"]}
    assert conversion.converted == 2


def test_labels_without_one_of_ours_are_kept_and_counted(tmp_path):
    conversion = convert("conll", write(tmp_path, NEWS))
    first, second = conversion
    assert spans(first) == [("Ostrova", "PLACE")]
    assert first.meta["unmapped"] == {"ORG": 2}
    assert first.meta["kept"]["spans"] == [{"label": "ORG", "start": 0, "end": 9}, {"label": "ORG", "start": 10, "end": 16}]
    assert second.meta["unmapped"] == {"PER": 1}
    assert conversion.unmapped == {"ORG": 2, "PER": 1}


@pytest.mark.parametrize(
    "tags",
    [
        ["B-LAW", "I-LAW", "B-LAW", "O"],
        ["I-LAW", "I-LAW", "B-LAW", "O"],
        ["B-LAW", "E-LAW", "S-LAW", "O"],
        ["B-LAW", "L-LAW", "U-LAW", "O"],
        ["B-LAW", "I-LAW", "S-LAW", "O"],
    ],
)
def test_every_scheme_gives_its_spans(tmp_path, tags):
    lines = [f"{token}\t{tag}" for token, tag in zip(["Data", "Act", "Levy", "now"], tags, strict=True)]
    (record,) = convert("conll", write(tmp_path, "\n".join(lines)), separator="tab")
    assert spans(record) == [("Data Act", "LAW"), ("Levy", "LAW")]


def test_without_document_marks_each_sentence_is_a_record(tmp_path):
    found = list(convert("conll", write(tmp_path, "Brix O\n\nleft O\n")))
    assert [(r.id, r.text) for r in found] == [("news-1", "Brix"), ("news-2", "left")]


def test_columns_and_comments_are_the_callers_to_name(tmp_path):
    path = write(tmp_path, "# id 7 of 🦀\n1 B-LOC Ostrova\n2 O 🦀\n")
    (record,) = convert("conll", path, token_column=2, tag_column=1, comments="yes")
    assert (record.text, spans(record)) == ("Ostrova 🦀", [("Ostrova", "PLACE")])


def test_a_folder_gives_ids_with_the_path(tmp_path):
    (tmp_path / "a").mkdir()
    write(tmp_path / "a", "Brix O\n", "x.conll")
    assert [r.id for r in convert("conll", tmp_path)] == ["a/x-1"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Brix O\nleft\n", ":2: 'left' is not a token with a tag"),
        ("Brix X-LOC\n", ":1: in the sentence that begins here, tag 'X-LOC' is neither O nor one of the prefixes"),
        ("-DOCSTART- O\n\nBrix O\n\nleft LOC\n", ":5: in the sentence that begins here, tag 'LOC'"),
    ],
)
def test_faults_are_named_with_file_and_line(tmp_path, text, says):
    path = write(tmp_path, text)
    with pytest.raises(InputError) as caught:
        list(convert("conll", path))
    assert str(caught.value).startswith(f"{path}{says}")


def test_a_file_that_is_not_utf8_is_named(tmp_path):
    path = tmp_path / "news.conll"
    path.write_bytes(b"Brix O\nCaf\xe9 O\n")
    with pytest.raises(InputError, match=r"news\.conll:2: not utf-8 at byte 3, save the file as UTF-8"):
        list(convert("conll", path))


def test_a_column_that_is_not_there_is_named(tmp_path):
    with pytest.raises(InputError, match=r":1: only 2 columns, check token_column, tag_column and separator"):
        list(convert("conll", write(tmp_path, "Brix O\n"), tag_column=5))
