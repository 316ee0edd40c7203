"""A piece of an article is asked about: the cache first, then the endpoint."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from onrecord.errors import ModelError
from onrecord.llm.cache import Cache, key_of
from onrecord.llm.exchange import Exchange, Question, read_usable
from onrecord.llm.ledger import Ledger, Line
from onrecord.llm.prompt import response_format
from onrecord.llm.reply import TryAgainError

if TYPE_CHECKING:
    from threading import Event

    from onrecord.llm.address import Address
    from onrecord.llm.answer import Answer
    from onrecord.llm.cache import Reply
    from onrecord.llm.pieces import Piece
    from onrecord.llm.prompt import Prompt
    from onrecord.llm.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A piece and what the model said about it."""

    piece: Piece
    answer: Answer
    model: str | None
    """Which model the endpoint says that it was."""


class Asker:
    """Asks one endpoint about pieces. Safe to use from several threads."""

    def __init__(self, address: Address, settings: Settings, prompt: Prompt, *, key: str | None) -> None:
        """Make ready; nothing is sent.

        Raises:
            MissingExtraError: The packages of the extra are not installed.
        """
        self.address = address
        self.settings = settings
        self.prompt = prompt
        self.ledger = Ledger(settings.ledger_file, settings.prices.get(address.name))
        self._cache = Cache(settings.cache_folder)
        self._exchange = Exchange(address, settings, self.ledger, key=key)

    def body(self, piece: Piece) -> dict[str, Any]:
        """Return the request about a piece, as it is sent first."""
        asked = {"model": self.address.name, "messages": self.prompt.messages(piece), **self.settings.request}
        return asked | {"response_format": response_format("json_schema")}

    def ask(self, piece: Piece, *, article: str, stop: Event) -> Iterator[Told]:
        """Yield the piece with its answer; where that was cut short, its halves with theirs.

        Args:
            piece: What to ask about.
            article: Id of the article, for the ledger.
            stop: Ends all waiting when it is set.

        Raises:
            InputError: The limit of cost is reached, or cache or ledger cannot be written.
            ModelError: There is no answer to be had.
        """
        body = self.body(piece)
        question = Question(key=key_of(self.address.chat_url, body), article=article, body=body)
        reply, answer = self._kept(question) or self._sent(question, stop)
        if answer is not None:
            yield Told(piece=piece, answer=answer, model=reply.model)
        elif len(piece.spans) > 1:
            for half in piece.halves():
                yield from self.ask(half, article=article, stop=stop)
        else:
            raise ModelError("the answer about a single sentence was cut short: raise request.max_tokens in the settings")

    def _kept(self, question: Question) -> tuple[Reply, Answer | None] | None:
        reply = self._cache.get(question.key)
        if reply is None:
            return None
        try:
            answer = read_usable(reply)
        except TryAgainError:  # the file was tampered with
            return None
        line = Line(
            article=question.article, key=question.key, model=self.address.name, endpoint=self.address.url,
            outcome="cached", usage=reply.usage,
        )  # fmt: skip
        self.ledger.add(line)
        return reply, answer

    def _sent(self, question: Question, stop: Event) -> tuple[Reply, Answer | None]:
        reply, answer = self._exchange.send(question, stop)
        self._cache.put(question.key, reply)
        return reply, answer
