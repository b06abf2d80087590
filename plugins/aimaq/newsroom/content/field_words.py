"""How problems name fields and say what to do: in the words of a content file, or of a form that edits one."""

from typing import Final

from aimaq.base.languages.messages import Message, tr

__all__ = ["FILE_WORDS", "LISTS", "FieldWords"]

#: How a list is written, for the hints of problems.
LISTS: Final = {
    "topics": Message("topics: [one topic, another topic]"),
    "speakers": "speakers: [name-surname]",
    "attachments": 'attachments: [{file: media/report.pdf, title: "…"}]',
    "photos": 'photos: [{file: media/shop.jpg, alt: "…", credit: "…"}]',
    "updates": 'updates: [{date: 2021-07-01, text: "…"}]',
    "sources": 'sources: [{title: …, url: "https://…"}]',
    "corrections": 'corrections: [{date: 2021-07-01, text: "…"}]',
}


class FieldWords:
    """The words for who writes the file itself."""

    def name(self, field: str, *, inner: bool = False) -> str:
        """Return what a field is called; ``inner`` is one of an item, such as a photo's."""
        return field

    def option(self, field: str, value: str) -> str:
        """Return what one of the values is called that a field can have."""
        return value

    def missing(self, field: str, *, inner: bool = False) -> tuple[str, str]:
        """Return that a field is missing, and what to do."""
        return tr('the field "%(name)s" is missing', name=field), self.add(field)

    def add(self, field: str) -> str:
        """Return the advice to write a field."""
        return tr('add "%(line)s"', line=LISTS.get(field, f"{field}: …"))

    def as_written(self, hint: str) -> str:
        """Return advice on how a file writes something: nothing, where that is not needed."""
        return hint

    def in_file(self, hint: str) -> str:
        """Return advice that can be followed in the file alone."""
        return hint

    def no_text(self) -> str:
        """Return that nothing stands below the fields."""
        return tr("there is no text below the front matter")


FILE_WORDS: Final = FieldWords()
