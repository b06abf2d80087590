"""Convert an HTML document of the finished site to a tagged PDF (PDF/UA-1, ISO 14289-1) with WeasyPrint.

Styles, fonts and pictures come from files of the same site, never from the network. The same document gives the same
bytes: the PDF holds no time.
"""

import hashlib
import logging
import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, partial
from html import unescape
from importlib.metadata import version
from io import BytesIO
from mimetypes import MimeTypes
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from aimaq.base.extras import require_extras
from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem, ProblemsFound, raise_any
from aimaq.newsroom.content.characters import name_of
from aimaq.newsroom.markdown import list_numbers

_MARKUP: Final = re.compile(r"<(style|script|head)\b.*?</\1>|<!--.*?-->|<[^>]*>", re.DOTALL)

#: What a font in WOFF2 begins with.
_WOFF2: Final = b"wOF2"

__all__ = ["Pdf", "PdfPrinter", "printer_version"]


@dataclass(frozen=True, slots=True)
class Pdf:
    """A PDF, and the paths of the files of the site that its document loads."""

    data: bytes
    resources: tuple[str, ...]


def printer_version() -> str:
    """Return what a PDF's bytes depend on besides its document and resources: the code and the libraries."""
    require_extras("aimaq pdf", "pdf")
    modules = (__file__, list_numbers.__file__)
    code = hashlib.sha256(b"".join(Path(each).read_bytes() for each in modules)).hexdigest()
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
            message = tr(
                "PDFs are made with the library Pango, which is not on this machine (%(reason)s)", reason=reason
            )
            hint = tr(
                "on Debian: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; without "
                "PDFs and media kits: PUBLISH_PRESS = False in publishconf.py"
            )
            raise ProblemsFound([Problem("aimaq pdf", message, hint=hint)]) from error
        logging.getLogger("fontTools").setLevel(logging.ERROR)  # it logs each table of each font
        self._html, self._response = weasyprint.HTML, URLFetcherResponse

    def print(self, document: bytes, shown: str) -> Pdf:
        """Return the PDF of a document, ``shown`` in problems; raise ``ProblemsFound`` for missing resources."""
        resources: set[str] = set()
        fonts: list[bytes] = []
        missing: list[Problem] = []
        fetch = partial(self._fetch, shown, resources, fonts, missing)
        html = self._html(string=list_numbers.styled_lists(document.decode()), url_fetcher=fetch)
        with _constant_time():
            data: bytes = html.write_pdf(pdf_variant="pdf/ua-1")
        raise_any((*missing, *_lacking(document.decode(), fonts, shown)))
        return Pdf(data, tuple(sorted(resources)))

    # WeasyPrint has no types.
    def _fetch(self, shown: str, resources: set[str], fonts: list[bytes], missing: list[Problem], url: str) -> Any:
        """Return a file of the site to WeasyPrint and record its path, and what is in a font; or that it is missing."""
        path = unquote(urlsplit(url.removeprefix(self.site_url)).path).lstrip("/")
        file = self.folder / path
        if not url.startswith(f"{self.site_url}/") or ".." in path.split("/") or not file.is_file():
            hint = tr("a PDF is made of the site's own files, and nothing is fetched from elsewhere")
            missing.append(Problem(shown, tr('loads "%(url)s", which is not in the site', url=url), hint=hint))
            return self._response(url, b"", status=404)
        resources.add(path)
        # Python's own table: /etc/mime.types differs from machine to machine.
        media_type = MimeTypes().guess_type(path)[0] or "application/octet-stream"
        data = file.read_bytes()
        if path.endswith((".woff2", ".woff", ".ttf", ".otf")):
            fonts.append(data)
        if data.startswith(_WOFF2):
            data = _unpacked(data)
        return self._response(url, data, {"Content-Type": media_type})


def _lacking(document: str, fonts: Iterable[bytes], shown: str) -> Iterator[Problem]:
    """Yield a problem for each letter or sign of a document that none of its fonts has.

    WeasyPrint would take it from the machine, which may have no other font: then a box is printed.
    """
    known = frozenset().union(*map(_letters_of, fonts))
    for each in sorted(set(unescape(_MARKUP.sub("", document)))) if known else ():
        if ord(each) not in known and each.isprintable() and not each.isspace() and not unicodedata.combining(each):
            message = tr(
                'needs %(character)s, "%(each)s", which the fonts of the PDF do not have',
                character=name_of(each),
                each=each,
            )
            yield Problem(
                shown, message, hint=tr("write it in other letters, or name a font that has it in css/pdf.css")
            )


@lru_cache(maxsize=8)
def _unpacked(font: bytes) -> bytes:
    """Return a font in WOFF2 as WeasyPrint unpacks it: for each PDF anew, that would be half of the work."""
    from fontTools.ttLib import woff2

    found = BytesIO()
    woff2.decompress(BytesIO(font), found)
    return found.getvalue()


@lru_cache(maxsize=8)
def _letters_of(font: bytes) -> frozenset[int]:
    """Return the code points of the characters that a font has."""
    from fontTools.ttLib import TTFont  # comes with WeasyPrint

    return frozenset(TTFont(BytesIO(font)).getBestCmap())


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
