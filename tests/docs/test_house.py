"""The pictures and numbers in docs/architecture are those of the code, and no number gets worse again."""

import pytest

from tools import house, measure_house
from tools.house import ROOT
from tools.measure_house import MEASURES

#: The names of the rooms, without reading them: that takes half a second, and every worker of a run collects tests.
ROOMS = ["aimaq", *sorted(each.parent.name for each in (ROOT / "plugins/aimaq").glob("*/__init__.py"))]


@pytest.fixture(scope="module")
def rooms() -> dict[str, house.Room]:
    return {room.name: room for room in house.rooms(ROOT / "plugins")}


def test_the_page_of_rooms_is_current() -> None:
    """`python tests/tools/house.py` writes it."""
    written = house.PAGE.read_text(encoding="utf-8")
    assert written == house.page(ROOT / "plugins", house.TITLE, house.ABOUT)


@pytest.mark.parametrize("name", ROOMS)
def test_every_room_says_what_it_holds(rooms: dict[str, house.Room], name: str) -> None:
    room = rooms[name]
    assert room.sentence.endswith("."), f"{room.prefix}: expected a docstring that begins with one sentence"


@pytest.fixture(scope="module")
def numbers() -> dict[str, int]:
    return measure_house.measured()


@pytest.mark.parametrize("name", [name for name in MEASURES if name != "executions"])
def test_no_number_exceeds_its_limit(numbers: dict[str, int], name: str) -> None:
    """`python tests/tools/measure_house.py --root .` prints where everything that is counted stands."""
    measure = MEASURES[name]
    assert numbers[name] <= measure.limit, f"{measure.name}: {numbers[name]}, at most {measure.limit}"


def test_a_build_executes_the_settings_file_no_more_than_allowed() -> None:
    assert measure_house.executions(ROOT) <= MEASURES["executions"].limit


def test_the_table_before_and_after_has_every_measure() -> None:
    page = measure_house.PAGE.read_text(encoding="utf-8")
    for measure in MEASURES.values():
        assert f"| {measure.name} | {measure.before:,} |" in page
