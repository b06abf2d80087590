"""Fixtures that every area's tests may use: the built site, a project to change, a browser, programs."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, expect, sync_playwright

from tools import built, programs, remembered_templates
from tools.browser import launch
from tools.forked import own_cores
from tools.gears import gear_of, has_unit_tests
from tools.memory import keep_files_in_memory

# A machine that is busy with something else makes an example slow, and not wrong.
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")
expect.set_options(timeout=30_000)  # as long as Playwright waits for everything else
keep_files_in_memory()


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out files without a test of the gear ``unit``, if only that is asked for: to import them takes seconds."""
    is_file = collection_path.suffix == ".py" and collection_path.name.startswith("test_")
    return True if config.option.markexpr == "unit" and is_file and not has_unit_tests(collection_path) else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark each test with its gear, if tests are selected by marks: to read their code takes seconds."""
    for item in items if config.option.markexpr else ():
        assert isinstance(item, pytest.Function)
        gear = gear_of(item.path, item.originalname, item.fixturenames)
        item.add_marker(gear.name.lower())


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Return how many workers ``-n auto`` starts: one more than there are cores; no more for the gear ``unit``.

    A test waits a quarter of its time, for servers and browsers; another one runs meanwhile. Those of ``unit`` do not.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return cores if config.option.markexpr == "unit" else cores + 1


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """A folder that all workers of this run share, and no other run."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if hasattr(request.config, "workerinput") else base


@pytest.fixture(scope="session")
def site(shared_folder: Path) -> built.Site:
    """The real site, built once a run from the repository's own content. Read only."""
    output = programs.once(shared_folder, "site", lambda folder: built.build(built.ROOT, folder / "output"))
    return built.Site(output / "output")


@pytest.fixture
def one_core() -> Iterator[None]:
    """Build on one core, here and in what is started: a small site is built faster so; others test the workers."""
    mine = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(own_cores(sorted(mine), os.environ))})
    yield
    os.sched_setaffinity(0, mine)


@pytest.fixture(scope="session")
def templates_compiled_once() -> None:
    """From now on, builds in this process compile each template once, as those by ``built.aimaq`` do."""
    remembered_templates.remember()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project (content, theme, plugins, settings) that a test may change and build."""
    return built.copy_project(tmp_path / "project")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium."""
    with sync_playwright() as playwright:
        instance = launch(playwright, programs.chromium())
        yield instance
        instance.close()


@pytest.fixture(scope="session")
def node_tools(shared_folder: Path) -> Path:
    """``node_modules`` of tests/tools, installed once a run if it is not there yet."""
    programs.once(shared_folder, "node-tools", lambda folder: programs.install_node_tools())
    return programs.TOOLS / "node_modules"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say at the end, in red, what was not tested for want of a program."""
    reasons: dict[str, int] = {}
    for report in terminalreporter.stats.get("skipped", []):
        reason = str(report.longrepr[2]) if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if programs.MISSING in reason:
            reason = reason.partition(programs.MISSING)[2]
            reasons[reason] = reasons.get(reason, 0) + 1
    if reasons:
        terminalreporter.section("NOT EVERYTHING WAS TESTED", red=True, bold=True)
        for reason, count in reasons.items():
            terminalreporter.line(f"{count} tests skipped, missing {reason}", red=True)
