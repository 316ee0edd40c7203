# ---
# jupyter:
#   jupytext:
#     formats: py:percent
# ---

# %% [markdown]
# # Train your own stances
# From 199 labelled sentences to a model that tells five grades apart: who withdraws, suspends, scales back, buys time or
# digs in. It starts from the shipped model, so it knows names and quotes already. Needs `pip install 'onrecord[train]'`;
# some minutes on two cores, and nothing is downloaded.

# %%
import json
import os
import tempfile
from pathlib import Path

import onrecord
from onrecord.evaluate import Options, evaluate
from onrecord.records import read_gold
from onrecord.train.job import train
from onrecord.train.project import read_project

# Set to a small number to see it run quickly; the model is then of no use.
few = int(os.environ.get("ONRECORD_NOTEBOOK_SENTENCES", "0"))
grades = Path(os.environ.get("ONRECORD_GRADES", "../corpora/grades"))
if not grades.is_dir():
    grades = Path("corpora/grades")

# %% [markdown]
# ## Labels
# One sentence a line: who takes which grade. The files are invented, and a language model labelled them.

# %%
lines = {part: (grades / f"{part}.jsonl").read_text(encoding="utf-8").splitlines() for part in ("train", "dev")}
row = json.loads(lines["train"][0])
print(row["sentence"], [(claim["actor"], claim["stance"]) for claim in row["claims"]])

# %% [markdown]
# ## A configuration
# The one in `corpora/grades`; only where the model goes is changed here. `onrecord train --init FOLDER` writes a commented one to fill in.

# %%
work = Path(tempfile.mkdtemp())
for part, text in lines.items():
    (work / f"{part}.jsonl").write_text("\n".join(text[:: len(text) // few] if few else text), encoding="utf-8")
(work / "guidelines.md").write_text((grades / "guidelines.md").read_text(encoding="utf-8"), encoding="utf-8")
config = (grades / "train.toml").read_text(encoding="utf-8").replace("../../out/grades-en", "grades-en")
(work / "train.toml").write_text(config.replace("epochs = 12", "epochs = 1") if few else config, encoding="utf-8")
project = read_project(work / "train.toml")
for stance in project.scheme.stances:
    print(f"{stance.name:12} {stance.description}")

# %% [markdown]
# ## Training
# The same as `onrecord train train.toml`. Each epoch leaves a checkpoint: run it again and it goes on where it broke off.

# %%
trained = train(project, tell=print)

# %% [markdown]
# ## A new article
# The folder is a model like any other. Its records name their stances, so that every reader knows what to expect.

# %%
nlp = onrecord.load(trained.folder, threshold=0.0 if few else 0.2)  # lower than its own: what it is less sure of shows too
record = nlp(
    {
        "id": "brewers",
        "title": "Brewers part ways over Russia",
        "date": "2031-05-04",
        "text": (
            "Corvane Brewing sold its Russian breweries on Friday and left the country for good. "
            "Its rival Pellam has suspended sales there until further notice. "
            "Tolliver Drinks stays in Russia and is hiring, said Mara Dunn, its head. "
            "Ashgrove has put its new plant in Russia on hold while the old one works on."
        ),
    }
)
print(record.scheme)
for claim in record.claims:
    print(f"{claim.actor.name or claim.actor.text:16} {claim.stance:12} {claim.stage:10} {claim.confidence:.2f}  {claim.evidence.text}")

# %% [markdown]
# ## How good is it?
# Dev chose the epoch and the threshold, so its figures flatter. Mind the intervals: 65 sentences are few.

# %%
gold = list(read_gold(work / "dev.jsonl", stances=nlp.stances))
result = evaluate(gold, nlp.stream({"id": g.id, "text": g.text, "lang": "en"} for g in gold), Options(bootstrap=200))
for figure in (result["claims.mention"], *result["claims.mention"].by):
    low, high = figure.low or 0, figure.high or 0
    print(f"{figure.title:34} F1 {figure.value or 0:.2f} [{low:.2f}, {high:.2f}]  n {figure.n}")
