"""Settings of the site: what differs from the defaults. docs/architecture/settings.md describes all."""

from aimaq.defaults import *  # noqa: F403  Pelican's way to inherit settings

# The site. `.example` is reserved (RFC 2606): publishconf.py holds the real address.
SITEURL = "https://press.aimaq.example"
SITENAME = "Индустриальная зона – Алматы"
TIMEZONE = "Asia/Almaty"
DEFAULT_LANG = "ru"

# Figures: where each language's pages stand, and who publishes
INDICATORS_PREFIXES = {"ru": "", "kk": "kk/", "en": "en/"}
INDICATORS_PUBLISHER = {
    "ru": "Индустриальная зона – Алматы",
    "kk": "Алматы индустриялық аймағы",
    "en": "Industrial Zone – Almaty",
}
HEADLINE_INDICATORS = ("enterprises", "jobs")

# Editions: the default one, at the root, is the one in DEFAULT_LANG
EDITIONS = [
    {
        "lang": "ru",
        "locale": "ru",
        "name": "Русский",
        "site_name": "Индустриальная зона – Алматы",
        "tagline": "Новости и цифры пресс-службы",
    },
    {
        "lang": "kk",
        "locale": "kk",
        "name": "Қазақша",
        "site_name": "Алматы индустриялық аймағы",
        "tagline": "Баспасөз қызметінің жаңалықтары мен көрсеткіштері",
    },
    {
        "lang": "en",
        "locale": "en_GB",
        "name": "English",
        "site_name": "Industrial Zone – Almaty",
        "tagline": "News and figures from the press office",
    },
]
# The first section lists every story; a label is an English message of theme/translations.
NEWSROOM_KINDS = [
    {"kind": "news", "slug": "news", "label": "News"},
    {"kind": "briefing", "slug": "briefings", "label": "Briefings"},
    {"kind": "release", "slug": "releases", "label": "Press releases"},
    {"kind": "event", "slug": "events", "label": "Events"},
    {"kind": "photos", "slug": "photos", "label": "Photo reports"},
    {"kind": "document", "slug": "documents", "label": "Documents"},
]
# Which version of a story to offer in an edition that has none of its own: the first that exists.
FALLBACK_LANGUAGES = ("ru", "en", "kk")
FEED_MAX_ITEMS = 50

# Hosting: pages that may do more, media types, whom to tell of a weakness
# The search runs a program in WebAssembly: on its pages, and on no others, the browser may compile one.
HOSTING_CSP_AT = {
    "/search/": {"script-src": ["'wasm-unsafe-eval'"]},
    "/kk/search/": {"script-src": ["'wasm-unsafe-eval'"]},
    "/en/search/": {"script-src": ["'wasm-unsafe-eval'"]},
}
HOSTING_TYPES = {
    "/*.jsonld": "application/ld+json",
    "/*.rss.xml": "application/rss+xml",
    "/*.atom.xml": "application/atom+xml",
    "/feeds/*.json": "application/feed+json",
    "/kk/feeds/*.json": "application/feed+json",
    "/en/feeds/*.json": "application/feed+json",
}
HOSTING_SECURITY = {
    "contact": ["https://press.aimaq.example/contacts/", "https://press.aimaq.example/en/contacts/"],
    "expires": "2027-11-15",
    "languages": ["ru", "kk", "en"],
}
