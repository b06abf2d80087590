"""Compare the published texts with the log: a change of what one states has to be told to its readers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from aimaq.base.languages.messages import Message, tr
from aimaq.base.problems import Problem
from aimaq.figures.fill.pins import Pins as KnownPins
from aimaq.figures.fill.printing import Printer
from aimaq.figures.log import entries
from aimaq.figures.log.log_file import Log
from aimaq.newsroom.content.text import Text
from aimaq.newsroom.media.files import File, Files
from aimaq.newsroom.versions.differences import change_between, unreported_changes
from aimaq.newsroom.versions.statements import Statements

__all__ = ["ComparedTexts", "compare_texts", "compare_words", "log_name", "pins_of"]

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


def compare_texts(
    log: Log,
    texts: Iterable[Text],
    faulty: Collection[str],
    pins: Pins,
    redirected: Mapping[str, str],
    files: Files,
    root: Path,
    logged: str,
) -> ComparedTexts:
    """Compare the texts that are public, or would be without a mistake, with the log; new entries are dated ``logged``.

    ``faulty`` are the paths of texts of which another problem is reported: what they state is not known.
    ``redirected`` are the addresses that lead elsewhere, each with where. Paths in messages are relative to ``root``.
    A part that other pages print has no address and no notices: its versions are entered, and nothing is asked.
    """
    texts = list(texts)
    known = {(entry.text, entry.lang): (index, entry) for index, entry in log.texts()}
    there = {(log_name(text), text.lang) for text in texts}
    gone = [each for name, each in known.items() if name not in there and each[1].change != "removed"]
    renamed = {
        (redirected[before.address], before.lang): (index, before)
        for index, before in gone
        if before.address in redirected
    }
    found = _compared(known, renamed, texts, faulty, pins, redirected, files, root, logged)
    allowed = {"", *redirected}
    missing = (_missing(before, index, log) for index, before in gone if before.address not in allowed)
    removed = (_gone(before, logged) for _, before in gone if before.address in allowed)
    return ComparedTexts((*found.problems, *missing), (*found.unlogged, *removed))


def compare_words(log: Log, texts: Iterable[Text], pins: Pins, files: Files, root: Path, logged: str) -> ComparedTexts:
    """Compare public texts without problems, whose addresses are as they were, with the log, and no others."""
    texts = list(texts)
    names = ((log_name(text), text.lang) for text in texts)
    known = {name: entry for name in names if (entry := log.text(*name))}
    return _compared(known, {}, texts, (), pins, (), files, root, logged)


def _compared(
    known: _Known,
    renamed: _Known,
    texts: Iterable[Text],
    faulty: Collection[str],
    pins: Pins,
    redirected: Collection[str],
    files: Files,
    root: Path,
    logged: str,
) -> ComparedTexts:
    """Compare texts with their ``known`` entries, by name and language.

    A new text at an address to which that of another one leads now is compared with that one, as ``renamed`` has it by
    the address and the language: for readers it is the same.
    """
    problems: list[Problem] = []
    unlogged: list[entries.Text] = []
    for text in texts:
        if text.says is None or _shown(text, root) in faulty:
            continue
        now = _entry(text, text.says, pins(text), files, logged)
        index, before = known.get((log_name(text), text.lang), (0, None))
        is_new = before is None or before.change == "removed"
        stated, read = renamed.get((text.address, text.lang), (0, None)) if is_new else (index, before)
        untold = list(_untold(text, read, now, stated, root)) if read and not text.part else []
        problems += untold
        if before is None or is_new:
            unlogged.append(_following(now, before, "published"))
            continue
        if before.address != now.address and before.address not in redirected:
            hint = tr(
                "Others link to it: add the line `%(address)s %(now)s` to the redirects.",
                address=before.address,
                now=now.address,
            )
            message = tr(
                "the text was published at %(address)s and is at %(now)s now (entry %(index)s of the log)",
                address=before.address,
                now=now.address,
                index=index,
            )
            problems.append(Problem(_shown(text, root), message, 1, hint=hint))
        change = change_between(before, now)
        if not untold and (change or before.address != now.address):
            kinds = {each.partition(":")[0] for each in set(now.notices) - set(before.notices)}
            kinds |= {"updated"} if text.part and change == "changed" else set()
            kind = next((each for each in ("withdrawn", "corrected", "updated") if each in kinds), "edited")
            unlogged.append(_following(now, before, kind if change else "moved"))
    return ComparedTexts(tuple(problems), tuple(unlogged))


def _untold(text: Text, before: entries.Text, now: entries.Text, index: int, root: Path) -> Iterator[Problem]:
    """Yield a problem for what a text states otherwise than the entry ``before``, if its readers are not told."""
    if text.is_article and text.feed_id != before.feed_id:
        yield _seen_twice(text, before.feed_id, root)
    if taken := set(before.notices) - set(now.notices):
        yield _notice_gone(text, taken, index, root)
    elif change_between(before, now) == "changed" and not set(now.notices) - set(before.notices):
        said = unreported_changes(text, before, now, tr("entry %(index)s of the log", index=index))
        yield from (Problem(_shown(text, root), message, line, hint=_TELL) for message, line in said)


def _entry(text: Text, says: Statements, pins: Mapping[str, str], files: Files, logged: str) -> entries.Text:
    attached = (files.file(each.file) for each in text.attachments)
    return entries.Text(
        logged=logged,
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
        notices=says.notices,
        pins=dict(pins),
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


def _seen_twice(text: Text, known: str, root: Path) -> Problem:
    """Return the problem of an article that has another day or another name than the readers of feeds know."""
    message = tr(
        'the feeds know this text as "%(known)s" and would show it as a new one, "%(now)s"',
        known=known,
        now=text.feed_id,
    )
    hint = tr("Add the line `id: %(known)s`: then nobody sees it twice.", known=known)
    field = "id" if text.id else "date"
    return Problem(_shown(text, root), message, *text.position(field), hint=hint)


def _notice_gone(text: Text, taken: Collection[str], index: int, root: Path) -> Problem:
    kinds = ", ".join(sorted({each.partition(":")[0] for each in taken}))
    message = tr(
        "a notice to readers was changed or is gone: %(kinds)s (entry %(index)s of the log)", kinds=kinds, index=index
    )
    hint = tr("What readers were told stays: put it back, and add another notice if it was wrong.")
    line = next((text.source_lines[name][0] for name in ("corrections", "updates") if name in text.source_lines), 1)
    return Problem(_shown(text, root), message, line, hint=hint)


def _missing(before: entries.Text, index: int, log: Log) -> Problem:
    message = tr(
        "%(text)s (%(lang)s) was published at %(address)s and is gone",
        text=before.text,
        lang=before.lang,
        address=before.address,
    )
    hint = tr(
        "Put it back, with `withdrawn:` if it no longer holds; or add a line for %(address)s to the "
        "redirects, so that readers get something else.",
        address=before.address,
    )
    return Problem(log.shown, message, index + 1, hint=hint)


def _shown(text: Text, root: Path) -> str:
    path = Path(text.source_path)
    return (path.relative_to(root) if path.is_relative_to(root) else path).as_posix()
