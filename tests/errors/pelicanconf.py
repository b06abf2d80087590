"""Settings of the site: plain data. docs/ describe our plugins' own, Pelican's documentation the rest."""

# The site. `.example` is reserved (RFC 2606): publishconf.py holds the real address.
SITEURL = "https://press.aimaq.example"
SITENAME = "Индустриальная зона – Алматы"
TIMEZONE = "Asia/Almaty"
DEFAULT_LANG = "ru"
LOCALE = ["C"]  # dates and numbers come from CLDR, never from the machine's locale

# Folders
PATH = "content"
ARTICLE_PATHS = ["news"]
PAGE_PATHS = ["pages", "people", "parts"]
STATIC_PATHS = ["media"]
IGNORE_FILES = [".*", "*~", "#*#"]
OUTPUT_PATH = "output"
DELETE_OUTPUT_DIRECTORY = False
THEME = "theme"
THEME_STATIC_DIR = "theme"

# Plugins
PLUGINS = ["aimaq"]

# incremental: what turns composed text into finished text
INCREMENTAL_TRANSFORM = "aimaq.newsroom.corrections.fill:load"

# indicators: the ledger, and where each language's pages stand
INDICATORS_PATH = "content/data/indicators.json"
INDICATORS_PREFIXES = {"ru": "", "kk": "kk/", "en": "en/"}
INDICATORS_PUBLISHER = {
    "ru": "Индустриальная зона – Алматы",
    "kk": "Алматы индустриялық аймағы",
    "en": "Industrial Zone – Almaty",
}
HEADLINE_INDICATORS = ("enterprises", "jobs")

# newsroom: the default edition, at the root, is the one in DEFAULT_LANG
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
STORIES_PER_PAGE = 20
NEWSROOM_SEARCH = True
HOME_STORIES = 8
FEED_MAX_ITEMS = 50
# First parts of addresses that other plugins write to, so that no page may take them.
RESERVED_SLUGS = ("indicators", "api")
# Variables of the template context in which other plugins list their pages for the sitemap.
SITEMAP_CONTEXT = ("indicator_pages",)

# Addresses
ARTICLE_URL = "news/{slug}/"
ARTICLE_SAVE_AS = "news/{slug}/index.html"
ARTICLE_LANG_URL = "{lang}/news/{slug}/"
ARTICLE_LANG_SAVE_AS = "{lang}/news/{slug}/index.html"
PAGE_URL = "{slug}/"
PAGE_SAVE_AS = "{slug}/index.html"
PAGE_LANG_URL = "{lang}/{slug}/"
PAGE_LANG_SAVE_AS = "{lang}/{slug}/index.html"
PAGINATION_PATTERNS = [
    (1, "{url}", "{save_as}"),
    (2, "{url}page/{number}/", "{base_name}/page/{number}/index.html"),
]

# Reading
MARKDOWN = {
    "extensions": [
        "markdown.extensions.abbr",
        "markdown.extensions.def_list",
        "markdown.extensions.fenced_code",
        "markdown.extensions.footnotes",
        "markdown.extensions.sane_lists",
        "markdown.extensions.tables",
        "markdown.extensions.toc",
    ],
    "extension_configs": {},
    "output_format": "html",
}
FORMATTED_FIELDS: list[str] = []  # titles and summaries are plain text
CACHE_CONTENT = False
LOAD_CONTENT_CACHE = False
SLUGIFY_SOURCE = "basename"
USE_FOLDER_AS_CATEGORY = False
FILENAME_METADATA = ""

# Templates
JINJA_ENVIRONMENT = {
    "autoescape": True,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "extensions": ["jinja2.ext.i18n"],
}

# What Pelican would write by itself and newsroom writes instead
DIRECT_TEMPLATES: list[str] = []
CATEGORY_SAVE_AS = ""
TAG_SAVE_AS = ""
AUTHOR_SAVE_AS = ""
DRAFT_SAVE_AS = ""
DRAFT_LANG_SAVE_AS = ""
DRAFT_PAGE_SAVE_AS = ""
DRAFT_PAGE_LANG_SAVE_AS = ""
FEED_ALL_ATOM = None
CATEGORY_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None
TRANSLATION_FEED_ATOM = None

# hosting: what other sites may load, fetch and frame; pages that may do more; media types; whom to tell of a weakness
HOSTING_OPEN = ("/api/indicators/*", "/api/indicators.json", "/api/live/*", "/api/log/*", "/api/openapi.json")
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
HOSTING_IMMUTABLE = ("/pictures/*",)  # newsroom writes a digest into their names

# Pictures for shared links: what draws the files of this name from their texts
INCREMENTAL_DRAWN = {"share.png": "aimaq.newsroom.output.share_image:load"}
