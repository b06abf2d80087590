"""Names of files that every computer, host and address can hold, and links to files that are not published."""

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from pathlib import Path

from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem
from aimaq.newsroom.content.characters import FORBIDDEN, name_of
from aimaq.newsroom.settings import Newsroom

__all__ = ["name_problems", "unpublished_link_problems", "unpublished_links"]

#: Of a file's name: file systems take 255, and a host or an upload adds an ending of its own.
MAX_BYTES = 200
#: Windows' names of devices, with any ending (learn.microsoft.com, "Naming Files, Paths, and Namespaces").
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
_PLAIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*(?<!\.)")
_UNFIT = re.compile(r'[<>:"\\|?*#%]')


def name_problems(ignored: Iterable[str], newsroom: Newsroom) -> Iterator[Problem]:
    """Yield a problem for each name in the content folder that would not survive a copy, a checkout or an address."""
    patterns = tuple(ignored)
    for folder, folders, files in os.walk(newsroom.content):
        folders[:] = sorted(name for name in folders if not _matches(name, patterns))
        seen: dict[str, str] = {}
        for name in sorted((*folders, *files)):
            if not _matches(name, patterns):
                message, hint = _fault(name, seen, is_folder=name in folders)
                if message:
                    yield Problem(newsroom.shown(Path(folder, name)), message, hint=hint)


def unpublished_links(links: Iterable[str], newsroom: Newsroom) -> list[str]:
    """Return those of the files that texts link to which are not in a published folder; Pelican would copy them.

    ``links`` are paths below the content folder.
    """
    folders = [newsroom.content / folder for folder in newsroom.settings.static_paths]
    places = ((link, Path(os.path.normpath(newsroom.content / link))) for link in sorted(links))
    return [link for link, place in places if not any(place.is_relative_to(folder) for folder in folders)]


def unpublished_link_problems(unpublished: Iterable[str], newsroom: Newsroom) -> Iterator[Problem]:
    """Yield a problem for each of :func:`unpublished_links` where HTML is trusted.

    There Pelican finds links in attributes that the check of links does not read. Elsewhere that check reports them,
    with text and line.
    """
    if newsroom.settings.newsroom_trusts_html:
        folders = (newsroom.shown(newsroom.content / folder) for folder in newsroom.settings.static_paths)
        hint = tr("a file to link to belongs into %(folders)s", folders=tr(" or ").join(folders))
        for link in unpublished:
            yield Problem(
                newsroom.shown(newsroom.content), tr('a text links to the file "%(link)s"', link=link), hint=hint
            )


def _matches(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatch(name, pattern) for pattern in patterns)


def _fault(name: str, seen: dict[str, str], *, is_folder: bool) -> tuple[str, str]:
    """Return what is wrong with a name and what to do, two empty strings if nothing is.

    ``seen`` are the names before it in its folder; this one is added.
    """
    whole = unicodedata.normalize("NFC", name)
    first = seen.setdefault(whole.casefold(), name)
    if first != name:
        message = tr(
            'the name differs from "%(first)s" only in letter case or in how its letters are encoded', first=first
        )
        return message, tr("rename one of them: many computers and hosts take the two for one")
    if is_folder and name.endswith(".md"):
        return tr("a folder with the name of a text"), tr(
            "rename it: what is in it would be taken for another kind of thing"
        )
    if _DEVICE.fullmatch(name):
        return tr("Windows has a device of this name, and cannot keep the file"), tr("rename it")
    if _PLAIN.fullmatch(name) and len(name) <= MAX_BYTES:
        return "", ""
    if match := FORBIDDEN.search(name) or re.search(r"[\n\t]", name):
        return tr("the name holds %(character)s", character=name_of(match[0])), tr("rename the file")
    if match := _UNFIT.search(name):
        return tr('the name holds "%(found)s", which addresses or other computers cannot', found=match[0]), tr(
            "rename the file"
        )
    if whole != name:
        message = tr("the name has its letters in two parts (Unicode's NFD), as some Macs write them")
        return message, tr('rename it to "%(whole)s"', whole=whole)
    if name != name.strip(" ") or name.endswith("."):
        return tr("the name begins or ends with a space or a dot"), tr("rename the file")
    if len(name.encode()) > MAX_BYTES:
        return tr("the name has %(number)s bytes, more than %(most)s", number=len(name.encode()), most=MAX_BYTES), tr(
            "give it a shorter one"
        )
    return "", ""
