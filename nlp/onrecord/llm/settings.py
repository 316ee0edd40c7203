"""How a language model is asked: pace, patience, prices, where answers are kept. One TOML file, every key optional."""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from onrecord.errors import InputError

SETTINGS = "ONRECORD_LLM_SETTINGS"
"""Environment variable with the path of the settings file."""
RESERVED = frozenset({"model", "messages", "response_format", "stream", "stream_options", "n"})
"""Keys of a request that are ours to set."""
_STRICT = {"extra": "forbid"}
_DEFAULT_REQUEST = {"temperature": 0, "max_tokens": 4096}


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What a model's tokens cost, in `currency` for a million."""

    __pydantic_config__ = _STRICT

    input: float
    output: float
    cached_input: float | None = None
    """Price of input tokens that the endpoint had in its own cache; as `input` where it is left out."""
    currency: str = "USD"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How to ask."""

    __pydantic_config__ = _STRICT

    prompt: str | None = None
    """File with a prompt of your own; the package's when there is none."""
    request: Mapping[str, Any] = field(default_factory=lambda: dict(_DEFAULT_REQUEST))
    """What is sent beside model, messages and format: `temperature`, `max_tokens`, `seed` and whatever the endpoint knows."""
    confidence: Literal["none", "stated"] = "none"
    """Whether the confidence that the model states for a claim becomes the claim's. It is not calibrated."""
    piece_chars: int = 6000
    """Most characters of an article that are asked about at once."""
    concurrency: int = 4
    """Articles that are asked about at the same time."""
    requests_per_minute: float | None = None
    tokens_per_minute: float | None = None
    """Input and output together."""
    timeout: float = 120.0
    """Seconds from sending a request to the end of its answer."""
    attempts: int = 5
    """How often one request is sent before its article fails."""
    longest_wait: float = 60.0
    """Seconds waited at most between two attempts; an endpoint that asks for more is taken at its word and given up."""
    cache: str | None = None
    """Folder in which answers are kept; `onrecord/llm` in the user's cache folder when there is none."""
    ledger: str | None = None
    """File with a line for each question; `ledger.jsonl` in the cache folder when there is none."""
    cost_limit: float | None = None
    """Cost of a run after which no more is asked; needs a price."""
    prices: Mapping[str, Price] = field(default_factory=dict)
    """By name of the model."""

    @property
    def cache_folder(self) -> Path:
        """Where answers are kept."""
        if self.cache:
            return Path(self.cache)
        base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
        return Path(base) / "onrecord" / "llm"

    @property
    def ledger_file(self) -> Path:
        """Where each question is written down."""
        return Path(self.ledger) if self.ledger else self.cache_folder / "ledger.jsonl"

    @property
    def most_output(self) -> int:
        """Most tokens of an answer, as far as the request says."""
        given = self.request.get("max_completion_tokens", self.request.get("max_tokens", 4096))
        return given if isinstance(given, int) else 4096


def find_settings() -> Settings:
    """Return the settings of the file that the environment names, those by default when it names none.

    Raises:
        InputError: The file cannot be used.
    """
    path = os.environ.get(SETTINGS)
    return read_settings(Path(path)) if path else Settings()


def read_settings(path: Path) -> Settings:
    """Read and check a settings file. Its paths are taken from its folder.

    Raises:
        InputError: The file cannot be read, a key is unknown, or a value makes no sense.
    """
    from pydantic import TypeAdapter, ValidationError

    from onrecord.records.checks import explain

    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"{path}: cannot be read as TOML ({error})") from None
    try:
        settings = TypeAdapter(Settings).validate_json(json.dumps(given, default=str), strict=True)
    except ValidationError as error:
        raise InputError(f"{path}: {explain(error)}") from None
    here: dict[str, Any] = {key: str(path.parent / given[key]) for key in ("prompt", "cache", "ledger") if key in given}
    settings = replace(settings, **here)
    if fault := settings_fault(settings):
        raise InputError(f"{path}: {fault}")
    return settings


def settings_fault(settings: Settings) -> str | None:
    """Return what makes no sense in settings, in words that begin with the key; None if nothing does."""
    return next(_faults(settings), None)


def _faults(settings: Settings) -> Iterator[str]:
    for key, least in (("piece_chars", 200), ("concurrency", 1), ("attempts", 1), ("timeout", 0.01), ("longest_wait", 0)):
        if not getattr(settings, key) >= least:
            yield f"{key} is {getattr(settings, key)}, give {least} or more"
    for key in ("requests_per_minute", "tokens_per_minute", "cost_limit"):
        if (value := getattr(settings, key)) is not None and not value > 0:
            yield f"{key} is {value}, give a number above 0 or leave it out"
    if ours := RESERVED & settings.request.keys():
        yield f"request.{min(ours)}: is set by onrecord, leave it out"
    for name, price in settings.prices.items():
        if not min(price.input, price.output, price.cached_input or 0.0) >= 0:
            yield f"prices.{name}: is below 0, give what a million tokens cost"
    if settings.prompt and not Path(settings.prompt).is_file():
        yield f"prompt: there is no file {settings.prompt}"
