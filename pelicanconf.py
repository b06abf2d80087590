"""Settings of the site: what differs from the defaults. docs/architecture/settings.md describes all."""

from aimaq.defaults import *  # noqa: F403  Pelican's way to inherit settings

# The site. `.example` is reserved (RFC 2606): with it, `aimaq publish` refuses.
SITEURL = "https://press.aimaq.example"
SITENAME = "Индустриальная зона – Алматы"
TIMEZONE = "Asia/Almaty"
DEFAULT_LANG = "ru"

# The figures on the home page
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
# Which version of a story to offer in an edition that has none of its own: the first that exists.
FALLBACK_LANGUAGES = ("ru", "en", "kk")

# Whom to tell of a weakness
HOSTING_SECURITY = {
    "contact": ["https://press.aimaq.example/contacts/", "https://press.aimaq.example/en/contacts/"],
    "expires": "2027-11-15",
    "languages": ["ru", "kk", "en"],
}
