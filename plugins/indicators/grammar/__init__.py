"""How figures and dates are said in Russian, Kazakh and English. Pure functions; they know no Pelican.

``proposals`` and what it imports are left out: they propose forms for an editor, and ``russian`` needs a development
dependency.
"""

from .agreement import agreeing_forms
from .dates import format_date, format_period
from .kazakh import KAZAKH_CASES, kazakh_suffix, with_suffix
from .locales import locale_of
from .numbers import format_change, format_number, rounded
from .plurals import agreeing_form, needed_categories, plural_categories, plural_category

__all__ = [
    "KAZAKH_CASES",
    "agreeing_form",
    "agreeing_forms",
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
