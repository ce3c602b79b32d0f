"""Invoices as they look once laid out: many layouts in four languages, each with all that it states and no more."""

import pytest

from tests.core.extract.invoices import read, stated

INVOICES = {
    "a subscription with tax by country": (
        """Invoice
Invoice number        8A4F2B1C-0007
Date of issue         January 5, 2026
Date due              January 5, 2026

Lumen Labs, Inc.                      Bill to
548 Market Street                     Nordlys ApS
San Francisco, California 94104       Havnegade 2
United States                         8000 Aarhus
billing@lumenlabs.example             Denmark

$25.00 USD due January 5, 2026
Pay online

Description                              Qty    Unit price     Tax      Amount
Team plan                                1      $20.00         25%      $20.00
Jan 5 – Feb 5, 2026

                                                Subtotal                $20.00
                                                Total excluding tax     $20.00
                                                VAT - Denmark (25% on $20.00)   $5.00
                                                Total                   $25.00
                                                Amount due              $25.00 USD""",
        {
            "number": "8A4F2B1C-0007",
            "issue_date": "2026-01-05",
            "due_date": "2026-01-05",
            "net": "20.00",
            "vat": "5.00",
            "total": "25.00",
            "currency": "USD",
        },
    ),
    "a utility bill after payments on account": (
        """                                                                 Stadtwerke Musterstadt GmbH
                                                                 Kundenservice  Tel. 0221 / 4711-0
Frau
Erika Beispiel
Gartenweg 5
50999 Köln
                                                                 Kundennummer:        400 221 907
                                                                 Rechnungsnummer:     VR 2026 0033817
                                                                 Datum:               14.01.2026

Ihre Jahresverbrauchsabrechnung 2025
Abrechnungszeitraum 01.01.2025 bis 31.12.2025

Zählernummer  1ESM9988776655
Verbrauch 2.871 kWh
                                            Nettobetrag       USt 19 %     Bruttobetrag
Strom                                          812,40 €       154,36 €        966,76 €
Abschläge, gezahlt                            -756,30 €      -143,70 €       -900,00 €
Nachzahlung                                     56,10 €        10,66 €         66,76 €

Der Betrag von 66,76 € wird am 02.02.2026 von Ihrem Konto DE12 5001 0517 0648 4898 90 abgebucht.
USt-IdNr. DE 811 907 980""",
        {
            "number": "VR 2026 0033817",
            "issue_date": "2026-01-14",
            "due_date": "2026-02-02",
            "total": "66.76",
            "currency": "EUR",
            "iban": "DE12500105170648489890",
            "vat_number": "DE811907980",
        },
    ),
    "a builder's invoice with terms in prose": (
        """FAKTURA

Byggefirmaet Holm & Søn A/S                                     Fakturanummer:   2026-0412
Industrivej 14                                                  Fakturadato:     28-02-2026
7100 Vejle                                                      Kundenr.:        10233
CVR: 25313763                                                   Rekvisition:     BK-3301

Ejerforeningen Parkvænget
v/ formand Lise Krog
Parkvænget 7
7100 Vejle

Vedr.: Sagsnr. 55201 - udskiftning af tag

Beskrivelse                               Antal     Enhed     Stk. pris        Pris
Tagdækker, timer                          42,50     timer        475,00    20.187,50
Materialer iflg. bilag                     1,00     stk       31.250,00    31.250,00
Container                                  2,00     stk        1.450,00     2.900,00

                                                    I alt ekskl. moms      54.337,50
                                                    Moms (25,00%)          13.584,38
                                                    I alt inkl. moms DKK   67.921,88

Betalingsbetingelser: Netto 14 dage - Forfaldsdato: 14-03-2026
Bank: Jyske Bank / Regnr.: 7244 / Kontonr.: 0001234567
Ved betaling efter forfald tilskrives renter på 1,5% pr. påbegyndt måned samt rykkergebyr på 100,00 kr.""",
        {
            "number": "2026-0412",
            "issue_date": "2026-02-28",
            "due_date": "2026-03-14",
            "net": "54337.50",
            "vat": "13584.38",
            "total": "67921.88",
            "currency": "DKK",
            "order_number": "BK-3301",
            "vat_number": "DK25313763",
        },
    ),
    "a GST invoice with its currency beside the total": (
        """TAX INVOICE                                     ABN 51 824 753 556

To: Kite & Co                                   Invoice #: 10492
    PO Box 12                                   Date: 03/07/2025
    Sydney NSW 2000                             Due: 17/07/2025

Date        Description                          Hours    Rate      Amount
30/06/2025  Consulting                            7.5   $150.00   $1,125.00
01/07/2025  Consulting                            4.0   $150.00     $600.00

                                     Subtotal (ex GST)             $1,725.00
                                     GST 10%                         $172.50
                                     TOTAL AUD                     $1,897.50
Bank: BSB 062-000 Acc 1234 5678""",
        {
            "number": "10492",
            "issue_date": "2025-07-03",
            "due_date": "2025-07-17",
            "net": "1725.00",
            "vat": "172.50",
            "total": "1897.50",
            "currency": "AUD",
        },
    ),
    "an e-fapiao with a row of sums": (
        """电子发票（增值税专用发票）
                                                            发票号码：25442000000012345678
                                                            开票日期：2025年11月03日
购  名称：深圳市蓝海科技有限公司              销  名称：广州恒业办公设备有限公司
买  统一社会信用代码/纳税人识别号：            售  统一社会信用代码/纳税人识别号：
方  91440300MA5EXAMPLE                      方  91440101MA59ABCD12

项目名称       规格型号   单位   数量    单价       金额        税率/征收率   税额
*办公设备*打印机   HP-1    台      2     1500.00    3000.00     13%        390.00
合    计                                          ¥3000.00               ¥390.00
价税合计（大写）  叁仟叁佰玖拾圆整                        （小写）¥3390.00
备注  订单号：PO20251101""",
        {
            "number": "25442000000012345678",
            "issue_date": "2025-11-03",
            "net": "3000.00",
            "vat": "390.00",
            "total": "3390.00",
            "currency": "CNY",
            "order_number": "PO20251101",
        },
    ),
    "a table of one row above and of rates below": (
        """Hetzner Beispiel GmbH                                                             Rechnung

Firma                                             Rechnungsnr.      Kundennr.     Datum
Nordlicht UG                                      R0012345678       K0455667      01.03.2026
Hafenstr. 9
24103 Kiel
                                                                              Seite 1 von 2

Leistung                    Zeitraum                       Menge     Einzel         Gesamt
Server AX41                 02/2026                        1         39,0000 €      39,00 €
Server AX51                 02/2026                        1         49,0000 €      49,00 €
                                                     Zwischensumme                  88,00 €

Steuersatz      Netto        Steuer      Brutto
19 %            88,00 €      16,72 €     104,72 €

Zu zahlender Betrag                                                                104,72 €
Der Rechnungsbetrag wird in den nächsten Tagen von Ihrem Konto eingezogen.
UStID: DE812871812""",
        {
            "number": "R0012345678",
            "issue_date": "2026-03-01",
            "net": "88.00",
            "vat": "16.72",
            "total": "104.72",
            "currency": "EUR",
            "vat_number": "DE812871812",
        },
    ),
    "a till receipt": (
        """      THE CORNER CAFE
      12 High Street
      Receipt No: 004417
      12/03/2026 13:42
      Table 7

      2 x Flat white       £7.00
      1 x Panini           £6.50
      ------------------------
      Subtotal            £11.25
      VAT 20%              £2.25
      Total               £13.50
      Card                £13.50
      VAT No 123 4567 82""",
        {
            "number": "004417",
            "issue_date": "2026-03-12",
            "net": "11.25",
            "vat": "2.25",
            "total": "13.50",
            "currency": "GBP",
        },
    ),
    "a date behind the number and one of the order": (
        """                          RECHNUNG Nr. 2026-118
                          vom 07.05.2026

An die                                    Bitte bei Zahlung angeben:
Müller Maschinenbau KG                    Rechnungs-Nr. 2026-118
Werkstr. 3                                Kunden-Nr. 1044
70565 Stuttgart

Lieferschein Nr. LS-8841 vom 02.05.2026
Ihre Bestellung Nr. 4500017723 vom 28.04.2026

Pos  Artikel                 Menge   Preis/St.     Betrag
1    Lager 6204-2RS          100      3,4500       345,00
2    Dichtung                 50      1,1000        55,00

Warenwert                                          400,00
Fracht                                              25,00
Nettobetrag                                        425,00
19,00 % MwSt                                        80,75
Endbetrag EUR                                      505,75

Zahlbar bis 06.06.2026 ohne Abzug, bei Zahlung bis 17.05.2026 2 % Skonto = 10,12 EUR""",
        {
            "number": "2026-118",
            "issue_date": "2026-05-07",
            "due_date": "2026-06-06",
            "net": "425.00",
            "vat": "80.75",
            "total": "505.75",
            "currency": "EUR",
            "order_number": "4500017723",
        },
    ),
    "a Swiss QR bill with a letter's head": (
        """Swiss Alp Services AG
Bahnhofstrasse 1
8001 Zürich
CHE-116.281.710 MWST

Rechnung 20260077                                        Zürich, 12. März 2026

Beratung Februar 2026, 10 Std. à CHF 180.00              CHF   1'800.00
MWST 8.1 %                                               CHF     145.80
Total                                                    CHF   1'945.80
Zahlbar innert 30 Tagen

Empfangsschein                 Zahlteil
Konto / Zahlbar an             Konto / Zahlbar an
CH44 3199 9123 0008 8901 2     CH44 3199 9123 0008 8901 2
Swiss Alp Services AG          Swiss Alp Services AG
Referenz                       Referenz
21 00000 00003 13947 14300 09017     21 00000 00003 13947 14300 09017
Währung    Betrag
CHF        1 945.80""",
        {
            "number": "20260077",
            "issue_date": "2026-03-12",
            "vat": "145.80",
            "total": "1945.80",
            "currency": "CHF",
            "iban": "CH4431999123000889012",
            "qr_reference": "210000000003139471430009017",
            "vat_number": "CHE116281710",
        },
    ),
    "a generated invoice with a bare number": (
        """INVOICE
# 1047

From: Anna Frost Design               Date:          Mar 3, 2026
To:   Bright Ideas LLC                Payment Terms: Net 15
                                      Due Date:      Mar 18, 2026
                                      PO Number:     BI-220
                                      Balance Due:   $1,620.00

Item            Quantity    Rate        Amount
Logo design     1           $1,500.00   $1,500.00

                            Subtotal:   $1,500.00
                            Tax (8%):   $120.00
                            Total:      $1,620.00""",
        {
            "number": "1047",
            "issue_date": "2026-03-03",
            "due_date": "2026-03-18",
            "net": "1500.00",
            "vat": "120.00",
            "total": "1620.00",
            "currency": "USD",
            "order_number": "BI-220",
        },
    ),
    "a proforma in dollars": (
        """Proforma Invoice                                   Guangzhou Bright Lighting Co., Ltd
PI No.: GB250618                                   Date: 2025-06-18
Buyer: Lampehuset A/S, Denmark
Item No    Description      Qty(pcs)   Unit Price(USD)   Amount(USD)
LP-20      LED panel 20W    500        3.80              1,900.00
LP-40      LED panel 40W    200        6.10              1,220.00
TOTAL                       700                          3,120.00
Say total US dollars three thousand one hundred and twenty only.
Payment: 30% T/T deposit USD936.00, balance before shipment.
Beneficiary bank: Bank of China Guangzhou  SWIFT: BKCHCNBJ400  A/C: 7223 5577 1199""",
        {"number": "GB250618", "issue_date": "2025-06-18", "total": "3120.00", "currency": "USD", "bic": "BKCHCNBJ400"},
    ),
    "a reminder with a fee": (
        """RYKKER NR. 1

Faktura nr.        Dato             Forfald           Beløb
50122              03.01.2026       17.01.2026        2.400,00
Rykkergebyr                                             100,00
I alt at betale                                       2.500,00
Betales senest 20. februar 2026""",
        {"number": "50122", "issue_date": "2026-01-03", "due_date": "2026-01-17", "total": "2500.00"},
    ),
    "a credit note": (
        """Credit note
Credit note number: CN-2026-9
Date: 2 March 2026
Original invoice: INV-2026-88
Net        -£100.00
VAT 20%     -£20.00
Total      -£120.00""",
        {
            "number": "CN-2026-9",
            "issue_date": "2026-03-02",
            "net": "-100.00",
            "vat": "-20.00",
            "total": "-120.00",
            "currency": "GBP",
        },
    ),
    "each value below its label": (
        """Rechnung

Rechnungsnummer
2026-00391
Rechnungsdatum
11. Februar 2026
Fällig am
25. Februar 2026

Bezeichnung
Hosting Paket M, 12 Monate
Summe netto
118,80 EUR
Umsatzsteuer 19%
22,57 EUR
Gesamtsumme
141,37 EUR""",
        {
            "number": "2026-00391",
            "issue_date": "2026-02-11",
            "due_date": "2026-02-25",
            "net": "118.80",
            "vat": "22.57",
            "total": "141.37",
            "currency": "EUR",
        },
    ),
    "VAT by rate": (
        """Rechnung Nr. 881-26                         Datum: 04.02.2026
Buchhandlung Lesezeichen
1  Roman              7 %      20,00
1  Notizbuch         19 %      10,00
Zwischensumme netto            30,00
zzgl. 7 % MwSt                  1,40
zzgl. 19 % MwSt                 1,90
Gesamtbetrag                   33,30 EUR""",
        {
            "number": "881-26",
            "issue_date": "2026-02-04",
            "net": "30.00",
            "vat": "3.30",
            "total": "33.30",
            "currency": "EUR",
        },
    ),
    "a table of rates": (
        """INVOICE SI-20418
Date 14/02/2026
                      Net        VAT       Gross
Standard rate 20%   100.00     20.00      120.00
Zero rate            50.00      0.00       50.00
Totals              150.00     20.00      170.00
Amount due: GBP 170.00 by 28/02/2026""",
        {
            "number": "SI-20418",
            "issue_date": "2026-02-14",
            "net": "150.00",
            "vat": "20.00",
            "total": "170.00",
            "currency": "GBP",
        },
    ),
    "a Danish list of sums": (
        """Faktura
Fakturanr: 9918
Dato: 1/3-2026
Varer                       1.000,00
Fragt                          80,00
Rabat                        -100,00
Momsgrundlag                  980,00
25% moms heraf                245,00
Total DKK                   1.225,00
Betalingsfrist: 15/3-2026
Betal til reg. 1234 konto 0012345678""",
        {
            "number": "9918",
            "issue_date": "2026-03-01",
            "due_date": "2026-03-15",
            "net": "980.00",
            "vat": "245.00",
            "total": "1225.00",
            "currency": "DKK",
        },
    ),
    "an app's receipt": (
        """Your receipt from Pixel Apps Ltd
Receipt #1182-4471
Amount paid £9.99
Date paid 12 Feb 2026
Payment method Visa - 4242
Summary
Pixel Pro (monthly) £8.33
VAT - United Kingdom (20%) £1.66
Total £9.99""",
        {"number": "1182-4471", "issue_date": "2026-02-12", "vat": "1.66", "total": "9.99", "currency": "GBP"},
    ),
    "a Chinese list of sums": (
        """采购发票
供应商：宁波海天塑机有限公司
发票编号: HT-2026-0088    日期: 2026/02/03
订单编号: PO-7781
货物        数量   单价      金额
注塑机配件   4     2,500.00  10,000.00
金额合计: 10,000.00 元
增值税(13%): 1,300.00 元
总计(含税): 11,300.00 元
请于2026年3月5日前付款。""",
        {
            "number": "HT-2026-0088",
            "issue_date": "2026-02-03",
            "due_date": "2026-03-05",
            "net": "10000.00",
            "vat": "1300.00",
            "total": "11300.00",
            "currency": "CNY",
            "order_number": "PO-7781",
        },
    ),
    "no VAT by law": (
        """Honorarrechnung
Rechnungs-Nr.:  17/2026
Rechnungsdatum: 31. Januar 2026
Leistungszeitraum: Januar 2026
15 Stunden x 90,00 €                     1.350,00 €
Gemäß § 19 UStG wird keine Umsatzsteuer berechnet.
Rechnungsbetrag: 1.350,00 €
Bitte überweisen Sie den Betrag innerhalb von 14 Tagen.
IBAN: DE12 5001 0517 0648 4898 90""",
        {
            "number": "17/2026",
            "issue_date": "2026-01-31",
            "total": "1350.00",
            "currency": "EUR",
            "iban": "DE12500105170648489890",
        },
    ),
    "terms that look like a net amount": (
        """Invoice No: 2026-03-118          Page 1 of 1
Invoice Date: 03/15/2026
Terms: Net 30
Ship To: Denver, CO 80202
Item  Qty  Price  Ext
Widget  10  $4.50  $45.00
Shipping            $12.00
Sales Tax (7.65%)    $3.44
Invoice Total       $60.44
Payments/Credits    $0.00
Balance Due         $60.44
Federal Tax ID 84-1234567""",
        {"number": "2026-03-118", "issue_date": "2026-03-15", "vat": "3.44", "total": "60.44", "currency": "USD"},
    ),
    "a payment on account with an ordinal": (
        """Abschlagsrechnung Nr. 3 zum Bauvorhaben Schulstr. 5
Rechnungsnummer: AR-2026-003     Datum: 20.02.2026
Auftragssumme netto                     80.000,00 €
Leistungsstand bisher 50 %              40.000,00 €
abzgl. 1. und 2. Abschlag              -25.000,00 €
Nettobetrag                             15.000,00 €
19 % USt                                 2.850,00 €
Abschlagsbetrag brutto                  17.850,00 €
zahlbar bis 06.03.2026""",
        {
            "number": "AR-2026-003",
            "issue_date": "2026-02-20",
            "due_date": "2026-03-06",
            "net": "15000.00",
            "vat": "2850.00",
            "total": "17850.00",
            "currency": "EUR",
        },
    ),
    "a booking": (
        """Air ticket itinerary
Booking reference: K7QP2M
Departure 12 May 2026 08:15 CPH
Return 15 May 2026
Fare EUR 180.00
Taxes EUR 64.35
Total EUR 244.35""",
        {"total": "244.35", "currency": "EUR", "order_number": "K7QP2M"},
    ),
    "a note that is no invoice": (
        """Hi team, quick reminder that the meeting is on 12 May 2026 at 14:00 in room 204.
Budget last year was 1.5 million, and we sold 340 units. Call me on +45 22 33 44 55.
Order pizza for 12 people please. See invoice process doc v2.3 from 2025.""",
        {},
    ),
    "a restaurant's receipt": (
        """Restaurant Havblik
Kvittering 88213        12-05-2026 kl. 19:44
2 x Menu á 325,00           650,00
1 x Vand                     35,00
Total DKK                   685,00
Heraf moms 25%              137,00
Dankort                     685,00
CVR-nr 20356789""",
        {"number": "88213", "issue_date": "2026-05-12", "vat": "137.00", "total": "685.00", "currency": "DKK"},
    ),
    "two languages and two taxes": (
        """INVOICE / FACTURE
Date / Date: 2026-02-11            Invoice No. / No de facture: 55-0912
Bill to / Facturer à: Atelier Nord
Qty / Qté   Description            Unit / Unité    Amount / Montant
2           Frames / Cadres            $85.00          $170.00
                                   Sub-total / Sous-total   $170.00
                                   GST / TPS 5%               $8.50
                                   QST / TVQ 9.975%          $16.96
                                   Total                    $195.46
Payment due / Échéance: 2026-03-13""",
        {
            "number": "55-0912",
            "issue_date": "2026-02-11",
            "due_date": "2026-03-13",
            "net": "170.00",
            "vat": "25.46",
            "total": "195.46",
            "currency": "USD",
        },
    ),
    "a notice of fees in two instalments": (
        """GEBÜHRENBESCHEID
Stadt Musterhausen - Der Bürgermeister
Kassenzeichen: 5.0102.018844.7
Bescheiddatum: 15.01.2026
Abfallgebühren 2026
Restmüll 120 l                                  214,80 EUR
Biotonne 120 l                                   68,40 EUR
Festgesetzter Betrag                            283,20 EUR
Fällig: 15.02.2026: 141,60 EUR   15.08.2026: 141,60 EUR""",
        {
            "number": "5.0102.018844.7",
            "issue_date": "2026-01-15",
            "due_date": "2026-02-15",
            "total": "283.20",
            "currency": "EUR",
        },
    ),
    "a printed list in capitals": (
        """FAKTURA NR: 4402
KUNDENR: 881
DATO: 30.04.26
FORFALD: 30.05.26
------------------------------------------------
ANTAL  TEKST                      À PRIS    I ALT
  3    TONER SORT                 445,00  1.335,00
  1    FRAGT                       65,00     65,00
------------------------------------------------
SUBTOTAL                                  1.400,00
MOMS 25,00 %                                350,00
AT BETALE                                 1.750,00
INDBETAL VIA FIK +71<000000000044023+87654321<""",
        {
            "number": "4402",
            "issue_date": "2026-04-30",
            "due_date": "2026-05-30",
            "net": "1400.00",
            "vat": "350.00",
            "total": "1750.00",
            "currency": "DKK",
        },
    ),
    "a commercial invoice": (
        """Commercial Invoice
Exporter: Shenzhen Topwin Electronics     Invoice No.: TW2026-0311
                                          Invoice Date: MAR. 11, 2026
Consignee: Nordic Gadget A/S              Contract No.: NG-778
                                          PO No.: 4500099812
Marks   Description       Quantity    Unit Price     Amount
N/M     USB-C Cable       2,000 PCS   USD 1.15       USD 2,300.00
        Charger 65W         500 PCS   USD 7.80       USD 3,900.00
TOTAL:                    2,500 PCS                  USD 6,200.00
TERMS: FOB SHENZHEN""",
        {
            "number": "TW2026-0311",
            "issue_date": "2026-03-11",
            "total": "6200.00",
            "currency": "USD",
            "order_number": "4500099812",
        },
    ),
    "a count before the base of VAT": (
        """Rechnung
                                                  Beleg-Nr.      440912
                                                  Datum          17.03.26
                                                  Kunde          D10044
                                                  Bearbeiter     Frau Klein
Pos Art.-Nr.  Bezeichnung          Menge ME    E-Preis    G-Preis   St.
010 77-1001   Schraube M8x40       2.000 St     0,0850     170,00   1
020 77-2044   Mutter M8            2.000 St     0,0320      64,00   1
                                              Summe Netto  EUR     234,00
                                              Versandkosten EUR      8,50
                                              USt 1  19,00 % auf 242,50   46,08
                                              Gesamt     EUR       288,58
Zahlbar innerhalb 30 Tagen netto, 8 Tage 2 % Skonto""",
        {
            "number": "440912",
            "issue_date": "2026-03-17",
            "net": "242.50",
            "vat": "46.08",
            "total": "288.58",
            "currency": "EUR",
        },
    ),
    "a credit note by its invoice": (
        """Kreditnota 5581 til faktura 5502
Dato 02.04.2026
Retur 1 stk stol            -1.200,00
Moms                          -300,00
Total                       -1.500,00 kr.""",
        {"number": "5581", "issue_date": "2026-04-02", "vat": "-300.00", "total": "-1500.00", "currency": "DKK"},
    ),
    "details in a column beside the address": (
        """INVOICE
Invoice To                    Invoice Details
Harbour Foods Ltd             Number     HF-1290
3 Pier Street                 Date       4/2/26
Cardiff CF10 4PA              Terms      14 days
                              Due        18/2/26

Catering, board lunch                          £231.00
VAT (20%)                                       £46.20
                                              --------
                                               £277.20""",
        {"number": "HF-1290", "issue_date": "2026-02-04", "due_date": "2026-02-18", "vat": "46.20", "currency": "GBP"},
    ),
    "a rent notice": (
        """房租缴费通知单
单据编号：FZ-2026-03        日期：2026-03-01
租户：上海晨星文化有限公司
项目          金额（元）
租金           25,000.00
物业费          3,200.00
水电费            856.40
合计           29,056.40
请于 2026-03-10 前缴清。""",
        {
            "number": "FZ-2026-03",
            "issue_date": "2026-03-01",
            "due_date": "2026-03-10",
            "total": "29056.40",
            "currency": "CNY",
        },
    ),
    "terms at the top": (
        """Invoice #2026-77 from Studio Pike
Due March 31, 2026
$4,250.00
Description: Website redesign, phase 2
Subtotal $4,250.00
Tax $0.00
Total due $4,250.00
Wire to: First Bank, ABA 021000021, Acct 998877665""",
        {
            "number": "2026-77",
            "due_date": "2026-03-31",
            "net": "4250.00",
            "vat": "0.00",
            "total": "4250.00",
            "currency": "USD",
        },
    ),
    "a reminder over one row": (
        """Mahnung
Rechnung Nr.    Datum         Fällig        Betrag
R-10293         05.01.2026    19.01.2026    714,00 €
Mahngebühr                                    5,00 €
Offener Gesamtbetrag                        719,00 €
Bitte zahlen Sie bis zum 16.02.2026.""",
        {
            "number": "R-10293",
            "issue_date": "2026-01-05",
            "due_date": "2026-01-19",
            "total": "719.00",
            "currency": "EUR",
        },
    ),
}


@pytest.mark.parametrize(("text", "expected"), INVOICES.values(), ids=INVOICES)
def test_every_field_is_read_and_nothing_else(text: str, expected: dict[str, str]) -> None:
    assert stated(read(text, written_on=None)) == expected
