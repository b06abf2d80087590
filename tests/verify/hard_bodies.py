# ruff: noqa: E501  # a text on one line is read more easily beside the others
"""Texts of an honest site whose numbers are hard to read on a page: what stands beside them, in them or around them."""

from pathlib import Path
from typing import Final

__all__ = ["BODIES", "change_later", "write"]

BODIES: Final[dict[str, tuple[str, ...]]] = {
    "en": (
        "A text with `7`8, 9`1`, `a`5`b`6 and <code>3</code>4; `12` 13.",
        '<kbd>1</kbd>2, <samp>3</samp>4, <var>5</var>6, <q>7</q>8, <cite>9</cite>1, <abbr title="10">11</abbr>12, <mark>13</mark>14.',
        "<b>1</b>2 <i>3</i>4 <em>5</em>6 <strong>7</strong>8 *9*1 **2**3 <u>4</u>5 <small>6</small>7 <span>8</span>9.",
        "<del>1</del>2, 3<del>4</del>, <s>5</s>6, 7<s>8</s>9, <ins>10</ins>11, 12<ins>13</ins>.",
        "1<sup>2</sup>3, 4<sub>5</sub>6, <sup>7</sup>8, <sub>9</sub>1, 10<sup>-3</sup>, 10<sup>−3</sup>, 10<sup>n+1</sup>, x<sub>1,2</sub>.",
        "1<sup>st</sup>, 2<sup>nd</sup> of May 5<sup>th</sup>, 10<sup>`5`</sup>, <sup><b>2</b></sup>3, <b>4<sup>5</sup></b>6.",
        "In 2016[^a] 5[^b] firms[^a].\n\n| Year[^c] | Sum |\n|---|---|\n| 2017[^b] | 18[^c] |\n\n[^a]: See 33, page 4.\n\n[^b]: Two\n\n    paragraphs of 44.\n\n[^c]: A [link](https://example.org/2020/) of 55.",
        "*[KZT]: Tenge, 100 tiyn\n\nIt cost 5 KZT, 5KZT and KZT7.",
        "Term 1\n:   Definition 2\n:   Definition 3\n\nTerm 4\nTerm 5\n:   Paragraph 6\n\n    Paragraph 7",
        "3. three\n4. four\n    1. one of 11\n    2. two of 12\n        - three of 13\n5. five",
        '<ol reversed start="5"><li>10</li><li>11<ol type="i"><li>12</li><li>13</li></ol></li><li value="1">14</li></ol>',
        '<ol type="A" start="26"><li>10</li><li>11</li></ol>\n\n<ol start="0"><li>1</li><li>2</li></ol>\n\n<ol start="-1"><li>1</li><li>2</li><li>3</li></ol>',
        '<ol start="9"><li><p>Of 10</p><p>of 11</p></li><li>of 12<br>of 13</li></ol>',
        '<ul><li value="5">1</li><li>2<ol><li>3</li></ol>4</li></ul>',
        "1. first 10\n\n    second paragraph of 11\n\n2. third 12\n\n    > quote 13\n\n    | a | b |\n    |---|---|\n    | 1 | 2 |",
        '<table><caption>Table 1 of 2</caption><thead><tr><th rowspan="2">Year 1</th><th colspan="2">Of 5</th></tr><tr><th>6</th><th>7</th></tr></thead><tbody><tr><th>8</th><td>9</td><td>10</td></tr><tr><td rowspan="2">11</td><td>12</td><td>13</td></tr><tr><td colspan="2">14</td></tr></tbody><tfoot><tr><td>15</td><td>16</td><td>17</td></tr></tfoot></table>',
        "<table><tr><td>1</td><td>2</td></tr><tr><th>3</th><th>4</th></tr><tr><td></td><td>5</td></tr><tr><td>6</td></tr></table>",
        '<table><tr><th>A</th><th>B 1</th></tr><tr><td><p>2</p><p>3</p></td><td><ul><li>4</li><li>5</li></ul></td></tr><tr><td><ol start="7"><li>6</li></ol></td><td>8<br>9</td></tr></table>',
        "| | 2021 | 2022 |\n|---|--:|--:|\n| A | 1 | |\n| | 2 | 3 |\n| B | `4`5 | 6<sup>7</sup> |",
        "A <!-- 5 --> B 7.\n\n<!-- 8\n\n9 -->\n\nAfter 10.",
        "1&#8239;234, 1&nbsp;234, 1&thinsp;234, 5&thinsp;%, &#49;&#50;, &frac12;, &sup2;, 3&sup2;, &#xBD;, 7&times;8, 9&shy;1, 2&#8203;3, 4&zwj;5.",
        "½, 3½, ⅓, ①, ②2, Ⅷ, Ⅻ1, ٣, ३3, 1⁄2, №5, §6, 7°, 8′9″, 5², 6₂, x⁵⁶7.",
        "“In 2021 there were ‘5’ and ‟6”, 7’s and 8’9,” he said. \"1\" '2' ‹3› ‚4‘ „5“ «6».",
        "±5, ± 6, −7, -8, +9, – 10, −1 234,5, ~11, ≈12, ≤13, >14, <15 and 16>17, 18&lt;19, 20 & 21, 22%, 23 %, 24‰, $25, €26m, 27-28, 29–30, 31—32, 33…34, 35/36, 37:38, 39x40, 41×42, 43,44;45.",
        "On 1 May 2021, 2021-05-01, 01.05.2021, 5/1/21, at 10:00, 10.30, 10h30, from 9 to 18, 2020/21, 2020–2021, 1990s, ’90s, Q3 2021, H1.",
        "Versions 1.2.3, 10.0.0.1, 1.2.3.4.5, A4, B2B, COVID-19, 5G, 3D, MP3, H2O, №1-2, 1a, 1b2, 000, 007, 1,2,3, 1, 2, 3, 1 2 3, 100 200 300.",
        "## 2021: 5 of 6\n\nText 7.\n\n### 8`9`\n\n#### 10<sup>2</sup> {: #x-11 }\n\nText 12",
        '[12](https://example.org/34) and [a 5](/en/news/growth/), <https://example.org/2020/> and https://example.org/2021/, <a href="mailto:a5@example.org">6</a>, a7@example.org, +7 727 123-45-67, [1], [2] and [3][r].\n\n[r]: https://example.org/99 "Title 98"',
        '![Hall 4 of 5](/media/a.jpg "Photo: 6 hands")\n\nText 8.\n\n![7](/media/b.jpg "Photo: 9")',
        "<details><summary>Of 5</summary>Hidden 6</details>\n\n8",
        "```\n1 2\n 3\n\n4\n```\n\n<pre>8\n9</pre>\n\n10",
        "> 1 of 2\n> > 3\n>\n> 4\n\n--- \n\n5  \n6\\\n7<br>8<br/>9\n\n***\n\n10",
        "<p>1<p>2\n\n<div>3<div>4</div>5</div>6",
        "{{ jobs @ published }} at the beginning. {{ enterprises @ published }}",
        "## {{ jobs @ published }} now\n\n### In {{ enterprises @ 2022 }} and 5 sheds\n\n{{ jobs @ published }}",
        "> {{ jobs @ published }}\n\n- {{ jobs @ published }}\n- {{ enterprises @ 2022 }}, 3\n\n1. {{ jobs @ 2021 }}",
        "[{{ jobs @ published }}](https://example.org/1), **{{ jobs @ published }}** 2, ({{ jobs @ published }}), “{{ jobs @ published }}”, {{ jobs @ published | number }}%, {{ jobs @ published | number }}–{{ jobs @ 2021 | number }}, `x`{{ jobs @ 2021 | number }}.",
        "| {{ jobs | label }} | {{ jobs @ published }} |\n|---|---|\n| a | {{ jobs @ published | number }} |\n| {{ jobs @ 2021 | number }} | {{ jobs | change }} |",
        "<del>{{ jobs @ 2021 }}</del> <ins>{{ jobs @ published }}</ins>, <s>{{ jobs @ 2021 | number }}</s> {{ jobs @ published | number }}, 10<sup>{{ jobs @ 2021 | number }}</sup>",
        "{{ chart jobs }}\n\nBetween 5.\n\n{{ chart jobs, enterprises }}\n\n6",
        "“We have 5 halls and {{ jobs @ published }},” said the head of 7 departments. “By 2030 there will be 8.”",
        "<dl><dt>1</dt><dd>2</dd><dd><p>3</p><p>4</p></dd></dl>",
        '<ruby>5<rt>6</rt></ruby>7, <bdi>8</bdi>9, <bdo dir="ltr">1</bdo>2, <dfn>3</dfn>4, <time datetime="2021-05-06">6 May</time>7, 1<wbr>2',
        "5\u00ad6, 7\u200b8, 9\u20601, 4\u00a0567, 8\u202f901, 2\u2009345, 6\u2007789, 1\u3000234, 5\t678",
        "&amp;5 &lt;6&gt; \\*7\\* \\`8\\` 9\\. 10\\) \\# 11 _12_ __13__ *14* 15* *16 17_18_19 20*21*22 23^24 25~26",
        "2016\\. a year.\n\n1986\\) another.\n\n\\- 5\n\n\\+ 6\n\n+7",
        "5 KZT 1m: 1,234,567.89; 1.234.567,89; 1 234 567,89; 1'234'567.89; 12 34; 1234 567; 1 23; 1,23,456; .5; ,5; 5.; 5,; 1..2; 1,,2; 1 000 000 000 000.",
        '<span lang="ru">5 тысяч</span>6, <span lang="kk">7-ші</span>8 <div lang="ru">1,5 млн</div>',
        "{{ jobs | over }}, {{ jobs | Nearly }}, {{ jobs | about 100 }}, {{ enterprises | words }}, {{ jobs | short }}, 5, {{ jobs | up percent since 2021 }}.",
        "Jobs 5, jobs 6: Jobs7. Enterprises 8.",
        'In 2021\n\n300 halls, of 5\n\n![Hall 7](/media/a.jpg "Photo: 8")\n\n400 sheds, of 5\n\n{{ chart jobs }}\n\n500 rooms, of 5\n\n```\na 6\n```\n\n600 and 7\n\n> 800\n\n- 9\n- 100\n\n| 1 | 200 |\n|---|---|\n| 3 | 400 |',
        "Shown as code: `{{ jobs @ 2021 }}`5, 6`{{ jobs }}`, 7`{{`8`}}`9, \\{{ jobs @ 2021 }}5.",
        '<ol type="i" start="3999"><li>1</li><li>2</li></ol>\n\n<ol type="a" start="0"><li>3</li><li>4</li></ol>\n\n<ol type="1"><li>5</li></ol>',
    ),
    "ru": (
        "Текст с `7`8, 9`1` и «`5`6»; на 3-м, 4-го, 5-й, 6-летний, 7-процентный, 8‑й, 9–10-го, 11-12-е, в 1990-х, 2020-е.",
        "Рост ±5 %, −6 %, +7,5 %, – 8, 9…10 %, 11—12, 13 – 14, от 15 до 16, 17/18, № 19, № 20-21, п. 22.1.3, ст. 23, ч. 24, 25 га, 26 м², 27 м³, 28 °C, 29 ₸, $30, 31 тыс., 32 млн, 33 млрд тенге.",
        '«В 2021 году „5 цехов“ и "6" станков», — сказал он 7 мая. — «Это на 8 больше, чем в 2020-м».\n\n— Сколько? — 9.\n\n– 10, – ответил он.',
        "1 мая 2021 года, 01.05.2021 г., 1.05.21, 2021-05-01, в 10:00, 10.30, 10 ч 30 мин, с 9 до 18, I квартал, 2-й квартал, III кв., 2020/2021 уч. год, XXI век.",
        "1 234 567,89 тенге; 1\u00a0234\u00a0567,89; 1\u202f234; 1.234; 1,234; 12 34; 1234 567; 10 000 человек и 5 000; в 2021 100 человек; 2 300 и 3 400.",
        "1\\. Первый\n\n2) второй\n\n1. раз 10\n2. раз 11\n3. раз 12\n\n* 13\n* 14\n    * 15\n    * 16",
        "Сноска[^1], 5[^2]6, 7[^1].\n\n[^1]: По данным 2020 года, с. 15.\n[^2]: Там же, 16.",
        "| Год | 2021 | 2022[^1] |\n|:--|:-:|--:|\n| Цехов | 5 | 6 |\n| *Всего* | **7** | `8`9 |\n| «10» | −11 | 12 % |\n\n[^1]: План, 13.",
        "<table><caption>Таблица 1. За 2021–2022 годы</caption><tr><th>Цех № 1</th><th colspan=2>2021</th></tr><tr><td rowspan=2>Январь</td><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>",
        '<table><tr><th></th><th>2021</th></tr><tr><th>5</th><td>6</td></tr><tr><th colspan="2">Итого 7</th></tr><tr><td>8</td><td>9</td></tr><tr><th>10</th><th>11</th></tr><tr><td>12</td><td>13</td></tr></table>',
        "**В {{ enterprises @ published | genitive }}** 5 цехов, *{{ jobs @ published }}*, «{{ jobs @ published }}»; {{ jobs @ published | genitive }} – {{ jobs @ 2021 }}.",
        "{{ jobs @ published }}\n\n{{ jobs @ published }} и 5\n\n5 и {{ jobs @ published }}",
        "В 2021 {{ jobs @ published }} 300 человек.",
        "{{ chart enterprises }}\n\nТекст 5.",
        "10<sup>6</sup>, м<sup>2</sup>, H<sub>2</sub>O, CO₂, 10⁶, 5<sup>а</sup>, <del>6</del> <ins>7</ins>, <del>8 тыс.</del>9, <mark>10</mark>.",
        "Адрес: ул. Абая, 5, к. 6, кв. 7; тел. +7 (727) 123-45-67, 8 800 080 77 77; БИН 000140002217; 050000, Алматы.",
        "Термин 1\n:   Определение 2, 3\n\n*[МСБ]: Малый бизнес, до 250 человек\n\nМСБ 5, 6МСБ",
        "Ноль, один, 2, пять тысяч, 3 тысячи, 4 миллиона, полтора, 5½, ¾, 6‰, 7 ‰, 8:9, 10 × 11, 12х13, 14x15.",
        "6 &#8239;7&#8239;000, 8&nbsp;000, 9&thinsp;000, &laquo;10&raquo;, 11&nbsp;%, 12&minus;13, 14&ndash;15, 16&mdash;17.",
        "<details><summary>Вопрос 1</summary><p>Ответ 2</p><ol><li>3</li></ol></details>\n\n<blockquote><p>4</p><ol start=5><li>6</li></ol></blockquote>",
        "1. а\n\n    5 б\n\n    - в 6\n\n        7 г\n\n2. д\n\n<!-- -->\n\n1. е\n\n10. ж\n\n11\\. з",
        '![Цех № 4, 2021](/media/a.jpg "Фото: 5-й канал")\n\n6\n\n![7](/media/b.jpg "Фото: А. Б., 8")',
        "2\u20443, 5\u00ad6, 7\u200b8, e\u03015, 👩🏽‍🔧6, 7️⃣, 8\ufe0f, 1\u0301, ¹²3, ⁴₅.",
    ),
    "kk": (
        "5-ші цех, 6‑шы, 7-нші, 8-інші, 2021-2022 жж., 9-10 сыныптар, 11-ден 12-ге дейін, 13%-ға, 14 %-дан, 15-і, 16-сы, 1990-жылдар, 17ші.",
        "«2021 жылы “5 цех” және 'алты' 6 станок», – деді ол 7 мамырда. – «Бұл 8-ге артық».",
        "2021 жылғы 1 мамыр, 01.05.2021 ж., 2021 ж. 5 ай, 10:00-де, сағат 10.30, 1-тоқсан, I тоқсан, ХХІ ғасыр, 20-шы ғасыр.",
        "{{ jobs @ published }} – `5`6, {{ enterprises @ 2022 }}. {{ jobs @ published | number }}.",
        "| Көрсеткіш | 2021 | 2022 |\n|---|--:|--:|\n| 5-цех | 6 | 7[^1] |\n| {{ jobs | label }} | {{ jobs @ 2021 | number }} | {{ jobs @ published | number }} |\n\n[^1]: 8-бет.",
        '1. 10-шы\n2. 11\n    1. 12\n    2. 13\n3. 14\n\n<ol type="I" start="3" reversed><li>15</li><li>16<ul><li>17</li></ul></li></ol>',
        "1 234,5 млн теңге, 5,5 пайыз, −6 °C, ±7, 8–9, 10…11, №12, 13-бап, 14.1-т., 15 мың, 16 млрд, 17 м².",
        '<del>5</del> 6, <ins>7</ins>8, <s>9-шы</s>10-шы, 10<sup>6</sup>, <abbr title="Индустриялық аймақ 1">ИА</abbr>5, `6`-шы.',
        "{{ chart enterprises }}\n\n5-сурет.",
        "{{ jobs | over }}, {{ jobs | nearly }}, {{ jobs | about }}, {{ enterprises | words }}, {{ jobs | short }}, {{ jobs | change }}, {{ jobs @ 2021 }}.",
    ),
}

#: Whole texts by their names in content/, each of its fields and its body.
STORIES: Final[dict[str, str]] = {
    "people/a-b.en.md": """name: A. B. 3rd
post: "Head of 5 departments, 2nd deputy"
post_date: 2023-01-01
""",
    "people/a-b.ru.md": """name: А. Б. 3-й
post: "руководитель 5 отделов"
post_date: 2023-01-01
""",
    "news/event.en.md": """title: "Hall 4: `5`6 from 10:00, ±7, 2<3"
kind: event
date: 2023-04-05
start: 2031-06-10 23:30
end: 2031-06-11 01:15
summary: "1st of 2; 3, 4 \\\\ 5\u202f678, 9–10 – 11:12."
place: "Hall 13, floor 14; 15"
street: "16/17 Example Street, 18"
speakers: [a-b]

---
At 19:00 on 20 June, {{ jobs }} and `21`22.
""",
    "news/event-of-days.ru.md": """title: "Цех № 4: 5-й форум"
kind: event
date: 2023-04-05
start: 2031-06-10
end: 2031-06-12
summary: "{{ jobs @ published }}; 2-й день из 3."
place: "Зал 13"
online: "https://example.org/2031/6"
state: postponed

---
В 19:00 20 июня, {{ jobs @ published }} и `21`22.
""",
    "news/event-of-old.kk.md": """title: "4-ші цех"
kind: event
date: 2023-04-05
start: 2021-06-10 10:00
end: 2021-06-10 18:00
summary: "2-ші күн."
place: "13-зал"
registration: "https://example.org/2021/7"
state: cancelled

---
5-тен 6-ға дейін.
""",
    "news/briefing.ru.md": """title: "«5 вопросов» за 2021–2022 годы"
kind: briefing
date: 2023-04-05
date_approximate: true
dateline: "Алматы, 5-й мкр"
recording: "https://example.org/2021/8"
summary: "Итоги 2021-го: +5,5 %."
speakers: [a-b]
sources:
  - {title: "Бюро, 2022, № 5", url: "https://example.org/2022/9", date: 2022-03-04}

---
> «Создано {{ jobs @ published }}, на 5 больше», — сказал А. Б.

— Да, 6.
""",
    "news/photos.en.md": """title: "4 photos of 2021"
kind: photos
date: 2023-04-05
summary: "Of 5."
dateline: "Hall 6"
photos:
  - {file: media/a.jpg, alt: "Hall 7 of 8", credit: "A. B., 9", caption: "In 2021 there were 10."}
  - {file: media/b.jpg, alt: "Hall 11", credit: "12"}

---
13
""",
    "news/document.kk.md": """title: "№ 15-қ бұйрық"
kind: document
date: 2023-04-05
summary: "2-бап."
number: "15-қ/2"
issued: 2023-03-02
issuer: "16-бөлім"
attachments:
  - {file: media/c.csv, title: "17-қосымша"}

---
18
""",
    "news/corrected.en.md": """title: "Of 5 and `6`7"
kind: news
date: 2023-04-05
summary: "There are 8."
photo: {file: media/a.jpg, alt: "Hall 9", credit: "10", caption: "11 of 12"}
attachments:
  - {file: media/c.csv, title: "Table 12"}
topics: ["2021", "5 halls"]
corrections:
  - {date: 2023-04-06, text: "It said 13 instead of 14; the figure is 3,320 jobs."}
updates:
  - {date: 2023-04-07, text: "Added 15, `16`17."}

---
18
""",
    "news/joined.en.md": """title: "Plans for 2025"
kind: news
date: 2023-04-05
summary: "300 halls by 2030"

---
400 sheds, {{ jobs }} of 5
""",
    "news/joined-event.ru.md": """title: "План на 2025"
kind: event
date: 2023-04-05
start: 2031-06-10
place: "500 мест"
summary: "300 цехов к 2030"

---
400 мест. «Их 5 — 6», — сказал он.
""",
    "news/same-a.en.md": 'title: "The same 5"\nkind: news\ndate: 2023-04-05\nsummary: "6"\n\n---\n7\n',
    "news/same-b.en.md": 'title: "The same 5"\nkind: news\ndate: 2023-04-05\nsummary: "8"\n\n---\n9\n',
    "news/moved.en.md": 'title: "Moved 5"\nkind: news\ndate: 2023-04-05\nsummary: "6"\n\n---\n`7`8 {{ jobs }}\n',
    "news/removed.en.md": 'title: "Removed 5"\nkind: news\ndate: 2023-04-05\nsummary: "6"\n\n---\n`7`8 {{ jobs }}\n',
    "news/draft.en.md": 'title: "Draft 5"\nkind: news\nstatus: draft\ndate: 2023-04-05\nsummary: "6"\n\n---\n`7`8 {{ jobs }}\n',
    "news/withdrawn.en.md": 'title: "Withdrawn 5"\nkind: news\ndate: 2023-04-05\nsummary: "6"\nwithdrawn: {date: 2023-04-06, reason: "7 of `8`9"}\n\n---\n10\n',
    "news/no-summary.ru.md": 'title: "5 [6] <7> &amp; *8* `9`10"\nkind: news\ndate: 2023-04-05\nsummary: "[1] 5^2 ~6 5² x"\n\n---\n[1] 11 [2]\n',
}


def write(project: Path, picture: bytes) -> None:
    """Write all texts into a project."""
    content = project / "content"
    (content / "people").mkdir()
    for name in ("a.jpg", "b.jpg"):
        (content / "media" / name).write_bytes(picture)
    (content / "media/c.csv").write_text("a,5\n", "utf-8")
    for lang, bodies in BODIES.items():
        for number, body in enumerate(bodies):
            fields = f'title: "Text {number} of {lang}"\nkind: news\ndate: 2023-04-05\nsummary: "A summary {number}."'
            text = f"---\n{fields}\n---\n\n{body}\n"
            (content / f"news/hard-{lang}-{number:02}.{lang}.md").write_text(text, "utf-8")
    for name, text in STORIES.items():
        fields, _, body = text.partition("\n---\n")
        (content / name).write_text(f"---\n{fields.strip()}\n---\n\n{body}", "utf-8")


def change_later(project: Path) -> None:
    """Give one story another address, take two away, publish a draft, and change a text with a notice."""
    news = project / "content/news"
    (news / "moved.en.md").rename(news / "moved-on-5.en.md")
    (news / "removed.en.md").unlink()
    for name, old, new in (
        ("moved-on-5.en.md", "kind: news\n", "kind: news\nid: 2023-04-05:moved\n"),
        ("same-b.en.md", "kind: news\n", "kind: news\nstatus: draft\n"),
        ("draft.en.md", "status: draft\n", ""),
        ("joined.en.md", "400 sheds", "500 sheds"),
        ("joined.en.md", "kind: news\n", 'kind: news\ncorrections:\n  - {date: 2023-05-06, text: "500, not 400."}\n'),
    ):
        text = (news / name).read_text("utf-8")
        assert old in text, name
        (news / name).write_text(text.replace(old, new, 1), "utf-8")
    gone = ("/en/news/moved/ /en/news/moved-on-5/", "/en/news/removed/ /en/news/", "/en/news/same-b/ /en/news/")
    (project / "content/data/redirects.txt").write_text("".join(f"{each}\n" for each in gone), "utf-8")
