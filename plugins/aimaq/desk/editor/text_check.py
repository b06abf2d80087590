"""What a build will say of one text: of its fields, its Markdown and its markers."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from aimaq.base.problems import Problem, ProblemsFound
from aimaq.base.slots import Slot
from aimaq.figures.fill.today import IndicatorTransform
from aimaq.figures.ledger.read import ledger_of
from aimaq.figures.marked_text import TextWithMarkers
from aimaq.figures.text.markdown_extension import MarkerExtension
from aimaq.newsroom.content.text_file import read_text
from aimaq.newsroom.corrections.fill import load
from aimaq.newsroom.markdown.converter import Converter
from aimaq.newsroom.settings import Newsroom, read_newsroom
from aimaq.settings.schema import Settings

__all__ = ["TextCheck"]


@dataclass(frozen=True)
class TextCheck:
    """Checks texts as a build at the moment ``now`` would, but not what other files have to say of them."""

    settings: Settings
    now: datetime

    def problems(self, data: bytes, path: str) -> tuple[Problem, ...]:
        """Return what is wrong with the bytes of a file below the content folder, or why no build would read it."""
        try:
            file = self._newsroom.content / path
            found = read_text(data, file, self._newsroom, self._converter)
            said, absent = found.metadata, list[Problem]()
            filler = self._figures.filler_for(said.get("date"))

            def try_marker(slot: Slot) -> None:
                if self._figures.absent:
                    absent[:] = [self._figures.absent]
                else:
                    filler.try_marker(slot)

            text = TextWithMarkers(
                self._newsroom.shown(file),
                said["lang"],
                said.get("date"),
                found.html,
                said,
                said.get("source_lines", {}),
                said.get("body_line", 1),
            )
            marked = text.completed(try_marker)
        except ProblemsFound as other:
            return other.problems
        return (*found.problems, *marked.problems, *absent)

    @cached_property
    def _newsroom(self) -> Newsroom:
        return read_newsroom(self.settings, self.now)

    @cached_property
    def _converter(self) -> Converter:
        markdown = self.settings.markdown
        extensions = (*markdown.get("extensions", ()), MarkerExtension())
        return Converter({**markdown, "extensions": extensions}, trusts_html=self.settings.newsroom_trusts_html)

    @cached_property
    def _figures(self) -> IndicatorTransform:
        # A ledger that is handed over is not compared with the log: that is not about this text.
        return load(self.settings, self.now, ledger_of(self.settings))
