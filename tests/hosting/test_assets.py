"""The theme's files have names that hold a hash of their content, so what is kept for ever is never out of date."""

import hashlib
import re
from base64 import b64encode
from pathlib import Path

import pytest

from aimaq.base.problems import ProblemsFound
from aimaq.newsroom.theme.assets import read_assets
from tools.built import Site
from tools.headers_file import read_headers_file


def test_every_name_holds_the_hash_of_its_file(site: Site) -> None:
    files = [path for path in (site.output / "theme").rglob("*") if path.is_file()]
    assert {path.suffix for path in files} >= {".css", ".js", ".woff2", ".svg"}
    for path in files:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()[:10]
        assert path.name.split(".")[-2] == digest, path.name


def test_pages_and_stylesheets_name_only_such_files(site: Site) -> None:
    named = {address for page in site.pages for address in map(str, page.root.xpath("//@href | //@src"))}
    for text in site.texts.values():
        named |= {f"/theme{match[1]}" for match in re.finditer(r'url\("?\.\.(/[^)"]+)', text)}
    own = {address for address in named if address.startswith("/theme/")}
    assert len(own) >= 4
    assert all(site.serves(address) for address in own)


def test_each_script_is_named_by_its_hash_where_it_is_used_and_in_the_policy(site: Site) -> None:
    scripts = (site.output / "theme/js").glob("*.js")
    hashes = {f"sha256-{b64encode(hashlib.sha256(each.read_bytes()).digest()).decode()}" for each in scripts}
    described = read_headers_file(site.output / "_headers")
    used: set[str] = set()
    for page in site.pages:
        own = set(page.root.xpath("//script[@src]/@integrity"))
        assert own and len(own) == len(page.root.xpath("//script[@src]")), page.address
        [sources] = re.findall(r"script-src ([^;]*);", described.netlify(page.address)["content-security-policy"])
        named = {each.strip("'") for each in sources.split()}
        assert own <= named <= hashes, page.address
        used |= own
    assert used == hashes


def test_a_changed_font_changes_the_name_of_the_stylesheet(tmp_path: Path) -> None:
    for name, text in {"fonts/a.woff2": "1", "css/b.css": "@font-face { src: url('../fonts/a.woff2?x') }"}.items():
        (tmp_path / "static" / name).parent.mkdir(parents=True)
        (tmp_path / "static" / name).write_text(text)
    before = read_assets(str(tmp_path))
    (tmp_path / "static/fonts/a.woff2").write_text("2")
    after = read_assets(str(tmp_path))
    assert before["fonts/a.woff2"].name != after["fonts/a.woff2"].name
    assert before["css/b.css"].name != after["css/b.css"].name
    assert f"../{after['fonts/a.woff2'].name}?x".encode() in after["css/b.css"].content


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")


@pytest.mark.parametrize(
    "written", ['@import "../b/z.css";', "@import url(../b/z.css) print;", "@IMPORT '../b/z.css';"]
)
def test_a_sheet_imports_one_that_sorts_later(tmp_path: Path, written: str) -> None:
    """By its published name, which changes with what that one imports; from an overrides folder, too."""
    theme, own = tmp_path / "theme", tmp_path / "overrides/static"
    write(theme, {"static/a/a.css": f"/* url(no.png) */ {written}", "static/b/z.css": '@import "zz.css"; a { b: c }'})
    write(own, {"b/zz.css": "a { b: url(../p.png) }", "p.png": "1"})
    folders = ("static", "../overrides/static")
    before = read_assets(str(theme), folders)
    assert f"../{before['b/z.css'].name}".encode() in before["a/a.css"].content
    assert before["b/zz.css"].name.removeprefix("b/").encode() in before["b/z.css"].content
    write(own, {"p.png": "2"})
    after = read_assets(str(theme), folders)
    assert all(before[name].name != after[name].name for name in ("a/a.css", "b/z.css", "b/zz.css"))


def test_a_missing_file_is_named_with_the_line_wherever_the_sheet_lies(tmp_path: Path) -> None:
    """A sheet outside of the theme's folder, sheets that import each other: never a failure without a reason."""
    theme, own = tmp_path / "theme", tmp_path / "overrides/static"
    write(theme, {"static/a.css": "a {}"})
    write(own, {"b.css": 'a {}\n@import "no.css";', "c.css": '@import "d.css";', "d.css": '@import "c.css";'})
    with pytest.raises(ProblemsFound) as found:
        read_assets(str(theme), ("static", "../overrides/static"))
    assert str(found.value).split("\n") == [
        'overrides/static/b.css:2: the theme has no file "no.css"; did you mean "d.css"?',
        'overrides/static/d.css:1: "c.css" imports itself, by "d.css"',
    ]


def test_the_joined_stylesheet_begins_with_what_its_parts_import(tmp_path: Path) -> None:
    """Browsers ignore an import behind a rule."""
    write(tmp_path, {"static/css/x.css": "b {}", "styles/a.css": "a {}", "styles/b.css": '@import "x.css"; c {}'})
    write(tmp_path, {"styles/order.txt": "a.css\nb.css\n"})
    assets = read_assets(str(tmp_path))
    name = assets["css/x.css"].name.removeprefix("css/")
    assert assets["css/site.css"].content.decode() == f'@import "{name}";\na {{}}\nc {{}}\n'


@pytest.mark.parametrize("address", ["https://x.example/a.woff2", "/a.woff2", "data:font/woff2;base64,AA", "#mask"])
def test_addresses_of_others_are_left_alone(tmp_path: Path, address: str) -> None:
    (tmp_path / "static").mkdir()
    (tmp_path / "static/a.css").write_text(f'a {{ b: url("{address}") }}')
    assert read_assets(str(tmp_path))["a.css"].content == f'a {{ b: url("{address}") }}'.encode()


def test_hidden_files_are_not_published(tmp_path: Path) -> None:
    (tmp_path / "static/.git").mkdir(parents=True)
    for name in (".env", ".git/config", "a.css~", "a.txt"):
        (tmp_path / "static" / name).write_text("")
    assert list(read_assets(str(tmp_path))) == ["a.txt"]


def test_every_missing_file_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "static").mkdir()
    (tmp_path / "static/a.css").write_text('a { b: url(c.svg) }\na { b: url("d.svg") }\n')
    with pytest.raises(ProblemsFound) as found:
        read_assets(str(tmp_path))
    assert [(each.path, each.line) for each in found.value.problems] == [
        ("theme/static/a.css", 1),
        ("theme/static/a.css", 2),
    ]
