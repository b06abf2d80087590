"""Signs around words with which other programs strike out, mark and raise: ~~6~~, ==8==, ^7^.

Here they mean nothing, so readers would get them as they are typed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from aimaq.base.languages.messages import Message, tr
from aimaq.base.problems import shortened

__all__ = ["NO_MARKUP", "SignPair", "sign_pairs", "with_kept_signs"]

#: What to do where no element can stand: in a title, a caption, a text of the ledger.
NO_MARKUP: Final = Message("no markup can stand here: say it in words; raised digits are characters, as in m²")

_LONGEST: Final = 40
#: Signs around words, and the element that is meant; one circumflex is one, "a^2 + b^2" has two, and "^_^" is a face.
_PAIRS: Final = re.compile(
    r"(?<![~\\])~~(?P<del>(?![\s~])[^~\n]*[^\s~])~~(?!~)"
    r"|(?<![\w=/\\])==(?P<mark>(?![\s=])[^=\n]*[^\s=])==(?![\w=])"
    r"|(?<![\^\\\[])\^(?P<sup>[+\u2212-]?(?!_+\^)\w+(?:[.,]\w+)*)\^(?![\w^])"
)


@dataclass(frozen=True, slots=True)
class SignPair:
    """Signs around words; ``element`` is the name of the HTML element that is meant, ``offset`` where they begin."""

    sign: str
    words: str
    element: str
    offset: int

    @property
    def message(self) -> str:
        """Why it is refused."""
        return tr('"%(shown)s" would be published with its signs', shown=f"{self.sign}{self._shown}{self.sign}")

    @property
    def markup(self) -> str:
        """The HTML that is meant."""
        return f"<{self.element}>{self._shown}</{self.element}>"

    @property
    def _shown(self) -> str:
        return shortened(self.words, _LONGEST)


def sign_pairs(text: str) -> Iterator[SignPair]:
    """Yield the pairs of signs in a text, in their order."""
    for found in _PAIRS.finditer(text):
        name = found.lastgroup or ""
        yield SignPair(found[0][: found.start(name) - found.start()], found[name], name, found.start())


def with_kept_signs(text: str) -> str:
    """Return a Markdown text whose pairs of signs are meant: the first sign of each is a reference to the character."""
    return _PAIRS.sub(lambda found: f"&#{ord(found[0][0])};{found[0][1:]}", text)
