"""The bytes of a file from its finished text: UTF-8, below the site's folder; or a picture drawn from the text."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Protocol

from aimaq.base.addresses.site_folder import markup_in_folder
from aimaq.base.files.cache import Cache
from aimaq.build.transform import load_function

if TYPE_CHECKING:
    from aimaq.settings.schema import Settings

__all__ = ["Drawing", "Encoder"]

_MARKUP = (".html", ".htm", ".svg")


class Drawing(Protocol):
    """Makes the bytes of files from their texts: a pure function, which may be slow."""

    @property
    def digest(self) -> str:
        """A digest of what the bytes depend on besides the text: fonts, code, versions."""

    def draw(self, text: str) -> bytes:
        """Return the bytes; raise ``ProblemsFound`` where the text cannot be drawn."""


class Encoder:
    """Makes the bytes of files; the setting ``INCREMENTAL_DRAWN`` names those that are drawn.

    It maps a file name to ``"module:function"``. The function gets the settings and returns a :class:`Drawing`; it is
    called when the first file of that name is written. The file's text is composed, stored and finished like any other,
    so a changed figure needs no composing. A picture whose text and drawing are the same is not drawn again.
    """

    def __init__(
        self,
        names: Mapping[str, str],
        settings: Callable[[], Settings],
        cache: Cache | None = None,
        folder: str = "",
    ) -> None:
        """``names`` are the setting's value; ``settings`` returns all settings, which may take a while.

        ``folder`` is that in the site's address, "/press"; with it begin all root-relative links of pages and pictures.
        """
        self._names, self._settings, self._cache, self._folder = names, settings, cache or Cache(), folder
        self._drawings: dict[str, Drawing] = {}

    def encode(self, path: str, text: str) -> bytes:
        """Return the bytes of the file at ``path`` below the output folder; raise ``ProblemsFound``."""
        name = PurePosixPath(path).name
        if name not in self._names:
            return (markup_in_folder(text, self._folder) if name.endswith(_MARKUP) else text).encode()
        if name not in self._drawings:
            self._drawings[name] = self._load(self._names[name])
        drawing = self._drawings[name]
        key = hashlib.blake2b(f"{drawing.digest}\0{text}".encode(), digest_size=20).hexdigest()
        return self._cache.get_or_create(key, lambda: drawing.draw(text))

    def _load(self, named: str) -> Drawing:
        drawing: Drawing = load_function("INCREMENTAL_DRAWN", named)(self._settings())
        return drawing
