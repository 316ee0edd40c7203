"""Records in which every free text is an attack on a page."""

from __future__ import annotations

from onrecord import types as t

PAYLOADS = (
    "<script>window.pwned=1</script>",
    "</script><script>window.pwned=1</script>",
    "<!--<script>window.pwned=1</script>",
    "</title></style></textarea></noscript><script>window.pwned=1</script>",
    "<img src=x onerror=window.pwned=1>",
    "<svg/onload=window.pwned=1>",
    "<math><mtext></mtext><style><img src=x onerror=window.pwned=1></style></math>",
    '" onmouseover="window.pwned=1" autofocus onfocus="window.pwned=1',
    "' autofocus onfocus='window.pwned=1",
    "`onclick=window.pwned=1`",
    "javascript:window.pwned=1",
    "JaVa\tScRiPt:window.pwned=1//",
    "data:text/html,<script>parent.pwned=1</script>",
    "<a href=javascript:window.pwned=1>x</a>",
    "<iframe srcdoc='<script>parent.pwned=1</script>'></iframe>",
    "<meta http-equiv=refresh content='0;url=//pwned.invalid'>",
    "<base href=//pwned.invalid><link rel=stylesheet href=//pwned.invalid>",
    "<form action=//pwned.invalid><input name=q value=x>",
    "<!-- <script> -->]]><![CDATA[",
    "&lt;script&gt;window.pwned=1&lt;/script&gt;&#x3c;",
    "<p style=position:fixed;inset:0>x",
    "${window.pwned=1}{{constructor.constructor('window.pwned=1')()}}<%=7*7%>#{7*7}",
    "{{data}}{{script}}{{title}}",
    '=HYPERLINK("//pwned.invalid")',
    "__proto__",
    "constructor",
    "%E0%A4%A?all=1&stance=x#/about",
    "\u202enoitpecer \u2066\u2067\u200f\x00\x1b[2J",
    "\u2028\u2029\ufeff\u00ad",
    "w" * 400,
    "👩\u200d🚀 e\u0301 中 \U0010ffff",
)  # fmt: skip


def hostile_records():
    """One record for each payload, which stands in every text that a record can hold."""
    return [_record(payload, number) for number, payload in enumerate(PAYLOADS)]


def _record(p, number):
    text = f"{p}\n\n{p} paused {p}. “{p},” said {p}."
    first, start = len(p) + 2, len(text.split(". “", maxsplit=1)[0]) + 1
    actor = t.Span.of(text, first, first + len(p))
    target = t.Span.of(text, actor.end + 8, actor.end + 8 + len(p))
    quote = t.Span.of(text, start + 2, start + 2 + len(p))
    cue = t.Span.of(text, quote.end + 3, quote.end + 7)
    speaker = t.Span.of(text, cue.end + 1, cue.end + 1 + len(p))
    at = {"start": actor.start, "end": actor.end, "text": actor.text}
    sentences = ((0, len(p)), (first, start), (start + 1, len(text)))
    scheme = {} if number % 2 else {p: p}
    claims = tuple(
        t.Claim(
            id=f"c{i} {p}", stance=t.STANCES[(number + i) % 5], sentence=1, evidence=t.Span.of(text, first, start), confidence=0.5 + i / 10,
            actor=t.Actor(**at, name=p, label="COMPANY", ref=p if number % 2 else None, entity=f"e1 {p}"), stage=stage,
            target=t.Target(start=target.start, end=target.end, text=target.text, name=p, label="LAW", ref=None, kind="law"),
            jurisdiction="CA", statement_date="2031-02-03", quotes=(f"q1 {p}",), attribution="own",
        )
        for i, stage in enumerate(("in_effect", "reversed"))
    )  # fmt: skip
    return t.Record(
        id=f"{number} {p}", title=p, date=p if number % 3 else "2031-02-03", source=p, url=p, lang=p, meta=scheme, text=text, story=p,
        sentences=tuple(
            t.Sentence(start=s, end=e, stances=(claims[0].stance,) if i == 1 else ()) for i, (s, e) in enumerate(sentences)
        ),
        entities=(
            t.Entity(id=f"e1 {p}", **at, label="COMPANY", name=p, ref=p if number % 2 else None),
            t.Entity(id=f"e2 {p}", start=target.start, end=target.end, text=target.text, label="LAW", name=p, via="coref", antecedent=f"e1 {p}"),
        ),
        quotes=(
            t.Quote(
                id=f"q1 {p}", start=quote.start, end=quote.end, text=quote.text, spans=(quote,), kind="direct", cue=cue, speaker=speaker,
                speaker_name=p, organization=p,
            ),
        ),
        claims=claims, model=t.ModelInfo(name=p, version=p, digest=p),
    )  # fmt: skip
