import pytest

from onrecord.errors import InputError
from onrecord.llm.address import KEY, OPENAI_KEY, Address, find_key


@pytest.mark.parametrize(
    ("given", "name", "url"),
    [
        ("llm:qwen@http://localhost:8000/v1", "qwen", "http://localhost:8000/v1"),
        ("llm:org/model-7b:latest@https://api.example.org/v1/", "org/model-7b:latest", "https://api.example.org/v1"),
        ("llm:a@b@http://[::1]:9/v1", "a@b", "http://[::1]:9/v1"),
    ],
)
def test_an_address(given, name, url):
    found = Address.parse(given)
    assert (found.name, found.url, found.chat_url) == (name, url, f"{url}/chat/completions")


@pytest.mark.parametrize(
    "given",
    [
        "llm:qwen", "llm:@http://x/v1", "llm:qwen@ftp://x/v1", "llm:qwen@http://", "llm:qwen@http://x:port/v1", "qwen@http://x/v1",
        "llm:q\u202een@http://x/v1", "llm:qwen@http://x/v1 y", "llm:qwen@https://me:sk-secret@x/v1", "llm:qwen@https://x/v1?key=sk-secret",
        "llm:qwen@https://x/v1#sk-secret",
    ],
)  # fmt: skip
def test_no_address_and_nothing_of_it_is_repeated(given):
    with pytest.raises(InputError) as caught:
        Address.parse(given)
    assert "sk-secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "local"),
    [("http://localhost:1/v1", True), ("http://127.0.0.9/v1", True), ("http://[::1]/v1", True), ("http://10.0.0.1/v1", False),
     ("http://localhost.example.org/v1", False)],
)  # fmt: skip
def test_which_machine(url, local):
    assert Address(name="m", url=url).is_local is local


def key(monkeypatch, url, **environment):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return find_key(Address(name="m", url=url))


def test_no_key_is_needed(monkeypatch):
    assert key(monkeypatch, "http://localhost/v1") is None
    assert key(monkeypatch, "http://10.0.0.1/v1", **{KEY: "  "}) is None


def test_our_variable_goes_anywhere_and_comes_first(monkeypatch):
    assert key(monkeypatch, "https://example.org/v1", **{KEY: " a\n"}) == "a"
    assert key(monkeypatch, "https://api.openai.com/v1", **{KEY: "a", OPENAI_KEY: "b"}) == "a"


def test_the_key_of_openai_goes_to_openai_alone(monkeypatch):
    assert key(monkeypatch, "https://api.openai.com/v1", **{OPENAI_KEY: "b"}) == "b"
    for url in ("http://localhost/v1", "https://example.org/v1", "https://api.openai.com.example.org/v1", "https://xopenai.com/v1"):
        assert key(monkeypatch, url) is None


@pytest.mark.parametrize(("url", "given"), [("https://x/v1", "sk-1 2"), ("https://x/v1", "sk-é"), ("http://10.0.0.1/v1", "sk-12")])
def test_a_key_that_cannot_be_sent_is_not_shown(monkeypatch, url, given):
    with pytest.raises(InputError, match=KEY) as caught:
        key(monkeypatch, url, **{KEY: given})
    assert "sk-" not in str(caught.value)
