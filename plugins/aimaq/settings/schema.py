"""All settings that Aimaq reads, ours and Pelican's: one declaration with their types, defaults and meanings.

``docs/architecture/settings.md`` is compared with it. Reading them is :mod:`aimaq.settings.read`.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, TypedDict

import msgspec
from msgspec import Meta

from aimaq.base.addresses.telephones import call_address

__all__ = [
    "ColoursSetting",
    "ContactSetting",
    "EditionSetting",
    "FontFilesSetting",
    "FontSetting",
    "FooterGroupSetting",
    "FooterPart",
    "KindSetting",
    "LinkSetting",
    "NavigationPart",
    "SecuritySetting",
    "ServerSetting",
    "Settings",
    "SignSetting",
    "WitnessSetting",
]

Text = Annotated[str, Meta(min_length=1)]
Texts = tuple[str, ...]
FullTexts = tuple[Text, ...]
Count = Annotated[int, Meta(ge=1)]
AT_LEAST_ONE = Meta(min_length=1)


class EditionSetting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entry of EDITIONS: the site in one language. ``locale`` is a CLDR locale."""

    lang: Text
    locale: Text
    name: Text
    site_name: Text
    tagline: Text


class KindSetting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entry of NEWSROOM_KINDS: a kind of story that has a section; ``label`` is a message to translate."""

    kind: Text
    slug: Text
    label: Text


Colour = Annotated[str, Meta(pattern="^#[0-9a-fA-F]{6}$")]


class ColoursSetting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """COLOURS: the institution's colour, and one for notices, ""; all others follow from them."""

    brand: Colour
    second: Annotated[str, Meta(pattern="^(#[0-9a-fA-F]{6})?$")] = ""


class ContactSetting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """CONTACT of an edition: the lines of the postal address as an envelope has them, telephone, e-mail."""

    address: FullTexts = ()
    phone: str = ""
    email: str = ""

    @property
    def call(self) -> str:
        """The address of a link that calls the institution, "" without a telephone number."""
        return call_address(self.phone)


class SignSetting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """SIGN: a file in ``overrides/identity``, SVG or PNG, and by edition who may use it, and how."""

    file: Text
    terms: dict[str, Text] = {}


class FontFilesSetting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A family of fonts: files in ``overrides/identity``; a ``regular`` one that varies in weight needs no ``bold``."""

    family: Annotated[str, Meta(pattern=r"^[\w][\w -]*$")]
    regular: Text
    licence: Text
    bold: str = ""


class FontSetting(FontFilesSetting, frozen=True, forbid_unknown_fields=True):
    """FONT: the institution's font; ``second`` has the letters that it lacks, and is another or the theme's own."""

    second: FontFilesSetting | Literal["theme"] | None = None


class LinkSetting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A link of NAVIGATION or FOOTER: ``address`` is root-relative ("/about/"), or whole for another site."""

    label: Text
    address: Text


class FooterGroupSetting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A list of links in FOOTER, under its title."""

    title: Text
    links: Annotated[tuple[LinkSetting, ...], AT_LEAST_ONE]


#: What stands in a menu or a footer without a setting; a name of these in one stands for its links.
NavigationPart = Literal["sections", "figures", "topics", "archive", "pages"]
FooterPart = Literal["office", "figures", "feeds"]


class ServerSetting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """HOSTING_SERVER: where things stand on a server of one's own; "" is the usual place."""

    root: str = ""
    certificate: str = ""
    key: str = ""
    brotli: bool = False


class SecuritySetting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """HOSTING_SECURITY: the fields of ``security.txt`` (RFC 9116); it expires at the beginning of the day in UTC.

    Without a ``contact`` it names the e-mail addresses in CONTACT.
    """

    expires: date
    contact: Texts = ()
    languages: Texts = ()
    policy: Texts = ()
    acknowledgments: Texts = ()
    encryption: Texts = ()
    hiring: Texts = ()


class WitnessSetting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entry of LOG_WITNESSES: who cosigns the log's head, by address and verifier key."""

    address: Text
    key: Text


class MarkdownSetting(TypedDict, total=False):
    """MARKDOWN: the arguments of Python-Markdown."""

    extensions: tuple[Any, ...]
    extension_configs: dict[str, dict[str, Any]]
    output_format: str


class JinjaSetting(TypedDict, total=False):
    """JINJA_ENVIRONMENT: the arguments of Jinja's environment."""

    autoescape: Any
    extensions: tuple[Any, ...]


class Settings(msgspec.Struct, frozen=True, kw_only=True, rename=str.upper):
    """The settings of one site. Paths are as the settings file has them: relative to ``project``, or absolute.

    ``given`` holds the values as they were given, for messages and for Pelican.
    """

    project: Path
    given: Mapping[str, Any]

    # The site
    siteurl: str = ""
    sitename: str = ""
    timezone: str = "UTC"
    default_lang: Text = "en"
    path: str = "content"
    output_path: str = "output"
    theme: str = ""
    theme_static_dir: Text = "theme"
    theme_static_paths: Texts = ("static",)
    theme_templates_overrides: Texts = ()
    article_paths: Texts = ()
    page_paths: Texts = ()
    static_paths: Texts = ()
    article_excludes: Texts = ()
    page_excludes: Texts = ()
    static_excludes: Texts = ()
    ignore_files: Texts = ()
    extra_path_metadata: dict[str, dict[str, Any]] = {}
    plugin_paths: Texts = ()
    plugins: tuple[Any, ...] = ()
    locale: str | Texts = ()
    markdown: MarkdownSetting = {}
    jinja_environment: JinjaSetting = {}
    formatted_fields: Texts = ()
    feed_max_items: Count | None = None
    pagination_patterns: tuple[tuple[int, str, str], ...] = ()
    article_url: str = "{slug}.html"
    article_save_as: str = "{slug}.html"
    article_lang_url: str = "{slug}-{lang}.html"
    article_lang_save_as: str = "{slug}-{lang}.html"
    page_url: str = "pages/{slug}.html"
    page_save_as: str = "pages/{slug}.html"
    page_lang_url: str = "pages/{slug}-{lang}.html"
    page_lang_save_as: str = "pages/{slug}-{lang}.html"

    # The build
    incremental_transform: str = ""
    incremental_drawn: dict[str, str] = {}

    # Figures
    indicators_path: str = ""
    indicators_prefixes: dict[str, str] = {}
    indicators_publisher: dict[str, str] = {}
    indicators_sources: str = "content/data/sources.json"
    indicators_today: date | None = None
    headline_indicators: FullTexts = ()

    # The newsroom
    editions: Annotated[tuple[EditionSetting, ...], AT_LEAST_ONE] | None = None
    newsroom_kinds: Annotated[tuple[KindSetting, ...], AT_LEAST_ONE] | None = None
    fallback_languages: FullTexts = ()
    colours: ColoursSetting | None = None
    contact: dict[str, ContactSetting] = {}
    sign: SignSetting | None = None
    font: FontSetting | None = None
    navigation: dict[str, tuple[NavigationPart | LinkSetting, ...]] = {}
    footer: dict[str, Annotated[tuple[FooterPart | FooterGroupSetting, ...], Meta(max_length=5)]] = {}
    stories_per_page: Count = 20
    home_stories: Count = 8
    reserved_slugs: FullTexts = ()
    sitemap_context: FullTexts = ()
    share_pictures: Annotated[int, Meta(ge=0)] = 50
    press_contact: str = ""
    newsroom_search: bool = True
    newsroom_trusts_html: bool = False
    typography: bool = True
    newsroom_today: date | None = None
    as_of: date | None = None
    preview: bool = False

    # Publishing and hosting
    press_sources: bool = False
    publish_press: bool = True
    publish_targets: dict[str, Any] = {}
    log_keys: FullTexts = ()
    log_key_file: str = ""
    log_witnesses: tuple[WitnessSetting, ...] = ()
    log_timestamps: str = ""
    websub_hub: str = ""
    indexnow_key: str = ""
    indexnow_service: str = "https://api.indexnow.org/indexnow"
    hosting_open: Texts = ()
    hosting_immutable: Texts = ()
    hosting_types: dict[str, str] = {}
    hosting_csp: dict[str, Texts] = {}
    hosting_csp_at: dict[str, dict[str, Texts]] = {}
    hosting_redirects: str = "content/data/redirects.txt"
    hosting_security: SecuritySetting | None = None
    hosting_server: ServerSetting = ServerSetting()

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the editions, in their order; none for a site without editions."""
        return tuple(edition.lang for edition in self.editions or ())

    @property
    def template_folders(self) -> tuple[Path, ...]:
        """Return the folders of templates: the site's own, and the theme's as the last one."""
        return (
            *(self.project / folder for folder in self.theme_templates_overrides),
            self.project / self.theme / "templates",
        )
