"""Pelican's settings as a newsroom needs them: ``from aimaq.defaults import *`` begins a settings file.

What follows there differs from these. All settings are described in docs/architecture/settings.md.
"""

from aimaq.base.files.package_files import THEME as _THEME
from aimaq.base.overrides import TEMPLATES as _TEMPLATES
from aimaq.settings.default_paths import LEDGER as _LEDGER

# The program
PLUGINS = ["aimaq"]
THEME = str(_THEME)
THEME_STATIC_DIR = "theme"
THEME_TEMPLATES_OVERRIDES = [_TEMPLATES]
INCREMENTAL_TRANSFORM = "aimaq.newsroom.corrections.fill:load"
INCREMENTAL_DRAWN = {"share.png": "aimaq.newsroom.output.share_image:load"}
SITEMAP_CONTEXT = ("indicator_pages",)
RESERVED_SLUGS = ("indicators", "api", "log")
LOCALE = ["C"]  # dates and numbers come from CLDR, never from the machine's locale

# Sections: the first lists every story; a label is an English message of the catalogues
NEWSROOM_KINDS = [
    {"kind": "news", "slug": "news", "label": "News"},
    {"kind": "briefing", "slug": "briefings", "label": "Briefings"},
    {"kind": "release", "slug": "releases", "label": "Press releases"},
    {"kind": "event", "slug": "events", "label": "Events"},
    {"kind": "photos", "slug": "photos", "label": "Photo reports"},
    {"kind": "document", "slug": "documents", "label": "Documents"},
]
FEED_MAX_ITEMS = 50

# Folders
PATH = "content"
ARTICLE_PATHS = ["news"]
PAGE_PATHS = ["pages", "people", "parts"]
STATIC_PATHS = ["media"]
IGNORE_FILES = [".*", "*~", "#*#"]
OUTPUT_PATH = "output"
DELETE_OUTPUT_DIRECTORY = False
INDICATORS_PATH = _LEDGER

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
ARTICLE_TRANSLATION_ID = PAGE_TRANSLATION_ID = None  # the newsroom finds the versions of a text itself
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

# Hosting: what other sites may load, fetch and frame, and what may be kept for ever: its names hold a digest
HOSTING_OPEN = (
    "/api/charts/*",
    "/api/indicators/*",
    "/api/indicators.json",
    "/api/live/*",
    "/api/log/*",
    "/api/openapi.json",
)
HOSTING_IMMUTABLE = ("/pictures/*",)
