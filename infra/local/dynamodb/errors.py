"""The errors DynamoDB answers with, raised inside the store without knowing which operation was called."""

from __future__ import annotations

from typing import Any

from botocore.exceptions import ClientError


class DynamoError(Exception):
    """An answer of DynamoDB that is an error: its code, its message and the fields beside them."""

    def __init__(self, code: str, message: str, /, **fields: Any) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.fields = fields

    def as_client_error(self, operation: str) -> ClientError:
        """The exception boto3 raises for this answer."""
        response: Any = {
            "Error": {"Code": self.code, "Message": self.message},
            "ResponseMetadata": {"HTTPStatusCode": 400, "HTTPHeaders": {}, "RetryAttempts": 0, "RequestId": "LOCAL"},
            **self.fields,
        }
        return ClientError(response, operation)


class UpdateRefusedError(DynamoError):
    """An update that its item does not allow: a ValidationException, and inside a transaction one reason to cancel."""

    def __init__(self, message: str) -> None:
        super().__init__("ValidationException", message)


def validation(message: str) -> DynamoError:
    """A ValidationException: the caller's request is wrong."""
    return DynamoError("ValidationException", message)


def invalid_parameter(message: str) -> DynamoError:
    """A ValidationException about a value, with the words DynamoDB puts before most of them."""
    return validation(f"One or more parameter values were invalid: {message}")


def not_found(message: str = "Requested resource not found") -> DynamoError:
    """A ResourceNotFoundException, by default in the words used for tables."""
    return DynamoError("ResourceNotFoundException", message, message=message)


def condition_failed(item: dict[str, Any] | None) -> DynamoError:
    """A ConditionalCheckFailedException; `item` is the stored one where the caller asked to see it."""
    message = "The conditional request failed"
    fields: dict[str, Any] = {"message": message}
    if item is not None:
        fields["Item"] = item
    return DynamoError("ConditionalCheckFailedException", message, **fields)


def cancelled(reasons: list[dict[str, Any]]) -> DynamoError:
    """A TransactionCanceledException with one reason for each item of the request, in its order."""
    codes = ", ".join(reason["Code"] for reason in reasons)
    message = f"Transaction cancelled, please refer cancellation reasons for specific reasons [{codes}]"
    return DynamoError("TransactionCanceledException", message, Message=message, CancellationReasons=reasons)
