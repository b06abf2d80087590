"""Servers that the tests of this folder share, and a short way to publish."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import boto3
import pytest

from aimaq.publishing.publish import publish_site
from aimaq.publishing.targets.target_settings import PublishOptions, find_target
from aimaq.settings.read import read_settings
from tools import logged_site as sites
from tools import loopback, versions
from tools.built import ROOT
from tools.logged_site import Place
from tools.object_headers import object_headers

Publish = Callable[..., str]


@pytest.fixture(scope="module")
def sshd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[loopback.Sshd]:
    with loopback.sshd(tmp_path_factory.mktemp("sshd")) as server:
        yield server


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of SeaweedFS's S3 gateway."""
    with loopback.seaweedfs(tmp_path_factory.mktemp("weed")) as port:
        yield port


@pytest.fixture
def storage(gateway: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[loopback.Counting]:
    """The gateway, behind a proxy that counts; the keys to it are in the environment."""
    for name, value in loopback.KEYS.items():
        monkeypatch.setenv(name, value)
    with loopback.counting(gateway) as proxy:
        yield proxy


@pytest.fixture
def bucket(gateway: int, storage: loopback.Counting) -> Any:
    """A new bucket, as boto3 sees it, past the proxy."""
    session = boto3.session.Session()
    resource = session.resource("s3", endpoint_url=f"http://127.0.0.1:{gateway}", region_name="us-east-1")
    new = resource.Bucket(f"site-{uuid4().hex[:12]}")
    new.create()
    return new


@pytest.fixture
def publish(tmp_path: Path) -> Publish:
    """Publish files to a target that is described as in the settings, and return the command's report."""

    def work(target: dict[str, Any], files: dict[str, bytes], **options: bool) -> str:
        site = versions.write(tmp_path / "site", files)
        place = find_target(read_settings({"PUBLISH_TARGETS": {"web": target}}, ROOT), "web")
        return publish_site(place, site, tmp_path / "cache", object_headers, PublishOptions(**options))

    return work


@pytest.fixture(scope="module", params=["folder", "server", "bucket"])
def published(
    request: pytest.FixtureRequest, begun: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Path, Place]]:
    """A site and its target of each kind; a figure was recorded after the beginning; all is committed."""
    home = tmp_path_factory.mktemp("published")
    srv = home / "srv"
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "bucket":
            for name, value in loopback.KEYS.items():
                patch.setenv(name, value)
            endpoint = f"http://127.0.0.1:{request.getfixturevalue('gateway')}"
            bucket = (
                boto3.session.Session().resource("s3", endpoint_url=endpoint, region_name="us-east-1").Bucket("log")
            )
            bucket.create()
            place = sites.bucket_place(bucket, endpoint)
        elif request.param == "server":
            sshd: loopback.Sshd = request.getfixturevalue("sshd")
            address = sshd.address(srv)
            place = sites.folder_place(srv, address, str(sshd.config))
        else:
            place = sites.folder_place(srv, str(srv))
        project = sites.point_to(sites.copy(begun, home / "site"), place)
        sites.record(project, "enterprises", "30", "2023-12-31")
        sites.ran(project, "publish")
        sites.commit(project, "Publish a figure")
        yield project, place


@pytest.fixture(scope="module")
def _clone(published: tuple[Path, Place], tmp_path_factory: pytest.TempPathFactory) -> Path:
    project, _ = published
    return sites.clone(project, tmp_path_factory.mktemp("clone") / "site")


@pytest.fixture
def clone(_clone: Path) -> Iterator[Path]:
    """A fresh clone for each target, without caches: after a test, what was committed is put back.

    What the test has composed stays in the cache, but nothing of the log does.
    """
    yield _clone
    if (_clone.parent / "git").exists():
        (_clone.parent / "git").rename(_clone / ".git")
    sites.git(_clone, "checkout", "--quiet", ".")
    sites.git(_clone, "clean", "--quiet", "--force", "content")
    shutil.rmtree(_clone / ".aimaq/log", ignore_errors=True)
