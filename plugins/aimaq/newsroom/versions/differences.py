"""What differs between two versions of a text, as the log has them: only words, or what it states."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from aimaq.base.languages.messages import tr
from aimaq.figures.log import entries
from aimaq.newsroom.content.text import Text

__all__ = ["change_between", "other_values", "unreported_changes"]

_STATED: Final = ("headline", "numbers", "dates", "quotations")


def change_between(before: entries.Text, now: entries.Text) -> str:
    """Return "edited" if only words differ, "changed" if more does, "" if nothing."""
    if before.pins.keys() != now.pins.keys() or any(getattr(before, name) != getattr(now, name) for name in _STATED):
        return "changed"
    if _differ_in_amounts(before, now) or _differ_beside(before, now) or _differ_in_files(before, now):
        return "changed"
    other_fields = before.fields not in ("", now.fields) or (before.linked and before.linked != now.linked)
    if other_fields or _differ_in_pictures(before, now):
        return "edited"
    return "edited" if (before.words, before.notices) != (now.words, now.notices) else ""


def other_values(before: entries.Text, now: entries.Text) -> str:
    """Return which figures that both quote have other values, in words; "" if none has, or the day is another one."""
    both = [marker for marker in before.pins if marker in now.pins] if before.published == now.published else []
    return ", ".join(
        f"{{{{ {marker} }}}} {before.pins[marker] or tr('nothing')} → {now.pins[marker] or tr('nothing')}"
        for marker in both
        if before.pins[marker] != now.pins[marker]
    )


def unreported_changes(
    text: Text, before: entries.Text, now: entries.Text, where: str, linked: Iterable[str], values: str = ""
) -> Iterator[tuple[str, int]]:
    """Yield each kind of statement that differs, in words, with the line of what is new.

    ``where`` names the entry ``before``, ``linked`` are the documents of which ``now`` has digests, and ``values`` are
    those of figures that are not what they were.
    """
    lines = Path(text.source_path).read_text("utf-8", errors="replace").split("\n")
    title = text.source_lines.get("title", (1, 1))[0]
    if before.headline != now.headline:
        yield tr("the headline is not the one that was published (%(where)s)", where=where), title
    if differences := _exchanged(before.numbers, now.numbers):
        message = tr(
            "its numbers are not those that were published: %(differences)s (%(where)s)",
            differences=differences,
            where=where,
        )
        yield message, _line_of(lines, _new(before.numbers, now.numbers)) or title
    if differences := _exchanged(before.dates, now.dates):
        message = tr(
            "its dates are not those that were published: %(differences)s (%(where)s)",
            differences=differences,
            where=where,
        )
        yield message, _line_of(lines, _new(before.dates, now.dates)) or title
    if (before.numbers, before.pins.keys()) == (now.numbers, now.pins.keys()) and _differ_in_amounts(before, now):
        message = tr(
            "its numbers have other signs, magnitudes, units or words than those that were published, or stand in "
            "another order (%(where)s)",
            where=where,
        )
        yield message, title
    if _differ_beside(before, now):
        message = tr(
            "the numbers of its lists, in its captions, in the titles of its attachments or in its other fields are "
            "not those that were published (%(where)s)",
            where=where,
        )
        yield message, title
    if _differ_in_files(before, now):
        yield _changed_files(text, before, now, where, linked), text.source_lines.get("attachments", (title, 1))[0]
    if before.quotations != now.quotations:
        yield tr("its quotations are not those that were published (%(where)s)", where=where), title
    if values:
        message = tr(
            "the figures that it quotes have other values than those that were published: %(values)s (%(where)s)",
            values=values,
            where=where,
        )
        yield message, title
    if before.pins.keys() != now.pins.keys() and before.numbers == now.numbers:
        message = tr(
            "the figures that it quotes are not those that were published: %(names)s (%(where)s)",
            names=", ".join(sorted(before.pins.keys() ^ now.pins.keys())),
            where=where,
        )
        yield message, title


def _differ_in_amounts(before: entries.Text, now: entries.Text) -> bool:
    """Return whether the numbers mean something else; an older entry does not know, and the same words do not differ.

    So a text that nobody has touched states what it stated, also where another version reads more words as numbers.
    """
    return before.amounts not in ("", now.amounts) and before.words != now.words


def _differ_beside(before: entries.Text, now: entries.Text) -> bool:
    """Return whether the numbers beside the text mean something else, by the same rule as its own, or lists others."""
    if before.lists not in ("", now.lists):
        return True
    return before.field_amounts not in ("", now.field_amounts) and before.fields != now.fields


def _differ_in_files(before: entries.Text, now: entries.Text) -> bool:
    """Return whether attached files differ, or a linked document is gone; an older entry does not know."""
    return before.fields != "" and (before.files != now.files or not set(before.linked) <= set(now.linked))


def _differ_in_pictures(before: entries.Text, now: entries.Text) -> bool:
    """Return whether readers see other pictures, or other ones under their names; an older entry does not know."""
    if not before.lists:
        return False
    had, has = before.picture_digests, now.picture_digests
    return set(had.values()) != set(has.values()) or bool(now.replaced_pictures(before))


def _changed_files(text: Text, before: entries.Text, now: entries.Text, where: str, linked: Iterable[str]) -> str:
    attached = zip((each.file for each in text.attachments), now.files, strict=False)
    new = [name for name, digest in attached if digest not in before.files]
    new += [
        name
        for name, digest in zip(linked, now.linked, strict=False)
        if digest not in before.linked and not set(before.linked) <= set(now.linked)
    ]
    if names := ", ".join(new):
        return tr("the attached %(names)s is not what was published (%(where)s)", names=names, where=where)
    return tr("attached files that were published are gone, or stand in another order (%(where)s)", where=where)


def _exchanged(before: Sequence[str], now: Sequence[str]) -> str:
    """Return which numbers or dates are new and which are gone, in words; "" if they are the same."""
    new, gone = _new(before, now), _new(now, before)
    says = [tr("%(values)s is new", values=", ".join(new))] if new else []
    says += [tr("%(values)s was published and is gone", values=", ".join(gone))] if gone else []
    return tr(" and ").join(says)


def _new(before: Sequence[str], now: Sequence[str]) -> list[str]:
    return list((Counter(now) - Counter(before)).elements())


def _line_of(lines: Sequence[str], new: Iterable[str]) -> int | None:
    """Return the first line that has one of some numbers or dates, however its digits are grouped; whole ones first."""
    wanted = "|".join(r"\s?".join(re.escape(sign) for sign in "".join(each.split())) for each in new)
    patterns = (rf"(?<!\d)(?<!\d[.,-])({wanted})(?!\d|[.,-]\d)", wanted) if wanted else ()
    numbered = (at for pattern in patterns for at, line in enumerate(lines, 1) if re.search(pattern, line))
    return next(numbered, None)
