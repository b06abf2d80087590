"""Open a text with all its versions, and save what was edited of it."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import msgspec

from aimaq.base.addresses.site_folder import folder_of
from aimaq.base.files.atomic_files import write_atomically
from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem, ProblemsFound, not_utf8
from aimaq.desk.editor.field_edits import CannotEdit, edited_fields, fields_of
from aimaq.desk.editor.field_yaml import FieldValue
from aimaq.desk.editor.forms import Field, form_of, schema_of
from aimaq.desk.editor.text_check import TextCheck
from aimaq.desk.editor.text_parts import normal_lines, parts_of, with_lines
from aimaq.newsroom.content.names import SLUG
from aimaq.newsroom.settings import PARTS, PEOPLE
from aimaq.settings.schema import Settings

__all__ = ["Edit", "Saved", "Texts", "Version"]

#: What the fields of a version are if nobody has written any: it is nobody's text yet.
_NEW: Final = "---\nstatus: draft\n---\n\n"


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """A version of a text as the page edits it; its lines end in ``\\n``.

    ``digest`` names the file's bytes, "" where there is no file. ``address`` is that of its page, "" for a text without
    one. ``fault`` says why there is no form, and ``problems`` what a build will say of the file; of an edit that is
    not saved nothing is said.
    """

    path: str
    lang: str
    digest: str = ""
    address: str = ""
    source: str = ""
    body: str = ""
    fields: Mapping[str, FieldValue] = {}
    fault: str = ""
    problems: tuple[str, ...] = ()


class Edit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was edited of a version: the whole file first, then fields (None: taken out) and the body.

    ``digest`` is that of the file as it was opened.
    """

    path: str
    digest: str
    source: str | None = None
    fields: dict[str, Any] = {}  # field values: msgspec has no types that hold themselves
    body: str | None = None


class Saved(msgspec.Struct, frozen=True, kw_only=True):
    """The versions as they are on the disk now, and what kept others from being saved, by path."""

    versions: tuple[Version, ...]
    refused: Mapping[str, str]


@dataclass(frozen=True)
class Texts:
    """The texts in a site's content folder."""

    settings: Settings

    @property
    def content(self) -> Path:
        return self.settings.project / self.settings.path

    def versions(self, text: str) -> tuple[Version, ...]:
        """Return the versions of a text in the order of the editions, those without a file too; none of no text.

        ``text`` is the path below the content folder without language: "news/zone-growth".
        """
        if not self._is_text(text):
            return ()
        found = tuple(self._version(f"{text}.{lang}.md", lang) for lang in self.settings.languages)
        return found if any(version.digest for version in found) else ()

    def form(self, text: str, versions: tuple[Version, ...]) -> tuple[Field, ...]:
        """Return the fields of a text's form."""
        kind = next((str(version.fields["kind"]) for version in versions if "kind" in version.fields), "")
        fields = form_of(schema_of(text.partition("/")[0], kind, self.settings), tuple(self._people()), self._today)
        return fields if PEOPLE in self.settings.page_paths else tuple(each for each in fields if not each.of_people)

    def edited(self, edit: Edit) -> Version:
        """Return a version as it would be, without saving or checking it."""
        return self._read(edit.path, self._lang(edit.path), self._edited(edit, self._data(edit.path)))

    def save(self, edits: tuple[Edit, ...]) -> Saved:
        """Write the versions that were edited; one that somebody else has changed since is refused, and kept."""
        refused: dict[str, str] = {}
        for edit in edits:
            data = self._data(edit.path)
            try:
                if _digest(data) != edit.digest:
                    raise CannotEdit(
                        tr("the file has been changed since it was opened: copy your words, and open it anew")
                    )
                new = self._edited(edit, data)
            except CannotEdit as error:
                refused[edit.path] = str(error)
                continue
            if new != data:
                write_atomically(self.content / edit.path, new, durable=bool(data))
        return Saved(versions=tuple(self._version(edit.path, self._lang(edit.path)) for edit in edits), refused=refused)

    def _edited(self, edit: Edit, data: bytes) -> bytes:
        """Return the bytes of a file after an edit; raise :class:`CannotEdit`."""
        try:
            text = data.decode() if data else _NEW
        except UnicodeDecodeError as error:
            raise CannotEdit(str(not_utf8(error, edit.path).message)) from error
        if edit.source is not None:
            text = with_lines(text, edit.source)
        if edit.fields:
            order = [field.name for field in self._order(edit.path, text)]
            text = edited_fields(text, edit.fields, order)
        if edit.body is not None:
            parts = parts_of(text)
            text = parts.with_body(edit.body).text
        return b"" if not data and text == _NEW else text.encode("utf-8")

    def _order(self, path: str, text: str) -> Iterator[Field]:
        kind = str(fields_of(text).get("kind", ""))
        for field in form_of(schema_of(path.partition("/")[0], kind, self.settings), (), self._today):
            yield field
            if field.name == "date_approximate":
                yield Field(name="kind", label="", widget="text")

    def _version(self, path: str, lang: str) -> Version:
        data = self._data(path)
        version = self._read(path, lang, data)
        if not version.source:  # there is no file, or none that can be read
            return version
        problems = self._check.problems(data, path, has_form=not version.fault)
        return msgspec.structs.replace(version, problems=problems)

    def _read(self, path: str, lang: str, data: bytes) -> Version:
        if not data:
            return Version(path=path, lang=lang)
        try:
            text = data.decode()
        except UnicodeDecodeError as error:
            return Version(path=path, lang=lang, digest=_digest(data), fault=not_utf8(error, path).message)
        parts, fault, fields = parts_of(text), "", {}
        try:
            fields = fields_of(text)
        except CannotEdit as error:
            fault = str(error)
        return Version(
            path=path,
            lang=lang,
            digest=_digest(data),
            address=self._address(path, lang),
            source=normal_lines(text),
            body=normal_lines(parts.body),
            fields=fields,
            fault=fault,
        )

    @cached_property
    def _check(self) -> TextCheck:
        return TextCheck(self.settings, datetime.now(UTC))

    @cached_property
    def _today(self) -> date:
        return datetime.now(ZoneInfo(self.settings.timezone)).date()

    def _address(self, path: str, lang: str) -> str:
        """Return the address of a text's page on its host; parts have none."""
        folder, _, name = path.partition("/")
        if folder == PARTS:
            return ""
        settings, slug = self.settings, name.rpartition("/")[2].partition(".")[0]
        is_default = lang == settings.default_lang
        if folder in settings.article_paths:
            pattern = settings.article_url if is_default else settings.article_lang_url
        else:
            pattern = settings.page_url if is_default else settings.page_lang_url
        return f"{folder_of(settings.siteurl)}/{pattern}".format(
            slug=f"{PEOPLE}/{slug}" if folder == PEOPLE else slug, lang=lang
        )

    def _people(self) -> Iterator[tuple[str, str]]:
        """Yield slug and name of each person, the name in the first edition that has it."""
        seen: set[str] = set()
        for lang in self.settings.languages:
            for path in sorted((self.content / PEOPLE).glob(f"*.{lang}.md")):
                slug = path.name.removesuffix(f".{lang}.md")
                if slug not in seen:
                    seen.add(slug)
                    name = self._version(f"{PEOPLE}/{path.name}", lang).fields.get("name")
                    yield slug, str(name or slug)

    def _data(self, path: str) -> bytes:
        """Return the bytes of a text's file, none where it does not exist; raise ``ProblemsFound`` for another path."""
        text, _, lang = path.removesuffix(".md").rpartition(".")
        if not path.endswith(".md") or lang not in self.settings.languages or not self._is_text(text):
            raise ProblemsFound([Problem(path, tr("this is no text of the site"))])
        try:
            return (self.content / path).read_bytes()
        except FileNotFoundError:
            return b""

    def _is_text(self, text: str) -> bool:
        """Return whether a path without language could be a text: it leaves no folder of texts."""
        folder, _, rest = text.partition("/")
        texts = (*self.settings.article_paths, *self.settings.page_paths)
        inside = (self.content / text).parent.resolve().is_relative_to((self.content / folder).resolve())
        return folder in texts and inside and all(SLUG.fullmatch(part) for part in rest.split("/"))

    def _lang(self, path: str) -> str:
        return path.removesuffix(".md").rpartition(".")[2]


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest() if data else ""
