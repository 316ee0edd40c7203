"""`annotate --engine ray`: what it refuses before there is a cluster."""

from __future__ import annotations

import sys

import pytest


@pytest.mark.parametrize("option", [["--drop"], ["--dry-run"], ["--show-prompt"], ["--layout", "files"]])
def test_options_that_a_cluster_has_no_use_for(run, tmp_path, option):
    done = run("annotate", tmp_path, "-o", tmp_path / "out", "--engine", "ray", *option)
    assert done.exit_code == 4
    assert f"{option[0]} would be ignored beside --engine ray" in done.stderr


def test_standard_input_is_not_read(run, tmp_path):
    done = run("annotate", "-", "-o", tmp_path / "out", "--engine", "ray")
    assert (done.exit_code, "cannot read standard input" in done.stderr) == (4, True)


def test_without_ray_it_says_what_to_install(run, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "ray", None)
    done = run("annotate", tmp_path, "-o", tmp_path / "out", "--engine", "ray")
    assert (done.exit_code, "pip install 'onrecord[ray]'" in done.stderr) == (4, True)
