"""What French invoices call the things they state; see roles.py."""

from ..roles import Role

FRENCH: dict[Role, str] = {
    Role.NUMBER: """
        facture n | facture no | facture numéro | numéro de facture | n de facture |
        n facture | no de facture | numéro facture | réf facture | référence facture | note d'honoraires n |
        avoir n""",
    Role.NUMBER_BARE: "facture | note d'honoraires",
    Role.NUMBER_WEAK: "référence de paiement | référence à rappeler",
    Role.ORDER: """
        commande n | n de commande | numéro de commande | no de commande | bon de commande | bon de commande n |
        votre commande | votre commande n | référence commande | n commande""",
    Role.ORDER_BARE: "commande",
    Role.OTHER_ID: """
        n client | numéro client | code client | numéro de dossier | siret | siren | rcs | id client | n de dossier |
        numéro de ligne | tél | téléphone""",
    Role.ISSUED: """
        date de facture | date facture | date de facturation | date d'émission | émise le | facture du | établie le |
        date de la facture""",
    Role.DUE: """
        date d'échéance | échéance | date échéance | à payer avant le | payable avant le | à régler avant le |
        date limite de paiement | date limite de paiement le | échéance le | payable le | à payer avant |
        prélèvement à partir du | date de règlement | prélevé le | à régler le""",
    Role.DUE_BY: "avant le | au plus tard le",
    Role.OTHER_DATE: "date de commande | date de livraison | livré le | période",
    Role.NET: """
        total ht | montant ht | total hors taxes | total net ht | sous total ht | montant total ht | base ht |
        total hors tva | montant hors taxes | total eur ht | montant eur ht""",
    Role.SUBTOTAL: "sous total",
    Role.VAT: "tva | tps | tvq | montant tva | total tva | montant de la tva | dont tva",
    Role.TOTAL: "total | montant total | total facture | total général",
    Role.GRAND_TOTAL: "total ttc | montant ttc | montant total ttc | total t t c | montant eur ttc",
    Role.TO_PAY: """
        net à payer | montant à payer | total à payer | somme à payer | reste à payer | à payer | montant dû |
        net à payer ttc | montant du prélèvement | solde à payer | somme due""",
    Role.AMOUNT: "montant",
    Role.PAID: "déjà réglé | acompte | acompte versé | déjà payé | payé",
    Role.OTHER_AMOUNT: "frais de port | remise | prix unitaire | p u ht | escompte | indemnité forfaitaire",
    Role.EXCLUSIVE: "ht | hors taxes | hors tva",
    Role.INCLUSIVE: "ttc | tva comprise | toutes taxes comprises",
    Role.PAYING: "payer | paiement | régler | règlement | virement",
    Role.VAT_NUMBER: """
        n tva | numéro de tva | tva intracommunautaire | n de tva | n tva intracommunautaire | tva n |
        numéro de tva intracommunautaire | n de tva intracommunautaire | n de tva intra communautaire""",
    Role.BUYER: "votre n tva | votre n de tva | tva client | n tva client",
}
