"""What English invoices call the things they state; see roles.py."""

from ..roles import Role

ENGLISH: dict[Role, str] = {
    Role.NUMBER: """
        invoice no | invoice nr | invoice number | invoice num | invoice # | invoice id | invoice ref |
        invoice reference | inv no | inv # | inv nr | inv number | bill no | bill number | bill # | bill ref |
        receipt no | receipt number | receipt # | tax invoice no | tax invoice number | tax invoice # |
        credit note no | credit note number | credit note # | credit note ref | credit memo no |
        credit memo number | credit memo # | proforma no | proforma invoice no | proforma invoice number |
        pro forma invoice no | pro forma invoice number | pro forma no | pi no | pi number | statement no |
        statement number | demand notice no | fee note no | fee note number | fee note # | document no |
        document number | voucher no | penalty notice number | demand number | notice number | our invoice |
        your invoice number""",
    Role.NUMBER_BARE: """
        invoice | inv | bill | receipt | fee note | credit note | tax invoice | proforma invoice |
        pro forma invoice | proforma | pro forma | credit memo""",
    Role.NUMBER_WEAK: """
        reference | ref | ref no | our reference | our ref | reference number | reference no |
        payment reference | payment ref | quoting | quote""",
    Role.ORDER: """
        order no | order nr | order number | order num | order # | order id | order ref | order reference |
        purchase order | purchase order no | purchase order number | purchase order # | po number | po no |
        po nr | po # | po ref | p o number | p o no | p o | your po | your po number | your order |
        your order no | your order number | your purchase order | sales order | sales order no | customer po |
        customer order | customer order no | works order | works order no | job order no | job no |
        job number | booking no |
        booking number | booking reference | booking ref""",
    Role.ORDER_BARE: "order confirmation | booking | booking confirmation | reservation | order | po",
    Role.OTHER_ID: """
        customer no | customer number | customer id | customer ref | customer reference | client no |
        client number | account | account no | account number | account ref | sort code | routing number |
        case no | case number | ticket | ticket no | contract no | contract number | delivery note |
        delivery note no | meter no | meter number | membership no | membership number | policy no |
        policy number | quote no | quotation no | phone | mobile | company no | company number |
        registration no | registered no | company registration no | your ref | your reference | reminder no |
        card ending | card number | project no | tracking number""",
    Role.ISSUED: """
        as at | as of |
        invoice date | date of invoice | invoiced on | invoiced | issue date | date of issue | date issued |
        issued | issued on | dated | bill date | billing date | billed on | receipt date | statement date |
        tax point | tax date | document date | invoice dated | bill dated | date of bill | date paid |
        credit note date | credit note dated | date of credit note | credit memo date""",
    Role.DATE: "date",
    Role.DUE: """
        please pay by | please pay before | please pay no later than | please settle by | please remit by |
        due date | due | due on | due by | payment due | payment due date | payment due by | payment due on |
        payable by | payable on | payable before | payable no later than | pay by | pay before |
        pay on or before | payment by | payment deadline | date due | was due | fell due | falls due |
        to be paid by | due for payment | due for payment on | due for payment by | payment is due |
        payment date | pay no later than | must be paid by | last date of payment | latest payment date |
        deadline | settle by | settled by | remit by | final date for payment""",
    Role.DUE_BY: """
        by | before | no later than | not later than | latest | until | at the latest by | on or before""",
    Role.DEBITED: """
        will be debited | will be charged | will be collected | will be taken | will collect | will debit |
        will charge | will take | direct debit on""",
    Role.OTHER_DATE: """
        delivery date | date of supply | supply date | order date | ordered on | delivered | delivered on |
        sent | shipped | shipped on | service period | billing period | period | date of service | service date |
        reminder date | print date | paid on | received on | arrival | departure | check in | check out | visit |
        your letter of | order of | next payment | next invoice | renews on | renewal date | expires""",
    Role.NET: """
        net | net amount | net total | total net | amount net | net value | taxable amount | amount before vat |
        total before vat | amount before tax | total before tax | net sum | taxable value | net price | net fee""",
    Role.SUBTOTAL: "subtotal | sub total | goods total",
    Role.VAT: """
        vat | vat amount | total vat | vat total | sales tax | tax | tax amount | total tax | gst | gst amount |
        qst | pst | cgst | sgst | igst |
        hst | of which vat | value added tax | thereof vat | vat at | vat charged | output vat | tax total""",
    Role.TOTAL: """
        total | totals | sum | total amount | invoice total | invoice amount | amount of invoice | invoice value |
        bill total | bill amount | total charge | total charges | total price | total fee | total cost |
        order total | in total | altogether""",
    Role.GRAND_TOTAL: """
        gross | gross amount | gross total | total gross | grand total | total incl | total including vat""",
    Role.TO_PAY: """
        amount due | total due | total amount due | amount payable | total payable | total to pay |
        amount to pay | total amount payable | please pay | payable | now due | amount owing | total owing |
        amount owed | amount outstanding | outstanding amount | total outstanding | sum due | sum payable |
        total now due | amount now due | you owe | amount to be paid | payment amount | amount charged |
        total charged | amount billed | charged | we charged | overdue amount | amount overdue | outstanding""",
    Role.AMOUNT: "amount | price | fee",
    Role.AMOUNT_OF: "for | of | in the amount of | sum of | for the sum of | totalling | totaling",
    Role.REMAINING: """
        balance | balance due | remaining balance | balance to pay | remaining | balance outstanding |
        outstanding balance""",
    Role.PAID: """
        amount paid | already paid | paid | payment received | payments received | deposit | deposit paid |
        less paid | payments | part payment | less deposit | prepaid | paid to date""",
    Role.OTHER_AMOUNT: """
        late fee | late payment fee | reminder fee | interest | shipping | postage | freight | delivery charge |
        carriage | discount | less discount | early payment discount | unit price | per hour | per unit | rate |
        hourly rate | each | rounding | administration fee | admin fee | handling | late charge | surcharge |
        previous balance | rateable value | credit limit | save | minimum payment | principal | instalment |
        first instalment | next instalment | compensation | voucher | fees |
        revenue | total revenue | turnover | total turnover | total sales""",
    Role.EXCLUSIVE: """
        excl vat | ex vat | excluding vat | exclusive of vat | excl tax | excluding tax | before vat |
        before tax | without vat | exc vat | excluding gst | excl gst | ex gst | ex tax |
        total excluding tax | net of vat | vat excluded""",
    Role.INCLUSIVE: """
        incl vat | inc vat | including vat | inclusive of vat | incl tax | including tax | inc tax |
        including sales tax | incl gst | inc gst | including gst | with vat | vat included""",
    Role.PLUS_VAT: "plus vat | plus tax | plus sales tax | add vat | plus gst",
    Role.PAYING: """
        settled | paying | transferred | remitted |
        pay | paid | payment | remit | settle | settlement | transfer | payable | remittance | cleared""",
    Role.VAT_NUMBER: """
        vat no | vat number | vat reg no | vat registration no | vat registration number | vat id | vat reg |
        vat registration | tax id | vat identification number | vat reg number | vat #""",
    Role.BUYER: """
        your vat no | your vat number | your vat | your vat reg no | customer vat no | customer vat number |
        customer vat | customer vat id | buyer vat | buyer vat id | client vat | vat id customer | vat no customer |
        vat number customer | vat id of customer | vat id buyer | vat id of buyer""",
    Role.NUMBER_ALONE: "no | number",
}
