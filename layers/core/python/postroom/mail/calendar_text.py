"""An invitation (iCalendar, RFC 5545 and 5546) as the few lines that a person wants to read."""

import re
from dataclasses import dataclass, field

from ..limits import CALENDAR_BYTES, CALENDAR_EVENTS
from .charsets import decode_text

_FOLD = re.compile(r"\r?\n[ \t]|\r[ \t]")
_LINE = re.compile(r"""([A-Za-z0-9-]{1,40})((?:;[^:;="]{1,80}=(?:"[^"]*"|[^";:]++)*+)*+):(.*)""", re.DOTALL)
_PARAMETER = re.compile(r""";([^:;="]{1,80})=("[^"]*"|[^";:]*)""")
_ESCAPED = re.compile(r"\\([\\;,nN])")
_MOMENT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z)?)?")
_KINDS = {
    **{"REQUEST": "Invitation", "CANCEL": "Cancelled", "PUBLISH": "Event", "COUNTER": "Another time is proposed"},
    **{"DECLINECOUNTER": "The proposed time is declined", "ADD": "Added", "REFRESH": "An update is asked for"},
}
_ANSWERS = {
    "ACCEPTED": "Accepted",
    "DECLINED": "Declined",
    "TENTATIVE": "Tentatively accepted",
    "DELEGATED": "Delegated",
}
_KEPT = frozenset({"SUMMARY", "DTSTART", "DTEND", "LOCATION", "ORGANIZER", "RRULE", "STATUS", "DESCRIPTION", "DUE"})
_ATTENDEES = 20


@dataclass(slots=True)
class _Event:
    kind: str
    fields: dict[str, tuple[dict[str, str], str]] = field(default_factory=dict)
    attendees: list[tuple[dict[str, str], str]] = field(default_factory=list)

    def value(self, name: str) -> str:
        """The text of a property on one line."""
        return " ".join(_text(self.fields.get(name, ({}, ""))[1]).split())


@dataclass(frozen=True, slots=True)
class CalendarText:
    """What a calendar part says: its events in a few lines each, and what their authors wrote about them."""

    summary: str
    description: str


def read_calendar(content: bytes, declared: str = "", method: str = "") -> CalendarText:
    """The events of a calendar; empty where there are none. The charset is UTF-8 unless another is declared."""
    text, _ = decode_text(content[:CALENDAR_BYTES], declared or "utf-8")
    events: list[_Event] = []
    open_event: _Event | None = None
    inside: list[str] = []
    for line in _FOLD.sub("", text.replace("\0", "")).splitlines():
        match = _LINE.match(line)
        if match is None:
            continue
        name, value = match[1].upper(), match[3]
        if name == "BEGIN":
            inside.append(value.strip().upper())
            if inside[-1] in {"VEVENT", "VTODO"} and len(events) < CALENDAR_EVENTS:
                open_event = _Event(inside[-1])
                events.append(open_event)
        elif name == "END":
            inside = inside[:-1]
            open_event = open_event if inside[-1:] and open_event and inside[-1] == open_event.kind else None
        elif name == "METHOD" and not method:
            method = value.strip()
        elif open_event is not None and inside[-1:] == [open_event.kind]:
            _keep(open_event, name, _parameters(match[2]), value)
    described = next((text for event in events if (text := _text(event.fields.get("DESCRIPTION", ({}, ""))[1]))), "")
    return CalendarText("\n\n".join(_lines(event, method.upper()) for event in events), described.strip())


def _keep(event: _Event, name: str, parameters: dict[str, str], value: str) -> None:
    if name in _KEPT:
        event.fields.setdefault(name, (parameters, value))
    elif name == "ATTENDEE" and len(event.attendees) < _ATTENDEES:
        event.attendees.append((parameters, value))


def _lines(event: _Event, method: str) -> str:
    lines = [f"{_head(event, method)}: {event.value('SUMMARY') or '(no title)'}"]
    when = _when(event)
    lines += [f"When: {when}"] if when else []
    lines += [f"Repeats: {event.value('RRULE')}"] if event.value("RRULE") else []
    lines += [f"Where: {event.value('LOCATION')}"] if event.value("LOCATION") else []
    if "ORGANIZER" in event.fields:
        lines.append(f"Organizer: {_person(*event.fields['ORGANIZER'])}")
    people = [_person(*one) for one in event.attendees]
    if people and method != "REPLY":
        lines.append(f"Invited: {', '.join(people)}")
    return "\n".join(lines)


def _head(event: _Event, method: str) -> str:
    if method == "REPLY" and event.attendees:
        parameters, who = event.attendees[0]
        answer = _ANSWERS.get(parameters.get("PARTSTAT", "").upper(), "Answered")
        return f"{answer} by {_person(parameters, who)}"
    if event.value("STATUS").upper() == "CANCELLED":
        return "Cancelled"
    return _KINDS.get(method, "Task" if event.kind == "VTODO" else "Event")


def _when(event: _Event) -> str:
    start, zone = _moment(event.fields.get("DTSTART"))
    end, _ = _moment(event.fields.get("DTEND") or event.fields.get("DUE"))
    if end and start[:10] == end[:10] and len(end) > 10:
        end = end[11:]
    return f"{start}{f' – {end}' if end else ''}{f' ({zone})' if zone else ''}"


def _moment(found: tuple[dict[str, str], str] | None) -> tuple[str, str]:
    """The moment as people write it, and its time zone as it is named there."""
    parameters, value = found or ({}, "")
    match = _MOMENT.match(value.strip())
    if match is None:
        return " ".join(value.split()), ""
    day = f"{match[1]}-{match[2]}-{match[3]}"
    if match[4] is None:
        return day, ""
    return f"{day} {match[4]}:{match[5]}", "UTC" if match[7] else " ".join(parameters.get("TZID", "").split())


def _person(parameters: dict[str, str], value: str) -> str:
    address = " ".join(re.sub(r"(?i)\A\s*mailto:", "", value).split())
    name = " ".join(parameters.get("CN", "").split())
    return f"{name} <{address}>" if name and name.lower() != address.lower() else address


def _parameters(text: str) -> dict[str, str]:
    return {name.upper(): value.strip('"') for name, value in _PARAMETER.findall(text)}


def _text(value: str) -> str:
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)
