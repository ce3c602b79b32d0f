"""What the local services answer with when they refuse, before anybody turned it into botocore's exceptions."""

from __future__ import annotations

from typing import Any, Protocol


class ServiceError(Exception):
    """An AWS error answer: its code, its message, the fields beside them and the HTTP status."""

    def __init__(self, code: str, message: str, status: int = 400, **fields: Any) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.status = status
        self.fields = fields


class Service(Protocol):
    """One AWS service of this machine."""

    def answer(self, operation: str, params: dict[str, Any]) -> dict[str, Any]:
        """What the service answers to an operation, in botocore's shapes; raises `ServiceError`."""

    @property
    def operations(self) -> frozenset[str] | None:
        """What `answer` can be asked; the rest goes to moto. None: everything, so that what is unknown is loud."""


def unknown_operation(service: str, operation: str) -> ServiceError:
    """The local service has no such operation; loud, because AWS's has."""
    return ServiceError("UnknownOperationException", f"the local stack's {service} does not know {operation}", 501)
