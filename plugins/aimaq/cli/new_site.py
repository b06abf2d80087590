"""``aimaq new``."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from aimaq.base.languages.messages import tr, tr_number
from aimaq.cli.declarations import command, text_option
from aimaq.cli.failures import Failure, problems_explained

if TYPE_CHECKING:
    from aimaq.starter.site_plan import SiteAnswers

__all__ = ["new_command"]

_OLD_SPELLING = tr('`aimaq new` makes a site now. A story is begun by: aimaq write news "What has happened"')


@command("new", tr("Make a new site in a folder."))
@click.argument("paths", nargs=-1, metavar="[PATH]")
@click.option(
    "--name",
    "names",
    multiple=True,
    metavar="[LANG=]TEXT",
    help=tr("the institution's name, for a language or for all"),
)
@text_option("--url", metavar="ADDRESS", help=tr("the address of the published site, as https://press.example.org"))
@click.option(
    "--languages", default="en", metavar="LANGS", show_default=True, help=tr("its languages, the main one first: pl,en")
)
@text_option("--zone", help=tr("its time zone, as Europe/Warsaw (else this machine's)"))
@text_option("--colour", metavar="#RRGGBB", help=tr("its colour, from which all others follow (else the theme's)"))
@text_option("--sign", metavar="FILE", help=tr("its sign, an SVG or a PNG (else the theme's)"))
@text_option("--email", metavar="ADDRESS", help=tr("where readers and journalists can write to it"))
@click.option("--figures/--no-figures", default=True, help=tr("with indicators and open data, or only with texts"))
@click.option("--host", default="github", metavar="WORD", show_default=True, help=tr("github, gitlab or none"))
@click.option("-y", "--yes", is_flag=True, help=tr("ask nothing"))
@click.option("-s", "--slug", default="", metavar="TEXT", hidden=True, help=tr("of a story, as it was begun before"))
@click.option("-d", "--date", default="", metavar="TEXT", hidden=True, help=tr("of a story, as it was begun before"))
def new_command(
    paths: tuple[str, ...],
    names: tuple[str, ...],
    url: str,
    languages: str,
    zone: str,
    colour: str,
    sign: str,
    email: str,
    figures: bool,
    host: str,
    yes: bool,
    slug: str,
    date: str,
) -> None:
    """Make a new site: `aimaq new press`; in a terminal, it asks what it has to know.

    PATH is a new folder, or an empty one. The site builds at once: settings, starter pages and an example of a story in
    each language, a workflow for the host, and a README for its editors.
    """
    from aimaq.newsroom.content.kinds import KINDS

    if slug or date or paths[:1] in {(kind,) for kind in KINDS}:
        raise Failure(_OLD_SPELLING)
    if len(paths) != 1:
        raise Failure(tr("Say where, as one folder: aimaq new press") + f"\n    {_OLD_SPELLING}")
    path = paths[0]
    with problems_explained(tr("no site has been made")):
        from aimaq.starter.new_site import check_folder
        from aimaq.starter.questions import interview
        from aimaq.starter.site_plan import SiteAnswers, machine_zone

        folder = Path(path).resolve()
        check_folder(folder, path)
        answers = SiteAnswers(names, url, languages, zone or machine_zone(), colour, sign, email, figures, host)
        if yes:
            _make(folder, path, answers)
        elif sys.stdin.isatty():
            interview(input, print, answers, lambda given: _make(folder, path, given))
        else:
            raise Failure(tr('Nobody can be asked here: add --yes, with --name "City Office" and --url https://…'))


def _make(folder: Path, shown: str, answers: SiteAnswers) -> None:
    from aimaq.hosting.workflows import SiteBuild, site_workflows
    from aimaq.starter.languages import is_reviewed
    from aimaq.starter.new_site import write_site
    from aimaq.starter.program_source import program_source
    from aimaq.starter.site_files import site_files
    from aimaq.starter.site_plan import plan_site
    from aimaq.upgrade.program import this_program
    from aimaq.upgrade.record import record_files

    plan, source = plan_site(answers), program_source(folder)
    today = datetime.now(ZoneInfo(plan.zone)).date()
    build = SiteBuild(plan.url, languages=plan.languages, has_figures=plan.figures)
    files = site_files(plan, source, today, site_workflows(plan.host, build))
    files |= record_files(folder, this_program())
    write_site(folder, files, shown)
    print(
        tr_number(
            "Made a site of %(number)s file in %(shown)s. Its README.md says what stands where.",
            "Made a site of %(number)s files in %(shown)s. Its README.md says what stands where.",
            len(files),
            shown=shown,
        )
    )
    if unread := [lang for lang in plan.languages if not is_reviewed(lang)]:
        print(
            tr("No native editor has reviewed the starter texts in %(list)s: read them first.", list=", ".join(unread))
        )
    if source.remark:
        print(source.remark)
    print(tr("Now, in that folder: aimaq serve"))
