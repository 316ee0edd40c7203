"""The command line: what it prints, what it writes, how it ends."""

from __future__ import annotations

import json
import logging
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import onrecord
from onrecord.batch import FILES, Summary
from onrecord.cli.results import report, show
from onrecord.errors import ModelError
from onrecord.records import from_json, read_jsonl
from onrecord.terminal import article_text, safe, stance_table
from onrecord.types import STANCES, Article, Failure

NEWS = "Norvik said it would leave over the Data Act. “We will leave,” Belmora added."
SOURCE = Path(onrecord.__file__).parents[1]


@pytest.fixture
def news(tmp_path):
    """A JSONL file with two articles."""
    path = tmp_path / "news.jsonl"
    rows = [{"id": "a1", "text": NEWS, "title": "Norvik goes"}, {"id": "a2", "text": "Belmora refused to pay. It rained."}]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def one_error(result):
    """The one line on stderr."""
    (line,) = result.stderr.splitlines()
    assert line.startswith("Error: ")
    return line


# annotate


def test_annotate_writes_records_and_ends_with_0(run, news, tmp_path):
    result = run("annotate", news, "-o", tmp_path / "out")
    assert (result.exit_code, result.stderr) == (0, "")
    assert [record.id for record in read_jsonl(tmp_path / "out" / "annotations.jsonl")] == ["a1", "a2"]


def test_annotate_prints_what_it_did(run, news, tmp_path):
    lines = run("annotate", news, "-o", tmp_path / "out").stdout.splitlines()
    assert lines[-3] == "2 articles in = 2 records + 0 failures"
    assert lines[-2].startswith("3 claims, 22 words in ")
    assert lines[-2].endswith(" words/s)")
    assert lines[-1] == f"Results in {tmp_path / 'out'}"


def test_the_table_leaves_refusals_out_unless_they_are_asked_for(run, news, tmp_path):
    four = run("annotate", news, "-o", tmp_path / "four").stdout
    five = run("annotate", news, "-o", tmp_path / "five", "--scheme", "five").stdout
    assert "refuse" not in four
    assert [line.split() for line in four.splitlines() if "Belmora" in line] == [["Belmora", "·", "·", "1", "·", "1"]]
    assert [line.split() for line in five.splitlines() if "Belmora" in line] == [["Belmora", "·", "·", "1", "·", "1", "2"]]


def test_quiet_prints_nothing(run, news, tmp_path):
    result = run("annotate", news, "-o", tmp_path / "out", "--quiet")
    assert (result.exit_code, result.output) == (0, "")
    assert (tmp_path / "out" / "annotations.jsonl").exists()


def test_there_is_no_progress_bar_when_stderr_is_no_terminal(run, news, tmp_path):
    assert run("annotate", news, "-o", tmp_path / "out").stderr == ""


def test_some_failures_end_with_3_and_are_named(run, news, tmp_path):
    result = run("annotate", news, tmp_path / "gone.html", "-o", tmp_path / "out")
    assert result.exit_code == 3
    assert "3 articles in = 2 records + 1 failures" in result.stdout
    (line,) = result.stderr.splitlines()
    assert line.startswith("Failed: gone: ")
    assert "no such file" in line


def test_many_failures_are_summed_up(run, news, tmp_path):
    missing = [tmp_path / f"gone{i}.html" for i in range(9)]
    lines = run("annotate", news, *missing, "-o", tmp_path / "out", "-q").stderr.splitlines()
    assert len(lines) == 6
    assert lines[-1] == f"Failed: 4 more, see {tmp_path / 'out' / 'failures.jsonl'}"


def test_a_failure_of_a_bug_names_its_class(tmp_path, capsys):
    failures = (Failure(id="a", error="KeyError", message="'x'"), Failure(id="b", error="InputError", message="b.txt: empty"))
    counts = {"articles_in": 2, "records": 0, "failures": 2, "claims": 0, "words": 0, "seconds": 1.0, "truncated": 0}
    report(Summary(**counts, table={}, first_failures=failures), tmp_path, refusals=False, quiet=True)
    assert capsys.readouterr().err.splitlines() == ["Failed: a: KeyError: 'x'", "Failed: b: b.txt: empty"]


def test_nothing_annotated_ends_with_4(run, tmp_path):
    result = run("annotate", tmp_path / "gone.html", "-o", tmp_path / "out")
    assert result.exit_code == 4
    assert "1 articles in = 0 records + 1 failures" in result.stdout


def test_truncated_articles_are_pointed_out(run, news, tmp_path):
    assert "--max-chars" not in run("annotate", news, "-o", tmp_path / "whole").stdout
    result = run("annotate", news, "-o", tmp_path / "cut", "--max-chars", 40)
    assert "1 records truncated: raise --max-chars" in result.stdout


def test_options_reach_load(run, loaded, news, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("my.csv").write_text("id,name,label\n", "utf-8")
    run(
        "annotate", news, "-o", tmp_path / "out", "--model", "other", "--threshold", "0.7", "--lexicon", "my.csv", "--device", "cuda",
        "--threads", "3", "--max-chars", "99", "--disable", "quotes,dates", "--disable", "references",
    )  # fmt: skip
    assert loaded.name == "other"
    assert loaded.options == {
        "threshold": 0.7, "lexicon": Path("my.csv"), "device": "cuda", "threads": 3, "max_chars": 99,
        "disable": ["quotes", "dates", "references"],
    }  # fmt: skip


def test_results_of_something_else_are_refused_before_the_model_is_loaded(run, loaded, news, tmp_path):
    (tmp_path / "claims.csv").write_text("mine")
    result = run("annotate", news, "-o", tmp_path)
    assert result.exit_code == 4
    assert "already holds results" in one_error(result)
    assert "--overwrite" in one_error(result)
    assert loaded.name is None


def test_the_same_command_does_nothing_again(run, news, tmp_path):
    run("annotate", news, "-o", tmp_path / "out")
    with news.open("a", encoding="utf-8") as file:
        file.write(json.dumps({"id": "a3", "text": NEWS}) + "\n")
    result = run("annotate", news, "-o", tmp_path / "out")
    assert result.exit_code == 0
    assert "2 articles were done before and not done again" in result.stdout.splitlines()


def test_other_options_are_refused(run, news, tmp_path):
    run("annotate", news, "-o", tmp_path / "out")
    result = run("annotate", news, "-o", tmp_path / "out", "--max-chars", "99")
    assert result.exit_code == 4
    assert "options max_chars 1000000, now 99" in one_error(result)
    lexicon = tmp_path / "my.csv"
    lexicon.write_text("id,name,label\n", "utf-8")
    assert "options lexicon None, now " in one_error(run("annotate", news, "-o", tmp_path / "out", "--lexicon", lexicon))


def test_records_are_dropped_only_when_told_to(run, news, tmp_path):
    run("annotate", news, "-o", tmp_path / "out")
    news.write_text(news.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    assert "records of 1 articles that are not in the input" in one_error(run("annotate", news, "-o", tmp_path / "out"))
    assert "1 records dropped" in run("annotate", news, "-o", tmp_path / "out", "--drop").stdout


def test_a_dry_run_counts_and_writes_nothing(run, news, tmp_path):
    lines = run("annotate", news, tmp_path / "gone.html", "-o", tmp_path / "out", "--dry-run").stdout.splitlines()
    assert [line.rsplit(maxsplit=1) for line in lines] == [
        ["articles", "3"], ["unreadable", "1"], ["done", "0"], ["failed", "0"], ["to do", "2"],
    ]  # fmt: skip
    assert not (tmp_path / "out").exists()


def test_shards_when_asked_for(run, news, tmp_path):
    assert run("annotate", news, "-o", tmp_path / "out", "--layout", "shards", "--shard-size", 1).exit_code == 0
    assert [path.name for path in sorted((tmp_path / "out" / "claims").iterdir())] == ["part-00000.parquet", "part-00001.parquet"]


def test_overwrite_replaces_them(run, news, tmp_path):
    run("annotate", news, "-o", tmp_path / "out")
    assert run("annotate", news, "-o", tmp_path / "out", "--overwrite").exit_code == 0


def test_results_inside_the_input_folder_are_not_read_as_articles(run, news, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    news.rename(folder / "news.jsonl")
    assert run("annotate", folder, "-o", folder / "out").exit_code == 0
    result = run("annotate", folder, "-o", folder / "out", "--overwrite")
    assert result.exit_code == 4
    assert "would be read as articles" in one_error(result)


def test_annotate_reads_standard_input(run, tmp_path):
    result = run("annotate", "-", "-o", tmp_path / "out", input=json.dumps({"id": "x", "text": NEWS}))
    assert result.exit_code == 0
    assert [record.id for record in read_jsonl(tmp_path / "out" / "annotations.jsonl")] == ["x"]


def test_only_the_top_actors_are_listed_and_the_rest_summed_up(tmp_path, capsys):
    table = {f"Company {i:02}": {"pause": 30 - i} for i in range(20)} | {None: {"comply": 1}}
    summary = Summary(articles_in=1, records=1, failures=0, claims=1, words=1, seconds=1.0, truncated=0, table=table)
    report(summary, tmp_path, refusals=False, quiet=False)
    rows = [line.split() for line in capsys.readouterr().out.splitlines()[2:19]]
    assert [row[:2] for row in rows[:15]] == [["Company", f"{i:02}"] for i in range(15)]
    assert rows[15] == ["5", "more", "65", "·", "·", "·", "65"]
    assert rows[16] == ["(not", "told)", "·", "1", "·", "·", "1"]


# show


def test_show_a_text(run):
    result = run("show", NEWS)
    assert result.exit_code == 0
    assert result.stdout.startswith(NEWS + "\n")
    (row,) = [line for line in result.stdout.splitlines()[1:] if line.startswith("Belmora")]
    assert row.split() == ["Belmora", "withdraw", "Ada", "Quill", "(Norvik)", "said", "2031-02-03", "0.80"]


def test_show_a_file(run, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("Café Zwölf 🦀 paused its shop.", "utf-8")
    result = run("show", path)
    assert result.exit_code == 0
    assert "Café Zwölf   pause" in result.stdout


def test_show_reads_standard_input(run):
    assert "withdraw" in run("show", "-", input=NEWS).stdout


def test_show_says_what_is_not_plain(run):
    rows = run("show", "Norvik did not comply. Belmora threatened and would leave. It is an unnamed Norvik that paused.").stdout
    assert "comply, negated" in rows
    assert "withdraw, threatened" in rows
    assert "Norvik (not told)" in rows


def test_show_an_article_without_claims(run):
    result = run("show", "It rained in Freedonia.")
    assert (result.exit_code, result.stdout) == (0, "It rained in Freedonia.\n\nNo claims found.\n")


def test_show_as_json_gives_the_record(run, fake_pipeline):
    assert from_json(run("show", NEWS, "--json").stdout) == fake_pipeline(NEWS)


def test_json_on_a_terminal_escapes_what_would_steer_it_and_means_the_same(fake_pipeline, monkeypatch, capsys):
    record = fake_pipeline("Norvik\x9b31m paused \u202eits\u200f shop\x7f.")
    show(record, as_json=True)
    raw = capsys.readouterr().out
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    show(record, as_json=True)
    escaped = capsys.readouterr().out
    assert "\x9b" in raw
    assert not set("\x7f\x9b\u202e\u200f") & set(escaped)
    assert from_json(escaped) == from_json(raw) == record


def test_show_takes_the_first_of_several_articles_and_says_so(run, news):
    result = run("show", news)
    assert "Norvik goes" in result.stdout
    assert result.stderr == f"{news}: holds several articles, this is the first\n"


def test_show_points_out_where_reading_stopped(run):
    assert "Read up to character 20 of 77: raise --max-chars" in run("show", NEWS, "--max-chars", 20).stdout


@pytest.mark.parametrize("given", ["gone.html", "no such folder/gone.TXT", "word"])
def test_show_takes_a_missing_file_for_what_it_is(run, given):
    result = run("show", given)
    assert result.exit_code == 4
    assert "no such file" in one_error(result)


def test_show_does_not_take_a_folder(run, tmp_path):
    assert "use `onrecord annotate`" in one_error(run("show", tmp_path))


def test_show_an_empty_file(run, tmp_path):
    (tmp_path / "a.txt").write_text("")
    result = run("show", tmp_path / "a.txt")
    assert result.exit_code == 4
    assert str(tmp_path / "a.txt") in one_error(result)


def test_long_texts_are_not_wrapped_for_other_programs(run):
    text = "Norvik paused " + "and paused " * 50 + "again."
    assert run("show", text).stdout.splitlines()[0] == text


def test_a_terminal_gets_styles_and_a_legend_and_no_color_neither(run):
    plain = run("show", NEWS).stdout
    styled = run("show", NEWS, env={"FORCE_COLOR": "1", "TERM": "xterm-256color"}).stdout
    bare = run("show", NEWS, env={"FORCE_COLOR": "1", "TERM": "xterm-256color", "NO_COLOR": "1"}).stdout
    assert "\x1b[" in styled
    assert "who takes a stance" in styled
    for output in (plain, bare):
        assert "\x1b" not in output
        assert "who takes a stance" not in output


def test_markup_and_escape_sequences_of_an_article_are_harmless(run):
    output = run("show", "[bold]Brix paused. \x1b[31mred\x1b[0m :smile: [/nonsense]").stdout
    assert "\x1b" not in output
    assert "[bold]Brix paused. �[31mred�[0m :smile: [/nonsense]" in output
    assert "[bold]Brix   pause" in output


@pytest.mark.parametrize(
    ("name", "organization", "shown"),
    [
        ("Ada Quill", "Norvik", "Ada Quill (Norvik)"),
        ("Norvik", "Norvik", "Norvik"),
        (None, "Norvik", "Norvik"),
        ("Ada Quill", None, "Ada Quill"),
    ],
)
def test_a_speaker_is_shown_with_the_organization(fake_pipeline, capsys, name, organization, shown):
    record = fake_pipeline("“We will leave,” Norvik said.")
    quote = replace(record.quotes[0], speaker_name=name, organization=organization)
    show(replace(record, quotes=(quote,)), as_json=False)
    assert re.split(" {2,}", capsys.readouterr().out.splitlines()[-1])[1:3] == ["withdraw", shown]


def test_marks_stand_at_the_records_offsets(fake_pipeline):
    record = fake_pipeline("It\r\nrained\x07 \x1b 🦀. “We will leave,” Norvik\x0b said.")
    text = article_text(record)
    assert len(text.plain) == len(record.text)
    entities = [text.plain[span.start : span.end] for span in text.spans if span.style == "bold cyan"]
    assert entities == ["Norvik"]
    assert [text.plain[span.start : span.end] for span in text.spans if span.style == "italic"] == ["We will leave,"]


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\x7f", "\x9b", "\u202e", "\u2066", "\u200f", "\u061c", "\ud800", "\r"])
def test_safe_replaces_one_for_one(character):
    assert safe(f"a{character}b") == "a�b"


def test_safe_keeps_what_is_harmless():
    assert safe("a\tb\nc “é” 🦀") == "a\tb\nc “é” 🦀"


def test_an_empty_table_has_no_rows():
    assert stance_table({"Norvik": {"refuse": 3}}, stances=STANCES[:4], top=15).row_count == 0


# info and version


def test_info_names_versions_and_model(run):
    result = run("info")
    facts = dict(line.split(maxsplit=1) for line in result.stdout.splitlines())
    assert result.exit_code == 0
    assert facts["onrecord"] == onrecord.__version__
    assert facts["python"] == ".".join(map(str, sys.version_info[:3]))
    assert facts["model_digest"] == "ab" * 32
    assert facts["model_size"] == "2,048 bytes"
    assert {"spacy", "onnxruntime", "tokenizers", "sentencex", "trafilatura"} <= facts.keys()


def test_info_as_json(run, fake_pipeline):
    facts = json.loads(run("info", "--json").stdout)
    assert facts["model_folder"] == str(fake_pipeline.folder)
    assert facts["model_size"] == 2048


def test_info_gives_the_versions_even_without_a_model(run, monkeypatch):
    monkeypatch.setattr("onrecord.pipeline.load", raising(ModelError("no model in x, give --model")))
    result = run("info")
    assert result.exit_code == 4
    assert result.stdout.startswith("onrecord ")
    assert one_error(result) == "Error: no model in x, give --model"


def test_version(run):
    result = run("--version")
    assert (result.exit_code, result.stdout) == (0, f"onrecord {onrecord.__version__}\n")


# errors


def raising(error):
    def fail(*_args, **_options):
        raise error

    return fail


@pytest.mark.parametrize(
    "arguments",
    [
        ["show", NEWS, "--treshold", "0.5"],
        ["show", NEWS, "--threshold", "1.5"],
        ["annotate", "a.txt"],
        ["annotate", "-o", "out"],
        ["annotate", "a.txt", "-o", "out", "--scheme", "six"],
        ["annotate", "a.txt", "-o", "out", "--threads", "0"],
        ["anotate"],
    ],
)
def test_usage_errors_end_with_2(run, loaded, arguments):
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1].startswith("Error: ")
    assert loaded.name is None


@pytest.mark.parametrize(
    ("error", "code", "says"),
    [
        (ModelError("x: not a model folder,\n build one"), 4, "x: not a model folder, build one"),
        (KeyboardInterrupt(), 130, "interrupted"),
        (OSError(28, "No space left on device"), 1, "Error: No space left on device, check"),
        (PermissionError(13, "Permission denied", "out/x"), 1, "Error: out/x: Permission denied, check"),
        (ZeroDivisionError("oh\nno"), 1, "unexpected ZeroDivisionError: oh no"),
    ],
)
def test_errors_are_one_line_and_have_their_exit_code(run, monkeypatch, error, code, says):
    monkeypatch.setattr("onrecord.pipeline.load", raising(error))
    result = run("show", NEWS)
    assert result.exit_code == code
    assert says in one_error(result)
    assert result.stdout == ""


def test_an_interrupted_run_leaves_no_results(run, monkeypatch, news, tmp_path, fake_pipeline):
    monkeypatch.setattr(type(fake_pipeline), "__call__", raising(KeyboardInterrupt()))
    result = run("annotate", news, "-o", tmp_path / "out")
    assert result.exit_code == 130
    assert one_error(result) == "Error: interrupted, no results were written: run the same command again to go on from here"
    assert [path.name for path in (tmp_path / "out").iterdir()] == [".onrecord"]


@pytest.mark.parametrize("how", ["option", "environment"])
def test_debug_shows_the_traceback_before_the_line(run, monkeypatch, how):
    monkeypatch.setattr(logging, "basicConfig", lambda **_: None)
    arguments, env = (["--debug"], {}) if how == "option" else ([], {"ONRECORD_DEBUG": "1"})
    result = run("show", "A BUG here.", *arguments, env=env)
    assert result.exit_code == 1
    assert result.stderr.startswith("Traceback")
    assert result.stderr.splitlines()[-1].startswith("Error: unexpected ZeroDivisionError: division by zero")


def test_tracebacks_and_the_log_are_harmless_to_a_terminal(run, monkeypatch):
    monkeypatch.setattr("onrecord.pipeline.load", raising(ValueError("red \x1b[31m and \u202e back")))
    given = {}
    monkeypatch.setattr(logging, "basicConfig", lambda **options: given.update(options))
    result = run("show", NEWS, "--debug")
    assert result.stderr.startswith("Traceback")
    assert not set("\x1b\u202e") & set(result.stderr)
    (handler,) = given["handlers"]
    assert handler.format(logging.makeLogRecord({"msg": "a \x1b b", "levelname": "INFO", "name": "n"})) == "INFO n: a � b"


def test_a_failed_article_of_show_ends_with_4(run):
    result = run("show", "It is BROKEN.")
    assert result.exit_code == 4
    assert "take it out" in one_error(result)


@pytest.mark.parametrize("command", [[], ["annotate"], ["show"], ["info"]])
def test_help_lists_the_exit_codes(run, command):
    output = run(*command, "--help").stdout
    for code in ("0", "1", "2", "3", "4", "130", "141"):
        assert any(line.split(maxsplit=1)[:1] == [code] for line in output.splitlines())


# the process itself


def python(code, **options):
    environment = {k: v for k, v in os.environ.items() if k != "ONRECORD_DEBUG"} | {"PYTHONPATH": str(SOURCE)}
    return subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=60, check=False, **options
    )


def test_the_command_line_starts_without_heavy_imports():
    heavy = "spacy", "pandas", "pyarrow", "numpy", "pydantic", "onnxruntime", "trafilatura", "dateparser", "torch", "transformers"
    code = f"import onrecord.cli, sys; print(*[name for name in {heavy} if name in sys.modules])"
    assert python(code).stdout == "\n"


def test_a_closed_pipe_is_quiet():
    code = "import os, sys; from onrecord.cli import main; sys.argv = ['onrecord', 'info', '--json']\n"
    code += "from types import SimpleNamespace as N; from onrecord import pipeline\n"
    code += "pipeline.load = lambda *_, **__: N(info=N(name='n', version='1', digest='d'), folder=None)\n"
    code += "read, write = os.pipe(); os.close(read); os.dup2(write, 1); main()"
    result = python(code)
    assert (result.returncode, result.stderr) == (141, "")


def test_every_result_file_is_named_in_the_help(run):
    output = " ".join(run("annotate", "--help").stdout.split())
    assert all(name in output for name in FILES)


def test_exit_codes_page_has_every_code():
    page = (SOURCE.parent / "docs" / "exit-codes.md").read_text("utf-8")
    for code in (0, 1, 2, 3, 4, 130, 141):
        assert f"| {code} |" in page


def test_records_of_the_fake_are_records(fake_pipeline):
    assert isinstance(fake_pipeline(Article(id="x", text=NEWS)), onrecord.Record)
