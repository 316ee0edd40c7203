"""Who may talk to the server: a page of its own, in a browser on this machine, that knows the token.

The server listens on the loopback interface only, but other users of the machine and every web page that the annotator has
open can reach that. So each request must

- name this server as its `Host`: a page of another site whose name was made to point here (DNS rebinding) does not;
- begin its path with the token, compared in constant time;
- where it changes something, come from a page of this server (`Origin`, `Sec-Fetch-Site`) and carry JSON, which no form can.
"""

from __future__ import annotations

from hmac import compare_digest
from http import HTTPStatus
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from email.message import Message

MAX_BODY = 1 << 18
"""Most bytes of a request's body: a quote of a hundred pieces takes a tenth of it."""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""Of every answer."""

Refusal = tuple[HTTPStatus, str]


def known_host(headers: Message, port: int) -> bool:
    """Return whether a request names this server as its host."""
    return headers.get("Host", "").lower() in (f"127.0.0.1:{port}", f"localhost:{port}")


def inner_path(path: str, token: str) -> str | None:
    """Return what follows the token in a path, without the query; None where another token, or none, stands there.

    The comparison takes as long for a token that is nearly right as for one that is not.
    """
    given, slash, rest = path.partition("?")[0].removeprefix("/").partition("/")
    right = compare_digest(given.encode("utf-8"), token.encode("ascii"))
    return rest if right and slash else None


def write_refusal(headers: Message, port: int) -> Refusal | None:
    """Return why a request that would change something is refused, None where it is not."""
    origin = headers.get("Origin")
    if origin is not None and origin.lower() not in (f"http://127.0.0.1:{port}", f"http://localhost:{port}"):
        return HTTPStatus.FORBIDDEN, "the request comes from a page of another site"
    if headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return HTTPStatus.FORBIDDEN, "the request comes from a page of another site"
    if headers.get("Content-Type", "").partition(";")[0].strip().lower() != "application/json":
        return HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "send JSON (application/json)"
    return body_refusal(headers)


def body_refusal(headers: Message) -> Refusal | None:
    """Return why the body of a request is not read, None where it is."""
    length = headers.get("Content-Length")
    if "Transfer-Encoding" in headers or length is None or not (length.isascii() and length.isdigit()):
        return HTTPStatus.LENGTH_REQUIRED, "say how long the body is (Content-Length)"
    if len(length) > 12 or int(length) > MAX_BODY:
        return HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"the body is longer than {MAX_BODY:,} bytes"
    return None
