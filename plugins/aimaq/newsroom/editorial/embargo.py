"""What is not public yet: a draft, a text whose day has not come, a text under embargo.

A text is published at the later of ``date`` and ``embargo``, and that is its date from then on, on its page, in lists
and in feeds: readers of feeds pass over what is dated long ago.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from urllib.parse import unquote, urljoin, urlsplit

from aimaq.base.slots import SLOT
from aimaq.base.withheld import Withheld, written_forms
from aimaq.newsroom.content.fields import publication
from aimaq.newsroom.links.targets import INTRASITE, address_of, linked_file
from aimaq.newsroom.media.library import Library, sized_name
from aimaq.newsroom.settings import Newsroom

__all__ = ["Hold", "held_files", "held_whole", "hold_of", "moments_of", "name_of", "secrets", "told_holds"]

#: A title is searched for in the whole site only if nobody would write it by chance.
_WORDS, _CHARACTERS = 3, 16


@dataclass(frozen=True, slots=True)
class Hold:
    """Why a text is not public yet, and ``until`` when; a draft waits for its editor, until nobody knows when."""

    reason: Literal["draft", "scheduled", "embargo"]
    until: datetime | None = None

    def outlasts(self, other: Hold) -> bool:
        """Tell whether a text held by this is published no earlier than one held by the ``other``."""
        return self.until is None or (other.until is not None and self.until >= other.until)

    def __str__(self) -> str:
        if self.until is None:
            return "a draft"
        return f"{'under embargo' if self.reason == 'embargo' else 'not published'} until {self.until:%Y-%m-%d %H:%M}"


def hold_of(metadata: Mapping[str, Any], room: Newsroom) -> Hold | None:
    """Return why a text that has been read is not public at the moment that the site shows, or None if it is."""
    if "part" in metadata:  # it is printed on other pages, whatever Pelican is told of it
        return None
    moment = publication(metadata)
    if metadata.get("status") == "draft" and not metadata.get("later"):
        return Hold("draft")
    if moment is None or moment <= room.shown_at:
        return None
    return Hold("embargo" if metadata.get("embargo") == moment else "scheduled", moment)


def held_whole(contents: Iterable[Any]) -> list[Any]:
    """Return the texts that are held, but for those with a mistake, and those that an earlier day did not know."""
    return [
        content
        for content in contents
        if _hold(content) and not getattr(content, "broken", False) and not getattr(content, "later", False)
    ]


def moments_of(contents: Iterable[Any]) -> list[datetime]:
    """Return the moments at which something is to be published, in order."""
    return sorted({hold.until for content in contents if (hold := _hold(content)) and hold.until})


def told_holds(contents: Iterable[Any]) -> list[str]:
    """Return a sentence on how many texts wait for their moment, if any do: a slip in a year would not be noticed."""
    waiting = sorted(hold.until for content in contents if (hold := _hold(content)) and hold.until)
    if not waiting:
        return []
    count = "1 text waits" if len(waiting) == 1 else f"{len(waiting)} texts wait"
    first, last = waiting[0], waiting[-1]
    days = f"{first:%Y-%m-%d %H:%M}" if first == last else f"from {first:%Y-%m-%d %H:%M} to {last:%Y-%m-%d %H:%M}"
    return [f"{count} to be published: {days}."]


def held_files(contents: Iterable[Any], static: Iterable[Any], room: Newsroom) -> frozenset[str]:
    """Return the attachments and pictures, by their paths below the content folder, that only held texts name."""
    saved = {f"/{file.save_as}": name_of(file, room) for file in static}
    held: set[str] = set()
    public: set[str] = set()
    for content in contents:
        (held if _hold(content) else public).update(_files_of(content, saved, room))
    return frozenset(held - public)


def name_of(file: Any, room: Newsroom) -> str:
    """Return the path, below the content folder, of a file that Pelican copies."""
    return os.path.relpath(file.source_path, room.content).replace(os.sep, "/")


def _files_of(content: Any, saved: Mapping[str, str], room: Newsroom) -> Iterator[str]:
    yield from getattr(content, "named_files", ())
    for field in ("attachments", "photos"):
        yield from (each.file for each in getattr(content, field, ()))
    yield from (each.file for field in ("photo", "portrait") if (each := getattr(content, field, None)))
    for link, _ in getattr(content, "links", ()):
        if match := INTRASITE.match(link):
            if match["what"] == "static":
                target = linked_file(unquote(urlsplit(match["path"]).path), content, room)
                yield target.relative_to(room.content).as_posix() if target.is_relative_to(room.content) else ""
        elif file := saved.get(_path(link, content, room)):
            yield file


def _path(link: str, content: Any, room: Newsroom) -> str:
    try:
        parts = urlsplit(link.removeprefix(room.site_url) or "/")
    except ValueError:
        return ""
    return "" if parts.scheme or parts.netloc else unquote(urljoin(address_of(content), parts.path))


def secrets(
    contents: Iterable[Any], files: Iterable[str], pictures: Iterable[str], room: Newsroom
) -> Iterator[Withheld]:
    """Yield by what each text that is held now, and each of the held ``files``, would be found in the site.

    A picture's sizes have its name; it is searched for if none of the public ``pictures`` has the same.

    A text is known by its address in its language; by its slug, if this is of two words or more and no public address
    has it; by its title, piece by piece where figures stand in it, if the piece has three words and sixteen characters
    and is no public title, nor a part of one.
    """
    contents = [content for content in contents if hasattr(content, "hold")]
    held = [(content, hold) for content in contents if (hold := _hold(content)) and _is_held_now(hold, room)]
    public = [content for content in contents if content.hold is None]
    titles = "\n".join(content.title for content in public)
    addresses = [address_of(content) for content in public]
    parts = {part for address in addresses for part in address.split("/")}
    for content, hold in held:
        where = f"{room.shown(content.source_path)}, which is {hold}"
        yield Withheld(f"the address of {where}", _address_forms(address_of(content), addresses, room))
        slug = content.slug.rpartition("/")[2]
        if "-" in slug and slug not in parts:
            yield Withheld(f"the slug of {where}", (slug,), "word")
        pieces = [piece for piece in _pieces(content.title) if piece not in titles]
        if pieces and not getattr(content, "later", False):
            texts = [text for piece in pieces for text in (piece, piece[0].lower() + piece[1:])]  # inside a sentence
            yield Withheld(f"the title of {where}", tuple(form for text in texts for form in written_forms(text)))
    names = {sized_name(path) for path in pictures}
    for file in sorted(files):
        sizes = [f"/{name}."] if Library.is_picture(file) and (name := sized_name(file)) not in names else []
        yield Withheld(f"the file {file}, which only texts that are held back name", (f"/{file}", *sizes))


def _address_forms(address: str, public: Iterable[str], room: Newsroom) -> tuple[str, ...]:
    """Return the address; where a public one ends with it (that of another edition), with what goes before it."""
    if any(other.endswith(address) for other in public):
        return f'"{address}', f"{room.site_url}{address}"
    return (address,)


def _is_held_now(hold: Hold, room: Newsroom) -> bool:
    """Tell whether it holds today as well, and not only on the earlier day that the site is shown as it stood on."""
    return hold.until is None or hold.until > room.now


def _pieces(title: str) -> Iterator[str]:
    """Yield what stands between the figures of a title, where nobody would write it by chance."""
    for piece in SLOT.split(title)[::2]:  # every other item is a slot
        piece = piece.strip()
        if len(piece) >= _CHARACTERS and len(piece.split()) >= _WORDS:
            yield piece


def _hold(content: Any) -> Hold | None:
    hold: Hold | None = getattr(content, "hold", None)
    return hold
