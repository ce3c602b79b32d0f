"""Numbers in links to a carrier's own page: the host says whose they are, the path or the query holds them.

A link may stand inside another one, escaped, as filters that check links on opening write it.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple
from urllib.parse import unquote

from postroom.limits import LINK_CHARACTERS

from ..characters import WEB_ADDRESS
from .base import LENGTHS, Carrier, Shape
from .catalogue import carriers

_BEGINS = re.compile(r"https?://|(?<![\w.])(?=www\.)", re.IGNORECASE)
_HOST = re.compile(r"[^/?#\\]*")
# A path's or fragment's step, or a parameter.
_PIECE = re.compile(r"([/?#&;])([^/?#&;]*)")
_BETWEEN = re.compile(r"[,|+\s]+")
_AROUND = "._()[]'\"!*"
_SPEAKS_OF_A_PARCEL = re.compile(
    r"track|trac[ek]|trk|parcel|package|pa[ck]ke|paket|shipment|sendung|verfolg|spor|suiv|status|find|search"
    r"|piece|barcode|stregkode|consignment|awb|waybill|kolli|label|mailnum",
    re.IGNORECASE,
)
_NAMES_A_NUMBER = re.compile(r"id|idc|match|item|q|query|code|number|no|nr|num|pknr", re.IGNORECASE)


class LinkedNumber(NamedTuple):
    """A number, what it is by its link, and where that link begins in the text."""

    number: str
    carrier: Carrier
    shape: Shape
    start: int


def linked_numbers(text: str) -> Iterator[LinkedNumber]:
    """Every number in `text`'s links to carriers, in order."""
    for found in WEB_ADDRESS.finditer(text):
        for carrier, rest in _at_carriers(found[0]):
            for number in _numbers(rest):
                if len(number) in LENGTHS and (fit := _fit(carrier, number)):
                    yield LinkedNumber(number, *fit, found.start())


def links_to_carriers(links: Iterable[str]) -> list[str]:
    """Those that lead to a carrier's page."""
    return [link for link in links if any(_at_carriers(link))]


def _at_carriers(link: str) -> Iterator[tuple[Carrier, str]]:
    """Each address in `link` that is a carrier's, without its host."""
    whole = unquote(link[:LINK_CHARACTERS])
    for address in _BEGINS.split(whole)[1:]:
        host = _HOST.match(address)
        if host and (carrier := _at_host(host[0])):
            yield carrier, address[host.end() :]


def _at_host(authority: str) -> Carrier | None:
    labels = authority.rpartition("@")[2].partition(":")[0].lower().split(".")
    return next(filter(None, (_hosts().get(".".join(labels[at:])) for at in range(len(labels) - 1))), None)


@cache
def _hosts() -> dict[str, Carrier]:
    return {host: carrier for carrier in carriers() for host in carrier.hosts}


def _numbers(rest: str) -> Iterator[str]:
    """What a parameter holds whose name asks for a number, and each step of a path that spoke of parcels before."""
    spoke = False
    for mark, piece in _PIECE.findall(rest):
        name, is_parameter, value = piece.partition("=")
        if not is_parameter:
            value = piece if spoke and mark in "/#" else ""
            spoke = spoke or _SPEAKS_OF_A_PARCEL.search(piece) is not None
        elif not (_SPEAKS_OF_A_PARCEL.search(name) or _NAMES_A_NUMBER.fullmatch(name)):
            continue
        yield from (one.strip(_AROUND).upper() for one in _BETWEEN.split(value))


def _fit(carrier: Carrier, number: str) -> tuple[Carrier, Shape] | None:
    """The host's own, else whose it is whatever stands around it: national services carry each other's."""
    own = ((carrier, shape) for shape in carrier.shapes)
    others = ((each, shape) for each in carriers() for shape in each.shapes if shape.needs == "nothing")
    return next((one for group in (own, others) for one in group if one[1].fits(number)), None)
