"""The HTTP answer that API Gateway makes of what a function returned, by the rules of payload format 2.0."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping
from typing import Any

from infra.local.doors.exchange import Answer, Header

ANSWER_BYTES = 6 * 1024 * 1024
"""Lambda's limit on an answer."""

_JSON = "application/json"
_TEXT = "text/plain;charset=UTF-8"
"""API Gateway's content type where a function gave a status and no type."""

_OWN = frozenset(["connection", "content-length", "date", "keep-alive", "transfer-encoding", "upgrade"])
"""Headers that the server writes itself, whatever a function says."""

_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")


class BadAnswer(Exception):
    """A function returned what API Gateway cannot make an answer of."""


def answer_of(result: Any) -> Answer:
    """The answer to the client. Raises BadAnswer, which API Gateway shows as 500."""
    if len(json.dumps(result)) > ANSWER_BYTES and len(json.dumps(result, ensure_ascii=False).encode()) > ANSWER_BYTES:
        raise BadAnswer(f"the answer is larger than {ANSWER_BYTES} bytes")
    if not isinstance(result, Mapping) or "statusCode" not in result:
        # Whatever has no status is itself the body.
        body = result if isinstance(result, str) else json.dumps(result, ensure_ascii=False)
        return Answer(200, (Header("content-type", _JSON),), body.encode())
    return Answer(_status(result), tuple(_headers(result)), _body(result))


def _status(result: Mapping[str, Any]) -> int:
    status = result["statusCode"]
    if isinstance(status, str) and status.isdecimal():
        status = int(status)
    if isinstance(status, bool) or not isinstance(status, int) or not 200 <= status <= 599:
        raise BadAnswer(f"statusCode is {status!r}")
    return status


def _headers(result: Mapping[str, Any]) -> list[Header]:
    given = result.get("headers") or {}
    cookies = result.get("cookies") or []
    if not isinstance(given, Mapping) or not isinstance(cookies, list):
        raise BadAnswer("headers is an object and cookies a list")
    headers = [_header(str(name), value) for name, value in given.items() if str(name).lower() not in _OWN]
    if not any(header.name.lower() == "content-type" for header in headers):
        headers.append(Header("content-type", _TEXT))
    return headers + [_header("set-cookie", cookie) for cookie in cookies]


def _header(name: str, value: Any) -> Header:
    if isinstance(value, bool):
        value = json.dumps(value)
    if not isinstance(value, str | int | float) or not _NAME.fullmatch(name):
        raise BadAnswer(f"the header {name!r} is {value!r}")
    text = str(value)
    if "\r" in text or "\n" in text or not _latin(text):
        raise BadAnswer(f"the header {name!r} holds what no header can")
    return Header(name.lower(), text)


def _latin(text: str) -> bool:
    return all(ord(character) < 256 for character in text)


def _body(result: Mapping[str, Any]) -> bytes:
    body = result.get("body")
    if body is None:
        return b""
    if not isinstance(body, str):
        raise BadAnswer("body is not a string")
    if not result.get("isBase64Encoded"):
        return body.encode()
    try:
        return base64.b64decode(body, validate=True)
    except binascii.Error as error:
        raise BadAnswer("body is not the base64 it says it is") from error
