"""Mail domains that anybody can have an address at, so that the domain says nothing about who writes.

Two strangers at gmail.com are not one customer: these domains are never matched or stored as a contact's own. The list
holds the large providers of the countries our users write from; one that is missing can at worst be listed as the own
domain of a contact by hand.
"""

_PROVIDERS = """
    gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com ymail.com rocketmail.com icloud.com
    me.com mac.com aol.com proton.me protonmail.com pm.me gmx.com gmx.net mail.com zoho.com fastmail.com hey.com
    tutanota.com tuta.com yandex.com mail.ru inbox.ru yandex.ru
    outlook.dk hotmail.dk live.dk yahoo.dk mail.dk jubii.dk ofir.dk tdcadsl.dk stofanet.dk youmail.dk get2net.dk
    mail.tele.dk post.tele.dk privat.dk webspeed.dk email.dk
    outlook.de hotmail.de live.de yahoo.de gmx.de gmx.at gmx.ch web.de t-online.de freenet.de arcor.de online.de
    posteo.de mailbox.org aol.de bluewin.ch hispeed.ch sunrise.ch aon.at chello.at
    hotmail.co.uk live.co.uk outlook.co.uk yahoo.co.uk btinternet.com sky.com virginmedia.com talktalk.net ntlworld.com
    blueyonder.co.uk comcast.net verizon.net att.net sbcglobal.net cox.net charter.net bellsouth.net rogers.com shaw.ca
    bigpond.com optusnet.com.au
    qq.com foxmail.com vip.qq.com 163.com 126.com yeah.net vip.163.com sina.com sina.cn sohu.com 139.com 189.cn 21cn.com
    aliyun.com tom.com wo.cn hotmail.com.hk yahoo.com.hk yahoo.com.tw
    hotmail.se live.se telia.com spray.se hotmail.no live.no online.no frisurf.no orange.fr wanadoo.fr free.fr
    laposte.net sfr.fr hotmail.fr yahoo.fr libero.it virgilio.it hotmail.it yahoo.it telenet.be skynet.be ziggo.nl
    kpnmail.nl xs4all.nl hotmail.nl wp.pl o2.pl onet.pl interia.pl hotmail.es yahoo.es terra.es uol.com.br
"""
SHARED_DOMAINS = frozenset(_PROVIDERS.split())


def is_shared_domain(domain: str) -> bool:
    """Whether strangers have addresses at this domain."""
    return domain.lower() in SHARED_DOMAINS
