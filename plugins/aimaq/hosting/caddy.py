"""A Caddyfile (Caddy 2.6 or newer) for the site."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from aimaq.hosting.description import UNKNOWN_TYPE, Description, expression

__all__ = ["caddy"]


def caddy(description: Description) -> str:
    """Return the Caddyfile. A ``route`` keeps its order, so that a later rule takes the place of an earlier one."""
    return "\n".join(_lines(description)) + "\n"


def _lines(description: Description) -> Iterator[str]:
    site, server = description.secure_url, description.server
    yield f"# {site} for Caddy, written by `aimaq hosting`: change the settings, not this file. See docs/hosting.md."
    yield f"http://{description.host} {{"
    yield f"\tredir {site}{{uri}} 301"
    yield "}"
    yield f"{site} {{"
    if server.certificate:
        yield f"\ttls {_quoted(server.certificate)} {_quoted(server.key)}"
    yield f"\troot * {_quoted(server.root)}"
    yield "\troute {"
    yield from _headers("", description.rules[0].headers)
    for number, rule in enumerate(description.rules[1:]):
        yield f"\t\t@rule{number} path_regexp {_quoted(expression(rule.pattern))}"
        yield from _headers(f"@rule{number} ", rule.headers)
    yield "\t\tmap {path} {media_type} {"
    # A map takes the first expression that matches, the description the last pattern.
    for pattern, media_type in reversed(tuple(description.types.items())):
        yield f"\t\t\t~{expression(pattern)} {_quoted(media_type)}"
    yield f"\t\t\tdefault {UNKNOWN_TYPE}"
    yield "\t\t}"
    yield "\t\theader Content-Type {media_type}"
    yield "\t\t@changing not method GET HEAD"
    yield "\t\trespond @changing 405"
    yield r"		@index path_regexp index ^(.*/)index\.html$"
    yield f"\t\tredir @index {site}{{re.index.1}} 301"
    # Caddy's own matcher of paths takes capital letters for small ones, and /About/ would lead to /about/ for ever.
    for number, redirect in enumerate(description.redirects):
        yield f"\t\t@moved{number} path_regexp {_quoted(expression(redirect.source))}"
        yield f"\t\tredir @moved{number} {_quoted(redirect.target)} {redirect.status}"
    yield "\t\t@hidden {"
    yield r"			path_regexp /\."
    yield r"			not path_regexp ^/\.well-known/[^.]([^/]|/[^.])*$"
    yield "\t\t}"
    yield "\t\terror @hidden 404"
    for path in description.hidden:
        yield f"\t\terror {path} 404"
    yield from _file_server()
    yield "\t}"
    yield "\thandle_errors {"
    yield "\t\troute {"
    yield "\t\t\tmap {path} {not_found} {"
    for prefix, page in sorted(description.not_found.items(), reverse=True):
        yield f"\t\t\t\t~{expression(prefix + '*')} {_quoted(page)}"
    yield "\t\t\t}"
    yield "\t\t\trewrite * {not_found}"
    # What the address that was asked for would have had is still there.
    headers = description.headers(next(iter(description.not_found.values())))
    yield from (f"\t{line}" for line in _headers("", headers))
    yield from (f"\t\t\theader -{name}" for name in description.varying if name not in headers)
    yield from (f"\t{line}" for line in _file_server())
    yield "\t\t}"
    yield "\t}"
    yield "}"


def _headers(matcher: str, headers: Mapping[str, str]) -> Iterator[str]:
    yield f"\t\theader {matcher}{{"
    for name, value in headers.items():
        yield f"\t\t\t{name} {_quoted(value)}"
    yield "\t\t}"
    if not matcher:
        # A block that takes a header off would be put off until the answer is sent, and win over what comes after it.
        yield "\t\theader -Server"


def _file_server() -> Iterator[str]:
    yield "\t\tfile_server {"
    yield "\t\t\t# Files that were compressed before they were published, where they are."
    yield "\t\t\tprecompressed zstd br gzip"
    yield "\t\t}"


def _quoted(text: str) -> str:
    # A backslash stands for itself here, but before a quotation mark.
    escaped = text.replace('"', '\\"')
    return f'"{escaped}"'
