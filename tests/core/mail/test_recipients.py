"""Who a mail goes to: read strictly, refused by name."""

import pytest

from postroom import limits
from postroom.mail.recipients import plain_address, read_recipients


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("a@b.example", ("a@b.example",)),
        (" Anna <anna@b.example> , bo@b.example;", ("anna@b.example", "bo@b.example")),
        ('"Anna the Great" <anna@b.example>', ("anna@b.example",)),
        (["a@b.example", "c@d.example, e@f.example"], ("a@b.example", "c@d.example", "e@f.example")),
        ("A@B.example, a@b.example", ("a@b.example",)),
        ("Upper@B.EXAMPLE", ("Upper@b.example",)),
        ("post@bücher.example", ("post@xn--bcher-kva.example",)),
    ],
)
def test_texts_and_lists_with_or_without_names_are_read(written: object, read: tuple[str, ...]) -> None:
    assert read_recipients(written) == read


@pytest.mark.parametrize(
    "written",
    [
        "nobody",
        "a@b",
        "a@b.example c@d.example",
        "a@b.example\r\nBcc: c@d.example",
        "a@b.example>\nBcc: <c@d.example",
        "<a@b.example",
        "a..b@c.example",
        ".a@b.example",
        "jürgen@b.example",
        '"quoted words"@b.example',
        "a@-b.example",
        "a@b_c.example",
        f"{'x' * 65}@b.example",
        f"a@{'x' * 64}.example",
        "a@b.example\x00",
    ],
)
def test_what_is_no_address_is_refused_by_name(written: str) -> None:
    with pytest.raises(ValueError, match="is not a mail address that can be sent to"):
        read_recipients(written)


@pytest.mark.parametrize("written", [None, 7, ["a@b.example", None], {"to": "a@b.example"}])
def test_what_is_no_text_is_refused(written: object) -> None:
    with pytest.raises(ValueError, match="nor a list of them"):
        read_recipients(written)


@pytest.mark.parametrize("count", [0, limits.SENT_RECIPIENTS + 1])
def test_nobody_and_too_many_are_refused_with_how_many(count: int) -> None:
    with pytest.raises(ValueError, match=f"1 to {limits.SENT_RECIPIENTS} recipients, not {count}"):
        read_recipients(",".join(f"a{number}@b.example" for number in range(count)))


def test_as_many_as_ses_takes_are_taken() -> None:
    given = [f"a{number}@b.example" for number in range(limits.SENT_RECIPIENTS)]
    assert read_recipients(given) == tuple(given)


def test_an_address_alone_is_none_where_it_cannot_be_sent_to() -> None:
    assert (plain_address("a@b.example"), plain_address("Anna <a@b.example>"), plain_address("")) == (
        "a@b.example",
        None,
        None,
    )
