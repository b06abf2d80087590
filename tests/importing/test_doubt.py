"""Which block of a page is the article, and what is said where that is not certain."""

import pytest

from aimaq.importing.plan import Plan
from aimaq.importing.report import Outcome

from .conftest import Planned, text_of

ARTICLE = "".join(f"<p>Предложение номер {number} о новом цехе и его людях.</p>" for number in range(6))
REMARK = "<p>Замечание читателя, которое не должно стоять под заголовком.</p>"
REMARKS = REMARK * 30


def saved(body: str) -> dict[str, str | bytes]:
    """A page of an unknown theme: nothing but its blocks tells what is the article."""
    return {
        "p.html": '<!doctype html><html lang="ru"><head><meta charset="utf-8"><title>Проба пера - Пример</title>'
        '<link rel="canonical" href="https://old.example.org/proba/">'
        '<meta property="article:published_time" content="2020-02-03"></head>'
        f"<body class='has-sidebar comments-open'>{body}</body></html>"
    }


def losses(plan: Plan) -> list[str]:
    return [each.kind for each in plan.entries if each.outcome is Outcome.LOST]


@pytest.mark.parametrize("name", ["content has-sidebar", "with-sidebar", "no-comments text", "widget", "page-banner x"])
@pytest.mark.parametrize("identifier", ["discuss", "comments", "otzyvy", "kommentarii", "disqus_thread"])
def test_the_block_with_most_text_is_the_article(planned: Planned, name: str, identifier: str) -> None:
    plan = planned(
        saved(f'<div class="{name}"><h1>Проба пера</h1>{ARTICLE}</div><div id="{identifier}">{REMARK}</div>')
    )
    assert "номер 5" in text_of(plan) and "Замечание" not in text_of(plan)


@pytest.mark.parametrize("identifier", ["discuss", "comments", "disqus"])
def test_comments_may_be_longer_than_the_article_and_that_is_a_loss(planned: Planned, identifier: str) -> None:
    plan = planned(saved(f'<div class="text"><h1>Проба пера</h1>{ARTICLE}</div><div id="{identifier}">{REMARKS}</div>'))
    assert "номер 5" in text_of(plan) and "Замечание" not in text_of(plan)
    assert "article" in losses(plan)


def test_an_article_element_of_a_comment_is_not_the_article(planned: Planned) -> None:
    remarks = "".join(f'<li><article class="comment">{REMARK}</article></li>' for _ in range(3))
    plan = planned(
        saved(f'<div class="text"><h1>Проба пера</h1>{ARTICLE}</div><ol class="comment-list">{remarks}</ol>')
    )
    assert "номер 5" in text_of(plan) and "Замечание" not in text_of(plan)


@pytest.mark.parametrize("name", ["x7", "opinions", "zamechaniya"])
def test_a_block_of_an_unknown_name_around_a_guessed_article_is_a_loss(planned: Planned, name: str) -> None:
    plan = planned(saved(f'<div class="q"><h1>Проба пера</h1>{ARTICLE}</div><div id="{name}">{REMARK}</div>'))
    assert "номер 5" in text_of(plan) and "Замечание" not in text_of(plan)
    assert "text" in losses(plan)


@pytest.mark.parametrize(
    "heading", ["Комментарии (3)", "3 комментария", "Отзывы", "Пікірлер", "Comments", "Обсуждение:", "Leave a Reply"]
)
@pytest.mark.parametrize("where", ["<article>%s</article>", '<div class="entry-content">%s</div>', "<div>%s</div>"])
def test_comments_that_only_their_heading_shows_are_a_loss(planned: Planned, heading: str, where: str) -> None:
    block = f'<div class="x7"><h3>{heading}</h3>{REMARK}</div>'
    plan = planned(saved(where.replace("%s", f"<h1>Проба пера</h1>{ARTICLE}{block}")))
    assert "номер 5" in text_of(plan) and "Замечание" not in text_of(plan)
    assert "comments" in losses(plan)


def test_comments_that_nothing_divides_from_the_text_are_a_loss_although_they_stay(planned: Planned) -> None:
    plan = planned(saved(f"<article><h1>Проба пера</h1>{ARTICLE}<h3>Комментарии</h3>{REMARK}</article>"))
    assert "comments" in losses(plan)


def test_a_part_of_the_article_that_is_named_wrongly_stays_and_is_a_loss(planned: Planned) -> None:
    plan = planned(saved(f'<article><h1>Проба пера</h1><p>Лид.</p><div class="post-widget">{ARTICLE}</div></article>'))
    assert "номер 5" in text_of(plan)
    assert losses(plan) == ["article"]


@pytest.mark.parametrize("name", ["comments", "share related"])
def test_an_article_of_which_little_is_left_is_a_loss(planned: Planned, name: str) -> None:
    block = f'<div class="{name}">{REMARK * 3}</div>'
    plan = planned(saved(f"<article><h1>Проба пера</h1><p>Короткая новость о цехе.</p>{block * 3}</article>"))
    assert "Короткая" in text_of(plan) and "Замечание" not in text_of(plan)
    assert "article" in losses(plan)


def test_a_plain_page_of_a_known_theme_has_no_doubt(planned: Planned) -> None:
    body = f'<div class="content has-sidebar"><article><h1>Проба пера</h1><div class="entry-content">{ARTICLE}</div>'
    plan = planned(saved(f'{body}</article></div><div id="comments">{REMARK}</div><aside class="sidebar">Меню</aside>'))
    assert "номер 5" in text_of(plan) and "Замечание" not in text_of(plan)
    assert losses(plan) == []
