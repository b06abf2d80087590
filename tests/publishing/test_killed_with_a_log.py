"""A publication is killed at every call that changes the log or its head, and at some that change the target."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path

import pytest

from tools import faults, preloaded
from tools import logged_site as sites
from tools.built import AIMAQ
from tools.logged_site import HEAD, LINES

PUBLISH = [*AIMAQ, "publish"]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with a site that is published, to which an observation was added, and its target."""
    faults.strace()
    srv = tmp_path / "home/srv"
    place = sites.folder_place(srv, str(srv))
    site = sites.point_to(sites.begin(tmp_path / "home/site"), place)
    sites.ran(site, "publish")
    sites.type_observation(site, "enterprises", 30, "2023-12-31")
    return tmp_path / "home"


@pytest.mark.usefixtures("one_core")
def test_nothing_is_lost_and_nothing_is_there_twice(home: Path, tmp_path: Path) -> None:
    site, kept = home / "site", tmp_path / "kept"
    place = sites.folder_place(home / "srv", str(home / "srv"))
    before = sites.lines_of(site)
    # The second run of a command in one state has nothing to write that the first has cached.
    shutil.copytree(home, kept, symlinks=True)

    def back() -> None:
        shutil.rmtree(home)
        sites.copy(kept / "site", site)
        shutil.copytree(kept / "srv", home / "srv", symlinks=True)

    back()
    points = faults.points(PUBLISH, site, home, preloaded.run)
    after = [json.loads(line) for line in sites.lines_of(site)]
    own = [point for point in points if "figures.log" in point.line]
    assert {"write", "fsync"} <= {point.name for point in own} and any("rename" in point.name for point in own)
    target = [point for point in points if str(home / "srv").removeprefix(str(home)) in point.line]
    struck = 0
    for point in [*own, *target[:: max(1, len(target) // 4)]]:
        back()
        _, hit = faults.strike(PUBLISH, site, point, "SIGKILL", preloaded.run)
        struck += hit
        lines = (site / LINES).read_bytes().split(b"\n")
        assert [line.decode() for line in lines[: len(before)]] == before, point
        sites.ran(site, "publish")
        entries = [json.loads(line) for line in sites.lines_of(site)]
        assert without_moments(entries) == without_moments(after), point
        assert max(Counter(without_moments(entries)).values()) == 1, point
        assert place.head == (site / HEAD).read_bytes(), point
        assert place.size == len(entries), point
    assert struck >= len(own)


def without_moments(entries: list[dict[str, object]]) -> list[str]:
    return [json.dumps({name: value for name, value in each.items() if name != "logged"}) for each in entries]
