"""The README's example is what the repository holds and the site prints."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tools.built import PREFIXES, ROOT, Site, words

README = (ROOT / "README.md").read_text(encoding="utf-8")
STORY = "project-portfolio"
ROWS = re.findall(r"^\| (ru|kk|en) \| (.*?\}\}.*?) \| (.*?) \|$", README, re.MULTILINE)


def test_the_observation_is_in_the_ledger() -> None:
    shown = json.loads(re.findall(r"```json\n(.*?)```", README, re.DOTALL)[0])
    ledger: Any = json.loads(Path(ROOT / "content/data/indicators.json").read_text(encoding="utf-8"))
    observations = ledger["indicators"]["jobs-created"]["observations"]
    assert any(shown.items() <= each.items() for each in observations)


def test_the_example_is_in_three_languages() -> None:
    assert [lang for lang, _, _ in ROWS] == list(PREFIXES)


@pytest.mark.parametrize(("lang", "written", "printed"), ROWS)
def test_the_sentence_is_in_the_story_on_its_page_and_in_the_feed(
    site: Site, lang: str, written: str, printed: str
) -> None:
    source = (ROOT / f"content/news/{STORY}.{lang}.md").read_text(encoding="utf-8")
    assert written in source
    page = site.page(f"/{PREFIXES[lang]}news/{STORY}/")
    assert printed in words(str(page.root.text_content()))
    assert printed in words(site.texts[f"{PREFIXES[lang]}feeds/all.rss.xml"])


def test_the_markup_is_what_the_site_writes(site: Site) -> None:
    (markup,) = re.findall(r"```html\n(.*?)\n```", README, re.DOTALL)
    assert markup in words(site.texts[f"en/news/{STORY}/index.html"])
