"""The newsroom that builds are struck in."""

import pytest

from tools import forked, scenarios
from tools.scenarios import Files, Newsroom


@pytest.fixture(scope="session", autouse=True)
def loaded_once(templates_compiled_once: None) -> None:
    """Builds without a memory are compared with here, all of them of the same templates."""
    forked.load_everything()


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """One newsroom for the module; each test finds it with its first content, built."""
    return Newsroom(tmp_path_factory.mktemp("newsroom"))


@pytest.fixture
def old(room: Newsroom) -> Files:
    """The site before a change."""
    room.restore()
    room.build()
    return room.site()


@pytest.fixture(scope="module")
def edited(room: Newsroom) -> Files:
    """The site of the content as ``scenarios.edit`` leaves it, made by a clean build."""
    room.restore()
    scenarios.edit(room.project)
    site = room.clean()
    room.restore()
    return site
