"""WordPress' own marks in a text: shortcodes in square brackets, and the comments of its block editor."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from html import escape, unescape
from typing import Final

from aimaq.base.languages.messages import tr
from aimaq.importing.report import SourceReport, shortened
from aimaq.importing.sources.source_text import Attachments

__all__ = ["is_from_block_editor", "linked_addresses", "with_footnotes", "without_block_comments"]
__all__ += ["without_shortcodes"]

_BLOCK = re.compile(r"<!--\s+(/?)wp:([a-z][a-z0-9_/-]*)\s*(\{.*?\})?\s*(/?)-->", re.DOTALL)
_FOOTNOTES = re.compile(r"<!--\s+wp:footnotes\b.*?/-->")
_REFERENCE = re.compile(r'"ref"\s*:\s*(\d+)')
#: Shortcodes of WordPress itself. Those of plugins are recognised by attributes, an end tag, or a name like theirs.
_KNOWN: Final = frozenset(["audio", "caption", "embed", "gallery", "playlist", "video", "wp_caption"])
_SHORTCODE = re.compile(
    r"""\[(?P<open>\[)?(?P<end>/)?(?P<name>[a-zA-Z][\w-]{1,40})(?P<rest>(?:\s+(?:[\w-]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s\]"']+)|"[^"]*"|[\w:/.?=&%-]+))*)\s*/?\](?P<close>\])?"""
)
_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s\]"']+))""")
_PLUGIN_NAME = re.compile(
    r"(?:vc|et_pb|fusion|su|av|cmsms|mk|tdc|elementor|wpforms|contact-form|ngg|rev_slider|mc4wp)[_-]?", re.I
)
#: Addresses that WP_Embed replaces. (WordPress, class-wp-embed.php)
_URL: Final = r"""https?://[^\s<>"'\[\]]+"""
_EMBEDDED = re.compile(
    rf"\[embed\b[^\]]*\]\s*(?P<short>{_URL})\s*\[/embed\]|^[ \t]*(?P<line>{_URL})[ \t\r]*$|"
    rf"(?P<open><(?P<tag>p|div|figure)\b[^>]*>)\s*(?P<alone>{_URL})\s*(?=</(?P=tag)>)",
    re.MULTILINE | re.IGNORECASE,
)
#: Shared blocks inside shared blocks: one may contain itself.
_MAX_SHARED: Final = 5


def is_from_block_editor(content: str) -> bool:
    """Return whether a text was written in the block editor; otherwise its blank lines divide paragraphs."""
    return _BLOCK.search(content) is not None


def without_block_comments(
    content: str, shared: Callable[[str], str | None], report: SourceReport, level: int = 0
) -> str:
    """Remove the comments of blocks; ``shared`` returns by its id the content of a block that several texts use."""

    def replace(match: re.Match[str]) -> str:
        _, name, attributes, alone = match.groups()
        if not alone:
            return ""
        reference = _REFERENCE.search(attributes or "") if name == "block" else None
        inner = shared(reference[1]) if reference and level < _MAX_SHARED else None
        if inner is not None:
            return without_block_comments(inner, shared, report, level + 1)
        if name not in ("more", "nextpage", "spacer"):
            shown = f"wp:{name} {shortened(attributes or '')}".rstrip()
            report.lost("block", shown, tr("the old site filled it in when a page was shown"))
        return ""

    return _BLOCK.sub(replace, content)


def with_footnotes(content: str, meta: str) -> str:
    """Put the notes of the block of footnotes, which WordPress keeps outside of the text, where they were shown."""
    try:
        notes: object = json.loads(meta or "[]")
    except ValueError:
        return content
    found = [note for note in notes if isinstance(note, dict)] if isinstance(notes, list) else []
    items = "".join(
        f'<li id="{escape(str(note.get("id")))}">{note.get("content")} '
        f'<a href="#{escape(str(note.get("id")))}-link">↩</a></li>'
        for note in found
    )
    return _FOOTNOTES.sub(lambda match: f"<ol>{items}</ol>" if items else match[0], content)


def linked_addresses(content: str, report: SourceReport) -> str:
    """Make links of addresses that WordPress replaced by players and cards: alone in a line, or in [embed]."""

    def replace(match: re.Match[str]) -> str:
        address = match["short"] or match["line"] or match["alone"]
        report.changed("embed", shortened(address, 120), tr("the old site showed it in the text; it is a link now"))
        link, edge = f'<a href="{address}">{address}</a>', "\n\n" if match["short"] else ""
        return f"{edge}{match['open'] or ''}{link}{edge}"

    return _EMBEDDED.sub(replace, content)


def without_shortcodes(
    content: str, attachments: Attachments, own_pictures: Sequence[str], report: SourceReport
) -> str:
    """Return a text with captions and galleries as HTML, and without other shortcodes; the words inside them stay.

    ``own_pictures`` are ids of the text's own attachments, which a gallery without a list shows.
    """
    with_end = {match["name"].lower() for match in _SHORTCODE.finditer(content) if match["end"]}

    def replace(match: re.Match[str]) -> str:
        name, rest = match["name"].lower(), match["rest"] or ""
        if match["open"] and match["close"]:
            return match[0][1:-1]  # [[gallery]] is an escaped shortcode
        if not (name in _KNOWN or name in with_end or _ATTRIBUTE.search(rest) or _PLUGIN_NAME.match(name)):
            return match[0]
        values = {pair[1].lower(): unescape(pair[2] or pair[3] or pair[4] or "") for pair in _ATTRIBUTE.finditer(rest)}
        if name in ("caption", "wp_caption"):
            if match["end"]:
                return "</figure>"
            return f"<figure>{_figcaption(values.get('caption', ''))}"
        if name == "gallery":
            return _gallery(values, attachments, own_pictures, report)
        if not match["end"]:
            why = tr("the old site replaced the shortcode when a page was shown")
            report.lost("shortcode", shortened(match[0], 120), why)
        return ""

    return _SHORTCODE.sub(replace, content)


def _gallery(
    values: Mapping[str, str], attachments: Attachments, own_pictures: Sequence[str], report: SourceReport
) -> str:
    ids = re.findall(r"\d+", values.get("ids") or values.get("include") or "") or own_pictures
    if not ids:
        report.lost("shortcode", "[gallery]", tr("it names no pictures"))
    figures = []
    for number in ids:
        if (picture := attachments.get(number)) is None:
            report.lost(
                "picture", tr("number %(number)s of a gallery", number=number), tr("the export has no such attachment")
            )
            continue
        image = f'<img src="{escape(picture.address)}" alt="{escape(picture.alt)}">'
        figures.append(f"<figure>{image}{_figcaption(picture.caption)}</figure>")
    return "\n\n" + "\n".join(figures) + "\n\n" if figures else ""


def _figcaption(caption: str) -> str:
    return f"<figcaption>{escape(caption)}</figcaption>" if caption else ""
