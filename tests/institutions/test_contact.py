"""CONTACT: how to reach the institution stands wherever readers and programs look for it, in each edition."""

import json
from pathlib import Path

import pytest
from institutions.conftest import Built
from institutions.sites import SITES

from aimaq.base.problems import ProblemsFound
from aimaq.hosting.security_txt import contacts, security_txt
from aimaq.pipeline.project import Project
from aimaq.settings.read import read_settings
from aimaq.settings.schema import Settings
from tools import built
from tools.built import ROOT

CONTACT = {"en": {"address": ["1 Gallery Square"], "phone": "+44 20 7946 0123", "email": "press@gallery.org"}}


@pytest.fixture(scope="module")
def gallery(newsrooms: list[Built]) -> Built:
    return next(each for each in newsrooms if each.institution is SITES["gallery"])


def test_every_page_has_it_in_the_language_of_its_edition(gallery: Built) -> None:
    """In the footer, and on the page for journalists; telephone and e-mail are links."""
    for page in gallery.site.pages:
        kazakh = page.root.get("lang") == "kk"
        [footer] = page.root.xpath("//footer//address")
        assert ("Галерея алаңы, 1" in footer.text_content()) == kazakh, page.address
        assert ("1 Gallery Square" in footer.text_content()) != kazakh, page.address
        links = [each.get("href") for each in footer.xpath(".//a")]
        assert links == ([] if kazakh else ["tel:+442079460123"]) + ["mailto:press@gallery.org"]
    for lang in gallery.institution.languages:
        kit = gallery.site.page(gallery.institution.address(lang, "press-kit/"))
        assert len(kit.root.xpath("//main//address")) == 1


def test_plain_texts_and_linked_data_have_it(gallery: Built) -> None:
    """The text for journalists at its end; JSON-LD of the home page, in the edition's language."""
    plain = next(text for name, text in gallery.site.texts.items() if name.startswith("news/first/") and ".txt" in name)
    assert plain.split("\n")[-6:-2] == ["1 Gallery Square", "Gallery Town", "+44 20 7946 0123", "press@gallery.org"]
    for lang, address in (("en", "1 Gallery Square, Gallery Town"), ("kk", "Галерея қаласы, Галерея алаңы, 1")):
        page = gallery.site.page(gallery.institution.address(lang))
        [block] = page.root.xpath("//script[@type='application/ld+json']/text()")
        publisher = json.loads(block)["@graph"][0]["publisher"]
        assert (publisher["address"], publisher["email"]) == (address, "press@gallery.org")
        assert publisher.get("telephone") == ("+44 20 7946 0123" if lang == "en" else None)


def settings(folder: Path = ROOT, **values: object) -> Settings:
    return read_settings({"THEME": str(ROOT / "theme"), **values}, folder)


def test_a_vulnerability_is_told_to_it_unless_somebody_else_is_named() -> None:
    security = {"expires": "2027-01-01"}
    own = settings(CONTACT=CONTACT, HOSTING_SECURITY=security)
    assert own.hosting_security is not None
    assert "Contact: mailto:press@gallery.org\n" in security_txt(own.hosting_security, contacts(own), "https://a.org")
    other = settings(CONTACT=CONTACT, HOSTING_SECURITY={**security, "contact": ["https://a.org/report/"]})
    assert contacts(other) == ("https://a.org/report/",)
    assert contacts(settings(HOSTING_SECURITY=security)) == ()


def test_everything_that_is_wrong_is_named_with_its_line(tmp_path: Path) -> None:
    """An edition that has none, one that does not exist, what is no telephone number and no e-mail address."""
    project = SITES["museum"].write(tmp_path / "project")
    conf = project / "pelicanconf.py"
    line = conf.read_text("utf-8").count("\n") + 1
    with conf.open("a", encoding="utf-8") as file:
        file.write('CONTACT = {"ru": {"phone": "call us", "email": "press"}, "rs": {}}\n')
    done = built.aimaq("build", project=project)
    assert done.returncode == 1
    where = f"pelicanconf.py:{line}: CONTACT"
    email, phone = "an e-mail address such as press@example.kz", 'a telephone number such as "+7 727 123 45 67"'
    assert [text for text in done.stderr.split("\n") if text.startswith("pelicanconf.py")] == [
        f'{where}: there is none for the edition "kk"',
        f'{where}["rs"]: expected an address, a phone or an email, found none',
        f'{where}["rs"]: there is no edition "rs"; expected one of: ru, kk',
        f'{where}["ru"].email: expected {email}, found "press"',
        f'{where}["ru"].phone: expected {phone}, found "call us"',
    ]


def test_security_txt_needs_somebody(tmp_path: Path) -> None:
    project = SITES["town"].write(tmp_path / "project")
    with (project / "pelicanconf.py").open("a", encoding="utf-8") as file:
        file.write('HOSTING_SECURITY = {"expires": "2027-01-01"}\n')
    done = built.aimaq("build", project=project)
    assert done.returncode == 1 and "HOSTING_SECURITY: security.txt needs a contact" in done.stderr


def test_an_address_for_examples_is_not_published(tmp_path: Path) -> None:
    project = SITES["town"].write(tmp_path / "project")
    with (project / "pelicanconf.py").open("a", encoding="utf-8") as file:
        file.write('CONTACT = {"en": {"email": "press@town.example", "address": ["@ the mill", "a@b"]}}\n')
    [problem] = Project(project).publication_problems()
    assert '"press@town.example" is an address for examples' in problem.message


def test_a_field_that_nobody_reads_is_refused() -> None:
    with pytest.raises(ProblemsFound, match="unknown field"):
        settings(CONTACT={"en": {"fax": "+44 20 7946 0123"}})
