"""A citation of an indicator's current value, complete in one sentence, in the words of one language."""

from __future__ import annotations

from aimaq.figures.grammar import format_date, format_period
from aimaq.figures.ledger import Indicator
from aimaq.figures.open_data.context import Material

__all__ = ["citation"]


def citation(material: Material, indicator: Indicator, lang: str) -> str:
    """Return who says what, of when, since when, and where; "" where nothing has been released.

    The address is that of this release, which keeps its value for ever, so the text needs no date of access.
    """
    release = material.current(indicator.key)
    if release is None:
        return ""
    seen = release.observation
    message = material.catalogs[lang].gettext(
        "%(publisher)s. %(label)s: %(value)s (%(period)s). Released %(released)s. Open access: %(url)s"
    )
    return message % {
        "publisher": material.publication.publisher[lang],
        "label": indicator.label[lang],
        "value": material.amount(indicator, release, lang),
        "period": format_period(seen.period.text, lang),
        "released": format_date(seen.released, lang),
        "url": material.publication.release(indicator.key, lang, release.anchor),
    }
