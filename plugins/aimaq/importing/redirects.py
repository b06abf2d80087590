"""Old addresses as lines of the file of redirects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import unquote, urlsplit

from aimaq.hosting.redirects import parse_redirects

__all__ = ["redirect_lines", "sources_of", "with_lines"]


def redirect_lines(
    addresses: Iterable[str], target: str, taken: Iterable[str], published: frozenset[str]
) -> tuple[list[str], list[tuple[str, str]]]:
    """Return the lines that lead old ``addresses`` to ``target``, and pairs of an address that gets none and why.

    ``taken`` are sources that have a line already. Each address is led on with a slash at its end and without one, as
    its old site did. What is ``published`` cannot be led away from.
    """
    lines: list[str] = []
    refused: list[tuple[str, str]] = []
    known = set(taken)
    for address in addresses:
        parts = urlsplit(address)
        path = unquote(parts.path)
        if parts.query:
            refused.append((address, "it has a question in it (?…), which hosts cannot lead on"))
            continue
        if path.strip("/") == "" or target in (path, f"{path}/"):
            continue
        sources = [path] if path.rpartition("/")[2].count(".") else [f"{path.rstrip('/')}/", path.rstrip("/")]
        for source in sources:
            if source in known:
                continue
            if published & {source, f"{source}/", source.removesuffix("index.html")}:
                if source == sources[0]:
                    refused.append((address, "another page of the new site stands at it"))
                break
            line = f"{source} {target}"
            _, problems = parse_redirects(line, "")
            if problems:
                refused.append((address, problems[0].message))
                break
            known.add(source)
            lines.append(line)
    return lines, refused


def with_lines(text: str, lines: Iterable[str]) -> str:
    """Return the text of the file with more lines at its end."""
    lines = list(lines)
    if not lines:
        return text
    return f"{text}{'' if not text or text.endswith(chr(10)) else chr(10)}" + "\n".join(lines) + "\n"


def sources_of(text: str) -> Mapping[str, str]:
    """Return source → target of a file's lines, those that are right."""
    redirects, _ = parse_redirects(text, "")
    return {each.source: each.target for each in redirects}
