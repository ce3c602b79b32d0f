"""Names of months in Danish, German and English, with their usual short forms."""

_NAMES = """
januar january jänner jan | februar february feber feb | marts march märz maerz mar mrz | april apr | maj may mai |
juni june jun | juli july jul | august aug | september sept sep | oktober october okt oct | november nov |
december dezember dec dez
"""
MONTHS = {name: number for number, names in enumerate(_NAMES.split("|"), 1) for name in names.split()}
"""Case-folded name → 1 to 12."""
