"""The table of bad inputs: small mistakes in a small good project, and the message that the editor gets for each.

``docs/errors.md``, ``errors.ru.md`` and ``errors.kk.md`` are written from it: run ``python tests/errors/table.py`` from
the project's folder after a change. The words around the messages are translated in ``tests/errors/translations``.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from babel.messages.pofile import read_po
from PIL import Image

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
DOCUMENT = ROOT / "docs/errors.md"
TRANSLATIONS = HERE / "translations"

#: The heads of the columns of the table.
TITLES = ("what is wrong", "the message", "what to do")
NOTE = "<!-- Written from tests/errors/cases: change those, then run `python tests/errors/table.py`. -->"

#: The beginning of the document in each language.
HEADS = {
    "en": """\
# What an error message means, and what to do

[По-русски](errors.ru.md) · [Қазақша](errors.kk.md)

A command that finds a mistake names the file, the line and the column, says what it found and what it expected, and
where it can, how to mend it. `content/news/plans.ru.md:8:15` is line 8 of that file, 15th character. All mistakes
are told at once. **The site that was there stays as it was until all of them are mended**; then the same command
goes through.

Each message below is word for word what the command prints; `tests/errors` makes every one of these mistakes and
compares.
""",
    "ru": """\
# Что значит сообщение об ошибке и что делать

[In English](errors.md) · [Қазақша](errors.kk.md)

Команда, которая находит ошибку, называет файл, строку и столбец, говорит, что найдено и что ожидалось, и, если может,
как исправить. `content/news/plans.ru.md:8:15` — это 8-я строка этого файла, 15-й знак. Все ошибки перечисляются сразу.
**Сайт остаётся прежним, пока не исправлены все**; потом та же команда проходит.

Каждое сообщение ниже — слово в слово то, что печатает команда: `tests/errors` делает все эти ошибки и сверяет. Слова
других программ (Python, Jinja, Pillow) остаются английскими.
""",
    "kk": """\
# Қате туралы хабар нені білдіреді және не істеу керек

[In English](errors.md) · [По-русски](errors.ru.md)

Қате тапқан команда файлды, жолды және бағанды атайды, не табылғанын, не күтілгенін айтады, мүмкін болса, қалай түзетуді
де айтады. `content/news/plans.ru.md:8:15` — осы файлдың 8-жолы, 15-таңбасы. Барлық қате бірден аталады. **Бәрі
түзетілгенше сайт бұрынғы күйінде қалады**; содан кейін сол команда өтеді.

Төмендегі әр хабар — команда шығаратын сөздердің дәл өзі: `tests/errors` осы қателердің бәрін жасап, салыстырады. Басқа
бағдарламалардың (Python, Jinja, Pillow) сөздері ағылшынша қалады.
""",
}


@dataclass(frozen=True, slots=True)
class Case:
    """One mistake: the ``edits`` that make it, the ``command`` that meets it, all that it says (``told``), and its
    exit code (``status``).

    ``machine`` names a state of the computer that files cannot hold; ``do`` tells the editor what to do.
    """

    group: str
    wrong: str
    edits: tuple[dict[str, Any], ...]
    command: str
    machine: str
    told: str
    status: int
    do: str

    def __str__(self) -> str:
        return f"{self.group}: {self.wrong}"

    @property
    def problems(self) -> list[str]:
        """The messages, each with its hint: indented lines belong to the one before."""
        found: list[str] = []
        for line in self.told.split("\n"):
            if line.startswith("    "):
                found[-1] += f"\n{line}"
            else:
                found.append(line)
        return found


@dataclass(frozen=True, slots=True)
class Group:
    """The mistakes of one kind."""

    title: str
    about: str
    cases: tuple[Case, ...]


@cache
def groups() -> tuple[Group, ...]:
    """Return the groups in the order of their files."""
    paths = sorted((HERE / "cases").glob("*.yaml"))
    return tuple(_group(yaml.load(path.read_bytes(), yaml.CSafeLoader)) for path in paths)


def _group(raw: dict[str, Any]) -> Group:
    cases = tuple(
        Case(
            group=raw["group"],
            wrong=case["wrong"],
            edits=tuple({"in": raw["file"], **edit} for edit in case.get("edits", ())),
            command=case.get("command", "build"),
            machine=case.get("machine", ""),
            told=case["told"],
            status=case.get("status", 1),
            do=case["do"],
        )
        for case in raw["cases"]
    )
    return Group(raw["group"], raw["about"], cases)


@contextmanager
def made(case: Case, project: Path) -> Iterator[None]:
    """Make the mistake in ``project``, and take it back at the end."""
    paths = dict.fromkeys(project / edit["in"] for edit in case.edits)
    before = {path: path.read_bytes() if path.is_file() else None for path in paths}
    new_folders = [folder for path in paths for folder in reversed(path.parents) if not folder.exists()]
    try:
        for edit in case.edits:
            _apply(edit, project / edit["in"])
        yield
    finally:
        for path, content in before.items():
            if content is None:
                path.unlink(missing_ok=True)
            else:
                path.write_bytes(content)
        for folder in new_folders:
            shutil.rmtree(folder, ignore_errors=True)


def _apply(edit: dict[str, Any], path: Path) -> None:
    match edit:
        case {"delete": True}:
            path.unlink()
        case {"text": str(text)}:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        case {"picture": str(form)}:
            path.parent.mkdir(parents=True, exist_ok=True)
            # Noise, so that what is cut off is a part of the picture; but not for one that is only there to be large.
            size = tuple(edit.get("size", (64, 48)))
            picture = Image.effect_noise(size, 60) if size[0] < 1000 else Image.new("1", size)
            picture.save(path, form)
            if "cut" in edit:
                path.write_bytes(path.read_bytes()[: edit["cut"]])
        case {"top": str(text)}:
            path.write_text(text + path.read_text("utf-8"), encoding="utf-8")
        case {"encoding": str(encoding)}:
            text = path.read_text("utf-8")
            path.write_bytes(text.encode(encoding, edit.get("errors", "strict")))
        case {"find": str(find), "put": str(put)}:
            text = path.read_text("utf-8")
            assert find in text, f"{path}: {find!r} is not there any more"
            path.write_text(text.replace(find, put, 1), encoding="utf-8")
        case _:
            raise ValueError(f"not an edit: {edit}")


def documents(told: Mapping[str, Mapping[str, str]]) -> dict[Path, str]:
    """Return the document in each language.

    ``told`` has what commands say in other languages than English, by the names of the cases.
    """
    english = _document("en", {}, {str(case): case.told for group in groups() for case in group.cases})
    others = {
        DOCUMENT.with_suffix(f".{lang}.md"): _document(lang, words(lang), messages) for lang, messages in told.items()
    }
    return {DOCUMENT: english, **others}


def words(lang: str) -> dict[str, str]:
    """Return the translations of the words around the messages."""
    with (TRANSLATIONS / f"{lang}.po").open("rb") as file:
        return {str(each.id): str(each.string) for each in read_po(file, locale=lang) if each.id}


def words_to_translate() -> frozenset[str]:
    """Return the words around the messages, as the cases have them."""
    cases = [case for group in groups() for case in group.cases]
    texts = [text for group in groups() for text in (group.title, group.about)]
    return frozenset((*TITLES, *texts, *(text for case in cases for text in (case.wrong, case.do))))


def _document(lang: str, translated: Mapping[str, str], messages: Mapping[str, str]) -> str:
    def said(text: str) -> str:
        return translated[text] if translated else text

    parts = [f"{NOTE}\n\n{HEADS[lang]}"]
    titles = " | ".join(map(said, TITLES))
    for group in groups():
        parts.append(f"## {said(group.title)}\n\n{said(group.about)}\n")
        rows = [
            f"| {_cell(said(case.wrong), case.command)} | {_message(messages[str(case)])} | {said(case.do)} |"
            for case in group.cases
        ]
        parts.append("\n".join([f"| {titles} |", "| --- | --- | --- |", *rows]) + "\n")
    return "\n".join(parts)


def _cell(wrong: str, command: str) -> str:
    return wrong if command == "build" else f"{wrong}: `aimaq {command}`"


def _message(told: str) -> str:
    """Return the message as code, a line each; in a table GitHub's Markdown wants ``|`` escaped even in code."""
    lines = (line.strip().replace("|", "\\|") for line in told.split("\n"))
    return "<br>".join(f"`` {line} ``" if "`" in line else f"`{line}`" for line in lines)


def main() -> None:
    """Write the documents, those in other languages from what commands say there."""
    from errors.running import told_in

    others = [lang for lang in HEADS if lang != "en"]
    with ThreadPoolExecutor() as threads:
        told = dict(zip(others, threads.map(told_in, others), strict=True))
    for path, text in documents(told).items():
        path.write_text(text, encoding="utf-8")
        print(f"Wrote {path.relative_to(ROOT)}")


if __name__ == "__main__":
    sys.path.insert(0, str(HERE.parent))
    main()
