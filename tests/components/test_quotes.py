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
        ("“We will leave,” Norvik's chair, Ana Vell, told owners.", ["“We will leave,”"], "direct", "told", "Norvik's chair"),
        ("We will leave now,” said Ana Vell.", ["We will leave now,”"], "direct", "said", "Ana Vell"),
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
        ("“We leave,” shrugged Ana Vell.", ["“We leave,”"], "direct", "shrugged", "Ana Vell"),
        ("“We will leave the city,” Ana Vell shrugged.", ["“We will leave the city,”"], "direct", "shrugged", "Ana Vell"),
        ("“We will leave,” said 9/11 widow Ana Vell.", ["“We will leave,”"], "direct", "said", "9/11 widow Ana Vell"),
        ("“We will leave the market.”\n– Ana Vell, chair", ["“We will leave the market.”"], "direct", "–", "Ana Vell"),
        ("“We will leave the market.”\nAna Vell\nChair", ["“We will leave the market.”"], "direct", None, "Ana Vell"),
        ("“We will leave now, said Ana Vell of the union.", ["“We will leave now,"], "direct", "said", "Ana Vell of the union"),
        ("«Nous partons d'ici», said Ana Vell.", ["«Nous partons d'ici»"], "direct", "said", "Ana Vell"),
        ("„We will leave“, said Ana Vell.", ["„We will leave“"], "direct", "said", "Ana Vell"),
        ("''We will leave,'' said Ana Vell.", ["''We will leave,''"], "direct", "said", "Ana Vell"),
        ("`We'll leave,' said Ana Vell.", ["`We'll leave,'"], "direct", "said", "Ana Vell"),
        ("“We will leave the market” (Ana Vell, Norvik)", ["“We will leave the market”"], "direct", None, "Ana Vell"),
        ("“We leave,” chief engineer Ana Vell beamed.", ["“We leave,”"], "direct", "beamed", "chief engineer Ana Vell"),
        ("Vell laughed and said, “I will stay.”", ["“I will stay.”"], "direct", "said", "Vell"),
        ("“We leave,” a mother of three said.", ["“We leave,”"], "direct", "said", "a mother of three"),
        ("As Vell tells it, the plant was never open.", ["the plant was never open"], "indirect", "tells", "Vell"),
        ("The plant was never fully open, as Vell put it.", ["The plant was never fully open"], "indirect", "put it", "Vell"),
        ("Vell told both of them there would be a bus.", ["there would be a bus"], "indirect", "told", "Vell"),
        ("Vell urged that the plant be closed.", ["that the plant be closed"], "indirect", "urged", "Vell"),
        ("Vell pointed out that the plant was shut.", ["that the plant was shut"], "indirect", "pointed out", "Vell"),
        ("Vell said the plant would close; the union is calm.", ["the plant would close"], "indirect", "said", "Vell"),
        ("“We left,” said a man waiting for a bus.", ["“We left,”"], "direct", "said", "a man waiting for a bus"),
        ("“We left,” said a man waiting for a bus, aged 40.", ["“We left,”"], "direct", "said", "a man waiting for a bus"),
        ("“We left,” said a man waiting for Norvik to pay.", ["“We left,”"], "direct", "said", "a man waiting"),
        ("“We left,” said a man watching as the firm paid.", ["“We left,”"], "direct", "said", "a man watching"),
        ("“We left,” said a spokesman for Boeing in Oland.", ["“We left,”"], "direct", "said", "a spokesman for Boeing"),
        ("“All exits are shut,” the notice read.", ["“All exits are shut,”"], "direct", "read", "the notice"),
        (
            "Vell noted after Norway passed the law, Norvik, Selmar and Quint, announced they would stop all sales there.",
            ["after Norway passed the law, Norvik, Selmar and Quint, announced they would stop all sales there"],
            "indirect",
            "noted",
            "Vell",
        ),
        (
            "Vell warned if the rule passed, the mill would close.",
            ["if the rule passed, the mill would close"],
            "indirect",
            "warned",
            "Vell",
        ),
        (
            "Vell said she would go because “nobody listens to us”.",
            ["she would go because “nobody listens to us”"],
            "mixed",
            "said",
            "Vell",
        ),
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
        "Storm signal “Number Three” was raised at noon.",
        "The box found in the shed was that of a guard.",
        "When the box came from the far north, she put it on a shelf.",
        "The ferry is due on “The Long Way Home,” Vell said.",
        "“All Bets Are Off.”\n\nThe plant is shut.",
        "Word came by email that “big” crates had gone.",
        "“A fine and rare mess” was what the tenants left.",
        "Vell said when asked, and then left the room.",
    ],
)
def test_no_quote(text):
    assert read(text) == []


def test_second_verb_shares_the_subject():
    text = "Vell said the plant would close and warned that others would follow."
    assert [(q[0], q[3]) for q in read(text)] == [(["the plant would close"], "Vell"), (["that others would follow"], "Vell")]


def test_a_clause_ends_where_somebody_else_speaks():
    text = "Vell said the plant would close, but the union said on Monday that it would stay."
    assert [(q[0], q[3]) for q in read(text)] == [(["the plant would close"], "Vell"), (["that it would stay"], "the union")]
    text = "Vell said the plant was “a good place,” while Quist said that it was cold."
    assert [(q[0], q[3]) for q in read(text)] == [(["the plant was “a good place,”"], "Vell"), (["that it was cold"], "Quist")]


def test_a_quote_goes_on_in_the_next_paragraph():
    text = "“We will leave,” Vell said. “It is cold.”\n\n“Nobody asked us what we want.”\n\nThe plant is old."
    assert read(text) == [(["“We will leave,”", "“It is cold.”", "“Nobody asked us what we want.”"], "direct", "said", "Vell")]


def test_each_paragraph_of_a_quote_is_a_piece_of_it():
    text = "“We will leave the city,” said Ana Vell.\n\n“The law is at fault.\n\n“We like it here.”"
    ((pieces, _, _, speaker),) = read(text)
    assert pieces == ["“We will leave the city,”", "“The law is at fault.", "“We like it here.”"]
    assert speaker == "Ana Vell"


def test_who_is_told_does_not_speak():
    text = "Norvik to settle Freedonia's case in court, Ana Vell, the judge, told its owners."
    assert [speaker for *_, speaker in read(text)] in (["Ana Vell"], [])


def test_an_answer_is_no_continuation():
    text = "“Will you leave the city?” Vell asked.\n\n“We will stay where we are.”"
    assert [q[0] for q in read(text)] == [["“Will you leave the city?”"], ["“We will stay where we are.”"]]


def test_a_quote_after_reported_words_is_the_same_speakers():
    text = "The plant will close in May, Vell said. “Nobody asked us what we want.”"
    assert [(q[0], q[3]) for q in read(text)] == [
        (["The plant will close in May"], "Vell"),
        (["“Nobody asked us what we want.”"], "Vell"),
    ]


def test_a_colon_leads_to_the_quote_whatever_follows():
    text = "In a letter, Norvik said: “We will leave the market in May,” adding that the plant was sold."
    assert read(text)[0] == (["“We will leave the market in May,”"], "direct", "said", "Norvik")


def test_short_words_are_a_quote_where_the_text_calls_them_so():
    assert read('The wall bears the words "No levy".') == [(['"No levy"'], "direct", None, None)]
    assert read('The wall bears the so-called "No levy" sign.') == []


def test_short_answers_with_capitals_are_no_titles():
    text = "“I would,” Vell said to the wall. “I would, Ana.”"
    assert read(text) == [(["“I would,”", "“I would, Ana.”"], "direct", "said", "Vell")]


def test_words_that_close_a_clause_are_not_said_twice():
    text = "Quist said he left because “nobody had time for any of it,” he said. “They had tea.”"
    assert [(q[0], q[3]) for q in read(text)] == [
        (["he left because “nobody had time for any of it,”"], "Quist"),
        (["“They had tea.”"], "he"),
    ]


def test_transcript_turns():
    text = "Q: Will you leave?\n\nA: We will stay here.\n\nVELL: That is right.\n\nQUIST: (laughter)"
    assert [(q[0], q[3]) for q in read(text)] == [(["We will stay here."], "A"), (["That is right."], "VELL")]


def test_transcript_with_a_mark_before_each_name():
    text = "The talk:\n\n“VELL: Will you leave?\n\n“QUIST: We stay.\n\n“It is warm here.\n\n“VELL: I see.”\n\nThe plant is old."
    assert [(q[0], q[3]) for q in read(text)] == [
        (["Will you leave?"], "VELL"),
        (["We stay.", "It is warm here."], "QUIST"),
        (["I see."], "VELL"),
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


def test_encoder_is_read_only_where_it_is_sure():
    text = "Vell has hinted at a slow exit from the north."
    parts = [span(text, "hinted at", "CUE"), span(text, "Vell", "SPEAKER")]
    start = text.index("a slow")
    assert read(text, [*parts, Mention(start, len(text) - 1, "CONTENT", 0.6)]) == []
    assert len(read(text, [*parts, Mention(start, len(text) - 1, "CONTENT", 0.8)])) == 1


def test_encoder_contents_that_a_word_parts_are_one():
    text = "Vell has hinted at a slow exit from the far north."
    parts = [span(text, "hinted at", "CUE"), span(text, "Vell", "SPEAKER")]
    mentions = [*parts, span(text, "a slow exit", "CONTENT"), span(text, "the far north", "CONTENT")]
    assert read(text, mentions) == [(["a slow exit from the far north"], "indirect", "hinted at", "Vell")]


@pytest.mark.parametrize(
    ("content", "score", "expected"),
    [
        ("the plant would close in May", 1.0, "the plant would close in May"),
        ("the plant would close in May", 0.5, "the plant would close in May, which is early"),
        ("the plant would", 1.0, "the plant would close in May, which is early"),
    ],
)
def test_encoder_moves_the_end_to_a_comma(content, score, expected):
    text = "Vell said the plant would close in May, which is early."
    start = text.index(content)
    assert read(text, [Mention(start, start + len(content), "CONTENT", score)])[0][0] == [expected]


def test_encoder_start_before_a_cue_takes_the_outer_speaker():
    text = "Vell said the spate of new rules demands that all of us listen more."
    inner = read(text)
    assert [q[2] for q in inner] == ["said"]
    text = "Vell told of new rules, which demand that all of us listen more."
    mentions = [
        span(text, "of new rules, which demand that all of us listen more", "CONTENT"),
        span(text, "told", "CUE"),
        span(text, "Vell", "SPEAKER"),
    ]
    assert read(text, mentions) == [(["of new rules, which demand that all of us listen more"], "indirect", "told", "Vell")]


def test_encoder_speaker_replaces_a_subject_that_it_does_not_know():
    text = "Norvik just this month announced it would close the plant."
    mentions = [span(text, "Norvik", "SPEAKER"), span(text, "announced", "CUE")]
    assert [q[3] for q in read(text)] == ["this month"]
    assert [q[3] for q in read(text, mentions)] == ["Norvik"]


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("A hint at a slow exit from the north came from the owner of Norvik.", "the", "the owner of Norvik"),
        ("A hint at a slow exit from the north came from the Danish company.", "the", "the Danish company"),
        ("A hint at a slow exit from the north came out by the.", "the", None),
        ("A hint at a slow exit from the north came from Norvik.", "Norvik", "Norvik"),
    ],
)
def test_an_article_that_the_encoder_gives_alone_is_the_phrase_that_it_begins(text, words, expected):
    at = text.rindex(words)
    mentions = [
        span(text, "a slow exit from the north", "CONTENT"),
        span(text, "hint at", "CUE"),
        Mention(at, at + len(words), "SPEAKER"),
    ]
    assert [q[3] for q in read(text, mentions)] == [expected]


@pytest.mark.parametrize(
    ("lead", "expected"), [("Ana Vell, coach of Umbra", "Ana Vell"), ("A word from the coach of Umbra", "coach of Umbra")]
)
def test_encoder_does_not_replace_a_name_before_a_colon(lead, expected):
    text = f"{lead}: “We were the best on the field.”"
    assert [q[2:] for q in read(text, [span(text, "coach of Umbra", "SPEAKER")])] == [(":", expected)]


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


def test_the_text_may_end_where_the_words_after_a_speaker_are_sought():
    text = "”the law said "
    found = find_quotes(text, [(0, len(text))], [Mention(1, 4, "SPEAKER", 0.9), Mention(9, 13, "CUE", 0.9)])
    assert [q for q in found if q.kind == "direct"] == []


SOUP = st.text(alphabet="ab AB.,:;\n\n“”\"‘’'`«»„–-()é\u0301\u200d😀İß", max_size=120)


@settings(deadline=None, max_examples=150)
@given(SOUP)
def test_any_soup_of_marks_gives_offsets_within_the_text(text):
    spans = sorted(s for q in find_quotes(text, split(text), ()) for s in q.spans)
    assert all(0 <= s < e <= len(text) for s, e in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


def seconds(text, mentions=()):
    sentences = split(text)
    begun = time.process_time()
    find_quotes(text, sentences, mentions)
    return time.process_time() - begun


UNITS = [
    "“We will leave,” said Ana Vell. Norvik said that “it” would close, she added.\n\n",
    "“We will leave this place.”\n\n",
    "“We will leave this place.\n\n",
    "VELL: We will leave this place.\n",
    "“a” said, “b” said; ",
    "'a ' \"b ",
]


@pytest.mark.parametrize("unit", UNITS)
def test_time_is_linear_in_the_length(unit):
    find_quotes(unit, split(unit), ())
    n = 10_000 // sum(unit.count(mark) for mark in "“”\"':")
    assert any(is_linear(unit, n) for _ in range(3))  # something else may take the core; what is quadratic fails each time


def is_linear(unit, n):
    once = min(seconds(unit * (n // 2)) for _ in range(2))
    twice = min(seconds(unit * n) for _ in range(2))
    # 10,000 marks take under 2 s on a machine that does nothing else; twice the text four times as long if it were quadratic
    return twice < min(4, 3.2 * once + 0.05)


def test_time_is_linear_in_the_encoders_spans():
    unit = "Vell has hinted at a slow exit. "
    parts = [("hinted at", "CUE"), ("Vell", "SPEAKER"), ("a slow exit", "CONTENT")]

    def run(n):
        spans = [(unit.index(p), len(p), label) for p, label in parts]
        mentions = [Mention(i * len(unit) + at, i * len(unit) + at + size, label) for i in range(n) for at, size, label in spans]
        return min(seconds(unit * n, mentions) for _ in range(2))

    assert run(2000) < 3.2 * run(1000) + 0.05


def test_a_long_article_takes_linear_time():
    text = "“We will leave,” said Ana Vell. Norvik said that “it” would close, she added.\n\n" * 1500
    begun = time.process_time()
    assert len(find_quotes(text, split(text), ())) == 3000
    assert time.process_time() - begun < 4
