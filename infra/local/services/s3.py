"""S3 as functions use it: whole objects, put, read, listed and deleted, straight from the object store."""

from __future__ import annotations

import io
from typing import Any

from botocore.response import StreamingBody

from infra.local.clock import MovableClock
from infra.local.objects import Head, ObjectStore
from infra.local.service_errors import ServiceError

Params = dict[str, Any]

_HEADERS = ("ContentType", "ContentDisposition", "ContentEncoding", "ContentLanguage", "CacheControl")
_PAGE = 1000


class ObjectService:
    """The short cut to objects; everything else about S3 goes to moto, which sees the same files."""

    operations = frozenset(["DeleteObject", "DeleteObjects", "GetObject", "HeadObject", "ListObjectsV2", "PutObject"])

    def __init__(self, store: ObjectStore, clock: MovableClock) -> None:
        self._store = store
        self._clock = clock

    def answer(self, operation: str, params: Params) -> dict[str, Any]:
        """One operation on objects."""
        bucket = params["Bucket"]
        if not self._store.has_bucket(bucket):
            raise ServiceError("NoSuchBucket", "The specified bucket does not exist", 404, BucketName=bucket)
        match operation:
            case "PutObject":
                return self._put(params)
            case "GetObject":
                return self._get(params)
            case "HeadObject":
                return _described(self._head(params))
            case "DeleteObject":
                self._store.delete(bucket, params["Key"])
                return {}
            case "DeleteObjects":
                keys = [entry["Key"] for entry in params["Delete"]["Objects"]]
                for key in keys:
                    self._store.delete(bucket, key)
                return {"Deleted": [{"Key": key} for key in keys]}
        return self._list(params)

    def _put(self, params: Params) -> dict[str, Any]:
        if params.get("IfNoneMatch") == "*" and self._store.head(params["Bucket"], params["Key"]) is not None:
            message = "At least one of the pre-conditions you specified did not hold"
            raise ServiceError("PreconditionFailed", message, 412, Condition="If-None-Match")
        body = params.get("Body", b"")
        content = body if isinstance(body, bytes | bytearray) else body.read()
        headers = {name: params[name] for name in _HEADERS if name in params}
        now = self._clock.now()
        head = self._store.put(
            params["Bucket"], params["Key"], bytes(content), now, headers, dict(params.get("Metadata", {}))
        )
        return {"ETag": f'"{head.etag}"', "ServerSideEncryption": "AES256"}

    def _get(self, params: Params) -> dict[str, Any]:
        found = self._store.get(params["Bucket"], params["Key"])
        if found is None:
            raise ServiceError("NoSuchKey", "The specified key does not exist.", 404, Key=params["Key"])
        head, body = found
        answer = _described(head)
        if "Range" in params:
            first, last = _range(params["Range"], len(body))
            answer["ContentRange"] = f"bytes {first}-{last}/{len(body)}"
            body = body[first : last + 1]
            answer["ContentLength"] = len(body)
        answer["Body"] = StreamingBody(io.BytesIO(body), len(body))
        return answer

    def _head(self, params: Params) -> Head:
        head = self._store.head(params["Bucket"], params["Key"])
        if head is None:
            raise ServiceError("404", "Not Found", 404)
        return head

    def _list(self, params: Params) -> dict[str, Any]:
        after = params.get("ContinuationToken") or params.get("StartAfter") or ""
        limit = min(int(params.get("MaxKeys", _PAGE)), _PAGE)
        heads = [head for head in self._store.heads(params["Bucket"], params.get("Prefix", "")) if head.key > after]
        page = heads[:limit]
        answer: dict[str, Any] = {"KeyCount": len(page), "IsTruncated": len(heads) > limit, "Name": params["Bucket"]}
        if page:
            answer["Contents"] = [
                {"Key": head.key, "Size": head.size, "ETag": f'"{head.etag}"', "LastModified": head.modified_at}
                for head in page
            ]
        if len(heads) > limit:
            answer["NextContinuationToken"] = page[-1].key
        return answer


def _described(head: Head) -> dict[str, Any]:
    return {
        "ContentType": "binary/octet-stream",
        **head.headers,
        "ContentLength": head.size,
        "ETag": f'"{head.etag}"',
        "LastModified": head.modified_at,
        "Metadata": dict(head.metadata),
        "ServerSideEncryption": "AES256",
    }


def _range(text: str, size: int) -> tuple[int, int]:
    """First and last byte of `bytes=a-b`, `bytes=a-` or `bytes=-n`."""
    first, _, last = text.removeprefix("bytes=").partition("-")
    if not first:
        return max(0, size - int(last)), size - 1
    if int(first) >= size:
        raise ServiceError("InvalidRange", "The requested range is not satisfiable", 416)
    return int(first), min(int(last), size - 1) if last else size - 1
