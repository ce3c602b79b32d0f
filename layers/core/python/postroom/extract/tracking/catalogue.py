"""Every carrier: name → module, sorted; what several could have issued goes to the one with the more telling shape."""

from functools import cache
from importlib import import_module

from .base import Carrier

CARRIERS: dict[str, str] = {
    "Bring": "bring",
    "DAO": "dao",
    "DHL": "dhl",
    "DPD": "dpd",
    "FedEx": "fedex",
    "GLS": "gls",
    "PostNord": "postnord",
    "S10": "s10",
    "UPS": "ups",
    "USPS": "usps",
}


@cache
def carriers() -> tuple[Carrier, ...]:
    """All carriers, S10 last, which any national service's number would fit."""
    names = sorted(CARRIERS, key=lambda name: (name == "S10", name))
    return tuple(import_module(f"{__package__}.{CARRIERS[name]}").CARRIER for name in names)
