"""The mail bucket: raw mail under `inbound/`, its attachments, and outputs of steps that are too large for a row.

How long an object is kept is known by its key's first word, so that comes before the tenant.
"""

import json
from typing import Any

from postroom.errors import Broken, NotNow
from postroom.ids import EventId, ExecutionId, TenantId
from postroom_adapters.aws import client

RETRY_AFTER_SECONDS = 2.0
LINK_SECONDS = 300


def attachment_key(tenant: TenantId, event: EventId, number: int, filename: str) -> str:
    """Where an attachment is kept: as long as the raw mail."""
    return f"attachments/{tenant}/{event}/{number:03}-{filename}"


def output_key(tenant: TenantId, execution: ExecutionId, step: str) -> str:
    """Where a step's output is kept that is too large for its row: as long as the row."""
    return f"outputs/{tenant}/{execution}/{step}.json"


class MailBucket:
    """Objects by key."""

    def __init__(self, bucket: str) -> None:
        self.name = bucket

    def read(self, key: str) -> bytes:
        """The object's bytes. Raises Broken if it is not there, NotNow if S3 is busy."""
        from botocore.exceptions import ClientError

        try:
            answer = client("s3").get_object(Bucket=self.name, Key=key)
        except ClientError as error:
            # No function may list the bucket, and to such a one S3 says of a missing object that access is denied.
            if error.response["Error"]["Code"] in ("NoSuchKey", "AccessDenied"):
                raise Broken(f"the object {key} is not in the mail bucket, or may not be read") from error
            if error.response["ResponseMetadata"]["HTTPStatusCode"] >= 500:
                raise NotNow("S3 is busy", RETRY_AFTER_SECONDS) from error
            raise
        body: bytes = answer["Body"].read()
        return body

    def read_json(self, key: str) -> Any:
        """A JSON object's value."""
        return json.loads(self.read(key))

    def put(self, key: str, content: bytes, content_type: str = "application/octet-stream") -> None:
        """Store an object; the same key again is the same content."""
        client("s3").put_object(Bucket=self.name, Key=key, Body=content, ContentType=content_type)

    def link(self, key: str, filename: str) -> str:
        """A signed address of the object, good for five minutes, that downloads under `filename`."""
        disposition = f"attachment; filename*=UTF-8''{_quoted(filename)}"
        url: str = client("s3").generate_presigned_url(
            "get_object",
            Params={"Bucket": self.name, "Key": key, "ResponseContentDisposition": disposition},
            ExpiresIn=LINK_SECONDS,
        )
        return url


def _quoted(name: str) -> str:
    from urllib.parse import quote

    return quote(name, safe="")
