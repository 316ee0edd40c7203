"""Whose names an article keeps back."""

import pytest

from onrecord.components.quotes.anonymity import is_anonymous


def anonymous(text, speaker, *, named=False, body=False):
    start = text.index(speaker)
    return is_anonymous(text, (start, start + len(speaker)), named=named, body=body)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Two sources said it would close.", "Two sources"),
        ("The plant will close, an insider’s account had it.", "an insider’s"),
        ("People familiar with the matter said it would close.", "People"),
        ("An official, who asked not to be named, said so.", "An official"),
        ("Two sources’ve said it would close.", "Two sources’ve"),
    ],
)
def test_names_kept_back(text, speaker):
    assert anonymous(text, speaker)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The minister said it would close.", "The minister"),
        ("An official said so.", "An official"),
        ("An official said so. Nobody asked not to be named.", "An official"),
        ("She said so.", "She"),
    ],
)
def test_names_merely_not_given(text, speaker):
    assert not anonymous(text, speaker)


def test_a_known_name_is_not_anonymous():
    assert not anonymous("Official sources close to the matter said so.", "Official sources", named=True)


def test_sources_of_a_known_body_are_anonymous_only_when_it_is_said():
    assert not anonymous("Norvik sources said so.", "Norvik sources", body=True)
    assert anonymous("Norvik sources who asked not to be named said so.", "Norvik sources", body=True)
