"""Small sites of institutions that are not Almaty's: what each has in its settings, its texts and its ledger."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["SITES", "Institution"]

_DATE = "2026-03-02"
_UNIT = {
    "en": {"nominative": {"one": "visitor", "other": "visitors"}},
    "kk": {
        "nominative": {"other": "келуші"},
        "genitive": {"other": "келушінің"},
        "dative": {"other": "келушіге"},
        "accusative": {"other": "келушіні"},
        "locative": {"other": "келушіде"},
        "ablative": {"other": "келушіден"},
        "instrumental": {"other": "келушімен"},
    },
}
_VISITORS = {
    "label": {"en": "visitors of the gallery", "kk": "галерея келушілері"},
    "description": {"en": "Tickets sold in a year.", "kk": "Бір жылда сатылған билеттер."},
    "unit": _UNIT,
    "decimals": 0,
    "observations": [
        {
            "period": period,
            "value": value,
            "status": "actual",
            "released": released,
            "source": {"title": "Box office", "url": "https://press.gallery.org/"},
        }
        for period, value, released in (("2023", 81000, "2024-02-01"), ("2024", 96500, "2025-02-01"))
    ],
}
#: A free font in two files, regular and bold, with its licence: the one that the theme has for PDFs.
DEJAVU = ("dejavu-sans.woff2", "dejavu-sans-bold.woff2", "DejaVu-LICENSE.txt")
FONTS = Path(__file__).resolve().parents[2] / "theme/static/fonts"
#: A frame, and a picture in it that has slipped.
SIGN = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 32"><path fill="none" stroke="#4a0e2c" stroke-width="4" '
    'd="M2 2h36v28H2z"/><path fill="#0b4f8a" d="m12 9 17-2 2 15-17 2z"/></svg>'
)
_NAMES = {"en": "English", "ru": "Русский", "kk": "Қазақша", "pl": "Polski", "tr": "Türkçe"}


@dataclass(frozen=True)
class Institution:
    """A site of a few texts. ``names`` maps each language, in the order of EDITIONS, to the site's name in it.

    ``settings`` are lines of pelicanconf.py, ``files`` more files by their paths; ``indicators`` is what the ledger
    holds, None for a site that has none.
    """

    url: str
    names: Mapping[str, str]
    story: Mapping[str, str]
    default: str = ""
    settings: str = ""
    files: Mapping[str, str | bytes] = field(default_factory=dict)
    indicators: Mapping[str, object] | None = None

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self.names)

    def address(self, lang: str, path: str = "") -> str:
        """The root-relative address of a page of an edition."""
        default = self.default or self.languages[0]
        return f"/{path}" if lang == default else f"/{lang}/{path}"

    def write(self, folder: Path) -> Path:
        """Write the project into a new folder."""
        editions = [
            {
                "lang": lang,
                "locale": "en_GB" if lang == "en" else lang,
                "name": _NAMES[lang],
                "site_name": name,
                "tagline": f"{name} 24/7",
            }
            for lang, name in self.names.items()
        ]
        lines = (
            "from aimaq.defaults import *",
            f"SITEURL = {self.url!r}",
            f"SITENAME = {self.names[self.languages[0]]!r}",
            f"DEFAULT_LANG = {self.default or self.languages[0]!r}",
            'TIMEZONE = "Europe/Warsaw"',
            f"EDITIONS = {editions!r}",
            'NEWSROOM_KINDS = [{"kind": "news", "slug": "news", "label": "News"}]',
            self.settings,
        )
        files: dict[str, str | bytes] = {"pelicanconf.py": "\n".join(lines) + "\n"}
        for lang, title in self.story.items():
            quoted = json.dumps(title, ensure_ascii=False)
            front = f"title: {quoted}\nkind: news\ndate: {_DATE}\nsummary: {quoted}"
            files[f"content/news/first.{lang}.md"] = f"---\n{front}\n---\n\n{title}.\n"
        if self.indicators is not None:
            files["content/data/indicators.json"] = json.dumps({"indicators": self.indicators})
        for name in ("pages", "people", "parts", "media"):
            (folder / "content" / name).mkdir(parents=True)
        for path, content in {**files, **self.files}.items():
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return folder


SITES = {
    # One language, no figures, no pages, no publishconf.py: the smallest newsroom.
    "town": Institution(
        url="https://press.town.org",
        names={"en": "Town Hall Press Office"},
        story={"en": "The bridge over the mill stream opens"},
    ),
    # A menu and a footer of its own, a page that puts itself into the menu, and one that stands in the footer.
    "harbour": Institution(
        url="https://news.harbour.org",
        names={"en": "Harbour Office"},
        story={"en": "The new quay is open"},
        settings="""
FOOTER = {
    "en": [
        {"title": "Ships", "links": [
            {"label": "Tides", "address": "/tides/"},
            {"label": "Pilots", "address": "https://pilots.org/"},
        ]},
        "feeds",
    ],
}
""",
        files={
            "content/pages/tides.en.md": "---\ntitle: Tides today\nmenu: true\n---\n\nHigh water is at noon.\n",
            "content/pages/about.en.md": "---\ntitle: Who we are\n---\n\nWe run the harbour.\n",
        },
    ),
    # A dark brand colour, from which every other colour follows, a sign and a font of its own, with one figure.
    "gallery": Institution(
        url="https://press.gallery.org",
        names={"en": "National Gallery", "kk": "Ұлттық галерея"},
        story={"en": "A room for drawings", "kk": "Суреттер залы"},
        settings="""
COLOURS = {"brand": "#4a0e2c", "second": "#0b4f8a"}
SIGN = {
    "file": "sign.svg",
    "terms": {
        "en": "Free to use beside news about the gallery.",
        "kk": "Галерея туралы жаңалықтар жанында еркін пайдаланылады.",
    },
}
CONTACT = {
    "en": {"address": ["1 Gallery Square", "Gallery Town"], "phone": "+44 20 7946 0123", "email": "press@gallery.org"},
    "kk": {"address": ["Галерея қаласы", "Галерея алаңы, 1"], "email": "press@gallery.org"},
}
FONT = {
    "family": "DejaVu Sans", "regular": "dejavu-sans.woff2", "bold": "dejavu-sans-bold.woff2",
    "licence": "DejaVu-LICENSE.txt",
}
HEADLINE_INDICATORS = ("visitors",)
""",
        files={
            "overrides/identity/sign.svg": SIGN,
            **{f"overrides/identity/{name}": (FONTS / name).read_bytes() for name in DEJAVU},
        },
        indicators={"visitors": _VISITORS},
    ),
    # Polish at the root, English in a folder.
    "craft": Institution(
        url="https://prasa.izba.pl",
        names={"pl": "Izba Rzemieślnicza w Łodzi", "en": "Chamber of Crafts in Łódź"},
        story={"pl": "Źródło wiedzy: kursy dla stolarzy ruszają", "en": "Courses for joiners begin"},
        files={"content/pages/about.pl.md": "---\ntitle: O izbie\n---\n\nJesteśmy izbą rzemieślników.\n"},
    ),
    # A fourth edition, in a language that the theme was not made for, with a figure.
    "observatory": Institution(
        url="https://press.observatory.org",
        names={"ru": "Обсерватория", "kk": "Обсерватория", "en": "Observatory", "tr": "Gözlemevi"},
        story={
            "ru": "Купол открыт для всех",
            "kk": "Күмбез баршаға ашық",
            "en": "The dome is open to all",
            "tr": "Işık kubbesi herkese açık",
        },
        settings='HEADLINE_INDICATORS = ("visitors",)',
        indicators={
            "visitors": {
                **_VISITORS,
                "label": {
                    "ru": "посетители обсерватории",
                    "kk": "обсерватория келушілері",
                    "en": "visitors of the observatory",
                    "tr": "gözlemevi ziyaretçileri",
                },
                "description": {"ru": "За год.", "kk": "Бір жылда.", "en": "In a year.", "tr": "Bir yılda."},
                "unit": {
                    **_UNIT,
                    "ru": {
                        "nominative": {
                            "one": "посетитель",
                            "few": "посетителя",
                            "many": "посетителей",
                            "other": "посетителя",
                        }
                    },
                    "tr": {"nominative": {"other": "ziyaretçi"}},
                },
            }
        },
    ),
    # Blocks of the theme's templates, a component and styles of its own.
    "conservatory": Institution(
        url="https://news.conservatory.org",
        names={"en": "Conservatory"},
        story={"en": "The autumn concerts begin"},
        files={
            "overrides/templates/base.html": (
                '{% extends "!theme/base.html" %}\n{% block masthead %}{{ super() }}\n'
                '<aside class="closed" aria-label="Notice">The hall is closed on Monday.</aside>{% endblock %}\n'
            ),
            "overrides/templates/home.html": (
                '{% extends "!theme/home.html" %}\n{% block main %}<p class="welcome">Welcome, listener.</p>'
                "{{ super() }}{% endblock %}\n"
            ),
            "content/pages/season.en.md": "---\ntitle: The season\ntemplate: landing\n---\n\nForty concerts.\n",
            "overrides/templates/landing.html": (
                '{% extends "page.html" %}\n{% block main %}<h1 class="landing">{{ text.title }}</h1>'
                "{{ text.content|safe }}{% endblock %}\n"
            ),
            "overrides/templates/components/empty-state.html": (
                "{% macro empty_state(text, address, label) %}<p>{{ text }}</p>{% endmacro %}\n"
            ),
            "overrides/styles/own.css": (
                ".closed { padding: 0.5rem 1.25rem; background: var(--tint); color: var(--ink); }\n"
                ".welcome { font-size: 1.25rem; }\n"
            ),
        },
    ),
    # Two languages, and a ledger that has no indicator yet.
    "museum": Institution(
        url="https://museum.kz",
        names={"ru": "Музей природы", "kk": "Табиғат музейі"},
        story={"ru": "Музей открывает сад", "kk": "Музей бақ ашады"},
        indicators={},
    ),
}
