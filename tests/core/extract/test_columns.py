"""Which cell stands below which: by number where tabs or bars part them, by place where spaces do."""

from postroom.extract.columns import Columns, Line, lines_of


def cells(text: str, number: int) -> list[str]:
    return [text[cell.start : cell.end] for cell in Columns(text, lines_of(text)).cells(number)]


def below(text: str, column: int, *, after: int = 0, rows_only: bool = False) -> str | None:
    found = Columns(text, lines_of(text)).below(0, column, after, rows_only=rows_only)
    return None if found is None else text[found[1].start : found[1].end]


def only_row(text: str) -> list[str] | None:
    row = Columns(text, lines_of(text)).only_row(0)
    return None if row is None else [text[cell.start : cell.end] for cell in row]


def test_lines_are_places_in_the_text() -> None:
    assert lines_of("ab\n\nc") == [Line(0, 2), Line(3, 3), Line(4, 5)]


def test_tabs_bars_and_two_spaces_part_cells_and_one_space_does_not() -> None:
    assert cells("  Invoice no.\tDate | Due  on time", 0) == ["Invoice no.", "Date", "Due", "on time"]
    assert cells("x" * 300 + "  " + "y" * 300, 0) == ["x" * 300 + "  " + "y" * 300]


def test_the_cell_below_is_the_one_that_shares_most_with_its_head() -> None:
    text = "Order no.  Invoice no.\n771203300-A  90455"
    assert (below(text, 0), below(text, 1)) == ("771203300-A", "90455")
    text = "Order no.  Invoice no.\n  771203-2026-A\n           90455"
    assert (below(text, 0), below(text, 1)) == ("771203-2026-A", "90455")


def test_lines_of_other_columns_between_are_passed_over() -> None:
    assert below("           Number\nHarbour Ltd\n\n           HF-1290", 0) == "HF-1290"


def test_what_stands_too_far_below_is_no_longer_its_column() -> None:
    assert below("Number" + "\n" * 5 + "HF-1290", 0) == "HF-1290"
    assert below("Number" + "\n" * 6 + "HF-1290", 0) is None


def test_a_further_row_does_not_follow_an_empty_line() -> None:
    assert below("Date\n1 May\n2 May", 0, after=1, rows_only=True) == "2 May"
    assert below("Date\n1 May\n\n2 May", 0, after=1, rows_only=True) is None
    assert below("Date\n1 May\n\n2 May", 0, after=1) == "2 May"


def test_a_table_of_one_row_is_read_and_one_of_several_is_not() -> None:
    assert only_row("Net\tVAT\n100\t25") == ["100", "25"]
    assert only_row("Net\tVAT\n100\t25\nthank you") == ["100", "25"]
    assert only_row("Net\tVAT\n100\t25\n80\t20") is None
    assert only_row("Net 1\tVAT\n100\t25") is None
    assert only_row("Net\n100") is None
    assert only_row("Net\tVAT") is None


def test_a_rate_in_a_heads_words_is_no_value() -> None:
    assert only_row("Net\tVAT 20%\tTotal\n100\t20\t120") == ["100", "20", "120"]
    assert only_row("Netto\tMwSt (19,00 %)\n100\t19") == ["100", "19"]
    assert only_row("Net 100\tVAT 20%\n80\t16") is None


def test_a_further_head_is_no_second_row() -> None:
    assert only_row("Issued\tDue\n1 May\t9 May\nNet\tVAT 20%\n100\t20") == ["1 May", "9 May"]
    assert only_row("What\tPrice\nPaper\t100\nInk\tfree") is None


def test_a_line_drawn_below_a_head_is_no_row() -> None:
    assert only_row("| Net | VAT |\n|-----|:---:|\n| 100 | 25 |") == ["100", "25"]
    assert only_row("| Net | VAT |\n|-----|-----|\n| 100 | 25 |\n| 80 | 20 |") is None
    assert only_row("Net | VAT\n----+----\n100 | 25\n====+====") == ["100", "25"]
