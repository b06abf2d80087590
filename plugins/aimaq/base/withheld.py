"""Withheld strings: what no published file may hold yet. And the mark of a preview, which is never published."""

from dataclasses import dataclass
from html import escape as escape_html
from json import dumps
from typing import Final, Literal

__all__ = ["PREVIEW", "Withheld", "written_forms"]

#: The file at the root of a preview. A folder with this file is never published.
PREVIEW: Final = "PREVIEW.txt"


@dataclass(frozen=True, slots=True)
class Withheld:
    """Something that is not public yet, and the forms in which a file or its path would give it away.

    ``what`` continues the sentence "the file holds …". ``edge`` states what may not be next to a form: for ``word`` a
    Latin letter, a digit, a hyphen or an underscore; for ``number`` what would make it a part of a longer number.
    """

    what: str
    forms: tuple[str, ...]
    edge: Literal["", "word", "number"] = ""


def written_forms(text: str) -> list[str]:
    """Return a text as HTML, XML and JSON may write it, also one inside another as in feeds."""
    plain = {text}
    # Jinja, Python and XML writers escape quotation marks differently.
    markup = {
        escape_html(text, quote=False),
        escape_html(text),
        escape_html(text).replace("&quot;", "&#34;").replace("&#x27;", "&#39;"),
        escape_html(text, quote=False).replace('"', "&quot;"),
    }
    inside = plain | markup | {escape_html(each, quote=False) for each in markup}
    whole = inside | {dumps(each, ensure_ascii=ascii_only)[1:-1] for each in inside for ascii_only in (False, True)}
    return sorted(whole)
