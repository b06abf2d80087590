"""Convert the Markdown of a text into HTML that may be published."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from markdown import Markdown

from aimaq.base.problems import Problem
from aimaq.base.processes.time_limit import at_most
from aimaq.figures.text.code import without_code
from aimaq.newsroom.links.in_texts import anchors_in, links_in
from aimaq.newsroom.links.references import UndefinedReferences
from aimaq.newsroom.markdown.addresses import address_problems, encoded
from aimaq.newsroom.markdown.block_structure import BlockStructure
from aimaq.newsroom.markdown.footnotes import footnote_problems, with_titles
from aimaq.newsroom.markdown.headings import heading_problems
from aimaq.newsroom.markdown.inline_signs import sign_problems, with_links
from aimaq.newsroom.markdown.limits import conversion_problem, excess
from aimaq.newsroom.markdown.markup import FOOTNOTES, with_newsroom_markup
from aimaq.newsroom.markdown.pictures import as_figures, picture_problems
from aimaq.newsroom.markdown.sanitising import loss_problems, sanitise
from aimaq.newsroom.markdown.source_lines import slip_problems
from aimaq.newsroom.markdown.tables import with_boxes
from aimaq.settings.schema import MarkdownSetting

__all__ = ["Converted", "Converter"]

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Converted:
    """A text's HTML, its links and anchors as :mod:`aimaq.newsroom.links.in_texts` finds them, and its problems."""

    html: str
    links: tuple[tuple[str, int], ...]
    anchors: tuple[str, ...]
    problems: tuple[Problem, ...]


class Converter:
    """Converts texts with one instance of Markdown: building one costs more than converting an article."""

    def __init__(self, settings: MarkdownSetting, *, trusts_html: bool) -> None:
        """``settings`` is the setting MARKDOWN; without ``trusts_html`` only the known HTML is published."""
        self.settings, self.trusts_html = settings, trusts_html
        self.references, self.structure = UndefinedReferences(), BlockStructure()

    @cached_property
    def markdown(self) -> Markdown:
        return Markdown(**with_newsroom_markup(self.settings, self.references, self.structure))

    def convert(
        self, body: str, path: str, first_line: int, gettext: Callable[[str], str], *, has_page: bool = True
    ) -> Converted:
        """Return the ``body`` of the text at ``path``, whose first line has the number ``first_line``.

        ``gettext`` returns a message in the language of the text. A text without a page of its own has no footnotes.
        """
        found = self._within_limits(
            lambda: self._convert(body, path, first_line, gettext, has_page), body, path, first_line
        )
        return found if isinstance(found, Converted) else Converted("", (), (), found)

    def raw_html(self, body: str, path: str, first_line: int) -> str | tuple[Problem, ...]:
        """Return what Markdown makes of a text, not sanitised yet, or why it cannot be converted."""
        return self._within_limits(lambda: self.markdown.reset().convert(body), body, path, first_line)

    def _within_limits(
        self, step: Callable[[], Result], body: str, path: str, first_line: int
    ) -> Result | tuple[Problem, ...]:
        """Return what ``step`` makes of a text, or why it cannot; reading a text is such a step."""
        if too_much := excess(body, path, first_line):
            return tuple(too_much)
        try:
            with at_most():
                return step()
        except Exception as error:  # an extension may raise anything
            # An interrupted instance keeps its state: the next text would be taken for a part of this one.
            self.__dict__.pop("markdown", None)
            return (conversion_problem(error, path, first_line),)

    def _convert(
        self, body: str, path: str, first_line: int, gettext: Callable[[str], str], has_page: bool
    ) -> Converted:
        html = self.markdown.reset().convert(body)
        plain = without_code(body)
        problems = [
            *self.references.problems(body, path, first_line),
            *slip_problems(self.structure.slips, body, path, first_line),
            *footnote_problems(plain, path, first_line, allowed=has_page and FOOTNOTES in self.markdown.treeprocessors),
            *sign_problems(plain, path, first_line),
            *heading_problems(html, plain, path, first_line, named=bool(self.structure.slips)),
        ]
        if not self.trusts_html:
            html, losses = sanitise(html)
            problems += loss_problems(losses, plain, path, first_line)
        html, faults = as_figures(html, gettext("Photo: %(name)s"), strict=not self.trusts_html)
        problems += picture_problems(faults, body, path, first_line)
        problems += address_problems(html, body, path, first_line)
        html = with_titles(with_links(html if self.trusts_html else encoded(html)), gettext)
        html = with_boxes(html, gettext)
        return Converted(html, links_in(html, body, first_line), anchors_in(html), tuple(problems))
