"""`aimaq deploy object-storage`: its steps bring into a bucket what `aimaq publish` brings to a server."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import yaml

from tools import logged_site as sites
from tools import loopback
from tools.built import aimaq, give_address, small_project
from tools.versions import tree
from tools.workflow_steps import run_step

WORKFLOW = ".github/workflows/publish.yml"


def test_its_steps_fill_the_bucket(tmp_path: Path, bucket: Any, storage: loopback.Counting) -> None:
    """In a clean clone, with keys of the workflow in the environment; the log's key is empty where there is none."""
    place = sites.bucket_place(bucket, f"http://127.0.0.1:{storage.port}")
    site = sites.point_to(give_address(small_project(tmp_path / "site")), place)
    with (site / "publishconf.py").open("a", encoding="utf-8") as conf:
        conf.write("PUBLISH_PRESS = False\n")
    (site / ".gitignore").write_text("/output\n/.output*\n/.aimaq/\n__pycache__/\n")
    done = aimaq("deploy", "object-storage", project=site)
    assert done.returncode == 0 and WORKFLOW in done.stdout, done.stderr
    sites.git(site, "init", "--quiet")
    sites.commit(site, "Begin")
    assert aimaq("publish", str(tmp_path / "srv"), project=site).returncode == 0
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", str(site), str(clone)], check=True)
    jobs = yaml.safe_load((clone / WORKFLOW).read_text("utf-8"))["jobs"]
    steps = [step["run"] for name in ("due", "publish") for step in jobs[name]["steps"] if "run" in step]
    [variables] = [step["env"] for step in jobs["publish"]["steps"] if "env" in step]
    assert set(variables) == {*loopback.KEYS, "AIMAQ_LOG_KEY"}
    for step in steps:
        done = run_step(step, clone, AIMAQ_LOG_KEY="")
        assert done.returncode == 0, done.stdout + done.stderr
    expected = tree((tmp_path / "srv/current").resolve())
    served = {each.key: each.get()["Body"].read() for each in bucket.objects.all() if ".aimaq/" not in each.key}
    compressed = (".br", ".gz", ".zst")
    assert served == {path: data for path, data in expected.items() if not path.endswith(compressed)}
