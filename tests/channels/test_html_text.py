"""HTML made readable."""

import pytest

from heard.channels.mail.html_text import to_text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("<div>one</div><div><br></div><div>two</div>", "one\n\ntwo"),
        ("<ul><li>a</li><li>b<ol><li>c</li><li>d</li></ol></li></ul>", "- a\n- b\n  1. c\n  2. d"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a  b\nc"),
        ('<a href="https://example.com/x">the page</a>', "the page <https://example.com/x>"),
        ('<a href="https://example.com/">example.com</a>', "example.com"),
        ('<a href="mailto:zelda@example.com">Zelda</a>', "Zelda <zelda@example.com>"),
        ('<a href="javascript:alert(1)">click</a>', "click"),
        ("<blockquote type=cite>old<br>news</blockquote>new", "> old\n> news\n\nnew"),
        ("<blockquote type=cite>a<blockquote type=cite>b</blockquote></blockquote>", "> a\n>\n>> b"),
        ('<blockquote style="margin:0 0 0 40px; border: none">moved</blockquote>', "moved"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("<script>alert('<p>')</script><style>p > a {}</style>x", "x"),
        ("<head><title>t</title></head><body>b</body>", "b"),
        ("a<!-- <p>secret</p> -->b<![CDATA[x]]>c", "abc"),
        ("1 < 2 &amp; 3 &gt; 2 &euro; &#x41;", "1 < 2 & 3 > 2 € A"),
        ('<img alt="a chart" src="x"> and <p title="a > b">c</p>', "a chart and\n\nc"),
        ("<p>open <b>tags <i>everywhere", "open tags everywhere"),
        ("<style>never closed <p>shown", "never closed\n\nshown"),
        ("", ""),
        ("<", "<"),
    ],
)
def test_reads(source, text):
    assert to_text(source) == text
