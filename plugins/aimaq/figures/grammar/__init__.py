"""How figures and dates are said in Russian, Kazakh and English. Pure functions; they know no Pelican.

``proposals`` and what it imports are left out: they propose forms for an editor, and ``russian`` needs a development
dependency.
"""

from aimaq.figures.grammar.agreement import agreeing_forms
from aimaq.figures.grammar.dates import format_date, format_period
from aimaq.figures.grammar.kazakh import KAZAKH_CASES, kazakh_suffix, with_suffix
from aimaq.figures.grammar.locales import locale_of
from aimaq.figures.grammar.numbers import format_change, format_number, rounded
from aimaq.figures.grammar.plurals import agreeing_form, needed_categories, plural_categories, plural_category

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
