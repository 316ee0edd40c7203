"""Models of the Hugging Face Hub, with a hub that is a folder: no test uses the network."""

import logging
import shutil
import sys

import httpx
import huggingface_hub
import pytest
from huggingface_hub.errors import LocalEntryNotFoundError, RepositoryNotFoundError, RevisionNotFoundError

import onrecord
from onrecord.encoder.hub import PATTERNS, is_hub_id
from onrecord.encoder.model import FILES
from onrecord.errors import InputError, ModelError
from tests_support import MODEL


@pytest.fixture
def hub(tmp_path, monkeypatch):
    """What was asked for; the answer is a copy of our own model."""
    asked = []

    def snapshot_download(name, *, revision, allow_patterns):
        asked.append((name, revision, allow_patterns))
        folder = tmp_path / "cache"
        folder.mkdir(exist_ok=True)
        for file in FILES:
            shutil.copy(MODEL / file, folder / file)
        return str(folder)

    monkeypatch.setattr(huggingface_hub, "snapshot_download", snapshot_download)
    monkeypatch.chdir(tmp_path)
    return asked


def refusing(error):
    def snapshot_download(name, **_):
        raise error

    return snapshot_download


def test_an_id_is_fetched_and_said_so(hub, caplog):
    with caplog.at_level(logging.INFO, logger="onrecord"):
        nlp = onrecord.load("norvik/grades-en", revision="v1", threads=1)
    assert nlp.info.name == "onrecord-en"
    assert hub == [("norvik/grades-en", "v1", list(PATTERNS))]
    assert "Hugging Face Hub (network), revision v1" in caplog.text


@pytest.mark.parametrize(
    "name", ["onrecord-en", "a/b/c", "/tmp/model", "../model", "models/", "~/model", "https://x.org/y", "a\\b"]
)
def test_what_is_no_id_is_a_path(hub, name):
    assert not is_hub_id(name)


def test_folders_go_before_ids_and_a_slip_below_one_is_no_id(hub, tmp_path):
    (tmp_path / "models").mkdir()
    assert not is_hub_id("models/mine")
    (tmp_path / "models" / "mine").mkdir()
    assert not is_hub_id("models/mine")
    with pytest.raises(ModelError, match="not a model folder"):
        onrecord.load("models/yours")
    assert hub == []


def test_a_revision_is_for_the_hub_alone(hub):
    with pytest.raises(InputError, match="no id of the Hugging Face Hub"):
        onrecord.load(revision="v1")


def response(code):
    return httpx.Response(code, request=httpx.Request("GET", "https://example.org"))


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (RepositoryNotFoundError("404", response=response(404)), "no model on the Hugging Face Hub"),
        (RevisionNotFoundError("404", response=response(404)), "has no revision"),
        (LocalEntryNotFoundError("offline"), "cannot be reached"),
        (OSError("disk\nfull"), r"cannot be fetched .*disk full"),
    ],
)
def test_each_failure_says_what_to_do(hub, monkeypatch, error, says):
    monkeypatch.setattr(huggingface_hub, "snapshot_download", refusing(error))
    with pytest.raises(ModelError, match=says):
        onrecord.load("norvik/none")


def test_without_the_library_the_error_names_it(hub, monkeypatch):
    monkeypatch.setitem(sys.modules, "huggingface_hub", None)
    with pytest.raises(ModelError, match="pip install huggingface_hub"):
        onrecord.load("norvik/grades-en")
