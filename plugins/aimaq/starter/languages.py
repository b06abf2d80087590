"""The languages that a new site can have at once: those with starter texts, and what is known of each."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

__all__ = ["TEXTS", "is_reviewed", "ready_languages", "words_of"]

TEXTS: Final = Path(__file__).parent / "texts"


@cache
def ready_languages() -> tuple[str, ...]:
    """Return the languages that have starter texts, sorted."""
    return tuple(sorted(folder.name for folder in TEXTS.iterdir() if (folder / "words.json").is_file()))


@cache
def words_of(lang: str) -> Mapping[str, Any]:  # texts, and a unit in its forms
    """Return taglines in the language, and label and unit of the example indicator."""
    words: Mapping[str, Any] = json.loads((TEXTS / lang / "words.json").read_text(encoding="utf-8"))
    return words


def is_reviewed(lang: str) -> bool:
    """Tell whether a native editor has read the starter texts of a language."""
    return bool(words_of(lang).get("reviewed", True))
