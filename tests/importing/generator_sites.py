"""Small sites of Jekyll, Hugo and Pelican, with what editors write in them."""

from .conftest import SOURCES

PICTURE = (SOURCES / "amp_files/yard.png").read_bytes()

HUGO: dict[str, str | bytes] = {
    "hugo.toml": """\
baseURL = "https://old.example.org/blog/"
languageCode = "ru"
defaultContentLanguage = "ru"
[languages.ru]
[languages.kk]
[languages.en]
contentDir = 'content/en'
[permalinks]
press = "/:year/:month/:slug/"
""",
    "layouts/_default/single.html": "<main id=text>{{ .Content }}</main>",
    "layouts/_default/list.html": "<i>{{ .Title }}</i>",
    "layouts/shortcodes/notice.html": "{{ .Inner }}",
    "layouts/shortcodes/map.html": "<i></i>",
    "content/_index.md": """\
---
title: Главная
---
Добро пожаловать сюда.
""",
    "content/about.md": """\
+++
title = 'О нас'
menu = 'main'
weight = 3
date = 2019-01-01
+++
Мы пример. [Первая]({{< ref "posts/pervaia" >}}) и [релиз]({{< relref "/press/reliz.md#a" >}}).
""",
    "content/posts/pervaia/index.md": """\
---
title: Первая
date: 2019-03-04T10:00:00+06:00
tags: [работа, Новый Завод]
aliases: [/old/pervaia.html, staraia]
author: Иван
description: Кратко.
subtitle: Подзаголовок из пяти разных слов
---
Текст со сноской[^a].

![Двор](yard.png)

{{< figure src="yard.png" alt="Двор" caption="Подпись" >}}

{{< map 5 >}}

* раз
  * два

| а | б |
|---|---|
| 1 | 2 |

{{% notice %}}
Слова внутри.
{{% /notice %}}

3. три
4. четыре

## Раздел {#x}

Конец ~~не~~ текста.

[^a]: Сноска *тут*.
""",
    "content/posts/pervaia/index.kk.md": """\
---
title: Бірінші
date: 2019-03-04
---
Мәтін қазақша.
""",
    "content/posts/pervaia/yard.png": PICTURE,
    "content/posts/Большая Новость.md": """\
---
title: Большая
date: 2019-03-06
---
Слова.
""",
    "content/posts/slug.md": """\
---
title: Слаг
slug: drugoi
date: 2019-03-07
---
Слова.
""",
    "content/posts/url.md": """\
---
title: Адрес
url: /svoi/adres.html
date: 2019-03-08
---
Слова.
""",
    "content/press/reliz.md": """\
{"title": "Релиз", "date": "2020-05-06", "categories": ["Экономика"]}

Текст ![x](/img/a.png)
""",
    "content/en/posts/second.md": """\
---
title: Second
date: 2019-03-05
---
The second text has words.
""",
    "content/posts/draft.md": """\
---
title: Черновик
date: 2019-01-01
draft: true
---
Слова.
""",
    "static/img/a.png": PICTURE,
}

JEKYLL: dict[str, str | bytes] = {
    "_config.yml": """\
url: https://old.example.org
baseurl: /blog
permalink: pretty
lang: ru
defaults:
- scope: {path: kk, type: posts}
  values: {lang: kk}
""",
    "_posts/2019-03-04-pervaia.md": """\
---
layout: post
title: Первая
categories: news press
tags: [работа]
redirect_from: /x/
---
Текст [дальше]({% post_url 2019-03-05-vtoraia %}), [файл]({{ site.baseurl }}/assets/yard.png).
{: .lead}

* TOC
{:toc}

![двор]({{ '/assets/yard.png' | relative_url }})

{% highlight ruby %}
puts 1
{% endhighlight %}

{% include video.html id="x" %}

{% raw %}{{ x }}{% endraw %}

Сноска[^1]

[^1]: Тут.
""",
    "_posts/2019-03-05-vtoraia.markdown": """\
---
title: Вторая
date: 2019-03-05 10:00:00 +0600
---
1. а
1. б
""",
    "_posts/2019-03-06-skrytaia.md": """\
---
title: Скрытая
published: false
---
Слова.
""",
    "kk/_posts/2019-03-04-pervaia.md": """\
---
title: Бірінші
---
2019
""",
    "_drafts/tretia.md": """\
---
title: Третья
---
Слова.
""",
    "about.md": """\
---
layout: page
title: О нас
permalink: /about/
---
Мы.
""",
    "index.html": """\
---
layout: home
---
""",
    "assets/yard.png": PICTURE,
    "README.md": "# Как собрать\n",
    "_layouts/post.html": "{{ content }}",
}

PELICAN: dict[str, str | bytes] = {
    "pelicanconf.py": """\
SITEURL = 'https://old.example.org'
PATH = 'content'
DEFAULT_LANG = 'ru'
TIMEZONE = 'Asia/Almaty'
ARTICLE_URL = 'posts/{date:%Y}/{slug}/'
ARTICLE_SAVE_AS = 'posts/{date:%Y}/{slug}/index.html'
THEME_TEMPLATES_OVERRIDES = ['templates']
THEME = 'simple'
FEED_ALL_ATOM = None
CATEGORY_FEED_ATOM = None
""",
    "templates/article.html": "<main id=text>{{ article.content }}</main>",
    "templates/page.html": "<main id=text>{{ page.content }}</main>",
    "content/a.md": """\
Title: Первая
Date: 2019-03-04 10:20
Category: Экономика
Tags: работа, завод
Slug: pervaia
Authors: Иванов; Петров
Summary: Кратко

Текст [вторая]({filename}sub/b.rst), ![двор]({static}/images/yard.png) и сноска[^1].

Термин
:   Определение

3. три
4. четыре

[^1]: Тут.
""",
    "content/a-kk.md": """\
Title: Бірінші
Date: 2019-03-04 10:20
Slug: pervaia
Lang: kk

Мәтін қазақша.
""",
    "content/sub/b.rst": """\
Вторая
######

:date: 2019-03-05
:tags: x, y
:slug: vtoraia

Текст *курсив* [1]_, `первая <{filename}/a.md>`_.

Раздел
------

.. image:: {static}/images/yard.png
   :alt: Двор

* раз
* два

.. [1] Сноска.
""",
    "content/pages/about.md": """\
Title: О нас
Slug: about

Мы.
""",
    "content/drafts.md": """\
Title: Черновик
Date: 2019-03-04
Status: draft
Slug: chernovik

Слова.
""",
    "content/images/yard.png": PICTURE,
}
