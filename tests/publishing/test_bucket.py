"""Object storage, a real one: only what changed goes over, in order; interruptions, faults, limits, rollbacks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from aimaq.base.problems import ProblemsFound
from aimaq.publishing.publish import list_releases, publish_site, roll_back
from aimaq.publishing.targets.bucket_client import PARALLEL_REQUESTS
from aimaq.publishing.targets.target_settings import PublishOptions, find_target
from aimaq.settings.read import read_settings
from tools import loopback, versions
from tools.built import ROOT

Publish = Callable[..., str]


@pytest.fixture
def target(bucket: Any, storage: loopback.Counting) -> dict[str, Any]:
    return {
        "to": f"s3://{bucket.name}/press",
        "endpoint": f"http://127.0.0.1:{storage.port}",
        "region": "us-east-1",
        "keep": 3,
        "grace": 0,
    }


def found(target: dict[str, Any]) -> Any:
    return find_target(read_settings({"PUBLISH_TARGETS": {"web": target}}, ROOT), "web")


def served(bucket: Any) -> dict[str, bytes]:
    """What readers can get."""
    objects = {each.key.removeprefix("press/"): each for each in bucket.objects.filter(Prefix="press/")}
    return {key: each.get()["Body"].read() for key, each in objects.items() if not key.startswith(".aimaq/")}


def put(storage: loopback.Counting) -> list[str]:
    """The site's files that were uploaded since the last look."""
    paths = [path.removeprefix("press/") for path in storage.paths("PUT")]
    storage.requests.clear()
    return [path for path in paths if not path.startswith(".aimaq/")]


def test_only_what_changed_goes_over(
    publish: Publish, target: dict[str, Any], bucket: Any, storage: loopback.Counting
) -> None:
    one = versions.files_of(1)
    publish(target, one)
    assert served(bucket) == one
    assert sorted(put(storage)) == sorted(one)
    two = {**one, "index.html": b"<h1>two</h1>", "new/index.html": b"new"}
    report = publish(target, two)
    assert served(bucket) == two
    bodies = sum(size for method, path, size in storage.requests if method == "PUT" and ".aimaq" not in path)
    assert bodies == len(two["index.html"]) + len(two["new/index.html"])
    assert f"{len(storage.requests)} requests" in report
    assert len(storage.requests) <= 12
    assert put(storage) == ["new/index.html", "index.html"]
    assert "has this site already" in publish(target, two)
    assert not put(storage)


def test_objects_have_types_and_know_how_long_they_last(publish: Publish, target: dict[str, Any], bucket: Any) -> None:
    sheet = next(path for path in versions.files_of(1) if path.endswith(".css"))
    publish(target, {**versions.files_of(1), "файл.ics": b"x", "unknown.zzz": b"x"})
    expected = {
        "index.html": ("text/html; charset=utf-8", "no-cache"),
        sheet: ("text/css; charset=utf-8", "public, max-age=31536000, immutable"),
        "theme/fonts/text.woff2": ("font/woff2", "no-cache"),
        "api/data.json": ("application/json", "no-cache"),
        "файл.ics": ("text/calendar; charset=utf-8", "no-cache"),
        "unknown.zzz": ("application/octet-stream", "no-cache"),
    }
    for path, headers in expected.items():
        head = bucket.Object(f"press/{path}").get()
        assert (head["ContentType"], head["CacheControl"]) == headers, path


def test_assets_come_first_pages_last_and_deletions_after_all(
    publish: Publish, target: dict[str, Any], storage: loopback.Counting
) -> None:
    publish(target, {**versions.files_of(1), "old/index.html": b"old"})
    storage.requests.clear()
    publish(target, versions.files_of(20))
    order = put_and_delete = [path for method, path, _ in storage.requests if method in ("PUT", "POST")]
    place = {path.split("?")[0].split("/", 3)[-1]: number for number, path in enumerate(put_and_delete)}
    sheet = next(path for path in versions.files_of(20) if path.endswith(".css"))
    assert place[sheet] < place["news/story-20/index.html"] < place["api/data.json"] < place["index.html"]
    assert place["feeds/all.xml"] < place["index.html"] < place[".aimaq/current"]
    assert "delete" in order[-1] and order[-2].endswith("/.aimaq/current")


def test_styles_of_kept_releases_linger(publish: Publish, target: dict[str, Any], bucket: Any) -> None:
    sheets = []
    for version in range(1, 6):
        files = versions.files_of(version)
        sheets.append(next(path for path in files if path.endswith(".css")))
        publish(target, files)
    assert [sheet in served(bucket) for sheet in sheets] == [False, False, True, True, True]
    aside = [each.key for each in bucket.objects.filter(Prefix="press/.aimaq/")]
    assert sum("/manifests/" in key for key in aside) == 3
    changing = sum(versions.files_of(1)[path] != versions.files_of(2).get(path) for path in versions.files_of(1)) - 1
    assert sum("/replaced/" in key for key in aside) == 2 * changing, "what only dropped releases had is gone"


def test_a_rollback_copies_within_the_storage(
    publish: Publish, target: dict[str, Any], bucket: Any, storage: loopback.Counting
) -> None:
    one, two = versions.files_of(1), {**versions.files_of(2), "mistake/index.html": b"wrong"}
    publish(target, one)
    publish(target, two)
    second, first = (line.split()[0] for line in list_releases(found(target)).split("\n"))
    storage.requests.clear()
    assert roll_back(found(target), "") == f"web ({target['to']}) serves {first} again, instead of {second}."
    assert all(size == 0 or ".aimaq/" in path or "delete" in path for _, path, size in storage.requests)
    sheet = next(path for path in two if path.endswith(".css"))
    assert served(bucket) == one | {sheet: two[sheet]}
    assert bucket.Object("press/index.html").get()["ContentType"] == "text/html; charset=utf-8"
    roll_back(found(target), second)
    assert {path: served(bucket)[path] for path in two} == two
    with pytest.raises(ProblemsFound, match="there is no release before the current one"):
        roll_back(found({**target, "to": target["to"] + "2"}), "")


def test_a_rollback_to_what_is_not_whole_is_refused(publish: Publish, target: dict[str, Any], bucket: Any) -> None:
    publish(target, versions.files_of(1))
    publish(target, versions.files_of(2))
    bucket.objects.filter(Prefix="press/.aimaq/replaced/").delete()
    with pytest.raises(ProblemsFound, match=r"(?s)files of the release \w+ are no longer there.*its Git revision"):
        roll_back(found(target), "")
    assert {path: served(bucket)[path] for path in versions.files_of(2)} == versions.files_of(2)


def test_what_somebody_changed_in_the_bucket_is_set_right(
    publish: Publish, target: dict[str, Any], bucket: Any, storage: loopback.Counting
) -> None:
    files = versions.files_of(1)
    publish(target, files)
    bucket.Object("press/index.html").put(Body=b"defaced")
    bucket.Object("press/about/index.html").delete()
    bucket.Object("press/extra.html").put(Body=b"not ours")
    storage.requests.clear()
    publish(target, files)
    assert served(bucket) == files
    assert sorted(put(storage)) == ["about/index.html", "index.html"]


def test_a_lost_or_damaged_manifest_costs_a_comparison_not_an_upload(
    publish: Publish, target: dict[str, Any], bucket: Any, storage: loopback.Counting
) -> None:
    files = versions.files_of(1)
    publish(target, files)
    for each in bucket.objects.filter(Prefix="press/.aimaq/manifests/"):
        each.put(Body=each.get()["Body"].read()[:-1] + b"?")
    storage.requests.clear()
    publish(target, {**files, "index.html": b"two"})
    assert put(storage) == ["index.html"]
    bucket.objects.filter(Prefix="press/.aimaq/manifests/").delete()
    publish(target, files)
    assert put(storage) == ["index.html"]
    assert served(bucket) == files


def test_other_headers_are_a_change(target: dict[str, Any], publish: Publish, bucket: Any, tmp_path: Any) -> None:
    publish(target, {"index.html": b"x", "a.txt": b"y"})
    headers = {"Content-Type": "text/plain", "Cache-Control": "max-age=60"}
    report = publish_site(found(target), tmp_path / "site", tmp_path / "cache", lambda path: headers, PublishOptions())
    assert "0 added, 2 changed" in report
    assert bucket.Object("press/a.txt").get()["CacheControl"] == "max-age=60"


def test_a_killed_publication_is_continued(
    publish: Publish, target: dict[str, Any], bucket: Any, storage: loopback.Counting, tmp_path: Any
) -> None:
    files = versions.files_of(1, articles=300)
    site = versions.write(tmp_path / "site", files)
    code = (
        "import sys, json; from pathlib import Path\n"
        "from aimaq.publishing.targets.target_settings import find_target\n"
        "from aimaq.publishing.publish import publish_site\n"
        "from aimaq.publishing.targets.target_settings import PublishOptions\n"
        "from aimaq.settings.read import read_settings\n"
        "from tools.object_headers import object_headers\n"
        "settings = read_settings({'PUBLISH_TARGETS': {'web': json.loads(sys.argv[1])}}, Path('.'))\n"
        "target = find_target(settings, 'web')\n"
        "publish_site(target, Path(sys.argv[2]), Path(sys.argv[3]), object_headers, PublishOptions())\n"
    )
    arguments = [sys.executable, "-c", code, json.dumps(target), str(site), str(tmp_path / "cache")]
    lock, held, killed = threading.Lock(), list[str](), threading.Event()
    arrived: list[str] = []

    def hold(method: str, path: str) -> int:
        """Let a hundred files through, and hold every further one until the publication has been killed."""
        if method != "PUT":
            return 0
        with lock:
            through = len(arrived) < 100
            (arrived if through else held).append(path.split("?")[0].removeprefix(f"/{bucket.name}/press/"))
        if through:
            return 0
        killed.wait()
        return 503

    storage.fault = hold
    process = subprocess.Popen(arguments, env={**os.environ, "PYTHONPATH": str(ROOT / "tests")})
    try:
        while len(held) < PARALLEL_REQUESTS:  # then each is waiting, and what was let through has been answered
            assert process.poll() is None
            time.sleep(0.01)
    finally:
        process.kill()
        process.wait()
        killed.set()
    storage.fault = lambda method, path: 0
    done = {path for path in arrived if not path.startswith(".aimaq/")}
    assert served(bucket).keys() == done
    storage.requests.clear()
    publish(target, files)
    assert sorted(put(storage)) == sorted(files.keys() - done), "and nothing is sent twice"
    assert served(bucket) == files


def test_a_short_fault_is_tried_again(
    publish: Publish, target: dict[str, Any], bucket: Any, storage: loopback.Counting
) -> None:
    lock, failed = threading.Lock(), set[str]()

    def once(method: str, path: str) -> int:
        with lock:
            first = method == "PUT" and "/news/" in path and path not in failed
            failed.add(path)
        return 503 if first else 0

    storage.fault = once
    files = versions.files_of(1)
    publish(target, files)
    assert served(bucket) == files
    assert sum("/news/" in path for path in storage.paths("PUT")) >= 40


def test_a_lasting_fault_is_told_at_the_end_and_no_page_leads_to_what_is_missing(
    publish: Publish, target: dict[str, Any], bucket: Any, storage: loopback.Counting
) -> None:
    one, two = versions.files_of(1), versions.files_of(20)
    publish(target, one)
    storage.fault = lambda method, path: 403 if method == "PUT" and path.endswith("story-21/index.html") else 0
    with pytest.raises(ProblemsFound, match=r"news/story-21/index\.html") as raised:
        publish(target, two)
    assert len(raised.value.problems) == 1
    now = served(bucket)
    assert now["index.html"] == one["index.html"] and "news/story-20/index.html" in now
    storage.fault = lambda method, path: 0
    storage.requests.clear()
    publish(target, two)
    assert "news/story-20/index.html" not in put(storage)
    assert {path: served(bucket)[path] for path in two} == two


def test_too_many_deletions_are_refused_before_anything_is_done(
    publish: Publish, target: dict[str, Any], bucket: Any, storage: loopback.Counting
) -> None:
    files = versions.files_of(1)
    publish(target, files)
    storage.requests.clear()
    with pytest.raises(ProblemsFound, match=r"(?s)24 of 28 files would be deleted.*--allow-deletions"):
        publish(target, {"index.html": b"all is lost", "robots.txt": b"", "about/index.html": b""})
    assert not put(storage) and served(bucket) == files
    publish(target, {"index.html": b"as meant"}, allow_deletions=True)
    assert set(served(bucket)) == {"index.html", next(path for path in files if path.endswith(".css"))}


def test_a_dry_run_writes_nothing(publish: Publish, target: dict[str, Any], storage: loopback.Counting) -> None:
    report = publish(target, {"index.html": b"x"}, dry_run=True)
    assert report.endswith("1 added, 0 changed, 0 removed.\n  + index.html")
    assert {method for method, _, _ in storage.requests} == {"GET"}


def test_a_bucket_of_somebody_else_is_refused(publish: Publish, target: dict[str, Any], bucket: Any) -> None:
    bucket.Object("press/thesis.doc").put(Body=b"mine")
    with pytest.raises(ProblemsFound, match="holds 1 objects, and none that aimaq publish has put there"):
        publish(target, versions.files_of(1))
    assert served(bucket) == {"thesis.doc": b"mine"}


# What is in the way


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("AWS_ACCESS_KEY_ID", "stranger", r"InvalidAccessKeyId(?s:.*)does not know this access key"),
        ("AWS_SECRET_ACCESS_KEY", "wrong", r"SignatureDoesNotMatch(?s:.*)does not belong to the access key"),
    ],
)
def test_wrong_keys(
    publish: Publish, target: dict[str, Any], monkeypatch: pytest.MonkeyPatch, name: str, value: str, message: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ProblemsFound, match=message):
        publish(target, {"index.html": b"x"})


def test_no_keys(publish: Publish, target: dict[str, Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    for name in loopback.KEYS:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    with pytest.raises(ProblemsFound, match=r"(?s)Unable to locate credentials.*set AWS_ACCESS_KEY_ID"):
        publish(target, {"index.html": b"x"})


def test_no_such_bucket(publish: Publish, target: dict[str, Any]) -> None:
    with pytest.raises(ProblemsFound, match=r"(?s)NoSuchBucket.*make the bucket, or correct its name"):
        publish({**target, "to": "s3://no-such-bucket"}, {"index.html": b"x"})


def test_storage_that_does_not_answer(publish: Publish, target: dict[str, Any]) -> None:
    nobody = f"http://127.0.0.1:{loopback.free_port()}"
    with pytest.raises(ProblemsFound, match=rf"(?s)no answer from {nobody}.*is the address right"):
        publish({**target, "endpoint": nobody}, {"index.html": b"x"})
