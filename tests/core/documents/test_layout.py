"""Characters into lines: gaps are spaces, wide gaps columns, and what was written out of order reads in order."""

from postroom.documents.layout import Character, laid_out


def written(text: str, x: float = 0, y: float = 0, *, width: float = 5, height: float = 10) -> list[Character]:
    """A text with its characters side by side, y downwards."""
    return [Character(one, x + at * width, -y - height, x + (at + 1) * width, -y) for at, one in enumerate(text)]


def test_nothing_is_nothing() -> None:
    assert laid_out([]) == ""
    assert laid_out(written("   ")) == ""
    assert laid_out([Character("x", 0, 5, 3, 5)]) == ""


def test_a_narrow_gap_is_a_space_with_or_without_a_character_for_it() -> None:
    assert laid_out(written("in all")) == "in all"
    assert laid_out([*written("in"), *written("all", 13)]) == "in all"


def test_kerning_is_no_gap() -> None:
    assert laid_out([*written("To"), *written("tal", 10.8)]) == "Total"


def test_a_wide_gap_parts_columns_by_two_spaces_at_least() -> None:
    assert laid_out([*written("Total"), *written("5", 32)]) == "Total  5"
    assert laid_out([*written("Total"), *written("5", 100)]) == "Total               5"


def test_lines_go_from_top_to_bottom_whatever_was_written_first() -> None:
    assert laid_out([*written("below", y=12), *written("b", 40), *written("a")]) == "a       b\nbelow"


def test_parts_of_a_word_written_out_of_order_are_one() -> None:
    assert laid_out([*written("tal", 10), *written("To")]) == "Total"


def test_small_print_on_the_same_line_stands_on_it() -> None:
    assert laid_out([*written("Total", height=12), *written("EUR", 40, 4, width=3, height=8)]).split() == [
        "Total",
        "EUR",
    ]
    assert "\n" not in laid_out([*written("Total", height=12), *written("EUR", 40, 4, width=3, height=8)])


def test_what_is_set_high_is_no_part_of_the_number_before_it() -> None:
    assert laid_out([*written("19", height=14), *written("99", 10, width=3, height=7)]) == "19 99"
    assert laid_out([*written("19", height=14), *written("99", 10, 4, width=4, height=10)]) == "1999"


def test_a_paragraph_is_parted_by_an_empty_line() -> None:
    assert laid_out([*written("one"), *written("two", y=12), *written("three", y=40)]) == "one\ntwo\n\nthree"


def test_a_page_of_any_width_keeps_within_its_grid() -> None:
    far = laid_out([*written("a", width=0.001), *written("bb", 1_000_000, width=0.001)])
    assert far.split() == ["a", "bb"]
    assert len(far) < 300
