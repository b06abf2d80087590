"""The values in pages: in ``data`` elements, in JSON-LD, and in what programs read of a page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from operator import and_
from typing import Final

from aimaq.verify.comparisons import Comparison, agreeing, by_form, disagreeing
from aimaq.verify.log.logged_figures import Logged, LoggedRelease, LoggedText
from aimaq.verify.values.addresses import Addresses
from aimaq.verify.values.change_values import stated_change
from aimaq.verify.values.html_text import LEFT_OUT, DataElement, HtmlText, one_line
from aimaq.verify.values.open_data_files import observations_in, parse_json
from aimaq.verify.values.printed_numbers import digits_in, is_printed_first, is_subsequence, number_of, typed_numbers
from aimaq.verify.values.release_checks import release_compared
from aimaq.verify.values.worded_values import stated_wording

__all__ = ["check_page", "check_text"]

_DATA, _LINKED, _WORDS, _TEXT = "values in pages", "values in JSON-LD", "headlines and summaries", "numbers of texts"
#: The id of an entry on the pages that show the log.
_ROW_OF_ENTRY: Final = re.compile(r"e([0-9]{1,9})")
#: Texts of JSON-LD that the page has too.
_WRITTEN: Final = ("headline", "description", "name", "alternativeHeadline", "text", "articleBody", "caption")
#: Meta elements that repeat the headline.
_HEADLINES: Final = ("og:title", "twitter:title")
#: The address of a further page of a list, whose title has its number, too.
_FURTHER: Final = re.compile(r"(?:^|/)page/([0-9]+)/index\.html")
_SUMMARIES: Final = ("description", "og:description", "twitter:description")


@dataclass(frozen=True, slots=True)
class _Asked:
    """Which figure an element quotes: its key, and the releases of which it may show one."""

    key: str
    releases: Sequence[LoggedRelease]

    @property
    def values(self) -> frozenset[Decimal]:
        """The values of the releases."""
        return frozenset(each.value for each in self.releases)


def check_page(path: str, page: HtmlText, logged: Logged, addresses: Addresses) -> Iterator[Comparison]:
    """Yield what was compared in a page."""
    own = addresses.key(path.removesuffix("index.html"))
    text = logged.text_at.get(path.removesuffix("index.html").strip("/"))
    for element in page.data:
        compared = _element_compared(path, element, element.lang or page.lang, own, text, logged, addresses)
        yield compared if element.key else by_form(compared)  # without a key, it depends on what stands around it
    for line, block in page.json_ld:
        yield from _block_compared(path, line, block, page, logged, addresses)
    yield from _words_compared(path, page)


def check_text(path: str, page: HtmlText, text: LoggedText, labels: Collection[str] = ()) -> Iterator[Comparison]:
    """Yield what was compared between a page and the last version of its text in the log: the numbers typed in it.

    A text may print the ``labels`` of figures, in its language.
    """
    description = one_line(dict(page.meta).get("description", ""))
    typed = page.typed if description in page.text else f"{page.typed} {description}"
    logged = Counter(text.numbers)
    missing = logged - Counter(typed_numbers(typed))
    for words in _own_words(page):
        missing &= logged - Counter(typed_numbers(words))
    version = f"version of {text.name} ({text.lang})"
    others = (Counter(typed_numbers(words)) - logged for words in _own_words(page, labels))
    for number in reduce(and_, others):
        shown = f"the number {number} stands in the text more often than it was typed"
        yield disagreeing(_TEXT, path, "", shown, f"entry {text.index} does not have it in this {version}")
    for number in missing:
        shown = f"the number {number} does not stand there as often as in the text"
        yield disagreeing(_TEXT, path, "", shown, f"entry {text.index} has it in version of {text.name} ({text.lang})")
    yield from (agreeing(_TEXT, path) for _ in (logged - missing).elements())


def _own_words(page: HtmlText, labels: Collection[str] = ()) -> Iterator[str]:
    """Yield the text's own words, without labels, as the log may have read them.

    It takes the end of a headline and the beginning of a summary, "2025" and "300", for one number, and so on. Of what
    is left out, a picture does not stand between two numbers there, and a chart does.
    """
    own = page.own
    for label in sorted(labels, key=len, reverse=True):
        own = own.replace(label, "")
    yield own
    yield one_line(own.replace(LEFT_OUT, " "))


def _element_compared(
    path: str, element: DataElement, lang: str, own: str, text: LoggedText | None, logged: Logged, addresses: Addresses
) -> Comparison:
    place = f"line {element.line}"
    of_entry = logged.at_index.get(int(row[1])) if (row := _ROW_OF_ENTRY.fullmatch(element.row_id)) else None
    key = element.key or (of_entry.key if of_entry else addresses.key(element.row_path) or own)
    shown = f'"{element.text}" with the value {element.value or "none"}'
    if not key:
        return disagreeing(
            _DATA, path, place, shown, "it is a value of no indicator, so nothing in the log supports it"
        )
    try:
        asked = _asked(element, key, of_entry, text, logged)
    except ValueError as error:
        return disagreeing(_DATA, path, place, shown, str(error))
    wanted = "; ".join(map(str, asked.releases[-3:])) or "nothing"
    if element.form == "year" or element.form.startswith("as-of"):
        agrees = element.value in {each.period for each in asked.releases}
    elif element.value == "" and element.key:
        agrees = not digits_in(element.text)  # a word that agrees with the figure
    else:
        value = number_of(element.value)
        agrees = value is not None and _agrees(element, value, asked, logged, lang) and _is_pinned(element, value, text)
    return (
        agreeing(_DATA, path) if agrees else disagreeing(_DATA, path, place, shown, f'the log has of "{key}" {wanted}')
    )


def _agrees(element: DataElement, value: Decimal, asked: _Asked, logged: Logged, lang: str) -> bool:
    """Return whether the log has the value, or two values that differ by it, and whether it is what is printed."""
    decimals = logged.decimals(asked.key)
    change = stated_change(element.form)
    if wording := stated_wording(element.form):
        return value in asked.values and wording.agrees(value, element.text, decimals, lang)
    if change is None:
        return value in asked.values and is_printed_first(value, element.text, decimals, lang)
    others = logged.at(asked.key, element.since) if element.since[:1].isdigit() else logged.known(asked.key)
    return change.agrees(value, element.text, decimals, lang, asked.values, {each.value for each in others})


def _is_pinned(element: DataElement, value: Decimal, text: LoggedText | None) -> bool:
    """Return whether a figure in a text has the value that the log has for its marker, if it has one."""
    if text is None or not element.in_prose or "published" not in element.at or stated_change(element.form):
        return True
    pin = text.pins.get(f"{element.key} @ {element.at}", "")
    return not pin or number_of(pin) == value


def _asked(
    element: DataElement, key: str, of_entry: LoggedRelease | None, text: LoggedText | None, logged: Logged
) -> _Asked:
    """Return which releases an element may show."""
    known = logged.known(key)
    releases: Sequence[LoggedRelease]
    words = element.at.split()
    until = text.published if text and text.published and element.in_prose and "published" in words else "9999"
    if of_entry and element.at in ("", "log") and element.key in ("", of_entry.key):
        releases = [of_entry]
    elif element.row_id.startswith("r-") and not element.key:
        releases = [each for each in known if element.row_id.startswith(f"r-{each.period}-{each.released}")]
    elif not element.key:
        releases = known
    else:
        period = next((word for word in words if word[0].isdigit()), "")
        if "plan" in words:
            releases = [each for each in logged.plans(key, until) if not period or each.period == period]
        elif period:
            releases = logged.at(key, period, until)
        elif words and (until == "9999" or words[0] != "published"):
            releases = known
        else:
            releases = logged.current(key, until)
    return _Asked(key, releases)


def _block_compared(
    path: str, line: int, block: str, page: HtmlText, logged: Logged, addresses: Addresses
) -> Iterator[Comparison]:
    place = f"JSON-LD in line {line}"
    try:
        document = parse_json(block.encode())
    except ValueError as error:
        yield disagreeing(_LINKED, path, place, "it is no JSON", str(error))
        return
    for where, key, stated in observations_in(document, logged, addresses):
        yield release_compared(_LINKED, path, f"{place}, {where}", key, stated, logged)
    pictured = (words for _, words in page.pictures)
    seen = digits_in(" ".join((page.text, page.title, *(text for _, text in page.meta), *pictured)))
    for where, text in _texts(document):
        if digits := digits_in(text):
            is_there = is_subsequence(digits, seen)
            wrong = disagreeing(_LINKED, path, f"{place}, {where}", f'"{text}"', "the page itself says otherwise")
            yield agreeing(_LINKED, path) if is_there else by_form(wrong)


def _words_compared(path: str, page: HtmlText) -> Iterator[Comparison]:
    """Yield the comparison of what repeats a page's headline and summary with what the page shows."""
    if not any(each.in_prose for each in page.data):
        return  # it quotes no figure itself
    meta, seen = dict(page.meta), digits_in(page.text)
    further = _FURTHER.search(path)
    headline = [*digits_in(page.headline), *([further[1]] if further else ())]
    for name in filter(meta.get, _HEADLINES):
        is_right = is_subsequence(digits_in(meta[name]), headline)
        wrong = disagreeing(_WORDS, path, name, f'"{one_line(meta[name])}"', f'the headline is "{page.headline}"')
        yield agreeing(_WORDS, path) if is_right else wrong
    if not is_subsequence(digits_in(meta.get("og:title", "")), digits_in(page.title)):
        yield disagreeing(_WORDS, path, "title", f'"{page.title}"', f'the headline is "{page.headline}"')
    summaries = [(name, text) for name, text in page.meta if name in _SUMMARIES]
    for name, text in summaries:
        if text != summaries[0][1]:
            yield disagreeing(
                _WORDS, path, name, f'"{one_line(text)}"', f'the description is "{one_line(summaries[0][1])}"'
            )
    lead = digits_in(summaries[0][1]) if summaries else []
    if lead and not is_subsequence(lead, seen):
        yield disagreeing(
            _WORDS, path, "description", f'"{one_line(summaries[0][1])}"', "the page itself says otherwise"
        )


def _texts(document: object) -> Iterator[tuple[str, str]]:
    """Yield the place of each text of JSON-LD that people read, and the text."""
    waiting: list[tuple[str, object]] = [("", document)]
    while waiting:
        where, each = waiting.pop()
        if isinstance(each, list):
            waiting += ((f"{where}/{number}", part) for number, part in enumerate(each))
        elif isinstance(each, dict) and each.get("@type") != "Observation":
            waiting += ((f"{where}/{name}", part) for name, part in each.items())
            yield from ((f"{where}/{name}", text) for name, text in _written(each))


def _written(node: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    return ((name, each) for name in _WRITTEN if isinstance(each := node.get(name), str))
