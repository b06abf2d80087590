"""Which HTML element may stand in which, and which ends another: the rules by which a browser moves or closes elements.

They are those of the HTML standard: "optional tags" (13.1.2.4) and the content models.
"""

from typing import Final

from aimaq.base.languages.messages import tr

__all__ = ["MAY_STAY_OPEN", "VOID", "close_element", "open_element"]

VOID: Final = frozenset("area base br col embed hr img input link meta source track wbr".split())
#: An open element whose end tag may be left out, by the tag that ends it.
_ENDED_BY: Final = {
    "li": ("li",),
    "dt": ("dt", "dd"),
    "dd": ("dt", "dd"),
    "option": ("option",),
    "optgroup": ("option", "optgroup"),
    "td": ("td", "th"),
    "th": ("td", "th"),
    "tr": ("td", "th", "tr"),
    "tbody": ("td", "th", "tr", "tbody", "thead", "colgroup"),
    "tfoot": ("td", "th", "tr", "tbody", "thead", "colgroup"),
    "thead": ("colgroup",),
    "rt": ("rt", "rp"),
    "rp": ("rt", "rp"),
    "body": ("head",),
}
MAY_STAY_OPEN: Final = frozenset(
    "html head body p li dt dd rt rp option optgroup colgroup thead tbody tfoot tr td th".split()
)
#: What ends a paragraph, and cannot stand in what holds only words.
_BLOCK: Final = frozenset(
    "address article aside blockquote details dialog div dl fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 "
    "header hgroup hr main menu nav ol p pre section table ul".split()
)
_ONLY_WORDS: Final = frozenset(
    "p h1 h2 h3 h4 h5 h6 pre span em strong b i u s small sub sup code kbd samp var cite q dfn abbr time data mark bdi "
    "bdo label button output".split()
)
_ONLY_IN: Final = {
    "li": ("ul", "ol", "menu"),
    "dt": ("dl", "div"),
    "dd": ("dl", "div"),
    "caption": ("table",),
    "colgroup": ("table",),
    "col": ("colgroup",),
    "thead": ("table",),
    "tbody": ("table",),
    "tfoot": ("table",),
    "tr": ("table", "thead", "tbody", "tfoot"),
    "td": ("tr",),
    "th": ("tr",),
    "option": ("select", "datalist", "optgroup"),
    "optgroup": ("select",),
    "figcaption": ("figure",),
    "summary": ("details",),
    "legend": ("fieldset",),
    "track": ("video", "audio"),
    "source": ("picture", "video", "audio"),
}
_HOLDS_ONLY: Final = {
    "ul": ("li", "script", "template"),
    "ol": ("li", "script", "template"),
    "menu": ("li", "script", "template"),
    "dl": ("dt", "dd", "div", "script", "template"),
    "table": ("caption", "colgroup", "thead", "tbody", "tfoot", "tr", "script", "template"),
    "thead": ("tr", "script", "template"),
    "tbody": ("tr", "script", "template"),
    "tfoot": ("tr", "script", "template"),
    "tr": ("td", "th", "script", "template"),
    "picture": ("source", "img", "script", "template"),
}
_INTERACTIVE: Final = frozenset("a button select textarea".split())
_FOREIGN: Final = frozenset(("svg", "math"))


def open_element(stack: list[str], name: str, *, is_empty: bool, ends_itself: bool) -> tuple[str, str] | None:
    """Open an element; return what is wrong with its place, and what to do."""
    if "svg" in stack or "math" in stack:
        if not (is_empty or ends_itself):
            stack.append(name)
        return None
    if ends_itself and not is_empty and name not in _FOREIGN:
        return tr("<%(name)s/> does not end <%(name)s>", name=name), tr("write </%(name)s> where it ends", name=name)
    ended = _ENDED_BY.get(name)
    while ended and stack and stack[-1] in ended:
        stack.pop()
    parent = stack[-1] if stack else ""
    if name in _BLOCK:
        if parent == "p":
            stack.pop()  # as the standard has it; then the end tag that was written for it is alone
            parent = stack[-1] if stack else ""
        if not _ONLY_WORDS.isdisjoint(stack):
            outer = next(each for each in reversed(stack) if each in _ONLY_WORDS)
            return tr("<%(name)s> stands in <%(outer)s>, which may hold only words", name=name, outer=outer), tr(
                "end <%(outer)s> before it", outer=outer
            )
    if (only := _HOLDS_ONLY.get(parent)) and name not in only:
        return tr("<%(name)s> stands directly in <%(parent)s>", name=name, parent=parent), tr(
            "<%(parent)s> holds <%(only)s>", parent=parent, only=only[0]
        )
    if (places := _ONLY_IN.get(name)) and parent not in places and parent != "template":
        return tr("<%(name)s> stands in <%(parent)s>", name=name, parent=parent or tr("nothing")), tr(
            "it belongs directly into <%(places)s>", places=places[0]
        )
    if name in _INTERACTIVE and (outer := "a" if "a" in stack else "button" if "button" in stack else ""):
        return tr("<%(name)s> stands in <%(outer)s>, which is one thing to press", name=name, outer=outer), tr(
            "put the one beside the other"
        )
    if name in ("form", "label") and name in stack:
        return tr("<%(name)s> stands in <%(name)s>", name=name), tr("put the one beside the other")
    if not (is_empty or ends_itself):
        stack.append(name)
    return None


def close_element(stack: list[str], name: str) -> tuple[str, str] | None:
    """Close an element; return what is wrong, and what to do."""
    if name not in stack:
        if name == "p":
            return tr("</p> ends no paragraph: what stands in it has ended it"), tr("take that out of the paragraph")
        return tr("</%(name)s> closes nothing", name=name), tr("take it out, or open the element")
    while (last := stack[-1]) != name:
        if last not in MAY_STAY_OPEN:
            return tr("<%(last)s> is not closed before </%(name)s>", last=last, name=name), tr(
                "write </%(last)s> where it ends", last=last
            )
        stack.pop()
    stack.pop()
    return None
