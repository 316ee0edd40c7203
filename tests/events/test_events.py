"""Claims become events: what joins, what stays apart, what each event tells."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented_events import article, said

from onrecord.errors import InputError
from onrecord.events import find_events
from onrecord.events.build import CAP
from strategies import records as random_records


def claims_of(events):
    return sorted(claim for event in events for claim in event.claims)


def only(events):
    assert len(events) == 1
    return events[0]


def test_reports_of_several_articles_are_one_event():
    records = [
        article("a1", said("Norvik", stage="announced"), said("NORVIK", stage="in_effect")),
        article("a2", said("norvik", stage="threatened"), date="2031-02-20", source="The Herald"),
    ]
    event = only(find_events(records))
    assert (event.actor, event.target, event.stance, event.shown_as) == ("NORVIK", "Freedonia", "withdraw", "withdraw")
    assert (event.first_report, event.last_report) == ("2031-02-03", "2031-02-20")
    assert (event.n_claims, event.n_articles, event.n_stories, event.n_sources) == (3, 2, 2, 2)
    assert event.stages == ("in_effect", "announced", "threatened")
    assert event.claims == (("a1", "c1"), ("a1", "c2"), ("a2", "c1"))
    assert event.counted


@pytest.mark.parametrize(
    ("changed", "events"),
    [({"actor": "Belmora"}, 2), ({"stance": "pause"}, 2), ({"target": "Sylvania"}, 2), ({"polarity": "negated"}, 2),
     ({"stage": "reversed"}, 2), ({"stage": "considering"}, 1), ({"ref": "company:norvik"}, 2), ({"words": "It"}, 1)],
)  # fmt: skip
def test_what_keeps_events_apart(changed, events):
    given = {"actor": "Norvik"} | changed
    assert len(find_events([article("a1", said("Norvik")), article("a2", said(given.pop("actor"), **given))])) == events


def test_an_actor_is_known_by_its_ref_whatever_its_name():
    records = [article(f"a{i}", said(name, ref="company:norvik")) for i, name in enumerate(("Norvik", "Norvik AG", "Norvik AG"))]
    event = only(find_events(records))
    assert (event.actor, event.actor_ref) == ("Norvik AG", "company:norvik")


def test_actors_that_cannot_be_told_are_not_merged_across_articles():
    unknown = said("?", named=False)
    events = find_events([article("a1", unknown, unknown), article("a2", unknown)])
    assert sorted(event.n_claims for event in events) == [1, 2]
    assert {(event.actor, event.actor_text) for event in events} == {(None, "The firm")}


def test_the_window_lies_between_neighbouring_reports():
    days = ["2031-01-01", "2031-01-31", "2031-03-02", "2031-04-02"]
    records = [article(f"a{i}", said("Norvik"), date=day) for i, day in enumerate(days)]
    assert [event.n_claims for event in find_events(records)] == [3, 1]
    assert [event.n_claims for event in find_events(records, window=31)] == [4]
    assert len(find_events(records, window=0)) == 4
    with pytest.raises(InputError, match="-1 days"):
        find_events(records, window=-1)


def test_reports_without_a_day_join_the_only_event_there_is():
    dated = [article("a1", said("Norvik")), article("a2", said("Norvik"), date="2032-02-03")]
    undated = [article("b1", said("Norvik"), date=None), article("b2", said("Norvik"), date="soon")]
    assert only(find_events([dated[0], *undated])).n_claims == 3
    events = find_events([*dated, *undated])
    assert [(event.first_report, event.n_claims) for event in events] == [("2031-02-03", 1), ("2032-02-03", 1), (None, 2)]


def test_a_statement_day_stands_in_for_that_of_the_article():
    event = only(find_events([article("a1", said("Norvik", statement_date="2031-05-06"), date=None)]))
    assert event.first_report == "2031-05-06"


def test_a_claim_without_target_joins_the_one_of_its_article():
    event = only(
        find_events([article("a1", said("Norvik"), said("Norvik", target=None), said("Norvik", target="it", target_named=False))])
    )
    assert (event.n_claims, event.target) == (3, "Freedonia")


def test_a_claim_without_target_stays_alone_where_the_article_has_several_or_none():
    several = article("a1", said("Norvik"), said("Norvik", target="Sylvania"), said("Norvik", target=None))
    events = find_events([several, article("a2", said("Norvik", target=None)), article("a3", said("Norvik", "pause"))])
    assert sorted((event.target or "", event.stance, event.n_claims) for event in events) == [
        ("", "withdraw", 2), ("Freedonia", "pause", 1), ("Freedonia", "withdraw", 1), ("Sylvania", "withdraw", 1),
    ]  # fmt: skip


def test_the_earliest_explicit_date_counts_and_a_conflict_is_told():
    dates = [("2031-03-01", "2031-06", "explicit"), ("2031-03-05", "2031-06-10", "explicit"), ("2031-01-01", "2031-08", "relative"),
             ("2030-12-31", None, "publication")]  # fmt: skip
    claims = [said("Norvik", statement_date=s, effective_date=e, date_source=source) for s, e, source in dates]
    event = only(find_events([article("a1", *claims)]))
    assert (event.statement_date, event.statement_date_note) == ("2031-03-01", "2031-03-01 (1 claim), 2031-03-05 (1 claim)")
    assert (event.effective_date, event.effective_date_note) == ("2031-06-10", "2031-06-10 (1 claim), 2031-08 (1 claim)")


def test_dates_that_are_only_more_or_less_precise_do_not_conflict():
    claims = [said("Norvik", effective_date=day) for day in ("2031", "2031-06", "2031-06-10", "2031-06-10")]
    event = only(find_events([article("a1", *claims)]))
    assert (event.effective_date, event.effective_date_note, event.statement_date) == ("2031-06-10", None, None)


def test_confidence_grows_with_stories_not_with_copies_and_is_capped():
    records = [article(f"a{i}", said("Norvik", confidence=0.6), said("Norvik", confidence=0.5)) for i in range(3)]
    assert only(find_events(records[:1])).confidence == pytest.approx(0.6)
    assert only(find_events(records[:2])).confidence == pytest.approx(0.84)
    assert only(find_events(records, stories=dict.fromkeys(("a0", "a1", "a2"), "a0"))).confidence == pytest.approx(0.6)
    assert only(find_events([article(f"b{i}", said("Norvik", confidence=0.9)) for i in range(9)])).confidence == CAP
    assert only(find_events([article("c", said("Norvik"))])).confidence is None


def test_stories_come_from_the_caller_then_from_the_record():
    records = [article("a1", said("Norvik"), story="s"), article("a2", said("Norvik"), story="s"), article("a3", said("Norvik"))]
    assert only(find_events(records)).stories == ("a3", "s")
    assert only(find_events(records, stories={"a1": "a1"})).stories == ("a1", "a3", "s")


def test_own_words_come_first_then_the_highest_confidence():
    reported = said("Norvik", quote="They go.", attribution="other", confidence=0.99)
    indirect = said("Norvik", quote="that it would go", kind="indirect", attribution="own", confidence=0.95)
    weak = said("Norvik", quote="We leave.", attribution="own", confidence=0.7, speaker="Ada Quill")
    strong = said("Norvik", quote="We are leaving.", attribution="own", confidence=0.8, speaker="Ole Brandt")
    event = only(find_events([article("a1", reported, indirect, weak), article("a2", strong)]))
    assert (event.quote, event.speaker, event.organization, event.quote_kind) == (
        "We are leaving.",
        "Ole Brandt",
        "Norvik",
        "direct",
    )
    assert (event.evidence_article, "We are leaving." in event.evidence) == ("a2", True)


def test_without_quotes_the_surest_sentence_stands_for_the_event():
    event = only(find_events([article("a1", said("Norvik", words="A", confidence=0.2), said("Norvik", words="B", confidence=0.3))]))
    assert (event.quote, event.speaker, event.evidence[0]) == (None, None, "B")


@pytest.mark.parametrize(
    ("stance", "more", "shown"),
    [("withdraw", {"polarity": "negated"}, "stays"), ("comply", {"polarity": "negated"}, "not comply"),
     ("pause", {"stage": "reversed"}, "pause reversed"), ("withdraw", {"polarity": "negated", "stage": "reversed"}, "not withdraw reversed")],
)  # fmt: skip
def test_how_stances_are_shown(stance, more, shown):
    event = only(find_events([article("a1", said("Norvik", stance, **more))]))
    assert (event.shown_as, event.counted) == (shown, False)


def test_refusals_are_kept_and_marked():
    events = find_events([article("a1", said("Norvik", "refuse"), said("Norvik", "comply"))])
    assert [(event.stance, event.outside_four) for event in events] == [("comply", False), ("refuse", True)]
    other = replace(article("a1"), meta={"stance_scheme": ["refuse", "stay"]})
    mine = replace(article("a1", said("Norvik", "refuse")), meta=other.meta)
    assert not only(find_events([mine])).outside_four


def timeline(*claims):
    events = find_events([article(f"a{i}", one, date=f"2031-{i + 1:02}-15") for i, one in enumerate(claims)], window=5)
    names = {event.id: event.articles[0] for event in events}
    return {
        event.articles[0]: tuple([names[e] for e in ids] for ids in (event.denied_by, event.reversed_by, event.replaced_by))
        for event in events
    }


def test_what_later_events_do_to_an_event():
    found = timeline(
        said("Norvik", "pause"), said("Norvik", "pause", polarity="negated"), said("Norvik", "pause", stage="reversed"),
        said("Norvik", "withdraw"), said("Norvik", "withdraw", "Sylvania"), said("Belmora", "pause", stage="reversed"),
    )  # fmt: skip
    assert found["a0"] == (["a1"], ["a2"], ["a3"])
    assert found["a1"] == ([], [], [])
    assert found["a2"] == found["a3"] == found["a4"] == found["a5"] == ([], [], [])


def test_an_earlier_event_changes_nothing():
    assert timeline(said("Norvik", "pause", stage="reversed"), said("Norvik", "pause"))["a1"] == ([], [], [])


def test_without_a_target_only_the_same_stance_is_linked():
    found = timeline(
        said("Norvik", "pause", None), said("Norvik", "comply", None), said("Norvik", "pause", None, stage="reversed")
    )  # fmt: skip
    assert found["a0"] == ([], ["a2"], [])


def test_two_that_deny_each_other_on_one_day_are_linked_both_ways():
    events = find_events([article("a1", said("Norvik")), article("a2", said("Norvik", polarity="negated"))])
    assert [event.denied_by for event in events] == [(events[1].id,), (events[0].id,)]


def test_later_reports_do_not_change_the_id():
    first, later = article("a1", said("Norvik")), article("a2", said("Norvik"), date="2031-02-10")
    assert only(find_events([first])).id == only(find_events([later, first])).id


def test_one_id_twice_is_an_error():
    with pytest.raises(InputError, match="'a1' stands twice"):
        find_events([article("a1", said("Norvik"))] * 2)


NAMES = st.sampled_from(["Norvik", "Belmora", "norvik"])
SAID = st.builds(
    said, NAMES, st.sampled_from(["pause", "withdraw", "refuse"]), st.sampled_from([None, "Freedonia", "Sylvania"]),
    polarity=st.sampled_from(["affirmed", "negated"]), stage=st.sampled_from(["in_effect", "announced", "reversed"]),
    named=st.booleans(), target_named=st.booleans(), confidence=st.none() | st.floats(0, 1), quote=st.sampled_from([None, "We go."]),
    attribution=st.sampled_from(["own", "other"]), effective_date=st.sampled_from([None, "2031", "2031-04-05"]),
)  # fmt: skip
ARTICLE = st.builds(
    lambda claims, date, source: article("x", *claims, date=date, source=source), st.lists(SAID, max_size=4),
    st.sampled_from([None, "2031-02-03", "2031-02-20", "2031-05-01"]), st.sampled_from([None, "The Lantern", "The Herald"]),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(ARTICLE, max_size=6), st.randoms(use_true_random=False), st.sampled_from([0, 30, 365]))
def test_order_never_matters_and_nothing_is_lost(found, rng, window):
    records = [replace(record, id=f"a{i}") for i, record in enumerate(found)]
    events = find_events(records, window=window)
    shuffled = records[:]
    rng.shuffle(shuffled)
    assert find_events(shuffled, window=window) == events
    assert claims_of(events) == sorted((r.id, c.id) for r in records for c in r.claims)
    ids = {event.id for event in events}
    assert len(ids) == len(events)
    assert all(ids.issuperset({*event.denied_by, *event.reversed_by, *event.replaced_by} - {event.id}) for event in events)


@settings(max_examples=30, deadline=None)
@given(st.lists(random_records(), max_size=3, unique_by=lambda record: record.id))
def test_any_record_gives_events(records):
    events = find_events(records)
    assert claims_of(events) == sorted((r.id, c.id) for r in records for c in r.claims)
    assert find_events(records[::-1]) == events
