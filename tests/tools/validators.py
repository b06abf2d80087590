"""Validators that nobody here wrote, over a whole built site."""

import json
import subprocess
from pathlib import Path

from tools.built import Site
from tools.programs import environment_tool, require


def html_checker(node_tools: Path) -> list[str]:
    """The command of the Nu HTML checker (the W3C's vnu), without options.

    Java's second compiler would take as long again as all checks of some hundred pages.
    """
    jar = node_tools / "vnu-jar/build/dist/vnu.jar"
    return [require("Java", "java"), "-Xss2m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", str(jar)]


def html_messages(site: Site, node_tools: Path) -> list[str]:
    """Everything that the Nu HTML checker reports about any page, errors and warnings."""
    command = [*html_checker(node_tools), "--skip-non-html", "--format", "json", str(site.output)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8")
    messages = json.loads(done.stderr)["messages"]
    assert messages or done.returncode == 0, done.stderr
    return [
        f"{Path(m['url'].removeprefix('file:')).relative_to(site.output)}:{m.get('lastLine', 0)}: "
        f"{m.get('subType', m['type'])}: {m['message']}: {m.get('extract', '')}"
        for m in messages
    ]


def dead_links(site: Site) -> str:
    """What lychee says of links and fragments of pages that lead nowhere on this site; "" if all are right.

    Links to other sites are not requested.
    """
    command = [
        str(environment_tool("lychee")),
        "--offline",
        "--include-fragments",
        "--no-progress",
        "--format=compact",
        f"--root-dir={site.output}",
        "--index-files=index.html",
        f"--remap={site.url} file://{site.output}",
        *(str(page.file) for page in site.pages),
    ]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=site.output)
    return done.stdout + done.stderr if done.returncode else ""
