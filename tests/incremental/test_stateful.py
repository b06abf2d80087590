"""Incremental equals clean, always: after any edits, in any order, the site is the one that a clean build makes."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import tempfile
import time
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, multiple, rule

from incremental.build import build

ROOT = Path(__file__).resolve().parents[2]
SMALL = ROOT / "tests/errors/content"
WORDS = st.sampled_from(
    ["завод", "цех", "парк", "новость", "{{ jobs }}", "{{ enterprises | number }}", "{{ jobs @ published }}"]
)
DAYS = st.integers(1, 28)
#: The ordinary run takes the same steps each time; a nightly one takes new ones, and more: AIMAQ_STEPS=1000.
STEPS = int(os.environ.get("AIMAQ_STEPS", "40"))
PER_EXAMPLE = 20


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


class Newsroom(RuleBasedStateMachine):
    """A newsroom at work: each rule is an edit, followed by a build; the oracle is a clean build elsewhere."""

    slugs = Bundle("slugs")

    @initialize(target=slugs)
    def open(self) -> object:
        self.folder = Path(tempfile.mkdtemp(prefix="aimaq-"))
        self.project = self.folder / "project"
        self.project.mkdir()
        shutil.copytree(SMALL, self.project / "content")
        shutil.copytree(ROOT / "theme", self.project / "theme")
        for name in ("pelicanconf.py", "plugins"):
            os.symlink(ROOT / name, self.project / name)
        self.count = 0
        self.check()
        return multiple()

    def teardown(self) -> None:
        shutil.rmtree(getattr(self, "folder", "/nonexistent"), ignore_errors=True)

    def check(self) -> None:
        """Build both ways and compare every byte; the folders' times and the order of edits must not matter."""
        build(self.project, output=self.project / "output", cache=self.project / ".aimaq")
        clean = self.folder / "clean"
        build(self.project, output=clean, cache=self.folder / "cache", fresh=True)
        assert tree(self.project / "output") == tree(clean)

    def article(self, slug: str, lang: str = "ru") -> Path:
        return self.project / f"content/news/{slug}.{lang}.md"

    def versions(self, slug: str) -> list[Path]:
        return sorted((self.project / "content/news").glob(f"{slug}.*.md"))

    def replace(self, path: Path, pattern: str, text: str) -> None:
        path.write_text(re.sub(pattern, lambda _: text, path.read_text("utf-8"), count=1, flags=re.MULTILINE), "utf-8")

    @rule(target=slugs, day=DAYS, words=st.lists(WORDS, min_size=1, max_size=4))
    def add(self, day: int, words: list[str]) -> str:
        self.count += 1
        slug = f"story-{self.count}"
        self.article(slug).write_text(
            f'---\ntitle: "{self.count}: {words[0]}"\ndate: 2024-02-{day:02}\nkind: news\ntopics: [завод]\n'
            f'summary: "{words[-1]}"\n---\n\n{" ".join(words)}.\n',
            "utf-8",
        )
        self.check()
        return slug

    @rule(slug=slugs, words=st.lists(WORDS, min_size=1, max_size=3))
    def edit_the_body(self, slug: str, words: list[str]) -> None:
        path = self.article(slug)
        path.write_text(path.read_text("utf-8") + f"\n{' '.join(words)}.\n", "utf-8")
        self.check()

    @rule(slug=slugs, word=WORDS)
    def edit_the_title(self, slug: str, word: str) -> None:
        for path in self.versions(slug):
            self.replace(path, "^title: .*$", f'title: "{word} {self.count}"')
        self.check()

    @rule(slug=slugs, day=DAYS)
    def change_the_date(self, slug: str, day: int) -> None:
        for path in self.versions(slug):
            self.replace(path, "^date: .*$", f"date: 2024-03-{day:02}")
        self.check()

    @rule(slug=slugs, kind=st.sampled_from(["news", "briefing", "release"]))
    def change_the_kind(self, slug: str, kind: str) -> None:
        for path in self.versions(slug):
            self.replace(path, "^kind: .*$", f"kind: {kind}")
        self.check()

    @rule(slug=slugs, topic=st.sampled_from(["завод", "планы", "рабочие места"]))
    def change_the_topic(self, slug: str, topic: str) -> None:
        self.replace(self.article(slug), "^topics: .*$", f"topics: [{topic}]")
        self.check()

    @rule(slug=slugs, lang=st.sampled_from(["kk", "en"]))
    def translate_or_withdraw_the_translation(self, slug: str, lang: str) -> None:
        path = self.article(slug, lang)
        if path.exists():
            path.unlink()
        else:
            shutil.copy(self.article(slug), path)
        self.check()

    @rule(slug=consumes(slugs))
    def delete(self, slug: str) -> None:
        for path in self.versions(slug):
            path.unlink()
        self.check()

    @rule(target=slugs, slug=consumes(slugs))
    def rename(self, slug: str) -> str:
        self.count += 1
        for path in self.versions(slug):
            path.rename(path.with_name(path.name.replace(slug, f"moved-{self.count}")))
        self.check()
        return f"moved-{self.count}"

    @rule(key=st.sampled_from(["jobs", "enterprises"]), value=st.integers(4000, 10**6))
    def change_a_figure(self, key: str, value: int) -> None:
        path = self.project / "content/data/indicators.json"
        ledger = json.loads(path.read_text("utf-8"))
        ledger["indicators"][key]["observations"][-1]["value"] = value
        path.write_text(json.dumps(ledger, ensure_ascii=False, indent=2), "utf-8")
        self.check()

    @rule(
        name=st.sampled_from(
            ["article.html", "home.html", "partials/footer.html", "components/story.html", "figures/card.html"]
        )
    )
    def change_a_template(self, name: str) -> None:
        self.count += 1
        path = self.project / "theme/templates" / name
        text = path.read_text("utf-8")
        marked = re.sub(
            r"<(p|div|li|article|footer|h1)(?=[ >])",
            f'<\\1 data-step="{self.count}"',
            re.sub(r' data-step="\d+"', "", text),
            count=1,
        )
        path.write_text(marked, "utf-8")
        self.check()

    @rule(name=st.sampled_from(["Архив", "Главная"]))
    def change_a_translation(self, name: str) -> None:
        self.count += 1
        path = self.project / "theme/translations/ru.po"
        self.replace(path, f'^msgstr "{name}.*"$', f'msgstr "{name} {self.count}"')
        self.check()

    @rule()
    def change_the_styles(self) -> None:
        path = self.project / "theme/styles/tokens.css"
        path.write_text(path.read_text("utf-8") + "\n@layer tokens { .x { color: red } }\n", "utf-8")
        self.check()

    @rule(number=st.integers(1, 5))
    def change_a_setting(self, number: int) -> None:
        conf = self.project / "pelicanconf.py"
        text = re.sub(
            r"STORIES_PER_PAGE = \d+", f"STORIES_PER_PAGE = {number}", (ROOT / "pelicanconf.py").read_text("utf-8")
        )
        conf.unlink()
        conf.write_text(text, "utf-8")
        self.check()

    @rule(slug=slugs, milliseconds=st.integers(0, 700))
    def kill_a_build(self, slug: str, milliseconds: int) -> None:
        """A build that is killed at any instant leaves one whole site, and the next one is right."""
        before = tree(self.project / "output")
        path = self.article(slug)
        path.write_text(path.read_text("utf-8") + "\nУбитая сборка.\n", "utf-8")
        pid = os.fork()
        if not pid:
            try:
                build(self.project, output=self.project / "output", cache=self.project / ".aimaq")
            finally:
                os._exit(0)
        time.sleep(milliseconds / 1000)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        left = tree(self.project / "output")
        self.check()
        assert left in (before, tree(self.project / "output"))


Newsroom.TestCase.settings = settings(
    max_examples=max(1, STEPS // PER_EXAMPLE),
    stateful_step_count=PER_EXAMPLE,
    derandomize="AIMAQ_STEPS" not in os.environ,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestNewsroom = Newsroom.TestCase
