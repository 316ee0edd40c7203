"""`import onrecord` is light, and every public name is there."""

import subprocess
import sys

import pytest

import onrecord


def run(code):
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_import_loads_nothing_heavy():
    heavy = ("torch", "transformers", "spacy", "onnxruntime", "pandas", "pyarrow", "pydantic", "numpy", "datasets", "trafilatura")
    loaded = run(f"import onrecord, sys; print([m for m in {heavy!r} if m in sys.modules])")
    assert loaded == "[]"


def test_import_takes_less_than_a_tenth_of_a_second():
    code = "import time; t = time.perf_counter(); import onrecord; print(time.perf_counter() - t)"
    assert min(float(run(code)) for _ in range(3)) < 0.1


@pytest.mark.parametrize("name", [n for n in onrecord.__all__ if n != "__version__"])
def test_public_names_have_a_docstring(name):
    assert getattr(onrecord, name).__doc__


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'lode'"):
        getattr(onrecord, "lode")  # noqa: B009


def test_versions_agree():
    import tomllib

    from tests_support import ROOT

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert project["version"] == onrecord.__version__
    assert f"version: {onrecord.__version__}\n" in citation


def test_annotating_needs_no_torch():
    code = "import sys; sys.modules['torch'] = None; import onrecord; print(len(onrecord.load()('Selmar left Germany.').sentences))"
    assert run(code) == "1"
