"""Web pages: what is kept, what is left out, what is told about them."""

from __future__ import annotations

import time
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.articles import article_from_html
from onrecord.articles.dom import parse
from onrecord.articles.glue import separate_links
from onrecord.errors import InputError

LEAD = "Quarry Mobile said on Tuesday that it would stop selling handsets in Oberland, where a new law taxes every screen."
QUOTE = "“We have looked at the sums and they do not add up,” said Mirka Toll, who runs the company’s northern branch."
CLOSE = "The ministry of trade, which drafted the law, said that it would not change a word of it before the summer."

PAGE = f"""<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>Quarry Mobile Quits Oberland | The Weir</title>
<meta property="og:site_name" content="The Weir"><meta property="og:title" content="Quarry Mobile Quits Oberland">
<link rel="canonical" href="https://weir.example/2023/03/quarry.html">
<meta property="article:published_time" content="2023-03-14T09:00:00Z"><meta name="author" content="Ole Brandt">
<script>var text = "He said that scripts are not text. They never are, whatever they hold.";</script></head>
<body><nav><ul><li><a href="/">Front page</a></li><li><a href="/money">Money</a></li></ul></nav>
<div class="cookie-banner"><p>We and our partners store cookies on your device, as everybody seems to do these days.</p></div>
<main><article><h1>Quarry Mobile Quits Oberland</h1>
<p class="standfirst">The screen tax is the last straw, says the phone maker</p>
<p class="byline">By Ole Brandt</p><p>14 March 2023</p>
<div class="share-tools"><a href="#f">Share on Facebook</a> <span>Copy link</span></div>
<figure><img src="a.jpg" alt=""><figcaption>A shop in Oberland on Monday, long after closing time.</figcaption></figure>
<p>{LEAD}</p><div>Advertisement</div><p>{QUOTE}</p>
<h2>Not a word</h2><p>{CLOSE}</p>
<aside><h3>Related</h3><p>How the screen tax came about, told by those who wrote it in the first place.</p></aside>
</article></main>
<div hidden><p>This paragraph was never shown to anybody who opened the page, so nobody has read it.</p></div>
<footer><p>© 2023 The Weir. All rights reserved, as far as rights can be reserved at all.</p></footer></body></html>"""


def paragraphs(html: str) -> list[str]:
    return article_from_html(html, id="page").text.split("\n\n")


def wrap(body: str) -> str:
    return f"<html><body><h1>A headline of some words</h1>{body}</body></html>"


def test_page_gives_deck_prose_and_subheading_only() -> None:
    assert paragraphs(PAGE) == ["The screen tax is the last straw, says the phone maker", LEAD, QUOTE, "Not a word", CLOSE]


def test_page_gives_its_metadata() -> None:
    article = article_from_html(PAGE, id="a/b")
    assert (article.id, article.title, article.date) == ("a/b", "Quarry Mobile Quits Oberland", "2023-03-14")
    assert (article.source, article.url, article.lang) == ("The Weir", "https://weir.example/2023/03/quarry.html", "en")
    assert article.meta == {"author": "Ole Brandt"}


def test_date_is_read_near_the_headline_when_not_marked() -> None:
    article = article_from_html(wrap(f"<p>Oberstadt, 5 March 2021</p><p>{LEAD}</p><p>{QUOTE}</p>"), id="x")
    assert article.date == "2021-03-05"
    assert article.text == f"{LEAD}\n\n{QUOTE}"


def test_date_in_the_running_text_is_not_the_articles() -> None:
    assert article_from_html(wrap(f"<p>{LEAD}</p><p>It did the same on 4 May 2011, to no great effect.</p>"), id="x").date is None


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        (
            "said it <a href='/x'>would suspend</a>the service for all of its users.",
            "said it would suspend the service for all of its users.",
        ),
        ("said that<a href='/x'>the law</a> was of no use to its users.", "said that the law was of no use to its users."),
        (
            "read the new <a href='/x'>law</a>Facebook had asked for last year.",
            "read the new law Facebook had asked for last year.",
        ),
        ("<a href='/x'>Google</a>s of this world will find their way.", "Googles of this world will find their way."),
        ("an un<a href='/x'>fair</a> law, as everybody at the table said.", "an unfair law, as everybody at the table said."),
        ("the <a href='/x'>You</a>Tube channel was closed for good.", "the YouTube channel was closed for good."),
        ("<a href='/x'>with</a>the others. They write withthe as one word.", "withthe others. They write withthe as one word."),
        ("<b>N</b>obody knew what the law would do to them.", "Nobody knew what the law would do to them."),
        ("the <a href='/x'>law</a>, which passed last week in a hurry.", "the law, which passed last week in a hurry."),
    ],
)
def test_glued_links_are_parted_and_words_are_not(markup: str, text: str) -> None:
    assert paragraphs(f"<html><body><p>{markup}</p></body></html>") == [text]


def test_white_space_and_unseen_characters_are_folded() -> None:
    assert paragraphs("<p>They&nbsp;said\u200b it\n\t was\u00a0 over,\ufeff all of\u00adit.</p>") == [
        "They said it was over, all ofit."
    ]


def test_line_breaks_part_paragraphs() -> None:
    body = f"<table><tr><td><a href=/>Home</a><br><a href=/x>Prices</a></td><td>{LEAD}<br><br>{QUOTE}<BR><BR>\n{CLOSE}</td></tr></table>"
    assert paragraphs(wrap(body)) == [LEAD, QUOTE, CLOSE]


def test_line_breaks_that_only_wrap_are_joined() -> None:
    body = "Quarry Mobile said on Tuesday<br>that it would stop selling handsets<br>in Oberland.<br><br>The ministry was not amused by it."
    assert (
        paragraphs(wrap(f"<div>{body}</div>"))[0]
        == "Quarry Mobile said on Tuesday that it would stop selling handsets in Oberland."
    )


def test_pull_quote_is_not_said_twice() -> None:
    assert paragraphs(wrap(f"<p>{LEAD}</p><div>“the sums and they do not add up”</div><p>{QUOTE}</p>")) == [LEAD, QUOTE]


def test_photo_credit_and_read_more_are_left_out() -> None:
    body = f"<p>{LEAD}</p><p>A shop in Oberland. Photo: B. Lind</p><p>Read more: the tax explained in full.</p><p>{CLOSE}</p>"
    assert paragraphs(wrap(body)) == [LEAD, CLOSE]


def test_site_name_in_a_linked_heading_is_not_the_title() -> None:
    page = f"""<head><title>Quarry Mobile Quits Oberland - The Weir</title></head><body><h1><a href="/">The Weir</a></h1>
    <h2>Quarry Mobile Quits Oberland</h2><p>{LEAD}</p><p>{QUOTE}</p></body>"""
    assert article_from_html(page, id="x").title == "Quarry Mobile Quits Oberland"


def test_comments_longer_than_the_article_are_left_out() -> None:
    comments = "".join(
        f"<p>I have written {n} letters to the ministry about this, and not one was answered.</p>" for n in range(20)
    )
    assert paragraphs(wrap(f"<p>{LEAD}</p><div id='disqus_thread'>{comments}</div>")) == [LEAD]


def test_readers_remarks_in_an_unnamed_box_are_left_out() -> None:
    remarks = "<p>They should all go home.</p><p>I never liked their phones, to be honest.</p>"
    body = f"<div><p>{LEAD}</p><p>{QUOTE}</p><p>{CLOSE}</p></div><div>{remarks}</div>"
    assert paragraphs(wrap(body)) == [LEAD, QUOTE, CLOSE]


def test_short_sentences_and_list_items_stay() -> None:
    body = f"<p>{LEAD}</p><p>It has paused.</p><p>“No.”</p><ul><li>Brink: still reading the law</li></ul><p>{QUOTE}</p>"
    assert paragraphs(wrap(body)) == [LEAD, "It has paused.", "“No.”", "Brink: still reading the law", QUOTE]


@pytest.mark.parametrize(
    "start", ["Related firms", "Credit unions", "Copyright holders", "Subscribers", "Share prices", "Photographers"]
)
def test_sentences_that_begin_like_furniture_stay(start: str) -> None:
    sentence = f"{start} said that they would comply with it."
    assert paragraphs(wrap(f"<p>{LEAD}</p><p>{sentence}</p><p>{CLOSE}</p>")) == [LEAD, sentence, CLOSE]


def test_deck_in_title_case_is_kept_and_byline_is_not() -> None:
    body = f"<h2>Maker Quits Over Screen Tax</h2><p>Ole Brandt and Ida Lund, Trade Reporters</p><p>{LEAD}</p><p>{CLOSE}</p>"
    assert paragraphs(wrap(body)) == ["Maker Quits Over Screen Tax", LEAD, CLOSE]


def test_furniture_names_do_not_remove_the_article() -> None:
    assert paragraphs(f"<body><div class='share comments'><p>{LEAD}</p><p>{QUOTE}</p></div></body>") == [LEAD, QUOTE]


def test_page_inside_a_form_is_read() -> None:
    assert paragraphs(f"<body><form><p>{LEAD}</p><p>{CLOSE}</p><input value=go></form></body>") == [LEAD, CLOSE]


def test_page_drawn_by_scripts_is_read_from_its_structured_data() -> None:
    page = '<html><head><script type="application/ld+json">{"@graph": [{"articleBody": "First line.\\nSecond."}]}</script></head><body></body></html>'
    assert paragraphs(page) == ["First line.", "Second."]


def test_article_in_chinese_passes() -> None:
    first, second = (
        "该公司周二表示，由于新法律要求对每个屏幕征税，它将停止在该国销售手机，并关闭所有门店。",
        "贸易部表示，在夏天之前不会修改任何一个字。",
    )
    assert paragraphs(f"<html lang='zh'><body><h1>手机</h1><p>{first}</p><p>{second}</p></body></html>") == [first, second]


def test_bytes_are_decoded_as_the_page_declares() -> None:
    text = "Квартира компании закрыта, сказал её директор в понедельник, и она не откроется."
    page = f"<html><head><meta charset='windows-1251'></head><body><p>{text}</p></body></html>"
    assert article_from_html(page.encode("cp1251"), id="x").text == text


def test_declared_latin1_is_windows_1252_as_in_browsers() -> None:
    page = "<html><head><meta charset='iso-8859-1'></head><body><p>“It’s over,” said the café’s owner.</p></body></html>"
    assert article_from_html(page.encode("cp1252"), id="x").text == "“It’s over,” said the café’s owner."


def test_xhtml_with_declaration_is_read() -> None:
    page = f'<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en"><body><p>{LEAD}</p></body></html>'
    article = article_from_html(page, id="x")
    assert (article.text, article.lang) == (LEAD, "en")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        ("  \n ", "is empty"),
        ("<!-- nothing -->", "page"),
        ("<html><body><img src='a.png'></body></html>", "holds no article text"),
        ("<html><body><script>1</script></body></html>", "holds no article text"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "PNG"),
        ("x" * 10_000_001, "more than 10,000,000"),
    ],
)
def test_pages_without_an_article_are_refused_in_one_line(data: bytes | str, says: str) -> None:
    with pytest.raises(InputError, match=says) as caught:
        article_from_html(data, id="p")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("opening", ["<div>", "<div><span>", "<ul><li>", "<font>", "<table><tr><td>"])
def test_extreme_nesting_is_read_in_time(opening: str) -> None:
    start = time.process_time()
    assert LEAD in article_from_html(f"<html><body>{opening * 10_000}<p>{LEAD}</p>", id="deep").text
    assert time.process_time() - start < 5


WORDS = st.lists(st.text(alphabet="abcdefghijklmnop", min_size=1, max_size=9), min_size=8, max_size=25)


@settings(deadline=None, max_examples=12)
@given(st.lists(WORDS, min_size=1, max_size=6, unique_by=tuple))
def test_paragraphs_come_back_whole_and_in_order(drawn: list[list[str]]) -> None:
    expected = [f"{number} {' '.join(words)} & so on." for number, words in enumerate(drawn, 1)]
    assert paragraphs(wrap("".join(f"<p>{escape(text)}</p>\n" for text in expected))) == expected


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=300))
def test_any_string_gives_an_article_or_an_input_error(markup: str) -> None:
    try:
        article = article_from_html(markup, id="x")
    except InputError:
        return
    assert article.text.strip()
    assert "\u00a0" not in article.text


@pytest.mark.parametrize(
    "markup",
    ["<div>" * 250 + "<div " * 40_000, "<p>" + "a" * 60_000 + "1<a href=x>bcd</a>" + "e" * 60_000 + "1</p>"],
    ids=["tags that never close", "letters without end"],
)
def test_reading_is_linear(markup: str) -> None:
    began = time.perf_counter()
    separate_links(parse(markup))
    assert time.perf_counter() - began < 2


def test_page_that_says_its_title_and_nothing_more() -> None:
    line = "Norvik said on Monday that it would leave Freedonia over the Data Act."
    with pytest.raises(InputError, match="no article text"):
        article_from_html(f"<title>{line}</title><h1>{line}</h1><p>{line}</p>", id="a")
