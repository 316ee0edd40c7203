"""Cache, ledger, pace: what keeps a run cheap and countable."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from onrecord.errors import InputError
from onrecord.llm import Price
from onrecord.llm.cache import Cache, Reply, key_of
from onrecord.llm.ledger import Ledger, Line, Spent, Usage
from onrecord.llm.limits import Pace

KEY = "ab" * 32
REPLY = Reply(content='{"claims": []} \ud800 é', finish="stop", model="m", usage=Usage(input=3, output=4))


def test_an_answer_is_kept_and_found_again(tmp_path):
    cache = Cache(tmp_path / "new" / "folder")
    assert cache.get(KEY) is None
    cache.put(KEY, REPLY)
    assert cache.get(KEY) == REPLY
    assert cache.get("ba" * 32) is None
    assert [p.name for p in (tmp_path / "new").rglob("*") if p.is_file()] == [f"{KEY}.json"]


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b"{}", b'{"key": 1}', b"\xff", b"[" * 100_000])
def test_a_damaged_file_is_no_answer_and_is_replaced(tmp_path, damage):
    cache = Cache(tmp_path)
    cache.put(KEY, REPLY)
    next(tmp_path.rglob("*.json")).write_bytes(damage)
    assert cache.get(KEY) is None
    cache.put(KEY, REPLY)
    assert cache.get(KEY) == REPLY


def test_a_file_under_another_name_is_no_answer(tmp_path):
    cache = Cache(tmp_path)
    cache.put(KEY, REPLY)
    next(tmp_path.rglob("*.json")).rename(tmp_path / "ab" / f"{'ab' * 31}cd.json")
    assert cache.get("ab" * 31 + "cd") is None


def test_a_folder_that_cannot_be_written_to(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="`cache`"):
        Cache(tmp_path / "file").put(KEY, REPLY)
    with pytest.raises(InputError, match="`ledger`"):
        Ledger(tmp_path / "file" / "ledger.jsonl", None).add(line())


def test_the_key_is_of_all_that_decides():
    body = {"model": "m", "messages": [{"role": "user", "content": "é"}], "temperature": 0}
    assert key_of("u", body) == key_of("u", dict(reversed(body.items())))
    others = [("v", body), ("u", {**body, "model": "n"}), ("u", {**body, "temperature": 1}), ("u", {**body, "messages": []})]
    assert len({key_of(*other) for other in others} | {key_of("u", body)}) == 5


def line(outcome="answered", **usage):
    return Line(article="a", key=KEY, model="m", endpoint="http://x", outcome=outcome, usage=Usage(**usage), seconds=0.12345)


def test_what_tokens_cost():
    price = Price(input=10, output=20, cached_input=1)
    assert Usage(input=1_000_000, output=500_000, cached_input=400_000).cost(price) == pytest.approx(6 + 0.4 + 10)
    assert Usage(input=1_000_000, output=0, cached_input=400_000).cost(Price(input=10, output=20)) == pytest.approx(10)
    assert Usage(input=1, output=1, cached_input=99).cost(price) == pytest.approx((1 + 20) / 1e6)
    assert Usage(input=1).cost(price) is None
    assert Usage(input=1, output=1).cost(None) is None


def test_the_ledger_is_a_line_a_question_and_a_sum(tmp_path):
    ledger = Ledger(tmp_path / "deep" / "ledger.jsonl", Price(input=1, output=2, currency="EUR"))
    for one in (line(input=100, output=10), line("truncated", input=100, output=10), line("malformed", input=100, output=10),
                line("failed"), line("cached", input=100, output=10), line()):  # fmt: skip
        ledger.add(one)
    rows = [json.loads(row) for row in ledger.path.read_text().splitlines()]
    assert [row["outcome"] for row in rows] == ["answered", "truncated", "malformed", "failed", "cached", "answered"]
    assert rows[0]["cost"] == pytest.approx(0.00012)
    assert (rows[4]["cost"], rows[5]["cost"]) == (0, None)
    assert {"time", "article", "key", "model", "endpoint", "reason", "usage", "seconds", "currency"} < rows[0].keys()
    assert ledger.spent == Spent(
        requests=5, failed=2, cached=1, input_tokens=300, output_tokens=30, cost=pytest.approx(0.00036), unpriced=1, currency="EUR"
    )
    assert (
        str(ledger.spent)
        == "5 requests (2 failed), 1 answers from the cache; 300 tokens in, 30 out; 0.0004 EUR and 1 of unknown cost"
    )


def test_without_a_price_the_cost_is_unknown(tmp_path):
    ledger = Ledger(tmp_path / "ledger.jsonl", None)
    assert str(ledger.spent).endswith("; 0.0000")
    ledger.add(line(input=1, output=1))
    assert str(ledger.spent).endswith("cost unknown")


def test_threads_do_not_mix_lines(tmp_path):
    ledger = Ledger(tmp_path / "ledger.jsonl", None)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: ledger.add(line(input=1, output=1)), range(200)))
    assert all(json.loads(row) for row in ledger.path.read_text().splitlines())
    assert ledger.spent.requests == 200


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def test_a_bucket_holds_a_minute_and_fills_steadily():
    clock = Clock()
    pace = Pace(60, clock=clock)
    assert [pace.take(1) for _ in range(60)] == [0.0] * 60
    assert pace.take(1) == pytest.approx(1.0)
    assert pace.take(1) == pytest.approx(2.0)
    clock.now = 3.0
    assert pace.take(1) == pytest.approx(0.0)
    clock.now = 1000.0
    assert pace.take(61) == pytest.approx(1.0)


def test_what_was_not_used_is_put_back():
    pace = Pace(60, clock=Clock())
    pace.take(60)
    pace.give_back(50)
    assert pace.take(50) == 0.0
    pace.give_back(-30)
    assert pace.take(0) == pytest.approx(30.0)


def test_no_limit_no_wait():
    pace = Pace(None)
    pace.give_back(-1e9)
    assert pace.take(1e9) == 0.0
