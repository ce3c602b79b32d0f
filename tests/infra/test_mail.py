"""Receiving mail: from the MX record to the queue of receive_mail."""

from tests.infra.conftest import PROD
from tests.infra.templates import Template, written


def test_a_rule_puts_the_mail_tells_the_topic_and_stops(service: Template) -> None:
    assert service.only("AWS::SES::ReceiptRuleSet") == {"RuleSetName": "postroom-local"}
    rule = service.only("AWS::SES::ReceiptRule")["Rule"]
    assert (rule["Enabled"], rule["ScanEnabled"], rule["Recipients"]) == (True, True, ["postroom.test"])
    put, stop = rule["Actions"]
    topic, _ = service.named("AWS::SNS::Topic", TopicName="postroom-local-mail")
    assert {key: written(value) for key, value in put["S3Action"].items()} == {
        "BucketName": "postroom-local-mail-<AWS::AccountId>-eu-west-1",
        "ObjectKeyPrefix": "inbound/",
        "TopicArn": f"<{topic}>",
    }
    assert stop == {"StopAction": {"Scope": "RuleSet"}}


def test_every_domain_is_a_recipient_of_one_rule_of_a_hundred_at_most(prod_service: Template) -> None:
    rules = [one["Properties"] for one in prod_service.of_type("AWS::SES::ReceiptRule").values()]
    recipients = [rule["Rule"]["Recipients"] for rule in rules]
    assert [domain for some in recipients for domain in some] == PROD["domains"]
    assert max(map(len, recipients)) == 100
    assert [written(rule.get("After", "")) for rule in rules] == ["", "<ReceiptRule1>"]
    identities = prod_service.of_type("AWS::SES::EmailIdentity").values()
    assert [one["Properties"]["EmailIdentity"] for one in identities] == PROD["domains"]


def test_only_ses_of_this_account_may_tell_the_topic(service: Template) -> None:
    topic, _ = service.named("AWS::SNS::Topic", TopicName="postroom-local-mail")
    (policy,) = [
        one["Properties"]["PolicyDocument"]["Statement"]
        for one in service.of_type("AWS::SNS::TopicPolicy").values()
        if one["Properties"]["Topics"] == [{"Ref": topic}]
    ]
    (allowed,) = [one for one in policy if one["Effect"] == "Allow"]
    assert allowed["Principal"] == {"Service": "ses.amazonaws.com"}
    assert allowed["Condition"] == {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}


def test_the_queue_gets_ses_own_notification_and_gives_it_up_after_five_failures(service: Template) -> None:
    queue, properties = service.named("AWS::SQS::Queue", QueueName="postroom-local-mail")
    dead, _ = service.named("AWS::SQS::Queue", QueueName="postroom-local-mail-dead-letters")
    topic, _ = service.named("AWS::SNS::Topic", TopicName="postroom-local-mail")
    _, subscription = service.named("AWS::SNS::Subscription", TopicArn={"Ref": topic})
    assert (subscription["Protocol"], subscription["RawMessageDelivery"]) == ("sqs", True)
    assert written(subscription["Endpoint"]) == f"<{queue}.Arn>"
    assert properties["RedrivePolicy"]["maxReceiveCount"] == 5
    assert written(properties["RedrivePolicy"]["deadLetterTargetArn"]) == f"<{dead}.Arn>"
    assert properties["VisibilityTimeout"] >= 6 * service.functions()["receive_mail"]["Timeout"]


def test_receive_mail_answers_for_each_message_and_runs_no_more_often_than_it_may(service: Template) -> None:
    queue, _ = service.named("AWS::SQS::Queue", QueueName="postroom-local-mail")
    _, source = service.named("AWS::Lambda::EventSourceMapping", EventSourceArn={"Fn::GetAtt": [queue, "Arn"]})
    assert source["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert (source["BatchSize"], source["ScalingConfig"]) == (10, {"MaximumConcurrency": 20})


def test_dns_records_are_written_into_the_zone_and_printed_for_domains_outside_it(prod_service: Template) -> None:
    groups = prod_service.of_type("AWS::Route53::RecordSetGroup")
    assert list(groups) == ["Domain1Records", "Domain102Records"]
    records = groups["Domain1Records"]["Properties"]
    assert records["HostedZoneId"] == "Z0123456789"
    written_out = [
        (one["Type"], written(one["Name"]), written(one["ResourceRecords"][0])) for one in records["RecordSets"]
    ]
    assert written_out[0] == ("MX", "example.com", "10 inbound-smtp.eu-west-1.amazonaws.com")
    identity = next(iter(prod_service.of_type("AWS::SES::EmailIdentity")))
    assert written_out[1:] == [
        ("CNAME", f"<{identity}.DkimDNSTokenName{n}>", f"<{identity}.DkimDNSTokenValue{n}>") for n in (1, 2, 3)
    ]
    printed = prod_service.outputs["Domain2Records"]
    assert printed.startswith("d0.example.net MX 10 inbound-smtp.eu-west-1.amazonaws.com; <")
    assert printed.count(" CNAME ") == 3
