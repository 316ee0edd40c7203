"""Markdown: written articles, and pages that were turned into it."""

from __future__ import annotations

import pytest

from onrecord.articles import article_from_markdown
from onrecord.errors import InputError

ARTICLE = """---
title: "Taken from the front"
date: 3 May 2022
source: The Weir
author: Ole Brandt
---
# Ferry line gives up

The Halm ferry line said
on Monday that it *would* [stop](https://weir.example/x)
all crossings.

![A ferry](ferry.jpg)

## What next

- The port hopes for another line
- The town does not

> “We are done,” the captain said.
"""

CLIPPED = """<div id="app">

<div class="nav-bar">

  - [Home](https://weir.example/)
  - [Money](https://weir.example/money)

</div>

# Ferry line gives up on Halm

The strait is no place for ships any more, the owners say.

<div class="css-1" style="visibility: hidden">

This is only shown to readers whose browser is older than the ferry itself.

</div>

By [Ole Brandt](https://weir.example/by/ole)

  -

    <div class="css-2">

    May 3,
    2022

    </div>

<div class="section">

The Halm ferry line said on Monday that [it would
suspend](https://weir.example/s)the
crossings to the islands until the levy had been explained.

The levy, which came into force last week, makes every ship that enters the
strait pay by the metre.

</div>

[Continue reading the main
story](#after)

Advertisement

</div>
"""


def test_written_article() -> None:
    article = article_from_markdown(ARTICLE, id="ferry")
    assert article.text.split("\n\n") == [
        "The Halm ferry line said on Monday that it would stop all crossings.",
        "What next",
        "The port hopes for another line",
        "The town does not",
        "“We are done,” the captain said.",
    ]
    assert (article.title, article.date, article.source) == ("Taken from the front", "2022-05-03", "The Weir")
    assert article.meta == {"author": "Ole Brandt"}


def test_heading_at_the_top_is_the_title() -> None:
    article = article_from_markdown("# A title\r\n\r\nOne\r\nparagraph\r\n", id="x")
    assert (article.title, article.text) == ("A title", "One paragraph")


def test_heading_further_down_is_no_title() -> None:
    article = article_from_markdown("Some words first.\n\n# A heading\n\nMore.", id="x")
    assert (article.title, article.text) == (None, "Some words first.\n\nA heading\n\nMore.")


def test_page_in_markdown_is_read_as_a_page() -> None:
    article = article_from_markdown(CLIPPED, id="clip")
    assert (article.title, article.date) == ("Ferry line gives up on Halm", "2022-05-03")
    assert article.text.split("\n\n") == [
        "The strait is no place for ships any more, the owners say.",
        "The Halm ferry line said on Monday that it would suspend the crossings to the islands until the levy had been explained.",
        "The levy, which came into force last week, makes every ship that enters the strait pay by the metre.",
    ]


def test_date_that_cannot_be_told_is_kept_with_a_note() -> None:
    article = article_from_markdown("---\ndate: 03/04/2022\n---\nWords.", id="x")
    assert article.date is None
    assert article.meta["date_given"] == "03/04/2022"
    assert "YYYY-MM-DD" in article.meta["date_note"]


@pytest.mark.parametrize("data", ["", "# Title only\n", b"", "---\ntitle: x\n---\n"])
def test_markdown_without_text_is_refused(data: bytes | str) -> None:
    with pytest.raises(InputError):
        article_from_markdown(data, id="x")
