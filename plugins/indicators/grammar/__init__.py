"""How figures and dates are said in Russian, Kazakh and English. Pure functions; they know no Pelican.

``russian`` is not imported here: it proposes case forms for an editor and needs a development dependency.
"""

from .dates import format_date, format_period
from .kazakh import KAZAKH_CASES, kazakh_suffix, with_suffix
from .locales import locale_of
from .numbers import format_change, format_number, rounded
from .plurals import agreeing_form, needed_categories, plural_categories, plural_category

__all__ = [
    "KAZAKH_CASES",
    "agreeing_form",
    "format_change",
    "format_date",
    "format_number",
    "format_period",
    "kazakh_suffix",
    "locale_of",
    "needed_categories",
    "plural_categories",
    "plural_category",
    "rounded",
    "with_suffix",
]
