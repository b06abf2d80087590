"""What must not be published yet, as each plugin tells it, and what tells a preview from a site to be published."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape as escape_html
from json import dumps
from typing import Final, Literal
from xml.sax.saxutils import escape as escape_xml

__all__ = ["PREVIEW", "Withheld", "written_forms"]

#: Stands at the root of a preview. A folder that holds it is never published.
PREVIEW: Final = "PREVIEW.txt"


@dataclass(frozen=True, slots=True)
class Withheld:
    """A secret, and the texts by which it would be found in a file or in a file's path.

    ``what`` continues the sentence "the file holds …". ``edge`` says what may not stand beside a form: ``word``, a
    Latin letter, a digit, a hyphen or an underscore; ``number``, what would make it a part of a longer number.
    """

    what: str
    forms: tuple[str, ...]
    edge: Literal["", "word", "number"] = ""


def written_forms(text: str) -> Iterable[str]:
    """Yield a text as HTML, XML and JSON may write it, one inside another as in feeds; each form once."""
    plain = {text}
    # As Jinja's escaping, Python's and an XML writer's have it: they differ in the quotation marks.
    markup = {
        escape_html(text, quote=False),
        escape_html(text),
        escape_html(text).replace("&quot;", "&#34;").replace("&#x27;", "&#39;"),
        escape_xml(text, {'"': "&quot;"}),
    }
    inside = plain | markup | {escape_xml(each) for each in markup}
    whole = inside | {dumps(each, ensure_ascii=ascii_only)[1:-1] for each in inside for ascii_only in (False, True)}
    return sorted(whole)
