"""Signed S3 links, signed by botocore itself."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from botocore.config import Config
from botocore.session import get_session

from infra.local.doors.exchange import Answer, Header, Request
from infra.local.doors.signed_links import SignedLinks, is_signed_link

KEY = "tenants/root/em_1/faktura nr. 7 (æøå).pdf"
SECRETS = {"AKIALOCAL": "secret/of+this"}


@dataclass
class Head:
    """An object's head."""

    etag: str = "abc"
    headers: dict[str, str] = field(default_factory=lambda: {"ContentType": "application/pdf"})
    modified_at: datetime = datetime(2026, 11, 21, 8, tzinfo=UTC)


class Objects:
    """One bucket with one object."""

    def get(self, bucket: str, key: str) -> tuple[Head, bytes] | None:
        return (Head(), b"%PDF") if (bucket, key) == ("mail-bucket", KEY) else None


def _link(key: str = KEY, version: str = "s3v4", expires: int = 300, **params: Any) -> str:
    session = get_session()
    session.set_credentials("AKIALOCAL", SECRETS["AKIALOCAL"])
    client: Any = session.create_client(
        "s3", region_name="eu-west-1", endpoint_url="http://127.0.0.1:8787", config=Config(signature_version=version)
    )
    url: str = client.generate_presigned_url(
        "get_object", Params={"Bucket": "mail-bucket", "Key": key, **params}, ExpiresIn=expires
    )
    return url


def _open(url: str, after: float = 0, method: str = "GET", host: str = "127.0.0.1:8787") -> Answer:
    parts = urlsplit(url)
    request = Request(method, f"{parts.path}?{parts.query}", (Header("Host", host),), b"", "127.0.0.1")
    assert is_signed_link(request)
    links = SignedLinks(Objects(), SECRETS.get, lambda: datetime.now(UTC) + timedelta(seconds=after))
    return links(request)


def _code(answer: Answer) -> tuple[int, str]:
    found = re.search(r"<Code>(\w+)</Code>", answer.body.decode())
    assert found is not None
    return answer.status, found[1]


def test_a_link_made_by_botocore_opens_with_the_headers_it_asks_for() -> None:
    answer = _open(_link(ResponseContentDisposition="attachment; filename*=UTF-8''a%20b.pdf"))
    assert (answer.status, answer.body) == (200, b"%PDF")
    assert dict(answer.headers) == {
        "Content-Type": "application/pdf",
        "ETag": '"abc"',
        "Last-Modified": "Sat, 21 Nov 2026 08:00:00 GMT",
        "Content-Disposition": "attachment; filename*=UTF-8''a%20b.pdf",
    }


def test_it_ends_when_it_says_it_does() -> None:
    assert _open(_link(expires=300), after=290).status == 200
    assert _code(_open(_link(expires=300), after=301)) == (403, "AccessDenied")


@pytest.mark.parametrize(
    "change",
    [
        lambda url: url.replace("/em_1/", "/em_2/"),
        lambda url: url.replace("X-Amz-Expires=300", "X-Amz-Expires=301"),
        lambda url: url.replace("X-Amz-Signature=", "X-Amz-Signature=0"),
        lambda url: url + "&response-content-type=text/html",
    ],
    ids=["another key", "a later end", "another signature", "another type"],
)
def test_a_changed_link_is_refused(change: Any) -> None:
    assert _code(_open(change(_link()))) == (403, "SignatureDoesNotMatch")


def test_a_link_for_another_method_or_host_is_refused() -> None:
    assert _code(_open(_link(), method="DELETE")) == (403, "SignatureDoesNotMatch")
    assert _code(_open(_link(), host="elsewhere.example")) == (403, "SignatureDoesNotMatch")


def test_an_unknown_access_key_is_refused() -> None:
    assert _code(_open(_link().replace("AKIALOCAL", "AKIAOTHER"))) == (403, "InvalidAccessKeyId")


def test_the_older_signature_is_refused_as_new_buckets_do() -> None:
    assert _code(_open(_link(version="s3"))) == (400, "InvalidRequest")


@pytest.mark.parametrize(
    "change", [("X-Amz-Date=2026", "X-Amz-Date=x"), ("&X-Amz-Expires=300", ""), ("=300", "=604801")]
)
def test_a_link_without_what_belongs_to_it_is_refused(change: tuple[str, str]) -> None:
    stamp = re.sub(r"X-Amz-Date=\d{4}", "X-Amz-Date=2026", _link())
    assert _code(_open(stamp.replace(*change))) == (400, "AuthorizationQueryParametersError")


def test_a_good_link_to_nothing_is_404() -> None:
    assert _code(_open(_link("tenants/root/gone.eml"))) == (404, "NoSuchKey")
