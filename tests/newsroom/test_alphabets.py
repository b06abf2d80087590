"""A word of two alphabets is found, and which of its letters is the odd one."""

from __future__ import annotations

import pytest

from aimaq.base.languages.alphabets import mixed_words


@pytest.mark.parametrize(
    ("text", "word", "offset", "mended"),
    [
        ("Cпорт", "Cпорт", 0, "Спорт"),
        ("3 314 рабочих меcт", "меcт", 16, "мест"),
        ("Kазақстан", "Kазақстан", 0, "Казақстан"),
        ("жүйeде", "жүйeде", 3, "жүйеде"),
        ("бiлiм", "бiлiм", 1, "білім"),
        ("rерort", "rерort", 1, "report"),
        ("C\u00adпорт", "C\u00adпорт", 0, "С\u00adпорт"),
        ("Kaspiге", "Kaspiге", 5, ""),
        ("Ｃпорт", "Ｃпорт", 0, ""),
        ("RΟBOT", "RΟBOT", 1, ""),
    ],
)
def test_a_mixed_word_is_found(text: str, word: str, offset: int, mended: str) -> None:
    """The hint has the word in the alphabet of most of its letters, where each letter has a look-alike there."""
    (found,) = mixed_words(text)
    assert (found.word, found.offset) == (word, offset)
    assert f'"{mended}"' in found.hint if mended else "hyphen" in found.hint


@pytest.mark.parametrize(
    "text",
    ["COVID-19-ға", "IT-компания", "e-Өтініш", "Kaspi-ге", "5G", "πr², Δt", "µм", "кВт·ч", "café", "Йога и ёж", "Н2O"],
)
def test_other_words_are_left_alone(text: str) -> None:
    """Hyphens, digits and signs divide words; Greek letters of formulas may stand beside Latin ones."""
    assert not [*mixed_words(text)]
