# ---
# jupyter:
#   jupytext:
#     formats: py:percent
# ---

# %% [markdown]
# # A language model beside ours
# Let a language model annotate, and compare it with the shipped model on the same gold. The endpoint here is a stand-in on this machine that gives
# recorded answers, so that nothing is sent and nothing costs: **it shows how, not how good language models are**. Put `llm:NAME@URL` of yours in its
# place. Needs `pip install 'onrecord[llm]'`.

# %%
import json
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import onrecord
from onrecord.evaluate import Options, compare, evaluate
from onrecord.llm import Settings, load, preview
from onrecord.records import read_gold

work = Path(tempfile.mkdtemp())

# %% [markdown]
# ## Gold
# Four short articles of three sentences, a line each. Everything in them is invented.

# %%
stories = {
    "ferries": [
        ("Norvik Ferries suspended its Orn line on Monday after the port law took effect.", [("Norvik Ferries", "pause", "port law")]),
        ("Its rival Corvane pulled out of Belmora last year.", [("Corvane", "withdraw", "Belmora")]),
        ("Ferry firms must register with the port office by June.", []),
    ],
    "records": [
        ("Tolliver will hand over the records that the tax office demanded.", [("Tolliver", "comply", None)]),
        ("Ashgrove has not decided whether to comply with the Records Act.", [("Ashgrove", "undecided", "Records Act")]),
        ("Analysts expect both firms to leave the country.", []),
    ],
    "accord": [
        ("Belmora left the fisheries accord on Friday.", [("Belmora", "withdraw", "fisheries accord")]),
        ("Orland is weighing whether to stay in the accord.", [("Orland", "undecided", "accord")]),
        ("The accord was signed in 1998.", []),
    ],
    "tariff": [
        ("Pellam complied with the ministry's pricing order on Tuesday.", [("Pellam", "comply", "pricing order")]),
        ("The ministry had threatened fines.", []),
        ("Pellam has suspended sales of two drugs until the pricing law is clear.", [("Pellam", "pause", "pricing law")]),
    ],
}


def gold_claims(claims):
    return [{"actor": actor, "actor_name": actor, "stance": stance, "target": target} for actor, stance, target in claims]


gold_file = work / "gold.jsonl"
lines = [
    {"id": name, "sentences": [{"sentence": text, "claims": gold_claims(claims)} for text, claims in story]} for name, story in stories.items()
]
gold_file.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
gold = list(read_gold(gold_file))
print(len(gold), "articles,", sum(len(g.claims) for g in gold), "claims")

# %% [markdown]
# ## Recorded answers
# By a part of the text, what the model answered about each article: sentence, words of the stance, actor, stance, target. They err as language
# models do: one takes a norm ("must register") for a claim, one misses a claim, and one makes up words that the article does not have.

# %%
recorded = {
    "Orn line": [(1, "suspended", "Norvik Ferries", "pause", "port law"), (2, "pulled out", "Corvane", "withdraw", "Belmora"), (3, "register", "Ferry firms", "comply", None)],
    "Records Act": [(1, "hand over", "Tolliver", "comply", None), (2, "has not decided", "Ashgrove", "undecided", "Records Act"), (3, "leave", "Both companies", "withdraw", None)],
    "fisheries": [(1, "left", "Belmora", "withdraw", "fisheries accord"), (2, "weighing", "Orland", "undecided", "accord")],
    "pricing": [(1, "complied", "Pellam", "comply", "pricing order")],
}


def claim(sentence, cue, actor, stance, target):
    return {
        "sentence": sentence, "cue": cue, "actor": actor, "actor_names": [actor], "actor_label": "COMPANY", "stance": stance,
        "polarity": "affirmed", "stage": "in_effect", "target": target, "target_name": target, "target_label": None, "target_kind": None,
        "jurisdiction": None, "statement_date": None, "effective_date": None, "date_source": None, "attribution": "reporter", "confidence": 0.9,
    }  # fmt: skip


class Endpoint(BaseHTTPRequestHandler):
    """Answers as an OpenAI-compatible server would."""

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["messages"][1]["content"]
        claims = next(claims for part, claims in recorded.items() if part in asked)
        content = json.dumps({"entities": [], "quotes": [], "claims": [claim(*one) for one in claims]})
        choice = {"message": {"role": "assistant", "content": content}, "finish_reason": "stop"}
        usage = {"prompt_tokens": 3100, "completion_tokens": 60 * len(claims)}
        data = json.dumps({"model": "recorded-1", "choices": [choice], "usage": usage}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
threading.Thread(target=server.serve_forever, daemon=True).start()
name = f"llm:recorded@http://127.0.0.1:{server.server_port}/v1"

# %% [markdown]
# ## See what is sent, before it is
# A request has the prompt, the same for all, and the material: title, date and numbered sentences.

# %%
model = load(name, settings=Settings(cache=str(work / "answers")), disable=frozenset({"language"}))
articles = [onrecord.Article(id=g.id, text=g.text, lang="en") for g in gold]
request = json.loads(next(preview(model, articles[0])))
print(list(request))
print(request["messages"][1]["content"])

# %% [markdown]
# ## Annotate with both
# The same records come out. What the model said that is not in the text was dropped, and is counted.

# %%
theirs = list(model.stream(articles))
server.shutdown()
server.server_close()
ours = list(onrecord.load().stream(articles))
for record in theirs:
    told = record.meta["language_model"]
    print(record.id, len(record.claims), "claims; left out:", told["dropped"])
print(model.spent)

# %% [markdown]
# ## Compare fairly
# The same gold, whole; the same documents drawn for both; the interval of the difference. One that holds 0 shows no difference, and four easy
# articles, written for this page, show nothing anyway. [Language models](../docs/language-models.md#compare-fairly) has the rest of the rules: choose prompts on dev, mind what a model may have seen.

# %%
options = Options(bootstrap=200)
one, two = (evaluate(gold, records, options) for records in (ours, theirs))
for difference in compare(one, two):
    if difference.id in {"stance", "claims.mention"}:
        print(f"{difference.title}: ours {difference.a:.2f}, theirs {difference.b:.2f}, difference {difference.value:+.2f}", end=" ")
        print(f"[{difference.low:+.2f}, {difference.high:+.2f}]")
