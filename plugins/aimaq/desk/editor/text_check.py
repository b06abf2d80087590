"""What a build will say of one text: of its fields, its Markdown and its markers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from aimaq.base.problems import Problem, ProblemsFound
from aimaq.base.slots import Slot
from aimaq.desk.editor.form_words import FormWords, said_of
from aimaq.figures.fill.today import IndicatorTransform
from aimaq.figures.ledger.read import ledger_of
from aimaq.figures.marked_text import TextWithMarkers
from aimaq.figures.text.markdown_extension import MarkerExtension
from aimaq.newsroom.content.field_words import FILE_WORDS, FieldWords
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

    def problems(self, data: bytes, path: str, *, has_form: bool = True) -> tuple[str, ...]:
        """Return what is wrong with the bytes of a file below the content folder, or why no build would read it.

        Where it has a form, problems have its words, else those of the file.
        """
        shown = f"{self.settings.path}/{path}"
        try:
            problems, places, body_line = self._found(data, path, FormWords() if has_form else FILE_WORDS)
        except ProblemsFound as found:
            return tuple(map(str, found.problems))
        return said_of(shown, problems, places, body_line, has_form=has_form)

    def _found(
        self, data: bytes, path: str, words: FieldWords
    ) -> tuple[list[Problem], Mapping[str, tuple[int, int]], int]:
        """Return the problems, the places of the fields, and the first line of the text; raise ``ProblemsFound``."""
        file = self._newsroom.content / path
        found = read_text(data, file, self._newsroom, self._converter, words)
        said, absent = found.metadata, list[Problem]()
        filler = self._figures.filler_for(said.get("date"))
        places, body_line = said.get("source_lines", {}), said.get("body_line", 1)

        def try_marker(slot: Slot) -> None:
            if self._figures.absent:
                absent[:] = [self._figures.absent]
            else:
                filler.try_marker(slot)

        shown, lang = self._newsroom.shown(file), said["lang"]
        text = TextWithMarkers(shown, lang, said.get("date"), found.html, said, places, body_line)
        return [*found.problems, *text.completed(try_marker).problems, *absent], places, body_line

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
