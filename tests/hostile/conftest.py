"""Few builds of many inputs: the harmless ones together, the same with plain words, and the refused ones together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hostile.places import LEDGER, Case, cases, put_figures, put_kinds, put_texts, small_project

from tools.built import aimaq


@dataclass(frozen=True)
class Built:
    """A built project, and what the command said."""

    project: Path
    said: str
    returncode: int

    @property
    def output(self) -> Path:
        return self.project / "output"

    @property
    def problems(self) -> list[str]:
        """The messages, each with its hint."""
        found: list[str] = []
        for line in self.said.splitlines():
            if line.startswith("    ") and found:
                found[-1] += f"\n{line}"
            else:
                found.append(line)
        return found


def build(project: Path) -> Built:
    done = aimaq("build", project=project)
    return Built(project, done.stdout + done.stderr, done.returncode)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Built]:
    """``built(cases, plain=False)`` builds a project that holds them all; with ``fill``, every kind of story, too."""

    def run(chosen: Iterable[Case], *, plain: bool = False, fill: Callable[[str], str] | None = None) -> Built:
        chosen = list(chosen)
        project = small_project(tmp_path_factory.mktemp("hostile") / "project")
        put_texts(project, (case for case in chosen if case.place not in LEDGER), plain=plain)
        put_figures(project, (case for case in chosen if case.place in LEDGER), plain=plain)
        if fill:
            put_kinds(project, fill)
        return build(project)

    return run


@pytest.fixture(scope="session")
def harmless(built: Callable[..., Built]) -> Built:
    return built(case for case in cases() if not case.told)


@pytest.fixture(scope="session")
def plain(built: Callable[..., Built]) -> Built:
    return built((case for case in cases() if not case.told), plain=True)


@pytest.fixture(scope="session")
def refused(built: Callable[..., Built]) -> Built:
    return built(case for case in cases() if case.told)
