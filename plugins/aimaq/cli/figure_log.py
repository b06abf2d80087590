"""``aimaq correct``, ``amend`` and ``log``."""

import re
from pathlib import Path

import click

from aimaq.base.languages.messages import tr, tr_number
from aimaq.cli.declarations import Group, command, range_option, text_option
from aimaq.cli.failures import current_project, problems_explained
from aimaq.cli.figures import WithNegativeNumbers, print_unrecorded

__all__ = ["amend_command", "correct_command", "log_command"]

_IN_LANGUAGE = re.compile(r"([a-z]{2,3})=(.+)", re.DOTALL)


@click.command("correct", short_help=tr("Correct a figure in public."), cls=WithNegativeNumbers)
@click.argument("key")
@click.argument("value")
@click.option(
    "--period",
    required=True,
    metavar="PERIOD",
    help=tr("the period whose figure was wrong: 2025, 2025-Q4, 2025-12 or 2025-12-31"),
)
@click.option(
    "--why",
    "reasons",
    required=True,
    multiple=True,
    metavar="[LANG=]TEXT",
    help=tr("the reason, for the log; with a language, as en=Recounted, also a note on the pages"),
)
@text_option("--status", metavar="WORD", help=tr("actual, provisional, estimate or plan (else as before)"))
@range_option(tr("the lowest and the highest value that an estimate or a plan may turn out to be (else as before)"))
@text_option("--source", metavar="ADDRESS", help=tr("the web address where the right figure was made public"))
@text_option("--source-title", help=tr("the source's name (else the address's host)"))
@text_option("--released", metavar="DAY", help=tr("the day of the correction (else today, or that of the embargo)"))
@text_option(
    "--embargo", metavar="MOMENT", help=tr("the moment before which nobody may know of it: '2026-02-01 10:00'")
)
@text_option("--approved-by", help=tr("who has checked a value that differs by more than the indicator's max_change"))
@click.option("--dry-run", is_flag=True, help=tr("only show what it would change on the site"))
def correct_command(
    key: str, value: str, period: str, reasons: tuple[str, ...], dry_run: bool, **options: str | tuple[str, str] | None
) -> None:
    """Correct a figure in public: `aimaq correct enterprises 90 --period 2023-07-31 --why "Two were counted twice"`.

    What was published stays in the log, in the figure's history and in texts that quote it as of their day; readers are
    told wherever it was quoted.
    """
    project = current_project()
    with problems_explained(tr("nothing has been recorded")):
        from aimaq.pipeline.recording import correct

        notes, why = _read_reasons(reasons)
        recorded = correct(project, key, value, period, why, notes, write=not dry_run, **options)
        if dry_run:
            print_unrecorded(recorded)
            return
        print(tr("Corrected: %(summary)s.", summary=recorded.summary), flush=True)
    with problems_explained(tr("the correction has been recorded")):
        print(recorded.report(), "\n" + tr("Now: aimaq build"), sep="\n")


@command("amend", tr("Let the log have a change that is no figure's."))
@click.argument("keys", nargs=-1, metavar="[KEY]...")
@click.option("--why", required=True, metavar="TEXT", help=tr("the reason, for the log"))
def amend_command(keys: tuple[str, ...], why: str) -> None:
    """Let the log have what was changed in the ledger and is no figure: a source's address, a note, a label, a unit.

    Change content/data/indicators.json first. Without a KEY, the changes of all indicators are meant.
    """
    project = current_project()
    with problems_explained(tr("nothing has been amended")):
        from aimaq.pipeline.figure_log import amend

        amended = amend(project, keys, why)
        for each in amended:
            print(
                tr(
                    "Amended: %(key)s, entry %(index)s of the log: %(list)s.",
                    key=each.old.key,
                    index=each.index,
                    list=", ".join(each.members),
                )
            )
        if not amended:
            print(tr("The log has it already: nothing to amend."))


@click.group("log", cls=Group, short_help=tr("The log of what is published: begin it, look into it."))
def log_command() -> None:
    """The log: what has been published, so that nothing of it can be changed or taken back unseen."""


@log_command.command("begin", short_help=tr("Begin the log with what is public now."))
def begin_command() -> None:
    """Begin the log with what is public now."""
    project = current_project()
    with problems_explained(tr("no log has been begun")):
        from aimaq.pipeline.figure_log import begin_log

        log = begin_log(project)
        print(
            tr_number(
                "Begun: %(shown)s with %(number)s entry, as %(origin)s. Commit it and its checkpoint.",
                "Begun: %(shown)s with %(number)s entries, as %(origin)s. Commit it and its checkpoint.",
                len(log.lines),
                shown=log.shown,
                origin=log.origin,
            )
        )


@log_command.command("show", short_help=tr("Print the entries of a figure or a text."))
@click.argument("name", default="", metavar="[KEY|STORY]")
@click.option("--json", is_flag=True, help=tr("print them as JSON, for a program"))
def show_command(name: str, json: bool) -> None:
    """Print the entries of a figure or a text: index, moment, what changed, who approved it and why.

    KEY is an indicator's key, STORY a text's slug or the path of its file. Without either, the whole log is printed.
    """
    project = current_project()
    with problems_explained(tr("nothing has been changed")):
        from aimaq.pipeline.figure_log import entries_of

        found = entries_of(project, name)
    if json:
        import msgspec

        print(msgspec.json.format(msgspec.json.encode(found), indent=2).decode())
        return
    from aimaq.figures.log.entries import Release
    from aimaq.figures.log.history import in_few_words

    for each in found:
        moment = f"{each.entry.logged[:10]} {each.entry.logged[11:16]} UTC"
        state = "" if each.published else tr("; not published yet")
        print(f"{each.index:>6}  {moment}  {in_few_words(each.entry)}{state}")
        approved, why = (getattr(each.entry, name, "") for name in ("approved", "why"))
        pulled = each.entry.pulled if isinstance(each.entry, Release) else None
        for line in (
            *each.changes,
            *(
                [
                    tr(
                        "pulled at %(at)s from %(format)s, answer %(answer)s",
                        at=pulled.at,
                        format=pulled.format,
                        answer=pulled.answer,
                    )
                ]
                if pulled
                else []
            ),
            *([tr("approved by %(approved)s", approved=approved)] if approved else []),
            *([tr("why: %(why)s", why=why)] if why else []),
        ):
            print(f"{'':8}{line}")


@log_command.command("append", short_help=tr("Append what is public, and seal the log."))
def append_command() -> None:
    """Append to the log what is public, and seal it, for a site that is built afterwards: `aimaq publish --site`.

    `aimaq publish` without --site does it by itself.
    """
    project = current_project()
    with problems_explained(tr("nothing has been published")):
        from aimaq.pipeline.publication.site_publication import append_to_log

        append_to_log(project, project.settings(project.published_conf), print)
        print(tr("The log has all that is public. Build the site again, and commit the log and its head."))


@log_command.group("key", short_help=tr("The keys that sign the log's head."))
def key_command() -> None:
    """The keys that sign the log's head: make one, or list those that can sign here."""


@key_command.command("new", short_help=tr("Make a key, in a file outside of the project."))
@text_option("-o", "--output", metavar="FILE", help=tr("the file (else one in ~/.config/aimaq, named after the log)"))
def new_key_command(output: str) -> None:
    """Make a key that signs the log's head, in a new file that only you can read, outside of the project."""
    project = current_project()
    with problems_explained(tr("no key has been made")):
        from aimaq.pipeline.figure_log import origin_of
        from aimaq.publishing.log.signing_keys import KEY_VARIABLE, new_key

        name = origin_of(project)
        file = re.sub(r"[^\w.-]+", "-", name)
        path = Path(output or f"~/.config/aimaq/{file}.key").expanduser().resolve()
        key = new_key(name, path, project.root)
        print(
            tr("The private key is in %(path)s. Keep a copy of it in a safe place, and give it to nobody.", path=path)
        )
        print(tr("Its public part:") + f"\n\n    {key}\n")
        print(
            tr(
                'Add that to LOG_KEYS in pelicanconf.py, and either LOG_KEY_FILE = "%(path)s",\n'
                "or give the file's text to `aimaq publish` in the environment, as %(variable)s.",
                path=path,
                variable=KEY_VARIABLE,
            )
        )


@key_command.command("list", short_help=tr("List the keys that can sign here."))
def list_keys_command() -> None:
    """List the public parts of the keys that can sign here, also those that an ssh-agent holds."""
    import os

    project = current_project()
    with problems_explained(tr("nothing has been changed")):
        from aimaq.pipeline.figure_log import origin_of
        from aimaq.publishing.log.signing_keys import agent_keys, find_signers

        signers = find_signers(project.settings(), os.environ)
        for signer in signers:
            print(f"{signer.key}  ({signer.place})")
        others = [key for key in agent_keys(origin_of(project), os.environ) if key not in {s.key for s in signers}]
        for key in others:
            print(tr("%(key)s  (ssh-agent; not in LOG_KEYS)", key=key))
        if not signers and not others:
            print(tr("No key can sign here: `aimaq log key new` makes one."))


def _read_reasons(reasons: tuple[str, ...]) -> tuple[list[tuple[str, str]], str]:
    """Return the notes for pages, pairs of a language and a text, and the reason for the log."""
    notes = [(match[1], match[2]) for each in reasons if (match := _IN_LANGUAGE.fullmatch(each))]
    plain = [each for each in reasons if not _IN_LANGUAGE.fullmatch(each)]
    return notes, " ".join(filter(None, plain)) or next((text for _, text in notes), "")
