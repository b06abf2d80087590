"""A recording: a still picture leads to it, nothing is loaded from its host, feeds have it as an enclosure."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import html
from PIL import Image
from playwright.sync_api import Browser

from tools.browser import visitor
from tools.built import Site, aimaq, small_project

RECORDING = "https://video.example/briefing.mp4"
STILL = 'photo: {file: media/still.jpg, alt: "Директор у карты", credit: "А. Б."}'


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """A site whose briefing has a recording and a still, and another one a recording alone."""
    project = small_project(tmp_path / "site")
    Image.new("RGB", (1280, 720), (30, 60, 90)).save(project / "content/media/still.jpg")
    text = (project / "content/news/plans.ru.md").read_text("utf-8")
    assert "\nkind: briefing\n" in text
    for name, still in (("plans", f"{STILL}\n"), ("heard", "")):
        fields = f"\nkind: briefing\nrecording: {RECORDING}\n{still}"
        (project / f"content/news/{name}.ru.md").write_text(text.replace("\nkind: briefing\n", fields, 1), "utf-8")
    done = aimaq("build", project=project)
    assert done.returncode == 0, done.stderr
    return project / "output"


def test_a_still_leads_to_the_recording_on_the_page_and_in_feeds(output: Path) -> None:
    root = html.document_fromstring((output / "news/plans/index.html").read_text("utf-8"))
    (link,) = root.xpath(f'//article//a[@href="{RECORDING}"]')
    assert link.get("rel") == "external" and link.xpath("ancestor::figure")
    (image,) = link.iter("img")
    assert image.get("alt") == "Директор у карты" and image.get("src", "").startswith("/pictures/still.")
    assert "Запись брифинга" in link.text_content()
    alone = html.document_fromstring((output / "news/heard/index.html").read_text("utf-8"))
    (link,) = alone.xpath(f'//article//a[@href="{RECORDING}"]')
    assert link.text_content() == "Запись брифинга" and not link.xpath(".//img")
    items = json.loads((output / "feeds/all.json").read_text("utf-8"))["items"]
    item = next(each for each in items if each["url"].endswith("/news/plans/"))
    (linked, _) = html.fragment_fromstring(item["content_html"], "div").xpath(f'.//a[@href="{RECORDING}"]')
    assert [each.get("alt") for each in linked.iter("img")] == ["Директор у карты"]
    assert {"url": RECORDING, "mime_type": "video/mp4"} in item["attachments"]


def test_nothing_is_asked_of_the_host_of_the_recording(output: Path, browser: Browser) -> None:
    root = html.document_fromstring((output / "news/plans/index.html").read_text("utf-8"))
    assert not list(root.iter("video", "audio", "iframe", "embed", "object"))
    with visitor(browser, Site(output)) as guest:
        tab = guest.go("/news/plans/")
        tab.locator(".lead-photo img").scroll_into_view_if_needed()
        tab.wait_for_load_state("networkidle")
        assert guest.requests and not [url for url in guest.requests if "video.example" in url]
