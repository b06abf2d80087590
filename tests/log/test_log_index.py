"""What the cache knows of the log: what a command reads and hashes does not grow with it, and no byte gets lost."""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from aimaq.base.problems import ProblemsFound
from aimaq.figures.log import entries, merkle
from aimaq.figures.log.check import PREFIX, SiteFiles
from aimaq.figures.log.entries import Begin, Entry, Key, Release, Text, canonical, changed, read_entry
from aimaq.figures.log.indexed_lines import IndexedLines
from aimaq.figures.log.log_file import Log, LogFiles, append, parse_log, read_log, write_head
from aimaq.figures.log.log_index import state_at_rest
from aimaq.figures.log.signed_note import ED25519, VerifierKey
from aimaq.figures.log.tiles import WIDTH

NOW = "2026-11-28T07:00:00Z"


def entry(number: int) -> Entry:
    """Releases of some figures, an amendment here and there, and versions of texts that quote figures."""
    if number == 0:
        return Begin(logged=NOW, origin="example.org/log")
    if number % 3 == 0:
        quoted = {"f1": str(number)}
        return Text(
            logged=NOW, text=f"article/t{number % 7}", lang="ru", version=1, change="edited", words="a", pins=quoted
        )
    release = Release(
        logged=NOW,
        key=f"f{number % 5}",
        period=f"{2000 + number}",
        value=str(number),
        status="actual",
        kind="release",
        released="2026-01-01",
    )
    return changed(release, amends=number - 15, why="moved") if number % 31 == 1 and number > 31 else release


def files_in(folder: Path) -> LogFiles:
    return LogFiles.beside(folder / "indicators.json", folder)


def begun(folder: Path, size: int) -> LogFiles:
    """A log with a published head, which no command has read yet."""
    files = files_in(folder)
    entries = tuple(map(entry, range(size)))
    lines = tuple(map(canonical, entries))
    files.entries.write_bytes(b"".join(line + b"\n" for line in lines))
    write_head(files, Log(files.shown, lines, entries).signed_head())
    return files


def whole(files: LogFiles) -> Log:
    """The log as it is read where there is no cache at all."""
    return parse_log(files.entries.read_bytes(), files)


def subjects(log: Log) -> list[Mapping[str, Sequence[int]]]:
    return [log.indices_of(kind) for kind in ("begin", "key", "figure", "text")]


def read(files: LogFiles) -> Log:
    log = read_log(files)
    assert log is not None
    return log


@pytest.mark.parametrize("size", [1, 255, 256, 257, 700, 2048, 2600, 4096, 4400])
def test_an_indexed_log_is_the_log(tmp_path: Path, size: int) -> None:
    """Whether it was read as a whole, from the index, or from the index and what was appended."""
    files = begun(tmp_path, size)
    expected = whole(files)
    for log in (read(files), read(files)):
        assert list(log.lines) == list(expected.lines) and list(log.entries) == list(expected.entries)
        assert subjects(log) == subjects(expected) and list(log.repinned()) == list(expected.repinned())
        assert log.current() == expected.current()
        assert dict(SiteFiles(log)) == dict(SiteFiles(expected))
        assert {log.tree.root(at) for at in range(size + 1)} == {expected.tree.root(at) for at in range(size + 1)}
        assert log.tree.consistency_proof(size // 3 + 1) == expected.tree.consistency_proof(size // 3 + 1)
        assert log.tree.inclusion_proof(size // 2) == expected.tree.inclusion_proof(size // 2)


def test_entries_appended_one_by_one_are_those_of_the_whole_log(tmp_path: Path) -> None:
    """Across the end of a bundle, and with a new reading before each append, as commands do."""
    files = begun(tmp_path, 500)
    for number in range(500, 520):
        append(files, read(files), [entry(number)])
    append(files, read(files), [entry(number) for number in range(520, 1100)])
    log, expected = read(files), whole(files)
    assert list(log.lines) == list(expected.lines) == [canonical(entry(number)) for number in range(1100)]
    assert log.checkpoint == expected.checkpoint and subjects(log) == subjects(expected)


def test_current_entries_are_those_of_a_walk_over_all_lines(tmp_path: Path) -> None:
    """An amended entry has the one that amends it in its place."""
    files = begun(tmp_path, 900)
    place: dict[int, int] = {}
    current: dict[int, Entry] = {}
    for index, line in enumerate(files.entries.read_bytes().splitlines()):
        found = read_entry(line)
        if isinstance(found, Release):
            place[index] = place[found.amends] if found.amends is not None else index
            current[place[index]] = found
    log = read(files)
    assert {index: each for found in log.current().values() for index, each in found.items()} == current


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """What is done from now on: nodes and leaves hashed, lines parsed, files written."""
    found: Counter[str] = Counter()

    def counting(what: str, function: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object) -> object:
            found[what] += 1
            return function(*arguments)

        return call

    monkeypatch.setattr(merkle, "sha256", counting("hashes", sha256))
    monkeypatch.setattr(entries, "read_entry", counting("parsed", read_entry))
    return found


def work(counted: Counter[str], do: Callable[[], object]) -> dict[str, int]:
    counted.clear()
    do()
    return dict(counted)


def bytes_read(do: Callable[[], object]) -> int:
    """How many bytes it reads, from all files together, as the kernel counts them."""

    def count() -> int:
        return int(Path("/proc/thread-self/io").read_text().split()[1])

    before = count()
    own = count() - before
    do()
    return count() - before - own - own


def check_work(folder: Path, counted: Counter[str], size: int) -> None:
    """Check what is done with a log of some entries of which the index has been made."""
    files = begun(folder, size)
    first = work(counted, lambda: read(files))
    assert first["parsed"] == size and first["hashes"] >= 2 * size - 64, "without an index everything is checked"
    log = read(files)
    rest = size % WIDTH
    # The leaves behind the last full bundle, their nodes, and the way to the root: twice for the head.
    limit = 2 * rest + 5 * 20 + 2 * WIDTH
    again = work(counted, lambda: read(files).checkpoint)
    assert again["parsed"] == rest and again["hashes"] <= limit
    appended = work(counted, lambda: append(files, log, [entry(size)]).checkpoint)
    assert "parsed" not in appended and appended["hashes"] <= limit
    after = work(counted, lambda: read(files).checkpoint)
    assert after["parsed"] == rest + 1 and after["hashes"] <= limit + 2, "the append left the index as good as it was"
    made = SiteFiles(read(files)).with_pages({size // WIDTH + 1})
    assert len(made) <= 2 + 3, "of a page: its two files, the tiles above it, and the head"
    if Path("/proc/thread-self/io").exists():
        # The lines that are parsed, the first bundle, which has the name, and of the index 15 parts of each size.
        most = 2 * WIDTH * 200 + 15 * (5 * WIDTH + 3 * 100)
        assert bytes_read(lambda: read(files).checkpoint) <= most
        assert bytes_read(lambda: append(files, log, [entry(size)]).checkpoint) <= most


@pytest.mark.parametrize("size", [1000, 20_000])
def test_work_does_not_grow_with_the_log(tmp_path: Path, counted: Counter[str], size: int) -> None:
    """Reading and appending cost what stands behind the last full bundle, and a way to the root."""
    check_work(tmp_path, counted, size)


@pytest.mark.skipif(not Path("/proc/thread-self/io").exists(), reason="only Linux counts what a process reads")
def test_what_is_read_for_figures_does_not_grow_with_versions_of_texts(tmp_path: Path) -> None:
    """A ledger is compared with the entries on figures, and nothing is read of where texts are."""
    found = []
    for size in (16 * WIDTH + 100, 16 * WIDTH * 7 + 100):
        (tmp_path / str(size)).mkdir()
        files = files_in(tmp_path / str(size))
        texts = (changed(entry(3), version=number) for number in range(3, size))
        entries = (entry(0), entry(1), entry(2), *texts)
        files.entries.write_bytes(b"".join(canonical(each) + b"\n" for each in entries))
        read(files)
        found.append(bytes_read(lambda files=files: read(files).current()))  # type: ignore[misc]  # a default binds
    assert found[1] < found[0] + 6 * 150, "six parts of the index more, and no bundle of texts"


@pytest.mark.skipif(not Path("/proc/thread-self/io").exists(), reason="only Linux counts what a process reads")
def test_bundles_that_are_looked_at_in_turns_are_read_once(tmp_path: Path) -> None:
    """As by a page of the log, which asks for the first entry as well as for its own."""
    files = begun(tmp_path, 1100)
    log = read(files)
    first = bytes_read(lambda: [log.entries[each] for each in (0, 300, 600)])
    assert first > 0 and bytes_read(lambda: [log.entries[each] for each in (0, 300, 600, 1, 301)]) == 0


def test_work_at_a_million_entries(tmp_path: Path, counted: Counter[str]) -> None:
    """The same limits as at a thousand."""
    check_work(tmp_path, counted, 1_000_000)


def _flip(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


@pytest.mark.parametrize("seed", range(12))
def test_any_other_byte_is_found(tmp_path: Path, seed: int) -> None:
    """With an index, whatever part of the file it is; the size is the same, and the time is set back."""
    files = begun(tmp_path, 1500)
    read(files)
    state, data = files.entries.stat(), files.entries.read_bytes()
    files.entries.write_bytes(_flip(data, random.Random(seed).randrange(len(data))))
    os.utime(files.entries, ns=(state.st_atime_ns, state.st_mtime_ns))
    with pytest.raises(ProblemsFound) as found:
        read(files)
    assert found.value.problems[0].path == "figures.log.jsonl"


def _cut(data: bytes) -> bytes:
    return data[: data.rindex(b"\n", 0, -1) + 1]


def _without_a_line(data: bytes) -> bytes:
    lines = data.splitlines(keepends=True)
    return b"".join((*lines[:300], *lines[301:]))


def _swapped(data: bytes) -> bytes:
    lines = data.splitlines(keepends=True)
    return b"".join((*lines[:300], lines[301], lines[300], *lines[302:]))


def _rebuilt(data: bytes) -> bytes:
    return data.replace(b'"value":"301"', b'"value":"302"')


@pytest.mark.parametrize("edit", [_cut, _without_a_line, _swapped, _rebuilt])
def test_an_edited_log_is_found(tmp_path: Path, edit: Callable[[bytes], bytes]) -> None:
    """And taking it back makes the log good again, without another look at what an index once knew."""
    files = begun(tmp_path, 1500)
    read(files)
    data = files.entries.read_bytes()
    assert edit(data) != data
    files.entries.write_bytes(edit(data))
    for _ in range(2):
        with pytest.raises(ProblemsFound):
            read(files)
    files.entries.write_bytes(data)
    assert read(files).checkpoint == whole(files).checkpoint


def test_a_damaged_or_foreign_index_is_not_used(tmp_path: Path) -> None:
    """Bytes that are no index, one of another log, and a state of another index."""
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    files, other = begun(tmp_path / "one", 700), begun(tmp_path / "two", 900)
    read(files)
    read(other)
    assert files.index and other.index
    good = files.index.read_bytes()
    for bad in (b"", b"x", good[:-1], _flip(good, 20)):
        files.index.write_bytes(bad)
        assert files.known.load() == files.known
        assert read(files).checkpoint == whole(files).checkpoint
    assert files.index.read_bytes() == good, "it was made again"
    files.index.write_bytes(other.index.read_bytes())
    assert files.known.load().state == "", "the state is that of an index, by its checksum"
    assert read(files).checkpoint == whole(files).checkpoint


@pytest.mark.parametrize("seed", range(2))
def test_what_is_gone_or_damaged_of_an_index_is_made_again(tmp_path: Path, seed: int) -> None:
    """Each file that the index names is known by its digest; the log is asked where one is another."""
    files = begun(tmp_path, 16 * WIDTH * 17 + 300)
    read(files)
    expected, chance = whole(files), random.Random(seed)
    parts = sorted((tmp_path / ".aimaq/log/index.parts").iterdir())
    good = {each: each.read_bytes() for each in parts}
    for each in chance.sample(parts, 9):
        if seed % 2:
            each.unlink()
        else:
            each.write_bytes(_flip(good[each], chance.randrange(len(good[each]))))
    log = read(files)
    assert subjects(log) == subjects(expected) and log.checkpoint == expected.checkpoint
    assert {at: log.tree.root(at) for at in range(0, len(log.lines), 997)} == {
        at: expected.tree.root(at) for at in range(0, len(log.lines), 997)
    }
    assert list(log.lines) == list(expected.lines)
    assert {each: each.read_bytes() for each in parts} == good, "they are written again"


def test_what_is_gone_of_an_index_is_not_made_from_another_log(tmp_path: Path) -> None:
    """A file of the log that was changed while a command runs is no source for its index."""
    files = begun(tmp_path, 16 * WIDTH * 2)
    read(files)
    log = read(files)
    files.entries.write_bytes(_flip(files.entries.read_bytes(), 999))
    for each in (tmp_path / ".aimaq/log/index.parts").iterdir():
        each.unlink()
    with pytest.raises(ProblemsFound, match="changed while it was read"):
        log.indices_of("figure")
    with pytest.raises(ProblemsFound) as found:
        read(files)
    assert found.value.problems[0].path == "figures.log.jsonl", "the next command checks the whole log"


def test_a_log_that_is_cut_keeps_what_is_known_of_its_beginning(tmp_path: Path, counted: Counter[str]) -> None:
    """Up to the last 16 bundles whose bytes are the same; what follows is read and checked as if it were new."""
    files = files_in(tmp_path)
    lines = [canonical(entry(number)) + b"\n" for number in range(16 * WIDTH * 18 + 10)]
    files.entries.write_bytes(b"".join(lines))
    read(files)
    for kept in (16 * WIDTH * 17 + 700, 16 * WIDTH * 16, WIDTH):
        files.entries.write_bytes(b"".join(lines[:kept]))
        found: list[Log] = []
        done = work(counted, lambda found=found: found.append(read(files)))  # type: ignore[misc]  # a default binds
        assert done.get("parsed", 0) == kept % (16 * WIDTH)
        expected = whole(files)
        assert found[0].checkpoint == expected.checkpoint and subjects(found[0]) == subjects(expected)
        assert subjects(read(files)) == subjects(expected)


def test_a_forged_index_deceives_until_it_is_forgotten(tmp_path: Path) -> None:
    """What `aimaq check` and `aimaq publish` forget first; a bundle that is read shows it earlier."""
    files = begun(tmp_path, 700)
    read(files)
    assert files.index
    data = files.entries.read_bytes()
    files.entries.write_bytes(_flip(data, files.known.load().part(0, 0).end + 9))
    before = files.known.load()
    replace(before, state=state_at_rest(files.entries, tmp_path)).save(before)
    deceived = read(files)
    with pytest.raises(ProblemsFound, match="changed while it was read"):
        list(deceived.entries)
    files.known.forget()
    with pytest.raises(ProblemsFound) as found:
        read(files)
    assert found.value.problems[0].path == "figures.log.jsonl"


def test_a_file_that_may_still_change_unseen_is_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the clock of the file system has not moved on since the last change, the bytes are compared each time."""
    files = begun(tmp_path, 700)
    ahead = files.entries.stat().st_mtime_ns + 3_600_000_000_000
    os.utime(files.entries, ns=(ahead, ahead))
    assert state_at_rest(files.entries, tmp_path) == ""
    read(files)
    assert files.known.load().state == "" and files.known.load().count


def test_a_file_that_changes_while_it_is_read_is_not_mixed_up(tmp_path: Path) -> None:
    """An entry of a full bundle is read when it is asked for: other bytes are a problem by then."""
    files = begun(tmp_path, 700)
    log = read(files)
    assert isinstance(log.lines, IndexedLines)
    data = files.entries.read_bytes()
    files.entries.write_bytes(_flip(data, 5000))
    with pytest.raises(ProblemsFound, match="changed while it was read"):
        list(replace(log).entries)


def test_a_cache_that_cannot_be_written_changes_nothing(tmp_path: Path) -> None:
    """As in a clone that belongs to somebody else."""
    files = begun(tmp_path, 700)
    (tmp_path / ".aimaq").write_text("no folder")
    assert read(files).checkpoint == whole(files).checkpoint
    append(files, read(files), [entry(700)])
    assert len(read(files).lines) == 701


def test_keys_are_found_by_their_index(tmp_path: Path) -> None:
    """Also those in a full bundle, which are not read for that."""
    files = begun(tmp_path, 100)
    keys = [str(VerifierKey("example.org/log", ED25519, bytes([number]) * 32)) for number in (1, 2)]
    for key in keys:
        append(files, read(files), [Key(logged=NOW, verifier=key), *(entry(number) for number in range(101, 300))])
    assert list(read(files).verifier_keys()) == [(100, keys[0]), (300, keys[1])]


def _pages(log: Log) -> dict[int, bytes]:
    """The hash of each page of entries, by its number, as the state of the log has it."""
    size = len(log.lines)
    return {at // WIDTH + 1: log.tree.part_of(at, min(at + WIDTH, size)) for at in range(0, size, WIDTH)}


@pytest.mark.parametrize(("old", "new", "edited"), [(255, 256, -1), (256, 257, -1), (700, 1100, -1), (900, 900, 300)])
def test_files_of_the_site_are_made_again_where_they_may_differ(
    tmp_path: Path, old: int, new: int, edited: int
) -> None:
    """Those of other pages, and no others but those above them and the head; an edited log is one of another site."""
    entries = [entry(number) for number in range(new)]
    before = parse_log(b"".join(canonical(each) + b"\n" for each in entries[:old]), files_in(tmp_path))
    if edited >= 0:
        entries[edited] = changed(entries[edited], logged="2026-11-29T07:00:00Z")
    after = parse_log(b"".join(canonical(each) + b"\n" for each in entries), files_in(tmp_path))
    pages = {page for page, digest in _pages(after).items() if _pages(before).get(page) != digest}
    was, now = dict(SiteFiles(before)), SiteFiles(after)
    differing = {path for path in now if was.get(path) != now[path]}
    due = now.with_pages(pages)
    assert differing <= due | (now.keys() - was.keys()) and f"{PREFIX}/checkpoint" in due
    assert {path for path in due if "tile/entries" in path} == {path for path in differing if "tile/entries" in path}
