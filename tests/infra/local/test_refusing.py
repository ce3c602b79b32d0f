"""The local stack's commands: what they could not do is told in words, not in Python's."""

import pytest

from infra.local.__main__ import _refused


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (FileNotFoundError(2, "No such file or directory", "gone.eml"), "gone.eml: No such file or directory\n"),
        (ValueError("no stack is running"), "no stack is running\n"),
    ],
)
def test_a_refusal_is_one_line_of_words(capsys: pytest.CaptureFixture[str], error: Exception, told: str) -> None:
    assert _refused(error) == 1
    assert capsys.readouterr().err == told
