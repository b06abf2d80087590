"""Writes the desk's pages from its templates."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from aimaq.base.languages.messages import number, spoken, tr, tr_number
from aimaq.desk.exchange import Response

__all__ = ["LANGUAGES", "MOUNT", "STATIC", "page"]

#: Where the desk stands on its server. No text of the site has this address: no slug begins with an underscore.
MOUNT: Final = "/__desk"
#: The languages of the desk's own pages, each as it calls itself.
LANGUAGES: Final[Mapping[str, str]] = {"kk": "Қазақша", "ru": "Русский", "en": "English"}
STATIC: Final = Path(__file__).with_name("static")


def page(template: str, status: int = 200, /, **values: object) -> Response:
    """Return a page in the language of messages."""
    text = _environment().get_template(f"{template}.html").render(**values, lang=spoken())
    return Response(text.encode(), status=status)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"tr": tr, "tr_number": tr_number, "languages_of_messages": LANGUAGES, "desk": MOUNT}
    environment.filters["number"] = number
    return environment
