"""The languages of a text in which qTranslate and its successors have written all of them, each between marks.

``[:ru]Новости[:en]News[:]``, in old versions ``<!--:ru-->Новости<!--:--><!--:en-->News<!--:-->``, in addresses and
settings ``{:ru}Новости{:en}News{:}``. What stands before the first mark or after the last is in all languages.
"""

import re
from collections.abc import Iterator

from aimaq.importing.sources.languages import stated_language

__all__ = ["MARK", "in_each_language", "in_language", "languages_in", "name_for"]

#: A language begins, or the last one ends.
MARK = re.compile(r"<!--:(?P<old>[a-z]{2,3})?-->|\[:(?P<new>[a-z]{2,3})?\]|\{:(?P<curly>[a-z]{2,3})?\}", re.IGNORECASE)
#: What an editor leaves between two marks where a text has no version in a language.
_NOTHING = re.compile(r"(?:\s|&nbsp;|</?(?:p|br|div)\b[^>]*>)*")


def languages_in(*texts: str) -> tuple[str, ...]:
    """Return the codes of the languages in which any of the texts has something of its own, in their order."""
    codes = (code for text in texts for code, part in _parts(text) if code and not _NOTHING.fullmatch(part))
    return tuple(dict.fromkeys(codes))


def in_language(text: str, code: str) -> str:
    """Return a text in one of its languages, which may be "" there; one without marks is the same in each."""
    return "".join(part for own, part in _parts(text) if own in ("", code))


def in_each_language(text: str) -> tuple[str, ...]:
    """Return a name in each of its languages."""
    return tuple(in_language(text, code).strip() for code in languages_in(text)) or (text,)


def name_for(name: str, lang: str) -> str:
    """Return a name in the version of a language, or else in its first one."""
    codes = languages_in(name)
    own = (code for code in codes if stated_language(code, [lang]))
    return in_language(name, next(own, next(iter(codes), ""))).strip() if codes else name


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """Yield the parts of a text, each with the code of its language, "" if it is in all."""
    start, code = 0, ""
    for match in MARK.finditer(text):
        yield code, text[start : match.start()]
        start, code = match.end(), (match["old"] or match["new"] or match["curly"] or "").lower()
    yield code, text[start:]
