"""The CMS in a real browser: it takes its forms without complaint, asks nobody else for anything, and edits a story."""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import jsonschema_rs
import msgspec
import pytest
from playwright.sync_api import Browser

from aimaq.base.problems import ProblemsFound
from aimaq.cms.admin_folder import (
    INTEGRITY,
    POLICY,
    SVELTIA,
    AdminServer,
    _use_own_fonts,
    install_sveltia,
    write_admin_folder,
)
from aimaq.cms.sveltia_config import figure_choices, sveltia_config
from aimaq.figures.text.markers import parse_marker
from aimaq.newsroom.content.fields import ArticleFields, PageFields, PersonFields
from aimaq.newsroom.content.frontmatter import read_document
from aimaq.newsroom.content.kinds import KINDS
from aimaq.settings.load import plain_settings
from aimaq.settings.read import read_settings
from tools import programs
from tools.built import ROOT

SETTINGS = read_settings(plain_settings(ROOT, "pelicanconf.py"), ROOT)
STORY = "content/news/zone-growth-briefing.{}.md"
#: A folder of the browser's own stands for the one that an editor would choose; its handles are the same.
CHOOSING = """
window.showDirectoryPicker = async () => {
  const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("site", {create: true});
  folder.requestPermission = async () => "granted";
  return folder;
};
"""
WRITING = """async (files) => {
  const site = await (await navigator.storage.getDirectory()).getDirectoryHandle("site", {create: true});
  for (const [name, text] of Object.entries(files)) {
    const parts = name.split("/"), last = parts.pop();
    let folder = site;
    for (const part of parts) folder = await folder.getDirectoryHandle(part, {create: true});
    const stream = await (await folder.getFileHandle(last, {create: true})).createWritable();
    await stream.write(text);
    await stream.close();
  }
}"""
READING = """async (name) => {
  const parts = name.split("/"), last = parts.pop();
  let folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("site");
  for (const part of parts) folder = await folder.getDirectoryHandle(part);
  return (await (await folder.getFileHandle(last)).getFile()).text();
}"""


@pytest.fixture(scope="module")
def package(shared_folder: Path) -> Path:
    programs.require("npm", "npm")
    kept = ROOT / ".aimaq/cms/npm"

    def install(folder: Path) -> None:
        install_sveltia(kept)

    programs.once(shared_folder, "cms", install)
    return install_sveltia(kept)


@pytest.fixture(scope="module")
def server(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AdminServer]:
    folder = tmp_path_factory.mktemp("cms")
    write_admin_folder(folder / "admin", package, SETTINGS)
    server = AdminServer(folder, 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_the_package_is_the_one_that_is_named(package: Path) -> None:
    about = json.loads((package / "package.json").read_text("utf-8"))
    assert f"{about['name']}@{about['version']}" == SVELTIA
    assert about["license"] == "MIT"
    assert INTEGRITY.startswith("sha512-")


def test_another_file_of_the_same_name_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As from a registry that has been broken into; npm itself trusts what its registry says of the file."""
    npm = tmp_path / "bin/npm"
    npm.parent.mkdir()
    npm.write_text("#!/bin/sh\necho something else > sveltia-cms.tgz\n", "utf-8")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", str(npm.parent), prepend=os.pathsep)
    with pytest.raises(ProblemsFound) as found:
        install_sveltia(tmp_path / "cms/npm")
    (problem,) = found.value.problems
    assert str(problem).startswith(f"npm pack: npm fetched another file for {SVELTIA}: expected {INTEGRITY}, found sha")
    assert not any((tmp_path / "cms").iterdir())


def test_the_forms_agree_with_the_schema_of_the_cms(package: Path) -> None:
    schema = json.loads((package / "schema/sveltia-cms.json").read_text("utf-8"))
    validator = jsonschema_rs.Draft7Validator(schema)
    config = sveltia_config(SETTINGS)
    assert [str(error) for error in validator.iter_errors(config)] == []
    assert not validator.is_valid({**config, "media_folders": "x"})


def test_every_form_to_choose_is_a_marker() -> None:
    choices = figure_choices(SETTINGS)
    forms = [each["value"] for each in choices["forms"]]
    assert {"", "dative", "up percent", "as-of | in", "Words", "over"} <= set(forms) and len(forms) == len(set(forms))
    for at in ("", " @ published"):
        for form in forms:
            written = f"jobs{at}{f' | {form}' if form else ''}"
            assert str(parse_marker(written)) == written


def test_every_field_has_a_form_and_no_other() -> None:
    forms = {each["name"]: each for each in sveltia_config(SETTINGS)["collections"]}
    expected: dict[str, type[msgspec.Struct]] = {name: kind.fields for name, kind in KINDS.items()}
    expected |= {"pages": PageFields, "people": PersonFields}
    assert forms.keys() == expected.keys()
    for name, schema in expected.items():
        fields = {field["name"]: field for field in forms[name]["fields"]}
        assert set(fields) == {field.name for field in msgspec.structs.fields(schema)} | {"body"}
        for field in msgspec.structs.fields(schema):
            assert fields[field.name].get("required", True) == field.required or field.name == "kind"


def test_a_story_is_edited_and_nobody_else_is_asked(server: AdminServer, browser: Browser) -> None:
    texts = [path for path in (ROOT / "content").rglob("*.md")]
    files = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in texts}
    context = browser.new_context(locale="en-GB")
    context.add_init_script(CHOOSING)
    tab = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("response", lambda response: said.append(response.url) if not response.ok else None)
    tab.on("pageerror", lambda error: said.append(str(error)))
    tab.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)

    tab.goto(server.url)
    tab.evaluate(WRITING, {**files, ".git/HEAD": "ref: refs/heads/main\n"})
    tab.get_by_role("button", name="Work with Local Repository").click()
    tab.get_by_text("Briefing", exact=True).first.wait_for()
    tab.goto(f"{server.url}#/collections/briefing/entries/zone-growth-briefing")
    summary = tab.locator("textarea", has_text="").first
    summary.wait_for()
    summary.fill("Новый лид: {{ enterprises-launching @ published }}.")
    button = tab.get_by_role("button", name="Figure")
    tab.mouse.move(300, 600)
    while not button.count():  # fields are drawn as they come into sight
        tab.mouse.wheel(0, 600)
        tab.wait_for_timeout(100)
    tab.get_by_role("button", name="Save", exact=True).click()
    # It writes all versions anew. A file that is being written cannot be read.
    changed = f"async ([name, before]) => ![before, ''].includes(await ({READING})(name).catch(() => ''))"
    for lang in ("ru", "kk", "en"):
        name, deadline = STORY.format(lang), time.monotonic() + 20
        while not tab.evaluate(changed, [name, files[name]]):
            assert time.monotonic() < deadline, f"{name} was not saved"
            tab.wait_for_timeout(100)

    for lang in ("ru", "kk", "en"):
        name = STORY.format(lang)
        before, after = (
            read_document(text.encode(), name, ArticleFields, zone=ZoneInfo("Asia/Almaty"), today=date(2026, 1, 1))
            for text in (files[name], tab.evaluate(READING, name))
        )
        assert after.problems == ()
        expected = dict(before.values)
        if lang == "ru":
            expected["summary"] = "Новый лид: {{ enterprises-launching @ published }}."
        assert after.values == expected
        assert after.body.strip() == before.body.strip()
    origin = server.url.removesuffix("/admin/")
    assert asked and [url for url in asked if not url.startswith((origin, "blob:", "data:"))] == []
    # That nobody can sign in at a Git host is as it should be.
    assert [text for text in said if not text.startswith("OAuth application ID is not defined")] == []
    context.close()


def test_the_policy_lets_nothing_else_be_asked(server: AdminServer, browser: Browser) -> None:
    tab = browser.new_page()
    answer = tab.goto(server.url)
    assert answer is not None and answer.headers["content-security-policy"] == POLICY
    refused = "fetch('https://example.org/').then(() => 'answered', () => 'refused')"
    assert tab.evaluate(refused) == "refused"
    tab.close()


def test_another_version_with_other_fonts_is_refused(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    address = "https://cdn.jsdelivr.net/fontsource/fonts/noto-mono@9.0.0/latin-400-normal.woff2"
    (tmp_path / "index.js").write_text(f"url({address})")
    with pytest.raises(ProblemsFound, match="does not carry the font"):
        _use_own_fonts(tmp_path)
    (tmp_path / "assets/noto-mono-latin-400-normal-x.woff2").write_bytes(b"")
    _use_own_fonts(tmp_path)
    assert (tmp_path / "index.js").read_text() == "url(sveltia/assets/noto-mono-latin-400-normal-x.woff2)"


def test_nothing_of_it_is_in_a_site(site: Any) -> None:
    assert not any(path.startswith("admin") for path in site.texts)
