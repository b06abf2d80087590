"""Compare the published texts with the log: a change of what one states has to be told to its readers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from aimaq.base.languages.messages import Message, tr
from aimaq.base.problems import Problem
from aimaq.figures.fill.pins import Pins as KnownPins
from aimaq.figures.fill.printing import Printer
from aimaq.figures.log import entries
from aimaq.figures.log.log_file import Log
from aimaq.figures.log.log_index import ADDRESS
from aimaq.newsroom.content.text import Text
from aimaq.newsroom.media.files import File, Files
from aimaq.newsroom.versions.differences import change_between, other_values, unreported_changes
from aimaq.newsroom.versions.left_addresses import how_to_fill, how_to_redirect, left_address_problems
from aimaq.newsroom.versions.linked_files import linked_digests, linked_documents, picture_digests
from aimaq.newsroom.versions.published_before import Published, PublishedBefore
from aimaq.newsroom.versions.statements import Statements

__all__ = [
    "ComparedTexts",
    "Comparison",
    "compare_texts",
    "compare_words",
    "known_to_readers",
    "log_name",
    "pins_of",
]

_Known: TypeAlias = Mapping[tuple[str, str], tuple[int, entries.Text]]
Pins = Callable[[Text], Mapping[str, str]]
"""Returns the value of each figure that a text quotes, as known on its day, by its marker."""
#: How many digits of a file's SHA-256 the log keeps.
_DIGITS: Final = 16

_TELL: Final = Message(
    "Readers are told of such a change: add it to `updates:` if nothing was wrong, to "
    "`corrections:` if something was, or take the change back."
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What texts are compared with: the log, and what else is known of a site.

    ``redirected`` are the addresses that lead elsewhere, each with where. New entries are dated ``logged``. Paths in
    messages are relative to ``root``. ``site_url`` is the site's address, of which a text may also make links.
    """

    log: Log
    pins: Pins
    redirected: Mapping[str, str]
    files: Files
    root: Path
    logged: str
    site_url: str = ""


@dataclass(frozen=True, slots=True)
class ComparedTexts:
    """What is wrong, and the entries that the log lacks."""

    problems: tuple[Problem, ...] = ()
    unlogged: tuple[entries.Text, ...] = ()


def pins_of(printer: Printer) -> Pins:
    """Return what finds the values of the figures that a text quotes, as a ledger's ``printer`` knows them."""
    known = KnownPins(printer)
    return lambda text: known.of(text.quotes, f"{text.date:%Y-%m-%d}" if text.date else "")


def log_name(text: Text) -> str:
    """Return the name of a text in the log, the same for all its languages; a part has that of its folder."""
    return text.slug if text.part else f"{'article' if text.is_article else 'page'}/{text.slug}"


def known_to_readers(log: Log, texts: Iterable[Text]) -> frozenset[str]:
    """Return which addresses and slugs of texts the log has: they are no secret, even when the texts are held back."""
    names = {name.rpartition(" ")[0] for name in log.indices_of("text")}
    addresses = log.indices_of(ADDRESS)
    texts = list(texts)
    slugs = (text.slug.rpartition("/")[2] for text in texts if log_name(text) in names)
    return frozenset((*slugs, *(text.address for text in texts if f"{text.address} {text.lang}" in addresses)))


def compare_texts(
    by: Comparison,
    texts: Iterable[Text],
    faulty: Collection[str] = (),
    held: Iterable[Text] = (),
    others: Iterable[str] = (),
) -> ComparedTexts:
    """Compare the texts that are public, or would be without a mistake, with the log.

    ``faulty`` are the paths of texts of which another problem is reported: what they state is not known.
    ``held`` are the texts that are not public yet, or no longer, and ``others`` the addresses of what is no text.
    A text whose address another one has now is removed, and the other one is compared with it. A part that other pages
    print has no address and no notices: its versions are entered, and nothing is asked.
    """
    texts = list(texts)
    known = {(entry.text, entry.lang): (index, entry) for index, entry in by.log.texts()}
    there = {(log_name(text), text.lang) for text in texts}
    gone = [each for name, each in known.items() if name not in there and each[1].change != "removed"]
    taken = {(text.address, text.lang) for text in texts if not text.part}
    found = _compared(by, known, taken, texts, faulty)
    allowed = {"", *by.redirected}
    held_back = {(log_name(text), text.lang): text for text in held}
    missing: list[Problem] = []
    removed: list[entries.Text] = []
    for index, before in gone:
        if before.address in allowed or _place(before) in taken:
            removed.append(_gone(before, by.logged))
        else:
            text = held_back.get((before.text, before.lang))
            missing.append(_held(text, before, index, by) if text else _missing(before, index, by.log))
    missing += left_address_problems(by.log, {*by.redirected, *(address for address, _ in taken), *others})
    return ComparedTexts((*found.problems, *missing), (*found.unlogged, *removed))


def compare_words(by: Comparison, texts: Iterable[Text]) -> ComparedTexts:
    """Compare public texts without problems, whose addresses are as they were, with the log, and no others."""
    texts = list(texts)
    names = ((log_name(text), text.lang) for text in texts)
    known = {name: entry for name in names if (entry := by.log.text(*name))}
    return _compared(by, known, (), texts, ())


def _compared(
    by: Comparison,
    known: _Known,
    taken: Collection[tuple[str, str]],
    texts: Iterable[Text],
    faulty: Collection[str],
) -> ComparedTexts:
    """Compare texts with their ``known`` last entries, by name and language, or with what readers had before them.

    ``taken`` are the addresses and languages of all texts: what was there has moved, or it is removed.
    """
    published = PublishedBefore(by.log, by.redirected)
    problems: list[Problem] = []
    unlogged: list[entries.Text] = []
    for text in texts:
        if text.says is None or _shown(text, by.root) in faulty:
            continue
        now = _entry(text, text.says, by)
        last = known.get((now.text, now.lang))
        untold = [] if text.part else list(_untold(text, published.of(now, last), now, by))
        problems += untold
        index, before = last or (0, None)
        if before is None or before.change == "removed":
            unlogged.append(_following(now, before, "published"))
            continue
        if before.address != now.address and before.address not in by.redirected and _place(before) not in taken:
            hint = how_to_redirect(before.address, now.address)
            message = tr(
                "the text was published at %(address)s and is at %(now)s now (entry %(index)s of the log)",
                address=before.address,
                now=now.address,
                index=index,
            )
            problems.append(Problem(_shown(text, by.root), message, 1, hint=hint))
        change = change_between(before, now)
        if not untold and (change or before.address != now.address):
            kinds = {each.partition(":")[0] for each in set(now.notices) - set(before.notices)}
            kinds |= {"updated"} if text.part and change == "changed" else set()
            kind = next((each for each in ("withdrawn", "corrected", "updated") if each in kinds), "edited")
            unlogged.append(_following(now, before, kind if change else "moved"))
    return ComparedTexts(tuple(problems), tuple(unlogged))


def _untold(text: Text, had: Sequence[Published], now: entries.Text, by: Comparison) -> Iterator[Problem]:
    """Yield a problem for what a text states otherwise than what readers had before, if they are not told."""
    ids = {each.feed_id: each for each in reversed(had) if each.feed_id}
    if text.is_article and ids and text.feed_id not in ids:
        yield _seen_twice(text, next(each for each in had if each.feed_id), by.root)
    for each in had:
        before = each.entry
        values = other_values(before, now) if each.is_removed else ""
        if taken := set(before.notices) - set(now.notices):
            yield _notice_gone(text, taken, each, by.root)
        elif (values or change_between(before, now) == "changed") and not set(now.notices) - set(before.notices):
            linked = linked_documents(text, by.files, by.site_url)
            said = unreported_changes(text, before, now, each.where, linked, values)
            hint = _hint(_TELL, each)
            yield from (Problem(_shown(text, by.root), message, line, hint=hint) for message, line in said)


def _hint(hint: str, had: Published) -> str:
    return f"{hint} {had.if_other}".rstrip()


def _place(entry: entries.Text) -> tuple[str, str]:
    return entry.address, entry.lang


def _entry(text: Text, says: Statements, by: Comparison) -> entries.Text:
    attached = (by.files.file(each.file) for each in text.attachments)
    return entries.Text(
        logged=by.logged,
        text=log_name(text),
        lang=text.lang,
        version=1,
        change="published",
        published=text.date.date().isoformat() if text.date else "",
        id=text.id,
        address="" if text.part else text.address,
        headline=says.headline,
        words=says.words,
        numbers=says.numbers,
        dates=says.dates,
        quotations=says.quotations,
        amounts=says.amounts,
        fields=says.fields,
        field_amounts=says.field_amounts,
        files=tuple(each.sha256[:_DIGITS] for each in attached if isinstance(each, File)),
        linked=linked_digests(text, by.files, by.site_url, _DIGITS),
        pictures=picture_digests(text, by.files, by.site_url, _DIGITS),
        lists=says.lists,
        notices=says.notices,
        pins=dict(by.pins(text)),
    )


def _following(now: entries.Text, before: entries.Text | None, change: str) -> entries.Text:
    return entries.changed(now, version=before.version + 1 if before else 1, change=change)


def _gone(before: entries.Text, logged: str) -> entries.Text:
    return entries.Text(
        logged=logged,
        text=before.text,
        lang=before.lang,
        version=before.version + 1,
        change="removed",
        published=before.published,
        address=before.address,
    )


def _seen_twice(text: Text, had: Published, root: Path) -> Problem:
    """Return the problem of an article that has another day or another name than the readers of feeds know."""
    message = tr(
        'the feeds know this text as "%(known)s" and would show it as a new one, "%(now)s"',
        known=had.feed_id,
        now=text.feed_id,
    )
    hint = tr("Add the line `id: %(known)s`: then nobody sees it twice.", known=had.feed_id)
    field = "id" if text.id else "date"
    return Problem(_shown(text, root), message, *text.position(field), hint=_hint(hint, had))


def _notice_gone(text: Text, taken: Collection[str], had: Published, root: Path) -> Problem:
    kinds = ", ".join(sorted({each.partition(":")[0] for each in taken}))
    message = tr("a notice to readers was changed or is gone: %(kinds)s (%(where)s)", kinds=kinds, where=had.where)
    hint = tr("What readers were told stays: put it back, and add another notice if it was wrong.")
    line = next((text.source_lines[name][0] for name in ("corrections", "updates") if name in text.source_lines), 1)
    return Problem(_shown(text, root), message, line, hint=_hint(hint, had))


def _held(text: Text, before: entries.Text, index: int, by: Comparison) -> Problem:
    """Return the problem of a text that was public and is held back now; problems at a draft's place stop no build."""
    message = tr(
        "%(text)s (%(lang)s) was published at %(address)s, and %(file)s is %(hold)s now",
        text=before.text,
        lang=before.lang,
        address=before.address,
        file=_shown(text, by.root),
        hold=str(text.hold),
    )
    hint = tr(
        "Publish it, with `withdrawn:` if it no longer holds; or add a line for %(address)s to the redirects, so that "
        "readers get something else until then.",
        address=before.address,
    )
    return Problem(by.log.shown, message, index + 1, hint=hint)


def _missing(before: entries.Text, index: int, log: Log) -> Problem:
    message = tr(
        "%(text)s (%(lang)s) was published at %(address)s and is gone",
        text=before.text,
        lang=before.lang,
        address=before.address,
    )
    return Problem(log.shown, message, index + 1, hint=how_to_fill(before.address))


def _shown(text: Text, root: Path) -> str:
    path = Path(text.source_path)
    return (path.relative_to(root) if path.is_relative_to(root) else path).as_posix()
