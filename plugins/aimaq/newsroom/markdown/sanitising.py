"""Sanitise the HTML in a text with nh3 (ammonia, html5ever), whose output is what is published.

nh3 silently removes what is not allowed, so every lost element, attribute and scheme is reported to the editor.
Private-use characters, of which slots consist, pass through unchanged.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser
from typing import Final

import nh3

from aimaq.base.languages.messages import Message, tr
from aimaq.base.problems import Problem
from aimaq.base.slots import OPEN
from aimaq.base.web_addresses import LINK_SCHEMES, scheme_of
from aimaq.newsroom.content.characters import FORBIDDEN, name_of, shortened
from aimaq.newsroom.links.targets import WEB_ADDRESS

__all__ = ["ATTRIBUTES", "ELEMENTS", "Loss", "loss_problems", "sanitise"]

TRUST: Final = Message("write it in Markdown; or ask the administrator for the setting NEWSROOM_TRUSTS_HTML")

#: What a text may consist of (HTML, 4.3 to 4.9 and 4.11.1): nothing that runs, embeds, asks for input or frames a page.
ELEMENTS: Final = frozenset(
    re.findall(
        r"\w+",
        """
        a abbr b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption figure
        h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub summary sup
        table tbody td tfoot th thead time tr u ul var wbr
        """,
    )
)
ATTRIBUTES: Final = {
    "*": {"class", "dir", "id", "lang", "title"},
    "a": {"href", "hreflang", "rel"},
    "blockquote": {"cite"},
    "col": {"span"},
    "colgroup": {"span"},
    "del": {"cite", "datetime"},
    "details": {"open"},
    "img": {"alt", "height", "loading", "src", "width"},
    "ins": {"cite", "datetime"},
    "li": {"value"},
    "ol": {"reversed", "start", "type"},
    "q": {"cite"},
    "td": {"colspan", "headers", "rowspan"},
    "th": {"abbr", "colspan", "headers", "rowspan", "scope"},
    "time": {"datetime"},
}
_CLEANER = nh3.Cleaner(
    tags=set(ELEMENTS), attributes=ATTRIBUTES, url_schemes=set(LINK_SCHEMES), link_rel=None, strip_comments=True
)
_ADDRESSES = frozenset({"href", "src", "cite"})
_WITHOUT_END = frozenset({"br", "col", "hr", "img", "wbr"})
#: A parser may add these tags (HTML, 13.1.2.4), so they are not counted.
_OPTIONAL = frozenset(
    {"caption", "colgroup", "dd", "dt", "li", "p", "rp", "rt", "tbody", "td", "tfoot", "th", "thead", "tr"}
)
#: A comment as HTML has it: "<!-->" and "<!--->" are whole, "--!>" ends one too, and so does the end of the file.
_COMMENT = re.compile(r"<!--(?:-?>|(.*?)(?:--!?>|\Z))", re.DOTALL)
_REFERENCE = re.compile(r"&#(?:[xX][0-9a-fA-F]+|\d+);?")
#: In the sanitiser's output: an address that begins with a marker, so that its scheme is unknown before the fill.
_UNKNOWN_ADDRESS = re.compile(rf'(?:href|src|cite)="([a-zA-Z0-9+.-]*){OPEN}[^"]*"')
#: A comment with a word on both sides of it, which would be one word without it.
_WITHIN_WORD = re.compile(r"(?<=[^\s>])(<!--.*?-->)(?=[^\s<])", re.DOTALL)
#: What HTML takes for a name (13.2.5.8 and 13.2.5.33).
_TAG_NAME = re.compile(r"(?<=<)[a-zA-Z][^\s/>]*")
_NAME = re.compile(r"[^\s/>=]+")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*(?=:)")


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that is not published; ``text`` is how the source has it, to find its line."""

    message: str
    hint: str
    text: str

    def __post_init__(self) -> None:
        """Say the hint in the language of the moment: a loss is sent between processes."""
        object.__setattr__(self, "hint", str(self.hint))


def sanitise(html: str) -> tuple[str, tuple[Loss, ...]]:
    """Return a text's HTML as it may be published, and what was removed."""
    # Entity and character mean the same; figures are written with the character, and so are texts.
    clean = _CLEANER.clean(html).replace("&nbsp;", "\u00a0")
    losses = list(_hidden(html))
    if clean != html:
        losses += _lost(html, clean)
    losses += [
        Loss(tr("a marker cannot begin an address"), tr("write the address itself"), match[1])
        for match in _UNKNOWN_ADDRESS.finditer(clean)
    ]
    return clean, tuple(dict.fromkeys(losses))


def loss_problems(losses: Iterable[Loss], plain: str, path: str, first_line: int) -> Iterator[Problem]:
    """Yield a problem for each loss, at the line where it stands in the Markdown ``plain`` whose code is blank."""
    starts: dict[str, int] = {}
    for loss in losses:
        found = plain.find(loss.text, starts.get(loss.text, 0)) if loss.text else -1
        if found < 0 and loss.text:
            found = plain.lower().find(loss.text.lower())
        line = first_line + plain.count("\n", 0, max(found, 0))
        starts[loss.text] = found + 1
        yield Problem(path, loss.message, line, hint=loss.hint)


def _hidden(html: str) -> Iterator[Loss]:
    """Yield the character references to forbidden characters: two of them could forge a figure."""
    for reference in dict.fromkeys(_REFERENCE.findall(html)) if "&#" in html else ():
        if match := FORBIDDEN.search(unescape(reference)):
            yield Loss(
                tr(
                    '"%(reference)s" stands for %(character)s, not allowed in a text',
                    reference=reference,
                    character=name_of(match[0]),
                ),
                tr("delete it"),
                reference,
            )


@dataclass(frozen=True, slots=True)
class _Tag:
    name: str
    attributes: tuple[tuple[str, str], ...]
    text: str


class _Tokens(HTMLParser):
    """Collects the tags and words of HTML in order."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.starts: list[_Tag] = []
        self.ends: list[str] = []
        self.words: list[str] = []
        self.others: list[str] = []
        self.feed(html)
        self.close()

    def parse_html_declaration(self, i: int) -> int:
        # In HTML, "<![x" begins a bogus comment (13.2.5.42); Python's parser fails on it.
        return self.parse_bogus_comment(i) if self.rawdata.startswith("<![", i) else super().parse_html_declaration(i)

    def parse_comment(self, i: int, report: bool = True) -> int:
        # Python's parser knows neither "<!-->" nor "--!>", which end a comment in HTML (13.2.5.43 to 52).
        found = _COMMENT.match(self.rawdata, i)
        assert found is not None, "the parser calls this at <!--"
        self.handle_comment(found[1] or "")
        return found.end()

    def handle_comment(self, data: str) -> None:
        if data.startswith("["):
            self.others.append(f"<!{data}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pairs = tuple((name, value or "") for name, value in attrs)
        self.starts.append(_Tag(tag, pairs, self.get_starttag_text() or f"<{tag}"))

    def handle_endtag(self, tag: str) -> None:
        self.ends.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # HTML knows no such tags: <b/> opens (HTML, 13.1.2.1).
        self.handle_starttag(tag, attrs)

    def handle_data(self, data: str) -> None:
        self.words.extend(data.split())

    def handle_decl(self, decl: str) -> None:
        self.others.append(f"<!{decl}")

    def handle_pi(self, data: str) -> None:
        self.others.append(f"<?{data}")


def _lost(html: str, clean: str) -> Iterator[Loss]:
    """Yield what ``clean`` has lost; last, and only if nothing else is, what Python's parser reads unlike browsers."""
    before, after = _Tokens(html), _Tokens(clean)
    losses = [*_refused(before), *_unbalanced(before)]
    yield from losses
    if not losses:
        within = _WITHIN_WORD.search(html)
        text = _missing(before, after)
        if within and text not in {tag.text for tag in before.starts}:
            message = tr(
                'without the comment "%(text)s", what stands on both sides of it would be one word',
                text=shortened(within[1], 40),
            )
            yield Loss(message, tr("put a space beside the comment, or delete it"), within[1])
        elif text or _cleaned_allowing_all(html) != clean:
            yield Loss(tr("this HTML stands where a browser would not take it"), TRUST, text)


def _unbalanced(before: _Tokens) -> Iterator[Loss]:
    """Yield the elements that are not closed, and the end tags that close nothing."""
    opened = Counter(tag.name for tag in before.starts if tag.name not in _WITHOUT_END)
    closed = Counter(before.ends)
    for name in sorted((opened.keys() | closed.keys()) & ELEMENTS - _OPTIONAL):
        if opened[name] != closed[name]:
            missing = opened[name] > closed[name]
            message = (
                tr('"<%(name)s>" is not closed', name=name)
                if missing
                else tr('"</%(name)s>" closes nothing', name=name)
            )
            hint = tr('add "</%(name)s>" where it ends', name=name) if missing else tr("delete it")
            yield Loss(message, hint, f"<{name}" if missing else f"</{name}")


def _cleaned_allowing_all(html: str) -> str:
    """Return the sanitiser's output for HTML if all its elements, attributes and schemes were allowed."""
    tags = {name.lower() for name in _TAG_NAME.findall(html)}
    names = {name.lower() for name in _NAME.findall(html)}
    schemes = {scheme.lower() for scheme in _SCHEME.findall(html)}
    cleaner = nh3.Cleaner(
        tags=tags | ELEMENTS,
        clean_content_tags=set(),
        attributes={"*": names, **{tag: known | names for tag, known in ATTRIBUTES.items() if tag != "*"}},
        url_schemes=schemes | set(LINK_SCHEMES),
        link_rel=None,
        strip_comments=True,
    )
    return cleaner.clean(html).replace("&nbsp;", "\u00a0")


def _refused(tokens: _Tokens) -> Iterator[Loss]:
    for text in tokens.others:
        yield Loss(tr('"%(text)s" is not published', text=shortened(text, 40)), TRUST, text.split()[0])
    for tag in tokens.starts:
        if tag.name not in ELEMENTS:
            yield Loss(tr('the element "%(name)s" is not published', name=shortened(tag.name, 40)), TRUST, tag.text)
            continue
        known = ATTRIBUTES["*"] | ATTRIBUTES.get(tag.name, set())
        for name, value in tag.attributes:
            if name not in known:
                yield Loss(
                    tr(
                        'the attribute "%(name)s" of "%(element)s" is not published',
                        name=shortened(name, 40),
                        element=tag.name,
                    ),
                    TRUST,
                    tag.text,
                )
            elif name in _ADDRESSES and scheme_of(value) not in ("", *LINK_SCHEMES):
                yield Loss(tr('a link to "%(scheme)s:" is not published', scheme=scheme_of(value)), WEB_ADDRESS, value)


def _missing(before: _Tokens, after: _Tokens) -> str:
    """Return the text of a tag, or a word, that was removed; "" if none was."""
    left = Counter((tag.name, pair) for tag in after.starts for pair in (("", ""), *tag.attributes))
    for tag in before.starts:
        for pair in (("", ""), *tag.attributes):
            if left[tag.name, pair] == 0:
                return tag.text
            left[tag.name, pair] -= 1
    words = Counter(after.words)
    words.subtract(before.words)
    return next((word for word, count in words.items() if count < 0), "")
