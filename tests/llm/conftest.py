"""Fixtures for language models: a fake endpoint, and a model that asks it."""

import pytest
from fake_endpoint import Server

from onrecord.llm import Settings, load
from onrecord.llm.address import KEY, OPENAI_KEY
from onrecord.llm.settings import SETTINGS


@pytest.fixture
def server():
    made = Server()
    yield made
    made.close()


@pytest.fixture(autouse=True)
def environment(monkeypatch):
    """No key, no settings of whoever runs the tests."""
    for name in (KEY, OPENAI_KEY, SETTINGS):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def settings(tmp_path):
    """Settings that keep answers in the test's folder and wait for nothing."""

    def make(**more):
        quick = {"cache": str(tmp_path / "cache"), "timeout": 30.0, "longest_wait": 0.02, "concurrency": 2}
        return Settings(**(quick | more))

    return make


@pytest.fixture
def model(server, settings):
    """A model that asks the fake server; options as for `load`, settings beside them."""

    def make(*, disable=("language",), threshold=None, max_chars=1_000_000, **more):
        return load(server.name, settings=settings(**more), disable=frozenset(disable), threshold=threshold, max_chars=max_chars)

    return make
