"""A change between two values of a figure, as a marker states it: "+312", "14,1 %", "2,5 раза", "rose by 14.1%"."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from aimaq.base.languages.messages import tr
from aimaq.figures.grammar.changes import in_percent, in_points, in_times, places_needed
from aimaq.figures.grammar.numbers import MINUS, machine, rounded
from aimaq.figures.ledger import Indicator, Observation
from aimaq.figures.text.figure import DIRECTION, DOWN, NUMBER, PERCENT, POINTS, TIMES, UP, Figure
from aimaq.figures.text.markers import MarkerError

__all__ = ["Change", "amount_of", "change_between", "exact_change", "in_sentence"]

#: With how many fraction digits a percentage and a ratio are printed at most.
_PLACES: Final = 1


@dataclass(frozen=True, slots=True)
class Change:
    """A change as it is printed: its ``value`` is rounded to ``decimals`` and negative where the figure went down.

    A ratio is never negative: ``goes`` says which way it went, and is "" where the printed number says "no change".
    """

    value: Decimal
    decimals: int
    goes: str


def change_between(indicator: Indicator, figure: Figure, now: Observation, before: Observation) -> Change:
    """Return the change that a marker asks for; raise :class:`MarkerError` where it has no such number."""
    after, base = now.value, before.value
    if figure.show in (PERCENT, TIMES) and (base <= 0 or after < 0 or (figure.show == TIMES and after == 0)):
        raise MarkerError(
            tr(
                '"%(figure)s": %(after)s after %(base)s is no percentage and no ratio that readers '
                "understand; write {{ %(key)s | difference }}",
                figure=figure,
                after=machine(after),
                base=machine(base),
                key=figure.key,
            )
        )
    if figure.show == POINTS and not _is_share(indicator):
        raise MarkerError(
            tr(
                '"%(figure)s": "%(points)s" is the change of a percentage, and the unit of "%(key)s" is '
                'none; write "%(percent)s" or "difference"',
                figure=figure,
                points=POINTS,
                key=figure.key,
                percent=PERCENT,
            )
        )
    exact = exact_change(figure.show, after, base)
    places = places_needed(exact, _PLACES) if figure.show in (PERCENT, TIMES) else indicator.decimals
    value = rounded(exact, places)
    # What is printed as no change is none: a ratio of 1, a difference of 0.
    if value == (1 if figure.show == TIMES else 0):
        return Change(value, places, "")
    return Change(value, places, UP if after > base else DOWN)


def exact_change(show: str, after: Decimal, base: Decimal) -> Decimal:
    """Return a change before it is rounded; a ratio is that of the larger value to the smaller one.

    A percentage and a ratio need values above zero.
    """
    if show == TIMES:
        return max(after, base) / min(after, base)
    return (after - base) / base * 100 if show == PERCENT else after - base


def amount_of(figure: Figure, change: Change, lang: str, kazakh_percent: str) -> str | None:
    """Return the size of a change with its own unit; None for one that has the unit of the indicator, or none.

    ``kazakh_percent`` is how the sign is read in Kazakh. Raises :class:`MarkerError` for a case, or a language, without
    words for it.
    """
    size, write = change.value.copy_abs(), _WRITERS.get(figure.show)
    try:
        if figure.show == PERCENT:
            return in_percent(size, lang, figure.case, change.decimals, kazakh_percent)
        return write(size, lang, figure.case, change.decimals) if write else None
    except ValueError:
        asked = f'"{figure.case}"' if figure.case else f'"{figure.show}"'
        raise MarkerError(
            tr(
                '"%(figure)s": %(asked)s is not known in "%(lang)s"; write the number by itself',
                figure=figure,
                asked=asked,
                lang=lang,
            )
        ) from None


def in_sentence(figure: Figure, change: Change, amount: str, compared: tuple[Observation, Observation]) -> str:
    """Return the words of a marker around the size of a change: with its sign, as the sentence says it, or with words.

    Raises :class:`MarkerError` where the sentence says that the figure went the other way.
    """
    if figure.direction:
        return _with_direction(figure, change, amount)
    if not figure.way:
        sign = {UP: "+", DOWN: MINUS}.get(change.goes, "") if figure.show != TIMES else ""
        return f"{sign}{amount}"
    if figure.way != change.goes:
        now, before = compared
        went = {UP: tr("rose"), DOWN: tr("fell")}.get(change.goes, tr("did not change, as it is printed,"))
        raise MarkerError(
            tr(
                'no longer true: "%(figure)s" (%(key)s %(went)s from %(before)s in %(earlier)s to %(now)s '
                'in %(later)s); rewrite the sentence, or let the marker choose the words: "%(direction)s: '
                'rose by %(number)s/fell by %(number)s/did not change"',
                figure=figure,
                key=figure.key,
                went=went,
                before=machine(before.value),
                earlier=before.period,
                now=machine(now.value),
                later=now.period,
                direction=DIRECTION,
                number=NUMBER,
            )
        )
    return amount


def _with_direction(figure: Figure, change: Change, amount: str) -> str:
    place = {UP: 0, DOWN: 1}.get(change.goes, 2)
    if place == len(figure.direction):
        raise MarkerError(
            tr(
                '"%(figure)s": the figure has not changed, and "%(direction)s" has no words for that: add '
                'them, as in "%(direction)s: %(list)s/has not changed"',
                figure=figure,
                direction=DIRECTION,
                list="/".join(figure.direction),
            )
        )
    return figure.direction[place].replace(NUMBER, amount)


def _is_share(indicator: Indicator) -> bool:
    """Whether the unit is a per cent sign, or begins with it."""
    forms = (form for cases in indicator.unit.values() for each in cases.values() for form in each.values())
    return any(form.startswith("%") for form in forms)


_WRITERS: Final[Mapping[str, Callable[[Decimal, str, str, int], str]]] = {
    POINTS: in_points,
    TIMES: in_times,
}
