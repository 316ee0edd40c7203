# ---
# jupyter:
#   jupytext:
#     formats: py:percent
# ---

# %% [markdown]
# # Quotes and speakers
# Who said what, in whose words, for whom. Names and sentences are invented. On the command line it is `onrecord quotes`.

# %%
import tempfile
from pathlib import Path

import pandas as pd

import onrecord
from onrecord import articles
from onrecord.quotes import SpeakerTally, extract, gender_rows, quotes_of

# Claims, references and dates are not needed for quotes.
nlp = onrecord.load(disable=["claims", "references", "dates"])

# %% [markdown]
# ## One article
# A quote that its cue interrupts is one quote in two pieces. "She" gets the name that the article gives, if only one person can be meant.

# %%
record = nlp(
    {
        "id": "tolls",
        "title": "Ferry firm and ministry at odds",
        "date": "2031-04-02",
        "text": (
            "“We will stay in the Orn strait,” said Ada Quill, a spokeswoman for Norvik Ferries, “whatever the new toll is.”\n\n"
            "She said that the company had asked the ministry for talks.\n\n"
            "People familiar with the matter said the ministry would not move.\n\n"
            "Corvane Shipping called the toll “a tax by another name”."
        ),
    }
)
for found in quotes_of(record):
    quote = found.quote
    who = quote.speaker_name or ("(anonymous)" if found.anonymous else "?")
    print(f"{quote.kind:9} {who:15} {quote.organization or '-':15} {[piece.text for piece in quote.spans]}")

# %% [markdown]
# Every piece points back into the text.

# %%
for found in quotes_of(record):
    for piece in found.quote.spans:
        assert record.text[piece.start : piece.end] == piece.text

# %% [markdown]
# ## A collection
# `extract` writes quotes, speakers and failures into a folder.

# %%
samples = Path("../corpora/samples")
if not samples.is_dir():
    samples = Path("corpora/samples")
out = Path(tempfile.mkdtemp()) / "quotes"
files = sorted(samples.glob("1*"))
summary = extract(articles.read(files), nlp, out)
quotes = pd.read_parquet(out / "quotes.parquet")
print(summary.articles_in, "articles,", len(quotes), "quotes")
quotes.groupby("kind").words.agg(["count", "sum"])

# %% [markdown]
# Speakers, most quoted first. Those without a name have rows of their own.

# %%
speakers = pd.read_csv(out / "speakers.csv")
speakers[["speaker", "kind", "quotes", "words", "organizations"]].head(8)

# %% [markdown]
# ## By gender
# onrecord never guesses a gender. You say who is what; whoever is not in your list stays apart, and out of the shares.

# %%
tally = SpeakerTally()
tally.add(quotes_of(record))
for row in gender_rows(tally.speakers(), {"ada quill": "woman"}):
    print(f"{row.gender:18} {row.quotes} quotes, {row.words} words")
