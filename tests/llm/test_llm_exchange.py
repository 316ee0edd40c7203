"""The endpoint misbehaves, in every way that we could think of."""

import json
import logging
import socket
import time
from datetime import UTC, datetime
from threading import Event

import pytest
from fake_endpoint import SECRET, Say, answer, claim, completion

from onrecord.errors import InputError, MissingExtraError, ModelError
from onrecord.llm import LanguageModel, Price, load
from onrecord.llm.address import KEY
from onrecord.llm.transport import MOST_BYTES, seconds_to_wait

TEXT = "Norvik suspended sales in Belmora."
GOOD = answer(claims=[claim()])


def ledger(model):
    return [json.loads(row) for row in model.asker.ledger.path.read_text().splitlines()]


def outcomes(model):
    return [(row["outcome"], row["reason"]) for row in ledger(model)]


def failed(model, match, text=TEXT):
    with pytest.raises(ModelError, match=match) as caught:
        model(text)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_good_answer(server, model):
    server.says = lambda body: GOOD
    asked = model()
    record = asked(TEXT)
    assert [(c.actor.text, c.stance) for c in record.claims] == [("Norvik", "pause")]
    (sent,) = server.requests
    assert sent["model"] == "fake-1"
    assert (sent["temperature"], sent["max_tokens"]) == (0, 4096)
    assert sent["response_format"]["json_schema"]["strict"] is True
    assert outcomes(asked) == [("answered", None)]
    assert (asked.spent.input_tokens, asked.spent.output_tokens) == (1000, 200)


@pytest.mark.parametrize("content", ["I cannot do that.", '{"entities": [{"sent', "[]", '{"answer": 42}'])
def test_an_answer_of_no_use_is_asked_for_once_more(server, model, content):
    server.says = lambda body: GOOD
    server.queue = [Say(completion(content))]
    asked = model()
    assert len(asked(TEXT).claims) == 1
    assert [outcome for outcome, _ in outcomes(asked)] == ["malformed", "answered"]
    assert asked.spent.input_tokens == 2000  # it was paid for all the same


def test_a_model_that_always_answers_nonsense_is_not_paid_for_ever(server, model):
    server.says = lambda body: "nonsense"
    asked = model(attempts=5)
    failed(asked, "no usable answer: the answer is of no use")
    assert len(server.requests) == 2
    assert asked.spent.failed == 2


@pytest.mark.parametrize(
    "body", [b"", b"<html>busy</html>", b"[]", b"{}", b'{"choices": []}', b'{"choices": [{"message": null}]}', b'{"choices": [{"message": {}}]}',
             b'{"choices": [{"message": {"content": ["a"]}}]}', b'{"choices": [{"message": {"content": "  "}}]}']
)  # fmt: skip
def test_a_body_that_is_no_completion(server, model, body):
    server.queue = [Say(body)]
    server.says = lambda body: GOOD
    assert len(model()(TEXT).claims) == 1
    assert len(server.requests) == 2


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504, 529])
def test_a_busy_endpoint_is_asked_again(server, model, status):
    server.queue = [Say(b"busy", status=status), Say({"error": {"message": "still busy"}}, status=status)]
    server.says = lambda body: GOOD
    asked = model()
    assert len(asked(TEXT).claims) == 1
    assert outcomes(asked) == [("failed", f"HTTP {status}")] * 2 + [("answered", None)]
    assert asked.spent.cost == 0


def test_it_is_given_up_after_all_attempts(server, model):
    server.says = lambda body: Say(b"", status=500)
    failed(model(attempts=3), "fake-1 at 127.0.0.1: no usable answer: HTTP 500")
    assert len(server.requests) == 3


def test_retry_after_is_waited_for(server, model):
    server.queue = [Say(b"", status=429, headers={"Retry-After": "0.3"})]
    server.says = lambda body: GOOD
    began = time.monotonic()
    assert len(model(longest_wait=5.0)(TEXT).claims) == 1
    assert time.monotonic() - began >= 0.3


def test_who_asks_to_wait_too_long_is_given_up_at_once(server, model):
    server.says = lambda body: Say(b"", status=429, headers={"Retry-After": "3600"})
    failed(model(), r"asks to wait 3600 s, longest_wait is 0\.02 s")
    assert len(server.requests) == 1


def test_retry_after_in_all_its_forms():
    now = datetime(2031, 1, 2, 3, 4, 5, tzinfo=UTC)
    wanted = {"7": 7.0, "-1": 0.0, "Thu, 02 Jan 2031 03:04:35 GMT": 30.0, "Wed, 01 Jan 2031 03:04:35 GMT": 0.0}
    assert {header: seconds_to_wait(header, now) for header in wanted} == wanted
    assert [seconds_to_wait(header, now) for header in (None, "soon", "nan", "inf", "")] == [None] * 5


@pytest.mark.parametrize("slow", [{"delay": 60.0}, {"drip": 0.1}])
def test_a_slow_endpoint_is_not_waited_for(server, model, slow):
    server.says = lambda body: Say(completion(GOOD), **slow)
    asked = model(timeout=0.3, attempts=1)
    began = time.monotonic()
    failed(asked, r"no whole answer within 0\.3 s")
    assert time.monotonic() - began < 20


def test_a_connection_that_breaks_off(server, model):
    server.queue = [Say(completion(GOOD), cut=10)]
    server.says = lambda body: GOOD
    asked = model()
    assert len(asked(TEXT).claims) == 1
    assert outcomes(asked)[0] == ("failed", "the connection failed (RemoteProtocolError)")


def test_nobody_there(settings):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    asked = load(f"llm:m@http://127.0.0.1:{port}/v1", settings=settings(attempts=2), disable=frozenset({"language"}))
    failed(asked, r"the connection failed \(ConnectError\)")
    assert asked.spent.requests == 2


def test_a_huge_answer_is_not_read_to_its_end(server, model):
    server.says = lambda body: Say(b'{"choices": "' + b"x" * (MOST_BYTES + 1000) + b'"}')
    failed(model(attempts=1), "larger than 4 MiB")


@pytest.mark.parametrize(
    ("status", "body", "match"),
    [
        (401, {"error": {"message": "Incorrect key: sk-test-****cdef"}}, "refuses"),
        (403, {"error": "no"}, "refuses"),
        (404, {"error": {"message": "no model fake-1"}}, "no such model"),
        (429, {"error": {"code": "insufficient_quota", "message": "pay"}}, "quota is used up"),
        (307, b"", "sends elsewhere"),
    ],
)
def test_an_endpoint_that_will_never_answer_is_asked_once(server, model, status, body, match):
    server.says = lambda _: Say(body, status=status, headers={"Location": "http://127.0.0.1:9/"})
    asked = model()
    assert "cdef" not in failed(asked, match)
    failed(asked, match, "Selmar left Germany.")
    assert len(server.requests) == 1


def test_another_refusal_says_why_in_short(server, model):
    server.says = lambda _: Say({"error": {"message": "too\nmuch " * 100}}, status=413)
    said = failed(model(), r"HTTP 413: too much")
    assert len(said) < 300


def test_an_endpoint_without_schemas_is_asked_for_a_json_object(server, model):
    server.says = lambda body: (
        Say({"error": {"message": "json_schema: unknown"}}, status=400)
        if body["response_format"]["type"] == "json_schema"
        else GOOD
    )
    asked = model()
    assert len(asked(TEXT).claims) == 1
    assert len(asked("Norvik suspended sales in Belmora again.").claims) == 1
    assert [r["response_format"]["type"] for r in server.requests] == ["json_schema", "json_object", "json_object"]
    assert all(r["messages"][0] == server.requests[0]["messages"][0] for r in server.requests)


def test_a_request_refused_in_every_format(server, model):
    server.says = lambda body: Say({"error": {"message": "context length exceeded"}}, status=400)
    failed(model(), r"context length exceeded\); if it is too long, lower piece_chars")
    server.says = lambda body: GOOD
    assert model()(TEXT).claims  # the strict format was not given up for good


def test_an_endpoint_that_is_down_is_found_out(server, model):
    server.says = lambda body: Say(b"", status=503)
    asked = model(attempts=1, concurrency=1)
    results = list(asked.stream(f"Norvik suspended sales in Belmora {n} times." for n in range(9)))
    assert len(server.requests) == 5
    assert "5 questions in a row" in results[-1].message


def test_an_answer_cut_short_is_asked_for_in_halves(server, model):
    def says(body):
        sentences = json.loads(body["messages"][1]["content"])["sentences"]
        if len(sentences) > 1:
            return Say(completion('{"claims": [{"sent', finish="length"))
        return answer(claims=[claim(cue=None)])

    server.says = says
    text = "Norvik suspended sales. Norvik suspended imports. Norvik suspended exports."
    asked = model()
    record = asked(text)
    assert [c.sentence for c in record.claims] == [0, 1, 2]
    assert [len(a["sentences"]) for a in server.articles] == [3, 1, 2, 1, 1]
    asked(text)
    assert len(server.requests) == 5  # what was cut short is remembered as well
    assert asked.spent.cached == 5


def test_a_single_sentence_whose_answer_is_cut_short(server, model):
    server.says = lambda body: Say(completion("{", finish="length"))
    failed(model(), "cut short: raise request.max_tokens")
    assert len(server.requests) == 1


def test_the_limit_of_cost_ends_asking(server, model):
    server.says = lambda body: GOOD
    asked = model(prices={"fake-1": Price(input=10, output=10)}, cost_limit=0.02, concurrency=1)
    results = list(asked.stream(f"Norvik suspended sales in Belmora {n} times." for n in range(5)))
    assert len(server.requests) == 2
    assert "limit of 0.02 USD" in results[-1].message


def test_usage_that_makes_no_sense_is_unknown(server, model):
    server.says = lambda body: Say(
        completion(GOOD, usage={"prompt_tokens": "many", "completion_tokens": -1, "prompt_tokens_details": 3})
    )
    asked = model(prices={"fake-1": Price(input=1, output=1)})
    asked(TEXT)
    assert asked.spent.unpriced == 1
    server.says = lambda body: Say(completion(GOOD, usage=None))
    asked("Norvik suspended sales.")
    assert asked.spent.unpriced == 2


def test_the_pace_is_kept(server, model):
    server.says = lambda body: GOOD
    asked = model(requests_per_minute=1.0)
    asked(TEXT)
    stop = Event()
    began = time.monotonic()
    stop.set()
    with pytest.raises(ModelError, match="stopped"):
        list(asked.asker.ask(asked.pieces("Norvik left.")[0], article="a", stop=stop))
    assert time.monotonic() - began < 20
    assert len(server.requests) == 1


def test_without_the_packages_it_says_what_to_install(monkeypatch, model):
    import sys

    monkeypatch.setitem(sys.modules, "httpx", None)
    with pytest.raises(MissingExtraError, match=r"onrecord\[llm\]"):
        model()


@pytest.mark.parametrize("status", [200, 400, 401, 413, 500])
def test_the_key_is_sent_and_appears_nowhere(server, model, monkeypatch, caplog, tmp_path, status):
    """The endpoint knows the key and repeats it wherever it can."""
    monkeypatch.setenv(KEY, SECRET)
    caplog.set_level(logging.DEBUG)
    told = completion(answer(claims=[claim(actor_names=[SECRET], jurisdiction="UK")])) | {"model": SECRET}
    said = told if status == 200 else {"error": {"message": f"bad key {SECRET}", "code": SECRET}}
    server.says = lambda body: Say(said, status=status, headers={"X-Key": "seen"})
    asked = model(attempts=2)
    (outcome,) = asked.stream([TEXT])
    assert server.headers[0]["Authorization"] == f"Bearer {SECRET}"
    shown = [repr(outcome), repr(asked), repr(vars(asked)), repr(vars(asked.asker)), repr(asked.info), caplog.text]
    shown += [repr(vars(asked.asker._exchange)), json.dumps(server.requests)]
    shown += [path.read_text() for path in tmp_path.rglob("*") if path.is_file()]
    assert len(shown) > 7
    assert [text for text in shown if SECRET in text] == []


def test_no_key_no_header(server, model):
    server.says = lambda body: GOOD
    model()(TEXT)
    assert "Authorization" not in server.headers[0]


def test_loading_sends_nothing(server, model):
    assert isinstance(model(), LanguageModel)
    assert server.requests == []


def test_an_answer_in_the_cache_needs_no_endpoint(server, model):
    server.says = lambda body: GOOD
    first = model()(TEXT)
    server.says = lambda body: Say(b"", status=500)
    again = model()
    assert again(TEXT) == first
    assert (again.spent.requests, again.spent.cached, again.spent.cost) == (0, 1, 0.0)
    for other in (model(attempts=1, request={"temperature": 1}), model(attempts=1, prompt=None, request={"seed": 1})):
        failed(other, "HTTP 500")


def test_a_threshold_needs_confidences(model):
    with pytest.raises(InputError, match="confidence"):
        model(threshold=0.5)
