"""Sites of other institutions, each built once a run."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from institutions.sites import SITES, Institution

from tools import built, programs


@dataclass(frozen=True)
class Built:
    """An institution with its project and its built site."""

    institution: Institution
    project: Path
    site: built.Site


@pytest.fixture(scope="session", params=SITES)
def newsroom(request: pytest.FixtureRequest, shared_folder: Path) -> Built:
    """Each site in turn; to be read."""
    return _built(request.param, shared_folder)


@pytest.fixture(scope="session")
def newsrooms(shared_folder: Path) -> list[Built]:
    """All of them."""
    return [_built(name, shared_folder) for name in SITES]


def _built(name: str, shared_folder: Path) -> Built:
    institution = SITES[name]

    def make(folder: Path) -> None:
        built.build(institution.write(folder / "project"), folder / "site")

    folder = programs.once(shared_folder, f"institution-{name}", make)
    return Built(institution, folder / "project", built.Site(folder / "site"))
