"""The CLDR locale of an edition's language."""

from functools import cache

from babel import Locale, UnknownLocaleError

from aimaq.base.languages.known_languages import language_of
from aimaq.base.languages.messages import tr

__all__ = ["locale_of"]


@cache
def locale_of(lang: str) -> Locale:
    """Return the Babel locale of an edition's language code ("ru", "kk", "en").

    Raises ValueError when CLDR has no such language.
    """
    try:
        return Locale.parse(language_of(lang).locale)
    except UnknownLocaleError as error:
        raise ValueError(tr('CLDR has no language "%(lang)s"', lang=lang)) from error
