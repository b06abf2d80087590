"""An editor at the desk in a real browser, whose clicks are counted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

from aimaq.desk.desk import Desk
from aimaq.desk.editor.editor import WRITE
from aimaq.desk.rendering import MOUNT
from aimaq.desk.server import DeskServer
from aimaq.pipeline.project import Project


@contextmanager
def served(project: Path) -> Iterator[DeskServer]:
    """Serve the desk of a project without a preview."""
    desk = DeskServer(project / "no-preview", 0)
    desk.respond = Desk(Project(project), lambda: "").respond
    desk.start()
    yield desk
    desk.shutdown()
    desk.server_close()


@contextmanager
def careful_tab(browser: Browser) -> Iterator[Page]:
    """A page whose scripts make no mistake, and which asks nobody else for anything."""
    context = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 900})
    tab = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    tab.on("pageerror", lambda error: said.append(str(error)))
    tab.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    tab.on("request", lambda request: asked.append(request.url))
    yield tab
    # What the program refuses, and the page that a draft does not have yet, a browser mentions.
    assert [each for each in said if "status of 422" not in each and "status of 404" not in each] == []
    assert [url for url in asked if not url.startswith(("http://127.0.0.1:", "blob:", "data:"))] == []
    context.close()


def proposal(tab: Page) -> Locator:
    """What would be recorded, once the page has all of it: its button comes last."""
    region = tab.get_by_role("region", name="This would be recorded")
    region.get_by_role("button", name="Record it").wait_for()
    return region


class Writing:
    """What an editor does at the desk; ``actions`` counts clicks, and fields that are typed into."""

    def __init__(self, tab: Page, server: DeskServer) -> None:
        self.tab, self.desk, self.actions = tab, f"http://127.0.0.1:{server.server_port}{MOUNT}", 0
        self.address = f"http://127.0.0.1:{server.server_port}{WRITE}"

    def open(self, path: str) -> None:
        self.tab.goto(f"{self.address}/{path}")
        self.tab.get_by_role("button", name="Save").wait_for()

    def begin(self, kind: str, title: str) -> str:
        """Begin a text from the table of texts, and return its slug."""
        self.tab.goto(f"{self.desk}/")
        self.click(self.tab.get_by_role("link", name="New text"))
        self.choose("Kind", kind)
        self.type(self.tab.get_by_label("Title, or"), title)
        self.button("Begin a draft")
        self.tab.get_by_role("button", name="Save").wait_for()
        return self.tab.url.rpartition("/")[2].partition(".")[0]

    def click(self, target: Locator) -> None:
        target.click()
        self.actions += 1

    def version(self, path: str) -> None:
        self.button(path.split(".")[1])

    def button(self, name: str) -> None:
        self.click(self.tab.get_by_role("button", name=name, exact=True))

    def link(self, name: str) -> None:
        self.click(self.tab.get_by_role("link", name=name, exact=True))

    def turn(self, name: str) -> None:
        """Turn to a mode and wait until it is shown."""
        self.button(name)
        expect(self.tab.get_by_role("button", name=name, exact=True)).to_have_attribute("aria-pressed", "true")

    def type(self, target: Locator, text: str) -> None:
        target.fill(text)
        self.actions += 1

    def field(self, label: str, text: str) -> None:
        self.type(self.tab.get_by_role("textbox", name=label, exact=True), text)

    def choose(self, label: str, option: str) -> None:
        """Choose from a list: a click opens it, and another takes the option."""
        self.tab.get_by_label(label, exact=True).select_option(option)
        self.actions += 2

    @property
    def body(self) -> Locator:
        return self.tab.get_by_role("textbox", name="Text", exact=True)

    def save(self) -> str:
        self.button("Save")
        status = self.tab.get_by_role("status")
        expect(status).not_to_contain_text("Not saved yet.")
        expect(status).not_to_be_empty()
        return status.inner_text()

    def figure(self, words: str, marker: str) -> None:
        """Choose a figure by words of its name and then the form in which it is printed."""
        dialog = self.tab.get_by_role("dialog", name="Figure")
        self.type(dialog.get_by_role("searchbox"), words)
        self.click(dialog.locator(".choices button").first)
        self.click(dialog.locator(f"[data-marker='{marker}']"))
        dialog.wait_for(state="detached")
