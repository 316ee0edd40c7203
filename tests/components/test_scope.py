"""Weighing a new measure of one's own is no claim, weighing one's answer to another's is."""

import pytest

from onrecord.components.links import DraftClaim, Evidence
from onrecord.components.mentions import Mention
from onrecord.components.scope import in_scope, is_own_measure
from onrecord.components.segment import segment


def own_measure(sentence, word="weigh"):
    at = sentence.index(word)
    return is_own_measure(sentence, (0, len(sentence)), (at, at + len(word)))


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        ("The cabinet of Oland is weighing whether to impose tariffs on steel.", "weigh"),
        ("Oland is considering banning the app.", "consider"),
        ("The ministry said it was considering legislation on drones.", "consider"),
        ("The ministry is mulling new sanctions against Freedonia.", "mull"),
        ("Ilves has not decided whether to invoke the emergency act.", "decided"),
        ("She had not made a final decision on whether to send troops.", "decision"),
        ("Oland would consider whether to grant asylum to the editor.", "whether"),
        ("The regulator is reviewing the conduct of two officers.", "review"),
        ("The police are looking into the allegations.", "looking"),
    ],
)
def test_a_new_measure_and_an_inquiry(sentence, word):
    assert own_measure(sentence, word)


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        ("Oland is weighing whether to leave the pact.", "weigh"),
        ("Norvik is considering its answer to the order.", "consider"),
        ("Norvik has not decided whether to comply.", "decided"),
        ("The ministry is considering lifting the ban.", "consider"),
        ("Norvik is reviewing the law and allegations in the press.", "review"),
        ("The ministry is mulling additional sanctions relief.", "mull"),
        ("Norvik said it was considering an appeal.", "consider"),
        ("Norvik is considering the request.", "consider"),
    ],
)
def test_an_answer_to_anothers(sentence, word):
    assert not own_measure(sentence, word)


def test_only_the_words_that_the_stance_looks_at_count():
    sentence = "Norvik is reviewing the order while the ministry of Oland, after a year of talks, is considering banning its app."
    assert not own_measure(sentence, "review")
    assert own_measure(sentence, "considering")


def draft(text, stance, word, actor=None):
    at = text.index(word)
    evidence = Evidence(stance=1.0, actor=1.0, polarity=1.0, best=True)
    return DraftClaim(
        sentence=0,
        stance=stance,
        actor=actor or Mention(0, 5, "GOVERNMENT"),
        target=None,
        polarity="affirmed",
        stage="in_effect",
        cue=(at, at + len(word)),
        evidence=evidence,
    )


def test_only_indecision_is_left_out():
    text = "Oland suspended the treaty and is considering imposing tariffs."
    drafts = [draft(text, "pause", "suspended"), draft(text, "undecided", "considering")]
    assert in_scope(text, segment(text), drafts) == drafts[:1]


def kept(text, stance, word):
    return bool(in_scope(text, segment(text), [draft(text, stance, word)]))


@pytest.mark.parametrize(
    ("text", "stance", "word"),
    [
        ("Norvik has to comply with the decree.", "comply", "comply"),
        ("The firms are legally obliged to hand over the files.", "comply", "hand"),
        ("Norvik must soon leave Oland.", "withdraw", "leave"),
        ("Rivals predict that Norvik will suspend its ferries.", "pause", "suspend"),
        ("Most economists are betting that Oland would leave the pact.", "withdraw", "leave"),
        ("Few observers believed that Oland would leave the pact.", "withdraw", "leave"),
        ("NORVIK LIKELY TO EXIT OLAND, ANALYSTS SAY", "withdraw", "EXIT"),
        ("Norvik turned down a request for an interview about the law.", "refuse", "turned"),
        ("Norvik declined to comment on the order.", "undecided", "declined"),
        ("Selmar is obliged to open its books.", "comply", "obliged"),
        ("A former aide said Oland would probably reject the terms.", "refuse", "reject"),
        ("Norvik will most likely quietly leave Oland.", "withdraw", "leave"),
        ("Oland may possibly suspend the treaty.", "pause", "suspend"),
        ("Norvik is considering leaving Oland.", "withdraw", "leaving"),
        ("Oland will “leave Norvik ... with no choice but to sue”.", "withdraw", "leave"),
        ("The order left Norvik little other option.", "withdraw", "left"),
        ("Norvik had weighed quietly suspending its sales.", "pause", "suspending"),
    ],
)
def test_duties_forecasts_and_refused_interviews(text, stance, word):
    assert not kept(text, stance, word)


@pytest.mark.parametrize(
    ("text", "stance", "word"),
    [
        ("Norvik had to suspend its ferries.", "comply", "suspend"),
        ("Norvik does not have to comply, it said.", "refuse", "comply"),
        ("Norvik said it would have to leave Oland.", "withdraw", "leave"),
        ("Norvik must pay; Selmar has complied.", "comply", "complied"),
        ("People at the firm say that Norvik will leave Oland.", "withdraw", "leave"),
        ("Analysts said the filing froze the debt while Norvik appeals.", "refuse", "appeals"),
        ("Norvik turned down the request for its files.", "refuse", "turned"),
        ("Norvik was obliged to open its books.", "comply", "obliged"),
        ("Norvik left Oland, probably because it refused to pay.", "refuse", "refused"),
        ("Oland would reject the terms, which are probably unlawful.", "refuse", "reject"),
        ("Norvik considered the order and is leaving Oland.", "withdraw", "leaving"),
    ],
)
def test_acts_of_ones_own_are_kept(text, stance, word):
    assert kept(text, stance, word)


@pytest.mark.parametrize(
    ("text", "stance", "word", "none"),
    [
        ("The Oland Supreme Court turned down the appeal.", "refuse", "turned", True),
        ("The Bundesgerichtshof rejected the request.", "refuse", "rejected", True),
        ("The Courtney Group rejected the request.", "refuse", "rejected", False),
        ("The Oland Supreme Court suspended its own fees.", "pause", "suspended", False),
        ("The Oland ministry turned down the request.", "refuse", "turned", False),
    ],
)
def test_a_court_that_rules_refuses_nothing(text, stance, word, none):
    actor = Mention(4, text.index(word) - 1, "GOVERNMENT")
    assert (in_scope(text, segment(text), [draft(text, stance, word, actor)]) == []) is none


@pytest.mark.parametrize(
    ("text", "stance", "word", "none"),
    [
        ("Norvik received the court's order on Monday.", "comply", "received", True),
        ("Norvik has received two subpoenas.", "comply", "received", True),
        ("Norvik got the removal order on Monday.", "comply", "got", True),
        ("Norvik got the court's notice on Monday.", "comply", "got", True),
        ("Norvik got word of the ban on Monday.", "comply", "word", True),
        ("Norvik keeps its word on the ban.", "comply", "word", False),
        ("Norvik got rid of the data as the order asks.", "comply", "got", False),
        ("Norvik received the order and obeyed it.", "comply", "obeyed", False),
    ],
)
def test_to_receive_an_order_is_not_to_follow_it(text, stance, word, none):
    assert kept(text, stance, word) is not none


@pytest.mark.parametrize(
    ("text", "stance", "none"),
    [
        ("Norvik paused work at its mill because a supplier had run out of wool.", "pause", True),
        ("Norvik paused its ferries for a day due to a storm.", "pause", True),
        ("Norvik paused work amid falling demand for looms.", "pause", True),
        ("Norvik paused work because of the new labour law and a storm.", "pause", False),
        ("Norvik paused work after a storm as the ministry had ordered.", "pause", False),
        ("Norvik paused its exports to Oland.", "pause", False),
        ("Norvik paused sales in Oland due to low demand.", "withdraw", False),
    ],
)
def test_a_stop_for_goods_or_the_weather_is_none(text, stance, none):
    assert kept(text, stance, "paused") is not none


@pytest.mark.parametrize(
    ("text", "label", "none"),
    [
        ("Passengers obeyed the siren.", "ACTOR", True),
        ("Hotel guests obeyed the siren.", "ACTOR", True),
        ("Passengers obeyed the siren.", "COMPANY", False),
        ("Carriers obeyed the siren.", "ACTOR", False),
    ],
)
def test_guests_act_for_themselves(text, label, none):
    actor = Mention(0, text.index(" obeyed"), label)
    assert (in_scope(text, segment(text), [draft(text, "comply", "obeyed", actor)]) == []) is none


@pytest.mark.parametrize(
    ("text", "none"),
    [
        ("Will Norvik leave Oland?", True),
        ("“Has Norvik agreed to leave the pact?”", True),
        ("Would Norvik leave? It will leave Oland in May.", False),
        ("Norvik will leave Oland, will it not?", False),
        ("Will Norvik leave; or stay? Norvik said it would.", False),
    ],
)
def test_a_question_says_nothing(text, none):
    sentences = [(0, len(text))]
    assert (in_scope(text, sentences, [draft(text, "withdraw", "leave")]) == []) is none


def test_who_is_summoned_does_not_refuse_by_that():
    assert not kept("Some banks summoned by the court kept their files.", "refuse", "summoned")
    assert kept("Some banks summoned by the court kept their files.", "refuse", "kept")


@pytest.mark.parametrize(
    ("text", "actor", "none"),
    [
        ("Selmar proposed that Norvik leave Oland.", "Norvik", True),
        ("Selmar heard its demand that Norvik leave Oland.", "Norvik", True),
        ("Selmar, which proposed that, will leave Oland.", "Selmar", False),
        ("Selmar said that Norvik will leave Oland.", "Norvik", False),
    ],
)
def test_what_others_propose_is_not_done(text, actor, none):
    at, start = text.index("leave"), text.index(actor)
    mention = Mention(start, start + len(actor), "COMPANY")
    one = DraftClaim(0, "withdraw", mention, None, "affirmed", "announced", (at, at + 5), Evidence(3.0, 3.0, 3.0, best=True))
    assert in_scope(text, segment(text), [one]) == ([] if none else [one])


@pytest.mark.parametrize(
    ("text", "word", "none"),
    [
        ("Norvik is unhappy with the order.", "unhappy", True),
        ("Norvik, furious at the order, has gone to court.", "furious", True),
        ("Norvik is happy to pull the app as ordered.", "happy", False),
        ("Norvik has satisfied the order.", "satisfied", False),
    ],
)
def test_a_feeling_is_no_act(text, word, none):
    assert kept(text, "comply", word) is not none


@pytest.mark.parametrize(
    ("text", "word", "none"),
    [
        ("Insurers' replies to the order, as filed on Friday:", "replies", True),
        ("The bank’s response to the order is out.", "response", False),
        ("The bank’s reactions to the order are out.", "reactions", True),
        ("Norvik replies to the order that it will not pay.", "replies", False),
    ],
)
def test_a_reply_is_not_what_it_says(text, word, none):
    assert kept(text, "refuse", word) is not none


@pytest.mark.parametrize(
    ("text", "label", "none"),
    [
        ("Out of Oland since the levy: Norvik.", "PLACE", True),
        ("Norvik is out of Oland.", "PLACE", True),
        ("What came out of Oland was no answer.", "GOVERNMENT", False),
        ("Oland is out.", "PLACE", False),
    ],
)
def test_who_is_out_of_a_place_is_not_the_place(text, label, none):
    start = text.index("Oland")
    one = draft(text, "withdraw", "out" if "out" in text else "Out", Mention(start, start + 5, label))
    assert in_scope(text, segment(text), [one]) == ([] if none else [one])
