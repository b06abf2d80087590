"""``aimaq set``, ``undo``, ``pull`` and ``impact``."""

from __future__ import annotations

import re
import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING

import click

from aimaq.base.languages.messages import is_yes, tr, tr_number
from aimaq.cli.declarations import Command, command, range_option, text_option
from aimaq.cli.failures import current_project, file_in, problems_explained

if TYPE_CHECKING:
    from aimaq.pipeline.recording import Recorded

__all__ = [
    "WithNegativeNumbers",
    "impact_command",
    "print_unrecorded",
    "pull_command",
    "read_notes",
    "set_command",
    "undo_command",
]


class WithNegativeNumbers(Command):
    """Takes "-3" for a value, not for an option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.ignore_unknown_options = any(re.fullmatch(r"-\d[\d.]*", arg) for arg in args)
        return super().parse_args(ctx, args)


def read_notes(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> list[tuple[str, str]]:
    notes = [(lang, text) for lang, _, text in (value.partition("=") for value in values)]
    if any(not lang or not text for lang, text in notes):
        raise click.BadParameter(tr("expected a language and a text, as in --note en=Recounted"))
    return notes


def print_unrecorded(recorded: Recorded) -> None:
    """Print what a recording would change, which --dry-run has kept from being written."""
    print(recorded.report())
    print("\n" + tr("Not recorded, since --dry-run was given: %(summary)s.", summary=recorded.summary))


@click.command("set", short_help=tr("Record a value, and show what it changes."), cls=WithNegativeNumbers)
@click.argument("key")
@click.argument("value")
@text_option("--period", help=tr("what the number describes: 2025, 2025-Q4, 2025-12 or 2025-12-31"))
@text_option("--source", metavar="ADDRESS", help=tr("the web address where it was made public"))
@text_option("--source-title", help=tr("the source's name (else the address's host)"))
@click.option(
    "--status", default="actual", metavar="WORD", help=tr("actual, provisional, estimate or plan"), show_default=True
)
@range_option(tr("the lowest and the highest value that an estimate or a plan may turn out to be"))
@text_option("--released", metavar="DAY", help=tr("the day it was made public (else today, or that of the embargo)"))
@text_option(
    "--embargo", metavar="MOMENT", help=tr("the moment before which nobody may know of it: '2026-02-01 10:00'")
)
@click.option("--correction", is_flag=True, help=tr("what had been published of this period was wrong"))
@click.option(
    "--note",
    "notes",
    multiple=True,
    metavar="LANG=TEXT",
    callback=read_notes,
    help=tr("a note in one language, as en=Recounted; notes come in all languages of the site"),
)
@text_option("--note-ru", help=tr("a note in Russian: the same as --note ru=TEXT"))
@text_option("--note-kk", help=tr("a note in Kazakh"))
@text_option("--note-en", help=tr("a note in English"))
@text_option("--approved-by", help=tr("who has checked a value that differs by more than the indicator's max_change"))
@text_option("--why", help=tr("why such a value is right"))
@click.option("--dry-run", is_flag=True, help=tr("only show what it would change on the site"))
def set_command(
    key: str, value: str, notes: list[tuple[str, str]], dry_run: bool, **options: str | bool | tuple[str, str] | None
) -> None:
    """Record a value: `aimaq set enterprises 101 --period 2025-12-31 --source https://…`.

    KEY is the indicator's key, as in content/data/indicators.json; VALUE is the number: digits, ungrouped, with a
    decimal point.
    """
    project = current_project()
    short = [(lang, str(options.pop(f"note_{lang}"))) for lang in ("ru", "kk", "en")]
    with problems_explained(tr("nothing has been recorded")):
        from aimaq.pipeline.recording import record

        all_notes = [*((lang, text) for lang, text in short if text), *notes]
        recorded = record(project, key, value, all_notes, write=not dry_run, **options)
        if dry_run:
            print_unrecorded(recorded)
            return
        print(tr("Recorded: %(summary)s.", summary=recorded.summary), flush=True)
    with problems_explained(tr("the value has been recorded")):
        print(recorded.report(), "\n" + tr("Now: aimaq build"), sep="\n")


@command("undo", tr("Take back what was recorded and nobody has seen."))
@click.option("--dry-run", is_flag=True, help=tr("only say what would be taken back"))
def undo_command(dry_run: bool) -> None:
    """Take back the last `aimaq set`, `correct` or `pull`, in the ledger and in the log: again, the one before it.

    What has been published or committed stays: it is corrected in public.
    """
    project = current_project()
    with problems_explained(tr("nothing has been changed")):
        from aimaq.pipeline.undo import undo

        undone = undo(project, write=not dry_run)
        if dry_run:
            print(tr("Not taken back, since --dry-run was given: %(summary)s.", summary=undone.summary))
        else:
            print(tr("Taken back: %(summary)s.", summary=undone.summary), tr("Now: aimaq build"), sep="\n")


@command("pull", tr("Fetch new values from their sources."))
@click.option(
    "--key",
    "keys",
    multiple=True,
    metavar="KEY",
    help=tr("an indicator's key; may be given several times (else all that have a source)"),
)
@text_option(
    "--from",
    "place",
    metavar="PLACE",
    help=tr("a file or a web address, in the place of the one in content/data/sources.json; takes one --key"),
)
@click.option("--accept", is_flag=True, help=tr("record what is new without asking"))
@text_option("--approved-by", help=tr("who has checked a value that differs by more than the indicator's max_change"))
@text_option("--why", help=tr("why such a value is right"))
def pull_command(keys: tuple[str, ...], place: str, accept: bool, approved_by: str, why: str) -> None:
    """Fetch new values from their sources and show what they would change: `aimaq pull --key jobs`."""
    project = current_project()
    with problems_explained(tr("nothing has been recorded")), ExitStack() as held:
        from aimaq.pipeline.recording import pull

        if accept:
            held.enter_context(project.ledger_lock())
        found = pull(project, keys, file_in(project, place), approved_by=approved_by, why=why)
        for warning in found.warnings:
            print(f"{warning}\n", file=sys.stderr, flush=True)
        if not found.recorded:
            print(tr("Nothing is new."))
            return
        print(*found.proposals, "", found.recorded.report(), "", sep="\n")
        new = len(found.proposals)
        if not accept and sys.stdin.isatty():
            question = tr_number("Record %(number)s observation? [y/N] ", "Record %(number)s observations? [y/N] ", new)
            accept = is_yes(input(question))
            if accept:  # nobody else had to wait for the answer; what they recorded meanwhile is noticed
                held.enter_context(project.ledger_lock())
        if not accept:
            print(
                tr_number(
                    "Not recorded: %(number)s observation. To record: the same command with --accept.",
                    "Not recorded: %(number)s observations. To record: the same command with --accept.",
                    new,
                )
            )
            return
        done = tr_number(
            "Recorded: %(number)s observation. Now: aimaq build",
            "Recorded: %(number)s observations. Now: aimaq build",
            new,
        )
        print(found.recorded.write().remark + done)


@command("impact", tr("Show what the changed ledger would change on the site."))
@text_option("--against", metavar="REVISION", help=tr("a Git revision or a file (else what was published last)"))
@click.option("--markdown", is_flag=True, help=tr("print it as Markdown, for a comment on a pull request"))
@click.option("--json", is_flag=True, help=tr("print it as JSON, for a program"))
@click.option("--files", is_flag=True, help=tr("list every file that would differ"))
@click.option(
    "--every", is_flag=True, help=tr("show the sentences of all pages, not only of the first twenty in each edition")
)
def impact_command(against: str, markdown: bool, json: bool, files: bool, every: bool) -> None:
    """Show what the ledger as it is now would change on the site: `aimaq impact --against HEAD`."""
    project = current_project()
    with problems_explained(tr("nothing has been published")):
        from aimaq.figures.impact.report import as_json, as_markdown, as_text
        from aimaq.pipeline.impact import impact_against

        found, before = impact_against(project, against)
        if json:
            print(as_json(found, before))
        else:
            print((as_markdown if markdown else as_text)(found, before, every=every, files=files))
