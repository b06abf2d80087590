"""Convert an HTML document of the finished site to a tagged PDF (PDF/UA-1, ISO 14289-1) with WeasyPrint.

Styles, fonts and pictures come from files of the same site, never from the network. The same document gives the same
bytes: the PDF holds no time.
"""

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

from aimaq.base.extras import require_extras
from aimaq.base.problems import Problem, ProblemsFound, raise_any

__all__ = ["Pdf", "PdfPrinter", "printer_version"]


@dataclass(frozen=True, slots=True)
class Pdf:
    """A PDF, and the paths of the files of the site that its document loads."""

    data: bytes
    resources: tuple[str, ...]


def printer_version() -> str:
    """Return what a PDF's bytes depend on besides its document and resources: this module and the libraries."""
    require_extras("aimaq pdf", "pdf")
    code = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()
    return f"{version('weasyprint')} {version('pydyf')} {version('fonttools')} {code}"


class PdfPrinter:
    """Makes PDFs from documents of the site in ``folder``, which is published at ``site_url``."""

    def __init__(self, folder: Path, site_url: str) -> None:
        """Load WeasyPrint; raise ``ProblemsFound`` if it, or a system library that it needs, is missing."""
        require_extras("aimaq pdf", "pdf")
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
        logging.getLogger("fontTools").setLevel(logging.ERROR)  # it logs each table of each font
        self._html, self._response = weasyprint.HTML, URLFetcherResponse

    def print(self, document: bytes, shown: str) -> Pdf:
        """Return the PDF of a document, ``shown`` in problems; raise ``ProblemsFound`` for missing resources."""
        resources: set[str] = set()
        missing: list[Problem] = []
        fetch = partial(self._fetch, shown, resources, missing)
        html = self._html(string=document.decode(), url_fetcher=fetch)
        with _constant_time():
            data: bytes = html.write_pdf(pdf_variant="pdf/ua-1")
        raise_any(missing)
        return Pdf(data, tuple(sorted(resources)))

    # WeasyPrint has no types.
    def _fetch(self, shown: str, resources: set[str], missing: list[Problem], url: str) -> Any:
        """Return a file of the site to WeasyPrint and record its path, or that it is missing."""
        path = unquote(urlsplit(url).path).lstrip("/")
        file = self.folder / path
        if not url.startswith(f"{self.site_url}/") or ".." in path.split("/") or not file.is_file():
            hint = "a PDF is made of the site's own files, and nothing is fetched from elsewhere"
            missing.append(Problem(shown, f'loads "{url}", which is not in the site', hint=hint))
            return self._response(url, b"", status=404)
        resources.add(path)
        # Python's own table: /etc/mime.types differs from machine to machine.
        media_type = MimeTypes().guess_type(path)[0] or "application/octet-stream"
        return self._response(url, file.read_bytes(), {"Content-Type": media_type})


@contextmanager
def _constant_time() -> Iterator[None]:
    """Set SOURCE_DATE_EPOCH to 1970: fontTools writes the time into each font that it subsets."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = "0"
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before
