"""The commands: `uv run inv --list` names them, `uv run inv --help build` explains one."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from invoke import Context, Exit, task

if TYPE_CHECKING:
    from incremental.build import Report

PROJECT = Path(__file__).resolve().parent
CACHE = ".aimaq"
# Our plugins are plain packages in a folder; Pelican finds them by PLUGIN_PATHS, Python by this.
sys.path.insert(0, str(PROJECT / "plugins"))


@contextmanager
def problems_explained(kept: str = "the site that was there has not been touched") -> Iterator[None]:
    """Print problems as an editor wants to read them and exit with 1."""
    try:
        yield
    except Exit:
        raise
    except Exception as error:
        raise Exit(explained(error, kept), code=1) from None


def explained(error: Exception, kept: str) -> str:
    """Return what went wrong in an editor's words; the details of a surprise go to a file, not to the screen."""
    from support.problems import ProblemsFound

    if isinstance(error, ProblemsFound):
        count = len(error.problems)
        return f"{error}\n{'1 problem' if count == 1 else f'{count} problems'}; {kept}."
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename or 'this machine'}: {error.strerror}; {kept}."
    path = PROJECT / CACHE / "error.txt"
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
    message = str(error).strip().rpartition("\n")[2] or type(error).__name__
    return f"Something unexpected: {message}\n    Show {path.relative_to(PROJECT)} to an engineer; {kept}."


def build_site(output: str, *, conf: str = "pelicanconf.py", fresh: bool = False) -> Report:
    """Build into ``output``; the cache of each output folder is its own."""
    from incremental.build import build

    target = Path(output).resolve()
    cache = PROJECT / CACHE if target == PROJECT / "output" else target.with_name(f".{target.name}.cache")
    return build(PROJECT, output=target, cache=cache, conf=conf, fresh=fresh)


def told(report: Report) -> str:
    """Return a build's report in one line."""
    changes = report.changes
    done = "refilled" if report.refilled else "composed"
    counts = f"{len(changes.added)} added, {len(changes.changed)} changed, {len(changes.removed)} removed"
    return f"Site {done} in {report.seconds:.1f} s: {counts if changes else 'nothing has changed'}."


@task(help={"output": "the folder to build into", "fresh": "compose every page anew", "publish": "use publishconf.py"})
def build(c: Context, output: str = "output", fresh: bool = False, publish: bool = False) -> None:
    """Build the site."""
    with problems_explained():
        print(told(build_site(output, conf="publishconf.py" if publish else "pelicanconf.py", fresh=fresh)))


@task(help={"port": "the port on this machine"})
def serve(c: Context, port: str = "8000") -> None:
    """Build, serve on this machine, rebuild on every save and reload the browser."""
    from incremental.serve import Server, rebuild_on_change

    def rebuild() -> str:
        try:
            print(told(build_site("output")), flush=True)
        except Exception as error:  # the server goes on, whatever an edit has broken
            message = explained(error, "the last good site stays up")
            print(message, file=sys.stderr, flush=True)
            return message
        return ""

    try:
        server = Server(PROJECT / "output", int(port))
    except (OSError, OverflowError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "a port is a number from 1 to 65535"
        raise Exit(f"port {port}: {reason}; choose another one with --port", code=1) from None
    server.start()
    server.announce(rebuild())
    print(f"Open {server.url} (Ctrl+C to stop)", flush=True)
    names = ("content", "theme", "plugins", "pelicanconf.py")
    rebuild_on_change([PROJECT / name for name in names], rebuild, server)


@task
def check(c: Context) -> None:
    """Build everything into a folder that is thrown away."""
    import tempfile

    with problems_explained(), tempfile.TemporaryDirectory(prefix="aimaq-") as folder:
        build_site(str(Path(folder, "site")), fresh=True)
        pages = sum(1 for _ in Path(folder, "site").rglob("*.html"))
        print(f"No problems: {pages} pages would be published.")


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
        "released": "the day it was made public (else today)",
        "correction": "what had been published of this period was wrong",
        "note-ru": "a note in Russian; notes come in all three languages",
        "note-kk": "a note in Kazakh",
        "note-en": "a note in English",
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
    correction: bool = False,
    note_ru: str = "",
    note_kk: str = "",
    note_en: str = "",
) -> None:
    """Record an observation: `inv set enterprises 101 --period 2025-12-31 --source https://…`."""
    from incremental.settings import plain_settings
    from indicators.ledger.command import observation_from
    from indicators.ledger.record import record_observation

    with problems_explained("nothing has been recorded"):
        settings = plain_settings(PROJECT, "pelicanconf.py")
        texts = {"ru": note_ru, "kk": note_kk, "en": note_en}
        observation = observation_from(
            value,
            period=period,
            source=source,
            source_title=source_title,
            status=status,
            released=released,
            correction=correction,
            note={lang: text for lang, text in texts.items() if text},
            zone=settings["TIMEZONE"],
        )
        path = PROJECT / settings["INDICATORS_PATH"]
        languages = tuple(settings["INDICATORS_PREFIXES"])
        record_observation(path, key, observation, languages=languages, root=PROJECT)
        print(f"Recorded: {key} = {value} for {observation.period} ({observation.status}). Now: inv build")


@task(
    positional=["kind", "title"],
    help={
        "kind": "news, briefing or release",
        "title": "the title, in Russian, Kazakh or English; the address is made from it",
        "slug": "the address, if another one is wanted",
        "date": "the day of publication (else today)",
    },
)
def new(c: Context, kind: str, title: str, slug: str = "", date: str = "") -> None:
    """Make the three files of a new article: `inv new news "Заголовок"`."""
    from incremental.settings import plain_settings
    from newsroom.new import create_article

    with problems_explained("no file has been made"):
        for path in create_article(PROJECT, plain_settings(PROJECT, "pelicanconf.py"), kind, title, slug, date):
            print(f"Made {path.relative_to(PROJECT)}")


@task(positional=["phrase"], help={"phrase": "the unit in Russian, in the dictionary form: «рабочее место»"})
def forms(c: Context, phrase: str) -> None:
    """Propose the Russian forms of a unit, for an editor to review and put into the ledger."""
    from indicators.grammar.russian import forms_json

    try:
        print(forms_json(phrase))
    except ValueError as error:
        raise Exit(str(error), code=1) from None


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
    },
)
def bench(c: Context, sizes: str = "1000,10000", runs: int = 3, only: str = "") -> None:
    """Measure builds against Hugo, Eleventy and stock Pelican; writes bench/RESULTS.md."""
    from bench.run import main

    main([int(size) for size in sizes.split(",")], runs, tuple(filter(None, only.split(","))))


@task(help={"only": "a folder or file of tests: tests/ledger"})
def test(c: Context, only: str = "tests") -> None:
    """Run every check: style, types, templates, and all tests with their validators."""
    commands = (
        "ruff check .",
        "ruff format --check .",
        "mypy plugins tasks.py bench",
        "djlint theme/templates --lint --quiet",
        f"pytest -q -n 2 {only}",
    )
    for command in commands:
        print(f"— {command}", flush=True)
        c.run(f"{sys.executable} -m {command}", pty=False)
