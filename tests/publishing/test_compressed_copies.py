"""Compressed siblings always match their file, are made once, and are the same bytes every time."""

import gzip
import os
from pathlib import Path

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from aimaq.publishing.built_site import read_site
from aimaq.publishing.targets.compressed_copies import MIN_SIZE, CompressedCopies, compressed
from tools import built, versions

ENCODINGS = ("br", "zst", "gz")


def decompressed(data: bytes, encoding: str) -> bytes:
    """By the libraries' own readers."""
    if encoding == "br":
        return bytes(brotli.decompress(data))
    return zstandard.ZstdDecompressor().decompress(data) if encoding == "zst" else gzip.decompress(data)


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("best", [False, True])
@given(data=st.binary(min_size=1, max_size=5000))
def test_what_is_compressed_comes_back(encoding: str, best: bool, data: bytes) -> None:
    small = compressed(data, encoding, best=best)
    assert decompressed(small, encoding) == data
    assert compressed(data, encoding, best=best) == small


def lay_out(site: Path, tree: Path, cache: Path, encodings: tuple[str, ...] = ENCODINGS) -> int:
    """The tree, and how many files had to be compressed for it."""
    made: list[int] = []
    CompressedCopies(cache).lay_out(read_site(site), tree, encodings, lambda done, total: made.append(done))
    return max(made, default=0)


def test_every_file_of_the_real_site_matches_its_siblings(site: built.Site, tmp_path: Path) -> None:
    lay_out(site.output, tmp_path / "tree", tmp_path / "cache")
    files = versions.tree(tmp_path / "tree")
    assert versions.without_siblings(files) == versions.tree(site.output)
    siblings = [path for path in files if path.endswith(tuple(f".{each}" for each in ENCODINGS))]
    assert len(siblings) > len(files) / 2
    for path in siblings:
        original, _, encoding = path.rpartition(".")
        assert decompressed(files[path], encoding) == files[original]
        assert len(files[path]) < len(files[original])


def test_what_is_small_or_gains_nothing_has_no_siblings(tmp_path: Path) -> None:
    files = {
        "index.html": b"a" * (MIN_SIZE - 1),
        "large.html": b"a" * MIN_SIZE,
        "photo.jpg": b"a" * 5000,
        "noise.txt": os.urandom(5000),
        "own.csv": b"a" * 5000,
        "own.csv.gz": b"the site's own",
    }
    versions.write(tmp_path / "site", files)
    lay_out(tmp_path / "site", tmp_path / "tree", tmp_path / "cache")
    laid_out = versions.tree(tmp_path / "tree")
    assert set(laid_out) - set(files) == {f"large.html.{each}" for each in ENCODINGS} | {"own.csv.br", "own.csv.zst"}
    assert laid_out["own.csv.gz"] == b"the site's own"


def test_an_unchanged_file_is_never_compressed_again(tmp_path: Path) -> None:
    site, tree, cache = tmp_path / "site", tmp_path / "tree", tmp_path / "cache"
    versions.write(site, versions.files_of(1))
    compressible = sum(
        path.suffix in (".html", ".css", ".xml") for path in site.rglob("*") if path.stat().st_size >= 1024
    )
    assert lay_out(site, tree, cache) == compressible
    assert lay_out(site, tree, cache) == 0
    (site / "about/index.html").rename(site / "moved.html")
    assert lay_out(site, tree, cache) == 0
    (site / "moved.html").write_bytes(b"b" * 2000)
    assert lay_out(site, tree, cache) == 1
    assert decompressed((tree / "moved.html.br").read_bytes(), "br") == b"b" * 2000


def test_two_machines_make_the_same_bytes(tmp_path: Path) -> None:
    site = versions.write(tmp_path / "site", versions.files_of(1))
    for machine in ("one", "other"):
        lay_out(site, tmp_path / machine / "tree", tmp_path / machine / "cache")
    assert versions.tree(tmp_path / "one/tree") == versions.tree(tmp_path / "other/tree")


def test_the_cache_forgets_what_is_gone(tmp_path: Path) -> None:
    site, cache = tmp_path / "site", tmp_path / "cache"
    versions.write(site, versions.files_of(1))
    lay_out(site, tmp_path / "tree", cache)
    before = sum(path.is_file() for path in cache.rglob("*"))
    versions.write(site, versions.files_of(2))
    lay_out(site, tmp_path / "tree", cache)
    CompressedCopies(cache).forget_others(read_site(site).digests)
    assert sum(path.is_file() for path in cache.rglob("*")) == before
    assert lay_out(site, tmp_path / "tree", cache) == 0
