"""Pin or live: what an article prints, and what it says beside and below, when the ledger gets a newer value."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from tools.built import LANGUAGES, PREFIXES, Page, Site, aimaq, build, copy_project, words
from tools.programs import once

KEY, PERIOD = "jobs", "2023-07-31"
OLD, NEW = {"ru": "10 379", "kk": "10 379", "en": "10,379"}, {"ru": "11 001", "kk": "11 001", "en": "11,001"}
NOTES = {
    "ru": "(на дату публикации — {})",
    "kk": "(жарияланған күнгі мәні: {})",
    "en": "(at publication: {})",
}
BODY = f"""
live: {{{{ {KEY} | number }}}}

pin: {{{{ {KEY} @ published | number }}}}

period: {{{{ {KEY} @ {PERIOD} | number }}}}

both: {{{{ {KEY} @ {PERIOD} published | number }}}}
{{{{ assert {KEY} < 20000 }}}}
"""
FIELDS = """---
title: "{title}"
date: 2024-01-10
kind: news
{more}summary: "{summary}"
---
"""


@dataclass(frozen=True)
class Told:
    """The site before the newer value and after it."""

    before: Site
    after: Site
    messages: str

    def article(self, slug: str, lang: str, *, after: bool = True) -> Page:
        return (self.after if after else self.before).page(f"/{PREFIXES[lang]}news/{slug}/")


@pytest.fixture(scope="module")
def told(shared_folder: Path) -> Told:
    folder = once(shared_folder, "pinning", tell)
    return Told(Site(folder / "before"), Site(folder / "after"), (folder / "messages").read_text(encoding="utf-8"))


def tell(folder: Path) -> None:
    project = copy_project(folder / "project")
    for lang in LANGUAGES:
        for slug, more in (("alive", ""), ("pinned", "indicators: published\n")):
            text = FIELDS.format(title=f"T {{{{ {KEY} | number }}}}", more=more, summary=f"S {{{{ {KEY} | number }}}}")
            (project / f"content/news/{slug}.{lang}.md").write_text(text + BODY, encoding="utf-8")
    build(project, folder / "before")
    recorded = aimaq(
        *("set", KEY, "11001", "--period", "2024-03-31", "--released", "2024-04-15"),
        *("--source", "https://example.org/q1"),
        project=project,
    )
    assert recorded.returncode == 0, recorded.stdout + recorded.stderr
    build(project, folder / "after")
    # A pinned assertion is about the day of the article: it holds; the same one, live, does not.
    for path in (project / "content/news").glob("pinned.*.md"):
        path.write_text(path.read_text(encoding="utf-8").replace("< 20000", "< 10400"), encoding="utf-8")
    build(project, folder / "asserted")
    for path in (project / "content/news").glob("alive.*.md"):
        path.write_text(path.read_text(encoding="utf-8").replace("< 20000", "< 10400"), encoding="utf-8")
    refused = aimaq("build", "--output", str(folder / "asserted"), project=project)
    assert refused.returncode == 1
    (folder / "messages").write_text(refused.stdout + refused.stderr, encoding="utf-8")


def lines(page: Page) -> dict[str, str]:
    """What the article prints, by the word before the colon."""
    seen = ".//text()[not(ancestor::*[@hidden])]"
    paragraphs = (words("".join(each.xpath(seen))) for each in page.root.xpath('//*[@class="prose"]//p'))
    return dict(each.split(": ", 1) for each in paragraphs if ": " in each)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_live_figure_moves_and_says_what_it_was(told: Told, lang: str) -> None:
    """The new value stands in the text, the one of the publication beside it; before there is nothing to say."""
    assert lines(told.article("alive", lang, after=False))["live"] == OLD[lang]
    assert lines(told.article("alive", lang))["live"] == f"{NEW[lang]} {NOTES[lang].format(OLD[lang])}"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("form", ["pin", "period", "both"])
def test_a_pin_and_a_period_stay(told: Told, lang: str, form: str) -> None:
    """A newer period changes neither a pinned figure nor that of its own period, and calls for no note."""
    assert lines(told.article("alive", lang, after=False))[form] == OLD[lang]
    assert lines(told.article("alive", lang))[form] == OLD[lang]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_one_field_pins_title_summary_and_text(told: Told, lang: str) -> None:
    """With `indicators: published` the whole article, its lists and its feed items say what was known then."""
    page = told.article("pinned", lang)
    assert set(lines(page).values()) == {OLD[lang]}
    assert words(str(page.root.xpath("string(//h1)"))) == f"T {OLD[lang]}"
    assert words(str(page.root.xpath('string(//*[@class="lead"])'))) == f"S {OLD[lang]}"
    feed = json.loads(told.after.texts[f"{PREFIXES[lang]}feeds/all.json"])
    titles = {words(item["title"]) for item in feed["items"] if "/news/pinned/" in item["url"]}
    assert titles == {f"T {OLD[lang]}"}
    assert not page.root.find_class("figure-note")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_update_does_not_make_an_old_item_look_new(told: Told, lang: str) -> None:
    """The dates of a feed's items, their order and their ids are those from before the newer value."""
    for site in (told.before, told.after):
        assert f"{PREFIXES[lang]}feeds/all.json" in site.texts
    before, after = (
        [
            {name: item.get(name) for name in ("id", "date_published", "date_modified")}
            for item in json.loads(site.texts[f"{PREFIXES[lang]}feeds/all.json"])["items"]
        ]
        for site in (told.before, told.after)
    )
    assert before == after


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("slug", ["alive", "pinned"])
def test_the_table_has_both_values_their_dates_and_the_source(told: Told, slug: str, lang: str) -> None:
    """Figures in this story: what it was, what it is, what that describes, who said so, and its course.

    The value of a period has not moved, and stands once. Pins and forms are not rows of their own.
    """
    tables = told.article(slug, lang).root.find_class("story-figures-table")
    [current], [period] = (table.xpath("tbody/tr") for table in tables)
    then, now, source = (words(cell.text_content()) for cell in current.findall("td"))
    assert then.startswith(OLD[lang]) and now.startswith(NEW[lang])
    assert "2024" in now and "2023" in then and "example.org" in source
    assert len(current.find("th").find_class("sparkline")) == 1
    assert words(period.findall("td")[1].text_content()).startswith(f"{OLD[lang]} ")


def test_a_pinned_assertion_is_about_the_day_of_the_article(told: Told) -> None:
    """What was true then stays true; the same words in a live article stop the build, in each language."""
    for lang in LANGUAGES:
        assert f"content/news/alive.{lang}.md" in told.messages
        assert f"content/news/pinned.{lang}.md" not in told.messages


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_sites_own_story_of_the_parks_has_a_figure_that_has_moved(site: Site, lang: str) -> None:
    """Of July 2023, it quotes the latest plan for a year live: then that of 2020, now that of 2025."""
    page = site.page(f"/{PREFIXES[lang]}news/small-industrial-parks/")
    live = '//data[@data-indicator="parks-in-plan"][@data-form="nominative"][not(@data-at)]'
    (figure,) = page.root.find_class("prose")[0].xpath(f".{live}/..")
    (note,) = figure.xpath("following-sibling::*[1]")
    assert words(figure.text_content()).startswith("5 ")
    assert (words(note.text_content()), "hidden" in note.attrib) == (NOTES[lang].format(4), False)
    row = page.root.find_class("story-figures-table")[0].xpath("./tbody/tr")[-1]
    assert row.xpath('.//data[not(@data-form="as-of")]/@value') == ["4", "5"]
    assert row.find_class("sparkline")
