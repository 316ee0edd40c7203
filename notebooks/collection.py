# ---
# jupyter:
#   jupytext:
#     formats: py:percent
# ---

# %% [markdown]
# # A collection, from files to a chart
# Thirty sample articles in the formats that people have on disk become a table, a chart and a page to look at. All are
# invented. The same on the command line is `onrecord annotate`, `stories` and `report`.

# %%
import tempfile
from pathlib import Path

import pandas as pd

import onrecord
from onrecord import articles
from onrecord.batch import Options, annotate
from onrecord.records import read_failures
from onrecord.records.runs import FAILURES, read_run
from onrecord.report import write_report

samples = Path("../corpora/samples")
if not samples.is_dir():
    samples = Path("corpora/samples")
out = Path(tempfile.mkdtemp()) / "out"

# %% [markdown]
# ## Annotate
# `articles.read` takes files and folders, whatever their format. `annotate` writes the results into a folder, all at once at the
# end; run again, it has nothing to do. Articles in = records + failures, always.

# %%
nlp = onrecord.load()
summary = annotate(articles.read(samples), nlp, out, options=Options(workers=0))
print(summary.articles_in, "articles,", summary.records, "records,", summary.failures, "failures")

# %% [markdown]
# ## The table
# A row a claim. `counted` leaves out what was denied, threatened, considered or taken back.

# %%
claims = pd.read_parquet(out / "claims.parquet")
counted = claims[claims.counted & (claims.confidence >= 0.4)]
counted[["date", "actor", "stance", "stage", "target", "confidence"]].sort_values("confidence", ascending=False).head(8)

# %% [markdown]
# ## Who does what

# %%
table = pd.crosstab(counted.actor, counted.stance)
table.loc[table.sum(axis=1).nlargest(8).index]

# %% [markdown]
# ## A chart
# The actors with the most claims, a bar each, cut by stance. It is drawn with matplotlib (`pip install matplotlib`); without it,
# bars of text have to do.

# %%
try:
    from matplotlib.figure import Figure
except ImportError:
    Figure = None
most = table.loc[table.sum(axis=1).nlargest(8).index[::-1]]
chart = Figure(figsize=(7, 3.2), layout="constrained") if Figure else None
if chart:
    axes = chart.subplots()
    colours = {"pause": "#8f5600", "comply": "#1b6e46", "withdraw": "#2a55ad", "undecided": "#67616f", "refuse": "#ae231c"}
    most.plot.barh(stacked=True, ax=axes, color=[colours[stance] for stance in most], width=0.7)
    axes.set(xlabel="claims", ylabel="")
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False)
chart

# %%
for stance, n in counted.stance.value_counts().items():
    print(f"{stance:10} {'█' * n} {n}")

# %% [markdown]
# ## Read before you count
# The evidence is in the table. The least sure of those that were kept:

# %%
for claim in counted.sort_values("confidence").head(3).itertuples():
    print(f"{claim.confidence:.2f} {claim.actor}: {claim.stance} | {' '.join(claim.evidence.split())}")

# %% [markdown]
# ## A page to look at
# One file that opens from disk, with every claim down to its sentence. A claim counts once a story there if `onrecord stories` has run.

# %%
page = out / "report.html"
failures = out / FAILURES
written = write_report(read_run(out), page, failures=read_failures(failures) if failures.is_file() else (), title="Samples")
print(f"{page.name}: {written.articles} articles, {written.claims} claims, {written.size / 1e6:.1f} MB")
