"""Every AWS call made in this process: checked against the function's role, recorded, answered on this machine.

The short cut answers before botocore builds its wire format; without it a call goes the whole way through botocore
and is answered at the door of the process (`wire`, or moto). Both end at the same services.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, NamedTuple

from botocore.client import BaseClient
from botocore.exceptions import ClientError
from botocore.validate import validate_parameters

from infra.local.calls import Call, Calls
from infra.local.iam_operations import Need, needs
from infra.local.names import ACCOUNT
from infra.local.permissions import Permissions, denied_message
from infra.local.service_errors import Service

_Client: Any = BaseClient
"""Its `_make_api_call`, which the stubs do not show, is the one place that every call of every client passes."""


class Caller(NamedTuple):
    """The function on whose behalf this thread works, and its role."""

    function: str
    role: str


caller: ContextVar[Caller | None] = ContextVar("caller", default=None)
"""Set while a function is built or invoked; threads that a handler starts must carry the context with them."""

RETRIED = frozenset(
    ["InternalServerError", "ProvisionedThroughputExceededException", "RequestLimitExceeded", "ThrottlingException"]
)
"""What botocore tries again by itself."""

_CHECK_THEMSELVES = frozenset(["dynamodb"])
"""The local store checks its parameters; the others rely on botocore to have done it."""

_NO_LONG_WAY = frozenset(["ses", "sesv2"])
"""What neither `wire` nor moto answers as we need it: always the short cut."""

_DENIED = {"s3": "AccessDenied", "ses": "AccessDenied", "sqs": "AccessDenied"}
"""How services call a denial that do not call it AccessDeniedException."""


_MISSING_OBJECT = frozenset(["NoSuchKey", "404"])


@dataclass(slots=True)
class AwsCalls:
    """While installed, stands between every botocore client of the process and its service."""

    services: Mapping[str, Service]
    permissions: Permissions
    calls: Calls
    region: str
    short_cut: bool = True
    _original: Callable[..., Any] | None = None

    def install(self) -> None:
        """Take over botocore's calls."""
        original = _Client._make_api_call
        self._original = original

        def make_api_call(client: BaseClient, operation: str, params: dict[str, Any]) -> Any:
            return self._call(client, operation, params)

        _Client._make_api_call = make_api_call

    def remove(self) -> None:
        """Give botocore its own way back."""
        if self._original is not None:
            _Client._make_api_call = self._original
            self._original = None

    def _call(self, client: BaseClient, operation: str, params: dict[str, Any]) -> Any:
        who = caller.get()
        service = client.meta.service_model.service_name
        if who is None:
            # Somebody looks in from outside: no role to check.
            return self._made(client, service, operation, params)
        self._check(client, who, service, operation, params)
        call = Call(who.function, service, operation, params)
        self.calls.begin(call)
        try:
            call.response = self._made_for(client, who, service, operation, params)
        except Exception as error:
            call.error = type(error).__name__
            raise
        self.calls.end(call)
        return call.response

    def _check(self, client: BaseClient, who: Caller, service: str, operation: str, params: dict[str, Any]) -> None:
        refused = self.permissions.use(who.function, who.role, needs(service, operation, params, self.region))
        if refused is not None:
            raise _denied(client, who, service, operation, refused)

    def _made_for(self, client: BaseClient, who: Caller, service: str, operation: str, params: dict[str, Any]) -> Any:
        """What S3 answers about an object that is not there: only who may list the bucket is told that it is not."""
        try:
            return self._made(client, service, operation, params)
        except ClientError as error:
            if service != "s3" or error.response["Error"]["Code"] not in _MISSING_OBJECT:
                raise
            listing = Need("s3:ListBucket", f"arn:aws:s3:::{params['Bucket']}")
            if self.permissions.allows(who.role, listing):
                raise
            raise _denied(client, who, service, operation, listing) from None

    def _made(self, client: BaseClient, service: str, operation: str, params: dict[str, Any]) -> Any:
        target = self.services.get(service)
        takes_short_cut = self.short_cut or service in _NO_LONG_WAY
        if target is None or not takes_short_cut or operation not in (target.operations or (operation,)):
            assert self._original is not None, "calls come here only while installed"
            return self._original(client, operation, params)
        if service not in _CHECK_THEMSELVES:
            shape: Any = client.meta.service_model.operation_model(operation).input_shape
            validate_parameters(params, shape)
        attempts = _attempts(client)
        for attempt in range(attempts):
            try:
                answer = target.answer(operation, params)
            except Exception as error:
                code = getattr(error, "code", None)
                if code is None:
                    raise
                if code in RETRIED and attempt + 1 < attempts:
                    continue
                status, fields = getattr(error, "status", 400), getattr(error, "fields", {})
                message = getattr(error, "message", str(error))
                raise _client_error(client, operation, code, message, status, fields) from None
            metadata = {"HTTPStatusCode": 200, "HTTPHeaders": {}, "RetryAttempts": attempt, "RequestId": "LOCAL"}
            return {**answer, "ResponseMetadata": metadata}
        raise AssertionError("every attempt either answers or raises")


def _attempts(client: BaseClient) -> int:
    config: Any = client.meta.config
    return int((config.retries or {}).get("total_max_attempts", 1))


def _denied(client: BaseClient, who: Caller, service: str, operation: str, need: Need) -> Exception:
    code = _DENIED.get(service, "AccessDeniedException")
    return _client_error(client, operation, code, denied_message(who.function, who.role, need, ACCOUNT), 403)


def _client_error(
    client: BaseClient, operation: str, code: str, message: str, status: int, fields: dict[str, Any] | None = None
) -> Exception:
    """What botocore raises for this answer: the client's own exception class where it has one."""
    metadata = {"HTTPStatusCode": status, "HTTPHeaders": {}, "RetryAttempts": 0, "RequestId": "LOCAL"}
    response = {"Error": {"Code": code, "Message": message}, **(fields or {}), "ResponseMetadata": metadata}
    exceptions: Any = client.exceptions
    error: Exception = exceptions.from_code(code)(response, operation)
    return error
