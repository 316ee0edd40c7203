"""Requests with patience and within limits: attempts, pauses, pace, cost, and the format that the endpoint can keep to."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any

from onrecord.errors import InputError, MissingExtraError, ModelError, RecordError
from onrecord.llm.answer import Answer, read_answer
from onrecord.llm.ledger import Ledger, Line, Usage
from onrecord.llm.limits import Pace
from onrecord.llm.prompt import response_format
from onrecord.llm.reply import EndpointError, FormatError, TryAgainError, read_reply
from onrecord.llm.transport import Transport, TransportError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from threading import Event

    from tenacity import RetryCallState, Retrying

    from onrecord.llm.address import Address
    from onrecord.llm.cache import Reply
    from onrecord.llm.ledger import Outcome
    from onrecord.llm.prompt import Format
    from onrecord.llm.settings import Settings

log = logging.getLogger(__name__)

MOST_MALFORMED = 2
"""Answers of no use to one question after which it is given up: each costs as much as a good one."""
MOST_IN_A_ROW = 5
"""Questions in a row that were given up after all attempts; then the endpoint is taken to be down."""
CHARS_PER_TOKEN = 3.5
"""A rough measure, for the pace and for estimates; the endpoint's own count replaces it."""
FIRST_WAIT = 1.0
"""Seconds before the second attempt, some chance apart; before each further one it is twice as long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked."""

    key: str
    """Digest of what decides the answer."""
    article: str
    """Id of the article, for the ledger."""
    body: Mapping[str, Any]
    """The request, in the format that is tried first."""


def tokens_of(body: Mapping[str, Any]) -> int:
    """Return how many tokens a request takes, roughly, its answer apart."""
    return int(len(json.dumps(body, ensure_ascii=False)) / CHARS_PER_TOKEN)


class Exchange:
    """Talks with one endpoint. Safe to use from several threads."""

    def __init__(self, address: Address, settings: Settings, ledger: Ledger, *, key: str | None) -> None:
        """Make ready; nothing is sent.

        Raises:
            MissingExtraError: The packages of the extra are not installed.
        """
        self._address = address
        self._settings = settings
        self._ledger = ledger
        self._transport = Transport(address, key, timeout=settings.timeout)
        self._requests = Pace(settings.requests_per_minute)
        self._tokens = Pace(settings.tokens_per_minute)
        self._lock = Lock()
        self._formats: tuple[Format, ...] = ("json_schema", "json_object")
        self._dead: str | None = None
        self._given_up = 0

    def send(self, question: Question, stop: Event) -> tuple[Reply, Answer | None]:
        """Return the reply to a question and what it says; None for the latter when it was cut short.

        Args:
            question: What to ask.
            stop: Ends all waiting when it is set.

        Raises:
            InputError: The limit of cost is reached, or the ledger cannot be written.
            ModelError: There is no answer to be had.
        """
        try:
            found: tuple[Reply, Answer | None] = self._retrying(stop)(self._attempt, question, stop)
        except TryAgainError as error:
            raise self._named(self._giving_up(error)) from None
        except EndpointError as error:
            self._dead = str(error)
            raise self._named(self._dead) from None
        except ModelError as error:
            raise self._named(str(error)) from None
        with self._lock:
            self._given_up = 0
        return found

    def _attempt(self, question: Question, stop: Event) -> tuple[Reply, Answer | None]:
        self._check()
        expected = self._expected(question)
        self._pause(max(self._requests.take(1), self._tokens.take(expected)), stop)
        try:
            reply, seconds = self._posted(question.body)
            answer = read_usable(reply)
        except TryAgainError as error:
            self._note(question, "malformed" if error.usage else "failed", usage=error.usage, reason=str(error))
            raise
        except ModelError as error:
            self._note(question, "failed", reason=str(error))
            raise
        self._note(question, "answered" if answer else "truncated", usage=reply.usage, seconds=seconds)
        return reply, answer

    def _posted(self, body: Mapping[str, Any]) -> tuple[Reply, float]:
        """The reply, in the strictest format that the endpoint knows, and how many seconds it took."""
        formats, fault = self._formats, ""
        for kind in formats:
            try:
                response = self._transport.post({**body, "response_format": response_format(kind)})
                reply = read_reply(response)
            except TransportError as error:
                raise TryAgainError(str(error)) from None
            except FormatError as error:
                fault = str(error)
                continue
            self._formats = formats[formats.index(kind) :]
            return reply, response.seconds
        raise ModelError(f"the endpoint refuses the request ({fault}); if it is too long, lower piece_chars in the settings")

    def _check(self) -> None:
        """Raise when nothing more is to be sent."""
        if self._dead:
            raise ModelError(self._dead)
        limit, spent = self._settings.cost_limit, self._ledger.spent
        if limit is not None and spent.cost >= limit:
            raise InputError(f"the limit of {limit:g} {spent.currency} is reached, raise cost_limit to go on: answers are kept")

    def _pause(self, seconds: float, stop: Event) -> None:
        if stop.wait(seconds):
            raise ModelError("the run was stopped")

    def _note(
        self, question: Question, outcome: Outcome, *, usage: Usage | None = None, seconds: float = 0.0, reason: str | None = None
    ) -> None:
        """Write a request down, and correct the pace by what it really used."""
        expected = self._expected(question)
        used = usage.total if usage else 0
        self._tokens.give_back(0 if used is None else expected - used)
        self._ledger.add(
            Line(
                article=question.article, key=question.key, model=self._address.name, endpoint=self._address.url,
                outcome=outcome, reason=reason, usage=usage or Usage(), seconds=seconds,
            )
        )  # fmt: skip
        if reason:
            log.info("%s, article %s: %s", self._address.name, question.article, reason)

    def _expected(self, question: Question) -> int:
        return tokens_of(question.body) + self._settings.most_output

    def _retrying(self, stop: Event) -> Retrying:
        try:
            import tenacity
        except ImportError:
            raise MissingExtraError("asking a language model", "llm") from None
        backoff = tenacity.wait_exponential_jitter(initial=FIRST_WAIT, max=self._settings.longest_wait)
        malformed = 0

        def enough(state: RetryCallState) -> bool:
            nonlocal malformed
            error = _error(state)
            malformed += error.usage is not None
            too_long = (error.wait or 0.0) > self._settings.longest_wait
            return state.attempt_number >= self._settings.attempts or malformed >= MOST_MALFORMED or too_long

        def wait(state: RetryCallState) -> float:
            asked = _error(state).wait
            return backoff(state) if asked is None else asked

        return tenacity.Retrying(
            retry=tenacity.retry_if_exception_type(TryAgainError), stop=enough, wait=wait,
            sleep=lambda seconds: self._pause(seconds, stop), reraise=True,
        )  # fmt: skip

    def _giving_up(self, error: TryAgainError) -> str:
        if error.usage is None:
            with self._lock:
                self._given_up += 1
                if self._given_up >= MOST_IN_A_ROW and not self._dead:
                    self._dead = f"{MOST_IN_A_ROW} questions in a row got no answer (last: {error}), nothing more is asked"
        if (error.wait or 0.0) > self._settings.longest_wait:
            return f"{error}: the endpoint asks to wait {error.wait:.0f} s, longest_wait is {self._settings.longest_wait:g} s"
        return f"no usable answer: {error}"

    def _named(self, message: str) -> ModelError:
        return ModelError(f"{self._address.name} at {self._address.host}: {message}")


def read_usable(reply: Reply) -> Answer | None:
    """Return what a reply says, None when it was cut short.

    Raises:
        TryAgainError: It is of no use.
    """
    try:
        return None if reply.truncated else read_answer(reply.content)
    except RecordError as error:
        raise TryAgainError(f"the answer is of no use ({error})", usage=reply.usage) from None


def _error(state: RetryCallState) -> TryAgainError:
    error = state.outcome.exception() if state.outcome else None
    return error if isinstance(error, TryAgainError) else TryAgainError("")
