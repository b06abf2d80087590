"""The case of a Kazakh ending, whichever word it stands on and whether or not it agrees with it."""

import re
from collections.abc import Mapping
from typing import Final

__all__ = ["kazakh_case"]

_ENDINGS: Final[Mapping[str, str]] = {
    "genitive": r"[ндт][ыі]ң",
    "dative": r"[ғгқк][ае]|н[ае]",
    "accusative": r"[ндт][ыі]",
    "locative": r"[дт][ае]",
    "ablative": r"[дтн][ае]н",
    "instrumental": r"[мбп]ен",
}


def kazakh_case(ending: str) -> str:
    """Return the case of an ending without its hyphen: dative of "ға" and "ге"; "" for what is no ending of a case."""
    cases = (case for case, pattern in _ENDINGS.items() if re.fullmatch(pattern, ending, re.IGNORECASE))
    return next(cases, "")
