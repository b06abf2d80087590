"""The slots of the log: its pages, a figure's or a text's own entries, its feed, and the check of a page."""

from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import Final

from aimaq.base.rss_atom_json_feeds import EXTENSIONS
from aimaq.base.slots import COMMAND, Slot, encode, pack, slots_in, unpack
from aimaq.figures.addresses import Publication
from aimaq.figures.fill.commands import Command, Fill
from aimaq.figures.fill.filler import keys_of_marker
from aimaq.figures.grammar.dates import format_date
from aimaq.figures.log.check import PREFIX
from aimaq.figures.log.log_file import Log
from aimaq.figures.log.tiles import WIDTH, tile_path
from aimaq.figures.log_pages.entries_in_words import NEWEST, LogInWords, Titles, day_of, pages_in
from aimaq.figures.log_pages.log_feed import write_log_feed
from aimaq.figures.log_pages.page_check import write_page_check
from aimaq.figures.published_ledger import PublishedLedger

__all__ = [
    "LOG",
    "composing_parts",
    "log_commands",
    "log_slot",
    "log_state",
    "pack_titles",
    "pages_of",
    "written_log_files",
]

#: The key of what is written from the whole log, and the beginning of the other keys; an indicator's has no colon.
LOG: Final = "log:"
#: What every entry is printed with: the words of the figures and the theme's templates.
_WORDS: Final = f"{LOG}words"
#: Texts are many: those of one group have one key.
_GROUPS: Final = 256


def log_slot(command: str, lang: str) -> str:
    """Return the slot of a command: ``log_slot("log-of figure jobs", "kk")``."""
    return encode(Slot(f"{COMMAND}{command}", lang))


def pack_titles(titles: Titles) -> str:
    """Return titles, which may hold slots, as an argument."""
    return pack(sorted((*name, title) for name, title in titles.items()))


def composing_parts(log: Log) -> Iterable[str]:
    """Yield what the composing of the log's pages depends on: how many there are, and which texts they may name.

    A page is given the titles of the texts that its entries name, or would name after the next publication. Only a
    text that quotes another value on its own day gets an entry without having been composed anew.
    """
    yield f"pages {pages_in(log)}"
    for index in log.repinned():
        yield f"entry {index}"


def log_state(log: LogInWords, templates: str) -> dict[str, str]:
    """Return a digest for each key on which slots of the log depend; ``templates`` is that of the theme's."""
    tree, size, head = log.log.tree, len(log.log.lines), str(log.log.signed_head()).encode()
    words = (f"{key} {each.label!r} {each.unit!r} {each.decimals}" for key, each in log.data.ledger.indicators.items())
    state = {
        LOG: _digest([head, log.log.timestamp]),
        _WORDS: _digest([templates.encode(), *(each.encode() for each in words)]),
    }
    for page in range(pages_in(log.log)):
        state[f"{LOG}{page + 1}"] = tree.part_of(page * WIDTH, min((page + 1) * WIDTH, size)).hex()
    for key, indices in log.by_figure.items():
        state[_of("figure", key)] = _digest(map(str.encode, map(str, indices)))
    groups: dict[str, list[bytes]] = {}
    for name, indices in log.by_text.items():
        groups.setdefault(_of("text", name), []).append(f"{name} {indices}".encode())
    return state | {key: _digest(parts) for key, parts in groups.items()}


def pages_of(keys: Iterable[str]) -> set[int]:
    """Return the numbers of the log's pages that are among the keys of its state."""
    return {int(key.removeprefix(LOG)) for key in keys if key.startswith(LOG) and key.removeprefix(LOG).isdecimal()}


def log_commands(log: LogInWords | None, data: PublishedLedger) -> Mapping[str, Command]:
    """Return the commands by name; without a log they write nothing.

    ``log-page <number> <titles>`` (0: the newest entries), ``log-head``, ``log-of figure <key>``,
    ``log-of text <name> <language>``, ``log-feed <ending> <titles>`` and ``log-check``.
    """

    def page(slot: Slot, arguments: str, fill: Fill) -> str:
        number, titles = _with_titles(arguments, fill)
        return _page(log, int(number), slot.lang, titles) if log else ""

    def head(slot: Slot, arguments: str, fill: Fill) -> str:
        return _head(log, slot.lang) if log else ""

    def own(slot: Slot, arguments: str, fill: Fill) -> str:
        kind, _, name = arguments.partition(" ")
        if log is None:
            return ""
        indices = (log.by_figure if kind == "figure" else log.by_text).get(name, ())
        entries = [log.entry(index, slot.lang, {}) for index in reversed(indices)]
        return data.templates.render("log-of.html", slot.lang, entries=entries, kind=kind)

    def feed(slot: Slot, arguments: str, fill: Fill) -> str:
        ending, titles = _with_titles(arguments, fill)
        return write_log_feed(log, slot.lang, titles, ending) if log else ""

    def check(slot: Slot, arguments: str, fill: Fill) -> str:
        return write_page_check(log, slot.lang) if log else ""

    def keys_of_page(arguments: str) -> frozenset[str]:
        number, _, packed = arguments.partition(" ")
        return frozenset({_WORDS, LOG if number == "0" else f"{LOG}{number}"}) | _keys_of_titles(packed)

    def keys_of_feed(arguments: str) -> frozenset[str]:
        return frozenset({LOG, _WORDS}) | _keys_of_titles(arguments.partition(" ")[2])

    def keys_of_own(arguments: str) -> frozenset[str]:
        return frozenset({_WORDS, _of(*arguments.split(" ", 1))})

    whole = frozenset({LOG, _WORDS})
    return {
        "log-page": Command("markup", page, keys_of_page),
        "log-head": Command("markup", head, lambda _: whole),
        "log-of": Command("markup", own, keys_of_own),
        "log-feed": Command("document", feed, keys_of_feed),
        "log-check": Command("document", check, lambda _: whole),
    }


def written_log_files(publication: Publication, titles: str) -> Iterable[tuple[str, str]]:
    """Yield address and slot of each file beside the pages; ``titles`` are packed."""
    for lang in publication.languages:
        yield publication.log_check(lang), log_slot("log-check", lang)
        for ending in EXTENSIONS:
            yield f"{publication.log_feed(lang)}.{ending}", log_slot(f"log-feed {ending} {titles}", lang)


def _page(log: LogInWords, number: int, lang: str, titles: Titles) -> str:
    size = len(log.log.lines)
    begin, end = ((number - 1) * WIDTH, min(number * WIDTH, size)) if number else (max(0, size - NEWEST), size)
    entries = [log.entry(index, lang, titles) for index in reversed(range(begin, end))]
    files: tuple[str, ...] = ()
    if number:
        paths = (tile_path(level, number - 1, end - begin) for level in ("entries", 0))
        files = tuple(f"/{PREFIX}/{path}" for path in paths)
    return log.data.templates.render("log-page.html", lang, entries=entries, files=files)


def _head(log: LogInWords, lang: str) -> str:
    note, checkpoint = log.log.signed_head(), log.log.checkpoint
    day = day_of(log.log.entries[-1].logged, log.data)
    return log.data.templates.render(
        "log-head.html",
        lang,
        origin=checkpoint.origin,
        size=checkpoint.size,
        root=checkpoint.root.hex(),
        day=day.isoformat(),
        day_text=format_date(day, lang),
        signers=sorted({each.name for each in note.signatures}),
        address=f"/{PREFIX}/checkpoint",
    )


def _with_titles(arguments: str, fill: Fill) -> tuple[str, Titles]:
    """Return the first argument, and the packed titles as plain text."""
    first, _, packed = arguments.partition(" ")
    return first, {(name, lang): fill(title) for name, lang, title in unpack(packed)}


def _keys_of_titles(packed: str) -> frozenset[str]:
    titles = (title for _, _, title in unpack(packed))
    return frozenset().union(*(keys_of_marker(slot.body) for title in titles for slot in slots_in(title)))


def _of(kind: str, name: str) -> str:
    """Return the key of a figure's or a text's own entries."""
    group = name if kind == "figure" else str(blake2b(name.encode(), digest_size=2).digest()[0] % _GROUPS)
    return f"{LOG}{kind}/{group}"


def _digest(parts: Iterable[bytes]) -> str:
    return blake2b(b"\0".join(parts), digest_size=16).hexdigest()
