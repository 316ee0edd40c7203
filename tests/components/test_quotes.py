import re
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.components.mentions import Mention
from onrecord.components.quotes.find import find_quotes
from onrecord.components.quotes.words import cue_forms


def split(text):
    return [m.span() for m in re.finditer(r"[^\s.!?](?:[^.!?\n]|[.!?](?!\s+[A-Z“\"]|\s*$|\n))*[.!?]*[”\"]?", text)]


def read(text, mentions=()):
    show = lambda s: text[slice(*s)] if s else None  # noqa: E731
    found = find_quotes(text, split(text), mentions)
    return [([show(s) for s in q.spans], q.kind, show(q.cue), show(q.speaker)) for q in found]


def span(text, part, label):
    start = text.index(part)
    return Mention(start, start + len(part), label)


@pytest.mark.parametrize(
    ("text", "pieces", "kind", "cue", "speaker"),
    [
        ("“We will leave,” said Ana Vell on Monday.", ["“We will leave,”"], "direct", "said", "Ana Vell"),
        ('"We will leave," Vell told reporters.', ['"We will leave,"'], "direct", "told", "Vell"),
        ('"We will leave," Vell, a lawyer for Norvik, said.', ['"We will leave,"'], "direct", "said", "Vell"),
        ('"We will leave," Rep. Ana Vell (R-Fla.) said.', ['"We will leave,"'], "direct", "said", "Rep. Ana Vell"),
        ('"We leave," said a spokesman for Norvik.', ['"We leave,"'], "direct", "said", "a spokesman for Norvik"),
        ('"We leave," she said, "and soon."', ['"We leave,"', '"and soon."'], "direct", "said", "she"),
        ('"We leave," she said. "They can stay."', ['"We leave,"', '"They can stay."'], "direct", "said", "she"),
        ('Vell wrote in a letter: "We will leave."', ['"We will leave."'], "direct", "wrote", "Vell"),
        ('Ana Vell: "We will leave the market."', ['"We will leave the market."'], "direct", ":", "Ana Vell"),
        ('"We will leave the market" – Ana Vell, chair', ['"We will leave the market"'], "direct", "–", "Ana Vell"),
        ("Vell said that the plant would close.", ["that the plant would close"], "indirect", "said", "Vell"),
        ("The company said on Monday that it would go.", ["that it would go"], "indirect", "said", "The company"),
        ("Norvik announced it would close the plant.", ["it would close the plant"], "indirect", "announced", "Norvik"),
        ("The plant will close in May, she said.", ["The plant will close in May"], "indirect", "said", "she"),
        ("The plant, Vell said, will close in May.", ["The plant", "will close in May"], "indirect", "said", "Vell"),
        ("According to Vell, the plant will close.", ["the plant will close"], "indirect", "According to", "Vell"),
        ("The plant will close, according to Ana Vell.", ["The plant will close"], "indirect", "according to", "Ana Vell"),
        ("Vell said the rule was “a trap” for firms.", ["the rule was “a trap” for firms"], "mixed", "said", "Vell"),
        ("Vell called the rule “a trap for us”.", ["the rule “a trap for us”"], "mixed", "called", "Vell"),
    ],
)
def test_one_quote(text, pieces, kind, cue, speaker):
    assert read(text) == [(pieces, kind, cue, speaker)]


@pytest.mark.parametrize(
    "text",
    [
        "They showed the film “The Long Way” twice.",
        "He is known as “Big Bo” at work.",
        "The so-called “smart” meters failed.",
        "Vell did not say that the plant would close.",
        "The United States of old is gone.",
    ],
)
def test_no_quote(text):
    assert read(text) == []


def test_a_paragraph_of_its_own_goes_to_the_last_speaker():
    text = '"We will leave," Vell said.\n\n"Nobody asked us what we want."'
    assert read(text)[1] == (['"Nobody asked us what we want."'], "direct", None, "Vell")


def test_second_verb_shares_the_subject():
    text = "Vell said the plant would close and warned that others would follow."
    assert [(q[0], q[3]) for q in read(text)] == [(["the plant would close"], "Vell"), (["that others would follow"], "Vell")]


def test_transcript_turns():
    text = "Q: Will you leave?\n\nA: We will stay here.\n\nVELL: That is right."
    assert [(q[0], q[3]) for q in read(text)] == [
        (["Will you leave?"], "Q"),
        (["We will stay here."], "A"),
        (["That is right."], "VELL"),
    ]


def test_one_capital_label_is_no_transcript():
    assert read("PARIS: The plant is closed today.") == []


def test_lines_of_places_are_no_transcript():
    text = "NEW YORK: Shares fell on Monday.\nLONDON: Shares rose on Monday."
    assert read(text) == []
    assert [q[3] for q in read(text + "\nLONDON: Oil rose.")] == ["NEW YORK", "LONDON", "LONDON"]
    text = "VELL: We will stay here.\nQUIST: They will leave."
    assert read(text) == []
    assert [q[3] for q in read(text, [span(text, "VELL", "PERSON")])] == ["VELL", "QUIST"]


def test_headline_needs_a_speaker_not_a_topic():
    text = "Norvik: plant will close in May\n\nThe plant is old."
    assert read(text) == []
    assert read(text, [span(text, "Norvik", "COMPANY")]) == [(["plant will close in May"], "indirect", ":", "Norvik")]


def test_encoder_adds_what_the_rules_miss():
    text = "Vell has hinted at a slow exit from the north."
    mentions = [span(text, "a slow exit from the north", "CONTENT"), span(text, "hinted at", "CUE"), span(text, "Vell", "SPEAKER")]
    assert read(text) == []
    assert read(text, mentions) == [(["a slow exit from the north"], "indirect", "hinted at", "Vell")]


def test_encoder_does_not_move_marks():
    text = "“We will leave,” said Ana Vell."
    assert read(text, [span(text, "will leave,” said", "CONTENT"), span(text, "said", "CUE")]) == read(text)


def test_at_least_120_cue_forms_with_a_class():
    forms = cue_forms()
    assert len(forms) >= 120
    assert {c.kind for c in forms.values()} == {"say", "think", "show", "call", "source"}


WORDS = st.lists(
    st.sampled_from(
        [
            "Vell",
            "Norvik",
            "said",
            "says",
            "that",
            "the",
            "plant",
            ",",
            ".",
            ":",
            "“",
            "”",
            '"',
            "'",
            "’",
            "‘",
            "\n",
            "\n\n",
            "–",
            "she",
            "told",
            ",",
            "it",
            "would",
            "according",
            "to",
            "Q:",
            "(",
            ")",
            "adding",
            "İ",
            "😀",
        ]
    ),
    max_size=40,
)


@settings(deadline=None, max_examples=100)
@given(WORDS, st.booleans())
def test_any_text_gives_quotes_apart_from_each_other(words, joined):
    text = ("" if joined else " ").join(words)
    found = find_quotes(text, split(text), ())
    spans = [s for q in found for s in q.spans]
    assert all(0 <= s < e <= len(text) for s, e in spans)
    assert all(a[1] <= b[0] or b[1] <= a[0] for i, a in enumerate(spans) for b in spans[i + 1 :])
    for q in found:
        assert all(a[1] <= b[0] for a, b in pairwise(q.spans))
        assert all(0 <= p[0] < p[1] <= len(text) for p in (q.cue, q.speaker) if p)


@settings(deadline=None, max_examples=50)
@given(
    st.text(max_size=60),
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 30), st.sampled_from(["CONTENT", "CUE", "SPEAKER"])), max_size=6),
)
def test_any_mentions_are_survived(text, raw):
    mentions = [Mention(s, min(len(text), s + n), label) for s, n, label in raw if s < len(text)]
    spans = [s for q in find_quotes(text, split(text), mentions) for s in q.spans]
    assert all(0 <= s < e <= len(text) for s, e in spans)


def test_no_sentences_is_no_crash():
    assert [q.kind for q in find_quotes("“We will leave,” said Vell.", [], ())] == ["direct"]
    assert find_quotes("", [], ()) == []


def test_a_long_article_takes_linear_time():
    text = "“We will leave,” said Ana Vell. Norvik said that “it” would close, she added.\n\n" * 1500
    begun = time.process_time()
    assert len(find_quotes(text, split(text), ())) == 3000
    assert time.process_time() - begun < 4
