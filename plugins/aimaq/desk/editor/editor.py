"""The editor's pages, and what their scripts ask."""

import mimetypes
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Final

import msgspec

from aimaq.base.extras import has_extra, require_extras
from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem, ProblemsFound
from aimaq.desk.editor.field_edits import CannotEdit
from aimaq.desk.editor.figures import choices, forms_of, printed_text, printer_of, quoted
from aimaq.desk.editor.forms import Field
from aimaq.desk.editor.named_files import photo_marks
from aimaq.desk.editor.new_texts import begin, kinds_to_begin
from aimaq.desk.editor.pictures import Framed, framings_of, keep_framing, small_picture
from aimaq.desk.editor.texts import Edit, Texts, Version
from aimaq.desk.editor.uploads import store
from aimaq.desk.editor.words import words
from aimaq.desk.exchange import NOTHING, Request, Response, redirect
from aimaq.desk.rendering import MOUNT, page
from aimaq.desk.server import MOST_BYTES
from aimaq.newsroom.content.frontmatter import MAX_BYTES
from aimaq.newsroom.media.files import PICTURES
from aimaq.newsroom.media.framings import WHOLE
from aimaq.newsroom.settings import read_newsroom
from aimaq.settings.schema import Settings

__all__ = ["WRITE", "Editor"]

#: The editor's address.
WRITE: Final = f"{MOUNT}/write"
_JSON: Final = "application/json"


class _Opened(msgspec.Struct, frozen=True):
    """A text as its page edits it."""

    versions: tuple[Version, ...]
    form: tuple[Field, ...]


class _Words(msgspec.Struct, frozen=True):
    """What a version says: its markers are printed in its language, the pinned ones as on its day."""

    text: str
    lang: str
    day: str = ""


@dataclass(frozen=True)
class Editor:
    """The editor of a site's texts; ``settings`` reads the settings, which may change while it runs.

    ``stored`` returns the pictures and files of the library that a query asks for.
    """

    settings: Callable[[], Settings]
    stored: Callable[[Mapping[str, str]], object] = lambda query: ()

    def respond(self, request: Request) -> Response:
        """Return the page of an address below the editor's own, or do what its scripts ask."""
        path = request.path.strip("/")
        try:
            settings = self.settings()
        except ProblemsFound as found:
            if path.startswith("api/"):
                return _refused(found)
            raise
        if path.startswith("api/"):
            return self._data(request, path.removeprefix("api/"), settings)
        if path.startswith("files/") and request.method == "GET":
            return _media(settings, path.removeprefix("files/"))
        if path.startswith("small/") and request.method == "GET":
            return _small(settings, path.removeprefix("small/"))
        if not path:
            return self._new(request, settings)
        text, _, lang = path.removesuffix(".md").rpartition(".")
        versions = Texts(settings).versions(text) if path.endswith(".md") and request.method == "GET" else ()
        if lang not in [version.lang for version in versions]:
            return NOTHING
        return page(
            "write",
            title=_title(versions, lang, settings),
            here="texts",
            text=text,
            version=lang,
            words=words(),
            most=MOST_BYTES,
            reads_markup=has_extra("import"),
            marks=photo_marks(read_newsroom(settings, datetime.now(UTC)).catalogs),
        )

    def _new(self, request: Request, settings: Settings) -> Response:
        fields = request.fields if request.method == "POST" else request.query
        problems = tuple[Problem, ...]()
        if request.method == "POST":
            try:
                given = (fields.get(name, "") for name in ("kind", "title", "slug", "language"))
                return redirect(f"{WRITE}/{begin(settings, *given)}")
            except ProblemsFound as found:
                problems = found.problems
        return page(
            "new_text",
            422 if problems else 200,
            title=tr("New text"),
            here="texts",
            kinds=kinds_to_begin(settings).items(),
            languages=settings.languages,
            fields=fields,
            problems=problems,
        )

    def _data(self, request: Request, name: str, settings: Settings) -> Response:
        """Return what a script asks for, as JSON; what is wrong is in the field "problems"."""
        texts, query = Texts(settings), request.query
        try:
            match (request.method, name):
                case ("GET", "text"):
                    versions = texts.versions(query.get("text", ""))
                    return (
                        _json(_Opened(versions, texts.form(query.get("text", ""), versions))) if versions else NOTHING
                    )
                case ("GET", "figures"):
                    return _json(choices(settings, query.get("lang", "")))
                case ("GET", "forms"):
                    return _json(forms_of(settings, query.get("key", ""), query.get("lang", ""), query.get("day", "")))
                case ("POST", "quoted"):
                    words = msgspec.json.decode(request.body, type=_Words)
                    return _json(quoted(settings, words.text, words.lang, words.day))
                case ("POST", "edited"):
                    return _json(texts.edited(msgspec.json.decode(request.body, type=Edit)))
                case ("POST", "save"):
                    return _json(texts.save(msgspec.json.decode(request.body, type=tuple[Edit, ...])))
                case ("POST", "paste"):
                    return _json(_pasted(request.body, settings))
                case ("GET", "library"):
                    return _json(self.stored(query))
                case ("GET", "framing"):
                    framing = framings_of(settings).get(query.get("file", ""), WHOLE)
                    return _json({"turn": framing.turn, "crop": framing.crop, "focus": framing.focus})
                case ("POST", "framing"):
                    keep_framing(msgspec.json.decode(request.body, type=Framed), settings)
                    return _json({})
                case ("POST", "file"):
                    return _json({"file": store(query.get("name", ""), request.body, settings)})
        except ProblemsFound as found:
            return _refused(found)
        except CannotEdit as error:
            return _json({"problems": [str(error)]}, 422)
        except msgspec.DecodeError:
            return _json({"problems": [tr("This request is malformed.\n").strip()]}, 400)
        return NOTHING


def _pasted(data: bytes, settings: Settings) -> object:
    """Return what was pasted as Markdown, and what of it was dropped; raise ``ProblemsFound`` if that is too much."""
    from aimaq.importing.convert.pasted import paste
    from aimaq.importing.convert.to_markdown import markdown_renderer

    require_extras("aimaq desk", "import")
    if len(data) > MAX_BYTES:
        message = tr(
            "this is more than a text can hold: %(number)s bytes, not %(most)s", number=len(data), most=MAX_BYTES
        )
        raise ProblemsFound([Problem("paste", message, hint=tr("paste it in parts"))])
    return paste(data.decode("utf-8", "replace"), markdown_renderer(settings.markdown))


def _refused(found: ProblemsFound) -> Response:
    return _json({"problems": [_sentence(each.message, each.hint) for each in found.problems]}, 422)


def _json(value: object, status: int = 200) -> Response:
    return Response(msgspec.json.encode(value, enc_hook=str), _JSON, status)


def _sentence(message: str, hint: str) -> str:
    return f"{message}: {hint}" if hint else message


def _title(versions: tuple[Version, ...], lang: str, settings: Settings) -> str:
    """Return what a version is called, as readers see it; its slug if it has no title yet."""
    version = next(version for version in versions if version.lang == lang)
    title = str(version.fields.get("title") or version.fields.get("name") or "")
    with suppress(ProblemsFound, ValueError):  # a ledger or a date that cannot be read: the form says so
        title = printed_text(printer_of(settings), title, lang, str(version.fields.get("date", ""))[:10])
    return title or PurePosixPath(version.path).name.partition(".")[0]


def _media(settings: Settings, path: str) -> Response:
    """Return a picture of the content folder, for a form."""
    file = _picture(settings, path)
    return Response(file.read_bytes(), mimetypes.guess_type(file.name)[0] or "") if file else NOTHING


def _small(settings: Settings, path: str) -> Response:
    """Return a picture as lists show it."""
    file = _picture(settings, path)
    try:
        return Response(small_picture(file, framings_of(settings).get(path, WHOLE)), "image/jpeg") if file else NOTHING
    except (ProblemsFound, OSError, SyntaxError, ValueError):
        return NOTHING  # what is wrong with it, the build says


def _picture(settings: Settings, path: str) -> Path | None:
    """Return a picture that the site publishes, None for anything else."""
    content = settings.project / settings.path
    file = (content / path).resolve()
    folders = [(content / folder).resolve() for folder in settings.static_paths]
    is_published = file.suffix.lower() in PICTURES and any(file.is_relative_to(folder) for folder in folders)
    return file if is_published and file.is_file() else None
