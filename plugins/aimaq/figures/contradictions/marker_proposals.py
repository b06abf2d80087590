"""Propose the marker to write instead of a typed number: the figure with that value, in the form that was typed."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import islice

from aimaq.figures.contradictions.numbers_with_units import Counted, Unit
from aimaq.figures.fill.printing import Printer
from aimaq.figures.ledger import Ledger
from aimaq.figures.text.markers import Figure, MarkerError

__all__ = ["MarkerProposals"]

_MOST = 3


class MarkerProposals:
    """Finds the figures of one ledger that have a given value, and their markers."""

    def __init__(self, ledger: Ledger) -> None:
        self.printer = Printer(ledger)
        self._known: dict[tuple[tuple[str, Decimal], ...], frozenset[Decimal]] = {}

    def known(self, unit: Unit, value: Decimal) -> bool:
        """Return whether an indicator with the unit has, or ever had, this value in single units."""
        magnitudes = tuple(unit.keys.items())
        if magnitudes not in self._known:
            ledger = self.printer.ledger
            self._known[magnitudes] = frozenset(
                seen.value * magnitude
                for key, magnitude in magnitudes
                for seen in (*ledger.indicators[key].observations, *ledger.history(key))
            )
        return value in self._known[magnitudes]

    def hint(self, counted: Counted, lang: str, published: str, *, pinned: bool) -> str:
        """Return what to write instead; ``published`` is the article's date or "", ``pinned`` excludes live figures."""
        figures = islice(self._figures(counted, published, pinned=pinned), _MOST)
        markers = [self._marker(figure, counted, lang, published) for figure in figures]
        if whole := [marker for marker, replaces in markers if replaces]:
            return f"write {' or '.join(whole)}"
        if markers:
            return f"write {' or '.join(marker for marker, _ in markers)} in the place of the number alone"
        keys = list(counted.unit.keys)
        values = ", ".join(f"{{{{ {key} }}}}" for key in keys[:_MOST]) + (", …" if len(keys) > _MOST else "")
        return f"no figure has this value; quote the one that is meant, such as {values}, or record it with `aimaq set`"

    def _figures(self, counted: Counted, published: str, *, pinned: bool) -> Iterator[Figure]:
        """Yield the figures with the value, the likeliest first: those known on the article's date, then others."""
        ledger = self.printer.ledger
        wanted = {key: counted.value / magnitude for key, magnitude in counted.unit.keys.items()}
        then = ledger.known(date.fromisoformat(published)) if published else None
        pinned = pinned and then is not None
        proposed = set()
        if then is not None:
            for key, value in wanted.items():
                seen = then.current(key)
                if seen is not None and seen.value == value:
                    proposed.add(key)
                    yield Figure(key, pinned=True)
        for key, value in wanted.items():
            current = ledger.current(key)
            if then is None and current is not None and current.value == value:
                proposed.add(key)
                yield Figure(key)
            elif key not in proposed:
                period = next((seen.period.text for seen in ledger.history(key) if seen.value == value), None)
                if period is not None and not (pinned and then and then.at(key, period) is None):
                    proposed.add(key)
                    yield Figure(key, period, pinned=pinned)
        for key, value in wanted.items():
            plan = ledger.plan(key)
            if key not in proposed and plan is not None and plan.value == value:
                yield Figure(key, plan=True, pinned=pinned)

    def _marker(self, figure: Figure, counted: Counted, lang: str, published: str) -> tuple[str, bool]:
        """Return the marker that prints what was typed, and whether it replaces the unit word too."""
        ending, words = _after_number(counted)
        indicator = self.printer.ledger.indicators[figure.key]
        value = counted.value / counted.unit.keys[figure.key]
        for case in indicator.unit[lang]:
            shown = replace(figure, case="" if case == "nominative" else case)
            if not ending and self.printer.unit(indicator, value, lang, case) == words:
                return f"{{{{ {shown} }}}}", True
            shown = replace(shown, show="number")
            if ending and lang == "kk" and self._prints(shown, lang, published).endswith(ending):
                return f"{{{{ {shown} }}}}", False
        if counted.value != counted.number:
            return f"{{{{ {figure} }}}}", True  # the unit has a word for the magnitude
        return f"{{{{ {replace(figure, show='number')} }}}}", False

    def _prints(self, figure: Figure, lang: str, published: str) -> str:
        try:
            return self.printer.print(figure, lang, published).text
        except MarkerError:
            return ""


def _after_number(counted: Counted) -> tuple[str, str]:
    """Return what was typed after the number: a case ending with its hyphen, and the words with single spaces."""
    rest = counted.text[len(counted.text) - (counted.end - counted.digits) :] if counted.digits < counted.end else ""
    ending = re.match(r"-\w+", rest)
    words = re.sub(r"[*_\[\]]|&\w+;", " ", rest[ending.end() if ending else 0 :]).split()
    return ending[0] if ending else "", " ".join(words)
