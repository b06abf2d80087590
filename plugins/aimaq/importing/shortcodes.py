"""WordPress' own signs in a text: shortcodes in square brackets, and comments that begin a block."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape
from typing import Final

from aimaq.importing.accounts import Outcome, shortened
from aimaq.importing.cleaning import Dropped
from aimaq.importing.piece import Remote

__all__ = ["is_from_block_editor", "without_blocks", "without_shortcodes"]

_BLOCK = re.compile(r"<!--\s+(/?)wp:([a-z][a-z0-9_/-]*)\s*(\{.*?\})?\s*(/?)-->", re.DOTALL)
_REFERENCE = re.compile(r'"ref"\s*:\s*(\d+)')
#: Of WordPress itself; those of plugins are known by their attributes, by an end, or by how plugins name them.
_KNOWN: Final = frozenset(["audio", "caption", "embed", "gallery", "playlist", "video", "wp_caption"])
_CODE = re.compile(
    r"""\[(?P<open>\[)?(?P<end>/)?(?P<name>[a-zA-Z][\w-]{1,40})(?P<rest>(?:\s+(?:[\w-]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s\]"']+)|"[^"]*"|[\w:/.?=&%-]+))*)\s*/?\](?P<close>\])?"""
)
_PAIR = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s\]"']+))""")
_OF_PLUGINS = re.compile(
    r"(?:vc|et_pb|fusion|su|av|cmsms|mk|tdc|elementor|wpforms|contact-form|ngg|rev_slider|mc4wp)[_-]?", re.I
)
_DEEPEST: Final = 5


def is_from_block_editor(content: str) -> bool:
    """Tell whether a text has been written with blocks; else its blank lines make paragraphs."""
    return _BLOCK.search(content) is not None


def without_blocks(content: str, shared: Callable[[str], str | None], dropped: Dropped, level: int = 0) -> str:
    """Take the comments of blocks away; a block that is all comment was made by the old site when it was shown.

    ``shared`` returns the text of a block that several texts use, by its id.
    """

    def replace(match: re.Match[str]) -> str:
        _, name, attributes, alone = match.groups()
        if not alone:
            return ""
        reference = _REFERENCE.search(attributes or "") if name == "block" else None
        inner = shared(reference[1]) if reference and level < _DEEPEST else None
        if inner is not None:
            return without_blocks(inner, shared, dropped, level + 1)
        if name not in ("more", "nextpage", "spacer"):
            dropped(
                "block",
                f"wp:{name} {shortened(attributes or '')}".rstrip(),
                Outcome.LOST,
                "the old site made it when it was shown",
            )
        return ""

    return _BLOCK.sub(replace, content)


def without_shortcodes(
    content: str, pictures: Callable[[str], Remote | None], attached: tuple[str, ...], dropped: Dropped
) -> str:
    """Return a text with captions and galleries as HTML, and without other shortcodes; words within them stay.

    ``pictures`` returns a picture by its id; ``attached`` are ids of the text's own, which a gallery
    without a list shows.
    """
    ended = {match["name"].lower() for match in _CODE.finditer(content) if match["end"]}

    def replace(match: re.Match[str]) -> str:
        name, rest = match["name"], match["rest"] or ""
        plain = name.lower()
        if match["open"] and match["close"]:
            return match[0][1:-1]  # [[so]] an editor writes about them
        known = plain in _KNOWN or plain in ended or bool(_PAIR.search(rest)) or bool(_OF_PLUGINS.match(name))
        if not known:
            return match[0]
        values = {pair[1].lower(): unescape(pair[2] or pair[3] or pair[4] or "") for pair in _PAIR.finditer(rest)}
        if plain in ("caption", "wp_caption"):
            if match["end"]:
                return "</figure>"
            said = values.get("caption", "")
            return f"<figure>{f'<figcaption>{escape(said)}</figcaption>' if said else ''}"
        if plain == "gallery":
            return _gallery(values, pictures, attached, dropped)
        if plain == "embed":
            return "\n\n"
        if not match["end"]:
            why = "a shortcode, which the old site turned into something when it was shown"
            dropped("shortcode", shortened(match[0], 120), Outcome.LOST, why)
        return ""

    return _CODE.sub(replace, content)


def _gallery(
    values: dict[str, str], pictures: Callable[[str], Remote | None], attached: tuple[str, ...], dropped: Dropped
) -> str:
    ids = re.findall(r"\d+", values.get("ids") or values.get("include") or "") or list(attached)
    if not ids:
        dropped("shortcode", "[gallery]", Outcome.LOST, "it names no pictures")
    made = []
    for each in ids:
        if (picture := pictures(each)) is None:
            dropped("picture", f"number {each} of a gallery", Outcome.LOST, "the export has no such attachment")
            continue
        caption = f"<figcaption>{escape(picture.caption)}</figcaption>" if picture.caption else ""
        made.append(f'<figure><img src="{escape(picture.address)}" alt="{escape(picture.alt)}">{caption}</figure>')
    return "\n\n" + "\n".join(made) + "\n\n" if made else ""
