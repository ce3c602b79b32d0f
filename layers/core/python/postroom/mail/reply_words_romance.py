"""French, Spanish, Italian and Portuguese: the words around what is newly said."""

from .reply_words import Words

FRENCH = Words(
    opens="le|de|en date du|message du|à",
    wrote="a écrit|écrit|écrivait|a ecrit|avez écrit|a envoyé",
    sender="de|expéditeur|message du",
    sent="envoyé|envoyé le|date|envoyée|date d'envoi",
    to="à|a|pour|destinataire|destinataires|copie à|copie|répondre à|cc",
    subject="objet|sujet",
    other="pièces jointes|importance|organisation",
    original="message d['’]origine|message original|message initial|message transféré|message réexpédié|"
    "début du message transféré|début du message réexpédié|courriel original|transféré par .{1,80}|"
    "rendez-vous d['’]origine|mail original|e-mail d['’]origine",
    device="envoyé de|envoyé depuis|envoyé à partir de|envoyé à partir d['’]|envoyé par|envoyé avec|envoyé via|"
    "télécharg\\w+|obtenez|obtenir|envoyé d['’]|envoyée de",
    excuse="veuillez excuser|excusez|merci d['’]excuser|désolé",
    closing="cordialement|bien cordialement|très cordialement|bien à vous|bien à toi|salutations|"
    "meilleures salutations|sincères salutations|salutations distinguées|cdt|cdlt|amicalement|sincèrement|"
    "respectueusement|bonne journée|bonne réception|à bientôt|avec mes meilleures salutations|belle journée|"
    "bonne soirée|bonne fin de journée|meilleurs sentiments|crdlt",
    legal="confidentiel|destinataire|par erreur|à l'intention|expéditeur|détrui|supprim|divulgation|"
    "non autorisé|diffusion|strictement interdit|strictement personnel|toute publication|"
    "décline toute responsabilité|exclusivement|pièces jointes",
    footer="sans virus|absence de virus|avant d'imprimer|pensez à l'environnement|analysé par l'antivirus|"
    "logiciel antivirus|n'imprimez ce",
    outside="l'extérieur de l'organisation|l'extérieur de votre organisation|l'extérieur de notre organisation|"
    "e-mail externe|email externe|courriel externe|expéditeur externe|provient de l'extérieur",
    above="(?:veuillez )?(?:répond|écriv|saisi)\\w*\\b.{0,40}\\bau-dessus de cette ligne",
    warning="attention|avertissement|externe",
    heading="avis de confidentialité|clause de confidentialité|avertissement",
)
SPANISH = Words(
    opens="el|en|a las|con fecha|quoting",
    wrote="escribió|escribio|ha escrito|escribía|escribe",
    sender="de|remitente",
    sent="enviado|enviado el|fecha|enviada",
    to="para|a|cc|responder a|con copia",
    subject="asunto",
    other="datos adjuntos|importancia|archivos adjuntos|organización",
    original="mensaje original|mensaje reenviado|mensaje original de .{1,60}|inicio del mensaje reenviado|"
    "comienzo del mensaje reenviado|correo original|cita original|reenviado por .{1,80}",
    device="enviado desde|enviado con|enviado por|enviado a través de|obtener|obtén|enviado vía|enviado de|descarg\\w+",
    excuse="disculpa|disculpe|perdona|perdone",
    closing="saludos|un saludo|saludos cordiales|un cordial saludo|cordiales saludos|atentamente|cordialmente|"
    "atte|un abrazo|abrazos|saludos cordiales|reciba un cordial saludo|muy atentamente|mis saludos|"
    "con un cordial saludo|quedo a la espera",
    legal="confidencial|destinatario|por error|privilegiad|no autorizad|divulgación|elimin|notifíquelo|"
    "notifique al|notificar al|prohibid|exclusivamente|protección de datos|remitente",
    footer="libre de virus|sin virus|antes de imprimir|comprobado por antivirus|analizado por|medio ambiente",
    outside="fuera de la organización|fuera de su organización|fuera de nuestra organización|correo externo|"
    "remitente externo",
    above="(?:por favor,? )?(?:escrib|respond)\\w*\\b.{0,40}\\b(?:por encima|encima|arriba) de esta línea",
    warning="atención|advertencia|precaución|externo",
    heading="aviso legal|aviso de confidencialidad",
)
ITALIAN = Words(
    opens="il|in data|il giorno|alle|on|in",
    wrote="ha scritto|scrive|scrisse|ha inviato",
    sender="da|mittente",
    sent="inviato|data|inviata|inviato il",
    to="a|per|cc|rispondi a|risposta",
    subject="oggetto",
    other="allegati|priorità|importanza",
    original="messaggio originale|messaggio inoltrato|inizio messaggio inoltrato|messaggio originario|"
    "inoltrato da .{1,80}|appuntamento originale|inizio del messaggio inoltrato|inizio messaggio originale|"
    "e-mail originale",
    device="inviato da|inviato dal|inviato dall['’]|inviato con|inviato tramite|scarica|ottieni|inviata da",
    excuse="scusa|scusate|mi scuso",
    closing="cordiali saluti|distinti saluti|saluti|un saluto|cordialmente|i migliori saluti|migliori saluti|"
    "a presto|tanti saluti|cari saluti|buona giornata|buon lavoro|con i migliori saluti|un cordiale saluto|"
    "in fede|buona serata",
    legal="riservat|destinatari|per errore|confidenzial|non autorizzat|divulgazione|cancell|distrugg|mittente|"
    "vietat|uso esclusivo|privacy|diffusione",
    footer="privo di virus|privi di virus|prima di stampare|rispetta l'ambiente|analizzato con|"
    "controllato per virus|antivirus",
    outside="dall'esterno dell'organizzazione|dall'esterno dell'azienda|dall'esterno della|e-mail esterna|"
    "email esterna|mittente esterno",
    above="(?:scriv|rispond)\\w*\\b.{0,40}\\bsopra questa (?:linea|riga)",
    warning="attenzione|avviso|estern",
    heading="avvertenza|clausola di riservatezza|informativa",
)
PORTUGUESE = Words(
    opens="em|a|no dia|às|na|no",
    wrote="escreveu|escreveram|escreve|enviou",
    sender="de|remetente",
    sent="enviado|enviada|data|enviado em|enviada em|enviado a",
    to="para|cc|responder a|com cópia",
    subject="assunto",
    other="anexos|importância|prioridade",
    original="mensagem original|mensagem encaminhada|mensagem reencaminhada|início da mensagem encaminhada|"
    "início da mensagem reencaminhada|e-mail original|compromisso original|encaminhado por .{1,80}|"
    "inicio da mensagem reenviada|início da mensagem reenviada",
    device="enviado do|enviado da|enviado de|enviado a partir|enviado pelo|enviado via|enviado com|enviada do|"
    "obter o|obtenha o|enviado através",
    excuse="desculpe|perdoe|por favor,? desculpe",
    closing="atenciosamente|cumprimentos|com os melhores cumprimentos|melhores cumprimentos|abraços|abraço|"
    "cordialmente|um abraço|att|atte|saudações|cordiais saudações|com os meus cumprimentos|grande abraço|"
    "respeitosamente|cpts|cumps|um bom dia|at.te",
    legal="confidencia|destinatári|por engano|por erro|sigilos|não autorizad|divulgação|elimin|apag|proibid|"
    "remetente|exclusiv|privilegiad",
    footer="livre de vírus|sem vírus|antes de imprimir|verificado por antivírus|software antivírus|"
    "pense no meio ambiente",
    outside="fora da organização|fora da sua organização|fora da nossa organização|e-mail externo|email externo|"
    "remetente externo",
    above="(?:por favor,? )?(?:escrev|respond)\\w*\\b.{0,40}\\bacima desta linha",
    warning="atenção|aviso|cuidado|externo",
    heading="aviso legal|aviso de confidencialidade",
)
ROMANCE = {"es": SPANISH, "fr": FRENCH, "it": ITALIAN, "pt": PORTUGUESE}
