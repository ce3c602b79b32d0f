"""What a client of the HTTP API and of AWS sees of an installation, wherever it runs."""

import json
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from postroom_adapters.attributes import from_item


class Client:
    """Reads mails, executions and records; `dynamodb` is a client that no role limits."""

    def __init__(self, url: str, token: str, dynamodb: Any) -> None:
        self.url = url
        self.dynamodb = dynamodb
        self._token = token

    def enable(self, name: str) -> str:
        """Switch a shipped workflow on over the API; its id."""
        [found] = [one for one in self.get("/workflows")["items"] if one["name"] == name]
        answer = self.call("POST", f"/workflows/{found['id']}/toggle", {"enabled": True})
        assert answer["enabled"] is True, answer
        workflow_id: str = found["id"]
        return workflow_id

    def emails(self, **filters: str) -> list[dict[str, Any]]:
        """Every mail in the API's list, or those that the filters leave."""
        return self._pages("/emails", **filters)

    def executions(self) -> list[dict[str, Any]]:
        """Every execution in the API's list, with its steps."""
        return [self.execution(one["id"]) for one in self._pages("/workflow-executions")]

    def execution(self, execution_id: str) -> dict[str, Any]:
        """An execution as the API shows it."""
        found: dict[str, Any] = self.get(f"/workflow-executions/{execution_id}")
        return found

    def posts(self) -> list[dict[str, Any]]:
        """What was posted to Slack, as the outbox tells it over HTTP."""
        entries = json.loads(fetch(f"{self.url}/outbox?kind=slack&limit=1000"))
        return [entry for entry in entries if entry["posted"]]

    def raw(self, email: dict[str, Any]) -> bytes:
        """A mail as it lies in the bucket, fetched by the link that the API gives."""
        return fetch(email["raw_link"])

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Everything in a table."""
        found = self.dynamodb.scan(TableName=table_name(table))
        assert "LastEvaluatedKey" not in found
        return [from_item(item) for item in found["Items"]]

    def get(self, path: str) -> Any:
        """What the API answers to a GET."""
        return self.call("GET", path)

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """What the API answers; a refusal is an AssertionError that shows it."""
        request = Request(
            f"{self.url}/api/v1{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {self._token}", "Content-Type": "application/json", **headers},
        )
        try:
            with urlopen(request, timeout=30) as answer:
                return json.loads(answer.read() or b"null")
        except HTTPError as error:
            raise AssertionError(f"{method} {path}: {error.code} {error.read().decode()}") from error

    def _pages(self, path: str, **filters: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        query = {"limit": "50", **filters}
        while True:
            page = self.get(f"{path}?{urlencode(query)}")
            found += page["items"]
            if page["next_cursor"] is None:
                return found
            query["cursor"] = page["next_cursor"]


def fetch(url: str) -> bytes:
    """What an address answers."""
    with urlopen(url, timeout=30) as answer:
        content: bytes = answer.read()
        return content


def table_name(table: str) -> str:
    """A table's name in AWS."""
    return f"postroom-local-{table}"
