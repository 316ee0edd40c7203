"""One request and its answer, within bounds of time and size. The key goes into the request's header and nowhere else."""

from __future__ import annotations

import json
import weakref
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import TYPE_CHECKING, Any

from onrecord.errors import MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import httpx

    from onrecord.llm.address import Address

MOST_BYTES = 4 << 20
"""Most bytes of an answer, unpacked: far more than any annotation of a piece takes."""
CONNECT_SECONDS = 10.0
_HIDDEN = b"[key]"


class TransportError(Exception):
    """No whole answer came. The message says why in a few words, and holds nothing of what was sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What the endpoint sent back."""

    status: int
    """HTTP status."""
    data: bytes
    """The body; wherever the key stood in it, `[key]` does."""
    retry_after: float | None
    """Seconds that the endpoint asks to wait."""
    seconds: float
    """From sending to the end of the answer."""


class Transport:
    """Posts to one endpoint. Safe to use from several threads."""

    def __init__(self, address: Address, key: str | None, *, timeout: float) -> None:
        """Make ready; nothing is sent.

        Args:
            address: The endpoint.
            key: Sent as bearer token; None for an endpoint that wants none.
            timeout: Seconds from sending a request to the end of its answer.

        Raises:
            MissingExtraError: The packages of the extra are not installed.
        """
        self._url = address.chat_url
        self._key = key.encode() if key else b""
        self._timeout = timeout
        self._client = _client(address, key, timeout)
        weakref.finalize(self, self._client.close)

    def __repr__(self) -> str:
        return f"Transport({self._url!r})"  # never the key

    def post(self, body: Mapping[str, Any]) -> Response:
        """Return the answer to a request, whatever its status.

        Raises:
            TransportError: The endpoint cannot be reached, is too slow, or says too much.
        """
        import httpx

        began = monotonic()
        content = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
        try:
            with self._client.stream("POST", self._url, content=content) as answer:
                data = self._bounded(answer, began + self._timeout)
                after = seconds_to_wait(answer.headers.get("retry-after"), datetime.now(UTC))
                return Response(status=answer.status_code, data=data, retry_after=after, seconds=monotonic() - began)
        except httpx.TimeoutException:
            raise TransportError(f"no whole answer within {self._timeout:g} s") from None
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            # Not the message of the error: it is the library's to fill, and could quote what was sent.
            raise TransportError(f"the connection failed ({type(error).__name__})") from None

    def _bounded(self, answer: httpx.Response, deadline: float) -> bytes:
        data = bytearray()
        for part in answer.iter_bytes():
            data += part
            if len(data) > MOST_BYTES:
                raise TransportError(f"the answer is larger than {MOST_BYTES >> 20} MiB")
            if monotonic() > deadline:  # a server that sends a byte now and then never runs into the client's own timeout
                raise TransportError(f"no whole answer within {self._timeout:g} s")
        return bytes(data).replace(self._key, _HIDDEN) if self._key else bytes(data)


def _client(address: Address, key: str | None, timeout: float) -> httpx.Client:
    try:
        import httpx
    except ImportError:
        raise MissingExtraError("asking a language model", "llm") from None
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {key}"} if key else {})
    return httpx.Client(
        headers=headers,
        timeout=httpx.Timeout(timeout, connect=min(CONNECT_SECONDS, timeout)),
        follow_redirects=False,  # a redirect would carry the article, and perhaps the key, to a place that nobody named
        trust_env=not address.is_local,  # proxies of the environment, but not on the way to this machine
    )


def seconds_to_wait(header: str | None, now: datetime) -> float | None:
    """Return the seconds that a `Retry-After` header asks for, a number or a date; None when it asks for nothing."""
    if header is None:
        return None
    try:
        seconds = float(header)
    except ValueError:
        try:
            then = parsedate_to_datetime(header)
        except ValueError:
            return None
        seconds = (then.replace(tzinfo=then.tzinfo or UTC) - now).total_seconds()
    return max(0.0, seconds) if seconds < float("inf") else None
