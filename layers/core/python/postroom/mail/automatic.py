"""Whether a machine wrote the mail, from its headers; what its text says is for others.

RFC 3834 (Auto-Submitted, null return path), RFC 5230 and 5703's senders follow it, RFC 2369 and 2919 (List-*),
RFC 3464 (delivery reports), RFC 8098 (read receipts), RFC 5965 (feedback reports), and what Exchange, Exim and
older responders write instead. The first rule that says something decides.
"""

import re
from collections.abc import Callable, Mapping

from .model import Automatic

Headers = Mapping[str, tuple[str, ...]]

_LIST_HEADERS = ("list-id", "list-post", "list-help", "list-subscribe", "list-owner", "list-archive")
_RESPONDER_HEADERS = ("x-autoreply", "x-autorespond", "x-auto-reply-from", "x-mail-autoreply", "x-autoresponder")
_OFF = frozenset({"", "no", "false", "none"})
_WORD = re.compile(r"[^a-z-]")
_ANSWER_SUBJECT = re.compile(
    r"\s*(?:automatic reply|auto(?:matic)?[ -]?(?:reply|response|svar)|out of (?:the )?office|automatisk svar|autosvar|"
    r"automatische antwort|abwesenheit|ikke til stede|fravær|r[ée]ponse automatique|respuesta autom[áa]tica|"
    r"risposta automatica|automatisch antwoord|resposta autom[áa]tica|自动回复|自动答复|自動返信|부재중)",
    re.IGNORECASE,
)


def read_automatic(headers: Headers, content_type: str, report_type: str = "") -> Automatic:
    """The verdict over decoded headers by lower-cased name and the root's Content-Type with its report-type."""
    report = report_type.lower() if content_type == "multipart/report" else ""
    for rule in _RULES:
        verdict = rule(headers, report)
        if verdict is not None:
            return verdict
    return Automatic()


def _report(headers: Headers, report: str) -> Automatic | None:
    if report == "feedback-report":
        return Automatic(kind="feedback_report", reason="multipart/report; report-type=feedback-report")
    if report == "delivery-status":
        return Automatic(kind="bounce", reason="multipart/report; report-type=delivery-status")
    if report == "disposition-notification":
        return Automatic(kind="auto_reply", reason="multipart/report; report-type=disposition-notification")
    if _first(headers, "x-failed-recipients"):
        return Automatic(kind="bounce", reason=f"X-Failed-Recipients: {_first(headers, 'x-failed-recipients')}")
    return None


def _auto_submitted(headers: Headers, _: str) -> Automatic | None:
    value = _first(headers, "auto-submitted")
    word = _WORD.split(value.lower(), maxsplit=1)[0]
    if word in _OFF:
        return None
    # RFC 3834, 5: auto-replied answers a mail; auto-generated answers none, but Exchange says it of answers too.
    answers = word == "auto-replied" or bool(
        _first(headers, "in-reply-to") or _ANSWER_SUBJECT.match(_first(headers, "subject"))
    )
    if not answers and _is_null(headers):
        return Automatic(kind="bounce", reason=f"Auto-Submitted: {value}, Return-Path: <>")
    return Automatic(kind="auto_reply" if answers else "bulk", reason=f"Auto-Submitted: {value}")


def _responder(headers: Headers, _: str) -> Automatic | None:
    for name in _RESPONDER_HEADERS:
        if _first(headers, name).lower() not in _OFF:
            return Automatic(kind="auto_reply", reason=f"{name.title()}: {_first(headers, name)}")
    precedence = _first(headers, "precedence").lower()
    if precedence.replace("-", "_") in {"auto_reply", "autoreply"}:
        return Automatic(kind="auto_reply", reason=f"Precedence: {precedence}")
    return None


def _null_return_path(headers: Headers, _: str) -> Automatic | None:
    """RFC 5321, 4.5.5: only reports bear it; RFC 3834, 3.3 lets responders bear it too."""
    if not _is_null(headers):
        return None
    answers = _ANSWER_SUBJECT.match(_first(headers, "subject"))
    return Automatic(kind="auto_reply" if answers else "bounce", reason="Return-Path: <>")


def _list(headers: Headers, _: str) -> Automatic | None:
    for name in _LIST_HEADERS:
        if _first(headers, name):
            return Automatic(kind="list", reason=f"{name.title()}: {_first(headers, name)}")
    if _first(headers, "precedence").lower() == "list":
        return Automatic(kind="list", reason="Precedence: list")
    return None


def _bulk(headers: Headers, _: str) -> Automatic | None:
    precedence = _first(headers, "precedence").lower()
    if precedence in {"bulk", "junk"}:
        return Automatic(kind="bulk", reason=f"Precedence: {precedence}")
    if _first(headers, "list-unsubscribe"):
        return Automatic(kind="bulk", reason=f"List-Unsubscribe: {_first(headers, 'list-unsubscribe')}")
    suppress = _first(headers, "x-auto-response-suppress")
    if suppress.lower() not in _OFF:
        # Exchange: "do not answer this". Whoever asks for that is no person at a keyboard.
        answers = _ANSWER_SUBJECT.match(_first(headers, "subject"))
        return Automatic(kind="auto_reply" if answers else "bulk", reason=f"X-Auto-Response-Suppress: {suppress}")
    return None


def _is_null(headers: Headers) -> bool:
    return _first(headers, "return-path").replace(" ", "") == "<>"


def _first(headers: Headers, name: str) -> str:
    return next(iter(headers.get(name, ())), "").strip()


_RULES: tuple[Callable[[Headers, str], Automatic | None], ...] = (
    _report,
    _auto_submitted,
    _responder,
    _null_return_path,
    _list,
    _bulk,
)
