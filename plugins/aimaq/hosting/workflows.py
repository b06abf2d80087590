"""Workflows that build and publish the site on a Git host: GitHub Pages and GitLab Pages.

An action is named by its commit, which cannot be moved, with its version in a comment for people and for Dependabot; an
image by its digest. Both are the same as in this repository's own workflows.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

__all__ = ["github_pages", "gitlab_pages", "site_workflows"]

CHECKOUT = "actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0"
UPLOAD = "actions/upload-pages-artifact@fc324d3547104276b827a68afc52ff2a11cc49c9 # v5.0.0"
DEPLOY = "actions/deploy-pages@cd2ce8fcbc39b97be8ca5fce6e763baed58fa128 # v5.0.0"
IMAGE = "debian@sha256:7c7b2c966bc9ee8cedfeef67e0e279108992c77681fa595db4a9d65c06ccc587"
_RUN = "python3 -m pip install --quiet --target .uv uv && .uv/bin/uv run --no-dev aimaq"
BUILD = f"{_RUN} build --publish"
CHECK = f"{_RUN} check"


def site_workflows(host: str, zone: str) -> dict[str, str]:
    """Return the workflows of a site of its own on "github" or "gitlab", by their paths; none for another host.

    They publish each change and check those that are proposed: the site, not the program.
    """
    if host == "github":
        return {".github/workflows/pages.yml": github_pages(zone), ".github/workflows/check.yml": github_check()}
    return {".gitlab-ci.yml": gitlab_pages(zone) + _GITLAB_CHECK} if host == "gitlab" else {}


def github_check() -> str:
    """Return ``.github/workflows/check.yml``, which checks what is proposed."""
    return f"""\
# Checks the site before a change is taken over.
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


_GITLAB_CHECK = f"""
check:
  # debian:bookworm-slim
  image: {IMAGE}
  timeout: 20 minutes
  interruptible: true
  before_script:
    - apt-get update -qq && apt-get install -y -qq --no-install-recommends ca-certificates python3 python3-pip
  script:
    - {CHECK}
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
"""


def github_pages(zone: str) -> str:
    """Return ``.github/workflows/pages.yml``, which also runs after midnight in ``zone``."""
    minute, hour = _after_midnight(zone)
    return f"""\
# Builds the site and publishes it on GitHub Pages. Written by `aimaq hosting`. See docs/hosting.md.
name: Pages
on:
  push:
    branches: [main]
  schedule:
    - cron: "{minute} {hour} * * *" # UTC: five minutes past midnight in {zone}
  workflow_dispatch:
permissions: {{}}
concurrency:
  group: pages
  cancel-in-progress: false # what has begun to be published is published
jobs:
  build:
    name: Build
    runs-on: ubuntu-24.04
    timeout-minutes: 20
    permissions:
      contents: read
    steps:
      - uses: {CHECKOUT}
        with:
          persist-credentials: false
      - run: {BUILD}
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


def gitlab_pages(zone: str) -> str:
    """Return ``.gitlab-ci.yml``; builds after midnight need a pipeline schedule, which is made in GitLab."""
    minute, hour = _after_midnight(zone)
    return f"""\
# Builds the site and publishes it on GitLab Pages. Written by `aimaq hosting`. See docs/hosting.md.
# A schedule (Build > Pipeline schedules), "{minute} {hour} * * *" in UTC, builds after midnight in {zone} too.
pages:
  stage: deploy
  # debian:bookworm-slim
  image: {IMAGE}
  timeout: 20 minutes
  before_script:
    - apt-get update -qq && apt-get install -y -qq --no-install-recommends ca-certificates python3 python3-pip
  script:
    - {BUILD}
    - mv output public
  artifacts:
    paths: [public]
  rules:
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
"""


def _after_midnight(zone: str) -> tuple[int, int]:
    """Return minute and hour in UTC of five past midnight, standard time; in summer that is an hour later."""
    day = datetime(2026, 1, 15, 0, 5, tzinfo=ZoneInfo(zone))
    moment = day - ((day.utcoffset() or timedelta()) - (day.dst() or timedelta()))
    return moment.minute, moment.hour
