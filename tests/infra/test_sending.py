"""Sending mail: the configuration set, what SES tells of it, and who may send in whose name."""

import pytest

from infra.settings import SettingsError, load_settings
from tests.infra.conftest import PROD
from tests.infra.templates import Template, written

GIVEN = {"domains": ["a.example", "b.example"], "admin_address": "admin@elsewhere.example"}


def test_mail_goes_through_one_configuration_set_whose_reputation_is_measured(service: Template) -> None:
    properties = service.only("AWS::SES::ConfigurationSet")
    assert (properties["Name"], properties["ReputationOptions"]) == (
        "postroom-local",
        {"ReputationMetricsEnabled": True},
    )


def test_bounces_and_complaints_go_to_the_topic_once_ses_may_publish_there(service: Template) -> None:
    topic, _ = service.named("AWS::SNS::Topic", TopicName="postroom-local-mail-feedback")
    (destination,) = service.of_type("AWS::SES::ConfigurationSetEventDestination").values()
    told = destination["Properties"]["EventDestination"]
    assert (told["Enabled"], told["MatchingEventTypes"]) == (True, ["bounce", "complaint"])
    assert written(told["SnsDestination"]["TopicARN"]) == f"<{topic}>"
    assert any(one.startswith("MailFeedbackTopicPolicy") for one in destination["DependsOn"])


def test_the_feedback_queue_gets_ses_own_event_and_keeps_what_failed_five_times(service: Template) -> None:
    topic, _ = service.named("AWS::SNS::Topic", TopicName="postroom-local-mail-feedback")
    queue, properties = service.named("AWS::SQS::Queue", QueueName="postroom-local-mail-feedback")
    dead, _ = service.named("AWS::SQS::Queue", QueueName="postroom-local-mail-feedback-dead-letters")
    _, subscription = service.named("AWS::SNS::Subscription", TopicArn={"Ref": topic})
    assert (subscription["Protocol"], subscription["RawMessageDelivery"]) == ("sqs", True)
    assert written(subscription["Endpoint"]) == f"<{queue}.Arn>"
    assert properties["RedrivePolicy"]["maxReceiveCount"] == 5
    assert written(properties["RedrivePolicy"]["deadLetterTargetArn"]) == f"<{dead}.Arn>"
    assert properties["VisibilityTimeout"] >= 6 * service.functions()["receive_mail_feedback"]["Timeout"]


def test_alarms_ring_before_ses_looks_into_the_account(service: Template) -> None:
    alarms = [one["Properties"] for one in service.of_type("AWS::CloudWatch::Alarm").values()]
    found = {
        one["MetricName"]: (one["Threshold"], one["Dimensions"]) for one in alarms if one.get("Namespace") == "AWS/SES"
    }
    of_ours = [{"Name": "ses:configuration-set", "Value": "postroom-local"}]
    assert found == {"Reputation.BounceRate": (0.05, of_ours), "Reputation.ComplaintRate": (0.001, of_ours)}


@pytest.mark.parametrize(("given", "domain"), [({}, "a.example"), ({"sending_address": "Post@B.example"}, "b.example")])
def test_mail_comes_from_the_first_domain_or_from_the_address_that_is_chosen(
    given: dict[str, str], domain: str
) -> None:
    assert load_settings("prod", {**GIVEN, **given}).sending_domain == domain


def test_an_address_at_a_domain_that_is_not_ours_is_refused() -> None:
    with pytest.raises(SettingsError, match=r"sending_address: c\.example is none of the domains"):
        load_settings("prod", {**GIVEN, "sending_address": "post@c.example"})


def test_only_the_sending_domain_may_be_used_of_a_hundred(prod_service: Template) -> None:
    statements = prod_service.statements(prod_service.functions()["step_notify"]["Role"])
    (resources,) = [resources for actions, resources in statements if actions == {"ses:SendEmail"}]
    assert {one.rpartition(":")[2] for one in resources} == {
        f"identity/{PROD['domains'][0]}",
        "configuration-set/postroom-prod",
    }
