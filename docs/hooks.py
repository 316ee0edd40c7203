"""What `mkdocs build` does beyond reading docs/: the project's other pages become part of the site, and every link finds its file.

Links in the project's Markdown are relative to the file that they stand in, as GitHub reads them (`../corpora/README.md`). In
the site a page of docs/ keeps its name, README.md is the home page, and any other file lies under project/ by its path in the
repository: those of `PAGES`, and whatever a page links to. Links are rewritten to match; one that leads nowhere stays as it is,
and `--strict` then fails on it. Notebooks are shown with their output where `make notebooks` has run them, else without.
"""

from __future__ import annotations

import re
from os.path import normpath, relpath
from pathlib import Path, PurePosixPath
from typing import Any

from mkdocs.structure.files import File, Files

from run_notebooks import OUT
from run_notebooks import page as notebook_page

ROOT = Path(__file__).resolve().parents[1]
PAGES = ("*.md", "corpora/*.md", "corpora/*/README.md", "models/*.md", "models/*/README.md", "notebooks/*.py")
"""Files of the repository outside docs/ that are pages of the site."""
_LINK = re.compile(r"(\]\()((?!https?:|mailto:|#|/)[^)\s#]+)(#[^)\s]*)?(?=\))")
_COMMENT = re.compile(r"^<!--.*-->$", re.MULTILINE)


def place(path: str) -> str:
    """Return where a file of the repository lies in the site, as the path of its source.

    Args:
        path: Relative to the top of the repository.
    """
    if path.startswith("docs/"):
        return path.removeprefix("docs/")
    if path == "README.md":
        return "index.md"
    notebook = path.startswith("notebooks/") and path.endswith(".py")
    return f"project/{path.removesuffix('.py') + '.md' if notebook else path}"


def relink(markdown: str, path: str) -> str:
    """Rewrite the links of a file to where their files lie in the site.

    Args:
        markdown: What the file holds.
        path: Of the file, relative to the top of the repository.
    """
    here = PurePosixPath(path).parent
    start = PurePosixPath(place(path)).parent

    def rewritten(link: re.Match[str]) -> str:
        target = normpath(str(here / link[2]))
        if not (ROOT / target).is_file():
            return link[0]
        return f"{link[1]}{relpath(place(target), start)}{link[3] or ''}"

    return _LINK.sub(rewritten, markdown)


def linked(markdown: str, path: str) -> set[str]:
    """Return the files that a file links to, relative to the top of the repository."""
    targets = (normpath(str(PurePosixPath(path).parent / link[2])) for link in _LINK.finditer(markdown))
    return {target for target in targets if (ROOT / target).is_file()}


def _text(path: str) -> str:
    if not path.startswith("notebooks/"):
        return (ROOT / path).read_text(encoding="utf-8")
    ran = OUT / f"{PurePosixPath(path).stem}.md"
    if ran.is_file() and ran.stat().st_mtime >= (ROOT / path).stat().st_mtime:
        return ran.read_text(encoding="utf-8")
    return notebook_page(ROOT / path)


def on_files(files: Files, config: Any) -> Files:
    """Add the pages outside docs/, and the files that any page links to."""
    outside = sorted({path.relative_to(ROOT).as_posix() for pattern in PAGES for path in ROOT.glob(pattern)})
    inside = [f"docs/{file.src_uri}" for file in files.documentation_pages()]
    texts = {path: _text(path) for path in outside} | {path: _text(path) for path in inside}
    for path in outside:
        files.append(File.generated(config, place(path), content=relink(texts[path], path)))
    there = {file.src_uri for file in files}
    for path in sorted(set().union(*(linked(text, path) for path, text in texts.items()))):
        if place(path) not in there:
            files.append(File.generated(config, place(path), abs_src_path=str(ROOT / path)))
    return files


def on_page_markdown(markdown: str, *, page: Any, **_: Any) -> str:
    """Rewrite the links of a page of docs/, and leave comments out (Markdown reads what follows one as HTML)."""
    markdown = _COMMENT.sub("", markdown)
    return markdown if page.file.generated_by else relink(markdown, f"docs/{page.file.src_uri}")
