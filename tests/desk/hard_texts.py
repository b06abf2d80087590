# ruff: noqa: E501  # a text on one line is read more easily beside the others
"""Texts that editing programs are known to spoil: a hundred, each of a header, a body, line ends and a last line."""

from collections.abc import Iterator, Mapping
from itertools import cycle
from typing import Final

HEADERS: Final[tuple[str, ...]] = (
    'title: "Одна строка"',
    "# A comment above\ntitle: Без кавычек # and one behind\n\n# another, after an empty line\ntopics: [a, b]",
    "title: 'It''s in single quotes'\ndate: 2021-07-01T12:30+05:00\nmodified: '2021-07-02 09:00'",
    'title: "Кавычки \\"внутри\\" и \\\\ черта"\nsummary: "\\u04d8 \\t табуляция"',
    "title: |\n  Блок\n  в две строки\nsummary: >-\n  Сложенный\n  текст\n\ndate: 2021-07-01",
    "title: Перенос\n  на вторую строку\nsummary: \"и в\n  кавычках\"\ndate: 2021-07-01 09:30",
    "title:\nsummary: \"\"\ntopics: []\nspeakers:\nsources: []",
    "title: ~\ndate_approximate: yes\nmenu: True\norder: 007",
    "topics:\n- без отступа\n- \"второй\"\ntitle: x",
    "topics:\n    - четыре пробела  # why\n    # between\n    - второй\n\ntitle: x",
    "topics: [\n  первый, # why\n  'второй',\n  \"третий\",\n]\ntitle: x",
    "photo: {file: media/a.jpg, alt: \"Цех\", credit: 'А. Б.'}\ntitle: x",
    "photo:\n  file: media/a.jpg\n  # what it shows\n  alt: Цех\n  credit: \"А. Б.\"\ntitle: x",
    "photos:\n  - file: media/a.jpg\n    alt: \"Цех\"\n    credit: А. Б.\n\n  # the second one\n  - {file: media/b.jpg, alt: Двор,"
    " credit: \"В. Г.\", caption: \"\"}\ntitle: x",
    "sources:\n  - {title: oqu.news, url: \"https://oqu.news/a?b=1&c=2#d\"}\n  - title: b\n    url: https://b.example/\n",
    "corrections:\n  - date: 2021-07-02\n    text: |\n      Было 5.\n      Стало 6.\n  - {date: 2021-07-03, text: 'x'}\ntitle: x",
    "title: \"{{ jobs @ published | number }} мест: {{ jobs | up percent }}\" # figure: from a letter\ndate: 2021-07-01",
    "title : Пробел перед двоеточием\nsummary:   Три пробела   \n\"date\": 2021-07-01",
    "title: Әәғқңөұүһі ӘҒҚҢӨҰҮҺІ\nsummary: \"«Алматы» – қала…\"\ntopics: [өнеркәсіп, жұмыс орны]",
    "title: \"Завод 🏭 работает 👩🏽‍🔧 — 25\u00a0%\"\nsummary: 'e\u0301 и й в двух знаках: и\u0306'",
    "unknown: {deep: [1, {two: [3, 4]}]}\ntitle: x\nx-own: !!str 12",
    "{title: \"в одну строку\", date: 2021-07-01, topics: [a]}",
    "title: \"a: b # no comment\"\nsummary: 'c: d'\nplace: e:f",
    "title: " + "Очень длинный заголовок " * 40 + "\nsummary: \"" + "слово " * 200 + "\"",
    "title: x # a: b\n#title: y\nsummary: \"y\" # c\n\n\n# d\nstate: scheduled#e",
    "status: draft\ntitle: \"\"\nkind: release\n# photo: {file: media/name.jpg, alt: \"…\", credit: \"…\"}\n# the end",
)  # fmt: skip
BODIES: Final[tuple[str, ...]] = (
    "Один абзац.",
    "| Показатель | План |\n| --- | ---: |\n| {{ jobs | label }} | {{ jobs @ published | number }} |",
    "| a \\| b | `c | d` |\n|:--|--:|\n| 1 | {{ jobs | as-of | in }} |\n\nПосле таблицы.",
    "- один\n    - два\n        - три\n\n          абзац в списке\n    - четыре\n1. пять\n2. шесть",
    "* звёздочки\n* и\n\n+ плюсы\n\n1) скобка\n2) вторая",
    "<div class=\"note\" markdown=\"1\">\n\n*HTML* и <br> и <!-- комментарий -->\n\n</div>",
    "Сноска[^1] и ещё одна[^вторая].\n\n[^1]: По данным Бюро.\n\n[^вторая]: Два\n    абзаца.",
    "Жёсткий перенос  \nпосле двух пробелов\\\nи после черты.",
    "Текст *так*, _так_, **так**, __так__, ***так*** и \\*не так\\*.",
    "Заголовок\n=========\n\nДругой\n------\n\n### Третий ###\n\n#Без пробела",
    "```json\n{\"a\": \"{{ not a marker }}\"}\n```\n\n~~~\n```\n~~~\n\n    код отступом",
    "[ссылка](https://example.org/a_(b)?c=1&d=2 \"Название\") и [другая][1]\n\n[1]: </media/a b.pdf> 'Имя'",
    "![Цех](media/a.jpg \"А. Б.\")\n\n<https://example.org/> и https://example.org/bare",
    "> Цитата\n>\n> > вложенная\n> - со списком\n\nПосле.",
    "---\n\nЛиния над текстом, и ещё одна:\n\n***\n\n---",
    "{{ jobs @ published | genitive | with: нового/новых }}{{ assert jobs = 5 }} и {{jobs}} и {{  jobs  |  number  }}",
    "<!-- figure: из письма акимата -->\n5 млн тенге, 1\u00a0090 и 1\u202f090, −5, 5 – 7, 5—7",
    "Әкімдік «Алматы» индустриялық аймағын дамытады: ғылым, қаржы, өндіріс, үй, һәм т.б.",
    "Эмодзи 👩🏽‍🔧🏭 и e\u0301, и\u0306, \u200bнулевая ширина, мягкий\u00adперенос, неразрывный\u00a0пробел",
    "Табуляция\tвнутри\n\tи в начале\n\nпробелы в конце   \n   \n\n\n\nи пустые строки",
    "\n\n\nПустые строки в начале и в конце\n\n\n",
    "Строка с &amp; &nbsp; &#1234; и &lt;b&gt; и & и < и >",
    "Прямые \"кавычки\", 'апострофы', «ёлочки», “лапки”, дефис-дефис, тире — тире – тире",
    "Конец страницы\x0cи разделители\u2028строк\u2029Юникода, \x85 и \x0b",
    "$$x^2$$ \\(a\\) \\[b\\] C:\\путь\\к\\файлу \\\\ \\n",
    "Термин\n:   Определение\n\n*[АО]: Акционерное общество\n\nАО",
    "1. один\n1. один\n1. один\n\n7. семь\n\n- [ ] задача\n- [x] сделана",
    "Очень длинная строка. " * 300,
    "",
)  # fmt: skip
#: How a text's lines end, and what the whole text begins with.
_FORMS: Final = (
    ("\n", ""), ("\r\n", ""), ("\n", "\ufeff"), ("\r", ""), ("\r\n", "\ufeff"), ("mixed", ""),
)  # fmt: skip


def hard_texts() -> Mapping[str, str]:
    """Return the texts by a name that says what they are made of."""
    return dict(_texts())


def _texts() -> Iterator[tuple[str, str]]:
    bodies, forms = cycle(enumerate(BODIES)), cycle(_FORMS)
    for number in range(4 * len(HEADERS)):
        header, (body_number, body), (end, mark) = number % len(HEADERS), next(bodies), next(forms)
        last = "" if number % 5 == 4 else "\n"
        closing = "---  " if number % 7 == 3 else "---"
        text = f"---\n{HEADERS[header].rstrip(chr(10))}\n{closing}\n\n{body}{last}"
        if end == "mixed":
            text = "".join(line + ("\r\n" if at % 2 else "\n") for at, line in enumerate(text.split("\n")))
            text = text.removesuffix("\r\n").removesuffix("\n")
        else:
            text = text.replace("\n", end)
        yield f"{number:03}: header {header}, body {body_number}, {end!r}, {mark!r}, {last!r}", mark + text
