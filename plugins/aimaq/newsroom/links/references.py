"""Links to a name that no line defines, ``[the report][report]``: Markdown publishes the brackets."""

import re
from collections.abc import Iterator

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import (
    IMAGE_REFERENCE_RE,
    REFERENCE_RE,
    ImageReferenceInlineProcessor,
    ReferenceInlineProcessor,
)

from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem
from aimaq.newsroom.content.characters import shortened

__all__ = ["UndefinedReferences"]


class UndefinedReferences(Extension):
    """Collects in ``names`` the references that the text just converted uses and does not define."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def extendMarkdown(self, md: Markdown) -> None:
        """Replace the two processors of references."""
        md.registerExtension(self)
        md.inlinePatterns.register(_Links(REFERENCE_RE, md, self.names), "reference", 170)
        md.inlinePatterns.register(_Images(IMAGE_REFERENCE_RE, md, self.names), "image_reference", 140)

    def reset(self) -> None:
        """Forget the previous text."""
        self.names.clear()

    def problems(self, body: str, path: str, first_line: int) -> Iterator[Problem]:
        """Yield a problem for each of the names, at its line in the Markdown ``body``."""
        for name in dict.fromkeys(self.names):
            words = r"\s+".join(map(re.escape, name.split()))
            match = re.search(rf"\]\s?\[{words}\]|\[{words}\]\s?\[\]", body, re.IGNORECASE)
            line = first_line + body.count("\n", 0, match.start()) if match else first_line
            shown = shortened(name, 40)
            hint = tr('add a line "[%(shown)s]: https://…", or write \\[ for a bracket that is no link', shown=shown)
            yield Problem(path, tr('no line says where "[%(shown)s]" leads', shown=shown), line, hint=hint)


class _Links(ReferenceInlineProcessor):
    def __init__(self, pattern: str, md: Markdown, names: list[str]) -> None:
        super().__init__(pattern, md)
        self.names = names

    def evalId(self, data: str, index: int, text: str) -> tuple[str | None, int, bool]:
        """Record a name that nothing defines. A footnote's begins with ``^`` and belongs to another extension."""
        name, end, handled = super().evalId(data, index, text)
        known = " ".join((name or "").split())
        if handled and known and known not in self.md.references and not known.startswith("^"):
            self.names.append(known)
        return name, end, handled


class _Images(ImageReferenceInlineProcessor, _Links):
    pass
