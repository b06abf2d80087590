"""``aimaq write``, ``import`` and ``forms``."""

import sys
from pathlib import Path
from typing import Any

import click

from aimaq.base.languages.messages import tr, tr_number
from aimaq.cli.declarations import command, text_option
from aimaq.cli.failures import Failure, current_project, problems_explained

__all__ = ["forms_command", "import_command", "write_command"]


@command("write", tr("Make the files of a new article; without arguments, it asks."))
@click.argument("kind", default="")
@click.argument("title", default="")
@text_option("-s", "--slug", help=tr("the address, if another one is wanted"))
@text_option("-d", "--date", metavar="DAY", help=tr("the day of publication (else today)"))
@text_option("-l", "--lang", help=tr("the language of the title (else by its letters)"))
def write_command(kind: str, title: str, slug: str, date: str, lang: str) -> None:
    """Make the files of a new article, one for each language: `aimaq write news "Заголовок"`; alone, it asks.

    KIND is news, release, briefing, event, photos or document; TITLE is in one of the site's languages, and the
    address is made from it.
    """
    from aimaq.newsroom.authoring.new_files import create_article
    from aimaq.newsroom.authoring.questions import Answers, interview

    project = current_project()
    with problems_explained(tr("no file has been made")):
        settings = project.settings()

        def make(given: Answers) -> list[Path]:
            return create_article(settings, given.kind, given.title, given.slug, given.date, given.lang)

        if kind or title:
            made = make(Answers(kind, title, slug, date, lang))
        elif sys.stdin.isatty():
            default = settings.default_lang
            others = (each for each in settings.languages if each != default)
            made = interview(input, print, [default, *others], make)
        else:
            raise Failure(tr('Say what it is, and its title: aimaq write news "Заголовок"'))
        for path in made:
            print(tr("Made %(path)s", path=path.relative_to(project.root)))


@command("import", tr("Bring texts from an old site into the content folder."))
@click.argument("source")
@text_option("--lang", help=tr("the texts' language, where their page, export and letters are not to decide"))
@text_option("--uploads", metavar="FOLDER", help=tr("the old site's folder of files: wp-content/uploads"))
@text_option(
    "--mapping",
    metavar="FILE",
    help=tr("a YAML file: which sections of the old site are which kind here, which topics are called otherwise"),
)
@click.option("--kind", default="news", metavar="WORD", show_default=True, help=tr("the kind of all other stories"))
@text_option("--date", metavar="DAY", help=tr("the day of pages that do not say theirs"))
@click.option("--skip", multiple=True, metavar="SLUG", help=tr("a slug to leave out; may be given several times"))
@click.option(
    "--accept",
    multiple=True,
    metavar="KIND",
    help=tr("a kind of loss to accept, as the report names it, or all; may be given several times"),
)
@click.option("--dry-run", is_flag=True, help=tr("only show the report"))
def import_command(accept: tuple[str, ...], dry_run: bool, **options: Any) -> None:  # click passes them by their names
    """Bring texts from elsewhere into the content folder: `aimaq import export.xml --uploads wp-content/uploads`.

    SOURCE is a WordPress export (.xml), a saved page (.html), a document of Word (.docx), or a folder of texts.
    """
    from aimaq.base.extras import require_extras

    project = current_project()
    with problems_explained(tr("no file has been made")):
        require_extras("aimaq import", "import")
        from aimaq.importing.options import ImportOptions
        from aimaq.importing.report import report_text
        from aimaq.pipeline.imports import plan

        planned = plan(project, ImportOptions(**options))
        print(report_text(planned.plan.entries), flush=True)
        for number in planned.typed_numbers():
            print(f"\n{number}", flush=True)
        if lost := list(planned.lost(accept)):
            kinds = ", ".join(lost)
            raise Failure(
                tr(
                    "Not written: what is lost (%(kinds)s) has to be accepted first, by --accept %(kind)s.",
                    kinds=kinds,
                    kind=lost[0],
                )
            )
        if not planned.is_new:
            print(tr("Nothing is new."))
        elif dry_run:
            print(tr("Not written, since --dry-run was given."))
        else:
            files = planned.write()
            print(
                tr_number("Wrote %(number)s file. Now: aimaq serve", "Wrote %(number)s files. Now: aimaq serve", files)
            )


@command("forms", tr("Propose the forms of a unit, for an editor to review."))
@click.argument("phrase")
@click.option("--lang", default="ru", metavar="LANG", show_default=True, help="ru, kk or en")
@text_option(
    "--possessive",
    metavar="yes|no",
    help=tr("Kazakh: yes if the last word belongs to the one before it, no if not (else its ending decides)"),
)
@click.option(
    "--adjective", is_flag=True, help=tr("the forms of the adjectives alone, as a marker's option “with” takes them")
)
def forms_command(phrase: str, lang: str, possessive: str, adjective: bool) -> None:
    """Propose the forms of a unit, for an editor to review and put into the ledger.

    PHRASE is the unit in the dictionary form: «рабочее место», «жұмыс орны», job.
    """
    from aimaq.base.extras import require_extras
    from aimaq.figures.grammar.proposals import adjective_options, unit_json

    answers = {"": None, "yes": True, "no": False}
    if lang == "ru":
        with problems_explained(tr("nothing has been proposed")):
            require_extras("aimaq forms", "forms")
    try:
        if possessive not in answers:
            raise ValueError(tr('--possessive is "yes" or "no", not "%(possessive)s"', possessive=possessive))
        owned = answers[possessive]
        print(adjective_options(phrase, lang) if adjective else unit_json(phrase, lang, possessive=owned))
    except ValueError as error:
        raise Failure(str(error)) from None
