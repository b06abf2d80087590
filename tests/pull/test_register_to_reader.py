"""From a register of 100,000 enterprises to readers: pulled, approved, published, and corrected in every channel."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from pathlib import Path

import pytest
from pypdf import PdfReader

from tools import logged_site as sites
from tools.built import Json, aimaq
from tools.databases import PASSWORD, DatabaseServer

QUERY = (
    "select '2025-12-31' as period, count(*) as value from enterprises"
    " where zone and status = :status and registered <= date '2025-12-31'"
)
SOURCE: Json = {
    "database": "REGISTER",
    "format": "postgresql",
    "query": QUERY,
    "bind": {"status": "works"},
    "defaults": {"status": "actual", "source_title": "Register", "source_url": "https://example.org/register"},
}
APPROVED = ("--approved-by", "A. Editor", "--why", "The register counts the whole city now.")
CORRECTED = ("--approved-by", "A. Editor", "--why", "Three had closed before the end of the year.")
CHART = "{{ chart enterprises | live }}"
STORY = {
    "ru": ("Реестр зоны", f"Сегодня в зоне {{{{ enterprises }}}}.\n\n{CHART}"),
    "kk": ("Аймақ тізілімі", f"Бүгін аймақта {{{{ enterprises }}}} бар.\n\n{CHART}"),
    "en": ("The zone's register", f"The zone has {{{{ enterprises }}}} today.\n\n{CHART}"),
}
PRINTED = {"": "{0} {1}", "kk/": "{0} {1}", "en/": "{0},{1}"}


def write_story(project: Path) -> None:
    for lang, (title, body) in STORY.items():
        head = f"title: {title}\ndate: 2026-01-10\nkind: release\nsummary: {title}.\n"
        (project / f"content/news/register.{lang}.md").write_text(f"---\n{head}---\n\n{body}\n", "utf-8")


@pytest.fixture
def site(postgres: DatabaseServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small site with a log, a target, and a source in the register; a change of more than 30 % needs approval."""
    monkeypatch.setenv("REGISTER", postgres.address())
    site = sites.begin(tmp_path / "site", write_story)
    with (site / "publishconf.py").open("a", encoding="utf-8") as conf:
        conf.write("PUBLISH_PRESS = True\n")
    ledger = site / sites.LEDGER
    text = ledger.read_text("utf-8")
    ledger.write_text(text.replace('"decimals": 0,', '"decimals": 0,\n      "max_change": "30%",', 1), "utf-8")
    sources = {"sources": {"enterprises": SOURCE}}
    (site / "content/data/sources.json").write_text(json.dumps(sources), "utf-8")
    return sites.point_to(site, sites.folder_place(tmp_path / "srv", str(tmp_path / "srv")))


def _words(text: str) -> str:
    """Return a text with plain spaces."""
    return re.sub("&#160;|&nbsp;|\\\\u00a0|[\u00a0\u202f]", " ", text)


def releases(site: Path) -> list[Json]:
    entries = [json.loads(line) for line in sites.lines_of(site)]
    return [each for each in entries if each.get("key") == "enterprises" and each["type"] == "release"]


def published(site: Path, value: int, *, corrected_from: int = 0) -> None:
    """Check that all channels have the value, in three languages, and say what it was if it is a correction."""
    root = site.with_name("srv") / "current"
    thousands, rest = f"{value:,}".split(",")
    data = json.loads((root / "api/indicators/enterprises.json").read_text("utf-8"))
    assert data["releases"][-1]["value"] == value
    assert f",{value},actual," in (root / "api/indicators/enterprises.csv").read_text("utf-8")
    for edition, form in PRINTED.items():
        number = form.format(thousands, rest)

        def holds(file: str, number: str, edition: str = edition) -> bool:
            text = (root / edition / file).read_text("utf-8")
            return number in _words(re.sub("<[^>]+>", "", text))

        for file in ("index.html", "news/register/index.html", "log/index.html", "indicators/index.html"):
            assert holds(file, number), (edition, file)
        lang = edition[:2] or "ru"
        for kind in ("ninjs.json", "txt"):
            assert holds(f"news/register/register.{lang}.{kind}", number), (edition, kind)
        chart = (root / edition / "news/register/index.html").read_text("utf-8").partition('class="chart')[2]
        assert number in _words(chart), edition
        (pdf,) = (root / edition / "news/register").glob("*.pdf")
        sheets = PdfReader(pdf).pages
        assert number in _words(" ".join(sheet.extract_text() for sheet in sheets)), edition
        up = "../" if edition else ""
        for picture in ("svg", "badge.svg"):
            assert holds(f"{up}api/indicators/enterprises.{lang}.{picture}", number), (edition, picture)
        if corrected_from:
            old = form.format(*f"{corrected_from:,}".split(","))
            assert not holds("news/register/index.html", old) and holds("corrections/index.html", number), edition
            assert holds("corrections/index.html", old), edition
        feeds = [each for each in (root / edition).rglob("*.xml") if "register" in each.read_text("utf-8")]
        feeds = [each for each in feeds if edition or each.relative_to(root).parts[0] not in ("kk", "en")]
        assert any(holds(str(each.relative_to(root / edition)), number) for each in feeds), edition
    assert aimaq("verify", str(root), project=site).returncode == 0


def test_the_number_of_a_register_reaches_readers_and_is_corrected_before_them(
    site: Path, postgres: DatabaseServer
) -> None:
    before = (site / sites.LEDGER).read_bytes()
    proposed = aimaq("pull", "--accept", project=site)
    assert proposed.returncode == 1 and (site / sites.LEDGER).read_bytes() == before
    assert "REGISTER (enterprises):1: the value goes from 27 (2022-12-31) to 33334 (2025-12-31)" in proposed.stderr
    shown = sites.ran(site, "pull", *APPROVED)
    assert "enterprises: 33334 for 2025-12-31 (actual)" in shown and "Not recorded" in shown
    assert (site / sites.LEDGER).read_bytes() == before

    sites.ran(site, "pull", "--accept", *APPROVED)
    sites.ran(site, "publish")
    published(site, 33_334)
    logged = releases(site)[-1]
    canonical = json.dumps({"bind": SOURCE["bind"], "query": QUERY}, sort_keys=True, separators=(",", ":"))
    assert logged["value"] == "33334" and logged["approved"] == "A. Editor"
    assert logged["pulled"]["format"] == "postgresql"
    assert logged["pulled"]["query"] == sha256(canonical.encode()).hexdigest()
    rows = '[["period","value"],[["2025-12-31","33334"]]]'
    assert logged["pulled"]["answer"] == sha256(rows.encode()).hexdigest()
    assert "from postgresql, answer" in sites.ran(site, "log", "show", "enterprises")
    assert "Nothing is new." in sites.ran(site, "pull")

    postgres.run("update enterprises set status = 'closed' where id in (1, 4, 7)")
    try:
        unexplained = aimaq("pull", "--accept", project=site)
        assert unexplained.returncode == 1 and "for 2025-12-31 to 33331 gives no reason" in unexplained.stderr
        assert "33331 for 2025-12-31 (actual, a correction)" in sites.ran(site, "pull", *CORRECTED)
        sites.ran(site, "pull", "--accept", *CORRECTED)
    finally:
        postgres.run("update enterprises set status = 'works' where id in (1, 4, 7)")
    sites.ran(site, "publish")
    published(site, 33_331, corrected_from=33_334)
    assert [(each["value"], each["kind"]) for each in releases(site)[-2:]] == [
        ("33334", "release"),
        ("33331", "correction"),
    ]
    for path in [*site.rglob("*"), *site.with_name("srv").rglob("*")]:
        if path.is_file() and not path.is_symlink():
            assert PASSWORD.encode() not in path.read_bytes(), path
