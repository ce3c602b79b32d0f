"""Whether a number is called something else right where it stands: an order's, an invoice's, a telephone's.

English, Danish, German and Chinese, as the carriers' own labels in find.py.
"""

import re

_REACH = 100
_WORDS = (
    # Orders, deliveries as the shop counts them, and what is paid for them.
    r"(?:purchase |sales |web ?)?orders?|p\.?o|invoices?|credit ?notes?|packing slips?|delivery notes?|quot(?:e|ation)"
    r"|contracts?|payments?|total|amount|cases?|tickets?"
    r"|(?:indkøbs|salgs)?ordren?|bestilling(?:en|s)?|faktura(?:en|s)?|kreditnota|følgeseddel|tilbuds?|betalings?|sags?"
    r"|beløb|i alt|rekvisitions?"
    r"|bestell(?:ung(?:en|s)?)?|auftr[aä]ge?s?|rechnung(?:en|s)?|gutschrift(?:s|en)?|lieferscheine?|angebots?"
    r"|vertrags?|zahlungs?|betrag|summe|vorgangs?|(?:auftrags|bestell)bestätigungs?|verwendungszweck|aktenzeichen"
    r"|order confirmation|ordrebekræftelse|rma|reklamations?|(?:bank)?giro|gift ?cards?|vouchers?|gavekorts?"
    r"|gutscheins?"
    # Whose.
    r"|customers?|clients?|members?(?:hip)?|accounts?|kundens?|kunden?|medlems?|mitglieds?|konto|debitoren?|bank"
    r"|vat|tax|cvr|ean|gtin|gln|iban|ust-?id(?:ent)?|steuer|uid|hrb|moms|org(?:anisations?)?\.?|se-?(?=nr)"
    r"|(?:your|our|deres|jeres|vores|vor|ihre?|unsere?) ref(?:eren[cz]e?)?"
    # Telephones.
    r"|(?:tele)?phone|telefon|tel|tlf|tlph|mobile?|cell|handy|(?:tele)?fax|hotline|whats ?app"
    r"|(?:call|contact|reach|ring(?: til)?|kontakt)(?: us| os)?(?: on| at| på)?"
    r"|customer services?|kundenservice|kundeservice|support"
    # Things.
    r"|(?:spare )?parts?|products?|models?|serial|s/n|imei|sku|(?:reserve)?dels?|vare|serie|model|produkt"
    r"|(?:ersatz)?teile?|artikel|serien|modell"
    # Amounts of money.
    r"|usd|eur|dkk|gbp|chf|sek|nok|cny|kr"
)
_NUMBER = r"[ .-]{0,2}(?:numbers?|num|nos?|nummern?|numre|nr|id|codes?|koder?|ref(?:erence)?)(?![^\W\d_])"
_BESIDE = r"(?: bei uns| hos os| with us| mit der nummer| med nummer(?:et)?| with (?:the )?number)?"
_CHINESE = (
    r"(?:订单|订货|采购单?|发票|客户|账户?|帐户?|电话|手机|传真|零件|部件|配件|料|型|产品|合同|税)(?:号码?|编号)?"
)
_MORE = r"(?:[0-9][0-9A-Z]{3,24} ?(?:[,;/&、和]|og|und|and) ?){0,4}"
_LABEL = re.compile(
    rf"(?:(?<![^\W_])(?=[a-z])(?:{_WORDS})"
    rf"(?:{_NUMBER}{_BESIDE}[\s.:#|*()\"'-]{{0,8}}"
    rf"|(?P<colon>[ \t.]{{0,3}}[:#|])[\s#|(\"']{{0,4}}"
    rf"|{_BESIDE}[ \t.(\"'-]{{0,4}})"
    rf"|{_CHINESE}[\s:#]{{0,4}}|[€$£¥] ?)"
    rf"(?:(?:is|was|er|ist|war|lautet)[ :]{{1,2}}|[是为][ :]{{0,2}})?{_MORE}\Z",
    re.IGNORECASE,
)
# "Tracking number for your order: …" is no order's number.
_PARCELS_NUMBER = re.compile(
    r"(?:track|trac|spor|sendung|pa[ck]k|paket|parcel|forsend|shipment|consignment|way ?bill)[a-z &-]{0,20}"
    r"(?:number|no|nummer|nr|id|code|kode)s?\.? [^\n.:;,0-9]{0,30}\Z",
    re.IGNORECASE,
)


def is_called_something_else(text: str, at: int) -> bool:
    """Whether what stands right before `at` names the number there, and not as a parcel's."""
    before = text[max(0, at - _REACH) : at]
    label = _LABEL.search(before)
    if label is None:
        return False
    return label["colon"] is None or _PARCELS_NUMBER.search(before[: label.start()]) is None
