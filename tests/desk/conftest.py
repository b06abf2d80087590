"""A small site with its desk, and a browser at it: for tests that change the site's files."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from aimaq.desk.server import DeskServer
from tools.built import small_project

from .writing import Writing, careful_tab, served


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return small_project(tmp_path / "site")


@pytest.fixture
def server(project: Path) -> Iterator[DeskServer]:
    with served(project) as found:
        yield found


@pytest.fixture
def writing(browser: Browser, server: DeskServer) -> Iterator[Writing]:
    with careful_tab(browser) as tab:
        yield Writing(tab, server)
