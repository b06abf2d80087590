"""Links whose address stands nowhere, ``[the report][report]``: Markdown publishes the brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import (
    IMAGE_REFERENCE_RE,
    REFERENCE_RE,
    ImageReferenceInlineProcessor,
    ReferenceInlineProcessor,
)

from aimaq.base.problems import Problem

__all__ = ["NamedReferences", "reference_problems"]


class NamedReferences(Extension):
    """Leaves in the Markdown instance, as ``unknown_references``, the names that a text uses and does not define."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Take the places of the two processors of references."""
        md.registerExtension(self)
        self.md = md
        md.inlinePatterns.register(_Links(REFERENCE_RE, md), "reference", 170)
        md.inlinePatterns.register(_Images(IMAGE_REFERENCE_RE, md), "image_reference", 140)

    def reset(self) -> None:
        """Forget the text before."""
        self.md.unknown_references = []  # type: ignore[attr-defined]  # see above


class _Noting(ReferenceInlineProcessor):
    def evalId(self, data: str, index: int, text: str) -> tuple[str | None, int, bool]:
        """Note a name that nothing defines. A footnote's begins with ``^``, and is another extension's."""
        name, end, handled = super().evalId(data, index, text)
        known = " ".join((name or "").split())
        if handled and known and known not in self.md.references and not known.startswith("^"):
            self.md.unknown_references.append(known)  # type: ignore[attr-defined]  # see above
        return name, end, handled


class _Links(_Noting):
    pass


class _Images(ImageReferenceInlineProcessor, _Noting):
    pass


def reference_problems(md: Any, body: str, path: str, first_line: int) -> Iterator[Problem]:
    """Yield a problem for each reference of the text just converted that leads nowhere."""
    for name in dict.fromkeys(md.unknown_references):
        words = r"\s+".join(map(re.escape, name.split()))
        match = re.search(rf"\]\s?\[{words}\]|\[{words}\]\s?\[\]", body, re.IGNORECASE)
        line = first_line + body.count("\n", 0, match.start()) if match else first_line
        shown = name if len(name) <= 40 else f"{name[:39]}…"
        hint = f'add a line "[{shown}]: https://…", or write \\[ for a bracket that is no link'
        yield Problem(path, f'no line says where "[{shown}]" leads', line, hint=hint)
