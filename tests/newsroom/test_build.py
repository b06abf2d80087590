"""Whole builds: what is written, what a reader finds there, and what stops a build."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from aimaq.base.problems import ProblemsFound

from .conftest import Build, article, page

SITE = "https://press.aimaq.example"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"
SECTIONS = ("news", "briefings", "releases", "events", "photos", "documents")
PREFIXES = {"ru": "", "kk": "kk/", "en": "en/"}
RIGHT_LINKS = """
/ /kk/ /news/ /releases/ /en/archive/ /feeds/all.rss.xml /kk/feeds/news.json /sitemap.xml /404.html /about/
/news/y/ /kk/news/y/#part ../y/ ../y/index.html /news/y/?from=x#main #own-part #top {filename}y.kk.md#part
/media/plan.txt {static}/media/plan.txt https://press.aimaq.example/about/ https://a.kz/x tel:+7
mailto:a@b.kz /indicators/jobs/ /kk/api/jobs.json
"""


def in_three(slug: str, *, without: str = "", **fields: str) -> dict[str, str]:
    return {f"news/{slug}.{lang}.md": article(title=f"{slug} {lang}", **fields) for lang in PREFIXES if lang != without}


def written(output: Path) -> set[str]:
    return {path.relative_to(output).as_posix() for path in output.rglob("*") if path.is_file()}


def links(path: Path) -> list[str]:
    main = path.read_text("utf-8").partition("<main>")[2]
    return re.findall(r'<a (?:rel="\w+" )?href="([^"]+)"', main)


def graph(path: Path) -> list[dict[str, object]]:
    text = path.read_text("utf-8")
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    assert found
    nodes: list[dict[str, object]] = json.loads(found[1])["@graph"]
    return nodes


def problems(build: Build, files: dict[str, str | bytes], **settings: object) -> list[str]:
    with pytest.raises(ProblemsFound) as raised:
        build(files, **settings)
    return [str(problem) for problem in raised.value.problems]


def test_every_edition_has_its_pages_and_nothing_else_is_written(build: Build) -> None:
    """Exactly these files: no page of Pelican's own, no tag, category, author or period archive."""
    output = build(
        {
            **in_three("line", kind="release", topics="[планы, alt, alt1]"),
            "pages/about.ru.md": page(),
            "media/plan.txt": "план",
        }
    )
    expected = {"about/index.html", "media/plan.txt", "robots.txt", "sitemap.xml", "_headers", "_redirects"}
    expected |= {f"sitemaps/{lang}.xml" for lang in PREFIXES}
    for lang, prefix in PREFIXES.items():
        names = ["index.html", "404.html", "corrections/index.html", "press-kit/index.html", "press-kit/ninjs.json"]
        names += [f"news/line/{name}" for name in ("index.html", f"line.{lang}.txt", f"line.{lang}.ninjs.json")]
        names += [f"archive/{path}index.html" for path in ("", "2024/", "2024/05/")]
        names += [f"topics/{path}index.html" for path in ("", "plany/", "alt/", "alt1/")]
        names += [f"{section}/index.html" for section in SECTIONS]
        names += [
            f"feeds/{feed}.{form}"
            for feed in ("all", *SECTIONS, "corrections", "topics/plany", "topics/alt", "topics/alt1")
            for form in ("rss.xml", "atom.xml", "json")
        ]
        expected |= {prefix + name for name in names}
    assert written(output) == expected


def test_a_missing_translation_is_offered_in_the_language_that_exists(build: Build) -> None:
    """Kazakh lists show the Russian story, and the English one where there is no Russian."""
    output = build(
        {
            **in_three("full", date="2024-01-03"),
            **in_three("no-kazakh", without="kk", date="2024-01-02"),
            "news/english.en.md": article("english en", date="2024-01-01"),
        }
    )
    for listing in ("index.html", "news/index.html", "archive/2024/index.html", "archive/2024/01/index.html"):
        for prefix, first in (("kk/", "/kk/news/full/"), ("", "/news/full/")):
            found = [link for link in links(output / prefix / listing) if "/archive/" not in link]
            assert found == [first, "/news/no-kazakh/", "/en/news/english/"]
    assert 'href="/news/no-kazakh/" lang="ru"' in (output / "kk/index.html").read_text("utf-8")
    text = (output / "en/news/no-kazakh/index.html").read_text("utf-8")
    assert re.findall(r'hreflang="(\w+)" href="([^"]+)"', text) == [
        ("ru", f"{SITE}/news/no-kazakh/"),
        ("en", f"{SITE}/en/news/no-kazakh/"),
    ]
    assert "<p>kk None</p>" in text


def test_interface_and_dates_speak_the_editions_language(build: Build) -> None:
    output = build(in_three("line", date="2022-12-31", kind="briefing", date_approximate="true"))
    assert "Брифинги 31 декабря 2022\u00a0г. 2022-12-31 дата приблизительная" in (
        output / "news/line/index.html"
    ).read_text("utf-8")
    assert "Брифингтер 2022\u00a0ж. 31 желтоқсан 2022-12-31" in (output / "kk/news/line/index.html").read_text("utf-8")
    assert "Briefings 31 December 2022" in (output / "en/news/line/index.html").read_text("utf-8")
    assert "<p>1 материал</p>" in (output / "archive/index.html").read_text("utf-8")


def test_lists_are_divided_into_pages_that_collide_with_nothing(build: Build) -> None:
    files: dict[str, str] = {}
    for day in range(1, 6):
        files |= in_three(f"s{day}", date=f"2024-01-0{day}", kind="news" if day % 2 else "release")
    output = build(files, STORIES_PER_PAGE=2, HOME_STORIES=3)
    assert links(output / "en/news/index.html") == ["/en/news/s5/", "/en/news/s4/", "/en/news/page/2/"]
    assert links(output / "en/news/page/2/index.html") == [
        "/en/news/s3/",
        "/en/news/s2/",
        "/en/news/",
        "/en/news/page/3/",
    ]
    assert links(output / "news/page/3/index.html") == ["/news/s1/", "/news/page/2/"]
    assert links(output / "releases/index.html") == ["/news/s4/", "/news/s2/"]
    assert len(links(output / "index.html")) == 3
    assert f'canonical" href="{SITE}/en/news/page/2/"' in (output / "en/news/page/2/index.html").read_text("utf-8")


def test_markup_in_a_title_stays_text(build: Build) -> None:
    """Stock Pelican publishes it."""
    output = build({"news/x.ru.md": article().replace("Новая линия", '\\">  <script>alert(1)</script> & </title>')})
    for name in ("news/x/index.html", "index.html", "archive/2024/index.html"):
        text = (output / name).read_text("utf-8")
        assert "<script>alert" not in text
        assert "&#34;&gt; &lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;/title&gt;" in text
    news = graph(output / "news/x/index.html")[0]
    assert news["headline"] == '"> <script>alert(1)</script> & </title>'


def test_structured_data_says_what_is_known(build: Build) -> None:
    output = build(
        in_three(
            "line",
            date="2021-07-01",
            date_approximate="true",
            modified="2021-08-01 10:00",
            sources='[{title: oqu.news, url: "https://oqu.news", date: 2021-07-02}]',
        )
    )
    news, trail = graph(output / "kk/news/line/index.html")
    assert news["@type"] == "NewsArticle"
    assert news["inLanguage"] == "kk"
    assert news["datePublished"] == "2021-07"
    assert news["dateModified"] == "2021-08-01T10:00:00+06:00"
    assert news["translationOfWork"] == {"@type": "NewsArticle", "@id": f"{SITE}/news/line/", "inLanguage": "ru"}
    assert news["citation"] == [
        {"@type": "CreativeWork", "name": "oqu.news", "url": "https://oqu.news", "datePublished": "2021-07-02"}
    ]
    assert [item["position"] for item in trail["itemListElement"]] == [1, 2, 3]  # type: ignore[attr-defined]
    russian = graph(output / "news/line/index.html")[0]
    assert [work["inLanguage"] for work in russian["workTranslation"]] == ["kk", "en"]  # type: ignore[attr-defined]
    assert graph(output / "index.html")[0]["@type"] == "WebSite"


def test_markdown_keeps_to_our_rules(build: Build) -> None:
    """Unique ids from any script, tables without inline style, links within the site without its host."""
    body = (
        "## Наши планы\n\n## Наши планы\n\n| a | b |\n| --- | ---: |\n| 1 | 2 |\n\n"
        "[план]({static}/media/план.txt) [другая]({filename}other.kk.md)"
    )
    output = build(
        {
            "news/x.ru.md": article(body=body),
            "news/other.kk.md": article("Басқа"),
            "media/план.txt": "план",
        }
    )
    text = (output / "news/x/index.html").read_text("utf-8")
    assert '<h2 id="nashi-plany">' in text
    assert '<h2 id="nashi-plany_1">' in text
    assert "style=" not in text
    assert '<th class="align-right" scope="col">b</th>' in text
    assert '<td class="align-right">2</td>' in text
    assert '<a href="/kk/news/other/">' in text
    assert 'href="/media/' in text


def test_slots_pass_through_everything_unchanged(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    """Titles, summaries and texts hold private-use tokens while pages are composed; nothing may change them."""
    from pelican import signals

    token = "\ue000jobs%20%7C%20genitive;ru;2024-05-06;x%3A1%3A2;\ue001"

    def quote(content: object) -> None:
        if hasattr(content, "kind"):
            content.title = f"{token} мест"  # type: ignore[attr-defined]
            content.metadata["summary"] = f"Всего {token}."  # type: ignore[attr-defined]
            content._content = f"<p>{token}</p>"  # type: ignore[attr-defined]

    with signals.content_object_init.connected_to(quote):
        output = build(in_three("line"))
    for name, count in {
        "news/line/index.html": 7,
        "index.html": 1,
        "feeds/all.rss.xml": 3,
        "feeds/all.atom.xml": 3,
        "feeds/all.json": 3,
    }.items():
        text = (output / name).read_text("utf-8")
        assert text.count(token) == text.count("\ue000") == count, name


def test_the_sitemap_names_every_page_and_its_versions(build: Build) -> None:
    output = build(
        {
            **in_three("line", date="2024-05-06"),
            **in_three("no-kazakh", without="kk", date="2024-05-01", modified="2024-06-01"),
            **in_three("then", date="2021-07-01", date_approximate="true"),
            "pages/about.en.md": page(),
        },
        STORIES_PER_PAGE=2,
    )
    index = ElementTree.parse(output / "sitemap.xml").getroot()
    assert [each.findtext(f"{MAP}loc") for each in index] == [f"{SITE}/sitemaps/{lang}.xml" for lang in PREFIXES]
    entries: dict[str, ElementTree.Element] = {}
    for lang, prefix in PREFIXES.items():
        own = ElementTree.parse(output / f"sitemaps/{lang}.xml").getroot()
        entries |= {entry.findtext(f"{MAP}loc", ""): entry for entry in own}
        assert all(str(entry.findtext(f"{MAP}loc")).startswith(f"{SITE}/{prefix}") for entry in own)
    pages = {f"{SITE}/{name.removesuffix('index.html')}" for name in written(output) if name.endswith("index.html")}
    # A section in which nothing stands yet has a page, and no search engine has to look at it.
    empty = {f"{SITE}/{prefix}{section}/" for prefix in PREFIXES.values() for section in SECTIONS[1:]}
    assert set(entries) == pages - empty
    for url, entry in entries.items():
        alternates = {link.get("hreflang"): link.get("href") for link in entry.iterfind(LINK)}
        assert url in alternates.values()
        assert alternates["x-default"] == alternates.get("ru", url)
        for language, href in alternates.items():
            other = {link.get("hreflang"): link.get("href") for link in entries[str(href)].iterfind(LINK)}
            assert other == alternates, (url, language)
    changed = {url: entry.findtext(f"{MAP}lastmod") for url, entry in entries.items()}
    assert changed[f"{SITE}/kk/news/line/"] == "2024-05-06T00:00:00+05:00"
    assert changed[f"{SITE}/news/no-kazakh/"] == "2024-06-01T00:00:00+05:00"
    assert changed[f"{SITE}/news/then/"] is None
    assert f"Sitemap: {SITE}/sitemap.xml" in (output / "robots.txt").read_text("utf-8")


def test_drafts_are_checked_but_not_published(build: Build, caplog: pytest.LogCaptureFixture) -> None:
    """What is wrong with one is said, and stops nothing."""
    output = build(
        {**in_three("line"), "news/secret.ru.md": article(status="draft"), "pages/p.ru.md": page(status="draft")}
    )
    assert not [name for name in written(output) if "secret" in name or "draft" in name or name.startswith("p/")]
    output = build({"news/secret.ru.md": article(status="draft", kind="nwes")})
    assert 'content/news/secret.ru.md:4:7: unknown kind "nwes"; did you mean "news"?' in caplog.text
    assert "index.html" in written(output) and not [name for name in written(output) if "secret" in name]


def test_the_same_content_gives_the_same_bytes(build: Build) -> None:
    """Stories of one moment too, whatever order the file system has."""
    files = {**in_three("b"), **in_three("a"), **in_three("c", without="ru"), "pages/about.kk.md": page(menu="true")}
    output = build(files)
    first = {name: (output / name).read_bytes() for name in written(output)}
    assert build(dict(reversed(files.items()))) == output
    assert {name: (output / name).read_bytes() for name in written(output)} == first


def test_the_menu_of_an_edition_is_in_its_language_and_order(build: Build) -> None:
    output = build(
        {
            "pages/a.ru.md": page("Вторая", menu="true", order="2"),
            "pages/b.ru.md": page("Первая", menu="true", order="1"),
            "pages/c.ru.md": page("Нет"),
            "pages/a.en.md": page("English", menu="true"),
        },
        NAVIGATION={lang: ["pages"] for lang in ("ru", "kk", "en")},
    )
    assert '<nav><a href="/b/">Первая</a><a href="/a/">Вторая</a></nav>' in (output / "index.html").read_text("utf-8")
    assert '<nav><a href="/en/a/">English</a></nav>' in (output / "en/404.html").read_text("utf-8")
    assert "<nav></nav>" in (output / "kk/index.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("files", "messages"),
    [
        (
            {"news/bad.md": article(), "news/also-bad.ru.md": article(kind="nwes"), "news/good.ru.md": article()},
            [
                'content/news/also-bad.ru.md:4:7: unknown kind "nwes"; did you mean "news"?',
                "content/news/bad.md: the file's name has no language: expected <slug>.<lang>.md, "
                'found "bad.md"\n    rename it, for instance to "bad.ru.md"',
            ],
        ),
        (
            {"news/x.ru.md": article(body="Текст\n\n# Заголовок\n\n```\n# код\n```\n\nЕщё\n===")},
            [
                "content/news/x.ru.md:10: a heading of level 1 in the text: the page's title is one already\n"
                '    begin the heading with "##"',
                'content/news/x.ru.md:16: the line "===" makes a heading of the line above it\n'
                '    a heading begins with "## "; for a rule between paragraphs, put an empty line before it',
            ],
        ),
        (
            {"news/page.ru.md": article()},
            ['content/news/page.ru.md: the slug "page" is the site\'s own address\n    rename the file'],
        ),
        (
            {"pages/news.ru.md": page(), "pages/kk.ru.md": page(), "pages/indicators.en.md": page()},
            [
                f'content/pages/{name}: the slug "{name.split(".")[0]}" is the site\'s own address\n    rename the file'
                for name in ("indicators.en.md", "kk.ru.md", "news.ru.md")
            ],
        ),
        (
            {"news/x.ru.md": article(), "news/2024/x.ru.md": article()},
            [
                "content/news/x.ru.md: has the same slug and language as content/news/2024/x.ru.md\n"
                "    rename one of them"
            ],
        ),
        (
            {"news/x.ru.md": article(), "news/x.en.md": article(date="2024-05-07", kind="release")},
            [
                "content/news/x.en.md:3:7: date: found 2024-05-07, but content/news/x.ru.md has 2024-05-06\n"
                "    the versions of one story have the same date",
                "content/news/x.en.md:4:7: kind: found release, but content/news/x.ru.md has news\n"
                "    the versions of one story have the same kind",
            ],
        ),
        (
            {"news/x.txt": "x", "news/y.html": "<p>y", "pages/z.markdown": "z", "news/.hidden": "", "news/a.md~": ""},
            [
                f"content/{name}: not a file that is published from here\n    a text is called <slug>.<lang>.md; "
                "photos and attachments belong into content/media"
                for name in ("news/x.txt", "news/y.html", "pages/z.markdown")
            ],
        ),
        (
            {
                "news/x.ru.md": article(
                    body="[a]({filename}none.ru.md)\n[b]({static}/media/none.pdf)\n"
                    "[c]({static}/../pelicanconf.py)\n[d]({filename}draft.ru.md)\n[e]({tag}x)"
                ),
                "news/draft.ru.md": article(status="draft"),
            },
            [
                'content/news/x.ru.md:8: the text "none.ru.md" does not exist\n'
                "    a path is relative to this file, or begins with / for content/",
                'content/news/x.ru.md:9: the file "/media/none.pdf" does not exist\n    look at the name\'s spelling',
                'content/news/x.ru.md:10: "/../pelicanconf.py" is not in content/media\n'
                "    a file to link to belongs there",
                'content/news/x.ru.md:11: the text "draft.ru.md" is a draft\n    publish it, or take the link out',
                "content/news/x.ru.md:12: a link to {tag} is not supported\n"
                "    use {filename} for a text and {static} for a file",
            ],
        ),
    ],
    ids=["name and field", "heading", "reserved", "reserved page", "twice", "disagreement", "stray", "links"],
)
def test_a_build_stops_with_all_problems_at_once(
    build: Build, tmp_path: Path, files: dict[str, str | bytes], messages: list[str]
) -> None:
    assert problems(build, files) == messages
    assert not (tmp_path / "output").exists()


def test_an_article_that_another_plugin_breaks_is_not_dropped_in_silence(build: Build) -> None:
    """Pelican logs the exception, leaves the article out and exits with 0."""
    from pelican import signals

    def fail(content: object) -> None:
        if getattr(content, "slug", "") == "b":
            raise RuntimeError("a bug")

    with signals.content_object_init.connected_to(fail):
        found = problems(build, {**in_three("a"), "news/b.ru.md": article()})
    assert found == ["content/news/b.ru.md: Pelican could not read this file\n    the log says why; please report it"]


@pytest.mark.parametrize(
    ("theme", "messages"),
    [
        (
            {"templates/home.html": "", "templates/archive.html": "{% if %}"},
            [
                "theme/templates/archive.html:1: Expected an expression, got 'end of statement block'",
                "theme/templates/home.html: this template is missing\n    the theme has to have it",
            ],
        ),
        (
            {"templates/stories.html": ""},
            [
                f'theme/templates/{name}.html: needs the template "stories.html", which is missing'
                for name in ("archive-month", "archive-year", "home", "section", "topic")
            ],
        ),
    ],
)
def test_a_template_that_is_missing_or_wrong_is_a_problem(
    build: Build, theme: dict[str, str], messages: list[str]
) -> None:
    """None falls back to the theme "simple" of Pelican's."""
    with pytest.raises(ProblemsFound) as raised:
        build({}, theme=theme)
    assert [str(problem) for problem in raised.value.problems] == messages


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"SITEURL": ""}, "SITEURL: expected scheme and host"),
        ({"SITEURL": "https://a.kz/press?x"}, "SITEURL: expected scheme and host"),
        ({"EDITIONS": []}, "EDITIONS: expected at least one, found none"),
        ({"EDITIONS": [{"lang": "ru"}]}, 'EDITIONS[0]: the field "locale" is missing'),
        ({"DEFAULT_LANG": "de"}, 'DEFAULT_LANG: expected one of ru, kk, en, found "de"'),
        ({"FALLBACK_LANGUAGES": ("de",)}, "FALLBACK_LANGUAGES: expected each of ru, kk, en at most once, found de"),
        ({"STORIES_PER_PAGE": 0}, "STORIES_PER_PAGE: expected a whole number from 1 on, found 0"),
        ({"HOME_STORIES": "8"}, 'HOME_STORIES: expected a whole number, found text ("8")'),
        ({"RESERVED_SLUGS": "api"}, 'RESERVED_SLUGS: expected a list, found text ("api")'),
        ({"NEWSROOM_TODAY": "tomorrow"}, 'NEWSROOM_TODAY: expected a date such as 2021-07-01, found "tomorrow"'),
        ({"ARTICLE_PATHS": ["newz"]}, 'ARTICLE_PATHS: there is no folder "content/newz"'),
        ({"PAGE_LANG_URL": "{slug}/"}, "PAGE_LANG_URL: expected an address with {slug} and {lang}"),
    ],
)
def test_a_wrong_setting_is_a_problem(build: Build, settings: dict[str, object], message: str) -> None:
    with pytest.raises(ProblemsFound, match=re.escape(f"pelicanconf.py: {message}")):
        build({}, **settings)


def test_nothing_is_published_before_its_day(build: Build) -> None:
    """The day is the institution's, not the machine's; until it comes the text waits."""
    late = {"news/x.ru.md": article(date="2024-05-07 09:00")}
    assert not (build(late, NEWSROOM_TODAY="2024-05-06") / "news/x").exists()
    assert (build(late, NEWSROOM_TODAY="2024-05-07") / "news/x/index.html").exists()


def test_links_to_whatever_is_published_are_right(build: Build) -> None:
    """Texts, lists, feeds, attachments, headings, other sites; and what another plugin has not told of."""
    body = "## Own part\n\n" + "\n".join(f"[x]({link})" for link in RIGHT_LINKS.split()) + "\n\n`[x](/nowhere/)`"
    build(
        {
            "news/x.ru.md": article(body=body),
            "news/y.ru.md": article("y"),
            "news/y.kk.md": article("y", body="## Part"),
            "pages/about.ru.md": page(),
            "media/plan.txt": "план",
        },
        theme={"templates/archive.html": '<main id="main"></main>'},
    )


def test_a_site_without_the_plugin_is_left_alone(build: Build, tmp_path: Path) -> None:
    """Signals are the process's: after a build with the plugin, another site gets Pelican's own reader."""
    from pelican import Pelican
    from pelican.settings import read_settings

    build({"news/x.ru.md": article()})
    (tmp_path / "other").mkdir()
    (tmp_path / "other/x.md").write_text("Title: X\nDate: 2024-01-01\n\nText")
    output = tmp_path / "plain"
    settings = {"PATH": str(tmp_path / "other"), "OUTPUT_PATH": str(output), "PLUGINS": [], "SITEURL": "https://a.kz"}
    Pelican(read_settings(None, override=settings)).run()
    assert (output / "x.html").exists()
