"""SDMX-JSON and PxWeb's JSON-stat, as statistical offices publish them: messages made by hand from the standards."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pull.server import Server, serving
from pull.test_databases import DEFAULTS, NOW, pulled, refused

from aimaq.base.problems import ProblemsFound
from aimaq.figures.pull.copies import Copies
from aimaq.figures.pull.sources import DataSource
from aimaq.figures.pull.statistics_json import json_stat_table, period_of, sdmx_table

SETTINGS = {key: text for key, text in DEFAULTS.items() if key != "period"}
Json = dict[str, Any]


@pytest.fixture
def copies(tmp_path: Path) -> Copies:
    return Copies(tmp_path / "copies", lambda: NOW)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as server:
        yield server


def component(name: str, *codes: str) -> Json:
    return {"id": name, "values": [{"id": code, "name": code} for code in codes]}


def sdmx(version: int, *, flat: bool = False) -> Json:
    """Wages in two regions; the last quarter has no value in one of them yet."""
    time = component("TIME_PERIOD", "2025-Q1", "2025-Q2")
    area, unit = component("REF_AREA", "KZ-75", "KZ-71"), component("UNIT", "KZT")
    status = component("OBS_STATUS", "A", "P")
    values: list[list[object]] = [[410.5, 0], [420.25, 1], [390, 0], [None, 0]]
    if flat:
        dimensions: Json = {"dataSet": [unit], "observation": [area, time]}
        data: Json = {"observations": {f"{i // 2}:{i % 2}": value for i, value in enumerate(values)}}
    else:
        dimensions = {"series": [unit, area], "observation": [time]}
        data = {
            "series": {
                f"0:{region}": {"observations": {str(i): values[2 * region + i] for i in range(2)}}
                for region in range(2)
            }
        }
    structure = {"dimensions": dimensions, "attributes": {"observation": [status]}}
    if version == 1:
        return {"header": {}, "dataSets": [data], "structure": structure}
    return {"meta": {}, "data": {"dataSets": [{"structure": 0, **data}], "structures": [structure]}}


@pytest.mark.parametrize("flat", [False, True])
@pytest.mark.parametrize("version", [1, 2])
def test_a_message_of_sdmx_is_a_table(server: Server, copies: Copies, version: int, flat: bool) -> None:
    server.bodies["/data.json"] = json.dumps(sdmx(version, flat=flat)).encode()
    source = DataSource(
        "firms",
        f"{server.url}/data.json",
        "sdmx-json",
        where={"REF_AREA": "KZ-75"},
        columns={"status": "OBS_STATUS"},
        defaults=SETTINGS,
    )
    found = [each.observation for each in pulled(source, copies, 2)]
    assert [(each.period, str(each.value), each.status.value) for each in found] == [
        ("2025-Q1", "410.5", "actual"),
        ("2025-Q2", "420.25", "provisional"),
    ]
    other = DataSource("firms", source.place, "sdmx-json", where={"REF_AREA": "KZ-71"}, defaults=SETTINGS)
    assert [str(each.observation.value) for each in pulled(other, copies)] == ["390"]
    both = DataSource("firms", source.place, "sdmx-json", defaults=SETTINGS)
    assert "contradict each other" in refused(both, copies)


@pytest.mark.parametrize("level", ["dataSet", "dimensionGroup", "series", "observation"])
def test_a_value_of_millions_is_read_where_the_source_says_so(server: Server, copies: Copies, level: str) -> None:
    """SDMX's UNIT_MULT; an office may change it from one release to the next."""
    message = sdmx(1)
    multiplier = component("UNIT_MULT", "6")
    message["structure"]["attributes"].setdefault(level, []).append(multiplier)
    data = message["dataSets"][0]
    if level == "dataSet":
        data["attributes"] = [0]
    for series in data["series"].values():
        if level == "series":
            series["attributes"] = [0]
        if level == "observation":
            series["observations"] = {place: [*values, 0] for place, values in series["observations"].items()}
    where = {"REF_AREA": "KZ-71"}

    def source(power: str, **more: str) -> DataSource:
        """Return a source of another address, which has no copy yet."""
        multiplier["values"] = component("UNIT_MULT", power)["values"]
        place = f"/{power}-{len(more)}.json"
        server.bodies[place] = json.dumps(message).encode()
        return DataSource("firms", f"{server.url}{place}", "sdmx-json", where={**where, **more}, defaults=SETTINGS)

    assert "value: the value is one of 10 to the power of 6 (UNIT_MULT)" in refused(source("6"), copies)
    assert [str(each.observation.value) for each in pulled(source("6", UNIT_MULT="6"), copies)] == ["390"]
    assert "there are no rows" in refused(source("9", UNIT_MULT="6"), copies)
    assert [str(each.observation.value) for each in pulled(source("0"), copies)] == ["390"]


def json_stat(*, sparse: bool = False, old: bool = False) -> Json:
    values = [101, 102, None, 90, 91, 92.5]
    dimension: Json = {
        "Region": {"category": {"index": {"75": 0, "71": 1}, "label": {"75": "Алматы", "71": "Астана"}}},
        "Tid": {"category": {"index": ["2025M01", "2025M02", "2025M03"]}},
        "Unit": {"category": {"label": {"p": "persons"}}},
    }
    names, size, role = ["Region", "Tid", "Unit"], [2, 3, 1], {"time": ["Tid"]}
    held: object = {str(i): value for i, value in enumerate(values) if value is not None} if sparse else values
    if old:
        return {"dataset": {"dimension": {**dimension, "id": names, "size": size, "role": role}, "value": held}}
    data: Json = {"version": "2.0", "class": "dataset", "id": names, "size": size, "dimension": dimension}
    return {**data, "value": held, "role": role}


SELECTION = {"filter": "item", "values": ["75"]}
QUERY = {"query": [{"code": "Region", "selection": SELECTION}], "response": {"format": "json-stat2"}}


@pytest.mark.parametrize("sparse", [False, True])
@pytest.mark.parametrize("old", [False, True])
def test_pxweb_is_asked_by_post_and_answers_in_json_stat(
    server: Server, copies: Copies, sparse: bool, old: bool
) -> None:
    server.bodies["/api/v1/ru/wages.px"] = json.dumps(json_stat(sparse=sparse, old=old)).encode()
    server.posted = QUERY
    place = f"{server.url}/api/v1/ru/wages.px"
    source = DataSource("firms", place, "json-stat", post=QUERY, where={"Region": "75"}, defaults=SETTINGS)
    found = [each.observation for each in pulled(source, copies)]
    assert [(each.period, str(each.value)) for each in found] == [("2025-01", "101"), ("2025-02", "102")]
    wrong = DataSource("firms", place, "json-stat", post={"query": []}, where={"Region": "75"}, defaults=SETTINGS)
    assert "the server answers 400" in refused(wrong, copies)
    region = DataSource("firms", place, "json-stat", post=QUERY, where={"Regio": "75"}, defaults=SETTINGS)
    assert 'there is no column "Regio"; did you mean "Region"?' in refused(region, copies)


@pytest.mark.parametrize(
    ("code", "period"),
    [
        ("2022", "2022"),
        ("2022M01", "2022-01"),
        ("2022-M12", "2022-12"),
        ("2022K1", "2022-Q1"),
        ("2022Q4", "2022-Q4"),
        ("2022-Q4", "2022-Q4"),
        ("2022H2", "2022-S2"),
        ("2022-S1", "2022-S1"),
        ("2022-A1", "2022"),
        ("2022A", "2022"),
        ("2022-12", "2022-12"),
        ("2022W05", "2022W05"),
    ],
)
def test_periods_of_offices(code: str, period: str) -> None:
    assert period_of(code) == period


OTHERS: tuple[object, ...] = (None, 7, "x", [], {}, [None], {"a": {"b": []}}, -1)


def test_a_message_that_is_damaged_is_named_whatever_is_missing() -> None:
    """Each part of a sound message in turn is taken away, or is something else."""
    for read, message in ((sdmx_table, sdmx(1)), (sdmx_table, sdmx(2, flat=True)), (json_stat_table, json_stat())):
        for path in list(_paths(message)):
            for other in OTHERS:
                damaged = json.loads(json.dumps(message))
                owner = damaged
                for step in path[:-1]:
                    owner = owner[step]
                owner[path[-1]] = other
                try:
                    for _, cells in read(json.dumps(damaged).encode(), "a.json"):
                        assert cells
                except ProblemsFound as found:
                    assert "expected" in str(found)
    for body in (b"", b"[]", b"{}", b"<html>", b'{"a": 1, "a": 2}', b'{"value": 1e999999}'):
        for read in (sdmx_table, json_stat_table):
            with pytest.raises(ProblemsFound):
                read(body, "a.json")


def _paths(value: object, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, inner in items:
        yield (*path, name)
        yield from _paths(inner, (*path, name))
