"""The desk's pages by their addresses."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property

from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem, ProblemsFound
from aimaq.desk.editor.editor import Editor
from aimaq.desk.editor.figures import printed_text, printer_of
from aimaq.desk.editor.words import KIND_NAMES, words
from aimaq.desk.exchange import NOTHING, Request, Response, redirect
from aimaq.desk.figures import figure_page, figure_rows, grouped
from aimaq.desk.library import Description, chosen_files, describe, stored_files
from aimaq.desk.recording import CORRECTION, Proposal, propose
from aimaq.desk.rendering import MOUNT, STATIC, page
from aimaq.desk.server import MOST_BYTES
from aimaq.desk.texts import STATES, TextRow, TextTable, chosen_rows
from aimaq.figures.ledger import Status
from aimaq.newsroom.settings import read_newsroom
from aimaq.pipeline.project import Project, languages_of
from aimaq.pipeline.undo import undo, undoable
from aimaq.settings.schema import Settings

__all__ = ["Desk"]

#: Rows of the table of texts on one page.
MOST_ROWS = 200
#: Of a number in an address.
MOST_DIGITS = 9


@dataclass(frozen=True)
class Desk:
    """The desk of a site. ``build_problems`` returns what keeps the preview from being built, "" if nothing does."""

    project: Project
    build_problems: Callable[[], str]
    table: TextTable = field(default_factory=TextTable)

    def respond(self, request: Request) -> Response:
        """Return the page of an address, or do what its form asks."""
        first, *rest = request.path.strip("/").split("/")
        try:
            match (request.method, first, rest):
                case ("GET", "", []):
                    return self._texts(request)
                case ("GET", "figures", []):
                    return self._figures(request)
                case ("POST", "figures", ["undo"]):
                    return self._undo(request)
                case (_, "figures", [key]):
                    return self._figure(request, key)
                case ("GET", "library", []):
                    return self._library(request)
                case (_, "library", _):
                    return self._file(request, "/".join(rest))
                case (_, "write", _):
                    return self._editor.respond(replace(request, path="/".join(rest)))
                case ("GET", "static", [name]) if (STATIC / name).is_file():
                    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
                    return Response((STATIC / name).read_bytes(), f"{kind}; charset=utf-8")
        except ProblemsFound as found:
            return page("problems", 422, problems=found.problems, title=tr("Problems"), here="")
        return NOTHING

    @cached_property
    def _editor(self) -> Editor:
        return Editor(self.project.settings, self._stored)

    def _stored(self, query: Mapping[str, str]) -> object:
        """Return the files of the library that a query asks for, as the editor's scripts read them."""
        newsroom = read_newsroom(self.project.settings(), datetime.now(UTC))
        chosen = chosen_files(stored_files(newsroom, self.table.rows(newsroom)), query)
        return [
            {"file": each.path, "about": each.descriptions, "picture": each.is_picture} for each in chosen[:MOST_ROWS]
        ]

    def _texts(self, request: Request) -> Response:
        newsroom = read_newsroom(self.project.settings(), datetime.now(UTC))
        rows = self.table.rows(newsroom)
        chosen = chosen_rows(rows, request.query)
        printer = printer_of(newsroom.settings)
        shown = [
            replace(row, title=printed_text(printer, row.title, row.lang, row.day.isoformat() if row.day else ""))
            for row in chosen[:MOST_ROWS]
        ]
        counts = {state: sum(row.state == state for row in rows) for state in STATES}
        return page(
            "texts",
            title=tr("Texts"),
            here="texts",
            content=newsroom.settings.path,
            rows=shown,
            found=len(chosen),
            whole=len(rows),
            counts=counts,
            languages={lang: lang for lang in newsroom.languages},
            kinds=_kind_names(rows),
            query=request.query,
            build_problems=self.build_problems(),
        )

    def _library(self, request: Request) -> Response:
        newsroom = read_newsroom(self.project.settings(), datetime.now(UTC))
        files = stored_files(newsroom, self.table.rows(newsroom))
        chosen = chosen_files(files, request.query)
        return page(
            "library",
            title=tr("Pictures and files"),
            here="library",
            files=chosen[:MOST_ROWS],
            found=len(chosen),
            whole=len(files),
            unused=sum(not each.uses for each in files),
            query=request.query,
            content=newsroom.settings.path,
        )

    def _file(self, request: Request, path: str) -> Response:
        """Return the page of a picture or file, or write what is said of it into all texts that name it."""
        newsroom = read_newsroom(self.project.settings(), datetime.now(UTC))
        files = {each.path: each for each in stored_files(newsroom, self.table.rows(newsroom))}
        if (file := files.get(path.strip("/"))) is None:
            return NOTHING
        fields, problems, changed = request.fields, tuple[Problem, ...](), ""
        if request.method == "POST":
            wanted = {
                lang: Description(fields.get(f"words-{lang}", ""), fields.get(f"credit-{lang}", ""))
                for lang in file.descriptions
            }
            try:
                count = describe(file, wanted, newsroom)
                return redirect(f"{MOUNT}/library/{file.path}?changed={count}")
            except ProblemsFound as found:
                problems = found.problems
        changed = request.query.get("changed", "")
        return page(
            "library_file",
            422 if problems else 200,
            title=file.path,
            here="library",
            file=file,
            fields=fields,
            problems=problems,
            changed=int(changed) if changed.isdecimal() and len(changed) < MOST_DIGITS else None,
            content=newsroom.settings.path,
            words=words(),
            most=MOST_BYTES,
        )

    def _figures(self, request: Request) -> Response:
        return page(
            "figures",
            title=tr("Figures"),
            here="figures",
            groups=grouped(figure_rows(self.project.settings())),
            undoable=undoable(self.project),
            done=request.query.get("done", ""),
        )

    def _undo(self, request: Request) -> Response:
        undo(self.project, meant=request.fields.get("recording", ""))
        return redirect(f"{MOUNT}/figures/?done=undone")

    def _figure(self, request: Request, key: str) -> Response:
        settings = self.project.settings()
        if request.method == "GET":
            return self._form(settings, key, request.query, Proposal())
        proposal = propose(self.project, settings, key, request.fields, request.fields.get("confirmed", ""))
        if proposal.is_recorded:
            return redirect(f"{MOUNT}/figures/?done=recorded#{key}")
        return self._form(settings, key, request.fields, proposal)

    def _form(self, settings: Settings, key: str, fields: object, proposal: Proposal) -> Response:
        shown = figure_page(self.project, settings, key)
        if shown is None:
            return NOTHING
        return page(
            "figure",
            422 if proposal.problems else 200,
            title=shown.row.label,
            here="figures",
            figure=shown,
            fields=fields,
            proposal=proposal,
            kinds=_kinds(),
            correction=CORRECTION,
            languages=languages_of(settings),
        )


def _kind_names(rows: Sequence[TextRow]) -> Mapping[str, str]:
    """Return the kinds of texts that there are, with what they are called, in the order of the alphabet."""
    own = {"pages": tr("Page"), "people": tr("Person"), "parts": tr("Part of pages"), **KIND_NAMES}
    names = {row.kind: own.get(row.kind, row.kind) for row in rows if row.kind}
    return dict(sorted(names.items(), key=lambda each: str(each[1])))


def _kinds() -> Sequence[tuple[str, str]]:
    """Return the kinds of what can be recorded, with their names."""
    return (
        (Status.ACTUAL.value, tr("a value")),
        (Status.PROVISIONAL.value, tr("a provisional value")),
        (Status.ESTIMATE.value, tr("an estimate")),
        (Status.PLAN.value, tr("a plan")),
        (CORRECTION, tr("a correction of what was published")),
    )
