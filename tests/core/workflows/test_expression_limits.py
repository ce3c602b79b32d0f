"""Expressions: what is taken, what is refused and why; none that is taken can outgrow the mail."""

import pytest

from postroom.workflows.rendering import expression_problem

TAKEN = [
    "subject == 'x'",
    "contains(subject, 'faktura') && attachments[?size > `1000`]",
    "length(attachments[?ends_with(filename, '.pdf')]) >= `2`",
    "from.domain == 'a.example' || !starts_with(subject, 'Re:')",
    "join(', ', to[].address)",
    "sort_by(attachments, &size)[-1].filename",
    "to[].address | [0]",
    "{a: subject, b: text}.a",
    "join(',', map(&address, to))",
    "`1`",
]


@pytest.mark.parametrize("expression", TAKEN)
def test_what_people_write_is_taken(expression: str) -> None:
    assert expression_problem(expression) is None


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("", "no JMESPath"),
        ("subject ==", "no JMESPath"),
        ("lenght(subject) > `3`", "calls lenght(), which is no function"),
        ("a" * 1_001, "at most 1000 characters, this one 1001"),
        ("(" * 490 + "a" + ")" * 490, "nested at most 30 deep"),
        ("[" * 31 + "a" + "]" * 31, "nested at most 30 deep"),
        ("|".join(["[@,@][]"] * 7), "could be more than 64 times the mail"),
        ("|".join(["{a:@,b:@}"] * 7), "could be more than 64 times the mail"),
        ("[@,@,@,@,@,@,@,@,@] | [@,@,@,@,@,@,@,@,@] | to_string(@)", "more than 64 times"),
        ("join(text, headers.received)", "more than 64 times"),
        ("join(@, @)", "more than 64 times"),
        ("a[?" + "|".join(["[@,@]"] * 7) + " == b]", "more than 64 times"),
    ],
)
def test_what_is_wrong_or_too_much_is_refused_with_the_reason(expression: str, reason: str) -> None:
    assert reason in (expression_problem(expression) or "")
