"""Label Studio, brat, WebAnno TSV, Web Annotation: what is written is read back, offsets in each tool's own unit."""

import itertools
import json
import re
from dataclasses import replace

import pytest
from exports_support import TEXT, at, exported, make, read
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from onrecord.corpora import convert
from onrecord.corpora.formats import web_annotation
from onrecord.errors import InputError
from onrecord.exports import export
from strategies import records
from tests_support import ROOT

MANY = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
SCHEMES = (("dig_in", "buy_time"),)


def as_accepted(path):
    """What Label Studio exports once annotators have accepted all predictions."""
    tasks = json.loads(path.read_text(encoding="utf-8"))
    for task in tasks:
        for prediction in task.pop("predictions", []):
            task["annotations"] = [{"result": prediction["result"]}]
    path.write_text(json.dumps(tasks), encoding="utf-8")


@given(records(), st.sampled_from(["auto", "predictions", "annotations"]))
@MANY
def test_label_studio(record, results):
    with exported([record], "label_studio", "t.json", results=results) as (path, done):
        as_accepted(path)
        assert list(convert("label_studio", path)) == [record]
        assert (done.records, done.lost) == (1, {})
        assert [file.name for file in done.files] == ["t.json", "t.xml"]


def test_label_studio_predictions_have_scores_and_count_code_points(tmp_path):
    export([make()], "label_studio", tmp_path / "t.json")
    (task,) = json.loads((tmp_path / "t.json").read_text(encoding="utf-8"))
    (prediction,) = task["predictions"]
    assert (prediction["model_version"], prediction["score"]) == ("fake-en 0.0.1", 0.625)
    brix = next(result for result in prediction["result"] if result["id"] == "entity1")
    assert brix["value"]["start"] == TEXT.index("Brix"), "the crab in front is one character, not two"
    assert {result["score"] for result in prediction["result"] if result.get("id") == "claim1"} == {0.75}
    assert (tmp_path / "t.xml").read_text(encoding="utf-8").count('<Label value="refuse"/>') == 1


def test_label_studio_has_the_labels_of_a_scheme_of_ones_own(tmp_path):
    from lxml import etree

    found = make(meta={"stance_scheme": ["dig_in", "buy_time"]}, claims=(), sentences=())
    export([found], "label_studio", tmp_path / "t.json")
    config = etree.parse(str(tmp_path / "t.xml"))
    labels = [label.get("value") for label in config.iter("Label")]
    assert labels[4:7] == ["dig_in", "buy_time", "Actor"]
    assert not {"pause", "refuse"} & set(labels)
    assert "dig_in,buy_time" in {choices.get("whenLabelValue") for choices in config.iter("Choices")}


@given(records())
@MANY
def test_brat(record):
    with exported([record], "brat", "b") as (path, done):
        assert list(convert("brat", path)) == [record]
        assert (done.records, done.lost, done.files) == (1, {}, (path,))


def test_brat_is_configured_for_all_that_it_has(tmp_path):
    export([make()], "brat", tmp_path / "b")
    types = set(re.findall(r"^[TE]\d+\t(\w+)", next((tmp_path / "b").glob("*.ann")).read_text(encoding="utf-8"), re.MULTILINE))
    for name in ("annotation.conf", "visual.conf"):
        lines = (tmp_path / "b" / name).read_text(encoding="utf-8").split("\n")
        assert types <= {re.split(r"[\t |]", line)[0] for line in lines}
    start = TEXT.index("Brix")
    assert f"T1\tCOMPANY {start} {start + 4}\tBrix\n" in next((tmp_path / "b").glob("*.ann")).read_text(encoding="utf-8")


def test_brat_has_types_for_a_scheme_of_ones_own(tmp_path):
    (claim,) = make().claims[:1]
    found = make(
        meta={"stance_scheme": ["dig_in"]}, claims=(replace(claim, stance="dig_in"),),
        sentences=(replace(make().sentences[0], stances=("dig_in",)),),
    )  # fmt: skip
    done = export([found], "brat", tmp_path / "b")
    config = (tmp_path / "b" / "annotation.conf").read_text(encoding="utf-8")
    assert "[entities]\ndig_in\n" in config
    assert "actor\tArg1:dig_in, Arg2:<ANY>\n" in config
    assert "stage\tArg:<EVENT>|dig_in, Value:" in config
    assert done.lost == {"claims of a scheme of one's own, not read back as claims": 1}


def told_by_tsv(record):
    """What WebAnno TSV can tell of a record, by id: values without what its cells can't hold, sentences without blanks around."""

    def plain(value):
        return value and value.replace("\r", " ").rstrip("\\")

    def words(span):
        return (span.start, span.end) if span else None

    def end(one):
        # The reader guesses: what an actor or target does not say it takes of the entity that it is linked to, or in its place.
        if one is None or any((e.start, e.end) == (one.start, one.end) for e in record.entities):
            return one and words(one)
        known = next((e for e in record.entities if e.id == getattr(one, "entity", None)), one)
        return words(one), plain(one.name or known.name), one.label, plain(one.ref or known.ref)

    return (
        record.text,
        {e.id: (words(e), e.label, plain(e.name), plain(e.ref), e.via, e.antecedent) for e in record.entities},
        {
            q.id: (words(q), sorted(map(words, q.spans)), q.kind, words(q.cue), words(q.speaker), plain(q.speaker_name), plain(q.organization))
            for q in record.quotes
        },
        {
            c.id: (
                c.stance, c.polarity, c.stage, end(c.actor), end(c.target), c.target and c.target.kind, c.jurisdiction, c.statement_date,
                c.effective_date, c.date_source, c.evidence.text.strip(), set(c.quotes), c.attribution, c.confidence, c.unsure,
            )
            for c in record.claims
        },
    )  # fmt: skip


@given(records())
@MANY
def test_webanno_tsv(record):
    assume(all(record.text[s.start : s.end].strip() for s in record.sentences))
    assume(len({(s.start, s.end) for q in record.quotes for s in q.spans}) == sum(len(q.spans) for q in record.quotes))
    with exported([record], "webanno_tsv", "w") as (path, done):
        (found,) = convert("webanno_tsv", path)
        assert told_by_tsv(found) == told_by_tsv(record)
        assert done.records == 1


def test_webanno_tsv_is_what_inception_reads(tmp_path):
    done = export([make()], "webanno_tsv", tmp_path / "w")
    (file,) = (tmp_path / "w").glob("*.tsv")
    lines = file.read_bytes().decode("utf-8").split("\n")
    assert lines[0] == "#FORMAT=WebAnno TSV 3.3"
    body = lines.index("") + 2
    assert lines[body - 1] == "", "two empty lines after the header"
    assert lines[body] == "#Text=🦀 Zoë’s firm Brix <b>&amp; Söhne</b> said “We’ll\\r"
    assert lines[body + 1].startswith("#Text=leave Ostrova")
    crab = next(line for line in lines if line.startswith("1-1\t"))
    assert crab.startswith("1-1\t0-2\t🦀\t"), "an astral character is two code units"
    rows = [line.split("\t") for line in lines if re.match(r"\d+-\d+\t", line)]
    declared = sum(line.count("|") for line in lines if line.startswith("#T_SP=") and not line.endswith("|"))
    placeholders = sum(line.endswith("|") for line in lines if line.startswith("#T_SP="))
    assert {len(row) for row in rows} == {3 + declared + placeholders + 1}, "a tab ends each row"
    units = [tuple(map(int, row[1].split("-"))) for row in rows]
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(units))
    assert not any("\r" in line for line in lines)
    assert set(done.lost) == {
        "articles whose id, title, date, source and the like are in the .json beside, which INCEpTION doesn't read"
    }


def test_layers_fit_the_columns(tmp_path):
    export([make()], "webanno_tsv", tmp_path / "w")
    layers = {layer["name"]: layer for layer in json.loads((tmp_path / "w" / "layers.json").read_text(encoding="utf-8"))}
    (file,) = (tmp_path / "w").glob("*.tsv")
    for line in file.read_text(encoding="utf-8").split("\n"):
        if line.startswith("#T_SP="):
            name, *columns = line.removeprefix("#T_SP=").split("|")
            features = {feature["name"]: feature for feature in layers[name]["features"]}
            for column in columns:
                if column.startswith("ROLE_"):
                    assert column == f"ROLE_{name}:links_{features['links']['link_type_name']}"
                elif column not in ("", "uima.tcas.Annotation"):
                    assert features[column]["type"] == "uima.cas.String"


def test_words_between_sentences_stay_in_webanno_tsv(tmp_path):
    found = make(sentences=make().sentences[1:], claims=())
    done = export(
        [found, make(id="empty", text="", sentences=(), entities=(), quotes=(), claims=())], "webanno_tsv", tmp_path / "w"
    )
    (read_back,) = convert("webanno_tsv", tmp_path / "w")
    assert read_back.text == TEXT
    assert done.lost["stretches outside sentences, made sentences of their own"] == 1
    assert done.lost["articles without text"] == 1


@given(records())
@MANY
def test_web_annotation(record):
    with exported([record], "web_annotation", "w") as (path, done):
        assert read(web_annotation, path) == [record]
        assert (done.records, done.lost) == (1, {})


@pytest.fixture
def collection(tmp_path):
    export([make()], "web_annotation", tmp_path / "w")
    (file,) = (tmp_path / "w").glob("*.jsonld")
    return file, json.loads(file.read_text(encoding="utf-8"))


def test_selectors_of_web_annotation(collection):
    _, found = collection
    by_label = {item["body"]["value"]: item for item in found["first"]["items"]}
    quote, position = by_label["LAW"]["target"]["selector"]
    start = TEXT.index("Ferry Act")
    assert position == {"type": "TextPositionSelector", "start": start, "end": start + 9}, "code points, not code units"
    assert quote == {
        "type": "TextQuoteSelector", "exact": "Ferry Act", "prefix": TEXT[start - 32 : start], "suffix": TEXT[start + 9 : start + 41]
    }  # fmt: skip
    assert by_label["withdraw"]["onrecord:target"] == [{"id": by_label["LAW"]["id"]}]


def test_web_annotation_is_json_ld(collection):
    """A JSON-LD processor finds the triples, with the terms of W3C's context bundled: nothing is fetched."""
    from rdflib import Graph, Namespace
    from rdflib.namespace import RDF

    file, found = collection
    context = json.loads((ROOT / "tests" / "data" / "web-annotation-context.json").read_text(encoding="utf-8"))["@context"]
    found["@context"] = [context, *found["@context"][1:]]
    graph = Graph().parse(data=json.dumps(found), format="json-ld", base=file.as_uri())
    oa, ours = Namespace("http://www.w3.org/ns/oa#"), Namespace("urn:onrecord:vocabulary:")
    annotations = list(graph.subjects(RDF.type, oa.Annotation))
    assert len(annotations) == found["total"] == len(found["first"]["items"])
    for annotation in annotations:
        (target,) = graph.objects(annotation, oa.hasTarget)
        (source,) = graph.objects(target, oa.hasSource)
        assert str(source).endswith(".txt")
        assert {graph.value(one, RDF.type) for one in graph.objects(target, oa.hasSelector)} == {
            oa.TextQuoteSelector,
            oa.TextPositionSelector,
        }
        assert list(graph.objects(annotation, oa.motivatedBy)) == [oa.tagging]
    positions = [
        (int(graph.value(one, oa.start)), int(graph.value(one, oa.end)))
        for one in graph.subjects(RDF.type, oa.TextPositionSelector)
    ]
    exact = [str(graph.value(one, oa.exact)) for one in graph.subjects(RDF.type, oa.TextQuoteSelector)]
    assert sorted(TEXT[start:end] for start, end in positions) == sorted(exact)
    assert {str(stage) for stage in graph.objects(None, ours.stage)} == {"announced", "in_effect"}
    known = set(context) | {"@context", "@version", "@type", "@value", "onrecord"}
    assert terms(found) - known == set(), "a term that no context defines would be dropped"


def terms(value):
    if isinstance(value, dict):
        if value.get("@type") == "@json":
            return set()
        inner = (terms(item) for key, item in value.items() if key != "@context")
        return {key for key in value if not key.startswith("onrecord:")}.union(*inner)
    return set().union(*map(terms, value)) if isinstance(value, list) else set()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda found: found.pop("first"), "no collection of annotations with its first page"),
        (
            lambda found: found["first"]["items"][0]["target"].update(source="../../secret"),
            "do not all have one text beside the file",
        ),
        (
            lambda found: found["first"]["items"][0]["target"]["selector"][0].update(exact="Other"),
            "says 'Other' but the text there is 'Brix'",
        ),
        (lambda found: found["first"]["items"][0]["target"].update(selector=[]), "no TextPositionSelector with whole numbers"),
        (lambda found: found["first"]["items"][0].update(body="x"), "no body with a value"),
    ],
)
def test_a_damaged_web_annotation(collection, change, says):
    file, found = collection
    change(found)
    file.write_text(json.dumps(found), encoding="utf-8")
    with pytest.raises(InputError, match=re.escape(says)):
        read(web_annotation, file)


@pytest.mark.parametrize("name", ["brat", "webanno_tsv", "web_annotation"])
def test_folders_stay_whole(tmp_path, name):
    with pytest.raises(InputError, match="record 'A': an earlier one has this id, or one that differs in case only"):
        export([make(id="a"), make(id="A")], name, tmp_path / "f")
    assert list(tmp_path.iterdir()) == []
    for identity in ("../up", ".hidden", "x" * 400):
        export([make(id=identity)], name, tmp_path / f"f{len(identity)}")
    assert {path.name for path in tmp_path.iterdir()} == {"f5", "f7", "f400"}
    with pytest.raises(InputError, match="is there already, give a new or empty folder"):
        export([make()], name, tmp_path / "f5")
    assert at("Brix")["start"] == TEXT.index("Brix")
