"""A site gets one more language by a command; what the program cannot do in it is said."""

import ast
from pathlib import Path

import pytest
from babel import Locale
from babel.messages.pofile import read_po

from aimaq.base.languages.known_languages import LANGUAGES, language_of, script_of
from aimaq.base.languages.translations import read_catalog
from aimaq.base.problems import ProblemsFound
from aimaq.figures.grammar.plural_forms import needed_categories
from aimaq.newsroom.authoring.new_language import add_language, what_is_known
from aimaq.newsroom.model.editions import Edition
from aimaq.pipeline.project import Project
from tools.built import ROOT, aimaq, small_project

EDITIONS = [
    'EDITIONS = [\n    {"lang": "en"},\n]\n',
    'EDITIONS = [{"lang": "en"}]\n',
    'EDITIONS = (\n    {"lang": "en"},  # the first\n)\nX = 1\n',
    'X = "Қазақша"; EDITIONS = [{"lang": "en", "name": "Қазақша ]"}]  # ]\n',
]


@pytest.mark.parametrize(
    ("locale", "shown"),
    [
        *(("ru", "ru_RU"), ("kk", "kk_KZ"), ("en_GB", "en_GB"), ("uk", "uk_UA"), ("pl", "pl_PL"), ("de", "de_DE")),
        *(
            ("de_AT", "de_AT"),
            ("tr", "tr_TR"),
            ("uz", "uz_UZ"),
            ("ky", "ky_KG"),
            ("sr_Latn", "sr_RS"),
            ("eo", "eo_001"),
        ),
    ],
)
def test_social_networks_get_the_locale_with_its_territory(locale: str, shown: str) -> None:
    """As Facebook lists them (its list of locales), with the territory in which most people speak the language."""
    assert Edition("x", locale, "x", "", "x", "x", "https://a.org", ()).territorial_locale == shown


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(small_project(tmp_path / "site"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_theme_has_the_words_of_each_known_language(lang: str) -> None:
    """Those of English, and no other; in as many plural forms as its file declares."""
    theirs = read_catalog(ROOT / f"theme/translations/{lang}.po", lang, root=ROOT).messages
    english = read_catalog(ROOT / "theme/translations/en.po", "en", root=ROOT).messages
    assert [(each.id, each.context) for each in theirs] == [(each.id, each.context) for each in english]
    assert all(each.string and all(each.string) and not [*each.check(theirs)] for each in theirs if each.id)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_known_agrees_with_cldr(lang: str) -> None:
    language = language_of(lang)
    assert str(Locale.parse(language.locale).language) == lang
    # CLDR's "қазақ тілі" and "oʻzbek" are the language; a reader chooses to read "in Kazakh".
    assert (
        language.name[:4].casefold() == str(Locale.parse(lang).get_language_name(lang)).replace("‘", "ʻ")[:4].casefold()
    )
    assert script_of(lang) in ("Cyrl", "Latn")
    assert language.noun_changes == (needed_categories(lang, 0) != ("other",))


@pytest.mark.parametrize("editions", EDITIONS)
def test_an_edition_is_added_to_the_list_and_nothing_else_changes(project: Project, editions: str) -> None:
    conf = project.root / "pelicanconf.py"
    settings = project.settings()
    conf.write_text(editions, "utf-8")
    add_language(settings, conf, "pl", site_name='Urząd "X"', tagline="Liczby")
    text = conf.read_text("utf-8")
    *before, added = _editions(text)
    assert before == _editions(editions)
    expected = {"lang": "pl", "locale": "pl", "name": "Polski", "site_name": 'Urząd "X"', "tagline": "Liczby"}
    assert added == expected
    rest = iter(text)
    assert all(letter in rest for letter in editions), "what was there is not there any more"


def _editions(text: str) -> list[dict[str, str]]:
    [found] = [ast.unparse(node) for node in ast.parse(text).body if ast.unparse(node).startswith("EDITIONS = ")]
    return [*ast.literal_eval(found.removeprefix("EDITIONS = "))]


def test_what_cannot_be_added_is_refused_and_nothing_is_written(project: Project) -> None:
    conf = project.root / "pelicanconf.py"
    settings, text = project.settings(), conf.read_text("utf-8")
    for lang, message in (("en", 'EDITIONS has "en" already'), ("xx", 'CLDR has no language "xx"')):
        with pytest.raises(ProblemsFound, match=message):
            add_language(settings, conf, lang)
    assert conf.read_text("utf-8") == text
    conf.write_text("EDITIONS = make()\n", "utf-8")
    with pytest.raises(ProblemsFound) as raised:
        add_language(settings, conf, "pl")
    assert "not a list that is written out in this file\n    add this to it by hand:\n" in str(raised.value)
    assert '"lang": "pl"' in str(raised.value)
    assert not (project.root / "overrides").exists()


def test_another_language_gets_a_catalogue_and_the_build_lists_what_it_lacks(project: Project) -> None:
    done = aimaq("language", "add", "es", project=project.root)
    assert (done.returncode, done.stderr) == (0, "")
    with (ROOT / "theme/translations/en.po").open("rb") as file:
        count = len(read_po(file))
    wrote = f"Wrote pelicanconf.py\nWrote overrides/translations/es.po\nWords of the pages: 0 of {count} are translated"
    assert wrote in done.stdout
    with (project.root / "overrides/translations/es.po").open("rb") as file:
        messages = read_po(file)
    assert len(messages) == count and str(messages.plural_forms) == "nplurals=2; plural=(n != 1);"
    built = aimaq("build", project=project.root)
    assert built.returncode == 1
    assert "es" in built.stderr and "unexpected" not in built.stderr
    assert "does not look for numbers" in what_is_known(project.settings(), "es")[-1]


def test_the_sites_own_words_come_first_and_changing_them_changes_the_pages(project: Project) -> None:
    own = project.root / "overrides/translations/ru.po"
    own.parent.mkdir(parents=True)
    for words in ("Вести", "Хроника"):
        own.write_text(f'msgid ""\nmsgstr "Language: ru\\n"\n\nmsgid "News"\nmsgstr "{words}"\n', "utf-8")
        assert aimaq("build", project=project.root).returncode == 0
        page = (project.root / "output/index.html").read_text("utf-8")
        assert f">{words}</a>" in page and ">Архив</a>" in page
