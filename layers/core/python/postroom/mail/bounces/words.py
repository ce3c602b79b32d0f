"""What delivering systems write when they fail, delay or return, in the languages that they write it in.

What every mail is asked is compiled here, what only bounces are when it is needed (patterns.py).
"""

import re

_FAILURE = (
    # English, as Sendmail, Exim, qmail, Postfix, Exchange, Domino, MDaemon and web mailers say it
    r"n['’]t (?:be )?delivered|delivery status notification \(failure\)|delivery (?:is |has been )?delayed",
    r"undeliver(?:able|ed)|non-?deliver|not (?:be )?deliver(?:ed|able)|unable to (?:be )?deliver|could ?n[o']t deliver",
    r"(?:could|can) ?not be (?:sent|reached|delivered)|was ?n[o']t able to deliver|never reached"
    r"|did(?:n't| not) (?:reach|receive)",
    r"del[ie]v[ei]?ry (?:to .{0,80}|has |of .{0,80}|notification: .{0,40})?(?:failed|failure|aborted"
    r"|problem|error|delayed)",
    r"(?:permanent|fatal|delivery) (?:fatal |delivery )?(?:errors?|failure)|failure notice"
    r"|returned (?:mail|to sender)|failed mail",
    r"mail (?:delivery )?(?:fail|error|system error|could)|(?:failed|undeliverable) (?:mail|recipient|address)",
    r"(?:address|recipient)(?:es|s|\(s\)|\(es\))? failed|has been (?:returned|rejected)"
    r"|automatically rejected|error-for:",
    r"not (?:yet )?been delivered|message .{0,60}delayed|has been (?:delayed|postponed)"
    r"|did not exactly match|delivery notifications",
    # Danish, Swedish, Norwegian
    r"(?:kunne|kan) ikke leveres|levering(?:en)? .{0,60}mislykkedes|ikke leveret|kunde inte levereras"
    r"|går inte att leverera",
    r"kunne ikke bli levert|kan ikke leveres|leveringsfeil|misslyckades|mislyktes|oleverbart|uleverbar|obeställbar",
    # German, Dutch
    r"nicht (?:zugestellt|zustellbar|ausgeliefert)|unzustellbar|zustellung .{0,60}(?:fehlgeschlagen"
    r"|nicht möglich)|zustellfehler",
    r"niet (?:worden )?(?:bezorgd|afgeleverd)|kon niet|onbestelbaar|bezorging .{0,60}mislukt",
    # French, Spanish, Italian, Portuguese
    r"non remis|(?:pas|n'a pu) (?:pu )?[eê]tre (?:remis|d[eé]livr[eé]|distribu[eé])|non distribu"
    r"|[eé]chec de (?:la )?remise",
    r"no (?:pudo|se pudo|se ha podido|puede) (?:ser )?entrega|no (?:se )?entregad|error (?:en|al) .{0,20}entrega",
    r"non (?:recapitabile|recapitato|consegnat)|impossibile (?:recapitare|consegnare)|mancat[ao] (?:recapito|consegna)",
    r"n[aã]o (?:p[oô]de ser|foi|foi poss[ií]vel) (?:entreg|enviad)|falha (?:na|de) entrega|n[aã]o entregue",
    # Polish, Russian
    r"nie (?:mogła|można|udało się|został[ao]?) (?:zostać )?dostarcz|niedostarcz|błąd dostarcz",
    r"не (?:может быть |было |удалось )?доставлен|не удалось доставить|невозможно доставить"
    r"|недоставлен|ошибка доставки",
    # Japanese, Chinese, Korean
    r"配信(?:できません|不能|に失敗)|届け(?:られません|ることができ)|送信できません|配送(?:エラー|不能)|戻ってきました",
    r"(?:无法|未能|不能)(?:投递|送达|发送|传递)|投递失败|邮件传输失败|退信|系统退信|無法(?:投遞|傳遞|送達)|傳遞失敗",
    r"전달(?:되지|할 수 없|하지 못|에 실패)|배달(?:되지|할 수 없)|발송 실패|반송",
)
_REASONS = (
    r"(?:unknown|invalid|no such|illegal) (?:user|recipient|address|mailbox|local|account|final)|user (?:is )?unknown",
    r"(?:mailbox|mail folder|account|quota).{0,30}(?:full|exceed|unavailable|disabled|violation)"
    r"|over ?quota|quota exceeded",
    r"doesn'?t have an? .{1,60} account|not listed in|wrong or no longer valid|no such (?:user|address)",
)
RETURNED = re.compile("|".join(_FAILURE), re.IGNORECASE)
"""That a mail was not delivered."""
FAILURE = "|".join((*_FAILURE, *_REASONS))
"""The same, or a reason for it, which alone may stand in other mail too (`99 % full`)."""

DELAY = (
    r"not yet been delivered|n['’]t been delivered yet|delivery (?:is )?delayed|delivery will continue"
    r"|ha(?:s|ve) been (?:delayed|postponed)|still being (?:re)?tried"
    r"|(?:this is )?(?:just |only )?a warning"
    r"|attempts will continue|will (?:be retried|continue to (?:try|attempt))|still awaiting"
    r"|mail delivery delayed|\(delay(?:ed)?\)"
    r"|message delayed|delayed mail|noch nicht zugestellt|verzögert|forsinket|försenad|forsinkelse|vertraagd|retard[ée]"
    r"|retrasad|ritardat|atrasad|op[oó]źni|задерж|遅延|延迟|延遲|지연"
)
GIVEN_UP = r"given up|permanent(?:ly)?(?: fatal)? (?:error|fail)|giving up|not going to try again|endgültig"
ORIGINAL = (
    r"(?:"
    r"(?:below this line|attachment) is a copy|below the next line|(?:this|here"
    r"|following) is a copy of|a copy of (?:the|your)"
    r"|included is a copy|(?:the )?original message(?: text| headers?| details?)?\s*(?:follows?"
    r"|attached|is following|below|:|-|\Z)"
    r"|message (?:header|text|headers?|body) (?:follows?|suppressed)|unsent message|returned (?:mail"
    r"|message)[\s-]*(?:follows)?[\s-]*\Z"
    r"|start of returned|header of the source|the header (?:and|of the)|the first \d+ lines"
    r"|forwarded message|old message:"
    r"|your message reads|a summary of the undelivered|received: |return-path: |mensa(?:je"
    r"|gem) original|ursprüngliche (?:nachricht|mail)"
    r"|message d'origine|оригинал|(?:原邮件|原信|原始邮件)(?!信息：)|元のメール"
    r")"
)
ORIGINAL_AFTER = ".{0,30}?" + ORIGINAL
SYSTEM = re.compile(
    r"\A(?:mailer[-_.]?daemon|post-?master|mdaemon|mail[-_.]?daemon|mail[-_.]delivery.{0,20}|bounces?|mailadm(?:in)?|"
    r"no-?reply-?bounce|smtp.{0,20}|.{0,20}_smtp_mail_service|ndr)(?:\\?@.{0,100})?\Z",
    re.IGNORECASE,
)
SYSTEM_NAME = re.compile(
    r"mail(?:er)?[ -]?(?:delivery|daemon|administrator|system)|jetmail|delivery (?:sub)?system"
    r"|system administrator|postmaster",
    re.IGNORECASE,
)
STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
