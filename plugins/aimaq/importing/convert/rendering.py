"""Renders Markdown as the build does, so that an import can check that no word is lost on the way."""

from __future__ import annotations

from collections.abc import Callable

from aimaq.newsroom.markdown.converter import Converter
from aimaq.newsroom.markdown.sanitising import sanitise
from aimaq.settings.schema import MarkdownSetting

__all__ = ["markdown_renderer"]


def markdown_renderer(options: MarkdownSetting) -> Callable[[str], str]:
    """Return a function from Markdown to the HTML that the build publishes; ``options`` are the setting ``MARKDOWN``.

    It raises ValueError, with a message for editors, for texts that the build refuses as too long or too deeply nested.
    """
    converter = Converter(options, trusts_html=False)

    def render(text: str) -> str:
        html = converter.raw_html(text, "", 1)
        if not isinstance(html, str):
            raise ValueError(html[0].message)
        return sanitise(html)[0]

    return render
