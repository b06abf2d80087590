"""Addresses of the old site that are no text's: lists, their pages and their feeds."""

from pathlib import Path

import pytest

from aimaq.importing.report import Outcome, report_text
from tools.built import aimaq

from .conftest import Planned
from .test_export_items import BODY, export, item

DC = "xmlns:dc='http://purl.org/dc/elements/1.1/'"


def declared(slug: str, name: str, parent: str = "") -> str:
    return (
        f"<wp:category><wp:category_nicename>{slug}</wp:category_nicename>"
        f"<wp:category_parent>{parent}</wp:category_parent><wp:cat_name>{name}</wp:cat_name></wp:category>"
    )


def within(slug: str, name: str, domain: str = "category") -> str:
    return f'<category domain="{domain}" nicename="{slug}">{name}</category>'


SOURCE = export(
    declared("press", "Пресс-релизы"),
    declared("%d1%8d%d0%ba%d0%be", "Экономика", "press"),
    "<wp:base_blog_url>https://old.example.org/blog</wp:base_blog_url>",
    *(
        item(
            more=within("press", "Пресс-релизы")
            + within("%d1%8d%d0%ba%d0%be", "Экономика")
            + within("zavod", "Завод", "post_tag")
            + f"<dc:creator {DC}>Press Office</dc:creator>",
            name=f"blog/proba-{number}",
        )
        for number in range(21)
    ),
    item(more="<wp:post_password>x</wp:post_password>" + within("secret", "Тайна"), name="blog/secret"),
)


@pytest.mark.parametrize(
    "line",
    [
        "/blog/feed/ /feeds/all.rss.xml",
        "/blog/feed /feeds/all.rss.xml",
        "/blog/feed/atom/ /feeds/all.atom.xml",
        "/blog/page/3/ /",
        "/blog/category/press/ /releases/",
        "/blog/category/press/page/2/ /releases/",
        "/blog/category/press/feed/ /feeds/releases.rss.xml",
        "/blog/category/press/эко/ /topics/ekonomika/",
        "/blog/category/press/эко/feed /feeds/topics/ekonomika.rss.xml",
        "/blog/tag/zavod/ /topics/zavod/",
        "/blog/author/press-office/ /",
        "/blog/2020/ /archive/2020/",
        "/blog/2020/01/ /archive/2020/01/",
        "/blog/2020/01/02/ /archive/2020/01/",
    ],
)
def test_the_lists_of_wordpress_are_redirected(planned: Planned, tmp_path: Path, line: str) -> None:
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text("kinds: {press: release}\ntopics: {Пресс-релизы: ''}\n", "utf-8")
    lines = planned({"e.xml": SOURCE}, mapping=str(mapping)).redirects.splitlines()
    assert line in lines
    assert not [each for each in lines if "secret" in each or "page/4" in each]
    assert len(lines) == len({each.split()[0] for each in lines})


def test_the_report_says_where_they_lead_and_which_do_not(planned: Planned) -> None:
    plan = planned({"e.xml": SOURCE})
    text = report_text(plan.entries)
    assert "address /blog/category/press/эко/: a redirect to /topics/ekonomika/; others with it: 4" in text
    for address in ("/comments/feed/", "/?p="):
        assert [each for each in plan.entries if each.name.startswith(address) and each.outcome is Outcome.LEFT]


def test_an_export_of_which_nothing_comes_over_redirects_nothing(planned: Planned) -> None:
    assert planned({"e.xml": export(item(date="0000-00-00"))}).redirects == ""


def test_a_site_takes_the_redirects_of_lists(project: Path, tmp_path: Path) -> None:
    """The build finds each of them to lead to a page or a feed; a list that has nothing any more would be a loss."""
    source = tmp_path / "export.xml"
    source.write_text(export(item(BODY, within("zavod", "Завод"))), "utf-8")
    done = aimaq("import", str(source), "--accept", "all", project=project)
    assert done.returncode == 0, done.stderr
    assert "lost: address" not in done.stdout
    assert "/category/zavod/feed/ /feeds/topics/zavod.rss.xml\n" in (project / "content/data/redirects.txt").read_text(
        "utf-8"
    )
