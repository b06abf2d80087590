"""A small site as it was published twice, and a copy of it to forge."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tools.published_copies import Copies


@pytest.fixture(scope="session")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Copies:
    return Copies(tmp_path_factory.mktemp("published"))


@pytest.fixture
def site(copies: Copies, tmp_path: Path) -> Path:
    """A copy of the newer site that a test may forge."""
    return Path(shutil.copytree(copies.new, tmp_path / "site"))
