"""HTML as the text a reader sees."""

import pytest

from postroom.mail.html_text import html_to_text
from tests.cpu_time import assert_in_proportion


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("plain", "plain"),
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("<div>one</div><div>two</div>", "one\ntwo"),
        ("<div><div><div>one</div></div></div><div>two</div>", "one\ntwo"),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("one<br><br><br><br>two", "one\n\ntwo"),
        ("<ul><li>one</li><li><p>two</p></li></ul>", "- one\n- two"),
        ("<h1>Title</h1>text", "Title\n\ntext"),
        ("a  \n\t b", "a b"),
        ("a<b> b</b>c <i> d</i>", "a bc d"),
        ("<pre>a\n  b</pre>c", "a\n  b\n\nc"),
        ("Tom &amp; J&oslash;rn &lt;x&gt; &#8364; &nbsp;5&euro;", "Tom & Jørn <x> € 5€"),
        ("a &unknown; b & c", "a &unknown; b & c"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("I <3 you", "I <3 you"),
        ("over\u200bdue sof\u00adt", "overdue soft"),
        ("<blockquote type='cite'>a<blockquote class=gmail_quote>b</blockquote></blockquote>c", "> a\n\n> > b\n\nc"),
        ("<blockquote style='margin:0'>indented</blockquote>", "indented"),
        ("", ""),
    ],
)
def test_text_breaks_where_a_reader_sees_it_break(html: str, text: str) -> None:
    assert html_to_text(html) == text


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>if (a < b) { x = '</div>' }</script>",
        "<style>p { color: red }</style>",
        "<head><title>Title</title></head>",
        "<!-- comment > still -->",
        "<!--[if mso]><p>Outlook</p><![endif]-->",
        "<div style='display:none'>x<div>y</div></div>",
        '<div style="color:red; DISPLAY : NONE !important">x</div>',
        '<span style="visibility:hidden">x</span>',
        '<span style="font-size:0px">x</span>',
        '<span style="font-size: 0.0em;">x</span>',
        '<span style="opacity:0">x</span>',
        '<span style="mso-hide:all">x</span>',
        '<span style="display&#58;none">x</span>',
        '<span style="font-size:1px">x</span>',
        '<span style="font:0/0 a">x</span>',
        '<div style="font-size:0"><b style="font-size:2em">x</b></div>',
        '<div style="max-height:0;overflow:hidden">x</div>',
        '<div style="overflow:hidden;height:0px;width:100%">x</div>',
        '<div style="position:absolute;left:-9999px">x</div>',
        '<div style="text-indent:-9999px">x</div>',
        '<div style="position:absolute;clip:rect(0 0 0 0)">x</div>',
        '<span style="color:transparent">x</span>',
        '<span style="color:#ffffff">x</span>',
        "<font color=White>x</font>",
        '<span style="color:#fff;background-color:#FFFFFF">x</span>',
        '<div style="background:white"><i><font color="#ffffff">x</font></i></div>',
        '<table bgcolor="#eeeeee"><tr><td style="color:rgb(238, 238, 238)">x</td></tr></table>',
        "<style>.pre{color:red}.pre,#a { display:none !important }</style><i class='big pre'>x</i><i id=a>x</i>",
        "<style>@import url(a.css); @media print{.b{color:red}} i.c{visibility:hidden}</style><i class=c>x</i>",
        "<p hidden>x</p>",
        '<p hidden="hidden">x<b>y</b></p>',
        "<p style='display:none'>x",
        "<template>x</template>",
        "<svg><text>x</text></svg>",
        "<!DOCTYPE html>",
        "<?xml version='1.0'?>",
        "<![CDATA[x]]>",
        "<![x[",
    ],
)
def test_what_no_reader_sees_is_dropped(hidden: str) -> None:
    assert html_to_text(f"before{hidden}<p>after</p>").replace("\n", "") in {"beforeafter", "before"}
    assert "x" not in html_to_text(f"<i>{hidden}</i>")


@pytest.mark.parametrize(
    "shown",
    [
        '<span style="font-size:0.9em">x</span>',
        '<span style="font-size:10px;line-height:0">x</span>',
        '<span style="opacity:0.5">x</span>',
        '<td style="font-size:0px"><div style="font-size:16px">x</div></td>',
        '<td style="font-size:0"><p style="font:bold 12px/1.4 Arial">x</p></td>',
        '<td style="font-size:0"><font size=2>x</font></td>',
        '<td style="font-size:0"><p style="font-size:medium">x</p></td>',
        '<td style="font-size:0"></td>x',
        '<div style="font-size:0"><div></div></div>x',
        '<div style="font-size:0"><div style="font-size:0"></div></div>x',
        '<div style="font-size:0"><div hidden>y</div></div>x',
        '<p style="font-size:0"><p>x',
        '<div style="height:0"><b>x</b></div>',
        '<div style="overflow:hidden;max-height:10px">x</div>',
        '<div style="left:-9999px">x</div>',
        '<table background=dark.png><tr><td style="color:#ffffff">x</td></tr></table>',
        '<span style="color:#fffffe">x</span>',
        '<table bgcolor=#000000><tr><td style="color:#ffffff">x</td></tr></table>',
        '<div style="color:#fff;background:#fff url(dark.png)">x</div>',
        '<div style="color:#fff;background:#fff"><a style="background:#00f">x</a></div>',
        '<div style="color:#fff;background:#fff"><a style="color:navy">x</a></div>',
        "<style>@media (max-width:600px){.a{display:none}} @media print{.b{display:none}}</style><i class='a b'>x</i>",
        "<style>.a{display:none}.a{display:block}</style><i class=a>x</i>",
        "<style>.a{display:none}</style><i class=a style='display:inline'>x</i>",
        "<style>.a .b{display:none}</style><i class=b>x</i>",
        '<span data-hidden-by="me">x</span>',
        '<a href="?display:none">x</a>',
        '<a title="a > b">x</a>',
        '<a href=foo">x</a>',
        "<input hidden>x",
        "<x-unknown>x</x-unknown>",
        "<b>x",
        "x</b></p></table>",
        '<a b="x">x',
    ],
)
def test_what_a_reader_sees_is_kept(shown: str) -> None:
    assert html_to_text(shown).strip() == "x"


def test_a_table_is_lines_of_cells() -> None:
    html = """<table><tr><th>Vare</th><th>Pris</th></tr>
      <tr><td><p>Skruer</p></td> <td><p align=right>12,50&nbsp;kr.</p></td></tr>
      <tr><td>Tom</td><td></td></tr><tr><td>I alt<td>12,50</table>Efter"""
    assert html_to_text(html) == "Vare\tPris\nSkruer\t12,50 kr.\nTom\nI alt\t12,50\nEfter"


@pytest.mark.parametrize(
    "empty", ["<td></td>", "<td></td><th> </th>", "<td><p></p></td>", "<td><div>&nbsp;</div><br></td>"]
)
def test_a_row_that_begins_with_empty_cells_is_a_line_of_its_own(empty: str) -> None:
    html = f"<table><tr><td>Papir</td><td>700</td></tr><tr>{empty}<td>I alt</td><td>1.200</td></tr></table>"
    assert html_to_text(html) == "Papir\t700\nI alt\t1.200"


def test_a_table_inside_a_cell_stays_readable() -> None:
    html = (
        "<table><tr><td>Logo</td><td><table><tr><td>Net</td><td>100</td></tr>"
        "<tr><td>VAT</td><td>25</td></tr></table></td></tr><tr><td>End</td></tr></table>"
    )
    assert html_to_text(html) == "Logo\tNet\t100\nVAT\t25\nEnd"


def test_a_head_that_never_ends_hides_no_text() -> None:
    assert html_to_text("<head><p>text") == "text"
    assert html_to_text("<html><head><title>t</title><body>text") == "text"


@pytest.mark.parametrize(
    "piece",
    [
        "<",
        "<!--",
        "<!",
        "<a ",
        '<a b="',
        '<a b=">"',
        "<svg>",
        "<head>",
        "&#",
        "<table><tr><td>",
        "<li>",
        "<p hidden>",
        "<style>",
        "<style>.a{display:none}</style>",
        "<div style='font-size:0'>",
        "<i style='color:#fff;background:#fff'>",
        "<p style='font-size:0;" + "font:" * 400 + "'>",
        "<style>" + "{" * 1000 + "</style>",
    ],
)
def test_time_grows_with_length_only(piece: str) -> None:
    assert_in_proportion(lambda size: html_to_text(piece * (size // len(piece))), 256 * 1024)
