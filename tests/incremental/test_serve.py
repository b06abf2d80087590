"""The local server, in a real browser: saving reloads the page, a mistake is shown and costs nothing."""

from __future__ import annotations

import gc
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from pelican.contents import Article
from playwright.sync_api import Browser, Route, expect

from aimaq.base.problems import ProblemsFound
from aimaq.pipeline import session as build_session
from aimaq.pipeline.build import build
from aimaq.pipeline.dev_server import Server, rebuild_on_change


@dataclass
class Session:
    project: Path
    url: str
    watched: threading.Event
    stop: Callable[[], None]


class Watched(Server):
    """Tells when the folder is watched: before anything changes, it is asked from time to time for other problems."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, 0)
        self.watched = threading.Event()

    @property
    def is_misunderstood(self) -> bool:
        self.watched.set()
        return super().is_misunderstood


@pytest.fixture
def session(project: Path) -> Iterator[Session]:
    with serving(project) as session:
        yield session


@contextmanager
def serving(project: Path, first_build: Callable[[], object] = lambda: None) -> Iterator[Session]:
    """`aimaq serve` as it runs, on a free port; ``first_build`` is called while that runs."""
    stop, built, memory = threading.Event(), threading.Event(), build_session.Session()

    def rebuild() -> tuple[str, Iterable[str]]:
        try:
            report = build(project, output=project / "output", cache=project / ".aimaq", session=memory)
        except ProblemsFound as found:
            return str(found), ()
        if not built.is_set():
            first_build()
        return "", report.changes.paths

    server = Watched(project / "output")
    server.start()
    watcher = threading.Thread(
        target=rebuild_on_change,
        args=([project / "content"], rebuild, server, memory),
        kwargs={"ready": built.set, "stop": stop},
    )
    watcher.start()
    assert built.wait(120)

    def stop_watching() -> None:
        stop.set()
        watcher.join()

    try:
        yield Session(project, server.url, server.watched, stop_watching)
    finally:
        stop_watching()
        server.shutdown()
        server.server_close()


def test_saving_reloads_the_page_and_a_mistake_is_shown_on_it(session: Session, browser: Browser) -> None:
    """The editor sees the new text without touching the browser; an error names its place, and the page stays."""
    article = session.project / "content/news/zone-growth-briefing.ru.md"
    good = article.read_text(encoding="utf-8")
    page = browser.new_page()
    with page.expect_response(lambda response: "/__serve/events" in response.url):  # from now on it is informed
        page.goto(session.url + "news/zone-growth-briefing/")
    assert session.watched.wait(60)

    article.write_text(good + "\n\nНовый последний абзац.\n", encoding="utf-8")
    expect(page.get_by_text("Новый последний абзац.")).to_be_visible()

    article.write_text(good + "\n\nЧисло: {{ jbos }}.\n", encoding="utf-8")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text('unknown indicator "jbos"; did you mean "jobs"?')
    expect(alert).to_contain_text("content/news/zone-growth-briefing.ru.md:")
    expect(page.get_by_text("Новый последний абзац.")).to_be_visible()

    article.write_text(good, encoding="utf-8")
    expect(page.get_by_text("Новый последний абзац.")).to_have_count(0)
    expect(alert).to_have_count(0)
    page.close()


def test_the_first_build_that_fails_is_explained_in_the_browser(project: Path, browser: Browser) -> None:
    """As in a fresh clone: there is no page of the site yet, and the address shows it once the mistake is mended."""
    article = project / "content/news/zone-growth-briefing.ru.md"
    good = article.read_text(encoding="utf-8")
    article.write_text(good + "\n\nЧисло: {{ jbos }}.\n", encoding="utf-8")
    with serving(project) as session:
        page = browser.new_page()
        page.goto(session.url)
        alert = page.get_by_role("alert")
        expect(alert).to_contain_text('unknown indicator "jbos"; did you mean "jobs"?')
        assert session.watched.wait(60)
        article.write_text(good, encoding="utf-8")
        expect(page.get_by_role("navigation").first).to_be_visible(timeout=60_000)
        expect(alert).to_have_count(0)
        page.close()


def test_what_is_saved_while_the_first_build_runs_is_built_after_it(project: Path) -> None:
    """Without another save: the preview would show an older text, and nobody would know."""
    article = project / "content/news/zone-growth-briefing.ru.md"
    page = project / "output/news/zone-growth-briefing/index.html"
    text = article.read_text("utf-8")
    with serving(project, lambda: article.write_text(f"{text}\n\nНовый последний абзац.\n", "utf-8")):
        wait_until(lambda: "Новый последний абзац." in page.read_text("utf-8"))


def test_a_page_that_was_on_its_way_while_a_build_ended_is_loaded_anew(tmp_path: Path, browser: Browser) -> None:
    """It has the old text, and asks for news only after there was some."""
    (tmp_path / "index.html").write_text("<head></head>old", "utf-8")
    server = Server(tmp_path, 0)
    server.start()
    page = browser.new_page()

    def late(route: Route) -> None:
        if not server.version:
            (tmp_path / "index.html").write_text("<head></head>new", "utf-8")
            server.announce()
        route.continue_()

    page.route("**/__serve/reload.js*", late)
    try:
        page.goto(server.url)
        expect(page.locator("body")).to_have_text("new")
    finally:
        page.close()
        server.shutdown()
        server.server_close()


def test_what_earlier_builds_have_left_in_memory_is_cleared_away(session: Session) -> None:
    """A day of editing takes no more memory than one edit: that of the last build's articles, and of a preview's."""
    name = "zone-growth-briefing"
    article, page = (
        session.project / each for each in (f"content/news/{name}.ru.md", f"output/news/{name}/index.html")
    )
    gc.collect()
    count = articles_alive(session.project)
    assert session.watched.wait(60)
    for number in range(4):
        article.write_text(f"{article.read_text('utf-8')}\n\nАбзац {number}.\n", encoding="utf-8")
        wait_until(lambda words=f"Абзац {number}.": words in page.read_text("utf-8"))  # type: ignore[misc]
    session.stop()  # who looks at all objects holds them, and nothing is cleared away meanwhile
    assert articles_alive(session.project) <= count + 1  # the text that a preview has read once more


def articles_alive(project: Path) -> int:
    """Count the articles of this project: other tests' may be there, too, and come into the collector's sight."""
    articles = (each for each in gc.get_objects() if isinstance(each, Article))
    return sum(str(vars(each).get("source_path", "")).startswith(str(project)) for each in articles)


def wait_until(true: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.2)


def test_each_edition_has_its_own_page_for_what_is_not_there(session: Session) -> None:
    """As on a real host, an unknown address answers 404 in the reader's language."""
    for path, lang in (("nothing/", "ru"), ("kk/nothing/", "kk"), ("en/nothing", "en")):
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(session.url + path)
        assert caught.value.code == 404
        assert f'<html lang="{lang}"' in caught.value.read().decode()


def test_the_built_files_hold_no_script_of_the_server(session: Session) -> None:
    """What reloads the page is added on the way to the browser only."""
    assert "__serve" in urllib.request.urlopen(session.url).read().decode()
    assert "__serve" not in (session.project / "output/index.html").read_text(encoding="utf-8")


def test_a_site_below_a_folder_is_served_there(tmp_path: Path) -> None:
    """As it will be published: the home page leads there, and outside of the folder there is nothing."""
    for name, text in {"index.html": "home", "404.html": "lost", "kk/404.html": "joq", "a/index.html": "a"}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"<head></head>{text}")
    server = Server(tmp_path, 0)
    server.site_folder = "/press"
    server.previews = {"a/index.html": b"<head></head>new"}
    server.start()
    root = server.url.removesuffix("/press/")
    try:
        answers = {}
        for path in (
            "/",
            "/press",
            "/press/",
            "/press/a/",
            "/press/kk/b/",
            "/press/b/",
            "/a/",
            "/press-kit/",
        ):
            try:
                with urllib.request.urlopen(f"{root}{path}") as answer:
                    answers[path] = (answer.url.removeprefix(root), answer.read().decode().rpartition(">")[2])
            except urllib.error.HTTPError as error:
                answers[path] = (str(error.code), error.read().decode().rpartition(">")[2])
    finally:
        server.shutdown()
        server.server_close()
    home = ("/press/", "home")
    assert answers == {
        "/": home,
        "/press": home,
        "/press/": home,
        "/press/a/": ("/press/a/", "new"),
        "/press/kk/b/": ("404", "joq"),
        "/press/b/": ("404", "lost"),
        "/a/": ("404", "lost"),
        "/press-kit/": ("404", "lost"),
    }
