import pytest

from onrecord.components.language import check_language, detect
from onrecord.errors import InputError

ENGLISH = "The company said on Monday that it would comply with the order of the court and that it has no plans to appeal. " * 3
GERMAN = "Das Unternehmen teilte am Montag mit, dass es der Anordnung des Gerichts folgen und keine Berufung einlegen werde. " * 3
CHINESE = "公司周一表示，将遵守法院的命令，不会上诉。"


@pytest.mark.parametrize(
    ("text", "code"), [(ENGLISH, "en"), (GERMAN, "de"), (CHINESE, "zh"), ("Norvik sagt nein.", "en"), ("", "en"), ("123", "en")]
)
def test_detect(text, code):
    assert detect(text) == code


def test_a_regional_code_is_kept_and_a_wrong_one_is_not():
    assert check_language("a", "en-GB", ENGLISH) == "en-GB"
    assert check_language("a", "fr", ENGLISH) == "en"
    assert check_language("a", None, ENGLISH) == "en"


def test_another_language_is_refused_with_what_to_do():
    with pytest.raises(InputError, match=r"article 'x' is not in English \(looks like 'de'\).*disable"):
        check_language("x", None, GERMAN)


def test_names_in_another_script_do_not_make_an_article_foreign():
    assert detect(ENGLISH + " (字节跳动)") == "en"
