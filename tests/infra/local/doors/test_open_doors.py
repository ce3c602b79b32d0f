"""Every door of one real stack: the synthesized template behind real sockets."""

import json
import smtplib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from botocore.config import Config
from botocore.session import get_session

from infra.local.doors.opening import Doors, open_doors
from infra.local.doors.sending import Envelope, deliver
from infra.local.stack import LocalStack
from tests.infra.local.doors.fakes import ask

MAILS = Path(__file__).resolve().parents[4] / "events" / "mail"


def _echo(event: Any, _: Any) -> Any:
    return {"statusCode": 200, "headers": {"content-type": "application/json"}, "body": json.dumps(event)}


@pytest.fixture(scope="module")
def doors(tmp_path_factory: pytest.TempPathFactory, local_assembly: Path) -> Iterator[Doors]:
    stack = LocalStack(tmp_path_factory.mktemp("state"), assembly=local_assembly)
    stack.parts.lambdas.find("api").use(_echo)
    with open_doors(stack) as opened:
        yield opened


def _authorized(doors: Doors) -> dict[str, str]:
    return {"Authorization": f"Bearer {doors.stack.api_token}"}


def _aws(doors: Doors, script: str) -> Any:
    """What another process sees through the endpoint, with nothing of ours in it."""
    program = (
        "import json, sys; from botocore.session import get_session; session = get_session();"
        "session.set_credentials('anybody', 'anything');"
        f"aws = lambda name: session.create_client(name, region_name='us-east-1', endpoint_url={doors.http.url!r});"
        f"print(json.dumps({script}, default=str))"
    )
    environment = {"PATH": "/usr/bin:/bin", "AWS_EC2_METADATA_DISABLED": "true"}
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60, env=environment
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def test_the_real_authorizer_stands_before_the_api(doors: Doors) -> None:
    path = "/api/v1/workflows?enabled=true"
    assert ask(doors.http.port, path).status == 401
    assert ask(doors.http.port, path, headers={"Authorization": "Bearer wrong"}).status == 403
    reply = ask(doors.http.port, path, headers=_authorized(doors))
    assert (reply.status, reply.json["routeKey"]) == (200, "ANY /api/v1/{proxy+}")
    assert reply.json["queryStringParameters"] == {"enabled": "true"}
    assert reply.json["requestContext"]["authorizer"]["lambda"]["tenant"] == "root"


@pytest.mark.parametrize("path", ["/health", "/api/v1/health", "/api/v1/openapi.json"])
def test_the_public_routes_of_the_template_need_no_token(doors: Doors, path: str) -> None:
    assert ask(doors.http.port, path).json["routeKey"] == f"GET {path}"


def test_a_mail_over_smtp_is_stored_and_received(doors: Doors) -> None:
    raw = (MAILS / "invoice_en.eml").read_bytes()
    sent = Envelope("accounts@harbourlane.example", ("faktura@postroom.test", "jonas.lind@postroom.test"))
    message_id = deliver(raw, sent, doors.smtp.host, doors.smtp.port).rpartition(" ")[2]
    doors.stack.settled(60)
    found = doors.stack.parts.objects.get(doors.stack.output("MailBucket"), f"inbound/{message_id}")
    assert found is not None
    assert found[1].endswith(raw)
    assert found[1].count(b"Return-Path:") == 1


def test_an_address_outside_the_domains_is_550(doors: Doors) -> None:
    with smtplib.SMTP(doors.smtp.host, doors.smtp.port, timeout=30) as client:
        client.ehlo()
        client.mail("a@sender.example")
        assert client.rcpt("faktura@elsewhere.example")[0] == 550


def test_another_process_looks_inside_through_the_aws_endpoint(doors: Doors) -> None:
    assert "postroom-local-directory" in _aws(doors, "aws('dynamodb').list_tables()['TableNames']")
    assert _aws(doors, "aws('dynamodb').scan(TableName='postroom-local-directory')['Count']") > 0
    buckets = _aws(doors, "[bucket['Name'] for bucket in aws('s3').list_buckets()['Buckets']]")
    assert doors.stack.output("MailBucket") in buckets
    assert any("mail" in url for url in _aws(doors, "aws('sqs').list_queues()['QueueUrls']"))
    name = f"{doors.stack.output('ConnectionsPrefix')}/root/slack"
    parameter = _aws(doors, f"aws('ssm').get_parameter(Name={name!r}, WithDecryption=True)['Parameter']['Value']")
    assert json.loads(parameter)["webhooks"] == doors.slack.webhooks()
    assert _aws(doors, "aws('sts').get_caller_identity()['Account']") == "123456789012"


def test_objects_go_in_and_out_through_the_aws_endpoint(doors: Doors) -> None:
    bucket = doors.stack.output("MailBucket")
    _aws(doors, f"aws('s3').put_object(Bucket={bucket!r}, Key='tenants/a b.txt', Body=b'hello')['ETag']")
    read = f"aws('s3').get_object(Bucket={bucket!r}, Key='tenants/a b.txt')['Body'].read().decode()"
    assert _aws(doors, read) == "hello"


def test_a_link_signed_inside_the_stack_opens_outside(doors: Doors) -> None:
    from infra.local.clock import MovableClock

    bucket = doors.stack.output("MailBucket")
    doors.stack.parts.objects.put(bucket, "tenants/root/x.eml", b"Subject: x\r\n\r\n", MovableClock().now())
    client: Any = get_session().create_client("s3", region_name="eu-west-1", config=Config(signature_version="s3v4"))
    params = {"Bucket": bucket, "Key": "tenants/root/x.eml"}
    link = urlsplit(client.generate_presigned_url("get_object", Params=params, ExpiresIn=300))
    assert (link.hostname, link.port) == ("127.0.0.1", doors.http.port)
    assert ask(doors.http.port, f"{link.path}?{link.query}").body == b"Subject: x\r\n\r\n"
    assert ask(doors.http.port, f"{link.path}?{link.query}0").status == 403


def test_mail_sent_by_the_stack_lies_in_the_outbox(doors: Doors) -> None:
    doors.stack.client("sesv2").send_email(
        FromEmailAddress="post@postroom.test",
        Destination={"ToAddresses": ["admin@postroom.test"]},
        Content={"Simple": {"Subject": {"Data": "Hours"}, "Body": {"Text": {"Data": "37.5"}}}},
    )
    entry = ask(doors.http.port, "/outbox?kind=mail").json[-1]
    assert (entry["to"], entry["subject"], entry["text"]) == ("admin@postroom.test", "Hours", "37.5\n")
    assert b"Subject: Hours\r\n" in ask(doors.http.port, f"/outbox/{entry['number']}.eml").body


def test_the_front_page_says_what_is_where(doors: Doors) -> None:
    page = ask(doors.http.port, "/").body.decode()
    assert f"aws --endpoint-url {doors.http.url} --region eu-west-1" in page
    assert "/outbox" in page
