"""Polish, Russian, Ukrainian, Czech, Finnish, Hungarian, Japanese, Chinese, Korean: the words around what is new."""

from .reply_words import Words

POLISH = Words(
    opens="w dniu|dnia|w|on|dn\\.",
    wrote="napisana przez|napisał\\(a\\)|napisała|napisał|pisze|pisała|nadesłał|nadesłała|napisal|napisala|napisał/a",
    sender="od|nadawca",
    sent="wysłano|data|wysłane|wyslano",
    to="do|dw|kopia|odpowiedz do|adresat",
    subject="temat",
    other="załączniki|ważność|priorytet",
    original="wiadomość oryginalna|oryginalna wiadomość|wiadomość przekazana dalej|przekazana wiadomość|"
    "początek przekazanej wiadomości|początek przekazywanej wiadomości|treść przekazanej wiadomości|"
    "przekazana dalej wiadomość|wiadomość przekazana",
    device="wysłano z|wysłane z|wysłano za pomocą|wysłane za pomocą|pobierz|wysłano przy użyciu|wysłana z|uzyskaj",
    excuse="przepraszam|proszę wybaczyć",
    closing="z poważaniem|pozdrawiam|pozdrawiam serdecznie|serdecznie pozdrawiam|pozdrowienia|z pozdrowieniami|"
    "z wyrazami szacunku|pozdr|łączę pozdrowienia|miłego dnia|z szacunkiem|z powazaniem|łączę wyrazy szacunku",
    legal="poufn|adresat|omyłkowo|przez pomyłkę|przeznaczon|nadawc|usuni|zabronion|rozpowszechnian|niedozwolon|"
    "administratorem|nieuprawnion",
    footer="wolna od wirusów|oprogramowanie antywirusowe|zanim wydrukujesz|sprawdzona programem antywirus|"
    "chroń środowisko|wolne od wirusów",
    outside="spoza organizacji|spoza firmy|zewnętrzny nadawca|wiadomość zewnętrzna",
    above="(?:prosimy )?(?:odpowied|napisz|pisz)\\w*\\b.{0,40}\\b(?:powyżej|nad) (?:tej linii|tą linią)",
    warning="uwaga|ostrzeżenie|zewnętrzn",
    heading="klauzula poufności|zastrzeżenie",
)
RUSSIAN = Words(
    opens="от|в",
    wrote="пишет|писал\\(а\\)|написал\\(а\\)|написала|написал|писала|писал|сообщил|написали",
    sender="от|от кого|отправитель",
    sent="отправлено|дата|отправлен|отправлена",
    to="кому|копия|куда",
    subject="тема",
    other="вложения|важность",
    original="исходное сообщение|пересылаемое сообщение|пересланное сообщение|начало переадресованного сообщения|"
    "оригинальное сообщение|начало пересылаемого сообщения|первоначальное сообщение|перенаправленное сообщение|"
    "конец пересылаемого сообщения|начало пересланного сообщения",
    device="отправлено с|отправлено из|отправлено через|отправлено со|послано с|скачать|получить|"
    "отправлено от|отправлено при помощи|загрузите",
    excuse="извините|простите|прошу прощения",
    closing="с уважением|с наилучшими пожеланиями|всего доброго|всего хорошего|"
    "с уважением и наилучшими пожеланиями|искренне ваш|до свидания|с почтением|хорошего дня|с приветом",
    legal="конфиденциальн|адресат|по ошибке|предназначен|отправител|удалит|уничтож|запрещен|распространени|"
    "раскрыти|несанкционированн|уведомит",
    footer="проверено на вирус|проверено на наличие вирус|проверено антивирусом|без вирусов|"
    "прежде чем распечатать|подумайте об окружающей среде",
    outside="за пределами организации|за пределами вашей организации|за пределами нашей организации|"
    "внешнее письмо|внешний отправитель|из внешнего источника",
    above="(?:пожалуйста,? )?(?:пишите|напишите|ответьте|отвечайте|введите)\\b.{0,40}\\bвыше этой (?:линии|строки)",
    warning="внимание|осторожно|предупреждение|внешн",
    heading="уведомление о конфиденциальности|отказ от ответственности",
)
UKRAINIAN = Words(
    opens="від|у",
    wrote="пише|написав|написала|писав|написав\\(ла\\)",
    sender="від|від кого",
    sent="надіслано|дата",
    to="кому|копія",
    subject="тема",
    original="оригінальне повідомлення|вихідне повідомлення|переслане повідомлення|початкове повідомлення",
    device="надіслано з|надіслано через",
    closing="з повагою|з найкращими побажаннями|гарного дня",
)
CZECH = Words(
    opens="dne|dňa",
    wrote="napsal\\(a\\)|napsala|napsal|napísal\\(a\\)|napísala|napísal",
    sender="od",
    sent="odesláno|datum|odoslané|dátum",
    to="komu|kopie|kópia",
    subject="předmět|predmet",
    original="původní zpráva|původní e-mail|přeposlaná zpráva|začátek přeposlané zprávy|pôvodná správa",
    device="odesláno z|odesláno pomocí|odoslané z",
    closing="s pozdravem|s pozdravom|s úctou|s přátelským pozdravem|děkuji a přeji hezký den",
    legal="důvěrn|adresát|omylem|určen|odesílatel|smažte|zakázán",
)
FINNISH = Words(
    opens="",
    wrote="kirjoitti|kirjoittaa",
    sender="lähettäjä",
    sent="lähetetty|päivämäärä|päiväys",
    to="vastaanottaja|kopio",
    subject="aihe",
    original="alkuperäinen viesti|välitetty viesti|edelleenlähetetty viesti|välitetty viesti alkaa",
    device="lähetetty laitteesta|lähetetty|hanki",
    closing="ystävällisin terveisin|terveisin|parhain terveisin|t.",
    legal="luottamuksellinen|vastaanottaja|erehdyksessä|tarkoitettu",
)
HUNGARIAN = Words(
    opens="",
    wrote="írta|ezt írta|a következőt írta",
    sender="feladó",
    sent="elküldve|dátum|küldve",
    to="címzett|másolatot kap|másolat",
    subject="tárgy",
    original="eredeti üzenet|továbbított üzenet|továbbított levél|eredeti levél",
    device="elküldve|küldve",
    closing="üdvözlettel|tisztelettel|szívélyes üdvözlettel|üdv|köszönettel",
    legal="bizalmas|címzett|tévedésből|kizárólag",
)
JAPANESE = Words(
    opens="",
    wrote="さんは書きました|さんが書きました|のメール|のメッセージ|さんのメッセージ|は書きました|wrote|さんからのメール|は次のように書きました",
    sender="差出人|送信者|from",
    sent="送信日時|日時|送信日|日付|送信|date|sent",
    to="宛先|cc|to|返信先",
    subject="件名|subject",
    other="添付ファイル|重要度",
    original="元のメッセージ|オリジナルメッセージ|転送メッセージ|転送されたメッセージ|元のメール|"
    "ここから転送されたメッセージ|転送されたメール|original message|以下は転送されたメッセージ|転送",
    device="iphoneから送信|ipadから送信|androidから送信|私の.{1,20}から送信|.{1,20}から送信|.{1,30}を入手|"
    ".{1,30}を使用して送信|.{1,30}で送信",
    closing="敬具|以上|よろしくお願いします|よろしくお願いいたします|よろしくお願い致します|宜しくお願いいたします|宜しくお願い致します|以上、よろしくお願いします|以上、よろしくお願いいたします|"
    "以上、宜しくお願いいたします|以上、よろしくお願い致します|今後ともよろしくお願いいたします|草々",
    legal="機密|秘密情報|宛先|意図され|誤って|誤送信|削除|破棄|開示|複製|転送|禁じ|禁止",
    footer="ウイルスチェック済み|ウイルススキャン済み|ウイルスに感染していません|印刷する前に",
    outside="組織外から|社外から|外部からのメール|外部メール",
    above="この(?:行|線)(?:より|の)上に.{0,30}",
    warning="注意|警告",
    heading="免責事項",
)
CHINESE = Words(
    opens="在|于|於",
    wrote="写道|寫道|写了|写到|编写|撰写|來信|发表|的邮件|寫到",
    sender="发件人|寄件者|寄件人|發件人|发信人|from",
    sent="发送时间|日期|寄件日期|发送日期|时间|傳送日期|發送時間|寄件時間|date|sent|已傳送",
    to="收件人|收件者|抄送|副本|抄送人|to|cc|回复|密送",
    subject="主题|主旨|標題|标题|主題|subject",
    other="附件|重要性|组织|优先级",
    original="原始邮件|原始郵件|转发邮件|轉寄郵件|转发的邮件|轉寄的郵件|原邮件|转发邮件信息|原始信件|原始讯息|"
    "原始訊息|回复的原邮件|回复的邮件|轉寄訊息|下面是转发的邮件|下面是被转发的邮件|以下是转发邮件|開始轉寄郵件|已轉寄郵件|"
    "转发的信件|回复邮件|原始约会",
    device="发自我的|发自|從我的|寄自|傳送自|来自我的|发送自|获取|取得|从我的|使用.{1,20}发送|自我的|下载",
    closing="此致|祝好|顺祝商祺|顺颂商祺|敬上|祝商祺|谨启|此致敬礼|敬礼|順頌商祺|祝工作顺利|祝您工作愉快|敬祝|祝顺利|致礼|商祺",
    legal="保密|机密|機密|收件人|收件者|误|誤|未经授权|未經授權|披露|删除|刪除|复制|複製|禁止|法律责任|法律責任|隐私",
    footer="不含病毒|无病毒|無病毒|打印前|列印前|请考虑环保|免责声明：",
    outside="来自组织外部|来自公司外部|外部邮件|外部郵件|來自組織外部|來自公司外部|外部发件人",
    above="请?在(?:此|这)(?:行|线)(?:以上|之上|上方).{0,20}|請在此行(?:以上|之上|上方).{0,20}",
    warning="注意|警告|提醒|外部",
    heading="免责声明|免責聲明|保密声明",
)
KOREAN = Words(
    opens="",
    wrote="작성|작성했습니다|작성하였습니다|썼습니다|님이 작성|님이 씀|에 작성|님의 말|쓴 글|보냄|님이 보낸 메일",
    sender="보낸 사람|보낸사람|발신|발신자|보낸이|from",
    sent="보낸 날짜|날짜|보낸날짜|발신일|전송|date|일시|보낸 시간|sent",
    to="받는 사람|받는사람|수신|참조|받는이|수신자|to|cc",
    subject="제목|subject",
    other="첨부|첨부파일|중요도",
    original="원본 메시지|원본 메일|원본메시지|전달된 메시지|전달된 메일|원래 메시지|원본 내용|original message|"
    "전달된 메시지 시작|원본메일|전달된 메시지의 시작|원래 약속",
    device="나의 .{1,30}에서 보냄|내 .{1,30}에서 보냄|.{1,30}에서 보냄|.{1,30}에서 보냈습니다|.{1,30}에서 발송|"
    "나의 .{1,30}에서 전송|.{1,30} 다운로드|.{1,30} 받기|.{1,30}에서 전송된 메일입니다",
    closing="감사합니다|고맙습니다|드림|올림|안녕히 계세요|수고하세요|감사합니다|좋은 하루 되세요",
    legal="기밀|비밀|수신인|수신자|잘못 수신|잘못 전송|잘못 송부|삭제|무단|유출|배포|복사|금지|발신자",
    footer="바이러스 검사|인쇄하기 전에",
    outside="조직 외부에서|회사 외부에서|외부 메일|외부 발신자|외부에서 발송|외부에서 보낸",
    above="이 (?:줄|선) 위에 .{0,30}",
    warning="주의|경고|외부",
    heading="면책 조항|면책조항",
)
EASTERN = {
    "cs": CZECH,
    "fi": FINNISH,
    "hu": HUNGARIAN,
    "ja": JAPANESE,
    "ko": KOREAN,
    "pl": POLISH,
    "ru": RUSSIAN,
    "uk": UKRAINIAN,
    "zh": CHINESE,
}
