"""A language model in the place of the pipeline: called, streamed and read like any `onrecord.Pipeline`."""

from __future__ import annotations

import hashlib
import json
import logging
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from threading import Event
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from onrecord.components.segment import segment
from onrecord.errors import InputError, OnrecordError
from onrecord.lexicon import Lexicon
from onrecord.llm.address import Address, find_key
from onrecord.llm.ask import Asker
from onrecord.llm.build import Parts, build
from onrecord.llm.drafts import Drafts
from onrecord.llm.ground import STATUSES
from onrecord.llm.pieces import cut
from onrecord.llm.prompt import Prompt
from onrecord.llm.settings import Settings, find_settings, settings_fault
from onrecord.pipeline import MAX_CHARS, Pipeline, _article, _check_new, _failure, cut_at, meta_of, with_title
from onrecord.types import STANCES, Article, Claim, Failure, ModelInfo, Record, Sentence

if TYPE_CHECKING:
    from onrecord.components.mentions import Mention
    from onrecord.llm.ledger import Spent
    from onrecord.llm.pieces import Piece
    from onrecord.pipeline import Draft

log = logging.getLogger(__name__)

META = "language_model"
"""Key of a record's `meta` that says how the model was asked and how much of its answer was found in the text."""
_AHEAD = 2
"""Articles taken from the input for each that is being asked about."""
_CONFIG = cast("Any", SimpleNamespace(stances=STANCES, calibration={}))


class LanguageModel(Pipeline):
    """Annotates articles by asking a language model. Build one with `onrecord.load("llm:NAME@URL")` or `load` of this package."""

    def __init__(
        self,
        address: Address,
        *,
        settings: Settings | None = None,
        lexicon: Lexicon | None = None,
        threshold: float | None = None,
        disable: frozenset[str] = frozenset(),
        max_chars: int = MAX_CHARS,
    ) -> None:
        self.settings = Settings() if settings is None else settings
        if fault := _fault(self.settings, address, threshold):
            raise InputError(fault)
        self.asker = Asker(address, self.settings, Prompt.read(self.settings.prompt), key=find_key(address))
        super().__init__(
            backend=cast("Any", None), windower=cast("Any", None), config=_CONFIG, info=_info(self.asker),
            lexicon=Lexicon.default() if lexicon is None else lexicon, threshold=threshold or 0.0, disable=disable,
            max_chars=max_chars,
        )  # fmt: skip

    @property
    def spent(self) -> Spent:
        """What was asked so far, and what it cost."""
        return self.asker.ledger.spent

    def stream(self, articles: Iterable[str | Article | Failure | Mapping[str, Any]]) -> Iterator[Record | Failure]:
        """Annotate articles, `Settings.concurrency` at a time; records come in the order of the articles, as in `Pipeline.stream`.

        When the iterator is closed early, nothing more is asked.
        """
        stop, waiting = Event(), deque[Future[Record | Failure] | Failure]()
        pool = ThreadPoolExecutor(self.settings.concurrency, thread_name_prefix="onrecord-llm")
        try:
            for given in self._checked(articles):
                waiting.append(given if isinstance(given, Failure) else pool.submit(self._outcome_of, given, stop))
                if len(waiting) >= _AHEAD * self.settings.concurrency:
                    yield _result(waiting.popleft())
            while waiting:
                yield _result(waiting.popleft())
        finally:
            stop.set()
            pool.shutdown(wait=False, cancel_futures=True)

    def pieces(self, article: str | Article | Mapping[str, Any]) -> list[Piece]:
        """Return the pieces of an article that would be asked about; nothing is sent.

        Raises:
            InputError: An article that cannot be annotated.
        """
        given = _article(article, "text")
        text, _ = with_title(given)
        self._language(given, text)
        return self._cut(given, text)[1]

    def draft(self, text: str, *, published: str | None = None, given: Sequence[Mention] = ()) -> Draft:
        """Raise `InputError`: a language model gives no scores to calibrate."""
        del text, published, given
        raise InputError(f"{self.info.name} gives no scores, only claims: call it, or use `stream`")

    def _checked(self, articles: Iterable[str | Article | Failure | Mapping[str, Any]]) -> Iterator[Article | Failure]:
        seen: set[bytes] = set()
        for number, article in enumerate(articles, 1):
            if isinstance(article, Failure):
                yield article
                continue
            name = f"article-{number}"
            try:
                given = _article(article, name)
                _check_new(given.id, seen)
            except OnrecordError as error:
                yield _failure(article, name, error)
            else:
                yield given

    def _outcome_of(self, given: Article, stop: Event) -> Record | Failure:
        try:
            text, body_start = with_title(given)
            language = self._language(given, text)
            return self._record(replace(given, lang=language), text, body_start, stop)
        except OnrecordError as error:
            return _failure(given, given.id, error)
        except Exception as error:
            log.warning("%s: %s", given.id, error, exc_info=True)
            return _failure(given, given.id, error)

    def _annotate(self, article: Article, text: str, body_start: int) -> Record:
        return self._record(article, text, body_start, Event())

    def _cut(self, article: Article, text: str) -> tuple[list[tuple[int, int]], list[Piece]]:
        end = cut_at(text, self.max_chars)
        sentences = segment(text[:end])
        return sentences, list(cut(article, text, sentences, most=self.settings.piece_chars))

    def _record(self, article: Article, text: str, body_start: int, stop: Event) -> Record:
        sentences, pieces = self._cut(article, text)
        drafts, models = Drafts(), set[str]()
        for piece in pieces:
            for told in self.asker.ask(piece, article=article.id, stop=stop):
                drafts.add(text, told.piece, told.answer)
                models.add(told.model or "")
        parts = build(text, sentences, drafts, lexicon=self.lexicon, disable=self.disabled)
        claims = tuple(self._with_confidence(parts.claims))
        counted = {(c.sentence, c.stance) for c in claims if c.counted}
        return Record(
            id=article.id, title=article.title, date=article.date, source=article.source, url=article.url, lang=article.lang,
            meta=meta_of(article, STANCES) | {META: self._account(drafts, parts, sorted(models - {""}))},
            text=text, body_start=body_start, truncated_at=cut_at(text, self.max_chars),
            sentences=tuple(
                Sentence(start=s, end=e, stances=tuple(k for k in STANCES if (i, k) in counted))
                for i, (s, e) in enumerate(sentences)
            ),
            entities=parts.entities, quotes=parts.quotes, claims=claims, model=self.info,
        )  # fmt: skip

    def _with_confidence(self, claims: Iterable[Claim]) -> Iterator[Claim]:
        """The claims with a confidence if the settings want the stated one, else without."""
        stated = self.settings.confidence == "stated"
        for claim in claims:
            if (claim.confidence or 0.0) >= self.threshold:
                yield claim if stated else replace(claim, confidence=None)

    def _account(self, drafts: Drafts, parts: Parts, models: list[str]) -> dict[str, Any]:
        """What `meta` says: no word of the article, nothing that differs from run to run."""
        address, prompt = self.asker.address, self.asker.prompt
        stated = {c.id: c.confidence for c in parts.claims if c.confidence is not None and c.confidence >= self.threshold}
        return {
            "asked": address.name, "answered": models, "endpoint": address.url,
            "prompt": prompt.version, "prompt_digest": prompt.digest,
            "words_found": {status: drafts.statuses[status] for status in STATUSES},
            "doubtful": dict(parts.doubtful), "dropped": dict(sorted(drafts.dropped.items())),
            "stated_confidence": stated, "calibrated": False,
        }  # fmt: skip


def load(name: str, *, settings: Settings | None = None, **options: Any) -> LanguageModel:
    """Return a language model, ready to annotate. Nothing is sent before it is called.

    Args:
        name: `llm:NAME@URL`, such as `llm:qwen2.5-7b@http://localhost:8000/v1`.
        settings: How to ask; those of the file that `ONRECORD_LLM_SETTINGS` names when there are none.
        options: `lexicon`, `threshold`, `disable` and `max_chars`, as in `onrecord.load`.

    Raises:
        InputError: An address, key or setting that cannot be used.
        MissingExtraError: The packages of the extra `llm` are not installed.
    """
    return LanguageModel(Address.parse(name), settings=find_settings() if settings is None else settings, **options)


def _fault(settings: Settings, address: Address, threshold: float | None) -> str | None:
    if fault := settings_fault(settings):
        return f"settings of the language model: {fault}"
    if settings.cost_limit is not None and address.name not in settings.prices:
        return f"cost_limit needs a price: add [prices.{json.dumps(address.name)}] to the settings"
    if threshold is not None and settings.confidence == "none":
        return 'threshold: a language model has no calibrated confidence, leave it out or set confidence = "stated" in the settings'
    return None


def _info(asker: Asker) -> ModelInfo:
    """Name, version and digest: of all that is known to decide an answer. The weights behind an address are not known."""
    settings = asker.settings
    asked = [asker.address.chat_url, asker.address.name, asker.prompt.digest]
    decides = [asked, dict(settings.request), settings.piece_chars, settings.confidence]
    digest = hashlib.sha256(json.dumps(decides, sort_keys=True).encode()).hexdigest()
    return ModelInfo(name=f"llm:{asker.address.name}", version=f"prompt-{asker.prompt.version}", digest=digest)


def _result(waiting: Future[Record | Failure] | Failure) -> Record | Failure:
    return waiting if isinstance(waiting, Failure) else waiting.result()
