"""Two logs are compared by their entries: which continues which, what is taken over, and what is refused."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aimaq.base.problems import ProblemsFound
from aimaq.figures.log import log_file
from aimaq.figures.log.entries import Begin, Entry, Release, canonical, changed
from aimaq.figures.log.log_file import Log, LogFiles, parse_log
from aimaq.figures.log.merkle import Tree, leaf_hash
from aimaq.figures.log.reconcile import PublishedHead, reconcile
from aimaq.figures.log.signed_note import Checkpoint, Note
from aimaq.figures.log.tiles import WIDTH

NOW, LATER = "2026-11-28T07:00:00Z", "2026-11-29T07:00:00Z"
BEGIN = Begin(logged=NOW, origin="example.org/log")


def release(number: int, *, logged: str = NOW, amends: int | None = None, why: str = "") -> Release:
    return Release(
        logged=logged,
        key=f"k{number}",
        period="2025",
        value=str(number),
        status="actual",
        kind="release",
        released="2026-01-01",
        amends=amends,
        why=why,
    )


def note_of(entries: list[Entry], size: int) -> Note:
    root = Tree(leaf_hash(canonical(each)) for each in entries[:size]).root()
    return Note(str(Checkpoint("example.org/log", size, root)))


def log_of(entries: list[Entry], published: int) -> Log:
    data = b"".join(canonical(each) + b"\n" for each in entries)
    return parse_log(data, LogFiles(Path(), Path(), "figures.log.jsonl"), note_of(entries, published))


def found(ours: list[Entry], published: int, theirs: list[Entry]) -> tuple[Log, list[Entry], list[Entry], list[int]]:
    """The log, what was taken over, what stands again behind it, and from where lines were asked for."""
    asked: list[int] = []

    def lines_from(begin: int) -> list[bytes]:
        asked.append(begin)
        return [canonical(each) for each in theirs[begin:]]

    head = PublishedHead(note_of(theirs, len(theirs)), "there")
    result = reconcile(log_of(ours, published), head, lines_from, LATER)
    return result.log, list(result.taken), list(result.again), asked


def test_nothing_but_the_head_is_asked_for_where_ours_continues_it() -> None:
    entries: list[Entry] = [BEGIN, *map(release, range(700))]
    for published in (1, 300, 701):
        assert found(entries, published, entries[:published])[1:] == ([], [], [])


def test_only_new_bundles_are_asked_for_where_the_other_continues_ours() -> None:
    entries: list[Entry] = [BEGIN, *map(release, range(700))]
    log, taken, again, asked = found(entries[:600], 600, entries)
    assert asked == [600 // WIDTH * WIDTH]
    assert (log.entries, taken, again) == (tuple(entries), entries[600:], [])
    assert log.head == note_of(entries, 701)


@given(
    common=st.integers(1, 6),
    published=st.integers(1, 6),
    ours=st.lists(st.integers(10, 16), unique=True, max_size=5),
    theirs=st.lists(st.integers(10, 16), unique=True, max_size=5),
)
def test_two_that_have_grown_become_one_without_doubles(
    common: int, published: int, ours: list[int], theirs: list[int]
) -> None:
    shared: list[Entry] = [BEGIN, *map(release, range(common - 1))]
    published = min(published, common)
    left: list[Entry] = [*shared, *map(release, ours)]
    right: list[Entry] = [*shared, *(release(number, logged=LATER) for number in theirs)]
    log, _, _, _ = found(left, published, right)
    stated = [changed(each, logged="") for each in log.entries]
    assert list(log.entries[: len(right)]) == right or not theirs
    expected = [*shared, *map(release, theirs), *(release(each) for each in ours if each not in theirs)]
    assert stated == [changed(each, logged="") for each in expected]


def test_an_amendment_follows_what_it_amends() -> None:
    shared: list[Entry] = [BEGIN, release(0)]
    ours: list[Entry] = [*shared, release(1), release(2), release(3, amends=2, why="x"), release(4, amends=3, why="y")]
    theirs: list[Entry] = [*shared, release(9, logged=LATER), release(1, logged=LATER)]
    log, _, again, _ = found(ours, 2, theirs)
    assert [getattr(each, "amends", None) for each in again] == [None, 3, 4]
    assert [getattr(each, "key", "") for each in log.entries] == ["", "k0", "k9", "k1", "k2", "k3", "k4"]
    assert {each.logged for each in again} == {LATER}


@pytest.mark.parametrize("kind", ["rebuilt", "edited", "cut and grown", "one size"])
def test_what_contradicts_the_last_published_head_is_refused_with_both(kind: str) -> None:
    entries: list[Entry] = [BEGIN, *map(release, range(5))]
    theirs = list(entries)
    if kind == "rebuilt":
        theirs = [changed(each, logged=LATER) for each in entries]
    elif kind == "edited":
        theirs[3] = release(99)
    elif kind == "cut and grown":
        theirs = [*entries[:4], release(7), release(8), release(9)]
    else:
        theirs[-1] = release(77)
    with pytest.raises(ProblemsFound) as raised:
        found(entries, 6, theirs)
    said = str(raised.value)
    for log in (entries, theirs):
        assert f"{len(log)} {b64encode(Tree(leaf_hash(canonical(each)) for each in log).root()).decode()}" in said
    first = next(at for at, (a, b) in enumerate(zip(entries, theirs, strict=False)) if a != b)
    assert f"entry {first} is the first that differs" in said
    assert canonical(theirs[first]).decode()[:100] in said


def test_a_conflict_of_git_is_named_once(tmp_path: Path) -> None:
    files = LogFiles.beside(tmp_path / "indicators.json", tmp_path)
    log_file.begin(files, [BEGIN])
    with files.entries.open("ab") as file:
        file.write(
            b"<<<<<<< HEAD\n" + canonical(release(1)) + b"\n=======\n" + canonical(release(2)) + b"\n>>>>>>> b\n"
        )
    with pytest.raises(ProblemsFound) as raised:
        log_file.read_log(files)
    [problem] = raised.value.problems
    assert problem.line == 2 and "Git could not join" in problem.message and "--theirs" in problem.hint
