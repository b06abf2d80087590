"""The lines that an import adds to the file of redirects."""

from collections.abc import Container, Iterable, Mapping
from urllib.parse import unquote

from aimaq.base.languages.messages import tr
from aimaq.hosting.redirects import parse_redirects
from aimaq.importing.sources.source_text import split_address

__all__ = ["redirect_lines"]


def redirect_lines(
    addresses: Iterable[str],
    target: str,
    known: Container[str],
    published: frozenset[str],
    refused_sources: Mapping[str, str],
) -> tuple[list[str], list[tuple[str, str]]]:
    """Return lines that redirect old ``addresses`` to ``target``, and pairs of an address without one and the reason.

    ``known`` are the sources of existing lines. Each address is redirected with a slash at its end and without one, as
    the old site did. ``published`` are the new site's own addresses, which cannot be redirected;
    ``refused_sources`` maps those that the build has refused to the reason.
    """
    lines: list[str] = []
    refused: list[tuple[str, str]] = []
    redirected: set[str] = set()
    for address in addresses:
        parts = split_address(address)
        path = unquote(parts.path)
        if parts.query:
            refused.append((address, tr("it has a query (?…), which hosts cannot redirect")))
            continue
        if path.strip("/") == "" or target in (path, f"{path}/"):
            continue
        sources = [path] if path.rpartition("/")[2].count(".") else [f"{path.rstrip('/')}/", path.rstrip("/")]
        for source in sources:
            if source in known or source in redirected:
                continue
            if published & {source, f"{source}/", source.removesuffix("index.html")}:
                if source == sources[0]:
                    refused.append((address, tr("another page of the new site has it")))
                break
            if why := refused_sources.get(source):
                refused.append((address, why))
                break
            line = f"{source} {target}"
            _, problems = parse_redirects(line, "")
            if problems:
                refused.append((address, problems[0].message))
                break
            redirected.add(source)
            lines.append(line)
    return lines, refused
