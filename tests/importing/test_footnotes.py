"""Footnotes of any program become footnotes of ours, numbered as they are called; what only looks like one stays."""

import pytest

from aimaq.importing.report import Outcome

from .conftest import Planned, page, text_of
from .test_export_items import export, item

#: One text, “Раз¹ и два².”, with its two notes, as different programs write it.
FORMS = {
    "Python-Markdown": """
<p>Раз<sup id="fnref:a"><a class="footnote-ref" href="#fn:a">1</a></sup> и два<sup id="fnref:b"><a
href="#fn:b">2</a></sup>.</p>
<div class="footnote"><hr>
<ol>
<li id="fn:a"><p>Первое <b>слово</b>.&nbsp;<a class="footnote-backref" href="#fnref:a">&#8617;</a></p>
</li>
<li id="fn:b"><p>Второе.</p>
<p>Ещё.&nbsp;<a href="#fnref:b">&#8617;</a></p>
</li>
</ol></div>
""",
    "Goldmark": """
<p>Раз<sup id="fnref:1"><a href="#fn:1" class="footnote-ref" role="doc-noteref">1</a></sup> и два<sup
id="fnref:2"><a href="#fn:2">2</a></sup>.</p>
<div class="footnotes" role="doc-endnotes"><hr>
<ol>
<li id="fn:1"><p>Первое <b>слово</b>.&#160;<a href="#fnref:1">&#x21a9;&#xfe0e;</a></p>
</li>
<li id="fn:2"><p>Второе.</p>
<p>Ещё.&#160;<a href="#fnref:2">&#x21a9;&#xfe0e;</a></p>
</li>
</ol></div>
""",
    "Google Docs": """
<p><span>Раз</span><sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup><span> и два</span><sup><a href="#ftnt2"
id="ftnt_ref2">[2]</a></sup><span>.</span></p>
<hr>
<div><p><a href="#ftnt_ref1" id="ftnt1">[1]</a><span>&nbsp;Первое </span><b>слово</b>.</p>
</div>
<div><p><a href='#ftnt_ref2' id='ftnt2'>[2]</a><span>&nbsp;Второе.</span></p>
<p>Ещё.</p>
</div>
""",
    "Word": """
<p class=MsoNormal>Раз<a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1" title=""><span
class=MsoFootnoteReference><![if !supportFootnotes]><span
class=MsoFootnoteReference>[1]</span><![endif]></span></a> и два<a href='#_ftn2'
name='_ftnref2'><span>[2]</span></a>.</p>
<div style='mso-element:footnote-list'><![if !supportFootnotes]><br clear=all><hr align=left size=1 width='33%'>
<![endif]><div id=ftn1><p class=MsoFootnoteText><a href='#_ftnref1'
name='_ftn1'><span>[1]</span></a> Первое <b>слово</b>.</p>
</div>
<div id=ftn2><p class=MsoFootnoteText><a href='#_ftnref2' name='_ftn2'>[2]</a> Второе.</p>
<p>Ещё.</p>
</div>
</div>
""",
    "docutils": """
<p>Раз <a class="footnote-reference brackets" href="#footnote-1" id="footnote-reference-1"><span
class="fn-bracket">[</span>1<span class="fn-bracket">]</span></a> и два <a href="#footnote-2"
id="footnote-reference-2">2</a>.</p>
<aside class="footnote-list brackets"><aside class="footnote brackets" id="footnote-1"><span
class="label"><span class="fn-bracket">[</span><a role="doc-backlink" href="#footnote-reference-1">1</a><span
class="fn-bracket">]</span></span><p>Первое <b>слово</b>.</p>
</aside>
<aside id="footnote-2"><span class="label"><a href="#footnote-reference-2">2</a></span><p>Второе.</p>
<p>Ещё.</p>
</aside>
</aside>
""",
    "asterisks": """
<p>Раз<a id="n1" href="#f1">*</a> и два<a id="n2" href="#f2">**</a>.</p>
<p id="f1"><a href="#n1">*</a> Первое <b>слово</b>.</p>
<div id="f2"><p><a href="#n2">**</a> Второе.</p>
<p>Ещё.</p>
</div>
""",
}


@pytest.mark.parametrize("html", FORMS.values(), ids=FORMS)
def test_footnotes_are_footnotes(planned: Planned, html: str) -> None:
    plan = planned({"p.html": page(f"<p>До.</p>{html}")})
    text = text_of(plan).replace(" [^", "[^")
    assert text == ("До.\n\nРаз[^1] и два[^2].\n\n[^1]: Первое **слово**.\n\n[^2]: Второе.\n\n    Ещё.\n"), text
    assert not [each for each in plan.entries if each.outcome is Outcome.LOST]


def test_a_note_that_is_called_twice_is_one_note(planned: Planned) -> None:
    html = (
        '<p>Раз<sup id="r1"><a href="#f">1</a></sup> два<sup id="r2"><a href="#f">1</a></sup></p>'
        '<ol><li id="f">Слова <a href="#r1">↩</a> <a href="#r2">↩</a></li></ol>'
    )
    assert text_of(planned({"p.html": page(html)})) == "Раз[^1] два[^1]\n\n[^1]: Слова\n"


@pytest.mark.parametrize(
    "html",
    [
        '<p><a href="#a" id="b">1</a> Глава</p><h2 id="a">Раздел <a href="#b">↑</a></h2><p>Слова.</p>',
        '<p><a href="#a">1</a> Глава</p><p id="a">Слова <a href="#top">наверх</a>.</p>',
        '<p id="a">Слова <a href="#a">1</a></p>',
    ],
)
def test_other_links_within_a_page_are_no_footnotes(planned: Planned, html: str) -> None:
    assert "[^" not in text_of(planned({"p.html": page(html)}))


def test_footnotes_of_the_block_editor_stand_outside_of_the_text(planned: Planned) -> None:
    content = (
        '<!-- wp:paragraph --><p>Раз<sup data-fn="u-1" class="fn"><a id="u-1-link" href="#u-1">1</a></sup>.</p>'
        "<!-- /wp:paragraph --><!-- wp:footnotes /-->"
    )
    meta = (
        "<wp:postmeta><wp:meta_key>footnotes</wp:meta_key><wp:meta_value><![CDATA["
        '[{"content":"По данным <em>Бюро</em>.","id":"u-1"}]]]></wp:meta_value></wp:postmeta>'
    )
    source = export(item(f"<content:encoded><![CDATA[{content}]]></content:encoded>", meta))
    assert text_of(planned({"e.xml": source})) == "Раз[^1].\n\n[^1]: По данным *Бюро*.\n"
