"""What a text states: its words, numbers, dates, quotations and headline, as the log keeps them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from html import unescape
from typing import Final

from babel.dates import get_month_names

from aimaq.base.slots import replace_slots
from aimaq.figures.grammar.locales import locale_of
from aimaq.figures.log.entries import digest_of
from aimaq.newsroom.content.fields import Photo, Values
from aimaq.newsroom.markdown.list_numbers import signs_of_lists
from aimaq.newsroom.versions.amounts import amounts_in

__all__ = ["Statements", "statements_of"]

#: Tags that do not end a word.
_INLINE: Final = re.compile(r"</?(?:a|abbr|b|bdi|cite|code|em|i|mark|q|s|small|span|strong|sub|sup|u|wbr)\b[^>]*>")
_TAG: Final = re.compile(r"<[^>]*>")
_QUOTE_ELEMENT: Final = re.compile(r"<(blockquote|q)\b[^>]*>(.*?)</\1>", re.DOTALL)
#: A number as it is typed: groups of three digits after a space of any width, a decimal comma or point.
_NUMBER: Final = re.compile(r"\d+(?:[ \u00a0\u2009\u202f]\d{3}(?!\d))*(?:[.,]\d+)*")
_QUOTED: Final = re.compile(r"«[^»]*»|“[^”]*”|„[^“”]*[“”]|\"[^\"]*\"")
_DIALOGUE: Final = re.compile(r"<p>\s*[—–]\s*(.*?)</p>", re.DOTALL)
_NUMERIC_DATE: Final = r"\d{4}-\d\d(?:-\d\d)?|\d{1,2}[./]\d{1,2}[./]\d{2,4}"
#: What readers get of the body in another way than as words of a line: in attributes, a list's numbers among them,
#: and struck through, raised or lowered.
_SAID_OTHERWISE: Final = re.compile(
    r'\s(?:alt|title|start|value)="([^"]*)"|<(?:del|s|sup|sub)\b[^>]*>(.*?)</(?:del|s|sup|sub)>', re.DOTALL
)
#: Fields that state a day, or a moment of one.
_DAYS: Final = ("date", "start", "end", "issued", "post_date")
#: Fields beside the text whose numbers it answers for.
_BESIDE: Final = ("number", "issuer", "dateline", "place", "street", "state")
_PICTURES: Final = ("photo", "portrait")


@dataclass(frozen=True, slots=True)
class Statements:
    """What a text states; a marker counts as it is written, since the log has its values.

    ``headline`` and ``words`` are digests. ``numbers`` and ``dates`` are those that are typed, ``quotations`` digests,
    all sorted. ``notices`` has a digest for each update, correction and withdrawal. ``amounts`` is the beginning of a
    digest of all numbers in their order, with their signs and magnitudes; ``fields`` and ``field_amounts`` are those of
    the words and of the numbers beside its text: captions, titles of attachments, a document's number. ``lists`` is
    that of its lists that are not numbered 1, 2, 3; it is never "".
    """

    headline: str
    words: str
    numbers: tuple[str, ...]
    dates: tuple[str, ...]
    quotations: tuple[str, ...]
    notices: tuple[str, ...]
    amounts: str = ""
    fields: str = ""
    field_amounts: str = ""
    lists: str = ""


def statements_of(html: str, title: str, summary: str, fields: Values, lang: str) -> Statements:
    """Return what a text states: the HTML of its body, its title and summary, and its other fields."""
    body = _visible(html)
    text = " ".join((title, summary, body))
    typed = re.sub(r"\{\{[^{}]*+\}\}", "{{}}", text)
    days = [_day(fields[name]) for name in _DAYS if fields.get(name)]
    quoted = [_visible(each[2]) for each in _QUOTE_ELEMENT.finditer(html)]
    quoted += [_visible(each[1]) for each in _DIALOGUE.finditer(html)]
    quoted += _QUOTED.findall(text)
    notices = [("updated", each.date.isoformat(), each.text) for each in fields.get("updates", ())]
    notices += [("corrected", each.date.isoformat(), each.text) for each in fields.get("corrections", ())]
    if withdrawn := fields.get("withdrawn"):
        notices.append(("withdrawn", withdrawn.date.isoformat(), withdrawn.reason))
    beside = _beside(html, fields)
    named = [each.title for each in fields.get("sources", ())] + [each.credit for each in _pictures(fields)]
    return Statements(
        headline=digest_of(title),
        words=digest_of(" ".join((summary, body)).strip()),
        numbers=tuple(sorted(re.sub(r"\s", "", each) for each in _NUMBER.findall(typed))),
        dates=tuple(sorted([*days, *(" ".join(each.split()) for each in _dates(lang).findall(typed))])),
        quotations=tuple(sorted({digest_of(each)[:16] for each in quoted})),
        notices=tuple(f"{kind}:{digest_of([kind, day, words])[:16]}" for kind, day, words in notices),
        amounts=digest_of(["amounts", *amounts_in(text, lang)])[:16],
        fields=digest_of(["fields", *beside, *named])[:16],
        field_amounts=digest_of(["field_amounts", *amounts_in(" ; ".join(beside), lang)])[:16],
        lists=digest_of(["lists", *signs_of_lists(html)])[:16],
    )


def _beside(html: str, fields: Values) -> list[str]:
    """Return what readers get beside the text itself, as it is typed."""
    found = [str(fields.get(name) or "") for name in _BESIDE]
    found += [each.title for each in fields.get("attachments", ())]
    found += [words for each in _pictures(fields) for words in (each.alt, each.caption)]
    return [*found, *(_visible(attribute or words) for attribute, words in _SAID_OTHERWISE.findall(_as_typed(html)))]


def _pictures(fields: Values) -> list[Photo]:
    return [*filter(None, map(fields.get, _PICTURES)), *fields.get("photos", ())]


def _visible(html: str) -> str:
    """Return the words of a text, with its markers as they are written."""
    return " ".join(unescape(_TAG.sub(" ", _INLINE.sub("", _as_typed(html)))).split())


def _as_typed(html: str) -> str:
    return replace_slots(html, lambda slot: f"{{{{ {slot.body} }}}}")


def _day(value: date | datetime) -> str:
    """Return a day, with its time of day if it has one, as the editor wrote it: without the zone's offset."""
    if isinstance(value, datetime) and (value.hour or value.minute):
        return f"{value:%Y-%m-%d %H:%M}"
    return f"{value:%Y-%m-%d}"


@lru_cache
def _dates(lang: str) -> re.Pattern[str]:
    """Return the pattern of the dates in a language: numeric ones, and the names of months.

    A name without a number beside it counts in Russian, in any case, and in English; a Kazakh one is often another
    word.
    """
    locale = locale_of(lang)
    wide, abbreviated = (
        "|".join(
            sorted(
                {
                    re.escape(re.sub(r"[ьйяаи.]$", "", name) if lang == "ru" else name.rstrip("."))
                    for form in ("format", "stand-alone")
                    for name in get_month_names(width, form, locale).values()
                },
                key=len,
                reverse=True,
            )
        )
        for width in ("wide", "abbreviated")
    )
    alone = {"ru": rf"\b(?:{wide})(?:[йьяею]|ем|ём|а|у|ом)?\b", "en": rf"\b(?:{wide})\b"}.get(lang, r"(?!)")
    month = rf"(?:{wide}|{abbreviated})\w*"
    return re.compile(rf"{_NUMERIC_DATE}|\d{{1,2}}\s+{month}(?:\s+\d{{4}})?|\b{month}\s+\d{{1,4}}\b|{alone}")
