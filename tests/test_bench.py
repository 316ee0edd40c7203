"""What `make bench` repeats and reckons; what it times needs packages that the tests do not install."""

from __future__ import annotations

import sys

import pytest

from batch.batch_fakes import Plain
from onrecord.types import Article
from tests_support import ROOT

sys.path.append(str(ROOT / "models" / "recipe"))

from bench_runs import Run, copies, run, sizes, spread

NEWS = [
    Article(id=str(i), text=f"Norvik{i} paused.\n\nIt rained.\n\nSelmar stayed {i}.", title="T", date="2024-02-03")
    for i in range(3)
]


def test_copies_have_the_same_words_and_ids_of_their_own() -> None:
    made = list(copies(NEWS, 9))
    assert [one.id for one in made] == [str(i) for i in range(9)]
    assert [sorted(one.text.split()) for one in made] == [sorted(NEWS[i % 3].text.split()) for i in range(9)]
    assert len({one.text for one in made}) > 3
    assert made == list(copies(NEWS, 9))


def test_a_run_counts_every_word_and_refuses_failures() -> None:
    done = run(NEWS, 7, load=Plain("1"))
    assert (done.articles, done.workers) == (7, 0)
    assert done.pace > 0
    with pytest.raises(SystemExit, match="1 of 2 articles failed"):
        run([NEWS[0], Article(id="x", text="It says REFUSED.")], 2, load=Plain("1"))


def test_sizes_read_the_same_mixture(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bench_runs.LOAD", lambda: Plain("1"))
    assert [done.articles for done in sizes(NEWS, [2, 4])] == [2, 4]


def test_spread_is_of_the_fastest() -> None:
    assert spread([Run(1, 0, 95.0), Run(2, 0, 100.0), Run(3, 0, 90.0)]) == pytest.approx(10)
