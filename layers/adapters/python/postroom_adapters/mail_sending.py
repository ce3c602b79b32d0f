"""Performing SendMail: the suppression list asked, the mail composed, SES called once and its errors made ours.

SES takes no idempotency key, so botocore must not repeat the call by itself (`aws.AT_MOST_ONCE`).
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from postroom.effects import SendMail
from postroom.errors import Broken, NotNow, PostroomError, Problem, Refused, UnknownOutcome
from postroom.ids import TenantId
from postroom.mail.suppressions import EXECUTION_TAG, TENANT_TAG
from postroom_adapters.aws import client
from postroom_adapters.mail_key import MailKey
from postroom_adapters.suppression_list import SuppressionList

RETRY_AFTER_SECONDS = 5.0
QUOTA_RETRY_AFTER_SECONDS = 900.0
"""The quota is of the last 24 hours, so that a few minutes free some of it."""
BUSY = frozenset({"TooManyRequestsException", "ThrottlingException", "Throttling", "ServiceUnavailableException"})
OURS = frozenset(
    {"AccountSuspendedException", "MailFromDomainNotVerifiedException", "NotFoundException", "SendingPausedException"}
)
"""What an operator has to mend: the account, the domain's identity, the configuration set."""
THEIRS = frozenset({"BadRequestException", "MessageRejected"})


class MailSending:
    """Mail of tenants, through one configuration set, whose events come back with the tags given here."""

    def __init__(
        self, suppressions: SuppressionList, configuration_set: str, key: MailKey, clock: Callable[[], datetime]
    ) -> None:
        self._suppressions = suppressions
        self._configuration_set = configuration_set
        self._key = key
        self._clock = clock

    def perform(self, tenant: TenantId, mail: SendMail, key: str) -> Mapping[str, Any]:
        """SES's id of the mail. Raises Refused, NotNow, UnknownOutcome or Broken."""
        from postroom.mail.compose import compose
        from postroom.mail.signing import signed

        self._refuse_suppressed(tenant, mail)
        tags = {TENANT_TAG: tenant, EXECUTION_TAG: key.partition("/")[0]}
        marked = signed(mail, tenant, key, self._key.read())
        answer = _send(
            FromEmailAddress=mail.sender,
            Destination={"ToAddresses": list(mail.to)},
            Content={"Raw": {"Data": compose(marked.mail, key, self._clock(), marked.marker)}},
            ConfigurationSetName=self._configuration_set,
            EmailTags=[{"Name": name, "Value": value} for name, value in tags.items()],
        )
        return {"message_id": answer["MessageId"], "subject": marked.mail.subject}

    def _refuse_suppressed(self, tenant: TenantId, mail: SendMail) -> None:
        if found := self._suppressions.found(tenant, mail.to):
            names = "; ".join(f"{one.address} ({one.reason}: {one.detail})" for one in found)
            reason = f"the tenant's suppression list holds {names}"
            raise Refused(reason, Problem("params.to", reason))


def _send(**request: Any) -> Mapping[str, Any]:
    """One call. What it is known to have done, or not, decides what its failure becomes."""
    from botocore.exceptions import (
        BotoCoreError,
        ClientError,
        ConnectTimeoutError,
        EndpointConnectionError,
        HTTPClientError,
    )
    from botocore.parsers import ResponseParserError

    ses = client("sesv2")
    try:
        answer: Mapping[str, Any] = ses.send_email(**request)
    except ClientError as error:
        raise _as_ours(error.response) from error
    except (ConnectTimeoutError, EndpointConnectionError) as error:
        raise NotNow(f"no connection to SES: {type(error).__name__}", RETRY_AFTER_SECONDS) from error
    except HTTPClientError as error:
        raise UnknownOutcome(f"the connection to SES broke after the mail was sent: {type(error).__name__}") from error
    except (ResponseParserError, UnicodeDecodeError) as error:
        raise UnknownOutcome("SES's answer cannot be read; whether the mail was taken is not known") from error
    except BotoCoreError as error:
        raise Broken(f"SES could not be called: {error}") from error
    if not answer.get("MessageId"):
        raise UnknownOutcome("SES answered without a message id; whether the mail was taken is not known")
    return answer


def _as_ours(response: Mapping[str, Any]) -> PostroomError:
    """https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html#API_SendEmail_Errors"""
    code, said = response["Error"].get("Code", ""), response["Error"].get("Message", "") or "no reason given"
    status = response["ResponseMetadata"]["HTTPStatusCode"]
    if code in BUSY or status in (429, 503):
        return NotNow(f"SES is busy: {code}: {said}", RETRY_AFTER_SECONDS)
    if code == "LimitExceededException":
        return NotNow(f"SES's sending quota is used up: {said}", QUOTA_RETRY_AFTER_SECONDS)
    if code in THEIRS:
        return Refused(f"SES refused the mail: {code}: {said}")
    if code in OURS:
        return Broken(f"SES does not send for this installation: {code}: {said}")
    if status >= 500:
        return UnknownOutcome(f"SES answered {status} {code}; whether the mail was taken is not known")
    return Broken(f"SES refused the call with {status}: {code}: {said}")
