"""Characters by their names or numbers in HTML, &nbsp; or &#160;, where a text has no HTML.

Readers would get these letters.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape, unescape
from typing import Final
from unicodedata import category

from aimaq.base.languages.messages import tr
from aimaq.base.problems import shortened
from aimaq.base.web_addresses import INVISIBLE

__all__ = ["CharacterReference", "character_references"]

_REFERENCE: Final = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_MOST_SHOWN: Final = 80


@dataclass(frozen=True, slots=True)
class CharacterReference:
    """A reference in a text, and the ``character`` that is meant."""

    text: str
    reference: str
    character: str

    @property
    def message(self) -> str:
        """Why it is refused."""
        return tr('"%(reference)s" would be published with these letters', reference=self.reference)

    @property
    def hint(self) -> str:
        """What to do."""
        written = shortened(self.text.replace(self.reference, self.character), _MOST_SHOWN)
        return tr('there is no HTML here; type the character itself: "%(text)s"', text=written)


def character_references(text: str) -> Iterator[CharacterReference]:
    """Yield a text's references, but not those of <, > and & (it may speak of HTML), nor of what no text may hold."""
    for reference in _REFERENCE.findall(text):
        character = unescape(reference)
        unseen = any(category(each) in INVISIBLE for each in character)
        if character not in ("", reference) and escape(character) == character and not unseen:
            yield CharacterReference(text, reference, character)
