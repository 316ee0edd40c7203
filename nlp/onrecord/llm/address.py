"""Which language model, where it is asked, and with which key."""

from __future__ import annotations

import ipaddress
import os
import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from onrecord.errors import InputError

PREFIX = "llm:"
"""What a model's name begins with when it is a language model behind an address."""
KEY, OPENAI_KEY = "ONRECORD_LLM_KEY", "OPENAI_API_KEY"
"""Environment variables of the key: the first goes to whatever address is asked, the second to openai.com alone."""

_SHAPE = re.compile(r"llm:(?P<name>[^\s@](?:.*?\S)?)@(?P<url>https?://\S+)")
_KEY_SHAPE = re.compile(r"[!-~]{1,4096}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A model behind an OpenAI-compatible endpoint."""

    name: str
    """Name of the model, as the endpoint knows it."""
    url: str
    """Base of the endpoint without a slash at its end, such as `http://localhost:8000/v1`."""

    @classmethod
    def parse(cls, given: str) -> Address:
        """Return the address that `llm:NAME@URL` says.

        Raises:
            InputError: It has another form, or the URL holds what does not belong in one: a user, a key, a query.
        """
        found = _SHAPE.fullmatch(given)
        parts = _split(found["url"]) if found else None
        if not found or not found["name"].isprintable() or not parts or not parts.hostname:
            # Not repeated: what was given may hold a key.
            raise InputError("this is no address of a language model: give llm:NAME@URL, such as llm:qwen@http://localhost:8000/v1")
        if parts.username or parts.password or parts.query or parts.fragment:
            raise InputError(
                f"the address of {found['name']} has a user, a query or a fragment: give the bare URL, and the key as {KEY}"
            )
        return cls(name=found["name"], url=found["url"].rstrip("/"))

    @property
    def chat_url(self) -> str:
        """Where questions go."""
        return f"{self.url}/chat/completions"

    @property
    def host(self) -> str:
        """Name or number of the machine, lower case."""
        return (urlsplit(self.url).hostname or "").lower()

    @property
    def is_local(self) -> bool:
        """Whether the endpoint runs on this machine."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost" or self.host.endswith(".localhost")


def find_key(address: Address) -> str | None:
    """Return the key for an endpoint, from the environment and from nowhere else; None when there is none.

    `OPENAI_API_KEY` is for openai.com and goes to no other host, so that trying out a server gives no key away.

    Raises:
        InputError: It cannot be a key, or would cross the network in the clear.
    """
    openai = address.host == "openai.com" or address.host.endswith(".openai.com")
    name = KEY if os.environ.get(KEY, "").strip() or not openai else OPENAI_KEY
    key = os.environ.get(name, "").strip()
    if not key:
        return None
    if not _KEY_SHAPE.fullmatch(key):
        raise InputError(f"{name}: holds blanks or characters that no key has, set it again")
    if address.url.lower().startswith("http://") and not address.is_local:
        raise InputError(f"{name}: would go to {address.host} unencrypted, use https, a tunnel to localhost, or unset it")
    return key


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        _ = parts.port  # a port that is no number is only found when it is asked for
    except ValueError:
        return None
    return parts
