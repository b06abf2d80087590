"""Names, retention, order and limits: pure functions, against slower and plainer ones."""

import itertools
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aimaq.base.problems import ProblemsFound
from aimaq.publishing.built_site import is_immutable, manifest_text, parse_manifest, read_site
from aimaq.publishing.difference import Difference, check_deletions, compare_sites, writing_steps
from aimaq.publishing.release_names import expired, moment_of, name_at, next_name, previous

SECONDS = st.integers(0, 10_000)
NAMES = st.sets(SECONDS, min_size=1).map(lambda seconds: sorted(map(lambda each: at(each), seconds)))
FILES = st.dictionaries(st.sampled_from(["a.html", "b.html", "x.css", "d.json", "f.xml"]), st.integers(0, 3))


def at(second: int) -> str:
    return name_at(datetime(2026, 11, 24, tzinfo=UTC) + timedelta(seconds=second))


@given(NAMES, SECONDS)
def test_a_new_name_is_later_than_all_others_whatever_the_clock_says(names: list[str], now: int) -> None:
    name = next_name(at(now), names)
    assert all(moment_of(name) - moment_of(each) >= timedelta(seconds=1) for each in names)
    assert name == at(now) or at(now) <= max(names)


@given(NAMES, st.integers(1, 5), st.integers(0, 60), st.data())
def test_what_goes_is_old_enough_and_not_needed(names: list[str], keep: int, minutes: int, data: st.DataObject) -> None:
    grace, current = timedelta(minutes=minutes), data.draw(st.sampled_from(names))
    gone = expired(names, keep, grace, current)
    for number, name in enumerate(names):
        newer = names[number + 1 :]
        may_go = len(newer) >= keep and moment_of(names[-1]) - moment_of(newer[0]) >= grace and name != current
        assert (name in gone) == may_go


@given(NAMES)
def test_the_previous_release_is_the_newest_older_one(names: list[str]) -> None:
    assert previous(names, names[0]) == ""
    assert all(previous(names, later) == earlier for earlier, later in itertools.pairwise(names))


@given(FILES, FILES)
def test_steps_bring_all_that_differs_and_no_page_before_what_it_shows(
    old: dict[str, int], new: dict[str, int]
) -> None:
    difference = compare_sites(old, new)
    site = dict(old)
    for step in writing_steps(difference):
        for path in step:
            assert old.get(path) != new[path], "written without need"
            site[path] = new[path]
            if path.endswith(".html"):
                assert all(
                    site.get(each) == new[each] for each in new if not each.endswith(".html") and each not in old
                )
    assert {path: value for path, value in site.items() if path not in difference.removed} == new


def test_new_pages_come_before_the_changed_ones_that_lead_to_them() -> None:
    steps = writing_steps(
        Difference(added=("new.html", "x.css"), changed=("feed.xml", "index.html"), removed=("old.html",))
    )
    assert steps == [["x.css"], ["new.html"], ["feed.xml"], ["index.html"]]


@pytest.mark.parametrize(
    ("limit", "removed", "allowed"),
    [
        ("10%", 10, True),
        ("10%", 11, False),
        (3, 3, True),
        (3, 4, False),
        ("0%", 1, False),
        ("100%", 100, True),
        (0, 0, True),
    ],
)
def test_a_limit_is_a_number_or_a_share(limit: int | str, removed: int, allowed: bool) -> None:
    paths = [f"{number}.html" for number in range(removed)]
    if allowed:
        check_deletions(paths, 100, limit, "web")
        return
    with pytest.raises(ProblemsFound, match=f"(?s){removed} of 100 .*--allow-deletions") as found:
        check_deletions(paths, 100, limit, "web")
    assert found.value.problems[0].path == "web"


@pytest.mark.parametrize(
    ("path", "immutable"),
    [
        ("theme/css/site.ca97abc12a.css", True),
        ("theme/fonts/golos.0123456789.woff2", True),
        ("theme/css/site.css", False),
        ("theme/css/site.ca97abc12.css", False),
        ("media/report.2024010112.pdf", False),
        ("theme.ca97abc12a.css", False),
    ],
)
def test_only_a_file_of_the_theme_whose_name_holds_a_digest_never_changes(path: str, immutable: bool) -> None:
    assert is_immutable(path) == immutable


def test_a_manifest_is_what_sha256sum_prints_and_is_read_back(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("abc")
    (tmp_path / "два слова.txt").write_text("")
    digests = read_site(tmp_path).digests
    assert manifest_text(digests).startswith(
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  index.html\n"
    )
    assert parse_manifest(manifest_text(digests)) == digests


def test_a_site_is_made_of_plain_files(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("x")
    site = tmp_path / "site"
    site.mkdir()
    with pytest.raises(ProblemsFound, match=r"index\.html is missing"):
        read_site(site)
    (site / "index.html").write_text("x")
    (site / "link").symlink_to(tmp_path / "secret")
    (site / "folder").symlink_to(tmp_path)
    (site / "a\nb").write_text("x")
    with pytest.raises(ProblemsFound) as found:
        read_site(site)
    assert [problem.message for problem in found.value.problems] == [
        "the name has characters that no address can hold",
        "is not a regular file",
        "is not a regular file",
    ]


def test_a_file_that_changes_while_it_is_published_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("one")
    site = read_site(tmp_path)
    (tmp_path / "index.html").write_text("two")
    with pytest.raises(ProblemsFound, match="has changed while it was published"):
        site.read("index.html")
