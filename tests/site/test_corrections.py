"""Corrections, from the ledger and from front matter: publish, update, correct; what each reader is told, and where."""

import json
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import feedparser
import pytest
from lxml import html
from playwright.sync_api import Browser

from tools.browser import DESKTOP, PHONE, axe, visitor
from tools.built import LANGUAGES, PREFIXES, SITEMAPS, Json, Page, Site, aimaq, build, copy_project, words
from tools.programs import once
from tools.validators import html_checker
from tools.vocabulary import vocabulary_problems

RELEASED, UPDATED, CORRECTED, AGAIN = "2023-01-10", "2023-03-01", "2023-04-20", "2023-06-05"
SOURCE = {"title": "Source", "url": "https://example.org/a"}
NOTE = {"ru": "Одно место сосчитали дважды.", "kk": "Бір орын екі рет саналған.", "en": "One place was counted twice."}
RESTORED = {"ru": "Мест было два.", "kk": "Орын екеу еді.", "en": "They were two places."}
REPLANNED = {"ru": "План читали неверно.", "kk": "Жоспар қате оқылған.", "en": "The plan was misread."}
UNITS = {
    "jobs": {
        "ru": {"nominative": {"one": "место", "few": "места", "many": "мест", "other": "места"}},
        "kk": {"nominative": {"other": "орын"}},
        "en": {"nominative": {"one": "job", "other": "jobs"}},
    },
    "enterprises": {
        "ru": {"nominative": {"one": "завод", "few": "завода", "many": "заводов", "other": "завода"}},
        "kk": {"nominative": {"other": "зауыт"}},
        "en": {"nominative": {"one": "works", "other": "works"}},
    },
}
LABELS = {
    "jobs": {"ru": "Рабочие места", "kk": "Жұмыс орындары", "en": "Jobs"},
    "enterprises": {"ru": "Заводы", "kk": "Зауыттар", "en": "Works"},
    "jobs-per-enterprise": {"ru": "Мест на завод", "kk": "Зауытқа шаққанда", "en": "Jobs per works"},
}


def observation(period: str, value: int, released: str, **more: object) -> Json:
    source = {} if more.get("kind") else {"source": SOURCE}
    return {"period": period, "value": value, "status": "actual", "released": released, **source, **more}


#: The ledger's lines of `jobs` at each stage: what they add.
STAGES: Mapping[str, list[Json]] = {
    "published": [
        observation("2021", 80, "2022-01-10"),
        observation("2022", 100, RELEASED),
        observation("2030", 500, RELEASED, status="plan"),
    ],
    "updated": [observation("2023", 110, UPDATED)],
    "corrected": [observation("2022", 99, CORRECTED, kind="correction", note=NOTE)],
    "restored": [
        observation("2022", 100, AGAIN, kind="correction", note=RESTORED),
        observation("2030", 600, AGAIN, status="plan", kind="correction", note=REPLANNED),
    ],
}
#: Slug -> date of the article and what it quotes.
ARTICLES = {
    "live": ("2023-01-20", "{{ jobs }}"),
    "pinned": ("2023-02-01", "{{ jobs @ published }}"),
    "period": ("2023-03-10", "{{ jobs @ 2022 }}"),
    "change": ("2023-03-15", "{{ jobs | change }}"),
    "computed": ("2023-03-16", "{{ jobs-per-enterprise @ 2022 }}"),
    "plan": ("2023-03-17", "{{ jobs | plan }}"),
    "older": ("2023-03-18", "{{ jobs @ 2021 }}"),
    "newer": ("2023-03-19", "{{ jobs }}"),
    "later": ("2023-04-20", "{{ jobs @ 2022 }}"),
    "plain": ("2023-01-21", "–"),
    # A release, which quotes nothing; its closing words do.
    "closing": ("2023-01-24", "–"),
}
EDITORIAL = {
    "ru": "Фамилия директора написана неверно: верно «Сатыбалдиев».",
    "kk": "Директордың тегі қате жазылған: дұрысы – Сатыбалдиев.",
    "en": "The director’s name was misspelt: it is <Satybaldiev> & Co.",
}
CONCERNED = {"live", "pinned", "period", "change", "computed", "closing"}


def ledger(lines: list[Json]) -> str:
    enterprises = [observation("2021", 8, "2022-01-10"), observation("2022", 10, RELEASED)]
    indicators = {
        key: {"label": LABELS[key], "unit": UNITS[key], "decimals": 0, "observations": observations}
        for key, observations in (("jobs", lines), ("enterprises", enterprises))
    }
    computed = {"label": LABELS["jobs-per-enterprise"], "unit": UNITS["jobs"], "decimals": 1}
    indicators["jobs-per-enterprise"] = {**computed, "formula": "jobs / enterprises"}
    return json.dumps({"indicators": indicators}, ensure_ascii=False)


def write_content(project: Path) -> None:
    """Articles in three editions, one in Russian alone, and a page."""
    for folder in ("news", "pages", "media"):
        shutil.rmtree(project / "content" / folder)
        (project / "content" / folder).mkdir()
    for lang in LANGUAGES:
        for slug, (day, quote) in ARTICLES.items():
            kind = "release" if slug == "closing" else "news"
            head = f'---\ntitle: "{slug} {quote}"\ndate: {day}\nkind: {kind}\nsummary: "S"\n---\n'
            (project / f"content/news/{slug}.{lang}.md").write_text(f"{head}\nText: {quote}.\n", encoding="utf-8")
        boilerplate = '---\ntitle: "About"\n---\n\nIn all: {{ jobs }}.\n'
        (project / f"content/parts/boilerplate.{lang}.md").write_text(boilerplate, encoding="utf-8")
        corrections = f"corrections:\n  - date: 2023-05-02\n    text: '{EDITORIAL[lang]}'\n"
        head = f'---\ntitle: "editorial"\ndate: 2023-01-22\nkind: news\nsummary: "S"\n{corrections}---\n'
        (project / f"content/news/editorial.{lang}.md").write_text(f"{head}\nText.\n", encoding="utf-8")
        for slug in ("about", "contacts", "figures"):
            text = f'---\ntitle: "{slug}"\n---\n\n{{{{ jobs @ 2022 }}}}\n'
            (project / f"content/pages/{slug}.{lang}.md").write_text(text, encoding="utf-8")
    head = '---\ntitle: "lonely {{ jobs @ 2022 }}"\ndate: 2023-02-02\nkind: release\nsummary: "S"\n---\n'
    (project / "content/news/lonely.ru.md").write_text(f"{head}\nText.\n", encoding="utf-8")


@dataclass(frozen=True)
class Told:
    """The site at each stage, built by refilling; ``fresh`` is the last stage built from nothing."""

    folder: Path

    def site(self, stage: str) -> Site:
        return Site(self.folder / stage)

    def page(self, stage: str, slug: str, lang: str) -> Page:
        return self.site(stage).page(f"/{PREFIXES[lang]}news/{slug}/")


@pytest.fixture(scope="module")
def told(shared_folder: Path) -> Told:
    return Told(once(shared_folder, "corrections", tell))


def tell(folder: Path) -> None:
    project = copy_project(folder / "project")
    write_content(project)
    lines: list[Json] = []
    for stage, more in STAGES.items():
        lines += more
        (project / "content/data/indicators.json").write_text(ledger(lines), encoding="utf-8")
        done = aimaq("build", "--output", str(folder / "output"), project=project)
        assert done.returncode == 0, done.stdout + done.stderr
        assert ("refilled" in done.stdout) is (stage != "published"), done.stdout
        shutil.copytree(folder / "output", folder / stage)
    build(project, folder / "fresh")


def notes(page: Page) -> list[list[str]]:
    """Each note at the top of a page: its day, and every line of it."""
    return [
        [note.xpath("string(.//time/@datetime)")]
        + [words(line.text_content()) for line in note.xpath(".//p[not(@class='correction-date')] | .//dd")]
        for note in page.root.xpath('//*[@role="note"]//*[@class="correction-note"]')
    ]


def node(page: Page, kind: str = "NewsArticle") -> Json:
    nodes: list[Json] = json.loads(page.structured[0])["@graph"]
    [found] = [each for each in nodes if each["@type"] == kind]
    return found


def item(site: Site, slug: str, lang: str, feed: str = "all") -> Json:
    items: list[Json] = json.loads(site.texts[f"{PREFIXES[lang]}feeds/{feed}.json"])["items"]
    [found] = [each for each in items if f"/{slug}/" in each["url"]]
    return found


AMOUNT = {
    "jobs": {"ru": "{} мест", "kk": "{} орын", "en": "{} jobs"},
    "one": {"ru": "10,0 места", "kk": "10,0 орын", "en": "10.0 jobs"},
    "two": {"ru": "9,9 места", "kk": "9,9 орын", "en": "9.9 jobs"},
}
PERIOD = {"ru": "2022 год", "kk": "2022 жыл", "en": "2022"}


@pytest.mark.parametrize("stage", ["published", "updated"])
def test_an_update_leaves_no_trace(told: Told, stage: str) -> None:
    """No notice, no comment, no entry; nothing in any feed looks newer than it is."""
    site = told.site(stage)
    for page in site.pages:
        if "/editorial/" not in page.address:
            assert not notes(page), page.address
            for kind in ("NewsArticle", "WebPage"):
                for each in json.loads(page.structured[0])["@graph"] if page.structured else []:
                    if each["@type"] == kind and "headline" in each:
                        assert not each.get("correction"), page.address
                        assert each.get("dateModified", each["datePublished"]) == each["datePublished"]
    for lang in LANGUAGES:
        for slug, (day, _) in ARTICLES.items():
            found = item(site, slug, lang)
            assert found.get("date_modified", found["date_published"]) == found["date_published"]
            assert found["date_published"].startswith(day)
        listed = json.loads(site.texts[f"{PREFIXES[lang]}feeds/corrections.json"])["items"]
        assert [words(each["summary"]) for each in listed] == [EDITORIAL[lang]]


def test_an_update_moves_nothing_in_feeds_and_sitemap_but_figures(told: Told) -> None:
    for name in (*SITEMAPS, "sitemap.xml", "feeds/corrections.atom.xml", "kk/feeds/corrections.rss.xml"):
        assert told.site("published").texts[name] == told.site("updated").texts[name]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_text_that_had_printed_the_wrong_value_says_so_at_its_top(told: Told, lang: str) -> None:
    """Live, pinned, for a period, as a change, computed; and no text that had printed something else."""
    jobs = [CORRECTED, f"{LABELS['jobs'][lang]}, {PERIOD[lang]}"]
    jobs += [AMOUNT["jobs"][lang].format(100), AMOUNT["jobs"][lang].format(99), NOTE[lang]]
    computed = [CORRECTED, f"{LABELS['jobs-per-enterprise'][lang]}, {PERIOD[lang]}"]
    computed += [AMOUNT["one"][lang], AMOUNT["two"][lang], NOTE[lang]]
    for slug in ARTICLES:
        expected = [computed] if slug == "computed" else [jobs] if slug in CONCERNED else []
        found = notes(told.page("corrected", slug, lang))
        assert [[words(line) for line in note] for note in found] == expected, slug
    about = told.site("corrected").page(f"/{PREFIXES[lang]}about/")
    assert notes(about) == [jobs]
    top = told.page("corrected", "live", lang).root.xpath("//article/*[1]/following-sibling::*[1]")[0]
    assert top.get("role") == "note"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_correction_moves_every_word_of_updated_to_its_day(told: Told, lang: str) -> None:
    """JSON-LD, Open Graph, the visible line, the sitemap and the feeds all say midnight of that day in Almaty."""
    site = told.site("corrected")
    moment = f"{CORRECTED}T00:00:00+06:00"
    atom = feedparser.parse(site.texts[f"{PREFIXES[lang]}feeds/all.atom.xml"].encode())
    rss = feedparser.parse(site.texts[f"{PREFIXES[lang]}feeds/all.rss.xml"].encode())
    for slug, (day, _) in ARTICLES.items():
        page, touched = told.page("corrected", slug, lang), slug in CONCERNED
        assert node(page).get("dateModified", day) == (moment if touched else day)
        assert page.root.xpath('//p[@class="article-modified"]/time/@datetime') == ([CORRECTED] if touched else [])
        modified = page.root.xpath('//meta[@property="article:modified_time"]/@content')
        assert modified == ([CORRECTED] if touched else [day] if "{{" in ARTICLES[slug][1] else [])
        found = item(site, slug, lang)
        assert found.get("date_modified", found["date_published"]) == (moment if touched else f"{day}T00:00:00+06:00")
        lastmod = site.mapped[page.canonical].findtext("{*}lastmod")
        assert lastmod == (moment if touched else f"{day}T00:00:00+06:00")
        for entry in (each for feed in (atom, rss) for each in feed.entries if each.link == page.canonical):
            assert entry.published_parsed[:6] == moment_of(day)
            changed = entry["updated_parsed"] if "updated" in entry else entry.published_parsed
            assert changed[:6] == moment_of(CORRECTED if touched else day), slug
            assert (NOTE[lang] in entry.content[0].value) is touched
    # The newest change in the feed is the editor's own correction; in this one there is but one article.
    assert atom.feed.updated == "2023-05-02T00:00:00+06:00"
    if lang == "ru":
        assert "<lastBuildDate>Thu, 20 Apr 2023 00:00:00 +0600<" in site.texts["feeds/releases.rss.xml"]


def moment_of(day: str) -> tuple[int, ...]:
    """Midnight of a day in Almaty in 2023, as feedparser gives it: in UTC."""
    return (datetime.fromisoformat(day) - timedelta(hours=6)).timetuple()[:6]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_structured_data_hold_a_comment_for_each_correction(told: Told, lang: str) -> None:
    [comment] = node(told.page("corrected", "live", lang))["correction"]
    assert (comment["@type"], comment["datePublished"]) == ("CorrectionComment", CORRECTED)
    for part in (LABELS["jobs"][lang], PERIOD[lang], "100", "99", NOTE[lang]):
        assert part in comment["text"]
    [editorial] = node(told.page("corrected", "editorial", lang))["correction"]
    told_text = words(editorial.pop("text"))
    assert (told_text, editorial) == (EDITORIAL[lang], {"@type": "CorrectionComment", "datePublished": "2023-05-02"})
    assert "correction" not in node(told.page("corrected", "plain", lang))
    [page] = node(told.site("corrected").page(f"/{PREFIXES[lang]}about/"), "WebPage")["correction"]
    assert page == comment


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_list_and_its_feeds_name_every_correction_and_the_texts_it_concerns(told: Told, lang: str) -> None:
    """The newest first; a text that this edition lacks is named in the language that it has."""
    site = told.site("corrected")
    entries = site.page(f"/{PREFIXES[lang]}corrections/").root.xpath('//ol[@class="corrections"]/li')
    assert [entry.xpath("string(.//time/@datetime)") for entry in entries] == ["2023-05-02", CORRECTED, CORRECTED]
    linked = [[a.get("href") for a in entry.xpath(".//li/a")] for entry in entries]
    prefix = PREFIXES[lang]
    assert linked[0] == [f"/{prefix}news/editorial/"]
    slugs = ("change", "period", "pinned", "live", "closing")
    jobs = next(each for each in linked[1:] if f"/{prefix}news/live/" in each)
    lonely = "/news/lonely/"
    pages = [f"/{prefix}{slug}/" for slug in ("about", "contacts", "figures")]
    assert sorted(jobs) == sorted([f"/{prefix}news/{slug}/" for slug in slugs] + [lonely] + pages)
    foreign = entries[[*linked].index(jobs)].xpath(f'.//a[@href="{lonely}"]/@lang')
    assert foreign == ([] if lang == "ru" else ["ru"])
    computed = next(each for each in linked[1:] if each is not jobs)
    assert computed == [f"/{prefix}news/computed/"]
    feed = json.loads(site.texts[f"{prefix}feeds/corrections.json"])
    assert [each["url"].partition("#")[2] for each in feed["items"]] == [entry.get("id") for entry in entries]
    assert [each["date_published"] for each in feed["items"]][1] == f"{CORRECTED}T00:00:00+06:00"
    assert f'{site.url}/{prefix}news/live/"' in "".join(each["content_html"] for each in feed["items"])
    titles = [words(a.text_content()) for a in entries[[*linked].index(jobs)].xpath(".//li/a")]
    assert "live " + AMOUNT["jobs"][lang].format(110) in titles
    for kind in ("rss", "atom"):
        parsed = feedparser.parse(site.texts[f"{prefix}feeds/corrections.{kind}.xml"].encode())
        assert not parsed.bozo
        assert [entry.id for entry in parsed.entries] == [each["id"] for each in feed["items"]]
        summaries = [words(html.fromstring(entry.summary).text_content()) for entry in parsed.entries]
        assert summaries[1:] == [words(each["summary"]) for each in feed["items"]][1:]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_second_correction_is_told_too_and_the_first_stays(told: Told, lang: str) -> None:
    """The old value was right after all: the notice says so, to the reader of a pinned figure as well."""
    hundred, less = AMOUNT["jobs"][lang].format(100), AMOUNT["jobs"][lang].format(99)
    for slug in ("live", "pinned", "period", "change"):
        assert [(note[0], note[2], note[3]) for note in notes(told.page("restored", slug, lang))] == [
            (AGAIN, less, hundred),
            (CORRECTED, hundred, less),
        ], slug
    # Published on the very day of the first correction, it had never printed anything but 99.
    assert [(note[0], note[2], note[3]) for note in notes(told.page("restored", "later", lang))] == [
        (AGAIN, less, hundred)
    ]
    [plan] = notes(told.page("restored", "plan", lang))
    assert (plan[0], plan[2]) == (AGAIN, AMOUNT["jobs"][lang].format(500))
    assert plan[1] != f"{LABELS['jobs'][lang]}, 2030"
    assert not notes(told.page("restored", "older", lang))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_closing_words_of_an_old_release_say_what_they_said(told: Told, lang: str) -> None:
    """They are those of today, and the release has a date: beside a figure that has moved stands what it was then."""
    for stage, note in (("published", []), ("updated", ["100"]), ("corrected", ["100"])):
        closing = told.page(stage, "closing", lang).root.find_class("boilerplate")[0]
        shown = closing.xpath(".//small[not(@hidden)]")
        assert [re.findall(r"\d+", words(each.text_content())) for each in shown] == ([note] if note else [])
        assert closing.xpath("string(.//data/@value)") == ("110" if note else "100")


def test_refilling_gives_the_bytes_of_a_fresh_build(told: Told) -> None:
    refilled, fresh = told.site("restored"), told.site("fresh")
    assert refilled.texts.keys() == fresh.texts.keys()
    assert [name for name in fresh.texts if refilled.texts[name] != fresh.texts[name]] == []


def test_a_correction_changes_only_what_has_to_say_so(told: Told) -> None:
    """Articles that show nothing of the figure keep their bytes."""
    before, after = told.site("updated"), told.site("corrected")
    for lang in LANGUAGES:
        for slug in ("plain", "editorial"):
            name = f"{PREFIXES[lang]}news/{slug}/index.html"
            assert before.texts[name] == after.texts[name]


def test_the_corrected_site_is_valid_html(told: Told, node_tools: Path) -> None:
    """The W3C's checker has nothing to say about any page with a notice or a list."""
    site = told.site("restored")
    pages = [page for page in site.pages if notes(page) or page.address.endswith("/corrections/")]
    command = [*html_checker(node_tools), *(str(page.file) for page in pages)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8")
    assert len(pages) > 20 and not done.stderr, done.stderr


@pytest.mark.parametrize("lang", LANGUAGES)
def test_axe_finds_nothing_wrong_with_notices_and_lists(
    told: Told, browser: Browser, node_tools: Path, lang: str
) -> None:
    """On a phone and a desktop, in the light and the dark; nothing is wider than the phone."""
    found: list[str] = []
    with visitor(browser, told.site("restored")) as guest:
        for address in (f"/{PREFIXES[lang]}news/pinned/", f"/{PREFIXES[lang]}corrections/"):
            tab = guest.go(address)
            for size in (PHONE, DESKTOP):
                tab.set_viewport_size(size)
                for scheme in ("light", "dark"):
                    tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                    found += [f"{address}: {line}" for line in axe(tab, node_tools / "axe-core/axe.min.js")]
                assert tab.evaluate("document.scrollingElement.scrollWidth") <= size["width"]
    assert not found, "\n".join(found)


def test_the_comments_are_what_schema_org_defines(told: Told, node_tools: Path, tmp_path: Path) -> None:
    """With comments and without: an empty list is a property without values."""
    site = told.site("restored")
    addresses = [f"/{PREFIXES[lang]}{path}/" for lang in LANGUAGES for path in ("news/live", "news/older", "about")]
    documents = {address: json.loads(site.page(address).structured[0]) for address in addresses}
    assert not vocabulary_problems(documents, tmp_path, node_tools)
