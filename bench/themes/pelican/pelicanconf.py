"""Settings of the bench's site, the same for stock Pelican and for Aimaq (which adds its plugins below)."""

SITEURL = "https://bench.example"
FEED_DOMAIN = SITEURL
SITENAME = "Bench"
TIMEZONE = "UTC"
DEFAULT_LANG = "ru"
PATH = "content"
ARTICLE_PATHS = ["news"]
PAGE_PATHS: list[str] = []
STATIC_PATHS: list[str] = []
THEME = "theme"
THEME_STATIC_PATHS: list[str] = []
OUTPUT_PATH = "output"
USE_FOLDER_AS_CATEGORY = False
FORMATTED_FIELDS: list[str] = []
MARKDOWN = {
    "extensions": ["markdown.extensions.meta", "markdown.extensions.sane_lists", "markdown.extensions.tables"],
    "extension_configs": {},
    "output_format": "html",
}
JINJA_ENVIRONMENT = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True}

ARTICLE_URL = ARTICLE_LANG_URL = "news/{slug}/"
ARTICLE_SAVE_AS = ARTICLE_LANG_SAVE_AS = "news/{slug}/index.html"
CATEGORY_URL = "sections/{slug}/"
CATEGORY_SAVE_AS = "sections/{slug}/index.html"
TAG_URL = "tags/{slug}/"
TAG_SAVE_AS = "tags/{slug}/index.html"
YEAR_ARCHIVE_URL = "archive/{date:%Y}/"
YEAR_ARCHIVE_SAVE_AS = "archive/{date:%Y}/index.html"
AUTHOR_SAVE_AS = ""
DIRECT_TEMPLATES = ["index", "sitemap"]
SITEMAP_SAVE_AS = "sitemap.xml"

DEFAULT_PAGINATION = 20
PAGINATED_TEMPLATES = {"tag": None, "category": None}
PAGINATION_PATTERNS = [
    (1, "{url}", "{save_as}"),
    (2, "{url}page/{number}/", "{base_name}/page/{number}/index.html"),
]

FEED_MAX_ITEMS = 20
FEED_ALL_RSS = "feeds/all.rss.xml"
FEED_ALL_ATOM = "feeds/all.atom.xml"
CATEGORY_FEED_RSS = "sections/{slug}/feed.xml"
CATEGORY_FEED_ATOM = None
TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None
