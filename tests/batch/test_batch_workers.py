"""Several processes that annotate: the same bytes for any number of them, and one bad article harms no other."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from dataclasses import replace
from functools import partial
from multiprocessing import active_children

import pytest
from batch_fakes import LOG, Plain, broken, contents, news, undisturbed

from onrecord.batch import Options, annotate, crew
from onrecord.errors import InputError, OnrecordError

BAD = {"a5": "REFUSED", "a11": "It rained.", "a17": "BUG"}


def failures(folder):
    """Id and stage of each failure, in order."""
    import json

    return [(row["id"], row["stage"]) for row in map(json.loads, (folder / "failures.jsonl").read_text().splitlines())]


@pytest.mark.parametrize(("workers", "batch_size"), [(1, 1), (2, 8), (3, 3)])
@pytest.mark.parametrize("layout", ["files", "shards"])
def test_any_number_of_workers_gives_the_same_bytes(tmp_path, workers, batch_size, layout):
    expected = undisturbed(tmp_path / "one", news(40, **BAD), shard_size=15, layout=layout)
    options = Options(shard_size=15, layout=layout, workers=workers, batch_size=batch_size)
    seen = []
    summary = annotate(news(40, **BAD), Plain, tmp_path / "out", options=options, progress=seen.append)
    assert contents(tmp_path / "out") == expected
    assert (summary.articles_in, summary.records, summary.failures, sum(seen)) == (40, 38, 2, 40)
    assert active_children() == []


def test_the_order_of_the_input_is_the_order_of_the_output_and_changes_no_record(tmp_path):
    articles = news(40)
    lines = undisturbed(tmp_path / "one", articles)["annotations.jsonl"].splitlines()
    order = random.Random(7).sample(range(40), 40)
    options = Options(workers=2, batch_size=2)
    annotate([articles[i] for i in order], Plain, tmp_path / "two", options=options)
    assert (tmp_path / "two" / "annotations.jsonl").read_bytes().splitlines() == [lines[i] for i in order]


def test_an_article_that_ends_workers_is_a_failure_and_its_neighbours_are_annotated(tmp_path):
    articles = news(20, a6="KILL paused.")
    articles[6] = replace(articles[6], path="six.txt")
    summary = annotate(articles, Plain, tmp_path, options=Options(workers=2, batch_size=4))
    assert failures(tmp_path) == [("a6", "worker")]
    assert (summary.records, summary.first_failures[0].path) == (19, "six.txt")
    assert "SIGKILL" in summary.first_failures[0].message


def test_so_is_one_that_never_ends(tmp_path, monkeypatch):
    log, starts, now, start = tmp_path / "log", [], [0.0], crew.Crew._start

    def clock():
        # Goes on only while a worker is at the article that never ends, however slow the machine.
        if log.exists() and log.read_text().split().count("a6") >= len(starts):
            now[0] += 0.3
        return now[0]

    monkeypatch.setenv(LOG, str(log))
    monkeypatch.setattr(crew, "monotonic", clock)
    monkeypatch.setattr(crew.Crew, "_start", lambda self: starts.append(1) or start(self))
    summary = annotate(news(20, a6="SLEEP paused."), Plain, tmp_path / "out", options=Options(workers=1, batch_size=4, timeout=1.0))
    assert failures(tmp_path / "out") == [("a6", "timeout")]
    assert (summary.records, len(starts)) == (19, 3)
    assert "longer than 1 seconds" in summary.first_failures[0].message


def test_a_kept_poison_is_not_taken_again(tmp_path, monkeypatch):
    annotate(news(5, a3="KILL"), Plain, tmp_path, options=Options(workers=1))
    monkeypatch.setenv(LOG, str(tmp_path / "log"))
    annotate(news(6, a3="KILL"), Plain, tmp_path, options=Options(workers=1))
    assert (tmp_path / "log").read_text() == "a5\n"


def test_workers_that_are_killed_by_others_cost_nothing(tmp_path, monkeypatch):
    expected = undisturbed(tmp_path / "one", news(60))
    monkeypatch.setenv(LOG, str(tmp_path / "log"))
    stop = threading.Event()

    def kill():
        for _ in range(2):  # a third could hit an article for the second time that it is tried alone, which fails it
            seen = (tmp_path / "log").stat().st_size if (tmp_path / "log").exists() else 0
            while not stop.is_set() and (not (tmp_path / "log").exists() or (tmp_path / "log").stat().st_size < seen + 20):
                time.sleep(0.01)
            for child in active_children()[:1]:
                os.kill(child.pid, signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        options = Options(workers=2, batch_size=4)
        annotate(news(60), partial(Plain, pause=0.01), tmp_path / "out", options=options)
    finally:
        stop.set()
        killer.join()
    assert contents(tmp_path / "out") == expected


def test_a_model_that_cannot_be_loaded_is_said(tmp_path):
    with pytest.raises(OnrecordError, match="ValueError: no such model"):
        annotate(news(3), broken, tmp_path, options=Options(workers=2))
    assert active_children() == []


def test_workers_that_die_while_they_load_end_the_run(tmp_path, monkeypatch):
    monkeypatch.setattr(crew, "STARTS", 2)
    with pytest.raises(OnrecordError, match="2 workers ended while they loaded the model"):
        annotate(news(3), partial(os._exit, 7), tmp_path, options=Options(workers=1))


def test_workers_need_something_that_loads(tmp_path):
    with pytest.raises(InputError, match="workers need a function"):
        annotate(news(3), Plain(), tmp_path, options=Options(workers=1))


def test_an_interrupted_run_with_workers_goes_on(tmp_path, monkeypatch):
    monkeypatch.setenv(LOG, str(tmp_path / "log"))

    def stop(_):
        if (tmp_path / "log").stat().st_size > 60:
            raise KeyboardInterrupt

    options = Options(workers=2, batch_size=2, shard_size=10)
    with pytest.raises(KeyboardInterrupt):
        annotate(news(30), Plain, tmp_path / "out", options=options, progress=stop)
    assert active_children() == []
    annotate(news(30), Plain, tmp_path / "out", options=options)
    done = (tmp_path / "log").read_text().split()
    assert len(done) <= 30 + 2 * 2 * 2  # what workers had been given
    monkeypatch.delenv(LOG)
    assert contents(tmp_path / "out") == undisturbed(tmp_path / "other", news(30), shard_size=10)
