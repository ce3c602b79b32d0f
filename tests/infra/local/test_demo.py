"""What the demo asks of the workflows before it sends a mail."""

from typing import Any

from infra.local.api_client import Api, ApiError
from infra.local.demo import enable


class Workflows(Api):
    """An API whose workflows can be switched on, but for some."""

    def __init__(self, names: list[str], refused: dict[str, str]) -> None:
        super().__init__("http://none", "")
        self._names = names
        self._refused = refused

    def get(self, path: str) -> Any:
        return {"items": [{"id": name, "name": name} for name in self._names]}

    def post(self, path: str, body: Any) -> Any:
        name = path.split("/")[2]
        if name in self._refused:
            raise ApiError(400, {"problems": [{"reason": self._refused[name]}]})
        return {"enabled": True}


def test_a_workflow_that_is_wanted_is_there_and_can_be_switched_on() -> None:
    workflows = Workflows(["One", "Two", "Mine"], {})
    assert enable(workflows, {"One", "Two"}) == []


def test_a_workflow_that_cannot_be_switched_on_or_is_missing_is_wrong() -> None:
    workflows = Workflows(["One", "Two"], {"Two": "there is no connection of this kind"})
    assert enable(workflows, {"One", "Two", "Three"}) == [
        "Three is not enabled: it is not there",
        "Two is not enabled: there is no connection of this kind",
    ]
