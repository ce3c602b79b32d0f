"""Signed S3 links, `/bucket/key?X-Amz-…`: the signature and its end are checked as S3 does, then the object is read.

How it is signed: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Protocol
from urllib.parse import quote, unquote
from xml.sax.saxutils import escape

from infra.local.doors.exchange import Answer, Header, Request

ALGORITHM = "AWS4-HMAC-SHA256"
LONGEST = timedelta(days=7)
_SIGNATURE = "X-Amz-Signature"
_STAMP = "%Y%m%dT%H%M%SZ"
_OVERRIDES = "response-"
"""Parameters that begin so set headers of the answer: response-content-disposition and the like."""


class HeadLike(Protocol):
    """What is known of an object."""

    @property
    def etag(self) -> str:
        """Without quotes."""

    @property
    def headers(self) -> dict[str, str]:
        """Under botocore's names: ContentType and so on."""

    @property
    def modified_at(self) -> datetime:
        """When it was put."""


class Objects(Protocol):
    """The object store, as far as links read it."""

    def get(self, bucket: str, key: str) -> tuple[HeadLike, bytes] | None:
        """An object; None if there is none."""


class _Refused(Exception):
    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(code)
        self.answer = _error(status, code, message)


def is_signed_link(request: Request) -> bool:
    """Whether a request carries its signature in the query, in this version or in the one before."""
    names = {name for name, _ in request.parameters()}
    return "X-Amz-Algorithm" in names or {"AWSAccessKeyId", "Signature"} <= names


@dataclass(frozen=True, slots=True)
class SignedLinks:
    """Answers signed links; `secrets` gives the secret key of an access key, or None."""

    objects: Objects
    secrets: Callable[[str], str | None]
    clock: Callable[[], datetime]

    def __call__(self, request: Request) -> Answer:
        """The object, or S3's error in XML."""
        try:
            parameters = dict(request.parameters())
            self._check(request, parameters)
            return self._read(request, parameters)
        except _Refused as refused:
            return refused.answer

    def _check(self, request: Request, parameters: dict[str, str]) -> None:
        if parameters.get("X-Amz-Algorithm") != ALGORITHM:
            # Buckets made since June 2020 take no other, and botocore's default for links is the older one.
            text = f"The authorization mechanism you have provided is not supported. Please use {ALGORITHM}."
            raise _Refused(400, "InvalidRequest", text)
        try:
            access_key, *scope = parameters["X-Amz-Credential"].split("/")
            signed_at = datetime.strptime(parameters["X-Amz-Date"], _STAMP).replace(tzinfo=UTC)
            lasts = timedelta(seconds=int(parameters["X-Amz-Expires"]))
            given, names = parameters[_SIGNATURE], parameters["X-Amz-SignedHeaders"].split(";")
        except (KeyError, ValueError) as error:
            text = "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, "
            text += "X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters."
            raise _Refused(400, "AuthorizationQueryParametersError", text) from error
        if not timedelta() <= lasts <= LONGEST:
            text = "X-Amz-Expires must be less than a week (in seconds); that is, less than 604800"
            raise _Refused(400, "AuthorizationQueryParametersError", text)
        if self.clock() >= signed_at + lasts:
            raise _Refused(403, "AccessDenied", "Request has expired")
        secret = self.secrets(access_key)
        if secret is None:
            text = "The AWS Access Key Id you provided does not exist in our records."
            raise _Refused(403, "InvalidAccessKeyId", text)
        if not hmac.compare_digest(_signature(request, names, scope, signed_at, secret), given):
            text = "The request signature we calculated does not match the signature you provided."
            raise _Refused(403, "SignatureDoesNotMatch", text)

    def _read(self, request: Request, parameters: dict[str, str]) -> Answer:
        bucket, _, key = unquote(request.path.lstrip("/")).partition("/")
        found = self.objects.get(bucket, key) if request.method in ("GET", "HEAD") else None
        if found is None:
            raise _Refused(404, "NoSuchKey", "The specified key does not exist.")
        head, body = found
        headers = {
            "Content-Type": head.headers.get("ContentType", "binary/octet-stream"),
            "ETag": f'"{head.etag}"',
            "Last-Modified": format_datetime(head.modified_at.astimezone(UTC), usegmt=True),
        }
        if disposition := head.headers.get("ContentDisposition"):
            headers["Content-Disposition"] = disposition
        for name, value in parameters.items():
            if name.startswith(_OVERRIDES):
                headers[name.removeprefix(_OVERRIDES).title()] = value
        return Answer(200, tuple(Header(name, value) for name, value in headers.items()), body)


def _signature(request: Request, names: list[str], scope: list[str], signed_at: datetime, secret: str) -> str:
    pairs = sorted(
        (quote(name, safe="-_.~"), quote(value, safe="-_.~"))
        for name, value in request.parameters()
        if name != _SIGNATURE
    )
    canonical = "\n".join(
        [
            request.method,
            quote(unquote(request.path), safe="/-_.~"),
            "&".join(f"{name}={value}" for name, value in pairs),
            *(f"{name}:{' '.join((request.header(name) or '').split())}" for name in names),
            "",
            ";".join(names),
            "UNSIGNED-PAYLOAD",
        ]
    )
    to_sign = [ALGORITHM, signed_at.strftime(_STAMP), "/".join(scope), hashlib.sha256(canonical.encode()).hexdigest()]
    key = b"AWS4" + secret.encode()
    for part in scope:
        key = hmac.digest(key, part.encode(), "sha256")
    return hmac.digest(key, "\n".join(to_sign).encode(), "sha256").hex()


def _error(status: int, code: str, message: str) -> Answer:
    error = f"<Error><Code>{code}</Code><Message>{escape(message)}</Message></Error>"
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n{error}'
    return Answer(status, (Header("Content-Type", "application/xml"),), body.encode())
