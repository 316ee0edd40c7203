"""UIMA CAS JSON and WebAnno TSV, as INCEpTION exports them."""

import json

import pytest
from tools_support import TEXT, check, units

from onrecord.corpora import convert
from onrecord.errors import InputError

DKPRO = "de.tudarmstadt.ukp.dkpro.core.api"
NER, CLAIM, QUOTE = f"{DKPRO}.ner.type.NamedEntity", "webanno.custom.Claim", "webanno.custom.Quote"


def cas_structure(number, kind, words=None, **features):
    place = dict(zip(("begin", "end"), units(words), strict=True)) | {"@sofa": 1} if words else {}
    return {"%ID": number, "%TYPE": kind, **place, **features}


def cas_structures():
    body = TEXT.partition("\n")[2]
    return [
        {"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaNum": 1, "sofaID": "_InitialView", "mimeType": "text", "sofaString": TEXT},
        cas_structure(2, f"{DKPRO}.segmentation.type.Sentence", "🦀 News.\n"),
        cas_structure(3, f"{DKPRO}.segmentation.type.Sentence", body),
        cas_structure(4, f"{DKPRO}.segmentation.type.Token", "Brix", order=0),
        cas_structure(5, f"{DKPRO}.metadata.type.DocumentMetaData", TEXT, documentTitle="news.txt", isLastSegment=False),
        cas_structure(10, NER, "Brix", value="COMPANY"),
        cas_structure(11, NER, "Ostrova", value="PLACE"),
        cas_structure(12, NER, "Ferry Act", value="LAW"),
        cas_structure(13, NER, "Ada Quill", value="PER"),
        {"%ID": 20, "%TYPE": "webanno.custom.ClaimEndLink", "role": "actor", "@target": 10},
        {"%ID": 21, "%TYPE": "webanno.custom.ClaimEndLink", "role": "target", "@target": 11},
        {"%ID": 22, "%TYPE": "webanno.custom.ClaimEndLink[]", "%ELEMENTS": [20, 21]},
        cas_structure(
            23, CLAIM, "leave", stance="withdraw", polarity="negated", stage="announced", attribution="own",
            **{"@ends": 22, "@quote": 30},
        ),
        cas_structure(30, QUOTE, "never", **{"@cue": 32}),
        cas_structure(31, "webanno.custom.Speaker", "Ada Quill"),
        cas_structure(32, "webanno.custom.Cue", "said"),
        cas_structure(33, "webanno.custom.Relation", "Ada Quill", label="speaker", **{"@Governor": 30, "@Dependent": 31}),
    ]  # fmt: skip


def cas(tmp_path, structures, **more):
    path = tmp_path / "a.json"
    views = {"_InitialView": {"%SOFA": 1, "%MEMBERS": []}}
    path.write_text(json.dumps({"%TYPES": {}, "%FEATURE_STRUCTURES": structures, "%VIEWS": views}), encoding="utf-8")
    return convert("cas_json", path, **more)


def test_cas_json(tmp_path):
    (record,) = cas(tmp_path, cas_structures())
    check(record)
    assert [record.text[s.start : s.end] for s in record.sentences] == ["🦀 News.", TEXT.partition("\n")[2]]
    assert record.meta["documentTitle"] == "news.txt"


def test_cas_json_with_structures_as_an_object(tmp_path):
    (record,) = cas(tmp_path, {str(fs.pop("%ID")): fs for fs in cas_structures()})
    check(record)


def test_cas_json_keeps_links_that_lead_to_tokens(tmp_path):
    extra = cas_structure(40, "webanno.custom.Relation", "Brix", label="x", **{"@Governor": 10, "@Dependent": 4})
    (record,) = cas(tmp_path, [*cas_structures(), extra])
    assert record.meta["kept"]["links"] == [{"label": "x", "from": "a10", "to": "a4"}]


@pytest.mark.parametrize(
    ("structures", "says"),
    [
        ([{"%ID": 1, "%TYPE": "x"}], "no text in the view '_InitialView', name the view"),
        ([{"a": 1}], "no %FEATURE_STRUCTURES with %ID and %TYPE"),
        (
            [cas_structures()[0], {**cas_structure(2, NER, value="LAW"), "@sofa": 1, "begin": 1, "end": 4}],
            "offset 1 splits a character",
        ),
        ([cas_structures()[0], {**cas_structure(2, NER, value="LAW"), "@sofa": 1, "begin": 1, "end": "4"}], "are no whole numbers"),
        (
            [cas_structures()[0], {**cas_structure(2, NER, value="LAW"), "@sofa": 1, "begin": 2, "end": 999}],
            "offset 999 is outside",
        ),
    ],
)
def test_cas_json_faults(tmp_path, structures, says):
    with pytest.raises(InputError, match=rf"a\.json: .*{says}"):
        list(cas(tmp_path, structures))


HEADER = [
    "#FORMAT=WebAnno TSV 3.3",
    f"#T_SP={NER}|value",
    f"#T_SP={CLAIM}|stance|polarity|stage|attribution|ROLE_{CLAIM}:ends_webanno.custom.ClaimEndLink|uima.tcas.Annotation",
    f"#T_SP={QUOTE}|",
    "#T_SP=webanno.custom.Speaker|",
    "#T_SP=webanno.custom.Cue|",
    f"#T_RL=webanno.custom.Says|label|BT_{QUOTE}",
]
WORDS = [
    "Brix",
    "will",
    "not",
    "leave",
    "Ostrova",
    "over",
    "the",
    "Ferry",
    "Act",
    ",",
    "“",
    "never",
    "”",
    ",",
    "said",
    "Ada",
    "Quill",
]
CELLS = {
    "Brix": {3: "COMPANY[1]"}, "Ostrova": {3: "PLACE[2]"}, "Ferry": {3: "LAW[3]"}, "Act": {3: "LAW[3]"}, "never": {10: "*[5]"},
    "leave": {4: "withdraw", 5: "negated", 6: "announced", 7: "own", 8: "actor;target;quote", 9: "2-1[1];2-5[2];2-12[5]"},
    "said": {12: "*[7]"}, "Ada": {3: "PER[4]", 11: "*[6]"}, "Quill": {3: "PER[4]", 11: "*[6]"},
}  # fmt: skip


def tsv_row(unit, start, words, cells):
    end = start + len(words.encode("utf-16-le")) // 2
    filled = [cells.get(i, "_") for i in range(3, 15)]
    return "\t".join([unit, f"{start}-{end}", words, *filled]) + "\t"


def tsv_lines():
    body = TEXT.partition("\n")[2]
    rows = [*HEADER, "", "", "#Text=🦀 News.", tsv_row("1-1", 0, "🦀", {}), tsv_row("1-2", 3, "News", {}), "", f"#Text={body}"]
    at_unit, seen = units(body)[0], 0
    for number, word in enumerate(WORDS, 1):
        seen = body.index(word, seen)
        rows.append(tsv_row(f"2-{number}", at_unit + seen, word, CELLS.get(word, {})))
        seen += len(word)
    return rows


def tsv(tmp_path, lines):
    path = tmp_path / "a.tsv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return convert("webanno_tsv", path)


def test_webanno_tsv(tmp_path):
    (record,) = tsv(tmp_path, tsv_lines())
    assert record.text == TEXT
    (claim,) = record.claims
    (quote,) = record.quotes
    assert [(e.text, e.label) for e in record.entities] == [("Brix", "COMPANY"), ("Ostrova", "PLACE"), ("Ferry Act", "LAW")]
    assert (claim.stance, claim.polarity, claim.stage, claim.attribution) == ("withdraw", "negated", "announced", "own")
    assert (claim.actor.text, claim.target.text, claim.quotes) == ("Brix", "Ostrova", (quote.id,))
    assert (quote.text, quote.kind) == ("never", "direct")
    assert [record.text[s.start : s.end] for s in record.sentences] == ["🦀 News.", TEXT.partition("\n")[2]]
    assert record.meta["unmapped"] == {"PER": 1, "Speaker": 1, "Cue": 1}


def test_webanno_tsv_stacks_relations_chains_and_escapes(tmp_path):
    lines = [
        "#FORMAT=WebAnno TSV 3.2", "#T_SP=x.Name|value|note", "#T_CH=x.CorefLink|referenceType|referenceRelation",
        "#T_RL=x.Says|value|BT_x.Name", "", "",
        "#Text=A\\\\b Act\\tnow", "#Text=it",
        "1-1\t0-3\tA\\\\b\tLAW[1]|PLACE[2]\ta\\_b[1]|*[2]\tname[1]\tcoref->1-1\t_\t_\t",
        "1-2\t4-7\tAct\tLAW[1]\ta\\_b[1]\t_\t_\t_\t_\t",
        "1-2.1\t5-7\tct\tCOMPANY\t*\t_\t_\tabout\t1-1[2_0]\t",
        "1-3\t12-14\tit\t_\t_\tpr[1]\t*->1-2\t_\t_\t",
    ]  # fmt: skip
    (record,) = tsv(tmp_path, lines)
    assert record.text == "A\\b Act\tnow\nit"
    assert [(e.text, e.label) for e in record.entities] == [("A\\b", "PLACE"), ("A\\b Act", "LAW"), ("ct", "COMPANY")]
    kept = record.meta["kept"]
    assert {"label": "LAW", "start": 0, "end": 7, "attributes": {"note": "a_b"}} in kept["spans"]
    assert {"label": "about", "source": [0, 3], "target": [5, 7]} in kept["relations"]
    assert {"label": "coref", "source": [0, 3], "target": [12, 14]} in kept["relations"]


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (["#FORMAT=WebAnno TSV 2"], ":1: '#FORMAT=WebAnno TSV 2' where '#FORMAT=WebAnno TSV 3.3' is expected"),
        (["#FORMAT=WebAnno TSV 3.3", "#T_SP=x.A|b", "", "#Text=A", "1-1\t0-1\tA"], ":5: 3 fields where the header asks for 4"),
        (["#FORMAT=WebAnno TSV 3.3", "#Text=A", "1-1\t0-x\tA"], ":3: an offset of a token is 'x', a whole number is expected"),
        (
            ["#FORMAT=WebAnno TSV 3.3", "#Text=AB", "1-1\t0-2\tAB", "", "#Text=C", "2-1\t1-2\tC"],
            ":6: the sentence begins at 1, but",
        ),
        (["#FORMAT=WebAnno TSV 3.3"], ": no sentence in it"),
        (["#FORMAT=WebAnno TSV 3.3", "#T_SP="], ":2: '#T_SP=' names no layer"),
        (
            ["#FORMAT=WebAnno TSV 3.3", "#T_RL=x.R|value|BT_x.A", "", "#Text=A", "1-1\t0-1\tA\tr\t1-9"],
            ": r leads to x.A at 1-9, where",
        ),
    ],
)
def test_webanno_tsv_faults(tmp_path, lines, says):
    with pytest.raises(InputError) as caught:
        list(tsv(tmp_path, lines))
    assert str(caught.value).startswith(f"{tmp_path / 'a.tsv'}{says}")
