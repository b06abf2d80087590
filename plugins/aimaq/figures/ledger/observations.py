"""Read one indicator's observations: dates in the calendar, values as printed, releases and corrections in order."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import TypedDict, TypeVar, cast

from aimaq.base.json_text.document import DocumentProblems, Json, pointer_step
from aimaq.base.languages.messages import tr, tr_number
from aimaq.base.web_addresses import is_web_address
from aimaq.figures.grammar.numbers import machine, rounded
from aimaq.figures.ledger.language_texts import check_cell, check_text, read_texts
from aimaq.figures.ledger.max_change import PlacedObservation, check_changes
from aimaq.figures.ledger.model import Observation, Source
from aimaq.figures.ledger.provenance import Provenance
from aimaq.figures.periods import Period, parse_date, parse_moment
from aimaq.figures.status import Status
from aimaq.figures.value_range import ValueRange

__all__ = ["read_observations"]


class _RawObservation(TypedDict, total=False):
    """An observation in the file; a member may be of another type where a problem with it has been reported."""

    period: str
    value: int | Decimal
    range: list[int | Decimal]
    status: str
    released: str
    embargo: str
    kind: str
    note: dict[str, str]
    source: dict[str, str]
    pulled: dict[str, str]
    approved: dict[str, str]


def read_observations(
    problems: DocumentProblems,
    pointer: str,
    items: Sequence[Json],
    decimals: int | None,
    languages: Sequence[str],
    max_change: Decimal | None = None,
) -> tuple[Observation, ...]:
    """Return the sound observations, sorted by period, then release, then their order in the file.

    ``max_change`` is the largest plausible change from one release to the next, as a share of the one before.
    """
    placed: list[PlacedObservation] = []
    for index, item in enumerate(items):
        place = f"{pointer}/{index}"
        if isinstance(item, dict):
            observation = _read(problems, place, index, cast(_RawObservation, item), decimals, languages)
            placed += [PlacedObservation(place, observation, approved="approved" in item)] if observation else []
    placed.sort(key=lambda each: (each.observation.period, each.observation.released))
    complete = len(placed) == len(items)
    _check_order(problems, placed, complete=complete)
    if max_change is not None and complete:
        check_changes(problems, placed, max_change)
    return tuple(each.observation for each in placed)


def _read(
    problems: DocumentProblems,
    pointer: str,
    position: int,
    item: _RawObservation,
    decimals: int | None,
    languages: Sequence[str],
) -> Observation | None:
    """Check every member that has the right form; return None if one is missing or wrong."""
    whole = problems.none_at(pointer)

    def sound(name: str) -> bool:
        return name in item and problems.none_at(f"{pointer}/{name}")

    note: Mapping[str, str] = MappingProxyType({})
    if isinstance(item.get("note"), dict):
        note = read_texts(problems, f"{pointer}/note", item["note"], languages, "note")
        for language, text in note.items():
            check_cell(problems, f"{pointer}/note{pointer_step(language)}", text)
    source = None
    if sound("source"):
        source = Source(**item["source"])
        check_cell(problems, f"{pointer}/source/title", source.title)
        check_text(problems, f"{pointer}/source/url", source.url)
        if not is_web_address(source.url):
            problems.add(
                f"{pointer}/source/url",
                tr('"%(url)s" is not a web address', url=source.url),
                tr("Copy it from a browser."),
            )
    approved = item["approved"] if sound("approved") else {}
    for name, text in approved.items():
        check_text(problems, f"{pointer}/approved/{name}", text)
    value = Decimal(item["value"]) if sound("value") else None
    if value is not None and decimals is not None:
        value = _read_value(problems, f"{pointer}/value", value, decimals)
    status = Status(item["status"]) if sound("status") else None
    bounds = None
    if value is not None and sound("range") and all(problems.none_at(f"{pointer}/range/{at}") for at in (0, 1)):
        bounds = _read_range(problems, f"{pointer}/range", item["range"], value, decimals, status)
    period = _read_time(problems, f"{pointer}/period", Period.parse, item["period"]) if sound("period") else None
    released = _read_time(problems, f"{pointer}/released", parse_date, item["released"]) if sound("released") else None
    embargo = _read_time(problems, f"{pointer}/embargo", parse_moment, item["embargo"]) if sound("embargo") else None
    if embargo and released and embargo.date() != released:
        hint = tr('The day on which the embargo ends is that of "released".')
        problems.add(
            f"{pointer}/embargo",
            tr(
                'the embargo ends on %(embargo)s, "released" is %(released)s', embargo=embargo.date(), released=released
            ),
            hint,
        )
    if value is None or status is None or period is None or released is None:
        return None
    if status in {Status.ACTUAL, Status.PROVISIONAL} and period.first > released:
        message = tr(
            'a figure for %(period)s, released on %(released)s, cannot be "%(status)s": the period had not begun',
            period=period,
            released=released,
            status=status,
        )
        hint = tr("What lies ahead is an estimate or a plan; otherwise look at the two dates.")
        problems.add(f"{pointer}/status", message, hint)
    seen = Observation(
        period,
        value,
        status,
        released,
        correction=item.get("kind") == "correction",
        note=note,
        source=source,
        embargo=embargo,
        approved_by=approved.get("by", ""),
        provenance=Provenance(**item["pulled"]) if sound("pulled") else None,
        range=bounds,
        position=position,
    )
    return seen if whole else None


_Time = TypeVar("_Time")


def _read_time(problems: DocumentProblems, pointer: str, read: Callable[[str], _Time], text: str) -> _Time | None:
    try:
        return read(text)
    except ValueError as error:
        problems.add(pointer, str(error))
        return None


def _read_value(problems: DocumentProblems, pointer: str, value: Decimal, decimals: int) -> Decimal:
    printed = rounded(value, decimals)
    if printed != value:
        plain = format(value.normalize(), "f")
        places = len(plain.partition(".")[2])
        message = tr_number(
            'the value %(value)s has %(number)s decimal place; "decimals" says %(decimals)s',
            'the value %(value)s has %(number)s decimal places; "decimals" says %(decimals)s',
            places,
            value=plain,
            decimals=decimals,
        )
        problems.add(pointer, message, tr('Round the value, or raise "decimals".'))
    return printed


def _read_range(
    problems: DocumentProblems,
    pointer: str,
    listed: Sequence[int | Decimal],
    value: Decimal,
    decimals: int | None,
    status: Status | None,
) -> ValueRange:
    """Return the range of a value; note what is wrong with it."""
    low, high = map(Decimal, listed)
    if decimals is not None:
        low, high = (_read_value(problems, f"{pointer}/{at}", bound, decimals) for at, bound in enumerate((low, high)))
    bounds = ValueRange(low, high)
    if status not in {Status.ESTIMATE, Status.PLAN, None}:
        message = tr('a value that is "%(status)s" has no range', status=status)
        hint = tr('A range is that of an estimate or a plan: look at "status", or take "range" away.')
        problems.add(pointer, message, hint)
    if low >= high:
        message = tr("the range goes from %(low)s to %(high)s", low=bounds.digits[0], high=bounds.digits[1])
        hint = tr("The lowest value stands first, the highest second; a single number is no range.")
        problems.add(pointer, message, hint)
    elif not low <= value <= high:
        message = tr(
            "the value %(value)s lies outside of its range, %(low)s to %(high)s",
            value=machine(value),
            low=bounds.digits[0],
            high=bounds.digits[1],
        )
        problems.add(pointer, message, tr("Look at the source: one of the three numbers is wrong."))
    return bounds


def _check_order(problems: DocumentProblems, placed: Sequence[PlacedObservation], *, complete: bool) -> None:
    """Check each release against the earlier ones of its period; plans and figures are checked apart.

    Where the list is not ``complete``, the release that a correction replaces may be one that could not be read.
    """
    latest: dict[tuple[Period, bool], date] = {}
    for each in placed:
        seen = each.observation
        series = (seen.period, seen.is_plan)
        if seen.correction:
            if complete and series not in latest:
                kind = "plan" if seen.is_plan else "figure"
                message = tr("there is no earlier %(kind)s for %(period)s to correct", kind=kind, period=seen.period)
                hint = tr('Look at "period" and "released", or take "kind" away.')
                problems.add(f"{each.pointer}/kind", message, hint)
        elif latest.get(series) == seen.released:
            message = tr(
                "%(period)s is released a second time on %(released)s", period=seen.period, released=seen.released
            )
            hint = tr('Keep one of the two; if the first was wrong, the second takes "kind": "correction".')
            problems.add(each.pointer, message, hint)
        latest[series] = seen.released
