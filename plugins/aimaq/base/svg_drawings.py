"""SVG drawings of editors: only what draws is published, and nothing that runs, loads or links.

A drawing that is opened by itself is a page of the site: its scripts run in the site's name. What is allowed is a list
of the elements and attributes of SVG 2 (https://www.w3.org/TR/SVG2/); the rest is named, with its line.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from xml.parsers import expat

from aimaq.base.languages.messages import Message, number, tr
from aimaq.base.problems import Problem

__all__ = ["svg_problem"]

_SVG: Final = "http://www.w3.org/2000/svg"
_XLINK: Final = "http://www.w3.org/1999/xlink"
#: Namespaces whose elements a browser acts on.
_ACTED_ON: Final = ("http://www.w3.org/1999/xhtml", "http://www.w3.org/1998/Math/MathML", "http://www.w3.org/1999/XSL")
_ELEMENTS: Final = frozenset(
    "svg g defs symbol use title desc metadata style switch view path rect circle ellipse line polyline polygon text"
    " tspan textPath image linearGradient radialGradient stop clipPath mask pattern marker filter feBlend feColorMatrix"
    " feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow"
    " feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology feOffset fePointLight"
    " feSpecularLighting feSpotLight feTile feTurbulence".split()
)
_PICTURE: Final = re.compile(r"data:image/(png|jpeg|gif|webp|avif);base64,[A-Za-z0-9+/=\s]*")
#: What a style may not hold: an address that is not a part of the drawing, an import, an escape that could hide them.
_LOADING: Final = re.compile(r"""url\(\s*(?!["']?\s*#)|\\|expression\s*\(|image(-set)?\s*\(|src\s*\(""", re.IGNORECASE)
_AT_RULE: Final = re.compile(r"@(?!media|supports|keyframes)[\w-]*", re.IGNORECASE)
#: Other encodings are not those of browsers, which would read another text.
_ENCODINGS: Final = frozenset({"utf-8", "utf-16", "us-ascii", "iso-8859-1", "windows-1251"})
_HINT: Final = Message('save it as a plain drawing ("Plain SVG" in Inkscape), or as a PNG')
_MOST = 10_000_000  # bytes


class _NotADrawing(Exception):
    pass


def svg_problem(path: Path, shown: str) -> Iterator[Problem]:
    """Yield the first thing in a drawing that is not to be published, with its line."""
    data = path.read_bytes()
    if len(data) > _MOST:
        yield Problem(
            shown,
            tr("the drawing has %(number)s bytes, more than %(most)s", number=number(len(data)), most=number(_MOST)),
            hint=tr("publish it as a PNG"),
        )
        return
    parser = expat.ParserCreate(namespace_separator=" ")
    reader = _Reader()
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = reader.doctype
    parser.XmlDeclHandler = reader.declaration
    parser.ProcessingInstructionHandler = reader.instruction
    try:
        parser.Parse(data, True)
    except _NotADrawing as fault:
        yield Problem(shown, tr("the drawing holds %(fault)s", fault=fault), parser.CurrentLineNumber, hint=_HINT)
    except expat.ExpatError as error:
        reason = expat.ErrorString(error.code)
        yield Problem(
            shown,
            tr("this is not an SVG drawing: %(reason)s", reason=reason),
            error.lineno,
            error.offset + 1,
            hint=_HINT,
        )


class _Reader:
    """Raises ``_NotADrawing`` at the first thing that is not a part of a drawing."""

    def __init__(self) -> None:
        self.open: list[str] = []
        self.style = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        if not self.open and name != f"{_SVG} svg":
            raise _NotADrawing(tr("<%(local)s> as its first element, not <svg> of %(svg)s", local=local, svg=_SVG))
        if space.startswith(_ACTED_ON) or (space in ("", _SVG) and local not in _ELEMENTS):
            raise _NotADrawing(tr("<%(local)s>, which does more than draw", local=local))
        self.open.append(local if space == _SVG else "")
        for key, value in attributes.items():
            self._attribute(local, key, value)

    def end(self, name: str) -> None:
        if self.open.pop() == "style":
            if found := _LOADING.search(self.style) or _AT_RULE.search(self.style):
                raise _NotADrawing(tr('"%(found)s" in a style, which could load something else', found=found[0]))
            self.style = ""

    def text(self, data: str) -> None:
        if "style" in self.open:
            self.style += data

    def declaration(self, version: str, encoding: str | None, standalone: int) -> None:
        if encoding and encoding.lower() not in _ENCODINGS:
            raise _NotADrawing(
                tr("text in the encoding %(encoding)s, which browsers may read otherwise", encoding=encoding)
            )

    def doctype(self, *_: object) -> None:
        raise _NotADrawing(tr("a document type, which could name other files"))

    def instruction(self, target: str, _: str) -> None:
        raise _NotADrawing(tr("<?%(target)s?>, an instruction to programs", target=target))

    def _attribute(self, element: str, name: str, value: str) -> None:
        space, _, local = name.rpartition(" ")
        local = local.lower()
        if local.startswith("on"):
            raise _NotADrawing(tr("the attribute %(local)s, which runs a script", local=local))
        if local in ("href", "src") and space in ("", _XLINK):
            inside = value.strip().startswith("#")
            if not inside and not (element == "image" and _PICTURE.fullmatch(value.strip())):
                raise _NotADrawing(tr("a link to something else: %(local)s", local=local))
        elif local == "base":
            raise _NotADrawing(tr("the attribute base, which makes links lead elsewhere"))
        elif space == "" and ("(" in value or "\\" in value) and (found := _LOADING.search(value)):
            raise _NotADrawing(
                tr(
                    '"%(found)s" in the attribute %(local)s, which could load something else',
                    found=found[0],
                    local=local,
                )
            )
