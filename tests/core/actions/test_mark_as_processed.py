"""mark_as_processed: the status asked for, and the one the mail then has."""

import pytest
from pydantic import ValidationError

from postroom.actions.mark_as_processed import ACTION
from postroom.effects import SetMailStatus
from tests.core.actions.drive import drive


@pytest.mark.parametrize(("given", "status"), [({}, "processed"), ({"status": "flagged"}, "flagged")])
def test_the_status_given_is_set_and_processed_if_none_is(given: dict[str, str], status: str) -> None:
    driven = drive(ACTION, given, status)
    assert driven.effects == [SetMailStatus(status)]  # type: ignore[arg-type]
    assert driven.output == {"status": status}


def test_its_output_is_the_status_the_mail_then_has() -> None:
    assert drive(ACTION, {}, "flagged").output == {"status": "flagged"}


@pytest.mark.parametrize("status", ["received", "failed", "done", None])
def test_a_status_that_is_not_the_users_to_give_is_refused(status: str | None) -> None:
    with pytest.raises(ValidationError, match="status"):
        ACTION.input.model_validate({"status": status})
