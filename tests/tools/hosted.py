"""The repository's own site as hosts see it: its description, and a folder with what a host may find in it."""

import gzip
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import brotli
import zstandard

from aimaq.hosting.caddy import caddy
from aimaq.hosting.describe import read_hosting
from aimaq.hosting.hosting_description import HostingDescription, Redirect
from aimaq.hosting.nginx import nginx
from aimaq.hosting.site_files import redirects_file
from aimaq.newsroom.theme.assets import read_assets
from aimaq.settings.load import plain_settings
from aimaq.settings.read import read_settings
from tools.built import ROOT, Site
from tools.servers import Server, make_certificate, running

WRITERS: dict[str, Callable[[HostingDescription], str]] = {"nginx": nginx, "caddy": caddy}
#: Published beside their originals by another command; here, for some files of each kind.
COMPRESSED = {
    ".gz": lambda data: gzip.compress(data, mtime=0),
    ".br": brotli.compress,
    ".zst": zstandard.compress,
}
REDIRECTS = (
    Redirect("/old/", "/about/", 301, 1),
    Redirect("/жаңалықтар/", "/kk/news/", 301, 2),
    Redirect("/report.php", "https://example.org/report?year=2021#top", 302, 3),
    Redirect("/About/", "/about/", 301, 4),
    Redirect("/a+b(c)/d.e,f~g&h@i!", "/kk/news/#%D0%B6", 301, 5),
    Redirect("/en/moved", "/en/contacts/#an-error-in-a-figure", 301, 6),
)
HIDDEN = (".git/config", ".env", "news/.draft.html", ".well-known/.secret")


def describe(**settings: Any) -> HostingDescription:
    """The description of the repository's own site, with some settings changed."""
    own = {**plain_settings(ROOT, "publishconf.py"), **settings}
    scripts = [asset.integrity for name, asset in read_assets(str(ROOT / "theme")).items() if name.endswith(".js")]
    return read_hosting(read_settings(own, ROOT), scripts)


@dataclass(frozen=True)
class Hosted:
    """The folder that the servers serve, the site that it was made from, and the servers by name."""

    folder: Path
    site: Site
    description: HostingDescription
    servers: dict[str, Server]

    def files(self) -> Iterator[str]:
        """The address of every file that the site publishes; a page's is that of its folder."""
        for path in self.site.files:
            address = f"/{path.relative_to(self.site.output).as_posix()}"
            if address not in self.description.hidden:
                yield address.removesuffix("index.html")


@contextmanager
def served(site: Site, base: Path) -> Iterator[Hosted]:
    """Serve the site from a folder in ``base``, with redirects, compressed and hidden files, until the block ends."""
    folder = base / "site"
    shutil.copytree(site.output, folder, copy_function=os.link)
    for path in (*folder.glob("index.html"), *folder.glob("theme/*/*.css"), *folder.glob("api/*.json")):
        for ending, compress in COMPRESSED.items():
            path.with_name(path.name + ending).write_bytes(compress(path.read_bytes()))
    for name in HIDDEN:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("not for readers")
    (folder / "empty").mkdir()
    certificate, key = make_certificate(base)
    server = {"root": str(folder), "certificate": str(certificate), "key": str(key)}
    description = replace(describe(HOSTING_SERVER=server), redirects=REDIRECTS)
    (folder / "_redirects").unlink()
    (folder / "_redirects").write_text(redirects_file(description), encoding="utf-8")
    with ExitStack() as stack:
        servers = {}
        for name, write in WRITERS.items():

            def configuration(port: int, write: Callable[[HostingDescription], str] = write) -> str:
                return write(replace(description, site_url=f"https://localhost:{port}"))

            servers[name] = stack.enter_context(running(name, base / name, configuration, certificate))
        yield Hosted(folder, site, description, servers)
