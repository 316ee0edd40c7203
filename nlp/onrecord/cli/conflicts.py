"""Options that mean nothing beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def refuse(given: Mapping[str, object], pairs: Iterable[tuple[str, str]]) -> None:
    """Refuse options of which one would be ignored.

    Args:
        given: What each option was given; None, False and 0 stand for an option left out.
        pairs: Options that do not go together, the one that would be ignored first.

    Raises:
        InputError: Both of a pair are given; the message names the pair.
    """
    for ignored, other in pairs:
        if _there(given[ignored]) and _there(given[other]):
            raise InputError(f"{ignored} would be ignored beside {other}, leave one of them out")


def demand(given: Mapping[str, object], pairs: Iterable[tuple[str, str]]) -> None:
    """Refuse options that mean something only beside another one, which is not there.

    Args:
        given: As for `refuse`.
        pairs: An option and the one that it needs.

    Raises:
        InputError: The first of a pair is given without the second; the message names the pair.
    """
    for option, needed in pairs:
        if _there(given[option]) and not _there(given[needed]):
            raise InputError(f"{option} would be ignored without {needed}, give both or neither")


def _there(value: object) -> bool:
    # A precision of 0.0 was given; a flag that is False and a number of lines that is 0 were not.
    return value is not None and value is not False and not (isinstance(value, int) and value == 0)
