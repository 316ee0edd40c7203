import json

import pytest
from own_model import GRADES, rows, write_project

from onrecord.errors import InputError, RecordError
from onrecord.records import record_from_sentences, to_json
from onrecord.train.labels import read_labels, read_split, with_neighbours
from onrecord.train.project import read_project, write_example
from tests_support import MODEL


def test_a_project_is_read_with_its_defaults(tmp_path):
    project = read_project(write_project(tmp_path, MODEL))
    assert project.scheme.names == GRADES
    assert (project.training.epochs, project.training.patience, project.data.dev) == (2, 3, None)
    assert project.files == (tmp_path / "labels.jsonl",)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"training": "rate = 1"}, "training.rate: unknown field, remove it"),
        ({"training": 'seed = "one"'}, "training.seed: input should be a valid integer"),
        ({"training": "patience = -1"}, "training.patience is -1, give 0 or more"),
        ({"training": "swap_names = 2.0"}, "training.swap_names is 2.0, give a share"),
        ({"training": "encoder_rate = 5"}, "training.encoder_rate is 5.0, give a small number"),
        ({"data": 'dev = "none.jsonl"'}, "there is no file .*none.jsonl"),
        ({"data": "dev_share = 1.0"}, "data.dev_share is 1.0"),
        ({"top": 'folder = "/"'}, "folder: unknown field"),
        ({"top": "= 3"}, "cannot be read as TOML .*--init"),
    ],
)
def test_what_is_wrong_is_named_with_its_key(tmp_path, change, says):
    with pytest.raises(InputError, match=says):
        read_project(write_project(tmp_path, MODEL, **change))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('name = "dig_in"', 'name = "Dig in"', "scheme.stances: the list of names has 'Dig in'"),
        ('name = "dig_in"', 'name = "withdraw"', "a name twice"),
        ('version = "1.0"', "", "version: missing, add it"),
        ('train = ["labels.jsonl"]', "train = []", "data.train: empty"),
        (f'base = "{MODEL}"', 'base = "nowhere"', "base is 'nowhere'"),
    ],
)
def test_a_scheme_and_a_base_must_be_there(tmp_path, old, new, says):
    path = write_project(tmp_path, MODEL)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError, match=says):
        read_project(path)


def test_a_missing_file_is_an_input_error(tmp_path):
    with pytest.raises(InputError, match="cannot be read as TOML"):
        read_project(tmp_path / "none.toml")


def test_settings_and_labels_make_the_fingerprint_and_threads_do_not(tmp_path):
    path = write_project(tmp_path, MODEL)
    first = read_project(path).fingerprint()
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("threads = 1", "threads = 2"), encoding="utf-8")
    assert read_project(path).fingerprint() == first
    path.write_text(text.replace("epochs = 2", "epochs = 3"), encoding="utf-8")
    assert read_project(path).fingerprint() != first
    path.write_text(text, encoding="utf-8")
    (tmp_path / "labels.jsonl").write_text(json.dumps(next(rows())), encoding="utf-8")
    assert read_project(path).fingerprint() != first


def test_the_example_lacks_nothing_but_labels(tmp_path):
    path = write_example(tmp_path / "new")
    with pytest.raises(InputError, match=r"there is no file .*labels\.jsonl"):
        read_project(path)
    (tmp_path / "new" / "labels.jsonl").write_text("{}", encoding="utf-8")
    plain = read_project(path)
    # Every default that stands there as a comment is the default.
    shown = "\n".join(
        line.removeprefix("# ") if line.startswith("# ") and " = " in line else line for line in path.read_text("utf-8").split("\n")
    )
    path.write_text(
        shown.replace('dev = "dev.jsonl"', "").replace('test = "test.jsonl"', "").replace("# Paths are", "#"), encoding="utf-8"
    )
    assert read_project(path) == plain
    with pytest.raises(InputError, match="is there already"):
        write_example(tmp_path / "new")


def shapes(tmp_path):
    """The same sentence in the three shapes."""
    row = {**next(rows()), "prev": "It rained.", "next": "Shares fell."}
    article = {
        "id": "a",
        "sentences": [
            {"sentence": "It rained."},
            {k: row[k] for k in ("sentence", "entities", "claims")},
            {"sentence": "Shares fell."},
        ],
    }
    record = record_from_sentences({**row, "stance_scheme": list(GRADES)})
    for name, line in (("two", json.dumps(row)), ("three", json.dumps(article)), ("one", to_json(record))):
        path = tmp_path / f"{name}.jsonl"
        path.write_text(line, encoding="utf-8")
        yield path


def test_the_three_shapes_give_the_same_row(tmp_path):
    found = []
    for path in shapes(tmp_path):
        (one,) = read_labels(path, GRADES)
        (row,) = [row for row in one.rows if row["claims"]]
        claims = [{k: c[k] for k in ("actor", "stance", "polarity", "stage", "target")} for c in row["claims"]]
        found.append((row["prev"], row["sentence"], row["next"], row["entities"], claims))
    assert found[0] == found[1] == found[2]
    assert found[0][4] == [
        {"actor": "Norvik", "stance": "withdraw", "polarity": "affirmed", "stage": "in_effect", "target": "Freedonia"}
    ]


def test_names_that_are_not_labelled_stay_open(tmp_path):
    path = tmp_path / "plain.jsonl"
    row = next(rows())
    del row["entities"]
    path.write_text(json.dumps(row), encoding="utf-8")
    assert read_labels(path, GRADES)[0].rows[0]["entities"] is None


def test_a_stance_that_the_scheme_lacks_is_an_error(tmp_path):
    path = tmp_path / "plain.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows()), encoding="utf-8")
    with pytest.raises(RecordError, match=r"plain\.jsonl:2: .*it is 'dig_in'"):
        read_labels(path, ("withdraw", "suspend"))
    path.write_text(json.dumps(next(rows()) | {"stance_scheme": ["withdraw", "go"]}), encoding="utf-8")
    with pytest.raises(InputError, match="a scheme with go, which yours lacks"):
        read_labels(path, GRADES)


def test_documents_are_never_split(tmp_path):
    split = read_split(read_project(write_project(tmp_path, MODEL, data="dev_share = 0.4")))
    train, dev = ({one.document for one in part} for part in (split.train, split.dev))
    assert (len(train), len(dev)) == (4, 2)
    assert not train & dev
    assert split == read_split(read_project(tmp_path / "train.toml"))


def test_dev_of_a_document_that_is_trained_on_is_an_error(tmp_path):
    path = write_project(tmp_path, MODEL, data='dev = "labels.jsonl"')
    with pytest.raises(InputError, match="of a document that is trained on too"):
        read_split(read_project(path))


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ([{"id": "a", "sentence": "Norvik saw it.", "claims": []}], "no claim is labelled"),
        ([{**next(rows()), "id": str(i)} for i in range(3)], "all labels are of one document"),
    ],
)
def test_labels_that_cannot_be_learned_from(tmp_path, lines, says):
    with pytest.raises(InputError, match=says):
        read_split(read_project(write_project(tmp_path, MODEL, lines=lines)))


def test_few_labels_of_a_stance_are_a_warning(tmp_path):
    split = read_split(read_project(write_project(tmp_path, MODEL)))
    said = list(split.warnings((*GRADES, "suspend")))
    assert any(line.startswith("suspend: 0 training claims") for line in said)
    assert any(line.startswith("suspend: no claim in dev") for line in said)


def test_a_share_of_lone_sentences_gets_neighbours_of_other_lines():
    lone = [{"sentence": f"Norvik saw {i}."} for i in range(50)]
    made = with_neighbours([*lone, {"sentence": "It left.", "prev": "It rained."}], 0.5, 1)
    assert [row["sentence"] for row in made[:50]] == [row["sentence"] for row in lone]
    assert 10 < sum("next" in row for row in made) < 40
    assert made[-1] == {"sentence": "It left.", "prev": "It rained."}
    assert made == with_neighbours([*lone, {"sentence": "It left.", "prev": "It rained."}], 0.5, 1)
    assert with_neighbours(lone, 0.0, 1) == lone
