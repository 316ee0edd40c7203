"""What would be sent and what it might cost, before anything is sent."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from onrecord.errors import OnrecordError
from onrecord.llm.exchange import tokens_of
from onrecord.llm.ledger import Usage
from onrecord.types import Article, Failure

if TYPE_CHECKING:
    from onrecord.llm.system import LanguageModel


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What a collection would take; tokens are rough, by the number of characters."""

    articles: int = 0
    failures: int = 0
    """Articles that could not be read, or that nothing would be asked about."""
    requests: int = 0
    """At least: an answer that is cut short is asked for again in halves."""
    input_tokens: int = 0
    most_output_tokens: int = 0
    """If every answer were as long as the request allows."""
    most_cost: float | None = None
    """With such answers; None without a price."""
    currency: str = ""
    url: str = ""

    def __str__(self) -> str:
        counts = f"{self.articles:,} articles ({self.failures:,} failures), {self.requests:,} requests to {self.url}"
        tokens = f"about {self.input_tokens:,} tokens in, at most {self.most_output_tokens:,} out"
        cost = "no price given" if self.most_cost is None else f"at most {self.most_cost:.4f} {self.currency}"
        return f"{counts}; {tokens}; {cost}"


def preview(model: LanguageModel, article: Article) -> Iterator[str]:
    """Yield each request about an article as it would be sent: a JSON object, indented; only the key is left out.

    An endpoint that refuses the JSON schema is asked again with the format `json_object`, all else being the same.

    Raises:
        InputError: An article that cannot be annotated.
    """
    for piece in model.pieces(article):
        yield json.dumps(model.asker.body(piece), ensure_ascii=False, indent=2)


def estimate(model: LanguageModel, articles: Iterable[Article | Failure]) -> Estimate:
    """Return what annotating articles would take, if none is in the cache. Nothing is sent."""
    found = Estimate(url=model.asker.address.chat_url)
    for article in articles:
        found = replace(found, articles=found.articles + 1)
        try:
            pieces = None if isinstance(article, Failure) else model.pieces(article)
        except OnrecordError:
            pieces = None
        if pieces is None:
            found = replace(found, failures=found.failures + 1)
            continue
        tokens = sum(tokens_of(model.asker.body(piece)) for piece in pieces)
        most = found.most_output_tokens + len(pieces) * model.settings.most_output
        found = replace(
            found, requests=found.requests + len(pieces), input_tokens=found.input_tokens + tokens, most_output_tokens=most
        )
    price = model.settings.prices.get(model.asker.address.name)
    cost = Usage(input=found.input_tokens, output=found.most_output_tokens).cost(price)
    return replace(found, most_cost=cost, currency=price.currency if price else "")
