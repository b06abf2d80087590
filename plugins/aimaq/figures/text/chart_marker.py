"""The marker of a chart: ``{{ chart jobs, enterprises | since 2019 | until 2022 | live }}``, alone in its paragraph.

In an article a chart is of the article's day, as the words beside it are: it states what was known then, and stays.
``live`` makes it follow the ledger. On a page, which has no day, it always does.
"""

import hashlib
import re
from dataclasses import dataclass
from typing import Final

from aimaq.base.languages.messages import tr
from aimaq.figures.periods import PERIOD_FORMS, Period
from aimaq.figures.text.figure import MarkerError

__all__ = ["CHART", "CHART_CLASS", "CHART_ELEMENT", "MOST_SERIES", "ChartMarker", "is_chart", "parse_chart"]

CHART: Final = "chart"
#: What a paragraph becomes that holds only a chart.
CHART_ELEMENT, CHART_CLASS = "div", "text-chart"
MOST_SERIES: Final = 6
"""How many indicators one chart may show: more cannot be told apart."""
_SINCE, _UNTIL, _LIVE = "since", "until", "live"
#: "chart" alone, or before a key; an indicator of that name is quoted with "@" or "|" behind it.
_BEGINS: Final = re.compile(rf"{CHART}(?:$|\s+(?![@|]))")
_KEY: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class ChartMarker:
    """A chart of the indicators ``keys``, of the periods from ``since`` to ``until``, "" for no limit."""

    keys: tuple[str, ...]
    since: str = ""
    until: str = ""
    live: bool = False

    @property
    def pinned(self) -> bool:
        """Whether it shows what was known on its article's date."""
        return not self.live

    def shows(self, period: Period) -> bool:
        """Return whether a period lies between the two limits, or reaches into what is between them."""
        return (not self.since or period.last >= Period.parse(self.since).first) and (
            not self.until or period.first <= Period.parse(self.until).last
        )

    def name(self, day: str) -> str:
        """Return what its files are called: the same for each text of a day that has the same chart."""
        known = hashlib.blake2b(f"{self} {day if self.pinned else ''}".encode(), digest_size=5).hexdigest()
        return f"{self.keys[0]}-{known}"

    def __str__(self) -> str:
        """Return the marker's inside in its one spelling."""
        limits = ((_SINCE, self.since), (_UNTIL, self.until))
        options = [*(f"{name} {at}" for name, at in limits if at), *([_LIVE] if self.live else [])]
        return " | ".join((f"{CHART} {', '.join(self.keys)}", *options))


def is_chart(body: str) -> bool:
    """Return whether the inside of a marker asks for a chart."""
    return bool(_BEGINS.match(body))


def parse_chart(text: str) -> ChartMarker:
    """Read the inside of a chart's marker; raise :class:`MarkerError` with what was found and expected."""
    head, *options = (part.strip() for part in text.split("|"))
    keys = tuple(key.strip() for key in head.removeprefix(CHART).split(","))
    for key in keys:
        if not _KEY.fullmatch(key):
            raise MarkerError(
                tr(
                    '"%(found)s" in "%(text)s" is not a key: a chart is written {{ chart jobs }}, or, of several '
                    "indicators, {{ chart jobs, enterprises }}",
                    found=key,
                    text=text,
                )
            )
    if twice := next((key for key in keys if keys.count(key) > 1), ""):
        raise MarkerError(tr('"%(key)s" stands twice in "%(text)s": take one out', key=twice, text=text))
    if len(keys) > MOST_SERIES:
        raise MarkerError(
            tr(
                '"%(text)s" names %(count)s indicators, and a chart shows at most %(most)s: make two charts of it',
                text=text,
                count=len(keys),
                most=MOST_SERIES,
            )
        )
    return _with_options(keys, options)


def _with_options(keys: tuple[str, ...], options: list[str]) -> ChartMarker:
    found = {_SINCE: "", _UNTIL: "", _LIVE: ""}
    for option in options:
        name, _, period = option.partition(" ")
        if name not in found or found[name] or (name == _LIVE) == bool(period):
            raise MarkerError(
                tr(
                    'a chart has no option "%(option)s", or has it already: expected "since 2019", "until 2022", '
                    'each once, or "live"',
                    option=option,
                )
            )
        found[name] = period.strip() or name
    for name in (_SINCE, _UNTIL):
        _check_period(name, found[name])
    since, until = found[_SINCE], found[_UNTIL]
    if since and until and Period.parse(since).first > Period.parse(until).last:
        raise MarkerError(tr('"since %(since)s" is later than "until %(until)s"', since=since, until=until))
    return ChartMarker(keys, since, until, bool(found[_LIVE]))


def _check_period(name: str, text: str) -> None:
    try:
        if text:
            Period.parse(text)
    except ValueError as error:
        raise MarkerError(
            tr('"%(at)s" after %(after)s is not a period', at=text, after=name)
            + tr("; expected %(forms)s", forms=PERIOD_FORMS)
        ) from error
