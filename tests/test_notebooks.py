"""Notebooks run from top to bottom, as their readers would run them."""

import runpy

import pytest

import run_notebooks
from tests_support import ROOT

NOTEBOOKS = ROOT / "notebooks"


def test_the_quickstart_runs(capsys):
    names = runpy.run_path(str(NOTEBOOKS / "quickstart.py"))
    assert capsys.readouterr().out
    assert names["record"].claims
    assert [f.id for f in names["failures"]] == ["b"]
    assert len(names["frame"]) >= len(names["record"].claims)


def test_quotes_have_their_speakers(capsys, monkeypatch):
    monkeypatch.chdir(NOTEBOOKS)
    names = runpy.run_path("quotes.py")
    assert "Ada Quill" in capsys.readouterr().out
    assert names["summary"].articles_in == len(names["files"])
    assert len(names["quotes"]) == names["speakers"].quotes.sum() > 0


def test_a_language_models_output_is_compared(capsys, monkeypatch):
    pytest.importorskip("httpx")
    monkeypatch.chdir(NOTEBOOKS)
    names = runpy.run_path("language_model.py")
    assert [len(record.claims) for record in names["theirs"]] == [3, 2, 2, 1]
    assert sum(sum(record.meta["language_model"]["dropped"].values()) for record in names["theirs"]) == 1
    assert "difference" in capsys.readouterr().out


@pytest.mark.slow
def test_a_collection_becomes_a_table_and_a_page(capsys, monkeypatch):
    monkeypatch.chdir(NOTEBOOKS)
    names = runpy.run_path("collection.py")
    assert names["summary"].articles_in == names["summary"].records + names["summary"].failures
    assert names["written"].articles == names["summary"].records
    assert names["page"].is_file()
    assert "█" in capsys.readouterr().out


@pytest.mark.slow
def test_a_model_is_scored_on_our_gold_and_on_ones_own(capsys, monkeypatch):
    monkeypatch.chdir(NOTEBOOKS)
    names = runpy.run_path("evaluate.py")
    assert names["ours"]["claims.mention"].value > names["baseline"]["claims.mention"].value
    assert names["result"].sentences == len(names["rows"])
    assert "→" in capsys.readouterr().out


@pytest.mark.slow
def test_a_few_sentences_train_stances_of_ones_own(capsys, monkeypatch):
    pytest.importorskip("torch")
    monkeypatch.setenv("ONRECORD_NOTEBOOK_SENTENCES", "12")
    monkeypatch.setenv("ONRECORD_GRADES", str(ROOT / "corpora" / "grades"))
    names = runpy.run_path(str(NOTEBOOKS / "train_your_own.py"))
    assert "Epoch 1 of 1" in capsys.readouterr().out
    assert names["record"].scheme == ("withdraw", "suspend", "scale_back", "buy_time", "dig_in")
    assert names["result"].options.stances == names["nlp"].stances


def test_every_notebook_is_run_here():
    tested = ["collection", "evaluate", "language_model", "quickstart", "quotes", "train_your_own"]
    assert sorted(path.stem for path in NOTEBOOKS.glob("*.py")) == tested


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("*.py")), ids=lambda path: path.stem)
def test_each_is_in_the_percent_format(path):
    first, *others = run_notebooks.cells(path.read_text(encoding="utf-8"))
    assert first.markdown
    assert first.source.startswith("# ")
    for cell in others:
        if not cell.markdown:
            compile(cell.source, path.name, "exec")


NOTEBOOK = """# ---
# jupyter: {}
# ---

# %% [markdown]
# # Title
# Some text.
#
# More.

# %%
x = 2
print("<b>", x)

# %%
class Table:
    def _repr_html_(self):
        return "<table></table>"


Table()

# %%
x + 1

# %%
None
"""


def test_a_page_shows_cells_with_what_they_printed_and_gave(tmp_path):
    path = tmp_path / "one.py"
    path.write_text(NOTEBOOK)
    page = run_notebooks.page(path, run_notebooks.run(path))
    assert page.startswith('# Title\nSome text.\n\nMore.\n\n```python\nx = 2\nprint("<b>", x)\n```\n')
    assert '<pre class="output">&lt;b&gt; 2</pre>' in page
    assert '<div class="output"><table></table></div>' in page
    assert '<pre class="output">3</pre>' in page
    assert page.count('class="output"') == 3


def test_a_figure_is_a_picture_in_the_page(tmp_path):
    pytest.importorskip("matplotlib")
    path = tmp_path / "one.py"
    path.write_text("# %%\nfrom matplotlib.figure import Figure\n\nfigure = Figure(figsize=(1, 1))\nfigure.subplots()\nfigure\n")
    page = run_notebooks.page(path, run_notebooks.run(path))
    (shown,) = [line for line in page.splitlines() if 'class="output"' in line]
    assert shown.startswith('<div class="output"><svg ')
    assert shown.endswith("</svg></div>")
    assert "<?xml" not in page


def test_a_page_of_a_notebook_that_did_not_run_says_so(tmp_path):
    path = tmp_path / "one.py"
    path.write_text(NOTEBOOK)
    page = run_notebooks.page(path)
    assert "output is not shown" in page
    assert 'class="output"' not in page


def test_a_cell_that_fails_is_named(tmp_path):
    path = tmp_path / "one.py"
    path.write_text("# %%\nx = 1\n\n# %%\nraise ValueError(x)\n")
    with pytest.raises(ValueError, match="1") as caught:
        run_notebooks.run(path)
    assert "one.py, cell 2" in str(caught.getrepr())
