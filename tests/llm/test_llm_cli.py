import json

import pytest

from onrecord.cli.asking import show_requests
from onrecord.errors import InputError
from onrecord.types import Article, Failure


def test_each_request_is_printed_and_none_sent(server, model, capsys):
    articles = [Article(id="a", text="Norvik suspended sales."), Article(id="b", text=""), Failure(id="c", error="x", message="y")]
    show_requests(model(), articles)
    out, err = capsys.readouterr()
    assert json.loads(out)["model"] == "fake-1"
    assert "3 articles (2 failures), 1 requests to http://127.0.0.1" in err
    assert "Failed: " in err
    assert server.requests == []


def test_a_model_that_is_sent_nothing():
    with pytest.raises(InputError, match="--show-prompt"):
        show_requests(object(), [])
