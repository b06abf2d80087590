"""The files below ``/api/``: JSON, CSV, JSON-LD and pictures, each value of which the log has to have."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from io import StringIO
from typing import Final

from aimaq.verify.comparisons import Comparison, agreeing, disagreeing
from aimaq.verify.log.logged_figures import Logged, LoggedRelease
from aimaq.verify.values.addresses import Addresses
from aimaq.verify.values.printed_numbers import is_printed_first, number_of
from aimaq.verify.values.release_checks import (
    Stated,
    digest_of,
    missing_releases,
    number_stated,
    range_stated,
    release_compared,
)

__all__ = [
    "CATALOGUE",
    "check_catalogue",
    "check_csv",
    "check_indicator",
    "check_linked",
    "check_live",
    "check_page_check",
    "observations_in",
    "parse_json",
    "stated_releases",
]

CATALOGUE: Final = "api/indicators.json"
_JSON, _CSV, _LINKED = "values in JSON", "values in CSV", "values in JSON-LD"
#: Forms that print no number of the figure.
_NO_NUMBER: Final = ("as-of", "year", "unit", "category", "change", "label")


def parse_json(data: bytes) -> object:
    """Return a document of JSON with exact numbers; raise ValueError if it is none."""
    try:
        return json.loads(data, parse_float=Decimal)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def check_catalogue(file: str, document: object, logged: Logged) -> Iterator[Comparison]:
    """Yield what was compared in ``api/indicators.json``: the current values."""
    indicators = _mapping(document, "indicators")
    for key in sorted(logged.figures.keys() - indicators.keys()):
        yield disagreeing(_JSON, file, key, "the indicator is missing", "the log has it")
    for key, entry in indicators.items():
        yield from _current_compared(file, key, entry, logged)


def check_live(file: str, lang: str, document: object, logged: Logged) -> Iterator[Comparison]:
    """Yield what was compared in a language's ``api/live/``: current values and plans, in every form of them."""
    indicators = _mapping(document, "indicators")
    for key in sorted(logged.figures.keys() - indicators.keys()):
        yield disagreeing(_JSON, file, key, "the indicator is missing", "the log has it")
    for key, entry in indicators.items():
        for at in ("current", "plan"):
            if printed := _mapping(entry, at):
                yield from _forms_compared(file, key, at, lang, printed, logged)
            elif logged.plans(key) if at == "plan" else logged.current(key):
                yield disagreeing(_JSON, file, f"{key}, {at}", "there is none", "the log has one")


def check_page_check(file: str, document: object, logged: Logged) -> Iterator[Comparison]:
    """Yield what was compared in the file with which browsers check pages: releases, each by the index of its entry."""
    for key, releases in _mapping(document, "figures").items():
        for number, stated in enumerate(_listed(releases)):
            index, *rest = stated if isinstance(stated, list) and stated else [None]
            known = logged.at_index.get(index) if isinstance(index, int) else None
            wanted = [known.period, f"{known.value:f}", known.released, known.status] if known else ["no such entry"]
            if known and known.key == key and rest == wanted:
                yield agreeing(_JSON, file)
            else:
                shown = ", ".join(map(str, _listed(stated)))
                yield disagreeing(_JSON, file, f"{key}, {number}", shown, f"the log has {', '.join(wanted)}")


def check_indicator(file: str, key: str, document: object, logged: Logged) -> Iterator[Comparison]:
    """Yield what was compared in an indicator's JSON: its description, its current value and all its releases."""
    figure = logged.figures.get(key)
    if figure is not None:
        yield _equal(_JSON, file, "label", digest_of(_member(document, "label")), figure["label"])
        yield _equal(_JSON, file, "decimals", _member(document, "decimals") or 0, figure.get("decimals", 0))
        yield _equal(_JSON, file, "formula", _member(document, "formula") or "", figure.get("formula", ""))
    yield from _current_compared(file, key, document, logged)
    for name in ("observations", "releases"):
        for number, stated in enumerate(stated_releases(key, document, logged, name)):
            yield release_compared(_JSON, file, f"{name}[{number}]", key, stated, logged)
    yield from missing_releases(_JSON, file, key, stated_releases(key, document, logged), logged)
    yield from _standing_compared(file, key, stated_releases(key, document, logged, "observations"), logged)


def stated_releases(key: str, document: object, logged: Logged, name: str = "releases") -> list[Stated]:
    """Return the releases that an indicator's JSON states, all or, as ``observations``, those that are valid."""
    return [_stated(each, key, logged) for each in _sequence(document, name)]


def _standing_compared(file: str, key: str, found: Sequence[Stated], logged: Logged) -> Iterator[Comparison]:
    """Yield the comparison of what is said to be valid for each period with what the log has last of it."""
    valid: dict[str, list[LoggedRelease]] = {}
    for each in logged.standing(key):
        valid.setdefault(each.period, []).append(each)
    for period, wanted in valid.items():
        stated = [each for each in found if each.period == period]
        is_right = len(stated) == 1 and any(
            (each.released, each.value) == (stated[0].released, stated[0].value) for each in wanted
        )
        shown = f"valid for {period} is said to be {'; '.join(map(str, stated)) or 'nothing'}"
        wrong = disagreeing(_JSON, file, "observations", shown, f'the log has of "{key}" {wanted[-1]}')
        yield agreeing(_JSON, file) if is_right else wrong


def _current_compared(file: str, key: str, entry: object, logged: Logged) -> Iterator[Comparison]:
    """Yield the comparison of what a document says is current, and of the text in each language."""
    current, wanted = _member(entry, "current"), logged.current(key)
    place = f"{key}, current"
    if not current:
        if wanted:
            yield disagreeing(_JSON, file, place, "there is no current value", f"the log has {wanted[-1]}")
        return
    stated = _stated(current, key, logged)
    yield release_compared(_JSON, file, place, key, stated, logged)
    if wanted and not any(
        (each.period, each.released, each.value) == (stated.period, stated.released, stated.value) for each in wanted
    ):
        yield disagreeing(_JSON, file, place, f"{stated} is said to be current", f'the log has of "{key}" {wanted[-1]}')
    for lang, citation in _mapping(entry, "citation").items():
        text = _mapping(current, "text").get(lang)
        cited = isinstance(text, str) and isinstance(citation, str) and text in citation
        shown = f'"{citation}" is the citation'
        yield (
            agreeing(_JSON, file)
            if cited
            else disagreeing(_JSON, file, f"citation, {lang}", shown, f'it has to name "{text}"')
        )
    days = [each.released for each in logged.known(key)]
    yield _equal(_JSON, file, f"{key}, updated", _member(entry, "updated"), max(days, default=None))


def _forms_compared(
    file: str, key: str, at: str, lang: str, printed: Mapping[str, object], logged: Logged
) -> Iterator[Comparison]:
    """Yield the comparison of the forms of a current value or of a plan with the log."""
    candidates = logged.plans(key) if at == "plan" else logged.current(key)
    stated = number_of(_mapping(printed, "values").get("number"))
    place = f"{key}, {at}"
    if stated is None or stated not in [each.value for each in candidates]:
        names = "; ".join(map(str, candidates)) or "none"
        yield disagreeing(_JSON, file, place, f"the value is {stated}", f'the log has of "{key}" {names}')
        return
    yield agreeing(_JSON, file)
    for form, text in _mapping(printed, "forms").items():
        if form.startswith(_NO_NUMBER):
            continue
        if isinstance(text, str) and is_printed_first(stated, text, logged.decimals(key), lang):
            yield agreeing(_JSON, file)
        else:
            yield disagreeing(_JSON, file, f"{place}, {form}", f'"{text}" is printed', f"the value is {stated:f}")


def _stated(entry: object, key: str, logged: Logged) -> Stated:
    note, source = _mapping(entry, "note"), _mapping(entry, "source")
    bounds = [*_sequence(entry, "range"), None, None]
    said = range_stated(bounds[0], bounds[1])
    members = _members(key, logged, _member(entry, "status"), _member(entry, "kind"), said, source, note)
    texts = [str(text) for text in _mapping(entry, "text").values()]
    days = str(_member(entry, "start")), str(_member(entry, "end"))
    value = number_stated(_member(entry, "value"))
    return Stated(value, str(_member(entry, "period")), str(_member(entry, "released")), members, texts, days)


def _members(
    key: str, logged: Logged, status: object, kind: object, said: str, source: object, note: object
) -> dict[str, str]:
    """Return what a file says beside the value; the log has no kind of a figure that is computed."""
    found = {"status": str(status), "range": said, "source": digest_of(source), "note": digest_of(note)}
    return found if logged.figures.get(key, {}).get("formula") else {**found, "kind": str(kind or "release")}


def check_csv(file: str, key: str, data: bytes, logged: Logged) -> Iterator[Comparison]:
    """Yield what was compared in an indicator's table; raise ValueError if it is none."""
    rows = list(csv.DictReader(StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
    found = []
    for number, row in enumerate(rows, 2):
        if None in row or None in row.values():
            raise ValueError(f"line {number} has another number of fields than the first")
        note = {name.removeprefix("note_"): text for name, text in row.items() if name.startswith("note_") and text}
        source = {"title": row.get("source_title", ""), "url": row.get("source_url", "")}
        shown = source if any(source.values()) else {}
        said = range_stated(row.get("range_low"), row.get("range_high"))
        members = _members(key, logged, row.get("status"), row.get("kind"), said, shown, note)
        days = row.get("start", ""), row.get("end", "")
        stated = Stated(number_of(row.get("value")), row.get("period", ""), row.get("released", ""), members, days=days)
        found.append(stated)
        yield release_compared(_CSV, file, f"line {number}", key, stated, logged)
    yield from missing_releases(_CSV, file, key, found, logged)


def check_linked(file: str, key: str, document: object, logged: Logged, addresses: Addresses) -> Iterator[Comparison]:
    """Yield what was compared in an indicator's JSON-LD, which has every release."""
    found = []
    for place, of_key, stated in observations_in(document, logged, addresses):
        found.append(stated)
        yield release_compared(_LINKED, file, place, of_key or key, stated, logged)
    yield from missing_releases(_LINKED, file, key, found, logged)


def observations_in(document: object, logged: Logged, addresses: Addresses) -> Iterator[tuple[str, str, Stated]]:
    """Yield place, key and release of each ``Observation`` of schema.org in a document."""
    for place, node in _nodes(document):
        if node.get("@type") != "Observation":
            continue
        named = {
            _member(each, "propertyID"): _member(each, "value") for each in _listed(node.get("additionalProperty"))
        }
        members = {"status": str(named.get("status"))} if "status" in named else {}
        for each in _listed(node.get("additionalProperty")):
            if _member(each, "propertyID") == "range":
                members["range"] = range_stated(_member(each, "minValue"), _member(each, "maxValue"))
        texts = [str(_member(each, "@value") if isinstance(each, dict) else each) for each in _listed(node.get("name"))]
        key = addresses.key(str(_member(node.get("variableMeasured"), "@id") or node.get("@id") or ""))
        released, period = str(named.get("released", "")), str(named.get("period", ""))
        yield place, key, Stated(number_stated(node.get("value")), period, released, members, texts)


def _nodes(value: object, place: str = "") -> Iterator[tuple[str, Mapping[str, object]]]:
    """Yield every object in a document, with its place as a JSON pointer."""
    waiting = [(place, value)]
    while waiting:
        where, each = waiting.pop()
        if isinstance(each, dict):
            yield where, each
            waiting += ((f"{where}/{name}", part) for name, part in each.items())
        elif isinstance(each, list):
            waiting += ((f"{where}/{number}", part) for number, part in enumerate(each))


def _equal(kind: str, file: str, place: str, found: object, logged: object) -> Comparison:
    if found == logged:
        return agreeing(kind, file)
    return disagreeing(kind, file, place, f"{found or 'nothing'} stands there", f"the log has {logged or 'nothing'}")


def _member(value: object, name: str) -> object:
    """Return a member of a document's object, None if there is none."""
    return value.get(name) if isinstance(value, dict) else None


def _mapping(value: object, name: str) -> Mapping[str, object]:
    found = _member(value, name)
    return found if isinstance(found, dict) else {}


def _sequence(value: object, name: str) -> Iterable[object]:
    found = _member(value, name)
    return found if isinstance(found, list) else ()


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [] if value is None else [value]
