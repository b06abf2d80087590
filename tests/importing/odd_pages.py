"""A corpus of pages whose article stands in an odd place, each with the words that must and must not come over."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

__all__ = ["OddPage", "odd_pages"]

#: Around the article: the tags of a page by hand, of tables for layout, of ASP.NET, and names of blocks that it is not.
_HOLDERS: Final = {
    "a layout's name": '<div class="content has-sidebar">%s</div>',
    "a sidebar": '<div class="sidebar">%s</div>',
    "an id of a sidebar": '<div id="main-sidebar-right">%s</div>',
    "a widget": '<section class="widget widget_text">%s</section>',
    "a banner": '<div class="banner promo">%s</div>',
    "a menu": '<div class="menu-content">%s</div>',
    "a share block": '<div class="share social">%s</div>',
    "related stories": '<div class="related-news">%s</div>',
    "a subscription": '<div class="subscribe">%s</div>',
    "a byline": '<div class="entry-meta">%s</div>',
    "cookies": '<div class="cookies">%s</div>',
    "an aside": "<aside>%s</aside>",
    "an aside with a role": '<div role="complementary">%s</div>',
    "a header": "<header>%s</header>",
    "a footer": "<footer>%s</footer>",
    "a nav": "<nav>%s</nav>",
    "a section": "<section>%s</section>",
    "main": "<main>%s</main>",
    "an article in an aside": "<aside><article>%s</article></aside>",
    "a table for layout": "<table><tr><td>Меню</td><td>%s</td></tr></table>",
    "nested tables": "<table><tr><td><table><tr><td width=500>%s</td></tr></table></td></tr></table>",
    "a form of ASP.NET": '<form id="aspnetForm" action="Default.aspx"><div class="cms">%s</div></form>',
    "center and font": "<center><font size=2>%s</font></center>",
    "an item of a list": "<ul class=page><li>%s</li></ul>",
    "a definition": "<dl><dd>%s</dd></dl>",
    "a quotation": "<blockquote>%s</blockquote>",
    "a fieldset": "<fieldset>%s</fieldset>",
    "details": "<details open><summary>Новость</summary>%s</details>",
    "nameless blocks": "<div><div><div>%s</div></div></div>",
    "an unknown element": "<news-item>%s</news-item>",
    "two columns": '<div class="col-8">%s</div><div class="col-4"><p>Телефон: 1414</p></div>',
    "the body itself": "%s",
}
#: How its paragraphs are written.
_PARAGRAPHS: Final[Mapping[str, Callable[[Sequence[str]], str]]] = {
    "paragraphs": lambda lines: "".join(f"<p>{line}</p>" for line in lines),
    "line breaks": "<br><br>".join,
    "blocks": lambda lines: "".join(f"<div>{line}</div>" for line in lines),
    "spans and breaks": lambda lines: "<br>".join(f"<span style='font-size:14px'>{line}</span>" for line in lines),
    "two parts": lambda lines: (
        "<div class=lead>"
        + "".join(f"<p>{line}</p>" for line in lines[:3])
        + "</div><div class=ads>Реклама</div><div class=text>"
        + "".join(f"<p>{line}</p>" for line in lines[3:])
        + "</div>"
    ),
    "a list": lambda lines: f"<p>{lines[0]}</p><ul>" + "".join(f"<li>{line}</li>" for line in lines[1:]) + "</ul>",
}
_REMARKS: Final = {
    "comments": '<div id="comments"><h3>Комментарии</h3>%s</div>',
    "discuss": '<div id="discuss">%s</div>',
    "reviews": '<section class="otzyvy">%s</section>',
    "a list of comments": '<ol class="commentlist">%s</ol>',
    "a heading alone": '<div class="x7"><h3>Комментарии (2)</h3>%s</div>',
    "an element of comments": "<article class=comment>%s</article>",
    "none": "",
}


@dataclass(frozen=True, slots=True)
class OddPage:
    """``article`` are words that have to come over, or the page is a loss; ``remarks`` must never be published."""

    name: str
    html: str
    article: tuple[str, ...]
    remarks: tuple[str, ...]


def odd_pages(count: int, seed: int = 7) -> Iterator[OddPage]:
    """Yield pages in which every place, form of paragraphs and kind of remarks occurs, combined at random."""
    chance = random.Random(seed)
    columns = [
        [list(each)[number % len(each)] for number in range(count)] for each in (_HOLDERS, _PARAGRAPHS, _REMARKS)
    ]
    for column in columns[1:]:
        chance.shuffle(column)
    for number, (holder, paragraphs, remarks) in enumerate(zip(*columns, strict=True)):
        article = [f"статья{number}а{line}" for line in range(chance.randint(5, 9))]
        lines = [f"Сегодня в цехе открыли новую линию, сказал директор, {word}, и люди пошли." for word in article]
        text = _HOLDERS[holder] % f"<h1>Новость номер {number}</h1>{_PARAGRAPHS[paragraphs](lines)}"
        said = [f"замечание{number}о{line}" for line in range(chance.choice((1, 3, 25)) if remarks != "none" else 0)]
        item = "<li>%s</li>" if remarks == "a list of comments" else "<p>%s</p>"
        below = _REMARKS[remarks].replace(
            "%s", "".join(item % f"Читатель пишет: {word}, и так далее." for word in said)
        )
        html = (
            f'<!doctype html><html lang="ru"><head><meta charset="utf-8"><title>Новость номер {number} - Пример</title>'
            f'<link rel="canonical" href="https://old.example.org/novost-{number}/">'
            '<meta property="article:published_time" content="2020-02-03"></head><body>'
            f'<div class="top"><a href="/">Главная</a> <a href="/o/">О нас</a></div>{text}{below}'
            '<div class="bottom">© Пример</div></body></html>'
        )
        yield OddPage(f"{holder}; {paragraphs}; {remarks}, {len(said)}", html, tuple(article), tuple(said))
