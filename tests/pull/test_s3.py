"""Objects in S3-compatible storage, on a real one; no message repeats a key or what a storage has answered."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import boto3
import pytest
from pull.server import Server, serving
from pull.test_databases import DEFAULTS, NOW, pulled

from aimaq.base.problems import ProblemsFound
from aimaq.figures.pull.copies import Copies
from aimaq.figures.pull.sources import DataSource
from tools import loopback

SETTINGS = {key: text for key, text in DEFAULTS.items() if key != "period"}


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of SeaweedFS's S3 gateway."""
    with loopback.seaweedfs(tmp_path_factory.mktemp("weed")) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {**loopback.KEYS, "AWS_DEFAULT_REGION": "us-east-1"}.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def copies(tmp_path: Path) -> Copies:
    return Copies(tmp_path / "copies", lambda: NOW)


@pytest.fixture
def bucket(gateway: str) -> Any:
    """The bucket, which is made once: to make it again changes nothing."""
    bucket = boto3.session.Session().resource("s3", endpoint_url=gateway).Bucket("numbers")
    with suppress(bucket.meta.client.exceptions.BucketAlreadyOwnedByYou):
        bucket.create()
    return bucket


def source(endpoint: str, key: str = "a/zone.csv", **more: Any) -> DataSource:
    return DataSource("firms", f"s3://numbers/{key}", "csv", endpoint=endpoint, defaults=SETTINGS, **more)


def refused(asked: DataSource, copies: Copies) -> str:
    with pytest.raises(ProblemsFound) as found:
        pulled(asked, copies)
    for secret in loopback.KEYS.values():
        assert secret not in str(found.value)
    return str(found.value)


def test_an_object_is_read_again_only_if_it_has_changed(gateway: str, bucket: Any, copies: Copies) -> None:
    for value, kind in ((5, "text/csv"), (5, ""), (6, "application/octet-stream")):
        more = {"ContentType": kind} if kind else {}
        bucket.put_object(Key="a/zone.csv", Body=f"period,value\n2022,{value}\n".encode(), **more)
        for _ in range(2):
            (one,) = pulled(source(gateway), copies)
            assert one.observation.value == value
    copy = copies.last(source(gateway).identity)
    assert copy and copy.etag
    (one,) = pulled(source(gateway, query="select '2022' as period, count(*) as value from source"), copies)
    assert one.observation.value == 1


def test_what_cannot_be_read_is_named_without_a_key(
    gateway: str, bucket: Any, copies: Copies, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "s3://numbers/none.csv: it cannot be read: there is no such object" in refused(
        source(gateway, "none.csv"), copies
    )
    bucket.put_object(Key="big.csv", Body=b"x" * 2_000_001, ContentType="text/csv")
    assert "it is larger than 2 MB" in refused(source(gateway, "big.csv"), copies)
    bucket.put_object(Key="page.csv", Body=b"<html>", ContentType="text/html")
    assert "the server sends text/html, not CSV" in refused(source(gateway, "page.csv"), copies)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "another-s3cret")
    message = refused(source(gateway), copies)
    assert "the secret key does not belong to the access key" in message and "s3cret" not in message
    assert "this is none" in refused(source("http://127.0.0.1:9"), copies)


def test_a_page_that_echoes_what_was_asked_is_no_storage(copies: Copies) -> None:
    with serving() as server:
        for fault in ("a page", "403", "500"):
            server.fault = fault
            message = refused(source(server.url), copies)
            assert "this is no object storage" in message or "or this is none" in message
            assert "Signature" not in message and "AWS4" not in message
        asked: Server = server
        assert any("AWS4-HMAC-SHA256" in headers.get("Authorization", "") for headers in asked.asked)
