"""``aimaq serve``, ``desk``, ``check``, ``links`` and ``build``."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

import click

from aimaq.base.languages.messages import spoken, tr, tr_number
from aimaq.cli.declarations import command, port_option, text_option
from aimaq.cli.failures import (
    Failure,
    current_project,
    explained,
    folder_of,
    port_explained,
    problems_explained,
    problems_text,
)
from aimaq.cli.reports import print_drafts, print_report, print_warnings

if TYPE_CHECKING:
    from aimaq.base.problems import Problem
    from aimaq.pipeline.dev_server import Server
    from aimaq.pipeline.project import Project
    from aimaq.pipeline.report import Report

__all__ = ["build_command", "check_command", "desk_command", "links_command", "serve_command"]


@command("build", tr("Build the site into a folder."))
@text_option("-o", "--output", metavar="FOLDER", help=tr("the folder to build into (else output)"))
@click.option("-f", "--fresh", is_flag=True, help=tr("compose every page anew"))
@click.option("-p", "--publish", is_flag=True, help=tr("use publishconf.py"))
@text_option(
    "-a",
    "--as-of",
    metavar="DAY",
    help=tr("show the site as it stood on this day, as 2022-01-01, in a folder of its own"),
)
def build_command(output: str, fresh: bool, publish: bool, as_of: str) -> None:
    """Build the site."""
    from aimaq.pipeline.kinds import build_as_of, build_today
    from aimaq.pipeline.project import CONF

    project = current_project()
    conf = project.published_conf if publish else CONF
    with problems_explained():
        if as_of:
            print_report(build_as_of(project, as_of, output, conf=conf, fresh=fresh))
        else:
            print_report(build_today(project, folder_of(project, output, "output"), conf=conf, fresh=fresh))
    gc.freeze()  # the process ends here: collecting the garbage of a large site would take half a second


@command("serve", tr("Preview the site, and rebuild it on every save."))
@port_option(8000)
def serve_command(port: str) -> None:
    """Preview on this machine, drafts and embargoed texts included.

    The site is built anew on every save, and the browser reloads.
    """
    from aimaq.pipeline.serve import preview_server

    project = current_project()
    with port_explained(port):
        server = preview_server(project, int(port))
    _serve(project, server)


@command("desk", tr("Work in the browser: texts, figures and the preview."))
@port_option(8001)
def desk_command(port: str) -> None:
    """Work in the browser, on this machine alone: the table of texts, the figures, and the preview of the site.

    Values, plans and corrections are recorded as by `aimaq set` and `aimaq correct`, after a look at what they change.
    """
    from aimaq.desk.desk import Desk
    from aimaq.desk.server import DeskServer
    from aimaq.pipeline.kinds import preview_place

    project = current_project()
    with problems_explained(tr("nothing has been changed")):
        project.settings()
    with port_explained(port):
        server = DeskServer(preview_place(project).site, int(port))
    server.respond = Desk(project, lambda: server.problems_in(spoken())).respond
    print(tr("Open %(url)s (Ctrl+C to stop)", url=server.url), flush=True)
    _serve(project, server)


def _serve(project: Project, server: Server) -> None:
    """Serve the preview until the process ends; say in the terminal what each build has found."""
    from aimaq.pipeline.serve import serve

    warned: set[Problem] = set()

    def built(report: Report) -> None:
        print_report(report)
        print_warnings(each for each in report.doubts if each not in warned)
        warned.update(report.doubts)

    def failed(error: Exception) -> str:
        message = explained(error, tr("the last good site stays up"))
        print(message, file=sys.stderr, flush=True)
        return message

    def ready(url: str) -> None:
        print(tr("Open %(url)s (Ctrl+C to stop)", url=url), flush=True)

    serve(project, server, built=built, failed=failed, ready=ready)


@command("check", tr("Look for mistakes, contradictions and old figures."))
@click.option("-p", "--publish", is_flag=True, help=tr("also whether the settings are ready for readers"))
def check_command(publish: bool) -> None:
    """Build everything into a folder that is thrown away; find contradictions, and figures that may be out of date."""
    project = current_project()
    with problems_explained():
        from aimaq.pipeline.checks.site_check import check_site

        found = check_site(project, publish=publish)
        if found.problems:
            raise Failure(problems_text(found.problems, tr("the site that was there has not been touched")))
        print_drafts(found.drafts)
        print_warnings(found.warnings)
        print(tr("No problems: %(pages)s pages would be published.", pages=found.pages))


@command("links", tr("Look for links to other sites that lead nowhere."))
@click.option("--again", is_flag=True, help=tr("also ask those that were good in the last days"))
def links_command(again: bool) -> None:
    """Ask each address of another site that texts, ledger and settings name, and say which are gone or have moved.

    Politely: as the host's robots.txt allows, one after another, with pauses. What was good is asked again after a
    week. Nothing is changed.
    """
    project = current_project()
    with problems_explained(tr("nothing has been changed")):
        from aimaq.pipeline.checks.outside_link_check import check_links

        found = check_links(project, again=again)
        print_warnings(found.warnings)
        if found.unasked:
            rest = tr_number(
                "There was no time for %(number)s address: the same command goes on with it.",
                "There was no time for %(number)s addresses: the same command goes on with them.",
                found.unasked,
            )
            print(rest, flush=True)
        if found.problems:
            raise Failure(problems_text(found.problems, tr("nothing has been changed")))
        print(
            tr_number(
                "No dead links: %(number)s address of other sites.",
                "No dead links: %(number)s addresses of other sites.",
                found.addresses,
            )
        )
