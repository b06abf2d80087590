"""A request to a page of the desk, and the response."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final
from urllib.parse import parse_qsl

__all__ = ["HTML", "NOTHING", "Request", "Response", "redirect"]

HTML: Final = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Request:
    """What a browser asks for; ``path`` begins behind the desk's own address: "/figures/jobs/"."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    body: bytes = b""

    @property
    def fields(self) -> Mapping[str, str]:
        """The fields of a form, without white space around them; of several of one name, the last."""
        pairs = parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True)
        return {name: value.strip() for name, value in pairs}


@dataclass(frozen=True, slots=True)
class Response:
    """What it gets; ``location`` is where the browser goes on, "" if it stays."""

    body: bytes
    kind: str = HTML
    status: int = 200
    location: str = ""


NOTHING: Final = Response(b"404", "text/plain; charset=utf-8", 404)


def redirect(location: str) -> Response:
    """Return the response to a form that was done: to load its page again does nothing twice."""
    return Response(b"", HTML, 303, location)
