"""The currency of an invoice that names none, from the VAT it states.

VAT is stated in the money of the country that levies it (Directive 2006/112/EC, article 230; China's 发票管理办法), and
who leaves the currency out means that one. The country is that of the seller's tax number, or of the language where
only one country levies VAT under that name.
"""

_BY_COUNTRY = {
    "AT": "EUR",
    "BE": "EUR",
    "CH": "CHF",
    "CN": "CNY",
    "DE": "EUR",
    "DK": "DKK",
    "FI": "EUR",
    "FR": "EUR",
    "GB": "GBP",
    "IT": "EUR",
    "LU": "EUR",
    "NL": "EUR",
    "NO": "NOK",
    "PL": "PLN",
    "SE": "SEK",
}
_BY_LANGUAGE = {"da": "DKK", "no": "NOK", "sv": "SEK", "zh": "CNY"}


def currency_of_vat(vat_number: str | None, language: str | None) -> str | None:
    """The ISO 4217 code of the country that levies the VAT; None where that is not known."""
    if vat_number is not None:
        return _BY_COUNTRY.get(vat_number[:2])
    return _BY_LANGUAGE.get(language or "")
