"""`onrecord quotes`, from articles to tables."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest

from onrecord.articles import read
from onrecord.baseline import Baseline
from onrecord.cli import quoting
from onrecord.quotes import FILES, count_words
from onrecord.types import Article, Failure

assert quoting.quotes_command  # importing it is what adds the command

FIRST = (
    "Ada Quill said on Monday that Norvik would stay in Freedonia. “We like it here,” she said. "
    "“Nobody is leaving,” said Bo Lark, “not this year.”"
)
SECOND = "“It closes in May,” two sources said. Ada Quill said that this was news to her."


@pytest.fixture
def news(tmp_path):
    """A file of two articles, beside one that is no article."""
    folder = tmp_path / "in"
    folder.mkdir()
    rows = [{"id": "a1", "title": "Norvik stays", "date": "2031-02-03", "text": FIRST}, {"id": "a2", "text": SECOND}]
    (folder / "news.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    (folder / "empty.txt").write_bytes(b"")
    return folder


def table(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def lines(path):
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.fixture
def rules(monkeypatch, loaded):
    """The rules alone, which need no model: quotes as they really come."""

    def load(name="onrecord-en", *, lexicon=None, disable=(), max_chars=1_000_000, **_options):
        loaded.options = {"disable": disable}
        return Baseline(lexicon=lexicon, disable=frozenset(disable), max_chars=max_chars)

    monkeypatch.setattr("onrecord.pipeline.load", load)


@pytest.mark.usefixtures("rules")
def test_two_articles_and_a_bad_file(run, news, tmp_path):
    out, genders = tmp_path / "out", tmp_path / "genders.csv"
    genders.write_text("name,gender\nAda Quill,female\nBo Lark,male\n", "utf-8")
    result = run("quotes", news, "-o", out, "--genders", genders)
    assert result.exit_code == 3
    assert "3 articles in = 2 read + 1 failures" in result.stdout
    assert result.stderr.startswith("Failed: empty: ")
    assert sorted(path.name for path in out.iterdir()) == sorted(FILES)
    assert [row["stage"] for row in lines(out / "failures.jsonl")] == ["read"]

    texts = {"a1": f"Norvik stays\n\n{FIRST}", "a2": SECOND}
    quotes = lines(out / "quotes.jsonl")
    assert {quote["article_id"] for quote in quotes} == {"a1", "a2"}
    for quote in quotes:
        text = texts[quote["article_id"]]
        assert text[quote["start"] : quote["end"]] == quote["text"]
        assert all(text[piece["start"] : piece["end"]] == piece["text"] for piece in quote["pieces"])
    words = {name: sum(quote["words"] for quote in quotes if quote["article_id"] == name) for name in texts}
    assert all(0 < words[name] <= count_words(text) for name, text in texts.items())

    cells = table(out / "quotes.csv")
    assert [(c["article_id"], c["quote_id"], c["text"]) for c in cells] == [
        (q["article_id"], q["quote_id"], q["text"]) for q in quotes
    ]
    for name in ("speakers.csv", "genders.csv"):
        counts = table(out / name)
        assert sum(int(row["quotes"]) for row in counts) == len(quotes)
        assert sum(int(row["words"]) for row in counts) == sum(words.values())
    assert {"female", "male"} <= {row["gender"] for row in table(out / "genders.csv")}
    assert any(row["kind"] == "anonymous" for row in table(out / "speakers.csv"))


@pytest.mark.usefixtures("rules")
def test_quotes_are_those_of_annotate(run, news, tmp_path):
    run("quotes", news, "-o", tmp_path / "out")
    articles = [item for item in read([str(news)]) if isinstance(item, Article)]
    expected = [
        (record.id, quote.id, quote.start, quote.end, quote.speaker_name)
        for record in map(Baseline(), articles)
        for quote in record.quotes
    ]
    found = lines(tmp_path / "out" / "quotes.jsonl")
    assert [(q["article_id"], q["quote_id"], q["start"], q["end"], q["speaker_name"]) for q in found] == expected


def test_what_quotes_do_not_need_is_left_out(run, loaded, news, tmp_path):
    run("quotes", news, "-o", tmp_path / "out", "--model", "other", "--lexicon", "my.csv", "--threads", "3", "--max-chars", "99")
    assert loaded.name == "other"
    assert loaded.options == {
        "lexicon": Path("my.csv"), "device": "cpu", "threads": 3, "max_chars": 99, "disable": ["claims", "references", "dates"],
    }  # fmt: skip


def test_the_check_of_the_language_can_be_turned_off_and_nothing_else(run, loaded, news, tmp_path):
    run("quotes", news, "-o", tmp_path / "out", "--disable", "language")
    assert loaded.options["disable"] == ["claims", "references", "dates", "language"]
    assert run("quotes", news, "-o", tmp_path / "other", "--disable", "quotes").exit_code == 2


def test_a_failure_of_a_bug_names_its_class():
    failure = Failure(id="b", error="KeyError", message="'x'")
    assert quoting._reason(failure) == "b: KeyError: 'x'"
    assert quoting._reason(replace(failure, error="InputError", message="b.txt: empty")) == "b: b.txt: empty"


def test_prints_the_speakers_and_the_counts(run, news, tmp_path):
    (news / "empty.txt").unlink()
    result = run("quotes", news, "-o", tmp_path / "out")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines()[2].split() == ["Ada", "Quill", "Norvik", "4", "2", "14"]
    assert result.stdout.splitlines()[-4:-2] == [
        "2 articles in = 2 read + 0 failures",
        "4 quotes (4 direct, 0 indirect, 0 mixed) of 1 speaker, 14 words",
    ]
    assert result.stdout.endswith(f"Results in {tmp_path / 'out'}\n")


def test_quiet_prints_nothing_but_failures(run, news, tmp_path):
    result = run("quotes", news, "-o", tmp_path / "out", "-q")
    assert result.stdout == ""
    assert result.stderr.startswith("Failed: empty: ")


def test_articles_without_quotes_and_truncated_ones_are_pointed_out(run, news, tmp_path):
    lines_ = run("quotes", news, "-o", tmp_path / "out", "--max-chars", "40").stdout.splitlines()
    assert "3 articles in = 2 read + 1 failures, 1 of them without a quote" in lines_
    assert "2 articles truncated: raise --max-chars to read all of them" in lines_


def test_existing_results_are_refused_before_the_model_is_loaded(run, loaded, news, tmp_path):
    run("quotes", news, "-o", tmp_path / "out")
    loaded.name = None
    result = run("quotes", news, "-o", tmp_path / "out")
    assert result.exit_code == 4
    assert "already holds results" in result.stderr
    assert loaded.name is None


def test_a_wrong_file_of_genders_is_found_before_the_model_is_loaded(run, loaded, news, tmp_path):
    (tmp_path / "genders.csv").write_text("name,sex\n", "utf-8")
    result = run("quotes", news, "-o", tmp_path / "out", "--genders", tmp_path / "genders.csv")
    assert result.exit_code == 4
    assert "no column gender" in result.stderr
    assert loaded.name is None
    assert not (tmp_path / "out").exists()


def test_results_inside_the_input_folder_are_not_read_as_articles(run, news):
    run("quotes", news, "-o", news / "out")
    result = run("quotes", news, "-o", news / "out", "--overwrite")
    assert result.exit_code == 4
    assert "would be read as articles" in result.stderr


def test_the_help_says_that_gender_is_not_guessed(run):
    assert "no gender is guessed" in " ".join(run("quotes", "--help").stdout.split())


def test_what_a_terminal_would_act_on_is_not_printed(run, tmp_path):
    result = run("quotes", tmp_path / "\x1b[2Jgone.html", "-o", tmp_path / "out")
    assert result.exit_code == 4
    assert "\x1b" not in result.output
