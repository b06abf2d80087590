"""What is not public yet: a draft, a text whose day has not come, a text under embargo.

A text is published at the later of ``date`` and ``embargo``, and that is its date from then on, on its page, in lists
and in feeds: readers of feeds pass over what is dated long ago.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from aimaq.base.languages.messages import tr, tr_number
from aimaq.base.slots import SLOT
from aimaq.base.withheld import Withheld, written_forms
from aimaq.newsroom.content.fields import publication
from aimaq.newsroom.content.text import Text
from aimaq.newsroom.links.targets import INTRASITE, intrasite_path, linked_address
from aimaq.newsroom.media.library import Library, sized_name
from aimaq.newsroom.settings import Newsroom
from aimaq.newsroom.typography.rules import rules_of

__all__ = ["HeldBack", "Hold", "held_whole", "hold_back", "hold_of"]

#: A title is searched for in the whole site only if nobody would write it by chance.
_WORDS, _CHARACTERS = 3, 16


@dataclass(frozen=True, slots=True)
class Hold:
    """Why a text is not public yet, and ``until`` when; a draft waits for its editor, until nobody knows when."""

    reason: Literal["draft", "scheduled", "embargo"]
    until: datetime | None = None

    def outlasts(self, other: Hold) -> bool:
        """Return whether a text held by this is published no earlier than one held by the ``other``."""
        return self.until is None or (other.until is not None and self.until >= other.until)

    def __str__(self) -> str:
        if self.until is None:
            return tr("a draft")
        until = f"{self.until:%Y-%m-%d %H:%M}"
        if self.reason == "embargo":
            return tr("under embargo until %(moment)s", moment=until)
        return tr("not published until %(moment)s", moment=until)


def hold_of(metadata: Mapping[str, Any], newsroom: Newsroom) -> Hold | None:
    """Return why a text that has been read is not public at the moment that the site shows, or None if it is."""
    if "part" in metadata:  # other pages print it; its status is for Pelican only
        return None
    moment = publication(metadata)
    if metadata.get("status") == "draft" and not metadata.get("later"):
        return Hold("draft")
    if moment is None or moment <= newsroom.shown_at:
        return None
    return Hold("embargo" if metadata.get("embargo") == moment else "scheduled", moment)


def held_whole(texts: Iterable[Text]) -> list[Text]:
    """Return the texts that are held, except those with a mistake and those of a later day than the site shows."""
    return [text for text in texts if text.hold and not text.broken and not text.later]


@dataclass(frozen=True, slots=True)
class HeldBack:
    """What a build has to know of the texts that are not public yet.

    ``files`` are the attachments and pictures that only such texts name, by their paths below the content folder.
    ``moments`` are those at which something is to be published, ``remarks`` sentences for the build's report.
    """

    files: frozenset[str]
    withheld: tuple[Withheld, ...]
    moments: tuple[datetime, ...]
    remarks: tuple[str, ...]


def hold_back(
    texts: Sequence[Text],
    static: Mapping[str, str],
    pictures: Iterable[str],
    newsroom: Newsroom,
    known: Collection[str] = (),
) -> HeldBack:
    """Return what to leave out of the site, and which strings no file may contain.

    ``static`` maps the paths below the content folder of all files that are copied to their addresses; ``pictures`` are
    the paths of those that are published as pictures. ``known`` are addresses and slugs that readers have had: the
    text was public, has been removed, and waits to be published again. A preview holds nothing back.
    """
    moments = tuple(sorted({text.hold.until for text in texts if text.hold and text.hold.until}))
    if newsroom.settings.preview:
        return HeldBack(frozenset(), (), moments, _remarks(texts))
    files = held_files(texts, static, newsroom)
    public = [path for path in pictures if path not in files]
    return HeldBack(files, tuple(withheld_strings(texts, files, public, newsroom, known)), moments, _remarks(texts))


def _remarks(texts: Iterable[Text]) -> tuple[str, ...]:
    """Return a sentence on how many texts wait for their moment, if any do: a wrong year would not be noticed."""
    waiting = sorted(text.hold.until for text in texts if text.hold and text.hold.until)
    if not waiting:
        return ()
    first, last = waiting[0], waiting[-1]
    days = (
        f"{first:%Y-%m-%d %H:%M}"
        if first == last
        else tr("from %(first)s to %(last)s", first=f"{first:%Y-%m-%d %H:%M}", last=f"{last:%Y-%m-%d %H:%M}")
    )
    return (
        tr_number(
            "%(number)s text waits to be published: %(days)s.",
            "%(number)s texts wait to be published: %(days)s.",
            len(waiting),
            days=days,
        ),
    )


def held_files(texts: Iterable[Text], static: Mapping[str, str], newsroom: Newsroom) -> frozenset[str]:
    """Return the attachments and pictures, by their paths below the content folder, that only held texts name."""
    paths = {address: path for path, address in static.items()}
    held: set[str] = set()
    public: set[str] = set()
    for text in texts:
        (held if text.hold else public).update(_files_of(text, paths, newsroom))
    return frozenset(held - public)


def _files_of(text: Text, paths: Mapping[str, str], newsroom: Newsroom) -> Iterator[str]:
    yield from text.named_files
    yield from (each.file for each in text.attachments)
    yield from (each.file for each in (*text.photos, text.photo, text.portrait) if each)
    for link, _ in text.links:
        if match := INTRASITE.match(link):
            if match["what"] == "static":
                yield intrasite_path(match["path"], text, newsroom)
        elif file := paths.get(linked_address(link, text, newsroom)):
            yield file


def withheld_strings(
    texts: Sequence[Text],
    files: Iterable[str],
    pictures: Iterable[str],
    newsroom: Newsroom,
    known: Collection[str],
) -> Iterator[Withheld]:
    """Yield the strings that would give away each text that is held now, and each of the held ``files``.

    A picture's sizes have its name, which is withheld if none of the public ``pictures`` has the same.

    Of a text, these are its address in its language, and its slug, if this has two words or more and no public address
    has it, both if they are not ``known``; its title, in parts where figures stand in it, if the part has three words
    and sixteen characters and is in no public title.
    """
    # Not what is held only on the earlier day that the site is shown as it stood on.
    waiting = ((text, text.hold) for text in texts if text.hold)
    held = [(text, hold) for text, hold in waiting if hold.until is None or hold.until > newsroom.now]
    public = [text for text in texts if text.hold is None]
    titles = "\n".join(text.title for text in public)
    addresses = [text.address for text in public]
    parts = {part for address in addresses for part in address.split("/")}
    for text, hold in held:
        where = tr("%(text)s, which is %(hold)s", text=newsroom.shown(text.source_path), hold=hold)
        if text.address not in addresses and text.address not in known:  # else a mistake of a draft, which is reported
            yield Withheld(
                tr("the address of %(where)s", where=where), _address_forms(text.address, addresses, newsroom)
            )
        slug = text.slug.rpartition("/")[2]
        if "-" in slug and slug not in parts and slug not in known:
            yield Withheld(tr("the slug of %(where)s", where=where), (slug,), "word")
        found = [part for part in _title_parts(text.title) if part not in titles]
        if found and not text.later:
            rules = rules_of(text.lang)
            written = [each for part in found for each in (sorted(rules.spellings(part)) if rules else (part,))]
            spellings = [each for part in written for each in (part, part[0].lower() + part[1:])]  # inside a sentence
            yield Withheld(
                tr("the title of %(where)s", where=where),
                tuple(form for each in spellings for form in written_forms(each)),
            )
    names = {sized_name(path) for path in pictures}
    for file in sorted(files):
        sizes = [f"/{name}."] if Library.is_picture(file) and (name := sized_name(file)) not in names else []
        yield Withheld(
            tr("the file %(file)s, which only texts that are held back name", file=file), (f"/{file}", *sizes)
        )


def _address_forms(address: str, public: Iterable[str], newsroom: Newsroom) -> tuple[str, ...]:
    """Return the address; where a public one ends with it (that of another edition), with what goes before it."""
    if any(other.endswith(address) for other in public):
        return f'"{newsroom.folder}{address}', f"{newsroom.site_url}{address}"
    return (address,)


def _title_parts(title: str) -> Iterator[str]:
    """Yield what stands between the figures of a title, where nobody would write it by chance."""
    for part in SLOT.split(title)[::2]:  # every other item is a slot
        part = part.strip()
        if len(part) >= _CHARACTERS and len(part.split()) >= _WORDS:
            yield part
