"""Importing texts: plan, build the site with the new texts, and only then move them into the content folder."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem, ProblemsFound, raise_any
from aimaq.figures.contradictions.check import contradictions
from aimaq.figures.contradictions.content_file import ContentFile
from aimaq.figures.ledger.read import ledger_of
from aimaq.importing.convert.to_markdown import markdown_renderer
from aimaq.importing.options import ImportOptions, ImportSite
from aimaq.importing.plan import Plan, plan_import
from aimaq.importing.write.staging import copy_tree, move_in, stage
from aimaq.pipeline.build import build
from aimaq.pipeline.project import Project, today
from aimaq.settings.schema import Settings

__all__ = ["Import", "plan"]

_PATHS: Final = re.compile(r"[\w/.-]+\.\w+")

#: Times that a site is built to find what it refuses of an import; each finds as much as it can.
MOST_BUILDS: Final = 12


@dataclass(frozen=True, slots=True)
class Import:
    """A planned import, staged beside the site, of which nothing has been written yet.

    ``problems`` are what the build refuses although nothing of the import is the reason.
    """

    project: Project
    settings: Settings
    plan: Plan
    problems: Sequence[Problem] = ()

    @property
    def is_new(self) -> bool:
        """True if there is something to write."""
        return bool(self.plan.files or self.plan.redirects)

    def lost(self, accepted: Sequence[str]) -> Iterable[str]:
        """Return the kinds of the losses that have not been accepted."""
        return dict.fromkeys(loss.kind for loss in self.plan.losses(accepted))

    def typed_numbers(self) -> list[Problem]:
        """Return the numbers that are typed in the new texts; raise ``ProblemsFound`` if the site cannot be built."""
        raise_any(self.problems)
        if not self.is_new:
            return []
        texts = [self._source(name) for name in self.plan.files if name.endswith(".md")]
        return contradictions(texts, ledger_of(self.settings))

    def stage_and_build(self) -> tuple[Problem, ...]:
        """Stage the files and build the site with them; return what it refuses, under the paths to come."""
        if not self.is_new:
            return ()
        plan, path, root = self.plan, self.settings.path, self.project.root
        copy_tree(root / path, self._staged)
        stage(self._staged, plan.staged_files())
        shown = self._staged.relative_to(root).as_posix()
        overrides = {"PATH": shown}
        if plan.redirects:
            overrides["HOSTING_REDIRECTS"] = f"{shown}/{plan.redirects_path}"
        scratch = self._staged.parent
        try:
            build(root, output=scratch / "site", cache=scratch / "cache", overrides=overrides)
        except ProblemsFound as found:
            return tuple(
                replace(
                    each,
                    path=each.path.replace(shown, path),
                    message=each.message.replace(shown, path),
                    hint=each.hint.replace(shown, path),
                )
                for each in found.problems
            )
        return ()

    def refused(self, problems: Iterable[Problem]) -> dict[str, str]:
        """Return the planned files and redirects that problems are about, as ``plan_import`` takes them.

        A problem may be placed at a file that was there before, and name the new one.
        """
        planned = {f"{self.settings.path}/{name}": name for name in self.plan.files}
        found: dict[str, str] = {}
        redirects, lines = f"{self.settings.path}/{self.plan.redirects_path}", self.plan.redirects.splitlines()
        kept = self.project.root / redirects
        old = len(kept.read_text("utf-8-sig").splitlines()) if lines and kept.exists() else 0
        for problem in problems:
            if problem.path == redirects and problem.line and old < problem.line <= len(lines):
                found[lines[problem.line - 1].split()[0]] = tr(
                    "the site refuses the redirect: %(message)s", message=problem.message
                )
            names = [
                problem.path,
                *(word for word in _PATHS.findall(f"{problem.message} {problem.hint}") if word in planned),
            ]
            if name := next((planned[each] for each in names if each in planned), ""):
                found.setdefault(name, tr("the site refuses it: %(message)s", message=problem.message))
        return found

    def write(self) -> int:
        """Put the staged files into the content folder; return how many they are."""
        move_in(self._staged, self.project.root / self.settings.path, self.plan.files, self.plan.redirects_path)
        return len(self.plan.files)

    @property
    def _staged(self) -> Path:
        return self.project.cache / "import" / "content"

    def _source(self, name: str) -> ContentFile:
        story, lang, _ = name.rsplit(".", 2)
        return ContentFile(f"{self.settings.path}/{name}", story, lang, (self._staged / name).read_text("utf-8"))


def plan(project: Project, options: ImportOptions) -> Import:
    """Read the source, plan its files, and build the site with them; raise ``ProblemsFound`` for wrong options.

    What the build refuses is a loss of that text or file alone; the rest is planned without it.
    """
    settings = project.settings()
    site, render = ImportSite(settings, today(settings)), markdown_renderer(settings.markdown)
    refused: dict[str, str] = {}
    for _ in range(MOST_BUILDS):
        planned = Import(project, settings, plan_import(options, site, render, refused))
        problems = planned.stage_and_build()
        new = planned.refused(problems)
        if not new:
            break
        refused |= new
    return replace(planned, problems=problems)
