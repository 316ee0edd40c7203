"""An HTTP answer, read: the model's words, or what to do about their absence."""

from __future__ import annotations

import json
from typing import Any

from onrecord.errors import ModelError, RecordError
from onrecord.llm.address import KEY
from onrecord.llm.cache import Reply
from onrecord.llm.ledger import Usage
from onrecord.llm.transport import Response
from onrecord.records.codec import parse_object

MOST_SHOWN = 200
"""Characters of the endpoint's own error message that are repeated."""
_REFUSED, _MISSING = (401, 403), 404
_TRY_AGAIN = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_FORMAT_FAULTS = frozenset({400, 422, 501})
_SPENT = "insufficient_quota"


class TryAgainError(Exception):
    """This time it went wrong; another time it may not. The message says why, in a few words."""

    def __init__(self, reason: str, *, wait: float | None = None, usage: Usage | None = None) -> None:
        """Say why.

        Args:
            reason: In a few words.
            wait: Seconds that the endpoint asks to wait, None when it does not say.
            usage: What an answer used that came and was of no use; None when none came.
        """
        super().__init__(reason)
        self.wait = wait
        self.usage = usage


class FormatError(Exception):
    """The request may have failed for the response format that it asked for; the message is the endpoint's."""


class EndpointError(ModelError):
    """The endpoint will answer nothing: asking it about other articles is of no use."""


def read_reply(response: Response) -> Reply:
    """Return what the model said.

    Raises:
        TryAgainError: The endpoint is busy, or what it sent is no answer.
        FormatError: It refuses the request, perhaps for the format.
        EndpointError: It refuses the key, knows no such model, or sends elsewhere.
        ModelError: It refuses the request.
    """
    if response.status != 200:
        raise _refusal(response)
    try:
        body = parse_object(response.data)
        choice = body["choices"][0]
        content = choice["message"].get("content")
    except (RecordError, LookupError, TypeError, AttributeError):
        raise TryAgainError("what came is no chat completion") from None
    usage = _usage(body.get("usage"))
    if not isinstance(content, str) or not content.strip():
        raise TryAgainError("the answer is empty", usage=usage)
    finish, model = choice.get("finish_reason"), body.get("model")
    return Reply(
        content=content,
        finish=finish if isinstance(finish, str) else None,
        model=model[:200] if isinstance(model, str) else None,
        usage=usage,
    )


def _refusal(response: Response) -> Exception:
    status = response.status
    code, message = _said(response.data)
    if status in _REFUSED:
        # The endpoint's words are left out: some repeat part of the key.
        return EndpointError(f"the endpoint refuses (HTTP {status}): set {KEY} to a key that may use it")
    if status == _MISSING:
        return EndpointError("the endpoint knows no such model, or its URL is another one (HTTP 404): check NAME@URL")
    if 300 <= status < 400:
        return EndpointError(f"the endpoint sends elsewhere (HTTP {status}): give the URL that it sends to, if you trust it")
    if code == _SPENT:
        return EndpointError("the account's quota is used up")
    if status in _TRY_AGAIN:
        return TryAgainError(f"HTTP {status}", wait=response.retry_after)
    if status in _FORMAT_FAULTS:
        return FormatError(f"HTTP {status}{message}")
    return ModelError(f"the endpoint refuses the request (HTTP {status}{message})")


def _said(data: bytes) -> tuple[str | None, str]:
    """The code and the message of an error, the message led by a colon and short."""
    try:
        error: Any = json.loads(data)
        error = error.get("error", error)
        code, message = (error.get("code"), error.get("message")) if isinstance(error, dict) else (None, error)
    except (ValueError, AttributeError, RecursionError):
        return None, ""
    shown = " ".join(message.split())[:MOST_SHOWN] if isinstance(message, str) else ""
    return (code if isinstance(code, str) else None), f": {shown}" if shown else ""


def _usage(given: object) -> Usage:
    if not isinstance(given, dict):
        return Usage()
    details = given.get("prompt_tokens_details")
    cached = details.get("cached_tokens") if isinstance(details, dict) else None
    return Usage(
        input=_count(given.get("prompt_tokens")), output=_count(given.get("completion_tokens")), cached_input=_count(cached)
    )


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
