"""Pictures in a text: ``![what it shows](/media/shop.jpg "The first day. Photo: A. Photographer")``.

When a text is read, its pictures become figures with captions; their sizes come later, when all files are known, since
what is read of a text depends on the text alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import escape, unescape
from pathlib import PurePosixPath

from aimaq.base.problems import Problem
from aimaq.newsroom.media.source import KINDS

__all__ = ["Fault", "addressed", "as_figures", "picture_problems"]

_IMAGE = r'<img(?:\s+[^\s=>"]+(?:="[^"]*")?)*\s*/?>'
_PICTURE = re.compile(rf"(?P<alone><p>\s*{_IMAGE}\s*</p>)|{_IMAGE}")
_NOT_ALONE = (
    "a picture stands within other text or HTML",
    "give it a paragraph of its own, in Markdown: ![…](…), with an empty line before and after",
)
_ATTRIBUTE = re.compile(r'([^\s=>"]+)="([^"]*)"')
_FIGURE = re.compile(r'(<figure class="photo">)<img src="([^"]*)" alt="([^"]*)">')


@dataclass(frozen=True, slots=True)
class _Image:
    """What a text says of a picture: ``src`` and ``alt`` as HTML has them in attributes, ``title`` as it is meant."""

    src: str
    alt: str
    title: str

    @classmethod
    def of(cls, tag: str) -> _Image:
        told = dict(_ATTRIBUTE.findall(tag))
        return cls(told.get("src", ""), told.get("alt", "").strip(), unescape(told.get("title", "")).strip())

    @property
    def address(self) -> str:
        return unescape(self.src).strip()


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a picture: the ``number`` tells which it is of those with its address, from 0 on."""

    address: str
    number: int
    message: str
    hint: str


def as_figures(html: str, credit: str, *, strict: bool) -> tuple[str, list[Fault]]:
    """Return the HTML of a text with its pictures as figures; and what is wrong with them.

    ``credit`` is the language's message of who took a picture, ``Photo: %(name)s``: a picture's title ends with that.
    Every picture stands in a paragraph of its own; not ``strict``, one that does not is left alone.
    """
    if "<img" not in html:
        return html, []
    faults: list[Fault] = []
    seen: Counter[str] = Counter()
    mark = credit.partition("%")[0].strip()
    ending = re.compile(rf"(?:(?P<caption>.*?)\s*(?:^|(?<=[\s.,;]))){re.escape(mark)}\s*(?P<name>\S.*)", re.IGNORECASE)

    def figure(match: re.Match[str]) -> str:
        image = _Image.of(match[0])
        told = ending.fullmatch(image.title)
        fault = _fault(image, told, mark) if match["alone"] else _NOT_ALONE if strict else None
        if fault:
            faults.append(Fault(image.address, seen[image.address], *fault))
        seen[image.address] += 1
        if not told or not match["alone"]:
            return match[0]
        caption = f"{escape(told['caption'])} " if told["caption"] else ""
        name = f'<span class="photo-credit">{escape(credit % {"name": told["name"]})}</span>'
        return (
            f'<figure class="photo"><img src="{image.src}" alt="{image.alt}">'
            f"<figcaption>{caption}{name}</figcaption></figure>"
        )

    return _PICTURE.sub(figure, html), faults


def _fault(image: _Image, told: re.Match[str] | None, mark: str) -> tuple[str, str] | None:
    name = PurePosixPath(image.address).name
    shown = image.address if len(image.address) <= 80 else f"{image.address[:79]}…"
    form = f'write it as ![what it shows](/media/name.jpg "{mark} who took it")'
    if re.match(r"[a-z][a-z0-9+.-]*:|//", image.address, re.IGNORECASE):
        return (
            f'the picture "{shown}" is on another site',
            "copy it into content/media: readers' browsers ask nobody else",
        )
    if PurePosixPath(name).suffix.lower() not in KINDS:
        return f'"{shown}" is not a picture that can stand in a text', f"it is one of {', '.join(KINDS)}"
    if not image.alt:
        return f'the picture "{shown}" has no words for those who do not see it', form
    if told is None:
        return f'the picture "{shown}" does not say who took it', form
    return None


def addressed(html: str, draw: Callable[[str, str], str | None]) -> str:
    """Return the HTML of a text with each picture as ``draw`` returns it for its address and ``alt``.

    None leaves it as it is. Both are text without entities.
    """

    def drawn(match: re.Match[str]) -> str:
        made = draw(unescape(match[2]).strip(), unescape(match[3]))
        return match[0] if made is None else match[1] + made

    return _FIGURE.sub(drawn, html) if '<figure class="photo">' in html else html


def picture_problems(
    faults: Iterable[Fault], lines: Callable[[str], list[int]], path: str, first_line: int
) -> Iterator[Problem]:
    """Yield a problem for each fault, at the line that names the picture."""
    for fault in faults:
        found = lines(fault.address) or [first_line]
        yield Problem(path, fault.message, found[min(fault.number, len(found) - 1)], hint=fault.hint)
