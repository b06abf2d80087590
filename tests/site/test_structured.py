"""What machines read beside the feeds: JSON-LD, the sitemap, robots.txt."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from lxml import etree

from tools.built import SITEMAPS, Json, Site
from tools.templates import example
from tools.vocabulary import vocabulary_problems

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"

# sitemaps.org allows elements of other namespaces but its schema wants them declared
WRAPPER = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" elementFormDefault="qualified">
  <xs:import namespace="http://www.sitemaps.org/schemas/sitemap/0.9" schemaLocation="{sitemap}"/>
  <xs:import namespace="http://www.w3.org/1999/xhtml" schemaLocation="{xhtml}"/>
</xs:schema>"""
LINK = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.w3.org/1999/xhtml">
  <xs:element name="link"><xs:complexType>
    <xs:attribute name="rel" type="xs:string" use="required" fixed="alternate"/>
    <xs:attribute name="hreflang" type="xs:string" use="required"/>
    <xs:attribute name="href" type="xs:anyURI" use="required"/>
  </xs:complexType></xs:element>
</xs:schema>"""


def nodes(value: object) -> Iterator[Json]:
    """Every typed object in a JSON-LD document, inner ones too."""
    if isinstance(value, dict):
        if "@type" in value:
            yield value
        for inner in value.values():
            yield from nodes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from nodes(inner)


def test_json_ld_is_what_schema_org_defines(site: Site, node_tools: Path, tmp_path: Path) -> None:
    """Every block parses; each object in it has a known type, known properties and values that fit."""
    documents: dict[str, Json] = {}
    for page in site.pages:
        for number, text in enumerate(page.structured):
            documents[f"{page.address} ({number})"] = block = json.loads(text)
            assert block["@context"] in ("https://schema.org", "https://schema.org/"), page.address
    kinds = {node["@type"] for block in documents.values() for node in nodes(block)}
    assert {"NewsArticle", "Dataset", "StatisticalVariable", "Observation"} <= kinds
    problems = vocabulary_problems(documents, tmp_path, node_tools)
    assert not problems, f"{len(problems)} problems:\n" + "\n".join(problems[:40])


@pytest.mark.parametrize(
    "change",
    [
        lambda node: node.update({"@type": "Datasett"}),
        lambda node: node.update(temporalCoverag="2022"),
        lambda node: node.update(isAccessibleForFree={"@type": "Person"}),
    ],
)
def test_the_vocabulary_is_really_checked(
    site: Site, node_tools: Path, tmp_path: Path, change: Callable[[Json], None]
) -> None:
    """A wrong type, property or value is found."""
    [text] = example(site, "indicator", "en").structured
    block = json.loads(text)
    change(block["@graph"][0])
    assert vocabulary_problems({"page": block}, tmp_path, node_tools)


def test_an_articles_json_ld_says_what_the_page_says(site: Site) -> None:
    """Headline, address, language and date are those of the page."""
    count = 0
    for page in site.pages:
        for text in page.structured:
            for node in nodes(json.loads(text)):
                if node["@type"] != "NewsArticle" or "headline" not in node:
                    continue
                count += 1
                assert page.canonical in (node.get("url"), node.get("mainEntityOfPage")), page.address
                assert node["inLanguage"] == page.lang
                assert " ".join(node["headline"].split()) == " ".join(page.headline.split())
                times = page.root.xpath("//main//time/@datetime")
                assert any(time[:10].startswith(node["datePublished"][:10]) for time in times), page.address
    assert count


def test_sitemaps_fit_their_schemas(site: Site, node_tools: Path, tmp_path: Path) -> None:
    """sitemaps.org's, with ``xhtml:link`` declared as Google describes it; the index names every sitemap there is."""
    link = tmp_path / "link.xsd"
    link.write_text(LINK)
    wrapper = tmp_path / "wrapper.xsd"
    wrapper.write_text(WRAPPER.format(sitemap=node_tools / "sitemap/schema/sitemap.xsd", xhtml=link))
    schema = etree.XMLSchema(etree.parse(wrapper))
    for name in SITEMAPS:
        found = etree.parse(site.output / name)
        assert schema.validate(found), "\n".join(str(error) for error in schema.error_log)
    index = etree.parse(site.output / "sitemap.xml")
    assert index.getroot().tag == f"{SITEMAP}sitemapindex"
    named = {loc.text for loc in index.iter("{*}loc")}
    assert named == {f"{site.url}/{name}" for name in site.texts if name.startswith("sitemaps/")}


def test_the_sitemaps_list_every_page_that_wants_to_be_found(site: Site) -> None:
    """Exactly the pages without ``noindex``, each once, with the translations that the page itself names."""
    entries = site.mapped
    assert len(entries) == site.sitemaps.count("<loc>")
    noindex = 'head/meta[@name="robots"][contains(@content, "noindex")]'
    wanted = {page.canonical for page in site.pages if not page.root.xpath(noindex)}
    assert set(entries) == wanted, f"only in one of the two: {sorted(set(entries) ^ wanted)[:20]}"
    for url, entry in entries.items():
        named = {link.get("hreflang"): link.get("href") for link in entry.iterfind(f"{XHTML}link")}
        assert named == site.by_address[url.removeprefix(site.url)].alternates, url


def test_robots_names_the_sitemap_and_hides_nothing(site: Site) -> None:
    lines = site.texts["robots.txt"].splitlines()
    assert f"Sitemap: {site.url}/sitemap.xml" in lines
    assert "User-agent: *" in lines
    assert "Disallow: /" not in lines
