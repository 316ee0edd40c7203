"""The page in a real browser: it says what the records say, every number opens its sentences, and nothing in the data runs."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote, unquote, urlparse

import pytest

from browser_support import CHROMIUM, WITHOUT, Browser
from onrecord.records import claim_rows
from onrecord.report import write_report
from onrecord.types import Failure
from report.hostile_report import PAYLOADS, hostile_records
from report.invented_report import collection

pytestmark = [pytest.mark.slow, pytest.mark.skipif(CHROMIUM is None, reason=WITHOUT)]

READY = "performance.getEntriesByName('report-ready').length > 0"
VIEWS = (
    "#/",
    "#/claims",
    "#/articles",
    "#/about",
    "#/actor/name:norvik",
    "#/target/name:data%20act",
    "#/article/news%2F0003?at=c1",
    "#/nowhere",
)


@pytest.fixture(scope="module")
def records():
    return collection(60, seed=3, copies=0.2)


@pytest.fixture(scope="module")
def report(records, tmp_path_factory):
    path = tmp_path_factory.mktemp("report") / "report.html"
    failures = [Failure(id="bad/1", error="InputError", message="no text, give one")]
    write_report(records, path, failures=failures, title="Sixty articles")
    return path.as_uri()


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    path = tmp_path_factory.mktemp("hostile") / "report.html"
    failures = [Failure(id=p, path=p, error=p, message=p) for p in PAYLOADS]
    write_report(hostile_records(), path, failures=failures, title="; ".join(PAYLOADS))
    return path.as_uri()


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    found = Browser(tmp_path_factory.mktemp("profile"))
    found.size()
    yield found
    found.close()


def show(browser, report, address, **size):
    if size:
        browser.size(**size)
    browser.open(report + address)
    browser.until(READY)


def claims(records, *, counted=True):
    return [c for r in records for c in r.claims if c.counted or not counted]


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("width", [360, 1280])
def test_every_view_opens_without_an_error_fits_and_asks_for_nothing(browser, report, view, width):
    show(browser, report, view, width=width)
    assert browser.errors() == []
    assert browser.requested() == [report]
    assert browser.js("document.documentElement.scrollWidth") <= width
    assert browser.js("document.querySelectorAll('h1').length") == 1
    browser.size()


def test_the_table_says_what_the_records_say(browser, report, records):
    show(browser, report, "#/")
    shown = browser.js(
        "Object.fromEntries([...document.querySelectorAll('.totals li')].map(li => [li.querySelector('.stance').textContent.slice(1),"
        " Number(li.querySelector('.number').dataset.n)]))"
    )
    assert shown == {stance.capitalize(): n for stance, n in Counter(c.stance for c in claims(records)).items()}
    for _ in range(3):
        browser.js("[...document.querySelectorAll('section[aria-labelledby=actors] .more')].forEach(b => b.click())")
    rows = dict(
        browser.js(
            "[...document.querySelectorAll('.grid tbody tr')].map(tr => [tr.querySelector('th').textContent, Number(tr.querySelector('.all .number').dataset.n)])"
        )
    )
    wanted = Counter(c.actor.name or "Not told" for c in claims(records))
    assert rows == wanted


@pytest.mark.parametrize(
    "query", ["", "?all=1", "?once=1&conf=0.6", "?once=1&all=1&stance=pause,refuse", "?q=harbour&from=2021&to=2023-06"]
)
def test_every_number_opens_as_many_claims(browser, report, query):
    show(browser, report, f"#/{query}")
    browser.js("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    browser.until("document.querySelectorAll('details:not(:has(table))').length === 0")
    links = browser.js("[...document.querySelectorAll('main .number')].map(a => [a.getAttribute('href'), Number(a.dataset.n)])")
    assert len(links) > 50
    wrong = browser.js(
        f"""(async () => {{
          const wrong = [];
          for (const [href, n] of {json.dumps(links[:: max(1, len(links) // 60)])}) {{
            location.hash = href;
            await new Promise(done => addEventListener('hashchange', () => setTimeout(done, 0), {{once: true}}));
            const list = document.querySelector('main .claims');
            const total = Number(document.querySelector('.total').textContent.split(' ')[0].replace(',', ''));
            if (total !== n || !list || Number(list.dataset.total) !== n || list.querySelectorAll('[data-claim]').length !== Math.min(n, 40)) {{
              wrong.push([href, n, total]);
            }}
          }}
          return wrong;
        }})()"""
    )
    assert wrong == []


def test_filters_change_what_is_counted_and_the_address(browser, report, records):
    show(browser, report, "#/claims")
    total = "document.querySelector('.total').textContent"
    every = len(claims(records))
    assert browser.js(total) == f"{every:,} of {every:,} counted claims"
    browser.js("document.querySelector('.chip').click()")
    pauses = [c for c in claims(records) if c.stance == "pause"]
    browser.until(f"{total}.startsWith('{len(pauses):,} of')")
    assert browser.js("location.hash") == "#/claims?stance=pause"
    assert browser.js("document.activeElement === document.body || document.activeElement.classList.contains('chip')")
    browser.js("(f => { f.value = 0.8; f.dispatchEvent(new Event('input')); })(document.getElementById('conf'))")
    sure = [c for c in pauses if c.confidence >= 0.8]
    browser.until(f"{total}.startsWith('{len(sure):,} of')")
    assert browser.js("document.getElementById('said').textContent") == f"{len(sure):,} of {every:,} counted claims"
    browser.js("document.getElementById('all').click()")
    browser.until(
        f"{total}.startsWith('{sum(c.stance == 'pause' and c.confidence >= 0.8 for c in claims(records, counted=False)):,} of')"
    )
    browser.js("[...document.querySelectorAll('.plain')].find(b => b.textContent === 'Clear all').click()")
    browser.until("location.hash === '#/claims?all=1'")


def test_once_per_story_counts_copies_once(browser, report, records):
    show(browser, report, "#/claims?once=1")
    wanted = set()
    for r in records:
        for c in r.claims:
            if c.counted:
                actor = c.actor.ref or c.actor.name or (r.id, c.actor.text)
                wanted.add((r.story, actor, c.stance, c.target.name if c.target else None))
    assert browser.js("Number(document.querySelector('main .claims').dataset.total)") == len(wanted) < len(claims(records))


def test_search_finds_words_of_sentences_and_speakers_while_the_field_keeps_the_focus(browser, report, records):
    show(browser, report, "#/claims")
    browser.js("document.getElementById('q').focus()")
    browser.type("harbour ACCORD")
    browser.until("location.hash === '#/claims?q=harbour%20ACCORD'")
    assert browser.js("document.activeElement.id") == "q"
    assert browser.js(
        "[...document.querySelectorAll('.claim')].every(li => /harbour/i.test(li.textContent) && /accord/i.test(li.textContent))"
    )


def test_a_facet_narrows_and_keeps_the_focus(browser, report, records):
    show(browser, report, "#/claims")
    browser.js("document.querySelector('.opener').click()")
    browser.js("(b => { b.focus(); b.click(); })(document.querySelector('[data-box=\"place JP\"]'))")
    n = sum(c.jurisdiction == "JP" for c in claims(records))
    browser.until(f"document.querySelector('.total').textContent.startsWith('{n:,} of')")
    assert browser.js("document.activeElement.dataset.box") == "place JP"
    assert browser.js("document.querySelector('.chosen').textContent") == "Remove Jurisdiction: Japan ×"


def test_the_table_is_sorted_by_its_headings(browser, report):
    show(browser, report, "#/")
    browser.js("(b => { b.focus(); b.click(); })(document.querySelector('[data-sort=refuse]'))")
    browser.until("document.querySelector('[aria-sort]').textContent.includes('Refuse')")
    numbers = browser.js(
        "[...document.querySelectorAll('.grid tbody tr')].map(tr => Number(tr.cells[5].querySelector('.number')?.dataset.n || 0))"
    )
    assert numbers == sorted(numbers, reverse=True)
    assert browser.js("document.activeElement.dataset.sort") == "refuse"


def test_the_csv_holds_the_selection_and_no_formula(browser, tmp_path):
    evil = "=HYPERLINK(1)"
    found = collection(5, seed=9)
    found[0] = replace(found[0], source=evil, title=None, url="-1+1")
    path = tmp_path / "report.html"
    write_report(found, path)
    show(browser, path.as_uri(), "#/claims")
    text = browser.js(
        "new Promise(done => { const make = URL.createObjectURL; URL.createObjectURL = blob => { blob.text().then(done); return make.call(URL, blob); };"
        " HTMLAnchorElement.prototype.click = () => {}; document.getElementById('csv').click(); })"
    )
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    wanted = [row for record in found for row in claim_rows(record) if row["counted"]]
    assert list(rows[0]) == list(wanted[0])
    assert len(rows) == len(wanted)
    for row, want in zip(rows, wanted, strict=True):
        for name, value in want.items():
            told = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
            if name == "confidence":
                assert float(row[name]) == value
            else:
                assert row[name] == (f"'{told}" if told.startswith(("=", "+", "-", "@")) else told)
    assert any(row["source"] == f"'{evil}" for row in rows)


def test_an_article_shows_each_mark_at_its_place(browser, report, records):
    record = next(r for r in records if "🦀" in r.text and any(e.via == "coref" for e in r.entities) and r.quotes)
    address = "#/article/" + record.id.replace("/", "%2F")
    show(browser, report, address)
    marks = browser.js(
        "(() => { const all = {}; document.querySelectorAll('.text a.entity').forEach(a => { all[a.dataset.mark] = (all[a.dataset.mark] || '') + a.textContent; }); return all; })()"
    )
    assert marks == {e.id: e.text for e in record.entities}
    text = browser.js(
        "[...document.querySelectorAll('.text p')].map(p => { const c = p.cloneNode(true); c.querySelectorAll('.flag, .quote-flag').forEach(f => f.remove()); return c.textContent; }).join('\\n\\n')"
    )
    assert text == record.text
    assert browser.js("document.querySelectorAll('.text .flag').length") == len(record.claims)


def test_hover_focus_and_links_show_the_record(browser, report, records):
    record = next(r for r in records if any(e.via == "coref" for e in r.entities))
    entity = next(e for e in record.entities if e.via == "coref")
    show(browser, report, "#/article/" + record.id.replace("/", "%2F"))
    browser.mouse(f".text a[data-mark={entity.id}]")
    panel = "document.querySelector('.inspector').textContent"
    browser.until(f"{panel}.includes('stands for')")
    assert entity.name in browser.js(panel)
    assert browser.js("[...document.querySelectorAll('.lit-source')].map(e => e.dataset.mark)") == [entity.antecedent]
    browser.mouse("h1")
    browser.until(f"!{panel}.includes('stands for')")
    browser.js("document.querySelector('.text a[tabindex=\"0\"]').focus()")
    first = browser.js(panel)
    browser.press("ArrowRight")
    assert browser.js(panel) != first
    browser.mouse(".article-claims a.show", click=True)
    browser.until("location.hash.endsWith('?at=c1')")
    assert browser.js("document.querySelectorAll('.text .lit').length") > 0
    assert "Confidence" in browser.js(panel)


def test_a_law_without_a_name_is_told_apart_by_article(browser, tmp_path):
    found = [
        replace(r, claims=tuple(replace(c, target=c.target and replace(c.target, name="order", label="OTHER")) for c in r.claims))
        for r in collection(3, seed=2, copies=0)
    ]
    path = tmp_path / "report.html"
    write_report(found, path)
    show(browser, path.as_uri(), "#/?all=1")
    titles = browser.js("[...document.querySelectorAll('.targets h3 a:first-child')].map(a => a.textContent)")
    assert sorted(titles) == sorted(f"order ({r.title})" for r in found)
    for record in found:
        show(browser, path.as_uri(), f"#/target/{quote(f'words:{record.id}:order', safe='')}?all=1")
        assert browser.js("document.querySelector('h1').textContent") == "order"
        assert record.title in browser.js("document.querySelector('.lead').textContent")
        assert browser.js("Number(document.querySelector('main .claims').dataset.total)") == sum(
            bool(c.target) for c in record.claims
        )


@pytest.mark.parametrize("width", [360, 390, 1280])
def test_no_label_of_a_chart_and_no_number_of_a_facet_is_cut_or_broken(browser, report, width):
    show(browser, report, "#/", width=width)
    cut = browser.js(
        "[...document.querySelectorAll('.ticks span')].filter(s => s.getBoundingClientRect().right > s.parentNode.getBoundingClientRect().right + 1).length"
    )
    assert cut == 0
    browser.js("document.querySelector('.opener').click()")
    assert browser.js("[...document.querySelectorAll('.facets .n')].every(n => n.getClientRects().length === 1)")
    browser.js("document.querySelectorAll('.facets .n').forEach(n => { n.textContent = '123,456'; })")
    assert browser.js("[...document.querySelectorAll('.facets .n')].every(n => n.getBoundingClientRect().height < 30)")
    browser.size()


def test_a_list_says_how_many_more_there_are(browser, report):
    show(browser, report, "#/")
    more = "[...document.querySelectorAll('main .more')].map(b => b.textContent).filter(Boolean)"
    for text in browser.js(more):
        assert re.fullmatch(r"Show (\d+ of )?[\d,]+ more [a-z ]+", text)


def test_a_link_opens_what_was_seen_and_back_goes_back(browser, report):
    show(browser, report, "#/claims?stance=refuse&place=EU&page=1&sort=unsure")
    assert browser.js("document.getElementById('sort').value") == "unsure"
    sure = browser.js("[...document.querySelectorAll('.head .sure')].map(s => Number(s.textContent.replace('confidence ', '')))")
    assert sure == sorted(sure)
    browser.mouse(".claim .name", click=True)
    browser.until("location.hash.startsWith('#/actor/')")
    browser.until("document.activeElement.tagName === 'H1'")
    assert "stance=refuse" in browser.js("location.hash")
    browser.js("history.back()")
    browser.until("location.hash.startsWith('#/claims')")
    browser.until("document.querySelector('h1').textContent === 'Claims'")


def test_the_keyboard_alone_gets_to_a_sentence(browser, report):
    show(browser, report, "#/")
    browser.press("Tab")
    assert browser.js("document.activeElement.className") == "skip"
    assert browser.js("document.activeElement.getBoundingClientRect().top") >= 0
    browser.press("Enter")
    assert browser.js("document.activeElement.id") == "main"
    browser.press("Tab")
    assert browser.js("document.activeElement.className") == "number"
    assert browser.js("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    browser.press("Enter")
    browser.until("location.hash === '#/claims?stance=pause'")


@pytest.mark.parametrize("view", ["#/?all=1", "#/claims?all=1", "#/articles", "#/about"])
def test_nothing_in_the_data_runs_or_loads(browser, hostile, view):
    show(browser, hostile, view)
    assert browser.js("typeof window.pwned") == "undefined"
    assert browser.errors() == []
    assert browser.requested() == [hostile]
    assert (
        browser.js("document.querySelectorAll('script:not([type]), iframe, object, embed, base, img, form:not(.search)').length")
        == 1
    )
    assert browser.js("document.documentElement.scrollWidth") <= 1280
    turned = browser.js(
        "[...document.body.innerText].filter(c => '\\u202a\\u202b\\u202c\\u202d\\u202e\\u2066\\u2067\\u2068\\u2069'.includes(c)).length"
    )
    assert turned == 0


def test_hostile_articles_and_actors_open_as_text(browser, hostile):
    show(browser, hostile, "#/articles")
    links = browser.js("[...document.querySelectorAll('main a')].map(a => a.href)")
    show(browser, hostile, "#/?all=1")
    links += browser.js("[...document.querySelectorAll('.grid th a, .targets h3 a')].map(a => a.href)")
    assert len(links) > len(PAYLOADS)
    for link in dict.fromkeys(links):
        assert link.startswith(hostile + "#/")
        show(browser, hostile, link.removeprefix(hostile))
        assert browser.errors() == []
        assert browser.js("typeof window.pwned") == "undefined"
        assert browser.js("document.querySelector('h1').textContent") != "Not in this report"
        out = browser.js(
            "[...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href')).filter(h => !h.startsWith('#'))"
        )
        assert all(address.startswith(("https://", "http://")) for address in out)


def test_the_policy_stops_what_would_get_in(browser, report, tmp_path):
    """Markup put into the page by force neither runs nor can be set: the tests above do not rest on the scripts alone."""
    show(browser, report, "#/")
    blocked = browser.js(
        "(() => { try { document.body.innerHTML = '<img src=x onerror=window.pwned=1>'; return false; } catch { return true; } })()"
    )
    assert blocked
    path = tmp_path / "opened.html"
    text = Path(unquote(urlparse(report).path)).read_text(encoding="utf-8")
    path.write_text(
        text.replace("</footer>", "</footer><script>window.pwned=1</script><img src=x onerror=window.pwned=2>"), encoding="utf-8"
    )
    show(browser, path.as_uri(), "#/")
    assert browser.js("typeof window.pwned") == "undefined"
    assert len(browser.of("Log.entryAdded")) >= 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("view", VIEWS)
def test_axe_finds_nothing(browser, report, view, scheme):
    """WCAG 2.2 A and AA, and axe's best practices, on every view, filters open."""
    axe = pytest.importorskip("axe_core_python", reason="axe-core-python is not installed: `pip install axe-core-python`")
    browser.prefer(scheme=scheme, motion="reduce")
    show(browser, report, view)
    browser.js("(b => b && !b.closest('[hidden]') && b.click())(document.querySelector('.opener'))")
    browser.js("document.querySelectorAll('details').forEach((d, i) => { d.open = i < 2; })")
    browser.js((files(axe) / "axe.min.js").read_text(encoding="utf-8") + ";0")
    found = browser.js(
        "axe.run(document, {resultTypes: ['violations']}).then(r => ({passed: r.passes.length, violations:"
        " r.violations.map(v => [v.id, v.help, v.nodes.slice(0, 3).map(n => [n.html, n.failureSummary])])}))"
    )
    browser.prefer(scheme="light", motion="no-preference")
    assert found["violations"] == []
    assert found["passed"] > 20


def test_a_stance_is_told_by_shape_and_letter_too(browser, report):
    show(browser, report, "#/about")
    looks = browser.js("[...document.querySelectorAll('.meanings .badge')].map(b => [b.firstChild.outerHTML, b.textContent])")
    assert len({shape for shape, _ in looks}) == len({letter for _, letter in looks}) == len(looks) == 5
