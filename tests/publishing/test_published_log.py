"""Publishing a site with its log: what is appended, what is taken over, and what is refused, at each kind of target."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest

from aimaq.figures.log.merkle import Tree, leaf_hash
from aimaq.figures.log.signed_note import COSIGNATURE, ED25519, Checkpoint, Note, VerifierKey
from aimaq.figures.log.tiles import bundle, read_bundle
from tools import logged_site as sites
from tools import loopback
from tools.logged_site import HEAD, LEDGER, LINES, Place


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site whose log has just been begun."""
    return sites.begin_with_caches(tmp_path_factory.mktemp("begun") / "site")


@pytest.fixture
def folder(tmp_path: Path) -> Place:
    return sites.folder_place(tmp_path / "srv", str(tmp_path / "srv"))


@pytest.fixture(params=["folder", "server", "bucket"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """A new target of each kind."""
    srv = tmp_path / "srv"
    if request.param == "folder":
        return sites.folder_place(srv, str(srv))
    if request.param == "server":
        sshd: loopback.Sshd = request.getfixturevalue("sshd")
        address = sshd.address(srv)
        return sites.folder_place(srv, address, str(sshd.config))
    storage: loopback.Counting = request.getfixturevalue("storage")
    return sites.bucket_place(request.getfixturevalue("bucket"), f"http://127.0.0.1:{storage.port}")


@pytest.fixture
def site(begun: Path, tmp_path: Path, folder: Place) -> Path:
    """A copy of the site, with its cache, to be published into a folder."""
    return sites.point_to(sites.copy(begun, tmp_path / "site"), folder)


def published_entries(place: Place) -> list[dict[str, Any]]:
    """The published entries, if the head is that of the published entries."""
    head = Checkpoint.parse(Note.parse(place.head.decode()).text)
    data = place.read(f"api/log/tile/entries/000.p/{head.size}")
    assert data is not None
    lines = read_bundle(data)
    assert Tree(map(leaf_hash, lines)).root() == head.root
    return [json.loads(line) for line in lines]


def values(place: Place) -> list[tuple[str, str, str]]:
    return [(e["key"], e["period"], e["value"]) for e in published_entries(place) if e["type"] == "release"]


def test_what_is_public_is_appended_and_the_target_has_what_the_repository_has(begun: Path, tmp_path: Path) -> None:
    place = sites.folder_place(tmp_path / "srv", str(tmp_path / "srv"))
    site = sites.point_to(sites.copy(begun, tmp_path / "site"), place)
    sites.record(site, "enterprises", "30", "2023-12-31")
    sites.type_observation(site, "jobs", 3400, "2023-12-31")
    before = sites.lines_of(site)

    dry = sites.ran(site, "publish", "--dry-run")
    assert "Would be appended to the log: 2 entries." in dry
    assert "release jobs 2023-12-31 = 3400, released on 2026-11-01" in dry
    assert sites.lines_of(site) == before and not (tmp_path / "srv").exists()

    said = sites.ran(site, "publish")
    assert "Appended to the log: 2 entries." in said
    assert "The log's head is not signed" in said
    assert "Not in the log yet" not in said
    assert place.head == (site / HEAD).read_bytes() == (site / ".aimaq/log/checkpoint").read_bytes()
    assert [json.dumps(e, ensure_ascii=False, separators=(",", ":")) for e in published_entries(place)]
    assert len(published_entries(place)) == len(sites.lines_of(site)) == len(before) + 2

    again = sites.ran(site, "publish")
    assert "has this site already" in again and "Appended" not in again


def test_entries_that_were_published_from_elsewhere_are_taken_over(begun: Path, tmp_path: Path, place: Place) -> None:
    """Another machine has published, and only texts and ledger were committed."""
    here = sites.point_to(sites.copy(begun, tmp_path / "here"), place)
    there = sites.copy(here, tmp_path / "there")
    sites.ran(here, "publish")
    sites.record(there, "enterprises", "30", "2023-12-31")
    sites.ran(there, "publish")
    (here / LEDGER).write_bytes((there / LEDGER).read_bytes())

    dry = sites.ran(here, "publish", "--dry-run")
    assert "has 1 entry that this log lacks: it would be taken over" in dry
    assert "Would be appended" not in dry
    assert sites.lines_of(here) != sites.lines_of(there)

    said = sites.ran(here, "publish")
    assert f"taken over into {LINES}. Commit it with its head." in said
    assert sites.lines_of(here) == sites.lines_of(there)
    assert (here / HEAD).read_bytes() == place.head
    assert values(place).count(("enterprises", "2023-12-31", "30")) == 1


def test_what_the_ledger_here_does_not_agree_with_is_not_taken_over(site: Path, tmp_path: Path, folder: Place) -> None:
    there = sites.copy(site, tmp_path / "there")
    sites.ran(site, "publish")
    sites.record(there, "enterprises", "30", "2023-12-31")
    sites.ran(there, "publish")
    lines, head = sites.lines_of(site), folder.head
    said = sites.refused(site, "publish")
    assert "has 1 entry that this log lacks, and content or ledger do not agree with it\n" in said
    assert "Get the newest texts and ledger first" in said
    assert '"enterprises" for 2023-12-31, released on 2026-11-01, is gone; 30 was published' in said
    assert sites.lines_of(site) == lines and folder.head == head


def test_a_text_that_is_older_than_the_published_one_is_not_published(site: Path, tmp_path: Path) -> None:
    """Nothing here has changed since the last build, so all texts have to be compared again."""
    there = sites.copy(site, tmp_path / "there")
    sites.ran(site, "publish")
    page = there / "content/pages/about.ru.md"
    page.write_text(page.read_text("utf-8") + "\nВ 2024 году появилось 17 цехов.\n", "utf-8")
    notice = "---\nupdates:\n- {date: 2026-11-20, text: Цеха.}\n"
    page.write_text(page.read_text("utf-8").replace("---\n", notice, 1), "utf-8")
    sites.ran(there, "publish")
    said = sites.refused(site, "publish")
    assert "has 1 entry that this log lacks, and content or ledger do not agree with it\n" in said
    assert "about.ru.md" in said


def test_two_logs_that_have_grown_apart_become_one(begun: Path, tmp_path: Path, place: Place) -> None:
    """Both have recorded since the last publication: one figure alike, one each; here one was amended as well."""
    here = sites.point_to(sites.copy(begun, tmp_path / "here"), place)
    sites.ran(here, "publish")
    there = sites.copy(here, tmp_path / "there")
    sites.record(there, "enterprises", "30", "2023-12-31")
    sites.record(there, "jobs", "3400", "2023-12-31")
    sites.ran(there, "publish")
    sites.record(here, "enterprises", "30", "2023-12-31")
    ledger = here / LEDGER
    ledger.write_text(ledger.read_text("utf-8").replace("oqu.news/a", "oqu.news/b"), "utf-8")
    sites.ran(here, "amend", "jobs", "--why", "It moved")
    sites.record(here, "enterprises", "31", "2024-12-31")
    text = (there / LEDGER).read_text("utf-8").replace("oqu.news/a", "oqu.news/b")
    ledger.write_text(text, "utf-8")
    sites.type_observation(here, "enterprises", 31, "2024-12-31")

    said = sites.ran(here, "publish")
    assert "stand behind them now" in said
    found = values(place)
    assert found.count(("enterprises", "2023-12-31", "30")) == 1
    assert found.count(("enterprises", "2024-12-31", "31")) == 1
    assert found.count(("jobs", "2023-12-31", "3400")) == 1
    [amendment] = [each for each in published_entries(place) if "amends" in each and each["type"] == "release"]
    assert published_entries(place)[amendment["amends"]]["value"] == "2522"
    assert "has this site already" in sites.ran(here, "publish")


def tampered(name: str, site: Path) -> None:
    """Tamper with the log of a clone, in whose history a figure was recorded and published after the beginning."""
    lines = sites.lines_of(site)
    old = {path: sites.git(site, "show", f"HEAD~1:{path}") for path in (LINES, HEAD)}
    ledger = site / LEDGER
    if name == "cut":
        sites.write_lines(site, lines[:-1])
    elif name == "cut with its head":
        sites.write_lines(site, lines[:-1])
        write_head(site)
    elif name == "insert":
        sites.write_lines(site, [*lines[:4], lines[3].replace('"27"', '"26"').replace('"21"', '"22"'), *lines[4:]])
    elif name == "edit":
        sites.write_lines(site, [line.replace('"value":"2522"', '"value":"2622"') for line in lines])
        ledger.write_text(ledger.read_text("utf-8").replace("2522", "2622"), "utf-8")
    elif name == "rebuild":
        (site / LINES).unlink()
        (site / HEAD).unlink()
        ledger.write_text(ledger.read_text("utf-8").replace("2522", "2622"), "utf-8")
        sites.ran(site, "log", "begin")
    elif name == "older":
        (site / LINES).write_text(old[LINES], "utf-8")
    elif name == "older with its head":
        for path, text in old.items():
            (site / path).write_text(text, "utf-8")
    elif name == "two heads of one size":
        sites.write_lines(site, [*lines[:-1], lines[-1].replace('"30"', '"33"')])
        ledger.write_text(ledger.read_text("utf-8").replace("30}", "33}").replace("30,", "33,"), "utf-8")
        write_head(site)


def write_head(site: Path) -> None:
    """The head of the lines as they stand, as somebody who tampers with both would write it."""
    lines = [line.encode() for line in sites.lines_of(site)]
    head = Checkpoint(json.loads(lines[0])["origin"], len(lines), Tree(map(leaf_hash, lines)).root())
    (site / HEAD).write_text(str(Note(str(head))), "utf-8")


TAMPERED = [
    "cut",
    "cut with its head",
    "insert",
    "edit",
    "rebuild",
    "older",
    "older with its head",
    "two heads of one size",
]


@pytest.mark.parametrize("name", TAMPERED)
def test_a_log_that_was_tampered_with_is_refused_in_a_fresh_clone(
    published: tuple[Path, Place], clone: Path, name: str
) -> None:
    """By the history of Git; without any, what the target has is enough to find it.

    A log that is only older is continued from the target then.
    """
    _, place = published
    head, lines = place.head, sites.lines_of(clone)
    tampered(name, clone)
    said = sites.refused(clone, "publish")
    assert LINES in said and "history" in said
    assert place.head == head
    (clone / ".git").rename(clone.parent / "git")
    if name in ("cut with its head", "older with its head"):
        assert "taken over" in sites.ran(clone, "publish")
        assert sites.lines_of(clone) == lines
        return
    said = sites.refused(clone, "publish")
    assert LINES in said
    assert place.head == head
    if name in ("rebuild", "two heads of one size"):
        assert "the first that differs" in said and str(place.size) in said


@pytest.mark.parametrize("name", ["cut with its head", "rebuild", "two heads of one size"])
def test_check_finds_it_by_the_history_of_git(site: Path, tmp_path: Path, name: str) -> None:
    sites.record(site, "enterprises", "30", "2023-12-31")
    sites.ran(site, "publish")
    sites.commit(site, "Publish a figure")
    clone = sites.clone(site, tmp_path / "clone")
    tampered(name, clone)
    said = sites.refused(clone, "check")
    assert LINES in said and re.search(r"figures\.log\.checkpoint of [0-9a-f]+ 20\d\d-", said)


def test_check_says_what_it_could_not_look_at(begun: Path, tmp_path: Path) -> None:
    sites.git(tmp_path, "clone", "--quiet", "--depth", "1", f"file://{begun}", str(tmp_path / "shallow"))
    assert "this clone is shallow" in sites.ran(tmp_path / "shallow", "check")
    copy = sites.copy(begun, tmp_path / "copy")
    (copy / ".git").rename(tmp_path / "git")
    assert "there is no Git history here" in sites.ran(copy, "check")


def test_a_build_remembers_the_published_head_in_its_cache(site: Path) -> None:
    sites.record(site, "enterprises", "30", "2023-12-31")
    sites.ran(site, "publish")
    tampered_lines = sites.lines_of(site)[:-1]
    sites.write_lines(site, tampered_lines)
    write_head(site)
    said = sites.refused(site, "build")
    assert "1 of 18 entries that were published are gone" in said and ".aimaq/log/checkpoint" in said


@pytest.mark.parametrize("change", ["cut", "edited", "another site's", "unreadable", "missing entries"])
def test_a_log_that_was_changed_at_the_target_is_refused(
    published: tuple[Path, Place], clone: Path, change: str
) -> None:
    _, place = published
    path = f"api/log/tile/entries/000.p/{place.size}"
    kept = {name: place.read(name) for name in ("api/log/checkpoint", path)}
    head, entries = kept["api/log/checkpoint"], kept[path]
    assert head is not None and entries is not None
    try:
        if change == "cut":
            place.write("api/log/checkpoint", re.sub(rb"\n\d+\n[^\n]+", b"\n3\n" + b"A" * 43 + b"=", head))
        elif change == "edited":
            lines = [line.replace(b'"27"', b'"28"') for line in read_bundle(entries)]
            new = Checkpoint("press.aimaq.kz/api/log", len(lines), Tree(map(leaf_hash, lines)).root())
            place.write("api/log/checkpoint", str(Note(str(new))).encode())
            place.write(path, b"".join(len(line).to_bytes(2, "big") + line for line in lines))
        elif change == "another site's":
            place.write("api/log/checkpoint", head.replace(b"press.aimaq.kz", b"other.example"))
        elif change == "unreadable":
            place.write("api/log/checkpoint", b"<html>")
        else:
            place.write("api/log/checkpoint", re.sub(rb"\n\d+\n[^\n]+", b"\n90\n" + b"A" * 43 + b"=", head))
        before = sites.lines_of(clone)
        said = sites.refused(clone, "publish")
        assert place.address in said
        assert "api/log" in said or "another target" in said
        assert sites.lines_of(clone) == before
    finally:
        for name, data in kept.items():
            place.write(name, data)


def test_a_site_whose_log_was_deleted_gets_the_whole_and_it_is_said(site: Path, folder: Place) -> None:
    assert "has no log" not in sites.ran(site, "publish")
    folder.write("api/log/checkpoint", None)
    sites.record(site, "enterprises", "30", "2023-12-31")
    assert "has no log yet: this publication brings it" in sites.ran(site, "publish")
    folder.write("api/log/checkpoint", None)
    said = sites.ran(site, "publish", "--again")
    assert "has no log, although this one was published before with 18 entries" in said
    assert folder.head == (site / HEAD).read_bytes()


def test_a_repository_that_has_lost_its_log_publishes_nothing(site: Path, tmp_path: Path, folder: Place) -> None:
    sites.ran(site, "publish")
    (site / LINES).unlink()
    (site / HEAD).unlink()
    said = sites.refused(site, "publish")
    assert "the log is gone" in said
    (site / ".aimaq/log/checkpoint").unlink()
    said = sites.refused(site, "publish")
    assert "the log is gone, and its head was committed" in said
    (site / ".git").rename(tmp_path / "git")
    assert "the site there has a log of 17 entries, and there is none here" in sites.refused(site, "publish")


def test_a_site_without_a_log_is_published_with_advice(site: Path, tmp_path: Path, folder: Place) -> None:
    for path in (LINES, HEAD):
        (site / path).unlink()
    (site / ".aimaq/log/checkpoint").unlink(missing_ok=True)  # only a publication remembers it
    (site / ".git").rename(tmp_path / "git")
    assert "begin one with `aimaq log begin`" in sites.ran(site, "publish")
    assert folder.read("api/log/checkpoint") is None and folder.read("index.html")


def test_a_folder_that_was_built_before_needs_the_sealed_log(site: Path, tmp_path: Path, folder: Place) -> None:
    built = tmp_path / "built"
    sites.record(site, "enterprises", "30", "2023-12-31")
    sites.type_observation(site, "jobs", 3400, "2023-12-31")
    sites.ran(site, "build", "--publish", "--output", str(built))
    said = sites.refused(site, "publish", "--site", str(built))
    assert "`aimaq log append`" in said and not (tmp_path / "srv").exists()
    assert "Appended to the log: 2 entries." in sites.ran(site, "log", "append")
    assert "is not the sealed one" in sites.refused(site, "publish", "--site", str(built))
    sites.ran(site, "build", "--publish", "--output", str(built))
    sites.ran(site, "publish", "--site", str(built))
    assert folder.head == (site / HEAD).read_bytes()
    sites.type_observation(site, "jobs", 3500, "2024-12-31")
    assert "lacks 1 entry of what is public now" in sites.refused(site, "publish", "--site", str(built))


def test_the_head_is_signed_and_the_private_key_is_in_no_file_and_no_message(
    site: Path, tmp_path: Path, folder: Place
) -> None:
    home = tmp_path / "home"
    said = sites.ran(site, "log", "key", "new", "--output", str(home / "log.key"))
    [public] = re.findall(r"^    (press\.aimaq\.kz/api/log\+\S+)$", said, re.MULTILINE)
    private = (home / "log.key").read_text("utf-8").strip()
    witness = VerifierKey("witness.example", COSIGNATURE, bytes(32))
    gone = f'{{"address": "http://127.0.0.1:{loopback.free_port()}", "key": "{witness}"}}'
    with (site / "pelicanconf.py").open("a", encoding="utf-8") as conf:
        conf.write(f'LOG_KEYS = ["{public}"]\nLOG_WITNESSES = [{gone}]\nLOG_KEY_FILE = "{home / "log.key"}"\n')
    said += sites.ran(site, "log", "key", "list")
    assert f"{public}  ({home / 'log.key'})" in said
    said += sites.ran(site, "publish")
    assert "The witness witness.example has not cosigned the log's head: Connection refused." in said
    assert "not signed" not in said
    note = Note.parse(folder.head.decode())
    assert VerifierKey.parse(public).signed(note)
    assert [each["verifier"] for each in published_entries(folder) if each["type"] == "key"] == [public]

    (home / "log.key").rename(home / "lost")
    sites.record(site, "enterprises", "30", "2023-12-31")
    lines = sites.lines_of(site)
    said += sites.refused(site, "publish")
    assert f"none of its keys can sign here: {public}" in said
    assert sites.lines_of(site) == lines and Note.parse(folder.head.decode()) == note

    secret = private.split("+", 4)[4]
    held = {path for root in (site, tmp_path / "srv") for path in root.rglob("*") if path.is_file()}
    raw = b64decode(secret)[1:]
    assert not [path for path in held if secret.encode() in (data := path.read_bytes()) or raw in data]
    assert secret not in said
    assert "must not be inside the project" in sites.refused(site, "log", "key", "new", "--output", "log.key")


def test_what_somebody_added_at_the_target_is_not_taken_over(site: Path, tmp_path: Path, folder: Place) -> None:
    """Who can write there and has no key must not get a key of theirs into the log."""
    stranger = VerifierKey("press.aimaq.kz/api/log", ED25519, bytes([1]) * 32)

    def add(entry: str) -> None:
        path = f"api/log/tile/entries/000.p/{folder.size}"
        lines = [*read_bundle(folder.read(path) or b""), entry.encode()]
        head = Checkpoint("press.aimaq.kz/api/log", len(lines), Tree(map(leaf_hash, lines)).root())
        folder.write(f"api/log/tile/entries/000.p/{len(lines)}", bundle(lines))
        folder.write("api/log/checkpoint", str(Note(str(head))).encode())

    key = f'{{"logged":"2026-11-29T00:00:00Z","type":"key","verifier":"{stranger}"}}'
    sites.ran(site, "publish")
    lines = sites.lines_of(site)
    add(key)
    assert "names a key that is not in LOG_KEYS" in sites.refused(site, "publish")
    folder.write("api/log/checkpoint", None)
    said = sites.ran(site, "log", "key", "new", "--output", str(tmp_path / "log.key"))
    [public] = re.findall(r"^    (press\S+)$", said, re.MULTILINE)
    with (site / "pelicanconf.py").open("a", encoding="utf-8") as conf:
        conf.write(f'LOG_KEYS = ["{public}"]\nLOG_KEY_FILE = "{tmp_path / "log.key"}"\n')
    sites.ran(site, "publish")
    assert len(sites.lines_of(site)) == len(lines) + 1
    add(key)
    assert "no key of this log has signed the head there" in sites.refused(site, "publish")
    assert len(sites.lines_of(site)) == len(lines) + 1
    release = next(line for line in lines if '"value":"27"' in line)
    folder.write("api/log/checkpoint", (site / HEAD).read_bytes())
    add(release.replace('"27"', '"28"'))
    assert "no key of this log has signed the head there" in sites.refused(site, "publish")


def test_a_rollback_says_that_the_log_is_an_older_one_and_the_next_publication_continues_it(
    site: Path, folder: Place
) -> None:
    sites.ran(site, "publish")
    sites.record(site, "enterprises", "30", "2023-12-31")
    sites.ran(site, "publish")
    assert "Readers see the log of then, with 17 of 18 entries" in sites.ran(site, "publish", "--rollback")
    assert folder.size == 17
    assert "Published to" in sites.ran(site, "publish")
    assert folder.head == (site / HEAD).read_bytes()
