"""The pipeline: an article in, a record out.

Text comes in, spans are found once, spans become claims, claims go out. `load` gives a `Pipeline`; call it on a text
or an article, or stream a collection through it.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.contract import SCHEME
from onrecord.errors import InputError, OnrecordError
from onrecord.types import STANCES, Article, Failure, ModelInfo, Record, Sentence, Stance

if TYPE_CHECKING:
    from onrecord.components.join import Joined
    from onrecord.components.links import DraftClaim
    from onrecord.components.mentions import Mention
    from onrecord.encoder import Backend, EncoderConfig, Windower
    from onrecord.encoder.ngrams import NgramModel
    from onrecord.lexicon import Lexicon

log = logging.getLogger(__name__)

COMPONENTS = ("references", "quotes", "dates", "claims", "language")
"""Components that `disable` may name; names are always found."""
DEFAULT_MODEL = "onrecord-en"
SYSTEMS = {"baseline": "onrecord.baseline"}
"""Systems that are no model folder: their names, and the modules whose `load` builds them. By name, since they stand above."""
MAX_CHARS = 1_000_000


def model_folder(name: str | Path = DEFAULT_MODEL, *, revision: str | None = None) -> Path:
    """Return the folder of a model: a path, the name of the model that the package carries, or an id of the Hugging Face Hub.

    Raises:
        InputError: A revision of what is no model of the Hub.
        ModelError: A model of the Hub that cannot be had.
    """
    from onrecord.encoder.hub import fetch, is_hub_id

    if is_hub_id(name):
        return fetch(str(name), revision=revision)
    if revision is not None:
        raise InputError(f"revision is {revision!r}, but {name} is no id of the Hugging Face Hub: leave it out")
    if str(name) != DEFAULT_MODEL:
        return Path(name)
    package = Path(__file__).parent
    carried = package / "model"
    return carried if carried.is_dir() else package.parent.parent / "models" / DEFAULT_MODEL


def load(  # noqa: PLR0913 - the options of the whole package, all keyword-only
    name: str | Path = DEFAULT_MODEL,
    *,
    revision: str | None = None,
    threshold: float | None = None,
    disable: Iterable[str] = (),
    device: str = "cpu",
    threads: int | None = None,
    lexicon: str | Path | None = None,
    max_chars: int = MAX_CHARS,
) -> Pipeline:
    """Return a pipeline, ready to annotate. Nothing is downloaded unless a model of the Hugging Face Hub is asked for.

    Args:
        name: `onrecord-en`, the model that the package carries, `baseline`, rules alone, `llm:NAME@URL`, a language model that
            is sent the text (see docs/language-models.md), the path of a model folder, or an id such as `organisation/model`,
            which is fetched from the Hugging Face Hub.
        revision: Branch, tag or commit of a model of the Hub.
        threshold: Least confidence of a claim, 0 to 1; the model's own by default.
        disable: Components to leave out: any of `COMPONENTS`.
        device: `cpu` (int8 ONNX), or a torch device such as `cuda` for a model folder with torch weights.
        threads: CPU threads, all cores by default.
        lexicon: CSV file with your own names (columns id, name, label and, if wanted, aliases, owner, country).
        max_chars: Characters of an article that are read; a longer one has `truncated_at` set in its record.

    Raises:
        InputError: An option that cannot be used.
        ModelError: No such model, or one of another format.
    """
    from onrecord.lexicon import Lexicon

    off = frozenset(disable)
    _check_options(off, threshold, threads, max_chars)
    words = Lexicon.default() if lexicon is None else Lexicon.default().with_file(lexicon)
    if str(name).startswith("llm:"):
        language_model: Pipeline = import_module("onrecord.llm").load(
            str(name), lexicon=words, threshold=threshold, disable=off, max_chars=max_chars
        )
        return language_model
    if module := SYSTEMS.get(str(name)):
        system: Pipeline = import_module(module).load(lexicon=words, threshold=threshold, disable=off, max_chars=max_chars)
        return system
    parts = _parts(model_folder(name, revision=revision), device, threads)
    return Pipeline(**parts, lexicon=words, threshold=threshold, disable=off, max_chars=max_chars)


def _parts(folder: Path, device: str, threads: int | None) -> dict[str, Any]:
    """Read what lies in a model folder: arguments of `Pipeline`."""
    from onrecord.encoder import EncoderConfig, Windower, load_encoder
    from onrecord.encoder.model import digest, loading
    from onrecord.encoder.ngrams import NGRAMS, NgramModel

    config = EncoderConfig.read(folder)
    with loading(folder / "tokenizer.json") as tokenizer:
        windower = Windower(tokenizer, size=config.window)
    with loading(folder / NGRAMS) as path:
        ngrams = NgramModel.read(path, stances=len(config.stances))
    backend = load_encoder(folder, device=device, threads=threads)
    info = ModelInfo(name=config.name, version=config.version, digest=digest(folder))
    return {"backend": backend, "windower": windower, "config": config, "ngrams": ngrams, "folder": folder, "info": info}


def _check_options(off: frozenset[str], threshold: float | None, threads: int | None, max_chars: int) -> None:
    if unknown := off - set(COMPONENTS):
        raise InputError(f"cannot disable {', '.join(sorted(unknown))}: choose from {', '.join(COMPONENTS)}")
    if threshold is not None and not 0 <= threshold <= 1:
        raise InputError(f"threshold is {threshold}, give a probability between 0 and 1")
    if threads is not None and threads < 1:
        raise InputError(f"threads is {threads}, give 1 or more, or None for all cores")
    if max_chars < 1:
        raise InputError(f"max_chars is {max_chars}, give 1 or more")


class Pipeline:
    """Annotates articles. Build one with `onrecord.load`; it holds no state between articles."""

    def __init__(  # noqa: PLR0913 - one keyword a part; `load` is the way in
        self,
        *,
        backend: Backend,
        windower: Windower,
        config: EncoderConfig,
        info: ModelInfo,
        lexicon: Lexicon,
        ngrams: NgramModel | None = None,
        folder: Path | None = None,
        threshold: float | None = None,
        disable: frozenset[str] = frozenset(),
        max_chars: int = MAX_CHARS,
    ) -> None:
        self.info = info
        self.folder = folder
        self.lexicon = lexicon
        self.threshold = config.thresholds.get("claim", 0.5) if threshold is None else threshold
        self.disabled = disable
        self.max_chars = max_chars
        self._backend = backend
        self._windower = windower
        self._config = config
        self._ngrams = ngrams

    @property
    def stances(self) -> tuple[Stance, ...]:
        """The stances that the model tells apart, in order."""
        return self._config.stances

    def __call__(self, article: str | Article | Mapping[str, Any]) -> Record:
        """Annotate one text or article.

        Args:
            article: Plain text, an `Article`, or a mapping with the keys `text` and, if wanted, `id`, `title`, `date`,
                `source`, `url`, `lang`; other keys are kept under `meta`.

        Raises:
            InputError: An article that cannot be annotated: no text, not English, wrong types.
        """
        return self._read(_article(article, "text"))

    def stream(self, articles: Iterable[str | Article | Failure | Mapping[str, Any]]) -> Iterator[Record | Failure]:
        """Annotate articles one by one, in order. What cannot be annotated comes out as a `Failure`; nothing is lost.

        A text, or a mapping without `id`, is called `article-N` by its number in the stream, from 1. An article with the id
        of an earlier one is a failure.
        """
        seen: set[bytes] = set()
        for number, article in enumerate(articles, 1):
            yield article if isinstance(article, Failure) else self._outcome(article, f"article-{number}", seen)

    def _outcome(self, article: str | Article | Mapping[str, Any], name: str, seen: set[bytes]) -> Record | Failure:
        """The record of an article in a stream, or why there is none; `seen` holds a digest of each id so far."""
        try:
            given = _article(article, name)
            _check_new(given.id, seen)
            return self._read(given)
        except OnrecordError as error:
            return _failure(article, name, error)
        except Exception as error:
            log.warning("%s: %s", name, error, exc_info=True)
            return _failure(article, name, error)

    def _read(self, given: Article) -> Record:
        text, body_start = with_title(given)
        language = self._language(given, text)
        return self._annotate(replace(given, lang=language), text, body_start)

    def _language(self, article: Article, text: str) -> str | None:
        from onrecord.components.language import check_language

        return article.lang if "language" in self.disabled else check_language(article.id, article.lang, text)

    def _annotate(self, article: Article, text: str, body_start: int) -> Record:
        from onrecord.components.claims import build_claims

        cut = cut_at(text, self.max_chars)
        draft = self.draft(text if cut is None else text[:cut], published=article.date)
        claims = build_claims(
            draft.claims, draft.joined.context,
            threshold=self.threshold, calibration=self._config.calibration, stances=self.stances,
        )  # fmt: skip
        counted, stances = {(c.sentence, c.stance) for c in claims if c.counted}, self.stances
        return Record(
            id=article.id,
            title=article.title,
            date=article.date,
            source=article.source,
            url=article.url,
            lang=article.lang,
            meta=meta_of(article, self.stances),
            text=text,
            body_start=body_start,
            truncated_at=cut,
            sentences=tuple(
                Sentence(start=s, end=e, stances=tuple(k for k in stances if (i, k) in counted))
                for i, (s, e) in enumerate(draft.joined.context.sentences)
            ),
            entities=draft.joined.entities,
            quotes=tuple(draft.joined.context.quotes),
            claims=claims,
            model=self.info,
        )

    def draft(self, text: str, *, published: str | None = None, given: Sequence[Mention] = ()) -> Draft:
        """Return everything found in a text, with the doubtful claims: what calibration and error analysis look at.

        Args:
            text: What is read.
            published: Publication date, YYYY-MM-DD.
            given: Mentions known from elsewhere, beside those that the encoder finds.
        """
        from onrecord.components.confidence import with_ngrams
        from onrecord.components.cues import one_act_a_word
        from onrecord.components.defiance import defiant
        from onrecord.components.ellipsis import with_elided
        from onrecord.components.join import join
        from onrecord.components.links import draft_claims
        from onrecord.components.orders import as_demanded
        from onrecord.components.scope import in_scope
        from onrecord.components.segment import segment
        from onrecord.components.subjects import with_subjects
        from onrecord.components.tagger import read

        sentences = segment(text)
        reading = read(text, sentences, windower=self._windower, backend=self._backend, floors=self._config.thresholds)
        mentions = [*reading.mentions, *given]
        joined = join(text, sentences, mentions, lexicon=self.lexicon, published=published, disable=self.disabled)
        claims: list[DraftClaim] = []
        if "claims" not in self.disabled:
            claims = draft_claims(
                text, reading, joined.candidates,
                backend=self._backend, thresholds=self._config.thresholds, stances=self.stances,
            )  # fmt: skip
            claims = with_subjects(text, claims, joined.context.who)
            claims = with_elided(text, sentences, claims, joined.candidates)
            if self.stances == STANCES:
                claims = in_scope(text, sentences, as_demanded(text, sentences, defiant(text, sentences, claims)))
            if self._ngrams:
                claims = with_ngrams(claims, joined.context.who, sentences, self._ngrams, self.stances)
            if self.stances == STANCES:
                claims = list(one_act_a_word(text, claims))
        return Draft(joined, claims)


@dataclass(frozen=True, slots=True)
class Draft:
    """An article with its spans joined and its claims still in doubt."""

    joined: Joined
    claims: list[DraftClaim]


def with_title(article: Article) -> tuple[str, int]:
    """Return the text that is read, and where the given text begins in it: the title goes in front unless it is there already."""
    title = (article.title or "").strip()
    first_line = article.text.lstrip().partition("\n")[0].strip()
    if not title or first_line == title:
        return article.text, 0
    return f"{title}\n\n{article.text}", len(title) + 2


def meta_of(article: Article, stances: tuple[Stance, ...]) -> dict[str, Any]:
    """Return the `meta` of an article's record: what the article brings, and the stances where they are not our own five."""
    meta = {key: value for key, value in article.meta.items() if key != SCHEME}
    return meta if stances == STANCES else meta | {SCHEME: list(stances)}


def cut_at(text: str, max_chars: int) -> int | None:
    """Return where reading stops: None, or the last white space before `max_chars`."""
    if len(text) <= max_chars:
        return None
    space = max(text.rfind(" ", 0, max_chars), text.rfind("\n", 0, max_chars))
    return space if space > max_chars // 2 else max_chars


def _article(article: str | Article | Mapping[str, Any], name: str) -> Article:
    """Return what is to be annotated, checked; a text, or a mapping without `id`, is called `name`."""
    from onrecord.articles import article_from_mapping

    if isinstance(article, Article):
        given = {field.name: getattr(article, field.name) for field in fields(article) if field.name != "path"}
        return replace(article_from_mapping(given), path=article.path)
    if isinstance(article, str):
        return article_from_mapping({"id": name, "text": article})
    if isinstance(article, Mapping):
        return article_from_mapping({"id": name, **article})
    raise InputError(f"cannot annotate a {type(article).__name__}: give a text, an Article or a mapping with a `text`")


def _check_new(name: str, seen: set[bytes]) -> None:
    # Digests, so that a stream of millions of long ids does not fill the memory.
    digest = hashlib.blake2b(name.encode(), digest_size=16).digest()
    if digest in seen:
        raise InputError(f"article {name!r}: an earlier article has this id, give each its own")
    seen.add(digest)


def _failure(article: str | Article | Mapping[str, Any], name: str, error: Exception) -> Failure:
    given = article.id if isinstance(article, Article) else article.get("id") if isinstance(article, Mapping) else None
    path = article.path if isinstance(article, Article) else None
    message = str(error) or type(error).__name__
    return Failure(id=str(given or name), path=path, stage="annotate", error=type(error).__name__, message=message)
