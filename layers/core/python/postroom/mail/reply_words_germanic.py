"""English, German, Dutch, Danish, Swedish and Norwegian: the words around what is newly said."""

from .reply_words import Words

ENGLISH = Words(
    opens="on|at|in article|quoting",
    wrote="wrote|writes|sent|has written",
    sender="from",
    sent="sent|date|sent at|received",
    to="to|cc|bcc|reply-to",
    subject="subject",
    other="attachments|importance|organization|resent-from",
    original="original message|original appointment|original email|forwarded message|forwarded by .{1,80}|"
    "begin forwarded message|reply message|forwarded mail|original message processed by .{1,40}|"
    "end of original message|start of forwarded message",
    device="sent from|sent via|sent with|sent using|sent by|get|posted from|composed on|written on|dictated on",
    excuse="please excuse|please forgive|excuse|pardon|forgive|apologies|sorry|please pardon|brief",
    closing="best regards|kind regards|kindest regards|warm regards|warmest regards|with kind regards|regards|"
    "with best regards|best wishes|with best wishes|all the best|best|sincerely|yours sincerely|"
    "yours faithfully|sincerely yours|yours truly|yours|cheers|respectfully|very best|many regards|br|kr|rgds|"
    "brgds",
    legal="confidential|intended recipient|intended only|intended solely|intended for|privileged|unauthorised|"
    "unauthorized|in error|dissemination|disclos|notify the sender|delete it|delete this|delete the|"
    "please delete|addressee|strictly prohibited|advise the sender|liability|please notify us|contain viruses|"
    "not the intended|registered office|for the use of",
    footer="scanned for viruses|checked for viruses|virus-free|consider the environment|think before you print|"
    "disclaimer:|confidentiality notice:|before printing this|protected by mimecast|"
    "you received this message because you are subscribed",
    outside="originated outside|originated from outside|from outside the|from outside of the|from outside your|"
    "from outside of your|from outside our|from outside of our|external e-mail|external email|external sender|"
    "sender is outside|from an external source|from an external sender",
    above="(?:please )?(?:type|write|enter|reply|respond|add|answer)\\b.{0,40}\\babove this line|"
    "original message processed by .{1,40}",
    warning="caution|warning|external|attention",
    heading="disclaimer|confidentiality|confidentiality notice|legal notice|important",
)
GERMAN = Words(
    opens="am|von|in",
    wrote="schrieb|schrieben|schreibt|hat geschrieben|geschrieben|hat am",
    sender="von",
    sent="gesendet|datum|gesendet am|erhalten",
    to="an|kopie|bcc|antwort an|blindkopie",
    subject="betreff",
    other="anlagen|anhänge|wichtigkeit|organisation|priorität",
    original="ursprüngliche nachricht|urspr\\. nachricht|original-?nachricht|originalnachricht|original nachricht|"
    "weitergeleitete nachricht|anfang der weitergeleiteten (?:nachricht|e-mail)|weitergeleitet von .{1,80}|"
    "antwort nachricht|ende der weitergeleiteten nachricht|originaltermin|ursprünglicher termin",
    device="gesendet von|gesendet mit|gesendet über|von meinem|von meiner|von mobil gesendet|holen sie sich|"
    "diese nachricht wurde von|unterwegs gesendet|gesendet aus",
    excuse="bitte entschuldigen|entschuldigen|bitte verzeihen",
    closing="mit freundlichen grüßen|mit freundlichen grüssen|mit freundlichen gruessen|mit freundlichem gruß|"
    "mfg|mit freundlichem gruss|freundliche grüße|freundliche grüsse|viele grüße|viele grüsse|liebe grüße|"
    "liebe grüsse|beste grüße|beste grüsse|herzliche grüße|herzliche grüsse|schöne grüße|gruß|gruss|grüße|"
    "grüsse|lg|vg|hochachtungsvoll|mit besten grüßen|mit besten grüssen|mit herzlichen grüßen|lieben gruß|"
    "besten gruß|mit lieben grüßen|freundlicher gruß|freundlicher gruss",
    legal="vertraulich|bestimmungsgemäß|adressat|irrtümlich|unbefugt|nicht gestattet|vernichten|"
    "sie bitte sofort den absender|den absender|nicht der richtige|rechtlich geschützt|weitergabe|haftung|"
    "unerlaubt|handelsregister|geschäftsführer|amtsgericht",
    footer="auf viren geprüft|auf viren überprüft|auf viren untersucht|virenfrei|denken sie an die umwelt|"
    "vor dem ausdrucken|haftungsausschluss:|bevor sie diese",
    outside="von außerhalb der organisation|von außerhalb ihrer organisation|von außerhalb unserer organisation|"
    "externe e-mail|externe mail|externer absender|externen absender|externem absender|kommt von extern|"
    "stammt von außerhalb",
    above="(?:bitte )?(?:antworten|schreiben)\\b.{0,30}\\b(?:oberhalb|über) dieser (?:linie|zeile)|"
    "antwort (?:bitte )?(?:oberhalb|über) dieser (?:linie|zeile).{0,30}",
    warning="achtung|vorsicht|warnung|extern",
    heading="haftungsausschluss|rechtlicher hinweis|hinweis|vertraulichkeitshinweis|wichtig",
)
DUTCH = Words(
    opens="op|van|in",
    wrote="schreef|schreven|geschreven|het volgende geschreven|schrijft",
    sender="van",
    sent="verzonden|datum|verstuurd|ontvangen",
    to="aan|kopie|antwoord-naar|beantwoorden",
    subject="onderwerp",
    other="bijlagen|urgentie|prioriteit",
    original="oorspronkelijk bericht|oorspronkelijke bericht|origineel bericht|doorgestuurd bericht|"
    "begin doorgestuurd bericht|oorspronkelijke afspraak|doorgestuurd door .{1,80}",
    device="verzonden vanaf|verzonden met|verzonden via|verstuurd vanaf|verstuurd met|verstuurd via|outlook voor|"
    "verzonden van",
    excuse="excuses|sorry",
    closing="met vriendelijke groet|met vriendelijke groeten|vriendelijke groet|vriendelijke groeten|mvg|groet|"
    "groeten|hartelijke groet|hartelijke groeten|met hartelijke groet|hoogachtend|groetjes|beste groeten|"
    "met beste groeten|vr. gr.|gr.",
    legal="vertrouwelijk|geadresseerde|niet voor u bestemd|ten onrechte|per abuis|uitsluitend bestemd|"
    "te vernietigen|openbaarmaking|vermenigvuldiging|aansprakelijk|afzender te|de afzender|onbevoegd",
    footer="gecontroleerd op virussen|virusvrij|denk aan het milieu|voordat u deze e-mail print|"
    "voordat u deze email print",
    outside="van buiten de organisatie|van buiten uw organisatie|van buiten onze organisatie|externe e-mail|"
    "externe afzender",
    above="(?:gelieve )?(?:reageer|antwoord|schrijf|typ)\\w*\\b.{0,30}\\bboven deze (?:lijn|regel)",
    warning="let op|waarschuwing|extern",
    heading="disclaimer|vertrouwelijkheid",
)
DANISH = Words(
    opens="den|på|d\\.|fra|i",
    wrote="skrev|har skrevet|skrev følgende|skriver|skrev til",
    sender="fra",
    sent="sendt|dato|modtaget",
    to="til|kopi|svar til|cc",
    subject="emne",
    other="vedhæftet|vedhæftede filer|prioritet|vigtighed",
    original="oprindelig meddelelse|oprindelig besked|oprindelig mail|original besked|original meddelelse|"
    "videresendt meddelelse|videresendt besked|start på videresendt besked|begyndelse på videresendt besked|"
    "videresendt af .{1,80}|oprindelig aftale|videresendt mail",
    device="sendt fra|sendt via|sendt med|hent|skrevet på|sendt af|få",
    excuse="undskyld|beklager",
    closing="med venlig hilsen|med venlige hilsner|venlig hilsen|venlige hilsner|mvh|m.v.h.|vh|"
    "de bedste hilsner|bedste hilsner|bedste hilsen|med bedste hilsner|hilsen|hilsner|mange hilsner|"
    "kærlig hilsen|kh|dbh|de bedste hilsener|knus|med venlig hilsen / best regards|"
    "med venlig hilsen/best regards|hav en god dag|god weekend|fortsat god dag",
    legal="fortrolig|tiltænkt|ved en fejl|fejlagtigt|tavshedspligt|uvedkommende|videregivelse|kopiering|"
    "slette e-mailen|slette mailen|slette den|slette meddelelsen|underrette afsender|underret afsender|"
    "rette modtager|uberettiget|modtaget denne|persondatapolitik|behandler personoplysninger",
    footer="scannet for virus|kontrolleret for virus|virusfri|tænk på miljøet|før du printer|inden du printer",
    outside="uden for organisationen|uden for din organisation|uden for vores organisation|ekstern e-mail|"
    "ekstern mail|ekstern afsender|udefra organisationen",
    above="(?:skriv|svar|besvar)\\w*\\b.{0,30}\\b(?:over|ovenfor) denne linje",
    warning="advarsel|forsigtig|pas på|bemærk|ekstern",
    heading="fortrolighed|ansvarsfraskrivelse|vigtigt",
)
SWEDISH = Words(
    opens="den|på|vid|i|kl",
    wrote="skrev|har skrivit|skrev följande|skriver",
    sender="från",
    sent="skickat|datum|skickad|mottaget",
    to="till|kopia|svar till",
    subject="ämne|rubrik",
    other="bifogade filer|prioritet|bilagor",
    original="ursprungligt meddelande|originalmeddelande|vidarebefordrat meddelande|vidarebefordrat brev|"
    "vidarebefordrat mejl|börja på vidarebefordrat meddelande|ursprunglig avtalad tid|"
    "början på vidarebefordrat (?:meddelande|brev)|påbörjat vidarebefordrat meddelande",
    device="skickat från|skickat via|skickat med|skickad från|hämta|skaffa",
    excuse="ursäkta|förlåt",
    closing="med vänliga hälsningar|med vänlig hälsning|vänliga hälsningar|vänlig hälsning|hälsningar|hälsning|"
    "bästa hälsningar|mvh|m.v.h.|vh|hej då|varma hälsningar|med bästa hälsningar|högaktningsfullt",
    legal="konfidentiell|sekretess|avsedd|av misstag|felaktigt|obehörig|avsändaren|otillåten|vidarebefordr|"
    "radera|personuppgifter",
    footer="virusfri|genomsökt efter virus|kontrollerat för virus|kontrollerats för virus|tänk på miljön|"
    "innan du skriver ut",
    outside="utanför organisationen|utanför din organisation|utanför vår organisation|externt e-postmeddelande|"
    "extern avsändare",
    above="(?:skriv|svara|ange)\\w*\\b.{0,30}\\bovanför denna (?:rad|linje)",
    warning="varning|obs|extern",
    heading="sekretess|viktigt",
)
NORWEGIAN = Words(
    opens="den|på|kl|i",
    wrote="skrev|har skrevet|skrev følgende|skriver",
    sender="fra",
    sent="sendt|dato|mottatt",
    to="til|kopi|svar til",
    subject="emne",
    other="vedlegg|prioritet",
    original="opprinnelig melding|original melding|opprinnelig e-post|videresendt melding|videresendt e-post|"
    "start på videresendt melding|begynnelse på videresendt melding|opprinnelig avtale",
    device="sendt fra|sendt via|sendt med|hent|skaff deg|få",
    excuse="beklager|unnskyld",
    closing="med vennlig hilsen|vennlig hilsen|vennlige hilsener|med vennlige hilsener|mvh|vh|hilsen|hilsener|"
    "beste hilsen|beste hilsener|med hilsen|ha en fin dag|ha en god helg|beste hilsner|med beste hilsen",
    legal="konfidensiel|taushetsplikt|tiltenkt|ved en feil|feilaktig|uvedkommende|avsender|rette mottaker|"
    "slette|videreformidl|uautorisert",
    footer="virusfri|skannet for virus|kontrollert for virus|tenk på miljøet|før du skriver ut",
    outside="utenfor organisasjonen|utenfor din organisasjon|utenfor vår organisasjon|ekstern e-post|ekstern avsender",
    above="(?:skriv|svar)\\w*\\b.{0,30}\\b(?:over|ovenfor) denne linjen",
    warning="advarsel|forsiktig|obs|ekstern",
    heading="konfidensialitet|ansvarsfraskrivelse|viktig",
)
GERMANIC = {"da": DANISH, "de": GERMAN, "en": ENGLISH, "nb": NORWEGIAN, "nl": DUTCH, "sv": SWEDISH}
