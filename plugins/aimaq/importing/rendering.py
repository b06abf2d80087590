"""Markdown as the build renders it, to see that nothing is lost on the way there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from markdown import Markdown

from aimaq.newsroom.markdown.limits import SECONDS, at_most, conversion_problem, excess
from aimaq.newsroom.markdown.markup import with_newsroom_markup
from aimaq.newsroom.markdown.sanitising import sanitise

__all__ = ["renderer"]


def renderer(settings: Mapping[str, Any]) -> Callable[[str], str]:
    """Return a function that turns a text into the HTML that is published of it.

    It raises ValueError, in an editor's words, for a text that the build would refuse for its length or nesting.
    """
    markdown = Markdown(**with_newsroom_markup(settings["MARKDOWN"]))

    def render(text: str) -> str:
        if refused := excess(text, "", 1):
            raise ValueError(refused[0].message)
        try:
            with at_most(SECONDS):
                html: str = markdown.reset().convert(text)
        except Exception as error:  # whatever Markdown raises on a text that nobody has thought of
            raise ValueError(conversion_problem(error, "", 1).message) from None
        return sanitise(html)[0]

    return render
