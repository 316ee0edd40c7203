import pytest

from onrecord.components.mentions import Mention
from onrecord.components.targets import country_of, jurisdiction, target_kind
from onrecord.lexicon import Lexicon

LEXICON = Lexicon.default()


@pytest.mark.parametrize(
    ("text", "label", "kind"),
    [
        ("Data Act", "LAW", "law"),
        ("Paris climate agreement", "LAW", "agreement"),
        ("government requests for user data", "TARGET", "order"),
        ("court order", "TARGET", "order"),
        ("peace talks", "TARGET", "agreement"),
        ("Germany", "PLACE", "market"),
        ("its policy", "TARGET", "own_measure"),
        ("its rules", "TARGET", "own_measure"),
        ("new rules", "TARGET", "law"),
        ("Selmar", "COMPANY", "other"),
        ("police", "TARGET", "other"),
        ("Zanubrex", "LAW", "law"),
    ],
)
def test_kind(text, label, kind):
    assert target_kind(text, label, lexicon=LEXICON) == kind


@pytest.mark.parametrize(
    ("surface", "code"), [("Germany", "DE"), ("Hong Kong", "HK"), ("European Union", "EU"), ("Zanubrex", None)]
)
def test_country_of(surface, code):
    assert country_of(surface, LEXICON) == code


def mention(text, words, label="PLACE"):
    start = text.index(words)
    return Mention(start, start + len(words), label)


def test_the_target_decides_the_jurisdiction():
    text = "France left Germany"
    where = jurisdiction(mention(text, "Germany"), [mention(text, "France")], text=text, lexicon=LEXICON)
    assert where == "DE"


def test_a_silent_target_leaves_it_to_the_only_place():
    text = "stores in Germany and Berlin, not France"
    assert jurisdiction(None, [mention(text, "Germany")], text=text, lexicon=LEXICON) == "DE"
    assert jurisdiction(None, [mention(text, "Germany"), mention(text, "France")], text=text, lexicon=LEXICON) is None
    assert jurisdiction(None, [], text=text, lexicon=LEXICON) is None
