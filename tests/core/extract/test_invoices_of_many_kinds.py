"""Invoices in four languages, in lists, tables and prose: every field that is stated, and no other."""

import pytest

from tests.core.extract.invoices import read, stated

DANISH = {
    "a Danish bill in one sentence": (
        "Hej\n"
        "\n"
        "Hermed faktura 2024-117 på kr. 12.500,00 inkl. moms. Beløbet bedes overført til IBAN "
        "DK5000400440116243 senest den 15. marts 2024.\n"
        "\n"
        "Mvh",
        {
            "number": "2024-117",
            "total": "12500.00",
            "currency": "DKK",
            "due_date": "2024-03-15",
            "iban": "DK5000400440116243",
        },
    ),
    "a Danish list with FIK line": (
        "Fakturanr.: 55120\n"
        "Fakturadato: 01-02-2025\n"
        "Forfaldsdato: 15-02-2025\n"
        "Deres ordrenr.: A-7781\n"
        "\n"
        "Subtotal 1.000,00\n"
        "Moms (25%) 250,00\n"
        "I alt DKK 1.250,00\n"
        "\n"
        "Betales via +71<000000240011874+84561290<",
        {
            "number": "55120",
            "issue_date": "2025-02-01",
            "due_date": "2025-02-15",
            "order_number": "A-7781",
            "net": "1000.00",
            "vat": "250.00",
            "total": "1250.00",
            "currency": "DKK",
            "payment_reference": "+71<000000240011874+84561290<",
        },
    ),
    "a Danish receipt": (
        "Vi har d. 3. juni 2025 trukket 299,- kr. på dit kort. Kvittering nr. 88123. Heraf moms 59,80 kr.",
        {"number": "88123", "total": "299", "vat": "59.80", "currency": "DKK"},
    ),
    "a Danish reminder in prose": (
        "Rykker: Faktura nr. 7012 dateret 04/11-2024 på 4.312,50 kr. skulle have været betalt senest "
        "18/11-2024. Vi har tillagt et rykkergebyr på 100,00 kr. I alt til betaling 4.412,50 kr.",
        {"number": "7012", "issue_date": "2024-11-04", "due_date": "2024-11-18", "total": "4412.50", "currency": "DKK"},
    ),
    "a Danish utility bill with direct debit": (
        "Din elregning\n"
        "Regningsnummer\t100200300\n"
        "Regningsdato\t5. maj 2025\n"
        "Periode\t01.04.2025 - 30.04.2025\n"
        "Elforbrug 312 kWh\t468,00\n"
        "Abonnement\t25,00\n"
        "Moms\t123,25\n"
        "Total inkl. moms\t616,25 kr.\n"
        "Beløbet trækkes via Betalingsservice den 1. juni 2025",
        {
            "number": "100200300",
            "issue_date": "2025-05-05",
            "vat": "123.25",
            "total": "616.25",
            "currency": "DKK",
            "due_date": "2025-06-01",
        },
    ),
    "a Danish bill with CVR number": (
        "Til betaling: 895 kr.\nBetalingsfrist: 1/3 2025\nFaktura: 4471\nVores CVR-nr. 13585628",
        {"total": "895", "currency": "DKK", "due_date": "2025-03-01", "number": "4471", "vat_number": "DK13585628"},
    ),
    "a Danish consultant's bill with a term but no due date": (
        "Faktura\n"
        "\n"
        "Faktura nr: 2025/0091\n"
        "Dato: 12.06.25\n"
        "Forfald: Netto 8 dage\n"
        "\n"
        "Konsulentydelser juni, 20 timer à 950 kr.   19.000,00\n"
        "\n"
        "Netto   19.000,00\n"
        "Moms 25 %   4.750,00\n"
        "I alt DKK   23.750,00\n",
        {
            "number": "2025/0091",
            "issue_date": "2025-06-12",
            "net": "19000.00",
            "vat": "4750.00",
            "total": "23750.00",
            "currency": "DKK",
        },
    ),
    "a sloppy Danish bill": (
        "Hej Mette\n"
        "Her kommer regningen for cykelreparationen, 645 kr. i alt. Du kan bruge MobilePay 12345, skriv "
        "2231 i feltet.\n"
        "Hilsen Bo",
        {"total": "645", "currency": "DKK"},
    ),
    "a Danish reminder before the day": (
        "Påmindelse: din faktura 88410023 på 1.249,00 kr. forfalder om 3 dage, den 24. august 2025.",
        {"number": "88410023", "total": "1249.00", "currency": "DKK", "due_date": "2025-08-24"},
    ),
    "a water bill whose payment line is wrong": (
        "Opkrævning fra Vandværket\n"
        "Kundenr. 4471\n"
        "Faktura nr. 20250113\n"
        "Vandforbrug 120 m3 á 8,50 1.020,00\n"
        "Fast bidrag 650,00\n"
        "Moms 417,50\n"
        "At betale i alt 2.087,50 kr. Betalingsfrist 1. juli 2025.\n"
        "Betalingslinje: +75<0000000202501137+85110023<",
        {"number": "20250113", "vat": "417.50", "total": "2087.50", "currency": "DKK", "due_date": "2025-07-01"},
    ),
    "a Danish shop receipt": (
        "Bestilling 55102\nFragt 49,00\nVarer i alt 400,00\nI alt inkl. moms 449,00 kr. (heraf moms 89,80 kr.)",
        {"order_number": "55102", "total": "449.00", "vat": "89.80", "currency": "DKK"},
    ),
    "a Danish credit note": (
        "Vedr. faktura 4431\nHermed kreditnota nr. 118 af 3. juni 2025, kr. -1.250,00 inkl. moms.",
        {"number": "118", "issue_date": "2025-06-03", "total": "-1250.00", "currency": "DKK"},
    ),
    "a Danish membership fee": (
        "Kontingent 2025\nBeløb: 450,-\nSidste rettidige betalingsdag: 31/1-2025\nIndbetales på +73<+85123456<",
        {"total": "450", "currency": "DKK", "due_date": "2025-01-31", "payment_reference": "+73<+85123456<"},
    ),
}
GERMAN = {
    "a German bill in one sentence": (
        "Sehr geehrte Frau Kurz,\n"
        "\n"
        "für unsere Leistungen berechnen wir Ihnen gemäß Rechnung Nr. 2025-0417 vom 17. April 2025 einen "
        "Betrag von 1.428,00 EUR (inkl. 19 % MwSt. 228,00 EUR). Bitte überweisen Sie bis zum 01.05.2025 "
        "auf DE89 3704 0044 0532 0130 00, BIC COBADEFFXXX.",
        {
            "number": "2025-0417",
            "issue_date": "2025-04-17",
            "vat": "228.00",
            "total": "1428.00",
            "currency": "EUR",
            "due_date": "2025-05-01",
            "iban": "DE89370400440532013000",
            "bic": "COBADEFFXXX",
        },
    ),
    "a German list with freight": (
        "Rechnungs-Nr. RE 10045\n"
        "Rechnungsdatum 2. Mai 2025\n"
        "Ihre Bestellung 4500991\n"
        "\n"
        "Warenwert 200,00 €\n"
        "Versandkosten 5,90 €\n"
        "Nettobetrag 205,90 €\n"
        "zzgl. 19% USt. 39,12 €\n"
        "Rechnungsbetrag 245,02 €\n"
        "Zahlbar innerhalb 14 Tagen, spätestens 16.05.2025",
        {
            "number": "RE 10045",
            "issue_date": "2025-05-02",
            "order_number": "4500991",
            "net": "205.90",
            "vat": "39.12",
            "total": "245.02",
            "currency": "EUR",
            "due_date": "2025-05-16",
        },
    ),
    "a German reminder with a fee": (
        "Mahnung\n"
        "unsere Rechnung 88712 vom 03.01.2025 über 350,00 € ist noch offen.\n"
        "Mahngebühr 5,00 €\n"
        "Offener Gesamtbetrag 355,00 €\n"
        "Bitte zahlen Sie bis zum 20.02.2025.",
        {"number": "88712", "issue_date": "2025-01-03", "total": "355.00", "currency": "EUR", "due_date": "2025-02-20"},
    ),
    "a Swiss fee note": (
        "Honorarnote Nr. 12/2024, Datum: 30.09.2024\n"
        "16 Std. à 90,00 = 1'440.00\n"
        "MWST 8.1% 116.64\n"
        "Total CHF 1'556.64\n"
        "IBAN CH93 0076 2011 6238 5295 7",
        {
            "number": "12/2024",
            "issue_date": "2024-09-30",
            "vat": "116.64",
            "total": "1556.64",
            "currency": "CHF",
            "iban": "CH9300762011623852957",
        },
    ),
    "a German telephone bill": (
        "Ihre Handyrechnung für Mai 2025 ist da. Rechnungsbetrag: 29,99 Euro. Der Betrag wird am "
        "12.06.2025 von Ihrem Konto abgebucht. Kundennummer 3344556. Rechnungsnummer 1177889900",
        {"number": "1177889900", "total": "29.99", "currency": "EUR", "due_date": "2025-06-12"},
    ),
    "a German covering letter": (
        "Sehr geehrte Damen und Herren,\n"
        "\n"
        "anbei erhalten Sie unsere Rechnung R-55810 vom 02.06.2025 über 4.760,00 Euro brutto, zahlbar "
        "bis 16.06.2025 ohne Abzug. USt-IdNr. DE136695976",
        {
            "number": "R-55810",
            "issue_date": "2025-06-02",
            "total": "4760.00",
            "currency": "EUR",
            "due_date": "2025-06-16",
            "vat_number": "DE136695976",
        },
    ),
    "a German annual bill with payments on account": (
        "Ihre Stromrechnung\n"
        "Rechnungsnummer: 100 288 7712\n"
        "Rechnungsbetrag (brutto): 712,40 €\n"
        "darin enthaltene USt (19%): 113,74 €\n"
        "Ihre Abschläge: 650,00 €\n"
        "Nachzahlung: 62,40 €\n"
        "Die Nachzahlung wird am 30.06.2025 fällig.",
        {"number": "100 288 7712", "vat": "113.74", "total": "712.40", "currency": "EUR", "due_date": "2025-06-30"},
    ),
    "a German dunning letter": (
        "Zahlungserinnerung\n"
        "\n"
        "Rechnung Nr. 4412 - fällig seit 10.05.2025\n"
        "Rechnungsbetrag: EUR 89,90\n"
        "Mahnkosten: EUR 2,50\n"
        "Summe: EUR 92,40",
        {"number": "4412", "due_date": "2025-05-10", "total": "92.40", "currency": "EUR"},
    ),
    "a German course without VAT": (
        "Guten Tag,\n"
        "für den Kurs „Excel Basis“ am 14.05.2025 stellen wir Ihnen 320,00 EUR in Rechnung "
        "(umsatzsteuerfrei). Rechnungsnr. K-25-118. Bitte bis zum 28.05.2025 zahlen.",
        {"number": "K-25-118", "total": "320.00", "currency": "EUR", "due_date": "2025-05-28"},
    ),
}
ENGLISH = {
    "an American list": (
        "Invoice #: INV-00231\n"
        "Invoice date: March 3, 2025\n"
        "Due date: April 2, 2025\n"
        "PO Number: 77120\n"
        "Subtotal $1,200.00\n"
        "Sales tax (8.25%) $99.00\n"
        "Total due $1,299.00",
        {
            "number": "INV-00231",
            "issue_date": "2025-03-03",
            "due_date": "2025-04-02",
            "order_number": "77120",
            "net": "1200.00",
            "vat": "99.00",
            "total": "1299.00",
            "currency": "USD",
        },
    ),
    "a British bill in prose": (
        "Hi,\n"
        "\n"
        "Please find below our invoice 20417 for £2,400.00 plus VAT. The total of £2,880.00 is due by 30 "
        "June 2025. Your PO 4410-B.\n"
        "\n"
        "Thanks",
        {
            "number": "20417",
            "net": "2400.00",
            "total": "2880.00",
            "currency": "GBP",
            "due_date": "2025-06-30",
            "order_number": "4410-B",
        },
    ),
    "a receipt that is paid": (
        "Your receipt from Foo Ltd\n"
        "Receipt #2211-9087\n"
        "Date paid 7 Jan 2026\n"
        "Amount paid €36.30\n"
        "Subtotal €30.00\n"
        "VAT (21%) €6.30\n"
        "Total €36.30",
        {
            "number": "2211-9087",
            "issue_date": "2026-01-07",
            "net": "30.00",
            "vat": "6.30",
            "total": "36.30",
            "currency": "EUR",
        },
    ),
    "a British statement": (
        "Statement: invoice no 991 dated 02/05/2025 remains unpaid. Total outstanding: GBP 1,017.50. "
        "Please pay by 14/05/2025 quoting 991.",
        {"number": "991", "issue_date": "2025-05-02", "total": "1017.50", "currency": "GBP", "due_date": "2025-05-14"},
    ),
    "a table of one row": (
        "Invoice number\tDate\tDue\tAmount due\nA-5561\t12/31/2024\t01/30/2025\t$450.00",
        {
            "number": "A-5561",
            "issue_date": "2024-12-31",
            "due_date": "2025-01-30",
            "total": "450.00",
            "currency": "USD",
        },
    ),
    "a failed payment": (
        "We could not collect your subscription payment of $19.00. Invoice QX-8817-22 is now overdue "
        "since March 1, 2025.",
        {"number": "QX-8817-22", "total": "19.00", "currency": "USD"},
    ),
    "an English bill with direct debit": (
        "Dear customer,\n"
        "\n"
        "Your invoice for May is ready.\n"
        "\n"
        "Invoice number: 7781-2025-05\n"
        "Invoice period: 1 May 2025 - 31 May 2025\n"
        "Amount: EUR 49.00 (incl. 21% VAT)\n"
        "Payment will be collected by direct debit on 15 June 2025.\n",
        {"number": "7781-2025-05", "total": "49.00", "currency": "EUR", "due_date": "2025-06-15"},
    ),
    "a proforma invoice": (
        "Proforma Invoice No: PI-8812\n"
        "Date: 12 Feb 2025\n"
        "Total value: USD 12,400.00\n"
        "Payment terms: 30% deposit USD 3,720.00 by 20 Feb 2025, balance before shipment",
        {
            "number": "PI-8812",
            "issue_date": "2025-02-12",
            "total": "12400.00",
            "currency": "USD",
            "due_date": "2025-02-20",
        },
    ),
    "a British bill in one line": (
        "Hi team, attached is bill 5512. Net £310.00, VAT £62.00, gross £372.00. Terms 30 days from 1 March 2025.",
        {"number": "5512", "net": "310.00", "vat": "62.00", "total": "372.00", "currency": "GBP"},
    ),
    "an American order receipt": (
        "Credit card receipt\nOrder #8812-AA\nItem total: $45.00\nShipping: $5.00\nTax: $3.60\nGrand Total: $53.60",
        {"order_number": "8812-AA", "vat": "3.60", "total": "53.60", "currency": "USD"},
    ),
    "a bilingual layout with VAT in brackets": (
        "INVOICE\n"
        "No. 10-2231\n"
        "Issued: 2025-06-03\n"
        "Pay before: 2025-06-17\n"
        "Total (excl. VAT) 800.00\n"
        "VAT 25% 200.00\n"
        "Total (incl. VAT) 1,000.00 SEK",
        {
            "number": "10-2231",
            "issue_date": "2025-06-03",
            "due_date": "2025-06-17",
            "net": "800.00",
            "vat": "200.00",
            "total": "1000.00",
            "currency": "SEK",
        },
    ),
    "an American overdue notice": (
        "Please note your invoice INV/2025/0442 for $2,150.00 USD is 14 days past due (due May 18, 2025).",
        {"number": "INV/2025/0442", "total": "2150.00", "currency": "USD", "due_date": "2025-05-18"},
    ),
}
CHINESE = {
    "a Chinese list": (
        "您好,附上6月份服务费账单。\n"
        "账单号:ZD-202506-018\n"
        "账单日期:2025年6月30日\n"
        "不含税金额:¥9,433.96\n"
        "税额(6%):¥566.04\n"
        "合计(含税):¥10,000.00\n"
        "付款截止日期:2025年7月15日\n"
        "订单号:PO20250601",
        {
            "number": "ZD-202506-018",
            "issue_date": "2025-06-30",
            "net": "9433.96",
            "vat": "566.04",
            "total": "10000.00",
            "currency": "CNY",
            "due_date": "2025-07-15",
            "order_number": "PO20250601",
        },
    ),
    "a Chinese sentence": (
        "王经理,发票已寄出,发票号 08812345,金额人民币3,600元,请于2025年3月31日前付款,谢谢。",
        {"number": "08812345", "total": "3600", "currency": "CNY", "due_date": "2025-03-31"},
    ),
    "a Chinese claim": (
        "贵司应付货款共计 52,000.00 元(含税),到期日为2025-08-31。发票编号:FP2025-0731,开票日期:2025/7/31。",
        {
            "number": "FP2025-0731",
            "issue_date": "2025-07-31",
            "total": "52000.00",
            "currency": "CNY",
            "due_date": "2025-08-31",
        },
    ),
    "a Chinese telephone bill": (
        "尊敬的客户,您2025年5月的话费账单已生成。\n账单金额:128.50元\n缴费截止日:2025年6月20日\n账户号码:13800000000",
        {"total": "128.50", "currency": "CNY", "due_date": "2025-06-20"},
    ),
    "a Chinese dunning letter": (
        "催款函\n"
        "贵公司订单 SO-2025-118 的货款 ¥36,800.00 已于5月31日到期,至今未付。"
        "发票号码 25442000000012345678。请于6月10日前支付。",
        {
            "order_number": "SO-2025-118",
            "total": "36800.00",
            "currency": "CNY",
            "due_date": "2025-05-31",
            "number": "25442000000012345678",
        },
    ),
}
NONE = {
    "an invitation": (
        "Kære Hans, mødet er flyttet til den 12. marts 2025. Der er 25 tilmeldte og frokosten koster 125 "
        "kr. pr. person. Ring på 20 30 40 50.",
        {},
    ),
    "a parcel notice": (
        "Your parcel 1Z999AA10123456784 arrives on March 3, 2025 between 10:00 and 12:00.",
        {},
    ),
    "a letter with counts only": (
        "Total hours: 38\nThanks for the 3 invoices. Our PO 88123-C covers them.",
        {"order_number": "88123-C"},
    ),
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(*invoice, id=name)
        for invoices in (DANISH, GERMAN, ENGLISH, CHINESE, NONE)
        for name, invoice in invoices.items()
    ],
)
def test_every_field_that_is_stated_is_found_and_no_other(text: str, expected: dict[str, str]) -> None:
    assert stated(read(text)) == expected
