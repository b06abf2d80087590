"""A Caddyfile (Caddy 2.6 or newer) for the site."""

from collections.abc import Iterator, Mapping

from aimaq.hosting.hosting_description import UNKNOWN_TYPE, HostingDescription, pattern_regex

__all__ = ["caddy"]


def caddy(description: HostingDescription) -> str:
    """Return the Caddyfile. A ``route`` keeps the order of its directives: later rules replace earlier ones."""
    return "\n".join(_lines(description)) + "\n"


def _lines(description: HostingDescription) -> Iterator[str]:
    site, server, folder = description.secure_url, description.server, description.folder
    description = description.in_folder
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
        yield f"\t\t@rule{number} path_regexp {_quoted(pattern_regex(rule.pattern))}"
        yield from _headers(f"@rule{number} ", rule.headers)
    yield "\t\tmap {path} {media_type} {"
    # In a map the first match counts, in the description the last one.
    for pattern, media_type in reversed(tuple(description.types.items())):
        yield f"\t\t\t~{pattern_regex(pattern)} {_quoted(media_type)}"
    yield f"\t\t\tdefault {UNKNOWN_TYPE}"
    yield "\t\t}"
    yield "\t\theader Content-Type {media_type}"
    yield "\t\t@changing not method GET HEAD"
    yield "\t\trespond @changing 405"
    yield r"		@index path_regexp index ^(.*/)index\.html$"
    yield f"\t\tredir @index {site}{{re.index.1}} 301"
    # Caddy's matcher ``path`` ignores case: /About/ would redirect to /about/ again and again.
    for number, redirect in enumerate(description.redirects):
        yield f"\t\t@moved{number} path_regexp {_quoted(pattern_regex(redirect.source))}"
        yield f"\t\tredir @moved{number} {_quoted(redirect.target)} {redirect.status}"
    yield "\t\t@hidden {"
    yield r"			path_regexp /\."
    yield r"			not path_regexp ^/\.well-known/[^.]([^/]|/[^.])*$"
    yield "\t\t}"
    yield "\t\terror @hidden 404"
    for path in description.hidden:
        yield f"\t\terror {path} 404"
    if folder:
        yield f"\t\tredir {folder} {site}{folder}/ 301"
        yield f"\t\t@outside not path {folder}/*"
        yield "\t\terror @outside 404"
        yield f"\t\turi strip_prefix {folder}"
    yield from _file_server()
    yield "\t}"
    yield "\thandle_errors {"
    yield "\t\troute {"
    yield "\t\t\tmap {path} {not_found} {"
    for prefix, page in sorted(description.not_found.items(), reverse=True):
        yield f"\t\t\t\t~{pattern_regex(prefix + '*')} {_quoted(page)}"
    if folder:  # what is outside of it
        yield f"\t\t\t\tdefault {_quoted(description.not_found[f'{folder}/'])}"
    yield "\t\t\t}"
    yield "\t\t\trewrite * {not_found}"
    # The headers of the requested address are still set here.
    headers = description.headers(next(iter(description.not_found.values())))
    yield from (f"\t{line}" for line in _headers("", headers))
    yield from (f"\t\t\theader -{name}" for name in description.varying if name not in headers)
    if folder:
        yield f"\t\t\turi strip_prefix {folder}"
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
        # In the block above, it would defer the whole block until the answer is sent, after all later rules.
        yield "\t\theader -Server"


def _file_server() -> Iterator[str]:
    yield "\t\tfile_server {"
    yield "\t\t\t# Files that were compressed before they were published, where they are."
    yield "\t\t\tprecompressed zstd br gzip"
    yield "\t\t}"


def _quoted(text: str) -> str:
    # A backslash is literal in a Caddyfile, except before a quotation mark.
    escaped = text.replace('"', '\\"')
    return f'"{escaped}"'
