"""The object store: S3's objects as files."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from infra.local.clock import MovableClock
from infra.local.objects import ObjectStore
from infra.local.service_errors import ServiceError
from infra.local.services.s3 import ObjectService

NOW = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "key", ["a", "a/b", "a=", "../../etc/passwd", "a//b", "./a", "ä ö/ü.eml", "x" * 900, "日本語" * 80, "a%2Fb", "~!$"]
)
def test_any_key_comes_back_with_its_bytes(tmp_path: Path, key: str) -> None:
    store = ObjectStore(tmp_path / "objects")
    store.create_bucket("mail")
    store.put("mail", key, b"content\n\x00\xff", NOW, {"ContentType": "text/plain"}, {"by": "me"})
    found = ObjectStore(tmp_path / "objects").get("mail", key)
    assert found is not None
    head, body = found
    assert (head.key, body, head.headers, head.metadata) == (
        key,
        b"content\n\x00\xff",
        {"ContentType": "text/plain"},
        {"by": "me"},
    )
    assert [each.key for each in store.heads("mail")] == [key]
    assert list((tmp_path).iterdir()) == [tmp_path / "objects"]


def test_keys_that_could_share_a_file_do_not(tmp_path: Path) -> None:
    store = ObjectStore(tmp_path)
    keys = ["a", "a/b", "a=", "a=/b", "a%2Fb", "A", "x" * 300, "x" * 301]
    for key in keys:
        store.put("mail", key, key.encode(), NOW)
    assert {key: (store.get("mail", key) or (None, b""))[1] for key in keys} == {key: key.encode() for key in keys}


def service(tmp_path: Path) -> ObjectService:
    store = ObjectStore(tmp_path)
    store.create_bucket("mail")
    return ObjectService(store, MovableClock(NOW))


def test_objects_are_put_read_listed_and_deleted_as_in_s3(tmp_path: Path) -> None:
    s3 = service(tmp_path)
    for key in ("in/1", "in/2", "out/1"):
        s3.answer("PutObject", {"Bucket": "mail", "Key": key, "Body": key.encode(), "ContentType": "text/plain"})
    answer = s3.answer("GetObject", {"Bucket": "mail", "Key": "in/2"})
    assert (answer["Body"].read(), answer["ContentType"], answer["LastModified"]) == (b"in/2", "text/plain", NOW)
    partly = s3.answer("GetObject", {"Bucket": "mail", "Key": "in/2", "Range": "bytes=1-2"})
    assert (partly["Body"].read(), partly["ContentRange"]) == (b"n/", "bytes 1-2/4")
    page = s3.answer("ListObjectsV2", {"Bucket": "mail", "Prefix": "in/", "MaxKeys": 1})
    assert ([each["Key"] for each in page["Contents"]], page["IsTruncated"]) == (["in/1"], True)
    rest = s3.answer(
        "ListObjectsV2", {"Bucket": "mail", "Prefix": "in/", "ContinuationToken": page["NextContinuationToken"]}
    )
    assert ([each["Key"] for each in rest["Contents"]], rest["IsTruncated"]) == (["in/2"], False)
    s3.answer("DeleteObject", {"Bucket": "mail", "Key": "in/2"})
    with pytest.raises(ServiceError, match="NoSuchKey"):
        s3.answer("GetObject", {"Bucket": "mail", "Key": "in/2"})


def test_a_bucket_that_is_not_there_and_a_key_that_must_not_be(tmp_path: Path) -> None:
    s3 = service(tmp_path)
    with pytest.raises(ServiceError, match="NoSuchBucket"):
        s3.answer("GetObject", {"Bucket": "other", "Key": "a"})
    s3.answer("PutObject", {"Bucket": "mail", "Key": "a", "Body": b"first", "IfNoneMatch": "*"})
    with pytest.raises(ServiceError, match="PreconditionFailed"):
        s3.answer("PutObject", {"Bucket": "mail", "Key": "a", "Body": b"second", "IfNoneMatch": "*"})
