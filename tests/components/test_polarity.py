import pytest

from onrecord.components.polarity import is_negated


@pytest.mark.parametrize(
    ("text", "cue", "stance"),
    [
        ("Norvik said it would not withdraw from Germany.", "withdraw", "withdraw"),
        ("Norvik won't suspend the service.", "suspend", "pause"),
        ("Norvik won’t be pulling out.", "pulling", "withdraw"),
        ("Norvik has yet to comply with the order.", "comply", "comply"),
        ("Norvik has no plans to leave Germany.", "leave", "withdraw"),
        ("Norvik denied pausing the reviews.", "pausing", "pause"),
        ("Norvik failed to fully comply.", "comply", "comply"),
        ("Norvik will never hand over its data.", "hand", "comply"),
        ("Norvik has not complied.", "complied", "comply"),
    ],
)
def test_denials(text, cue, stance):
    assert is_negated(text, 0, text.index(cue), stance)


@pytest.mark.parametrize(
    ("text", "cue", "stance"),
    [
        ("Norvik did not hesitate to comply.", "comply", "comply"),
        ("Norvik did not say whether it would withdraw.", "withdraw", "withdraw"),
        ("Norvik has not decided whether to stay.", "decided", "undecided"),
        ("Norvik did not comment, but withdrew.", "withdrew", "withdraw"),
        ("Norvik, not Selmar, said it would leave.", "leave", "withdraw"),
        ("Norvik withdrew because it could not comply.", "withdrew", "withdraw"),
        ("Norvik will no longer take part.", "take", "withdraw"),
        ("It was not clear. Norvik left.", "left", "withdraw"),
        ("Norvik failed to leave in time.", "leave", "withdraw"),
    ],
)
def test_no_denial_of_this_stance(text, cue, stance):
    assert not is_negated(text, 0, text.index(cue), stance)


def test_it_looks_no_further_back_than_the_sentence():
    text = "It would not. Leave it did"
    assert not is_negated(text, text.index("Leave"), text.index("did"), "withdraw")
