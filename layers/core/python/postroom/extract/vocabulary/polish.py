"""What Polish invoices call the things they state; see roles.py."""

from ..roles import Role

POLISH: dict[Role, str] = {
    Role.NUMBER: "faktura nr | numer faktury | nr faktury | faktura vat nr | faktura numer | rachunek nr",
    Role.NUMBER_BARE: "faktura | faktura vat",
    Role.ORDER: "nr zamówienia | numer zamówienia | zamówienie nr",
    Role.OTHER_ID: "nr klienta | numer klienta | regon | krs",
    Role.ISSUED: "data wystawienia | wystawiono dnia | data faktury",
    Role.DUE: "termin płatności | termin zapłaty | płatne do | data płatności",
    Role.OTHER_DATE: "data sprzedaży | data dostawy | z dnia",
    Role.NET: "wartość netto | razem netto | suma netto | kwota netto",
    Role.VAT: "kwota vat | podatek vat",
    Role.TOTAL: "razem | suma",
    Role.GRAND_TOTAL: "wartość brutto | razem brutto | suma brutto | kwota brutto",
    Role.TO_PAY: "do zapłaty | razem do zapłaty | należność ogółem | kwota do zapłaty | pozostało do zapłaty",
    Role.OTHER_AMOUNT: "cena | cena brutto | cena netto | rabat | zaliczka",
    Role.PAID: "zapłacono",
    Role.PAYING: "zapłata | płatność | przelew",
    Role.VAT_NUMBER: "nip sprzedawcy",
    Role.BUYER: "nip nabywcy",
}
