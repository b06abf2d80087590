"""File names, slugs, and the files of a new story."""

import datetime
from pathlib import Path

import pytest

from aimaq.base.languages.slugs import slugify
from aimaq.base.problems import Problem, ProblemsFound
from aimaq.newsroom.authoring.new_files import create_article, new_story
from aimaq.newsroom.content.names import ContentName, parse_name
from aimaq.settings.read import read_settings

LANGUAGES = ("ru", "kk", "en")


@pytest.mark.parametrize("name", ["x", "zone-growth-2025", "2025"])
def test_a_right_name_gives_slug_and_language(name: str) -> None:
    assert parse_name(f"content/news/{name}.kk.md", LANGUAGES) == ContentName(name, "kk")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (
            "zone.md",
            'content/news/zone.md: the file\'s name has no language: expected <slug>.<lang>.md, found "zone.md"\n'
            '    rename it, for instance to "zone.ru.md"',
        ),
        (
            "zone.kz.md",
            'content/news/zone.kz.md: unknown language "kz" in the file\'s name; expected one of: ru, kk, en\n'
            "    an edition's file ends in .ru.md, .kk.md, .en.md",
        ),
        (
            "Әлем жаңалығы.kk.md",
            'content/news/Әлем жаңалығы.kk.md: the slug "Әлем жаңалығы" becomes the address: '
            "expected small Latin letters, digits and single hyphens\n"
            '    rename the file, for instance to "alem-zhanalygy.kk.md"',
        ),
        (
            "a--b.en.md",
            'content/news/a--b.en.md: the slug "a--b" becomes the address: '
            "expected small Latin letters, digits and single hyphens\n"
            '    rename the file, for instance to "a-b.en.md"',
        ),
    ],
)
def test_a_wrong_name_is_told_a_right_one(name: str, message: str) -> None:
    found = parse_name(f"content/news/{name}", LANGUAGES)
    assert isinstance(found, Problem)
    assert str(found) == message


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Әлем", "alem"),
        ("Алматы индустриялық аймағы", "almaty-industriialyq-aimagy"),
        ("Щёлочь, объём и «Ёлка» № 5", "shcheloch-obieem-i-elka-no-5"),
        ("Ірі ұңғыма, үй, өңір, қала, һәм", "iri-ungyma-ui-onir-qala-ham"),
        ("Café 2025", "cafe-2025"),
        ("й и ё".replace("й", "и\u0306"), "i-i-e"),
        ("—", ""),
    ],
)
def test_slugs_from_russian_and_kazakh(title: str, slug: str) -> None:
    """ICAO Doc 9303 for the shared letters, the Latin alphabet of 2021 without diacritics for the Kazakh ones."""
    assert slugify(title) == slug


@pytest.mark.parametrize(
    ("lang", "title", "slug"),
    [
        ("pl", "Łódź: żółć i gęś", "lodz-zolc-i-ges"),
        ("de", "Größe über Äpfel, Straße", "groesse-ueber-aepfel-strasse"),
        ("tr", "Işık ıslahı, İzmir, Türkiye'nin", "isik-islahi-izmir-turkiye-nin"),
        ("uk", "Київ, Єнакієве: зграя об'єктів Юрія, Ґ", "kyiv-yenakiieve-zghraia-obiektiv-yuriia-g"),
        ("uz", "Oʻzbekiston, g'alla sanʼati", "ozbekiston-galla-sanati"),
        ("ky", "Өзүңдүн үйүң", "ozungdun-uiung"),
        ("", "Größe, Łódź, Ísland þing, Ελλάδα", "grosse-lodz-island-thing-ellada"),
    ],
)
def test_slugs_in_any_language(lang: str, title: str, slug: str) -> None:
    """No letter is lost: those of a known language by its own rules, all others by Unidecode."""
    assert slugify(title, lang) == slug


def test_a_new_story_has_a_file_in_every_language_and_its_title_in_one() -> None:
    files = new_story("briefing", 'Завод "Алатау"', datetime.date(2025, 1, 2))
    assert list(files) == [f"content/news/zavod-alatau.{lang}.md" for lang in LANGUAGES]
    russian, _, english = files.values()
    assert 'title: "Завод \\"Алатау\\""\ndate: 2025-01-02\nkind: briefing\n' in russian
    assert 'title: ""\n' in english
    assert "# Lead:" in english
    assert "{{" not in english
    with_figure = new_story("news", "Завод", datetime.date(2025, 1, 2), figure="visitors")
    assert '"{{ visitors }}"' in with_figure["content/news/zavod.en.md"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("nwes", "Тема", ""), 'unknown kind "nwes"; did you mean "news"?'),
        (("news", "—", ""), 'expected small Latin letters, digits and single hyphens, found ""'),
        (("news", "Тема " * 50, ""), "has 249 letters, more than 180"),
        (("news", "Тема", "Tema"), 'expected small Latin letters, digits and single hyphens, found "Tema"'),
    ],
)
def test_what_cannot_be_made_is_refused(arguments: tuple[str, str, str], message: str) -> None:
    kind, title, slug = arguments
    with pytest.raises(ProblemsFound, match=message.replace("?", r"\?")):
        new_story(kind, title, datetime.date(2025, 1, 2), slug=slug)


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    """Not even where one language alone exists; then no file is made at all."""
    values = {
        "PATH": "content",
        "ARTICLE_PATHS": ["news"],
        "DEFAULT_LANG": "ru",
        "EDITIONS": [
            {"lang": lang, "locale": lang, "name": lang, "site_name": lang, "tagline": lang} for lang in LANGUAGES
        ],
        "NEWSROOM_KINDS": [{"kind": "news", "slug": "news", "label": "News"}],
    }
    settings = read_settings(values, tmp_path)
    made = create_article(settings, "news", "Тема", "", "2025-01-02", "kk")
    assert ['title: "Тема"' in path.read_text("utf-8") for path in made] == [False, True, False]
    assert [path.name for path in made] == ["tema.ru.md", "tema.kk.md", "tema.en.md"]
    for path in made[:2]:
        path.unlink()
    before = made[2].read_bytes()
    with pytest.raises(ProblemsFound, match="this file exists already"):
        create_article(settings, "news", "Тема", "", "2025-01-02")
    assert sorted(made[0].parent.iterdir()) == [made[2]]
    assert made[2].read_bytes() == before
    with pytest.raises(ProblemsFound, match="expected a date"):
        create_article(settings, "news", "Другая", "", "02.01.2025")
