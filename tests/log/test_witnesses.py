"""A real witness cosigns heads that continue each other, and contradicts those that do not."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from aimaq.base.problems import ProblemsFound
from aimaq.figures.log import log_file
from aimaq.figures.log.entries import Begin, Figure
from aimaq.figures.log.log_file import Log, LogFiles
from aimaq.figures.log.signed_note import VerifierKey
from aimaq.publishing.log.sealing import Sealing
from aimaq.publishing.log.signing_keys import new_key
from aimaq.settings.read import read_settings
from tools import loopback
from tools.witness import PACKAGES, RunningWitness, install, witness

NAME, NOW = "example.org/log", "2026-11-28T07:00:00Z"


@pytest.fixture(scope="module", autouse=True)
def packages() -> None:
    install()


class Published:
    """A log that is sealed again and again, with one key."""

    def __init__(self, folder: Path, entries: int = 1) -> None:
        self.home = folder
        (folder / "project").mkdir()
        path = folder / "log.key"
        self.key = new_key(NAME, path, folder / "project")
        self.environment = {"AIMAQ_LOG_KEY": path.read_text()}
        self.files = LogFiles.beside(folder / "project/indicators.json", folder / "project")
        self.log = log_file.begin(self.files, [Begin(logged=NOW, origin=NAME)])
        self.grow(entries - 1)
        self.said: list[str] = []

    def grow(self, count: int) -> None:
        """Append entries; what they state does not matter to a witness."""
        new = [Figure(logged=NOW, key=f"k{len(self.log.lines) + at}", label="") for at in range(count)]
        self.log = log_file.append(self.files, self.log, new)

    def seal(self, *witnesses: RunningWitness | dict[str, str], **settings: Any) -> Log:
        """The log with the head as it would be published."""
        given = [each.setting if isinstance(each, RunningWitness) else each for each in witnesses]
        values = {"LOG_KEYS": [str(self.key)], "LOG_WITNESSES": given, **settings}
        sealing = Sealing.of(read_settings(values, self.home / "project"), self.environment)
        self.said.clear()
        self.log = sealing.seal(self.log, self.said.append)
        return self.log


@pytest.fixture
def published(tmp_path: Path) -> Published:
    return Published(tmp_path, 3)


@pytest.fixture
def judge(published: Published, tmp_path: Path) -> Iterator[RunningWitness]:
    with witness(tmp_path / "w1", NAME, str(published.key)) as running:
        yield running


def is_cosigned(log: Log, by: RunningWitness) -> bool:
    """Whether another implementation accepts the head with the witness's cosignature."""
    sys.path.append(str(PACKAGES))
    try:
        from aics_tlog import parse_vkey  # type: ignore[import-not-found,unused-ignore]
        from aics_tlog.checkpoint import Checkpoint  # type: ignore[import-not-found,unused-ignore]
        from aics_tlog.cosign import verify_cosignature  # type: ignore[import-not-found,unused-ignore]
    finally:
        sys.path.remove(str(PACKAGES))
    assert log.head and Checkpoint
    key = parse_vkey(by.key)
    [signature] = [each for each in log.head.signatures if each.name == key.name]
    head = log.checkpoint
    return bool(verify_cosignature(signature.data, key.name, key.public_key, head.origin, head.size, head.root))


def test_a_witness_cosigns_each_head_that_continues_the_last(published: Published, judge: RunningWitness) -> None:
    sizes = []
    for growth in (0, 1, 5, 300):
        published.grow(growth)
        log = published.seal(judge)
        assert not published.said
        assert is_cosigned(log, judge)
        sizes.append(log.checkpoint.size)
    assert sizes == [3, 4, 9, 309]
    before = published.log.head
    assert published.seal(judge).head == before, "a head that has its cosignature keeps it"


def test_a_witness_that_has_seen_more_than_we_remember_names_its_size(
    published: Published, judge: RunningWitness
) -> None:
    """As after a publication that was interrupted between the witness and the file of the head."""
    published.seal(judge)
    forgotten = replace(published.log, head=None)
    published.log = forgotten
    published.grow(7)
    assert is_cosigned(published.seal(judge), judge) and not published.said


@pytest.mark.parametrize("kind", ["cut", "rebuilt", "two heads of one size"])
def test_a_witness_contradicts_a_log_that_is_not_the_one_it_has_seen(
    published: Published, judge: RunningWitness, kind: str
) -> None:
    published.seal(judge)
    log = published.log
    if kind == "cut":
        published.log = replace(log, lines=log.lines[:-1], entries=log.entries[:-1], head=None)
    else:
        first = log.entries[:-1]
        other = replace(log, lines=log.lines[:-1], entries=first, head=None)
        extra = 4 if kind == "rebuilt" else 1
        published.log = other.with_entries([Figure(logged=NOW, key=f"other{at}", label="") for at in range(extra)])
    with pytest.raises(ProblemsFound, match="the witness contradicts this log") as raised:
        published.seal(judge)
    assert "witness.example/w1" in str(raised.value)


def test_a_witness_that_does_not_answer_stops_nothing_and_is_said(
    published: Published, judge: RunningWitness, tmp_path: Path
) -> None:
    gone = {"address": f"http://127.0.0.1:{loopback.free_port()}", "key": judge.key.replace("witness", "witness")}
    other = VerifierKey.parse(judge.key)
    gone["key"] = str(VerifierKey("gone.example", other.kind, other.public))
    log = published.seal(gone, judge)
    assert is_cosigned(log, judge)
    assert published.said == ["The witness gone.example has not cosigned the log's head: Connection refused."]
    assert log.head and len(log.head.signatures) == 2


def test_a_witness_that_does_not_know_the_log_or_its_key_is_said(tmp_path: Path, published: Published) -> None:
    stranger = new_key(NAME, tmp_path / "other.key", tmp_path / "project")
    with witness(tmp_path / "w2", "other.example/log", str(stranger), name="w2") as unknown:
        published.seal(unknown)
        assert "it does not know this log" in published.said[0]
    with witness(tmp_path / "w3", NAME, str(stranger), name="w3") as unknown:
        published.seal(unknown)
        assert "it does not know the key that signs this log" in published.said[0]


def test_a_wrong_key_of_a_witness_is_said(published: Published, judge: RunningWitness) -> None:
    other = VerifierKey(VerifierKey.parse(judge.key).name, 4, VerifierKey.parse(str(published.key)).public)
    published.seal({"address": judge.address, "key": str(other)})
    assert "its cosignature is not valid: is its key right in LOG_WITNESSES?" in published.said[0]


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ({"address": "http://witness.example", "key": ""}, "expected an address by https"),
        ({"address": "https://witness.example", "key": "x"}, "is no verifier key"),
        ({"address": "https://witness.example", "key": "log"}, "is no witness's key"),
        ({"address": "https://witness.example"}, "key"),
    ],
)
def test_what_is_wrong_with_the_setting_is_said(published: Published, entry: dict[str, str], message: str) -> None:
    given = {name: (str(published.key) if value == "log" else value) for name, value in entry.items()}
    given |= {"key": "x"} if given.get("key") == "" else {}
    with pytest.raises(ProblemsFound, match="LOG_WITNESSES") as raised:
        published.seal(given)
    assert message in str(raised.value)
