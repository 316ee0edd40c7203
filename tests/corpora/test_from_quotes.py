"""Corpora of quotes: CofeNet, DirectQuote, PARC 3, PolNeAR."""

import json

import pytest

from onrecord.corpora import convert
from onrecord.errors import InputError

COFENET = {
    "tokens": ["“", "No", ",", "”", "Ada", "told", "us", "."],
    "labels": ["B-content", "I-content", "I-content", "I-content", "B-source", "B-cue", "O", "O"],
}


def lines(tmp_path, name, *rows):
    path = tmp_path / name
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def cofenet(tmp_path, row):
    return convert("cofenet", lines(tmp_path, "valid.txt", json.dumps(row)))


def test_cofenet(tmp_path):
    (record,) = cofenet(tmp_path, COFENET)
    (quote,) = record.quotes
    assert (record.id, record.text) == ("valid-1", "“ No , ” Ada told us .")
    assert (quote.text, quote.kind, quote.speaker.text, quote.cue.text) == ("“ No , ”", "direct", "Ada", "told")
    assert record.meta == {"format": "cofenet", "labelled_fields": ["quotes"]}


def test_cofenet_folder_has_lists_beside_the_data(tmp_path):
    for name in ("tag.txt", "voc.txt"):
        lines(tmp_path, name, "B-cue")
    lines(tmp_path, "valid.txt", json.dumps(COFENET))
    assert [r.id for r in convert("cofenet", tmp_path)] == ["valid-1"]


def test_cofenet_does_not_say_which_of_two_sources_speaks(tmp_path):
    row = {"tokens": ["Ada", "told", "Bo", "much"], "labels": ["B-source", "B-cue", "B-source", "B-content"]}
    (record,) = cofenet(tmp_path, row)
    (quote,) = record.quotes
    assert (quote.speaker, quote.cue.text, quote.kind) == (None, "told", "indirect")
    assert record.meta["unmapped"] == {"source": 2}
    assert [span["start"] for span in record.meta["kept"]["spans"]] == [0, 9]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({"tokens": ["a"], "labels": []}, "1 tokens and 0 labels, give one label a token"),
        ({"tokens": "a", "labels": []}, "tokens: not a list of strings, is this a CofeNet file?"),
        ({"labels": []}, "tokens: not a list of strings"),
        ([], "this is a list, give an object"),
    ],
)
def test_cofenet_faults(tmp_path, row, says):
    with pytest.raises(InputError, match=rf"valid\.txt:1: {says}".replace("?", r"\?")):
        list(cofenet(tmp_path, row))


def test_directquote(tmp_path):
    path = lines(
        tmp_path, "truecased.txt",
        "Bo B-Speaker", "Quill I-Speaker", "said Out", '" Out', "We B-LeftSpeaker", "go I-LeftSpeaker", '" Out', "and Out",
        '" Out', "soon B-RightSpeaker", '" Out', "added Out", "Ada B-Speaker", "",
        '" Out', "Off I-Unknown", '" O',
    )  # fmt: skip
    first, second = convert("directquote", path)
    assert [(q.text, q.kind, q.speaker.text) for q in first.quotes] == [("We go", "direct", "Bo Quill"), ("soon", "direct", "Ada")]
    assert [(q.text, q.speaker) for q in second.quotes] == [("Off", None)]
    assert (first.id, second.id) == ("truecased-1", "truecased-2")
    assert first.meta["labelled_fields"] == ["quotes"]


def test_directquote_takes_no_speaker_from_the_other_side(tmp_path):
    (record,) = convert("directquote", lines(tmp_path, "truecased.txt", "Ada B-Speaker", "No B-RightSpeaker"))
    assert record.quotes[0].speaker is None
    assert record.meta["unmapped"] == {"Speaker": 1}


def test_directquote_faults(tmp_path):
    with pytest.raises(InputError, match=r"truecased\.txt:2: 'No' is not a token with a tag"):
        list(convert("directquote", lines(tmp_path, "truecased.txt", "Ada B-Speaker", "No")))


PARC = """<?xml version="1.0"?>
<root><SENTENCE gorn="0">
<WORD text="``" lemma="x" pos="x"><attribution id="r1"><attributionRole roleValue="content"/></attribution></WORD>
<WORD text="No"><attribution id="r1"><attributionRole roleValue="content"/></attribution></WORD>
<WORD text="''"/>
<WORD text="Ada"><attribution id="r1"><attributionRole roleValue="source"/></attribution></WORD>
<WORD text="said"><attribution id="r1"><attributionRole roleValue="cue"/></attribution></WORD>
<WORD text="."/></SENTENCE>
<SENTENCE><WORD text="-LRB-"/><WORD text="Not"><attribution id="r1"><attributionRole roleValue="content"/></attribution></WORD>
<WORD text="1\\/2"><attribution id="r2"><attributionRole roleValue="cue"/></attribution></WORD></SENTENCE></root>
"""


def parc(tmp_path, text):
    return convert("parc3", lines(tmp_path, "wsj_1.xml", text))


def test_parc3(tmp_path):
    (record,) = parc(tmp_path, PARC)
    (quote,) = record.quotes
    assert record.text == "`` No '' Ada said . ( Not 1/2"
    assert [record.text[s.start : s.end] for s in record.sentences] == ["`` No '' Ada said .", "( Not 1/2"]
    assert [piece.text for piece in quote.spans] == ["`` No", "Not"]
    assert (quote.kind, quote.speaker.text, quote.cue.text) == ("mixed", "Ada", "said")
    assert record.meta["unmapped"] == {"cue": 1}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("<root><WORD></root>", ":1: not well-formed XML"),
        ('<root><SENTENCE>\n<WORD><attribution id="a"><attributionRole roleValue="x"/></attribution></WORD></SENTENCE></root>',
         ":2: a role is one of content, cue, source"),
        ('<!DOCTYPE r [<!ENTITY x "y">]><root><SENTENCE><WORD text="&x;"/></SENTENCE></root>', ":1: declares entities"),
    ],
)  # fmt: skip
def test_parc3_faults(tmp_path, text, says):
    with pytest.raises(InputError, match=rf"wsj_1\.xml{says}"):
        list(parc(tmp_path, text))


def test_parc3_reads_no_file_that_an_entity_names(tmp_path):
    (tmp_path / "secret").write_text("secret", encoding="utf-8")
    text = f'<!DOCTYPE r [<!ENTITY x SYSTEM "{tmp_path}/secret">]><root><SENTENCE><WORD text="a">&x;</WORD></SENTENCE></root>'
    with pytest.raises(InputError, match="declares entities"):
        list(parc(tmp_path, text))


ARTICLE = "Ferries Stop\n\n“We wait 🦀,” Ada Quill said. Bo says that\nit is over.\nMore on page 2.\n"


def ann(*spans):
    found = []
    for number, (label, words) in enumerate(spans, 1):
        places = []
        for piece in words.split(" … "):
            start = ARTICLE.index(piece)
            places.append(f"{start} {start + len(piece)}")
        found.append(f"T{number}\t{label} {';'.join(places)}\t{words.replace(' … ', ' ')}")
    return found


def polnear(tmp_path, files):
    for folder in ("text", "attributions"):
        (tmp_path / "data" / "dev" / folder).mkdir(parents=True)
    (tmp_path / "data" / "dev" / "text" / "times_x.txt").write_text(ARTICLE, encoding="utf-8")
    for name, rows in files.items():
        (tmp_path / "data" / "dev" / "attributions" / name).write_text("\n".join(rows) + "\n", encoding="utf-8")
    rows = ["filename\ttitle\tpublication_date\tpublisher\tannotators", "times_x\tFerries Stop\t2031-02-03\ttimes\t12ab|34cd"]
    (tmp_path / "data" / "metadata.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return tmp_path / "data"


ROWS = [
    *ann(
        ("Content", "“We wait 🦀,”"), ("Source", "Ada Quill"), ("Cue", "said"), ("Attribution", "said"),
        ("Content", "that … it is over"), ("Cue", "says"), ("Attribution-no-source", "says"), ("Discard", "More on page 2."),
    ),
    "E1\tAttribution:T4 Content:T1 Source:T2 Cue:T3",
    "E2\tAttribution-no-source:T7 Content:T5 Cue:T6",
]  # fmt: skip


def test_polnear(tmp_path):
    (record,) = convert("polnear", polnear(tmp_path, {"times_x_12ab.ann": ROWS}))
    first, second = record.quotes
    assert (record.id, record.title, record.date, record.source, record.lang) == (
        "times_x",
        "Ferries Stop",
        "2031-02-03",
        "times",
        "en",
    )
    assert record.text == ARTICLE
    assert (first.text, first.kind, first.speaker.text, first.cue.text) == ("“We wait 🦀,”", "direct", "Ada Quill", "said")
    assert (second.text, second.kind, second.speaker, second.cue.text) == ("that\nit is over", "indirect", None, "says")
    assert len(second.spans) == 1, "brat parts a span at a line end, it is one piece all the same"
    assert record.meta["unmapped"] == {"Discard": 1}
    assert record.meta["annotator"] == "12ab"
    assert record.meta["labelled_fields"] == ["quotes"]


def test_polnear_several_annotators_are_several_records(tmp_path):
    data = polnear(tmp_path, {"times_x_12ab.ann": ROWS, "times_x_34cd.ann": []})
    assert [(r.id, len(r.quotes)) for r in convert("polnear", data)] == [("times_x_12ab", 2), ("times_x_34cd", 0)]
    assert [r.id for r in convert("polnear", data, annotator="34cd")] == ["times_x"]


def test_polnear_reads_one_file_too(tmp_path):
    data = polnear(tmp_path, {"times_x_12ab.ann": ROWS})
    (record,) = convert("polnear", data / "dev" / "attributions" / "times_x_12ab.ann")
    assert (record.id, record.title) == ("times_x", "Ferries Stop")


def test_polnear_without_its_text_is_an_error(tmp_path):
    data = polnear(tmp_path, {"wsj_1_12ab.ann": ROWS})
    with pytest.raises(InputError, match=r"wsj_1_12ab\.ann: there is no text .*wsj_1\.txt, put it there"):
        list(convert("polnear", data))
    conversion = convert("polnear", data, on_error="skip")
    assert (list(conversion), conversion.skipped) == ([], 1)
