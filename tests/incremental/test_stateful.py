"""Incremental equals clean, always: after any edits, in any order, the site is the one that a clean build makes.

An ordinary run takes 50 steps, the same each time, with each kind of edit among them; ``inv test --nightly`` takes
1,000, and new ones each time. The numbers of steps and of the seed are in the environment variables ``AIMAQ_STEPS`` and
``AIMAQ_SEED``.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, assume, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    multiple,
    rule,
    run_state_machine_as_test,
)

from aimaq.pipeline.build import build
from tools.built import small_project
from tools.versions import tree

ROOT = Path(__file__).resolve().parents[2]
SMALL = ROOT / "tests/errors/content"
WORDS = st.sampled_from(
    ["завод", "цех", "парк", "новость", "{{ jobs }}", "{{ enterprises | number }}", "{{ jobs @ published }}"]
)
DAYS = st.integers(1, 28)
STEPS = int(os.environ.get("AIMAQ_STEPS", "50"))
SEED = os.environ.get("AIMAQ_SEED")
PER_NEWSROOM = 25
#: Tests that may run at once.
PARTS = 2
#: The usual ones meet every rule.
SEEDS = (23, 96) if SEED is None else tuple(int(SEED) * PARTS + part for part in range(PARTS))


class Newsroom(RuleBasedStateMachine):
    """A newsroom at work: each rule is an edit, followed by a build; the oracle is a clean build elsewhere."""

    slugs = Bundle("slugs")

    @initialize(target=slugs, number=st.integers(1, 10**9))
    def open(self, number: int) -> object:
        assume(number > 1)  # Hypothesis begins with the least of all choices, which is the same edit 24 times
        self.folder = Path(tempfile.mkdtemp(prefix="aimaq-"))
        self.project = small_project(self.folder / "project", own_theme=True)
        self.count = 0
        self.now = datetime(2024, 6, 1, 9, tzinfo=ZoneInfo("Asia/Almaty"))
        self.check()
        return multiple()

    def teardown(self) -> None:
        shutil.rmtree(getattr(self, "folder", "/nonexistent"), ignore_errors=True)

    def check(self) -> None:
        """Build both ways and compare every byte; the folders' times and the order of edits must not matter."""
        self.build(self.project / "output", self.project / ".aimaq")
        self.build(self.folder / "clean", self.folder / "cache", fresh=True)
        assert tree(self.project / "output") == tree(self.folder / "clean")

    def build(self, output: Path, cache: Path, *, fresh: bool = False) -> None:
        build(self.project, output=output, cache=cache, fresh=fresh, now=self.now)

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

    @rule(slug=slugs, hours=st.integers(0, 40))
    def put_under_embargo(self, slug: str, hours: int) -> None:
        """No hours: the embargo ends now."""
        until = self.now + timedelta(hours=hours)
        for path in self.versions(slug):
            self.replace(path, r"^(embargo: .*\n)?kind: ", f"embargo: {until:%Y-%m-%d %H:%M}\nkind: ")
        self.check()

    @rule(hours=st.integers(1, 40))
    def put_a_figure_under_embargo(self, hours: int) -> None:
        until = self.now + timedelta(hours=hours)
        path = self.project / "content/data/indicators.json"
        ledger = json.loads(path.read_text("utf-8"))
        moment = {"released": f"{until:%Y-%m-%d}", "embargo": f"{until:%Y-%m-%d %H:%M}"}
        ledger["indicators"]["jobs"]["observations"][-1] |= moment
        path.write_text(json.dumps(ledger, ensure_ascii=False, indent=2), "utf-8")
        self.check()

    @rule(hours=st.integers(1, 30))
    def let_time_pass(self, hours: int) -> None:
        """Nothing else changes."""
        self.now += timedelta(hours=hours)
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

    @rule(name=st.sampled_from(["one.svg", "two.svg"]), number=st.integers(0, 3))
    def change_an_attachment(self, name: str, number: int) -> None:
        """Number 0: there is none."""
        path = self.project / "content/media" / name
        path.parent.mkdir(exist_ok=True)
        if number:
            path.write_text(f"<svg xmlns='http://www.w3.org/2000/svg'><title>{number}</title></svg>", "utf-8")
        else:
            path.unlink(missing_ok=True)
        self.check()

    @rule(name=st.sampled_from([".aimaq", "output", ".output.idle"]))
    def lose_a_folder(self, name: str) -> None:
        """Somebody deletes the cache, the site, or its twin."""
        shutil.rmtree(self.project / name, ignore_errors=True)
        self.check()

    @rule(number=st.integers(1, 5))
    def change_a_setting(self, number: int) -> None:
        conf = self.project / "pelicanconf.py"
        text = re.sub(r"STORIES_PER_PAGE = \d+", f"STORIES_PER_PAGE = {number}", conf.read_text("utf-8"))
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
                self.build(self.project / "output", self.project / ".aimaq")
            finally:
                os._exit(0)
        time.sleep(milliseconds / 1000)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        left = tree(self.project / "output")
        self.check()
        assert left in (before, tree(self.project / "output"))


@pytest.mark.usefixtures("one_core")
@pytest.mark.parametrize("part", range(PARTS))
def test_incremental_equals_clean_after_any_edits(part: int) -> None:
    """Newsrooms that are edited step by step, each step built both ways."""

    class Part(Newsroom):
        pass

    run_state_machine_as_test(
        seed(SEEDS[part])(Part),
        settings=settings(
            max_examples=max(1, STEPS // PER_NEWSROOM // PARTS),
            stateful_step_count=PER_NEWSROOM,
            deadline=None,
            database=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        ),
    )
