"""How people write tables: encodings, signs between cells, numbers and dates. What may mean two things is refused."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem, ProblemsFound, not_utf8

__all__ = ["day_from", "decimal_sign", "decoded", "delimiter_of", "plain_number"]

_SPACES: Final = " \u00a0\u2007\u2009\u202f"
_NUMBER: Final = re.compile(
    rf"(?P<sign>[-−]?)(?P<whole>[0-9]{{1,3}}(?:[{_SPACES}][0-9]{{3}})+|[0-9]+)(?:(?P<point>[.,])(?P<places>[0-9]+))?"
)
_GROUPED: Final = {
    ",": re.compile(r"[-−]?[0-9]{1,3}(?:[.][0-9]{3})+(?:,[0-9]+)?"),
    ".": re.compile(r"[-−]?[0-9]{1,3}(?:[,][0-9]{3})+(?:\.[0-9]+)?"),
}
_DOTTED: Final = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
_SLASHED: Final = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
#: The other letters and signs of a text that was surely written in windows-1251, by people who write Russian.
_RUSSIAN: Final = re.compile(r"[\x00-\x7fА-Яа-яЁё«»„“”‘’–—…№\u00a0©§°•]*")
#: Inside of a word no writer of Russian has these; other encodings that are read as this one do.
_MIXED: Final = re.compile("[а-яё][А-ЯЁ]|[A-Za-z][А-Яа-яЁё]|[А-Яа-яЁё][A-Za-z]")


def decoded(body: bytes, encoding: str, path: str) -> str:
    """Return the text of a file: in its declared encoding, in that of its byte order mark, in UTF-8, or windows-1251.

    The last one only where the text can be nothing else: texts in other encodings have signs of other languages then,
    capitals inside of words, or words of two alphabets. Raise ``ProblemsFound``.
    """
    if not encoding and body.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    try:
        return body.decode("utf-8-sig" if encoding in ("", "utf-8") else encoding)
    except UnicodeDecodeError as error:
        if encoding not in ("", "utf-8"):
            message = tr('the file is not written in "%(encoding)s"', encoding=encoding)
            raise ProblemsFound([Problem(path, message, hint=tr('Correct "encoding".'))]) from None
        guess = "" if encoding else body.decode("windows-1251", "replace")
        if guess and _RUSSIAN.fullmatch(guess) and not _MIXED.search(guess):
            return guess
        problem = not_utf8(error, path)
        hint = tr('%(hint)s, or declare its "encoding" in the file of sources', hint=problem.hint)
        raise ProblemsFound([Problem(path, problem.message, problem.line, problem.column, hint=hint)]) from None


def delimiter_of(line: str, wanted: Iterable[str]) -> str:
    """Return the sign between cells by which a line of headings has most of the ``wanted`` ones; else a comma."""
    names = set(wanted)

    def found(sign: str) -> int:
        return len(names & {cell.strip().strip('"') for cell in line.split(sign)})

    return max((",", ";", "\t"), key=found)


def decimal_sign(text: str) -> str:
    """Return the sign before the decimal places of a number that people wrote, "" if it has none."""
    found = _NUMBER.fullmatch(text)
    return (found["point"] or "") if found else ""


def plain_number(text: str, decimal: str) -> str:
    """Return a number that people wrote, in digits with a decimal point; another text as it is.

    ``decimal`` is the declared sign before decimal places, or "". Raise ValueError where a comma may stand for two
    things.
    """
    if decimal and _GROUPED[decimal].fullmatch(text):
        text = text.replace("." if decimal == "," else ",", "")
    found = _NUMBER.fullmatch(text)
    if found is None:
        return text
    sign, whole, point, places = found["sign"] and "-", found["whole"], found["point"], found["places"] or ""
    grouped = not whole.isdigit()
    if point and decimal and point != decimal:
        raise ValueError(
            tr(
                '"%(text)s" has "%(point)s" before its decimal places, and "decimal" is "%(decimal)s"',
                text=text,
                point=point,
                decimal=decimal,
            )
        )
    if point == "," and not decimal and len(places) == 3 and not grouped and not whole.startswith("0"):
        raise ValueError(
            tr(
                '"%(text)s" may be %(whole)s%(places)s or %(whole)s.%(places)s: say which sign is before '
                'decimal places, by "decimal" in the file of sources',
                text=text,
                whole=whole,
                places=places,
            )
        )
    digits = re.sub(f"[{_SPACES}]", "", whole)
    return f"{sign}{digits}.{places}" if point else f"{sign}{digits}"


def day_from(text: str, order: str) -> str:
    """Return a day that people wrote as 31.12.2023, or with slashes, as 2023-12-31; another text as it is.

    ``order`` is the declared order of day and month between slashes, or "". Raise ValueError for one that is missing,
    or a day that does not exist.
    """
    if found := _DOTTED.fullmatch(text):
        day, month, year = map(int, found.groups())
    elif found := _SLASHED.fullmatch(text):
        first, second, year = map(int, found.groups())
        if not order:
            raise ValueError(
                tr(
                    '"%(text)s": say whether the day or the month comes first, by "dates" in the file of sources',
                    text=text,
                )
            )
        day, month = (first, second) if order == "dd/mm/yyyy" else (second, first)
    else:
        return text
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        raise ValueError(tr('"%(text)s" is not a day of the calendar', text=text)) from None
