"""The gear of a test follows from what its code refers to, however far away that stands."""

from pathlib import Path

import pytest

from tools.gears import Gear, gear_of

MODULE = """
import subprocess
from subprocess import CompletedProcess

from tools import programs
from tools.built import Site, build

def helper():
    build(1, 2)

@pytest.fixture
def cleared():
    subprocess.run([])

@pytest.fixture
def chosen(request):
    return request.getfixturevalue(request.param)

def test_types_alone(done: CompletedProcess[str]) -> Site: ...
def test_through_a_function(): helper()
def test_a_program(): programs.require("nginx", "nginx")
def test_in_a_function():
    from aimaq.cli import run
    run(())
"""


@pytest.mark.parametrize(
    ("name", "fixtures", "gear"),
    [
        ("test_types_alone", [], Gear.UNIT),
        ("test_types_alone", ["tmp_path"], Gear.UNIT),
        ("test_types_alone", ["cleared"], Gear.BUILD),
        ("test_types_alone", ["chosen"], Gear.BUILD),
        ("test_through_a_function", [], Gear.BUILD),
        ("test_in_a_function", [], Gear.BUILD),
        ("test_a_program", ["cleared"], Gear.PROGRAMS),
    ],
)
def test_the_gear_is_that_of_all_that_a_test_refers_to(
    tmp_path: Path, name: str, fixtures: list[str], gear: Gear
) -> None:
    file = tmp_path / "test_it.py"
    file.write_text(MODULE, encoding="utf-8")
    assert gear_of(file, name, fixtures) is gear


def test_fixtures_of_all_tests_count() -> None:
    """A fixture is looked for in the test's module, and then in each `conftest.py` above it."""
    here = Path(__file__)
    assert gear_of(here, "none", ["site"]) is Gear.BUILD
    assert gear_of(here, "none", ["site", "node_tools"]) is Gear.PROGRAMS
    assert gear_of(here, "none", ["site", "browser"]) is Gear.BROWSER
