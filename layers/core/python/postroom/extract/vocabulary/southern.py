"""What Spanish and Italian invoices call the things they state; see roles.py."""

from ..roles import Role

SOUTHERN: dict[Role, str] = {
    Role.NUMBER: """
        número de factura | n de factura | nº de factura | nº factura | n factura | factura n | factura nº |
        num factura | factura número | factura no |
        fattura n | fattura nr | numero fattura | n fattura | fattura numero |
        numero documento""",
    Role.NUMBER_BARE: "factura | fattura",
    Role.ORDER: "pedido | nº pedido | n pedido | número de pedido | numero ordine | ordine n | vostro ordine",
    Role.OTHER_ID: "nº cliente | número de cliente | codice cliente | codice fiscale | partita iva cliente",
    Role.ISSUED: "fecha de factura | fecha factura | fecha de emisión | data fattura | data emissione | data documento",
    Role.DATE: "fecha",
    Role.DUE: """
        vencimiento | fecha de vencimiento | fecha vencimiento | fecha límite de pago | scadenza | data scadenza |
        data di scadenza | pagamento entro il""",
    Role.OTHER_DATE: "fecha de pedido | fecha de entrega | data ordine",
    Role.NET: "base imponible | importe neto | total neto | imponibile | totale imponibile | totale netto",
    Role.SUBTOTAL: "subtotale",
    Role.VAT: "iva | cuota iva | importe iva | totale iva | imposta | totale imposta",
    Role.TOTAL: "importe total | total factura | totale | totale fattura | totale documento",
    Role.TO_PAY: "total a pagar | importe a pagar | a pagar | totale da pagare | da pagare | netto a pagare",
    Role.AMOUNT: "importe | importo",
    Role.PAID: "pagado | pagato | acconto",
    Role.OTHER_AMOUNT: "descuento | gastos de envío | precio unitario | sconto | spese di spedizione | prezzo unitario",
    Role.EXCLUSIVE: "sin iva | iva no incluido | iva esclusa",
    Role.INCLUSIVE: "iva incluido | iva incluida | iva inclusa | con iva",
    Role.PAYING: "pagar | pago | pagamento | pagare | bonifico",
    Role.VAT_NUMBER: "partita iva | p iva | nif iva | nif",
}
