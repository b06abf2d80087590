"""Which language a text is in, and the texts that hold several: qTranslate, Polylang, WPML."""

import pytest

from aimaq.importing.plan import Plan
from aimaq.importing.report import Outcome, report_text
from aimaq.importing.sources.language_versions import in_language, languages_in

from .conftest import Planned, page, text_of
from .test_export_items import export, item

PARTNERS = (
    "KPMG International Cooperative, Deloitte Touche Tohmatsu, European Bank for Reconstruction and Development. "
)


def content(text: str) -> str:
    return f"<content:encoded><![CDATA[{text}]]></content:encoded>"


def category(name: str, slug: str = "novosti") -> str:
    return f'<category domain="category" nicename="{slug}"><![CDATA[{name}]]></category>'


def losses(plan: Plan) -> list[str]:
    return [str(each).strip() for each in plan.entries if each.outcome is Outcome.LOST]


FORMS = {
    "new": "[:ru]{}[:kk]{}[:en]{}[:]",
    "new without an end": "[:ru]{}[:kk]{}[:en]{}",
    "in capital letters": "[:RU]{}[:KK]{}[:EN]{}[:]",
    "the country's code": "[:ru]{}[:kz]{}[:en]{}[:]",
    "old": "<!--:ru-->{}<!--:--><!--:kk-->{}<!--:--><!--:en-->{}<!--:-->",
    "curly": "{{:ru}}{}{{:kk}}{}{{:en}}{}{{:}}",
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("cdata", [True, False])
def test_a_text_of_three_languages_becomes_three_versions_of_one_slug(planned: Planned, form: str, cdata: bool) -> None:
    """Old exports have titles without CDATA: there, qTranslate's marks are comments of XML."""
    title = form.format("Цех открыт", "Цех ашылды", "A workshop opens")
    body = form.format("<p>Цех принял людей.</p>", "<p>Цех адамдарды қабылдады.</p>", "<p>The workshop has people.</p>")
    topic = category(form.format("Новости", "Жаңалықтар", "News"))
    excerpt = f"<excerpt:encoded><![CDATA[{form.format('Кратко', 'Қысқаша', 'In brief')}]]></excerpt:encoded>"
    plan = planned(
        {"e.xml": export(item(content(body) + excerpt, topic, title=f"<![CDATA[{title}]]>" if cdata else title))}
    )
    for lang, words in {
        "ru": ("Цех открыт", "Цех принял людей.", "Новости", "Кратко"),
        "kk": ("Цех ашылды", "Цех адамдарды қабылдады.", "Жаңалықтар", "Қысқаша"),
        "en": ("A workshop opens", "The workshop has people.", "News", "In brief"),
    }.items():
        data = plan.files[f"news/proba.{lang}.md"]
        assert isinstance(data, bytes)
        text = data.decode()
        title, body, topic, summary = words
        assert f'title: "{title}"\n' in text and f'topics: ["{topic}"]' in text and f'summary: "{summary}"' in text
        assert text_of(plan, f"news/proba.{lang}.md") == f"{body}\n"
    assert not losses(plan) and ":ru" not in report_text(plan.entries)


def test_what_all_languages_share_is_in_each(planned: Planned) -> None:
    body = "<p>Общее.</p>[:ru]<p>Раз.</p><!--more--><p>Два.</p>[:en]<p>One.</p>[:]<p>Конец.</p>"
    plan = planned({"e.xml": export(item(content(body), title="[:ru]Проба[:en]Test[:]"))})
    assert text_of(plan) == "Общее.\n\nРаз.\n\nДва.\n\nКонец.\n"
    assert text_of(plan, "news/proba.en.md") == "Общее.\n\nOne.\n\nКонец.\n"


@pytest.mark.parametrize(
    ("title", "body", "files", "lost"),
    [
        ("[:ru]Проба[:kk]Сынақ[:]", "[:ru]Слова.[:kk][:]", ["ru"], "version [kk] “Сынақ”: it has no text"),
        ("[:ru]Проба[:de]Versuch[:]", "[:ru]Слова.[:de]Worte.[:]", ["ru"], "version [de] “Versuch Worte.”"),
        ("[:ru]Проба[:en]Test[:]", "Слова на русском языке, одни на все языки.", ["ru"], "version [en] “Test”"),
        ("[:ru]Проба[:en]Test[:]", "The words of this text are the same in all of them.", ["en"], "version [ru]"),
        ("[:ru]Проба[:]", "[:ru]Слова.[:en]Words.[:]", ["en", "ru"], ""),
    ],
)
def test_a_language_without_a_text_is_a_loss(
    planned: Planned, title: str, body: str, files: list[str], lost: str
) -> None:
    plan = planned({"e.xml": export(item(content(body), title=title))})
    assert sorted(plan.files) == [f"news/proba.{lang}.md" for lang in files]
    assert [each for each in losses(plan) if lost in each] if lost else not losses(plan), losses(plan)


def test_each_version_is_redirected_from_below_its_code(planned: Planned) -> None:
    more = category("[:ru]Новости[:kk]Жаңалықтар[:]")
    slug = "<wp:postmeta><wp:meta_key>_qts_slug_kk</wp:meta_key><wp:meta_value>synaq</wp:meta_value></wp:postmeta>"
    source = export(item(content("[:ru]Раз.[:kk]Бір.[:]"), more + slug, title="[:ru]Проба[:kk]Сынақ[:]"))
    lines = planned({"e.xml": source}).redirects.splitlines()
    for line in (
        "/proba/ /news/proba/",
        "/ru/proba /news/proba/",
        "/kk/synaq/ /kk/news/proba/",
        "/category/novosti/ /topics/novosti/",
        "/kk/category/novosti/ /kk/topics/zhanalyqtar/",
        "/kk/feed/ /kk/feeds/all.rss.xml",
    ):
        assert line in lines


def test_polylang_and_wpml_join_translations(planned: Planned) -> None:
    def meta(**values: str) -> str:
        return "".join(
            f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value>{value}</wp:meta_value></wp:postmeta>"
            for key, value in values.items()
        )

    def polylang(lang: str) -> str:
        return (
            f'<category domain="language" nicename="{lang}">x</category>'
            '<category domain="post_translations" nicename="pll_5f1">pll_5f1</category>'
        )

    def wpml(lang: str) -> str:
        return meta(_wpml_import_language_code=lang, _wpml_import_translation_group="7")

    source = export(
        item(content("Раз."), polylang("ru"), title="Первый", name="pervyi"),
        item(content("Бір."), polylang("kk"), title="Бірінші", name="birinshi"),
        item(content("Два."), wpml("ru"), title="Второй", name="vtoroi"),
        item(content("2."), wpml("en"), title="2", name="second"),
    )
    assert sorted(planned({"e.xml": source}).files) == [
        *("news/pervyi.kk.md", "news/pervyi.ru.md", "news/vtoroi.en.md", "news/vtoroi.ru.md")
    ]


@pytest.mark.parametrize(
    ("title", "body", "lang"),
    [
        ("Встреча с партнёрами", f"<p>Пришли:</p><p>{PARTNERS * 8}</p>", "ru"),
        ("Air Astana, FlyArystan и SCAT", f"<p>Летают:</p><p>{PARTNERS * 8}</p>", "ru"),
        ("Kazakh Invest", f"<p>Участники форума:</p><p>{PARTNERS * 8}</p>", "ru"),
        ("Әріптестермен кездесу өтті", f"<p>Келгендер:</p><p>{PARTNERS * 8}</p>", "kk"),
        ("A meeting with partners", f"<p>Those who came to the meeting: {PARTNERS}It was held in the park.</p>", "en"),
        ("Partners", "<p>The workshop «Өрлеу» (Восход) has been opened by the city for its people.</p>", "en"),
        ("Opening hours", "<p>Monday, Friday</p>", "en"),
        ("№ 5", "<p>5</p>", "ru"),
    ],
)
def test_names_in_english_do_not_make_a_text_english(planned: Planned, title: str, body: str, lang: str) -> None:
    plan = planned({"e.xml": export(item(content(body), title=title))})
    assert list(plan.files) == [f"news/proba.{lang}.md"]
    saved = page(body, lang=lang).replace("Проба пера", title)
    assert list(planned({"e.xml": "<rss/>", "p.html": saved}).files) == [f"news/proba.{lang}.md"]


def test_the_address_states_a_language_that_letters_do_not_tell(planned: Planned) -> None:
    source = export(item(content("<p>Басты бет, 2020</p>"), title="2020", name="kk/2020-zhyl"))
    assert [name.rpartition(".")[0][-3:] for name in planned({"e.xml": source}).files] == [".kk"]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("без меток", ()),
        ("[:ru]а[:en][:]", ("ru",)),
        ("[:ru]а[:en]<p>&nbsp;</p>[:]", ("ru",)),
        ("список [:] и [: ru]", ()),
    ],
)
def test_marks_of_languages(text: str, codes: tuple[str, ...]) -> None:
    assert languages_in(text) == codes
    assert in_language("без меток", "ru") == "без меток"
