"""What Dutch invoices call the things they state; see roles.py."""

from ..roles import Role

DUTCH: dict[Role, str] = {
    Role.NUMBER: "factuurnummer | factuurnr | factuur nr | factuur nummer | factuur no | nota nummer | notanummer",
    Role.NUMBER_BARE: "factuur | creditnota | creditfactuur",
    Role.NUMBER_WEAK: "betalingskenmerk | kenmerk | onder vermelding van",
    Role.ORDER: "ordernummer | ordernr | bestelnummer | bestelling nr | uw order | inkooporder | inkoopordernummer",
    Role.ORDER_BARE: "bestelling",
    Role.OTHER_ID: "klantnummer | klantnr | debiteurnummer | kvk | kvk nummer | relatienummer | serienummer | klant",
    Role.ISSUED: "factuurdatum | factuur datum | datum factuur",
    Role.DUE: """
        vervaldatum | verval datum | uiterste betaaldatum | te betalen voor | te voldoen voor | betalen voor |
        uiterlijk te betalen op | betaaldatum""",
    Role.DUE_BY: "uiterlijk | voor | vóór",
    Role.OTHER_DATE: "orderdatum | leverdatum | besteldatum | verzenddatum",
    Role.NET: """
        exclusief btw | totaal excl btw | totaal exclusief btw | bedrag excl btw | subtotaal excl btw | netto bedrag |
        totaal netto | grondslag""",
    Role.SUBTOTAL: "subtotaal",
    Role.VAT: "btw | btw bedrag | totaal btw | omzetbelasting",
    Role.TOTAL: "totaal | totaalbedrag | factuurbedrag | factuur totaal | factuurtotaal | totaal bedrag",
    Role.GRAND_TOTAL: "totaal incl btw | totaal inclusief btw | inclusief btw | bedrag incl btw | brutobedrag",
    Role.TO_PAY: "te betalen | totaal te betalen | te voldoen | te betalen bedrag | openstaand bedrag",
    Role.AMOUNT: "bedrag",
    Role.PAID: "reeds betaald | betaald | voldaan | aanbetaling",
    Role.OTHER_AMOUNT: "verzendkosten | korting | prijs per stuk | stuksprijs | administratiekosten | aanmaningskosten",
    Role.EXCLUSIVE: "excl btw | ex btw",
    Role.INCLUSIVE: "incl btw",
    Role.PAYING: "betalen | betaling | voldoen | overmaken | overboeken",
    Role.VAT_NUMBER: "btw nr | btw nummer | btw id | btw identificatienummer",
    Role.BUYER: "uw btw nummer | uw btw nr | btw nummer klant",
}
