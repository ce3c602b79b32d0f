"""The catalogue of actions by name: families, and what is said of a name that is none."""

import pytest

from postroom.actions.catalogue import ACTIONS, action_named, family_of
from postroom.errors import Refused


@pytest.mark.parametrize("name", ACTIONS)
def test_every_action_has_a_title_a_description_and_a_form(name: str) -> None:
    action = action_named(name)
    assert action.title
    assert action.description.endswith(".")
    assert action.input.model_json_schema()["type"] == "object"


def test_an_action_runs_in_the_family_the_catalogue_gives_it() -> None:
    assert (family_of("create_ticket"), family_of("send_slack_notification")) == ("records", "notify")
    assert (family_of("conditional_branch"), family_of("stop")) == ("control", "control")


@pytest.mark.parametrize("asked", [action_named, family_of])
def test_a_name_that_is_no_action_is_refused_with_those_that_are(asked: object) -> None:
    assert callable(asked)
    with pytest.raises(
        Refused, match="no action named 'make_coffee'; the actions are conditional_branch, create_ticket"
    ):
        asked("make_coffee")
