"""Records with quotes, made by hand."""

from onrecord.types import Quote, Record, Span


def quote(text, *pieces, number=1, kind="direct", **about):
    """A quote of the words `pieces`; `cue` and `speaker` are words of the text too."""
    spans = tuple(span(text, piece) for piece in pieces)
    parts = {name: about.pop(name) for name in ("cue", "speaker") if name in about}
    cover = Span.of(text, spans[0].start, spans[-1].end)
    return Quote(
        id=f"q{number}", start=cover.start, end=cover.end, text=cover.text, spans=spans, kind=kind,
        **{name: span(text, words) for name, words in parts.items()}, **about,
    )  # fmt: skip


def span(text, words):
    start = text.index(words)
    return Span.of(text, start, start + len(words))


def said(name=None, organization=None, *, article="a1", kind="direct", date=None, words="Yes, we will"):
    """A record of one quote by `name`, by "somebody" where the name is not known."""
    text = f"“{words}”, somebody said."
    found = quote(text, words, kind=kind, cue="said", speaker="somebody", speaker_name=name, organization=organization)
    return Record(id=article, text=text, quotes=(found,), date=date)
