"""What journalists take away of a story: its plain text, a PDF, a media kit; and what these are made from.

PDFs and kits are made from a finished site, when it is published (``aimaq.publishing.press``). So pages link to them in
a build that is going to be published so, which the setting ``PRESS_SOURCES`` says; such a build writes below
``_press/`` what each is made from.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from aimaq.newsroom.content.kinds import KINDS
from aimaq.newsroom.settings import Newsroom

__all__ = ["PRESS_KIT", "SOURCES", "PressFiles", "has_kit", "kit_address", "kit_source", "press_files"]

#: The page for the press in each edition; kits, which hold all languages, stand below that of the default one.
PRESS_KIT = "press-kit"
#: The folder of what PDFs and kits are made from; it is never published.
SOURCES = "_press"


@dataclass(frozen=True, slots=True)
class PressFiles:
    """Root-relative addresses: ``text`` of a story's plain text, ``pdf`` and ``kit`` only where there will be one."""

    text: str
    pdf: str = ""
    kit: str = ""

    @property
    def all(self) -> tuple[str, ...]:
        """Return those that there are."""
        return tuple(filter(None, (self.text, self.pdf, self.kit)))


def press_files(article: Any, room: Newsroom) -> PressFiles:
    """Return the addresses for an article that has its own; a file's name tells story and language where it is kept."""
    address: str = article.address
    folder = address if address.endswith("/") else f"{address.rpartition('/')[0]}/"
    stem, kind = f"{folder}{article.slug}.{article.lang}", KINDS[article.kind]
    return PressFiles(
        f"{stem}.txt",
        f"{stem}.pdf" if room.press_sources and kind.printed else "",
        kit_address(article.slug) if room.press_sources and kind.packed else "",
    )


def kit_address(slug: str) -> str:
    """Return the root-relative address of a story's media kit."""
    return f"/{PRESS_KIT}/{slug}.zip"


def has_kit(versions: Mapping[str, Any]) -> bool:
    """Tell whether a story has a media kit in this build."""
    return any(article.press.kit for article in versions.values())


def kit_source(versions: Mapping[str, Any]) -> str:
    """Return what a story's kit is made from, as JSON: names in the kit, and the addresses of the files.

    Texts and PDFs of all languages, the pictures in their full size, and the attachments.
    """
    files: dict[str, str] = {}
    for article in versions.values():
        _add(files, "", filter(None, (article.press.text, article.press.pdf)))
    for article in versions.values():
        pictures = (article.lead, *article.pictures) if article.lead else article.pictures
        _add(files, "photos/", (picture.file.address for picture in pictures))
        _add(files, "attachments/", (each.file.address for each in article.attached))
    return json.dumps({"files": files}, ensure_ascii=False, indent=1) + "\n"


def _add(files: dict[str, str], folder: str, addresses: Iterable[str]) -> None:
    """Give each file that is not in the kit yet a name; of two files of one name the second gets a number."""
    for address in addresses:
        if address in files.values():
            continue
        path, number = PurePosixPath(address), 1
        name = f"{folder}{path.name}"
        while name in files:
            number += 1
            name = f"{folder}{path.stem}-{number}{path.suffix}"
        files[name] = address
