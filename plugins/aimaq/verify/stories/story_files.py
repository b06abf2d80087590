"""The files beside the page of a story: which there are, and each compared with the page."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Final

from aimaq.verify.comparisons import Comparison, disagreeing
from aimaq.verify.places import FileTooLarge, Place
from aimaq.verify.stories.calendars import check_calendar
from aimaq.verify.stories.media_kits import check_kit
from aimaq.verify.stories.plain_texts import check_plain_text
from aimaq.verify.stories.story_page import FigureRow, is_story, read_story
from aimaq.verify.values.addresses import Addresses
from aimaq.verify.values.html_text import HtmlText

__all__ = ["StoryFiles", "StoryShown"]

_KIND: Final = "files of stories"
_TEXT, _CALENDAR, _KIT = ".txt", ".ics", ".zip"


@dataclass(frozen=True, slots=True)
class StoryShown:
    """What the page of a story shows, for its ninjs: the rows of its figures, and the runs of digits of its lines."""

    rows: tuple[FigureRow, ...]
    digits: str


@dataclass(slots=True)
class StoryFiles:
    """Compares the files of stories as their pages are read; ``listed`` has the paths of a folder, None at an address.

    ``shown`` is by the path of its page what was read of each story. Media kits are compared at the end, since a kit
    holds the files of all languages, and in a folder alone: they are large.
    """

    place: Place
    addresses: Addresses
    listed: Collection[str] | None
    shown: dict[str, StoryShown] = field(default_factory=dict)
    _kits: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    def check(self, path: str, html: str, page: HtmlText, labels: Collection[str]) -> Iterator[Comparison]:
        """Yield what was compared in the files of a page, if it is that of a story."""
        if not is_story(html):
            return
        story, name = read_story(html), path.removesuffix("index.html").strip("/")
        self.shown[name] = StoryShown(story.rows, story.digits)
        linked = list(dict.fromkeys(self.addresses.path(each) for each in story.links if _is_file(each)))
        own = [each for each in linked if _is_own(each, name)]
        for file in dict.fromkeys((*own, *self._beside(path, name, page.lang))):
            data = self.place.read(file)
            if data is None:
                yield disagreeing(_KIND, file, "", "there is none", f"the page {path} links to it")
            elif file.endswith(_TEXT):
                yield from check_plain_text(file, data, story, labels)
            elif file.endswith(_CALENDAR):
                yield from check_calendar(file, data, story, page.headline)
        for kit in (each for each in linked if each.endswith(_KIT) and not each.startswith("media/")):
            known = self._kits.setdefault(kit, {})
            for file in linked:
                known.setdefault(file.rpartition("/")[2], []).append(file)

    def check_kits(self) -> Iterator[Comparison]:
        """Yield what was compared in the media kits that pages have named."""
        for kit, files in sorted(self._kits.items() if self.listed is not None else ()):
            try:
                data = self.place.read(kit)
            except FileTooLarge:
                continue
            if data is None:
                yield disagreeing(_KIND, kit, "", "there is none", "the page of a story links to it")
            else:
                yield from check_kit(kit, data, files, self.place)

    def _beside(self, path: str, name: str, lang: str) -> Iterator[str]:
        """Yield the files of a page that a folder has, also if the page does not name them."""
        folder, slug = name, name.rpartition("/")[2]
        calendar = f"{name}/event{_CALENDAR}"
        if not path.endswith("index.html") and path.endswith(".html"):
            folder, slug = name.rpartition("/")[0], slug.removesuffix(".html")
            calendar = f"{name.removesuffix('.html')}{_CALENDAR}"
        for each in (f"{folder}/{slug}.{lang}{_TEXT}", calendar):
            if self.listed is not None and each in self.listed:
                yield each


def _is_file(address: str) -> bool:
    return "." in address.rpartition("/")[2] and not address.endswith((".html", ".svg"))


def _is_own(path: str, name: str) -> bool:
    """Return whether a file is one of a page's own: plain text or calendar, beside it."""
    folder = path.rpartition("/")[0]
    return path.endswith((_TEXT, _CALENDAR)) and folder in (name, name.rpartition("/")[0])
