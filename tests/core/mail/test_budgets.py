"""What a mail counts in, and what is said of one beyond a budget."""

from datetime import UTC, datetime

from postroom import limits
from postroom.mail.budgets import Counted, MailBudgets, budget_rows, held_reason, used_up
from postroom.mail.threads import MailThread

NOW = datetime(2026, 3, 2, 9, 59, tzinfo=UTC)
FIRST = MailThread(id="T1", told_by="itself")
ANSWER = MailThread(id="T1", told_by="token")
BUDGETS = MailBudgets(thread=2, pair=3, sender=4)


def test_a_first_mail_counts_for_its_sender_and_each_pair_in_one_row() -> None:
    [row] = budget_rows("Ann@b.example", ("faktura@a.example", "chef@a.example"), FIRST, BUDGETS, NOW)
    assert row.hour == "2026-03-02T09"
    assert [(one.scope, one.limit) for one in row.counters] == [("sender", 4), ("pair", 3), ("pair", 3)]


def test_an_answer_counts_in_its_thread_too() -> None:
    rows = budget_rows("ann@b.example", ("faktura@a.example",), ANSWER, BUDGETS, NOW)
    assert rows[1].key == "thread#T1"
    assert rows[1].counters == (Counted("thread", "mails", 2),)


def test_a_threads_own_address_and_letters_case_make_no_other_pair() -> None:
    def rows(sender: str, *recipients: str) -> object:
        return budget_rows(sender, recipients, FIRST, BUDGETS, NOW)

    assert rows("ANN@b.example", "Faktura+t-abc@A.example") == rows("ann@b.example", "faktura@a.example")


def test_a_mail_to_very_many_counts_for_some_of_them() -> None:
    many = tuple(f"{number}@a.example" for number in range(500))
    [row] = budget_rows("ann@b.example", many, FIRST, BUDGETS, NOW)
    assert len(row.counters) == 1 + limits.COUNTED_RECIPIENTS


def test_the_counters_at_their_limits_are_named() -> None:
    rows = budget_rows("ann@b.example", ("faktura@a.example",), ANSWER, BUDGETS, NOW)
    [sender, pair] = rows[0].counters
    stored = {rows[0].key: {"mails": 3, pair.name: 3}, rows[1].key: {"mails": 2}}
    over = used_up(rows, stored)
    assert over == (pair, rows[1].counters[0])
    assert held_reason(over) == (
        "a loop is feared, after 3 mails from this sender to the same address within an hour and "
        "2 mails in this thread within an hour"
    )
    assert sender not in over
    assert held_reason(()) == "a loop is feared, after too many mails within an hour"
