"""The table of hostile inputs, and where each goes: a field, a text, a file's name, the ledger, the settings."""

from __future__ import annotations

import copy
import json
import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import kinds.conftest
import yaml
from PIL import Image

from tools.built import ROOT, copy_project

HERE = Path(__file__).parent
PLAIN = "Просто текст"
#: Places in the front matter and the text of an article, each in an article of its own.
FIELDS = ("title", "summary", "topic", "source-title", "source-url", "correction", "alt", "caption")
LEDGER = ("label", "description", "note", "ledger-source-title", "ledger-source-url", "unit")
#: Fields of front matter by what they hold; test_fuzz.py compares them with all that there are. Words of people:
WORDS = frozenset(
    "title summary topics dateline place street number issuer name post".split()
    + "text reason alt credit caption approved_by".split()
)
#: Web addresses:
WEB = frozenset(("url", "online", "registration", "recording"))
#: What is one of a few values, or has a form that leaves no room for anything else:
NARROW = frozenset(("kind", "status", "state", "speakers", "contact", "file", "email", "phone", "template", "id"))


@dataclass(frozen=True)
class Case:
    """One hostile input: ``told`` is a part of the message that refuses it, "" if it is harmless."""

    place: str
    name: str
    text: str
    told: str = ""
    number: int = 0

    def __str__(self) -> str:
        return f"{self.place}: {self.name}"

    @property
    def slug(self) -> str:
        return f"h{self.number:03}"

    @property
    def path(self) -> str:
        """The file that the message has to name."""
        if self.place == "name":
            return f"content/{self.text}"
        if self.place in LEDGER:
            return "content/data/indicators.json"
        return f"content/news/{self.slug}.ru.md"


def cases() -> list[Case]:
    """Read the table: place -> lists of a name, a text (or a piece and how often), and perhaps what is told."""
    table: Mapping[str, list[list[Any]]] = yaml.safe_load((HERE / "cases.yaml").read_text("utf-8"))
    rows = [(place, *row) for place, rows in table.items() for row in rows]
    return [
        Case(
            place, name, text if isinstance(text, str) else text[0] * text[1] + "".join(text[2:]), "".join(told), number
        )
        for number, (place, name, text, *told) in enumerate(rows)
    ]


def small_project(target: Path) -> Path:
    """Return the good project of the error table, in ``target``."""
    copy_project(target)
    shutil.rmtree(target / "content")
    shutil.copytree(ROOT / "tests/errors/content", target / "content")
    return target


def article(place: str, text: str) -> bytes:
    """Return an article with ``text`` in one place and plain words in all the others."""
    if place == "file":  # the bytes of the whole file
        return text.encode("latin-1")
    fields = dict.fromkeys(FIELDS, PLAIN) | {"source-url": "https://a.kz/x"}
    fields |= {place: text} if place in FIELDS else {}
    said = {field: json.dumps(value, ensure_ascii=False) for field, value in fields.items()}
    alt = f"![{fields['alt']}](/media/a.png '{fields['caption']} Фото: A. B.')"
    body = text if place == "body" else f"{PLAIN}.\n\n{alt}"
    head = (
        f"title: {said['title']}\ndate: 2024-01-02\nkind: news\nsummary: {said['summary']}\ntopics: [{said['topic']}]\n"
        f"sources:\n  - {{title: {said['source-title']}, url: {said['source-url']}}}\n"
        f"corrections:\n  - {{date: 2024-01-03, text: {said['correction']}}}\n"
    )
    return f"---\n{head}{text if place == 'front matter' else ''}---\n\n{body}\n".encode("utf-8", "surrogatepass")


def put_texts(project: Path, chosen: Iterable[Case], *, plain: bool = False) -> None:
    """Write an article for each case; ``plain`` writes harmless words in its place."""
    (project / "content/media").mkdir(exist_ok=True)
    Image.new("RGB", (40, 30), "green").save(project / "content/media/a.png")
    for case in chosen:
        text = case.text
        if plain and case.place != "file":  # whose bytes hold nothing but plain words
            # A topic has a page of its own.
            own = f"{PLAIN} {case.slug}" if case.place == "topic" else PLAIN
            text = "https://a.kz/" if case.place == "source-url" else own
        path = project / case.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(article(case.place, text))


def put_kinds(project: Path, fill: Callable[[str], str]) -> set[str]:
    """Write stories of every kind, people, pages and parts, each with all its fields; return the names of the filled.

    ``fill`` returns what to write into a field of that name.
    """
    kinds.conftest.put_media(project / "content", shrink=2)
    filled: set[str] = set()

    def through(value: Any, name: str) -> Any:
        if isinstance(value, dict):
            return {key: through(each, key) for key, each in value.items()}
        if name == "topics":
            filled.add(name)
            return [f"{fill(name)} {number}" for number, _ in enumerate(value)]
        if isinstance(value, list):
            return [through(each, name) for each in value]
        if name not in WORDS | WEB:
            return value
        filled.add(name)
        return fill(name)

    for path in sorted(kinds.conftest.CONTENT.rglob("*.md")):
        _, head, text = path.read_text("utf-8").split("---\n", 2)
        fields = through(yaml.safe_load(head), "")
        if path.parent.name == "people":  # whose list is sorted by name: every text leaves them in one order
            fields["name"] = f"{path.name.partition('.')[0]} {fields['name']}"
        target = project / "content" / path.relative_to(kinds.conftest.CONTENT)
        target.parent.mkdir(exist_ok=True)
        said = yaml.safe_dump(fields, allow_unicode=True, width=10**6, sort_keys=False)
        target.write_text(f"---\n{said}---\n{text}", encoding="utf-8")
    for lang in ("ru", "kk", "en"):
        head = "".join(f"{name}: {json.dumps(fill(name), ensure_ascii=False)}\n" for name in ("title", "summary"))
        (project / f"content/pages/about.{lang}.md").write_text(f"---\n{head}---\n\n{PLAIN}.\n", encoding="utf-8")
    conf = project / "pelicanconf.py"
    titles = {name: fill("title") for name in ("ru", "kk", "en")}
    own = "{**each, 'site_name': TITLES[each['lang']], 'tagline': TITLES[each['lang']]}"
    lines = (
        'PRESS_CONTACT = "press-officer"',
        f"TITLES = {titles!r}",
        f"EDITIONS = [{own} for each in EDITIONS]",
        "INDICATORS_PUBLISHER = TITLES",
        'SITENAME = TITLES["ru"]',
    )
    conf.write_text("\n".join((conf.read_text("utf-8"), *lines, "")), encoding="utf-8")
    return filled


def put_figures(project: Path, chosen: Iterable[Case], *, plain: bool = False) -> None:
    """Write an indicator for each case."""
    path = project / "content/data/indicators.json"
    ledger = json.loads(path.read_text("utf-8"))
    model = ledger["indicators"]["jobs"]
    for case in chosen:
        own = copy.deepcopy(model)
        text = "https://a.kz/" if plain and case.place == "ledger-source-url" else PLAIN if plain else case.text
        corrected = own["observations"][-1]
        corrected["source"] = {"title": "Kazinform", "url": "https://inform.kz/c"}
        three = dict.fromkeys(("ru", "kk", "en"), text)
        match case.place:
            case "label" | "description":
                own[case.place] = three
            case "note":
                corrected["note"] = three
            case "ledger-source-title" | "ledger-source-url":
                corrected["source"][case.place.rpartition("-")[2]] = text
            case "unit":
                own["unit"]["ru"]["nominative"] = dict.fromkeys(("one", "few", "many"), text)
        ledger["indicators"][case.slug] = own
    path.write_text(json.dumps(ledger, ensure_ascii=False, indent=1), encoding="utf-8")


def put_entries(project: Path) -> dict[str, str]:
    """Put into the content folder what is neither a file nor a folder; return path -> part of the message."""
    outside = project.parent / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text("secret")
    content = project / "content"
    links = {
        "media/passwd.txt": "/etc/passwd",
        "media/etc": "/etc",
        "media/loop": ".",
        "media/other": str(outside),
        "media/nowhere.pdf": "nowhere",
        "news/linked.ru.md": str(outside / "secret.txt"),
        "media/inside.md": "../news/growth.ru.md",
        "pages/there.ru.md": "../../../outside/secret.txt",
    }
    for name, target in links.items():
        (content / name).symlink_to(target)
    (project / "theme/static/img/linked.svg").symlink_to(outside / "secret.txt")
    os.mkfifo(content / "media/pipe.pdf")
    os.mkfifo(content / "news/pipe.ru.md")
    Path(os.fsdecode(os.fsencode(content / "media") + b"/\xef\xf2.pdf")).write_bytes(b"x")
    told = {f"content/{name}": "a symbolic link" for name in links}
    return told | {
        "theme/static/img/linked.svg": "a symbolic link",
        "content/media/pipe.pdf": "neither a file nor a folder",
        "content/news/pipe.ru.md": "neither a file nor a folder",
        "content/media/\\udcef\\udcf2.pdf": "the name is not UTF-8",
    }
