import pytest

from onrecord.components.polarity import is_negated, settled


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
        ("Norvik refrained from openly suspending aid.", "suspending", "pause"),
        ("Norvik stopped short of leaving Germany.", "leaving", "withdraw"),
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
        ("Norvik stopped, short of cash, and left.", "left", "withdraw"),
    ],
)
def test_no_denial_of_this_stance(text, cue, stance):
    assert not is_negated(text, 0, text.index(cue), stance)


def test_it_looks_no_further_back_than_the_sentence():
    text = "It would not. Leave it did"
    assert not is_negated(text, text.index("Leave"), text.index("did"), "withdraw")


def what_is_settled(text, word, stance, seen):
    at = text.index(word)
    return settled(text, (0, len(text)), (at, at + len(word)), stance, seen)


@pytest.mark.parametrize(
    ("text", "word", "stance"),
    [
        ("Oland lost no time in quitting the tea accord.", "quitting", "withdraw"),
        ("Norvik could not but obey the ruling.", "obey", "comply"),
        ("Norvik did not fail to file its reports.", "file", "comply"),
        ("Norvik has not stopped defying the court.", "defying", "refuse"),
        ("Nothing could keep Norvik from appealing.", "appealing", "refuse"),
        ("Norvik did not think twice about leaving.", "leaving", "withdraw"),
        ("Norvik chose to leave Freedonia.", "leave", "withdraw"),
        ("“We will not obey this order,” Norvik said.", "obey", "refuse"),
        ("Norvik has paid a quarter of the penalty.", "paid", "comply"),
        ("Norvik has left Oland and Selmar has defied the court.", "left", "withdraw"),
    ],
)
def test_what_no_word_denies_is_affirmed(text, word, stance):
    assert what_is_settled(text, word, stance, "negated") == "affirmed"


@pytest.mark.parametrize(
    ("text", "word", "stance"),
    [
        ("Reports that Norvik had halted its ferries to Oland were untrue, it said.", "halted", "pause"),
        ("It is quite wrong to say that Norvik has left Freedonia.", "left", "withdraw"),
        ("There is no truth in the rumour that Norvik has frozen its loans.", "frozen", "pause"),
        ("At no time since the vote did Norvik halt its ferries.", "halt", "pause"),
        ("Norvik had defied no ruling, it said.", "defied", "refuse"),
    ],
)
def test_a_denial_further_off(text, word, stance):
    assert what_is_settled(text, word, stance, "affirmed") == "negated"


@pytest.mark.parametrize(
    ("text", "word", "stance", "seen"),
    [
        ("Norvik said the reports were untrue and left Freedonia.", "left", "withdraw", "affirmed"),
        ("Norvik will no longer suspend members.", "suspend", "pause", "affirmed"),
        ("Norvik will stay in the treaty and not leave.", "leave", "withdraw", "negated"),
        ("Norvik has missed the deadline to file.", "missed", "comply", "negated"),
        ("Norvik has not refused the request.", "refused", "refuse", "negated"),
        ("Norvik has not decided.", "decided", "undecided", "affirmed"),
    ],
)
def test_what_the_network_saw_stands(text, word, stance, seen):
    assert what_is_settled(text, word, stance, seen) == seen


@pytest.mark.parametrize(
    ("text", "word", "polarity"),
    [
        ("Norvik denies having broken the ban.", "broken", "affirmed"),
        ("Norvik denied that it had ever violated the ban.", "violated", "affirmed"),
        ("Norvik is no giant, nor has it violated the ban.", "violated", "affirmed"),
        ("Norvik has not broken the ban.", "broken", "affirmed"),
        ("Norvik has not only broken the ban.", "broken", "negated"),
        ("Norvik does not sell there, and broke the ban.", "broke", "negated"),
        ("Norvik denied a report and broke the ban.", "broke", "negated"),
        ("Norvik has broken the ban.", "broken", "negated"),
    ],
)
def test_who_denies_a_breach_says_that_he_complies(text, word, polarity):
    at = text.index(word)
    assert settled(text, (0, len(text)), (at, at + len(word)), "comply", "negated") == polarity


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("Not one of the four orders has been obeyed by Norvik.", "negated"),
        ("Norvik said that no order was obeyed.", "negated"),
        ("No friend of the mayor, Norvik says the order has been obeyed.", "affirmed"),
        ("Not one week ago the order came; it has been obeyed.", "affirmed"),
        ("All four orders have been obeyed by Norvik.", "affirmed"),
    ],
)
def test_what_no_subject_has_is_denied(text, polarity):
    assert what_is_settled(text, "obeyed", "comply", "affirmed") == polarity
