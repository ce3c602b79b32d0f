"""AWS calls on the wire, so that `aws --endpoint-url …` and any SDK look inside: ours first, moto's for the rest.

Whoever can reach the port may do everything: the signature says which service is meant and is not checked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Protocol

from infra.local.doors.exchange import Answer, Header, Request

_SCOPE = re.compile(r"AWS4-HMAC-SHA256 Credential=[^/]+/\d{8}/(?P<region>[^/]+)/(?P<service>[^/]+)/aws4_request")
_OWN = frozenset(["connection", "content-length", "date", "server", "transfer-encoding"])
_AMZ_JSON = "application/x-amz-json-1.0"


class Wire(Protocol):
    """The local services that speak AWS's JSON protocols."""

    def answer(self, target: str, body: bytes) -> tuple[int, bytes] | None:
        """Status and body for the operation that X-Amz-Target names; None for a service that is not ours."""


def is_aws_call(request: Request) -> bool:
    """Whether a request is signed as AWS's SDKs sign theirs."""
    return _SCOPE.match(request.header("authorization") or "") is not None


@dataclass(frozen=True, slots=True)
class AwsDoor:
    """Answers signed calls, whatever region the caller has in mind: there is only one."""

    wires: tuple[Wire, ...]
    region: str

    def __call__(self, request: Request) -> Answer:
        """The service's answer."""
        target = request.header("x-amz-target")
        for wire in self.wires if target else ():
            answered = wire.answer(target or "", request.body)
            if answered is not None:
                return Answer(answered[0], (Header("Content-Type", _AMZ_JSON),), answered[1])
        return _from_moto(request, self.region)


def _from_moto(request: Request, region: str) -> Answer:
    # moto's own server would do the same with Flask on top; this asks the mock inside the process.
    from botocore.awsrequest import AWSPreparedRequest
    from botocore.compat import HTTPHeaders
    from moto.core.botocore_stubber import BotocoreStubber

    found = _SCOPE.match(request.header("authorization") or "")
    assert found is not None, "is_aws_call was asked before"
    host = f"{found['service']}.{region}.amazonaws.com"
    headers = HTTPHeaders()
    for name, value in request.headers:
        if name.lower() == "authorization":
            value = value.replace(f"/{found['region']}/", f"/{region}/", 1)  # noqa: PLW2901
        headers[name] = host if name.lower() == "host" else value
    call = AWSPreparedRequest(request.method, f"https://{host}{request.target}", headers, request.body, False)
    answered: Any = BotocoreStubber().process_request(call)
    if answered is None:
        return Answer.json(501, {"message": f"the local stack has no service {found['service']}"})
    status, given, body = answered
    content = body.encode() if isinstance(body, str) else bytes(body)
    kept = tuple(Header(str(name), str(value)) for name, value in dict(given).items() if name.lower() not in _OWN)
    return Answer(int(status), kept, content)
