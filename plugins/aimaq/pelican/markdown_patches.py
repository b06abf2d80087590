"""Python-Markdown's own parser, spared the questions that have only one answer.

For each block of a text Python-Markdown asks every block processor, and for each piece of text every inline pattern,
and nearly all of them answer no: an article is mostly words. What has to stand in a text for one of Python-Markdown's
own to say yes is known; where it does not stand there, that one is not asked. All else is done by the library itself,
in its own order, so the result is the library's; whatever an extension has brought is always asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from xml.etree.ElementTree import Element, ElementTree

from markdown import blockprocessors, inlinepatterns
from markdown.blockparser import BlockParser
from markdown.extensions import tables
from markdown.treeprocessors import InlineProcessor, PrettifyTreeprocessor, UnescapeTreeprocessor
from markdown.util import INLINE_PLACEHOLDER_PREFIX, STX, AtomicString, Registry

__all__ = ["OURS", "THEIRS", "quicken_markdown"]

#: The regular expression of an inline pattern, and texts one of which stands in whatever it matches.
_NEEDS_OF_PATTERNS = {
    inlinepatterns.BACKTICK_RE: ("`",),
    inlinepatterns.ESCAPE_RE: ("\\",),
    inlinepatterns.LINK_RE: ("[",),
    inlinepatterns.IMAGE_LINK_RE: ("![",),
    inlinepatterns.AUTOLINK_RE: ("<",),
    inlinepatterns.AUTOMAIL_RE: ("<",),
    inlinepatterns.LINE_BREAK_RE: ("  \n",),
    inlinepatterns.HTML_RE: ("<",),
    inlinepatterns.ENTITY_RE: ("&",),
    r"\*|_": ("*", "_"),
}
#: A block processor, and texts one of which stands in each block that it takes.
_NEEDS_OF_BLOCKS: dict[type, tuple[str, ...]] = {
    blockprocessors.HashHeaderProcessor: ("#",),
    blockprocessors.SetextHeaderProcessor: ("\n=", "\n-"),
    blockprocessors.HRProcessor: ("--", "- ", "__", "_ ", "**", "* "),
    blockprocessors.BlockQuoteProcessor: (">",),
    blockprocessors.ReferenceProcessor: ("]:",),
    tables.TableProcessor: ("|",),
}

_Steps = list[tuple[Any, tuple[str, ...] | None]]


def quicken_markdown() -> None:
    """Let every instance of Python-Markdown do so; calling this twice changes nothing."""
    for (kind, name), function in OURS.items():
        setattr(kind, name, function)


_APPLY_PATTERN = "_InlineProcessor__applyPattern"
_HANDLE_INLINE = "_InlineProcessor__handleInline"
_PROCESS_PLACEHOLDERS = "_InlineProcessor__processPlaceholders"
_run_theirs, _apply_pattern = InlineProcessor.run, getattr(InlineProcessor, _APPLY_PATTERN)
_parse_document_theirs = BlockParser.parseDocument
_process_placeholders_theirs = getattr(InlineProcessor, _PROCESS_PLACEHOLDERS)


def _run(self: Any, tree: Element, ancestors: list[str] | None = None) -> Element:
    """Apply the inline patterns to a tree; they are the same for all of it."""
    self.quick_steps = _steps_of_patterns(self.inlinePatterns)
    result: Element = _run_theirs(self, tree, ancestors)
    return result


def _handle_inline(self: Any, data: str, pattern_index: int = 0) -> str:
    """Apply the patterns from this one on to a text, and return it with placeholders for what they have found."""
    if isinstance(data, AtomicString):
        return data
    steps: _Steps = self.quick_steps
    count, start = len(steps), 0
    while pattern_index < count:
        pattern, needs = steps[pattern_index]
        if needs is not None:
            for need in needs:
                if need in data:
                    break
            else:
                pattern_index, start = pattern_index + 1, 0
                continue
        data, matched, start = _apply_pattern(self, pattern, data, pattern_index, start)
        if not matched:
            pattern_index += 1
    return data


def _process_placeholders(self: Any, data: str | None, parent: Element, isText: bool = True) -> list[Any]:
    """Put a text where it belongs, with the elements that its placeholders stand for."""
    if not data or INLINE_PLACEHOLDER_PREFIX in data:
        found: list[Any] = _process_placeholders_theirs(self, data, parent, isText)
        return found
    if isText:
        parent.text = parent.text + data if parent.text else data
    else:
        parent.tail = parent.tail + data if parent.tail else data
    return []


def _parse_document(self: Any, lines: Iterable[str]) -> ElementTree:
    """Parse a text; the processors are the same for all of it."""
    self.quick_steps = _steps_of_blocks(self.blockprocessors)
    result: ElementTree = _parse_document_theirs(self, lines)
    return result


def _parse_blocks(self: Any, parent: Element, blocks: list[str]) -> None:
    """Give each block to the first processor that takes it."""
    steps: _Steps = self.__dict__.get("quick_steps") or _steps_of_blocks(self.blockprocessors)
    while blocks:
        for processor, needs in steps:
            block = blocks[0]
            if needs is not None:
                for need in needs:
                    if need in block:
                        break
                else:
                    continue
            if processor.test(parent, block) and processor.run(parent, blocks) is not False:
                break


def _prettify(self: Any, root: Element) -> None:
    """Put each block of a tree on lines of its own; which elements are blocks is asked once for each name."""
    is_block: dict[Any, bool] = {}
    todo = [root]
    while todo:
        element = todo.pop()
        for each in (element, *element):
            if each.tag not in is_block:
                is_block[each.tag] = self.md.is_block_level(each.tag)
        if is_block[element.tag] and element.tag not in ("code", "pre"):
            if not (element.text and element.text.strip()) and len(element) and is_block[element[0].tag]:
                element.text = "\n"
            todo += [each for each in element if is_block[each.tag]]
        if not (element.tail and element.tail.strip()):
            element.tail = "\n"


def _unescape(self: Any, root: Element) -> None:
    """Put the characters back that were escaped; each of them has left a mark."""
    for element in root.iter():
        text, tail = element.text, element.tail
        if text and STX in text and element.tag != "code":
            element.text = self.unescape(text)
        if tail and STX in tail:
            element.tail = self.unescape(tail)


def _steps_of_blocks(registry: Registry[Any]) -> _Steps:
    return [(processor, _NEEDS_OF_BLOCKS.get(type(processor))) for processor in registry]


def _steps_of_patterns(registry: Registry[Any]) -> _Steps:
    return [(pattern, _NEEDS_OF_PATTERNS.get(_expression(pattern))) for pattern in registry]


def _expression(pattern: Any) -> str:
    """Return the regular expression that a pattern looks for; "" where it is not searched for as it stands."""
    kind = type(pattern)
    plain = issubclass(kind, inlinepatterns.InlineProcessor)
    if plain and kind.getCompiledRegExp is inlinepatterns.Pattern.getCompiledRegExp:
        return str(pattern.compiled_re.pattern)
    return ""


#: The functions that take the place of Python-Markdown's own, by class and name.
OURS: dict[tuple[type, str], Any] = {
    (InlineProcessor, "run"): _run,
    (InlineProcessor, _HANDLE_INLINE): _handle_inline,
    (InlineProcessor, _PROCESS_PLACEHOLDERS): _process_placeholders,
    (PrettifyTreeprocessor, "_prettifyETree"): _prettify,
    (UnescapeTreeprocessor, "run"): _unescape,
    (BlockParser, "parseDocument"): _parse_document,
    (BlockParser, "parseBlocks"): _parse_blocks,
}
#: Python-Markdown's own.
THEIRS = {(kind, name): getattr(kind, name) for kind, name in OURS}
