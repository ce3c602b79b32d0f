"""All functions of Postroom, sorted; a test compares the list with the folders."""

from infra.functions import (
    activate_receipt_rules,
    api,
    authorize_request,
    bootstrap_tenant,
    classify_event,
    match_workflows,
    receive_mail,
    receive_mail_feedback,
    record_failed_dispatch,
    step_ai,
    step_notify,
    step_records,
    sweep_events,
)
from infra.shared.spec import FunctionSpec

FUNCTIONS: tuple[FunctionSpec, ...] = (
    activate_receipt_rules.FUNCTION,
    api.FUNCTION,
    authorize_request.FUNCTION,
    bootstrap_tenant.FUNCTION,
    classify_event.FUNCTION,
    match_workflows.FUNCTION,
    receive_mail.FUNCTION,
    receive_mail_feedback.FUNCTION,
    record_failed_dispatch.FUNCTION,
    step_ai.FUNCTION,
    step_notify.FUNCTION,
    step_records.FUNCTION,
    sweep_events.FUNCTION,
)
