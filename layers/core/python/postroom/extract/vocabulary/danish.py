"""What Danish invoices call the things they state; see roles.py."""

from ..roles import Role

DANISH: dict[Role, str] = {
    Role.NUMBER: """
        fakturanr | faktura nr | fakturanummer | faktura nummer | faktura no | fakturaens nummer | fakturaref |
        faktura id | regningsnr | regningsnummer | regning nr | regningens nummer | bilagsnr | bilagsnummer |
        bilag nr | kvitteringsnr | kvitteringsnummer | kvittering nr | nota nr | notanr | notanummer |
        kreditnotanr | kreditnota nr | kreditnotanummer | kreditnota nummer | kreditfakturanr | kreditfaktura nr |
        kreditfakturanummer | opkrævningsnr | opkrævning nr | proformafaktura nr |
        acontofaktura nr | slutfaktura nr | honorarnota nr | rykker for faktura nr""",
    Role.NUMBER_BARE: """
        faktura | fakturaen | regning | regningen | kvittering | nota | honorarnota | kreditnota |
        proformafaktura | acontofaktura | slutfaktura | opkrævning""",
    Role.NUMBER_WEAK: "betalingsreference | betalings id | ref nr | vores ref",
    Role.ORDER: """
        ordrenr | ordre nr | ordrenummer | ordre nummer | ordreid | ordre id | ordre ref | bestillingsnr |
        bestillingsnummer | bestilling nr | bestillings id | rekvisition | rekvisitionsnr | rekvisitionsnummer |
        rekv nr | indkøbsordre | indkøbsordrenr | indkøbsordrenummer | jeres ordrenr | jeres ordre nr |
        deres ordrenr | deres ordre nr | deres ordre | salgsordre | salgsordrenr | købsordre | købsordrenr |
        bookingnr | bookingnummer | jobnr | job nr | jobnummer""",
    Role.ORDER_BARE: "ordrebekræftelse | bookingbekræftelse | booking | ordre | ordren | bestilling | bestillingen",
    Role.OTHER_ID: """
        kundenr | kunde nr | kundenummer | kundeid | kontonr | konto nr | kontonummer | konto | reg nr | regnr |
        reg | tlf | telefon | mobil | sagsnr | sagsnummer | sag nr | følgeseddel | følgeseddel nr |
        følgeseddelnr | følgeseddelnummer | målernr | måler nr | aftagernr | aftalenr | aftalenummer |
        aftale nr | abonnementsnr | abonnementsnummer | medlemsnr | medlemsnummer | ean | ean nr | gln | varenr |
        tilbud | tilbudsnr | rykkernr | rykker nr | policenr | police nr | kreditornr | kreditornummer |
        kunderef | deres ref | jeres ref""",
    Role.ISSUED: """
        opgjort pr | opgjort den |
        fakturadato | faktura dato | fakturadatoen | dato for faktura | fakturaens dato | udstedelsesdato |
        udstedt | udstedt den | udstedt d | dateret | dateret den | regningsdato | bilagsdato | udskrevet |
        udskrevet den | kvitteringsdato | faktureret | faktureret den | notadato | faktura af | faktura fra |
        regning af | kreditnotadato | kreditnota dato | kreditnotaens dato | kreditfakturadato | kreditnota af""",
    Role.DATE: "dato | datoen",
    Role.DUE: """
        forfaldsdato | forfald | forfalder | forfalder den | forfaldt | forfaldt den | forfalden | forfaldsdag |
        betalingsfrist | betalingsfristen | betalingsdato | sidste betalingsdag | sidste rettidige betalingsdag |
        sidste betalingsdato | rettidig betaling | rettidig indbetaling | betales senest | betales senest den |
        senest betalt | betal senest | betal senest den | betalt senest | betalingen senest | at betale senest |
        indbetales senest | indbetal senest | betalingsfrist den | frist for betaling | seneste betalingsdato |
        betales inden | betales inden den | betal inden | betalt inden | forfaldsdatoen | betaling senest |
        betaling senest den | sidste frist | skal betales senest | ny frist | ny betalingsfrist |
        overføres senest | overføres inden | skal være betalt | betalbar | betales den | til betaling den |
        til betaling | betalingsdag""",
    Role.DUE_BY: """
        senest | senest den | senest d | inden | inden den | inden d | før | før den | inden udgangen af""",
    Role.DEBITED: """
        trækkes | bliver trukket | hæves | opkræves | trækker | betalingsservice | leverandørservice""",
    Role.OTHER_DATE: """
        leveringsdato | leveret | leveret den | levering | leveringsuge | ordredato | ordre dato | sendt |
        sendt den | periode | perioden | fra | opkrævningsperiode | rykkerdato | afsendt | udført | bestilt |
        udskriftsdato | betalt den | modtaget | modtaget den | afhentet | ankomst | afrejse""",
    Role.NET: """
        netto | nettobeløb | netto i alt | i alt netto | netto total | beløb netto | beløb før moms |
        pris før moms | total før moms | i alt før moms | momsgrundlag | momspligtigt beløb | momspligtig |
        subtotal netto | momsgrundlaget | heraf momspligtigt | beløb uden moms""",
    Role.SUBTOTAL: "delsum | mellemsum | varer i alt",
    Role.VAT: """
        moms | momsbeløb | heraf moms | moms udgør | moms i alt | momsen | momsen udgør | heraf udgør moms |
        moms af | deraf moms | dansk moms | momsbeløbet | samlet moms | salgsmoms""",
    Role.TOTAL: """
        i alt | ialt | totalt | totalbeløb | samlet | samlet beløb | samlet pris | totalen | fakturabeløb |
        faktura beløb | fakturatotal | fakturasum | fakturabeløbet | regningsbeløb | det samlede beløb""",
    Role.GRAND_TOTAL: """
        brutto | bruttobeløb | brutto i alt | total inklusive moms | samlet total | total med moms |
        beløb inkl moms | hovedtotal | i alt med moms""",
    Role.TO_PAY: """
        i alt at betale | ialt at betale | at betale | at betale i alt | til betaling | til betaling i alt |
        beløb til betaling | beløb at betale | i alt til betaling | total til betaling | total at betale |
        samlet til betaling | skyldigt beløb | skyldig beløb | samlet skyldigt beløb | beløb der skal betales |
        samlet krav | samlet gæld | i alt skyldigt | opkrævet beløb | opkrævet i alt | betalingsbeløb |
        udestående beløb | udestående | skyldig saldo | i alt skyldig | at indbetale""",
    Role.AMOUNT: "beløb | beløbet | pris",
    Role.AMOUNT_OF: "på | lyder på | lydende på | på i alt | stor",
    Role.REMAINING: """
        rest | restbeløb | rest til betaling | resterende beløb | resterende | restgæld | mangler | restance |
        saldo til betaling""",
    Role.PAID: """
        allerede betalt | betalt | tidligere betalt | aconto | a conto | acontobetalt | forudbetalt | depositum |
        indbetalt | aconto betalt | indbetalinger""",
    Role.OTHER_AMOUNT: """
        rykkergebyr | gebyr | renter | rente | morarenter | fragt | forsendelse | porto | levering | rabat |
        kontantrabat | øreafrunding | pr stk | pr time | stykpris | timepris | enhedspris | afrunding |
        inkassogebyr | miljøtillæg | rykkergebyret | rykkergebyr på | gebyr på | heraf gebyr | hovedstol |
        omsætning | total omsætning | samlet omsætning | samlede omsætning |
        tilgodehavende | rentebeløb | abonnement | næste""",
    Role.EXCLUSIVE: """
        ekskl moms | eksklusiv moms | eksklusive moms | ex moms | excl moms | exkl moms | eks moms | uden moms |
        før moms | momsfri | momsfrit""",
    Role.INCLUSIVE: """
        inkl moms | inklusiv moms | inklusive moms | incl moms | med moms | inkl dansk moms | heri moms""",
    Role.PLUS_VAT: """
        plus moms | hertil moms | tillægges moms | dertil moms | hertil kommer moms | med tillæg af moms |
        tillagt moms""",
    Role.PAYING: """
        overført | indbetalt | afregnet | indsættes | overføring | betalings |
        betal | betale | betales | betalt | betaling | betalingen | indbetal | indbetale | indbetales |
        indbetaling | overfør | overføre | overføres | overførsel | indsæt | indsættes | indsat | afregne |
        afregn""",
    Role.VAT_NUMBER: """
        cvr | cvr nr | cvr nummer | cvrnr | se nr | momsnr | moms nr | momsnummer | momsreg nr | vat nr | cvr no""",
    Role.BUYER: """
        jeres cvr | jeres cvr nr | deres cvr | jeres momsnr | købers cvr | kundens cvr | kunde cvr |
        kundens cvr nr | kunde cvr nr | cvr kunde | cvr nr kunde""",
}
