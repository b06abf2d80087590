"""The commands: `uv run inv --list` names them, `uv run inv --help build` explains one."""

from __future__ import annotations

import gc
import sys
import traceback
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from invoke import Context, Exit, task

if TYPE_CHECKING:
    from aimaq.base.problems import Problem
    from aimaq.figures.impact import Impact
    from aimaq.figures.ledger import Ledger
    from aimaq.figures.ledger.record import Recording
    from aimaq.hosting.hosting_description import HostingDescription
    from aimaq.importing.command import Plan
    from aimaq.pipeline.build import Report
    from aimaq.pipeline.session import Session

PROJECT = Path(__file__).resolve().parent
CACHE = ".aimaq"
MADE = PROJECT / CACHE / "made"
"""Pictures and whatever else is dear to make, for the sites of all output folders alike."""
# Our plugins are plain packages in a folder; Pelican finds them by PLUGIN_PATHS, Python by this.
sys.path.insert(0, str(PROJECT / "plugins"))


@contextmanager
def problems_explained(kept: str = "the site that was there has not been touched") -> Iterator[None]:
    """Print problems as an editor wants to read them and exit with 1."""
    try:
        yield
    except Exit:
        raise
    except KeyboardInterrupt:
        raise Exit("Stopped. All files are whole: as they were before, or as they were to be.", code=130) from None
    except Exception as error:
        raise Exit(explained(error, kept), code=1) from None


def ledger_held() -> AbstractContextManager[None]:
    """Let other commands that record wait: of two at once, the second reads what the first has written."""
    from aimaq.base.lock import locked

    return locked(PROJECT / CACHE / "ledger.lock")


def explained(error: Exception, kept: str) -> str:
    """Return what went wrong in an editor's words; the details of a surprise go to a file, not to the screen."""
    from aimaq.base.problems import ProblemsFound

    if isinstance(error, ProblemsFound):
        return told_problems(error.problems, kept)
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename or 'this machine'}: {error.strerror}; {kept}."
    message = str(error).strip().rpartition("\n")[2] or type(error).__name__
    path = PROJECT / CACHE / "error.txt"
    try:
        path.parent.mkdir(exist_ok=True)
        path.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
    except OSError:  # what was unexpected may be the disk
        return f"Something unexpected: {message}\n    Show this to an engineer; {kept}."
    return f"Something unexpected: {message}\n    Show {path.relative_to(PROJECT)} to an engineer; {kept}."


def site_settings(conf: str = "pelicanconf.py") -> dict[str, Any]:
    """Return what the settings file defines, of the right types; raise ProblemsFound."""
    from aimaq.settings.load import plain_settings
    from aimaq.settings.read import read_settings

    settings = plain_settings(PROJECT, conf)
    read_settings(settings, PROJECT)
    return settings


def told_problems(problems: Sequence[Problem], kept: str) -> str:
    """Return the problems in their order, a paragraph each, and how many they are."""
    count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    return "\n".join([*map(str, problems), f"{count}; {kept}."])


def build_site(
    output: str,
    *,
    conf: str = "pelicanconf.py",
    overrides: Mapping[str, Any] | None = None,
    fresh: bool = False,
    at: datetime | None = None,
) -> Report:
    """Build into ``output``, as ``at`` another moment; the cache of each output folder is its own.

    ``overrides`` are settings that go before those of the file ``conf``.
    """
    from aimaq.base.safe_folders import check_folders
    from aimaq.figures.impact.last_published import keep_published
    from aimaq.pipeline.build import build
    from aimaq.settings.load import plain_settings

    target = Path(output).resolve()
    cache = PROJECT / CACHE if target == PROJECT / "output" else target.with_name(f".{target.name}.cache")
    check_folders(plain_settings(PROJECT, conf), PROJECT)  # before anything looks where a link leads
    published: list[tuple[str, Mapping[str, Any]]] = []

    def check() -> None:
        settings = site_settings(conf)
        ledger = PROJECT / settings["INDICATORS_PATH"]
        text = ledger.read_text("utf-8", errors="replace") if ledger.is_file() else ""
        published.append((text, settings))

    report = build(
        PROJECT,
        output=target,
        cache=cache,
        conf=conf,
        overrides=overrides,
        fresh=fresh,
        check=check,
        made=MADE,
        now=at,
    )
    try:
        for text, settings in published:
            keep_published(cache, text, today(settings).isoformat())
    except OSError as error:  # the site is published: what only a comparison needs may be missing
        remark = f"The ledger could not be kept for `aimaq impact` ({error.strerror}): the next build keeps it."
        return replace(report, remarks=(*report.remarks, remark))
    return report


def build_preview(session: Session) -> Report:
    """Build the site with all that is not public yet into the cache folder, where nothing is published from."""
    from aimaq.base.safe_folders import check_folders
    from aimaq.pipeline.build import build

    check_folders(site_settings(), PROJECT)
    overrides = {"PREVIEW": True, "INCREMENTAL_TRANSFORM": "aimaq.figures.fill.preview:load"}
    site, cache = (PROJECT / CACHE / "preview" / name for name in ("site", "cache"))
    return build(PROJECT, output=site, cache=cache, overrides=overrides, session=session, made=MADE)


def build_past(as_of: str, output: str, *, conf: str = "pelicanconf.py", fresh: bool = False) -> Report:
    """Build the site as it stood on the ISO day ``as_of`` into a folder of its own, "" for one that the day names."""
    from aimaq.base.problems import Problem, ProblemsFound
    from aimaq.base.safe_folders import check_folders
    from aimaq.figures.ledger import parse_date
    from aimaq.pipeline.build import build

    settings = site_settings(conf)
    check_folders(settings, PROJECT)
    last = today(settings)
    try:
        day = parse_date(as_of)
    except ValueError as error:
        raise ProblemsFound([Problem("--as-of", str(error))]) from None
    if day > last:
        message = f"{day} lies in the future, of which nothing is known"
        raise ProblemsFound([Problem("--as-of", message, hint="give a day that has been")])
    target = Path(output or f"output-as-of-{day}").resolve()
    if target == PROJECT / "output":
        message = "today's site is in this folder, and one of another day would take its place"
        raise ProblemsFound([Problem("--output", message, hint="leave --output away, or name another folder")])
    overrides = {"AS_OF": day.isoformat(), "INCREMENTAL_TRANSFORM": "aimaq.figures.fill.as_of:load"}
    cache = target.with_name(f".{target.name}.cache")
    return build(PROJECT, output=target, cache=cache, conf=conf, overrides=overrides, fresh=fresh, made=MADE)


def build_with_press(output: Path) -> str:
    """Build the published site with its PDFs and media kits into ``output``; return what there is to say of it."""
    from aimaq.base.cache import Cache
    from aimaq.base.progress import Progress
    from aimaq.newsroom.press.site_with_press_files import write_site_with_press_files

    cache, progress = PROJECT / CACHE / "publish", Progress()
    site = cache / "site"
    report = build_site(str(site), conf="publishconf.py", overrides={"PRESS_SOURCES": True})
    try:
        url = site_settings("publishconf.py")["SITEURL"]
        pressed = write_site_with_press_files(site, output, Cache(cache / "made"), url, progress)
    finally:
        progress.close()
    return f"{told(report)}\n{pressed}."


def today(settings: Mapping[str, Any]) -> date:
    """Return the day up to which figures are public."""
    day = settings.get("INDICATORS_TODAY")
    return date.fromisoformat(day) if day else datetime.now(ZoneInfo(settings["TIMEZONE"])).date()


def now(settings: Mapping[str, Any]) -> datetime:
    """Return the moment, in the site's zone without naming it, up to which figures are public."""
    from aimaq.figures.fill.today import moment_of

    return moment_of(settings)


def impact_between(before: Ledger, after: Ledger, settings: Mapping[str, Any]) -> Impact:
    """Return what another ledger changes on the site, whose texts are composed if they have changed since the build."""
    from aimaq.base.safe_folders import check_folders
    from aimaq.figures.fill.today import load
    from aimaq.figures.impact import changed_keys, impact_of, not_yet_public
    from aimaq.pipeline.build import build, composed_texts

    check_folders(settings, PROJECT)
    settings = {**settings, "PROJECT": str(PROJECT)}
    old, new = load(settings, before), load(settings, after)
    keys = changed_keys(old, new)
    texts = composed_texts(PROJECT, cache=PROJECT / CACHE, keys=keys) if keys else {}
    if texts is None:
        composing = "aimaq.figures.fill.compose_only"
        scratch, overrides = (
            PROJECT / CACHE / "impact",
            {
                "INCREMENTAL_TRANSFORM": f"{composing}:load",
                "INCREMENTAL_DRAWN": dict.fromkeys(settings.get("INCREMENTAL_DRAWN", {}), f"{composing}:undrawn"),
            },
        )
        build(PROJECT, output=scratch / "site", cache=scratch / "cache", overrides=overrides, made=MADE)
        texts = composed_texts(PROJECT, cache=scratch / "cache", keys=keys, overrides=overrides) or {}
    found = impact_of(texts, old, new, settings["INDICATORS_PREFIXES"])
    return replace(found, later=not_yet_public(before, after, now(settings)))


def told(report: Report) -> str:
    """Return a build's report in one line, and what there is to say of the cache."""
    changes = report.changes
    done = "refilled" if report.refilled else "composed"
    counts = f"{len(changes.added)} added, {len(changes.changed)} changed, {len(changes.removed)} removed"
    line = f"Site {done} in {report.seconds:.1f} s: {counts if changes else 'nothing has changed'}."
    return "\n".join((line, *report.remarks))


def shown_impact(recording: Recording, settings: Mapping[str, Any]) -> str:
    """Return what a recording changes on the site, for the terminal; the site may be such that nobody can tell."""
    from aimaq.base.problems import ProblemsFound
    from aimaq.figures.impact import as_text

    try:
        return as_text(impact_between(recording.before, recording.after, settings), "the ledger without it")
    except ProblemsFound as found:
        wrong = "1 problem" if len(found.problems) == 1 else f"{len(found.problems)} problems"
        return f"What it changes on the site cannot be told: {wrong} to mend, which `aimaq build` names."


@task(
    help={
        "output": "the folder to build into",
        "fresh": "compose every page anew",
        "publish": "use publishconf.py",
        "as-of": "show the site as it stood on this day, as 2022-01-01, in a folder of its own",
    },
)
def build(c: Context, output: str = "", fresh: bool = False, publish: bool = False, as_of: str = "") -> None:
    """Build the site."""
    conf = "publishconf.py" if publish else "pelicanconf.py"
    with problems_explained():
        if as_of:
            print(told(build_past(as_of, output, conf=conf, fresh=fresh)))
        else:
            print(told(build_site(output or "output", conf=conf, fresh=fresh)))
    gc.freeze()  # all ends here: a search for garbage in what a large site has left would take half a second


@task(help={"port": "the port on this machine"})
def serve(c: Context, port: str = "8000") -> None:
    """Preview on this machine, drafts and embargoed texts included; rebuild on every save and reload the browser."""
    from aimaq.pipeline.dev_server import Server, rebuild_on_change
    from aimaq.pipeline.session import Session

    session = Session()

    def rebuild() -> tuple[str, Iterable[str]]:
        try:
            report = build_preview(session)
        except Exception as error:  # the server goes on, whatever an edit has broken
            message = explained(error, "the last good site stays up")
            print(message, file=sys.stderr, flush=True)
            return message, ()
        print(told(report), flush=True)
        return "", report.changes.paths

    try:
        server = Server(PROJECT / CACHE / "preview/site", int(port))
    except (OSError, OverflowError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "a port is a number from 1 to 65535"
        raise Exit(f"port {port}: {reason}; choose another one with --port", code=1) from None
    server.start()
    server.announce(rebuild()[0])
    print(f"Open {server.url} (Ctrl+C to stop)", flush=True)
    names = ("content", "theme", "plugins", "pelicanconf.py")
    rebuild_on_change([PROJECT / name for name in names], rebuild, server, session)


@task
def check(c: Context) -> None:
    """Build everything into a folder that is thrown away; find contradictions, and figures that may be out of date."""
    import tempfile

    from aimaq.base.problems import ProblemsFound
    from aimaq.figures.text.stale_warnings import warnings_of
    from aimaq.hosting.hosting_settings import security_txt_warnings
    from aimaq.hosting.server_files import outdated_files

    with problems_explained(), tempfile.TemporaryDirectory(prefix="aimaq-") as folder:
        problems: list[Problem] = []
        try:
            build_site(str(Path(folder, "site")), fresh=True)
            if at := last_publication(Path(folder, "site")):
                build_site(str(Path(folder, "later")), fresh=True, at=at)
        except ProblemsFound as found:
            problems += found.problems
        problems += (each for each in contradictions_found() if each not in problems)
        if problems:
            raise Exit(told_problems(problems, "the site that was there has not been touched"), code=1)
        settings = {**site_settings(), "PROJECT": str(PROJECT)}
        written = outdated_files(PROJECT / "hosting", hosting_files(), "hosting")
        for warning in (*warnings_of(settings), *security_txt_warnings(settings, today(settings)), *written):
            print(f"Warning: {warning}")
        pages = sum(1 for _ in Path(folder, "site").rglob("*.html"))
        print(f"No problems: {pages} pages would be published.")


def last_publication(site: Path) -> datetime | None:
    """Return the moment at which a finished site is going to be public with all that it holds back now."""
    import json

    changes = json.loads((site / "next-change.json").read_text("utf-8"))["changes"]
    moments = [each["at"] for each in changes if each["reason"] in ("publication", "release")]
    return datetime.fromisoformat(moments[-1]) if moments else None


def contradictions_found() -> list[Problem]:
    """Return the contradictions in all articles and pages; none while the settings or the ledger cannot be read."""
    from aimaq.base.problems import ProblemsFound
    from aimaq.figures.contradictions import Source, contradictions
    from aimaq.figures.fill.today import load
    from aimaq.newsroom.content.names import ContentName, parse_name

    try:
        settings = site_settings()
        ledger = load({**settings, "PROJECT": str(PROJECT)}).ledger
    except ProblemsFound:
        return []  # the build says what is wrong
    content, sources = PROJECT / settings["PATH"], []
    for folder in (*settings["ARTICLE_PATHS"], *settings["PAGE_PATHS"]):
        for path in sorted((content / folder).rglob("*.md")):
            shown = path.relative_to(PROJECT).as_posix()
            name = parse_name(shown, tuple(settings["INDICATORS_PREFIXES"]))
            if isinstance(name, ContentName) and not any(path.match(each) for each in settings["IGNORE_FILES"]):
                text = path.read_text("utf-8-sig", errors="replace")
                sources.append(Source(shown, f"{folder}/{name.slug}", name.lang, text))
    return contradictions(sources, ledger)


@task(
    auto_shortflags=False,
    help={
        "against": "a Git revision or a file (else what was published last)",
        "markdown": "print it as Markdown, for a comment on a pull request",
        "json": "print it as JSON, for a program",
        "files": "list every file that would differ",
        "every": "show the sentences of all pages, not only of the first twenty in each edition",
    },
)
def impact(
    c: Context,
    against: str = "",
    markdown: bool = False,
    json: bool = False,
    files: bool = False,
    every: bool = False,
) -> None:
    """Show what the ledger as it is now would change on the site: `aimaq impact --against HEAD`."""
    from aimaq.figures.impact import as_json, as_markdown, as_text, baseline
    from aimaq.figures.ledger import read_ledger

    with problems_explained("nothing has been published"):
        settings = site_settings()
        path, languages = PROJECT / settings["INDICATORS_PATH"], tuple(settings["INDICATORS_PREFIXES"])
        before = baseline(against, path, cache=PROJECT / CACHE, languages=languages, root=PROJECT)
        found = impact_between(before.ledger, read_ledger(path, languages=languages, root=PROJECT), settings)
        if json:
            print(as_json(found, before.name))
        else:
            print((as_markdown if markdown else as_text)(found, before.name, every=every, files=files))


@task(
    name="set",
    positional=["key", "value"],
    auto_shortflags=False,
    help={
        "key": "the indicator's key, as in content/data/indicators.json",
        "value": "the number: digits, ungrouped, with a decimal point",
        "period": "what the number describes: 2025, 2025-Q4, 2025-12 or 2025-12-31",
        "source": "the web address where it was made public",
        "source-title": "the source's name (else the address's host)",
        "status": "actual, provisional, estimate or plan",
        "released": "the day it was made public (else today, or that of the embargo)",
        "embargo": "the moment before which nobody may know of it: '2026-02-01 10:00'",
        "correction": "what had been published of this period was wrong",
        "note-ru": "a note in Russian; notes come in all three languages",
        "note-kk": "a note in Kazakh",
        "note-en": "a note in English",
        "approved-by": "who has checked a value that differs by more than the indicator's max_change",
        "why": "why such a value is right",
        "dry-run": "only show what it would change on the site",
    },
)
def set_(
    c: Context,
    key: str,
    value: str,
    period: str = "",
    source: str = "",
    source_title: str = "",
    status: str = "actual",
    released: str = "",
    embargo: str = "",
    correction: bool = False,
    note_ru: str = "",
    note_kk: str = "",
    note_en: str = "",
    approved_by: str = "",
    why: str = "",
    dry_run: bool = False,
) -> None:
    """Record an observation: `aimaq set enterprises 101 --period 2025-12-31 --source https://…`."""
    from aimaq.figures.ledger.from_cli import observation_from
    from aimaq.figures.ledger.record import prepare_recording

    with problems_explained("nothing has been recorded"):
        settings = site_settings()
        texts = {"ru": note_ru, "kk": note_kk, "en": note_en}
        observation = observation_from(
            value,
            period=period,
            source=source,
            source_title=source_title,
            status=status,
            released=released,
            embargo=embargo,
            correction=correction,
            note={lang: text for lang, text in texts.items() if text},
            zone=settings["TIMEZONE"],
            approved_by=approved_by,
            why=why,
        )
        path = PROJECT / settings["INDICATORS_PATH"]
        languages = tuple(settings["INDICATORS_PREFIXES"])
        told = f"{key} = {value} for {observation.period} ({observation.status})"
        with ledger_held():
            recording = prepare_recording(path, [(key, observation)], languages=languages, root=PROJECT)
            if not dry_run:
                recording.write()
        if dry_run:
            print(shown_impact(recording, settings), f"\nNot recorded, since --dry-run was given: {told}.", sep="\n")
            return
        print(f"Recorded: {told}.", flush=True)
    with problems_explained("the value has been recorded"):
        print(shown_impact(recording, settings), "\nNow: aimaq build", sep="\n")


@task(
    auto_shortflags=False,
    iterable=["key"],
    help={
        "key": "an indicator's key; may be given several times (else all that have a source)",
        "from": "a file or a web address, in the place of the one in content/data/sources.json; takes one --key",
        "accept": "record what is new without asking",
        "approved-by": "who has checked a value that differs by more than the indicator's max_change",
        "why": "why such a value is right",
    },
)
def pull(
    c: Context, key: list[str], from_: str = "", accept: bool = False, approved_by: str = "", why: str = ""
) -> None:
    """Fetch new observations from their sources and show what they would change: `aimaq pull --key jobs`."""
    from aimaq.base.problems import ProblemsFound
    from aimaq.figures.ledger import read_ledger
    from aimaq.figures.ledger.from_cli import approval_from
    from aimaq.figures.ledger.record import prepare_recording
    from aimaq.figures.pull import Copies, gather, read_sources, relocated, wanted_sources

    with problems_explained("nothing has been recorded"), ExitStack() as held:
        settings = site_settings()
        path, languages = PROJECT / settings["INDICATORS_PATH"], tuple(settings["INDICATORS_PREFIXES"])
        if accept:
            held.enter_context(ledger_held())
        declared = settings.get("INDICATORS_SOURCES", "content/data/sources.json")
        ledger = read_ledger(path, languages=languages, root=PROJECT)
        observed = [name for name, each in ledger.indicators.items() if each.formula is None]
        sources = read_sources(PROJECT / declared, observed, root=PROJECT)
        copies = Copies(PROJECT / CACHE / "pull", lambda: datetime.now(ZoneInfo(settings["TIMEZONE"])))
        found = gather(
            wanted_sources(sources, key, from_, observed, shown=declared),
            ledger,
            copies,
            languages=languages,
            today=today(settings),
            approval=approval_from(approved_by, why),
        )
        for warning in found.warnings:
            print(f"{warning}\n", file=sys.stderr, flush=True)
        if not found.proposals:
            print("Nothing is new.")
            return
        observations = [(each.key, each.observation) for each in found.proposals]
        try:
            recording = prepare_recording(path, observations, languages=languages, root=PROJECT)
        except ProblemsFound as wrong:
            raise ProblemsFound(relocated(wrong.problems, found.proposals, ledger)) from None
        print(*found.proposals, "", shown_impact(recording, settings), "", sep="\n")
        count = "1 observation" if len(observations) == 1 else f"{len(observations)} observations"
        if not accept and sys.stdin.isatty():
            accept = input(f"Record {count}? [y/N] ").strip().lower() in ("y", "yes")
            if accept:  # nobody else had to wait for the answer; what they recorded meanwhile is noticed
                held.enter_context(ledger_held())
        if not accept:
            print(f"Not recorded: {count}. To record: the same command with --accept.")
            return
        recording.write()
        print(f"Recorded: {count}. Now: aimaq build")


@task(
    name="import",
    positional=["source"],
    iterable=["accept", "skip"],
    auto_shortflags=False,
    help={
        "source": "a WordPress export (.xml), a saved page (.html), or a folder of them",
        "lang": "the texts' language, where their page, export and letters are not to decide",
        "uploads": "the old site's folder of files: wp-content/uploads",
        "mapping": "a YAML file: which sections of the old site are which kind here, which topics are called otherwise",
        "kind": "the kind of all other stories",
        "date": "the day of pages that do not say theirs",
        "skip": "a slug to leave out; may be given several times",
        "accept": "a kind of loss to accept, as the report names it, or all; may be given several times",
        "dry-run": "only show the report",
    },
)
def import_(
    c: Context,
    source: str,
    accept: list[str],
    skip: list[str],
    lang: str = "",
    uploads: str = "",
    mapping: str = "",
    kind: str = "news",
    date: str = "",
    dry_run: bool = False,
) -> None:
    """Bring texts from elsewhere into the content folder: `aimaq import export.xml --uploads wp-content/uploads`."""
    from aimaq.importing.accounts import report
    from aimaq.importing.command import Wish, plan_import
    from aimaq.importing.rendering import renderer
    from aimaq.importing.staging import move_in

    with problems_explained("no file has been made"):
        settings = site_settings()
        wish = Wish(source, lang, uploads, mapping, kind, date, tuple(skip))
        plan = plan_import(wish, settings, PROJECT, today(settings), renderer(settings))
        print(report(plan.accounts), flush=True)
        staged = PROJECT / CACHE / "import" / "content"
        if plan.files or plan.redirects:
            for number in staged_numbers(plan, settings, staged):
                print(f"\n{number}", flush=True)
        losses = plan.losses(accept)
        if losses:
            kinds = ", ".join(dict.fromkeys(each.kind for each in losses))
            raise Exit(
                f"Not written: what is lost ({kinds}) has to be accepted first, by --accept {losses[0].kind}.", code=1
            )
        if not plan.files and not plan.redirects:
            print("Nothing is new.")
        elif dry_run:
            print("Not written, since --dry-run was given.")
        else:
            move_in(staged, PROJECT / settings["PATH"], plan.files, plan.redirects_path)
            count = "1 file" if len(plan.files) == 1 else f"{len(plan.files)} files"
            print(f"Wrote {count}. Now: aimaq serve")


def staged_numbers(plan: Plan, settings: Mapping[str, Any], staged: Path) -> list[Problem]:
    """Stage an import beside a copy of the content, build that, and return the numbers that are typed in its texts.

    Raises ProblemsFound with what the build refuses, named by where it is going to be.
    """
    from aimaq.base.problems import ProblemsFound
    from aimaq.figures.contradictions import Source, contradictions
    from aimaq.figures.ledger import read_ledger
    from aimaq.importing.staging import copy_tree, stage
    from aimaq.pipeline.build import build

    content = PROJECT / settings["PATH"]
    copy_tree(content, staged)
    stage(staged, {**plan.files, **({plan.redirects_path: plan.redirects.encode()} if plan.redirects else {})})
    scratch = staged.parent
    overrides = {"PATH": staged.relative_to(PROJECT).as_posix()}
    if plan.redirects:
        overrides["HOSTING_REDIRECTS"] = (staged / plan.redirects_path).relative_to(PROJECT).as_posix()
    try:
        build(PROJECT, output=scratch / "site", cache=scratch / "cache", overrides=overrides)
    except ProblemsFound as found:
        shown = overrides["PATH"]
        raise ProblemsFound(
            replace(
                problem,
                path=problem.path.replace(shown, settings["PATH"]),
                message=problem.message.replace(shown, settings["PATH"]),
            )
            for problem in found.problems
        ) from None
    ledger = read_ledger(
        PROJECT / settings["INDICATORS_PATH"], languages=tuple(settings["INDICATORS_PREFIXES"]), root=PROJECT
    )
    texts = [path for path in plan.files if path.endswith(".md")]
    sources = [
        Source(
            f"{settings['PATH']}/{path}",
            path.rsplit(".", 2)[0],
            path.rsplit(".", 2)[1],
            (staged / path).read_text("utf-8"),
        )
        for path in texts
    ]
    return contradictions(sources, ledger)


#: invoke knows no positional arguments that may be absent, so whether any follows is read off the command line.
ASKING = sys.argv[-1] == "new"


@task(
    positional=[] if ASKING else ["kind", "title"],
    help={
        "kind": "news, release, briefing, event, photos or document",
        "title": "the title, in Russian, Kazakh or English; the address is made from it",
        "slug": "the address, if another one is wanted",
        "date": "the day of publication (else today)",
    },
)
def new(c: Context, kind: str | None = None, title: str | None = None, slug: str = "", date: str = "") -> None:
    """Make the three files of a new article: `aimaq new news "Заголовок"`; alone, it asks."""
    from aimaq.newsroom.authoring.new_files import create_article
    from aimaq.newsroom.authoring.questions import Answers, interview

    with problems_explained("no file has been made"):
        settings = site_settings()

        def make(given: Answers) -> list[Path]:
            return create_article(PROJECT, settings, given.kind, given.title, given.slug, given.date)

        if kind or title:
            made = make(Answers(kind or "", title or "", slug, date))
        elif sys.stdin.isatty():
            try:
                made = interview(input, print, make)
            except EOFError:
                raise KeyboardInterrupt from None
        else:
            raise Exit('Say what it is, and its title: aimaq new news "Заголовок"', code=1)
        for path in made:
            print(f"Made {path.relative_to(PROJECT)}")


@task(
    help={
        "port": "the port on this machine",
        "output": "only write the folder, for a host of your own (docs/cms.md says what it has to do)",
    }
)
def cms(c: Context, port: str = "8001", output: str = "") -> None:
    """Write in the browser: serve a CMS for this folder, on this machine alone."""
    from aimaq.cms.admin_folder import install_sveltia, write_admin_folder
    from aimaq.cms.admin_server import AdminServer
    from aimaq.cms.cms_settings import read_cms_settings

    with problems_explained("nothing has been changed"):
        settings = site_settings("publishconf.py" if output else "pelicanconf.py")
        if output and not settings.get("CMS_BACKEND"):
            raise Exit("publishconf.py: CMS_BACKEND is missing: say where the site is kept (docs/cms.md)", code=1)
        package = install_sveltia(PROJECT / CACHE / "cms" / "npm")
        folder = Path(output).resolve() if output else PROJECT / CACHE / "cms" / "site" / "admin"
        write_admin_folder(folder, package, read_cms_settings(settings), PROJECT)
        if output:
            print(f"Wrote {output}.")
            return
        try:
            server = AdminServer(folder.parent, int(port))
        except (OSError, OverflowError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "a port is a number from 1 to 65535"
            raise Exit(f"port {port}: {reason}; choose another one with --port", code=1) from None
        print(
            f"Open {server.url} in Chrome or Edge, and choose this folder there: {PROJECT} (Ctrl+C to stop)", flush=True
        )
        server.serve_forever()


@task(
    positional=["phrase"],
    auto_shortflags=False,
    help={
        "phrase": "the unit in the dictionary form: «рабочее место», «жұмыс орны», job",
        "lang": "ru, kk or en",
        "possessive": "Kazakh: yes if the last word belongs to the one before it, no if not (else its ending decides)",
        "adjective": "the forms of the adjectives alone, as a marker's option “with” takes them",
    },
)
def forms(c: Context, phrase: str, lang: str = "ru", possessive: str = "", adjective: bool = False) -> None:
    """Propose the forms of a unit, for an editor to review and put into the ledger."""
    from aimaq.figures.grammar.proposals import adjective_options, forms_json, propose

    answers = {"": None, "yes": True, "no": False}
    try:
        if possessive not in answers:
            raise ValueError(f'--possessive is "yes" or "no", not "{possessive}"')
        owned = answers[possessive]
        print(adjective_options(phrase, lang) if adjective else forms_json(propose(phrase, lang, possessive=owned)))
    except ValueError as error:
        raise Exit(str(error), code=1) from None


@task(help={"output": "the folder to write the whole site into"})
def pdf(c: Context, output: str = "output-pdf") -> None:
    """Build the published site with a PDF of each release and media kits for journalists, as `aimaq publish` does."""
    from aimaq.base.lock import locked

    with problems_explained("the folder that was there has not been touched"):
        with locked(PROJECT / CACHE / "publish/lock"):  # `aimaq publish` builds into the same place
            print(build_with_press(Path(output).resolve()))
        print(f"The site is in {output}: bring it to the host as it is.")


@task(
    positional=["target"],
    auto_shortflags=False,
    help={
        "target": "a name in PUBLISH_TARGETS, or an address: /srv/press, ssh://user@host/srv/press, s3://bucket",
        "site": "publish this folder, which has been built already",
        "dry-run": "only show what would change",
        "rollback": "let readers see the release before the current one",
        "to": "with --rollback: this release",
        "releases": "list the releases that are kept",
        "allow-deletions": "even if more files go than the target's max_deletions allows",
        "again": "a new release even if nothing has changed, every file compared with the target's",
    },
)
def publish(
    c: Context,
    target: str = "",
    site: str = "",
    dry_run: bool = False,
    rollback: bool = False,
    to: str = "",
    releases: bool = False,
    allow_deletions: bool = False,
    again: bool = False,
) -> None:
    """Build the site with publishconf.py and bring it to where readers get it: a folder, a server, object storage."""
    from aimaq.base.lock import locked
    from aimaq.publishing.difference import UnfinishedPublication
    from aimaq.publishing.publish import list_releases, publish_site, roll_back
    from aimaq.publishing.publish_options import PublishOptions
    from aimaq.publishing.targets.target_settings import find_target

    with problems_explained("what readers see has not been touched"):
        settings = site_settings("publishconf.py")
        place = find_target(settings, target, PROJECT)
        cache = PROJECT / CACHE / "publish"
        try:
            if releases:
                print(list_releases(place))
                return
            if rollback or to:
                print(roll_back(place, to, allow_deletions=allow_deletions))
                return
            with locked(cache / "lock"):  # another one would build into the folder that is being sent
                folder = Path(site or cache / "whole")
                if not site and settings.get("PUBLISH_PRESS", True):
                    print(build_with_press(folder), flush=True)
                elif not site:
                    folder = cache / "site"
                    print(told(build_site(str(folder), conf="publishconf.py")), flush=True)
                options = PublishOptions(allow_deletions=allow_deletions, dry_run=dry_run, again=again)
                print(publish_site(place, folder.resolve(), cache, described_hosting().stored, options))
        except UnfinishedPublication as stopped:
            kept = "some of it is published, and the same command goes on from there"
            raise Exit(told_problems(stopped.problems, kept), code=1) from None


@task(help={"output": "the file to write"})
def sbom(c: Context, output: str = "sbom.cdx.json") -> None:
    """Write what the site is built with, in CycloneDX: every package with its version, origin and hashes."""
    import json
    import os
    import shutil
    import subprocess

    own = PROJECT / ".uv/bin/uv"
    uv = os.environ.get("UV") or (str(own) if own.exists() else shutil.which("uv"))
    if not uv:
        raise Exit("uv is not here: run this by `uv run inv sbom`", code=1)
    options = ["--frozen", "--offline", "--no-dev", "--format=cyclonedx1.5", "--preview-features=sbom-export"]
    done = subprocess.run([uv, "export", *options], cwd=PROJECT, capture_output=True, encoding="utf-8")
    if done.returncode:
        raise Exit(f"uv cannot read uv.lock:\n{done.stderr.strip()}", code=1)
    bill = json.loads(done.stdout)
    # The same lock gives the same bytes: what differs from run to run says nothing of the packages.
    del bill["serialNumber"], bill["metadata"]["timestamp"]
    bill["metadata"]["component"]["licenses"] = [{"license": {"id": "AGPL-3.0-only"}}]
    with problems_explained("the list has not been written"):
        Path(output).write_text(json.dumps(bill, indent=2) + "\n", encoding="utf-8")
        print(f"Wrote {output}: {len(bill['components'])} packages.")


def described_hosting() -> HostingDescription:
    """Return what a host of the published site has to do."""
    from aimaq.base.safe_folders import check_folders
    from aimaq.hosting.describe import read_hosting
    from aimaq.newsroom.theme.assets import read_assets

    settings = {**site_settings("publishconf.py"), "PROJECT": str(PROJECT)}
    check_folders(settings, PROJECT)
    assets = read_assets(str(PROJECT / settings["THEME"]), settings.get("THEME_STATIC_PATHS", ("static",)))
    scripts = [asset.integrity for name, asset in assets.items() if name.endswith(".js")]
    return read_hosting(settings, scripts).description


def hosting_files() -> dict[str, str]:
    """Return the text of each file that a host of the published site needs beside it."""
    from aimaq.hosting.server_files import server_files

    return server_files(described_hosting(), site_settings("publishconf.py")["TIMEZONE"])


@task(help={"output": "the folder to write into"})
def hosting(c: Context, output: str = "hosting") -> None:
    """Write what a host needs beside the site: nginx, Caddy, GitHub Pages, GitLab Pages."""
    with problems_explained("nothing has been written"):
        for name, text in hosting_files().items():
            path = Path(output, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
            print(f"Wrote {path}")


@task
def screenshots(c: Context) -> None:
    """Take pictures of the main pages in three editions, on a phone and a desktop, light and dark."""
    c.run(f"{sys.executable} tests/site/screenshots.py", pty=False)


@task(
    auto_shortflags=False,
    help={
        "sizes": "how many articles, as 1000,10000",
        "runs": "how many interleaved runs; medians are reported",
        "only": "which generators, as aimaq,hugo (else all)",
        "scenarios": "which builds, as cold,figure (else all, and aimaq serve and a profile)",
    },
)
def bench(c: Context, sizes: str = "1000,10000", runs: int = 3, only: str = "", scenarios: str = "") -> None:
    """Measure builds against Hugo, Eleventy and stock Pelican; writes bench/RESULTS.md."""
    from bench.run import main

    some = [tuple(filter(None, text.split(","))) for text in (only, scenarios)]
    main([int(size) for size in sizes.split(",")], runs, some[0], scenarios=some[1])


@task(
    help={
        "only": "a folder or file of tests: tests/ledger",
        "nightly": "only what takes hours: 1,000 new edits, and a fault at every call that changes the disk",
    }
)
def test(c: Context, only: str = "tests", nightly: bool = False) -> None:
    """Run every check: style, types, templates, and all tests with their validators."""
    if nightly:
        import secrets

        settings = {"AIMAQ_STEPS": "1000", "AIMAQ_SEED": str(secrets.randbelow(10**6)), "AIMAQ_FAULTS": "all"}
        print("— " + " ".join(f"{name}={value}" for name, value in settings.items()), flush=True)
        c.run(f"{sys.executable} -m pytest -q -n 2 tests/incremental", pty=False, env=settings)
        return
    commands = (
        "ruff check .",
        "ruff format --check .",
        "lint-imports",
        "mypy plugins tasks.py bench",
        "djlint theme/templates --lint --quiet",
        f"pytest -q -n 2 {only}",
    )
    programs = Path(sys.executable).parent
    for command in commands:
        print(f"— {command}", flush=True)
        c.run(f"{programs}/{command}", pty=False)
