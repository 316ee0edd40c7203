"""What the pipeline is given, articles, options and a model, is checked before anything is read."""

import shutil

import pytest

import onrecord
from onrecord.errors import InputError, ModelError
from onrecord.types import Article, Failure, Record
from tests_support import MODEL


@pytest.fixture(scope="module")
def nlp():
    return onrecord.load(threads=2)


def test_articles_without_an_id_in_a_stream_get_their_number_and_one_with_an_id_again_is_a_failure(nlp):
    given_ = [
        {"text": "Selmar left."},
        "Selmar left.",
        {"id": "a", "text": "Selmar left."},
        Article(id="a", text="Again.", path="x.txt"),
    ]
    results = list(nlp.stream(given_))
    assert [(r.id, type(r)) for r in results] == [("article-1", Record), ("article-2", Record), ("a", Record), ("a", Failure)]
    assert (results[3].stage, results[3].path) == ("annotate", "x.txt")
    assert results[3].message == "article 'a': an earlier article has this id, give each its own"


BAD_VALUES = [
    ({"text": None}, "key 'text' is empty"),
    ({"text": " "}, "key 'text' is empty"),
    ({"text": "", "title": "Selmar leaves"}, "key 'text' is empty"),
    ({"text": 7}, "key 'text' is a number"),
    ({"id": ["x"]}, "key 'id' is a list"),
    ({"id": ""}, "key 'id' is empty"),
    ({"text": "half \ud800"}, "half a surrogate pair"),
    ({"title": 3}, "key 'title' is a number"),
    ({"date": 3}, "key 'date' is a number"),
    ({"meta": {"k": "\udc00"}}, "half a surrogate pair"),
]


@pytest.mark.parametrize(("values", "message"), BAD_VALUES)
@pytest.mark.parametrize("form", [dict, Article])
def test_both_forms_of_an_article_are_checked_alike(nlp, form, values, message):
    given_ = form(**{"id": "x", "text": "Selmar left."} | values)
    with pytest.raises(InputError, match=message):
        nlp(given_)
    (result,) = nlp.stream([given_])
    assert (type(result), result.error) == (Failure, "InputError")


@pytest.mark.parametrize("text", ["", " \n", "half \ud800"])
def test_a_text_is_checked_too(nlp, text):
    with pytest.raises(InputError, match=r"'text' (is empty|has half)"):
        nlp(text)


@pytest.mark.parametrize("form", [dict, Article])
def test_an_id_that_is_a_number_becomes_a_string(nlp, form):
    assert nlp(form(id=3, text="Selmar left.")).id == "3"


def test_the_path_of_an_article_is_in_its_failure_and_not_in_its_record(nlp, tmp_path):
    (tmp_path / "good.txt").write_text("Selmar left Germany because of the law.", encoding="utf-8")
    (tmp_path / "zh.txt").write_text("公司周一表示，将遵守法院的命令，不会上诉。" * 20, encoding="utf-8")
    record, failure = nlp.stream(onrecord.articles.read(tmp_path))
    assert "good.txt" not in onrecord.to_json(record)
    assert (failure.stage, failure.path) == ("annotate", str(tmp_path / "zh.txt"))


@pytest.mark.parametrize("given_", [7, None, ["Selmar left."], b"Selmar left."])
def test_what_is_no_article_is_refused(nlp, given_):
    with pytest.raises(InputError, match="give a text, an Article or a mapping"):
        nlp(given_)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"threshold": 1.5}, "probability between 0 and 1"),
        ({"disable": ["parser"]}, "cannot disable parser: choose from"),
        ({"max_chars": -5}, "max_chars is -5, give 1 or more"),
        ({"max_chars": 0}, "max_chars is 0, give 1 or more"),
        ({"threads": -3}, "threads is -3, give 1 or more"),
        ({"threads": 0}, "threads is 0, give 1 or more"),
    ],
)
def test_options_that_cannot_be_used(options, message):
    with pytest.raises(InputError, match=message):
        onrecord.load(**options)


def test_a_folder_that_is_no_model(tmp_path):
    with pytest.raises(ModelError, match="not a model folder"):
        onrecord.load(tmp_path)


@pytest.fixture
def copied(tmp_path):
    """A model folder that a test may break."""
    for file in MODEL.iterdir():
        if file.is_file():
            shutil.copy(file, tmp_path / file.name)
    return tmp_path


@pytest.mark.parametrize("name", ["config.json", "encoder.onnx", "link.onnx", "ngrams.safetensors", "tokenizer.json"])
@pytest.mark.parametrize("content", [b"junk", b"", b"[]", b"\xff\xfe", b'{"name": "x", "version": "1", "thresholds": []}'])
def test_a_broken_model_file_is_named_in_one_line(copied, name, content):
    (copied / name).write_bytes(content)
    with pytest.raises(ModelError) as caught:
        onrecord.load(copied)
    assert str(caught.value).startswith(f"{copied / name}: ")
    assert "\n" not in str(caught.value)


def test_a_newer_model_is_refused(copied):
    (copied / "config.json").write_text('{"name": "x", "version": "1", "format": 99}', encoding="utf-8")
    with pytest.raises(ModelError, match="newer"):
        onrecord.load(copied)
