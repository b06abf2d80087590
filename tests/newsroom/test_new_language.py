"""The title that an editor types goes into the file of its language."""

import pytest

from aimaq.newsroom.authoring.new_files import language_of


@pytest.mark.parametrize(
    ("title", "lang"),
    [
        ("В зоне открыт завод", "ru"),
        ("Әлем: жаңа зауыт ашылды", "kk"),
        ("A new plant has opened", "en"),
        ("Завод Siemens в Алматы", "ru"),
        ("2025", "ru"),
    ],
)
def test_the_letters_tell_the_language(title: str, lang: str) -> None:
    """Kazakh by its own letters, English by Latin ones alone; else the default edition."""
    assert language_of(title, "ru", ["ru", "kk", "en"]) == lang


@pytest.mark.parametrize(
    ("title", "default", "languages", "lang"),
    [
        ("Nowe miejsca pracy", "pl", ["pl", "en"], "pl"),
        ("New jobs", "uk", ["uk", "en"], "en"),
        ("Нові робочі місця", "en", ["en", "uk"], "uk"),
        ("Yangi ish oʻrinlari", "ru", ["ru", "uz", "en"], "uz"),
        ("Новый завод", "pl", ["pl", "en"], "pl"),
    ],
)
def test_another_alphabet_is_another_edition_s(title: str, default: str, languages: list[str], lang: str) -> None:
    """The default edition comes first; without an edition of that alphabet it is the default."""
    assert language_of(title, default, languages) == lang
