"""``aimaq language``."""

import click

from aimaq.cli.failures import current_project, problems_explained
from aimaq.cli.options import text_option

__all__ = ["language_command"]


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
