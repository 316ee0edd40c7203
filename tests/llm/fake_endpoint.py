"""A server on this machine that plays an OpenAI-compatible endpoint, and says what each test wants it to say."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SECRET = "sk-test-0123456789abcdef"
USAGE = {"prompt_tokens": 1000, "completion_tokens": 200, "prompt_tokens_details": {"cached_tokens": 400}}


@dataclass
class Say:
    """One answer of the server."""

    body: object = None
    """Bytes as they are; anything else as JSON."""
    status: int = 200
    headers: dict = field(default_factory=dict)
    delay: float = 0.0
    drip: float = 0.0
    """Seconds between bytes."""
    cut: int = 0
    """Bytes at the end that are promised and do not come."""


def completion(content, *, finish="stop", usage=USAGE):
    """A chat completion whose message is `content`, as JSON unless it is a string."""
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    message = {"role": "assistant", "content": text}
    return {"model": "fake-1-2031", "choices": [{"message": message, "finish_reason": finish}], "usage": usage}


def answer(*, entities=(), quotes=(), claims=()):
    """What the model answers, as the prompt asks for it."""
    return {"entities": list(entities), "quotes": list(quotes), "claims": list(claims)}


def claim(**more):
    """A claim as the model gives it."""
    return {
        "sentence": 1, "cue": "suspended", "actor": "Norvik", "actor_names": ["Norvik"], "actor_label": "COMPANY",
        "stance": "pause", "polarity": "affirmed", "stage": "in_effect", "target": None, "target_name": None,
        "target_label": None, "target_kind": None, "jurisdiction": None, "statement_date": None, "effective_date": None,
        "date_source": None, "attribution": "own", "confidence": 0.9,
    } | more  # fmt: skip


class Server:
    """The endpoint. `says` is called with the request's body and returns what to say; the requests are kept."""

    def __init__(self):
        self.says: Callable[[dict], object] = lambda body: answer()
        self.requests: list[dict] = []
        self.headers: list[dict] = []
        self.queue: list[object] = []
        """Said first, one a request, before `says` is asked."""
        self._lock = threading.Lock()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self._http.server_port}/v1"

    @property
    def name(self):
        return f"llm:fake-1@{self.url}"

    @property
    def articles(self):
        """What each request gave as material."""
        return [json.loads(r["messages"][1]["content"]) for r in self.requests]

    def close(self):
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def _next(self, body, headers):
        with self._lock:
            self.requests.append(body)
            self.headers.append(headers)
            if self.queue:
                return self.queue.pop(0)
        return self.says(body)

    def _handler(server):  # noqa: N805
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                said = server._next(body, dict(self.headers))
                said = said if isinstance(said, Say) else Say(completion(said))
                data = said.body if isinstance(said.body, bytes) else json.dumps(said.body).encode()
                threading.Event().wait(said.delay)
                try:
                    self.send_response(said.status)
                    for key, value in ({"Content-Length": len(data) + said.cut} | said.headers).items():
                        self.send_header(key, str(value))
                    self.end_headers()
                    for at in range(0, len(data), 1 if said.drip else len(data) or 1):
                        self.wfile.write(data[at : at + 1] if said.drip else data)
                        threading.Event().wait(said.drip)
                except OSError:
                    pass  # the client had enough
                self.close_connection = True

            def log_message(self, *arguments):
                pass

        return Handler
