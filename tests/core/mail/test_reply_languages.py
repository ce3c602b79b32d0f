"""Replies in fifteen languages, as the usual mail programs send them: above, below and between what is quoted."""

import pytest

from postroom.mail.reply_text import reply_text
from tests.core.mail.reply_languages import LANGUAGES, Language

QUOTED = "> Will you come?\n>\n> Jens\n"
EACH = pytest.mark.parametrize("language", [pytest.param(value, id=key) for key, value in LANGUAGES.items()])
ATTRIBUTIONS = pytest.mark.parametrize(
    ("language", "attribution"),
    [pytest.param(value, each, id=f"{key} {each}") for key, value in LANGUAGES.items() for each in value.attributions],
)


@ATTRIBUTIONS
def test_above_a_quote(language: Language, attribution: str) -> None:
    assert reply_text(f"{language.answer}\n\n{attribution}\n\n{QUOTED}") == language.answer
    assert reply_text(f"{language.answer}\n\n> {attribution}\n>\n{QUOTED}") == language.answer
    # Without a mark at the quote, and without an empty line before the attribution.
    assert reply_text(f"{language.answer}\n{attribution}\n\nWill you come?\n\nJens\n") == language.answer


@ATTRIBUTIONS
def test_below_and_between_quotes(language: Language, attribution: str) -> None:
    assert reply_text(f"{attribution}\n{QUOTED}\n{language.answer}\n") == language.answer
    between = f"{attribution}\n> One?\n\n{language.answer}\n\n> Two?\n\n{language.answer}\n"
    assert reply_text(between) == f"{language.answer}\n\n{language.answer}"


@ATTRIBUTIONS
def test_an_attribution_wrapped_before_the_address(language: Language, attribution: str) -> None:
    wrapped = attribution.replace(" <", "\n<", 1)
    assert reply_text(f"{language.answer}\n\n{wrapped}\n\n{QUOTED}") == language.answer
    cut = attribution.replace(" <", " <\n", 1)
    assert reply_text(f"{language.answer}\n\n{cut}\n\n{QUOTED}") == language.answer


@EACH
def test_above_outlooks_block(language: Language) -> None:
    for above in ("", "________________________________\n", "\n\n", f"{language.separators[0]}\n"):
        for block in (language.block, language.block.replace("\n", "\n\n")):
            assert reply_text(f"{language.answer}\n\n{above}{block}\n\nWill you come?\n") == language.answer


@EACH
def test_above_a_block_in_bold(language: Language) -> None:
    bold = "\n".join(
        f"*{label}:*{value}" for label, _, value in (line.partition(":") for line in language.block.split("\n"))
    )
    assert reply_text(f"{language.answer}\n\n{bold}\n\nWill you come?\n") == language.answer


@EACH
def test_above_a_separator(language: Language) -> None:
    for separator in language.separators:
        assert reply_text(f"{language.answer}\n\n{separator}\n\nWill you come?\n") == language.answer
        assert reply_text(f"{separator}\n\nWill you come?\n") == ""


@EACH
def test_a_devices_line(language: Language) -> None:
    for device in language.devices:
        assert reply_text(f"{language.answer}\n\n{device}\n") == language.answer
        assert reply_text(f"{language.answer}\n\n{device}\n\n{language.block}\n\nWill you come?\n") == language.answer


@EACH
def test_a_closing_a_name_and_contact_data(language: Language) -> None:
    for below in ("Mette Holm", "Mette Holm\nSales Manager\nTel: +45 12 34 56 78\nwww.example.com", "\nMette Holm"):
        for comma in ("", ","):
            assert reply_text(f"{language.answer}\n\n{language.closing}{comma}\n{below}\n") == language.answer
    signed = f"{language.answer}\n\n{language.closing}\nMette Holm\n\n{language.attributions[0]}\n{QUOTED}"
    assert reply_text(signed) == language.answer


@EACH
def test_a_legal_notice(language: Language) -> None:
    for above in ("", "________________________________\n", "---\n", f"{language.closing}\nMette Holm\n\n"):
        assert reply_text(f"{language.answer}\n\n{above}{language.notice}\n") == language.answer


@EACH
def test_a_closing_alone_is_the_senders_own_word(language: Language) -> None:
    assert reply_text(f"{language.answer}\n\n{language.closing}") == f"{language.answer}\n\n{language.closing}"
    assert reply_text(language.closing) == language.closing
