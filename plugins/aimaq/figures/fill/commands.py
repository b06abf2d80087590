"""A command writes a slot that a template or a generator has made; no editor's marker can name a command."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from aimaq.base.slots import Slot

__all__ = ["EVERY", "Command", "Fill", "Kind"]

#: The key of all indicators together, for a document or a broken marker that depends on every one.
EVERY = "*"
#: Fills the slots of a text.
Fill = Callable[[str], str]
#: What a command writes.
Kind = Literal["markup", "text", "json", "document"]


@dataclass(frozen=True, slots=True)
class Command:
    """Writes a slot from its arguments.

    ``kind`` states what it writes: ``markup`` (HTML, in flow text only), ``text`` (encoded for its place), ``json``
    (a JSON value that replaces a whole string, quotes included) or ``document`` (a whole file or script element).
    ``write`` raises :class:`~aimaq.figures.text.markers.MarkerError` or ``ProblemsFound`` where nothing can be printed.
    ``keys`` returns, for arguments, the keys of the indicators that the text depends on.
    """

    kind: Kind
    write: Callable[[Slot, str, Fill], str]
    keys: Callable[[str], frozenset[str]]
