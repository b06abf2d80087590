"""A site below a folder of its host is the same site: each address has the folder, and everything works there."""

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from urllib.parse import quote, urldefrag, urljoin, urlsplit

import pytest
from lxml import etree, html
from PIL import Image
from playwright.sync_api import Browser, expect

from aimaq.hosting.caddy import caddy
from aimaq.hosting.describe import read_published_hosting
from aimaq.hosting.hosting_description import HostingDescription
from aimaq.hosting.nginx import nginx
from aimaq.settings.load import plain_settings
from aimaq.settings.read import read_settings
from aimaq.verify.places import Website
from tools import built, programs, servers
from tools.browser import collect_complaints, new_context
from tools.headers_file import parse_headers_file
from tools.host import Host, reading

HOST = "https://user.github.io"
FOLDER = "/press"
SITES = {"root": HOST, "folder": f"{HOST}{FOLDER}"}
_MEDIA = """\
---
title: Inside the workshop
kind: photos
date: 2025-02-03
summary: Four pictures.
photo: {file: media/shop.jpg, alt: A workshop, credit: A. Photographer}
photos:
  - {file: media/shop.jpg, alt: A workshop, credit: A. Photographer}
attachments:
  - {file: media/plan.csv, title: The plan}
---

[About us](/about/), [the plan]({static}/media/plan.csv), [us](SITE/contacts/), and [another site of
this host](SITE-archive/).

![A workshop](/media/shop.jpg "Photo: A. Photographer")
"""


def _project(folder: Path, url: str) -> Path:
    """The repository's own site with its log, at another address and with a photo report, a file and a redirect."""
    folder.mkdir()
    shutil.copytree(built.ROOT / "content", folder / "content")
    conf = (built.ROOT / "pelicanconf.py").read_text("utf-8")
    conf = conf.replace('"https://press.aimaq.example"', f'"{url}"').partition("HOSTING_SECURITY")[0]
    (folder / "pelicanconf.py").write_text(conf, "utf-8")
    picture = BytesIO()
    Image.linear_gradient("L").resize((2400, 1600)).save(picture, "JPEG")
    (folder / "content/media/shop.jpg").write_bytes(picture.getvalue())
    (folder / "content/media/plan.csv").write_text("a,b\n1,2\n")
    (folder / "content/news/workshop.en.md").write_text(_MEDIA.replace("SITE", url), "utf-8")
    (folder / "content/data/redirects.txt").write_text("/old/ /about/\n/older/ https://stat.gov.kz/ 302\n")
    return folder


@pytest.fixture(scope="module")
def sites(shared_folder: Path) -> dict[str, built.Site]:
    """The same site at the root of its host, and below a folder."""

    def make(folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        projects = {name: _project(folder / name, url) for name, url in SITES.items()}
        # What readers get of texts since the last publication is in the log of both, of the same moment.
        done = built.aimaq("log", "append", project=projects["root"])
        assert done.returncode == 0, done.stdout + done.stderr
        for file in (projects["root"] / "content/data").glob("figures.log.*"):
            shutil.copy2(file, projects["folder"] / "content/data")
        for name, project in projects.items():
            built.build(project, folder / f"{name}-site{FOLDER}")

    folder = programs.once(shared_folder, "below-a-folder", make)
    return {name: built.Site(folder / f"{name}-site{FOLDER}") for name in SITES}


@pytest.fixture(scope="module")
def site(sites: dict[str, built.Site]) -> built.Site:
    return sites["folder"]


@pytest.fixture
def host(site: built.Site, tmp_path: Path) -> Iterator[Host]:
    """A host whose root has a folder with the site, and the file of headers that belongs there."""
    shutil.copytree(site.output, tmp_path / "host" / FOLDER[1:])
    shutil.move(tmp_path / "host" / FOLDER[1:] / "_headers", tmp_path / "host")
    with Host(tmp_path / "host") as host:
        yield host


def test_nothing_but_addresses_is_different(sites: dict[str, built.Site]) -> None:
    """File by file; of the search's index only the names of files are not compared, which hold its digests."""
    names = {name: {path.relative_to(site.output).as_posix() for path in site.files} for name, site in sites.items()}
    scripts = re.compile(r"(theme/js/(?:live|log))\.[0-9a-f]{10}")

    def plain(text: str) -> str:
        text = re.sub(r"sha256-[\w+/=]{44}", "sha256", scripts.sub(r"\1", text))
        text = text.replace(f"{HOST}{FOLDER}", HOST).replace(f"user.github.io{FOLDER}", "user.github.io")
        return re.sub(rf"(?<![\w.]){FOLDER}(?=/)|(?<=:){FOLDER[1:]}/", "", text)

    kept = {which: {scripts.sub(r"\1", name) for name in names[which] if "/1/" not in name} for which in names}
    assert kept["folder"] == kept["root"] - {"robots.txt"}
    root = {scripts.sub(r"\1", name): text for name, text in sites["root"].texts.items()}
    for name, text in sites["folder"].texts.items():
        if "/1/" not in name:
            twin = plain(root[scripts.sub(r"\1", name)])
            if name.endswith(".svg"):  # the printed address is longer
                text, twin = (re.sub(r' (x|textLength)="[\d.]+"', "", each) for each in (text, twin))
            assert plain(text) == twin, name


def test_every_attribute_with_an_address_has_the_folder(sites: dict[str, built.Site]) -> None:
    """Another parser finds them; and each other attribute and all text of a page is that of the site at the root."""
    known = {"href", "src", "srcset", *(f"data-{each}" for each in "check log root copy picture".split())}
    seen = set()
    for page in sites["folder"].pages:
        twin = sites["root"].page(page.address)
        for mine, other in zip(page.root.iter(), twin.root.iter(), strict=True):
            for name, value in mine.attrib.items():
                was = other.get(name, "")
                if was.startswith("/"):
                    seen.add(name)
                    assert name in known, (page.address, name, value)
                    if not re.search(r"js/(live|log)\.", was):
                        assert value == re.sub(r"(^|(?<=, ))/", f"{FOLDER}/", was), (page.address, name)
    assert seen == known


def test_every_link_is_followed_and_none_leaves_the_folder(host: Host, site: built.Site) -> None:
    """From the home page, by HTTP: links, pictures in all sizes, scripts, what scripts fetch, feeds, sitemaps."""
    opener = Website(host.url + "/", pause=0)
    queue = [f"{FOLDER}/", f"{FOLDER}/sitemap.xml"]
    seen = set(queue)
    while queue:
        address = queue.pop()
        body = opener.read(address[1:])
        assert body is not None, f"{address} is not there"
        links = [urljoin(address, link) for link in _links(address, body)]
        for link in dict.fromkeys(urldefrag(link)[0] for link in links):
            own = f"{FOLDER}/" if link == SITES["folder"] else link.removeprefix(HOST)
            if (own == link and urlsplit(link).scheme) or own.startswith("/press-archive/"):
                continue
            assert own.startswith(f"{FOLDER}/"), f"{address} links to {link}"
            own = own.partition("?")[0]
            if own not in seen:
                seen.add(own)
                queue.append(own)
    assert {f"{FOLDER}{urlsplit(url).path.removeprefix(FOLDER)}" for url in site.mapped} <= seen


def _links(address: str, body: bytes) -> Iterator[str]:
    if address.endswith("/"):
        for element in html.document_fromstring(body).iter(etree.Element):
            for name, value in element.attrib.items():
                if name == "srcset":
                    yield from (each.split()[0] for each in value.split(","))
                elif name in ("href", "src") or value.startswith(("/", HOST)):
                    yield value
    elif address.endswith((".xml", ".jsonld", ".json")):
        links = re.findall(rb"""https://user\.github\.io/[^\s"'<>&\\]*""", body)
        yield from (link.decode() for link in links if b"{" not in link)
    elif address.endswith(".css"):
        yield from (link.decode() for link in re.findall(rb"""url\(["']?([^"')#]+)""", body))


def test_a_reader_searches_sees_live_figures_and_checks_a_page(host: Host, browser: Browser) -> None:
    """In a real browser, under the policy that ships."""
    with reading(browser, host) as reader:
        tab = reader.open(f"{FOLDER}/en/news/plans-2025/")
        assert (f"{FOLDER}/api/live/en.json", 200) in host.answers
        tab.locator(".log-check-button").click()
        expect(tab.locator(".log-check-told")).to_contain_text("All are in the log")
        entry = tab.locator(".log-check-each a").first.get_attribute("href") or ""
        assert entry.startswith(f"{FOLDER}/en/log/")
        assert not reader.errors and not reader.console
        tab.goto(f"{host.url}{entry}")
        expect(tab.locator(".log > li").first).to_be_visible()
        assert not reader.errors and not reader.console
    complaints: list[str] = []
    with new_context(browser, {}) as context:
        tab = context.new_page()
        collect_complaints(tab, complaints, complaints)
        tab.goto(f"{host.url}{FOLDER}/en/search/?q=invested")
        tab.locator(".search-results a").first.click()
        expect(tab.locator("article h1")).to_be_visible()
        assert urlsplit(tab.url).path.startswith(f"{FOLDER}/en/news/") and not complaints
    refused = [(path, status) for path, status in host.answers if status not in (200, 304)]
    assert not refused and all(path.startswith(f"{FOLDER}/") for path, _ in host.answers)


def test_the_site_agrees_with_its_log(host: Host, site: built.Site) -> None:
    """`aimaq verify`, of the folder and of the address."""
    for place in (str(site.output), f"{host.url}{FOLDER}/"):
        done = built.aimaq("verify", place)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(("name", "write"), [("nginx", nginx), ("caddy", caddy)])
def test_servers_send_every_file_below_the_folder_and_nothing_beside_it(
    site: built.Site, tmp_path: Path, name: str, write: Callable[[HostingDescription], str]
) -> None:
    """With the headers that the description and ``_headers`` ask for; the 404 page is that of the edition."""
    folder = tmp_path / "site"
    shutil.copytree(site.output, folder)
    (folder / ".env").write_text("not for readers")
    certificate, key = servers.make_certificate(tmp_path)
    project = site.output.parents[1] / "folder"
    server = {"root": str(folder), "certificate": str(certificate), "key": str(key)}
    given = {**plain_settings(project, "pelicanconf.py"), "HOSTING_SERVER": server}
    description = read_published_hosting(read_settings(given, project))
    declared = parse_headers_file(site.texts.get("_headers") or (site.output / "_headers").read_text("utf-8"))

    def configuration(port: int) -> str:
        return write(replace(description, site_url=f"https://localhost:{port}{FOLDER}"))

    with servers.running(name, tmp_path / name, configuration, certificate) as running:
        for path in site.files:
            inside = f"/{path.relative_to(site.output).as_posix()}"
            if inside in description.hidden:
                continue
            address = f"{FOLDER}{inside.removesuffix('index.html')}"
            answer = running.get(quote(address))
            described = description.headers(inside.removesuffix("index.html"))
            expected = {key.lower(): value for key, value in described.items()}
            sent = {key: value for key, value in answer.headers.items() if key in declared.names | {"content-type"}}
            assert (answer.status, sent) == (200, expected), address
            assert answer.body == path.read_bytes(), address
            netlify = declared.netlify(address)
            assert {"content-type": expected["content-type"]} | netlify == expected, address
        for address, target in {
            FOLDER: f"{running.url}{FOLDER}/",
            f"{FOLDER}/about": f"{FOLDER}/about/",
            f"{FOLDER}/en/index.html": f"{running.url}{FOLDER}/en/",
            f"{FOLDER}/old/": f"{FOLDER}/about/",
            f"{FOLDER}/older/": "https://stat.gov.kz/",
        }.items():
            answer = running.get(address)
            assert answer.status in (301, 302, 308) and answer.headers["location"] == target, address
        for address, page in {
            "/": "",
            "/about/": "",
            "/old/": "",
            f"{FOLDER}-kit/": "",
            f"{FOLDER}/nothing": "",
            f"{FOLDER}/kk/nothing/": "kk/",
            f"{FOLDER}/.env": "",
            f"{FOLDER}/_headers": "",
        }.items():
            answer = running.get(address)
            assert (answer.status, answer.body) == (404, (folder / page / "404.html").read_bytes()), address
            assert answer.headers["content-type"] == "text/html; charset=utf-8"
