"""Print numbers, dates and units by the grammar of Russian, Kazakh and English. All functions are pure.

``proposals`` and the modules of nouns are not imported here: they propose forms to an editor, builds do not need
them, and the Russian dictionary is an optional dependency.
"""

from aimaq.figures.grammar.dates import format_date, format_period
from aimaq.figures.grammar.kazakh_suffixes import KAZAKH_CASES, kazakh_suffix, with_suffix
from aimaq.figures.grammar.locales import locale_of
from aimaq.figures.grammar.numbers import format_change, format_number, rounded
from aimaq.figures.grammar.plural_forms import agreeing_form, agreeing_forms, plural_categories, plural_category

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
    "plural_categories",
    "plural_category",
    "rounded",
    "with_suffix",
]
