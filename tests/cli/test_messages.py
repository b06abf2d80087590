"""Messages in the languages that the program speaks: all of them, with the same placeholders, and none in English."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from aimaq.base.languages.messages import ENGLISH, SPOKEN, Message, language_of_messages, speaking, spoken, tr
from tools import built
from tools.messages import PROGRAM, catalogue, program_messages

OTHERS = [lang for lang in SPOKEN if lang != ENGLISH]
#: What is filled in: by ``%`` or by ``str.format``.
PLACEHOLDER = re.compile(r"%\(\w+\)s|\{\w*\}")
WORDS = re.compile(r"[A-Za-z]{3,} [a-z]{2,}")
#: Where the language of a machine comes from, and the one that messages are in.
ENVIRONMENTS: list[tuple[Mapping[str, str], str]] = [
    ({}, "en"),
    ({"LANG": "C"}, "en"),
    ({"LANG": "C.UTF-8", "LANGUAGE": "ru"}, "en"),
    ({"LANG": "POSIX"}, "en"),
    ({"LANG": "ru_RU.UTF-8"}, "ru"),
    ({"LANG": "kk_KZ.UTF-8@latin"}, "kk"),
    ({"LANG": "de_DE.UTF-8"}, "en"),
    ({"LANG": "ru_RU.UTF-8", "LC_MESSAGES": "kk_KZ.UTF-8"}, "kk"),
    ({"LANG": "ru_RU.UTF-8", "LC_ALL": "C"}, "en"),
    ({"LANG": "ru_RU.UTF-8", "LC_ALL": ""}, "ru"),
    ({"LANG": "de_DE.UTF-8", "LANGUAGE": "ky:kk:ru"}, "kk"),
    ({"LANG": "ru_RU.UTF-8", "AIMAQ_LANGUAGE": "kk"}, "kk"),
    ({"LANG": "C", "AIMAQ_LANGUAGE": "ru"}, "ru"),
    ({"LANG": "ru_RU.UTF-8", "AIMAQ_LANGUAGE": "en"}, "en"),
]


def forms_of(value: object) -> list[str]:
    return [value] if isinstance(value, str) else [str(each) for each in value] if isinstance(value, tuple) else []


@pytest.mark.parametrize("lang", OTHERS)
def test_a_catalogue_has_just_the_messages_of_the_program(lang: str) -> None:
    """``python tests/tools/messages.py`` brings it up to date."""
    given = {tuple(forms_of(entry.id)) for entry in catalogue(lang) if entry.id}
    assert given == {tuple(forms_of(message)) for message in program_messages()}


@pytest.mark.parametrize("lang", OTHERS)
def test_every_message_is_translated_with_its_placeholders(lang: str) -> None:
    """Each form has those of the English one, and can be filled in."""
    faults = []
    for entry in catalogue(lang):
        originals, texts = forms_of(entry.id), forms_of(entry.string)
        if not entry.id:
            continue
        names = set(PLACEHOLDER.findall(originals[-1]))
        values = {name[2:-2]: "" for name in names if name.startswith("%(")}
        if entry.fuzzy or not texts or not all(texts):
            faults.append(f"{originals[0]}: {texts}")
        for text in texts:
            if set(PLACEHOLDER.findall(text)) != names or (values and not text % values):
                faults.append(f"{originals[0]}: {text}")
    assert faults == []


@pytest.mark.parametrize("lang", OTHERS)
def test_a_translation_is_what_babel_reads_in_the_catalogue(lang: str) -> None:
    """The program compiles its catalogues itself, which is faster."""
    entries = [entry for entry in catalogue(lang) if entry.id]
    asked = {"one": [each.id for each in entries if isinstance(each.id, str)]}
    many = [each.id for each in entries if not isinstance(each.id, str)]
    numbers = (0, 1, 2, 5, 11, 21, 104)
    code = (
        "import json, sys; from aimaq.base.languages import messages as m; asked = json.load(sys.stdin);"
        "found = [m.tr(each) for each in asked['one']];"
        "found += [m._catalogue(m.spoken()).ngettext(*each, n) for each in asked['many'] for n in asked['numbers']];"
        "json.dump(found, sys.stdout)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        input=json.dumps({**asked, "many": many, "numbers": numbers}),
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "AIMAQ_LANGUAGE": lang, "PYTHONPATH": str(built.ROOT / "plugins")},
        check=True,
    )
    form = {"ru": (2, 0, 1, 2, 2, 0, 1), "kk": (1, 0, 1, 1, 1, 1, 1)}[lang]
    expected = [each.string for each in entries if isinstance(each.id, str)]
    expected += [each.string[at] for each in entries if not isinstance(each.id, str) for at in form]
    assert json.loads(done.stdout) == expected


#: What speaks one language, that of the process: the commands, and what only they use.
ONE_LANGUAGE = ("cli", "hosting", "importing/report.py", "importing/sources", "publishing", "starter", "verify")


def test_a_block_speaks_its_language_and_a_message_made_before_too() -> None:
    made = Message("nothing")
    texts = {}
    for lang in SPOKEN:
        with speaking(lang):
            assert spoken() == lang
            texts[lang] = (tr("nothing"), str(made), f"{made}", "" + made, made + "", tr("%(what)s", what=made))
    assert spoken() == ENGLISH
    assert [set(said) for said in texts.values()] == [{"nothing"}, {"ештеңе"}, {"ничего"}]


def test_no_module_that_the_desk_reaches_says_anything_before_it_is_asked() -> None:
    """What is made at the level of a module is a ``Message``: at that time nobody knows the language."""
    found = []
    for path in PROGRAM.rglob("*.py"):
        place = path.relative_to(PROGRAM).as_posix()
        tree = ast.parse(path.read_text("utf-8"))
        if not place.startswith(ONE_LANGUAGE):
            found += [f"{place}:{line}" for line in _at_module_level(tree)]
    assert found == []


def _at_module_level(node: ast.AST) -> Iterator[int]:
    """Yield the lines of the calls of ``tr`` and ``tr_number`` that run when a module is imported."""
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.FunctionDef(args=arguments, decorator_list=decorators):
                for each in filter(None, (*arguments.defaults, *arguments.kw_defaults, *decorators)):
                    yield from _at_module_level(ast.Expr(each))
            case ast.Lambda():
                pass
            case ast.Call(func=ast.Name("tr" | "tr_number")):
                yield child.lineno
            case _:
                yield from _at_module_level(child)


@pytest.mark.parametrize(("environment", "lang"), ENVIRONMENTS, ids=str)
def test_the_language_is_that_which_is_asked_for_or_the_machines(environment: Mapping[str, str], lang: str) -> None:
    assert language_of_messages(environment) == lang


def test_a_language_without_messages_is_refused(tmp_path: Path) -> None:
    done = subprocess.run(
        [*built.AIMAQ, "--version"],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "AIMAQ_LANGUAGE": "fr"},
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == 'aimaq: AIMAQ_LANGUAGE is "fr"; expected one of: en, kk, ru\n'


@pytest.mark.parametrize(("lang", "words"), [("ru", "Собрать сайт."), ("kk", "Сайтты құрастыру.")])
def test_the_help_of_a_command_is_in_the_language(lang: str, words: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [*built.AIMAQ, "build", "--help"],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "AIMAQ_LANGUAGE": lang},
    )
    assert done.returncode == 0, done.stderr
    assert words in done.stdout
    assert "Usage" not in done.stdout and "Options" not in done.stdout and "Show" not in done.stdout


def test_no_problem_has_words_that_are_no_message() -> None:
    """What is said of a mistake goes through ``tr``, in the modules that editors' commands run."""
    found = [
        f"{path.relative_to(PROGRAM)}:{node.lineno}"
        for path in sorted(PROGRAM.rglob("*.py"))
        if "verify" not in path.parts
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("Problem", "Failure", "problems.add")
        for text in _bare_words(node)
        if WORDS.search(text)
    ]
    assert found == []


def _bare_words(call: ast.Call) -> Iterator[str]:
    """Yield the words of a call's arguments that stand outside of calls, which have their own."""
    for argument in (*call.args, *(keyword.value for keyword in call.keywords)):
        match argument:
            case ast.Constant(str(text)) if not re.match("aimaq |npm ", text):  # where, not what
                yield text
            case ast.JoinedStr(values=parts):
                yield from (str(part.value) for part in parts if isinstance(part, ast.Constant))
