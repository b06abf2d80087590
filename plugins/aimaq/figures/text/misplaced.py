"""Live figures where a changed value would make the words beside them wrong, and markers in code blocks.

What is refused: a live figure in somebody's words; a typed ending behind one (``{{ jobs | number }}-і``), which is
that of one value only; digits or a sign that would be read as a part of any figure (``5{{ jobs }}``); a figure right
behind another one; any marker in an indented code block, which would be published as it is typed; a chart that does
not stand alone in a paragraph.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from aimaq.base.languages.messages import Message, tr
from aimaq.base.slots import OPEN, slots_in
from aimaq.figures.grammar.kazakh_suffixes import POSSESSIVE
from aimaq.figures.text.blocks import Block, blocks_of
from aimaq.figures.text.chart_marker import CHART_ELEMENT, is_chart
from aimaq.figures.text.direct_speech import DIALOGUE, QUOTATION, spoken_origins
from aimaq.figures.text.markers import ASSERT, ChartMarker, Figure, Marker

__all__ = ["NOWHERE", "Place", "misplaced", "places_in"]

#: Characters without a width, which hide that an ending stands right behind a figure.
_INVISIBLE: Final = "\u00ad\u200b\u2060"
_LETTERS: Final = r"[^\W\d_]"
#: Letters right behind a figure, or behind a hyphen or an apostrophe.
_ENDING: Final = re.compile(rf"{OPEN}(?P<ending>[{_INVISIBLE}]*[-\u2010\u2011–'’ʼ`]?{_LETTERS}+)")
_SOFT: Final = "\u00ad\u200b"
#: What is typed beside a figure and read as a part of its number: a digit, a decimal mark with one, a sign; a group of
#: digits only behind a figure that ends with its number.
_JOINED: Final = re.compile(
    rf"(?P<before>\d[{_SOFT}]*[.,]?|(?<![^\s(«“„\"])[-−–+])[{_SOFT}]*{OPEN}"
    rf"|{OPEN}[{_SOFT}]*(?P<behind>[.,]?\d+|(?P<group>[ \u00a0\u2009\u202f]\d{{3}}(?!\d)))"
)
#: Russian words behind a hyphen that do not change with the number have more letters: "-летний", "-процентный".
_LONGEST_RUSSIAN_ENDING: Final = 3
_ENGLISH_ORDINAL: Final = re.compile(r"st|nd|rd|th|s", re.IGNORECASE)
#: Where somebody's words stand, and what else a line that begins with a dash may have been meant to be.
_SPEECH: Final = {
    QUOTATION: (Message("a quotation"), ""),
    DIALOGUE: (
        Message("a line that begins with a dash, which is direct speech"),
        Message('; an item of a list begins with "- "'),
    ),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a marker stands in a text.

    ``speech`` is ``QUOTATION`` or ``DIALOGUE`` in somebody's words, else ""; ``ending`` what is typed right behind it,
    ``joined`` what is typed on either side and would be read as a part of its number; it begins with a space if that is
    so only behind a number alone. ``follower`` is the marker that stands right behind it. ``beside_words`` is a chart
    that does not have a paragraph of its own.
    """

    speech: str = ""
    ending: str = ""
    joined: str = ""
    follower: str = ""
    in_code: bool = False
    beside_words: bool = False


NOWHERE: Final = Place()


def places_in(html: str) -> Mapping[str, Place]:
    """Return where the slots of HTML or of a plain text stand, by their origins; most of them stand nowhere special."""
    blocks = blocks_of(html)
    speech = spoken_origins(blocks)
    endings: dict[str, str] = {}
    joined: dict[str, str] = {}
    followers: dict[str, str] = {}
    in_code: set[str] = set()
    bodies = {slot.origin: slot.body for slot in slots_in(html)}
    crowded = {origin for origin, body in bodies.items() if is_chart(body)}
    for block in blocks:
        if block.element == CHART_ELEMENT and block.text.strip() == OPEN and not block.quoted:
            crowded.difference_update(block.origins)
        endings.update(_endings(block))
        joined.update(_joined(block))
        followers.update(_followers(block, bodies))
        if block.element == "pre":
            in_code.update(block.origins)
    places = {
        each: Place(
            speech=speech.get(each, ""),
            ending=endings.get(each, ""),
            joined=joined.get(each, ""),
            follower=followers.get(each, ""),
            in_code=each in in_code,
            beside_words=each in crowded,
        )
        for each in {*speech, *endings, *joined, *followers, *in_code, *crowded}
    }
    return MappingProxyType(places)


def _endings(block: Block) -> dict[str, str]:
    if not block.origins:
        return {}
    numbers = {match.start(): number for number, match in enumerate(re.finditer(OPEN, block.text))}
    return {block.origins[numbers[match.start()]]: match["ending"] for match in _ENDING.finditer(block.text)}


def _joined(block: Block) -> dict[str, str]:
    """Return what would be read as a part of the numbers that a block's slots print, by their origins."""
    if not block.origins:
        return {}
    numbers = {match.start(): number for number, match in enumerate(re.finditer(OPEN, block.text))}
    return {
        block.origins[numbers[match.start() + match[0].index(OPEN)]]: match["before"] or match["behind"]
        for match in _JOINED.finditer(block.text)
    }


def _followers(block: Block, bodies: Mapping[str, str]) -> dict[str, str]:
    """Return the figure right behind another one, by the origin of the first; an assertion prints nothing between."""
    found: dict[str, str] = {}
    before = ""
    number = 0
    for character in block.text:
        if character == OPEN:
            body = bodies.get(block.origins[number], "")
            if not body.startswith(ASSERT):
                if before:
                    found[before] = body
                before = block.origins[number]
            number += 1
        elif character not in _SOFT:
            before = ""
    return found


def misplaced(marker: Marker, body: str, place: Place, lang: str) -> str | None:
    """Return why a marker, written as ``body`` in a text in ``lang``, may not stand in its place; None if it may."""
    if place.in_code:
        return tr(
            '"%(body)s" stands in a paragraph that begins with four spaces, which makes it code: take '
            "the spaces out, or, to show the marker itself, put ``` above and below",
            body=body,
        )
    if isinstance(marker, ChartMarker) and (place.beside_words or place.speech):
        return tr(
            '"%(body)s" is a chart and stands among words: put it into a paragraph of its own, with an empty line '
            "above and below, outside of lists, tables and quotations",
            body=body,
        )
    if not isinstance(marker, Figure):
        return None
    if place.follower:
        return tr(
            '"%(follower)s" stands right behind "%(body)s", and readers would take both for one: put a space or words '
            "between them",
            follower=place.follower,
            body=body,
        )
    if marker.show == "label":
        return None
    if place.joined and not marker.prints_words and (marker.is_bare or not place.joined[0].isspace()):
        return tr(
            '"%(joined)s" is typed beside "%(body)s", and readers would take both for one number: put a word between '
            "them, a space behind a dash, or record the figure as it is to be printed",
            joined=place.joined,
            body=body,
        )
    if marker.pinned:
        return None
    pinned = f"{{{{ {replace(marker, pinned=True)} }}}}"
    if place.speech:
        where, otherwise = _SPEECH[place.speech]
        return tr(
            '"%(body)s" is live and stands in %(where)s, and what a person said does not change: pin it '
            "with %(pinned)s%(otherwise)s",
            body=body,
            where=where,
            pinned=pinned,
            otherwise=otherwise,
        )
    if place.ending and not marker.agree and _changes(place.ending, lang):
        shown = place.ending.strip(_INVISIBLE)
        return tr(
            '"%(shown)s" is typed behind "%(body)s", which is live, and will be wrong when the value has '
            "changed: %(option)spin the figure with %(pinned)s, or put a space before a word of its own",
            shown=shown,
            body=body,
            option=_option(marker, lang),
            pinned=pinned,
        )
    return None


def _option(marker: Figure, lang: str) -> str:
    """Return the advice to write an ending as an option, in a language where a marker has one."""
    if lang != "kk" or marker.show not in ("", "number"):
        return ""
    options = ("dative", POSSESSIVE) if marker.show else ("dative",)
    written = (str(replace(marker, case=option)) for option in options)
    return tr(
        "write it as an option, as in %(texts)s, ", texts=tr(" or ").join(f"{{{{ {each} }}}}" for each in written)
    )


def _changes(ending: str, lang: str) -> bool:
    """Whether a typed ending may be wrong for another value."""
    ending = ending.strip(_INVISIBLE)
    behind_a_hyphen = ending[0] in "-\u2010\u2011–"
    letters = ending.lstrip("-\u2010\u2011–")
    if lang == "ru" and behind_a_hyphen:
        return len(letters) <= _LONGEST_RUSSIAN_ENDING
    if lang == "en" and behind_a_hyphen:
        return bool(_ENGLISH_ORDINAL.fullmatch(letters))
    return True
