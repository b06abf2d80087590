"""nginx and Caddy, the real ones, do what is described, and the same as hosts that read ``_headers``."""

from urllib.parse import quote

import pytest

from tools.headers_file import read_headers_file
from tools.hosted import Hosted
from tools.servers import Server

ENCODINGS = {"gzip": ".gz", "br": ".br", "zstd": ".zst"}
#: nginx has the modules that Debian's nginx-light has.
SERVED = {"nginx": ("gzip",), "caddy": ("gzip", "br", "zstd")}


@pytest.fixture(params=["nginx", "caddy"])
def server(request: pytest.FixtureRequest, hosted: Hosted) -> Server:
    return hosted.servers[request.param]


def test_every_file_is_sent_with_the_headers_that_the_file_for_hosts_has(hosted: Hosted, server: Server) -> None:
    declared = read_headers_file(hosted.folder / "_headers")
    wrong = []
    for address in hosted.files():
        answer = server.get(quote(address))
        described = {name.lower(): value for name, value in hosted.description.headers(address).items()}
        sent = {name: value for name, value in answer.headers.items() if name in declared.names | {"content-type"}}
        cloudflare, netlify = declared.cloudflare(address), declared.netlify(address)
        types = {"content-type": described["content-type"]}  # hosts know the usual ones by themselves
        if not (
            answer.status == 200
            and sent == described
            and types | netlify == described
            and types | cloudflare == described
            and answer.body == hosted.site.file(address).read_bytes()
        ):
            wrong.append((address, answer.status, sent, described, netlify, cloudflare))
    assert not wrong, f"{len(wrong)} files, the first: {wrong[0]}"


def test_classes_of_addresses_differ_as_they_should(hosted: Hosted) -> None:
    """Only what never changes is kept for ever; other sites get open data, the log, pictures; nothing frames a page."""
    for address in hosted.files():
        headers = hosted.description.headers(address)
        opened = address.startswith(("/api/charts/", "/api/indicators", "/api/live/", "/api/openapi", "/api/log/"))
        unchanging = address.startswith(("/theme/", "/api/log/tile/"))  # a tile's name says how much it holds
        assert ("immutable" in headers["Cache-Control"]) == unchanging, address
        assert headers.get("Access-Control-Allow-Origin") == ("*" if opened else None), address
        shown = opened or address.startswith(("/pictures/", "/media/"))
        assert headers["Cross-Origin-Resource-Policy"] == ("cross-origin" if shown else "same-origin"), address
        assert ("frame-ancestors 'none'" in headers["Content-Security-Policy"]) != opened, address
        assert headers["Content-Security-Policy"].startswith("default-src 'none'; "), address


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("/nothing", "404.html"),
        ("/news/nothing/", "404.html"),
        ("/kknothing/", "404.html"),
        ("/kk/nothing", "kk/404.html"),
        ("/kk/news/nothing/", "kk/404.html"),
        ("/en/a/b/c.html", "en/404.html"),
        ("/theme/css/site.0000000000.css", "404.html"),
        ("/api/indicators/nothing.json", "404.html"),
        ("/en/feeds/nothing.rss.xml", "en/404.html"),
    ],
)
def test_what_is_not_there_is_answered_in_its_edition(hosted: Hosted, server: Server, address: str, page: str) -> None:
    answer = server.get(address)
    assert answer.status == 404
    assert answer.body == (hosted.folder / page).read_bytes()
    described = {name.lower(): value for name, value in hosted.description.headers(f"/{page}").items()}
    names = {name.lower() for rule in hosted.description.rules for name in rule.headers} | {"content-type"}
    assert {name: value for name, value in answer.headers.items() if name in names} == described


def test_the_same_pages_are_named_for_netlify(hosted: Hosted) -> None:
    lines = (hosted.folder / "_redirects").read_text("utf-8").splitlines()
    assert [line for line in lines if line.endswith(" 404")] == ["/en/* /en/404.html 404", "/kk/* /kk/404.html 404"]


def test_what_has_moved_is_redirected(hosted: Hosted, server: Server) -> None:
    lines = (hosted.folder / "_redirects").read_text("utf-8").splitlines()
    for redirect in hosted.description.redirects:
        answer = server.get(quote(redirect.source))
        assert (answer.status, answer.headers["location"]) == (redirect.status, redirect.target)
        assert "strict-transport-security" in answer.headers
        assert f"{quote(redirect.source)} {redirect.target} {redirect.status}" in lines


@pytest.mark.parametrize(
    ("address", "target"), [("/about", "/about/"), ("/en/index.html", "/en/"), ("/index.html?x=1", "/")]
)
def test_a_page_has_one_address(server: Server, address: str, target: str) -> None:
    answer = server.get(address)
    assert answer.status in (301, 308)
    assert answer.headers["location"].removeprefix(server.url) == target


def test_http_leads_to_https(server: Server) -> None:
    answer = server.plain("/en/news/?x=1")
    assert answer.status in (301, 308)
    assert answer.headers["location"] == f"{server.url}/en/news/?x=1"


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_what_was_compressed_before_is_sent_so(hosted: Hosted, server: Server, encoding: str) -> None:
    compressed = 0
    addresses = ("/", "/api/indicators.json", "/en/", *(a for a in hosted.files() if a.endswith(".css")))
    for address in addresses:
        path = hosted.site.file(address)
        variant = hosted.folder / path.relative_to(hosted.site.output)
        variant = variant.with_name(variant.name + ENCODINGS[encoding])
        answer = server.get(address, accept_encoding=encoding)
        if variant.exists() and encoding in SERVED[server.name]:
            compressed += 1
            assert answer.headers["content-encoding"] == encoding, address
            assert answer.headers["vary"] == "Accept-Encoding", address
            assert answer.body == variant.read_bytes(), address
        else:
            assert "content-encoding" not in answer.headers, address
            assert answer.body == path.read_bytes(), address
        assert answer.headers["content-type"] == hosted.description.headers(address)["Content-Type"]
        assert answer.headers["cache-control"] == hosted.description.headers(address)["Cache-Control"]
    # Every address except the English home page has a compressed copy.
    assert compressed == (len(addresses) - 1 if encoding in SERVED[server.name] else 0)


@pytest.mark.parametrize(
    "address",
    [
        "/.git/config",
        "/.env",
        "/news/.draft.html",
        "/.well-known/.secret",
        "/.well-known/",
        "/_headers",
        "/_redirects",
        "/theme/",
        "/theme/css/",
        "/empty/",
        "/media/../.env",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/..%2f..%2fetc/passwd",
        "/%2eenv",
    ],
)
def test_nothing_is_listed_and_nothing_hidden_is_sent(server: Server, address: str) -> None:
    answer = server.get(address)
    assert answer.status in (400, 404), answer.body[:200]
    assert b"not for readers" not in answer.body and b"root:" not in answer.body


def test_whom_to_tell_of_a_weakness_is_sent(hosted: Hosted, server: Server) -> None:
    answer = server.get("/.well-known/security.txt")
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.body == (hosted.folder / ".well-known/security.txt").read_bytes()


def test_an_unchanged_file_is_not_sent_again(server: Server) -> None:
    first = server.get("/api/indicators.json")
    again = server.get("/api/indicators.json", if_none_match=first.headers["etag"])
    since = server.get("/api/indicators.json", if_modified_since=first.headers["last-modified"])
    assert (again.status, again.body) == (since.status, since.body) == (304, b"")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nothing_is_taken_from_anybody(server: Server, method: str) -> None:
    assert server.get("/", method).status == 405


def test_a_server_does_not_tell_its_version(server: Server) -> None:
    for address in ("/", "/nothing"):
        assert not any(character.isdigit() for character in server.get(address).headers.get("server", ""))
