"""Small sites in many versions: pages, a stylesheet with a digest in its name, data, a feed."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path

_LINK = re.compile(r'(?:href|src)="(/[^"]*)"')


def files_of(version: int, *, articles: int = 20) -> dict[str, bytes]:
    """The files of a version: every page and the stylesheet are its own; more articles come in time."""
    style = f"/* {version} */ body {{ color: #{version:06x} }}\n".encode() + b"/* " + b"x" * 1500 + b" */\n"
    sheet = f"theme/css/site.{hashlib.sha256(style).hexdigest()[:10]}.css"
    slugs = [f"news/story-{number}" for number in range(articles + version // 10)]
    files = {sheet: style, "theme/fonts/text.woff2": b"font" * 500}
    for address in ("", *(f"{slug}/" for slug in slugs), "about/", "archive/"):
        links = "".join(f'<a href="/{slug}/">{slug}</a>' for slug in slugs)
        head = f'<link rel="stylesheet" href="/{sheet}"><meta name="version" content="{version}">'
        body = f"<p>{address} in version {version}</p>{links}<img src='' alt=''>{'текст ' * 100}"
        files[f"{address}index.html"] = f"<!doctype html><html><head>{head}</head><body>{body}</body></html>\n".encode()
    files["api/data.json"] = f'{{"version": {version}}}\n'.encode()
    files["feeds/all.xml"] = f"<feed>{version}{''.join(f'<id>/{slug}/</id>' for slug in slugs)}</feed>\n".encode()
    files["robots.txt"] = b"User-agent: *\n"
    return files


def write(folder: Path, files: dict[str, bytes]) -> Path:
    """Make the folder just these files."""
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_file() and path.relative_to(folder).as_posix() not in files:
            path.unlink()
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_bytes() != data:
            path.unlink(missing_ok=True)
            path.write_bytes(data)
    return folder


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def without_siblings(files: dict[str, bytes]) -> dict[str, bytes]:
    """The files that are no compressed copies of others."""
    return {
        path: data
        for path, data in files.items()
        if not (path.endswith((".br", ".zst", ".gz")) and path.rpartition(".")[0] in files)
    }


def links(page: bytes) -> list[str]:
    """The root-relative addresses that a page names."""
    return _LINK.findall(page.decode())


@dataclass
class Known:
    """All bytes that a path has ever been published with."""

    versions: dict[str, set[bytes]] = field(default_factory=dict)

    def add(self, files: dict[str, bytes]) -> None:
        for path, data in files.items():
            self.versions.setdefault(path, set()).add(data)

    def has(self, path: str, data: bytes) -> bool:
        return data in self.versions.get(path, ())
