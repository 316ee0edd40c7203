"""The page: it parses, it says what the evaluation says, and nothing in the data can become part of it."""

from __future__ import annotations

import base64
import hashlib
import random
import re
from dataclasses import replace
from importlib.resources import files
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from evaluate.invented import article, claim, random_pairs, with_claims
from onrecord import types as t
from onrecord.errors import InputError
from onrecord.evaluate import Difference, Options, compare, evaluate
from onrecord.evaluate.behaviour import Miss, Result
from onrecord.evaluate.reporting import Mark, write_html
from onrecord.evaluate.reporting.listing import marked
from onrecord.evaluate.reporting.page import page
from onrecord.evaluate.reporting.tags import tag
from onrecord.evaluate.reporting.wording import percent, safe

NAMES = "abcdefgh"
PAYLOADS = (
    "<script>window.pwned=1</script>",
    "</script><script>window.pwned=1</script>",
    "</title></style><script>window.pwned=1</script>",
    "<img src=x onerror=window.pwned=1>",
    "<svg/onload=window.pwned=1>",
    '" onmouseover="window.pwned=1" autofocus onfocus="window.pwned=1',
    "' autofocus onfocus='window.pwned=1",
    "`onclick=window.pwned=1`",
    "javascript:window.pwned=1",
    "<a href=javascript:window.pwned=1>x</a>",
    "<iframe srcdoc='<script>parent.pwned=1</script>'></iframe>",
    "<meta http-equiv=refresh content='0;url=//pwned.invalid'>",
    "<base href=//pwned.invalid><link rel=stylesheet href=//pwned.invalid>",
    "<form action=//pwned.invalid><input name=kind value=x>",
    "<!-- <script> -->]]><![CDATA[",
    "&lt;script&gt;window.pwned=1&lt;/script&gt;&#x3c;",
    "<p style=position:fixed;inset:0>x",
    "${7*7}{{7*7}}<%=7*7%>",
    "<scr\x00ipt>window.pwned=1</scr\x00ipt>\x1b[2J\u202e\ud800",
    "w" * 400,
)


def hostile(payload, number):
    """Gold and predicted record in which every text is the payload, and one is wrong about the other."""
    plain = replace(
        article([f"{payload} spoke.", f"{payload} paused the {payload} law.", payload], f"{number} {payload}"),
        title=payload,
        meta={PAYLOADS[0]: f"{number} {payload}"},
    )
    model = t.ModelInfo(name=payload, version=payload, digest=payload)
    at = plain.text.index(payload, plain.sentences[1].start + len(payload))
    target = t.Target(start=at, end=at + len(payload), text=payload, name=payload, label="LAW", ref=None, kind="law")
    gold = claim(plain, 1, payload, "pause", target=target)
    pred = claim(plain, 1, payload, "comply", target=target, confidence=0.9)
    return with_claims(plain, [gold]), replace(with_claims(plain, [pred]), model=model)


def hostile_page():
    """A report whose every free text is a payload."""
    both = [hostile(payload, number) for number, payload in enumerate(PAYLOADS)]
    result = evaluate([g for g, _ in both], [p for _, p in both], Options(bootstrap=10, cluster=PAYLOADS[0]))
    behaviour = [Result(id=p, test="minimum", title=p, n=2, passed=1, misses=(Miss(id=p, text=p, why=p),)) for p in PAYLOADS]
    comparison = [Difference(id=p, title=p, a=0.5, b=0.6, value=0.1, low=0.05, high=0.2, p=0.01) for p in PAYLOADS[:2]]
    return page(result, behaviour=behaviour, comparison=comparison, title="; ".join(PAYLOADS), gold=PAYLOADS[3])


@pytest.fixture(scope="module")
def result():
    gold, pred = random_pairs(random.Random(7), NAMES)
    return evaluate(gold, pred, Options(scheme="five", bootstrap=50, rounds=20))


@pytest.fixture(scope="module")
def full(result):
    gold = [d.gold for d in result.documents]
    misses = tuple(Miss(id=f"trial-{i}", text=f"Norvik paused {i}.", why="not found: Norvik: pause") for i in range(7))
    behaviour = [
        Result(id="a", test="minimum", title="A trial", n=9, passed=2, misses=misses),
        Result(id="b", test="invariance", title="Nothing to try", n=0, passed=0, misses=()),
    ]
    text = page(
        result, behaviour=behaviour, comparison=compare(evaluate(gold, gold, result.options), result), title="A & B", gold="g"
    )
    return html.document_fromstring(text)


@pytest.fixture(scope="module")
def payload_page():
    return html.document_fromstring(hostile_page())


def rows(tree, name):
    return [[cell.text_content() for cell in row] for row in tree.xpath(f"//section[@id='{name}']//table[1]/tbody/tr")]


def test_every_figure_stands_on_the_page_as_it_is(result, full):
    for figure in (part for found in result.figures for part in (found, *found.by)):
        (row,) = full.xpath(f"//section[@id='figures']//tr[@data-figure='{figure.id}']") or [None]
        if figure.value is None:
            assert row is None or "not scored" in row.text_content()
            continue
        (data,) = row.xpath("./td/data")
        assert (float(data.get("value")), data.text) == (figure.value, percent(figure.value))
        assert f"{percent(figure.low)} to {percent(figure.high)}" in row.text_content()
        shown = [cell.text_content() for cell in row.xpath("./td")[1:]]
        assert shown == [*("" if x is None else percent(x) for x in (figure.precision, figure.recall)), f"{figure.n:,}"]


def test_confusion_entities_and_calibration_stand_on_the_page(result, full):
    names = (*result.options.stances, "none")
    for gold, cells in zip(names, rows(full, "confusion"), strict=True):
        for pred, cell in zip(names, cells[1:-1], strict=True):
            n = float(result.confusion.get((gold, pred), 0))
            assert cell == ("·" if not n else f"{n:g}" if n == int(n) else f"{n:.1f}")
    for label, *cells in rows(full, "entities"):
        assert cells == [f"{n}" if n else "·" for n in result.entity_kinds[label].values()]
    text = full.get_element_by_id("calibration").text_content()
    assert f"{result.calibration.ece:.3f}" in text
    kept = full.xpath("//section[@id='calibration']/table/tbody/tr")
    assert [row[1].text for row in kept] == [f"{k.n}" for k in result.calibration.kept]
    assert len(full.xpath("//section[@id='calibration']//*[local-name()='circle']")) == len(result.calibration.bins)


def test_comparison_and_behaviour_stand_on_the_page(result, full):
    gold = [d.gold for d in result.documents]
    wanted = compare(evaluate(gold, gold, result.options), result)
    found = full.xpath("//section[@id='comparison']//tr[@data-figure]")
    assert [row.get("data-figure") for row in found] == [d.id for d in wanted]
    for row, d in zip(found, wanted, strict=True):
        assert [float(x) for x in row.xpath(".//data/@value")] == ([] if d.value is None else [d.value])
    behaviour = full.get_element_by_id("behaviour")
    assert "2 of 9 instances passed" in behaviour.text_content()
    assert len(behaviour.xpath(".//details//li")) == 5
    assert "failed: first 5 of 7" in behaviour.text_content()
    assert rows(full, "behaviour")[-1][-1] == "not scored"


def test_the_header_says_what_was_scored(result, full):
    (header,) = full.xpath("//header")
    facts = {dt.text: dt.getnext().text_content() for dt in header.xpath(".//dt")}
    assert full.xpath("//title")[0].text == full.xpath("//h1")[0].text == "A & B"
    assert (facts["System"], facts["Gold"], facts["Documents"]) == ("(not told)", "g", str(len(result.documents)))
    assert facts["Labelled sentences"] == str(result.sentences)
    assert facts["Bootstrap"] == "95 % intervals, 50 samples, seed 0"
    assert facts["Stances"] == "pause, comply, withdraw, undecided, refuse"
    headlines = {li[0].text: li[1].text for li in header.xpath(".//li")}
    assert headlines[result["stance"].title] == percent(result["stance"].value)


def test_the_header_names_the_model(payload_page):
    model = payload_page.xpath("//header//dd")[0]
    assert [line.text_content() for line in model] == [f"{safe(p)} {safe(p)}, digest {safe(p)}" for p in PAYLOADS]


def test_what_gold_does_not_label_is_not_scored():
    plain = replace(article(["Norvik paused."]), meta={"labelled_fields": []})
    tree = html.document_fromstring(page(evaluate([plain], [plain], Options(bootstrap=0))))
    for name in ("confusion", "entities", "calibration"):
        assert "Not scored" in tree.get_element_by_id(name).text_content()
    assert all("not scored" in row.text_content() for row in tree.xpath("//tr[@data-figure]"))
    assert not tree.xpath("//section[@id='errors']//form")
    assert not tree.xpath("//*[@id='comparison' or @id='behaviour']")


def test_without_a_bootstrap_there_are_no_bands():
    plain = article(["Norvik paused."])
    gold = with_claims(plain, [claim(plain, 0, "Norvik", "pause")])
    tree = html.document_fromstring(page(evaluate([gold], [gold], Options(bootstrap=0))))
    assert "without intervals" in tree.get_element_by_id("figures").text_content()
    assert tree.xpath("//*[@class='tick']")
    assert not tree.xpath("//*[@class='band']")
    assert "No sentence is wrong" in tree.get_element_by_id("errors").text_content()


def test_payloads_are_text_and_nothing_else(payload_page):
    text = payload_page.text_content()
    assert all(safe(payload) in text for payload in PAYLOADS)
    assert len(payload_page.xpath("//script")) == len(payload_page.xpath("//style")) == 1
    assert len(payload_page.xpath("//meta")) == 5
    bad = "//*[self::img or self::iframe or self::base or self::link or self::object or self::embed or comment()]"
    assert not payload_page.xpath(bad)
    names = {name for element in payload_page.iter() for name in element.attrib}
    assert not {
        name for name in names if name.startswith("on") or name in ("style", "src", "srcdoc", "action", "autofocus", "xlink:href")
    }
    assert all(href.startswith("#") for href in payload_page.xpath("//@href"))
    assert len(payload_page.xpath("//ol[@id='cases']/li")) == len(PAYLOADS)


def test_the_policy_allows_this_style_and_this_script_alone(full):
    (policy,) = full.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    said = dict(part.split(" ", 1) for part in policy.split("; "))
    for element, directive in (("style", "style-src"), ("script", "script-src")):
        digest = hashlib.sha256(full.xpath(f"//{element}")[0].text.encode()).digest()
        assert said.pop(directive) == f"'sha256-{base64.b64encode(digest).decode()}'"
    assert said == {"default-src": "'none'", "base-uri": "'none'", "form-action": "'none'"}
    assert "</" not in source("report.js")
    assert "</" not in source("report.css")


def test_the_page_asks_for_nothing_outside_itself(result):
    text = page(result)
    assert not re.search(r"https?:|//[a-z]|url\(|@import|\bsrc=|\bstyle=", re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE))


@pytest.mark.parametrize("which", ["full", "payload_page"])
def test_headings_tables_and_controls_are_accessible(which, request):
    tree = request.getfixturevalue(which)
    levels = [int(h.tag[1]) for h in tree.xpath("//h1|//h2|//h3|//h4")]
    assert levels.count(1) == 1
    assert all(b <= a + 1 for a, b in pairwise(levels))
    assert all(table.xpath("string(./caption)").strip() for table in tree.xpath("//table"))
    assert all(th.get("scope") in ("row", "col") for th in tree.xpath("//th"))
    assert all(control.getparent().tag == "label" for control in tree.xpath("//select|//input"))
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in tree.xpath("//@href")} | set(tree.xpath("//@aria-labelledby")) <= set(ids)
    assert tree.xpath("//body/*")[0].get("href") == "#main"
    assert all(row_width(row) == row_width(row.xpath("ancestor::table[1]/thead/tr")[0]) for row in tree.xpath("//tbody/tr"))
    assert tree.get("lang") == "en"


def row_width(row):
    return sum(int(cell.get("colspan", 1)) for cell in row)


def source(name):
    return (files("onrecord.evaluate.reporting") / "data" / name).read_text(encoding="utf-8")


def palette(theme):
    light, dark = re.findall(r":root \{(.*?)\}", source("report.css"), re.DOTALL)
    every = dict(re.findall(r"--([\w-]+): (#\w+);", light))
    return every | dict(re.findall(r"--([\w-]+): (#\w+);", dark)) if theme == "dark" else every


def luminance(colour):
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(a, b):
    """The ratio of WCAG 2.2, 1.4.3."""
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_colours_can_be_told_apart(theme):
    colours = palette(theme)
    shades = [name for name in colours if name.startswith(("right-", "wrong-"))]
    texts = [(text, ground) for text in ("text", "muted", "link", "bad", "good") for ground in ("ground", "panel")]
    texts += [("text", ground) for ground in ("kind", "actor", "target", *shades)]
    assert {pair: round(r, 2) for pair in texts if (r := contrast(colours[pair[0]], colours[pair[1]])) < 4.5} == {}
    shapes = [("tick", "track"), ("tick", "band"), ("gold", "ground"), ("gold", "actor"), ("gold", "target"), ("link", "panel")]
    assert {pair: round(r, 2) for pair in shapes if (r := contrast(colours[pair[0]], colours[pair[1]])) < 3} == {}


@given(st.text("ab <&>\"'é\n", max_size=20), st.data())
def test_marks_never_change_the_text(text, data):
    marks = []
    for _ in range(data.draw(st.integers(0, 4)) if text else 0):
        start = data.draw(st.integers(0, len(text) - 1))
        end = data.draw(st.integers(start + 1, len(text)))
        marks.append(Mark(side=data.draw(st.sampled_from(["gold", "predicted"])), role="actor", start=start, end=end))
    tree = html.document_fromstring(f"<p>x{marked(text, marks).markup}</p>")
    assert tree.text_content() == f"x{text}"
    for side in ("gold", "predicted"):
        inside = {i for m in marks if m.side == side for i in range(m.start, m.end)}
        found = "".join(mark.text or "" for mark in tree.xpath(f"//mark[contains(@class, '{side}')]"))
        assert found == "".join(text[i] for i in sorted(inside))


def test_a_tag_escapes_texts_and_values_and_leaves_out_what_is_not_set():
    made = tag("p", "<b>&'\"", tag("i", "x"), title='"><script>', class_=None, hidden=True, data_n=3, x=1.50)
    assert made.markup == '<p title="&quot;&gt;&lt;script&gt;" hidden data-n="3" x="1.5">&lt;b&gt;&amp;&#x27;&quot;<i>x</i></p>'


def test_a_file_is_written_whole_as_utf8_and_the_same_each_time(tmp_path, result):
    first, second = tmp_path / "a.html", tmp_path / "b.html"
    first.write_text("old", encoding="utf-8")
    write_html(result, first, title="\ud800 é")
    write_html(result, second, title="\ud800 é")
    assert first.read_bytes() == second.read_bytes()
    assert "<h1>� é</h1>" in first.read_text(encoding="utf-8")
    assert {path.name for path in tmp_path.iterdir()} == {"a.html", "b.html"}
    with pytest.raises(InputError, match="there is no folder"):
        write_html(result, tmp_path / "nowhere" / "a.html")
