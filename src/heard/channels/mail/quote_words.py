"""The words by which mail programs introduce what they quote, in the languages people write.

Only words: how they are put together stands in quotes.py.
"""

import re

# "Zelda <zelda@example.com> wrote": the verb of an attribution line.
WROTE = (
    "wrote|schrieb|geschrieben|a écrit|a ecrit|écrivait|escribió|escribio|ha scritto|scrisse|schreef"
    "|geschreven|escreveu|napisał|napisała|napisał\\(a\\)|pisze|napsal|napsala|napsal\\(a\\)|napísal"
    "|napísal\\(a\\)|skrev|kirjoitti|написал|написала|написал\\(а\\)|писал|пишет|написав|написав\\(ла\\)"
    "|írta|a scris|yazdı|şunu yazdı|έγραψε|написа|napisao|napisao je|je napisao|je napisal|napisal|napisala"
    "|kirjutas|rašė|rakstīja|va escriure|idatzi du|escribiu|đã viết|menulis|เขียนว่า|写道|写到|寫道|寫了"
    "|のメール|さんは書きました|書きました|님이 작성|작성|작성했습니다|כתב|כתבה|מאת|كتب|كتبت|نوشت"
    "|пише|је написао|је написала|napisana przez|hau idatzi du|skrifaði|missatge de|이\\(가\\) 쓴 글|쓴 글"
    "|تمت كتابة ما يلي|ने लिखा|oseba|skreiv|shkroi|napisao/la|написао/ла|escreveu em"
)
# Words an attribution line can begin with when it does not begin with a date or a name.
OPENERS = (
    "on|at|in reply to|am|um|le|el|il|op|den|de|em|no dia|na|dana|dne|dňa|w dniu|dnia|il giorno|în data de"
    "|pe|la data de|στις|на|в|от|vào|vào lúc|lúc|pada|el día|a|ngày|dia|den|tarihinde|kuupäeval|ב|في|在|于"
    "|於|il giorno|data|în|v v|o|á|wiadomość|missatge de|در تاریخ|בתאריך|יום|ในวันที่|เมื่อวันที่|kontakt|më"
    "|dd"
)
# "Quoting Zelda <zelda@example.com>:", without a date.
QUOTING = (
    "quoting|zitat von|citando(?: a)?|citat från|en réponse à|quoting from|citaat van|cytowanie|citace|citando"
    "|scrive|selon|according to"
)
# Words between dashes above the old text of a reply.
ORIGINAL = (
    "original message|original appointment|original email|original mail|reply message"
    "|ursprüngliche nachricht|urspruengliche nachricht|originalnachricht|ursprüngliche e-mail"
    "|message d'origine|message original|message d’origine|courriel original|mensaje original"
    "|messaggio originale|messaggio original|oorspronkelijk bericht|originele bericht"
    "|oorspronkelijke bericht|mensagem original|oryginalna wiadomość|wiadomość oryginalna"
    "|wiadomość pierwotna|původní zpráva|původní e-mail|pôvodná správa|oprindelig meddelelse"
    "|oprindelig besked|oprindelig mail|opprinnelig melding|opprinnelig e-post|ursprungligt meddelande"
    "|originalmeddelande|alkuperäinen viesti|исходное сообщение|исходное письмо|оригинальное сообщение"
    "|первоначальное сообщение|вихідне повідомлення|eredeti üzenet|mesaj original|mesajul original"
    "|orijinal mesaj|orjinal mesaj|özgün ileti|αρχικό μήνυμα|αρχικό μηνύμα|izvorna poruka|originalna poruka"
    "|izvirno sporočilo|algkiri|algne teade|originalus laiškas|sākotnējais ziņojums|missatge original"
    "|原始邮件|原始郵件|原始訊息|原邮件|元のメッセージ|원본 메시지|원본 메일|thư gốc|tin nhắn gốc"
    "|pesan asli|ข้อความต้นฉบับ|הודעה מקורית|الرسالة الأصلية|quoted text|quoted message|previous message"
)
# Words between dashes, or on a line of their own, above what a person passes on.
FORWARDED = (
    "forwarded message|forwarded mail|forwarded email|forwarded by|begin forwarded message"
    "|weitergeleitete nachricht|weitergeleitete mail|anfang der weitergeleiteten nachricht"
    "|anfang der weitergeleiteten e-mail|message transféré|message transmis|début du message transféré"
    "|début du message réexpédié|mensaje reenviado|inicio del mensaje reenviado|messaggio inoltrato"
    "|inizio messaggio inoltrato|doorgestuurd bericht|begin doorgestuurd bericht|mensagem encaminhada"
    "|mensagem reencaminhada|início da mensagem encaminhada|wiadomość przekazana|przekazana wiadomość"
    "|początek przekazywanej wiadomości|přeposlaná zpráva|přeposlaná wiadomość|preposlaná správa"
    "|videresendt meddelelse|videresendt besked|start på videresendt besked|videresendt melding"
    "|vidarebefordrat meddelande|vidarebefordrat mejl|välitetty viesti|пересылаемое сообщение"
    "|перенаправленное сообщение|переслане повідомлення|továbbított üzenet|mesaj redirecționat"
    "|mesaj redirectionat|yönlendirilen mesaj|iletilmiş ileti|προωθημένο μήνυμα|proslijeđena poruka"
    "|posredovano sporočilo|edastatud kiri|转发的邮件|轉寄的郵件|轉寄郵件|転送メッセージ|전달된 메시지"
)
FORWARD_SUBJECT = re.compile(
    r"^\s*(?:\[[^\]]{1,40}\]\s*)?(?:fwd?|wg|tr|rv|i|doorst|enc|pd|vs|vb|vl|fs|továbbítás|ilt|转发|轉寄)\s*:",
    re.I,
)

# Labels of the header lines that programs put above the old text, by what they stand for.
LABELS = {
    "from": (
        "from|von|de|de la|da|van|od|fra|från|fran|lähettäjä|lahettaja|от|от кого|від|feladó|kimden|gönderen|από"
        "|dari|šalje|saatja|nuo|发件人|寄件者|寄件人|差出人|送信者|보낸 사람|보낸사람|từ|người gửi|จาก|מאת"
        "|من|frá|प्रेषक|از|expediteur|expéditeur|remitente|mittente|afzender|remetente|nadawca|absender|message de"
    ),
    "date": (
        "sent|date|message du|date sent|sent at|gesendet|gesendet am|datum|envoyé|envoyé le|envoye|le"
        "|enviado|enviado el|enviado em|enviada em|enviada|fecha|data|inviato|data invio|verzonden"
        "|verstuurd|wysłano|data wysłania|odesláno|odoslané|odoslaná|sendt|dato|skickat|lähetetty|päiväys"
        "|päivämäärä|отправлено|дата|надіслано|küldve|elküldve|küldés dátuma|trimis|tarih|gönderildi"
        "|gönderme tarihi|αποστολή|ημερομηνία|στάλθηκε|poslano|saadetud|kuupäev|发送时间|日期|寄件日期"
        "|傳送時間|送信日時|送信日|日時|보낸 날짜|날짜|đã gửi|ngày|ที่ส่ง|วันที่|נשלח|תאריך|تاريخ|التاريخ"
        "|tanggal|terkirim|dikirim|išsiųsta|nosūtīts|изпратено"
        "|poslato|enviat|dikirim|fecha de envío|भेजा गया|تم الإرسال|تاریخ|发送日期|日付|ส่ง"
    ),
    "to": (
        "to|an|à|a|para|aan|do|komu|til|till|vastaanottaja|кому|címzett|către|kime|alıcı|προς|za|kepada|kam"
        "|收件人|收件者|宛先|받는 사람|받는사람|đến|tới|người nhận|ถึง|אל|إلى|empfänger|destinataire"
        "|destinatario|destinatário|odbiorca|adressaat|prima|naar|saaja|до"
        "|către|per a|प्रति|به|ke|pour"
    ),
    "cc": (
        "cc|kopie|kopie an|copie à|copie|copia|cópia|kopia|kopi|kopio|копия|копія|másolatot kap|másolat"
        "|bilgi|κοιν|κοινοποίηση|抄送|副本|참조|bcc|cci|cco|dw|udw|salin|koopia"
    ),
    "subject": (
        "subject|betreff|objet|sujet|asunto|oggetto|onderwerp|assunto|temat|předmět|predmet|emne|ämne|amne"
        "|aihe|тема|tárgy|subiect|konu|θέμα|naslov|zadeva|teema|tema|主题|主旨|主題|件名|제목|chủ đề"
        "|tiêu đề|เรื่อง|נושא|الموضوع|subjek|perihal|assumpte"
        "|относно|tēma|efni|विषय|موضوع"
    ),
    "other": (
        "reply-to|reply to|antwort an|organization|organisation|importance|priority|attachments|attachment"
        "|anlagen|anhänge|pièces jointes|adjuntos|allegati|bijlagen|anexos|załączniki|wichtigkeit|priorität"
        "|importancia|sensitivity|resent-from|resent-to|sender|mailed-by|antwoord aan|répondre à|categories"
        "|list-id|message-id|in-reply-to"
    ),
}

# A line a phone or program adds by itself; what follows the words is the name of a device or program.
SENT_FROM = (
    r"sent (?:from|via|by|with|using)(?: my| the| a)? |sent from |get outlook for |get .{2,20} for (?:ios"
    r"|android)|download outlook for |\(?sent from |von meine[mr](?:/meiner)? .{2,40} gesendet|gesendet (?:von|mit|aus"
    r"|über) |diese (?:nachricht|e-mail|mail) wurde von .{2,60} gesendet|von unterwegs gesendet"
    r"|holen sie sich outlook für |outlook für (?:ios|android) |envoyé (?:de|depuis|à partir de|avec) "
    r"|envoyé d['’]|télécharger outlook pour |obtenir outlook pour |enviado desde |enviado do |enviado de "
    r"|enviado a partir do |enviado via |obtener outlook para |obter o outlook para |inviato da "
    r"|inviato dal|scarica outlook per |ottieni outlook per |verzonden vanaf |verstuurd vanaf "
    r"|verzonden met |outlook voor (?:ios|android) downloaden|wysłan[eoa] z |pobierz outlook|odesláno z "
    r"|odoslané z |odoslané zo |sendt fra |få outlook til |hent outlook|skickat från |skickades från "
    r"|skaffa outlook|hämta outlook|lähetetty |hanki outlook|отправлено с |отправлено из |надіслано з "
    r"|küldve az? |trimis de pe |iphone'umdan gönderildi|gönderildi|στάλθηκε από |poslano s |poslano z "
    r"|发自我的|发自|從我的 |從我的|傳送自|从我的|發自|.{2,20}から送信|나의 .{2,30}에서 보냄|gửi từ "
    r"|skickat med |yahoo mail[: ]|enviado con |posté depuis "
    r"|изпратено от |elküldve |az .{2,20}(?:emről|omról|ömről|ékemről) küldve|.{2,20}[’'](?:um|im|üm|ım)dan gönderildi"
    r"|ส่งจาก |dikirim dari |dihantar dari |נשלח מה-?|أُرسلت من |أرسلت من |مرسل من |ارسال شده از |enviat des del? "
    r"|bidalia |sendt med |sent on |provenance ?: ?courrier |verzonden vanuit |outlook voor .{3,10} ophalen"
    r"|pobierz aplikację outlook |получить outlook |завантажити outlook |获取 ?outlook |取得 .{2,12} ?outlook"
    r"|下载 ?.{0,12}outlook|ios 版 outlook |android 版 outlook |ios용 outlook |android용 outlook |从我的|poslané z "
    r"|poslano iz |išsiųsta iš |nosūtīts no |saadetud minu |stiahnuť outlook |stáhnout outlook |az outlook beszerzése "
    r"|obțineți outlook |ottieni outlook "
)
THIS_LINE = ("this line", "dieser zeile", "cette ligne", "deze lijn", "deze regel", "esta línea")
REPLY_ABOVE = re.compile(
    r"(?:please )?(?:reply|type your reply|write your reply|respond|write) (?:above|over) this line"
    r"|bitte (?:oberhalb|über) dieser zeile antworten|(?:oberhalb|über) dieser zeile antworten"
    r"|répondez au-dessus de cette ligne|antwoord boven deze (?:lijn|regel)"
    r"|responda por encima de esta línea|do not (?:write|type|reply) below this line",
    re.I,
)
PREVIOUS = re.compile(r"^[*_ ]*(?:previous replies|previous messages|earlier messages)[*_: ]*$", re.I)
