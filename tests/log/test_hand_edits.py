"""Whoever edits by hand what was published is refused with the line, and each way out leads to a site that tells."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from log.conftest import STORY, write_story

from tools.built import aimaq

LANGUAGES = {"ru": "", "kk": "kk/", "en": "en/"}
LEDGER, LOG = "content/data/indicators.json", "content/data/figures.log.jsonl"
FIRST = '"enterprises" for 2021-12-31, released on 2022-02-01,'


def replaced(path: str, old: str, new: str) -> Callable[[Path], None]:
    """Return an edit that replaces the first ``old`` in a file by ``new``."""

    def edit(project: Path) -> None:
        file = project / path
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")

    return edit


def build(project: Path) -> str:
    done = aimaq("build", project=project)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def refused(project: Path) -> str:
    """Build, which fails and leaves the site as it was; return the messages."""
    before = {path: path.read_bytes() for path in (project / "output").rglob("*") if path.is_file()}
    done = aimaq("build", project=project)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "the site that was there has not been touched" in done.stderr
    assert "unexpected" not in done.stderr
    assert {path: path.read_bytes() for path in (project / "output").rglob("*") if path.is_file()} == before
    return done.stderr


def _move_first_observation(project: Path) -> None:
    file = project / LEDGER
    text = file.read_text("utf-8")
    first, second = re.findall(r'\{"period": "20\d\d-12-31", "value": 2[17],[^}]*\}\}', text)
    file.write_text(text.replace(first, "#").replace(second, first).replace("#", second), encoding="utf-8")


def _delete_first_observation(project: Path) -> None:
    file = project / LEDGER
    text = re.sub(r'\{"period": "2021-12-31", "value": 21,[^}]*\}\},\s*', "", file.read_text("utf-8"))
    file.write_text(text, encoding="utf-8")


EDITS = {
    "value": (
        replaced(LEDGER, '"value": 21,', '"value": 90,'),
        '"value": 90',
        f'"value" of {FIRST} is 90; 21 was published',
    ),
    "date": (
        replaced(LEDGER, '"released": "2022-02-01"', '"released": "2022-02-03"'),
        '"value": 21',
        f'"released" of {FIRST} is "2022-02-03"; "2022-02-01" was published',
    ),
    "status": (
        replaced(LEDGER, '"status": "actual"', '"status": "provisional"'),
        '"value": 21',
        f'"status" of {FIRST} is "provisional"; "actual" was published',
    ),
    "kind": (
        replaced(LEDGER, '"kind": "correction", ', '"source": {"title": "Kazinform", "url": "https://inform.kz/b"}, '),
        '"value": 3320',
        '"kind" of "jobs" for 2022-12-31, released on 2023-03-01, is "release"; "correction" was published',
    ),
    "source": (
        replaced(LEDGER, "inform.kz/a", "inform.kz/other"),
        "inform.kz/other",
        f'the "source" of {FIRST} is not the one',
    ),
    "note": (replaced(LEDGER, "A misprint.", "A mistake."), "A mistake.", 'the "note" of "jobs" for 2022-12-31'),
    "unit": (
        replaced(LEDGER, '"other": "jobs"', '"other": "thousand jobs"'),
        '"unit": {',
        '"unit" of "jobs" is not the one',
    ),
    "label": (replaced(LEDGER, '"en": "Jobs"', '"en": "Posts"'), '"Posts"', '"label" of "jobs" is not the one'),
    "definition": (
        replaced(
            LEDGER,
            '"max_age_days": 400,',
            '"max_age_days": 400,\n      "description": {"ru": "Все.", "kk": "Бәрі.", "en": "All of them."},',
        ),
        "All of them.",
        '"description" and "definition_changes" of "jobs" are not those that were published',
    ),
    "formula": (
        replaced(LEDGER, "jobs / enterprises", "jobs * enterprises"),
        "jobs * enterprises",
        '"formula" of "jobs-per-enterprise" is "jobs * enterprises"; "jobs / enterprises" was published',
    ),
    "deletion": (_delete_first_observation, '"observations": [', f"{FIRST} is gone; 21 was published"),
    "order": (_move_first_observation, '"value": 21', "stands behind one that was published after it"),
    "a release dated back": (
        replaced(
            LEDGER,
            '{"period": "2022-12-31", "value": 3320',
            '{"period": "2023-04-30", "value": 3333, "status": "actual", "released": "2023-05-01",\n'
            '         "source": {"title": "Kazinform", "url": "https://inform.kz/c"}},\n'
            '        {"period": "2022-12-31", "value": 3320',
        ),
        "",
        "article/park (ru) of 2023-05-06 quoted {{ jobs @ published }} as 3320, and the ledger has 3333 for that day",
    ),
}


@pytest.mark.parametrize("edit", EDITS, ids=str)
def test_a_ledger_edited_by_hand_is_refused(published: Path, edit: str) -> None:
    change, fragment, message = EDITS[edit]
    change(published)
    told = refused(published)
    assert message in told
    if fragment:
        found = re.search(rf"^{LEDGER}:(\d+):\d+: .*{re.escape(message)}", told, re.MULTILINE)
        assert found, told
        assert fragment in (published / LEDGER).read_text("utf-8").splitlines()[int(found[1]) - 1]


@pytest.mark.parametrize("edit", ["value", "deletion", "a release dated back"])
def test_a_fresh_clone_refuses_the_same(begun: Path, tmp_path: Path, edit: str) -> None:
    clone = tmp_path / "clone"
    shutil.copytree(begun, clone, ignore=shutil.ignore_patterns(".aimaq", "output", ".output*"))
    change, _, message = EDITS[edit]
    change(clone)
    for command in ("build", "check"):
        done = aimaq(command, project=clone)
        assert done.returncode == 1
        assert message in done.stderr


@pytest.mark.parametrize("edit", ["value", "formula", "order", "a release dated back"])
@pytest.mark.parametrize("is_built", [True, False], ids=["built before", "never built"])
def test_it_is_refused_with_all_that_is_wrong_in_texts(published: Path, edit: str, is_built: bool) -> None:
    change, _, message = EDITS[edit]
    if not is_built:
        for folder in (".aimaq", "output"):
            shutil.rmtree(published / folder)
    change(published)
    write_story(published, "ru", body="В зоне {{ job }}.\n")
    write_story(published, "kk", fields="sumary: Парк\n")
    write_story(published, "en", body=STORY["en"][1].replace("340 places", "341 places"))
    told = refused(published)
    assert told.count(message) == 1
    assert told.count('content/news/park.ru.md:10:8: unknown indicator "job"') == 1
    assert told.count('content/news/park.kk.md:8:1: unknown field "sumary"') == 1
    assert told.count("341 is new and 340 was published and is gone") == 1


def test_a_value_that_was_wrong_is_corrected_in_public(published: Path) -> None:
    reasons = [f"--why={lang}={words}" for lang, words in (("ru", "Опечатка."), ("kk", "Қате."), ("en", "A misprint."))]
    done = aimaq("correct", "jobs", "3333", "--period", "2022-12-31", *reasons, project=published)
    assert done.returncode == 0, done.stderr
    assert "Corrected: jobs = 3333 for 2022-12-31, instead of 3320." in done.stdout
    build(published)
    entries = [json.loads(line) for line in (published / LOG).read_text("utf-8").splitlines()]
    last = next(each for each in entries if each.get("value") == "3333")
    assert (last["kind"], last["why"]) == ("correction", "Опечатка.")
    for lang, prefix in LANGUAGES.items():
        page = (published / f"output/{prefix}news/park/index.html").read_text("utf-8")
        was, now = {"ru": ("3320", "3333"), "kk": ("3320", "3333"), "en": ("3320", "3333")}[lang]
        plain = re.sub(r"[\s,\u00a0\u202f]", "", page)
        assert was in plain and now in plain, lang
        assert "correction-notice" in page or "correction" in page


def test_a_source_that_moved_is_amended(published: Path) -> None:
    EDITS["source"][0](published)
    assert "aimaq amend enterprises --why" in refused(published)
    done = aimaq("amend", "enterprises", "--why", "The address moved", project=published)
    assert done.returncode == 0, done.stderr
    assert "Amended: enterprises, entry 2 of the log: source." in done.stdout
    build(published)
    last = json.loads((published / LOG).read_text("utf-8").splitlines()[-1])
    assert (last["amends"], last["why"], last["value"]) == (2, "The address moved", "21")


def test_a_number_is_not_amended(published: Path) -> None:
    EDITS["value"][0](published)
    before = (published / LOG).read_bytes()
    done = aimaq("amend", "--why", "wrong", project=published)
    assert done.returncode == 1
    assert EDITS["value"][2] in done.stderr
    assert (published / LOG).read_bytes() == before


LOG_EDITS: dict[str, Callable[[list[bytes]], object]] = {
    "cut at its end": lambda lines: lines.pop(),
    "cut to the beginning": lambda lines: lines.__delitem__(slice(1, None)),
    "a line inserted": lambda lines: lines.insert(3, lines[2]),
    "a line edited": lambda lines: lines.__setitem__(2, lines[2].replace(b'"21"', b'"90"')),
    "a line moved": lambda lines: lines.insert(2, lines.pop(3)),
    "a line that is no JSON": lambda lines: lines.__setitem__(2, lines[2][:-1]),
    "a line with spaces": lambda lines: lines.__setitem__(2, lines[2].replace(b":", b": ", 1)),
    "a line with a new member": lambda lines: lines.__setitem__(2, lines[2].replace(b"{", b'{"a":1,', 1)),
    "an empty line": lambda lines: lines.insert(2, b""),
    "empty": lambda lines: lines.clear(),
}


@pytest.mark.parametrize("edit", LOG_EDITS, ids=str)
def test_a_log_edited_by_hand_is_refused(published: Path, edit: str) -> None:
    file = published / LOG
    lines = file.read_bytes().splitlines()
    LOG_EDITS[edit](lines)
    file.write_bytes(b"".join(line + b"\n" for line in lines))
    assert re.search(rf"^{LOG}:\d+: ", refused(published), re.MULTILINE)


def test_a_log_that_is_gone_is_refused(published: Path) -> None:
    (published / LOG).unlink()
    assert f"{LOG}: the log is gone" in refused(published)


Edited = Callable[[Path, str], object]


def rewritten(change: Callable[[str], str]) -> Edited:
    """Return an edit of the story in a language, which may be one of several."""

    def edit(project: Path, lang: str) -> None:
        path = project / f"content/news/park.{lang}.md"
        text = path.read_text("utf-8")
        assert change(text) != text
        path.write_text(change(text), encoding="utf-8")

    return edit


STORY_EDITS: dict[str, tuple[Edited, str]] = {
    "a number": (
        rewritten(lambda text: text.replace("340", "350")),
        "its numbers are not those that were published: 350 is new and 340 was published and is gone",
    ),
    "a date": (
        rewritten(lambda text: text.replace("5 ", "6 ", 1)),
        "its dates are not those that were published",
    ),
    "a quotation": (
        rewritten(lambda text: re.sub(r"([«“])\w+", r"\1Zona", text, count=1)),
        "its quotations are not those that were published",
    ),
    "the headline": (
        rewritten(lambda text: re.sub(r'(?m)^(title: ".*):', r"\1,", text)),
        "the headline is not the one that was published",
    ),
    "a figure": (
        rewritten(lambda text: text.replace("{{ jobs @ published }}", "{{ enterprises @ published }}")),
        "the figures that it quotes are not those that were published: enterprises @ published, jobs @ published",
    ),
    "an attached file": (
        lambda project, lang: (project / "content/media/plan.csv").write_text("workshops,21\n", "utf-8"),
        "the attached media/plan.csv is not what was published",
    ),
    "the title of an attached file": (
        rewritten(lambda text: text.replace("12 × 340", "12 × 34")),
        "the numbers of its lists, in its captions, in the titles of its attachments or in its other fields are not",
    ),
    "no attached file": (
        rewritten(lambda text: re.sub(r"attachments:\n.*\n", "", text)),
        "attached files that were published are gone",
    ),
    "its day": (  # all versions of a story are of one day
        lambda project, lang: [
            replaced(f"content/news/park.{each}.md", "date: 2023-05-06", "date: 2023-05-07")(project)
            for each in LANGUAGES
        ],
        "its dates are not those that were published: 2023-05-07 is new and 2023-05-06 was published and is gone",
    ),
}


def tell_readers(project: Path, lang: str) -> None:
    """Add a notice of a correction to the story in a language."""
    path = project / f"content/news/park.{lang}.md"
    notice = 'corrections:\n  - {date: 2023-06-01, text: "Zona."}\n'
    path.write_text(path.read_text("utf-8").replace("kind: news\n", f"kind: news\n{notice}"), encoding="utf-8")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("edit", STORY_EDITS, ids=str)
def test_a_story_that_states_something_else_is_refused_until_readers_are_told(
    published: Path, edit: str, lang: str
) -> None:
    change, message = STORY_EDITS[edit]
    change(published, lang)
    told = refused(published)
    if edit == "its day":  # that its feeds would show it as a new story comes first
        wanted = "id: 2023-05-06:park"
        assert f"Add the line `{wanted}`" in told
        for each in LANGUAGES:
            replaced(f"content/news/park.{each}.md", "date: 2023-05-07\n", f"date: 2023-05-07\n{wanted}\n")(published)
        told = refused(published)
    assert re.search(rf"^content/news/park\.{lang}\.md:\d+: .*{re.escape(message)}", told, re.MULTILINE), told
    told_in = LANGUAGES if edit in ("its day", "an attached file") else [lang]
    for each in told_in:
        tell_readers(published, each)
    assert f"Not in the log yet: {'3 entries' if len(told_in) > 1 else '1 entry'}." in build(published)
    page = (published / f"output/{LANGUAGES[lang]}news/park/index.html").read_text("utf-8")
    assert "Zona." in page


def test_other_words_are_a_new_version_and_no_problem(published: Path) -> None:
    write_story(published, "en", body=STORY["en"][1].replace("The park opened", "The new park opened"))
    assert "Not in the log yet: 1 entry." in build(published)


def test_other_words_of_an_attachment_are_a_new_version_too(published: Path) -> None:
    rewritten(lambda text: text.replace('"12 × 340"', '"Plan, 12 × 340"'))(published, "en")
    assert "Not in the log yet: 1 entry." in build(published)


LINKED: dict[str, tuple[Callable[[Path], object], str]] = {
    "another document": (
        lambda project: (project / "content/media/list.csv").write_text("places,350\n", "utf-8"),
        "the attached media/list.csv is not what was published",
    ),
    "no link to it": (
        lambda project: rewritten(lambda text: re.sub(r"\[(A list)\][^)]*\)", r"\1", text))(project, "en"),
        "attached files that were published are gone",
    ),
}


@pytest.mark.parametrize("edit", LINKED, ids=str)
def test_a_document_that_a_story_links_to_is_guarded_as_an_attached_one(published: Path, edit: str) -> None:
    change, message = LINKED[edit]
    (published / "content/media/list.csv").write_text("places,340\n", encoding="utf-8")
    link = "\n\n[A list]({static}../media/list.csv), [again]({static}/media/plan.csv#a)\n"
    write_story(published, "en", body=STORY["en"][1] + link)
    done = aimaq("log", "append", project=published)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Not in the log yet" not in build(published)
    change(published)
    assert re.search(rf"^content/news/park\.en\.md:\d+: {re.escape(message)}", refused(published), re.MULTILINE)
    tell_readers(published, "en")
    assert "Not in the log yet: 1 entry." in build(published)


def test_a_story_that_is_gone_needs_a_redirect_or_stays_withdrawn(published: Path) -> None:
    (published / "content/news/park.en.md").unlink()
    told = refused(published)
    assert "article/park (en) was published at /en/news/park/ and is gone" in told
    (published / "content/data/redirects.txt").write_text("/en/news/park/ /en/news/\n", encoding="utf-8")
    assert "Not in the log yet: 1 entry." in build(published)
    (published / "content/data/redirects.txt").unlink()
    for lang in LANGUAGES:  # the versions of a story are withdrawn together
        write_story(published, lang, fields='withdrawn: {date: 2023-06-02, reason: "It was about another park."}\n')
    assert "Not in the log yet: 3 entries." in build(published)


def test_a_list_that_no_longer_counts_down_states_other_numbers(published: Path) -> None:
    counted = "\n\n<ol reversed>\n<li>Two workshops.</li>\n<li>A workshop.</li>\n</ol>\n"
    fields = 'updates:\n  - {date: 2023-05-20, text: "A list was added."}\n'
    write_story(published, "en", body=STORY["en"][1] + counted, fields=fields)
    assert aimaq("log", "append", project=published).returncode == 0
    write_story(published, "en", body=STORY["en"][1] + counted.replace(" reversed", ""), fields=fields)
    assert "the numbers of its lists, in its captions" in refused(published)
    tell_readers(published, "en")
    assert "Not in the log yet: 1 entry." in build(published)


def test_where_a_text_was_is_something_for_ever(published: Path) -> None:
    """The log says that it has left its address: a redirect leads from there, or a text is there again."""
    redirects, story = published / "content/data/redirects.txt", published / "content/news/park.en.md"
    before = story.read_text("utf-8")
    story.unlink()
    redirects.write_text("/en/news/park/ /en/news/\n", encoding="utf-8")
    assert aimaq("log", "append", project=published).returncode == 0
    build(published)
    redirects.write_text("", encoding="utf-8")
    said = refused(published)
    index = len((published / LOG).read_text("utf-8").splitlines()) - 1
    assert f"{LOG}:{index + 1}: article/park (en) was published at /en/news/park/, left it (entry {index} of" in said
    assert "add a line for /en/news/park/ to the redirects" in said
    story.write_text(before, encoding="utf-8")
    assert "Not in the log yet: 1 entry." in build(published)


def test_what_readers_were_told_stays(published: Path) -> None:
    notice = 'corrections:\n  - {date: 2023-06-01, text: "The park has 340 places, not 430."}\n'
    write_story(published, "en", fields=notice)
    done = aimaq("log", "append", project=published)
    assert done.returncode == 0, done.stderr
    assert "article/park (en), version 2: corrected" in done.stdout
    build(published)
    write_story(published, "en", fields=notice.replace("430", "440"))
    assert "a notice to readers was changed or is gone: corrected" in refused(published)
    write_story(published, "en", fields=f'{notice}  - {{date: 2023-06-02, text: "It was 440."}}\n')
    build(published)
