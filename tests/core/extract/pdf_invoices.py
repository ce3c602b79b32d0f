"""Invoices as PDFs in four languages and many layouts, each with what it states; drawn, not copied."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tests.core.documents.pdf_writer import Text, pdf

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Words:
    """One invoice in one language: what stands on it, and what that means."""

    title: str
    seller: Sequence[str]
    buyer: Sequence[str]
    about: Sequence[Pair]
    """Label and value of number, dates, order."""
    head: Sequence[str]
    items: Sequence[Sequence[str]]
    sums: Sequence[Pair]
    payment: Sequence[Pair]
    stated: Mapping[str, str]


DANISH = Words(
    "FAKTURA",
    ("Åkær Værktøj ApS", "Havnevej 12, 8000 Aarhus C", "CVR-nr. 13585628"),
    ("Nordlys Ejendomme", "Att. Søren Bæk", "Skovbrynet 4, 2880 Bagsværd"),
    (("Fakturanr.", "20415"), ("Fakturadato", "3. marts 2026"), ("Forfaldsdato", "17.03.2026"), ("Ordrenr.", "NE-881")),
    ("Varenr.", "Beskrivelse", "Antal", "Pris", "Beløb"),
    (("1001", "Boremaskine", "2", "1.200,00", "2.400,00"), ("2044", "Skruer 4x40", "10", "49,95", "499,50")),
    (("Subtotal", "2.899,50"), ("25% moms", "724,88"), ("I alt DKK", "3.624,38")),
    (("IBAN", "DK50 0040 0440 1162 43"), ("Betaling", "+71<000000090340027+86001177<")),
    {
        "number": "20415",
        "issue_date": "2026-03-03",
        "due_date": "2026-03-17",
        "net": "2899.50",
        "vat": "724.88",
        "total": "3624.38",
        "currency": "DKK",
        "iban": "DK5000400440116243",
        "payment_reference": "+71<000000090340027+86001177<",
        "order_number": "NE-881",
        "vat_number": "DK13585628",
    },
)
GERMAN = Words(
    "Rechnung",
    ("Schäfer & Söhne GmbH", "Lindenstraße 7, 50674 Köln", "USt-IdNr.: DE136695976"),
    ("Stadtwerke Übersee AG", "Frau Groß", "Am Markt 1, 20095 Hamburg"),
    (
        ("Rechnungsnummer", "R-2026/0117"),
        ("Rechnungsdatum", "05.01.2026"),
        ("Fällig am", "19.01.2026"),
        ("Ihre Bestellung", "B-7741"),
    ),
    ("Pos.", "Bezeichnung", "Menge", "Einzelpreis", "Gesamtpreis"),
    (("1", "Wartung Heizung", "4", "89,50 €", "358,00 €"), ("2", "Anfahrt", "1", "42,00 €", "42,00 €")),
    (("Nettobetrag", "400,00 €"), ("zzgl. 19 % MwSt.", "76,00 €"), ("Gesamtbetrag", "476,00 €")),
    (("IBAN", "DE89 3704 0044 0532 0130 00"), ("BIC", "COBADEFFXXX")),
    {
        "number": "R-2026/0117",
        "issue_date": "2026-01-05",
        "due_date": "2026-01-19",
        "net": "400.00",
        "vat": "76.00",
        "total": "476.00",
        "currency": "EUR",
        "iban": "DE89370400440532013000",
        "bic": "COBADEFFXXX",
        "order_number": "B-7741",
        "vat_number": "DE136695976",
    },
)
ENGLISH = Words(
    "TAX INVOICE",
    ("Fenwick & Hale Ltd", "14 Quay Road, Bristol BS1 4QA", "VAT No. GB 980780684"),
    ("Orchard Foods plc", "Accounts payable", "221 Mill Lane, Leeds LS2 8JT"),
    (
        ("Invoice No.", "INV-00934"),
        ("Invoice date", "12 February 2026"),
        ("Due date", "14 March 2026"),
        ("PO number", "PO-55120"),
    ),
    ("Item", "Description", "Qty", "Unit price", "Amount"),
    (("A1", "Label printing", "3,000", "0.12", "360.00"), ("B2", "Courier", "1", "£15.50", "15.50")),
    (("Subtotal", "£375.50"), ("VAT @ 20%", "£75.10"), ("Total due", "£450.60")),
    (("IBAN", "GB29 NWBK 6016 1331 9268 19"), ("SWIFT", "NWBKGB2L")),
    {
        "number": "INV-00934",
        "issue_date": "2026-02-12",
        "due_date": "2026-03-14",
        "net": "375.50",
        "vat": "75.10",
        "total": "450.60",
        "currency": "GBP",
        "iban": "GB29NWBK60161331926819",
        "bic": "NWBKGB2L",
        "order_number": "PO-55120",
        "vat_number": "GB980780684",
    },
)
CHINESE = Words(
    "增值税发票",
    ("上海明远科技有限公司", "上海市浦东新区世纪大道100号", "纳税人识别号:91310115MA1K35JD7B"),
    ("北京华信贸易有限公司", "采购部", "北京市朝阳区建国路88号"),
    (
        ("发票号码", "25312000000012345678"),
        ("开票日期", "2026年1月8日"),
        ("付款期限", "2026年2月7日"),
        ("订单号", "HX20260101"),
    ),
    ("项目名称", "规格", "数量", "单价", "金额"),
    (("打印机", "A4", "2", "1,500.00", "3,000.00"), ("墨盒", "黑色", "10", "80.00", "800.00")),
    (("不含税金额", "¥3,800.00"), ("税额", "¥494.00"), ("价税合计", "¥4,294.00")),
    (("开户行", "招商银行"),),
    {
        "number": "25312000000012345678",
        "issue_date": "2026-01-08",
        "due_date": "2026-02-07",
        "net": "3800.00",
        "vat": "494.00",
        "total": "4294.00",
        "currency": "CNY",
        "order_number": "HX20260101",
    },
)
LANGUAGES = {"da": DANISH, "de": GERMAN, "en": ENGLISH, "zh": CHINESE}


def left_right(words: Words) -> list[Text]:
    """Labels left, values right of them, sums in the lower right corner."""
    return [
        *_block(words.seller, 50, 50),
        *_block(words.buyer, 50, 130),
        Text(50, 210, words.title, 18),
        *_pairs(words.about, 50, 235, 130),
        *_items(words, 320),
        *_pairs(words.sums, 350, 400, 120),
        *_pairs(words.payment, 50, 480, 80),
    ]


def with_colons(words: Words) -> list[Text]:
    """Each label and value one text with a colon, beside the buyer's address."""
    return [
        Text(50, 60, words.title, 24),
        *_block(words.buyer, 50, 110),
        *_block([f"{label}: {value}" for label, value in words.about], 340, 113),
        *_items(words, 240),
        *_block([f"{label}:   {value}" for label, value in words.sums], 380, 320),
        *_block([*(f"{label}: {value}" for label, value in words.payment), *words.seller], 50, 740),
    ]


def in_columns(words: Words) -> list[Text]:
    """Labels in a row, their values in the row below."""
    return [
        *_block(words.seller, 350, 40),
        *_block(words.buyer, 50, 110),
        Text(50, 200, words.title, 20),
        *_above(words.about, 50, 230, 130),
        *_items(words, 300),
        *_above(words.sums, 200, 400, 120),
        *_pairs(words.payment, 50, 760, 100),
    ]


def stacked_at_the_right(words: Words) -> list[Text]:
    """Each label above its value, down the right side, while the addresses stand at the left in lines of their own."""
    about = [text for pair in words.about for text in pair]
    return [
        Text(400, 60, words.title, 16),
        *_block(words.seller, 50, 60, 17),
        *_block(words.buyer, 50, 130, 17),
        *_block(about, 400, 84, 13),
        *_items(words, 320),
        *_pairs(words.sums, 330, 420, 150),
        *_pairs(words.payment, 50, 500, 70),
    ]


def right_aligned(words: Words) -> list[Text]:
    """Labels and values end at the same edge; small print, sums with the currency apart."""
    about = [
        text
        for at, (label, value) in enumerate(words.about)
        for text in (_ending(380, 90 + 12 * at, label, 8), _ending(520, 90 + 12 * at, value, 8))
    ]
    sums = [
        text
        for at, (label, value) in enumerate(words.sums)
        for text in (_ending(430, 400 + 15 * at, label, 9), _ending(540, 400 + 15 * at, value, 9))
    ]
    return [
        Text(50, 60, words.title, 22),
        *_block(words.seller, 50, 90),
        *about,
        *_block(words.buyer, 50, 170),
        *_items(words, 300),
        *sums,
        *_pairs(words.payment, 50, 700, 90),
    ]


LAYOUTS: dict[str, Callable[[Words], list[Text]]] = {
    each.__name__: each for each in (left_right, with_colons, in_columns, stacked_at_the_right, right_aligned)
}


def over_two_pages(words: Words) -> bytes:
    """What it is on the first page, what it costs and where to pay on the second."""
    first = [*_block(words.seller, 50, 50), Text(50, 120, words.title, 18), *_pairs(words.about, 50, 150, 140)]
    second = [*_items(words, 60), *_pairs(words.sums, 350, 200, 120), *_pairs(words.payment, 50, 300, 80)]
    return pdf(first, second)


def _block(lines: Sequence[str], x: float, y: float, step: float = 14) -> list[Text]:
    return [Text(x, y + step * at, line) for at, line in enumerate(lines)]


def _pairs(pairs: Sequence[Pair], x: float, y: float, apart: float) -> list[Text]:
    return [
        text
        for at, (label, value) in enumerate(pairs)
        for text in (Text(x, y + 15 * at, label), Text(x + apart, y + 15 * at, value))
    ]


def _above(pairs: Sequence[Pair], x: float, y: float, apart: float) -> list[Text]:
    return [
        text
        for at, (label, value) in enumerate(pairs)
        for text in (Text(x + apart * at, y, label, 9), Text(x + apart * at, y + 13, value, 9))
    ]


def _items(words: Words, y: float) -> list[Text]:
    places = (50, 120, 300, 370, 470)
    rows = [words.head, *words.items]
    return [Text(x, y + 16 * at, cell, 9) for at, row in enumerate(rows) for x, cell in zip(places, row, strict=True)]


def _ending(x: float, y: float, text: str, size: float) -> Text:
    width = sum(size if ord(one) > 0x2E80 else 0.5 * size for one in text)
    return Text(x - width, y, text, size)
