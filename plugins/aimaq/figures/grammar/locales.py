"""The CLDR locale of an edition's language."""

from functools import cache

from babel import Locale, UnknownLocaleError

__all__ = ["locale_of"]

# CLDR's "en" is American English, which writes "December 31, 2022".
_WITH_TERRITORY = {"en": "en_GB"}


@cache
def locale_of(lang: str) -> Locale:
    """Return the Babel locale of an edition's language code ("ru", "kk", "en").

    Raises ValueError when CLDR has no such language.
    """
    try:
        return Locale.parse(_WITH_TERRITORY.get(lang, lang))
    except UnknownLocaleError as error:
        raise ValueError(f'CLDR has no language "{lang}"') from error
