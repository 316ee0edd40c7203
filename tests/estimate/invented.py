"""An invented collection: records with predicted claims, and the true claims that a coder would find."""

from __future__ import annotations

import random
from copy import deepcopy
from dataclasses import dataclass, field

from onrecord.types import Actor, Claim, Entity, Record, Sentence, Span, Target

ACTORS = ("Norvik", "Belmora", "Quillon", "Tessaly")
SOURCES = ("The Lantern", "Harbour Post")
VERBS = {
    "pause": "paused its service", "comply": "complied with the order", "withdraw": "left Freedonia",
    "undecided": "has not decided on its answer", "refuse": "refused the order",
}  # fmt: skip
LAW = "Data Act"


@dataclass
class Collection:
    """Records, and for each sentence with a true claim its rows as a coder would write them."""

    records: list[Record] = field(default_factory=list)
    truth: dict[str, list[dict]] = field(default_factory=dict)

    def true_sentences(self, *, stance=None, actor=None, record=lambda r: True):
        """How many sentences have such a claim."""
        kept = {r.id for r in self.records if record(r)}
        return sum(
            any(stance in (None, c["stance"]) and actor in (None, c["actor_name"]) for c in claims)
            for name, claims in self.truth.items()
            if name.rpartition("#")[0] in kept
        )

    def sentences(self, record=lambda r: True):
        """How many sentences there are."""
        return sum(len(r.sentences) for r in self.records if record(r))


def collection(n=60, *, seed=0, claims=0.2, sensitivity=(0.85, 0.5), false_alarm=(0.02, 0.06)):
    """Return `n` articles of 3 to 7 sentences; the classifier errs more in the second source."""
    chance = random.Random(seed)
    made = Collection()
    for number in range(n):
        source = number % 2
        lines, predicted, true = [], [], []
        for _ in range(chance.randint(3, 7)):
            actor = chance.choice(ACTORS) if chance.random() < 0.6 else None
            stance = chance.choice(list(VERBS)) if actor and chance.random() < claims else None
            lines.append(_line(actor, stance))
            true.append((actor, stance))
            predicted.append(_predicted(chance, actor, stance, sensitivity[source], false_alarm[source]))
        record = _record(f"a{number:04}", source, number, lines, predicted)
        made.records.append(record)
        for i, (actor, stance) in enumerate(true):
            if stance:
                made.truth[f"{record.id}#{i}"] = [{"actor": actor, "actor_name": actor, "stance": stance, "target": LAW}]
    return made


def coded(rows, truth):
    """Return the rows of a coder's file as a coder who makes no mistake would leave them."""
    done = deepcopy(list(rows))
    for row in done:
        row["coded"] = True
        if "sentences" in row:
            for i, sentence in enumerate(row["sentences"]):
                sentence["claims"] = truth.get(f"{row['id']}#{i}", [])
        else:
            row["claims"] = truth.get(row["id"], [])
    return done


def _line(actor, stance):
    if stance:
        return f"{actor} {VERBS[stance]} under the {LAW}."
    return f"{actor} opened an office by the {LAW} museum." if actor else "It rained for three days."


def _predicted(chance, actor, stance, sensitivity, false_alarm):
    """Stance and confidence, or None; now and then another stance than the true one."""
    if not actor:
        return None
    if chance.random() >= (sensitivity if stance else false_alarm):
        return None
    right = stance is not None and chance.random() < 0.9
    return (
        actor,
        stance if right else chance.choice(list(VERBS)),
        chance.uniform(0.55, 0.99) if right else chance.uniform(0.2, 0.85),
    )


def _record(name, source, number, lines, predicted):
    text = "\n".join(lines)
    sentences, entities, claims = [], [], []
    start = 0
    for i, (line, found) in enumerate(zip(lines, predicted, strict=True)):
        end = start + len(line)
        for actor in ACTORS:
            if line.startswith(actor):
                at = {"start": start, "end": start + len(actor), "text": actor}
                entities.append(Entity(id=f"e{len(entities) + 1}", **at, label="COMPANY", name=actor))
        if found:
            claims.append(claim(text, (start, end), i, *found, number=len(claims) + 1))
        stances = tuple({c.stance for c in claims if c.sentence == i})
        sentences.append(Sentence(start=start, end=end, stances=stances))
        start = end + 1
    return Record(
        id=name, text=text, date=f"2031-{1 + number % 12:02}-{1 + number % 28:02}", source=SOURCES[source],
        sentences=tuple(sentences), entities=tuple(entities), claims=tuple(claims),
    )  # fmt: skip


def claim(text, place, sentence, actor, stance, confidence, *, number=1, **more):
    """A claim whose actor stands at the beginning of the sentence, its target the law in it."""
    start, end = place
    law = text.index(LAW, start, end)
    return Claim(
        id=f"c{number}", stance=stance, sentence=sentence, evidence=Span.of(text, start, end), confidence=confidence,
        actor=Actor(start=start, end=start + len(actor), text=actor, name=actor, label="COMPANY"),
        target=Target(start=law, end=law + len(LAW), text=LAW, name=LAW, label="LAW", ref=None, kind="law"), **more,
    )  # fmt: skip
