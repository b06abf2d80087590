"""`aimaq verify` where it is used: over HTTP, as a file of its own, as a command; fast, and proof against any input."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import msgspec
import pytest

import tasks
from aimaq.figures.log import entries
from aimaq.figures.log.merkle import Tree, leaf_hash
from aimaq.figures.log.signed_note import Checkpoint, Note
from aimaq.figures.log.tiles import hash_tiles
from aimaq.verify import places
from aimaq.verify.log.entry_forms import MEMBERS, read_line
from aimaq.verify.log.log_of_site import read_published_log
from aimaq.verify.log.logged_figures import logged_in
from aimaq.verify.places import Folder, PlaceError, Website
from aimaq.verify.verification import verify
from tools.built import aimaq
from tools.published_copies import Copies, Files, entry_tiles, in_memory


class Unlisted(Files):
    """A site of which one knows what it says itself, as at an address."""

    def read(self, path: str) -> bytes | None:
        return super().read(f"{path}index.html" if path.endswith("/") or not path else path)

    def listed(self) -> Iterable[str] | None:
        return None


class Host(SimpleHTTPRequestHandler):
    """Serves a folder; an address in ``answers`` gets another answer, once for each that is in its list."""

    answers: Mapping[str, list[tuple[int, dict[str, str]]]] = {}

    def do_GET(self) -> None:
        if waiting := self.answers.get(self.path):
            status, headers = waiting.pop(0)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
        else:
            super().do_GET()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path, answers: Mapping[str, list[tuple[int, dict[str, str]]]] | None = None) -> Iterator[Website]:
    """Serve a folder on loopback, and give its place."""
    handler = type("Handler", (Host,), {"answers": answers or {}})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield Website(f"http://127.0.0.1:{server.server_port}/", pause=0)
    finally:
        server.shutdown()
        server.server_close()


def texts(place: places.Place) -> list[str]:
    return [str(each) for _, each in verify([place]).disagreements]


def test_over_http_as_in_a_folder(copies: Copies) -> None:
    with served(copies.new) as website:
        report = verify([website])
    assert report.disagreements == ()
    [over_http], [in_folder] = report.sites, verify([Folder(str(copies.new))]).sites
    # No page names the feed of a section that has every story, and a sitemap leaves out an empty section.
    assert 0 < over_http.compared["values in feeds"] < in_folder.compared["values in feeds"]
    same = ("values in JSON", "values in CSV", "values in pictures", "entries of the log", "numbers of texts")
    assert {name: over_http.compared[name] for name in same} == {name: in_folder.compared[name] for name in same}


@pytest.mark.parametrize("path", ["en/news/growth/index.html", "feeds/all.json", "api/indicators/jobs.csv"])
def test_over_http_a_forgery_is_found(site: Path, path: str) -> None:
    text = (site / path).read_text("utf-8")
    for number in ("3,320", "3\u00a0320", "3320"):
        text = text.replace(number, "4444")
    (site / path).write_text(text, "utf-8")
    with served(site) as website:
        assert any("4444" in each for each in texts(website))


def test_a_busy_server_is_waited_for(copies: Copies) -> None:
    answers = {"/api/log/checkpoint": [(429, {"Retry-After": "0"}), (503, {"Retry-After": "0"})]}
    with served(copies.new, answers) as website:
        assert texts(website) == []


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ((302, {"Location": "http://other.example/checkpoint"}), "leads to another site"),
        ((302, {"Location": "file:///etc/passwd"}), "is not allowed"),
        ((500, {}), "the server answers 500"),
        ((401, {}), "the server answers 401"),
    ],
)
def test_a_server_that_does_not_answer_is_named(
    copies: Copies, answer: tuple[int, dict[str, str]], message: str
) -> None:
    with served(copies.new, {"/api/log/checkpoint": [answer]}) as website, pytest.raises(PlaceError, match=message):
        verify([website])


def test_a_loop_of_redirects_ends(copies: Copies) -> None:
    loop = {"/api/log/checkpoint": [(302, {"Location": "/api/log/checkpoint"})] * 20}
    with served(copies.new, loop) as website, pytest.raises(PlaceError, match="checkpoint"):
        verify([website])


def test_what_is_read_is_bounded(copies: Copies, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "MAX_BYTES", 100)
    with served(copies.new) as website, pytest.raises(PlaceError, match="larger than 100 bytes"):
        verify([website])
    with pytest.raises(PlaceError, match="larger than 100 bytes"):
        verify([Folder(str(copies.new))])
    monkeypatch.undo()
    monkeypatch.setattr(places, "MAX_REQUESTS", 10)
    with served(copies.new) as website, pytest.raises(PlaceError, match="has more than 10 files"):
        verify([website])


def test_only_the_site_itself_is_asked(site: Path) -> None:
    """A path of a sitemap that looks like an address is a path."""
    sitemap = site / "sitemaps/en.xml"
    address = "https://press.aimaq.example/en/news/growth/"
    text = sitemap.read_text("utf-8")
    assert f"<loc>{address}</loc>" in text
    hostile = "<loc>https://press.aimaq.example/http://127.0.0.1:1/x</loc>"
    more = f"<url>{hostile}</url><url><loc>https://press.aimaq.example//127.0.0.1:1/x</loc></url></urlset>"
    sitemap.write_text(text.replace("</urlset>", more), "utf-8")
    with served(site) as website:
        assert texts(website) == []


def test_no_server_is_named() -> None:
    with pytest.raises(PlaceError, match="refused"):
        verify([Website("http://127.0.0.1:1/", pause=0)])


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run the one file with an isolated Python that has the standard library alone."""
    file = tmp_path_factory.mktemp("program") / "aimaq-verify.pyz"
    tasks.write_verifier(file)

    def run(*arguments: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-I", "-S", str(file), *map(str, arguments)]
        return subprocess.run(command, cwd=file.parent, capture_output=True, encoding="utf-8", check=False)

    return run


Program = Callable[..., subprocess.CompletedProcess[str]]


def test_one_file_and_the_standard_library_are_enough(program: Program, copies: Copies, site: Path) -> None:
    done = program(copies.old, copies.new)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"site: {copies.new}\nlog: press.aimaq.example/api/log\nhead: 20 entries, ")
    assert "\nthe older head is continued: yes\n" in done.stdout
    assert "Everything agrees. Checked 20" in done.stdout
    (site / "api/indicators/jobs.csv").unlink()
    done = program(site)
    assert (done.returncode, done.stderr) == (1, "")
    assert '- api/indicators/jobs.csv: there is none; the log has releases of "jobs"' in done.stdout
    assert "\n1 disagreement. Checked 20" in done.stdout


def test_one_file_says_how_it_is_used(program: Program, copies: Copies) -> None:
    assert "the following arguments are required: PLACE" in program().stderr and program().returncode == 2
    assert "expected one place, or an older and a newer one" in program("a", "b", "c").stderr
    assert "is no verifier key" in program("--key", "x", copies.new).stderr
    done = program("no-such-folder")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("aimaq-verify: no-such-folder: there is no such folder")


def test_the_same_source_gives_the_same_file(tmp_path: Path) -> None:
    for name in ("a", "b"):
        tasks.write_verifier(tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_the_command(copies: Copies, site: Path, tmp_path: Path) -> None:
    done = aimaq("verify", str(copies.old), str(copies.new), project=tmp_path)
    assert (done.returncode, done.stderr) == (0, "") and "Everything agrees." in done.stdout
    shutil.rmtree(site / "api/log")
    done = aimaq("verify", str(site), project=tmp_path)
    assert (done.returncode, done.stderr) == (1, "") and "checkpoint: there is none" in done.stdout
    done = aimaq("verify", "no-such-folder", project=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("no-such-folder: there is no such folder; expected a folder")
    for arguments, message in (
        ((), 'aimaq verify: missing argument "[OLD] PLACE"'),
        (("a", "b", "c"), "aimaq verify: expected one place, or an older and a newer one"),
        (("--key", "x", str(site)), 'aimaq verify: invalid value for "--key": "x" is no verifier key'),
    ):
        done = aimaq("verify", *arguments, project=tmp_path)
        assert done.returncode == 2 and done.stderr.startswith(message), done.stderr
    assert not (tmp_path / ".aimaq").exists()


def test_ten_thousand_lines_in_a_second() -> None:
    logged = "2026-11-28T07:00:00Z"
    figure = entries.Figure(logged=logged, key="jobs", label="0" * 64, unit="0" * 64)
    lines = [entries.canonical(each) for each in (entries.Begin(logged=logged, origin="example.org/log"), figure)]
    lines += [
        entries.canonical(
            entries.Release(
                logged=logged, key="jobs", period=f"{1000 + number % 9000}", value=f"{number}", status="actual",
                kind="release", released="2026-11-28", source="0" * 64, note="1" * 64,
            )
        )
        for number in range(10_000)
    ]  # fmt: skip
    tree = Tree(map(leaf_hash, lines))
    head = str(Note(str(Checkpoint("example.org/log", len(lines), tree.root()))))
    tiles = {f"api/log/{path}": data for path, data in (*hash_tiles(tree), *entry_tiles(lines))}
    place = Files({**tiles, "api/log/checkpoint": head.encode()})
    tries: list[float] = []
    for _ in range(3):  # other work on the machine costs time, too
        begin = time.process_time()
        log, compared = read_published_log(place)
        assert log is not None and all(each.agrees for each in compared)
        assert len(logged_in(log.entries).known("jobs")) == 10_000
        tries.append(time.process_time() - begin)
    assert min(tries) < 1, f"{min(tries):.2f} s of processor time"


def test_the_members_are_those_of_the_program_that_writes() -> None:
    """``entry_forms`` has them a second time, since it may not import what the log is written with."""
    for struct in (entries.Begin, entries.Figure, entries.Release, entries.Text, entries.Key):
        fields = msgspec.structs.fields(struct)
        required, optional, other = MEMBERS[str(struct.__struct_config__.tag)]
        wanted = {each.encode_name for each in fields if each.required}
        # A number that is left out is 0, and each text has a version.
        assert (required | other.keys() & {"version"}) - {"type"} == wanted
        assert required | optional | other.keys() == {each.encode_name for each in fields} | {"type"}


def test_what_the_program_writes_is_canonical() -> None:
    awkward = 'a"b\\c\x00\x1f\x7f\u2028\ud7ff\ue000\U0001f600</script>'
    line = entries.canonical(entries.Begin(logged="2026-11-28T07:00:00Z", origin=awkward))
    assert read_line(line)["origin"] == awkward


def test_files_for_news_agencies_are_compared_at_an_address(copies: Copies) -> None:
    files = in_memory(copies.new).files
    assert not verify([Unlisted(files)]).disagreements
    for path in ("en/news/growth/growth.en.ninjs.json", "en/press-kit/ninjs.json"):
        assert b"The zone has 28" in files[path]
        forged = files[path].replace(b"The zone has 28", b"The zone has 82")
        found = [str(each) for _, each in verify([Unlisted({**files, path: forged})]).disagreements]
        assert any(each.startswith(f"{path}, title of") for each in found), found


def test_the_file_with_which_browsers_check_pages_is_compared(copies: Copies) -> None:
    files = in_memory(copies.new).files
    forged = files["log/check.json"].replace(b'"3314"', b'"3414"')
    for place in (Files, Unlisted):
        found = [str(each) for _, each in verify([place({**files, "log/check.json": forged})]).disagreements]
        assert any("log/check.json, jobs, " in each and "3414" in each for each in found), found


def test_the_texts_of_the_search_are_compared_with_the_pages(copies: Copies) -> None:
    text = {"address": "/en/news/growth/", "title": "The zone has 28 enterprises", "summary": "", "text": "3,320 jobs"}
    for change, wrong in (({}, 0), ({"title": "The zone has 82 enterprises"}, 1), ({"text": "3,420 jobs"}, 1)):
        path, data = "en/search/texts/news/growth.json", json.dumps(text | change).encode()
        found = verify([Files({**in_memory(copies.new).files, path: data})]).disagreements
        assert len(found) == wrong, found


def test_whatever_a_site_holds_the_check_ends(copies: Copies) -> None:
    """A site may be damaged or hostile: each of its files, changed at random, gives a report."""
    draw = random.Random(13)
    honest = in_memory(copies.new).files
    pieces = [
        b"",
        b"\x00",
        b"\xff\xfe",
        b"[",
        b"{",
        b'"',
        b"null",
        b"-1",
        b"1e999",
        b"NaN",
        b"<",
        b"&",
        b"9" * 50,
        b"]",
    ]
    small = {path: data for path, data in honest.items() if path.startswith("api/") or path.count("/") < 2}
    changeable = sorted(path for path in small if path.endswith((".json", ".csv", ".jsonld", ".svg", ".html", ".xml")))
    changeable += [path for path in small if path.startswith("api/log")] * 3
    for _ in range(40):
        files: dict[str, Any] = dict(small)
        for path in draw.sample(changeable, 3):
            data = files[path]
            for _ in range(draw.randint(1, 4)):
                at = draw.randint(0, len(data))
                data = data[:at] + draw.choice(pieces) + data[at + draw.choice((0, 0, 1, 7, 100)) :]
            files[path] = data
        str(verify([Files(files)]))
        str(verify([Unlisted(files)]))
    kinds = {path.partition(".")[2]: path for path in changeable}
    for path in kinds.values():
        for data in (b"", b"[]", b"{}", b"null", b"[" * 100_000, b'{"indicators": {"x": 1, "jobs": []}}', b"\xff"):
            str(verify([Files({**{each: small[each] for each in small if "/log/" in each}, path: data})]))
