import re

import pytest

from onrecord.components.mentions import Mention
from onrecord.components.names.link import Named
from onrecord.components.people.affiliations import affiliations
from onrecord.components.people.roster import Roster
from onrecord.components.quotes.find import DraftQuote
from onrecord.components.quotes.speakers import pieces, resolve_speakers
from onrecord.lexicon import Lexicon

LABELS = {
    "Ana Vell": "PERSON",
    "Vell": "PERSON",
    "Bo Quist": "PERSON",
    "Quist": "PERSON",
    "Norvik": "COMPANY",
    "Talmo": "COMPANY",
    "Freeland": "GOVERNMENT",
}


def known(text, canonical=None):
    """The people and names of a text."""
    pattern = "|".join(sorted(LABELS, key=len, reverse=True))
    found = [(*m.span(), m.group(), LABELS[m.group()]) for m in re.finditer(pattern, text)]
    people = [Mention(start, end, label) for start, end, _, label in found if label == "PERSON"]
    named = [Named(start, end, label, (canonical or {}).get(name, name)) for start, end, name, label in found if label != "PERSON"]
    return people, named


def resolved(text, drafts, canonical=None):
    """The drafts with their speakers."""
    return resolve_speakers(drafts, roster(text, drafts, *known(text, canonical)))


def roster(text, drafts, people, named):
    """Who is who in a text with such people and names."""
    offices = affiliations(text, people, named)
    return Roster.of(people, named, text=text, offices=offices, hidden=pieces(drafts), lexicon=Lexicon.default())


def resolve(text, *speakers, canonical=None):
    """The last of the quotes whose speakers are the given words, each looked for after the one before."""
    at, drafts = 0, []
    for words in speakers:
        at = text.index(words, at)
        drafts.append(DraftQuote(((len(text) - 1, len(text)),), "direct", None, (at, at + len(words))))
        at += len(words)
    last = resolved(text, drafts, canonical)[-1]
    return last.speaker_name, last.organization, last.anonymous


@pytest.mark.parametrize(
    ("quote", "expected"),
    [("“Norvik stays,”", "Norvik"), ("“We stay,”", "Talmo")],
)
def test_the_company_is_the_one_quoted_before_rather_than_one_told_of_later(quote, expected):
    text = f"{quote} said Ana Vell, the company's head.\n\nTalmo fell."
    at = text.index("Ana Vell")
    draft = DraftQuote(((0, len(quote)),), "direct", None, (at, at + len("Ana Vell")))
    assert resolved(text, [draft])[0].organization == expected


@pytest.mark.parametrize(
    ("text", "speakers", "expected"),
    [
        ("Ana Vell left. Vell said so.", ["Vell", "Vell"], ("Ana Vell", None, False)),
        ("Ana Vell, a Norvik spokeswoman, said so.", ["Ana Vell"], ("Ana Vell", "Norvik", False)),
        ("Norvik CEO Ana Vell said so.", ["Norvik CEO Ana Vell"], ("Ana Vell", "Norvik", False)),
        ("Norvik’s chief executive, Ana Vell, said so.", ["Ana Vell"], ("Ana Vell", "Norvik", False)),
        ("Ana Vell of Norvik said so.", ["Ana Vell"], ("Ana Vell", "Norvik", False)),
        ("Umbra's founder, Ana Vell, said so.", ["Ana Vell"], ("Ana Vell", "Umbra", False)),
        ("joked Umbra Tin's founder, Ana Vell.", ["Umbra Tin's founder"], ("Ana Vell", "Umbra Tin", False)),
        ("Umbra's lawyer, Ana Vell, said so.", ["Ana Vell"], ("Ana Vell", None, False)),
        ("Norvik's lawyer, Ana Vell, said so.", ["Ana Vell"], ("Ana Vell", "Norvik", False)),
        ("Norvik moved. The company's top lawyer, Ana Vell, said so.", ["Ana Vell"], ("Ana Vell", "Norvik", False)),
        ("Umbra's shareholder, Ana Vell, said so.", ["Ana Vell"], ("Ana Vell", None, False)),
        ("Norvik left. A lawyer, Ana Vell, said so.", ["Ana Vell"], ("Ana Vell", None, False)),
        ("Ana Vell, speaking for Norvik, said so.", ["Ana Vell"], ("Ana Vell", "Norvik", False)),
        ("Ana Vell, speaking on behalf of the maker Umbra, said so.", ["Ana Vell"], ("Ana Vell", "Umbra", False)),
        ("Ana Vell, speaking in Norvik, said so.", ["Ana Vell"], ("Ana Vell", None, False)),
        ("Umbra's former director, Ana Vell, said so.", ["Ana Vell"], ("Ana Vell", None, False)),
        ("Bo Quist's spokeswoman, Ana Vell, said so.", ["Ana Vell"], ("Ana Vell", None, False)),
        ("Ana Vell, a director for Africa, said so.", ["Ana Vell"], ("Ana Vell", None, False)),
        ("Ana Vell, a critic, met Norvik. Vell said so.", ["Ana Vell", "Vell"], ("Ana Vell", None, False)),
        ("a Norvik spokesman said so.", ["a Norvik spokesman"], (None, "Norvik", False)),
        ("a spokesman for Norvik said so.", ["a spokesman"], (None, "Norvik", False)),
        ("Talmo fell. Norvik has closed. a spokesman said so.", ["a spokesman"], (None, "Norvik", False)),
        ("Talmo fell. Norvik has closed. chairman Ana Vell said so.", ["chairman Ana Vell"], ("Ana Vell", "Norvik", False)),
        ("Talmo met Norvik. a critic said so.", ["a critic"], (None, None, False)),
        ("Talmo fell. It has closed, Norvik understands. a spokesman said so.", ["a spokesman"], (None, "Talmo", False)),
        ("Norvik wrote in a statement.", ["Norvik"], ("Norvik", "Norvik", False)),
        ("Norvik met staff. The company said so.", ["The company"], ("Norvik", "Norvik", False)),
        ("Norvik met Talmo. The company said so.", ["The company"], (None, None, False)),
        ("Norvik said so. The statement added more.", ["Norvik", "The statement"], ("Norvik", "Norvik", False)),
        ("a Norvik spokesman said so. The statement added more.", ["a Norvik spokesman", "The statement"], (None, "Norvik", False)),
        ("Norvik fell. A statement from the firm read so.", ["A statement from the firm"], ("Norvik", "Norvik", False)),
        ("Ana Vell said so. She said more.", ["Ana Vell", "She"], ("Ana Vell", None, False)),
        ("Ana Vell met Bo Quist. She said so.", ["She"], ("Ana Vell", None, False)),
        ("Ana Vell left. Bo Quist left. Mr. Quist and Ms. Vell ate. He said so.", ["He"], ("Bo Quist", None, False)),
        ("Ana Vell met him. Bo Quist came. Nobody knew why. He said so. She said so.", ["She"], ("Ana Vell", None, False)),
        ("Ana Vell left. The man from the mill came in. He said so.", ["He"], (None, None, False)),
        ("Ana Vell, who said so.", ["who"], ("Ana Vell", None, False)),
        ("Vell’s campaign said so.", ["Vell’s campaign"], (None, None, False)),
        ("people familiar with the matter said so.", ["people familiar with the matter"], (None, None, True)),
        ("a person briefed on Norvik plans said so.", ["a person briefed on Norvik plans"], (None, None, True)),
        ("an official said, speaking on condition of anonymity.", ["an official"], (None, None, True)),
        ("an official in the water ministry said so, but asked not to be named.", ["an official"], (None, "water ministry", True)),
        ("Ana Vell, a Norvik spokeswoman, left. The spokeswoman said so.", ["The spokeswoman"], ("Ana Vell", "Norvik", False)),
        ("Ana Vell speaks for Norvik. The spokeswoman said so.", ["The spokeswoman"], ("Ana Vell", "Norvik", False)),
        ("Ana Vell is the Norvik moulder. The moulder said so.", ["The moulder"], ("Ana Vell", "Norvik", False)),
        ("Dr. Ana Vell left. The judge said so.", ["The judge"], (None, None, False)),
        ("Ana Vell, 71, flew in. The new owner said so.", ["The new owner"], ("Ana Vell", None, False)),
        ("A driver for Norvik said so.", ["A driver"], (None, "Norvik", False)),
        ("a woman in the queue at Norvik said so.", ["a woman in the queue at Norvik"], (None, None, False)),
        ("Ana Vell left Norvik. Its lawyers said so.", ["Its lawyers"], (None, "Norvik", False)),
        ("Norvik fell. It said so.", ["It"], ("Norvik", "Norvik", False)),
        ("The transport ministry said so.", ["The transport ministry"], ("transport ministry", "transport ministry", False)),
        ("The Miners' League said so.", ["The Miners' League"], ("Miners' League", "Miners' League", False)),
        ("The operator, Norvik, said so.", ["The operator"], ("Norvik", "Norvik", False)),
        ("Her label, Tin Umbra, said so.", ["Her label"], ("Tin Umbra", "Tin Umbra", False)),
        ("Her sister, Tin Umbra, said so.", ["Her sister"], (None, None, False)),
        ("The manager, Ana Vell, said so.", ["The manager"], ("Ana Vell", None, False)),
        ("a study by the charity Tin Umbra said so.", ["a study"], ("Tin Umbra", "Tin Umbra", False)),
        ("Ana Vell said so. The same, later.", ["Ana Vell", "The same"], ("Ana Vell", None, False)),
        ("Sources said so.", ["Sources"], (None, None, True)),
        ("Sen. Riva Lund said so.", ["Sen. Riva Lund"], ("Riva Lund", None, False)),
    ],
)
def test_speaker(text, speakers, expected):
    assert resolve(text, *speakers) == expected


@pytest.mark.parametrize(
    ("text", "speaker", "name"),
    [
        ("We sat down with Ana Vell, head of Norvik.\nA: So.", "A", "Ana Vell"),
        ("Bo Quist asked. This is our conversation with Ana Vell.\nA: So.", "A", "Ana Vell"),
        ("Bo Quist met Ana Vell.\nA: So.", "A", None),
        ("Witness: Ana Vell.\nMS. VELL: So.", "MS. VELL", "Ana Vell"),
        ("Ana Vell and Bo Quist, a senator.\nTHE SENATOR: So.", "THE SENATOR", "Bo Quist"),
    ],
)
def test_transcripts(text, speaker, name):
    assert resolve(text, speaker)[0] == name


def test_order_and_offsets_are_kept():
    text = "Ana Vell said it. Nobody knows."
    drafts = [DraftQuote(((14, 16),), "direct", (9, 13), (0, 8)), DraftQuote(((18, 24),), "indirect")]
    spoken = resolved(text, drafts)
    assert [(q.spans, q.kind, q.cue, q.speaker) for q in spoken] == [(d.spans, d.kind, d.cue, d.speaker) for d in drafts]
    assert spoken[1].speaker_name is None


def test_no_mentions_give_no_body():
    text = "Norvik said so."
    drafts = [DraftQuote(((12, 14),), "direct", None, (0, 6))]
    assert resolve_speakers(drafts, roster(text, drafts, [], []))[0].speaker_name is None


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Norvik said so.", "Norvik"),
        ("a spokesman for Norvik said so.", "a spokesman"),
        ("Ana Vell of Norvik said so.", "Ana Vell"),
        ("Norvik met staff. The company said so.", "The company"),
        ("Norvik CEO Ana Vell left. “So,” she said.", "she"),
    ],
)
def test_organisation_goes_by_its_canonical_name(text, speaker):
    assert resolve(text, speaker, canonical={"Norvik": "Norvik Group"})[1] == "Norvik Group"


def test_office_holder_speaks_for_the_country():
    text = "President Donald Trump said so."
    people = [Mention(10, 22, "PERSON")]
    drafts = [DraftQuote(((28, 30),), "direct", None, (0, 22))]
    spoken = resolve_speakers(drafts, roster(text, drafts, people, []))
    assert (spoken[0].speaker_name, spoken[0].organization) == ("Donald Trump", "United States")
