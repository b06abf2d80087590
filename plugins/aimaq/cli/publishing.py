"""``aimaq pdf``, ``publish``, ``hosting`` and ``deploy``."""

import click

from aimaq.base.languages.messages import tr
from aimaq.cli.declarations import command, text_option
from aimaq.cli.failures import Failure, current_project, folder_of, problems_explained, problems_text
from aimaq.cli.reports import print_report

__all__ = ["deploy_command", "hosting_command", "pdf_command", "publish_command"]


@command("pdf", tr("Build the published site with PDFs and media kits."))
@text_option("-o", "--output", metavar="FOLDER", help=tr("the folder to write the whole site into (else output-pdf)"))
def pdf_command(output: str) -> None:
    """Build the published site with a PDF of each release and media kits for journalists, as `aimaq publish` does."""
    from aimaq.base.extras import require_extras

    project = current_project()
    with problems_explained(tr("the folder that was there has not been touched")):
        require_extras("aimaq pdf", "pdf")
        from aimaq.pipeline.publication.site_publication import build_press_site

        folder = folder_of(project, output, "output-pdf")
        print_report(*build_press_site(project, folder))
        print(tr("The site is in %(folder)s: bring it to the host as it is.", folder=folder))


@command("publish", tr("Build the site and bring it to where readers get it."))
@click.argument("target", default="")
@text_option("--site", metavar="FOLDER", help=tr("publish this folder, which has been built already"))
@click.option("--dry-run", is_flag=True, help=tr("only show what would change"))
@click.option("--rollback", is_flag=True, help=tr("let readers see the release before the current one"))
@text_option("--to", metavar="RELEASE", help=tr("with --rollback: this release"))
@click.option("--releases", is_flag=True, help=tr("list the releases that are kept"))
@click.option(
    "--allow-deletions", is_flag=True, help=tr("even if more files go than the target's max_deletions allows")
)
@click.option(
    "--again", is_flag=True, help=tr("a new release even if nothing has changed, every file compared with the target's")
)
@click.option("--key-lost", is_flag=True, help=tr("sign the log's head with a new key alone, as the old one is lost"))
def publish_command(target: str, site: str, rollback: bool, to: str, releases: bool, **options: bool) -> None:
    """Build the site with publishconf.py and bring it to where readers get it: a folder, a server, object storage.

    TARGET is a name in PUBLISH_TARGETS, or an address: /srv/press, ssh://user@host/srv/press, s3://bucket. It may be
    left away where there is one target only.
    """
    from aimaq.base.extras import require_extras
    from aimaq.publishing.targets.target_settings import BucketTarget, find_target

    project = current_project()
    with problems_explained(tr("what readers see has not been touched")):
        settings = project.settings(project.published_conf)
        place = find_target(settings, target)
        shown = bool(releases or rollback or to)
        pdfs = not shown and not site and settings.publish_press
        bucket = isinstance(place, BucketTarget)
        require_extras("aimaq publish", "publish", *(["pdf"] if pdfs else []), *(["s3"] if bucket else []))
        from aimaq.base.problems import raise_any
        from aimaq.pipeline.publication.site_publication import publish, roll_back_site
        from aimaq.publishing.difference import UnfinishedPublication
        from aimaq.publishing.publish import list_releases
        from aimaq.publishing.targets.target_settings import PublishOptions

        try:
            if releases:
                print(list_releases(place))
            elif rollback or to:
                print(roll_back_site(settings, place, to, allow_deletions=options["allow_deletions"]))
            else:
                raise_any(project.publication_problems())
                print(publish(project, settings, place, site, PublishOptions(**options), print_report, _say))
        except UnfinishedPublication as stopped:
            kept = tr("some of it is published, and the same command goes on from there")
            raise Failure(problems_text(stopped.problems, kept)) from None


def _say(sentence: str) -> None:
    print(sentence, flush=True)


@command("hosting", tr("Write the configuration of web servers and Git hosts."))
@text_option("-o", "--output", metavar="FOLDER", help=tr("the folder to write into (else hosting)"))
def hosting_command(output: str) -> None:
    """Write what a host needs beside the site: nginx, Caddy, GitHub Pages, GitLab Pages."""
    project = current_project()
    with problems_explained(tr("nothing has been written")):
        from aimaq.hosting.server_files import published_server_files, write_server_files

        for path in write_server_files(
            folder_of(project, output, "hosting"), published_server_files(project.settings(project.published_conf))
        ):
            print(tr("Wrote %(path)s", path=path))


@command("deploy", tr("Write what a host needs to build and publish the site."))
@click.argument("host")
@click.option("--dry-run", is_flag=True, help=tr("only show the files, and what is left to do"))
def deploy_command(host: str, dry_run: bool) -> None:
    """Write the recipe of HOST in place, and say what is left to do there.

    HOST is github-pages, gitlab-pages, cloudflare, netlify, nginx, caddy, object-storage or container. A file that is
    not ours is never replaced.
    """
    project = current_project()
    with problems_explained(tr("nothing has been written")):
        from aimaq.hosting.deployment import recipe_of, site_build, write_recipe
        from aimaq.hosting.describe import read_published_hosting

        settings = project.settings(project.published_conf)
        build = site_build(settings)
        recipe = recipe_of(host, read_published_hosting(settings), build)
        written = write_recipe(project.root, recipe, dry_run=dry_run)
        for path in written.paths:
            print(f"{path}:\n\n{recipe.files[path]}" if dry_run else tr("Wrote %(path)s", path=path))
        print(tr("Then:"), *(f"- {step}" for step in written.steps), sep="\n")
