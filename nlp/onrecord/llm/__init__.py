"""Language models as annotators: `llm:NAME@URL` for any OpenAI-compatible endpoint, a local server too (extra `llm`).

    import onrecord

    model = onrecord.load("llm:qwen2.5-7b@http://localhost:8000/v1")
    record = model("Tarnow Air said it had suspended flights to Belmora.")
    print(model.spent)

The same record comes out as from the shipped model, so `onrecord evaluate` scores it and sets the two side by side. Nothing is
sent unless a name of this form is given. The key is read from the environment and stands in no record, file or message.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onrecord.llm.outlook import Estimate, estimate, preview
    from onrecord.llm.settings import Price, Settings, read_settings
    from onrecord.llm.system import LanguageModel, load

_HOME = {
    **dict.fromkeys(("Estimate", "estimate", "preview"), "outlook"),
    **dict.fromkeys(("Price", "Settings", "read_settings"), "settings"),
    **dict.fromkeys(("LanguageModel", "load"), "system"),
}

__all__ = ["Estimate", "LanguageModel", "Price", "Settings", "estimate", "load", "preview", "read_settings"]


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
