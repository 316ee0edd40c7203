"""One word is one act."""

from onrecord.components.acts import one_stance_a_word
from onrecord.components.links import DraftClaim, Evidence
from onrecord.components.mentions import Mention

TEXT = "Norvik has defied the ban, and Selmar has left."


def draft(stance, word, name="Norvik", *, odds=1.0, piece=None):
    at = TEXT.index(piece or word)
    start = TEXT.index(name)
    actor = Mention(start, start + len(name), "COMPANY")
    evidence = Evidence(stance=odds, actor=odds, polarity=1.0, best=True)
    return DraftClaim(0, stance, actor, None, "affirmed", "in_effect", (at, at + len(piece or word)), evidence)


def test_of_two_stances_by_one_word_the_likelier_is_left():
    one, other = draft("refuse", "defied", odds=3.0), draft("withdraw", "defied", piece="fied", odds=1.0)
    assert one_stance_a_word(TEXT, [other, one]) == [one]


def test_other_words_and_other_actors_are_acts_of_their_own():
    drafts = [draft("refuse", "defied"), draft("withdraw", "left"), draft("withdraw", "defied", "Selmar")]
    assert one_stance_a_word(TEXT, drafts) == drafts
