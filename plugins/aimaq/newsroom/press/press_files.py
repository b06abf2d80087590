"""The files of a story for journalists: their addresses, and the list of files in a media kit.

PDFs and kits are made from the finished site when it is published (``aimaq.newsroom.press.site_with_press_files``). A
build with the setting ``PRESS_SOURCES`` links to them, and writes below ``_press/`` what each is made from.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from aimaq.newsroom.content.kinds import KINDS
from aimaq.newsroom.content.text import Text
from aimaq.newsroom.settings import Newsroom

if TYPE_CHECKING:
    from aimaq.newsroom.model.views import StoryView

__all__ = ["NINJS", "PRESS_KIT", "SOURCES", "PressFiles", "kit_of", "kit_source", "press_files"]

#: The page for the press in each edition. Kits hold all languages and stand below that of the default one.
PRESS_KIT = "press-kit"
#: The list of an edition's newest stories for news agencies, beside that page.
NINJS = "ninjs.json"
#: The folder of what PDFs and kits are made from; it is never published.
SOURCES = "_press"


@dataclass(frozen=True, slots=True)
class PressFiles:
    """Root-relative addresses of a story's plain text, its ninjs for news agencies, its PDF and its media kit.

    One that does not exist is "".
    """

    text: str
    ninjs: str = ""
    pdf: str = ""
    kit: str = ""

    @property
    def all(self) -> tuple[str, ...]:
        """The addresses of the files that exist."""
        return tuple(filter(None, (self.text, self.ninjs, self.pdf, self.kit)))


def press_files(text: Text, newsroom: Newsroom) -> PressFiles:
    """Return the addresses of an article's files, named by slug and language, so that a copy explains itself."""
    address = text.address
    folder = address if address.endswith("/") else f"{address.rpartition('/')[0]}/"
    stem, kind = f"{folder}{text.slug}.{text.lang}", KINDS[text.kind]
    return PressFiles(
        f"{stem}.txt",
        "" if text.hold else f"{stem}.ninjs.json",
        f"{stem}.pdf" if newsroom.settings.press_sources and kind.printed else "",
        f"/{PRESS_KIT}/{text.slug}.zip" if newsroom.settings.press_sources and kind.packed else "",
    )


def kit_of(versions: Mapping[str, StoryView]) -> str:
    """Return the address of a story's media kit; "" if it has none in this build."""
    return next((story.press.kit for story in versions.values() if story.press.kit), "")


def kit_source(versions: Mapping[str, StoryView]) -> str:
    """Return a kit's files as JSON, addresses by names: all texts and PDFs, full-size pictures and attachments."""
    files: dict[str, str] = {}
    for story in versions.values():
        _add(files, "", filter(None, (story.press.text, story.press.pdf)))
    for story in versions.values():
        pictures = (story.lead, *story.pictures) if story.lead else story.pictures
        originals = (*(picture.file for picture in pictures), *story.text_pictures)
        _add(files, "photos/", (each.address for each in originals))
        _add(files, "attachments/", (attachment.file.address for attachment in story.attached))
    return json.dumps({"files": files}, ensure_ascii=False, indent=1) + "\n"


def _add(files: dict[str, str], folder: str, addresses: Iterable[str]) -> None:
    """Add the addresses that ``files`` does not hold yet, with a number in the name where two names are equal."""
    for address in addresses:
        if address in files.values():
            continue
        path, number = PurePosixPath(address), 1
        name = f"{folder}{path.name}"
        while name in files:
            number += 1
            name = f"{folder}{path.stem}-{number}{path.suffix}"
        files[name] = address
