"""Who the server talks to, and what it reads: nobody without the token, no page of another site, nothing without bounds."""

from __future__ import annotations

import http.client
import json
import socket
import threading
from importlib.resources import files

import pytest

from onrecord.errors import InputError
from onrecord.review import Options, open_review, serve
from onrecord.review.guard import MAX_BODY
from review.invented_reviews import folder

M = 2


@pytest.fixture
def server(tmp_path):
    with open_review(folder(tmp_path / "out"), "anna", Options()) as review, serve(review) as found:
        thread = threading.Thread(target=found.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield found
        found.shutdown()
        thread.join()


def ask(server, method="GET", path="", body=None, *, token=None, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=20)
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, f"/{server.token if token is None else token}/{path}", body, names)
    answer = connection.getresponse()
    found = answer.read()
    connection.close()
    return answer.status, found, answer.headers


def step(server, article=M, version=0, headers=None, **what):
    body = json.dumps({"article": article, "version": version, "step": what})
    status, found, _ = ask(server, "POST", "api/do", body, **{"Content_Type": "application/json"} | (headers or {}))
    return status, json.loads(found) if status in (200, 409, 422, 507) else found.decode()


def test_the_page_and_its_parts_are_served(server):
    assert server.url == f"http://127.0.0.1:{server.server_port}/{server.token}/"
    assert server.server_address[0] == "127.0.0.1"
    for one in (files("onrecord.review") / "data").iterdir():
        status, body, headers = ask(server, path=one.name)
        assert (status, body) == (200, one.read_bytes())
        assert headers["Content-Type"].split(";")[0] in ("text/html", "text/javascript", "text/css", "image/svg+xml")
    assert ask(server)[1] == ask(server, path="index.html")[1]


def test_every_answer_carries_the_policy(server):
    for path, token in (("", None), ("api/session", None), ("nothing", None), ("", "wrong")):
        headers = ask(server, path=path, token=token)[2]
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert (headers["X-Content-Type-Options"], headers["Referrer-Policy"], headers["Cache-Control"]) == (
            "nosniff",
            "no-referrer",
            "no-store",
        )
        assert "Access-Control-Allow-Origin" not in headers


def test_the_article_and_the_list_are_told(server):
    session = json.loads(ask(server, path="api/session")[1])
    assert [row["index"] for row in session["articles"]] == [2, 1, 0]
    assert session["articles"][0]["least"] == 0.3
    found = json.loads(ask(server, path="api/article/2")[1])["article"]
    assert found["text"].startswith("Norvik 🦌")
    assert [claim["status"] for claim in found["claims"]] == ["open"] * 3


@pytest.mark.parametrize("token", ["", "x", "..", "%00"])
def test_without_the_token_there_is_nothing(server, token):
    for method, path in (("GET", ""), ("GET", "app.js"), ("GET", "api/session"), ("POST", "api/do")):
        status, body, _ = ask(server, method, path, token=token)
        assert status == 403
        assert b"Norvik" not in body
    assert ask(server, token=server.token[:-1])[0] == 403
    assert ask(server, token=f"{server.token}x")[0] == 403


def test_tokens_are_new_each_time(server):
    with serve(server.review) as other:
        assert other.token != server.token
        assert len(other.token) >= 43


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:{port}", ""]
)
def test_a_name_that_was_made_to_point_here_is_refused(server, host):
    assert ask(server, Host=host.format(port=server.server_port))[0] == 421
    assert step(server, headers={"Host": host.format(port=server.server_port)}, do="accept", id="c1")[0] == 421
    assert server.review.version == 0


def test_this_machine_is_called_localhost_too(server):
    assert ask(server, Host=f"localhost:{server.server_port}")[0] == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Sec_Fetch_Site": "same-site"}, 403),
        ({"Content_Type": "text/plain"}, 415),
        ({"Content_Type": "application/x-www-form-urlencoded"}, 415),
    ],
)
def test_a_page_of_another_site_changes_nothing(server, headers, status):
    assert step(server, headers=headers, do="accept", id="c1")[0] == status
    assert server.review.version == 0


def test_a_step_is_done_and_answered_for(server):
    status, found = step(
        server, headers={"Origin": f"http://127.0.0.1:{server.server_port}", "Sec_Fetch_Site": "same-origin"}, do="accept", id="c1"
    )
    assert (status, found["version"], found["row"]["open"], found["progress"]["decided"]) == (200, 1, 2, 1)
    assert found["article"]["claims"][0]["status"] == "accepted"
    assert step(server, version=0, do="accept", id="c2")[0] == 409
    assert step(server, version=1, do="undo")[1]["progress"]["decided"] == 0


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff", b'{"article": "2", "version": 0}', b'{"article": true, "version": 0, "step": {}}',
                                  b'{"article": 99, "version": 0, "step": {"do": "accept"}}', b'{"article": -1, "version": 0, "step": {"do": "accept"}}',
                                  b"[" * 100_000, b'{"article": 2, "version": 0, "step": {"do": "accept", "id": "\\ud800"}}',
                                  b'{"article": 2, "version": 0, "step": NaN}', b"1" * 10_000])  # fmt: skip
def test_a_body_that_is_no_step_is_refused(server, body):
    status, _, _ = ask(server, "POST", "api/do", body, Content_Type="application/json")
    assert status == 422
    assert server.review.version == 0


def test_bodies_are_bounded(server):
    assert ask(server, "POST", "api/do", b" " * (MAX_BODY + 1), Content_Type="application/json")[0] == 413
    for length in ("-1", "1e3", "99999999999999999999", "0x10", "²"):
        assert ask(server, "POST", "api/do", Content_Type="application/json", Content_Length=length.encode())[0] in (411, 413)
    assert ask(server, "POST", "api/do", iter([b"{}"]), Content_Type="application/json", Transfer_Encoding="chunked")[0] == 411


def test_what_is_not_there_and_what_is_not_done(server):
    for path in (
        "../review.py",
        "api/article/3",
        "api/article/-1",
        "api/article/x",
        "api/article/",
        "api/article/9999999999",
        "api",
        "data/app.js",
        "%2e%2e/",
    ):
        assert ask(server, path=path)[0] == 404, path
    assert ask(server, "POST", "api/session")[0] == 404
    for method in ("PUT", "DELETE", "OPTIONS", "HEAD"):
        assert ask(server, method)[0] == 501


def test_lines_without_end_and_noise_are_refused(server):
    for noise in (b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n", b"\x16\x03\x01\x02\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n"):
        with socket.create_connection(("127.0.0.1", server.server_port), timeout=20) as raw:
            raw.sendall(noise)
            assert b"onrecord.review" not in raw.recv(4096)
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=20) as raw:
        raw.sendall(f"GET /é/ HTTP/1.1\r\nHost: 127.0.0.1:{server.server_port}\r\n\r\n".encode())
        assert raw.recv(4096).startswith(b"HTTP/1.1 403 ")
    assert ask(server)[0] == 200


def test_a_step_that_cannot_be_written_is_not_done(server, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(server.review._journal, "append", full)
        status, found = step(server, do="accept", id="c1")
    assert (status, found["error"]) == (507, "not saved: No space left on device")
    assert server.review.version == 0
    assert step(server, do="accept", id="c1")[0] == 200


def test_a_taken_port_is_said(server):
    with pytest.raises(InputError, match="choose another"), serve(server.review, port=server.server_port):
        pass
