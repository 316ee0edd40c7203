"""Invented collections of any size: actors, laws and cities that are nowhere, dates, quotes, pronouns, copies, moves."""

from __future__ import annotations

import random
from dataclasses import replace

from onrecord import types as t

ACTORS = [
    f"{a}{b}"
    for a in ("Nor", "Bel", "Quin", "Tav", "Lus", "Zem", "Cal", "Osk")
    for b in ("vik", "mora", "tar", "ria", "enna", "dix")
]
LAWS = [
    f"{a} {b}" for a in ("Data", "Harbour", "Lantern", "River", "Tariff", "Airspace") for b in ("Act", "Code", "Order", "Accord")
]
PEOPLE = [f"{a} {b}" for a in ("Ada", "Ines", "Omar", "Juno", "Pavel") for b in ("Quill", "Brandt", "Osei", "Vale", "Moreau")]
SOURCES = ("The Lantern", "Harbour Wire", "Ledger & Post", None)
PLACES = ("CA", "US", "EU", "JP", "NO", None)
VERBS = {
    "pause": "will suspend its work under", "comply": "has complied with", "withdraw": "is pulling out because of",
    "undecided": "has not decided what to do about", "refuse": "refuses to obey",
}  # fmt: skip
FILLER = (
    "Rain fell on the harbour all through the morning, and the ferries ran late.",
    "Traders in the old exchange spoke of little else that week.",
    "Nobody at the ministry would say when the next reading is due.",
    "The café on the corner sold out of its 🦀 pies before noon, “as ever,” the owner said.",
    "Prices had risen by a tenth since the spring, according to figures that were out on Friday.",
    "A spokeswoman for the port declined to give a number.",
    "It was the third such week in a row for the small town by the river.",
)


def prose(rng, vocabulary, words=14):
    """A sentence of invented words, common ones more often than rare ones: it packs a little worse than English does."""
    found = [vocabulary[int(len(vocabulary) ** rng.random() ** 0.6) - 1] for _ in range(rng.randint(words // 2, words * 2))]
    return " ".join(found).capitalize() + "."


def words_of(rng, size=20_000):
    """Invented words, the short ones first."""
    letters = "etaoinshrdlcumwfgypbvk"
    found = ["".join(rng.choices(letters, k=rng.randint(2, 10))) for _ in range(size)]
    return sorted(found, key=lambda word: len(word) + rng.randint(0, 8))


class Text:
    """Collects sentences and where things stand in them."""

    def __init__(self):
        self.text, self.sentences, self.spans = "", [], {}

    def add(self, parts):
        """Add a sentence from texts and pairs of a name and a text; return the place of each name."""
        start, at = len(self.text), {}
        for part in parts:
            words = part if isinstance(part, str) else part[1]
            if not isinstance(part, str):
                at[part[0]] = (len(self.text), len(self.text) + len(words))
            self.text += words
        self.sentences.append((start, len(self.text)))
        return at

    def gap(self, words=" "):
        self.text += words


def article(rng, number, *, length=24, claims=6, vocabulary=()):
    """One article of about `length` sentences with about so many claims, as a record."""
    text, entities, quotes, found = Text(), [], [], []
    title = f"{rng.choice(ACTORS)} and the {rng.choice(LAWS)}, part {number}"
    text.add([title])
    text.gap("\n\n")
    body_start = len(text.text)
    spots = set(rng.sample(range(length), min(claims, length)))
    for i in range(length):
        if i in spots:
            _claim(rng, text, entities, quotes, found)
        else:
            _fill(rng, text, entities, quotes, vocabulary)
        text.gap("\n\n" if i % 4 == 3 else " ")
    full = text.text.rstrip()
    date = None if rng.random() < 0.05 else f"{rng.randint(2019, 2025)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
    return _record(rng, (f"news/{number:04}", title, date), full, body_start, (text.sentences, entities, quotes, found))


def _fill(rng, text, entities, quotes, vocabulary):
    """A sentence without a claim; with a vocabulary, one with a name and, one time in three, a quote."""
    if not vocabulary:
        text.add([rng.choice(FILLER)])
        return
    actor, person, words = rng.choice(ACTORS), rng.choice(PEOPLE), prose(rng, vocabulary)
    parts = [("actor", actor), " "]
    if rng.random() < 0.35:
        at = text.add([*parts, ("cue", "said"), " that ", ("quote", words[:-1]), ", ", ("speaker", person), " added."])
        quotes.append({"id": f"q{len(quotes) + 1}", "at": at, "person": person, "organization": actor})
    else:
        at = text.add([*parts, words])
    entities.append({
        "id": f"e{len(entities) + 1}", "at": at["actor"], "label": "COMPANY", "name": actor,
        "ref": f"company:{actor.lower()}" if len(actor) % 2 else None, "via": "name", "antecedent": None,
    })  # fmt: skip


def _claim(rng, text, entities, quotes, found):
    actor, law, stance = rng.choice(ACTORS), rng.choice(LAWS), rng.choice(list(VERBS))
    pronoun = bool(entities) and rng.random() < 0.2
    before = next((e for e in entities if e["label"] == "COMPANY" and e["via"] == "name"), None) if pronoun else None
    name = before["name"] if before else actor
    words = "the company" if before else actor
    quote = f"We have thought about the {law} for long enough" if rng.random() < 0.3 else None
    person = rng.choice(PEOPLE)
    parts = [("actor", words), f" {VERBS[stance]} the ", ("target", law)]
    if quote:
        parts += [": “", ("quote", quote), ",” ", ("cue", "said"), " ", ("speaker", person)]
    at = text.add([*parts, "."])
    index = len(text.sentences) - 1
    actor_id, law_id = f"e{len(entities) + 1}", f"e{len(entities) + 2}"
    ref = f"company:{name.lower()}" if len(name) % 2 else None
    entities += [
        {"id": actor_id, "at": at["actor"], "label": "COMPANY", "name": name, "ref": ref, "via": "coref" if before else "name",
         "antecedent": before["id"] if before else None},
        {"id": law_id, "at": at["target"], "label": "LAW", "name": law, "ref": None, "via": "name", "antecedent": None},
    ]  # fmt: skip
    if quote:
        quotes.append({"id": f"q{len(quotes) + 1}", "at": at, "person": person, "organization": name})
    found.append({
        "at": at, "name": None if rng.random() < 0.04 else name, "ref": ref, "entity": actor_id, "law": law, "stance": stance, "sentence": index,
        "quotes": (quotes[-1]["id"],) if quote else (),
    })  # fmt: skip


def _record(rng, head, text, body_start, parts):
    (name, title, date), (sentences, entities, quotes, found) = head, parts

    def span(place):
        return {"start": place[0], "end": place[1], "text": text[slice(*place)]}

    claims = [_build(rng, c, i, span, sentences, date) for i, c in enumerate(found, 1)]
    return t.Record(
        id=name, title=title, date=date, source=rng.choice(SOURCES), url=f"https://lantern.example/{name}", lang="en", text=text,
        body_start=body_start,
        sentences=tuple(
            t.Sentence(start=s, end=e, stances=tuple(x for x in t.STANCES if any(c.counted and c.sentence == i and c.stance == x for c in claims)))
            for i, (s, e) in enumerate(sentences)
        ),
        entities=tuple(
            t.Entity(id=e["id"], **span(e["at"]), label=e["label"], name=e["name"], ref=e["ref"], via=e["via"], antecedent=e["antecedent"])
            for e in entities
        ),
        quotes=tuple(
            t.Quote(
                id=q["id"], **span(q["at"]["quote"]), spans=(t.Span(**span(q["at"]["quote"])),), kind="direct", cue=t.Span(**span(q["at"]["cue"])),
                speaker=t.Span(**span(q["at"]["speaker"])), speaker_name=q["person"], organization=q["organization"],
            )
            for q in quotes
        ),
        claims=tuple(claims), model=t.ModelInfo(name="invented-en", version="1.0.0", digest="ab" * 32),
    )  # fmt: skip


def _build(rng, c, number, span, sentences, date):
    confidence = round(rng.betavariate(5, 2), 4)
    name = c["name"]
    return t.Claim(
        id=f"c{number}", stance=c["stance"], sentence=c["sentence"], evidence=t.Span(**span(sentences[c["sentence"]])), confidence=confidence,
        actor=t.Actor(**span(c["at"]["actor"]), name=name, label="COMPANY", ref=c["ref"] if name else None, entity=c["entity"]),
        polarity="negated" if rng.random() < 0.08 else "affirmed",
        stage=rng.choice(("in_effect", "in_effect", "announced", "announced", "threatened", "reversed")),
        target=None if rng.random() < 0.3 else t.Target(**span(c["at"]["target"]), name=c["law"], label="LAW", ref=None, kind="law"),
        jurisdiction=rng.choice(PLACES), statement_date=rng.choice((date, date, date, None, date and date[:7], "2012")),
        effective_date=rng.choice((None, None, "2026-01")), date_source="publication" if date else None,
        quotes=c["quotes"], attribution=rng.choice(("own", "reporter", "other", "anonymous")),
    )  # fmt: skip


def collection(size, *, seed=1, copies=0.1, **options):
    """So many articles; some are copies of the one before under another id, as a story."""
    rng = random.Random(seed)
    found = []
    for number in range(size):
        if found and rng.random() < copies:
            first = found[-1].story or found[-1].id
            found[-1] = replace(found[-1], story=first)
            found.append(replace(found[-1], id=f"copy/{number:04}", source="Harbour Wire", story=first))
        else:
            made = article(rng, number, **options)
            found.append(replace(made, story=made.id) if copies else made)
    return found
