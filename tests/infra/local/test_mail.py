"""Receiving as SES does it: who is ours, what is stored, and what is told."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from infra.local.kept import Kept
from infra.local.mail.notification import Verdicts, notification, stamped
from infra.local.mail.rules import ReceiptRules, UnsupportedRule
from infra.local.service_errors import ServiceError
from infra.local.template import Templates

NOW = datetime(2026, 1, 5, 12, 0, 0, 123456, tzinfo=UTC)
ACTION = {"topicArn": "arn:topic", "bucketName": "mail", "objectKeyPrefix": "inbound/", "objectKey": "inbound/id1"}
RAW = (
    b"From: =?utf-8?q?J=C3=BCrgen?= <j@example.com>\r\nTo: Billing <billing@postroom.test>,\r\n second@example.com\r\n"
    b"Cc: third@example.com\r\nSubject: =?utf-8?q?Rechnung_f=C3=BCr_Januar?=\r\n"
    b"Message-ID: <m1@example.com>\r\nDate: Mon, 5 Jan 2026 12:00:00 +0000\r\n\r\nHello\r\n"
)


def told(raw: bytes, verdicts: Verdicts | None = None) -> dict[str, Any]:
    recipients = ("billing@postroom.test",)
    verdicts = verdicts or Verdicts()
    stored = stamped(raw, "id1", "j@example.com", recipients, verdicts, NOW)
    return notification(stored, "id1", "j@example.com", recipients, verdicts, NOW, ACTION)


def test_the_notification_has_the_shape_that_ses_documents() -> None:
    message = told(RAW, Verdicts(spam="GRAY", dmarc="FAIL"))
    headers = message["mail"].pop("headers")
    assert message == {
        "notificationType": "Received",
        "mail": {
            "timestamp": "2026-01-05T12:00:00.123Z",
            "source": "j@example.com",
            "messageId": "id1",
            "destination": ["billing@postroom.test", "second@example.com", "third@example.com"],
            "headersTruncated": False,
            "commonHeaders": {
                "returnPath": "j@example.com",
                "from": ["Jürgen <j@example.com>"],
                "to": ["Billing <billing@postroom.test>", "second@example.com"],
                "cc": ["third@example.com"],
                "date": "Mon, 5 Jan 2026 12:00:00 +0000",
                "messageId": "<m1@example.com>",
                "subject": "Rechnung für Januar",
            },
        },
        "receipt": {
            "timestamp": "2026-01-05T12:00:00.123Z",
            "processingTimeMillis": 100,
            "recipients": ["billing@postroom.test"],
            "spamVerdict": {"status": "GRAY"},
            "virusVerdict": {"status": "PASS"},
            "spfVerdict": {"status": "PASS"},
            "dkimVerdict": {"status": "PASS"},
            "dmarcVerdict": {"status": "FAIL"},
            "action": {"type": "S3", **ACTION},
        },
    }
    assert {"name": "To", "value": "Billing <billing@postroom.test>, second@example.com"} in headers


def test_headers_are_cut_at_ten_kilobytes_and_say_so() -> None:
    message = told(b"".join(b"X-%d: %s\r\n" % (n, b"y" * 500) for n in range(50)) + RAW)
    assert message["mail"]["headersTruncated"] is True
    assert sum(len(each["name"]) + len(each["value"]) + 4 for each in message["mail"]["headers"]) <= 10 * 1024


@pytest.mark.parametrize(
    "raw", [b"", b"\xff\xfe\x00", b"no headers at all", b"From: \xe4\xf6\r\n\r\n", b"To: <<<>,,\r\n"]
)
def test_a_mail_that_cannot_be_read_is_told_of_nevertheless(raw: bytes) -> None:
    assert told(raw)["mail"]["messageId"] == "id1"


def test_the_stored_mail_begins_with_ses_s_own_headers() -> None:
    stored = stamped(RAW, "id1", "j@example.com", ("b@postroom.test",), Verdicts(virus="FAIL"), NOW)
    own, _, rest = stored.partition(b"From: ")
    assert b"From: " + rest == RAW
    assert [line.split(b":")[0] for line in own.split(b"\r\n") if line[:1].strip()] == [
        b"Return-Path",
        b"Received",
        b"X-SES-Spam-Verdict",
        b"X-SES-Virus-Verdict",
        b"Received-SPF",
        b"Authentication-Results",
    ]
    assert b"X-SES-Virus-Verdict: FAIL" in own


def rules(tmp_path: Path, *given: dict[str, Any], active: bool = True) -> ReceiptRules:
    resources: dict[str, Any] = {"Set": {"Type": "AWS::SES::ReceiptRuleSet", "Properties": {"RuleSetName": "ours"}}}
    for number, rule in enumerate(given):
        properties = {"RuleSetName": "ours", "Rule": {"Name": f"r{number}", "Enabled": True, "Actions": [], **rule}}
        resources[f"Rule{number}"] = {"Type": "AWS::SES::ReceiptRule", "Properties": properties}
    templates = Templates({"Stack": {"Resources": resources}})
    held = ReceiptRules(
        templates.of_type("AWS::SES::ReceiptRuleSet"),
        templates.of_type("AWS::SES::ReceiptRule"),
        Kept(tmp_path / "receiving.json"),
    )
    if active:
        held.answer("SetActiveReceiptRuleSet", {"RuleSetName": "ours"})
    return held


@pytest.mark.parametrize(
    ("entry", "recipient", "taken"),
    [
        ("postroom.test", "anyone@postroom.test", True),
        ("postroom.test", "Anyone@PostRoom.Test", True),
        ("postroom.test", "anyone@sub.postroom.test", False),
        (".postroom.test", "anyone@sub.postroom.test", True),
        (".postroom.test", "anyone@postroom.test", False),
        ("a@postroom.test", "a@postroom.test", True),
        ("a@postroom.test", "a+label@postroom.test", True),
        ("a@postroom.test", "b@postroom.test", False),
    ],
)
def test_recipients_are_compared_as_ses_does(tmp_path: Path, entry: str, recipient: str, taken: bool) -> None:
    assert bool(rules(tmp_path, {"Recipients": [entry]}).matching([recipient])) is taken


def test_a_stop_ends_it_for_those_it_reached_and_nobody_else(tmp_path: Path) -> None:
    stop = {"StopAction": {"Scope": "RuleSet"}}
    held = rules(tmp_path, {"Recipients": ["a@x.test"], "Actions": [stop]}, {"Recipients": ["x.test"]})
    matched = [(match.rule["Name"], match.recipients) for match in held.matching(["a@x.test", "b@x.test"])]
    assert matched == [("r0", ("a@x.test",)), ("r1", ("b@x.test",))]


def test_nobody_receives_before_a_rule_set_is_active_and_that_is_remembered(tmp_path: Path) -> None:
    assert rules(tmp_path, {"Recipients": []}, active=False).matching(["a@x.test"]) == []
    rules(tmp_path, {"Recipients": []})
    assert len(rules(tmp_path, {"Recipients": []}, active=False).matching(["a@x.test"])) == 1


def test_a_rule_can_be_given_more_recipients_later(tmp_path: Path) -> None:
    held = rules(tmp_path, {"Recipients": ["x.test"]})
    rule = held.answer("DescribeActiveReceiptRuleSet", {})["Rules"][0]
    held.answer("UpdateReceiptRule", {"RuleSetName": "ours", "Rule": {**rule, "Recipients": ["x.test", "y.test"]}})
    assert len(rules(tmp_path, {"Recipients": ["x.test"]}).matching(["a@y.test"])) == 1
    with pytest.raises(ServiceError, match="RuleDoesNotExist"):
        held.answer("UpdateReceiptRule", {"RuleSetName": "ours", "Rule": {**rule, "Name": "other"}})


def test_an_action_this_machine_cannot_do_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnsupportedRule, match="r0: the local stack does not know LambdaAction"):
        rules(tmp_path, {"Actions": [{"LambdaAction": {}}]})
