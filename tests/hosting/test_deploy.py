"""`aimaq deploy`: what it writes beside what is there, and that its steps publish what `aimaq publish` does."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
import yaml

from aimaq.base.problems import ProblemsFound
from aimaq.hosting.deployment import HOSTS, container_nginx, recipe_of, site_build, write_recipe
from aimaq.hosting.proposals import record_form
from aimaq.hosting.workflows import SiteBuild
from aimaq.settings.read import read_settings
from tools.built import LANGUAGES, ROOT, Json, aimaq, give_address, small_project
from tools.host import Host
from tools.hosted import describe
from tools.programs import environment_tool, require_library
from tools.servers import free_port, nginx_command
from tools.versions import tree
from tools.workflow_steps import run_step

URLS = ("https://press.aimaq.kz", "https://user.github.io/press")
SOURCES = "content/data/sources.json"
#: Hosts that build the site, and the folder that they publish.
PUBLISHED = {"github-pages": "output", "gitlab-pages": "public", "netlify": "public", "cloudflare": "public"}
RELEASE = """\
---
title: A release
kind: release
date: 2024-05-06
summary: Of a small site.
---

It has a PDF.
"""


@pytest.fixture(scope="module", params=URLS, ids=["root", "folder"])
def project(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small site in a repository, ready to be published; to be cloned."""
    return _site(tmp_path_factory.mktemp("deploy") / "site", request.param)


def _site(folder: Path, url: str) -> Path:
    project = give_address(small_project(folder))
    conf = project / "pelicanconf.py"
    text = conf.read_text("utf-8").replace(URLS[0], url)
    conf.write_text(re.sub(r"^HOSTING_SECURITY = \{.*?^\}\n", "", text, flags=re.M | re.S), "utf-8")
    (project / "content/news/paper.en.md").write_text(RELEASE, "utf-8")
    (project / ".gitignore").write_text("/output\n/.output*\n/.aimaq/\n__pycache__/\n")
    return project


def _commit(project: Path) -> None:
    author = ("-c", "user.name=Editor", "-c", "user.email=editor@press.example.org")
    for call in (("init", "-q"), ("add", "-A"), (*author, "commit", "-qm", "Begin", "--allow-empty")):
        subprocess.run(["git", *call], cwd=project, check=True, capture_output=True)


def _steps(host: str, folder: Path) -> list[str]:
    """The commands that a host runs to build the site, in order."""
    if host == "github-pages":
        workflow = yaml.safe_load((folder / ".github/workflows/pages.yml").read_text("utf-8"))
        return [step["run"] for name in ("due", "build") for step in workflow["jobs"][name]["steps"] if "run" in step]
    if host == "gitlab-pages":
        top = yaml.safe_load((folder / ".gitlab-ci.yml").read_text("utf-8"))
        [included] = top["include"]
        return list(yaml.safe_load((folder / included["local"]).read_text("utf-8"))["pages"]["script"])
    if host == "netlify":
        return [str(tomllib.loads((folder / "netlify.toml").read_text("utf-8"))["build"]["command"])]
    return ["sh deploy/build.sh"]


@pytest.mark.parametrize("with_pdfs", [False, True], ids=["plain", "pdfs"])
def test_the_steps_of_each_host_publish_what_aimaq_publish_does(project: Path, tmp_path: Path, with_pdfs: bool) -> None:
    """In a clean clone; below a folder, hosts with files of their own at the root get the site in that folder."""
    if with_pdfs:
        require_library("Pango", "pango-1.0")
    own = tmp_path / "own"
    shutil.copytree(project, own)
    extras = "pdf,publish" if with_pdfs else "publish"
    (own / "pyproject.toml").write_text(f'[project]\nname = "press"\ndependencies = ["aimaq[{extras}]==1"]\n')
    target = f'{{"to": "{tmp_path / "server"}", "compress": []}}'
    conf = f'from pelicanconf import *\n\nPUBLISH_PRESS = {with_pdfs}\nPUBLISH_TARGETS = {{"server": {target}}}\n'
    (own / "publishconf.py").write_text(conf)
    for host in PUBLISHED:
        done = aimaq("deploy", host, project=own)
        assert done.returncode == 0, done.stderr
    _commit(own)
    done = aimaq("publish", project=own)
    assert done.returncode == 0, done.stderr
    expected = tree((tmp_path / "server/current").resolve())
    assert any(path.endswith(".pdf") for path in expected) == with_pdfs
    folder = "press" if URLS[1] in (own / "pelicanconf.py").read_text("utf-8") else ""
    for host, published in PUBLISHED.items():
        clone = tmp_path / host
        subprocess.run(["git", "clone", "-q", str(own), str(clone)], check=True)
        for step in _steps(host, clone):
            if "apt-get" in step:
                continue
            done = run_step(step, clone)
            assert done.returncode == 0, (host, step, done.stdout, done.stderr)
        found = tree(clone / published)
        if folder and host in ("netlify", "cloudflare"):
            hosts_own = {name: found.pop(name) for name in ("_headers", "_redirects")}
            assert {name.partition("/")[0] for name in found} == {folder}
            found = {name.partition("/")[2]: data for name, data in found.items()} | hosts_own
        assert found == expected, host


def test_a_scheduled_run_builds_only_what_is_due(tmp_path: Path) -> None:
    """By the published next-change.json; a site that does not answer is built, since nobody knows."""
    now = datetime.now(UTC)
    with Host(tmp_path) as host:
        (tmp_path / "_headers").write_text("/*\n  Content-Security-Policy: default-src 'none'\n")
        moments = {None: "False", now - timedelta(minutes=1): "True", now + timedelta(minutes=5): "False"}
        for at, answer in moments.items():
            (tmp_path / "next-change.json").write_text(json.dumps({"at": at and at.isoformat()}))
            assert _asked(host.url, tmp_path) == answer, at
        (tmp_path / "next-change.json").unlink()
        assert _asked(host.url, tmp_path) == "True"
        (tmp_path / "next-change.json").write_text(json.dumps({"at": None}))
        [script, *_] = _steps_of_gitlab(host.url)
        assert run_step(script, tmp_path, CI_PIPELINE_SOURCE="schedule").returncode == 77
        assert run_step(script, tmp_path, CI_PIPELINE_SOURCE="push").returncode == 0


def _asked(url: str, folder: Path) -> str:
    """What the first job of GitHub's workflow tells the others, on a schedule."""
    workflow = yaml.safe_load(
        recipe_of("github-pages", describe(), SiteBuild(url)).files[".github/workflows/pages.yml"]
    )
    [step] = workflow["jobs"]["due"]["steps"]
    told = folder / "told"
    told.write_text("")
    assert run_step(step["run"], folder, EVENT="schedule", GITHUB_OUTPUT=str(told)).returncode == 0
    return told.read_text().strip().removeprefix("build=")


def _steps_of_gitlab(url: str) -> list[str]:
    workflow: Any = yaml.safe_load(recipe_of("gitlab-pages", describe(), SiteBuild(url)).files[".gitlab/aimaq.yml"])
    return list(workflow["pages"]["script"])


def test_what_is_there_stays(tmp_path: Path) -> None:
    """Our own files are written anew, a .gitlab-ci.yml includes ours, and any other file of that name is a problem."""
    recipe = recipe_of("gitlab-pages", describe(), SiteBuild(URLS[0]))
    (tmp_path / ".gitlab-ci.yml").write_text("test:\n  script: [true]\n")
    written = write_recipe(tmp_path, recipe)
    assert written.paths == (".gitlab/aimaq.yml",) and "include: [{local: .gitlab/aimaq.yml}]" in written.steps[0]
    assert (tmp_path / ".gitlab-ci.yml").read_text() == "test:\n  script: [true]\n"
    (tmp_path / ".gitlab-ci.yml").write_text("include: [{local: .gitlab/aimaq.yml}]\n")
    assert write_recipe(tmp_path, recipe).steps == recipe.steps
    (tmp_path / "netlify.toml").write_text("[build]\n")
    with pytest.raises(ProblemsFound, match=r"netlify\.toml: aimaq deploy has not written this file"):
        write_recipe(tmp_path, recipe_of("netlify", describe(), SiteBuild(URLS[0])))
    assert not (tmp_path / "deploy").exists()


@pytest.mark.parametrize("host", HOSTS)
def test_a_dry_run_shows_everything_and_writes_nothing(tmp_path: Path, host: str) -> None:
    recipe = recipe_of(host, describe(), SiteBuild(URLS[0]))
    assert write_recipe(tmp_path, recipe, dry_run=True).paths == tuple(recipe.files)
    assert not list(tmp_path.iterdir())
    write_recipe(tmp_path, recipe)
    assert write_recipe(tmp_path, recipe).paths == tuple(recipe.files)  # each is known as ours


def test_an_unknown_host_is_refused() -> None:
    with pytest.raises(ProblemsFound, match='unknown host "netlfy"'):
        recipe_of("netlfy", describe(), SiteBuild(URLS[0]))


@pytest.mark.parametrize(
    ("dependency", "with_pdfs"),
    [
        ("aimaq==1", False),
        ("aimaq[publish]==1", False),
        ("aimaq[pdf]==1", True),
        ("aimaq [s3, pdf]", True),
        ("aimaq[all]", True),
    ],
)
def test_pdfs_are_made_where_their_extra_is_asked_for(tmp_path: Path, dependency: str, with_pdfs: bool) -> None:
    settings = read_settings({"SITEURL": URLS[0]}, tmp_path)
    assert not site_build(settings).with_pdfs
    (tmp_path / "pyproject.toml").write_text(f'[project]\nname = "press"\ndependencies = ["{dependency}"]\n')
    build = site_build(settings)
    assert build.with_pdfs == with_pdfs and ("aimaq pdf" in build.command) == with_pdfs
    text = "".join(recipe_of("github-pages", describe(), build).files.values())
    assert ("libpango" in text) == with_pdfs and "actions/cache@" in text


@pytest.mark.parametrize("with_pdfs", [False, True])
@pytest.mark.parametrize(
    ("host", "name", "options"),
    [
        ("github-pages", ".github/workflows/pull.yml", ["vendor.github-workflows"]),
        ("github-pages", ".github/workflows/record.yml", ["vendor.github-workflows"]),
        ("github-pages", ".github/workflows/links.yml", ["vendor.github-workflows"]),
        ("github-pages", ".github/workflows/pages.yml", ["vendor.github-workflows"]),
        ("github-pages", ".github/workflows/check.yml", ["vendor.github-workflows"]),
        ("object-storage", ".github/workflows/publish.yml", ["vendor.github-workflows"]),
        ("gitlab-pages", ".gitlab/aimaq.yml", ["vendor.gitlab-ci", "--data-transform=gitlab-ci"]),
        ("gitlab-pages", ".gitlab-ci.yml", ["vendor.gitlab-ci", "--data-transform=gitlab-ci"]),
    ],
)
def test_each_workflow_is_one_that_its_host_reads_and_zizmor_finds_nothing(
    tmp_path: Path, host: str, name: str, options: list[str], with_pdfs: bool
) -> None:
    sources = ("REGISTER_DATABASE",) if with_pdfs else ()
    build = SiteBuild(URLS[1], with_pdfs, sources, LANGUAGES, has_figures=True)
    write_recipe(tmp_path, recipe_of(host, describe(), build))
    call = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", *options, str(tmp_path / name)]
    done = subprocess.run(call, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr
    if name.startswith(".github/"):
        audit = ["--offline", "--no-progress", "--persona=auditor", "--format=json", str(tmp_path / name)]
        done = subprocess.run([str(environment_tool("zizmor")), *audit], capture_output=True, encoding="utf-8")
        assert done.returncode == 0 and json.loads(done.stdout) == [], done.stdout + done.stderr


def test_what_is_new_at_night_is_proposed_for_review(project: Path, tmp_path: Path) -> None:
    """The steps that GitLab runs, with a real repository: a branch, the options of a merge request, and its impact.

    GitHub's differ in the last one, which calls its program gh.
    """
    own = tmp_path / "own"
    shutil.copytree(project, own)
    rows = "period,value,status,released,source_url\n2025-12-31,31,actual,2026-02-01,https://stat.example/a\n"
    (own / "new.csv").write_text(rows)
    sources = {"sources": {"enterprises": {"file": "new.csv", "format": "csv"}}}
    (own / SOURCES).write_text(json.dumps(sources), "utf-8")
    assert aimaq("deploy", "gitlab-pages", project=own).returncode == 0
    _commit(own)
    origin = tmp_path / "origin.git"
    subprocess.run(["git", "clone", "-q", "--bare", str(own), str(origin)], check=True)
    subprocess.run(["git", "-C", str(origin), "config", "receive.advertisePushOptions", "true"], check=True)
    hook = origin / "hooks/pre-receive"
    hook.write_text('#!/bin/sh\nenv | grep ^GIT_PUSH_OPTION_ > "$GIT_DIR/options"\n')
    hook.chmod(0o755)
    place = {"CI_PROJECT_URL": str(tmp_path / "origin"), "CI_DEFAULT_BRANCH": "main", "AIMAQ_PUSH_TOKEN": "s3cret"}
    workflow = yaml.safe_load((own / ".gitlab/aimaq.yml").read_text("utf-8"))
    job = workflow["ask the sources"]
    assert job["rules"] == [{"if": '$CI_PIPELINE_SOURCE == "schedule" && $AIMAQ_PULL == "true"'}]
    for night in (1, 2):
        clone = tmp_path / f"clone{night}"
        subprocess.run(["git", "clone", "-q", str(origin), str(clone)], check=True)
        if night == 2:  # the proposal has been taken over
            subprocess.run(["git", "-C", str(clone), "merge", "-q", "origin/aimaq-pull"], check=True)
            (origin / "options").unlink()
        for script in job["script"]:
            done = run_step(script, clone, **place)
            assert done.returncode == 0, done.stdout + done.stderr
            assert "s3cret" not in done.stdout + done.stderr
        if night == 1:
            assert "enterprises" in done.stdout and "31" in done.stdout
            options = (origin / "options").read_text()
            assert "merge_request.create" in options and "merge_request.target=main" in options
    assert not (origin / "options").exists(), "nothing is new in the second night, and nothing is proposed"
    show = ["git", "-C", str(origin), "show", "aimaq-pull:content/data/indicators.json"]
    assert '"value": 31' in subprocess.run(show, check=True, capture_output=True, encoding="utf-8").stdout
    github = recipe_of("github-pages", describe(), SiteBuild(URLS[0], sources=("REGISTER",)))
    steps = yaml.safe_load(github.files[".github/workflows/pull.yml"])["jobs"]["pull"]["steps"]
    assert steps[1]["env"] == {"REGISTER": "${{ secrets.REGISTER }}"} and steps[1]["run"] == job["script"][0]
    assert steps[2]["run"].split("gh auth")[0] == job["script"][1].split("credentials=")[0]
    assert any("secrets REGISTER" in step for step in github.steps)


#: Stands for GitHub's program, which needs GitHub: it says that there is no pull request, and keeps the one it makes.
_GH = """\
#!/bin/sh
case "$1 $2" in
  "pr view") exit 1 ;;
  "pr create") printf '%s\\n' "$@" > "$ASKED"; cat "$(eval echo "\\${$#}")" >> "$ASKED" ;;
esac
"""
_HOSTILE = """x"; touch pwned; "$(touch pwned)`touch pwned`
/merge
'; touch pwned; ' ${IFS}--help"""
_NOTE = {"ru": "Н $(touch pwned).", "kk": "Н `touch pwned`.", "en": 'N "; touch pwned; ".'}


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository of a site that was deployed to both Git hosts; it keeps the options of a push."""
    folder = tmp_path_factory.mktemp("origin")
    own, origin = _site(folder / "own", URLS[0]), folder / "origin.git"
    for host in ("gitlab-pages", "github-pages"):
        assert aimaq("deploy", host, project=own).returncode == 0
    _commit(own)
    subprocess.run(["git", "clone", "-q", "--bare", str(own), str(origin)], check=True)
    subprocess.run(["git", "-C", str(origin), "config", "receive.advertisePushOptions", "true"], check=True)
    hook = origin / "hooks/pre-receive"
    hook.write_text('#!/bin/sh\nenv | grep ^GIT_PUSH_OPTION_ > "$GIT_DIR/options" || true\n')
    hook.chmod(0o755)
    return origin


def _form_scripts(host: str, folder: Path) -> list[str]:
    """The scripts that a host runs when the form is sent, in a clone."""
    if host == "gitlab":
        return list(yaml.safe_load((folder / ".gitlab/aimaq.yml").read_text("utf-8"))["record a value"]["script"])
    job = yaml.safe_load((folder / ".github/workflows/record.yml").read_text("utf-8"))["jobs"]["record"]
    assert {f"${{{{ inputs.{each.name} }}}}" for each in record_form(LANGUAGES)} < set(job["env"].values())
    return [step["run"] for step in job["steps"] if "run" in step]


def _sent(host: str, origin: Path, folder: Path, **form: str) -> subprocess.CompletedProcess[str]:
    """Send the form at a host: run its scripts in a new clone until one fails."""
    subprocess.run(["git", "clone", "-q", str(origin), str(folder)], check=True)
    program = folder.parent / "bin/gh"
    program.parent.mkdir(exist_ok=True)
    program.write_text(_GH)
    program.chmod(0o755)
    empty = {each.variable: "" for each in record_form(LANGUAGES)}
    place = {
        "PATH": f"{program.parent}:{os.environ['PATH']}",
        "ASKED": str(folder.parent / "asked"),
        **{"GITHUB_ACTOR": "aida", "GITHUB_RUN_ID": "7", "GITHUB_REF_NAME": "main", "GH_TOKEN": "s3cret"},
        **{"GITLAB_USER_LOGIN": "aida", "CI_PIPELINE_ID": "7", "CI_PROJECT_URL": str(origin).removesuffix(".git")},
        **{"CI_DEFAULT_BRANCH": "main", "AIMAQ_PUSH_TOKEN": "s3cret"},
        **empty,
        **{f"AIMAQ_{name.upper()}": value for name, value in form.items()},
    }
    for script in _form_scripts(host, folder):
        done = run_step(script, folder, **place)
        assert "s3cret" not in done.stdout + done.stderr
        if done.returncode:
            break
    return done


@pytest.mark.parametrize("host", ["github", "gitlab"])
@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (
            {"kind": "plan", "period": "2030-12-31", "value": "200", "source": "https://stat.example/a"},
            {"status": "plan"},
        ),
        (
            {"kind": "correction", "period": "2022-12-31", "value": "29", "reason": _HOSTILE}
            | {f"note_{lang}": text for lang, text in _NOTE.items()},
            {"kind": "correction", "note": _NOTE},
        ),
    ],
    ids=["plan", "correction"],
)
def test_a_form_of_the_git_host_records_a_value_and_proposes_it(
    origin: Path, tmp_path: Path, host: str, form: dict[str, str], expected: Json
) -> None:
    """With its impact in the proposal's text; what a person typed is data to the shell, to Git and to GitLab."""
    done = _sent(host, origin, tmp_path / "clone", key="enterprises", **form)
    assert done.returncode == 0, done.stdout + done.stderr
    assert not list(tmp_path.rglob("pwned"))

    def shown(*arguments: str) -> str:
        call = ["git", "-C", str(origin), *arguments]
        return subprocess.run(call, check=True, capture_output=True, encoding="utf-8").stdout

    ledger = json.loads(shown("show", "aimaq-record-7:content/data/indicators.json"))
    last = ledger["indicators"]["enterprises"]["observations"][-1]
    assert (str(last["value"]), last["period"]) == (form["value"], form["period"]) and last | expected == last
    message = shown("log", "-1", "--format=%an%n%B", "aimaq-record-7")
    assert message.startswith(f"aida\nenterprises = {form['value']} ({form['period']})\n")
    assert "```diff" in message and not re.search("^/merge", message, re.M)
    if host == "gitlab":
        assert "merge_request.target=main" in (origin / "options").read_text()
    else:
        proposed = (tmp_path / "asked").read_text("utf-8")
        assert "--base\nmain\n" in proposed and message.partition("\n\n")[2].strip() in proposed


@pytest.mark.parametrize("field", ["key", "period", "value", "source", "kind", "approved_by", "note_en"])
def test_what_is_typed_into_the_form_never_runs(origin: Path, tmp_path: Path, field: str) -> None:
    """Of what is not data, nothing is recorded, and the run fails."""
    form = {"key": "enterprises", "period": "2025-12-31", "value": "100", "kind": "actual", "source": "https://a.kz/"}
    before = (origin / "options").read_bytes() if (origin / "options").exists() else b""
    done = _sent("gitlab", origin, tmp_path / "clone", **{**form, field: _HOSTILE})
    assert done.returncode != 0 and not list(tmp_path.rglob("pwned"))
    changed = ["git", "-C", str(tmp_path / "clone"), "status", "--porcelain"]
    assert "content" not in subprocess.run(changed, check=True, capture_output=True, encoding="utf-8").stdout
    assert before == ((origin / "options").read_bytes() if (origin / "options").exists() else b"")


def test_the_containers_recipe_is_right_and_its_steps_serve_the_site(project: Path, tmp_path: Path) -> None:
    """hadolint reads it; its commands, apart from apt-get's, run in a clean clone; nginx serves what it copies."""
    own = tmp_path / "own"
    shutil.copytree(project, own)
    assert aimaq("deploy", "container", project=own).returncode == 0
    # Debian's packages are those of the day, uv is the newest, and no layer of the first stage stays.
    ignored = [f"--ignore={code}" for code in ("DL3008", "DL3013", "DL3042")]
    call = [str(environment_tool("hadolint")), "--no-color", *ignored, str(own / "Dockerfile")]
    done = subprocess.run(call, capture_output=True, encoding="utf-8")
    assert done.returncode == 0 and not done.stdout, done.stdout + done.stderr
    _commit(own)
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", str(own), str(clone)], check=True)
    dockerfile = (clone / "Dockerfile").read_text("utf-8")
    commands = [line for line in re.findall(r"^RUN (.*)$", dockerfile, re.M) if not line.startswith("apt-get")]
    assert len(commands) == 2
    for command in commands:
        done = run_step(command, clone)
        assert done.returncode == 0, done.stderr
    copied = dict(re.findall(r"^COPY --from=build /site/(\S+) (\S+)$", dockerfile, re.M))
    assert copied == {"hosting/container/nginx.conf": "/etc/nginx/conf.d/site.conf", "output": "/srv/site"}
    port, conf = free_port(), (clone / "hosting/container/nginx.conf").read_text("utf-8")
    conf = conf.replace('"/srv/site', f'"{clone / "output"}').replace("listen 8080;", f"listen 127.0.0.1:{port};")
    (tmp_path / "nginx").mkdir()
    server = subprocess.Popen(nginx_command(tmp_path / "nginx", conf))
    try:
        folder = "/press" if "/press/" in conf else ""
        for path in sorted(each for each in (clone / "output").rglob("*") if each.is_file()):
            name = path.relative_to(clone / "output").as_posix()
            if name in ("_headers", "_redirects"):
                continue
            status, headers, body = _got(port, f"{folder}/{name.removesuffix('index.html')}")
            assert (status, body) == (200, path.read_bytes()), name
            assert "content-security-policy" in headers
        assert _got(port, f"{folder}/nothing/")[0] == 404
    finally:
        server.terminate()
        server.wait(20)


def _got(port: int, path: str) -> tuple[int, dict[str, str], bytes]:
    for attempt in range(600):
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=20)
            connection.request("GET", path)
        except ConnectionRefusedError:
            if attempt == 599:
                raise
            time.sleep(0.1)
        else:
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    raise AssertionError("unreachable")


def test_the_container_listens_by_http_alone() -> None:
    text = container_nginx(replace(describe(), site_url=URLS[0]))
    assert "listen 8080;" in text and "ssl" not in text and "443" not in text and 'root "/srv/site"' in text


def test_the_page_on_hosting_names_each_host() -> None:
    """With the command that writes its recipe, in a section of its own."""
    text = (ROOT / "docs/hosting.md").read_text("utf-8")
    assert sorted(re.findall(r"^aimaq deploy ([\w-]+)$", text, re.M)) == sorted(HOSTS)
