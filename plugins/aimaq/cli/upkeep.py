"""``aimaq language``, ``override`` and ``upgrade``: what a site gets after it was made."""

import click

from aimaq.cli.failures import current_project, problems_explained
from aimaq.cli.options import text_option

__all__ = ["language_command", "override_command", "upgrade_command"]


@click.group("language", short_help="Add a language to the site, or see what is known of one.")
def language_command() -> None:
    """Add an edition in another language: `aimaq language add pl`."""


@language_command.command("add")
@click.argument("lang")
@text_option(
    "--site-name", help="the site's name in that language (else that of the default edition, to be translated)"
)
@text_option("--tagline", help="the line below it (else likewise)")
def add_language_command(lang: str, site_name: str, tagline: str) -> None:
    """Add an edition: its entry in pelicanconf.py, and a catalogue to translate where the theme has none."""
    from aimaq.newsroom.authoring.new_language import add_language
    from aimaq.pipeline.project import CONF

    project = current_project()
    with problems_explained("nothing has been written"):
        done = add_language(project.settings(), project.root / CONF, lang, site_name=site_name, tagline=tagline)
        for path in done.written:
            print(f"Wrote {path.relative_to(project.root).as_posix()}")
        print(*done.known, sep="\n")
        print("Now: aimaq check, which lists what the edition still lacks")


@language_command.command("show")
@click.argument("lang", required=False, default="")
def show_language_command(lang: str) -> None:
    """Print what the program can do in a language, and what it cannot; without LANG, in each that it knows."""
    from aimaq.base.languages.known_languages import LANGUAGES, language_of
    from aimaq.newsroom.authoring.new_language import what_is_known

    project = current_project()
    with problems_explained("nothing has been changed"):
        settings = project.settings()
        for each in [lang] if lang else LANGUAGES:
            known = what_is_known(settings, each)
            print(f"{each} – {language_of(each).name}", *(f"    {line}" for line in known), sep="\n")


@click.command("override", short_help="Copy a template of the theme, to change it for this site.")
@click.argument("name")
def override_command(name: str) -> None:
    """Copy a template of the theme, to change it, and keep its text for upgrades: `aimaq override home.html`.

    To change only a block of it, write `{% extends "!theme/home.html" %}` in place of the copy.
    """
    from aimaq.upgrade.program import this_program
    from aimaq.upgrade.upgrade import copy_template, write_files

    project = current_project()
    with problems_explained("nothing has been written"):
        files = copy_template(project.root, this_program(), name)
        write_files(project.root, files)
        print(f"Wrote {next(iter(files))}. `aimaq upgrade` says when the theme's own changes.")


@click.command("upgrade", short_help="See what a new version asks of this site, and do it.")
@click.option("--dry-run", is_flag=True, help="only show it")
@click.option("--merged", multiple=True, metavar="FILE", help="an override that was merged by hand; may be repeated")
def upgrade_command(dry_run: bool, merged: tuple[str, ...]) -> None:
    """List what has changed since the version that this site was written for, and merge what can be merged.

    To be run after another version is installed: settings that came, changed or went, and each template, style and word
    of the theme that the site overrides. Then the site is recorded as written for this version.
    """
    from aimaq.pipeline.project import CONF
    from aimaq.upgrade.program import this_program
    from aimaq.upgrade.upgrade import plan_upgrade, write_files

    project = current_project()
    with problems_explained("nothing has been written"):
        upgrade = plan_upgrade(project.root, this_program(), sorted({CONF, project.published_conf}), merged)
        if not upgrade.before:
            print(f"It was not recorded for which version this site was written: from now on, for {upgrade.now}.")
        elif upgrade.changes:
            print(f"From {upgrade.before} to {upgrade.now}:")
            print(*upgrade.changes, sep="\n")
        else:
            print(f"From {upgrade.before} to {upgrade.now}, nothing that this site uses has changed.")
        if dry_run:
            print("Not written, since --dry-run was given.")
            return
        write_files(project.root, upgrade.files)
        for name in upgrade.merged:
            print(f"Merged {name}")
        print("Now: aimaq check" if upgrade.changes else "The record is current.")
