"""Slugs from Russian and Kazakh titles.

Letters that Russian and Kazakh share follow ICAO Doc 9303, part 3 (as Russian passports do); the Kazakh ones
follow the Latin alphabet that Kazakhstan's national commission approved in 2021, without its diacritics.
"""

import re
import unicodedata

__all__ = ["slugify"]

RUSSIAN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i",
    "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t",
    "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "ie", "ы": "y",
    "ь": "", "э": "e", "ю": "iu", "я": "ia",
}  # fmt: skip
KAZAKH = {"ә": "a", "ғ": "g", "қ": "q", "ң": "n", "ө": "o", "ұ": "u", "ү": "u", "һ": "h", "і": "i"}
LETTERS = str.maketrans(RUSSIAN | KAZAKH)


def slugify(text: str) -> str:
    """Return small Latin letters, digits and single hyphens; "" if the text holds no letter or digit."""
    # NFC first, because й and ё may come as a letter and a combining mark.
    latin = unicodedata.normalize("NFC", text).lower().translate(LETTERS)
    ascii_only = unicodedata.normalize("NFKD", latin).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", ascii_only.lower()))
