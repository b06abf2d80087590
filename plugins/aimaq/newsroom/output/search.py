"""The search of an edition: its index, made by Pagefind, and the cards from which results are printed.

The index holds words and no figure: in the place of each stands a private-use character. What a figure prints stands on
the story's card, with title and summary, and a card is a text with slots like any other. So a changed figure rewrites
cards, and makes no index anew.

Pagefind reads all pages for one index. Stories are therefore divided, by their months, into volumes with an index each,
which the browser searches together; an edit costs the index of one volume.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from html import escape
from importlib import metadata
from pathlib import Path
from typing import Final

import msgspec
import pagefind_bin

from aimaq.base.addresses.site_folder import in_folder
from aimaq.base.files.cache import Cache, cache_key
from aimaq.base.problems import Problem, ProblemsFound
from aimaq.base.slots import SLOT
from aimaq.newsroom.content.kinds import KINDS
from aimaq.newsroom.model.editions import Edition
from aimaq.newsroom.model.views import PageView, StoryView
from aimaq.newsroom.settings import SEARCH, Newsroom

__all__ = ["Found", "Volume", "cards", "index_files", "is_found", "volume_of", "volumes_of"]

#: A volume is closed at the end of the month in which it has come to hold so many texts.
VOLUME: Final = 250
#: The card of what has no date: pages, people.
_DATELESS: Final = "pages"
#: What stands for the first figure of a text; the others follow. The first two private-use characters are slots' own.
_FIRST, _MOST = 0xE100, 0x1800
#: Pagefind's files that readers need, except the engine, which is part of the theme.
_KEPT = re.compile(r"pagefind-entry\.json|[\w.-]+\.pf_meta|(fragment|index)/.+")


@dataclass(frozen=True, slots=True)
class Found:
    """A text to be found, at the root-relative ``address``, which begins with the site's folder.

    ``card`` is the name of the file that its card stands in.

    ``html`` is what is searched, its title, summary and words, without a figure; ``figures`` are the slots of those,
    in order. ``shown`` is what a result prints of it.
    """

    address: str
    card: str
    html: str
    figures: tuple[str, ...]
    shown: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Volume:
    """Texts that have one index, whose files stand below ``path``."""

    path: str
    texts: tuple[Found, ...]

    @property
    def is_first(self) -> bool:
        """Whether it is the first of its edition, whose engine is the one that is loaded."""
        return self.path.endswith("/1")


def is_found(view: StoryView | PageView) -> bool:
    """Return whether the search finds a text: if it is public, and has not been withdrawn."""
    return view.hold is None and (isinstance(view, PageView) or view.withdrawn is None)


def volume_of(path: str, views: Iterable[StoryView | PageView], newsroom: Newsroom) -> Volume:
    """Return the volume at a path, of these texts."""
    found = (
        _found_story(each, newsroom) if isinstance(each, StoryView) else _found_page(each, newsroom) for each in views
    )
    return Volume(path, tuple(found))


def _found_story(story: StoryView, newsroom: Newsroom) -> Found:
    """Return a story as it is found."""
    edition, gettext = newsroom.editions[story.lang], newsroom.catalogs[story.lang].gettext
    kind, day = gettext(KINDS[story.kind].label), edition.date(story.date)
    shown = {"kind": kind, "date": day, "iso": story.published_iso}
    words = (*(person.name for person in story.people), *story.topics)
    return _found(story.title, story.summary, story, _card_of(story), shown, words, newsroom.folder)


def _found_page(page: PageView, newsroom: Newsroom) -> Found:
    """Return a page as it is found; one that is about a person has the person's name."""
    title, summary = (page.person.name, page.person.post) if page.person else (page.title, page.summary)
    return _found(title, summary, page, _card_of(page), {}, (), newsroom.folder)


def _card_of(view: StoryView | PageView) -> str:
    return f"{view.date:%Y-%m}" if isinstance(view, StoryView) else _DATELESS


def _found(
    title: str,
    summary: str,
    view: StoryView | PageView,
    card: str,
    shown: Mapping[str, str],
    words: Sequence[str],
    folder: str,
) -> Found:
    figures: dict[str, str] = {}
    html = f"<h1>{escape(title)}</h1>\n<p>{escape(summary)}</p>\n{view.content}\n<p>{escape(', '.join(words))}</p>"
    return Found(
        in_folder(view.address, folder),
        card,
        SLOT.sub(partial(_placeholder, figures), html),
        tuple(figures),
        {"title": title, "summary": summary, **shown},
    )


def _placeholder(figures: dict[str, str], slot: re.Match[str]) -> str:
    """Return the character that stands for a slot, the same for the same one; nothing for what is no figure."""
    if slot[0][1:].startswith("%21") or len(figures) == _MOST:
        return ""
    return figures.setdefault(slot[0], chr(_FIRST + len(figures)))


def volumes_of(
    views: Iterable[StoryView | PageView], edition: Edition
) -> list[tuple[str, tuple[StoryView | PageView, ...]]]:
    """Return the path and the texts of each volume of an edition, oldest first.

    New stories change no volume but the last one. A card is that of one volume.
    """
    volumes: list[list[StoryView | PageView]] = []
    last = ""
    # Digits come before letters, so what has no date would be last, and would move with each new volume.
    placed = sorted(
        ((_card_of(view), view) for view in views), key=lambda each: (each[0] != _DATELESS, each[0], each[1].address)
    )
    for card, view in placed:
        if not volumes or (len(volumes[-1]) >= VOLUME and card != last):
            volumes.append([])
        volumes[-1].append(view)
        last = card
    prefix = f"{edition.prefix}{SEARCH}"
    return [(f"{prefix}/{number}", tuple(own)) for number, own in enumerate(volumes, 1)]


def cards(texts: Iterable[Found], edition: Edition) -> Iterator[tuple[str, str]]:
    """Yield path and text of the cards: by each text's address, what a result prints, and its figures as published."""
    files: dict[str, dict[str, object]] = {}
    for text in sorted(texts, key=lambda text: text.address):
        files.setdefault(text.card, {})[text.address] = {**text.shown, "figures": text.figures}
    for name, held in files.items():
        yield f"{edition.prefix}{SEARCH}/cards/{name}.json", json.dumps(held, ensure_ascii=False)


def index_files(volumes: Sequence[tuple[Volume, str]], made: Cache) -> Iterator[tuple[str, str, bytes]]:
    """Yield path, key and bytes of every file of the indexes of volumes, each with its language (BCP 47).

    A volume whose texts are those of an earlier build, of any site, is not indexed again.
    """
    keys = [_key(*each) for each in volumes]
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        indexes = pool.map(lambda key, each: made.get_or_create(key, lambda: _index(*each)), keys, volumes)
        for key, each, index in zip(keys, volumes, indexes, strict=True):
            for name, data in msgspec.msgpack.decode(index, type=dict[str, bytes]).items():
                if name.startswith("wasm.") and not each[0].is_first:
                    continue
                yield f"{each[0].path}/{name}", cache_key(key, name), data


def _key(volume: Volume, lang: str) -> str:
    return cache_key(_engine(), lang, *(part for text in volume.texts for part in (text.address, text.card, text.html)))


@cache
def _engine() -> str:
    """Return which program it is; to digest its ten megabytes would be a part of each edit that is felt."""
    return f"{metadata.version('pagefind-bin')} {sys.platform}"


def _index(volume: Volume, lang: str) -> bytes:
    """Have Pagefind index the texts; return its files by their names. The same texts give the same bytes."""
    try:
        temporary = tempfile.TemporaryDirectory()
    except FileNotFoundError as error:  # Python names all the folders that it has tried, and no file
        message = "the search's index needs the system's folder for temporary files, and nothing can be written there"
        hint = "set TMPDIR to a folder that may be written, or NEWSROOM_SEARCH = False in pelicanconf.py"
        raise ProblemsFound([Problem(volume.path, message, hint=hint)]) from error
    with temporary as folder:
        site, bundle = Path(folder, "site"), Path(folder, "index")
        for text in volume.texts:
            path = site / text.address.strip("/") / "index.html"
            path.parent.mkdir(parents=True, exist_ok=True)
            meta = f'<i data-pagefind-meta="card:{text.card}"></i>'
            path.write_text(f'<html lang="{lang}"><body>{meta}{text.html}</body></html>', "utf-8")
        command = [pagefind_bin.get_executable(), "--site", site, "--output-path", bundle, "--silent"]
        try:
            subprocess.run([*command, "--force-language", lang], check=True, capture_output=True, text=True)
        except (OSError, subprocess.CalledProcessError) as error:
            reason = " ".join((getattr(error, "stderr", None) or str(error)).split())
            hint = "NEWSROOM_SEARCH = False in pelicanconf.py builds the site without a search"
            raise ProblemsFound([Problem(volume.path, f"Pagefind made no index: {reason}", hint=hint)]) from error
        names = {path.relative_to(bundle).as_posix() for path in bundle.rglob("*") if path.is_file()}
        kept = {name for name in names if _KEPT.fullmatch(name)}
        # Volumes are searched by one program: that which knows the language's stems, or one that knows none.
        stemming, plain = f"wasm.{lang}.pagefind", "wasm.unknown.pagefind"
        kept.add(stemming if stemming in names else plain)
        return msgspec.msgpack.encode({name: (bundle / name).read_bytes() for name in sorted(kept)})
