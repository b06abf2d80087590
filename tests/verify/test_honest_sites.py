"""An honest site agrees with its log in every form in which a figure can be quoted, and with every kind of notice."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

from PIL import Image

from aimaq.verify.places import Folder
from aimaq.verify.verification import verify
from tools import logged_site
from tools.built import ROOT, Json, aimaq, small_project

from . import hard_bodies

SOURCE = {"title": "The Bureau", "url": "https://example.org/2023"}
MISPRINT = {"ru": "Опечатка, не 5.", "kk": "Қате, 5 емес.", "en": "A misprint, not 5."}
#: Negative values, decimal places, a number in the label, a correction, and a figure computed from them.
BALANCE: Json = {
    "label": {"ru": "Сальдо с 2020 года", "kk": "2020 жылдан бергі сальдо", "en": "Balance since 2020"},
    "unit": {
        "ru": {"nominative": dict.fromkeys(("one", "few", "many", "other"), "млрд тенге")},
        "kk": {"nominative": {"other": "млрд теңге"}},
        "en": {"nominative": {"one": "billion tenge", "other": "billion tenge"}},
    },
    "decimals": 1,
    "observations": [
        {"period": "2021", "value": -3.2, "status": "actual", "released": "2022-02-01", "source": SOURCE},
        {"period": "2022", "value": 1234.5, "status": "estimate", "released": "2023-02-01", "source": SOURCE},
        {"period": "2022", "value": -1234.6, "status": "actual", "released": "2023-02-02", "kind": "correction",
         "note": MISPRINT},
        # What was expected of a year that had not begun is not current.
        {"period": "2024", "value": 5, "status": "estimate", "released": "2023-02-01", "source": SOURCE},
    ],
}  # fmt: skip
WORDS = {"en": "new", "ru": "новое/новых", "kk": "жаңа"}
AGREEING = {"en": "is/are", "ru": "создано/созданы", "kk": ""}
FORMS = """---
title: "News of {{ jobs }} and 5 others"
date: 2023-02-10
kind: news
summary: "Changed by {{ balance | change }}, {{ jobs @ published }}, 77"
updates:
  - {date: 2023-02-11, text: "Added 44 lines."}
---

In 2019 there were 1 500 firms, 12,5 percent and 3.5 more. {{ jobs }} now, {{ jobs | number }}, {{ jobs | change }}; of
{{ jobs | as-of }}; planned are {{ jobs | plan }}. On the day {{ jobs @ published }}, {{ jobs @ 2021 }} and
{{ jobs @ 2021 published }}; {{ balance }}, {{ balance | change }}, {{ balance @ 2021 }}, {{ balance-twice }},
{{ balance | number }}, {{ jobs-per-enterprise }}; in 2 {{ jobs }} 300, {{ balance | label }}.

| a | b |
|---|---|
| 12 | 345 |
| {{ jobs @ published | number }} | 7 |

Since 2021 {{ jobs | up percent since 2021 }}, {{ jobs | up difference }},
{{ jobs @ 2021 | percent since year-before }},
{{ jobs | percent since 2020 | direction: rose by …/fell by … }}, {{ jobs | up times since 2020 }},
{{ jobs @ 2021 | change }}, {{ jobs @ previous }}, {{ balance | difference }}, {{ jobs @ published | up percent }};
{{ jobs | as-of | in }} and {{ jobs @ previous | as-of | by-end }}, {{ jobs | year }}.

{{ jobs | Over 100 }}, {{ jobs | nearly | short }}, {{ jobs @ 2021 | about 30 }}, {{ jobs | short }},
{{ jobs | Words }}, {{ jobs | plan | words }}, {{ jobs-per-enterprise | over | number }}.

1. 100
2. {{ jobs | with: WORD }}
3. {{ jobs AGREES }}
"""
RAISED = """---
title: "What is raised"
date: 2023-02-10
kind: news
summary: "Of 8"
---

In 2016[^1] there were 5[^2], 10<sup>3</sup> m<sup>2</sup>, CO<sub>2</sub>, <del>100</del> <ins>120</ins>, <s>7</s>8,
4<u>5</u>, 10<sup>2,5</sup>, 2<sup>{{ jobs @ published | number }}</sup>.

2016. a
2021. b

<ol reversed><li>c</li><li>d</li></ol>

[^1]: See 33.
[^2]: See 44.
"""
GONE = """---
title: "Gone: {{ jobs @ published }}"
date: 2023-02-10
kind: news
summary: "Of 8"
withdrawn: {date: 2023-03-01, reason: "Wrong since 3 days."}
---

There were 99 beside {{ jobs }}.
"""


def test_every_form_of_a_figure_agrees(tmp_path: Path) -> None:
    project = small_project(tmp_path / "site")
    ledger = (ROOT / "tests/open_data/ledger.json").read_text("utf-8")
    data = json.loads(ledger.replace('"2022-Q4"', '"2022-12-31"'))  # a quarter is not compared with a year
    twice = {name: each for name, each in BALANCE.items() if name != "observations"}
    data["indicators"] |= {"balance": BALANCE, "balance-twice": {**twice, "decimals": 0, "formula": "balance * 2"}}
    russian = data["indicators"]["jobs"]["unit"]["ru"]
    russian |= {"gender": "neuter", "genitive": {"one": "места", "few": "мест", "many": "мест"}}
    (project / "content/data/indicators.json").write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    for text in (*project.glob("content/news/*"), *project.glob("content/pages/*")):
        text.unlink()
    for lang, word in WORDS.items():
        agrees = f"| agree: {AGREEING[lang]}" if AGREEING[lang] else ""
        forms = FORMS.replace("WORD", word).replace("AGREES", agrees)
        (project / f"content/news/forms.{lang}.md").write_text(forms, "utf-8")
        (project / f"content/news/gone.{lang}.md").write_text(GONE, "utf-8")
    with (project / "pelicanconf.py").open("a", encoding="utf-8") as conf:
        conf.write('NEWSROOM_SEARCH = False\nHEADLINE_INDICATORS = ("jobs", "balance")\n')
    for arguments in (("log", "begin"), ("build",)):
        done = aimaq(*arguments, project=project)
        assert done.returncode == 0, done.stdout + done.stderr
    report = verify([Folder(str(project / "output"))])
    assert [str(each) for _, each in report.disagreements] == []
    [site] = report.sites
    assert site.compared["values in pages"] > 250 and site.compared["numbers of texts"] > 25


def test_nobody_reads_a_footnote_a_power_or_a_struck_number_as_a_part_of_a_number(tmp_path: Path) -> None:
    """The search shows 2016 and not 20161, and 10³ and not 103; the site agrees with its log."""
    project = small_project(tmp_path / "site")
    for text in (*project.glob("content/news/*"), *project.glob("content/pages/*")):
        text.unlink()
    for lang in WORDS:
        (project / f"content/news/raised.{lang}.md").write_text(RAISED, "utf-8")
    for arguments in (("log", "begin"), ("build",)):
        done = aimaq(*arguments, project=project)
        assert done.returncode == 0, done.stdout + done.stderr
    for prefix in ("", "kk/", "en/"):
        [shown] = project.glob(f"output/{prefix}search/texts/news/raised.json")
        words = json.loads(shown.read_text("utf-8"))["text"].replace("\u00a0", " ")
        assert words.startswith("In 2016 there were 5, 10³ m², CO₂, ~~100~~ 120, ~~7~~8, 45, 10^2,5, 2^"), words
    assert [str(each) for _, each in verify([Folder(str(project / "output"))]).disagreements] == []


def test_the_further_pages_of_a_list_agree(tmp_path: Path) -> None:
    """Their titles have their number, and their headline does not."""
    project = small_project(tmp_path / "site")
    for number in range(45):
        story = f'title: "Story {number}"\nkind: news\ndate: 2023-03-01\nsummary: "There are {{{{ jobs }}}}."'
        (project / f"content/news/s{number}.en.md").write_text(f"---\n{story}\n---\n\n{{{{ jobs }}}}.\n", "utf-8")
    for arguments in (("log", "begin"), ("build",)):
        done = aimaq(*arguments, project=project)
        assert done.returncode == 0, done.stdout + done.stderr
    further = project / "output/en/news/page/2/index.html"
    assert "page 2" in further.read_text("utf-8")
    report = verify([Folder(str(project / "output"))])
    assert [str(each) for _, each in report.disagreements] == []
    forged = further.read_text("utf-8").replace("News, page 2", "News, page 4")
    further.write_text(forged, "utf-8")
    named = [str(each) for _, each in verify([Folder(str(project / "output"))]).disagreements]
    assert any(each.startswith("en/news/page/2/index.html, og:title") for each in named)


def test_texts_that_are_hard_to_read_agree(tmp_path: Path) -> None:
    """A number may have anything beside it, and a text be moved, removed or a draft again: no such site is forged."""
    stream = io.BytesIO()
    Image.effect_noise((320, 240), 50).save(stream, "JPEG")
    project = logged_site.begin(tmp_path / "site", lambda site: hard_bodies.write(site, stream.getvalue()))
    logged_site.point_to(project, logged_site.folder_place(tmp_path / "srv", str(tmp_path / "srv")))
    copies = []
    for copy, change in (("old", None), ("new", hard_bodies.change_later)):
        if change:
            change(project)
        logged_site.ran(project, "publish")
        copies.append(Folder(str(shutil.copytree(tmp_path / "srv/current", tmp_path / copy))))
        assert [str(each) for _, each in verify(copies).disagreements] == []


#: Templates in another form, each with a kind of comparison that relies on it.
TEMPLATES = {
    "article.txt": (
        "{% autoescape false %}{{ SITENAME }}: {{ story.title }}, 24 lines\n\n"
        "{{ plain_text(story.content, SITEURL).text }}{% endautoescape %}\n",
        "values in plain texts",
    ),
    "article.html": (
        '{% extends "!theme/article.html" %}\n{% block main %}<p class="lead">Read in 7 minutes</p>'
        "{{ super() }}{% endblock %}\n",
        "numbers of texts",
    ),
    "figures/badge.svg": ('<svg xmlns="http://www.w3.org/2000/svg"><text>17</text></svg>\n', "values in pictures"),
    "home.html": (
        '{% extends "!theme/home.html" %}\n{% block main %}<p>Of <data value="4321">4321</data></p>'
        "{{ super() }}{% endblock %}\n",
        "values in pages",
    ),
}


def test_templates_in_another_form_are_no_forgery(tmp_path: Path) -> None:
    """What is read from a form that the site has changed is not compared, and said so; its figures still are."""
    project = small_project(tmp_path / "site")
    with (project / "pelicanconf.py").open("a", encoding="utf-8") as conf:
        conf.write('THEME_TEMPLATES_OVERRIDES = ["overrides/templates"]\n')
    for name, (template, _) in TEMPLATES.items():
        (project / "overrides/templates" / name).parent.mkdir(parents=True, exist_ok=True)
        (project / "overrides/templates" / name).write_text(template, "utf-8")
    shutil.copy2(ROOT / "theme/templates/section.html", project / "overrides/templates")
    for arguments in (("log", "begin"), ("build",)):
        done = aimaq(*arguments, project=project)
        assert done.returncode == 0, done.stdout + done.stderr
    output = project / "output"
    assert json.loads((output / "api/templates.json").read_text("utf-8")) == {"templates": sorted(TEMPLATES)}
    report = verify([Folder(str(output))])
    assert [str(each) for _, each in report.disagreements] == []
    [site] = report.sites
    assert {kind for _, kind in TEMPLATES.values()} <= {each.kind for each in site.not_compared}
    why = "not compared, because the site has its own article.html, article.txt"
    assert f"\n{why}: values in plain texts in " in str(report)
    assert "Not everything was compared. Everything that was agrees." in str(report)
    # A host that changes a page can write that file as well, so a program that only asks for the status is not calmed.
    assert aimaq("verify", "output", project=project).returncode == 1
    page = output / "en/news/growth/index.html"
    page.write_text(page.read_text("utf-8").replace(">3,320", ">3,420"), "utf-8")
    named = [str(each) for _, each in verify([Folder(str(output))]).disagreements]
    assert any(each.startswith("en/news/growth/index.html, line ") for each in named), named
    (output / "api/templates.json").unlink()
    assert len(verify([Folder(str(output))]).disagreements) > len(named)


def test_a_folder_that_is_not_published_yet_is_told_that_it_may_be(tmp_path: Path) -> None:
    """New words enter the log at the publication; only its editor knows of one, so they are still a disagreement."""
    project = small_project(tmp_path / "site")
    text = project / "content/news/growth.en.md"
    for arguments in (("log", "begin"), ("build",), ("verify", "output")):
        done = aimaq(*arguments, project=project)
        assert done.returncode == 0, done.stdout + done.stderr
    assert "has not been published" not in done.stdout
    notice = 'updates:\n  - {date: 2023-05-02, text: "One more workshop was counted."}\n'
    whole = text.read_text("utf-8").replace("kind: news\n", f"kind: news\n{notice}")
    text.write_text(f"{whole}\nThere are 71 workshops.\n", "utf-8")
    done = aimaq("build", project=project)
    assert done.returncode == 0, done.stdout + done.stderr
    done = aimaq("verify", "output", project=project)
    assert done.returncode == 1
    assert "the number 71 stands in the text more often than it was typed" in done.stdout
    assert "If the folder was built here and has not been published, this may be why" in done.stdout
