"""Corpora of stances that are not ours: SemEval-2016 task 6 and the Discourse Network Analyzer."""

import sqlite3
from contextlib import closing

import pytest

from onrecord.corpora import convert
from onrecord.errors import InputError

TWEETS = [
    "ID\tTarget\tTweet\tStance\tOpinion towards\tSentiment",
    "1\tFerry Act\tNo to the ferry act 🦀! Never. #SemST\tAGAINST\tTARGET\tNEGATIVE",
    "2\tFerry Act\tLovely day\tNONE\tOTHER\tPOSITIVE",
]


def semeval(tmp_path, lines, **more):
    path = tmp_path / "trial.txt"
    path.write_text("\n".join(lines) + "\n", encoding=more.get("encoding", "utf-8"))
    return convert("semeval2016", path, **more)


def test_semeval_has_no_claims_unless_the_caller_maps_its_stances(tmp_path):
    first, second = semeval(tmp_path, TWEETS)
    assert (first.id, first.text, first.claims) == ("1", "No to the ferry act 🦀! Never. #SemST", ())
    assert first.meta == {
        "target": "Ferry Act", "stance": "AGAINST", "opinion_towards": "TARGET", "sentiment": "NEGATIVE",
        "format": "semeval2016", "labelled_fields": [],
    }  # fmt: skip
    assert second.meta["stance"] == "NONE"


def test_semeval_with_a_map(tmp_path):
    first, second = semeval(tmp_path, TWEETS, stances={"AGAINST": "refuse"})
    (claim,) = first.claims
    assert (claim.stance, claim.actor.name, claim.actor.text, claim.actor.label) == ("refuse", None, first.text, "OTHER")
    assert (claim.target.text, claim.target.name, claim.target.kind) == ("ferry act", "Ferry Act", "other")
    assert claim.evidence.text == first.text
    assert second.claims == ()
    assert second.meta["labelled_fields"] == ["claims"]


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (["1\tFerry Act\tNo\tAGAINST"], ":1: column id missing, the first line must name ID, Target, Tweet, Stance"),
        ([TWEETS[0], "1\tFerry Act\tNo"], ":2: 3 fields where the first line has 6, check the tabs"),
        ([TWEETS[0], "1\tFerry Act\t \tNONE\t\t"], ":2: a tweet without words, remove the row"),
        ([*TWEETS, TWEETS[1]], ":4: document '1': an earlier one has this id, give each its own"),
    ],
)
def test_semeval_faults(tmp_path, lines, says):
    with pytest.raises(InputError, match=rf"trial\.txt{says}"):
        list(semeval(tmp_path, lines))


def test_semeval_in_windows_1252(tmp_path):
    lines = [*TWEETS[:1], "1\tFerry Act\tIt’s off\tNONE\t\t"]
    assert next(semeval(tmp_path, lines, encoding="cp1252")).text == "It’s off"


BODY = "🦀 news. The firm Brix said it would leave. Ada Quill disagreed."
STANCES = {"Leave the market": "withdraw", "not Obey the order": "refuse", "Obey the order": "comply"}
CODED = [
    ("Brix said it would leave", {"person": "Ada Quill", "organization": "Brix", "concept": "Leave the market", "agreement": 1}),
    ("Ada Quill disagreed", {"person": "Ada Quill", "organization": "Norvik", "concept": "Obey the order", "agreement": 0}),
    ("news", {"person": "", "organization": "Brix", "concept": "Something else", "agreement": 0}),
]


def database(tmp_path, *, entities=True, date=1927843200):
    path = tmp_path / "study.dna"
    short = "Entity INTEGER" if entities else "Value TEXT"
    with closing(sqlite3.connect(path)) as db, db:
        db.executescript(f"""
            CREATE TABLE DOCUMENTS(ID INTEGER, Title TEXT, Text TEXT, Coder INTEGER, Author TEXT, Source TEXT, Date INTEGER);
            CREATE TABLE STATEMENTS(ID INTEGER, StatementTypeId INTEGER, DocumentId INTEGER, Start INTEGER, Stop INTEGER);
            CREATE TABLE VARIABLES(ID INTEGER, Variable TEXT, DataType TEXT);
            CREATE TABLE ENTITIES(ID INTEGER, VariableId INTEGER, Value TEXT);
            CREATE TABLE DATASHORTTEXT(ID INTEGER, StatementId INTEGER, VariableId INTEGER, {short});
            CREATE TABLE DATABOOLEAN(ID INTEGER, StatementId INTEGER, VariableId INTEGER, Value INTEGER);
            CREATE TABLE DATAINTEGER(ID INTEGER, StatementId INTEGER, VariableId INTEGER, Value INTEGER);
            CREATE TABLE DATALONGTEXT(ID INTEGER, StatementId INTEGER, VariableId INTEGER, Value TEXT);
        """)
        db.execute("INSERT INTO DOCUMENTS VALUES (4, 'Ferries', ?, 1, 'Bo', 'The Lantern', ?)", (BODY, date))
        db.execute("INSERT INTO DOCUMENTS VALUES (5, 'Later', 'Not coded.', 1, '', '', ?)", (date,))
        names = ["person", "organization", "concept", "agreement"]
        db.executemany("INSERT INTO VARIABLES VALUES (?, ?, '')", enumerate(names, 1))
        for number, (words, values) in enumerate(CODED, 1):
            start = BODY.index(words) + 1  # the emoji is two for Java
            db.execute("INSERT INTO STATEMENTS VALUES (?, 1, 4, ?, ?)", (number, start, start + len(words)))
            for name in names[:3]:
                variable, value = names.index(name) + 1, values[name]
                if entities:
                    entity = number * 10 + variable
                    db.execute("INSERT INTO ENTITIES VALUES (?, ?, ?)", (entity, variable, value))
                    value = entity
                db.execute("INSERT INTO DATASHORTTEXT VALUES (0, ?, ?, ?)", (number, variable, value))
            db.execute("INSERT INTO DATABOOLEAN VALUES (0, ?, 4, ?)", (number, values["agreement"]))
    return path


def check(record):
    first, second = record.claims
    assert (first.stance, first.polarity, first.actor.text, first.actor.name) == ("withdraw", "affirmed", "Brix", "Brix")
    assert (second.stance, second.polarity, second.actor.text, second.actor.name) == ("refuse", "affirmed", "Ada Quill", "Norvik")
    assert record.text == f"Ferries\n\n{BODY}"
    assert (record.title, record.date, record.source, record.body_start) == ("Ferries", "2031-02-03", "The Lantern", 9)
    assert record.meta["author"] == "Bo"
    assert record.meta["unmapped"] == {"claim:Something else": 1}
    coded = [s["attributes"] for s in record.meta["kept"]["spans"] if s["start"] == record.text.index("Brix said")]
    assert coded == [{
        "variable:person": "Ada Quill", "variable:organization": "Brix", "variable:concept": "Leave the market",
        "variable:agreement": "1",
    }]  # fmt: skip
    assert record.meta["labelled_fields"] == ["claims"]


@pytest.mark.parametrize(("entities", "date"), [(True, 1927843200), (False, 1927843200000)], ids=["DNA 3", "DNA 2"])
def test_dna_database(tmp_path, entities, date):
    path = database(tmp_path, entities=entities, date=date)
    before = path.read_bytes()
    (record,) = convert("dna", path, stances=STANCES)
    check(record)
    assert path.read_bytes() == before


def test_dna_without_a_map_has_no_claims_and_loses_nothing(tmp_path):
    (record,) = convert("dna", database(tmp_path))
    assert record.claims == ()
    assert record.meta["labelled_fields"] == []
    assert sum(record.meta["unmapped"].values()) == 3


def test_dna_disagreement_without_a_stance_of_its_own_is_a_negated_claim(tmp_path):
    (record,) = convert("dna", database(tmp_path), stances={"Obey the order": "comply"})
    assert [(c.stance, c.polarity) for c in record.claims] == [("comply", "negated")]


def test_dna_documents_without_statements_are_left_out_unless_asked_for(tmp_path, caplog):
    path = database(tmp_path)
    with caplog.at_level("INFO"):
        assert [r.id for r in convert("dna", path)] == ["study-4"]
    assert "1 documents without statements left out" in caplog.text
    assert [r.id for r in convert("dna", path, documents="all")] == ["study-4", "study-5"]


def test_dna_variables_may_have_other_names(tmp_path):
    (record,) = convert("dna", database(tmp_path), stances={"Leave the market": "withdraw"}, actor="person", person="organization")
    assert [c.actor.name for c in record.claims] == ["Ada Quill"]


def test_dna_statement_without_a_place(tmp_path):
    path = database(tmp_path)
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE STATEMENTS SET Stop = NULL WHERE ID = 1")
    with pytest.raises(InputError, match=r"study\.dna: document 4: statement 1 stands at 18:None, two whole numbers"):
        list(convert("dna", path, stances=STANCES))


def test_dna_database_of_another_kind(tmp_path):
    path = tmp_path / "other.dna"
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("CREATE TABLE DATASHORTTEXT(ID INTEGER, RoleVariableLinkId INTEGER)")
    with pytest.raises(
        InputError, match=r"other\.dna: no database of DNA 2 or 3 \(its table DATASHORTTEXT has ID, RoleVariableLinkId"
    ):
        list(convert("dna", path))


def test_dna_damaged_database(tmp_path):
    path = tmp_path / "bad.dna"
    path.write_bytes(b"SQLite format 3\x00" + b"\xff" * 200)
    with pytest.raises(InputError, match=r"bad\.dna: cannot be read as a database of DNA 2 or 3"):
        list(convert("dna", path))


EVENTS = """"statement ID";"time";"document ID";"document title";"author";"source";"section";"type";"text";"person";"organization";"concept";"agreement"
1;2031-02-03 00:00:00;4;"Ferries";"Bo";"The Lantern";"";"";"Brix said
it would leave, 'now'";"";"Brix";"Leave the market";1
2;2031-02-03 00:00:00;4;"Ferries";"Bo";"The Lantern";"";"";"We won’t 🦀";"Ada Quill";"";"Obey the order";0
"""


def events(tmp_path, text, **more):
    path = tmp_path / "events.csv"
    path.write_text(text, encoding="utf-8")
    return convert("dna", path, **more)


def test_dna_event_list(tmp_path):
    first, second = events(tmp_path, EVENTS, stances=STANCES)
    assert (first.id, first.date, first.source) == ("events-1", "2031-02-03", "The Lantern")
    assert first.text == "Brix said\nit would leave, 'now'"
    assert [(c.stance, c.actor.text, c.evidence.text) for c in first.claims] == [("withdraw", "Brix", "Brix said")]
    assert [(c.stance, c.actor.text, c.actor.name) for c in second.claims] == [("refuse", second.text, "Ada Quill")]
    assert first.meta["document_title"] == "Ferries"
    assert first.meta["document_id"] == "4"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a;b\n1;2\n", ":1: no column 'statement id', this is neither a database of DNA"),
        ("CREATE TABLE x;\n", ":1: no column 'statement id', .*load an SQL dump into one first"),
        ('"statement ID";"text"\n1;"a";3\n', ":2: 3 fields where the first line has 2"),
        ('"statement ID";"text"\n1;""\n', ":2: a statement without words"),
    ],
)
def test_dna_event_list_faults(tmp_path, text, says):
    with pytest.raises(InputError, match=rf"events\.csv{says}"):
        list(events(tmp_path, text))
