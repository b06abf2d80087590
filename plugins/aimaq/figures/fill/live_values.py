"""Every form in which a current value can be printed, for pages that update themselves in a browser.

The build writes the forms into ``/api/live/<language>.json``, under the names that a page has in ``data-form``. The
printer of the pages makes them, so the browser needs no grammar and shows what a build would have written.
"""

import hashlib
from collections.abc import Iterator
from decimal import Decimal

from aimaq.figures.fill.printing import CATEGORY, UNIT, Printer
from aimaq.figures.grammar.cases import NOMINATIVE
from aimaq.figures.grammar.dates_in_sentences import date_forms
from aimaq.figures.grammar.kazakh_suffixes import KAZAKH_CASES, POSSESSIVE
from aimaq.figures.grammar.numbers import machine
from aimaq.figures.grammar.plural_forms import plural_category
from aimaq.figures.ledger import Indicator, Observation
from aimaq.figures.published_ledger import PublishedLedger
from aimaq.figures.text.figure import AS_OF, CHANGE, YEAR, Figure
from aimaq.figures.text.markers import MarkerError

__all__ = ["live_figure", "version_of"]


def live_figure(data: PublishedLedger, key: str, lang: str) -> dict[str, object]:
    """Return what a page of a language needs of an indicator in a browser.

    ``stale_from`` is the moment from which the current value may be out of date, or None. ``current`` and, where there
    is one, ``plan`` have a ``version`` (:func:`version_of`), the ``values`` for machines, by form where it is not the
    number itself (then ``number``), and the texts, by form.
    """
    indicator = data.ledger.indicators[key]
    found = {"current": data.ledger.current(key), "plan": data.ledger.plan(key)}
    printed = {
        at: _printed(data.printer, indicator, seen, lang, plan=at == "plan") for at, seen in found.items() if seen
    }
    return {"stale_from": data.staleness.moment(key) or None, **printed}


def version_of(seen: Observation) -> str:
    """Return a digest of an observation's fields: a corrected one has another."""
    said = f"{seen!r}{seen.range or ''}"
    return hashlib.blake2b(said.encode(), digest_size=4).hexdigest()


def _printed(printer: Printer, indicator: Indicator, seen: Observation, lang: str, *, plan: bool) -> dict[str, object]:
    values = {"number": machine(seen.value)}
    forms: dict[str, str] = {}
    for figure in _figures(indicator, lang, plan=plan):
        try:
            printed = printer.print(figure, lang)
        except MarkerError:
            continue  # a figure without an earlier period has no change
        forms[printed.form] = printed.text
        if figure.show:
            values[figure.show] = printed.value
    forms |= _parts(printer, indicator, seen, lang, change=values.get("change", ""))
    return {"version": version_of(seen), "values": values, "forms": forms}


def _parts(printer: Printer, indicator: Indicator, seen: Observation, lang: str, *, change: str) -> dict[str, str]:
    """Return the forms beside a word that agrees: the unit in each case, and the plural categories."""
    units = {case: printer.unit(indicator, seen.value, lang, case) for case in indicator.unit[lang]}
    parts = {UNIT if case == "nominative" else f"{UNIT}-{case}": unit for case, unit in units.items()}
    parts[CATEGORY] = plural_category(seen.value, lang, indicator.decimals)
    if change:
        parts[f"change-{CATEGORY}"] = plural_category(Decimal(change), lang, indicator.decimals)
    return parts


def _figures(indicator: Indicator, lang: str, *, plan: bool) -> Iterator[Figure]:
    """Yield each figure that a marker can print of the current value, or of the plan, in a language."""
    key = indicator.key
    for case in indicator.unit[lang]:
        yield Figure(key, case="" if case == "nominative" else case, plan=plan)
    yield Figure(key, show="number", plan=plan)
    if lang == "kk":
        for case in (*KAZAKH_CASES, POSSESSIVE):
            yield Figure(key, show="number", case=case, plan=plan)
    if not plan:
        yield Figure(key, show=CHANGE)
    for form in date_forms(lang):
        yield Figure(key, show=AS_OF, case="" if form == NOMINATIVE else form, plan=plan)
    yield Figure(key, show=YEAR, plan=plan)
