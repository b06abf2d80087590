"""`aimaq verify` finds each planted forgery in a published copy, and passes the honest ones."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from base64 import b64encode
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path

import pytest

from aimaq.figures.log.merkle import leaf_hash
from aimaq.figures.log.signed_note import COSIGNATURE, VerifierKey
from aimaq.figures.log.tiles import bundle
from aimaq.verify.places import Folder, PlaceError, place_of
from aimaq.verify.verification import Report, verify
from tools.note_signer import Signer
from tools.programs import require
from tools.published_copies import Copies, lines_of, publish

ENTRIES, HASHES = "api/log/tile/entries/000.p/20", "api/log/tile/0/000.p/20"
Forgery = Callable[[Path], object]


def replaced(path: str, *pairs: tuple[str, str]) -> Forgery:
    """Return what replaces texts in a file, each wherever it stands."""

    def forge(site: Path) -> None:
        text = (site / path).read_bytes().decode()
        for old, new in pairs:
            assert old in text, f"{path} has no {old}"
            text = text.replace(old, new)
        (site / path).write_bytes(text.encode())

    return forge


def relogged(change: Callable[[list[bytes]], Sequence[bytes]]) -> Forgery:
    """Return what publishes another log, made from the lines of the honest one."""
    return lambda site: publish(site, change(lines_of(site)))


def edited(index: int, old: str, new: str) -> Callable[[list[bytes]], list[bytes]]:
    """Return what changes one line of a log."""

    def change(lines: list[bytes]) -> list[bytes]:
        assert old.encode() in lines[index]
        lines[index] = lines[index].replace(old.encode(), new.encode())
        return lines

    return change


def written(path: str, change: Callable[[bytes], bytes]) -> Forgery:
    """Return what changes the bytes of a file."""
    return lambda site: (site / path).write_bytes(change((site / path).read_bytes()))


def removed(path: str) -> Forgery:
    """Return what removes a file."""
    return lambda site: (site / path).unlink()


def json_without(path: str, *steps: str | int) -> Forgery:
    """Return what takes a member out of a document."""

    def forge(site: Path) -> None:
        document = json.loads((site / path).read_text("utf-8"))
        found = document
        for step in steps[:-1]:
            found = found[step]
        del found[steps[-1]]
        (site / path).write_text(json.dumps(document, ensure_ascii=False), "utf-8")

    return forge


def csv_without_line(path: str, number: int) -> Forgery:
    """Return what takes a line out of a table."""
    return written(path, lambda data: b"".join(data.splitlines(True)[:number] + data.splitlines(True)[number + 1 :]))


GROWTH, PAGE = "en/news/growth/index.html", "en/indicators/jobs/index.html"
JOBS, TABLE, LINKED = "api/indicators/jobs.json", "api/indicators/jobs.csv", "api/indicators/jobs.jsonld"
KAZAKH_CHART = "api/indicators/jobs.kk.svg"
#: What is forged, and a part of what is said of it.
FORGERIES: dict[str, tuple[Forgery, str]] = {
    # Values
    "a value in a feed's title": (
        replaced("en/feeds/indicators/jobs.rss.xml", ("Jobs: 3,320", "Jobs: 3,400")),
        'log has of "jobs" 3320',
    ),
    "a value in a feed's content": (
        replaced("feeds/indicators/jobs.json", ("<p>3\u00a0320", "<p>3\u00a0330")),
        "feeds/indicators/jobs.json, content of",
    ),
    "a value in an Atom feed's summary": (
        replaced("kk/feeds/indicators/jobs.atom.xml", ("<summary>3\u00a0320", "<summary>3\u00a0390")),
        "summary of tag:",
    ),
    "the value before a correction": (
        replaced("en/feeds/indicators/jobs.rss.xml", ("before was 3,314", "before was 3,310")),
        "before it, the log has 3314",
    ),
    "a figure in a story's feed": (
        replaced("en/feeds/all.json", ("There are 3,320", "There are 3,420")),
        "the page itself says otherwise",
    ),
    "a figure in a story's ninjs": (
        replaced("en/news/growth/growth.en.ninjs.json", ("There are 3,320", "There are 3,420")),
        "the page itself says otherwise",
    ),
    "a headline in a story's feed": (
        replaced("feeds/all.atom.xml", ("работает 28", "работает 48")),
        "feeds/all.atom.xml, title of",
    ),
    "a JSON-LD block of a figure": (replaced(PAGE, ('"value": 3320', '"value": 3350')), "JSON-LD in line"),
    "a headline in a story's JSON-LD": (
        replaced(GROWTH, ('"headline": "The zone has 28', '"headline": "The zone has 82')),
        "/headline: ",
    ),
    "a data element": (
        replaced(GROWTH, ('value="3320"', 'value="3400"'), ("3,320", "3,400")),
        '"3,400 jobs" with the value 3400',
    ),
    "the text of a data element alone": (replaced(GROWTH, (">3,320", ">3,400")), '"3,400 jobs" with the value 3320'),
    "the value of a data element alone": (
        replaced(GROWTH, ('value="3320"', 'value="3400"')),
        '"3,320 jobs" with the value 3400',
    ),
    "an older value where the current one belongs": (
        replaced("en/index.html", ('value="3320"', 'value="3314"'), (">3,320", ">3,314")),
        "en/index.html, line",
    ),
    "a pinned value of another day": (
        replaced("news/growth/index.html", ('data-at="2022">28', 'data-at="2022">27'), ('value="28"', 'value="27"')),
        "news/growth/index.html, line",
    ),
    "a value in the table of releases": (
        replaced(PAGE, ('<data value="3320">3,320', '<data value="3420">3,420')),
        "indicators/jobs/index.html, line",
    ),
    "a page's title": (replaced(GROWTH, ("<title>The zone has 28", "<title>The zone has 58")), "title: "),
    "a shared link's title": (
        replaced(
            GROWTH, ('property="og:title" content="The zone has 28', 'property="og:title" content="The zone has 58')
        ),
        "og:title: ",
    ),
    "a value on the pages of the log": (
        replaced("en/log/index.html", ('<data value="2522"', '<data value="3314"'), (">2,522", ">3,314")),
        "en/log/index.html, line",
    ),
    "a value in the feed of the log": (
        replaced("en/feeds/log.json", ("3,314", "3,414")),
        "en/feeds/log.json, ",
    ),
    "a decimal sign for a separator": (replaced(GROWTH, (">3,320", ">3.320")), '"3.320 jobs" with the value 3320'),
    "digits in other groups": (replaced(GROWTH, (">3,320", ">33,20")), '"33,20 jobs" with the value 3320'),
    "the beginning of a period in CSV": (
        replaced(TABLE, (",2021-12-31,2021-12-31,2522", ",2021-01-01,2021-12-31,2522")),
        "its days are",
    ),
    "a value in CSV": (replaced(TABLE, (",3314,", ",3414,")), "jobs.csv, line 3"),
    "the status in CSV": (replaced(TABLE, (",3314,actual", ",3314,plan")), '"status" is "plan"'),
    "the source in CSV": (replaced(TABLE, ("https://oqu.news/a", "https://oqu.news/b")), '"source" is'),
    "a release removed from CSV": (csv_without_line(TABLE, 2), "a release is missing"),
    "a release twice in CSV": (written(TABLE, lambda data: data + data.splitlines(True)[1]), "stands there 2 times"),
    "a value in JSON": (replaced(JOBS, ('"value": 2522', '"value": 2622')), "jobs.json, releases[0]"),
    "the day of a release in JSON": (
        replaced(JOBS, ('"released": "2022-02-01"', '"released": "2022-02-02"')),
        "jobs.json, releases[0]",
    ),
    "a release removed from JSON": (json_without(JOBS, "releases", 1), "a release is missing"),
    "a release removed from JSON-LD": (json_without(LINKED, "@graph", 2), "a release is missing"),
    "a value in JSON-LD": (replaced(LINKED, ('"value": 3314', '"value": 3315')), "jobs.jsonld, /@graph"),
    "a note in JSON": (replaced(JOBS, ("A misprint.", "A revision.")), '"note" is'),
    "a label in JSON": (
        replaced(JOBS, ('"label": {\n    "ru": "Рабочие места"', '"label": {\n    "ru": "Новые места"')),
        "jobs.json, label",
    ),
    "a current value in the list": (
        replaced("api/indicators.json", ('"value": 3320', '"value": 3314')),
        "jobs, current",
    ),
    "a value for open pages": (
        replaced("api/live/kk.json", ('"number":"3320"', '"number":"3314"')),
        "kk.json, jobs, current",
    ),
    "a form for open pages": (
        replaced("api/live/ru.json", ('"genitive":"3\u00a0320', '"genitive":"3\u00a0321')),
        "jobs, current, genitive",
    ),
    "a badge": (replaced("api/indicators/jobs.en.badge.svg", (">3,320<", ">3,420<")), "jobs.en.badge.svg"),
    "a chart": (replaced(KAZAKH_CHART, ("2\u00a0522", "2\u00a0622")), "jobs.kk.svg"),
    "a label over the drawing of a chart": (
        written(KAZAKH_CHART, lambda data: re.sub(rb'(class="ink"[^>]*>2\xc2\xa0)522<', rb"\g<1>622<", data)),
        'jobs.kk.svg: it shows "2 622"',
    ),
    "the value over a chart": (
        replaced(KAZAKH_CHART, (">3\u00a0320 ", ">3\u00a0420 ")),
        'jobs.kk.svg: it shows "3 420 ',
    ),
    "an indicator removed": (removed(TABLE), "jobs.csv: there is none"),
    "an attached file": (
        written("media/plan.csv", lambda data: data.replace(b"20", b"30")),
        "media/plan.csv: its SHA-256 is",
    ),
    "an attached file and the digest beside it": (
        lambda site: (
            written("media/plan.csv", lambda data: data.replace(b"20", b"30"))(site),
            replaced(
                GROWTH,
                (sha256(b"workshops,20\n").hexdigest(), sha256(b"workshops,30\n").hexdigest()),
            )(site),
        ),
        f"{GROWTH}, JSON-LD: the files",
    ),
    "a link to another file": (
        lambda site: (
            (site / "media/other.csv").write_text("workshops,30\n", "utf-8"),
            replaced(GROWTH, ('href="/media/plan.csv"', 'href="/media/other.csv"'))(site),
        ),
        f"{GROWTH}, /media/other.csv: it is attached",
    ),
    "no attached file": (removed("media/plan.csv"), "media/plan.csv: there is none"),
    "a document to which a text links": (
        written("media/rooms.csv", lambda data: data.replace(b"7", b"9")),
        f"it links to media/rooms.csv ({sha256(b'rooms,9' + bytes([10])).hexdigest()[:16]})",
    ),
    "a link to another document": (
        replaced(GROWTH, ('href="/media/rooms.csv"', 'href="/media/plan.csv"')),
        f"{GROWTH}: it links to media/plan.csv (",
    ),
    "no document to which a text links": (removed("media/rooms.csv"), "it links to media/rooms.csv (not there)"),
    "what a figure was on the day of its text": (
        replaced(
            GROWTH, ('data-then="3320"', 'data-then="3220"'), ("(at publication: 3,320)", "(at publication: 3,220)")
        ),
        '"(at publication: 3,220)" with the value 3220',
    ),
    "a number that nobody typed": (
        replaced(GROWTH, ("There are", "In 45 halls there are")),
        f"{GROWTH}: the number 45 stands in the text more often",
    ),
    "a text removed": (removed("news/plans/index.html"), "the page is gone"),
    # The log
    "a line of the log": (
        written(ENTRIES, lambda data: data.replace(b'"value":"3314"', b'"value":"3315"')),
        "the entries lead to",
    ),
    "a line and its tile": (
        lambda site: (
            written(ENTRIES, lambda data: data.replace(b'"value":"3314"', b'"value":"3315"'))(site),
            (site / HASHES).write_bytes(b"".join(map(leaf_hash, lines_of(site)))),
        ),
        "the head's root is",
    ),
    "a cut tile": (written(HASHES, lambda data: data[:-32]), "it has 608 bytes"),
    "a cut bundle": (written(ENTRIES, lambda data: data[:-1]), "the last entry is cut"),
    "a missing bundle": (removed(ENTRIES), "there is none"),
    "a bundle with too few entries": (
        lambda site: (site / ENTRIES).write_bytes(bundle(lines_of(site)[:-1])),
        "it has 19 entries",
    ),
    "a missing tile": (removed(HASHES), "000.p/20: there is none"),
    "a head of a smaller log": (
        written("api/log/checkpoint", lambda data: data.replace(b"\n20\n", b"\n19\n")),
        "000.p/19: there is none",
    ),
    "a head with another root": (
        written("api/log/checkpoint", lambda data: data.replace(data.split(b"\n")[2], b64encode(bytes(32)))),
        "the head's root is 0000",
    ),
    "no head": (removed("api/log/checkpoint"), "checkpoint: there is none"),
    "a non-canonical entry": (relogged(edited(3, '{"key"', '{ "key"')), "not in the canonical form"),
    "an unknown type": (relogged(edited(3, '"type":"release"', '"type":"rumour"')), "is not known"),
    "an unknown member": (relogged(edited(3, '"key":', '"hidden":"1","key":')), 'it has "hidden", which is not known'),
    "a number with zeros at its end": (relogged(edited(6, '"value":"2522"', '"value":"2522.0"')), "trailing zeros"),
    "another name of the log": (
        lambda site: publish(site, lines_of(site), "elsewhere.example/log"),
        "the log calls itself",
    ),
    "a second beginning": (relogged(lambda lines: [*lines, lines[0]]), 'of the type "begin"'),
    "a rebuilt log without a release": (
        relogged(lambda lines: lines[:-2]),
        'log has of "enterprises" 27 for 2022-12-31',
    ),
    "a rebuilt log with a later head": (
        relogged(lambda lines: [*lines, lines[8].replace(b'"3320"', b'"3500"')]),
        'log has of "jobs" 3500',
    ),
    "an amended value": (
        relogged(
            lambda lines: [*lines, lines[8].replace(b'{"key"', b'{"amends":8,"key"').replace(b'"3320"', b'"3500"')]
        ),
        'another "value", which nothing may amend',
    ),
    "a release of a figure that nothing describes": (
        relogged(edited(3, '"key":"enterprises"', '"key":"companies"')),
        "which no entry before it describes",
    ),
}


def found(*folders: Path, keys: Sequence[VerifierKey] = ()) -> Report:
    return verify([Folder(str(each)) for each in folders], keys)


def texts(report: Report) -> list[str]:
    return [str(each) for _, each in report.disagreements]


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forgery_is_found(site: Path, name: str) -> None:
    forge, message = FORGERIES[name]
    forge(site)
    said = texts(found(site))
    assert any(message in each for each in said), said


def test_honest_copies_agree(copies: Copies) -> None:
    report = found(copies.old, copies.new)
    assert texts(report) == []
    assert "the older head is continued: yes" in str(report)
    assert "entries of the log 20," in str(report) and "entries of the log 18," in str(report)
    assert "nobody: the head is unsigned" in str(report)


def test_a_head_that_was_saved_is_enough(copies: Copies, tmp_path: Path) -> None:
    saved = tmp_path / "saved"
    shutil.copy(copies.old / "api/log/checkpoint", saved)
    report = verify([place_of(str(saved)), Folder(str(copies.new))])
    assert texts(report) == [] and "the older head is continued: yes" in str(report)


#: What happened to the log since the older copy, and what is said.
REWRITTEN: dict[str, tuple[Callable[[list[bytes]], Sequence[bytes]], str]] = {
    "rebuilt": (lambda lines: [line.replace(b"2026-", b"2027-") for line in lines], "entry 0: "),
    "an entry changed": (edited(6, '"2522"', '"2523"'), "entry 6: "),
    "two entries exchanged": (lambda lines: [*lines[:3], lines[4], lines[3], *lines[5:]], "entry 3: "),
    "an entry inserted": (lambda lines: [*lines[:4], lines[3], *lines[4:]], "entry 4: "),
    "an entry taken out": (lambda lines: [*lines[:7], *lines[8:]], "entry 7: "),
    "cut at its end": (lambda lines: lines[:15], "the log has 15 entries; the older one had 18"),
}


@pytest.mark.parametrize("name", REWRITTEN)
def test_a_log_that_was_rewritten_is_found(copies: Copies, site: Path, tmp_path: Path, name: str) -> None:
    change, message = REWRITTEN[name]
    publish(site, change(lines_of(site)))
    report = found(copies.old, site)
    assert any(message in each for each in texts(report)), texts(report)
    saved = tmp_path / "saved"
    shutil.copy(copies.old / "api/log/checkpoint", saved)
    by_head = verify([place_of(str(saved)), Folder(str(site))])
    assert any("the log was rewritten" in each or "the older one had" in each for each in texts(by_head))


def test_two_heads_of_one_size(copies: Copies, site: Path) -> None:
    publish(site, edited(19, '"118.6"', '"118.5"')(lines_of(site)))
    assert any("entry 19: " in each for each in texts(found(copies.new, site)))


def test_the_wrong_order_is_said(copies: Copies) -> None:
    assert any("were given in the wrong order" in each for each in texts(found(copies.new, copies.old)))


def test_a_copy_from_before_the_log(copies: Copies, tmp_path: Path) -> None:
    before = Path(shutil.copytree(copies.old, tmp_path / "before"))
    shutil.rmtree(before / "api/log")
    report = found(before, copies.new)
    assert texts(report) == [] and "the releases of the older copy are in the log: all" in str(report)
    replaced(JOBS, ('"value": 3314', '"value": 3300'))(before)
    [said] = texts(found(before, copies.new))
    assert "3300 for 2022-12-31, released 2023-02-01" in said and "3314 for 2022-12-31" in said


@pytest.fixture(scope="module")
def signer() -> Signer:
    return Signer("press.aimaq.example/log")


@pytest.fixture(scope="module")
def witness() -> Signer:
    return Signer("witness.example", COSIGNATURE)


def key_entry(signer: Signer) -> bytes:
    return json.dumps(
        {"logged": "2026-11-30T00:00:00Z", "type": "key", "verifier": str(signer.key)}, separators=(",", ":")
    ).encode()


def test_signatures_of_the_log_and_of_a_witness(site: Path, signer: Signer, witness: Signer) -> None:
    assert any("no key that you gave has signed it" in each for each in texts(found(site, keys=[signer.key])))
    signer.sign(site)
    assert any("this witness has not cosigned it" in each for each in texts(found(site, keys=[witness.key])))
    witness.sign(site)
    report = found(site, keys=[signer.key, witness.key])
    assert texts(report) == []
    assert f"{signer.key.name}+{signer.key.id.hex()}: a key that you gave" in str(report)
    assert ", cosigned 2026-09-" in str(report)
    assert "its key is not known here, so this signature was not checked" in str(found(site))
    signatures = (site / "api/log/checkpoint").read_bytes().partition(b"\n\n")[2]
    head = publish(site, lines_of(site)[:-1])
    (site / "api/log/checkpoint").write_bytes(str(head).encode() + signatures)
    assert any("its signature is not valid" in each for each in texts(found(site, keys=[signer.key])))


def test_another_key_under_the_same_name(site: Path, signer: Signer) -> None:
    Signer(signer.key.name).sign(site)
    assert any("no key that you gave has signed it" in each for each in texts(found(site, keys=[signer.key])))


def test_the_key_that_a_log_names_has_to_sign(site: Path, signer: Signer) -> None:
    publish(site, [*lines_of(site), key_entry(signer)])
    assert any("says that heads are signed with it" in each for each in texts(found(site)))
    signer.sign(site)
    report = found(site)
    assert texts(report) == [] and "the key in entry 20 of the log" in str(report)


def test_a_key_passes_trust_on_to_the_next(copies: Copies, site: Path, tmp_path: Path, signer: Signer) -> None:
    """The older head, which the known key has signed, covers the entry that names the new key."""
    later = Signer(signer.key.name)
    lines = [*lines_of(site), key_entry(later)]
    publish(site, lines)
    older = Path(shutil.copytree(site, tmp_path / "older"))
    for each in (signer, later):
        each.sign(older)
    later.sign(site)
    assert texts(found(older, site, keys=[signer.key])) == []
    assert any("no key that you gave" in each for each in texts(found(site, keys=[signer.key])))
    unsigned = Path(shutil.copytree(copies.new, tmp_path / "unsigned"))
    signer.sign(unsigned)
    assert any("no key that you gave" in each for each in texts(found(unsigned, site, keys=[signer.key])))


def test_a_timestamp_of_openssl(site: Path, tmp_path: Path) -> None:
    openssl = require("OpenSSL", "openssl")
    token = timestamp(openssl, tmp_path, (site / "api/log/checkpoint").read_bytes())
    (site / "api/log/checkpoint.tsr").write_bytes(token)
    report = found(site)
    assert texts(report) == [] and "a timestamp of 20" in str(report)
    (site / "api/log/checkpoint.tsr").write_bytes(timestamp(openssl, tmp_path, b"another text"))
    assert any("the timestamp of something else" in each for each in texts(found(site)))
    for length in range(0, len(token), 97):
        (site / "api/log/checkpoint.tsr").write_bytes(token[:length])
        assert any("it is no timestamp" in each for each in texts(found(site)))


def timestamp(openssl: str, folder: Path, data: bytes) -> bytes:
    """Return the response of an authority that OpenSSL plays."""
    settings = folder / "tsa.cnf"
    settings.write_text(
        "[tsa]\ndefault_tsa=t\n[t]\nserial=serial\ndigests=sha256\nsigner_digest=sha256\ndefault_policy=1.2.3.4\n"
        "[req]\ndistinguished_name=d\n[d]\n[e]\nextendedKeyUsage=critical,timeStamping\n"
    )
    (folder / "serial").write_text("01\n")
    (folder / "data").write_bytes(data)
    for line in (
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout k.pem -out c.pem -subj /CN=T "
        "-config tsa.cnf -extensions e",
        "ts -query -data data -sha256 -cert -out q.tsq",
        "ts -reply -config tsa.cnf -queryfile q.tsq -signer c.pem -inkey k.pem -out r.tsr",
    ):
        subprocess.run([openssl, *line.split()], cwd=folder, check=True, capture_output=True)
    return (folder / "r.tsr").read_bytes()


def test_a_place_that_is_none() -> None:
    with pytest.raises(PlaceError, match="there is no such folder"):
        place_of("no-such-folder")
    with pytest.raises(PlaceError, match="an address has a host"):
        place_of("https://")


def test_a_folder_without_a_site(tmp_path: Path) -> None:
    [said] = texts(found(tmp_path))
    assert said == "api/log/checkpoint: there is none; a site with a log has its head there"
