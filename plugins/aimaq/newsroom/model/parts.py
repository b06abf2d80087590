"""What stories use besides their own text (people, files, boilerplate), and the checks on these."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from aimaq.base.components import ThemeComponents
from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem, suggest
from aimaq.newsroom.content.text import Text
from aimaq.newsroom.links.targets import too_early
from aimaq.newsroom.media.files import Files
from aimaq.newsroom.media.library import Library
from aimaq.newsroom.model.editions import Versions
from aimaq.newsroom.model.events import calendar_problem
from aimaq.newsroom.model.people import Person, people_of, person_slug, portrait_of
from aimaq.newsroom.model.photos import body_with_pictures, photo_problems
from aimaq.newsroom.model.views import PartView
from aimaq.newsroom.settings import Newsroom
from aimaq.settings.read import setting_problem

__all__ = ["BOILERPLATE", "Closing", "Parts", "gather_parts", "part_problems"]

#: content/parts/boilerplate.<lang>.md: the paragraph about the institution that ends every press release.
BOILERPLATE = "boilerplate"


@dataclass(frozen=True, slots=True)
class Closing:
    """The closing words of one language, as a file and as templates read them."""

    text: Text
    view: PartView


@dataclass(frozen=True, slots=True)
class Parts:
    """What stories of all editions are made from besides their own texts.

    ``people`` maps a language to people by their slugs; ``texts`` a part's name to its versions by language, and
    ``closing`` a language to its closing words.
    """

    people: Mapping[str, Mapping[str, Person]]
    texts: Versions[Text]
    closing: Mapping[str, Closing]
    files: Files
    components: ThemeComponents


def gather_parts(pages: Versions[Text], texts: Versions[Text], library: Library, newsroom: Newsroom) -> Parts:
    """Return the parts of a site; ``texts`` are by their slugs, as "parts/boilerplate"."""
    files = Files(library, newsroom.settings.static_paths)
    components = ThemeComponents(newsroom.settings.template_folders, newsroom.catalogs, newsroom.settings.project)
    people = {lang: people_of(pages, edition, newsroom.fallback, files) for lang, edition in newsroom.editions.items()}
    named = {slug.rpartition("/")[2]: versions for slug, versions in texts.items()}
    closing = {
        lang: Closing(text, PartView(title=text.title, html=body_with_pictures(text, files, components, newsroom)))
        for lang, text in named.get(BOILERPLATE, {}).items()
    }
    return Parts(people, named, closing, files, components)


def part_problems(
    articles: Collection[Text], pages: Collection[Text], parts: Parts, newsroom: Newsroom
) -> Iterator[Problem]:
    """Yield a problem for each person and file that is named and does not exist, and for parts that nothing prints.

    Texts that are held are checked as well, so that nothing fails at the moment of their publication.
    """
    waiting = {person_slug(page.slug): page for page in pages if page.hold is not None}
    for article in articles:
        if article.speakers or article.contact:
            yield from _unknown_people(article, parts, waiting, newsroom)
        for number, each in enumerate(article.attachments):
            yield from _file_problem(article, each.file, f"attachments[{number}].file", parts, newsroom)
        if article.photo:
            yield from _file_problem(article, article.photo.file, "photo.file", parts, newsroom)
        for number, photo in enumerate(article.photos):
            yield from _file_problem(article, photo.file, f"photos[{number}].file", parts, newsroom)
        if article.kind == "event" and (problem := calendar_problem(article, newsroom)):
            yield problem
    for page in pages:
        if page.portrait and portrait_of(page, parts.files) is None:
            yield from _file_problem(page, page.portrait.file, "portrait.file", parts, newsroom)
    printed = [text for versions in parts.texts.values() for text in versions.values()]
    yield from photo_problems((*articles, *pages, *printed), parts.files, newsroom)
    for name, versions in parts.texts.items():
        if name != BOILERPLATE:
            shown = newsroom.shown(next(iter(versions.values())).source_path)
            yield Problem(
                shown, tr('nothing prints a part called "%(name)s"', name=name) + suggest(name, [BOILERPLATE])
            )
    contact, known = newsroom.settings.press_contact, parts.people[newsroom.settings.default_lang]
    if contact and contact not in known:
        message = tr('there is no person "%(contact)s"', contact=contact) + suggest(contact, known)
        hint = tr("a person has a file content/people/<slug>.<lang>.md")
        yield setting_problem(newsroom.settings.project, "PRESS_CONTACT", contact, message, hint)


def _unknown_people(article: Text, parts: Parts, waiting: Mapping[str, Text], newsroom: Newsroom) -> Iterator[Problem]:
    known = parts.people[article.lang]
    named = [(slug, f"speakers[{number}]") for number, slug in enumerate(article.speakers)]
    if article.contact:
        named.append((article.contact, "contact"))
    for slug, place in named:
        if slug in waiting:
            answer = too_early(article, waiting[slug], tr('the person "%(slug)s"', slug=slug))
            if answer and not newsroom.as_of:
                yield Problem(newsroom.shown(article.source_path), answer[0], *article.position(place), hint=answer[1])
        elif slug not in known:
            message = tr('there is no person "%(slug)s"', slug=slug) + suggest(slug, known)
            hint = tr("a person has a file content/people/%(slug)s.%(lang)s.md", slug=slug, lang=article.lang)
            yield Problem(newsroom.shown(article.source_path), message, *article.position(place), hint=hint)


def _file_problem(text: Text, file: str, place: str, parts: Parts, newsroom: Newsroom) -> Iterator[Problem]:
    found = parts.files.file(file)
    if isinstance(found, Problem):
        shown = newsroom.shown(text.source_path)
        yield Problem(shown, found.message, *text.position(place), hint=found.hint)
