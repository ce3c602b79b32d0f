"""What German invoices call the things they state; see roles.py."""

from ..roles import Role

GERMAN: dict[Role, str] = {
    Role.NUMBER: """
        rechnungsnr | rechnungs nr | rechnung nr | rechnungsnummer | rechnungs nummer | rechnung nummer | rg nr |
        rgnr | re nr | rech nr | rechnungsno | belegnr | beleg nr | belegnummer | belegs nr | honorarnote nr |
        honorarnoten nr | honorarnotennummer | honorarrechnung nr | gutschrift nr | gutschriftsnummer |
        gutschriftnummer | gutschriftsnr | gutschrifts nr | gutschriftnr |
        quittungsnr | quittung nr | quittungsnummer | bescheidnummer | bescheid nr | bescheidnr | kassenzeichen |
        buchungszeichen | abrechnungsnummer | abrechnung nr | proformarechnung nr | schlussrechnung nr |
        abschlagsrechnung nr | teilrechnung nr | sammelrechnung nr | gebührenbescheid nr | faktura nr |
        fakturennummer | kassenbeleg nr""",
    Role.NUMBER_BARE: """
        forderung | abrechnung | bescheid | jahresabrechnung |
        rechnung | honorarnote | honorarrechnung | gutschrift | quittung | schlussrechnung | abschlagsrechnung |
        teilrechnung | sammelrechnung | gebührenbescheid | beleg | proformarechnung | monatsrechnung""",
    Role.NUMBER_WEAK: """
        verwendungszweck | referenz | referenznummer | zahlungsreferenz | unter angabe von |
        unter angabe der nummer""",
    Role.ORDER: """
        bestellnummer | bestell nr | bestellnr | bestellungsnr | bestellungsnummer | bestellung nr |
        ihre bestellung | ihre bestellung nr | ihre bestellnummer | ihre bestell nr | auftragsnummer |
        auftrags nr | auftragsnr | auftrag nr | ihr auftrag | ihr auftrag nr | ihre auftragsnummer |
        bestellung nummer | bestellzeichen | buchungsnummer""",
    Role.ORDER_BARE: """
        auftragsbestätigung | bestellbestätigung | buchungsbestätigung | buchung | reservierung | bestellung |
        auftrag""",
    Role.OTHER_ID: """
        kundennr | kunden nr | kundennummer | kd nr | vertragskonto | vertragsnummer | vertrags nr | vertragsnr |
        vertragskontonummer | kontonummer | blz | aktenzeichen | az | zählernummer | lieferschein |
        lieferscheinnr | lieferschein nr | lieferscheinnummer | steuernummer | st nr | steuer nr | hrb | hra |
        tel | telefon | fax | angebot | angebotsnr | angebots nr | angebot nr | angebotsnummer | mahnungsnr |
        projekt nr | projektnummer | mitgliedsnummer | mitglieds nr | policennummer | mandatsreferenz |
        gläubiger id | artikelnr | artikel nr | ihr zeichen | unser zeichen | debitorennummer | debitor nr""",
    Role.ISSUED: """
        stand | stand vom | aufgestellt am | stand dieser aufstellung |
        rechnungsdatum | rechnungs datum | datum der rechnung | belegdatum | ausstellungsdatum | ausgestellt am |
        ausgestellt | bescheiddatum | fakturadatum | erstellt am | quittungsdatum | rechnung vom | rechnung v |
        ihre rechnung vom | honorarnote vom | bescheid vom | beleg vom | gestellt am | datiert |
        gutschriftsdatum | gutschriftdatum | gutschrifts datum | datum der gutschrift | gutschrift vom""",
    Role.DATE: "datum",
    Role.DUE: """
        fällig | fällig am | fällig zum | fällig bis | fälligkeit | fälligkeitsdatum | fälligkeitstag |
        fälligkeitstermin | zahlbar bis | zahlbar bis zum | zahlbar bis spätestens | zahlbar spätestens |
        zu zahlen bis | zu zahlen bis zum | zahlungsfrist | zahlungsziel | zahlungstermin | zahlung bis |
        zahlung bis zum | zahlungseingang bis | zahlungseingang bis zum | zahlbar am | zahlbar zum |
        fällig seit | fällig gewesen | fällige | zu begleichen bis | zu begleichen bis zum | überweisen bis |
        überweisen bis zum | neue frist | letzte frist""",
    Role.DUE_BY: """
        bis | bis zum | bis spätestens | bis spätestens zum | spätestens | spätestens am | spätestens bis |
        spätestens bis zum | spätestens zum | bis einschließlich | vor dem | bis einschl""",
    Role.DEBITED: """
        buchen | abbuchen | abgebucht | einziehen | eingezogen | ziehen | lastschrift | lastschrifteinzug |
        abbuchung""",
    Role.OTHER_DATE: """
        lieferdatum | leistungsdatum | leistungszeitraum | geliefert | geliefert am | lieferung | lieferung vom |
        auftragsdatum | bestelldatum | bestellung vom | zeitraum | abrechnungszeitraum | gesendet | gesendet am |
        mahndatum | leistung vom | auftrag vom | lieferschein vom | bezahlt am | ausgeführt am | anreise |
        abreise | eingegangen am | ihr schreiben vom | angebot vom | druckdatum | valuta""",
    Role.NET: """
        nettobetrag | netto summe | nettosumme | summe netto | netto gesamt | gesamt netto | gesamtbetrag netto |
        gesamtnetto | betrag netto | rechnungsbetrag netto | warenwert netto | nettowert | netto betrag |
        nettorechnungsbetrag | bemessungsgrundlage | nettoentgelt | steuerpflichtiger betrag""",
    Role.SUBTOTAL: "zwischensumme | warenwert | summe positionen",
    Role.VAT: """
        mwst | mehrwertsteuer | ust | umsatzsteuer | mwst betrag | ust betrag | mehrwertsteuerbetrag |
        steuerbetrag | umsatzsteuerbetrag | enthaltene mwst | darin enthaltene mwst | davon mwst | davon ust |
        enthaltene ust | darin enthaltene umsatzsteuer | enthaltene umsatzsteuer | darin enthalten mwst |
        mwst satz | gesetzl mwst | gesetzliche mwst | gesetzliche mehrwertsteuer | gesetzliche umsatzsteuer |
        darin mwst | darin ust | enthaltene mehrwertsteuer | darin enthaltene mehrwertsteuer |
        davon mehrwertsteuer | davon umsatzsteuer | gesetzl ust | steuer""",
    Role.TOTAL: """
        summe | gesamt | gesamtsumme | gesamtbetrag | endbetrag | endsumme | insgesamt | rechnungsbetrag |
        in summe | rechnungssumme | rechnungsendbetrag | gesamtpreis | honorar gesamt""",
    Role.GRAND_TOTAL: """
        bruttobetrag | bruttosumme | brutto gesamt | gesamt brutto | gesamtbetrag brutto | gesamtbrutto |
        summe brutto | rechnungsbetrag brutto | betrag brutto | rechnungssumme brutto | bruttorechnungsbetrag |
        brutto summe""",
    Role.TO_PAY: """
        zu zahlen | zu zahlender betrag | zu zahlen gesamt | gesamt zu zahlen | zahlbetrag | zahlungsbetrag |
        gesamtforderung | zu überweisen | zu überweisender betrag | forderungsbetrag | forderung gesamt |
        offener betrag | offener gesamtbetrag | fälliger betrag | zu begleichen | zu begleichender betrag |
        gesamt fällig | offene forderung | offener posten | offener saldo | überweisungsbetrag | forderung |
        summe der forderung | gesamtsumme der forderung | abbuchungsbetrag""",
    Role.AMOUNT: "betrag | preis | entgelt | gebühr | honorar",
    Role.AMOUNT_OF: "über | in höhe von | i h v | von | im wert von",
    Role.REMAINING: """
        noch zu zahlen | restbetrag | restzahlung | restforderung | restsaldo | noch offen | nachzahlung |
        verbleibender betrag | noch zu überweisen | saldo | nachzuzahlen""",
    Role.PAID: """
        bereits gezahlt | bereits bezahlt | bezahlt | gezahlt | gezahlte abschläge | geleistete abschläge |
        abschlagszahlungen | geleistete zahlungen | anzahlung | abzüglich anzahlung | abschläge |
        ihre abschläge | erhaltene zahlungen | zahlungen | vorauszahlungen""",
    Role.OTHER_AMOUNT: """
        grundgebühr | mahngebühr | mahngebühren | verzugszinsen | zinsen | versand | versandkosten | fracht |
        rabatt | skonto | abzüglich skonto | säumniszuschlag | einzelpreis | stundensatz | je | pro |
        bei zahlung innerhalb | gebühren | mahnpauschale | verzugspauschale | pauschale | hauptforderung |
        abschlag | neuer abschlag | monatlicher abschlag | künftiger abschlag | inkassokosten |
        bearbeitungsgebühr | mahnkosten | auslagen | gutschriftsbetrag | umsatz |
        gesamtumsatz""",
    Role.EXCLUSIVE: """
        exkl mwst | excl mwst | exklusive mwst | ohne mwst | zzgl der gesetzlichen mwst | ohne ust | exkl ust |
        vor steuern | vor mwst | ohne mehrwertsteuer""",
    Role.INCLUSIVE: """
        inkl mwst | incl mwst | inklusive mwst | einschl mwst | einschließlich mwst | inkl ust |
        inkl gesetzl mwst | inklusive mehrwertsteuer | einschl ust | einschließlich mehrwertsteuer |
        einschließlich umsatzsteuer | inkl mehrwertsteuer | inkl umsatzsteuer | inkl der gesetzlichen mwst |
        inkl gesetzlicher mwst""",
    Role.PLUS_VAT: """
        zzgl mwst | zzgl ust | zuzüglich mwst | zuzüglich ust | plus mwst | plus ust | zuzüglich mehrwertsteuer |
        zuzüglich umsatzsteuer | zzgl mehrwertsteuer | zzgl umsatzsteuer | zzgl gesetzl mwst |
        zzgl gesetzlicher mwst | zuzüglich gesetzlicher mwst | zzgl der gesetzlichen mwst |
        zuzüglich der gesetzlichen mehrwertsteuer""",
    Role.PAYING: """
        zahlen | zahlung | bezahlen | zahlbar | überweisen | überweisung | überweist | begleichen | begleichung |
        ausgleichen | ausgleich | zahlungseingang | gutzuschreiben | eingang | einzahlen""",
    Role.VAT_NUMBER: """
        ust idnr | ust id | ust id nr | ustid | ustidnr | umsatzsteuer id | umsatzsteuer identifikationsnummer |
        umsatzsteueridentifikationsnummer | umsatzsteuer idnr | mwst nr | uid | uid nr | uid nummer | mwst nummer""",
    Role.BUYER: """
        ihre ust idnr | ihre ust id nr | ihre ust id | ihre umsatzsteuer id | ihre uid | kunden ust idnr |
        ust idnr des kunden | ust idnr kunde | kunden ust id | kunden ust id nr | kunden uid""",
    Role.NUMBER_ALONE: "nummer | nr",
}
