"""Targets in the settings and on the command line; what is wrong with them is said."""

from pathlib import Path
from typing import Any

import pytest

from aimaq.base.problems import ProblemsFound
from aimaq.publishing.targets.target_settings import BucketTarget, FolderTarget, find_target
from aimaq.settings.read import read_settings
from tools.built import ROOT


def found(targets: Any, wanted: str = "") -> Any:
    return find_target(read_settings({"PUBLISH_TARGETS": targets}, ROOT), wanted)


def test_the_kind_follows_from_the_address() -> None:
    folder, server, bucket = (
        found({"x": {"to": to}}) for to in ("/srv/press", "ssh://deploy@host.example:2222/srv/press", "s3://press/a/b/")
    )
    assert isinstance(folder, FolderTarget) and not folder.remote and folder.path == "/srv/press"
    assert isinstance(server, FolderTarget) and server.remote and server.path == "/srv/press"
    assert isinstance(bucket, BucketTarget) and (bucket.bucket, bucket.prefix) == ("press", "a/b/")


def test_an_address_needs_no_settings() -> None:
    assert found({}, "s3://press").bucket == "press"
    assert found({"web": {"to": "/srv/a"}}, "/srv/b").path == "/srv/b"


def test_a_name_chooses_and_a_single_target_needs_none() -> None:
    targets = {"web": {"to": "/srv/a"}, "spare": {"to": "/srv/b"}}
    assert found(targets, "spare").path == "/srv/b"
    assert found({"web": {"to": "/srv/a"}}).path == "/srv/a"


@pytest.mark.parametrize(
    ("targets", "wanted", "message"),
    [
        ({}, "", "there is no target to publish to"),
        ([], "", r"PUBLISH_TARGETS: expected fields, found a list (\[\])"),
        ({"web": {"to": "/srv/a"}}, "wed", 'there is no target "wed"; did you mean "web"?'),
        ({"web": {"to": "/srv/a"}, "b": {"to": "/srv/b"}}, "", "there are several targets: web, b"),
        ({"web": "/srv/a"}, "", 'expected {"to": …}'),
        ({"web": {"to": "/srv/a", "kep": 3}}, "", 'there is no "kep" here; did you mean "keep"?'),
        ({"web": {"to": "/srv/a", "endpoint": "https://x"}}, "", 'there is no "endpoint" here'),
        ({"web": {"to": "/srv/a", "keep": "3"}}, "", "keep: Expected `int`, got `str`"),
        ({"web": {"to": "/srv/a", "keep": 0}}, "", "keep: Expected `int` >= 1"),
        ({"web": {"to": "/srv/a", "max_deletions": "ten"}}, "", "max_deletions: Expected `str` matching"),
        ({"web": {"to": "/srv/a", "compress": ["zip"]}}, "", "Invalid enum value 'zip'"),
        ({"web": {"to": "srv"}}, "", "expected a folder"),
        ({"web": {"to": "/"}}, "", "expected a folder"),
        ({"web": {"to": "ftp://host/x"}}, "", "expected a folder"),
        ({"web": {"to": "ssh://host"}}, "", "expected a folder"),
        ({"web": {"to": "ssh://-oProxyCommand=x/srv"}}, "", "expected a folder"),
        ({"web": {"to": "ssh://host/srv; rm -rf ~"}}, "", "expected a folder"),
        ({"web": {"to": "s3://Bucket"}}, "", "expected a folder"),
    ],
)
def test_what_is_wrong_is_said(targets: Any, wanted: str, message: str) -> None:
    with pytest.raises(ProblemsFound) as raised:
        found(targets, wanted)
    assert message.replace("\\", "") in str(raised.value)


def test_the_line_of_the_setting_is_named(tmp_path: Path) -> None:
    (tmp_path / "publishconf.py").write_text('\nPUBLISH_TARGETS = {"a": {"to": "x"}, "b": {"too": "/srv/b"}}\n')
    settings = {"PUBLISH_TARGETS": {"a": {"to": "x"}, "b": {"too": "/srv/b"}}}
    with pytest.raises(ProblemsFound) as raised:
        find_target(read_settings(settings, tmp_path), "")
    assert [(each.path, each.line) for each in raised.value.problems] == [("publishconf.py", 2)] * 2
