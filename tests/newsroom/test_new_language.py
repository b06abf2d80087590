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
