"""receive_mail_feedback: puts on the suppression list who bounced or complained."""

from infra.shared.spec import FunctionSpec, Items

FUNCTION = FunctionSpec(
    "receive_mail_feedback",
    timeout_seconds=30,
    uses=(Items("directory", ("PutItem",)),),
)
