"""A configuration for nginx (1.18 or newer), to be included in its block ``http``.

From 1.25 on nginx logs that ``http2`` is deprecated as a parameter of ``listen``; it still works.

Headers that differ between addresses come from a ``map`` each, so that one list of ``add_header`` serves the whole
site: a list in a ``location`` would replace it.
"""

import re
from collections.abc import Iterator

from aimaq.hosting.hosting_description import UNKNOWN_TYPE, HostingDescription, pattern_regex

__all__ = ["nginx"]

_ONE_ENDING = re.compile(r"/\*\.(\w+)")


def nginx(description: HostingDescription, port: int = 0) -> str:
    """Return the configuration; with a ``port``, one by HTTP alone, for what stands behind something that has TLS."""
    return "\n".join(_lines(description, port)) + "\n"


def _lines(description: HostingDescription, port: int) -> Iterator[str]:
    site, server, folder = description.secure_url, description.server, description.folder
    types, description = description.types, description.in_folder
    base = description.rules[0].headers
    yield f"# {site} for nginx, written by `aimaq hosting`: change the settings, not this file. See docs/hosting.md."
    yield ""
    for name in description.varying:
        yield f"map $uri {_variable(name)} {{"
        yield f"    default {_quoted(base.get(name, ''))};"
        # In nginx the first match counts, in the description the last one.
        for rule in reversed(description.rules[1:]):
            if name in rule.headers:
                yield f"    {_quoted('~' + _of_uri(rule.pattern))} {_quoted(rule.headers[name])};"
        yield "}"
    yield "map $uri $site_not_found {"
    if folder:  # what is outside of it
        yield f"    default {_quoted(description.not_found[f'{folder}/'])};"
    for prefix, page in sorted(description.not_found.items(), reverse=True):
        yield f"    {_quoted('~' + pattern_regex(prefix + '*'))} {_quoted(page)};"
    yield "}"
    yield ""
    if port:
        yield "server {"
        yield f"    listen {port};"
        yield "    server_tokens off;"
    else:
        yield from _with_tls(description)
    yield ""
    if folder:
        yield f"    location = {folder} {{ return 301 {site}{folder}/; }}"
        yield f"    location {folder}/ {{ alias {_quoted(server.root.rstrip('/') + '/')}; }}"
        yield "    location / { return 404; }"
    else:
        yield f"    root {_quoted(server.root)};"
    yield "    index index.html;"
    yield "    absolute_redirect off;"
    yield "    error_page 403 404 =404 $site_not_found;"
    yield ""
    for name in dict.fromkeys((*base, *description.varying)):
        value = _variable(name) if name in description.varying else _quoted(base[name])
        yield f"    add_header {name} {value} always;"
    yield ""
    yield "    types {"
    for pattern, media_type in types.items():
        if ending := _ONE_ENDING.fullmatch(pattern):
            yield f"        {_quoted(media_type)} {ending[1]};"
    yield "    }"
    yield f"    default_type {UNKNOWN_TYPE};"
    yield ""
    yield "    # Files that were compressed before they were published, where they are."
    yield "    gzip_static on;"
    yield "    gzip_vary on;"
    if server.brotli:
        yield "    brotli_static on;"
    yield ""
    yield r'    if ($request_uri ~ "^([^?]*/)index\.html(\?|$)") {'
    yield f"        return 301 {site}$1;"
    yield "    }"
    for redirect in description.redirects:
        yield f"    location = {_quoted(redirect.source)} {{ return {redirect.status} {_quoted(redirect.target)}; }}"
    yield ""
    yield r"    location ~ /\.(?!well-known/[^.]) { return 404; }"
    for path in description.hidden:
        yield f"    location = {path} {{ return 404; }}"
    # Here too, the first match counts.
    for pattern, media_type in reversed(tuple(types.items())):
        if pattern.strip("/*") and not _ONE_ENDING.fullmatch(pattern):
            place, alias = pattern_regex(pattern), ""
            if folder:  # an expression has to say itself which file it means
                place = f"^{re.escape(folder)}({place[1:].removesuffix('$')}{'' if place.endswith('$') else '.*'})$"
                alias = f" alias {_quoted(server.root.rstrip('/') + '$1')};"
            yield f"    location ~ {_quoted(place)} {{{alias} types {{ }} default_type {_quoted(media_type)}; }}"
    yield "}"


def _with_tls(description: HostingDescription) -> Iterator[str]:
    """Yield a server that leads to HTTPS, and the beginning of the one that answers there."""
    yield "server {"
    yield "    listen 80;"
    yield "    listen [::]:80;"
    yield f"    server_name {description.host};"
    yield "    server_tokens off;"
    yield f"    return 301 {description.secure_url}$request_uri;"
    yield "}"
    yield ""
    yield "server {"
    yield "    listen 443 ssl http2;"
    yield "    listen [::]:443 ssl http2;"
    yield f"    server_name {description.host};"
    yield "    server_tokens off;"
    yield f"    ssl_certificate {_quoted(description.server.certificate)};"
    yield f"    ssl_certificate_key {_quoted(description.server.key)};"
    yield "    ssl_protocols TLSv1.2 TLSv1.3;"
    yield "    ssl_session_timeout 1d;"
    yield "    ssl_session_tickets off;"


def _of_uri(pattern: str) -> str:
    """Return the pattern's expression for ``$uri``, in which nginx adds ``index.html`` to a folder's address."""
    regex = pattern_regex(pattern)
    return regex.removesuffix("$") + r"(index\.html)?$" if pattern.endswith("/") else regex


def _variable(header: str) -> str:
    return "$site_" + header.lower().replace("-", "_")


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
