"""Pictures in a text: ``![what it shows](/media/shop.jpg "The first day. Photo: A. Photographer")``.

When a text is read, its pictures become figures with captions. Their sizes are added when all files are known: what is
read of a text depends on the text alone, so that it can be cached.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import escape, unescape
from pathlib import PurePosixPath

from aimaq.base.languages.messages import Message, tr
from aimaq.base.problems import Problem
from aimaq.newsroom.content.characters import shortened
from aimaq.newsroom.links.in_texts import lines_of
from aimaq.newsroom.media.picture_facts import KINDS
from aimaq.newsroom.typography.sentence_ends import with_full_stop

__all__ = ["Fault", "as_figures", "picture_problems", "replace_images"]

_IMAGE = r'<img(?:\s+[^\s=>"]+(?:="[^"]*")?)*\s*/?>'
_PICTURE = re.compile(rf"(?P<alone><p>\s*{_IMAGE}\s*</p>)|{_IMAGE}")
_NOT_ALONE = (
    Message("a picture stands within other text or HTML"),
    Message("give it a paragraph of its own, in Markdown: ![…](…), with an empty line before and after"),
)
_ATTRIBUTE = re.compile(r'([^\s=>"]+)="([^"]*)"')
_FIGURE = re.compile(r'(<figure class="photo">)<img src="([^"]*)" alt="([^"]*)">')


@dataclass(frozen=True, slots=True)
class _Image:
    """A picture in HTML: ``src`` and ``alt`` with character references, as in the attributes, ``title`` without."""

    src: str
    alt: str
    title: str

    @classmethod
    def of(cls, tag: str) -> _Image:
        attributes = dict(_ATTRIBUTE.findall(tag))
        title = unescape(attributes.get("title", "")).strip()
        return cls(attributes.get("src", ""), attributes.get("alt", "").strip(), title)

    @property
    def address(self) -> str:
        return unescape(self.src).strip()


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a picture: the one with this ``number`` (from 0) of those with the same address."""

    address: str
    number: int
    message: str
    hint: str


def as_figures(html: str, credit: str, *, strict: bool) -> tuple[str, list[Fault]]:
    """Return the HTML of a text with its pictures as figures, and what is wrong with them.

    ``credit`` is the language's message that names a photographer, ``Photo: %(name)s``: a picture's title ends with it.
    Every picture has to stand in a paragraph of its own; without ``strict``, one that does not is left as it is.
    """
    if "<img" not in html:
        return html, []
    faults: list[Fault] = []
    seen: Counter[str] = Counter()
    mark = credit.partition("%")[0].strip()
    ending = re.compile(rf"(?:(?P<caption>.*?)\s*(?:^|(?<=[\s.,;]))){re.escape(mark)}\s*(?P<name>\S.*)", re.IGNORECASE)

    def figure(match: re.Match[str]) -> str:
        image = _Image.of(match[0])
        credited = ending.fullmatch(image.title)
        fault = _fault(image, credited, mark) if match["alone"] else _NOT_ALONE if strict else None
        if fault:
            faults.append(Fault(image.address, seen[image.address], *map(str, fault)))
        seen[image.address] += 1
        if not credited or not match["alone"]:
            return match[0]
        caption = f"{escape(with_full_stop(credited['caption']))} " if credited["caption"] else ""
        name = f'<span class="photo-credit">{escape(credit % {"name": credited["name"]})}</span>'
        return (
            f'<figure class="photo"><img src="{image.src}" alt="{image.alt}">'
            f"<figcaption>{caption}{name}</figcaption></figure>"
        )

    return _PICTURE.sub(figure, html), faults


def _fault(image: _Image, credited: re.Match[str] | None, mark: str) -> tuple[str, str] | None:
    name = PurePosixPath(image.address).name
    shown = shortened(image.address, 80)
    form = tr('write it as ![what it shows](/media/name.jpg "%(mark)s who took it")', mark=mark)
    if re.match(r"[a-z][a-z0-9+.-]*:|//", image.address, re.IGNORECASE):
        hint = tr("copy it into content/media: readers' browsers ask nobody else")
        return tr('the picture "%(shown)s" is on another site', shown=shown), hint
    if PurePosixPath(name).suffix.lower() not in KINDS:
        return tr('"%(shown)s" is not a picture that can stand in a text', shown=shown), tr(
            "it is one of %(list)s", list=", ".join(KINDS)
        )
    if not image.alt:
        return tr('the picture "%(shown)s" has no words for those who do not see it', shown=shown), form
    if credited is None:
        return tr('the picture "%(shown)s" does not say who took it', shown=shown), form
    return None


def replace_images(html: str, render: Callable[[str, str], str | None]) -> str:
    """Return the HTML of a text with each figure's image replaced by what ``render`` returns for address and ``alt``.

    None leaves it as it is. Address and ``alt`` have no character references.
    """

    def replacement(match: re.Match[str]) -> str:
        image = render(unescape(match[2]).strip(), unescape(match[3]))
        return match[0] if image is None else match[1] + image

    return _FIGURE.sub(replacement, html) if '<figure class="photo">' in html else html


def picture_problems(faults: Iterable[Fault], body: str, path: str, first_line: int) -> Iterator[Problem]:
    """Yield a problem for each fault, at the line of the Markdown ``body`` that names the picture."""
    for fault in faults:
        found = lines_of(fault.address, body, first_line) or [first_line]
        yield Problem(path, fault.message, found[min(fault.number, len(found) - 1)], hint=fault.hint)
