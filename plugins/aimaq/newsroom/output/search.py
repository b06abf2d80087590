"""The search of an edition: an index of the words of its texts, and the cards from which results are printed.

The index has keys, which a word's forms and spellings have in common (``aimaq.base.languages.word_keys``), and of each
key the texts that hold it. It holds words and no figure; a figure stands in the words of its unit. What figures print
stands in files of their own and on the texts' cards, which have slots like any other file: a changed figure rewrites
these, and makes no index anew.

Stories are divided, by their months, into volumes with an index each, and an index into files, one for each first
letter of its keys: a reader loads what a search needs, and an edit costs the index of one volume.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from html.parser import HTMLParser
from typing import Final

import msgspec

from aimaq.base.addresses.site_folder import in_folder
from aimaq.base.files.cache import Cache, cache_key
from aimaq.base.languages.word_keys import word_keys
from aimaq.base.slots import SLOT, decode
from aimaq.newsroom.content.kinds import KINDS
from aimaq.newsroom.markdown.plain_text import STRUCK, raised_or_lowered
from aimaq.newsroom.model.editions import Edition
from aimaq.newsroom.model.views import PageView, StoryView
from aimaq.newsroom.settings import SEARCH, Newsroom

__all__ = [
    "Found",
    "Units",
    "Volume",
    "found_text",
    "index_files",
    "is_found",
    "start_file",
    "text_files",
    "volume_of",
    "volumes_of",
]

#: A volume is closed at the end of the month in which it has come to hold so many texts.
VOLUME: Final = 250
#: The month of what has no date: pages, people.
_DATELESS: Final = "pages"
#: What a word counts in a title, in names and topics, in a summary; in a text it counts one, up to five times.
_TITLE, _NAMED, _SUMMARY, _MOST = 10, 5, 3, 5
#: The files of an index: for each first letter of keys one; digits and all other letters share one.
_OTHER: Final = "other"
_LETTERS: Final = (*"abcdefghijklmnopqrstuvwxyz", _OTHER)
#: Elements that do not end a word.
_WITHIN: Final = frozenset(
    "a abbr b bdi bdo cite code data del dfn em i ins kbd mark q rp rt ruby s samp".split()
    + "small span strong sub sup time u var wbr".split()
)
#: Stands in the place of a link to a footnote; no text has it.
_NOTE: Final = "\0"
#: Classes of links that are no words: to a footnote and back.
_NOTES: Final = frozenset({"footnote-ref", "footnote-backref"})
#: Elements whose text is not that of the page.
_SILENT: Final = frozenset({"script", "style", "svg", "template"})
_RAISED: Final = frozenset({"sub", "sup"})
_STRUCK: Final = frozenset({"del", "s"})
#: HTML's white space (Infra Standard, 4.6).
_SPACE: Final = re.compile(r"[ \t\n\r\f]+")

Units = Mapping[str, Mapping[str, str]]
"""By the key of an indicator and a language, the words of its unit."""


@dataclass(frozen=True, slots=True)
class Found:
    """A text to be found, at the root-relative ``address``, which begins with the site's folder.

    ``name`` is that of its card. ``words`` are searched, each part with what it counts, in which units stand for
    figures; ``figures`` are the slots of those that the text prints. ``shown`` is what a result prints of it.
    """

    address: str
    name: str
    words: tuple[tuple[int, str], ...]
    figures: tuple[str, ...]
    shown: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Volume:
    """Texts that have one index, whose files stand below ``path``."""

    path: str
    texts: tuple[Found, ...]


def is_found(view: StoryView | PageView) -> bool:
    """Return whether the search finds a text: if it is public, and has not been withdrawn."""
    return view.hold is None and (isinstance(view, PageView) or view.withdrawn is None)


def volume_of(path: str, views: Iterable[StoryView | PageView], newsroom: Newsroom, units: Units) -> Volume:
    """Return the volume at a path, of these texts."""
    return Volume(path, tuple(found_text(each, newsroom, units) for each in views))


def found_text(view: StoryView | PageView, newsroom: Newsroom, units: Units) -> Found:
    """Return a text as it is found; a page that is about a person has the person's name."""
    edition = newsroom.editions[view.lang]
    shown = {"title": view.title, "summary": view.summary}
    named: tuple[str, ...] = ()
    if isinstance(view, StoryView):
        kind = newsroom.catalogs[view.lang].gettext(KINDS[view.kind].label)
        shown |= {"kind": kind, "date": edition.date(view.date), "iso": view.published_iso}
        named = (*(person.name for person in view.people), *view.topics)
    elif view.person:
        shown = {"title": view.person.name, "summary": view.person.post}
    text = _text_of(str(view.content))
    parts = ((_TITLE, shown["title"]), (_SUMMARY, shown["summary"]), (_NAMED, ", ".join(named)), (1, text))
    figures = (match[0] for _, part in parts for match in SLOT.finditer(part))
    return Found(
        in_folder(view.address, newsroom.folder),
        view.address.removeprefix(edition.address()).strip("/"),
        tuple((counts, SLOT.sub(lambda slot: _unit(slot[0], view.lang, units), part)) for counts, part in parts),
        tuple(dict.fromkeys(figures)),
        {**shown, "text": text},
    )


class _Text(HTMLParser):
    """Gathers the text that a reader sees; each block is a line, so that numbers in two cells stay two."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0
        self._is_note = False
        self._raised: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in _SILENT
        if tag == "a" and not _NOTES.isdisjoint((dict(attrs).get("class") or "").split()):
            self._is_note = True
            self.parts.append(_NOTE)
        self._raised += [tag] if tag in _RAISED else []
        self._apart(tag)

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in _SILENT
        self._is_note &= tag != "a"
        if tag in _RAISED:
            del self._raised[-1:]
        self._apart(tag)

    def _apart(self, tag: str) -> None:
        if tag not in _WITHIN:
            self.parts.append("\n")
        elif tag in _STRUCK:
            self.parts.append(STRUCK)

    def handle_data(self, data: str) -> None:
        if self._silent or self._is_note:
            return
        words = _SPACE.sub(" ", data)
        self.parts.append(raised_or_lowered(words, self._raised[-1]) if self._raised else words)


def _text_of(html: str) -> str:
    parser = _Text()
    parser.feed(html)
    parser.close()
    # A marker that a page shows as code is no marker that was forgotten: a character without a width tells them apart.
    shown = "".join(parser.parts).replace("{{", "{\N{WORD JOINER}{")
    text = SLOT.sub(lambda slot: "" if slot[0][1:].startswith("%21") else slot[0], shown)
    # What stands on both sides of a footnote's number is not one number: 5[^1]6 is not 56.
    text = re.sub(rf"{_NOTE}+(\d)?", lambda found: f" {found[1]}" if found[1] else "", text)
    return re.sub(r" ?\n[ \n]*", "\n", re.sub(" +", " ", text)).strip()


def _unit(slot: str, lang: str, units: Units) -> str:
    """Return the words of the units of the indicators that a slot prints, which stand for its figure in the index."""
    keys = re.findall(r"[a-z][a-z0-9-]*", decode(slot).body)
    return " ".join(units[key].get(lang, "") for key in keys if key in units)


def volumes_of(
    views: Iterable[StoryView | PageView], edition: Edition
) -> list[tuple[str, tuple[StoryView | PageView, ...]]]:
    """Return the path and the texts of each volume of an edition, oldest first.

    New stories change no volume but the last one.
    """
    volumes: list[list[StoryView | PageView]] = []
    last = ""
    # Digits come before letters, so what has no date would be last, and would move with each new volume.
    placed = sorted(
        ((_month_of(view), view) for view in views), key=lambda each: (each[0] != _DATELESS, each[0], each[1].address)
    )
    for month, view in placed:
        if not volumes or (len(volumes[-1]) >= VOLUME and month != last):
            volumes.append([])
        volumes[-1].append(view)
        last = month
    prefix = f"{edition.prefix}{SEARCH}"
    return [(f"{prefix}/{number}", tuple(own)) for number, own in enumerate(volumes, 1)]


def _month_of(view: StoryView | PageView) -> str:
    return f"{view.date:%Y-%m}" if isinstance(view, StoryView) else _DATELESS


def start_file(volumes: int, edition: Edition) -> tuple[str, str]:
    """Return path and text of what a browser loads first: the rules of keys, and how many volumes there are."""
    rules = asdict(word_keys(edition.lang))
    return f"{edition.prefix}{SEARCH}/start.json", _json({"rules": rules, "volumes": volumes})


def text_files(volume: Volume, edition: Edition) -> Iterator[tuple[str, str]]:
    """Yield path and text of the card of each text, which a result is printed from, and of what the figures print."""
    for text in volume.texts:
        yield f"{edition.prefix}{SEARCH}/texts/{text.name}.json", _json({"address": text.address, **text.shown})
    yield f"{volume.path}/texts.json", _json([text.name for text in volume.texts])
    yield f"{volume.path}/figures.json", _json([text.figures for text in volume.texts])


def index_files(
    volume: Volume, lang: str, made: Cache, before: Volume | None = None
) -> Iterator[tuple[str, str, bytes]]:
    """Yield path, key and bytes of the files of a volume's index, one for each letter that keys begin with.

    A volume whose texts are those of an earlier build, of any site, is not indexed again; of one that is there as it
    was ``before``, with as many texts, only those that are different now.
    """
    key = _index_key(volume, lang)
    known = made.get(_index_key(before, lang)) if before and len(before.texts) == len(volume.texts) else None
    if before and known is not None:
        index = made.get_or_create(key, partial(_index_again, known, before, volume, lang))
    else:
        index = made.get_or_create(key, partial(_index, volume, lang))
    for letter, data in msgspec.msgpack.decode(index, type=dict[str, bytes]).items():
        yield f"{volume.path}/{letter}.json", cache_key(key, letter), data


def _index_key(volume: Volume, lang: str) -> str:
    words = (f"{counts} {part}" for text in volume.texts for counts, part in (*text.words, (0, "")))
    return cache_key("search", _json(asdict(word_keys(lang))), *words)


def _index(volume: Volume, lang: str) -> bytes:
    """Return a file by letter: of each key that begins so the numbers of its texts, and what it counts in each."""
    found: dict[str, dict[int, int]] = defaultdict(dict)
    for number, text in enumerate(volume.texts):
        for key, counts in _counts(text, lang).items():
            found[key][number] = counts
    return _index_of(found)


def _index_again(known: bytes, before: Volume, volume: Volume, lang: str) -> bytes:
    """Return the index of a volume from the ``known`` one that it had before, with as many texts."""
    pairs = enumerate(zip(before.texts, volume.texts, strict=True))
    new = {number: _counts(now, lang) for number, (was, now) in pairs if was.words != now.words}
    found: dict[str, dict[int, int]] = {}
    for data in msgspec.msgpack.decode(known, type=dict[str, bytes]).values():
        for key, flat in msgspec.json.decode(data, type=dict[str, list[int]]).items():
            found[key] = {number: counts for number, counts in zip(flat[::2], flat[1::2], strict=True)}
    for number in new:
        for key in [key for key, texts in found.items() if texts.pop(number, None) and not texts]:
            del found[key]
    for number, counted in new.items():
        for key, counts in counted.items():
            found.setdefault(key, {})[number] = counts
    return _index_of({key: dict(sorted(texts.items())) for key, texts in found.items()})


def _counts(text: Found, lang: str) -> dict[str, int]:
    """Return what each key counts in a text."""
    rules = word_keys(lang)
    found: dict[str, int] = {}
    for counts, part in text.words:
        for key, times in Counter(key for keys in rules.keys(part) for key in keys).items():
            found[key] = found.get(key, 0) + counts * min(times, _MOST)
    return found


def _index_of(found: Mapping[str, Mapping[int, int]]) -> bytes:
    files: dict[str, dict[str, list[int]]] = {letter: {} for letter in _LETTERS}
    for key, texts in sorted(found.items()):
        files[key[0] if key[0] in _LETTERS else _OTHER][key] = [value for pair in texts.items() for value in pair]
    return msgspec.msgpack.encode({letter: _json(keys).encode() for letter, keys in files.items()})


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
