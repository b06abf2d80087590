"""One indicator's observations: dates that can be, values as printed, releases and corrections in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from ..grammar.numbers import rounded
from .model import Observation, Source, Status
from .period import Period, parse_date
from .report import Report
from .wording import check_text, read_texts

__all__ = ["read_observations"]


def read_observations(
    report: Report, pointer: str, items: Sequence[Any], decimals: int | None, languages: Sequence[str]
) -> tuple[Observation, ...]:
    """Return the sound observations, sorted by period, then release, then their order in the file."""
    placed = []
    for index, item in enumerate(items):
        place = f"{pointer}/{index}"
        observation = _read(report, place, item, decimals, languages)
        if observation is not None:
            placed.append(_Placed(place, observation))
    placed.sort(key=lambda each: (each.observation.period, each.observation.released))
    _check_order(report, placed)
    return tuple(each.observation for each in placed)


@dataclass(frozen=True, slots=True)
class _Placed:
    pointer: str
    observation: Observation


def _read(
    report: Report, pointer: str, item: Mapping[str, Any], decimals: int | None, languages: Sequence[str]
) -> Observation | None:
    if not report.sound(pointer):
        # What can be read of a faulty observation is checked all the same.
        if isinstance(item, dict):
            _read_dates(report, pointer, item)
        return None
    note = read_texts(report, f"{pointer}/note", item["note"], languages, "note") if "note" in item else {}
    source = _read_source(report, f"{pointer}/source", item["source"]) if "source" in item else None
    value = _read_value(report, f"{pointer}/value", Decimal(item["value"]), decimals)
    period, released = _read_dates(report, pointer, item)
    if period is None or released is None:
        return None
    status = Status(item["status"])
    if status in {Status.ACTUAL, Status.PROVISIONAL} and period.first > released:
        report.add(
            f"{pointer}/status",
            f'a figure for {period}, released on {released}, cannot be "{status}": the period had not begun',
            "What lies ahead is an estimate or a plan; otherwise look at the two dates.",
        )
    correction = item.get("kind") == "correction"
    arguments = {"note": note} if note else {}
    return Observation(period, value, status, released, correction, source=source, **arguments)


def _read_dates(report: Report, pointer: str, item: Mapping[str, Any]) -> tuple[Period | None, date | None]:
    period, released = None, None
    if isinstance(item.get("period"), str) and report.sound(f"{pointer}/period"):
        try:
            period = Period.parse(item["period"])
        except ValueError as error:
            report.add(f"{pointer}/period", str(error))
    if isinstance(item.get("released"), str) and report.sound(f"{pointer}/released"):
        try:
            released = parse_date(item["released"])
        except ValueError as error:
            report.add(f"{pointer}/released", str(error))
    return period, released


def _read_value(report: Report, pointer: str, value: Decimal, decimals: int | None) -> Decimal:
    if decimals is None:
        return value
    printed = rounded(value, decimals)
    if printed != value:
        plain = format(value.normalize(), "f")
        places = len(plain.partition(".")[2])
        message = f'the value {plain} has {places} decimal places; "decimals" says {decimals}'
        report.add(pointer, message, 'Round the value, or raise "decimals".')
    return printed


def _read_source(report: Report, pointer: str, source: Mapping[str, str]) -> Source:
    check_text(report, f"{pointer}/title", source["title"])
    check_text(report, f"{pointer}/url", source["url"])
    try:
        address = urlsplit(source["url"])
        whole = bool(address.hostname) and address.port != 0
    except ValueError:
        whole = False
    if not whole:
        report.add(f"{pointer}/url", f'"{source["url"]}" is not a web address', "Copy it from a browser.")
    return Source(source["title"], source["url"])


def _check_order(report: Report, placed: Sequence[_Placed]) -> None:
    """Check what each release says against the earlier ones of its period; plans are a story of their own."""
    latest: dict[tuple[Period, bool], date] = {}
    for each in placed:
        seen = each.observation
        told = (seen.period, seen.is_plan)
        if seen.correction:
            if told not in latest:
                kind = "plan" if seen.is_plan else "figure"
                message = f"there is no earlier {kind} for {seen.period} to correct"
                hint = 'Look at "period" and "released", or take "kind" away.'
                report.add(f"{each.pointer}/kind", message, hint)
        elif latest.get(told) == seen.released:
            message = f"{seen.period} is released a second time on {seen.released}"
            hint = 'Keep one of the two; if the first was wrong, the second takes "kind": "correction".'
            report.add(each.pointer, message, hint)
        latest[told] = seen.released
