"""Hours, days and projects as people write them in four languages; what is not certain is left out."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postroom import limits
from postroom.extract.time_confirmation import read_time_confirmation
from tests.bench import time_entries
from tests.cpu_time import assert_in_proportion
from tests.shared_data import shared_data

WRITTEN = date(2026, 3, 2)


def hours(text: str, subject: str = "") -> list[str]:
    return [str(one) for one in read_time_confirmation(subject, text, WRITTEN).totals]


def days(text: str, subject: str = "", written_on: date | None = WRITTEN) -> list[str]:
    return [one.label for one in read_time_confirmation(subject, text, written_on).periods]


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("Vi har brugt 7,5 timer i dag", ["7.5"]),
        ("17,75 t på sagen", ["17.75"]),
        ("46.5 hours in February", ["46.5"]),
        ("20 man hrs", ["20"]),
        ("insgesamt 4,75 h gebucht", ["4.75"]),
        ("Geleistet wurden 35,0 Stunden.", ["35.0"]),
        ("现场调试共18小时", ["18"]),
        ("本周出勤44小时,其中加班4小时", ["44"]),
        ("3 Mann je 8 Stunden = 24 Std.", ["24"]),
        ("Normaltimer 37,0 + overtid 4,0 = 41,0 timer", ["41.0"]),
        ("Day\tHours\nMon\t32\nFri\t6.5\nTotal\t38.5", ["38.5"]),
        ("KW\t|\tStunden\nKW 28 | 12\nSumme | 12", ["12"]),
        ("Approved hours\t72.00\nOvertime\t3.25", ["72.00", "3.25"]),
        ("4 hours on Monday, 5 hours on Tuesday, 9 hours", ["9"]),
        ("12 hours\n12 hours", ["12"]),
        ("Dato\tTimer\tOpgave\n3-11-2025\t7,5\tA\n4-11-2025\t8\tB\nI alt\t15,5\t", ["15.5"]),
        ("Timer uge 8\nMandag: 8\nTirsdag 7,5\nI alt: 15,5", ["15.5"]),
        ("Total hours 32", ["32"]),
        ("工时合计 160", ["160"]),
        ("3 h 20 on the window", ["3.33"]),
        ("1 Std. 45 Min.", ["1.75"]),
        ("2小时30分钟", ["2.5"]),
        ("7:30 Std.", ["7.5"]),
        ("syv en halv time", ["7.5"]),
        ("Seven and a half hours", ["7.5"]),
        ("achteinhalb Stunden", ["8.5"]),
        ("十二个半小时", ["12.5"]),
        ("7½ timer", ["7.5"]),
        ("It was 6 hours, not 8 hours", ["6"]),
        ("not 8 hours but 7.5", ["7.5"]),
        ("17,5 ud af 40 timer", ["17.5"]),
        ("17.5 hours of the 40 hours", ["17.5"]),
        ("37 normaltimer og 4 overtimer", ["37", "4"]),
        ("4 hours, then 3 hours, so 7 all in", ["7"]),
        ("Mandag 7,5 timer, tirsdag 8 timer", ["7.5", "8"]),
        ("08:00-16:30 abzüglich 30 Minuten Pause", ["8"]),
        ("7-15 with half an hour's break", ["7.5"]),
        ("9am to 5pm, one hour lunch", ["7"]),
        ("I worked from 08:00 to 12:00", ["4"]),
        ("上班:上午8:00-12:00,下午1:00-5:00", ["8"]),
        ("22:00-06:00 no break", ["8"]),
    ],
)
def test_hours_are_read_exactly(text: str, stated: list[str]) -> None:
    assert hours(text) == stated


@pytest.mark.parametrize(
    "text",
    [
        "I confirm the hours.",
        "37 timer om ugen",
        "8 hours per day",
        "within 48 hours",
        "5 Betriebsstunden",
        "0 hours",
        "99999 hours",
        "each 6 hours",
        "I worked 08:00-16:30 on site",
        "We deliver from 08:00 to 12:00",
        "07:00-15:00, pause som aftalt",
        "03.11-07.11 with half an hour's break",
        "8:00-12:00 on Monday and Tuesday",
        "12 hours left",
        "5 times on site",
        "not 8 hours",
        "2 hours ago",
        "halvanden times pause",
        "We were 16 all in",
        "Invoice for 3 hours later, 450 in total, EUR",
        "ref 7,5t12",
    ],
)
def test_numbers_that_are_no_hours_worked_or_cannot_be_told_apart_are_left(text: str) -> None:
    assert hours(text) == []


def test_hours_may_stand_in_the_subject_only() -> None:
    assert hours("See above.", "6,5 timer") == ["6.5"]


def test_several_numbers_without_a_total_are_told_as_the_problem() -> None:
    found = read_time_confirmation("", "7 hours, then 5 hours", WRITTEN)
    assert (found.totals, found.entries) == ((), ())
    assert found.problem == "several numbers of hours and no total: 7, 5"


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("den 27. februar", ["2026-02-27"]),
        ("9 and 10 feb.", ["2026-02-09", "2026-02-10"]),
        ("2月11日、12日", ["2026-02-11", "2026-02-12"]),
        ("上周六(2/28)", ["2026-02-28"]),
        ("jeg var på pladsen 7-15 15/2 og lavede det", ["2026-02-15"]),
        ("1 Feb - 15 Feb 2026", ["2026-02-01/2026-02-15"]),
        ("2026-02-01 至 2026-02-28", ["2026-02-01/2026-02-28"]),
        ("uge 8", ["2026-W08"]),
        ("KW 52", ["2025-W52"]),
        ("Uge: 22/2025", ["2025-W22"]),
        ("第8周", ["2026-W08"]),
        ("in February", ["2026-02"]),
        ("maj 2025", ["2025-05"]),
        ("12月", ["2025-12"]),
        ("at 10/2", []),
        ("Please answer before 27 February", []),
        ("We meet on 12 April 2026", []),
        ("week 7 or week 8", []),
        ("week 60", []),
        ("", []),
    ],
)
def test_days_weeks_and_months_are_read_as_they_are_meant(text: str, stated: list[str]) -> None:
    assert days(text) == stated


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("3.-7. november", ["2025-11-03/2025-11-07"]),
        ("3-7 November", ["2025-11-03/2025-11-07"]),
        ("vom 3. bis zum 7. November", ["2025-11-03/2025-11-07"]),
        ("Nov 3-7", ["2025-11-03/2025-11-07"]),
        ("11月3日至7日", ["2025-11-03/2025-11-07"]),
        ("01.10.2025 bis 31.10.2025", ["2025-10-01/2025-10-31"]),
        ("1 Oct until 31 Oct", ["2025-10-01/2025-10-31"]),
        ("01.10. bis 31.10.2025", ["2025-10-01/2025-10-31"]),
        ("15.12.-14.01.2026", ["2025-12-15/2026-01-14"]),
        ("uge 43 og 44", ["2025-W43", "2025-W44"]),
        ("KW 43 und KW 44", ["2025-W43", "2025-W44"]),
        ("KW 43/44/2025", ["2025-W43", "2025-W44"]),
        ("Weeks 43, 44 and 45: 5 hours", ["2025-W43", "2025-W44", "2025-W45"]),
        ("KW 43 bis 45", ["2025-W43", "2025-W44", "2025-W45"]),
        ("week 52 and 1", ["2025-W52", "2026-W01"]),
        ("Timer 10/2025", ["2025-10"]),
        ("Arbeitszeit im 2025-10: 160 Std.", ["2025-10"]),
    ],
)
def test_both_ends_of_a_span_several_weeks_and_months_in_numbers_are_read(text: str, stated: list[str]) -> None:
    assert days(text) == stated


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("Please answer until 31.10.2025", []),
        ("Rechnung 3.-7. November", []),
        ("inden 3.-7. november", []),
        ("Job 3 - 7.11.2025", ["2025-11-07"]),
        ("Task 3 - 2025-11-07", ["2025-11-07"]),
        ("uge 43 og 44 timer", ["2025-W43"]),
        ("uge 3 og 5 dage", ["2026-W03"]),
        ("week 36 - 37", ["2026-W36"]),
        ("uge 43 eller 44", []),
        ("PO 10/2025", []),
        ("Ref 2025-10", []),
        ("Hours 10/2025-11/2025", []),
    ],
)
def test_numbers_beside_a_day_or_week_that_are_no_second_one_add_nothing(text: str, stated: list[str]) -> None:
    assert days(text) == stated


def test_hours_over_a_span_with_a_shared_month_are_one_entry_over_all_of_it() -> None:
    [entry] = read_time_confirmation("", "3.-7. november: 37 timer", WRITTEN).entries
    assert (entry.hours, entry.date_from, entry.date_to) == (Decimal(37), date(2025, 11, 3), date(2025, 11, 7))


def test_without_the_mails_date_only_what_names_its_year_is_a_day() -> None:
    assert days("27 February 2026 and 28 February", written_on=None) == ["2026-02-27"]
    assert days("uge 8", written_on=None) == days("in February", written_on=None) == []


@pytest.mark.parametrize(
    ("text", "project"),
    [
        ("projekt Havnevej 12:\n", "Havnevej 12"),
        ("Project: Kiln Yard fit-out", "Kiln Yard fit-out"),
        ("Cost code\tTV-2041", "TV-2041"),
        ("20 man hrs, job Dock 4 roof.", "Dock 4 roof"),
        ("Kostenstelle\t4410", "4410"),
        ("Regiebericht Baustelle Lohe", "Baustelle Lohe"),
        ("zum Vorgang 77-120 (Druckserver) haben wir", "Druckserver"),
        ("项目:仓储系统二期", "仓储系统二期"),
        ("Projekt „Neubau Halle 3“ 6 Stunden", "Neubau Halle 3"),
        ("Projekt: „Neubau Halle“", "Neubau Halle"),
        ("Sag 4711: 6 timer", "4711"),
        ("Sag nr. 815", "815"),
        ("Auftrag Nr. 4711-22", "4711-22"),
        ("Projekt-Nr. 4711", "4711"),
        ("Projekt-Nr.: P-77", "P-77"),
        ("项目编号:WH-22", "WH-22"),
        ("Sag 7 timer", None),
        ("Sag 1200 timer", None),
        ("Auftrag Nr. 4711 und Auftrag Nr. 4712", None),
        ("en sag 2024", None),
        ("Sag: 12", None),
        ("The case: 100 people", None),
        ("Auftrag Nr. 500 EUR", None),
        ("Sag 4711-5 timer", None),
        ("Project: Kiln\nCase no. 4711", "Kiln"),
        ("Project: A\nProject: B", None),
        ("the project went well", None),
        ("good job", None),
    ],
)
def test_a_project_is_taken_where_a_word_names_it(text: str, project: str | None) -> None:
    assert read_time_confirmation("", text, WRITTEN).project == project


@pytest.mark.parametrize(
    ("text", "project"),
    [
        ("Nordlys-projektet: 12 timer", None),
        ("Job no. 8812 - 5 hours", "8812"),
        ("Job no. 8812 – 5,5 timer", "8812"),
        ("Project 4711 7,5 timer", "4711"),
        ("Project: Kiln Yard, in total 12 hours", "Kiln Yard"),
        ("Projekt Nordlys i alt 12 timer", "Nordlys"),
        ("Project Kiln took 12 hours", None),
        ("项目:仓储系统共18小时", "仓储系统"),
        ("项目:18小时", None),
        ("Job 8 hours per day", None),
        ("Project: seven hours", None),
        ("Projekt: 08:00-16:00", None),
        ("Projekt: 12,5", None),
        ("Project: Kiln Yard 7.5", None),
        ("Job no. 8812 - 5", None),
        ("Projekt\tTimer\nNordlys\t12", None),
        ("Project | Date | Hours", None),
        ("Project: 3 November", None),
        ("Project: week 43", None),
        ("Case 12 (seven hours)", None),
    ],
)
def test_a_project_is_and_contains_no_hours_and_no_day(text: str, project: str | None) -> None:
    assert read_time_confirmation("", text, WRITTEN).project == project


def test_dated_rows_are_entries_if_they_make_the_total_exactly() -> None:
    text = "9 Feb  7.5 h\n10 Feb  6 h\nTotal  13.5 h"
    entries = read_time_confirmation("", text, WRITTEN).entries
    assert [(one.hours, one.date_from) for one in entries] == [
        (Decimal("7.5"), date(2026, 2, 9)),
        (Decimal(6), date(2026, 2, 10)),
    ]
    [entry] = read_time_confirmation("", text.replace("13.5", "14.5"), WRITTEN).entries
    assert (entry.hours, entry.date_from, entry.date_to) == (Decimal("14.5"), date(2026, 2, 9), date(2026, 2, 10))


def test_rows_of_weekdays_are_entries_on_the_days_of_the_only_week_that_is_named() -> None:
    text = "Timer uge 8\nMandag: 8\nOnsdag: 7,5"
    entries = read_time_confirmation("", text, WRITTEN).entries
    assert [(str(one.hours), one.date_from) for one in entries] == [
        ("8", date(2026, 2, 16)),
        ("7.5", date(2026, 2, 18)),
    ]
    unknown = read_time_confirmation("", text.replace("uge 8", ""), WRITTEN).entries
    assert [one.date_from for one in unknown] == [None, None]


def test_more_rows_than_one_step_can_save_are_one_entry() -> None:
    rows = [f"{1 + n % 28}.{1 + n // 28:02d}.2026  1 h" for n in range(limits.TIME_ENTRIES + 1)]
    text = "\n".join([*rows, f"Total {len(rows)} h"])
    assert len(read_time_confirmation("", text, WRITTEN).entries) == 1


@given(st.text(alphabet="0123456789,.:/- htimerTotal\n\t|=小时周月日½半", max_size=300))
def test_no_text_makes_it_fail_and_every_entry_names_a_line_of_the_text_with_a_number(text: str) -> None:
    found = read_time_confirmation(text[:50], text, WRITTEN)
    assert all(one.as_written in text or one.as_written in text[:50] for one in found.entries)
    assert all(0 < one.hours <= 10_000 and len(str(one.hours)) <= 8 for one in found.entries)


@pytest.mark.parametrize(
    "piece",
    [
        "1 h ",
        "1 h\n",
        "total ",
        "1.1. ",
        "9 and ",
        "\t",
        "| 7 ",
        "project: ",
        "sag nr. 4711 ",
        "uge 8 ",
        "uge 8 og 9 ",
        "8 og ",
        "3.-7. nov ",
        "1 Oct until ",
        "= ",
        "8:00-16:00 ",
        "en halv ",
        "mon ",
        "7 og en halv ",
        "5 of the ",
    ],
)
def test_reading_takes_time_in_proportion_to_the_text(piece: str) -> None:
    assert_in_proportion(lambda times: read_time_confirmation(piece * 1_000, piece * times, WRITTEN), 100_000)


@pytest.mark.parametrize(
    ("split", "field", "right", "stated"),
    [
        ("tune", "hours", 22, 22),
        ("tune", "dates", 22, 22),
        ("tune", "project", 8, 14),
        ("dev", "hours", 8, 12),
        ("dev", "dates", 12, 14),
        ("dev", "project", 1, 8),
    ],
)
def test_of_labelled_mails_this_much_is_found_and_all_of_it_is_right(
    split: str, field: str, right: int, stated: int
) -> None:
    shared_data("business-mails")
    figures = time_entries.figures(split, field)
    assert (figures["stated"], figures["precision"]) == (stated, 1.0)
    assert figures["right"] >= right
