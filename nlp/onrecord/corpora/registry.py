"""Which formats can be converted, and the loop that does it."""

from __future__ import annotations

import hashlib
import logging
from collections import Counter
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import TYPE_CHECKING, Any, Literal

from onrecord.corpora.assemble import assemble, fields_of
from onrecord.corpora.markup import Document
from onrecord.corpora.sentences import split
from onrecord.corpora.setup import Pending, Segmenter, Setup
from onrecord.corpora.words import entity_labels, stance_labels
from onrecord.errors import InputError, RecordError
from onrecord.records.codec import to_json
from onrecord.records.gold import FIELDS

if TYPE_CHECKING:
    import os

    from onrecord.types import Record

log = logging.getLogger(__name__)

OnError = Literal["raise", "skip"]

FORMATS: Mapping[str, str] = MappingProxyType(
    {
        "brat": "brat standoff: .ann beside .txt",
        "cas_json": "UIMA CAS JSON 0.4.0, as INCEpTION exports it",
        "cofenet": "CofeNet's lines of tokens and labels: source, cue, content",
        "conll": "CoNLL columns with BIO, IOB1 or BIOES tags",
        "directquote": "DirectQuote: tokens with LeftSpeaker, RightSpeaker, Unknown, Speaker",
        "dna": "Discourse Network Analyzer: event list (CSV) or database (SQLite)",
        "docbin": "spaCy DocBin, as `onrecord export` writes it",
        "gold": "onrecord's own gold files, shapes 1, 2 and 3",
        "label_studio": "Label Studio JSON export",
        "parc3": "PARC 3: attributions in XML, a word an element",
        "polnear": "PolNeAR: attributions in brat standoff, articles as text",
        "semeval2016": "SemEval-2016 task 6: stance in tweets, tab-separated",
        "web_annotation": "W3C Web Annotation (JSON-LD), as `onrecord export` writes it",
        "webanno_tsv": "WebAnno TSV 3.x",
    }
)
"""The formats by name, each in a line. Each is a module of `onrecord.corpora.formats`."""

_GENERAL = frozenset({"segmenter", "labelled"})


class Conversion(Iterator["Record"]):
    """The records of a corpus, one by one, and what became of the rest. Build one with `convert`."""

    def __init__(self, path: Path, setup: Setup, module: ModuleType, on_error: OnError) -> None:
        self.path = path
        self.converted = 0
        """Records so far."""
        self.skipped = 0
        """Documents so far that could not be converted (`on_error="skip"`)."""
        self.unmapped: Counter[str] = Counter()
        """Labels so far that are none of ours, and how often; they stand under `meta` of their record."""
        self._setup = setup
        self._module = module
        self._skip = on_error == "skip"
        self._records = self._run()

    def __next__(self) -> Record:
        return next(self._records)

    def _run(self) -> Iterator[Record]:
        labelled = self._labelled()
        seen: set[bytes] = set()
        for pending in self._module.read(self.path, self._setup):
            try:
                record = self._one(pending, labelled, seen)
            except InputError as error:
                if not self._skip:
                    raise
                self.skipped += 1
                log.warning("skipped: %s", error)
                continue
            self.converted += 1
            yield record
        self._report()

    def _one(self, pending: Pending, labelled: tuple[str, ...], seen: set[bytes]) -> Record:
        try:
            found = pending.make()
            unmapped: dict[str, int] = {}
            if isinstance(found, Document):
                known = found.labelled if self._setup.labelled is None else self._setup.labelled
                found, unmapped = assemble(found, self._setup, labelled if known is None else known)
            to_json(found)  # what is given can be written
            _check_new(found.id, seen)
        except (InputError, RecordError) as error:
            message = str(error)
            named = message.startswith((f"{self.path}:", f"{self.path}/"))
            raise InputError(message if named else f"{pending.where}: {message}") from None
        self.unmapped.update(unmapped)
        return found

    def _labelled(self) -> tuple[str, ...]:
        """What the labels of the whole corpus tell of the fields that it labels; asked only where nothing else does."""
        if self._setup.labelled is not None:
            return self._setup.labelled
        found: set[str] = set()
        for pending in self._module.read(self.path, self._setup):
            try:
                document = pending.make()
                if not isinstance(document, Document) or document.labelled is not None:
                    break  # such a format never needs to be asked
                if not document.own:
                    found |= fields_of(document, self._setup)
            except (InputError, RecordError):
                continue  # it is told of, or skipped, when its turn comes
        return tuple(field for field in FIELDS if field in found)

    def _report(self) -> None:
        log.info("%s: %d records, %d documents skipped", self.path, self.converted, self.skipped)
        if self.unmapped:
            counts = ", ".join(f"{label} {count}" for label, count in self.unmapped.most_common())
            log.info("%s: kept under meta, since no label of ours means them: %s", self.path, counts)


def convert(
    name: str,
    path: str | os.PathLike[str],
    *,
    labels: Mapping[str, str] | str | Path | None = None,
    stances: Mapping[str, str] | None = None,
    on_error: OnError = "raise",
    **settings: Any,
) -> Conversion:
    """Return the records of a corpus in another format, one by one; the file or folder is read as they are asked for.

    What a record can't hold is kept under `meta`: `unmapped` counts labels that are none of ours, `kept` has them with
    their places; `labelled_fields` says what the corpus labels. Each format's module says where it comes from and which
    settings it has.

    Args:
        name: One of `FORMATS`.
        path: The file or folder.
        labels: Their entity labels and ours (`{"ORG": "COMPANY"}`), or a CSV file with the columns label and entity, in
            place of the package's own map.
        stances: Their labels and our stances (`{"AGAINST": "refuse"}`), for corpora whose stances have other names.
        on_error: `raise`, or `skip` to log and count a document that can't be converted and go on.
        settings: `segmenter`, a function from a text to the start and end of its sentences, used where the file has
            none; `labelled`, the fields that the corpus labels, where it doesn't tell; and the format's own.

    Raises:
        InputError: No such format or setting, a broken file, or a document that can't be converted. Those of files and
            documents are raised when their turn comes.
    """
    if name not in FORMATS:
        raise InputError(f"no format {name!r}: choose from {', '.join(FORMATS)}")
    if on_error not in ("raise", "skip"):
        raise InputError(f"on_error is {on_error!r}, choose raise or skip")
    module = import_module(f"onrecord.corpora.formats.{name}")
    known = _GENERAL | set(module.SETTINGS)
    if unknown := settings.keys() - known:
        raise InputError(f"{name} has no setting {min(unknown)!r}: choose from {', '.join(sorted(known))}")
    if not Path(path).exists():
        raise InputError(f"{Path(path)}: does not exist, check the path")
    setup = Setup(
        format=name,
        entities=entity_labels(name, labels),
        stances=stance_labels(stances),
        mapped=bool(stances),
        segmenter=_segmenter(settings.pop("segmenter", None)),
        labelled=_fields(settings.pop("labelled", None)),
        settings=settings,
    )
    return Conversion(Path(path), setup, module, on_error)


def _segmenter(given: Any) -> Segmenter:
    if given is None:
        return split
    if not callable(given):
        raise InputError(f"segmenter is {given!r}, give a function from a text to the start and end of its sentences")
    found: Segmenter = given
    return found


def _fields(given: Any) -> tuple[str, ...] | None:
    if given is None:
        return None
    if isinstance(given, str) or not set(given) <= set(FIELDS):
        raise InputError(f"labelled is {given!r}, list some of {', '.join(FIELDS)}")
    return tuple(given)


def _check_new(name: str, seen: set[bytes]) -> None:
    # Digests, so that millions of long ids do not fill the memory.
    digest = hashlib.blake2b(name.encode(), digest_size=16).digest()
    if digest in seen:
        raise InputError(f"document {name!r}: an earlier one has this id, give each its own")
    seen.add(digest)
