# ---
# jupyter:
#   jupytext:
#     formats: py:percent
# ---

# %% [markdown]
# # Evaluate a model, on our gold and on yours
# Figures with intervals, a fair comparison of two systems, and the sentences that went wrong. Any system that writes records can be
# scored. On the command line it is `onrecord evaluate`.

# %%
import json
import tempfile
from pathlib import Path

import onrecord
from onrecord import corpora
from onrecord.evaluate import Options, compare, evaluate, reporting
from onrecord.records import read_gold

options = Options(bootstrap=200)  # 1,000, the default, for figures to publish


def annotated(nlp, gold):
    """Let a system read the gold's texts."""
    return list(nlp.stream({"id": g.id, "text": g.text, "date": g.date, "lang": "en"} for g in gold))


def show(result, *names):
    for name in names:
        figure = result[name]
        low, high = figure.low or 0, figure.high or 0
        print(f"{figure.title:44} {figure.value or 0:.2f} [{low:.2f}, {high:.2f}]  n {figure.n}")


# %% [markdown]
# ## On our gold
# The dev split: articles about invented events, every sentence labelled by language models that read the guidelines. (Take the test split for
# figures to report, once.)

# %%
gold = list(read_gold(corpora.folder("gold") / "dev.jsonl"))
ours = evaluate(gold, annotated(onrecord.load(), gold), options)
show(ours, "detection", "stance", "claims.mention", "entities.exact", "quotes.overlap")

# %% [markdown]
# ## Beside another system
# The baseline finds stances by cue words. `compare` draws the same documents for both, so its interval is the one of the *difference*; two
# intervals that overlap are no test.

# %%
baseline = evaluate(gold, annotated(onrecord.load("baseline"), gold), options)
for difference in compare(baseline, ours):
    if difference.id in {"stance", "claims.mention"}:
        print(f"{difference.title}: {difference.a:.2f} → {difference.b:.2f}, {difference.value:+.2f}", end=" ")
        print(f"[{difference.low:+.2f}, {difference.high:+.2f}], p {difference.p:.4f}")

# %% [markdown]
# ## Your own gold
# One sentence a line will do, with the claims that you see in it; most should have none. Sentences of one article share `doc_id`. `onrecord review`
# makes whole articles of gold in the browser.

# %%
mine = Path(tempfile.mkdtemp()) / "gold.jsonl"
rows = [
    ("a", "Corvane has suspended its flights to Belmora over the new landing law.", [("Corvane", "pause")]),
    ("a", "Airlines must comply with the landing law by June.", []),
    ("b", "Norvik will hand over the records that the tax office asked for.", [("Norvik", "comply")]),
    ("b", "Norvik declined to comment on the order.", []),
    ("c", "Tolliver has not decided whether to comply with the Data Act.", [("Tolliver", "undecided")]),
    ("c", "Its rival Ashgrove pulled out of Belmora last year.", [("Ashgrove", "withdraw")]),
]
lines = [
    {
        "id": f"{doc}{number}",
        "sentence": sentence,
        "claims": [{"actor": actor, "actor_name": actor, "stance": stance} for actor, stance in claims],
        "meta": {"doc_id": doc},
    }
    for number, (doc, sentence, claims) in enumerate(rows)
]
mine.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")

gold = list(read_gold(mine))
result = evaluate(gold, annotated(onrecord.load(), gold), options)
show(result, "detection", "stance", "claims.mention")

# %% [markdown]
# Six easy sentences say nothing about a model. Beware of intervals then: where nothing is wrong, drawing the documents again finds nothing wrong
# either, and the interval has no width. A few hundred sentences of your own texts do say something.
#
# ## What went wrong
# The sentences that cost most, from our gold:

# %%
for case in reporting.errors(ours, top=3):
    print(" ".join(case.text.split()))
    for fault in case.faults:
        print(f"    {fault.kind}: {fault.why}")

# %% [markdown]
# `reporting.write_html(ours, "evaluation.html")` makes a page of all this, `onrecord evaluate … --html` too.
