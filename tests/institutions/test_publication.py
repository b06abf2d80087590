"""Settings with which a site cannot be published: addresses for examples, and two values for one thing."""

from pathlib import Path

import pytest
from institutions.sites import SITES

from aimaq.pipeline.project import Project
from tools.built import aimaq


def project_with(tmp_path: Path, conf: str = "", publishconf: str = "") -> Path:
    """The town's project with more settings."""
    project = SITES["town"].write(tmp_path / "project")
    with (project / "pelicanconf.py").open("a", encoding="utf-8") as file:
        file.write(conf)
    if publishconf:
        (project / "publishconf.py").write_text(f"from pelicanconf import *\n{publishconf}", "utf-8")
    return project


@pytest.mark.parametrize(
    ("address", "reserved"),
    [
        ("https://press.city.example", True),
        ("https://press.EXAMPLE", True),
        ("https://www.example.com", True),
        ("http://example.org:8080", True),
        ("http://localhost:8000", True),
        ("https://press.test", True),
        ("https://a.invalid", True),
        ("https://example.city.org", False),
        ("https://myexample.com", False),
        ("https://test.kz", False),
    ],
)
def test_an_address_for_examples_is_named(tmp_path: Path, address: str, reserved: bool) -> None:
    """Every name of RFC 2606 and RFC 6761, at the end of a host only; not a name that merely holds one."""
    project = project_with(tmp_path, f"SITEURL = {address!r}\n")
    problems = Project(project).publication_problems()
    assert [problem.message.partition(":")[0] for problem in problems] == ["SITEURL"] * reserved


def test_what_says_two_things_is_named_with_its_line(tmp_path: Path) -> None:
    """The preview's address in what is published; what is checked with another value; an example in a contact."""
    conf = """
SITEURL = "https://preview.town.org"
HOSTING_SECURITY = {
    "expires": "2027-01-01",
    "contact": ["https://preview.town.org/contacts/", "mailto:press@town.example", "mailto:press@town.org"],
}
"""
    published = (
        'SITEURL = "https://press.town.org"\nTIMEZONE = "UTC"\nPUBLISH_TARGETS = {"x": {"to": "s3://x.example"}}\n'
    )
    project = project_with(tmp_path, conf, published)
    first = (project / "pelicanconf.py").read_text("utf-8").count("\n") - 1
    problems = Project(project).publication_problems()
    assert [(problem.path, problem.line, problem.message.partition(" is ")[0]) for problem in problems] == [
        ("pelicanconf.py", first, 'HOSTING_SECURITY: "https://preview.town.org/contacts/"'),
        ("pelicanconf.py", first, 'HOSTING_SECURITY: "mailto:press@town.example"'),
        ("publishconf.py", 3, "TIMEZONE"),
    ]


def test_only_what_readers_would_get_is_refused(tmp_path: Path) -> None:
    """`build` and `check` go on; `publish` and `check --publish` do not, and nothing is written."""
    project = project_with(tmp_path, 'SITEURL = "https://press.town.example"\nPUBLISH_PRESS = False\n')
    target = tmp_path / "target"
    target.mkdir()
    assert aimaq("build", project=project).returncode == 0
    assert aimaq("check", project=project).returncode == 0
    for command in (("check", "--publish"), ("publish", str(target)), ("publish", str(target), "--site", "output")):
        done = aimaq(*command, project=project)
        assert done.returncode == 1
        assert '"https://press.town.example" is an address for examples' in done.stderr
    assert not list(target.iterdir())
