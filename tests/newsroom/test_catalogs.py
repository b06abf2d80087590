"""Message catalogues: what is missing is found before anything is published."""

import shutil
from pathlib import Path

import pytest

from aimaq.base.languages.translations import read_catalogs
from aimaq.base.problems import ProblemsFound
from tools.catalogs import translation_problems

THEME = Path(__file__).parent / "theme"
LANGUAGES = ("ru", "kk", "en")


@pytest.fixture
def theme(tmp_path: Path) -> Path:
    return shutil.copytree(THEME, tmp_path / "theme")


def found(theme: Path, *, extra: tuple[str, ...] = ()) -> list[str]:
    root = theme.parent
    catalogs = read_catalogs(theme / "translations", LANGUAGES, root=root)
    python = sorted(root.glob("*.py"))
    return [
        str(each) for each in translation_problems(theme / "templates", catalogs, root=root, python=python, extra=extra)
    ]


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_a_whole_catalogue_has_no_problem(theme: Path) -> None:
    assert found(theme, extra=("News", "Briefings", "Press releases")) == []


def test_messages_of_templates_code_and_settings_are_looked_for_in_every_language(theme: Path) -> None:
    change(theme / "translations/kk.po", 'msgstr "Жаңарақ"', 'msgstr ""')
    change(theme / "translations/en.po", 'msgid "Older"', '#, fuzzy\nmsgid "Older"')
    (theme.parent / "code.py").write_text('_ = print\nname = _("Spoken")\n')
    assert found(theme, extra=("Speeches",)) == [
        'code.py:2: "Spoken" is not translated in theme/translations/ru.po\n    add msgid "Spoken"',
        'pelicanconf.py: "Speeches" is not translated in theme/translations/ru.po\n    add msgid "Speeches"',
        'theme/templates/section.html:4: "Newer" is not translated in theme/translations/kk.po\n    add msgid "Newer"',
        'code.py:2: "Spoken" is not translated in theme/translations/kk.po\n    add msgid "Spoken"',
        'pelicanconf.py: "Speeches" is not translated in theme/translations/kk.po\n    add msgid "Speeches"',
        'theme/templates/section.html:5: "Older" is not translated in theme/translations/en.po\n    add msgid "Older"',
        'code.py:2: "Spoken" is not translated in theme/translations/en.po\n    add msgid "Spoken"',
        'pelicanconf.py: "Speeches" is not translated in theme/translations/en.po\n    add msgid "Speeches"',
    ]


def test_a_translation_with_another_placeholder_is_found(theme: Path) -> None:
    """It would raise, or print nothing, where it is used."""
    change(theme / "translations/ru.po", 'msgstr[1] "%(num)s материала"', 'msgstr[1] "%(count)s материала"')
    (message,) = found(theme)
    assert message.startswith('theme/translations/ru.po:35: "%(num)s story": ')


def test_a_missing_plural_form_is_found(theme: Path) -> None:
    change(theme / "translations/ru.po", 'msgstr[2] "%(num)s материалов"', 'msgstr[2] ""')
    (message,) = found(theme)
    assert '"%(num)s story" is not translated in theme/translations/ru.po' in message


def test_a_catalogue_that_is_absent_or_broken_is_a_problem(theme: Path) -> None:
    (theme / "translations/kk.po").unlink()
    (theme / "translations/en.po").write_text('msgid "a"\nwhat is this\n')
    with pytest.raises(ProblemsFound) as raised:
        read_catalogs(theme / "translations", LANGUAGES, root=theme.parent)
    kazakh, english = sorted(map(str, raised.value.problems), reverse=True)
    assert (
        kazakh
        == "theme/translations/kk.po: this catalogue is missing\n    every edition needs one: aimaq language add kk"
    )
    assert english == 'theme/translations/en.po:2: not a line of a gettext catalogue: "what is this"'


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('msgid "Newer"', 'msgid "Newer', 'not a line of a gettext catalogue: "msgid "Newer"'),
        ('msgid "Newer"', 'msgid "New"er"', 'not a line of a gettext catalogue: "msgid "New"er""'),
        ("nplurals=2; ", "nplurals=two; ", "Plural-Forms cannot be read"),
        ("Language: kk", "Language: ru", 'expected the language "kk", as in the file\'s name, found "ru"'),
        ('msgid "Newer"', 'msgid "Older"', '"Older" stands twice'),
    ],
)
def test_a_slip_in_a_catalogue_is_found_with_its_line(theme: Path, old: str, new: str, message: str) -> None:
    """Babel would cut the text, or take another one, without a word."""
    change(theme / "translations/kk.po", old, new)
    with pytest.raises(ProblemsFound) as raised:
        read_catalogs(theme / "translations", LANGUAGES, root=theme.parent)
    (problem,) = raised.value.problems
    assert message in problem.message
    assert problem.line


def test_a_lone_percent_sign_is_found(theme: Path) -> None:
    """The template's own ``%`` would stumble over it."""
    change(theme / "translations/kk.po", 'msgstr "Жаңарақ"', 'msgstr "100 %"')
    (message,) = found(theme)
    assert message.endswith('"Newer": a percent sign is written %% in "100 %"')


def test_plurals_follow_the_languages_rule(theme: Path) -> None:
    catalogs = read_catalogs(theme / "translations", LANGUAGES, root=theme.parent)
    forms = [catalogs["ru"].ngettext("%(num)s story", "%(num)s stories", number) for number in (1, 2, 5, 11, 21)]
    assert [form.rpartition(" ")[2] for form in forms] == [
        "материал",
        "материала",
        "материалов",
        "материалов",
        "материал",
    ]
