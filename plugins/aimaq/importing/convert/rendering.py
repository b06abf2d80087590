"""Renders Markdown as the build does, so that an import can check that no word is lost on the way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from markdown import Markdown

from aimaq.newsroom.markdown.limits import SECONDS, at_most, conversion_problem, excess
from aimaq.newsroom.markdown.markup import with_newsroom_markup
from aimaq.newsroom.markdown.sanitising import sanitise

__all__ = ["markdown_renderer"]


def markdown_renderer(options: dict[str, Any]) -> Callable[[str], str]:
    """Return a function from Markdown to the HTML that the build publishes; ``options`` are the setting ``MARKDOWN``.

    It raises ValueError, with a message for editors, for texts that the build refuses as too long or too deeply nested.
    """
    markdown = Markdown(**with_newsroom_markup(options))

    def render(text: str) -> str:
        nonlocal markdown
        if problems := excess(text, "", 1):
            raise ValueError(problems[0].message)
        try:
            with at_most(SECONDS):
                html: str = markdown.reset().convert(text)
        except Exception as error:  # Markdown and its extensions raise exceptions of any type
            # An interrupted instance would take the next text for a part of this one.
            markdown = Markdown(**with_newsroom_markup(options))
            raise ValueError(conversion_problem(error, "", 1).message) from None
        return sanitise(html)[0]

    return render
