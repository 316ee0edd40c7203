"""A small server for one annotator's page, on the loopback interface only."""

from __future__ import annotations

import json
import logging
import secrets
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from threading import Lock
from typing import TYPE_CHECKING, Any

from onrecord.errors import InputError, RecordError
from onrecord.records.codec import parse_object
from onrecord.review import guard, views
from onrecord.review.review import StaleError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onrecord.review.review import Review
    from onrecord.review.state import Json

log = logging.getLogger(__name__)

_TYPES = {
    "html": "text/html; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "svg": "image/svg+xml",
}
_JSON = "application/json; charset=utf-8"
_PATIENCE = 30
"""Seconds that a connection may say nothing."""


class Server(ThreadingHTTPServer):
    """Serves the page of a review. `url` is the one address that it answers to.

    Args:
        review: What is reviewed; requests use it one at a time.
        port: To listen on; 0 for any that is free.

    Raises:
        OSError: The port is taken.
    """

    daemon_threads = True

    def __init__(self, review: Review, port: int = 0) -> None:
        self.review = review
        self.lock = Lock()
        self.token = secrets.token_urlsafe(32)
        self.page = _page()
        super().__init__(("127.0.0.1", port), _Handler)

    @property
    def url(self) -> str:
        """The address of the page, with the token that opens it: give it to nobody else."""
        return f"http://127.0.0.1:{self.server_port}/{self.token}/"

    def handle_error(self, request: object, client_address: object) -> None:
        """Log what went wrong with a connection: a browser that closes one is no news."""
        del request
        log.info("connection of %s", client_address, exc_info=True)  # noqa: LOG014 - called while one is handled


@contextmanager
def serve(review: Review, *, port: int = 0) -> Iterator[Server]:
    """Give a server for a review, which listens until the block ends.

    Raises:
        InputError: The port is taken.
    """
    try:
        server = Server(review, port)
    except OSError as error:
        raise InputError(f"port {port}: cannot be listened on ({error.strerror or error}), choose another") from None
    try:
        yield server
    finally:
        server.server_close()


def _page() -> dict[str, tuple[str, bytes]]:
    """The files of the page by name: nothing else of the disk can be asked for."""
    folder = files(__package__) / "data"
    found = {one.name: (_TYPES[one.name.rpartition(".")[2]], one.read_bytes()) for one in folder.iterdir() if one.is_file()}
    return {**found, "": found["index.html"]}


class _Handler(BaseHTTPRequestHandler):
    """One connection."""

    server: Server
    protocol_version = "HTTP/1.1"
    server_version = "onrecord"
    sys_version = ""
    timeout = _PATIENCE

    def do_GET(self) -> None:
        """Answer with a file of the page, the list of articles or an article."""
        if (path := self._inner()) is None:
            return
        if path in self.server.page:
            self._answer(HTTPStatus.OK, *self.server.page[path])
        elif path == "api/session":
            self._json(HTTPStatus.OK, self._read(views.session))
        elif (number := path.removeprefix("api/article/")) != path:
            self._article(number)
        else:
            self._refuse(HTTPStatus.NOT_FOUND, "there is nothing here")

    def do_POST(self) -> None:
        """Do a step and answer with what it changed."""
        if (path := self._inner()) is None:
            return
        if path != "api/do":
            self._refuse(HTTPStatus.NOT_FOUND, "there is nothing here")
        elif refusal := guard.write_refusal(self.headers, self.server.server_port):
            self._refuse(*refusal)
        else:
            self._do(self.rfile.read(int(self.headers["Content-Length"])))

    def _inner(self) -> str | None:
        """The path behind the token; None where the request has been refused."""
        if not guard.known_host(self.headers, self.server.server_port):
            self._refuse(HTTPStatus.MISDIRECTED_REQUEST, "this is not the host that you asked for")
            return None
        path = guard.inner_path(self.path, self.server.token)
        if path is None:
            self._refuse(HTTPStatus.FORBIDDEN, "open the address that `onrecord review` printed, all of it")
        return path

    def _article(self, number: str) -> None:
        count = len(self.server.review.records)
        if not (number.isascii() and number.isdigit() and len(number) < 10 and int(number) < count):
            self._refuse(HTTPStatus.NOT_FOUND, "there is no such article")
            return
        self._json(
            HTTPStatus.OK, self._read(lambda review: {"article": views.article(review, int(number)), **views.standing(review)})
        )

    def _do(self, body: bytes) -> None:
        try:
            asked = parse_object(body)
            self._json(HTTPStatus.OK, self._read(lambda review: _done(review, asked)))
        except StaleError as error:
            self._json(HTTPStatus.CONFLICT, {"error": str(error)})
        except (InputError, RecordError) as error:
            self._json(HTTPStatus.UNPROCESSABLE_ENTITY, {"error": str(error)})
        except OSError as error:
            log.exception("a step could not be written")
            self._json(HTTPStatus.INSUFFICIENT_STORAGE, {"error": f"not saved: {error.strerror or error}"})

    def _read(self, view: Any) -> Json:
        with self.server.lock:
            found: Json = view(self.server.review)
        return found

    def _json(self, status: HTTPStatus, found: Json) -> None:
        self._answer(status, _JSON, json.dumps(found, ensure_ascii=False, allow_nan=False).encode("utf-8"))

    def _refuse(self, status: HTTPStatus, why: str) -> None:
        self.close_connection = True  # a body that was not read would be taken for the next request
        self._answer(status, "text/plain; charset=utf-8", f"{why}\n".encode())

    def _answer(self, status: HTTPStatus, kind: str, body: bytes) -> None:
        self.send_response(status)
        for name, value in guard.HEADERS.items():
            self.send_header(name, value)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer what http.server refuses by itself (a method, a line too long) without repeating any of it."""
        del message, explain
        self._refuse(HTTPStatus(code), "the request cannot be used")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - named so by http.server
        """Log nothing: a line of the log would hold the token."""


def _done(review: Review, asked: Json) -> Json:
    """Do the step that the page asks for; what it changed."""
    index, version = asked.get("article"), asked.get("version")
    if type(index) is not int or type(version) is not int:
        raise InputError("article and version must be numbers")
    index = review.do(index, asked.get("step"), version)
    return {"article": views.article(review, index), "row": views.row(review, index), **views.standing(review)}
