# ---
# jupyter:
#   jupytext:
#     formats: py:percent
# ---

# %% [markdown]
# # Quickstart
# From a text to a table of who does what about a law. Runs in seconds on a laptop; nothing is downloaded.

# %%
import onrecord

nlp = onrecord.load()

# %% [markdown]
# ## One article
# A text, or a mapping with a title and a date. Dates like "on Monday" are read against the publication date.

# %%
record = nlp(
    {
        "id": "norvik",
        "title": "Norvik suspends exports to Germany",
        "date": "2021-03-02",
        "text": (
            "Norvik Energy said on Monday that it would suspend exports to Germany while it reviews the new data law. "
            "“We have made no decision about our stores,” said Ana Vell, a Norvik spokeswoman.\n\n"
            "Selmar pulled out of Germany last year after the regulator's order."
        ),
    }
)

# %% [markdown]
# Every claim points back into the text: the mention, the sentence it stands in, and the quote that carries it, if any.

# %%
for claim in record.claims:
    target = claim.target.text if claim.target else "-"
    print(
        f"{claim.actor.name or claim.actor.text:15} {claim.stance:10} {claim.stage:10} {target:12} {claim.statement_date} {claim.confidence:.2f}"
    )
    print("   ", claim.evidence.text)

# %% [markdown]
# ## Many articles
# `stream` keeps the order and loses nothing: what cannot be annotated comes out as a failure that says why.

# %%
articles = [
    {"id": "a", "text": "Selmar refused to hand over the records that the court had ordered."},
    {"id": "b", "text": ""},
    {"id": "c", "text": "The ministry lifted the suspension of the talks. Norvik has yet to comply with the ruling."},
]
results = list(nlp.stream(articles))
records = [r for r in results if isinstance(r, onrecord.Record)]
failures = [r for r in results if isinstance(r, onrecord.Failure)]
print(len(records), "records;", [(f.id, f.message) for f in failures])

# %% [markdown]
# ## A table
# One row a claim. Keep the claims that a table should count, and those that are likely enough for your purpose.

# %%
frame = onrecord.to_frame([record, *records])
counted = frame[frame.counted & (frame.confidence >= 0.3)]
print(counted.groupby(["actor", "stance"]).size())
