"""DNA databases and GraphML: claims as statements and ties, signs by a rule that stands beside."""

import base64
import csv
import hashlib
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import replace
from typing import get_args

import networkx as nx
import pytest
from exports_support import TEXT, exported, make
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord import types as t
from onrecord.corpora import convert
from onrecord.errors import InputError
from onrecord.events.keys import is_named
from onrecord.exports import export, read_rule
from onrecord.exports.dna import PASSWORD
from onrecord.exports.escapes import xml_text
from strategies import records

MANY = settings(max_examples=25, deadline=None)
LISTS = st.lists(records(), max_size=3, unique_by=lambda record: record.id)


def claim(**changes):
    return replace(make().claims[0], **changes)


@pytest.mark.parametrize(
    ("stance", "polarity", "stage", "agreement"),
    [
        ("comply", "affirmed", "announced", True),
        ("comply", "negated", "in_effect", False),
        ("refuse", "affirmed", "in_effect", False),
        ("withdraw", "affirmed", "threatened", False),
        ("withdraw", "negated", "in_effect", True),
        ("pause", "affirmed", "reversed", True),
        ("pause", "negated", "reversed", False),
        ("withdraw", "affirmed", "considering", None),
        ("undecided", "affirmed", "in_effect", None),
        ("dig_in", "affirmed", "in_effect", None),
    ],
)
def test_the_rule(stance, polarity, stage, agreement):
    assert read_rule().agreement(claim(stance=stance, polarity=polarity, stage=stage)) is agreement


@pytest.mark.parametrize("stance", ["comply", "pause", "withdraw", "refuse"])
@pytest.mark.parametrize("stage", [stage for stage in get_args(t.Stage) if stage != "considering"])
def test_a_denial_turns_it_round(stance, stage):
    affirmed, negated = (read_rule().agreement(claim(stance=stance, stage=stage, polarity=p)) for p in ("affirmed", "negated"))
    assert affirmed is (not negated)


def test_a_rule_of_ones_own(tmp_path):
    path = tmp_path / "rule.csv"
    path.write_text("stance,polarity,stage,agreement\nundecided,*,*,no\n", encoding="utf-8")
    assert read_rule(path).agreement(claim(stance="undecided")) is False
    assert read_rule(path).agreement(claim()) is None
    path.write_text("stance,polarity,stage,agreement\npause,*,*,maybe\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"rule\.csv:2: agreement is 'maybe', give yes, no, or nothing"):
        read_rule(path)
    path.write_text("stance,polarity,stage\npause,*,*\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"rule\.csv:2: no agreement, the columns are"):
        read_rule(path)
    path.write_text("stance,polarity,stage,agreement\n", encoding="utf-8")
    with pytest.raises(InputError, match="no rows"):
        read_rule(path)
    with pytest.raises(InputError, match="cannot be read"):
        read_rule(tmp_path / "none.csv")


def short(text):
    return " ".join(text.split())[:190] if text else ""


def told_by_dna(record, one):
    quotes = {quote.id: quote for quote in record.quotes}
    speakers = [quotes[name].speaker_name for name in one.quotes if quotes[name].speaker_name]
    actor = short(one.actor.name) or short(speakers[0] if speakers else None) or None
    return one.stance, one.polarity, (one.evidence.start, one.evidence.end), actor


@given(records())
@MANY
def test_dna(record):
    places = [(sentence.start, sentence.end) for sentence in record.sentences]
    with exported([record], "dna", "n.dna") as (path, done):
        names = {"concept": "stance", "qualifier": "affirmed"}
        (found,) = convert("dna", path, segmenter=lambda _: places, documents="all", **names)
        assert found.text == record.text.replace("\r\n", " \n").replace("\r", "\n")
        wanted = Counter(told_by_dna(record, one) for one in record.claims)
        assert Counter((c.stance, c.polarity, (c.evidence.start, c.evidence.end), c.actor.name) for c in found.claims) == wanted
        assert [file.name for file in done.files] == ["n.dna", "n.rule.csv"]
        assert read_rule(done.files[1]) == read_rule()


def statements(path):
    """Each statement as DNA shows it: its words, UTF-16 code units apart, and its variables."""
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        found = []
        query = "SELECT s.ID, s.Start, s.Stop, d.Text, t.Label FROM STATEMENTS s JOIN DOCUMENTS d ON d.ID = s.DocumentId"
        for number, start, stop, text, label in database.execute(f"{query} JOIN STATEMENTTYPES t ON t.ID = s.StatementTypeId"):
            words = text.encode("utf-16-le")[2 * start : 2 * stop].decode("utf-16-le")
            values = {}
            for table in ("DATABOOLEAN", "DATAINTEGER", "DATALONGTEXT"):
                values |= dict(
                    database.execute(
                        f"SELECT Variable, Value FROM {table} x JOIN VARIABLES v ON v.ID = x.VariableId WHERE StatementId = {number}"
                    )
                )
            joined = (
                "DATASHORTTEXT x JOIN VARIABLES v ON v.ID = x.VariableId JOIN ENTITIES e ON e.ID = x.Entity AND e.VariableId = v.ID"
            )
            values |= dict(database.execute(f"SELECT Variable, e.Value FROM {joined} WHERE StatementId = {number}"))
            found.append((label, words, values))
    return found


def test_a_dna_database(tmp_path):
    done = export([make()], "dna", tmp_path / "n.dna")
    (first, second) = statements(tmp_path / "n.dna")
    assert first[0] == "DNA Statement"
    assert first[1] == make().claims[0].evidence.text.replace("\r\n", " \n"), "offsets count the crab as two"
    expected = {
        "person": "Zoë Quill",
        "organization": "=cmd|' /C calc'!A0",
        "concept": "Ferry Act",
        "agreement": 0,
        "stance": "withdraw",
    }
    assert expected.items() <= first[2].items()
    assert (second[2]["agreement"], second[2]["affirmed"], second[2]["organization"], second[2]["concept"]) == (1, 0, "", "")
    assert done.lost["claims whose actor can't be told, without organisation"] == 1
    assert done.lost["claims without target, their concept is empty"] == 1
    assert done.lost["carriage returns, written as blanks or line feeds"] == 1
    with closing(sqlite3.connect(tmp_path / "n.dna")) as database:
        (version,) = database.execute("SELECT Value FROM SETTINGS WHERE Property = 'version'").fetchone()
        (seconds, title) = database.execute("SELECT Date, Title FROM DOCUMENTS").fetchone()
        (password,) = database.execute("SELECT Password FROM CODERS").fetchone()
    assert version.startswith("3.")
    assert seconds == 1_927_843_200
    assert TEXT.startswith(title)
    salt, digest = base64.b64decode(password)[:16], base64.b64decode(password)[16:]
    found = hashlib.sha256(salt + PASSWORD.encode()).digest()
    for _ in range(99_999):
        found = hashlib.sha256(found).digest()
    assert found == digest


def test_claims_that_do_neither_are_of_a_type_without_agreement(tmp_path):
    undecided = make(claims=(claim(stance="undecided"),), sentences=(replace(make().sentences[0], stances=("undecided",)),))
    done = export([undecided], "dna", tmp_path / "n.dna")
    ((label, _, values),) = statements(tmp_path / "n.dna")
    assert label == "Claim without agreement"
    assert "agreement" not in values
    assert values["stance"] == "undecided"
    assert done.lost["claims that neither agree nor disagree, of the type without agreement"] == 1


def test_stances_as_concepts(tmp_path):
    export([make()], "dna", tmp_path / "n.dna", concept="stance")
    assert [(values["concept"], values["agreement"]) for _, _, values in statements(tmp_path / "n.dna")] == [
        ("withdraw", 1),
        ("pause", 0),
    ]
    (found,) = convert("dna", tmp_path / "n.dna")
    assert [(c.stance, c.polarity) for c in found.claims] == [("withdraw", "affirmed"), ("pause", "negated")]


def test_long_names_and_missing_dates_are_told(tmp_path):
    done = export([make(date=None, claims=(claim(actor=replace(claim().actor, name="N" * 300)),))], "dna", tmp_path / "n.dna")
    assert statements(tmp_path / "n.dna")[0][2]["organization"] == "N" * 190
    assert done.lost["short texts put on one line or cut at 190 characters"] == 1
    assert done.lost["articles without a date, which DNA has as 1970-01-01"] == 1


def ties(found):
    """The claims that have an actor with a name and a target, by the ids of their nodes."""
    for record in found:
        for one in record.claims:
            if one.actor.name is not None and one.target:
                actor, target = (end.ref or end.name or end.text for end in (one.actor, one.target))
                own = "" if is_named(one.target) else f" ({record.story or record.id})"
                yield record, one, tuple(xml_text(name)[0] for name in (f"actor:{actor}", f"target:{target}{own}"))


def edges_of(graph):
    """The edges with the actor first: networkx gives either end of an undirected edge first."""
    return [(*sorted(ends), values) for *ends, values in graph.edges(data=True)]


@given(LISTS)
@MANY
def test_graphml_with_an_edge_for_each_claim(found):
    with exported(found, "graphml", "n.graphml", edges="claims", targets="all", claims="all") as (path, done):
        graph = nx.read_graphml(path)
        edges = Counter((*ends, values["stance"], values["polarity"], values["evidence"]) for *ends, values in edges_of(graph))
        wanted = Counter((*ends, one.stance, one.polarity, xml_text(one.evidence.text)[0]) for _, one, ends in ties(found))
        assert edges == wanted
        assert done.records == len(found)
        left_out = sum(done.lost.get(what, 0) for what in ("claims whose actor can't be told", "claims without target"))
        assert left_out == sum(len(record.claims) for record in found) - wanted.total()


@given(LISTS)
@MANY
def test_graphml_with_an_edge_for_each_pair(found):
    with exported(found, "graphml", "n.graphml", targets="all", claims="all") as (path, _):
        graph = nx.read_graphml(path)
        wanted = Counter(ends for _, _, ends in ties(found))
        assert {(a, b): values["weight"] for a, b, values in edges_of(graph)} == wanted
        rule = read_rule()
        for a, b, values in edges_of(graph):
            signs = [rule.agreement(one) for _, one, ends in ties(found) if ends == (a, b)]
            assert (values["agreement"], values["disagreement"]) == (signs.count(True), signs.count(False))
            assert -1 <= values["sign"] <= 1
            dates = sorted(d for record, one, ends in ties(found) if ends == (a, b) and (d := one.statement_date or record.date))
            assert (values.get("first"), values.get("last")) == ((dates[0], dates[-1]) if dates else (None, None))
        modes = dict(graph.nodes(data="bipartite"))
        assert all(modes[a] != modes[b] for a, b in graph.edges()), "an edge joins an actor and a target"


def test_the_network_of_counted_claims_on_laws(tmp_path):
    market = claim(id="c3", target=replace(claim().target, label="PLACE", kind="market"))
    agreeing = make(
        id="b",
        claims=(claim(stance="comply", statement_date=None, confidence=0.25),),
        sentences=(replace(make().sentences[0], stances=("comply",)),),
    )
    first = make(claims=(*make().claims, market))
    done = export([first, agreeing], "graphml", tmp_path / "n.graphml")
    graph = nx.read_graphml(tmp_path / "n.graphml")
    ((actor, law, values),) = graph.edges(data=True)
    assert (actor, law) == ("actor:company:brix", "target:law:ferry")
    assert graph.nodes[actor] == {"bipartite": 0, "name": "=cmd|' /C calc'!A0", "label": "COMPANY", "ref": "company:brix"}
    assert values == {
        "id": "e1", "weight": 2, "agreement": 1, "disagreement": 1, "sign": 0.0, "stance_withdraw": 1, "stance_comply": 1,
        "first": "2031-02-03", "last": "2031-02-03", "articles": 2, "confidence": 0.5,
    }  # fmt: skip
    assert nx.is_bipartite(graph)
    assert done.lost["claims that are not counted"] == 1
    assert done.lost["claims on targets that are no laws"] == 1
    with (tmp_path / "n.rule.csv").open(encoding="utf-8", newline="") as lines:
        assert next(csv.reader(lines)) == ["stance", "polarity", "stage", "agreement"]


def test_a_law_without_a_name_is_a_node_for_each_story(tmp_path):
    target = replace(claim().target, ref=None, name="order", label="OTHER", kind="law")
    found = [make(id=name, story=story, claims=(claim(target=target),)) for name, story in (("a", "s"), ("b", "s"), ("c", None))]
    export(found, "graphml", tmp_path / "n.graphml")
    graph = nx.read_graphml(tmp_path / "n.graphml")
    laws = {name: (values["name"], values["story"]) for name, values in graph.nodes(data=True) if values["bipartite"]}
    assert laws == {"target:order (s)": ("order", "s"), "target:order (c)": ("order", "c")}
    assert sorted(values["weight"] for *_, values in graph.edges(data=True)) == [1, 2]


def test_an_empty_network(tmp_path):
    export([], "graphml", tmp_path / "n.graphml")
    assert len(nx.read_graphml(tmp_path / "n.graphml")) == 0
