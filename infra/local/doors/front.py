"""One port for everything that speaks HTTP: which of the doors a request is meant for."""

from __future__ import annotations

from dataclasses import dataclass

from infra.local.doors.aws_wire import is_aws_call
from infra.local.doors.contracts import Elsewhere
from infra.local.doors.exchange import Answer, Header, Request
from infra.local.doors.http_api import HttpApi
from infra.local.doors.outbox import Outbox
from infra.local.doors.outbox_pages import is_outbox, outbox_page
from infra.local.doors.signed_links import is_signed_link

WELCOME = """Postroom, the local stack.

  /api/v1/...     the API; send Authorization: Bearer <token> (printed at the start, and in running.json)
  /health         whether it is up
  /outbox         what went out: mails, Slack posts, other calls; /outbox/<number>, /outbox/<number>.eml
  AWS             aws --endpoint-url {url} --region {region} dynamodb list-tables (any credentials)
"""


@dataclass(slots=True)
class Front:
    """Hands each request to the door it is meant for; the HTTP API gets what no other wants."""

    api: HttpApi
    outbox: Outbox
    links: Elsewhere
    aws: Elsewhere
    region: str

    def handle(self, request: Request) -> Answer:
        """One request."""
        if is_aws_call(request):
            return self.aws(request)
        if is_signed_link(request):
            return self.links(request)
        if is_outbox(request):
            return outbox_page(self.outbox, request)
        if request.path == "/" and request.method in ("GET", "HEAD"):
            host = request.header("host") or "127.0.0.1"
            return Answer.text(200, WELCOME.format(url=f"http://{host}", region=self.region))
        return self.api.handle(request)


def starting(_: Request) -> Answer:
    """What everybody hears until the stack stands."""
    headers = (Header("content-type", "application/json"), Header("retry-after", "1"))
    return Answer(503, headers, b'{"message":"Service Unavailable"}')
