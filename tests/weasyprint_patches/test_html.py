"""What is read as XML is the tree that HTML's own rules make; whatever needs those rules is left to them."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import pytest
from weasyprint import HTML

from handouts.jobs import Job
from handouts.press import Press
from handouts.render import _take_out_styles
from handouts.weasyprint_patches.html import PARSE, read
from handouts.workspace import open_workspace
from tests.conftest import ROOT

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8"><title>A &amp; B</title>
</head>
<body class="x">BODY</body>
</html>
"""
AS_XML = (
    "",
    "text",
    "\n<p>one</p>\n  two<br>three &lt; four &quot;&#34;&#39;\n",
    '<p id="a" class="b  c" title="&quot;q&quot; &amp; &lt;">p <img src="x" alt=""></p>',
    "<p><b>b <i>i <b>b <b>b <b>deep</b></b></b></i></b> <bdi><sub>1</sub></bdi></p>",
    "<div>a<section><header><h1>h <em>e</em></h1></header></section>b</div>",
    "<ul><li>1<ul><li>inner</li></ul></li> <li><p>2</p></li></ul>",
    "<table> <thead><tr><th>h</th></tr></thead>\n<tbody>\n<tr><td><p>c</p></td></tr></tbody> </table>",
    '<p><a href="x"></a><a href="y">y</a></p>',
    "é ￼ \u2028 \u0085 \U0010ffff",
)
"""What may stand in a page and need none of HTML's rules."""

AS_HTML = (
    "<p>one<p>two",
    "<p>one<div>block</div></p>",
    "<p><b>crossed</p></b>",
    "<ul><li>one<li>two</ul>",
    "<li><li>inner</li></li>",
    '<a href="x">a <span><a href="y">b</a></span></a>',
    "<table><tr><td>no body</td></tr></table>",
    "<table><tbody><tr>astray<td>c</td></tr></tbody></table>",
    "<table>astray<tbody></tbody></table>",
    "<table><tbody><tr><td>c</td></tr></tbody><p>p</p></table>",
    "<h1>one<h2>two</h2></h1>",
    "<div/>text",
    "<br/>",
    "<br></br>",
    "<p hidden>p</p>",
    "<p id=a>p</p>",
    "<p title='a'>p</p>",
    '<p title="a\nb">p</p>',
    '<p title="a" title="b">p</p>',
    '<p xmlns="urn:x">p</p>',
    "<P>p</P>",
    "a & b &nbsp; &eacute; &#233; &#128;",
    "a > b",
    "<!-- comment --><p>p</p>",
    "<![CDATA[x]]>",
    "<?x y?>",
    "<pre>\nx</pre>",
    "<svg><title>t</title></svg>",
    "<select><option>o</select>",
    "<script>a < b</script>",
    "<template><p>t</p></template>",
    "line\r\nline",
    "\x01 \x0c",
    "\uffff",
    "</body>after",
    "</body><body>",
)
"""What needs them, or may."""


def shown(element: Element) -> tuple[object, ...]:
    return element.tag, element.attrib, element.text or "", element.tail or "", [shown(child) for child in element]


@pytest.mark.parametrize("body", AS_XML)
def test_plain_html_is_read_as_html(body: str) -> None:
    html = PAGE.replace("BODY", body)
    found = read(html)
    assert found is not None
    assert shown(found) == shown(PARSE.kept(html, namespace_html_elements=False))


@pytest.mark.parametrize("body", AS_HTML)
def test_what_takes_rules_of_html_is_left_to_them(body: str) -> None:
    html = PAGE.replace("BODY", body)
    assert read(html) is None
    PARSE.apply()
    tree = HTML(string=html).etree_element
    assert shown(tree) == shown(PARSE.kept(html, namespace_html_elements=False))


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<p>",
        PAGE.replace("<!DOCTYPE html>\n", ""),
        PAGE.replace("</head>", "</head>text"),
        PAGE.replace("<title>", "<p>p</p><title>"),
        PAGE.replace("</html>\n", "</html>\n<p>after</p>"),
        PAGE.replace("<title>A", "<title><b>A</b>"),
        PAGE.replace("<meta", '<base href="x"><meta'),
    ],
)
def test_a_page_of_another_form_is_left_to_html(html: str) -> None:
    assert read(html) is None


@pytest.mark.parametrize("edition", ["standard", "large-print"])
@pytest.mark.parametrize("language", ["en", "ar", "hi", "ja"])
def test_leaflets_are_plain(language: str, edition: str) -> None:
    press = Press(open_workspace(ROOT))
    leaflet, _ = press.composed(Job("ketamine-nerve-pain", language, "example-clinic", edition, "a4"))
    html, _ = _take_out_styles(press.templates.render(leaflet))
    found = read(html)
    assert found is not None
    assert shown(found) == shown(PARSE.kept(html, namespace_html_elements=False))
