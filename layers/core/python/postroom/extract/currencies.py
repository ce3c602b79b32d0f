"""Which ISO 4217 currency a sign or a word beside an amount means."""

import re

from .alternatives import any_of

# Codes that are also words ("ALL", "TRY", "TOP") count in capitals only; these are written small in hurried mail.
_SMALL = "dkk|eur|euro|euros|usd|gbp|chf|sek|nok|cny|rmb|isk|pln"
_CODES = """
    DKK EUR USD GBP CHF SEK NOK CNY RMB ISK PLN CZK HUF RON BGN TRY JPY HKD SGD TWD KRW INR THB MYR IDR PHP VND
    AUD NZD CAD MXN BRL ARS CLP ZAR AED SAR ILS EGP RUB UAH
"""
CODES = any_of(_CODES.split())
"""A pattern of them."""
_SIGNS = {
    "€": "EUR",
    "£": "GBP",
    "₹": "INR",
    "₩": "KRW",
    "₪": "ILS",
    "₺": "TRY",
    "₽": "RUB",
    "zł": "PLN",
    "kč": "CZK",
    "us$": "USD",
    "hk$": "HKD",
    "nt$": "TWD",
    "a$": "AUD",
    "au$": "AUD",
    "c$": "CAD",
    "ca$": "CAD",
    "nz$": "NZD",
    "s$": "SGD",
    "r$": "BRL",
    "fr.": "CHF",
    "sfr.": "CHF",
    "sfr": "CHF",
    "元": "CNY",
    "圆": "CNY",
    "人民币": "CNY",
    "euro": "EUR",
    "euros": "EUR",
    "rmb": "CNY",
}
# What these mean depends on who writes: the krone of three countries, the yen or the yuan.
_BY_LANGUAGE = {
    "kr": {"da": "DKK", "sv": "SEK", "no": "NOK"},
    "¥": {"zh": "CNY", "ja": "JPY"},
}
_RUPEE = {"rs", "rs."}
"""Of India, Pakistan, Sri Lanka, Nepal: money it is, whose is not said."""
_KRONE = {"kr.", "kr", "kroner", "kronor"}

_WORD = rf"(?:{CODES}|(?i:{_SMALL}|kroner|kronor|kr\.?|s?fr\.|sfr)|Rs\.?)"
_SIGN = r"(?:(?i:us|hk|nt|au|ca|nz|a|c|s|r)?\$|[€£₹₩₪₺₽¥])"
BEFORE = rf"(?:人民币|(?<![^\W\d_]){_WORD}|(?<![^\W\d_]){_SIGN}|[€£¥$])"
AFTER = rf"(?:{_WORD}(?![^\W\d_])|{_SIGN}|元|圆|(?i:zł|kč))"
"""Patterns of a currency standing before and after its amount."""

# What a mention begins with is asked first: most places of a text begin none.
_MENTION = re.compile(
    rf"(?=[A-Zacehnrsu$€£₹₩₪₺₽¥人元])(?:(?<![^\W_])(?:{CODES}|(?i:euros?))(?![^\W_])|{_SIGN}|人民币|(?<=[\d(])元)"
)


_RUPEES = re.compile(r"(?<![^\W_])Rs\.?(?=[ ]?-?[0-9])")
_INDIA = re.compile(r"(?<![^\W_])(?:GSTIN|IFSC|India|PAN No)(?![^\W_])", re.IGNORECASE)


def currency_of(written: str, language: str | None) -> str | None:
    """The ISO 4217 code that `written` means in a text in `language`; None where it could be several.

    `$` alone is the US dollar: other dollars are told apart by whoever writes them abroad.
    """
    sign = written.strip().casefold()
    if sign in _KRONE:
        return _BY_LANGUAGE["kr"].get(language or "")
    if sign in _RUPEE:
        return None
    if sign in _BY_LANGUAGE:
        return _BY_LANGUAGE[sign].get(language or "")
    if sign == "$":
        return "USD"
    return _SIGNS.get(sign, sign.upper())


def mentioned_currencies(text: str, language: str | None) -> dict[str, tuple[int, int]]:
    """Every currency the text names by code or sign, beside an amount or not, and where it first does."""
    found: dict[str, tuple[int, int]] = {}
    if (rupees := _RUPEES.search(text)) is not None and _INDIA.search(text) is not None:
        found["INR"] = rupees.span()
    for mention in _MENTION.finditer(text):
        code = currency_of(mention[0], language)
        if code is not None:
            found.setdefault(code, mention.span())
    return found
