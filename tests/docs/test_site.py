"""The documentation: links lead somewhere on GitHub and in the site, every page is in the navigation, and the site builds."""

import os
import re
import subprocess
import sys

import pytest
import yaml

from browser_support import CHROMIUM, Browser
from tests_support import ROOT

pytest.importorskip("mkdocs")
import hooks

PAGES = sorted(path for pattern in ("docs/*.md", *hooks.PAGES) for path in ROOT.glob(pattern) if path.suffix == ".md")
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)\s#]+)")


class _Loader(yaml.SafeLoader):
    """mkdocs.yml may name Python objects."""


def nav(entry):
    """The pages that a part of the navigation names."""
    if isinstance(entry, str):
        return [entry]
    return [page for part in (entry if isinstance(entry, list) else entry.values()) for page in nav(part)]


NAV = nav(yaml.load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), _Loader)["nav"])


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere_in_the_repository(page):
    missing = [link for link in LINK.findall(page.read_text(encoding="utf-8")) if not (page.parent / link).exists()]
    assert missing == []


def test_every_page_is_in_the_navigation_once():
    places = [hooks.place(path.relative_to(ROOT).as_posix()) for path in PAGES]
    notebooks = [hooks.place(f"notebooks/{path.name}") for path in (ROOT / "notebooks").glob("*.py")]
    reference = [f"reference/{path.name}" for path in (ROOT / "docs" / "reference").glob("*.md")]
    assert sorted(NAV) == sorted([*places, *notebooks, *reference])


@pytest.mark.parametrize(
    ("path", "link", "expected"),
    [
        ("README.md", "docs/claims.md", "claims.md"),
        ("README.md", "docs/report.png", "report.png"),
        ("README.md", "models/NOTICE.md", "project/models/NOTICE.md"),
        ("docs/claims.md", "../corpora/gold/README.md", "project/corpora/gold/README.md"),
        ("docs/records.md", "schema/record-1.json", "schema/record-1.json"),
        ("docs/training.md", "../notebooks/train_your_own.py", "project/notebooks/train_your_own.md"),
        ("docs/faq.md", "training.md#torch-and-gpu", "training.md#torch-and-gpu"),
        ("corpora/gold/README.md", "../../docs/records.md#gold-files", "../../../records.md#gold-files"),
        ("models/onrecord-en/README.md", "../NOTICE.md", "../NOTICE.md"),
        ("docs/faq.md", "no-such-page.md", "no-such-page.md"),
        ("docs/faq.md", "https://example.org/docs/claims.md", "https://example.org/docs/claims.md"),
        ("docs/faq.md", "#top", "#top"),
    ],
)
def test_links_are_rewritten_to_where_files_lie_in_the_site(path, link, expected):
    assert hooks.relink(f"See [this]({link}).", path) == f"See [this]({expected})."


@pytest.mark.slow
def test_the_site_builds_with_every_link_checked(tmp_path):
    quiet = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path)]
    done = subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True, env=quiet)
    assert done.returncode == 0, done.stderr[-3000:]
    for page in tmp_path.rglob("*.html"):
        loaded = re.findall(r"<(?:script|img|link)[^>]*(?:src|href)=\"?(https?:[^\s\">]+)", page.read_text(encoding="utf-8"))
        assert loaded == [], f"{page} loads {loaded}"
    assert "onrecord.read_jsonl" in (tmp_path / "reference" / "onrecord.html").read_text(encoding="utf-8")
    if CHROMIUM:
        _searches_from_disk(tmp_path)


def _searches_from_disk(site):
    """The pages work as files too, search and all, and ask for nothing from elsewhere."""
    browser = Browser(site / "profile")
    try:
        browser.size()
        browser.open((site / "faq.html").as_uri() + "?q=graphml")
        browser.until("document.querySelectorAll('.md-search-result__item').length > 0")
        assert "GraphML" in browser.js("document.querySelector('.md-search-result__list').textContent")
        assert browser.errors() == []
        assert all(address.startswith(("file:", "data:")) for address in browser.requested())
    finally:
        browser.close()
