import pytest

from onrecord.errors import InputError
from onrecord.llm import Price, Settings, load, read_settings
from onrecord.llm.settings import SETTINGS, find_settings, settings_fault


def written(tmp_path, text):
    path = tmp_path / "llm.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_is_read_and_its_paths_are_its_folders(tmp_path, monkeypatch):
    path = written(tmp_path, 'cache = "kept"\ntimeout = 3\nrequest = { temperature = 0.5, reasoning_effort = "low" }\n'
                             '[prices."a/b"]\ninput = 1\noutput = 2.5\n')  # fmt: skip
    found = read_settings(path)
    assert found.cache_folder == tmp_path / "kept"
    assert found.ledger_file == tmp_path / "kept" / "ledger.jsonl"
    assert found.request == {"temperature": 0.5, "reasoning_effort": "low"}
    assert found.prices["a/b"] == Price(input=1, output=2.5)
    assert found.timeout == 3
    monkeypatch.setenv(SETTINGS, str(path))
    assert find_settings() == found


def test_without_a_file_the_cache_is_the_users(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert find_settings() == Settings()
    assert find_settings().cache_folder == tmp_path / "onrecord" / "llm"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("timout = 3", "timout"), ("timeout = 0", "timeout"), ("timeout = nan", "timeout"), ("timeout = 'long'", "timeout"),
        ("piece_chars = 10", "piece_chars"), ("concurrency = 0", "concurrency"), ("requests_per_minute = 0", "requests_per_minute"),
        ("confidence = 'sure'", "confidence"), ("request = { model = 'x' }", "request.model"), ("key = 'sk-1'", "key"),
        ("prices = { a = { input = -1, output = 1 } }", "prices.a"), ("prompt = 'nowhere.md'", "nowhere.md"), ("x = = 1", "TOML"),
        ("[prices.a]\ninput = 1", "output"),
    ],
)  # fmt: skip
def test_a_slip_is_an_error_that_names_the_key(tmp_path, text, said):
    with pytest.raises(InputError, match=said) as caught:
        read_settings(written(tmp_path, text))
    assert "llm.toml" in str(caught.value)


def test_a_file_that_is_not_there(monkeypatch, tmp_path):
    monkeypatch.setenv(SETTINGS, str(tmp_path / "none.toml"))
    with pytest.raises(InputError, match=r"none\.toml"):
        load("llm:m@http://localhost/v1")


def test_settings_built_by_hand_are_checked_too():
    assert settings_fault(Settings(attempts=0)).startswith("attempts")
    with pytest.raises(InputError, match="attempts"):
        load("llm:m@http://localhost/v1", settings=Settings(attempts=0))
    with pytest.raises(InputError, match="needs a price"):
        load("llm:m@http://localhost/v1", settings=Settings(cost_limit=1.0))


@pytest.mark.parametrize(
    ("request_", "most"), [({}, 4096), ({"max_tokens": 9}, 9), ({"max_completion_tokens": 7, "max_tokens": 9}, 7)]
)
def test_the_longest_answer(request_, most):
    assert Settings(request=request_).most_output == most
