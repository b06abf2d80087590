"""The texts of settings that readers see on every page: the site's name, its address, the names of links.

They keep to the rules of other texts: a word of two alphabets looks right and no search finds it, and what nobody sees,
what stands for a figure and what is markup elsewhere is no part of a name.
"""

from collections.abc import Iterator, Mapping
from typing import Final
from unicodedata import category

from aimaq.base.languages.alphabets import mixed_words
from aimaq.base.languages.character_references import character_references
from aimaq.base.languages.messages import tr
from aimaq.base.languages.sign_pairs import NO_MARKUP, sign_pairs
from aimaq.base.web_addresses import INVISIBLE
from aimaq.settings.schema import ContactSetting, EditionSetting, FooterGroupSetting, LinkSetting

__all__ = ["unfit_texts"]

_SHOWN: Final = frozenset({"SITENAME", "INDICATORS_PUBLISHER", "EDITIONS", "CONTACT", "NAVIGATION", "FOOTER"})
_HARMLESS: Final = frozenset("\u00ad\u200c\u200d\u200e\u200f")
"""Where a word may be divided, how letters join, and the marks of direction of single names."""


def unfit_texts(name: str, value: object) -> Iterator[tuple[str, str, str]]:
    """Yield the part of a setting that is no text for readers, as ``[0].site_name``, what is wrong, and what to do."""
    for place, text in _texts(name, value):
        unseen = next((each for each in text if category(each) in INVISIBLE and each not in _HARMLESS), None)
        if unseen:
            message = tr("the text holds U+%(code)s, which no text may hold", code=f"{ord(unseen):04X}")
            yield place, message, tr("take it away: readers cannot see it")
        elif "{{" in text or "}}" in text:
            yield place, tr("the text holds a marker"), tr("texts of the settings quote no figures")
        else:
            yield from ((place, mixed.message, mixed.hint) for mixed in mixed_words(text))
            yield from ((place, reference.message, reference.hint) for reference in character_references(text))
            yield from ((place, pair.message, str(NO_MARKUP)) for pair in sign_pairs(text))


def _texts(name: str, value: object) -> Iterator[tuple[str, str]]:
    """Yield the texts of a setting of the right type, each with its place."""
    if name not in _SHOWN:
        return
    for at, item in _items(value):
        match item:
            case str() if name in ("SITENAME", "INDICATORS_PUBLISHER"):
                yield at, item
            case EditionSetting():
                yield from ((f"{at}.{field}", getattr(item, field)) for field in ("name", "site_name", "tagline"))
            case ContactSetting():
                yield from ((f"{at}.address[{number}]", line) for number, line in enumerate(item.address))
            case LinkSetting():
                yield f"{at}.label", item.label
            case FooterGroupSetting():
                yield f"{at}.title", item.title
                yield from ((f"{at}.links[{number}].label", link.label) for number, link in enumerate(item.links))


def _items(value: object) -> Iterator[tuple[str, object]]:
    """Yield the innermost structures of a setting, each with its place: those of a list, by language or not."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from ((f'["{key}"]{at}', item) for at, item in _items(inner))
    elif isinstance(value, tuple):
        for number, inner in enumerate(value):
            yield from ((f"[{number}]{at}", item) for at, item in _items(inner))
    else:
        yield "", value
