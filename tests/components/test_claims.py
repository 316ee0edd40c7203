from dataclasses import replace

import pytest

from onrecord.components.actors import Who, actors
from onrecord.components.attribution import attribution
from onrecord.components.claims import Context, build_claims
from onrecord.components.links import DraftClaim, Evidence
from onrecord.components.mentions import Mention
from onrecord.components.names import Named
from onrecord.components.people import Affiliation
from onrecord.components.references import Reference
from onrecord.lexicon import Lexicon
from onrecord.types import Actor, Quote, Span

TEXT = "Norvik, Selmar and the two firms met Ana Vell. It said it would leave Germany under the Lamp Act."
SENTENCES = [(0, 46), (47, len(TEXT))]


def at(words, label="ACTOR", nth=0):
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return Mention(start, start + len(words), label)


def named(words, label="COMPANY", **more):
    m = at(words)
    return Named(start=m.start, end=m.end, label=label, name=more.pop("name", words), **more)


NORVIK, SELMAR = named("Norvik", ref="company:norvik"), named("Selmar")
GERMANY = named("Germany", "PLACE", ref="country:de", country="DE")
ACT = named("Lamp Act", "LAW")
GROUP, IT = at("the two firms"), at("It")


@pytest.fixture
def who():
    return Who(
        text=TEXT,
        named=[NORVIK, SELMAR, GERMANY, ACT],
        people=[at("Ana Vell", "PERSON")],
        affiliations={"Ana Vell": Affiliation("Quintar", "company:quintar", "COMPANY")},
        references={GROUP: Reference((NORVIK, SELMAR), "group"), IT: Reference((NORVIK,), "pronoun")},
        ids={(n.start, n.end): f"e{i}" for i, n in enumerate([NORVIK, SELMAR, GERMANY, ACT], 1)},
    )


def told(mention, who):
    return [(a.text, a.name, a.label, a.ref, a.entity) for a in actors(mention, who)]


def test_a_name_is_its_own_actor(who):
    assert told(at("Norvik"), who) == [("Norvik", "Norvik", "COMPANY", "company:norvik", "e1")]


def test_a_group_is_one_actor_a_member_with_the_groups_words(who):
    assert told(GROUP, who) == [
        ("the two firms", "Norvik", "COMPANY", "company:norvik", None),
        ("the two firms", "Selmar", "COMPANY", None, None),
    ]


def test_a_person_acts_for_the_organisation(who):
    assert told(at("Ana Vell", "PERSON"), who) == [("Ana Vell", "Quintar", "COMPANY", "company:quintar", None)]


def test_a_person_without_office_stays_a_person(who):
    assert told(Mention(37, 40, "PERSON"), Who(TEXT, [], [at("Ana Vell", "PERSON")], {}, {}, {})) == [
        ("Ana", "Ana", "OTHER", None, None)
    ]


def test_what_cannot_be_told_has_no_name(who):
    assert told(at("it would"), who) == [("it would", None, "OTHER", None, None)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("UDAR", "UDAR"),
        ("the Trade League", "Trade League"),
        ("Lehigh County’s", "Lehigh County"),
        ("Bridge Union of Talmo", "Bridge Union of Talmo"),
        ("Secretary", None),
        ("the Secretary", None),
        ("PM", None),
        ("Some insurers", None),
        ("The Company", None),
        ("Tech Giants", None),
        ("Search and Social Firms", None),
    ],
)
def test_a_body_without_a_tag_is_named_where_its_letters_are_a_names(text, name):
    (found,) = actors(Mention(0, len(text), "ACTOR"), Who(text, [], [], {}, {}, {}))
    assert (found.text, found.name, found.label) == (text, name, "OTHER")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Oland Planters defied it.", ("Oland Planters", "Oland Planters", "OTHER")),
        ("In Oland Planters defied it.", ("Oland", "Oland", "PLACE")),
        ("Outside Oland Planters defied it.", ("Oland", "Oland", "PLACE")),
        ("Oland President Vell defied it.", ("Oland", "Oland", "PLACE")),
        ("Oland House members defied it.", ("Oland", "Oland", "PLACE")),
        ("Oland Republicans defied it.", ("Oland", "Oland", "PLACE")),
        ("Oland Companies defied it.", ("Oland", "Oland", "PLACE")),
        ("Oland defied it.", ("Oland", "Oland", "PLACE")),
    ],
)
def test_a_place_may_open_the_name_of_who_acts(text, said):
    start = text.index("Oland")
    place = Named(start, start + len("Oland"), "PLACE", "Oland")
    (found,) = actors(Mention(place.start, place.end, "PLACE"), Who(text, [place], [], {}, {}, {}))
    assert (found.text, found.name, found.label) == said


@pytest.mark.parametrize(
    ("before", "said"),
    [
        ("Several ", ("Several Gulf states", None)),
        ("a number of ", ("a number of Gulf states", None)),
        ("the ", ("Gulf states", "Gulf states")),
        ("Handsome ", ("Gulf states", "Gulf states")),
    ],
)
def test_some_of_a_group_act_together_without_a_name(before, said):
    text = f"{before}Gulf states left."
    span = (len(before), len(before) + len("Gulf states"))
    states = Named(*span, "GOVERNMENT", "Gulf states")
    (found,) = actors(Mention(*span, "GOVERNMENT"), Who(text, [states], [], {}, {}, {span: "e1"}))
    assert (found.text, found.name) == said


def draft(actor, stance="withdraw", *, target=None, stage="announced", polarity="affirmed", sentence=1, odds=3.0):
    cue = at("leave")
    return DraftClaim(sentence, stance, actor, target, polarity, stage, (cue.start, cue.end), Evidence(odds, odds, odds, True))


def quote(id_, words, speaker=None, **more):
    m = at(words)
    return Quote(
        id=id_, start=m.start, end=m.end, text=words, spans=(Span.of(TEXT, m.start, m.end),), kind="indirect",
        speaker=Span.of(TEXT, speaker.start, speaker.end) if speaker else None, **more,
    )  # fmt: skip


def context(who, quotes=(), anonymous=()):
    return Context(
        who=who,
        sentences=SENTENCES,
        quotes=quotes,
        anonymous=frozenset(anonymous),
        published="2021-03-02",
        lexicon=Lexicon.default(),
    )


def build(drafts, context, threshold=0.5):
    return build_claims(drafts, context, threshold=threshold, calibration={})


def test_a_claim_joins_actor_target_quote_and_place(who):
    target = Mention(ACT.start, ACT.end, "LAW")
    (claim,) = build([draft(IT, target=target)], context(who, [quote("q1", "it would leave Germany", IT, organization="Norvik")]))
    assert (claim.id, claim.actor.name, claim.stance, claim.stage, claim.counted) == ("c1", "Norvik", "withdraw", "announced", True)
    assert (claim.target.text, claim.target.label, claim.target.kind) == ("Lamp Act", "LAW", "law")
    assert claim.jurisdiction == "DE"
    assert (claim.quotes, claim.attribution) == (("q1",), "own")
    assert claim.statement_date == "2021-03-02"
    assert claim.evidence.text == TEXT[47:]


def test_a_market_as_target(who):
    (claim,) = build([draft(IT, target=Mention(GERMANY.start, GERMANY.end, "PLACE"))], context(who))
    assert (claim.target.kind, claim.target.ref, claim.jurisdiction) == ("market", "country:de", "DE")


def test_a_group_gives_one_claim_a_member(who):
    claims = build([draft(GROUP)], context(who))
    assert [(c.id, c.actor.name, c.actor.text) for c in claims] == [
        ("c1", "Norvik", "the two firms"),
        ("c2", "Selmar", "the two firms"),
    ]


def test_name_and_pronoun_of_one_actor_are_one_claim_by_the_name(who):
    claims = build([draft(IT, odds=4.0), draft(at("Norvik"), sentence=1)], context(who))
    assert [(c.actor.text, c.actor.name) for c in claims] == [("Norvik", "Norvik")]


def test_of_a_person_and_the_country_that_is_meant_the_surer_acts():
    text = "Vell pulled Freedonia out."
    country = Named(start=12, end=21, label="GOVERNMENT", name="Freedonia", ref="country:fd")
    vell = Mention(0, 4, "PERSON")
    who = Who(text, [country], [vell], {"Vell": Affiliation("Freedonia", "country:fd", "GOVERNMENT")}, {}, {(12, 21): "e1"})
    there = replace(context(who), sentences=[(0, len(text))])
    for odds, acts in ((4.0, "Vell"), (2.0, "Freedonia")):
        both = [draft(vell, sentence=0, odds=odds), draft(Mention(12, 21, "GOVERNMENT"), sentence=0, odds=3.0)]
        assert [c.actor.text for c in build(both, there)] == [acts]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Norvik paid but the firm did not leave.", "Norvik"),
        ("Norvik's debt rose and the firm left.", "the firm"),
        ("Oland paid but the firm did not leave.", "the firm"),
    ],
)
def test_a_name_in_the_sentence_is_told_before_what_stands_for_it(text, said):
    first = text.replace("'", " ").split()[0]
    name = Named(start=0, end=len(first), label="PLACE" if first == "Oland" else "COMPANY", name=first)
    start = text.index("the firm")
    firm = Mention(start, start + len("the firm"), "ACTOR")
    people = Who(text=text, named=[name], people=[], affiliations={}, references={firm: Reference((name,), "nominal")}, ids={})
    assert [a.text for a in actors(firm, people, since=0)] == [said]
    assert [a.text for a in actors(firm, people)] == ["the firm"]


def test_doubtful_drafts_are_left_out(who):
    assert build([draft(IT, odds=0.1)], context(who)) == ()
    assert len(build([draft(IT, odds=0.1)], context(who), threshold=0.05)) == 1


@pytest.mark.parametrize(
    ("stage", "polarity", "counted"),
    [
        ("in_effect", "affirmed", True),
        ("announced", "negated", False),
        ("threatened", "affirmed", False),
        ("reversed", "affirmed", False),
    ],
)
def test_counted_follows_polarity_and_stage(who, stage, polarity, counted):
    (claim,) = build([draft(IT, stage=stage, polarity=polarity)], context(who))
    assert claim.counted is counted


ACTOR = Actor(start=0, end=6, text="Norvik", name="Norvik", label="COMPANY")


@pytest.mark.parametrize(
    ("quotes", "anonymous", "expected"),
    [
        ([], [], "reporter"),
        ([quote("q1", "it would leave Germany", organization="Norvik")], [], "own"),
        ([quote("q1", "it would leave Germany", speaker_name="Ana Vell", organization="Quintar")], [], "other"),
        ([quote("q1", "it would leave Germany")], ["q1"], "anonymous"),
        ([quote("q1", "it would leave Germany")], [], "reporter"),
        ([quote("q1", "it would leave Germany", at("Norvik"))], [], "own"),
        ([quote("q1", "it would leave Germany", at("Ana Vell"))], [], "other"),
        ([quote("q1", "it would leave Germany", at("It"))], [], "own"),
        (
            [
                quote("q1", "It said it would leave Germany", organization="Quintar"),
                quote("q2", "leave Germany", organization="Norvik"),
            ],
            [],
            "own",
        ),
    ],
)
def test_attribution(quotes, anonymous, expected):
    assert attribution(ACTOR, quotes, frozenset(anonymous), text=TEXT, lexicon=Lexicon.default()) == expected


def said(text, actor, speaker, words, **more):
    """The attribution of a claim of `actor` in a text where `speaker` says `words`."""

    def span(part):
        return Span.of(text, text.index(part), text.index(part) + len(part))

    spoken, who = span(words), span(actor)
    quote = Quote(
        id="q1", start=spoken.start, end=spoken.end, text=words, spans=(spoken,), kind="indirect", speaker=span(speaker), **more
    )
    acting = Actor(start=who.start, end=who.end, text=actor, name=actor, label="COMPANY")
    return attribution(acting, [quote], frozenset(), text=text, lexicon=Lexicon.default())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norvik (NVK), Selmar, and Quintar said they would pause.", "own"),
        ("Norvik and Quintar said they would pause.", "own"),
        ("Banks such as Norvik and Quintar said they would pause.", "own"),
        ("Norvik, according to Quintar, said they would pause.", "other"),
        ("Norvik was told to, and Quintar said they would pause.", "other"),
    ],
)
def test_all_who_are_listed_as_speakers_speak(text, expected):
    assert said(text, "Norvik", "Quintar", "they would pause", speaker_name="Quintar") == expected


@pytest.mark.parametrize(("office", "expected"), [("Home Office", "own"), ("MITI", "other"), ("Quintar", "other")])
def test_an_authority_speaks_for_its_country(office, expected):
    text = f"The {office} said that Britain was complying."
    acting = Actor(
        start=text.index("Britain"),
        end=text.index(" was"),
        text="Britain",
        name="United Kingdom",
        label="GOVERNMENT",
        ref="country:gb",
    )
    spoken = Span.of(text, text.index("that"), len(text) - 1)
    who = Span.of(text, 0, text.index(" said"))
    quotes = [
        Quote(
            id="q1",
            start=spoken.start,
            end=spoken.end,
            text=spoken.text,
            spans=(spoken,),
            kind="indirect",
            speaker=who,
            organization=office,
        )
    ]
    assert attribution(acting, quotes, frozenset(), text=text, lexicon=Lexicon.default()) == expected


@pytest.mark.parametrize(
    ("gap", "expected"), [(", and also seek", "own"), (". Norvik will seek", "reporter"), (", and Quintar will seek", "reporter")]
)
def test_a_verb_that_goes_on_after_reported_words_is_reported_too(gap, expected):
    text = f"Norvik said it would ask the judge{gap} an appeal."
    whole = Who(
        text=text, named=[Named(start=0, end=6, label="COMPANY", name="Norvik")], people=[], affiliations={}, references={}, ids={}
    )
    spoken = Span.of(text, text.index("it would"), text.index(gap))
    quoted = Quote(
        id="q1", start=spoken.start, end=spoken.end, text=spoken.text, spans=(spoken,), kind="indirect",
        speaker=Span.of(text, 0, 6), organization="Norvik",
    )  # fmt: skip
    cue = text.index("seek")
    made = replace(draft(Mention(0, 6, "COMPANY")), sentence=0, cue=(cue, cue + 4))
    (claim,) = build([made], replace(context(whole, [quoted]), sentences=((0, len(text)),)))
    assert (claim.quotes, claim.attribution) == ((), expected)


def test_we_in_a_quote_is_whoever_speaks_even_if_nobody_can_tell_who_that_is():
    text = "“We would not comply,” a spokesman said, and then: we would."
    assert said(text, "We", "a spokesman", "We would not comply", organization="Norvik") == "own"
    assert said(text, "we", "a spokesman", "We would not comply", organization="Norvik") == "other"
