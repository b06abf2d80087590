"""What editors put into content/media is published if its kind is on the list, and under a name that no host obeys."""

from __future__ import annotations

from pathlib import Path

import pytest

from aimaq.base.svg_drawings import svg_problem
from tools.built import aimaq, small_project

REFUSED = {
    "evil.html": 'files that end in ".html" are not published',
    "EVIL.HTM": 'files that end in ".htm" are not published',
    "x.xhtml": 'files that end in ".xhtml" are not published',
    "feed.xml": 'files that end in ".xml" are not published',
    "app.js": 'files that end in ".js" are not published',
    "app.mjs": 'files that end in ".mjs" are not published',
    "x.php": 'files that end in ".php" are not published',
    "x.phtml": 'files that end in ".phtml" are not published',
    "x.php.jpg": 'servers may run a file with ".php" in its name',
    "x.PhP.pdf": 'servers may run a file with ".php" in its name',
    "page.html.pdf": 'servers may run a file with ".html" in its name',
    "run.cgi": 'files that end in ".cgi" are not published',
    "setup.exe": 'files that end in ".exe" are not published',
    "Thumbs.db": 'files that end in ".db" are not published',
    "drawing.svgz": 'files that end in ".svgz" are not published',
    "README": "a file without an ending is not published",
    "_headers": 'hosts read a file "_headers" as settings of the site',
    "_redirects": 'hosts read a file "_redirects" as settings of the site',
    "deep/er/_headers": 'hosts read a file "_headers" as settings of the site',
    "CNAME": 'hosts read a file "CNAME" as settings of the site',
    "cname": 'hosts read a file "cname" as settings of the site',
    "sw.js": 'hosts read a file "sw.js" as settings of the site',
    "web.config": 'hosts read a file "web.config" as settings of the site',
    "Web.Config": 'hosts read a file "Web.Config" as settings of the site',
    "_worker.js": 'hosts read a file "_worker.js" as settings of the site',
    "vercel.json": 'hosts read a file "vercel.json" as settings of the site',
    "staticwebapp.config.json": 'hosts read a file "staticwebapp.config.json" as settings of the site',
    ".htaccess": 'the name ".htaccess" begins with a dot: such files are settings of servers',
    ".nojekyll": 'the name ".nojekyll" begins with a dot: such files are settings of servers',
    ".user.ini": 'the name ".user.ini" begins with a dot: such files are settings of servers',
    ".git/config.txt": 'the name ".git" begins with a dot: such files are settings of servers',
}
PUBLISHED = (
    "report.pdf",
    "data.csv",
    "Report 2025.PDF",
    "plan.v2.docx",
    "a.ics",
    "subtitles.vtt",
    "clip.webm",
    "m.glb",
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">{}</svg>'
DRAWINGS = [
    '<rect width="9" height="9" fill="#0a0"/>',
    '<defs><linearGradient id="g"><stop offset="1"/></linearGradient></defs><path d="M0 0" fill="url(#g)"/>',
    '<style>.a { fill: url("#g") } @media print { .a { fill: none } }</style><text class="a">Алматы (план)</text>',
    '<g id="a"/><use xlink:href="#a" transform="matrix(1 0 0 1 0 0)"/>',
    '<image width="1" height="1" href="data:image/png;base64,iVBORw0KGgo="/>',
    '<sodipodi:namedview xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd"/><!-- x -->',
    '<title>e@mail (x)</title><desc aria-label="press@almaty.example (main)">x</desc>',
]
RUNNING = {
    "<script>alert(1)</script>": "<script>, which does more than draw",
    "<ScRiPt>alert(1)</ScRiPt>": "<ScRiPt>, which does more than draw",
    '<rect onload="x()"/>': "the attribute onload, which runs a script",
    '<rect ONCLICK="x()"/>': "the attribute onclick, which runs a script",
    "<foreignObject><p/></foreignObject>": "<foreignObject>, which does more than draw",
    '<h:script xmlns:h="http://www.w3.org/1999/xhtml"/>': "<script>, which does more than draw",
    '<h:iframe xmlns:h="http://www.w3.org/1999/xhtml" src="/"/>': "<iframe>, which does more than draw",
    '<a href="javascript:x()"><rect/></a>': "<a>, which does more than draw",
    '<use href="data:image/svg+xml;base64,PHN2Zz4="/>': "a link to something else: href",
    '<use xlink:href="https://evil.example/x.svg#a"/>': "a link to something else: href",
    '<image href="https://evil.example/pixel.png"/>': "a link to something else: href",
    '<image href="data:image/svg+xml,x"/>': "a link to something else: href",
    '<animate attributeName="href" to="javascript:x()"/>': "<animate>, which does more than draw",
    '<set attributeName="onclick" to="x()"/>': "<set>, which does more than draw",
    '<handler xmlns="http://www.w3.org/2000/svg"/>': "<handler>, which does more than draw",
    "<style>@import '//evil.example/x.css'</style>": '"@import" in a style, which could load something else',
    "<style>a { fill: url(//evil.example/x) }</style>": '"url(" in a style, which could load something else',
    r"<style>a { fill: \75rl(//evil.example/x) }</style>": '"\\" in a style, which could load something else',
    '<rect style="fill: url(https://evil.example)"/>': '"url(" in the attribute style, which could load something else',
    '<rect fill="URL( https://evil.example)"/>': '"URL( " in the attribute fill, which could load something else',
    '<g xml:base="https://evil.example/"/>': "the attribute base, which makes links lead elsewhere",
    "<?xml-stylesheet href='x.xsl'?>": "<?xml-stylesheet?>, an instruction to programs",
}


def test_other_kinds_and_names_that_hosts_read_are_refused(tmp_path: Path) -> None:
    project = small_project(tmp_path / "site")
    conf = project / "pelicanconf.py"
    conf.write_text(
        conf.read_text("utf-8") + 'IGNORE_FILES = ["*~"]\nHOSTING_TYPES = {"/*.glb": "model/gltf-binary"}\n', "utf-8"
    )
    (project / "content/media/.gitkeep").unlink()
    for name in (*REFUSED, *PUBLISHED):
        path = project / "content/media" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not any(name != other and name.lower() == other.lower() for other in REFUSED):
            path.write_bytes(b"x")
    (project / "content/media/drawing.svg").write_text(SVG.format("<script>alert(1)</script>"), "utf-8")
    done = aimaq("build", project=project)
    assert done.returncode == 1 and not (project / "output").exists()
    for name, message in REFUSED.items():
        if (project / "content/media" / name).exists():
            assert f"content/media/{name}: {message}\n" in done.stderr, f"{name}\n{done.stderr}"
    for name in PUBLISHED:
        assert f"content/media/{name}:" not in done.stderr
    assert "content/media/drawing.svg:1: the drawing holds <script>, which does more than draw\n" in done.stderr
    assert "unexpected" not in done.stderr


def test_a_setting_gives_no_file_the_name_of_a_hosts_settings(tmp_path: Path) -> None:
    project = small_project(tmp_path / "site")
    (project / "content/media/a.txt").write_text("/* https://evil.example 302")
    with (project / "pelicanconf.py").open("a") as conf:
        conf.write('EXTRA_PATH_METADATA = {"media/a.txt": {"path": "media/_redirects"}}\n')
        conf.write('HOSTING_TYPES = {"/*.html": "text/html"}\n')
    (project / "content/media/x.html").write_text("<script>x()</script>")
    done = aimaq("build", project=project)
    assert 'content/media/a.txt: hosts read a file "_redirects" as settings of the site\n' in done.stderr
    assert 'content/media/x.html: files that end in ".html" are not published\n' in done.stderr


@pytest.mark.parametrize("body", DRAWINGS)
def test_what_draws_is_published(tmp_path: Path, body: str) -> None:
    (tmp_path / "a.svg").write_text(SVG.format(body), "utf-8")
    assert list(svg_problem(tmp_path / "a.svg", "a.svg")) == []


@pytest.mark.parametrize("body", RUNNING)
def test_what_runs_or_loads_is_named_with_its_line(tmp_path: Path, body: str) -> None:
    (tmp_path / "a.svg").write_text(SVG.format(f"\n<rect/>\n{body}"), "utf-8")
    [problem] = svg_problem(tmp_path / "a.svg", "a.svg")
    assert (problem.message, problem.line) == (f"the drawing holds {RUNNING[body]}", 3)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "this is not an SVG drawing: no element found"),
        (b"<html><script>x()</script></html>", "the drawing holds <html> as its first element"),
        (b"<svg><script/></svg>", "the drawing holds <svg> as its first element"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]><svg/>', "the drawing holds a document type"),
        (b"GIF89a<script>", "this is not an SVG drawing: not well-formed (invalid token)"),
        (b'<?xml version="1.0" encoding="klingon"?><svg/>', "the drawing holds text in the encoding klingon"),
        (SVG.format("<script/>").encode("utf-16"), "the drawing holds <script>, which does more than draw"),
        (
            SVG.format("<style>" + " " * 20_000 + "@import 'x'</style>").encode(),
            'the drawing holds "@import" in a style',
        ),
    ],
)
def test_what_is_no_drawing_is_refused(tmp_path: Path, data: bytes, message: str) -> None:
    (tmp_path / "a.svg").write_bytes(data)
    [problem] = svg_problem(tmp_path / "a.svg", "a.svg")
    assert problem.message.startswith(message)


def test_a_link_to_figures_that_there_are_none_of_is_found_in_its_text(tmp_path: Path) -> None:
    """With an empty ledger nothing is published at the addresses of figures, and no other plugin writes there."""
    project = small_project(tmp_path / "site")
    for text in (project / "content/news").iterdir():
        text.unlink()
    (project / "content/data/indicators.json").write_text('{"indicators": {}}', "utf-8")
    (project / "content/pages/about.ru.md").write_text(
        "---\ntitle: О нас\n---\n\n[Показатели](/indicators/), [данные](/api/indicators.json).\n", "utf-8"
    )
    with (project / "pelicanconf.py").open("a") as conf:
        conf.write("HEADLINE_INDICATORS = ()\n")
    done = aimaq("build", project=project)
    for address in ("/indicators/", "/api/indicators.json"):
        assert f'content/pages/about.ru.md:5: nothing is published at "{address}"\n' in done.stderr
    assert done.returncode == 1
