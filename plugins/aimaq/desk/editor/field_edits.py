"""Edit fields of a text's front matter in place: only the bytes of what was edited change.

YAML's parser says where each value begins and ends, and the new one is put there; comments, quotation marks, order and
line ends of everything else stay as their author wrote them. The result is read again before anybody gets it: if it
does not say exactly what was meant, nothing is changed.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Final, TypeAlias

import yaml

from aimaq.base.languages.messages import Message, tr
from aimaq.desk.editor.field_yaml import FieldValue, block_yaml, inline_yaml, scalar_in_style
from aimaq.desk.editor.text_parts import parts_of

__all__ = ["CannotEdit", "edited_fields", "fields_of"]

_Splice: TypeAlias = tuple[int, int, str]
#: A value without its spelling: texts, lists, and mappings without what is empty.
_Meaning: TypeAlias = "str | tuple[_Meaning, ...] | frozenset[tuple[str, _Meaning]]"
_NOT_ONE_BY_ONE: Final = Message("these fields are written in a way that cannot be edited one by one")
_BREAK: Final = re.compile(r"\r\n|\r|\n")


class CannotEdit(ValueError):
    """The front matter cannot be edited by fields, and why; as a text it can."""


def fields_of(text: str) -> dict[str, FieldValue]:
    """Return the fields of a text as they are written; raise :class:`CannotEdit` where they cannot be read."""
    parts = parts_of(text)
    if not parts.opening:
        raise CannotEdit(tr("there is no front matter between two lines of three hyphens"))
    # libyaml is much faster than PyYAML's own parser, and the one with which a build reads; some systems lack it.
    root = _root(parts.header, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return {str(key.value): _value(node) for key, node in root.value} if root else {}


def edited_fields(text: str, changes: Mapping[str, FieldValue], order: Sequence[str]) -> str:
    """Return the text with other values of some fields; None takes a field out.

    A new field stands after the one that precedes it in ``order``. Raises :class:`CannotEdit`.
    """
    parts = parts_of(text)
    expected = {name: meaning(value) for name, value in fields_of(text).items()} | {
        name: meaning(value) for name, value in changes.items()
    }
    for name, value in changes.items():
        if value is None:
            del expected[name]
    ordered = sorted(changes.items(), key=lambda change: order.index(change[0]) if change[0] in order else len(order))
    # Where parts of a value cannot be edited by themselves, the whole value is written anew.
    for whole in (False, True):
        try:
            splices = _Editor(parts.header, whole=whole).fields(dict(ordered), order)
            edited = parts.with_header(_spliced(parts.header, list(splices))).text
            if {name: meaning(value) for name, value in fields_of(edited).items()} == expected:
                return edited
        except CannotEdit:
            continue
    raise CannotEdit(_NOT_ONE_BY_ONE)


def meaning(value: FieldValue) -> _Meaning:
    """Return what a value says, without its spelling: ``true`` is the text "true", and an empty field none."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case list():
            return tuple(meaning(each) for each in value)
        case dict():
            known = ((name, meaning(each)) for name, each in value.items())
            return frozenset((name, each) for name, each in known if each not in ("", ()))
        case _:
            return str(value)


def _root(header: str, loader: type[yaml.SafeLoader]) -> yaml.MappingNode | None:
    """Return the mapping of the fields, None for a header without any."""
    try:
        root = yaml.compose(header, loader)
    except (yaml.YAMLError, RecursionError) as error:
        raise CannotEdit(tr("the front matter cannot be read as YAML")) from error
    if root is None:
        return None
    if not isinstance(root, yaml.MappingNode):
        raise CannotEdit(tr('expected "field: value" lines'))
    keys = [key for key, _ in root.value]
    names = {str(key.value) for key in keys if isinstance(key, yaml.ScalarNode)}
    seen: set[int] = set()
    for node in _nodes(root):
        if id(node) in seen:  # a few aliases of aliases would stand for billions of values
            raise CannotEdit(tr("anchors (&) and aliases (*) are not supported"))
        seen.add(id(node))
    # "? name" is YAML too, and nobody writes it.
    plain = root.flow_style or not any(key.start_mark.column for key in keys)
    if len(names) < len(keys) or not plain:
        raise CannotEdit(tr('expected "field: value" lines'))
    return root


def _nodes(node: yaml.Node) -> Iterator[yaml.Node]:
    """Yield a node and those in it; one that has an anchor may come again."""
    yield node
    for each in node.value if isinstance(node, yaml.CollectionNode) else ():
        for inner in each if isinstance(each, tuple) else (each,):
            yield from _nodes(inner)


def _value(node: yaml.Node) -> FieldValue:
    if isinstance(node, yaml.SequenceNode):
        return [_value(item) for item in node.value]
    if isinstance(node, yaml.MappingNode):
        if not all(isinstance(key, yaml.ScalarNode) for key, _ in node.value):
            raise CannotEdit(tr("a figure in the front matter stands without quotation marks"))
        return {str(key.value): _value(value) for key, value in node.value}
    kind, text = node.tag.rpartition(":")[2], str(node.value)
    if kind == "bool":
        return bool(yaml.SafeLoader.bool_values.get(text.lower(), text))
    if kind == "int" and re.fullmatch("0|-?[1-9][0-9]*", text):
        return int(text)
    return "" if kind == "null" else text


def _spliced(text: str, splices: Sequence[_Splice]) -> str:
    """Return the text with the pieces from start to end replaced; of two at one place, the first stands first."""
    pieces: list[str] = []
    done = 0
    for start, end, new in sorted(splices, key=lambda each: each[:2]):
        if start < done:
            raise CannotEdit(_NOT_ONE_BY_ONE)
        pieces += (text[done:start], new)
        done = end
    return "".join((*pieces, text[done:]))


class _Editor:
    """Finds the places of values in a header, and what is to be put there."""

    def __init__(self, header: str, *, whole: bool) -> None:
        """``whole``: a field's value is replaced whole, with what is the same in it. Libyaml's marks would not do."""
        self.header, self.root, self.whole = header, _root(header, yaml.SafeLoader), whole
        found = _BREAK.search(header)
        self.newline = found[0] if found else "\n"

    def fields(self, changes: Mapping[str, FieldValue], order: Sequence[str]) -> Iterator[_Splice]:
        """Yield the splices of all changes."""
        if self.root is None:
            added = ((name, value) for name, value in changes.items() if value is not None)
            yield 0, 0, "".join(f"{name}:{block_yaml(value, '', self.newline)}{self.newline}" for name, value in added)
            return
        yield from self.mapping(self.root, changes, order)

    def value(self, key: yaml.Node, node: yaml.Node, new: FieldValue, *, flow: bool) -> Iterator[_Splice]:
        """Yield the splices that give the entry of a mapping another value."""
        if meaning(_value(node)) == meaning(new):
            return
        if not self.whole and (parts := self.parts(node, new)) is not None:
            yield from parts
        else:
            indent = self.indent(key)
            text = f" {inline_yaml(new)}" if flow else block_yaml(new, indent, self.newline)
            yield key.end_mark.index, self.end(node), f":{text}"

    def parts(self, node: yaml.Node, new: FieldValue) -> Iterator[_Splice] | None:
        """Return the splices within a value, None if the new one is of another form."""
        match node, new:
            case yaml.MappingNode(), dict() if new:
                names = [*(str(key.value) for key, _ in node.value), *new]
                wanted = {name: new.get(name) if meaning(new.get(name)) not in ("", ()) else None for name in names}
                return self.mapping(node, wanted, list(new))
            case yaml.SequenceNode(), list() if new and node.value:
                return self.sequence(node, new)
            case yaml.ScalarNode(), None | bool() | int() | str() if node.style not in ("|", ">"):
                text, start, end = scalar_in_style(new, node.style or ""), node.start_mark.index, node.end_mark.index
                return iter([(start, end, text if start < end else f" {text}")])  # an empty one ends with its colon
        return None

    def mapping(
        self, node: yaml.MappingNode, changes: Mapping[str, FieldValue], order: Sequence[str]
    ) -> Iterator[_Splice]:
        """Yield the splices that give a mapping these entries; None takes one out."""
        names = [str(key.value) for key, _ in node.value]
        gone = [number for number, name in enumerate(names) if name in changes and changes[name] is None]
        yield from self.removals(node, [(key, self.end(value)) for key, value in node.value], gone)
        for name, new in changes.items():
            if new is None:
                continue
            if name in names:
                key, value = node.value[names.index(name)]
                yield from self.value(key, value, new, flow=bool(node.flow_style))
            else:
                yield self.insertion(node, names, name, new, order)

    def insertion(
        self, node: yaml.MappingNode, names: list[str], name: str, new: FieldValue, order: Sequence[str]
    ) -> _Splice:
        before = [each for each in order[: order.index(name)] if each in names] if name in order else names
        if node.flow_style:
            text = f"{name}: {inline_yaml(new)}"
            if not names:
                return node.start_mark.index + 1, node.start_mark.index + 1, text
            if not before:
                first = node.value[0][0].start_mark.index
                return first, first, f"{text}, "
            at = self.end(node.value[names.index(before[-1])][1])
            return at, at, f", {text}"
        key = node.value[0][0]
        indent = self.indent(key)
        text = f"{name}:{block_yaml(new, indent, self.newline)}{self.newline}"
        if not before:
            return key.start_mark.index, key.start_mark.index, f"{text}{indent}"
        at = self.next_line(self.end(node.value[names.index(before[-1])][1]))
        return at, at, f"{indent}{text}"

    def sequence(self, node: yaml.SequenceNode, new: list[FieldValue]) -> Iterator[_Splice]:
        """Yield the splices between two lists: what is the same in both stays as it is written."""
        items: list[yaml.Node] = node.value
        old = [meaning(_value(item)) for item in items]
        for what, start, end, new_start, new_end in SequenceMatcher(
            None, old, [meaning(each) for each in new], autojunk=False
        ).get_opcodes():
            if what == "equal":
                continue
            both = min(end - start, new_end - new_start)
            for item, value in zip(items[start : start + both], new[new_start : new_start + both], strict=True):
                yield from self.item(item, value)
            places = [(item, self.end(item)) for item in items]
            yield from self.removals(node, places, range(start + both, end))
            if added := new[new_start + both : new_end]:
                yield self.added(node, start + both, added)

    def item(self, item: yaml.Node, new: FieldValue) -> Iterator[_Splice]:
        """Yield the splices that make another one of an item of a list."""
        parts = self.parts(item, new)
        yield from [(item.start_mark.index, self.end(item), inline_yaml(new))] if parts is None else parts

    def added(self, node: yaml.SequenceNode, at: int, new: list[FieldValue]) -> _Splice:
        """Return the splice that adds items before the one with the number ``at``, or at the end."""
        if node.flow_style:
            text = ", ".join(map(inline_yaml, new))
            if at == 0:
                start = node.value[0].start_mark.index
                return start, start, f"{text}, "
            start = self.end(node.value[at - 1])
            return start, start, f", {text}"
        indent = " " * node.start_mark.column
        lines = "".join(f"{indent}- {inline_yaml(each)}{self.newline}" for each in new)
        if at == 0:
            start = self.line_start(node.value[0].start_mark.index)
        else:
            start = self.next_line(self.end(node.value[at - 1]))
        return start, start, lines

    def removals(
        self, node: yaml.CollectionNode, places: Sequence[tuple[yaml.Node, int]], gone: Sequence[int]
    ) -> Iterator[_Splice]:
        """Yield the splices that take out entries; ``places`` are all, each with its end, ``gone`` are numbers.

        A comment behind an entry goes with it; one above it stays.
        """
        starts, ends = [int(each.start_mark.index) for each, _ in places], [end for _, end in places]
        if len(gone) == len(places):
            raise CannotEdit(_NOT_ONE_BY_ONE)
        for number in gone:
            line = self.line_start(starts[number])
            if node.flow_style:
                first = all(each in gone for each in range(number))
                yield (starts[number], starts[number + 1], "") if first else (ends[number - 1], ends[number], "")
            elif isinstance(node, yaml.MappingNode) and self.header[line : starts[number]].strip():
                yield starts[number], starts[number + 1], ""  # the first field of a list's item, behind its hyphen
            else:
                yield line, self.next_line(ends[number]), ""

    def end(self, node: yaml.Node) -> int:
        """Return where the text of a value ends; the parser's mark of a block stands at what follows it."""
        if isinstance(node, yaml.MappingNode) and not node.flow_style and node.value:
            return self.end(node.value[-1][1])
        if isinstance(node, yaml.SequenceNode) and not node.flow_style and node.value:
            return self.end(node.value[-1])
        end = int(node.end_mark.index)
        if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
            return node.start_mark.index + len(self.header[node.start_mark.index : end].rstrip())
        return end

    def indent(self, key: yaml.Node) -> str:
        return " " * int(key.start_mark.column)

    def line_start(self, at: int) -> int:
        return max(self.header.rfind("\n", 0, at), self.header.rfind("\r", 0, at)) + 1

    def next_line(self, at: int) -> int:
        found = _BREAK.search(self.header, at)
        return found.end() if found else len(self.header)
