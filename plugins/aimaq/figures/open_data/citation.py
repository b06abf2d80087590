"""A citation of an indicator's current value in one language."""

from aimaq.figures.grammar.dates import format_date, format_period
from aimaq.figures.ledger import Indicator
from aimaq.figures.published_ledger import PublishedLedger

__all__ = ["citation"]


def citation(data: PublishedLedger, indicator: Indicator, lang: str) -> str:
    """Return publisher, label, value, period, day of release and address; "" if nothing has been released.

    The address is that of the release, whose value never changes, so the citation needs no date of access.
    """
    release = data.current(indicator.key)
    if release is None:
        return ""
    seen = release.observation
    message = data.catalogs[lang].gettext(
        "%(publisher)s. %(label)s: %(value)s (%(period)s). Released %(released)s. Open access: %(url)s"
    )
    return message % {
        "publisher": data.publication.publisher[lang],
        "label": indicator.label[lang],
        "value": data.amount(indicator, release, lang),
        "period": format_period(seen.period.text, lang),
        "released": format_date(seen.released, lang),
        "url": data.publication.release(indicator.key, lang, release.anchor),
    }
