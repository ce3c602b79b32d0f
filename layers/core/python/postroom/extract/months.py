"""Names of months, with their usual short forms, in the languages whose invoices are read."""

_NAMES = """
januar january jänner jan januari janvier enero gennaio stycznia |
februar february feber feb februari février fevrier febrero febbraio lutego |
marts march märz maerz mar mrz maart mars marzo marca |
april apr avril abril aprile kwietnia |
maj may mai mei mayo maggio maja |
juni june jun juin junio giugno czerwca |
juli july jul juillet julio luglio lipca |
august aug augustus augusti août aout agosto sierpnia |
september sept sep septembre septiembre settembre września |
oktober october okt oct octobre octubre ottobre października |
november nov novembre noviembre listopada |
december dezember dec dez desember décembre decembre diciembre dicembre grudnia
"""
MONTHS = {name: number for number, names in enumerate(_NAMES.split("|"), 1) for name in names.split()}
"""Case-folded name → 1 to 12."""
