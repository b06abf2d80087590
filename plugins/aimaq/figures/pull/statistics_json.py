"""Tables as statistical offices publish them: SDMX-JSON (1.0 and 2.0), and PxWeb's JSON-stat (2.0, datasets of 1.x).

Each dimension is a column with its codes, and there are a column ``period`` with the time and a column ``value``. What
has no value yet (null) is no row. SDMX's attributes are columns, too. By one of them, UNIT_MULT, a value is one of
thousands or millions: then the source has to say by ``where`` which is meant.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import product
from math import prod
from typing import Final, TypeAlias

from aimaq.base.json_text.document import Json, decode, parsed
from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem, ProblemsFound
from aimaq.figures.pull.cells import Cell, Table, Unfit, cell_of

__all__ = ["json_stat_table", "period_of", "sdmx_table"]

#: Codes of SDMX's list CL_OBS_STATUS that the ledger's statuses are.
_STATUSES: Final = {"A": "actual", "P": "provisional", "E": "estimate"}
#: The attribute that says by which power of ten a value is to be multiplied (SDMX's list CL_UNIT_MULT).
_MULTIPLIER: Final = "UNIT_MULT"
#: Periods as SDMX, Eurostat and the Nordic offices that use PxWeb write them; K is a quarter there.
_CODED: Final = re.compile(r"(?P<year>[0-9]{4})-?(?:(?P<kind>[AMQKHS])(?P<number>[0-9]{1,2})?)")
_MOST_CELLS: Final = 500_000

_Components: TypeAlias = Sequence[tuple[str, Sequence[str]]]
"""Dimensions or attributes: the name of each, and the codes of its values."""


def period_of(code: str) -> str:
    """Return the ledger's form of a period that an office wrote: 2022M01, 2022K1, 2022-A1; others as they are."""
    found = _CODED.fullmatch(code)
    if not found:
        return code
    number = int(found["number"] or 0)
    match found["kind"]:
        case "A" if number < 2:
            return found["year"]
        case "M":
            return f"{found['year']}-{number:02}"
        case "Q" | "K":
            return f"{found['year']}-Q{number}"
        case "H" | "S":
            return f"{found['year']}-S{number}"
    return code


def json_stat_table(body: bytes, path: str) -> Table:
    """Return the table of a dataset in JSON-stat; raise ``ProblemsFound``."""
    document = _object(_document(body, path), path, tr("an object"))
    data = document
    if "dataset" in document:  # JSON-stat 1.x, which PxWeb calls "json-stat"
        data = _object(document["dataset"], path, tr("an object at /dataset"))
    dimensions = _object(data.get("dimension"), path, tr('an object "dimension"'))
    owner = data if "id" in data else dimensions
    names = [str(name) for name in _list(owner.get("id"), path, tr('a list "id"'))]
    codes = [
        _categories(_object(dimensions.get(name), path, tr('the dimension "%(name)s"', name=name)), path)
        for name in names
    ]
    size = prod(map(len, codes))
    values = data.get("value")
    if size > _MOST_CELLS or (isinstance(values, list) and len(values) != size):
        found = tr("%(number)s values", number=len(values)) if isinstance(values, list) else tr("a table")
        raise _unlike(
            path,
            tr(
                "as many values as its dimensions have places (%(size)s), %(most_cells)s at most",
                size=size,
                most_cells=_MOST_CELLS,
            ),
            found,
        )
    role = data["role"] if "role" in data else dimensions.get("role")
    times = role.get("time") if isinstance(role, dict) else None
    time = str(times[0]) if isinstance(times, list) and len(times) == 1 else ""
    found_values = dict(enumerate(values)) if isinstance(values, list) else _sparse(values, path)
    rows = ((list(place), found_values.get(number)) for number, place in enumerate(product(*codes)))
    return _table(names, time, rows)


def sdmx_table(body: bytes, path: str, picked: Collection[str] = ()) -> Table:
    """Return the table of the first data set of an SDMX-JSON message; raise ``ProblemsFound``.

    ``picked`` are the columns by which rows will be picked.
    """
    document = _object(_document(body, path), path, tr("an object"))
    data = _object(document["data"], path, tr("an object at /data")) if "data" in document else document
    sets = _list(data.get("dataSets"), path, tr('a list "dataSets"'))
    if len(sets) != 1:
        raise _unlike(path, tr("one data set"), str(len(sets)))
    found = _object(sets[0], path, tr("an object in /dataSets"))
    structure = _structure(data, found, path)
    dimensions = _object(structure.get("dimensions"), path, tr('an object "dimensions"'))
    whole, series, own = (_components(dimensions.get(level), path) for level in ("dataSet", "series", "observation"))
    described = structure.get("attributes")
    attributes = described if isinstance(described, dict) else {}
    levels = ("dataSet", "dimensionGroup", "series", "observation")
    of_set, of_groups, of_series, beside = (_components(attributes.get(level), path) for level in levels)
    names = [name for name, _ in (*whole, *of_set, *of_groups, *series, *of_series, *own, *beside)]
    first = [
        *(codes[0] if codes else "" for _, codes in whole),
        *_attributes(found.get("attributes"), of_set),
        *(" ".join(codes) for _, codes in of_groups),  # which of them is that of a value is not looked at
    ]

    def rows() -> Iterator[tuple[list[str], Json]]:
        for key, observations, numbers in _series(found, path):
            above = _codes_at(key, series, path) if series and key is not None else []
            above += _attributes(numbers, of_series)
            for place, values in observations.items():
                listed = values if isinstance(values, list) else [values]
                more = _attributes(listed[1:], beside)
                yield [*first, *above, *_codes_at(place, own, path), *more], listed[0] if listed else None

    return _table(names, "TIME_PERIOD", rows(), "" if _MULTIPLIER in picked else _MULTIPLIER)


def _structure(data: Mapping[str, Json], found: Mapping[str, Json], path: str) -> Mapping[str, Json]:
    """Return the structure of a data set: the only one in SDMX-JSON 1.0, the one that it names in 2.0."""
    structure = data.get("structure")
    if "structures" in data:
        number, structures = found.get("structure", 0), _list(data["structures"], path, tr('a list "structures"'))
        structure = structures[number] if isinstance(number, int) and 0 <= number < len(structures) else None
    return _object(structure, path, tr("the structure of the data set"))


def _attributes(given: object, attributes: _Components) -> list[str]:
    """Return the codes of attributes by their numbers, "" for one that is not given; statuses are the ledger's."""
    numbers = given if isinstance(given, list) else []
    found = []
    for place, (name, codes) in enumerate(attributes):
        number = numbers[place] if place < len(numbers) else None
        code = codes[number] if isinstance(number, int) and 0 <= number < len(codes) else ""
        found.append(_STATUSES.get(code, code) if name == "OBS_STATUS" else code)
    return found


def _components(value: Json, path: str) -> _Components:
    found = []
    for each in value if isinstance(value, list) else ():
        component = _object(each, path, tr("a dimension or an attribute"))
        values = [_object(code, path, tr("a value")) for code in _list(component.get("values", []), path, "values")]
        codes = [str(code["id"] if "id" in code else code.get("value", "")) for code in values]
        found.append((str(component.get("id", "")), codes))
    return found


def _series(data: Mapping[str, Json], path: str) -> Iterator[tuple[str | None, Mapping[str, Json], Json]]:
    """Yield the key, the observations and the attributes of each series; of a flat data set, its observations."""
    if "observations" in data:
        yield None, _object(data["observations"], path, tr('an object "observations"')), None
        return
    for key, value in _object(data.get("series"), path, tr('an object "series" or "observations"')).items():
        one = _object(value, path, tr("the series %(key)s", key=key))
        observations = _object(one.get("observations"), path, tr("the observations of the series %(key)s", key=key))
        yield key, observations, one.get("attributes")


def _codes_at(key: str, components: _Components, path: str) -> list[str]:
    """Return the codes that a key of SDMX such as 0:3:1 stands for."""
    numbers = key.split(":")
    try:
        return [codes[_place(number)] for number, (_, codes) in zip(numbers, components, strict=True)]
    except (ValueError, IndexError):
        raise _unlike(
            path, tr("a key of %(number)s places in the lists of values", number=len(components)), f'"{key[:60]}"'
        ) from None


def _place(number: str) -> int:
    if not number.isdecimal() or len(number) > 9:
        raise ValueError
    return int(number)


def _categories(dimension: Mapping[str, Json], path: str) -> list[str]:
    category = _object(dimension.get("category"), path, tr('an object "category" in each dimension'))
    index = category["index"] if "index" in category else category.get("label")
    if isinstance(index, list):
        return [str(code) for code in index]
    codes = _object(index, path, tr('"index" or "label" in each category'))
    if "index" not in category:
        return list(codes)
    places = sorted((place, code) for code, place in codes.items() if isinstance(place, int))
    if [place for place, _ in places] != list(range(len(codes))):
        raise _unlike(path, tr("places from 0 in each index"), "others")
    return [code for _, code in places]


def _sparse(values: Json, path: str) -> dict[int, Json]:
    found = _object(values, path, tr('"value", a list or an object'))
    if not all(place.isdecimal() and len(place) < 9 for place in found):
        raise _unlike(path, tr('numbers of places in "value"'), "others")
    return {int(place): value for place, value in found.items()}


def _table(names: Sequence[str], time: str, rows: Iterator[tuple[list[str], Json]], multiplier: str = "") -> Table:
    """Return a table with the columns ``period`` and ``value`` behind those of the dimensions.

    A value that the column ``multiplier`` multiplies is none that could be read as it stands.
    """
    place = names.index(time) if time in names else None
    power = names.index(multiplier) if multiplier in names else None
    found: list[tuple[int, tuple[Cell, ...]]] = []
    for number, (codes, value) in enumerate(rows, 1):
        if value is None:
            continue
        exact = Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value
        cell = cell_of(exact)
        if power is not None and codes[power] not in ("", "0"):
            cell = Unfit(
                tr(
                    "the value is one of 10 to the power of %(power)s (%(multiplier)s): if the ledger counts so, say "
                    'it by `"where": {"%(multiplier)s": "%(power)s"}` in the file of sources',
                    power=codes[power],
                    multiplier=multiplier,
                )
            )
        cells: list[Cell] = [*codes, cell]
        if place is not None:
            cells.insert(-1, period_of(codes[place]))
        found.append((number, tuple(cells)))
    own = [name if name not in ("period", "value") else f"{name} (dimension)" for name in names]
    return Table((*own, *(["period"] if place is not None else []), "value"), tuple(found))


def _document(body: bytes, path: str) -> Json:
    value, suspect = parsed(decode(body.removeprefix(b"\xef\xbb\xbf"), path), path)
    if suspect:
        raise _unlike(path, tr("JSON without repeated keys, and with numbers of 30 digits at most"), "others")
    return value


def _object(value: Json, path: str, what: str) -> Mapping[str, Json]:
    if not isinstance(value, dict):
        raise _unlike(path, what, "none")
    return value


def _list(value: Json, path: str, what: str) -> Sequence[Json]:
    if not isinstance(value, list):
        raise _unlike(path, what, "none")
    return value


def _unlike(path: str, expected: str, found: str) -> ProblemsFound:
    hint = tr('Is the address that of data, and is "format" right?')
    return ProblemsFound(
        [
            Problem(
                path,
                tr(
                    "it is not what its format says: expected %(expected)s; found %(found)s",
                    expected=expected,
                    found=found,
                ),
                hint=hint,
            )
        ]
    )
