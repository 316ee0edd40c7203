"""The pipeline: an article in, a record out.

Text comes in, spans are found once, spans become claims, claims go out. `load` gives a `Pipeline`; call it on a text
or an article, or stream a collection through it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.errors import InputError, OnrecordError
from onrecord.types import STANCES, Article, Failure, ModelInfo, Record, Sentence

if TYPE_CHECKING:
    from onrecord.components.join import Joined
    from onrecord.components.links import DraftClaim
    from onrecord.encoder import Backend, EncoderConfig, Windower
    from onrecord.lexicon import Lexicon

log = logging.getLogger(__name__)

COMPONENTS = ("references", "quotes", "dates", "claims", "language")
"""Components that `disable` may name; names are always found."""
DEFAULT_MODEL = "onrecord-en"
MAX_CHARS = 1_000_000


def model_folder(name: str | Path = DEFAULT_MODEL) -> Path:
    """Return the folder of a model: a path, or the name of the model that the package carries."""
    if str(name) != DEFAULT_MODEL:
        return Path(name)
    package = Path(__file__).parent
    carried = package / "model"
    return carried if carried.is_dir() else package.parent.parent / "models" / DEFAULT_MODEL


def load(  # noqa: PLR0913 - the options of the whole package, all keyword-only
    name: str | Path = DEFAULT_MODEL,
    *,
    threshold: float | None = None,
    disable: Iterable[str] = (),
    device: str = "cpu",
    threads: int | None = None,
    lexicon: str | Path | None = None,
    max_chars: int = MAX_CHARS,
) -> Pipeline:
    """Return a pipeline, ready to annotate. Nothing is downloaded.

    Args:
        name: `onrecord-en`, the model that the package carries, or the path of a model folder.
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
    from onrecord.encoder import EncoderConfig, Windower, load_encoder
    from onrecord.encoder.model import digest
    from onrecord.lexicon import Lexicon

    off = frozenset(disable)
    if unknown := off - set(COMPONENTS):
        raise InputError(f"cannot disable {', '.join(sorted(unknown))}: choose from {', '.join(COMPONENTS)}")
    if threshold is not None and not 0 <= threshold <= 1:
        raise InputError(f"threshold is {threshold}, give a probability between 0 and 1")
    folder = model_folder(name)
    config = EncoderConfig.read(folder)
    words = Lexicon.default() if lexicon is None else Lexicon.default().with_file(lexicon)
    return Pipeline(
        backend=load_encoder(folder, device=device, threads=threads),
        windower=Windower(folder / "tokenizer.json", size=config.window),
        config=config,
        info=ModelInfo(name=config.name, version=config.version, digest=digest(folder)),
        lexicon=words,
        folder=folder,
        threshold=threshold,
        disable=off,
        max_chars=max_chars,
    )


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

    def __call__(self, article: str | Article | Mapping[str, Any]) -> Record:
        """Annotate one text or article.

        Args:
            article: Plain text, an `Article`, or a mapping with the keys `text` and, if wanted, `id`, `title`, `date`,
                `source`, `url`, `lang`; other keys are kept under `meta`.

        Raises:
            InputError: An article that cannot be annotated: no text, not English, wrong types.
        """
        given = self._article(article)
        text, body_start = with_title(given)
        if not text.strip():
            raise InputError(f"article {given.id!r} has no text")
        language = self._language(given, text)
        return self._annotate(replace(given, lang=language), text, body_start)

    def stream(self, articles: Iterable[Article | Failure | Mapping[str, Any]]) -> Iterator[Record | Failure]:
        """Annotate articles one by one, in order. What cannot be annotated comes out as a `Failure`; nothing is lost."""
        for number, article in enumerate(articles, 1):
            if isinstance(article, Failure):
                yield article
                continue
            try:
                yield self(article)
            except OnrecordError as error:
                yield _failure(article, number, error)
            except Exception as error:
                log.warning("article %s: %s", number, error, exc_info=True)
                yield _failure(article, number, error)

    def _article(self, article: str | Article | Mapping[str, Any]) -> Article:
        from onrecord.articles import article_from_mapping
        from onrecord.articles.dates import normal_date

        if isinstance(article, Article):
            day, note = normal_date(article.date) if article.date else (None, {})
            return replace(article, date=day, meta={**article.meta, **note})
        if isinstance(article, str):
            return Article(id="text", text=article)
        if isinstance(article, Mapping):
            return article_from_mapping({"id": "text", **article})
        raise InputError(f"cannot annotate a {type(article).__name__}: give a text, an Article or a mapping with a `text`")

    def _language(self, article: Article, text: str) -> str | None:
        from onrecord.components.language import check_language

        return article.lang if "language" in self.disabled else check_language(article.id, article.lang, text)

    def _annotate(self, article: Article, text: str, body_start: int) -> Record:
        from onrecord.components.claims import build_claims

        cut = cut_at(text, self.max_chars)
        draft = self.draft(text if cut is None else text[:cut], published=article.date)
        claims = build_claims(draft.claims, draft.joined.context, threshold=self.threshold, calibration=self._config.calibration)
        counted = {(c.sentence, c.stance) for c in claims if c.counted}
        return Record(
            id=article.id,
            title=article.title,
            date=article.date,
            source=article.source,
            url=article.url,
            lang=article.lang,
            meta=dict(article.meta),
            text=text,
            body_start=body_start,
            truncated_at=cut,
            sentences=tuple(
                Sentence(start=s, end=e, stances=tuple(k for k in STANCES if (i, k) in counted))
                for i, (s, e) in enumerate(draft.joined.context.sentences)
            ),
            entities=draft.joined.entities,
            quotes=tuple(draft.joined.context.quotes),
            claims=claims,
            model=self.info,
        )

    def draft(self, text: str, *, published: str | None = None) -> Draft:
        """Return everything found in a text, with the doubtful claims: what calibration and error analysis look at.

        Args:
            text: What is read.
            published: Publication date, YYYY-MM-DD.
        """
        from onrecord.components.join import join
        from onrecord.components.links import draft_claims
        from onrecord.components.segment import segment
        from onrecord.components.tagger import read

        sentences = segment(text)
        reading = read(text, sentences, windower=self._windower, backend=self._backend)
        joined = join(text, sentences, reading.mentions, lexicon=self.lexicon, published=published, disable=self.disabled)
        claims: list[DraftClaim] = []
        if "claims" not in self.disabled:
            claims = draft_claims(reading, joined.candidates, backend=self._backend, thresholds=self._config.thresholds)
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


def cut_at(text: str, max_chars: int) -> int | None:
    """Return where reading stops: None, or the last white space before `max_chars`."""
    if len(text) <= max_chars:
        return None
    space = max(text.rfind(" ", 0, max_chars), text.rfind("\n", 0, max_chars))
    return space if space > max_chars // 2 else max_chars


def _failure(article: Article | Mapping[str, Any], number: int, error: Exception) -> Failure:
    given = article.id if isinstance(article, Article) else article.get("id") if isinstance(article, Mapping) else None
    message = str(error) or type(error).__name__
    return Failure(id=str(given or f"article-{number}"), stage="annotate", error=type(error).__name__, message=message)
