"""Where an HTML body's links lead: known beside the mail while it is read, and no part of what is kept of it."""

import pytest

from postroom.limits import HTML_LINKS, LINK_CHARACTERS
from postroom.mail.html_text import lay_out
from postroom.mail.parse import parse_mail
from tests.cpu_time import assert_in_proportion

HTML = b"Content-Type: text/html\n\n"


@pytest.mark.parametrize(
    ("html", "link"),
    [
        ('<a href="https://a.example/?x=1&amp;y=2">a</a>', "https://a.example/?x=1&y=2"),
        ("<A class='b' HREF = ' https://a.example/ '>a</A>", "https://a.example/"),
        ("<a href=https://a.example/ target=_blank>a</a>", "https://a.example/"),
        ('<a href="https://a.example/\n  b">a</a>', "https://a.example/b"),
        ('<a href="http://a.example/"><img src="x.png"></a>', "http://a.example/"),
        ('<map><area href="https://a.example/"/></map>', "https://a.example/"),
    ],
)
def test_a_links_address_is_read_as_a_browser_reads_it(html: str, link: str) -> None:
    assert lay_out(html).links == [link]


@pytest.mark.parametrize(
    "html",
    [
        *('<a href="mailto:a@b.example">a</a>', '<a href="#top">a</a>', '<a name="x">a</a>', "<a>a</a>"),
        *('<a data-href="https://a.example/">a</a>', '<link href="https://a.example/">', "https://a.example/"),
        *('<!-- <a href="https://a.example/"> -->', '<p hidden><a href="https://a.example/">a</a></p>'),
        '<a style="display:none" href="https://a.example/">a</a>',
    ],
)
def test_what_is_no_link_to_a_web_page_or_is_not_seen_leads_nowhere(html: str) -> None:
    assert lay_out(html).links == []


def test_a_mails_links_are_told_once_each_and_are_no_part_of_the_mail_that_is_kept() -> None:
    parsed = parse_mail(HTML + b'<a href="https://a.example/1">a</a> <a href="https://a.example/1">b</a>')
    assert parsed.links == ("https://a.example/1",)
    assert "a.example" not in parsed.mail.model_dump_json()


def test_of_many_and_long_links_so_many_and_so_much_is_kept() -> None:
    links = parse_mail(HTML + b"".join(b'<a href="https://a.example/%d">a</a>' % one for one in range(600))).links
    assert len(links) == HTML_LINKS
    [link] = parse_mail(HTML + b'<a href="https://a.example/' + b"x" * 5_000 + b'">a</a>').links
    assert len(link) == LINK_CHARACTERS


@pytest.mark.parametrize(
    "piece",
    [
        "<a href=https://a>",
        "<a href=",
        "<a href = '",
        '<a x="',
        " href ",
        'href="https:',
        "<a href='https:",
        "<a href=   ",
    ],
)
def test_reading_links_takes_time_in_proportion(piece: str) -> None:
    assert_in_proportion(lambda size: lay_out((piece * size)[:size]), 256 * 1024)
    assert_in_proportion(lambda size: lay_out(f"<a {(piece.strip('<') * size)[:size]}>"), 256 * 1024)
