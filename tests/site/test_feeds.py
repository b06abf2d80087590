"""Feeds: feedparser accepts them, and they keep the letter of RFC 4287, RSS 2.0 and JSON Feed 1.1."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

import feedparser
import pytest
from lxml import etree, html

from pelicanconf import NEWSROOM_KINDS
from tools.built import LANGUAGES, PREFIXES, ROOT, Json, Site, words

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
XML = "{http://www.w3.org/XML/1998/namespace}"
SUFFIXES = {"rss": ".rss.xml", "atom": ".atom.xml", "json": ".json"}
MEDIA_TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml", "json": "application/feed+json"}

# RFC 3339, section 5.6, with the capital letters that RFC 4287, section 3.3, asks for
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
# RFC 822, section 5.1, with the four-digit years of RSS 2.0
RFC_822 = re.compile(
    r"((Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?\d\d? (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} "
    r"\d\d:\d\d(:\d\d)? ([+-]\d{4}|GMT|UT)"
)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Item:
    """What the three formats have in common about one story."""

    id: str
    url: str
    title: str
    summary: str
    content: str
    published: datetime


@dataclass(frozen=True)
class Feed:
    """One feed file; ``kind`` is rss, atom or json, ``name`` is "all", a section, or "indicators/" and a key."""

    file: str
    kind: str
    lang: str
    name: str
    url: str
    text: str

    @property
    def root(self) -> etree._Element:
        return etree.fromstring(self.text.encode())

    @property
    def data(self) -> Json:
        data: Json = json.loads(self.text)
        return data

    @property
    def items(self) -> list[Item]:
        return {"rss": self._rss, "atom": self._atom, "json": self._json}[self.kind]()

    def _rss(self) -> list[Item]:
        return [
            Item(
                entry.findtext("guid", ""),
                entry.findtext("link", ""),
                entry.findtext("title", ""),
                entry.findtext("description", ""),
                entry.findtext(f"{CONTENT}encoded", ""),
                parsedate_to_datetime(entry.findtext("pubDate", "")),
            )
            for entry in self.root.iterfind("channel/item")
        ]

    def _atom(self) -> list[Item]:
        return [
            Item(
                entry.findtext(f"{ATOM}id", ""),
                next(e.get("href", "") for e in entry.iterfind(f"{ATOM}link") if e.get("rel") in (None, "alternate")),
                entry.findtext(f"{ATOM}title", ""),
                entry.findtext(f"{ATOM}summary", ""),
                entry.findtext(f"{ATOM}content", ""),
                datetime.fromisoformat(entry.findtext(f"{ATOM}published", "")),
            )
            for entry in self.root.iterfind(f"{ATOM}entry")
        ]

    def _json(self) -> list[Item]:
        return [
            Item(
                entry["id"],
                entry["url"],
                entry["title"],
                entry.get("summary", ""),
                entry["content_html"],
                datetime.fromisoformat(entry["date_published"]),
            )
            for entry in self.data["items"]
        ]


@pytest.fixture(scope="module")
def feeds(site: Site) -> list[Feed]:
    return list(read(site))


def read(site: Site) -> Iterator[Feed]:
    for lang in LANGUAGES:
        folder = site.output / PREFIXES[lang] / "feeds"
        for path in sorted(each for each in folder.rglob("*") if each.is_file()):
            file = path.relative_to(site.output).as_posix()
            name = path.relative_to(folder).as_posix()
            kind, suffix = next((k, s) for k, s in SUFFIXES.items() if path.name.endswith(s))
            text = path.read_text(encoding="utf-8")
            yield Feed(file, kind, lang, name.removesuffix(suffix), f"{site.url}/{file}", text)


def of_kind(feeds: list[Feed], kind: str) -> list[Feed]:
    found = [feed for feed in feeds if feed.kind == kind]
    assert found
    return found


def test_every_edition_and_section_has_all_three_formats(feeds: list[Feed]) -> None:
    names = {feed.name for feed in feeds}
    assert {"all", "briefings", "releases"} <= names
    # A topic is a word of one language.
    shared = {name for name in names if not name.startswith("topics/")}
    assert {(f.lang, f.name, f.kind) for f in feeds} >= {
        (lang, name, kind) for lang in LANGUAGES for name in shared for kind in SUFFIXES
    }
    assert {f"{f.lang} {f.name}" for f in feeds} > {"ru topics/investitsii", "kk topics/investitsiia", "en topics/jobs"}
    for feed in feeds:
        assert {other.kind for other in feeds if (other.lang, other.name) == (feed.lang, feed.name)} == set(SUFFIXES)


def test_feedparser_accepts_every_feed(feeds: list[Feed]) -> None:
    """``bozo`` is 0: well-formed, of a known version, with as many entries as we count."""
    for feed in feeds:
        if feed.kind == "json":
            continue
        parsed = feedparser.parse(feed.text.encode(), response_headers={"content-type": MEDIA_TYPES[feed.kind]})
        assert not parsed.bozo, f"{feed.file}: {parsed.get('bozo_exception')}"
        assert parsed.version == {"rss": "rss20", "atom": "atom10"}[feed.kind], feed.file
        assert len(parsed.entries) == len(feed.items), feed.file


def test_pages_announce_the_feeds_of_their_edition(site: Site, feeds: list[Feed]) -> None:
    """Autodiscovery: each home page links to its edition's feeds, with their media types, and to no other."""
    for lang in LANGUAGES:
        links = site.by_address["/" + PREFIXES[lang]].root.xpath('head/link[@rel="alternate"][@type]')
        announced = {(link.get("type"), link.get("href")) for link in links}
        absolute = {(kind, site.url + href if href.startswith("/") else href) for kind, href in announced}
        expected = {(MEDIA_TYPES[f.kind], f.url) for f in feeds if f.lang == lang and f.name == "all"}
        assert expected <= absolute
        assert absolute <= {(MEDIA_TYPES[f.kind], f.url) for f in feeds}


def test_a_feed_has_every_story_of_its_edition_newest_first(site: Site, feeds: list[Feed]) -> None:
    """At most 50 stories, each the address of a page, in falling order of date; none twice."""
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "content/news").glob("*.md")]
    kinds = {kind for source in sources for kind in re.findall(r"^kind: (\w+)$", source, re.MULTILINE)}
    empty = {each["slug"] for each in NEWSROOM_KINDS if each["kind"] not in kinds}
    for feed in feeds:
        items = feed.items
        assert bool(items) != (feed.name in empty), f"{feed.file} has {len(items)} items"
        assert [i.published for i in items] == sorted((i.published for i in items), reverse=True), feed.file
        for values in ([i.id for i in items], [i.url for i in items]):
            assert len(values) == len(set(values)), f"{feed.file}: a story is there twice"
        for item in items:
            assert site.serves(item.url), f"{feed.file}: {item.url}"
            assert item.title.strip()
            assert item.summary.strip()
        if feed.name == "all":
            slugs = {path.name.split(".")[0] for path in (ROOT / "content/news").glob("*.md")}
            in_feed = {item.url.rstrip("/").rpartition("/")[2] for item in items}
            assert in_feed == slugs or len(items) >= 20, f"{feed.file} lacks {sorted(slugs - in_feed)}"


def test_the_formats_of_a_feed_say_the_same(feeds: list[Feed]) -> None:
    """Ids, addresses, titles, dates and content are the same in RSS, Atom and JSON."""
    by_place: dict[tuple[str, str], dict[str, list[Item]]] = {}
    for feed in feeds:
        by_place.setdefault((feed.lang, feed.name), {})[feed.kind] = feed.items
    for place, kinds in by_place.items():
        assert kinds["rss"] == kinds["atom"], place
        assert kinds["atom"] == kinds["json"], place


def test_an_id_is_an_address_that_no_figure_can_change(feeds: list[Feed]) -> None:
    """An absolute IRI without spaces; the same story has the same id in every feed of the site."""
    ids: dict[str, str] = {}
    for feed in feeds:
        for item in feed.items:
            assert re.fullmatch(r"(https?://|tag:|urn:)[^\s<>\"{}]+", item.id), f"{feed.file}: {item.id}"
            assert ids.setdefault(item.url, item.id) == item.id
    assert len(set(ids.values())) == len(ids)


def test_content_is_full_and_stands_alone(site: Site, feeds: list[Feed]) -> None:
    """The content is the whole article: its blocks are on the page, its last words are the source's.

    Nothing in it is relative, scripted, styled or raw.
    """
    for feed in feeds:
        if "/" in feed.name or feed.name in ("log", "corrections"):
            continue  # none is a story; other tests look at what is said of them
        for item in feed.items:
            body = html.fragment_fromstring(item.content, create_parent="div")
            where = f"{feed.file}: {item.url}"
            for element in body.iter():
                for name, value in element.attrib.items():
                    if name in {"href", "src", "poster", "cite"}:
                        assert re.match(r"https?://|mailto:|tel:", value), f"{where}: {name}={value}"
                    assert name != "style" and not name.startswith("on"), f"{where}: {name}={value}"
                assert element.tag not in {"script", "style", "iframe", "form"}, f"{where}: <{element.tag}>"
            page = site.by_address[item.url.removeprefix(site.url)]
            # The notes that only a page has: what may be out of date, and what a script may have to show.
            seen = ".//main//text()[not(ancestor::*[@hidden or @data-stale-from])]"
            # They stand between a figure and what follows it, so spaces are not compared.
            letters = re.sub(r"\s", "", "".join(page.root.xpath(seen)))
            for block in body.iter("p", "li", "h2", "h3", "td"):
                text = words(block.text_content())
                assert text.replace(" ", "") in letters, f"{where}: not on the page: {text}"
            assert last_words(page.address) in words(body.text_content()), f"{where}: the end is missing"


def last_words(address: str) -> str:
    """The last plain words of an article's Markdown: after any marker, link or emphasis."""
    slug = address.rstrip("/").rpartition("/")[2]
    first = address.split("/")[1]
    lang = first if first in LANGUAGES else "ru"
    source = Path(ROOT / "content/news" / f"{slug}.{lang}.md").read_text(encoding="utf-8").rstrip()
    source = re.sub(r"\{\{.*?\}\}|\]\([^)]*\)", "|", source, flags=re.DOTALL)
    plain = re.split(r"[\]\[(){}*_`<>|\\\"'«»“”’-]", source)
    return words(next(part for part in reversed(plain) if re.search(r"\w", part)))


def test_rss_keeps_its_specification(site: Site, feeds: list[Feed]) -> None:
    """RSS 2.0 (rssboard.org): required elements, guid, RFC 822 dates; the RSS Best Practices' self link."""
    for feed in of_kind(feeds, "rss"):
        assert feed.root.tag == "rss" and feed.root.get("version") == "2.0", feed.file
        (channel,) = feed.root
        for name in ("title", "link", "description", "language"):
            assert len(channel.findall(name)) == 1, f"{feed.file}: {name}"
            assert (channel.findtext(name) or "").strip(), f"{feed.file}: {name}"
        assert channel.findtext("language") == feed.lang
        assert site.serves(channel.findtext("link") or "")
        own = [e for e in channel.iterfind(f"{ATOM}link") if e.get("rel") == "self"]
        assert [e.get("href") for e in own] == [feed.url], feed.file
        assert own[0].get("type") in (None, MEDIA_TYPES["rss"]), feed.file
        for date in channel.iter("pubDate", "lastBuildDate"):
            assert RFC_822.fullmatch(date.text or ""), f"{feed.file}: {date.text}"
        for item in channel.iterfind("item"):
            for name in ("title", "link", "description", "guid", "pubDate"):
                assert len(item.findall(name)) == 1, f"{feed.file}: {name} in {item.findtext('link')}"
            [guid] = item.iterfind("guid")
            if guid.get("isPermaLink", "true") == "true":
                assert guid.text == item.findtext("link")
            for author in item.iterfind("author"):
                assert "@" in (author.text or ""), f"{feed.file}: RSS wants an e-mail address in <author>"
            for enclosure in item.iterfind("enclosure"):
                assert {"url", "length", "type"} <= set(enclosure.attrib)


def test_atom_keeps_rfc_4287(feeds: list[Feed]) -> None:
    """Sections 4.1.1, 4.1.2 and 4.2: what must be there, and once."""
    for feed in of_kind(feeds, "atom"):
        root = feed.root
        assert root.tag == f"{ATOM}feed"
        assert root.get(f"{XML}lang") == feed.lang, feed.file
        own = [e for e in root.iterfind(f"{ATOM}link") if e.get("rel") == "self"]
        assert [e.get("href") for e in own] == [feed.url], feed.file
        assert own[0].get("type") in (None, MEDIA_TYPES["atom"]), feed.file
        entries = root.findall(f"{ATOM}entry")
        for part in (root, *entries):
            for name in ("id", "title", "updated"):
                assert len(part.findall(f"{ATOM}{name}")) == 1, f"{feed.file}: {name}"
                assert (part.findtext(f"{ATOM}{name}") or "").strip(), f"{feed.file}: {name}"
            for name in ("updated", "published"):
                for date in part.iterfind(f"{ATOM}{name}"):
                    assert RFC_3339.fullmatch(date.text or ""), f"{feed.file}: {date.text}"
            alternate = [e for e in part.iterfind(f"{ATOM}link") if e.get("rel") in (None, "alternate")]
            kinds = [(e.get("type"), e.get("hreflang")) for e in alternate]
            assert len(kinds) == len(set(kinds)), f"{feed.file}: two alternate links of one type and language"
        for entry in entries:
            assert root.find(f"{ATOM}author") is not None or entry.find(f"{ATOM}author") is not None
            [text] = entry.iterfind(f"{ATOM}content")
            assert text.get("type") == "html"
            assert entry.findtext(f"{ATOM}updated", "") >= entry.findtext(f"{ATOM}published", "none")
        for author in root.iter(f"{ATOM}author"):
            assert (author.findtext(f"{ATOM}name") or "").strip()
        # The feed of corrections may be empty.
        newest = max((datetime.fromisoformat(e.findtext(f"{ATOM}updated", "")) for e in entries), default=EPOCH)
        assert datetime.fromisoformat(root.findtext(f"{ATOM}updated", "")) >= newest, feed.file


def test_json_feed_keeps_its_specification(site: Site, feeds: list[Feed]) -> None:
    """JSON Feed 1.1 (jsonfeed.org): version, addresses, language, string ids, RFC 3339 dates, known keys."""
    top = {
        "version",
        "title",
        "home_page_url",
        "feed_url",
        "description",
        "user_comment",
        "next_url",
        "icon",
        "favicon",
        "authors",
        "language",
        "expired",
        "hubs",
        "items",
    }
    inner = {
        "id",
        "url",
        "external_url",
        "title",
        "content_html",
        "content_text",
        "summary",
        "image",
        "banner_image",
        "date_published",
        "date_modified",
        "authors",
        "tags",
        "language",
        "attachments",
    }
    for feed in of_kind(feeds, "json"):
        data = feed.data
        assert data["version"] == "https://jsonfeed.org/version/1.1"
        assert data["title"].strip()
        assert data["feed_url"] == feed.url
        assert site.serves(data["home_page_url"])
        assert data["language"] == feed.lang
        assert {key for key in data if not key.startswith("_")} <= top, feed.file
        for item in data["items"]:
            assert {key for key in item if not key.startswith("_")} <= inner, feed.file
            assert isinstance(item["id"], str)
            for name in ("date_published", "date_modified"):
                if name in item:
                    assert RFC_3339.fullmatch(item[name]), f"{feed.file}: {item[name]}"
            for author in item.get("authors", []):
                assert set(author) & {"name", "url", "avatar"}
            assert all(isinstance(tag, str) and tag for tag in item.get("tags", []))
