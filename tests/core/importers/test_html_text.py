import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfaudit.core.importers.html_text import plain_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Use <strong>this</strong>\n and  <em>that</em>.</p>", "Use this and that."),
        (
            "<p>One</p><p>Two</p>three<br>four<div>five</div>six",
            "One\n\nTwo\n\nthree\nfour\nfive\nsix",
        ),
        ("<h2>Steps</h2><ul><li><p>a</p></li><li>b</li></ul>", "Steps\n\n- a\n\n- b"),
        ("<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>", "1. a\n  - b\n2. c"),
        ("<pre><code>x = 1\n  y\n</code></pre>z", "x = 1\n  y\n\n\nz"),
        (
            "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>",
            "A | B\n1 | 2",
        ),
        ("a &lt; b &amp;&amp; c&nbsp;&gt; d &#x1F41D;", "a < b && c > d 🐝"),
        ("<p>See <a href='https://example.com/?a=1&b=2'>this</a></p>", "See this"),
        ("<p>x</p><script>alert(1)</script><style>p{}</style>y", "x\n\ny"),
        ("a < b and <3", "a < b and <3"),
        ("</p></ul></pre></script>x<li>y", "x\n- y"),
        ("<p title='a'b>x", "x"),
        ("&#0;&#xd800;", "\ufffd\ufffd"),
        ("", ""),
    ],
)
def test_what_a_browser_would_show(html, text):
    assert plain_text(html) == text


PIECES = st.sampled_from(
    ["<", ">", "<!", "<!--", "-->", "<![CDATA[", "]]>", "<a ", "</", "href='", '"', "'", "=", "/",
     "<script>", "</script>", "<pre>", "</pre>", "<li>", "<ol>", "</ul>", "<br>", "<td>", "&", "&#",
     "&lt;", ";", " ", "\n", "x", "\0", "\ud800", "<?", "<title>"]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES | st.text(max_size=3), max_size=25).map("".join))
def test_no_html_raises_anything(html):
    text = plain_text(html)
    text.encode()
    assert "\0" not in text


@pytest.mark.parametrize(
    "piece", ["<!--", "<a ", "<a b='", "<![", "<script></scr", "&#", "<li>", "<a x=1 ", "</"]
)
def test_what_is_never_closed_takes_no_longer_for_each_byte(piece):
    begun = time.process_time()
    plain_text(piece * (200_000 // len(piece)))
    assert time.process_time() - begun < 5  # the library alone: minutes
