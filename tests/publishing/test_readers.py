"""What readers see while the site is published a hundred times: whole pages, each with its own styles, no dead link."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tools import loopback, programs, versions
from tools.readers import Readers, reading

Publish = Callable[..., str]
DEPLOYMENTS = 100


def test_a_hundred_deployments_behind_nginx(publish: Publish, tmp_path: Path) -> None:
    """Only the last twenty releases are kept, so that releases go, too, while readers read."""
    programs.require("rsync", "rsync")
    root, known = tmp_path / "press", versions.Known()
    target = {"to": str(root), "keep": 20, "grace": 0}

    def deploy(version: int) -> None:
        files = versions.files_of(version)
        known.add(files)
        publish(target, files)

    deploy(0)
    with loopback.nginx(tmp_path, root / "current") as port, reading(Readers(port, known)) as readers:
        for version in range(1, DEPLOYMENTS + 1):
            deploy(version)
            readers.wait_for(version)
            assert not readers.wrong
    assert not readers.wrong
    assert len(list((root / "releases").iterdir())) == 20
    assert len(readers.seen) > DEPLOYMENTS / 2, "they were there all the time"
    assert readers.pages > DEPLOYMENTS and readers.compressed > 0


def test_deployments_to_object_storage(publish: Publish, storage: loopback.Counting, bucket: Any, gateway: int) -> None:
    """Each page is whole, has its own styles and leads nowhere in vain; two pages may be of different versions."""
    known = versions.Known()
    target = {
        "to": f"s3://{bucket.name}",
        "endpoint": f"http://127.0.0.1:{storage.port}",
        "region": "us-east-1",
        "keep": 3,
        "grace": 0,
    }

    def deploy(version: int) -> None:
        files = versions.files_of(version * 5, articles=10)
        known.add(files)
        publish(target, files)

    deploy(0)
    with reading(Readers(gateway, known, prefix=f"/{bucket.name}", index="index.html")) as readers:
        for version in range(1, 9):
            deploy(version)
            readers.wait_for(version * 5)
    assert not readers.wrong
    assert len(readers.seen) > 3 and readers.pages > 20
