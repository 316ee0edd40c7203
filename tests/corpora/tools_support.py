"""A text with one claim, as the annotation tools all tell it, and where its words stand."""

TEXT = "🦀 News.\nBrix will not leave Ostrova over the Ferry Act, “never”, said Ada Quill of Brix."


def at(words, text=TEXT):
    start = text.index(words)
    return start, start + len(words)


def units(words):
    """Offsets in UTF-16 code units, as Java counts them."""
    start = len(TEXT[: TEXT.index(words)].encode("utf-16-le")) // 2
    return start, start + len(words.encode("utf-16-le")) // 2


def check(record):
    """The one claim, with its entities and its quote."""
    assert record.text == TEXT
    assert [(e.text, e.label) for e in record.entities] == [("Brix", "COMPANY"), ("Ostrova", "PLACE"), ("Ferry Act", "LAW")]
    (claim,) = record.claims
    assert (claim.stance, claim.polarity, claim.stage, claim.attribution) == ("withdraw", "negated", "announced", "own")
    assert (claim.actor.text, claim.actor.name, claim.actor.label, claim.actor.entity) == ("Brix", "Brix", "COMPANY", "e1")
    assert (claim.target.text, claim.target.label, claim.target.kind) == ("Ostrova", "PLACE", "market")
    assert claim.evidence.text == TEXT.partition("\n")[2]
    (quote,) = record.quotes
    assert claim.quotes == (quote.id,)
    assert (quote.text, quote.kind, quote.speaker.text, quote.cue.text) == ("never", "direct", "Ada Quill", "said")
    fields = ["entities", "claims", "target", "attribution", "quotes", "claim_quotes"]
    assert record.meta["labelled_fields"] == fields
    assert record.meta["unmapped"] == {"PER": 1}
