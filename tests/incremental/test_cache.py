"""Files derived from others, and files drawn from a text: created once, then taken from the cache or left alone."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from aimaq.base.files.cache import Cache, cache_key
from aimaq.base.problems import ProblemsFound
from aimaq.pipeline.build import build
from aimaq.pipeline.report import Report

DAY = 24 * 3600
SETTINGS = """
PATH = "content"
THEME = "theme"
PLUGIN_PATHS = ["plugins"]
PLUGINS = ["aimaq.incremental", "copies"]
SITENAME = "A site"
TIMEZONE = "UTC"
LOCALE = "C"
INCREMENTAL_DRAWN = {"upper.bin": "drawing:load"}
INCREMENTAL_TRANSFORM = "drawing:transform"
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
"""
PLUGIN = '''
"""Writes each file of content/raw twice: reversed, and as the drawing of a text; notes whenever one is made."""
import hashlib
from pathlib import Path
from pelican import signals
from pelican.generators import Generator

class Copies(Generator):
    def generate_output(self, writer):
        for path in sorted(Path(self.path, "raw").iterdir()):
            data = path.read_bytes()
            key = hashlib.sha256(data).hexdigest()
            writer.write_cached(f"made/{path.name}", key, lambda path=path: turned(path))
        writer.write_text("drawn/upper.bin", "the word is WORD")

def turned(path):
    from aimaq.base.problems import Problem, ProblemsFound
    with open("made.log", "a") as log:
        log.write(f"{path.name}\\n")
    if path.read_bytes() == b"broken":
        raise ProblemsFound([Problem(f"content/raw/{path.name}", "is broken")])
    return path.read_bytes()[::-1]

def generators(pelican):
    return Copies if "copies" in pelican.settings["PLUGINS"] else None

def register():
    signals.get_generators.connect(generators)
'''
DRAWING = """
from pathlib import Path

from aimaq.build.transform import Identity

class Upper:
    digest = "1"
    def draw(self, text):
        with open("made.log", "a") as log:
            log.write("drawn\\n")
        return b"\\xff" + text.upper().encode()

class Words(Identity):
    inputs = (Path("content/word.txt"),)
    @property
    def state(self):
        return {"word": self.inputs[0].read_text()}
    def keys(self, text):
        return frozenset({"word"} if "WORD" in text else ())
    def finish(self, text):
        return text.replace("WORD", self.inputs[0].read_text())

def load(settings):
    return Upper()

def transform(settings, now):
    return Words()
"""


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A site of another kind, with a plugin that makes files."""
    project = tmp_path / "project"
    for name in ("content/raw", "theme/templates", "plugins", "lib"):
        (project / name).mkdir(parents=True)
    for name in ("index", "archives", "authors", "categories", "tags", "article", "page", "author", "category", "tag"):
        (project / f"theme/templates/{name}.html").write_text("<p>x</p>")
    (project / "pelicanconf.py").write_text(SETTINGS)
    (project / "plugins/copies.py").write_text(PLUGIN)
    (project / "lib/drawing.py").write_text(DRAWING)
    (project / "content/word.txt").write_text("one")
    for name in ("a", "b", "c"):
        (project / f"content/raw/{name}.bin").write_bytes(name.encode() * 3 + b"!")
    monkeypatch.chdir(project)
    monkeypatch.syspath_prepend(project / "lib")
    yield project


def built(project: Path) -> tuple[Report, list[str]]:
    """Build; return the report and what was created."""
    log = project / "made.log"
    log.unlink(missing_ok=True)
    report = build(project, output=project / "output", cache=project / ".cache")
    return report, sorted(log.read_text().split()) if log.exists() else []


def test_what_has_not_changed_is_not_made_again(small: Path) -> None:
    """Neither where the site has it, nor where the site is gone or the store, nor for a changed word of the transform,
    which draws the drawing anew and composes nothing."""
    _, made = built(small)
    assert made == ["a.bin", "b.bin", "c.bin", "drawn"]
    assert (small / "output/made/a.bin").read_bytes() == b"!aaa"
    assert (small / "output/drawn/upper.bin").read_bytes() == b"\xffTHE WORD IS ONE"
    (small / "content/raw/b.bin").write_bytes(b"new")
    report, made = built(small)
    assert made == ["b.bin"] and report.changes.changed == ("made/b.bin",)
    for path in (small / ".cache").glob("store.sqlite*"):
        path.unlink()
    report, made = built(small)
    assert not made and not report.changes
    (small / "content/word.txt").write_text("two")
    report, made = built(small)
    assert report.refilled and made == ["drawn"] and report.changes.changed == ("drawn/upper.bin",)
    assert (small / "output/drawn/upper.bin").read_bytes() == b"\xffTHE WORD IS TWO"
    (small / "content/raw/b.bin").unlink()
    assert built(small)[0].changes.removed == ("made/b.bin",)


def test_what_is_damaged_is_made_again(small: Path) -> None:
    """A changed bit, a missing end, no bytes at all, the bytes of another file."""
    built(small)
    kept = sorted((small / ".cache/made").glob("??/*"))
    assert len(kept) == 4
    first = kept[0].read_bytes()
    for damage in (bytes([first[0] ^ 1]) + first[1:], first[:-1] + b"?", first[:-1], b"", kept[1].read_bytes()):
        kept[0].write_bytes(damage)
        expected = {path: path.read_bytes() for path in (small / "output").rglob("*") if path.is_file()}
        _, made = built_anew(small)
        assert len(made) == 1, damage
        assert {path: path.read_bytes() for path in (small / "output").rglob("*") if path.is_file()} == expected
        assert kept[0].read_bytes() == first


def built_anew(project: Path) -> tuple[Report, list[str]]:
    for path in (project / ".cache").glob("store.sqlite*"):
        path.unlink()
    return built(project)


def test_what_cannot_be_made_is_a_problem_and_the_site_stays(small: Path) -> None:
    """All of them at once."""
    built(small)
    for name in ("a", "c"):
        (small / f"content/raw/{name}.bin").write_bytes(b"broken")
    with pytest.raises(ProblemsFound) as found:
        built(small)
    assert [str(each) for each in found.value.problems] == [
        "content/raw/a.bin: is broken",
        "content/raw/c.bin: is broken",
    ]
    assert (small / "output/made/a.bin").read_bytes() == b"!aaa"


def test_what_nobody_uses_is_forgotten_after_a_month(tmp_path: Path) -> None:
    """What is in use stays, however old; the folder is swept once a day."""
    cache = Cache(tmp_path)
    old = time.time() - 40 * DAY
    keys = ["aa" + "0" * 38, "bb" + "0" * 38, "cc" + "0" * 38]
    for key in keys:
        cache.put(key, b"x")
        os.utime(tmp_path / key[:2] / key[2:], (old, old))
    cache.put("dd" + "0" * 38, b"new")
    cache.sweep([keys[0]])
    assert [cache.get(key) for key in keys] == [b"x", None, None]
    assert cache.get("dd" + "0" * 38) == b"new"
    os.utime(tmp_path / keys[0][:2] / keys[0][2:], (old, old))
    cache.sweep([])
    assert cache.get(keys[0]) == b"x"
    os.utime(tmp_path / "swept", (old, old))
    os.utime(tmp_path / keys[0][:2] / keys[0][2:], (old, old))  # to read it is to use it
    cache.sweep([])
    assert cache.get(keys[0]) is None


def test_what_a_build_reads_is_in_use(tmp_path: Path) -> None:
    """Facts of pictures and checked templates are read in every build, which names only the site's files as used."""
    cache, key = Cache(tmp_path), "aa" + "0" * 38
    cache.put(key, b"x")
    old = time.time() - 40 * DAY
    os.utime(tmp_path / key[:2] / key[2:], (old, old))
    assert cache.get_or_create(key, lambda: b"again") == b"x"
    cache.sweep([])
    assert cache.get(key) == b"x"


def test_threads_may_keep_the_same_at_once(tmp_path: Path) -> None:
    """As for the facts of two pictures with the same bytes, which are examined in threads."""
    cache, key, data = Cache(tmp_path), cache_key("a"), bytes(10_000)
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: cache.put(key, data), range(2000)))
    assert cache.get(key) == data
    assert [path.name for path in tmp_path.glob("*/*")] == [key[2:]]


def test_without_a_folder_nothing_is_kept() -> None:
    cache = Cache()
    assert cache.get_or_create("a" * 40, lambda: b"1") == b"1"
    assert cache.get_or_create("a" * 40, lambda: b"2") == b"2"
    cache.sweep(())
