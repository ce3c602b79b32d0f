"""Dates in the forms of four languages."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postroom.extract.dates import find_dates, parse_date, writes_month_first

MARCH_15 = date(2024, 3, 15)


@pytest.mark.parametrize(
    "written",
    [
        "15.03.2024",
        "15.3.2024",
        "15. 3. 2024",
        "15-03-2024",
        "15/03/2024",
        "15/3-2024",
        "15/3 2024",
        "15.03.24",
        "15-03-24",
        "2024-03-15",
        "2024/3/15",
        "2024.03.15",
        "15. marts 2024",
        "15 mar 2024",
        "15. März 2024",
        "15. Maerz 2024",
        "15 March 2024",
        "15th of March 2024",
        "15th March, 2024",
        "15-Mar-2024",
        "March 15, 2024",
        "March 15th, 2024",
        "Mar. 15 2024",
        "2024年3月15日",
        "2024 年 3 月 15 日",
        "2024年03月15号",
        "二〇二四年三月十五日",
        "二零二四年三月十五号",
        "二○二四 年 三 月 十五 日",
    ],
)
def test_a_date_is_read(written: str) -> None:
    assert parse_date(written) == MARCH_15


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("二〇二六年十月三十一日", date(2026, 10, 31)),
        ("二〇二六年十二月十日", date(2026, 12, 10)),
        ("二〇二六年十一月二十日", date(2026, 11, 20)),
        ("一九九九年一月二日", date(1999, 1, 2)),
    ],
)
def test_a_date_in_chinese_words_is_read(written: str, expected: date) -> None:
    assert parse_date(written) == expected


@pytest.mark.parametrize(
    "written",
    [
        "31.02.2024",
        "32.01.2024",
        "00.01.2024",
        "15.03.1824",
        "192.168.10.24",
        "1.2.3",
        "15.03",
        "March",
        "4711.0815.25",
        "二〇二四年二月三十日",
        "二〇二四年三月",
        "十五日",
    ],
)
def test_what_is_no_day_is_no_date(written: str) -> None:
    assert list(find_dates(written)) == []


def test_the_day_comes_first_unless_the_text_writes_the_month_first() -> None:
    assert parse_date("02/09/2024") == date(2024, 9, 2)
    assert parse_date("02/09/2024", month_first=True) == date(2024, 2, 9)
    assert parse_date("02.09.2024", month_first=True) == date(2024, 9, 2)


def test_a_number_above_twelve_is_the_day() -> None:
    assert parse_date("12/31/2024") == date(2024, 12, 31)
    assert parse_date("31/12/2024", month_first=True) == date(2024, 12, 31)


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Due 01/30/2025, issued 12/03/2024", "en", True),
        ("Due 30/01/2025, total $5.00", "en", False),
        ("Due 01/02/2025, total $5.00", "en", True),
        ("Due 01/02/2025, total $5.00, VAT 0", "en", False),
        ("Due 01/02/2025, total £5.00", "en", False),
        ("Fällig 01/02/2025, $5.00", "de", False),
        ("Due 01/02/2025", "en", False),
    ],
)
def test_the_text_shows_whether_it_writes_the_month_first(text: str, language: str, expected: bool) -> None:
    assert writes_month_first(text, language) is expected


@pytest.mark.parametrize(
    ("text", "written_on", "expected"),
    [
        ("fällig am 28. Februar", date(2025, 2, 1), date(2025, 2, 28)),
        ("senest den 16/9", date(2024, 9, 2), date(2024, 9, 16)),
        ("bis zum 05.01.", date(2024, 12, 20), date(2025, 1, 5)),
        ("March 3", date(2024, 12, 20), date(2025, 3, 3)),
        ("6月10日前", date(2025, 6, 1), date(2025, 6, 10)),
        ("六月十日前", date(2025, 6, 1), date(2025, 6, 10)),
    ],
)
def test_a_date_without_a_year_is_the_nearest_one(text: str, written_on: date, expected: date) -> None:
    (found,) = find_dates(text, written_on=written_on)
    assert found.value == expected
    assert not found.year_is_written
    assert list(find_dates(text)) == []


def test_two_bare_numbers_are_a_date_only_behind_a_word_that_announces_one() -> None:
    assert list(find_dates("Menge 12.50 und 3/4", written_on=MARCH_15)) == []


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2099, 12, 31)))
def test_every_day_is_read_back_in_every_numeric_form(day: date) -> None:
    for form in ("%d.%m.%Y", "%d-%m-%Y", "%d/%m/%Y", "%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%Y年%m月%d日"):
        assert parse_date(day.strftime(form)) == day, form


@given(st.text(alphabet="0123456789./-年月日 一三十〇marchden,:\n", max_size=120))
def test_any_text_gives_dates_in_order(text: str) -> None:
    end = 0
    for found in find_dates(text, written_on=MARCH_15):
        assert end <= found.start < found.end <= len(text)
        end = found.end
