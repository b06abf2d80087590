"""The check of a whole site: build it anew in a temporary folder, and compare the texts with the ledger."""

import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from aimaq.base.extras import has_extra, how_to_get
from aimaq.base.languages.known_languages import language_of
from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem, ProblemsFound
from aimaq.figures.contradictions.check import contradictions
from aimaq.figures.contradictions.content_file import ContentFile
from aimaq.figures.contradictions.reading.language_patterns import LANGUAGES
from aimaq.figures.fill.stale_warnings import warnings_of
from aimaq.figures.fill.today import load
from aimaq.figures.log.committed_heads import CheckedHeads, check_committed_heads
from aimaq.figures.log.log_file import read_log
from aimaq.hosting.security_txt import expiry_warnings
from aimaq.hosting.server_files import outdated_files, published_server_files
from aimaq.newsroom.content.frontmatter import states_draft
from aimaq.newsroom.content.names import ContentName, parse_name
from aimaq.pipeline.checks.typed_outside_texts import typed_outside_texts
from aimaq.pipeline.figure_log import forget_index, log_files_of
from aimaq.pipeline.kinds import build_today
from aimaq.pipeline.project import Project, languages_of, today

__all__ = ["Checked", "check_site"]


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found: ``problems``, or else ``warnings`` and the number of ``pages`` that would be published.

    ``drafts`` are the problems of drafts, in words.
    """

    problems: Sequence[Problem] = ()
    warnings: Sequence[Problem] = ()
    drafts: Sequence[str] = ()
    pages: int = 0


def check_site(project: Project, *, publish: bool = False) -> Checked:
    """Build the site as of now and as of the last planned publication, and search the texts for contradictions.

    With ``publish``, settings with which it cannot be published are problems as well.
    """
    with tempfile.TemporaryDirectory(prefix="aimaq-") as folder:
        site = Path(folder, "site")
        problems: list[Problem] = []
        drafts: list[str] = []
        doubts: Sequence[Problem] = ()
        try:
            forget_index(project.settings())
            report = build_today(project, site, fresh=True)
            drafts, doubts = list(chain.from_iterable(report.drafts.values())), report.doubts
            if at := _last_publication(site):
                build_today(project, Path(folder, "later"), fresh=True, at=at)
        except ProblemsFound as found:
            problems += found.problems
        if publish:
            problems += _publication_problems(project)
        heads = _committed_heads(project)
        problems += (each for each in (*_contradictions(project), *heads.problems) if each not in problems)
        if problems:
            return Checked(problems)
        warnings = [*doubts, *_warnings(project)]
        if heads.unchecked:
            message = tr(
                "the log was not compared with the heads in its history: %(unchecked)s", unchecked=heads.unchecked
            )
            hint = tr("`aimaq check` in a whole clone of the repository does it.")
            warnings.append(Problem("aimaq check", message, hint=hint))
        return Checked(warnings=warnings, drafts=drafts, pages=sum(1 for _ in site.rglob("*.html")))


def _last_publication(site: Path) -> datetime | None:
    """Return the moment from which a built site holds nothing back any more; None if it holds nothing back now."""
    changes = json.loads((site / "next-change.json").read_text("utf-8"))["changes"]
    moments = [each["at"] for each in changes if each["reason"] in ("publication", "release")]
    return datetime.fromisoformat(moments[-1]) if moments else None


def _contradictions(project: Project) -> list[Problem]:
    """Return the contradictions in all articles and pages; none while the settings or the ledger cannot be read."""
    try:
        settings = project.settings()
        ledger = load(settings, datetime.now(UTC)).ledger
    except ProblemsFound:
        return []  # the build reports that
    content, sources = project.root / settings.path, []
    for folder in (*settings.article_paths, *settings.page_paths):
        for path in sorted((content / folder).rglob("*.md")):
            shown = path.relative_to(project.root).as_posix()
            name = parse_name(shown, languages_of(settings))
            if isinstance(name, ContentName) and not any(path.match(each) for each in settings.ignore_files):
                if states_draft(path.read_bytes()):
                    continue
                text = path.read_text("utf-8-sig", errors="replace")
                sources.append(ContentFile(shown, f"{folder}/{name.slug}", name.lang, text))
    return contradictions(sources, ledger)


def _publication_problems(project: Project) -> list[Problem]:
    try:
        return project.publication_problems()
    except ProblemsFound as unreadable:
        return list(unreadable.problems)


def _committed_heads(project: Project) -> CheckedHeads:
    """Compare the log with the heads that Git has; nothing where the log cannot be read, which the build reports."""
    try:
        files = log_files_of(project.settings())
        return check_committed_heads(read_log(files), files) if files else CheckedHeads()
    except ProblemsFound:
        return CheckedHeads()


def _warnings(project: Project) -> list[Problem]:
    settings = project.settings()
    written = published_server_files(project.settings(project.published_conf))
    found = [
        *warnings_of(settings, datetime.now(UTC)),
        *expiry_warnings(settings, today(settings)),
        *outdated_files(project.root / "hosting", written, "hosting"),
        *typed_outside_texts(settings, load(settings, datetime.now(UTC)).ledger),
    ]
    unsearched = [lang for lang in languages_of(settings) if lang not in LANGUAGES]
    if unsearched:
        message = tr(
            "numbers that are typed by hand were not looked for in %(list)s", list=", ".join(map(_named, unsearched))
        )
        found.append(Problem("aimaq check", message, hint=tr("read those texts with the figures beside them")))
    if "ru" in languages_of(settings) and not has_extra("forms"):
        message = tr("Russian words beside numbers are known only in the forms that the ledger lists")
        found.append(
            Problem(
                "aimaq check",
                message,
                hint=tr("to know all their forms, %(advice)s", advice=how_to_get("forms")),
            )
        )
    return found


def _named(lang: str) -> str:
    return f"{language_of(lang).name} ({lang})"
