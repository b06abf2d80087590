"""Workflows that change the ledger and propose it for review: from its sources each night, and by a form.

What somebody types into the form reaches the scripts in environment variables only: in a script, it would run.
The commit's message holds the impact, and is the text of the proposal: GitLab takes it from a branch of one commit.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from aimaq.base.languages.messages import ENGLISH, SPOKEN
from aimaq.hosting.workflow_parts import CHECKOUT, IMAGE, RUN, indented

__all__ = ["github_pull", "github_record", "gitlab_pull", "gitlab_record", "record_form"]


@dataclass(frozen=True, slots=True)
class _Field:
    """A field of the form: its name as an input, and its label in each language."""

    name: str
    labels: Mapping[str, str]
    required: bool = False
    options: tuple[str, ...] = ()

    @property
    def variable(self) -> str:
        return f"AIMAQ_{self.name.upper()}"

    def label(self, lang: str) -> str:
        """Return the label, quoted as JSON and YAML have it."""
        return json.dumps(self.labels[lang], ensure_ascii=False)


_FORM_NAME: Final = {"en": "Record a value", "ru": "Записать значение", "kk": "Мәнді жазу"}
#: What an editor says of a value that is recorded or corrected, beside the notes.
_FIELDS: Final = (
    _Field(
        "key",
        {
            "en": "Key of the indicator, as in the ledger",
            "ru": "Ключ показателя, как в реестре",
            "kk": "Көрсеткіш кілті, тізілімдегідей",
        },
        required=True,
    ),
    _Field(
        "period",
        {
            "en": "Period that the number describes: 2025, 2025-Q4, 2025-12 or 2025-12-31",
            "ru": "Период, который описывает число: 2025, 2025-Q4, 2025-12 или 2025-12-31",
            "kk": "Сан сипаттайтын кезең: 2025, 2025-Q4, 2025-12 немесе 2025-12-31",
        },
        required=True,
    ),
    _Field(
        "value",
        {
            "en": "Value: digits, ungrouped, with a decimal point",
            "ru": "Значение: цифры слитно, десятичный знак — точка",
            "kk": "Мәні: цифрлар бос орынсыз, ондық белгі — нүкте",
        },
        required=True,
    ),
    _Field(
        "source",
        {
            "en": "Web address where it was made public; a correction may go without",
            "ru": "Адрес страницы, где значение обнародовано; для исправления необязателен",
            "kk": "Мән жарияланған беттің мекенжайы; түзету үшін міндетті емес",
        },
    ),
    _Field(
        "kind",
        {
            "en": "Kind: actual, provisional, estimate or plan value; correction of a value or of a plan",
            "ru": "Вид: actual — факт, provisional — предварительное, estimate — оценка, plan — план, "
            "correction — исправление значения, plan-correction — исправление плана",
            "kk": "Түрі: actual — нақты, provisional — алдын ала, estimate — бағалау, plan — жоспар, "
            "correction — мәнді түзету, plan-correction — жоспарды түзету",
        },
        options=("actual", "provisional", "estimate", "plan", "correction", "plan-correction"),
    ),
    _Field(
        "reason",
        {
            "en": "Reason: of a correction, or why an unusual value is right",
            "ru": "Причина: почему исправляется или почему необычное значение верно",
            "kk": "Себебі: неге түзетіледі немесе әдеттен тыс мән неге дұрыс",
        },
    ),
    _Field(
        "approved_by",
        {
            "en": "Who has checked an unusual value",
            "ru": "Кто проверил необычное значение",
            "kk": "Әдеттен тыс мәнді кім тексерді",
        },
    ),
)
#: Asked in each language of the site: without a log, a correction has no other place for its reason.
_NOTE: Final = {
    "en": "Note for readers, in all languages or in none; of a correction: what was wrong",
    "ru": "Примечание для читателей, на всех языках или ни на одном; для исправления: что было неверно",
    "kk": "Оқырмандарға арналған ескертпе, барлық тілде немесе ешбірінде; түзету үшін: не қате болды",
}


def record_form(languages: Sequence[str]) -> tuple[_Field, ...]:
    """Return the fields of the form of a site with ``languages``."""
    notes = (_Field(f"note_{each}", {lang: f"{text} ({each})" for lang, text in _NOTE.items()}) for each in languages)
    return (*_FIELDS, *notes)


def _recorded(languages: Sequence[str]) -> str:
    """Return the script that records what was typed."""

    def notes(option: str) -> str:
        named = ((lang, f"AIMAQ_NOTE_{lang.upper()}") for lang in languages)
        return " ".join(f'${{{name}:+"{option}={lang}=${name}"}}' for lang, name in named)

    return f"""\
case "$AIMAQ_KIND" in
  correction) set -- correct --why="$AIMAQ_REASON" {notes("--why")} ;;
  plan-correction) set -- correct --status=plan --why="$AIMAQ_REASON" {notes("--why")} ;;
  *) set -- set --status="$AIMAQ_KIND" ${{AIMAQ_APPROVED_BY:+"--why=$AIMAQ_REASON"}} {notes("--note")} ;;
esac
{RUN} "$@" \\
  --period="$AIMAQ_PERIOD" --source="$AIMAQ_SOURCE" --approved-by="$AIMAQ_APPROVED_BY" \\
  -- "$AIMAQ_KEY" "$AIMAQ_VALUE\""""


def _committed(author: str, *paragraphs: str) -> str:
    """Return the script that commits the ledger with its impact; it ends there if nothing is new.

    The arguments are words of the shell, quoted as it reads them.
    """
    return f"""\
git add --update
if git diff --cached --quiet; then exit 0; fi
message="$(mktemp)"
printf '%s\\n\\n' {" ".join(paragraphs)} > "$message"
.uv/bin/uv run --no-dev aimaq impact --against HEAD --markdown >> "$message"
git -c user.name={author} -c user.email=aimaq@localhost commit --quiet --file "$message\""""


def _github_proposed(branch: str) -> str:
    return f"""\
gh auth setup-git
git push --quiet --force origin "HEAD:refs/heads/{branch}"
text="$(mktemp)"
git log -1 --format=%b > "$text"
if gh pr view "{branch}" --json state --jq .state | grep -qx OPEN; then
  gh pr edit "{branch}" --body-file "$text"
else
  gh pr create --base "$GITHUB_REF_NAME" --head "{branch}" --title "$(git log -1 --format=%s)" --body-file "$text"
fi"""


def _gitlab_proposed(branch: str) -> str:
    """Return the script that pushes a branch; its one commit gives the merge request its title and its text."""
    return f"""\
credentials='!f() {{ echo username=oauth2; echo "password=$AIMAQ_PUSH_TOKEN"; }}; f'
git -c credential.helper="$credentials" push --quiet --force \\
  -o merge_request.create -o merge_request.target="$CI_DEFAULT_BRANCH" \\
  "$CI_PROJECT_URL.git" "HEAD:refs/heads/{branch}"
git log -1 --format=%B"""


_PULL_BRANCH: Final = "aimaq-pull"
_PULLED: Final = _committed("Aimaq", "'Values from their sources'")
#: The title, and the reason as a quotation in one line: GitLab would obey a line that begins with a slash.
_RECORDED: Final = (
    '"$AIMAQ_KEY = $AIMAQ_VALUE ($AIMAQ_PERIOD)"',
    """${AIMAQ_REASON:+"> $(printf %s "$AIMAQ_REASON" | tr '\\r\\n' '  ')"}""",
)
_CHECKOUT: Final = f"""\
      - uses: {CHECKOUT}
        with:
          persist-credentials: false
          fetch-depth: 0 # the log is compared with its history"""


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
{_CHECKOUT}
      - run: {RUN} pull --accept{env}
      - env:
          GH_TOKEN: ${{{{ github.token }}}}
        run: |
{indented(_PULLED, 10)}
{indented(_github_proposed(_PULL_BRANCH), 10)}
"""


def github_record(languages: Sequence[str]) -> str:
    """Return ``.github/workflows/record.yml``, a form that records a value and proposes it for review.

    It speaks the first of the site's ``languages``.
    """
    lang, form = _spoken(languages), record_form(languages)
    inputs = "".join(_github_input(each, lang) for each in form)
    env = "".join(f"\n      {each.variable}: ${{{{ inputs.{each.name} }}}}" for each in form)
    name = _FORM_NAME[lang]
    return f"""\
# Records a value that is typed into a form, and proposes it for review. Written by `aimaq deploy`. See docs/hosting.md.
name: {name}
on:
  workflow_dispatch:
    inputs:{inputs}
permissions: {{}}
concurrency:
  group: record-${{{{ github.run_id }}}}
  cancel-in-progress: false # what has begun to be proposed is proposed
jobs:
  record:
    name: {name}
    runs-on: ubuntu-24.04
    timeout-minutes: 20
    permissions:
      contents: write # the branch of the proposal
      pull-requests: write # the proposal
    env:
      AIMAQ_LANGUAGE: {lang}{env}
    steps:
{_CHECKOUT}
      - run: |
{indented(_recorded(languages), 10)}
      - env:
          GH_TOKEN: ${{{{ github.token }}}}
        run: |
{indented(_committed('"$GITHUB_ACTOR"', *_RECORDED), 10)}
{indented(_github_proposed("aimaq-record-$GITHUB_RUN_ID"), 10)}
"""


def _spoken(languages: Sequence[str]) -> str:
    """Return the language of the form of a site with ``languages``."""
    return languages[0] if languages[0] in SPOKEN else ENGLISH


def _github_input(field: _Field, lang: str) -> str:
    lines = ["", f"{field.name}:", f"  description: {field.label(lang)}"]
    if field.options:
        lines += ["  type: choice", f"  options: [{', '.join(field.options)}]", f"  default: {field.options[0]}"]
    else:
        lines += ["  type: string", f"  required: {json.dumps(field.required)}"]
    return "\n      ".join(lines)


def gitlab_pull(prepare: str) -> str:
    """Return the job that asks the sources in a schedule of its own, and proposes what is new for review.

    ``prepare`` is the command that installs Debian's packages.
    """
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
    - {RUN} pull --accept
    - |
{indented(_PULLED, 6)}
{indented(_gitlab_proposed(_PULL_BRANCH), 6)}
  rules:
    - if: $CI_PIPELINE_SOURCE == "schedule" && $AIMAQ_PULL == "true"
"""


def gitlab_record(languages: Sequence[str], prepare: str) -> str:
    """Return the fields of the form of a new pipeline, and the job that records what they say.

    They are variables, not inputs: GitLab writes inputs into the text of the file.
    """
    lang = _spoken(languages)
    fields = "".join(_gitlab_variable(each, lang) for each in record_form(languages))
    return f"""
# Build > Pipelines > New pipeline: its form records a value, and proposes it as a merge request.
# The variable AIMAQ_PUSH_TOKEN, masked, is a project access token with the right write_repository.
variables:{fields}

record a value:
  stage: deploy
  # debian:bookworm-slim
  image: {IMAGE}
  timeout: 20 minutes
  variables:
    AIMAQ_LANGUAGE: {lang}
    GIT_DEPTH: 0
  before_script:
    - {prepare} git
  script:
    - |
{indented(_recorded(languages), 6)}
    - |
{indented(_committed('"$GITLAB_USER_LOGIN"', *_RECORDED), 6)}
{indented(_gitlab_proposed("aimaq-record-$CI_PIPELINE_ID"), 6)}
  rules:
    - if: $CI_PIPELINE_SOURCE == "web" && $AIMAQ_KEY
"""


def _gitlab_variable(field: _Field, lang: str) -> str:
    value = field.options[0] if field.options else ""
    lines = ["", f"{field.variable}:", f"  description: {field.label(lang)}", f"  value: {json.dumps(value)}"]
    lines += [f"  options: [{', '.join(field.options)}]"] if field.options else []
    return "\n  ".join([*lines, "  expand: false"])
