"""Nothing of what is held back leaves before its moment; at that moment all of it does, though nothing has changed."""

from __future__ import annotations

import json
import re
import shutil
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import feedparser
import pytest
from playwright.sync_api import Browser

from aimaq.base.problems import ProblemsFound
from aimaq.figures.ledger import read_ledger
from aimaq.figures.ledger.from_cli import observation_from
from aimaq.figures.ledger.record import prepare_recording
from aimaq.publishing.built_site import read_site
from tools.browser import DESKTOP, PHONE, axe, visitor
from tools.built import LANGUAGES, PREFIXES, ROOT, Site

from .conftest import AFTER, BEFORE, LATER, MOMENT, SECRETS, TITLES, Room, story, tree


def found(secrets: tuple[str, ...], folder: Path) -> set[str]:
    """Which secrets the files below a folder hold, in their names or in their contents, as any encoding has them."""
    held = set()
    for name, data in tree(folder).items():
        text = f"{name}\n{data.decode('utf-8', 'replace')}"
        texts = (text, re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), text))
        held |= {secret for secret in secrets if any(secret in each for each in texts)}
    return held


def test_before_its_moment_nothing_of_it_is_in_the_site(built_room: Room) -> None:
    """No page, feed, list, data file, attachment, name; nor the manifest, whose digests are chance, or the changes."""
    assert found((*SECRETS, *LATER), built_room.site.output) == set()
    files = tree(built_room.site.output)
    assert "media/kept.svg" in files
    manifest, changes = (
        (built_room.project / ".aimaq" / name).read_text("utf-8") for name in ("manifest.sha256", "changes.json")
    )
    assert manifest == "".join(f"{sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    named = re.sub(r'"[0-9a-f]{64}"', "", changes)
    assert not [secret for secret in (*SECRETS, *LATER) if secret in named]


def test_a_scheduler_is_told_the_moments_and_nothing_else(built_room: Room) -> None:
    told = json.loads(built_room.site.texts["next-change.json"])
    assert told["at"] == "2026-03-10T10:00:00+05:00"
    assert told["changes"] == [
        {"date": day, "at": f"{day}T{time}+05:00", "reason": reason}
        for day, time, reason in (
            ("2026-03-10", "10:00:00", "publication"),
            ("2026-03-10", "10:00:00", "release"),
            ("2026-03-11", "00:00:00", "publication"),
        )
    ]


def test_when_its_moment_has_come_it_is_published_though_nothing_has_changed(room: Room) -> None:
    """By the clock alone, to the same bytes as without any memory; and a minute later there is nothing to do."""
    report = room.build(MOMENT)
    assert not report.refilled
    assert found(SECRETS, room.site.output) == set(SECRETS) and found(LATER, room.site.output) == set()
    assert tree(room.site.output) == room.clean(MOMENT)
    assert not room.build(MOMENT.replace(minute=1)).changes
    assert found(LATER, room.site.output) == set()
    room.build(AFTER)
    assert found(LATER, room.site.output) == set(LATER[:2])
    assert tree(room.site.output) == room.clean(AFTER)


def test_the_moment_is_the_date_of_what_was_under_embargo(room: Room) -> None:
    """On its page and in feeds, whose readers pass over what is dated long ago; `date` was nine days before."""
    room.build(MOMENT)
    for lang in LANGUAGES:
        feed = feedparser.parse(room.site.texts[f"{PREFIXES[lang]}feeds/all.atom.xml"])
        assert feed.entries[0].title == TITLES[lang] and feed.entries[0].published == "2026-03-10T10:00:00+05:00"
        page = room.site.page(f"/{PREFIXES[lang]}news/lilac-plant-opens/")
        assert page.one("//p[@class='article-date']/time/@datetime").startswith("2026-03-10T10:00")
        assert "4711" in page.root.xpath("//data/@value")


def test_a_figure_may_be_released_while_no_text_is(room: Room) -> None:
    """A refill is enough for that, at the minute; the figure alone is under embargo here."""
    for path in [*(room.project / "content").rglob("*lilac-plant*"), *(room.project / "content/people").iterdir()]:
        path.unlink()
    room.build(BEFORE)
    assert "4711" not in room.site.texts["api/indicators/jobs.csv"]
    assert room.build(MOMENT).refilled
    assert "4711" in room.site.texts["api/indicators/jobs.csv"]
    assert tree(room.site.output) == room.clean(MOMENT)


def test_an_earlier_day_shows_what_was_public_then(room: Room) -> None:
    """Today as well, of which what is under embargo until the evening is not yet a part."""
    from aimaq.pipeline.build import build

    past = {"INCREMENTAL_TRANSFORM": "aimaq.newsroom.corrections.fill:load_as_of"}
    for day, at, there in (
        ("2026-03-10", BEFORE, ()),
        ("2026-03-09", AFTER, ()),
        ("2026-03-10", AFTER, SECRETS),
    ):
        output = room.project / "past"
        overrides = {**past, "AS_OF": day}
        build(room.project, output=output, cache=room.project / ".past", overrides=overrides, fresh=True, now=at)
        assert found(SECRETS, output) == set(there), (day, at)


def problems(room: Room) -> list[str]:
    """What a build a second before the moment finds; the site is as it was."""
    before = tree(room.site.output)
    with pytest.raises(ProblemsFound) as raised:
        room.build()
    assert tree(room.site.output) == before
    return [f"{problem}".partition("\n")[0] for problem in raised.value.problems]


@pytest.mark.parametrize(
    "link",
    [
        "{filename}lilac-plant-opens.ru.md",
        "/news/lilac-plant-opens/",
        "https://press.aimaq.example/news/lilac-plant-opens/#top",
    ],
)
def test_a_public_text_may_not_link_to_it(room: Room, link: str) -> None:
    room.edit("content/news/plans.ru.md", "Сейчас", f"[Завод]({link}). Сейчас")
    shown = 'the text "lilac-plant-opens.ru.md"' if "filename" in link else f'"{link}"'
    held = "is under embargo until 2026-03-10 10:00, and this text is published before"
    assert problems(room) == [f"content/news/plans.ru.md:8: {shown} {held}"]


def test_what_is_published_no_earlier_may_link_to_it(room: Room) -> None:
    """The story of tomorrow may, and a draft; the release may not link to the story of tomorrow."""
    link = "[x]({filename}lilac-plant-opens.ru.md)"
    for name in ("tomorrow-morning-meeting.ru", "rough-notes-only.en"):
        room.edit(f"content/news/{name}.md", "Текст", link)
    room.build()
    room.edit("content/news/lilac-plant-opens.ru.md", "Теперь", "[x]({filename}tomorrow-morning-meeting.ru.md)")
    (told,) = problems(room)
    assert 'the text "tomorrow-morning-meeting.ru.md" is not published until 2026-03-11 00:00' in told


def test_a_public_text_may_not_name_a_person_who_is_held_back(room: Room) -> None:
    room.edit("content/news/plans.ru.md", "kind:", "speakers: [plant-director]\nkind:")
    (told,) = problems(room)
    assert told.startswith('content/news/plans.ru.md:4:12: the person "plant-director" is under embargo until')


def test_all_versions_of_a_story_carry_the_same_embargo(room: Room) -> None:
    room.edit("content/news/lilac-plant-opens.kk.md", "10:00", "10:05")
    room.edit("content/people/plant-director.en.md", "embargo: 2026-03-10 10:00\n", "")
    assert problems(room)[:2] == [
        "content/news/lilac-plant-opens.kk.md:6:10: embargo: found 2026-03-10 10:05, "
        "but content/news/lilac-plant-opens.ru.md has 2026-03-10 10:00",
        "content/people/plant-director.en.md:1:1: embargo: found nothing, "
        "but content/people/plant-director.ru.md has 2026-03-10 10:00",
    ]


def test_mistakes_in_a_text_are_found_while_it_is_held_back(room: Room) -> None:
    """Not at the moment at which it is to be published, at night perhaps."""
    room.edit("content/news/lilac-plant-opens.en.md", "media/lilac-report", "media/lilac-rapport")
    room.edit("content/news/lilac-plant-opens.ru.md", "{{ jobs @ 2026-02-28 }}", "{{ jobs @ 2026-03 }}")
    assert len(problems(room)) == 2


# The last look at the site.

FOOTER = "theme/templates/partials/footer.html"


def test_a_title_in_a_template_stops_the_build(room: Room) -> None:
    room.edit(FOOTER, "</footer>", f"{TITLES['kk'].replace('&', '&amp;')}</footer>")
    told = problems(room)
    found = "holds the title of content/news/lilac-plant-opens.kk.md, which is under embargo until 2026-03-10 10:00"
    assert {line.partition(": ")[2] for line in told} == {found}
    assert {line.partition(":")[0] for line in told} >= {"output/en/archive/index.html", "output/kk/404.html"}


def test_a_slug_an_address_and_a_file_are_found(room: Room) -> None:
    room.edit(
        FOOTER,
        "</footer>",
        '<a href="/kk/news/lilac-plant-opens/x.pdf">lilac-plant-opens</a>/media/lilac-plan.svg</footer>',
    )
    home = [line for line in problems(room) if line.startswith("output/index.html")]
    assert {re.sub(" of content/news/lilac-plant-opens..*", "", line.partition(": ")[2]) for line in home} == {
        "holds the address",
        "holds the slug",
        "holds the file media/lilac-plan.svg, which only texts that are held back name",
    }


@pytest.mark.parametrize("typed", ["4711 рабочих мест", "4 711 рабочих мест", "4\u00a0711\u00a0рабочих мест"])
def test_a_figure_that_somebody_has_typed_is_found(room: Room, typed: str) -> None:
    room.edit("content/news/plans.ru.md", "Сейчас", f"Будет {typed}. Сейчас")
    assert {line.partition(": ")[2] for line in problems(room)} == {'holds a value of "jobs" that is not public yet'}


@pytest.mark.parametrize("typed", ["14 711 рабочих мест", "4711 мест", "в 4711 году", "174,53 места"])
def test_other_numbers_raise_no_alarm(room: Room, typed: str) -> None:
    room.edit("content/news/plans.ru.md", "Сейчас", f"Будет {typed}. Сейчас")
    room.build()


def test_a_refill_is_looked_through_as_well(room: Room) -> None:
    """A label with the value in it reaches pages without a page being composed."""
    room.edit("content/data/indicators.json", '"Enterprises"', '"Enterprises with 4,711 jobs"')
    told = problems(room)
    assert 'output/en/indicators/index.html: holds a value of "jobs" that is not public yet' in told


def test_what_has_been_public_for_long_is_looked_through_for_a_new_secret(room: Room) -> None:
    """The page that holds it does not change in this build."""
    room.edit("content/news/plans.ru.md", "Сейчас", "Скоро откроется новый цех красок. Сейчас")
    room.build()
    path = room.project / "content/news/paint.ru.md"
    path.write_text(story("Откроется новый цех красок", "Текст.", embargo="2027-01-01"), "utf-8")
    found = "holds the title of content/news/paint.ru.md, which is under embargo until 2027-01-01 00:00"
    files = [f"news/plans/{name}" for name in ("index.html", "plans.ru.ninjs.json", "plans.ru.txt")]
    holding = (*files, "search/texts/news/plans.json")
    assert problems(room)[-4:] == [f"output/{name}: {found}" for name in holding]


# The preview.


@pytest.fixture(scope="session")
def shown(built_room: Room) -> Site:
    """What `aimaq serve` shows a second before the moment."""
    return built_room.preview()


def test_a_preview_shows_it_all_and_says_so(shown: Site) -> None:
    """Each page is kept from search engines and has a banner; what is held back has a label in the page's language."""
    assert found((*SECRETS[:10], *LATER), shown.output) == {*SECRETS[:10], *LATER}
    for page in shown.pages:
        assert page.root.xpath("head/meta[@name='robots']/@content") == ["noindex"], page.address
        assert len(page.root.xpath("//aside[contains(@class, 'preview')]")) == 1, page.address
    labels = {
        "/news/lilac-plant-opens/": "Эмбарго до: 10 марта 2026 г., 10:00",
        "/kk/news/lilac-plant-opens/": "Эмбарго аяқталатын уақыт: 2026 ж. 10 наурыз, 10:00",
        "/en/news/lilac-plant-opens/": "Embargo until: 10 March 2026, 10:00",
        "/news/tomorrow-morning-meeting/": "Будет опубликовано: 11 марта 2026 г., 00:00",
        "/en/news/rough-notes-only/": "Draft",
        "/en/people/plant-director/": "Embargo until: 10 March 2026, 10:00",
    }
    for address, label in labels.items():
        page = shown.page(address)
        assert page.one("//aside/p/strong[@class='hold']/text()").replace("\u00a0", " ") == label
        path = address.split("/news/")[0]
        lists = ("people/",) if "people" in address else ("", "news/", "archive/2026/03/")
        home = address[: address.index("people" if "people" in address else "news")]
        for each in lists:
            links = shown.page(f"{home}{each}").root.xpath(f"//main//a[@href='{address}']")
            assert links and all(link.xpath("ancestor::*[self::li or self::article][1]//strong") for link in links), (
                path
            )
    assert shown.texts["robots.txt"] == "User-agent: *\nDisallow: /\n"
    for name, text in shown.texts.items():
        if "feeds/" in name or "search/" in name or name.startswith("sitemap"):
            assert "lilac-plant-opens" not in text and "rough-notes" not in text


def test_a_preview_prints_the_figures_of_the_day_of_publication(shown: Site) -> None:
    """The page that is held back has what will be public by then; other pages have what is public now."""
    held, public = shown.page("/kk/news/lilac-plant-opens/"), shown.page("/kk/indicators/jobs/")
    assert "4711" in held.root.xpath("//main//data/@value") and "4711" not in public.root.xpath("//main//data/@value")


def test_a_public_site_has_no_mark_of_a_preview(built_room: Room) -> None:
    assert not any("preview" in page.root.xpath("string(//aside/@class)") for page in built_room.site.pages)
    assert not (built_room.site.output / "PREVIEW.txt").exists()


def test_the_marks_of_a_preview_are_accessible(shown: Site, browser: Browser, node_tools: Path) -> None:
    """On the page of what is held back and in a list, on a phone and a desktop, light and dark, in any edition."""
    found: list[str] = []
    with visitor(browser, shown) as guest:
        for prefix in PREFIXES.values():
            for path in ("news/lilac-plant-opens/", "archive/2026/03/"):
                tab = guest.go(f"/{prefix}{path}")
                assert tab.locator("aside.preview").is_visible() and tab.locator("strong.hold").first.is_visible()
                for size in (PHONE, DESKTOP):
                    tab.set_viewport_size(size)
                    assert tab.evaluate("document.scrollingElement.scrollWidth") <= size["width"]
                    for scheme in ("light", "dark"):
                        tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                        found += [f"{prefix}{path}: {line}" for line in axe(tab, node_tools / "axe-core/axe.min.js")]
    assert not found, "\n".join(found)
    assert not guest.foreign and not guest.absent and not guest.complaints


def test_a_preview_is_not_published(shown: Site, tmp_path: Path) -> None:
    """Wherever it has been copied to; nothing of it is in the folder that hosts take."""
    copy = shutil.copytree(shown.output, tmp_path / "site")
    for folder in (shown.output, copy):
        with pytest.raises(ProblemsFound, match="this is a preview, with drafts and what is not public yet"):
            read_site(folder)


def test_a_figure_is_recorded_with_its_embargo(tmp_path: Path) -> None:
    """`aimaq set --embargo` writes both days, and refuses two that differ and what is no moment."""
    path = shutil.copy(ROOT / "tests/errors/content/data/indicators.json", tmp_path)
    options: dict[str, Any] = {
        "period": "2025-12-31",
        "source": "https://example.org/",
        "source_title": "",
        "status": "actual",
        "correction": False,
        "note": {},
        "zone": "Asia/Almaty",
    }
    observation = observation_from("4000", released="", embargo="2026-02-01 10:00", **options)
    prepare_recording(Path(path), [("jobs", observation)], languages=LANGUAGES, root=tmp_path).write()
    ledger = read_ledger(Path(path), languages=LANGUAGES, root=tmp_path)
    before, after = (ledger.public(datetime(2026, 2, 1, *time)) for time in ((9, 59), (10, 0)))
    known = [each.current("jobs") for each in (before, after)]
    assert [seen.value if seen else None for seen in known] == [3320, 4000]
    for released, embargo, told in (
        ("2026-02-02", "2026-02-01 10:00", "--embargo: the embargo ends on 2026-02-01, and --released is 2026-02-02"),
        ("", "2026-02-01", '--embargo: "2026-02-01" is not a moment; write a day and a time such as 2022-12-31 10:00'),
    ):
        with pytest.raises(ProblemsFound, match=re.escape(told)):
            observation_from("4000", released=released, embargo=embargo, **options)
