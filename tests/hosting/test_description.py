"""What is described, what the settings may say of it, and what follows for hosts that read files."""

import re
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aimaq.base.problems import ProblemsFound
from aimaq.hosting.hosting_description import HostingDescription, Rule, pattern_regex
from aimaq.hosting.redirects import parse_redirects, read_redirects
from aimaq.hosting.security_txt import expiry_warnings
from aimaq.hosting.server_files import outdated_files
from aimaq.hosting.site_files import headers_file, redirects_file
from aimaq.settings.load import plain_settings
from aimaq.settings.read import read_settings
from aimaq.settings.schema import SecuritySetting
from tools.built import ROOT, Site
from tools.headers_file import parse_headers_file
from tools.hosted import REDIRECTS, describe

LETTERS = st.text("ab./-_", max_size=6)


@given(before=LETTERS, between=st.one_of(st.none(), LETTERS), address=st.text("ab./-_*", max_size=12))
def test_a_pattern_is_understood_as_hosts_do(before: str, between: str | None, address: str) -> None:
    """The other reading of a pattern, without expressions: what is before the star, what is after it, in that order."""
    pattern = f"/{before}" if between is None else f"/{before}*{between}"
    head, star, tail = pattern.partition("*")
    path = f"/{address}"
    long_enough = len(path) >= len(head) + len(tail)
    expected = path.startswith(head) and path.endswith(tail) and long_enough if star else path == pattern
    assert bool(re.search(pattern_regex(pattern), path)) == expected


PATTERNS = st.sampled_from(["/*", "/a/*", "/a/b/*", "/a/*.x", "/*.x", "/a/b.x", "/c"])
VALUES = st.dictionaries(st.sampled_from(["A", "B", "C"]), st.sampled_from(["1", "2"]), min_size=1)


ADDRESSES = st.sampled_from(["/", "/c", "/a/b.x", "/a/b/c.x", "/a/b/c", "/d.x"])


@cache
def own() -> HostingDescription:
    return describe()


@settings(deadline=None)  # the first example reads the theme
@given(st.lists(st.tuples(PATTERNS, VALUES), max_size=6), ADDRESSES)
def test_both_kinds_of_host_come_to_what_is_described(rules: list[tuple[str, dict[str, str]]], address: str) -> None:
    """One host joins values and the other replaces them; the file is such that both do as the description says."""
    base = own()
    every = (Rule("/*", {"A": "0"}), *(Rule(pattern, values) for pattern, values in rules))
    description = replace(base, rules=every, types={})
    declared = parse_headers_file(headers_file(description))
    expected = {name.lower(): value for name, value in description.headers(address).items() if name != "Content-Type"}
    assert declared.netlify(address) == expected
    assert {name: value for name, value in declared.cloudflare(address).items() if name in "abc"} == expected


def test_settings_add_sources_types_and_addresses() -> None:
    description = describe(
        HOSTING_OPEN=("/maps/*",), HOSTING_TYPES={"/*.kml": "application/vnd.google-earth.kml+xml"},
        HOSTING_CSP={"media-src": ["'self'"], "form-action": ["https://forms.example"]},
    )  # fmt: skip
    page, opened = description.headers("/"), description.headers("/maps/a.kml")
    assert page["Content-Security-Policy"].count("media-src 'self'") == 1
    assert "form-action https://forms.example;" in page["Content-Security-Policy"]
    assert opened["Access-Control-Allow-Origin"] == "*"
    assert opened["Content-Type"] == "application/vnd.google-earth.kml+xml"
    assert description.stored("maps/a.kml") == {
        "Content-Type": "application/vnd.google-earth.kml+xml",
        "Cache-Control": "no-cache",
    }


def test_a_site_of_an_earlier_day_may_run_what_its_pages_load() -> None:
    """Search and the reader's settings work there too; its pages leave out the script of today's figures."""
    policy = describe(AS_OF="2022-01-01").headers("/")["Content-Security-Policy"]
    assert policy == describe().headers("/")["Content-Security-Policy"]
    assert "script-src 'sha256-" in policy


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"HOSTING_CSP": {"script-src; x": ["'self'"]}}, "HOSTING_CSP: expected a directive"),
        ({"HOSTING_CSP": {"media-src": ["a; script-src *"]}}, "HOSTING_CSP: expected a source"),
        ({"HOSTING_TYPES": {"/*.x": "text"}}, "HOSTING_TYPES: expected a media type"),
        ({"HOSTING_TYPES": {"/*.x*": "text/x"}}, "HOSTING_TYPES: expected an address"),
        ({"HOSTING_OPEN": "/api/*"}, "HOSTING_OPEN: expected a list, found text"),
        ({"HOSTING_SERVER": {"root": "/srv; }"}}, "HOSTING_SERVER: expected a path"),
        ({"HOSTING_SERVER": {"rot": "/srv"}}, 'HOSTING_SERVER: unknown field "rot"'),
        (
            {"HOSTING_SECURITY": {"contact": [], "expires": "2027-01-01"}},
            "HOSTING_SECURITY: security.txt needs a contact",
        ),
        ({"HOSTING_SECURITY": {"contact": ["http://x"], "expires": "2027-01-01"}}, "HOSTING_SECURITY: expected"),
        ({"HOSTING_SECURITY": {"contact": ["tel:1"], "expires": "soon"}}, "HOSTING_SECURITY.expires: expected a date"),
    ],
)
def test_a_setting_that_is_wrong_is_named(wrong: dict[str, object], message: str) -> None:
    with pytest.raises(ProblemsFound) as found:
        describe(**wrong)
    assert len(found.value.problems) == 1
    assert message in str(found.value), str(found.value)


def test_redirects_are_read_as_they_are_written(tmp_path: Path) -> None:
    path = tmp_path / "redirects.txt"
    path.write_text(
        "\ufeff# moved in 2024\n\n"
        + "".join(f"{quote(each.source)}\t{each.target}  {each.status}\r\n" for each in REDIRECTS)
        + "/plain/ /kk/жаңалық/#жаңа\n",
        encoding="utf-8",
    )
    redirects, problems = read_redirects(path, "redirects.txt")
    assert problems == []
    assert [(each.source, each.target, each.status) for each in redirects] == [
        *((each.source, each.target, each.status) for each in REDIRECTS),
        ("/plain/", quote("/kk/жаңалық/#жаңа", safe="/#"), 301),
    ]
    assert [each.line for each in redirects] == list(range(3, 4 + len(REDIRECTS)))


LINES = st.lists(st.text(st.sampled_from("/ab:.%2f\"'$;{}\\*#? \t\u00a0\x00жhtps301"), max_size=20), max_size=5)


@given(LINES.map("\n".join))
def test_no_line_gets_into_a_servers_file_as_anything_but_an_address(text: str) -> None:
    """What is accepted holds nothing that ends a text or begins a variable, in nginx, Caddy or ``_redirects``."""
    redirects, problems = parse_redirects(text, "redirects.txt")
    lines = [line.split() for line in text.split("\n")]
    assert len(problems) + len(redirects) >= sum(1 for words in lines if words and not words[0].startswith("#"))
    for each in redirects:
        assert not re.search(r"""["'$;{}\\<>|^`\s\x00-\x1f\x7f]""", each.source + each.target)
        assert each.source.startswith("/") and not each.source.startswith("//")


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2027, 11, 15), "expired on 2027-11-15"),
        (date(2028, 1, 1), "expired on 2027-11-15"),
        (date(2027, 11, 14), "in 1 day"),
        (date(2027, 10, 16), "in 30 days"),
        (date(2027, 10, 15), ""),
        (date(2026, 11, 15), ""),
        (date(2026, 11, 1), "more than a year ahead"),
    ],
)
def test_the_last_day_of_security_txt_is_watched(today: date, words: str) -> None:
    security = SecuritySetting(contact=("tel:1",), expires=date(2027, 11, 15))
    warnings = expiry_warnings(read_settings({"HOSTING_SECURITY": security}, ROOT), today)
    assert words in warnings[0].message if words else warnings == []


def test_inv_check_names_the_line(tmp_path: Path) -> None:
    written = 'A = 1\nHOSTING_SECURITY = {"contact": ["tel:1"], "expires": "2027-11-15"}\n'
    (tmp_path / "pelicanconf.py").write_text(written)
    settings = read_settings(plain_settings(tmp_path, "pelicanconf.py"), tmp_path)
    [warning] = expiry_warnings(settings, date(2028, 1, 1))
    assert str(warning).startswith("pelicanconf.py:2: HOSTING_SECURITY: security.txt expired")
    assert expiry_warnings(read_settings({}, tmp_path), date(2028, 1, 1)) == []


def test_the_site_holds_what_is_described(site: Site) -> None:
    description = describe()
    assert (site.output / "_headers").read_text("utf-8") == headers_file(description)
    assert (site.output / "_redirects").read_text("utf-8") == redirects_file(description)


def test_other_sites_may_show_and_fetch_all_of_the_open_data(site: Site) -> None:
    """A feed's reader in a browser is another site: without this header it shows no chart of a text."""
    files = [each.relative_to(site.output).as_posix() for each in (site.output / "api").rglob("*") if each.is_file()]
    assert {"charts", "indicators", "live", "log"} <= {each.split("/")[1] for each in files}
    own_only = {each for each in files if each.endswith(".html")}
    for path in {*files} - own_only:
        assert own().headers(f"/{path}")["Cross-Origin-Resource-Policy"] == "cross-origin", path


def test_a_file_for_a_server_that_is_out_of_date_is_noticed(tmp_path: Path) -> None:
    texts = {"a.conf": "a\n", "b/c.yml": "ж\n"}
    assert outdated_files(tmp_path / "hosting", texts, "hosting") == []
    (tmp_path / "b").mkdir()
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert outdated_files(tmp_path, texts, "hosting") == []
    (tmp_path / "b/c.yml").write_text("g\n")
    assert [each.path for each in outdated_files(tmp_path, texts, "hosting")] == ["hosting/b/c.yml"]
