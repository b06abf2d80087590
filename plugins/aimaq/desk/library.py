"""The library: all pictures and files of the site, where each is used, and what is said of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem, raise_any
from aimaq.desk.editor.named_files import photo_marks, with_words_in_body, with_words_in_fields
from aimaq.desk.editor.texts import Edit, Texts
from aimaq.desk.texts import TextRow
from aimaq.newsroom.media.files import ATTACHED, PICTURES
from aimaq.newsroom.settings import Newsroom

__all__ = ["Description", "StoredFile", "chosen_files", "describe", "stored_files"]


@dataclass(frozen=True, slots=True)
class Description:
    """What a language says of a file: what a picture shows and who took it, or a file's title."""

    words: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file of the site; ``path`` is below the content folder, ``size`` in bytes, ``day`` that of the file on disk.

    ``uses`` are the texts that name it, the newest first; ``descriptions`` are by language, from the newest text.
    ``differing`` are the languages in which texts describe it in several ways.
    """

    path: str
    size: int
    day: date
    uses: tuple[TextRow, ...]
    descriptions: Mapping[str, Description]
    differing: tuple[str, ...]

    @property
    def is_picture(self) -> bool:
        """Whether it is a picture."""
        return f".{self.path.lower().rpartition('.')[2]}" in PICTURES

    @property
    def searched(self) -> str:
        """The words by which it is found: its name, what is said of it, the titles of the texts that name it."""
        said = (f"{each.words} {each.credit}" for each in self.descriptions.values())
        return " ".join((self.path, *said, *(row.title for row in self.uses))).casefold()


def stored_files(newsroom: Newsroom, rows: Iterable[TextRow]) -> list[StoredFile]:
    """Return the files that the site publishes, the newest first; ``rows`` are all texts, the newest first."""
    uses: dict[str, list[TextRow]] = {}
    for row in rows:
        for file in dict.fromkeys(each.file for each in row.named):
            uses.setdefault(file, []).append(row)
    found, marks = [], photo_marks(newsroom.catalogs)
    for folder in newsroom.settings.static_paths:
        for path in sorted((newsroom.content / folder).rglob("[!.]*")):
            if path.suffix.lower() in ATTACHED and path.is_file():
                state, name = path.stat(), path.relative_to(newsroom.content).as_posix()
                day = datetime.fromtimestamp(state.st_mtime, newsroom.zone).date()
                found.append(_stored(name, state.st_size, day, tuple(uses.get(name, ())), marks))
    return sorted(found, key=lambda each: (-each.day.toordinal(), each.path))


def chosen_files(files: Iterable[StoredFile], query: Mapping[str, str]) -> list[StoredFile]:
    """Return the files with words in their name, description or texts, of a kind, used or not; "" stands for any."""
    words, kind, used = query.get("q", "").casefold().split(), query.get("kind", ""), query.get("used", "")
    return [
        each
        for each in files
        if all(word in each.searched for word in words)
        and (not kind or each.is_picture == (kind == "pictures"))
        and (not used or bool(each.uses) == (used == "yes"))
    ]


def describe(file: StoredFile, descriptions: Mapping[str, Description], newsroom: Newsroom) -> int:
    """Write other descriptions of a file, by language, into all texts that name it; return how many have changed.

    Raises ``ProblemsFound`` with what kept texts from being changed; the others have been.
    """
    lacking = [lang for lang, each in descriptions.items() if not each.words]
    raise_any(Problem(f"{file.path} ({lang})", tr("the words are empty"), hint=tr("write them")) for lang in lacking)
    texts = Texts(newsroom.settings)
    edits: list[Edit] = []
    for row in file.uses:
        if (wanted := descriptions.get(row.lang)) and wanted != file.descriptions.get(row.lang, Description()):
            edits.extend(_edits(texts, row, file.path, wanted, newsroom))
    saved = texts.save(tuple(edits))
    raise_any(Problem(newsroom.shown(newsroom.content / path), fault) for path, fault in saved.refused.items())
    return len(edits)


def _edits(texts: Texts, row: TextRow, file: str, wanted: Description, newsroom: Newsroom) -> Iterator[Edit]:
    path = row.path.removeprefix(f"{newsroom.settings.path}/")
    for version in texts.versions(path.removesuffix(f".{row.lang}.md")):
        if version.path == path:
            mark = photo_marks(newsroom.catalogs)[row.lang]
            fields = with_words_in_fields(version.fields, file, wanted.words, wanted.credit)
            body = with_words_in_body(version.body, file, wanted.words, wanted.credit, mark)
            if version.fault:
                raise_any([Problem(row.path, version.fault, hint=tr("mend the text first"))])
            if fields or body != version.body:
                new = body if body != version.body else None
                yield Edit(path=path, digest=version.digest, fields=fields, body=new)


def _stored(path: str, size: int, day: date, uses: tuple[TextRow, ...], marks: Mapping[str, str]) -> StoredFile:
    said: dict[str, list[Description]] = {}
    for row in uses:
        for each in row.named:
            if each.file == path and each.words:
                credit = each.credit or _credit(each.title, marks.get(row.lang, ""))
                said.setdefault(row.lang, []).append(Description(each.words, credit))
    first = {lang: all_said[0] for lang, all_said in said.items()}
    return StoredFile(path, size, day, uses, first, tuple(lang for lang, each in said.items() if len(set(each)) > 1))


def _credit(title: str, mark: str) -> str:
    """Return who took a picture in a text, whose title says that behind a mark."""
    at = title.casefold().rfind(mark.casefold())
    return title[at + len(mark) :].strip() if mark and at >= 0 else ""
