"""A verifier that is not ours, aics-tlog, accepts what we publish and refuses what was forged."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from aimaq.figures.log.merkle import Tree, leaf_hash
from aimaq.figures.log.tiles import bundle
from tools.built import ROOT
from tools.licences import uv
from tools.note_signer import Signer
from tools.programs import missing
from tools.published_copies import ORIGIN, Copies, lines_of, publish

PROGRAM = ROOT / "tests/tools/independent_verifier.py"
VERSION = "aics-tlog==0.2.1"
Verifier = Callable[..., str]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The verifier's package, which names a newer Python and runs on ours."""
    folder = tmp_path_factory.mktemp("library")
    command = [uv(), "pip", "install", "--quiet", "--no-deps", "--python-version", "3.12", "--target", folder, VERSION]
    done = subprocess.run(list(map(str, command)), capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        missing("aics-tlog", f" ({done.stderr.strip()[-200:]})")
    return folder


@pytest.fixture(scope="module")
def signer() -> Signer:
    return Signer(ORIGIN)


@pytest.fixture
def verifier(library: Path, signer: Signer) -> Verifier:
    """Return what the verifier has against a site, "" for nothing."""

    def run(new: Path, old: Path | str = "-") -> str:
        done = subprocess.run(
            [sys.executable, str(PROGRAM), str(old), str(new), ORIGIN, str(signer.key)],
            env={**os.environ, "PYTHONPATH": str(library)},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == bool(done.stdout.strip()) and not done.stderr, done.stderr
        return done.stdout.strip()

    return run


def test_it_accepts_the_log_its_proofs_and_its_heads(
    verifier: Verifier, copies: Copies, site: Path, signer: Signer
) -> None:
    signer.sign(site)
    assert verifier(site, copies.old) == ""


def test_it_accepts_a_log_of_several_tiles(verifier: Verifier, copies: Copies, site: Path, signer: Signer) -> None:
    lines = lines_of(site)
    publish(site, [*lines, *(b'{"n":%d}' % number for number in range(600))])
    signer.sign(site)
    assert verifier(site, copies.old) == ""


def test_it_refuses_a_head_that_is_unsigned_or_signed_with_another_key(verifier: Verifier, site: Path) -> None:
    assert verifier(site) == "ValueError: note has no signatures"
    Signer(ORIGIN).sign(site)
    assert verifier(site).startswith("the head: ")


def test_it_refuses_what_was_forged(
    verifier: Verifier, copies: Copies, site: Path, tmp_path: Path, signer: Signer
) -> None:
    signer.sign(site)
    entries, hashes = site / "api/log/tile/entries/000.p/20", site / "api/log/tile/0/000.p/20"
    honest = entries.read_bytes(), hashes.read_bytes()
    changed = [line.replace(b'"2522"', b'"2523"') for line in lines_of(site)]
    entries.write_bytes(bundle(changed))
    assert verifier(site).startswith("TileVerificationError")
    hashes.write_bytes(b"".join(map(leaf_hash, changed)))
    assert verifier(site) == "the tiles lead to another root"
    entries.write_bytes(honest[0])
    hashes.write_bytes(honest[1][:-32])
    assert verifier(site)
    hashes.write_bytes(honest[1])
    assert verifier(site, copies.old) == ""
    head = site / "api/log/checkpoint"
    head.write_text(head.read_text("utf-8").replace("\n20\n", "\n19\n", 1), "utf-8")
    assert verifier(site).startswith("the head: ")
    rebuilt = Path(shutil.copytree(copies.new, tmp_path / "rebuilt"))
    publish(rebuilt, changed)
    signer.sign(rebuilt)
    assert verifier(rebuilt) == ""  # alone it is whole
    assert verifier(rebuilt, copies.old) == "the older head is no beginning of the newer one"
    assert Tree(map(leaf_hash, changed)).root(18) != Tree(map(leaf_hash, lines_of(copies.new))).root(18)
