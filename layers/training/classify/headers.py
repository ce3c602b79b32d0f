"""How often mails of each category carry the header fields that signs are read from: estimates, for sampling."""

import random

Rates = dict[str, float]

LIST_UNSUBSCRIBE: Rates = {
    "newsletter": 0.7,
    "spam": 0.2,
    "order_confirmation": 0.06,
    "freight_note": 0.05,
    "recruitment": 0.05,
    "bankruptcy": 0.05,
    "invoice": 0.04,
    "case_notification": 0.03,
}
GENERATED: Rates = {
    "case_notification": 0.25,
    "order_confirmation": 0.1,
    "freight_note": 0.1,
    "time_confirmation": 0.08,
    "invoice": 0.07,
    "recruitment": 0.04,
    "bankruptcy": 0.04,
}
IN_REPLY: Rates = {
    "auto_reply": 0.4,
    "customer_email": 0.15,
    "order_confirmation": 0.15,
    "general": 0.15,
    "time_confirmation": 0.12,
    "freight_note": 0.08,
    "recruitment": 0.08,
    "invoice": 0.07,
}
ANSWERS_ELSEWHERE: Rates = {"spam": 0.15}
DELIVERY_REPORT = 0.45
NULL_RETURN_PATH = 0.85
AUTO_REPLIED = 0.55


def sampled_headers(category: str, chance: random.Random) -> tuple[dict[str, str], bool]:
    """Header fields for one mail of a category, and whether it is a multipart/report."""
    headers: dict[str, str] = {}
    if category == "bounce":
        if chance.random() < NULL_RETURN_PATH:
            headers["Return-Path"] = "<>"
            if chance.random() < 0.8:
                headers["Auto-Submitted"] = chance.choice(("auto-replied", "auto-generated"))
        return headers, chance.random() < DELIVERY_REPORT
    if category == "auto_reply" and chance.random() < AUTO_REPLIED:
        headers["Auto-Submitted"] = "auto-replied"
        _maybe(headers, chance, 0.4, "X-Auto-Response-Suppress", "All")
        _maybe(headers, chance, 0.3, "Return-Path", "<>")
        _maybe(headers, chance, 0.25, "Precedence", chance.choice(("bulk", "auto_reply", "junk")))
    if _maybe(headers, chance, LIST_UNSUBSCRIBE.get(category, 0), "List-Unsubscribe", "<https://x.example/u>") and (
        category == "newsletter"
    ):
        _maybe(headers, chance, 0.6, "List-Id", "<n.x.example>")
        _maybe(headers, chance, 0.6, "Precedence", "bulk")
    _maybe(headers, chance, GENERATED.get(category, 0), "Auto-Submitted", "auto-generated")
    _maybe(headers, chance, GENERATED.get(category, 0), "X-Auto-Response-Suppress", chance.choice(("All", "OOF")))
    _maybe(headers, chance, ANSWERS_ELSEWHERE.get(category, 0), "Reply-To", "x@freemail.example")
    _maybe(headers, chance, IN_REPLY.get(category, 0.02), "In-Reply-To", "<1@x.example>")
    return headers, False


def _maybe(headers: dict[str, str], chance: random.Random, rate: float, name: str, value: str) -> bool:
    if chance.random() >= rate:
        return False
    headers.setdefault(name, value)
    return True
