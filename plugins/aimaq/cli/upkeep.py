"""``aimaq language``, ``override`` and ``upgrade``: what a site gets after it was made."""

import click

from aimaq.base.languages.messages import tr
from aimaq.cli.declarations import Group, command, text_option
from aimaq.cli.failures import current_project, problems_explained

__all__ = ["language_command", "override_command", "upgrade_command"]


@click.group("language", cls=Group, short_help=tr("Add a language to the site, or see what is known of one."))
def language_command() -> None:
    """Add an edition in another language: `aimaq language add pl`."""


@language_command.command("add")
@click.argument("lang")
@text_option(
    "--site-name", help=tr("the site's name in that language (else that of the default edition, to be translated)")
)
@text_option("--tagline", help=tr("the line below it (else likewise)"))
def add_language_command(lang: str, site_name: str, tagline: str) -> None:
    """Add an edition: its entry in pelicanconf.py, and a catalogue to translate where the theme has none."""
    from aimaq.newsroom.authoring.new_language import add_language
    from aimaq.pipeline.project import CONF

    project = current_project()
    with problems_explained(tr("nothing has been written")):
        done = add_language(project.settings(), project.root / CONF, lang, site_name=site_name, tagline=tagline)
        for path in done.written:
            print(tr("Wrote %(path)s", path=path.relative_to(project.root).as_posix()))
        print(*done.known, sep="\n")
        print(tr("Now: aimaq check, which lists what the edition still lacks"))


@language_command.command("show")
@click.argument("lang", required=False, default="")
def show_language_command(lang: str) -> None:
    """Print what the program can do in a language, and what it cannot; without LANG, in each that it knows."""
    from aimaq.base.languages.known_languages import LANGUAGES, language_of
    from aimaq.newsroom.authoring.new_language import what_is_known

    project = current_project()
    with problems_explained(tr("nothing has been changed")):
        settings = project.settings()
        for each in [lang] if lang else LANGUAGES:
            known = what_is_known(settings, each)
            print(f"{each} – {language_of(each).name}", *(f"    {line}" for line in known), sep="\n")


@command("override", tr("Copy a template of the theme, to change it for this site."))
@click.argument("name")
def override_command(name: str) -> None:
    """Copy a template of the theme, to change it, and keep its text for upgrades: `aimaq override home.html`.

    To change only a block of it, write `{% extends "!theme/home.html" %}` in place of the copy.
    """
    from aimaq.upgrade.program import this_program
    from aimaq.upgrade.upgrade import copy_template, write_files

    project = current_project()
    with problems_explained(tr("nothing has been written")):
        files = copy_template(project.root, this_program(), name)
        write_files(project.root, files)
        print(tr("Wrote %(path)s. `aimaq upgrade` says when the theme's own changes.", path=next(iter(files))))


@command("upgrade", tr("See what a new version asks of this site, and do it."))
@click.option("--dry-run", is_flag=True, help=tr("only show it"))
@click.option(
    "--merged", multiple=True, metavar="FILE", help=tr("an override that was merged by hand; may be repeated")
)
def upgrade_command(dry_run: bool, merged: tuple[str, ...]) -> None:
    """List what has changed since the version that this site was written for, and merge what can be merged.

    To be run after another version is installed: settings that came, changed or went, and each template, style and word
    of the theme that the site overrides. Then the site is recorded as written for this version.
    """
    from aimaq.pipeline.project import CONF
    from aimaq.upgrade.program import this_program
    from aimaq.upgrade.upgrade import plan_upgrade, write_files

    project = current_project()
    with problems_explained(tr("nothing has been written")):
        upgrade = plan_upgrade(project.root, this_program(), sorted({CONF, project.published_conf}), merged)
        if not upgrade.before:
            print(
                tr(
                    "It was not recorded for which version this site was written: from now on, for %(now)s.",
                    now=upgrade.now,
                )
            )
        elif upgrade.changes:
            print(tr("From %(before)s to %(now)s:", before=upgrade.before, now=upgrade.now))
            print(*upgrade.changes, sep="\n")
        else:
            print(
                tr(
                    "From %(before)s to %(now)s, nothing that this site uses has changed.",
                    before=upgrade.before,
                    now=upgrade.now,
                )
            )
        if dry_run:
            print(tr("Not written, since --dry-run was given."))
            return
        write_files(project.root, upgrade.files)
        for name in upgrade.merged:
            print(tr("Merged %(name)s", name=name))
        print(tr("Now: aimaq check") if upgrade.changes else tr("The record is current."))
