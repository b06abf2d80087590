"""Convert the Markdown of a text into HTML that may be published."""

from dataclasses import dataclass
from functools import cached_property

from markdown import Markdown

from aimaq.base.problems import Problem
from aimaq.newsroom.links.references import UndefinedReferences
from aimaq.newsroom.markdown.limits import SECONDS, at_most, conversion_problem, excess
from aimaq.newsroom.markdown.markup import top_headings, with_newsroom_markup
from aimaq.newsroom.markdown.pictures import as_figures, picture_problems
from aimaq.newsroom.markdown.sanitising import loss_problems, sanitise
from aimaq.settings.schema import MarkdownSetting

__all__ = ["Converted", "Converter"]


@dataclass(frozen=True, slots=True)
class Converted:
    """A text's HTML, and what is wrong with its Markdown."""

    html: str
    problems: tuple[Problem, ...]


class Converter:
    """Converts texts with one instance of Markdown: building one costs more than converting an article."""

    def __init__(self, settings: MarkdownSetting, *, trusts_html: bool) -> None:
        """``settings`` is the setting MARKDOWN; without ``trusts_html`` only the known HTML is published."""
        self.settings, self.trusts_html = settings, trusts_html
        self.references = UndefinedReferences()

    @cached_property
    def markdown(self) -> Markdown:
        return Markdown(**with_newsroom_markup(self.settings, self.references))

    def convert(self, body: str, path: str, first_line: int, credit: str) -> Converted:
        """Return the ``body`` of the text at ``path``, whose first line has the number ``first_line``.

        ``credit`` is the language's message that names a photographer, ``Photo: %(name)s``.
        """
        html = self.raw_html(body, path, first_line)
        if not isinstance(html, str):
            return Converted("", html)
        problems = [*self.references.problems(body, path, first_line)]
        if not self.trusts_html:
            html, losses = sanitise(html)
            problems += loss_problems(losses, body, path, first_line)
        html, faults = as_figures(html, credit, strict=not self.trusts_html)
        problems += picture_problems(faults, body, path, first_line)
        if "<h1" in html:
            message = "a heading of level 1 in the text: the page's title is one already"
            lines = (first_line + line for line in top_headings(body) or [0])
            problems += [Problem(path, message, line, hint='begin the heading with "##"') for line in lines]
        return Converted(html, tuple(problems))

    def raw_html(self, body: str, path: str, first_line: int) -> str | tuple[Problem, ...]:
        """Return what Markdown makes of a text, not sanitised yet, or why it cannot be converted."""
        if too_much := excess(body, path, first_line):
            return tuple(too_much)
        markdown = self.markdown.reset()
        try:
            with at_most(SECONDS):
                return markdown.convert(body)
        except Exception as error:  # an extension may raise anything
            # An interrupted instance keeps its state: the next text would be taken for a part of this one.
            del self.markdown
            return (conversion_problem(error, path, first_line),)
