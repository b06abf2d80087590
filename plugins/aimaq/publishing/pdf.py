"""A document of the finished site as a tagged PDF (PDF/UA-1, ISO 14289-1), by WeasyPrint.

Nothing is fetched from anywhere: the document's styles, letters and pictures are files of the same site. The same
document gives the same bytes, for the PDF holds no time of its making.
"""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from mimetypes import MimeTypes
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from aimaq.base.problems import Problem, ProblemsFound

__all__ = ["Printed", "Printer", "maker"]


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF, and the paths of the files of the site that it has taken in beside the document."""

    data: bytes
    resources: tuple[str, ...]


def maker() -> str:
    """Return what decides on the bytes of a PDF beside its document and what that takes in."""
    own = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()
    return f"{version('weasyprint')} {version('pydyf')} {version('fonttools')} {own}"


class Printer:
    """Makes PDFs of documents of the site in ``folder``, which is that of ``site_url``."""

    def __init__(self, folder: Path, site_url: str) -> None:
        """Load WeasyPrint; raise ``ProblemsFound`` if this machine lacks the libraries that it needs."""
        self.folder, self.site_url = folder, site_url.rstrip("/")
        try:
            import weasyprint
            from weasyprint.urls import URLFetcherResponse
        except OSError as error:
            reason = str(error).partition(":")[0]
            message = f"PDFs are made with the library Pango, which is not on this machine ({reason})"
            hint = (
                "on Debian: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; "
                "without PDFs and media kits: PUBLISH_PRESS = False in publishconf.py"
            )
            raise ProblemsFound([Problem("aimaq pdf", message, hint=hint)]) from error
        logging.getLogger("fontTools").setLevel(logging.ERROR)  # it tells what it does to each table of a font
        self._html, self._response = weasyprint.HTML, URLFetcherResponse

    def print(self, document: bytes, shown: str) -> Printed:
        """Return the PDF of an HTML document, which tells by ``<base>`` where it stands; ``shown`` is its name.

        Raises ``ProblemsFound`` if it takes in what the site does not have.
        """
        resources: set[str] = set()
        missing: list[Problem] = []
        fetch = partial(self._fetch, shown, resources, missing)
        html = self._html(string=document.decode(), url_fetcher=fetch)
        with _without_clock():
            data: bytes = html.write_pdf(pdf_variant="pdf/ua-1")
        if missing:
            raise ProblemsFound(missing)
        return Printed(data, tuple(sorted(resources)))

    def _fetch(self, shown: str, resources: set[str], missing: list[Problem], url: str) -> Any:
        """Answer WeasyPrint with a file of the site, and note which it was."""
        path = unquote(urlsplit(url).path).lstrip("/")
        file = self.folder / path
        if not url.startswith(f"{self.site_url}/") or ".." in path.split("/") or not file.is_file():
            hint = "a PDF is made of the site's own files, and nothing is fetched from elsewhere"
            missing.append(Problem(shown, f'takes in "{url}", which is not in the site', hint=hint))
            return self._response(url, b"", status=404)
        resources.add(path)
        # Python's own table: what a machine's /etc/mime.types says is another matter on each machine.
        media_type = MimeTypes().guess_type(path)[0] or "application/octet-stream"
        return self._response(url, file.read_bytes(), {"Content-Type": media_type})


@contextmanager
def _without_clock() -> Iterator[None]:
    """Let fontTools, which writes the time into each font that it cuts, take it to be 1970 (SOURCE_DATE_EPOCH)."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = "0"
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before
