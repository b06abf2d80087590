"""Importing texts: plan, build the site with the new texts, and only then move them into the content folder."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from aimaq.base.problems import Problem, ProblemsFound
from aimaq.figures.contradictions.check import contradictions
from aimaq.figures.contradictions.content_file import ContentFile
from aimaq.figures.ledger import read_ledger
from aimaq.importing.convert.to_markdown import markdown_renderer
from aimaq.importing.options import ImportOptions, ImportSite
from aimaq.importing.plan import Plan, plan_import
from aimaq.importing.write.staging import copy_tree, move_in, stage
from aimaq.pipeline.build import build
from aimaq.pipeline.project import Project, languages_of, today
from aimaq.settings.schema import Settings

__all__ = ["Import", "plan"]


@dataclass(frozen=True, slots=True)
class Import:
    """A planned import, of which nothing has been written yet."""

    project: Project
    settings: Settings
    plan: Plan

    @property
    def is_new(self) -> bool:
        """True if there is something to write."""
        return bool(self.plan.files or self.plan.redirects)

    def lost(self, accepted: Sequence[str]) -> Iterable[str]:
        """Return the kinds of the losses that have not been accepted."""
        return dict.fromkeys(loss.kind for loss in self.plan.losses(accepted))

    def typed_numbers(self) -> list[Problem]:
        """Stage the files, build the site with them, and return the numbers that are typed in the new texts.

        Raises ``ProblemsFound`` with what the build refuses, under the paths that the files are going to have.
        """
        if not self.is_new:
            return []
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
            raise ProblemsFound(
                replace(each, path=each.path.replace(shown, path), message=each.message.replace(shown, path))
                for each in found.problems
            ) from None
        ledger = read_ledger(root / self.settings.indicators_path, languages=languages_of(self.settings), root=root)
        return contradictions([self._source(name) for name in plan.files if name.endswith(".md")], ledger)

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
    """Read the source and plan its files; raise ``ProblemsFound`` for wrong options."""
    settings = project.settings()
    site = ImportSite(settings, today(settings))
    return Import(project, settings, plan_import(options, site, markdown_renderer(settings.markdown)))
