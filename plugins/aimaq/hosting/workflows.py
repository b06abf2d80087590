"""Workflows that build and publish the site on a Git host: GitHub Pages and GitLab Pages."""

import json
from dataclasses import dataclass

from aimaq.base.languages.messages import ENGLISH
from aimaq.hosting.proposals import github_pull, github_record, gitlab_pull, gitlab_record
from aimaq.hosting.workflow_parts import CACHE, CHECKOUT, DEPLOY, IMAGE, RUN, UPLOAD

__all__ = ["SiteBuild", "github_check", "github_links", "github_pages", "gitlab_pages", "site_workflows"]

CHECK = f"{RUN} check"
#: What PDFs are made with, on Debian and Ubuntu.
_PANGO = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
GITLAB_FILE = ".gitlab/aimaq.yml"


@dataclass(frozen=True, slots=True)
class SiteBuild:
    """How a host builds the site at the address ``url``: with the PDFs that `aimaq publish` makes, or without."""

    url: str
    with_pdfs: bool = False
    #: Of a site whose values have sources: the environment variables with the addresses of databases; else None.
    sources: tuple[str, ...] | None = None
    #: The languages of the site; its workflows speak the first to people.
    languages: tuple[str, ...] = (ENGLISH,)
    #: Whether the site has a ledger, whose values a form may record.
    has_figures: bool = False

    @property
    def command(self) -> str:
        """The command that builds the site into the folder ``output``."""
        return f"{RUN} pdf --output output" if self.with_pdfs else f"{RUN} build --publish"

    @property
    def packages(self) -> tuple[str, ...]:
        """Debian's packages that it needs beside Python."""
        return _PANGO if self.with_pdfs else ()

    @property
    def due(self) -> str:
        """The command that prints True if something has become due at the published site, or nobody knows.

        What becomes public, or old, without a change of a file stands in ``next-change.json``.
        """
        code = (
            "import datetime as d, json, urllib.request as u; "
            f"at = json.load(u.urlopen({json.dumps(self.url + '/next-change.json')}, timeout=30))[{json.dumps('at')}]; "
            "print(bool(at) and d.datetime.fromisoformat(at) <= d.datetime.now(d.timezone.utc))"
        )
        return f"python3 -c '{code}' || echo True"


def site_workflows(host: str, build: SiteBuild) -> dict[str, str]:
    """Return the workflows of a site of its own for "github", "gitlab" or "object-storage", by their paths.

    There are none for another host. They publish each change and check those that are proposed: the site, not the
    program.
    """
    others = {".github/workflows/check.yml": github_check(), ".github/workflows/links.yml": github_links()}
    if build.has_figures:
        others[".github/workflows/record.yml"] = github_record(build.languages)
    if build.sources is not None:
        others[".github/workflows/pull.yml"] = github_pull(build.sources)
    if host == "github":
        return {".github/workflows/pages.yml": github_pages(build), **others}
    if host == "object-storage":
        return {".github/workflows/publish.yml": _github_object_storage(build), **others}
    if host == "gitlab":
        return {GITLAB_FILE: gitlab_pages(build), ".gitlab-ci.yml": _GITLAB}
    return {}


def github_check() -> str:
    """Return ``.github/workflows/check.yml``, which checks what is proposed."""
    return f"""\
# Checks the site before a change is taken over. Written by `aimaq deploy`.
name: Check
on:
  pull_request:
permissions: {{}}
concurrency:
  group: check-${{{{ github.ref }}}}
  cancel-in-progress: true
jobs:
  check:
    name: Check the site
    runs-on: ubuntu-24.04
    timeout-minutes: 20
    permissions:
      contents: read
    steps:
      - uses: {CHECKOUT}
        with:
          persist-credentials: false
      - run: {CHECK}
"""


def github_links() -> str:
    """Return ``.github/workflows/links.yml``, which asks each week whether what is linked to is there."""
    return f"""\
# Asks each week whether what the site links to is still there; a dead link fails the run. Written by `aimaq deploy`.
name: Links
on:
  schedule:
    - cron: "41 3 * * 1"
  workflow_dispatch:
permissions: {{}}
concurrency:
  group: links
  cancel-in-progress: true
jobs:
  links:
    name: Check links to other sites
    runs-on: ubuntu-24.04
    timeout-minutes: 30
    permissions:
      contents: read
    steps:
      - uses: {CHECKOUT}
        with:
          persist-credentials: false
      - run: {RUN} links
"""


def github_pages(build: SiteBuild) -> str:
    """Return ``.github/workflows/pages.yml``: each change, and each quarter of an hour if something has become due."""
    return f"""\
# Builds the site and publishes it on GitHub Pages. Written by `aimaq deploy`. See docs/hosting.md.
name: Pages
{_github_due(build, "pages")}
  build:
    name: Build
    needs: due
    if: needs.due.outputs.build == 'True'
    runs-on: ubuntu-24.04
    timeout-minutes: 20
    permissions:
      contents: read
    steps:
{_github_prepared(build)}
      - run: {build.command}
      - uses: {UPLOAD}
        with:
          path: output
          include-hidden-files: true # .well-known/security.txt
  deploy:
    name: Publish
    needs: build
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    permissions:
      pages: write # to publish
      id-token: write # to prove that it is this workflow that does
    environment:
      name: github-pages
      url: ${{{{ steps.deployment.outputs.page_url }}}}
    steps:
      - id: deployment
        uses: {DEPLOY}
"""


def _github_object_storage(build: SiteBuild) -> str:
    """Return the workflow that runs `aimaq publish` with the keys to a bucket, as often as that of GitHub Pages."""
    return f"""\
# Builds the site and publishes it in object storage. Written by `aimaq deploy`. See docs/hosting.md.
name: Publish
{_github_due(build, "publish")}
  publish:
    name: Publish
    needs: due
    if: needs.due.outputs.build == 'True'
    runs-on: ubuntu-24.04
    timeout-minutes: 30
    permissions:
      contents: read
    environment:
      name: object-storage # it has the keys
      url: {build.url}
    steps:
{_github_prepared(build, history=True)}
      - run: {RUN} publish
        env:
          AWS_ACCESS_KEY_ID: ${{{{ secrets.AWS_ACCESS_KEY_ID }}}}
          AWS_SECRET_ACCESS_KEY: ${{{{ secrets.AWS_SECRET_ACCESS_KEY }}}}
          AIMAQ_LOG_KEY: ${{{{ secrets.AIMAQ_LOG_KEY }}}} # empty where the log's heads are not signed
"""


def _github_due(build: SiteBuild, group: str) -> str:
    """Return when a workflow runs, and the job that asks whether a run on schedule has something to do."""
    return f"""\
on:
  push:
    branches: [main]
  schedule:
    - cron: "8,23,38,53 * * * *" # builds only what next-change.json says is due: the end of an embargo, an old value
  workflow_dispatch:
permissions: {{}}
concurrency:
  group: {group}
  cancel-in-progress: false # what has begun to be published is published
jobs:
  due:
    name: Ask whether there is something to publish
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    outputs:
      build: ${{{{ steps.ask.outputs.build }}}}
    steps:
      - id: ask
        env:
          EVENT: ${{{{ github.event_name }}}}
        run: |
          build=True
          if [ "$EVENT" = schedule ]; then
            build=$({build.due})
          fi
          echo "build=$build" >> "$GITHUB_OUTPUT\""""


def _github_prepared(build: SiteBuild, *, history: bool = False) -> str:
    """Return the steps before a build: the repository, perhaps with its ``history``, caches and Debian's packages."""
    packages = " ".join(build.packages)
    install = f"\n      - run: sudo apt-get update -qq && sudo apt-get install -y -qq {packages}" if packages else ""
    depth = "\n          fetch-depth: 0 # the log is compared with its history" if history else ""
    return f"""\
      - uses: {CHECKOUT}
        with:
          persist-credentials: false{depth}
      - uses: {CACHE}
        with:
          path: |
            .aimaq
            ~/.cache/uv
          key: aimaq-${{{{ github.run_id }}}}
          restore-keys: aimaq-{install}"""


_GITLAB = f"""\
# Written by `aimaq deploy`. Jobs of your own may stand here, too: what Aimaq needs is in the file that is included.
include:
  - local: {GITLAB_FILE}
"""


def gitlab_pages(build: SiteBuild) -> str:
    """Return ``.gitlab/aimaq.yml``, which ``.gitlab-ci.yml`` includes; its schedule has to be made in GitLab."""
    packages = " ".join(("ca-certificates", "python3", "python3-pip", *build.packages))
    prepare = f"apt-get update -qq && apt-get install -y -qq --no-install-recommends {packages}"
    return f"""\
# Builds the site and publishes it on GitLab Pages. Written by `aimaq deploy`. See docs/hosting.md.
# A schedule (Build > Pipeline schedules), "8,23,38,53 * * * *", builds what next-change.json says is due: the end of an
# embargo, an old value. A run with nothing to publish ends with a warning.
pages:
  stage: deploy
  # debian:bookworm-slim
  image: {IMAGE}
  timeout: 20 minutes
  variables:
    UV_CACHE_DIR: .cache/uv
  cache:
    key: aimaq
    paths: [.aimaq, .cache/uv]
  before_script:
    - {prepare}
  script:
    - |
      build=True
      if [ "$CI_PIPELINE_SOURCE" = schedule ]; then
        build=$({build.due})
      fi
      if [ "$build" != True ]; then exit 77; fi
    - {build.command}
    - mv output public
  allow_failure:
    exit_codes: [77]
  artifacts:
    paths: [public]
  rules:
    - if: $AIMAQ_KEY # a value is to be recorded
      when: never
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH

check the site:
  # debian:bookworm-slim
  image: {IMAGE}
  timeout: 20 minutes
  interruptible: true
  before_script:
    - {prepare}
  script:
    - {CHECK}
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"

# A schedule of its own with the variable AIMAQ_LINKS=true asks whether what the site links to is still there.
check the links:
  # debian:bookworm-slim
  image: {IMAGE}
  timeout: 30 minutes
  before_script:
    - {prepare}
  script:
    - {RUN} links
  rules:
    - if: $CI_PIPELINE_SOURCE == "schedule" && $AIMAQ_LINKS == "true"
{gitlab_record(build.languages, prepare) if build.has_figures else ""}\
{gitlab_pull(prepare) if build.sources is not None else ""}"""
