"""Any history of edits and breaks ends as if the last input had been annotated at once, and does only what is new."""

from __future__ import annotations

import tempfile
from pathlib import Path

from batch_fakes import Plain, contents, undisturbed
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.batch import Options, annotate, parts
from onrecord.batch.index import Index
from onrecord.batch.parts import parts_of
from onrecord.batch.settings import Settings, article_key
from onrecord.types import Article, Failure, ModelInfo

VERSIONS = ("Norvik paused.", "Belmora 🦀 paused.", "It rained.", "REFUSED")
INPUTS = st.dictionaries(st.integers(0, 9), st.sampled_from(VERSIONS), max_size=10).flatmap(
    lambda found: st.permutations(sorted(found.items()))
)


class Stopping(Plain):
    """Is interrupted at the article of a number, counted from 0."""

    def __init__(self, stop):
        super().__init__()
        self.stop, self.read = stop, []

    def _note(self, article):
        if len(self.read) == self.stop:
            raise KeyboardInterrupt
        self.read.append((article.id, article.text))


@settings(deadline=None, max_examples=15)
@given(history=st.lists(st.tuples(INPUTS, st.integers(0, 6)), min_size=1, max_size=3), layout=st.sampled_from(["files", "shards"]))
def test_a_history_ends_as_its_last_input_alone(history, layout):
    options = Options(shard_size=3, layout=layout, drop=True)
    with tempfile.TemporaryDirectory() as name:
        known = set()
        for chosen, stop in history:
            articles = [Article(id=f"a{i}", text=text) for i, text in chosen]
            annotator = Stopping(stop)
            try:
                annotate(articles, annotator, Path(name) / "out", options=options)
            except KeyboardInterrupt:
                known |= set(annotator.read)
            else:
                known = {(article.id, article.text) for article in articles}
            annotator.stop = None
            before = len(annotator.read)
            annotate(articles, annotator, Path(name) / "out", options=options)
            wanted = {(article.id, article.text) for article in articles}
            assert not known & set(annotator.read[before:])
            known = wanted
        expected = undisturbed(Path(name) / "other", articles, shard_size=3, layout=layout, drop=True)
        assert contents(Path(name) / "out") == expected


def index():
    return Index(None)


def test_parts_end_by_number_and_by_length(monkeypatch):
    monkeypatch.setattr(parts, "PART_CHARS", 10)
    articles = [Article(id=str(i), text="x" * n) for i, n in enumerate((4, 4, 4, 1, 1, 1, 50, 2))]
    found = [[item.id for item in part.items] for part in parts_of(articles, index(), b"", size=4)]
    assert found == [["0", "1", "2"], ["3", "4", "5", "6"], ["7"]]


def test_an_id_that_comes_again_is_a_failure_also_with_blanks_around_it():
    articles = [
        Article(id="x", text="a"),
        Failure(id="y", error="E", message="m"),
        Article(id=" x ", text="b"),
        Article(id="y", text="c"),
    ]
    (part,) = parts_of(articles, index(), b"", size=9)
    assert [isinstance(item, Failure) for item in part.items] == [False, True, True, False]


def test_keys_tell_articles_and_settings_apart():
    one, two = Settings(model=ModelInfo(name="m", version="1", digest="d")), Settings(model=None)
    article = Article(id="x", text="a", meta={"k": 1})
    assert article_key(article, one.digest()) != article_key(article, two.digest())
    assert article_key(article, one.digest()) == article_key(Article(id="x", text="a", meta={"k": 1}, path="p"), one.digest())
    odd = [article, Article(id="x", text="a", meta={"k": {2}}), Article(id="x", text="a\udcff"), Article(id="xa", text="")]
    assert len({article_key(item, one.digest()) for item in odd}) == 4
