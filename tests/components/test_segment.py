import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.components.segment import segment


def sentences(text):
    return [text[s:e] for s, e in segment(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norvik left. Selmar stayed.", ["Norvik left.", "Selmar stayed."]),
        ("Mr. J. P. Ostrom of the U.S. Treasury said no. He left.", ["Mr. J. P. Ostrom of the U.S. Treasury said no.", "He left."]),
        ("“We will leave. We must,” she said. It did.", ["“We will leave.", "We must,” she said.", "It did."]),
        ('"Stop!" he said. "Go."', ['"Stop!" he said.', '"Go."']),
        ("''It is over. We leave.'' He left.", ["''It is over.", "We leave.''", "He left."]),
        ("He said yes. (It was true.) She left.", ["He said yes.", "(It was true.)", "She left."]),
        ("NORVIK TO EXIT FREEDONIA\n\nFREEPORT - Norvik said so.", ["NORVIK TO EXIT FREEDONIA", "FREEPORT - Norvik said so."]),
        ("- first item\n- second item", ["- first item", "- second item"]),
        ("The ministry said the\nrule would stand.", ["The ministry said the\nrule would stand."]),
        ("Acme Inc. said on Jan. 5 that No. 10 was out.", ["Acme Inc. said on Jan. 5 that No. 10 was out."]),
        ("It fell 3.5 percent to 1.2 million.", ["It fell 3.5 percent to 1.2 million."]),
        ("The ban hit Ms. Vell and Amb. Ostrom.", ["The ban hit Ms. Vell and Amb. Ostrom."]),
        ("It ends at 4 p.m. ET on Monday. He left.", ["It ends at 4 p.m. ET on Monday.", "He left."]),
        ("It ends at 4 p.m. Then he left.", ["It ends at 4 p.m.", "Then he left."]),
        ("The U.S. Did not join. He left.", ["The U.S. Did not join.", "He left."]),
        ("He lives in the U.S. Did he join?", ["He lives in the U.S.", "Did he join?"]),
        ("Norvik Ltd (NVK.O) and Selmar [SLM.DE] left.", ["Norvik Ltd (NVK.O) and Selmar [SLM.DE] left."]),
        ("It sold the shares.Then it left.", ["It sold the shares.", "Then it left."]),
        (
            "A fine of $4. 3 billion was paid by Norvik Cos. and others.",
            ["A fine of $4. 3 billion was paid by Norvik Cos. and others."],
        ),
        ("The order came. iPhones stayed.", ["The order came.", "iPhones stayed."]),
        ("Will it comply? Nobody knows!", ["Will it comply?", "Nobody knows!"]),
        ("", []),
        (" \n\t\n ", []),
        ("One. ”", ["One. ”"]),
        ("\x85", []),
        ("\u2003One. Two.\x85", ["One.", "Two."]),
    ],
)
def test_sentences(text, expected):
    assert sentences(text) == expected


SOUP = st.lists(
    st.sampled_from([*"aB .!?\n\t,-", "“", "”", '"', "'", "’", "(", ")", "«", "İ", "😀", "U.S.", "Mr. "]), max_size=60
).map("".join)


@given(SOUP | st.text(max_size=80))
@settings(deadline=None, max_examples=200)
def test_sentences_are_ordered_trimmed_and_lose_nothing(text):
    spans = segment(text)
    at = 0
    for start, end in spans:
        assert not seen(text[at:start])
        assert start < end
        assert text[start:end] == text[start:end].strip()
        at = end
    assert not seen(text[at:])


def seen(text: str) -> str:
    """Return `text` without white space at its ends and without what nobody sees."""
    return text.replace("\u200b", "").replace("\ufeff", "").strip()
