"""Names of dispatches fit Step Functions whatever the message was called."""

import re
from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from postroom import limits
from postroom.ids import TenantId
from postroom.triggers.event import dispatch_name
from postroom.triggers.ses_notification import events_for
from tests.core.triggers.samples import notification

NAMES = re.compile(r"[A-Za-z0-9_-]{1,80}")


MOMENTS = st.datetimes(datetime(1970, 1, 1)).map(lambda at: at.isoformat() + "Z")  # noqa: DTZ001


@given(st.text(), st.text(min_size=1), MOMENTS, st.integers(1, 10**6))
def test_a_dispatchs_name_is_one_step_functions_takes(message: str, tenant: str, at: str, number: int) -> None:
    owners = {"domain#postroom.test": TenantId(tenant)}
    [event] = events_for(notification(mail={"messageId": message, "timestamp": at}), owners, processing=True)
    name = dispatch_name(event.id, number)
    assert NAMES.fullmatch(name)
    assert len(name) <= limits.DISPATCH_NAME_CHARACTERS
