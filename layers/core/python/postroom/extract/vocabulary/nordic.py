"""What Swedish and Norwegian invoices call the things they state, where it is not as in Danish; see roles.py."""

from ..roles import Role

NORDIC: dict[Role, str] = {
    Role.NUMBER: "fakturanummer | faktura nr | kid | kid nummer | ocr nummer | ocr | kvittonummer",
    Role.NUMBER_BARE: "faktura | kreditfaktura",
    Role.ORDER: "ordernummer | ordernr | order nr | beställningsnummer | ert ordernr | deres ordrenr | innkjøpsordre",
    Role.OTHER_ID: """
        kundnummer | kundnr | organisationsnummer | org nr | organisasjonsnummer | orgnr | bankgiro | plusgiro |
        kundenr | bg | pg""",
    Role.ISSUED: "fakturadatum | fakturadato",
    Role.DATE: "datum",
    Role.DUE: """
        förfallodatum | förfallodag | förfaller | oss tillhanda | betalas senast | att betala senast |
        sista betalningsdag | forfallsdato | betalingsfrist | forfall""",
    Role.DUE_BY: "senast | senast den",
    Role.OTHER_DATE: "leveransdatum | orderdatum | leveringsdato",
    Role.NET: """
        summa exkl moms | belopp exkl moms | totalt exkl moms | netto belopp | nettobelopp | sum eks mva |
        netto eks mva | sum ekskl mva | beløp eks mva | total eks mva | mva grunnlag | momsunderlag""",
    Role.SUBTOTAL: "delsumma",
    Role.VAT: "moms | momsbelopp | varav moms | mva | herav mva | mva beløp | merverdiavgift | sum mva",
    Role.TOTAL: "summa | totalt | totalsumma | fakturabelopp | sum | totalbelopp | totalbeløp",
    Role.GRAND_TOTAL: "summa inkl moms | totalt inkl moms | sum inkl mva | total inkl mva | bruttobelopp",
    Role.TO_PAY: """
        att betala | summa att betala | belopp att betala | totalt att betala | å betale | sum å betale |
        beløp å betale""",
    Role.AMOUNT: "belopp",
    Role.OTHER_AMOUNT: "frakt | öresavrundning | rabatt | a pris | påminnelseavgift | purregebyr",
    Role.EXCLUSIVE: "exkl moms | eks mva | ekskl mva",
    Role.INCLUSIVE: "inkl moms | inkl mva",
    Role.PAYING: "betala | betalas | betalning",
    Role.VAT_NUMBER: "momsreg nr | vat nr | momsregistreringsnummer | mva nr",
}
