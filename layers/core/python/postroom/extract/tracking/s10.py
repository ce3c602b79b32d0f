"""S10, the standard of all postal services (Universal Postal Union), for those that have no file of their own."""

from . import check_digits
from .base import Carrier, shape, words

_SERVICES = {
    "CH": ("Swiss Post", "https://service.post.ch/ekp-web/ui/entry/search/{}"),
    "CN": ("China Post", "https://www.ems.com.cn/english/?mailNum={}"),
    "DE": ("Deutsche Post", "https://www.deutschepost.de/sendung/simpleQuery.html?form.sendungsnummer={}"),
    "FR": ("La Poste", "https://www.laposte.fr/outils/suivre-vos-envois?code={}"),
    "GB": ("Royal Mail", "https://www.royalmail.com/track-your-item#/tracking-results/{}"),
}


def _service(number: str) -> tuple[str, str | None] | None:
    return _SERVICES.get(number[-2:])


CARRIER = Carrier(
    name="S10",
    words=words(r"ems|royal mail|deutsche post|la poste|swiss ?post|china post"),
    shapes=(shape(r"[A-Z]{2}[0-9]{9}[A-Z]{2}", check_digits.s10, "nothing"),),
    link=None,
    hosts=("deutschepost.de", "ems.com.cn", "laposte.fr", "post.ch", "royalmail.com"),
    service=_service,
)
