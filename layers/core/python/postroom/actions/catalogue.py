"""Every action: name → family and module. A function imports only the actions that it runs."""

from dataclasses import dataclass
from importlib import import_module

from postroom.actions.base import Action, Place
from postroom.errors import Refused


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the catalogue."""

    family: Place
    module: str


ACTIONS: dict[str, Entry] = {
    "conditional_branch": Entry("control", "conditional_branch"),
    "create_ticket": Entry("records", "create_ticket"),
    "create_time_entry": Entry("records", "create_time_entry"),
    "extract_invoice_data": Entry("ai", "extract_invoice_data"),
    "extract_tracking_number": Entry("ai", "extract_tracking_number"),
    "flag_for_review": Entry("records", "flag_for_review"),
    "for_each": Entry("control", "for_each"),
    "link_to_customer": Entry("records", "link_to_customer"),
    "link_to_vendor": Entry("records", "link_to_vendor"),
    "mark_as_processed": Entry("records", "mark_as_processed"),
    "parallel": Entry("control", "parallel"),
    "send_email_notification": Entry("notify", "send_email_notification"),
    "send_slack_notification": Entry("notify", "send_slack_notification"),
    "set_fields": Entry("records", "set_fields"),
    "stop": Entry("control", "stop"),
    "wait": Entry("control", "wait"),
}


def family_of(name: str) -> Place:
    """The family that runs the action, or control. Raises Refused for a name that is not an action."""
    return _entry(name).family


def action_named(name: str) -> Action:
    """The action itself, imported on first use. Raises Refused for a name that is not an action."""
    action: Action = import_module(f"postroom.actions.{_entry(name).module}").ACTION
    return action


def _entry(name: str) -> Entry:
    entry = ACTIONS.get(name)
    if entry is None:
        raise Refused(f"there is no action named {name!r}; the actions are {', '.join(ACTIONS)}")
    return entry
