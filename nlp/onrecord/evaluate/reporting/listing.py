"""The worst errors on the page: the sentence with both sides' marks, gold beside prediction, and why it is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from onrecord.evaluate.reporting import wording
from onrecord.evaluate.reporting.cases import KINDS, ErrorCase, Mark, Told
from onrecord.evaluate.reporting.tables import section
from onrecord.evaluate.reporting.tags import Html, join, tag
from onrecord.types import STANCES

CONTEXT = 300
"""Most characters of a neighbouring sentence that are shown."""
_VERDICTS = {True: ("✓", "right"), False: ("✗", "wrong"), None: ("·", "not judged")}
_FOUND = {True: ("✓", "found"), False: ("✗", "missed"), None: ("·", "not judged")}


def errors_section(cases: Sequence[ErrorCase], stances: Sequence[str] = STANCES) -> Html:
    """Return the section with a list of error cases, in their order, and the form that filters it.

    The form is hidden until the page's script shows it: the list reads the same without one.
    """
    if not cases:
        return section("errors", "Worst errors", tag("p", "No sentence is wrong, or the gold labels no claims."))
    intro = "Sentences that cost most: wrong claims by their confidence, sure gold that was missed, wrong stages."
    items = tag("ol", *(_case(number, case) for number, case in enumerate(cases, 1)), id="cases", class_="cases")
    return section("errors", f"Worst {len(cases)} errors", tag("p", intro), _legend(), _form(len(cases), stances), items)


def marked(text: str, marks: Iterable[Mark]) -> Html:
    """Return a text with its marks, which may overlap: it is cut wherever one begins or ends."""
    known = list(marks)
    edges = sorted({0, len(text), *(m.start for m in known), *(m.end for m in known)})
    shown = wording.safe(text)  # one for one, so that offsets hold
    pieces: list[Html | str] = []
    for start, end in pairwise(edges):
        here = [m for m in known if m.start <= start and end <= m.end]
        pieces.append(_piece(shown[start:end], here) if here else shown[start:end])
    return join(pieces)


def _piece(text: str, marks: list[Mark]) -> Html:
    what = list(dict.fromkeys((m.side, m.role) for m in marks))
    classes = " ".join(f"{side}-{role}" for side, role in what)
    return tag("mark", text, class_=classes, title=", ".join(f"{side} {role}" for side, role in what))


def _legend() -> Html:
    names = [(side, role) for side in ("gold", "predicted") for role in ("actor", "target")]
    return tag("p", "Marks: ", *_spaced(tag("mark", f"{a} {b}", class_=f"{a}-{b}") for a, b in names), class_="legend")


def _form(size: int, names: Sequence[str]) -> Html:
    kinds = [tag("option", kind, value=_slug(kind)) for kind in KINDS]
    stances = [tag("option", stance, value=stance) for stance in names]
    every = tag("option", "all", value="")
    return tag(
        "form",
        tag("label", "Kind ", tag("select", every, *kinds, name="kind", autocomplete="off")),
        tag("label", "Stance ", tag("select", every, *stances, name="stance", autocomplete="off")),
        tag("label", "Text ", tag("input", type="search", name="text", autocomplete="off")),
        tag("output", f"{size} of {size} shown", name="shown"),
        id="filters",
        hidden=True,
        aria_label="Filter the errors",
    )


def _case(number: int, case: ErrorCase) -> Html:
    where = "in no gold sentence" if case.sentence is None else f"sentence {case.sentence + 1:,}"
    title = tag("span", case.title, class_="title") if case.title else ""
    kinds = _spaced(tag("span", kind, class_="kind") for kind in case.kinds)
    return tag(
        "li",
        tag("h3", f"{number}. ", tag("span", case.document, class_="id"), f", {where}"),
        title,
        tag("p", *kinds, tag("span", case.why, class_="why")),
        _text(case),
        tag("div", _side("Gold", case.gold, _FOUND), _side("System", case.predicted, _VERDICTS), class_="sides"),
        data_kinds=" ".join(_slug(kind) for kind in case.kinds),
        data_stances=" ".join(case.stances),
    )


def _text(case: ErrorCase) -> Html:
    before, after = case.previous, case.next
    if len(before) > CONTEXT:
        before = f"… {before[-CONTEXT:]}"
    if len(after) > CONTEXT:
        after = f"{after[:CONTEXT]} …"
    parts: list[Html | str] = [
        tag("span", before, class_="context"),
        " ",
        tag("span", marked(case.text, case.marks), class_="sentence"),
    ]
    return tag("blockquote", tag("p", *parts, " ", tag("span", after, class_="context")))


def _side(name: str, claims: Sequence[Told], words: dict[bool | None, tuple[str, str]]) -> Html:
    shown = tag("ul", *(_claim(told, *words[told.right]) for told in claims)) if claims else tag("p", "no claim", class_="none")
    return tag("div", tag("h4", name), shown)


def _claim(told: Told, sign: str, word: str) -> Html:
    actor = told.actor or wording.UNTOLD
    said = f" “{told.mention}”" if told.mention != told.actor else ""
    qualities = [told.stance, *(["negated"] if told.polarity == "negated" else []), told.stage.replace("_", " ")]
    more = [f"target {told.target}"] if told.target else []
    more += ["unsure"] if told.unsure else []
    more += [f"confidence {told.confidence:.2f}"] if told.confidence is not None else []
    return tag(
        "li",
        tag("span", sign, class_=word.replace(" ", "-"), aria_hidden="true"),
        tag("span", f"{word}: ", class_="hidden"),
        tag("strong", actor),
        f"{said}: {', '.join(qualities)}",
        tag("span", "".join(f"; {part}" for part in more), class_="more"),
    )


def _spaced(parts: Iterable[Html]) -> Iterator[Html | str]:
    for part in parts:
        yield part
        yield " "


def _slug(kind: str) -> str:
    return kind.replace(" ", "-")
