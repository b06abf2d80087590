"""The Nu HTML checker (the W3C's vnu) has nothing to say about any page."""

import json
import subprocess
from pathlib import Path

from tools.built import Site
from tools.programs import require


def test_no_errors_and_no_warnings_in_any_page(site: Site, node_tools: Path) -> None:
    """Every page of every edition is valid HTML."""
    java = require("Java", "java")
    jar = node_tools / "vnu-jar/build/dist/vnu.jar"
    command = [java, "-Xss2m", "-jar", str(jar), "--skip-non-html", "--format", "json", str(site.output)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8")
    messages = [
        f"{Path(m['url'].removeprefix('file:')).relative_to(site.output)}:{m.get('lastLine', 0)}: "
        f"{m.get('subType', m['type'])}: {m['message']}: {m.get('extract', '')}"
        for m in json.loads(done.stderr)["messages"]
    ]
    assert not messages, f"{len(messages)} messages:\n" + "\n".join(messages[:40])
    assert done.returncode == 0, done.stderr
