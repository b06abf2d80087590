"""Workflows that build and publish the site on a Git host: GitHub Pages and GitLab Pages.

An action is named by its commit, which cannot be moved, with its version in a comment for people and for Dependabot; an
image by its digest. Both are the same as in this repository's own workflows.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["IMAGE", "SiteBuild", "github_check", "github_pages", "github_pull", "gitlab_pages", "site_workflows"]

CHECKOUT = "actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0"
CACHE = "actions/cache@0057852bfaa89a56745cba8c7296529d2fc39830 # v4.3.0"
UPLOAD = "actions/upload-pages-artifact@fc324d3547104276b827a68afc52ff2a11cc49c9 # v5.0.0"
DEPLOY = "actions/deploy-pages@cd2ce8fcbc39b97be8ca5fce6e763baed58fa128 # v5.0.0"
IMAGE = "debian@sha256:7c7b2c966bc9ee8cedfeef67e0e279108992c77681fa595db4a9d65c06ccc587"
_RUN = "python3 -m pip install --quiet --target .uv uv && .uv/bin/uv run --no-dev aimaq"
CHECK = f"{_RUN} check"
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

    @property
    def command(self) -> str:
        """The command that builds the site into the folder ``output``."""
        return f"{_RUN} pdf --output output" if self.with_pdfs else f"{_RUN} build --publish"

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
    proposed = {".github/workflows/pull.yml": github_pull(build.sources)} if build.sources is not None else {}
    if host == "github":
        pages = github_pages(build)
        return {".github/workflows/pages.yml": pages, ".github/workflows/check.yml": github_check(), **proposed}
    if host == "object-storage":
        publish = _github_object_storage(build)
        return {".github/workflows/publish.yml": publish, ".github/workflows/check.yml": github_check(), **proposed}
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


def github_pull(variables: Sequence[str]) -> str:
    """Return ``.github/workflows/pull.yml``, which asks the sources each night and proposes what is new for review."""
    secrets = "".join(f"\n          {name}: ${{{{ secrets.{name} }}}}" for name in variables)
    environment = (
        """
    environment:
      name: sources # it has the addresses of databases"""
        if variables
        else ""
    )
    env = f"\n        env:{secrets}" if variables else ""
    return f"""\
# Asks the sources each night, and proposes what is new for review. Written by `aimaq deploy`. See docs/pulling-data.md.
name: Pull
on:
  schedule:
    - cron: "17 1 * * *"
  workflow_dispatch:
permissions: {{}}
concurrency:
  group: pull
  cancel-in-progress: false # what has begun to be proposed is proposed
jobs:
  pull:
    name: Ask the sources
    runs-on: ubuntu-24.04
    timeout-minutes: 20
    permissions:
      contents: write # the branch of the proposal
      pull-requests: write # the proposal{environment}
    steps:
      - uses: {CHECKOUT}
        with:
          persist-credentials: false
          fetch-depth: 0 # the log is compared with its history
      - run: {_RUN} pull --accept{env}
      - env:
          GH_TOKEN: ${{{{ github.token }}}}
        run: |
{_indented(_COMMITTED, 10)}
          gh auth setup-git
          git push --quiet --force origin HEAD:refs/heads/{_BRANCH}
          if gh pr view {_BRANCH} --json state --jq .state | grep -qx OPEN; then
            gh pr edit {_BRANCH} --body-file "$impact"
          else
            gh pr create --base main --head {_BRANCH} --title "{_TITLE}" --body-file "$impact"
          fi
"""


_BRANCH = "aimaq-pull"
_TITLE = "Values from their sources"
#: Commits what has been pulled, and writes what it would change on the site; ends here if nothing is new.
_COMMITTED = f"""\
git add content/data
if git diff --cached --quiet; then exit 0; fi
impact="$(mktemp)"
.uv/bin/uv run --no-dev aimaq impact --against HEAD --markdown > "$impact"
git -c user.name=Aimaq -c user.email=aimaq@localhost commit --quiet --message '{_TITLE}'"""


def _indented(text: str, spaces: int) -> str:
    return "\n".join(f"{' ' * spaces}{line}" for line in text.split("\n"))


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
      - run: {_RUN} publish
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
{_gitlab_pull(prepare) if build.sources is not None else ""}"""


def _gitlab_pull(prepare: str) -> str:
    """Return the job that asks the sources in a schedule of its own, and proposes what is new for review."""
    return f"""
# A schedule of its own with the variable AIMAQ_PULL=true asks the sources, and proposes what is new as a merge request.
# The variable AIMAQ_PUSH_TOKEN, masked, is a project access token with the right write_repository.
ask the sources:
  stage: deploy
  # debian:bookworm-slim
  image: {IMAGE}
  timeout: 20 minutes
  variables:
    GIT_DEPTH: 0
  before_script:
    - {prepare} git
  script:
    - {_RUN} pull --accept
    - |
{_indented(_COMMITTED, 6)}
      credentials='!f() {{ echo username=oauth2; echo "password=$AIMAQ_PUSH_TOKEN"; }}; f'
      git -c credential.helper="$credentials" push --quiet --force \\
        -o merge_request.create -o merge_request.target="$CI_DEFAULT_BRANCH" -o merge_request.title="{_TITLE}" \\
        "$CI_PROJECT_URL.git" HEAD:refs/heads/{_BRANCH}
      cat "$impact"
  rules:
    - if: $CI_PIPELINE_SOURCE == "schedule" && $AIMAQ_PULL == "true"
"""
