"""The site's own folder ``overrides``: what goes before the theme's, and survives an upgrade of it."""

from typing import Final

__all__ = ["IDENTITY", "INPUTS", "OVERRIDES", "STATIC", "STYLES", "TEMPLATES", "TRANSLATIONS"]

OVERRIDES: Final = "overrides"
#: Templates of the theme's names; ``!theme/base.html`` in them is the theme's own.
TEMPLATES: Final = f"{OVERRIDES}/templates"
#: Catalogues, ``<lang>.po``, with the words that differ.
TRANSLATIONS: Final = f"{OVERRIDES}/translations"
#: Stylesheets, which stand behind the theme's.
STYLES: Final = f"{OVERRIDES}/styles"
#: Files of the theme's static folder, or more of them.
STATIC: Final = f"{OVERRIDES}/static"
#: The institution's own sign and fonts, which the settings SIGN and FONT name.
IDENTITY: Final = f"{OVERRIDES}/identity"
#: What every page depends on; of templates it is known which pages read them.
INPUTS: Final = (TRANSLATIONS, STYLES, STATIC, IDENTITY)
