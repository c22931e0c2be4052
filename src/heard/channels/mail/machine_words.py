"""The words of automatic mail: absences, delivery failures and requests to confirm, in several languages."""

import re

# A subject that an answering program put in front of the one it answers.
_ABSENT_SUBJECT = (
    r"out of (?:the )?office|out-of-office|away from (?:the |my )?office|vacation|on (?:vacation|leave"
    r"|holiday)|absence|oof|ooo|abwesenheit\w*|abwesend|urlaub\w*|nicht im büro|absence du bureau"
    r"|message d['’]absence|absent|absente|fuera de (?:la )?oficina|ausencia|ausente"
    r"|fuori (?:dall['’])?ufficio|assenza|afwezig\w*|buiten kantoor|niet aanwezig|fora do escritório"
    r"|ausência|poza biurem|nieobecność\w*|frånvaro\w*|ikke til stede|fravær\w*|poissa\w*|вне офиса"
    r"|отсутстви\w*|mimo kancelář|nepřítomnost|ofis dışında|izinde|不在|外出|부재중|házon kívül"
    r"|irodán kívül"
)
_ANSWER_SUBJECT = (
    r"automatic reply|automatic response|auto[- ]?reply|auto[- ]?response|auto[- ]?responder|autoresponse"
    r"|automated (?:reply|response)|automatische antwort|automatische rückantwort"
    r"|automatische e-?mail-antwort|réponse automatique|respuesta automática|risposta automatica"
    r"|automatisch antwoord|automatisch bericht|resposta automática|odpowiedź automatyczna"
    r"|automatyczna odpowiedź|autoodpowiedź|autosvar|automatiskt svar|automatisk svar|automaattinen vastaus"
    r"|автоответ\w*|автоматический ответ|автоматична відповідь|automatická odpověď|automatická odpoveď"
    r"|otomatik yanıt|otomatik cevap|automatikus válasz|răspuns automat|αυτόματη απάντηση|自動返信|自动回复"
    r"|自動回覆|자동 회신|자동 응답|trả lời tự động"
)
ABSENT_SUBJECT = re.compile(rf"\W*(?:auto(?:matic)?\s*[:-]\s*)?(?:{_ABSENT_SUBJECT})(?!\w)", re.I)
ANSWER_SUBJECT = re.compile(rf"\W*(?:{_ANSWER_SUBJECT})(?!\w)", re.I)
# "Automatic reply: your question": a colon, or nothing more, tells a program from a person writing about one.
SUBJECT_OF_PROGRAM = re.compile(
    rf"\W*(?:(?:{_ABSENT_SUBJECT}|{_ANSWER_SUBJECT})[\s\w-]{{0,25}}?)(?:\s*[:：]|\W*$)", re.I
)
ABSENT_TEXT = re.compile(
    r"\b(?:I am|I'm|I’m|I will be|I'll be|am) (?:currently )?(?:\w+ )?(?:out of (?:the )?office"
    r"|on (?:vacation|leave|annual leave|maternity leave|parental leave|holiday)|away|travell?ing"
    r"|out until)|out of (?:the )?office (?:until|from)|limited access to (?:my )?e-?mail"
    r"|ich bin (?:derzeit |zur zeit |momentan |aktuell |bis |vom |ab "
    r"|vorübergehend )?.{0,60}(?:nicht im (?:büro|haus)|abwesend|im urlaub|außer haus|nicht erreichbar"
    r"|in elternzeit)|je suis (?:actuellement |en ce moment )?(?:absent|en congé|en vacances"
    r"|en déplacement)|je serai absent|(?:estoy|estaré) (?:fuera de (?:la )?oficina|ausente|de vacaciones)"
    r"|sono (?:fuori ufficio|assente|in ferie)|sarò (?:fuori ufficio|assente|in ferie)"
    r"|ik ben (?:momenteel )?(?:afwezig|niet aanwezig|met vakantie|op vakantie)|(?:estou"
    r"|estarei) (?:fora do escritório|ausente|de férias)|(?:jestem|będę) (?:poza biurem|nieobecn"
    r"|na urlopie)|jag är (?:borta|på semester|inte på kontoret)|jeg er (?:ikke på kontoret|på ferie"
    r"|fraværende)|olen (?:lomalla|poissa)|я (?:в отпуске|нахожусь в отпуске|отсутствую)|休暇|不在にして"
    r"|외근|휴가|부재중|休假|不在办公室|me encuentro (?:fuera de (?:la )?oficina|ausente|de vacaciones)"
    r"|(?:jsem|budu) (?:mimo kancelář|na dovolené|nepřítom)|nejsem v kanceláři|(?:som|budem) (?:mimo kancelárie"
    r"|na dovolenke|neprítom)|ofis dışındayım|izindeyim|izinliyim|tatildeyim|házon kívül vagyok|szabadságon vagyok"
    r"|irodán kívül vagyok|(?:sunt|voi fi) (?:în concediu|plecat|în vacanță)|nu sunt la birou|απουσιάζω"
    r"|(?:είμαι|βρίσκομαι) (?:εκτός γραφείου|σε άδεια)|я у відпустці|перебуваю у відпустці",
    re.I,
)
# When the absence ends: a program says so, a person who writes from the road for help does not.
BACK_TEXT = re.compile(
    r"\b(?:until|till|returning|return(?:s)? (?:on|to)|back (?:on|in|at|from)|through|bis|wieder (?:da|im|erreichbar)"
    r"|zurück|jusqu|de retour|rentrerai|hasta|regres|volver|vuelvo|fino al?|rientr|torner|tot|terug|até|retorn|volto"
    r"|do (?:\d|poniedział|wtork|środy|czwartk|piątk|pondělí|úter|střed|čtvrtk|pátk|pondelk)|wróc|wracam|tillbaka|till|tilbage|tilbake|til|asti|saakka|palaan|до|вернусь|повернусь|kadar|döne"
    r"|vissza|până|întorc)|まで|直到|返回|까지|μέχρι|επιστρ",
    re.I,
)
# Only looked at where nobody is to be answered: a subject that answers, a text that says that a mail was received.
ANSWERED_SUBJECT = re.compile(
    r"\s*(?:re|aw|sv|vs|antw|antwort|odp|r|rif|res|resp|ynt|ats|vá|回复|回覆|答复)\s*(?:\[\d+\])?\s*[:：]",
    re.I,
)
RECEIPT_TEXT = re.compile(
    r"thank(?:s| you) for (?:contacting|your (?:e-?mail|message|request|inquiry|enquiry|interest)|getting in touch"
    r"|writing|reaching out)|(?:we(?:'ve| have)? received|(?:has|have) been received)|this is an automat"
    r"|do not reply to this|(?:danke|vielen dank) für ihre (?:e-?mail|nachricht|anfrage|mitteilung)"
    r"|ihre (?:e-?mail|nachricht|anfrage) (?:ist|wurde) .{0,40}(?:eingegangen|empfangen|erhalten)|automatisch (?:erstellt"
    r"|generiert)|merci (?:de|pour) (?:nous avoir|votre (?:message|demande|courriel|mail))|nous avons bien reçu"
    r"|gracias por (?:contactar|su (?:mensaje|correo|consulta)|escribir)|hemos recibido|grazie per (?:averci|la (?:sua"
    r"|tua))|abbiamo ricevuto|bedankt voor (?:uw|je)|wij hebben uw .{0,30}ontvangen|obrigad[oa] por|recebemos (?:a )?sua"
    r"|tack för ditt|tak for din|takk for din|dziękujemy za|děkujeme za|спасибо за (?:ваше|обращение)|ваше (?:письмо"
    r"|сообщение) (?:получено|принято)|自動(?:返信|送信)|自动回复",
    re.I,
)
CHALLENGE_SUBJECT = re.compile(
    r"(?:please )?confirm (?:your )?(?:e-?mail|message|delivery|that you sent)|message (?:requires"
    r"|needs) confirmation|your (?:e-?mail|message) (?:to .{1,60} )?(?:requires|needs|awaits"
    r"|is waiting for) (?:verification|confirmation|approval)|sender verification|verify your (?:e-?mail"
    r"|message)|challenge|bestätigung ihrer (?:e-?mail|nachricht) erforderlich",
    re.I,
)
CHALLENGE_TEXT = re.compile(
    r"(?:click|visit|follow|reply|antworten|klicken).{0,200}(?:deliver|release|approve|allow|zustell"
    r"|freigeben)|(?:anti-?spam|spam arrest|boxtrapper|tmda|spam ?protection).{0,300}(?:confirm|verify"
    r"|reply)",
    re.I | re.S,
)

# Complaints of readers, sent by mail hosts in a form of their own.
COMPLAINT_SUBJECT = re.compile(
    r"complaint about message from \d|abuse report:|email feedback report for ", re.I
)

BOUNCE_SENDER = re.compile(
    r"^(?:mailer-?daemon|mail-?daemon|postmaster|mailerdaemon|mdaemon|mail delivery \w+|maildelivery"
    r"|mail\.administrator|double-?bounce|bounces?|mmdf|auto-?reply-mailer|smtp-gateway|delivery"
    r"|mail-system|no-?delivery)(?:[-+.=]\S*)?@|^(?:mailer-daemon|postmaster)$",
    re.I,
)
BOUNCE_NAME = re.compile(
    r"mail(?:er)? ?(?:delivery|deliver) (?:sub)?system|mailer-daemon|mail delivery|delivery (?:service"
    r"|subsystem|agent)|mail administrator|postmaster|mail system|mail router|microsoft outlook$"
    r"|系统管理员|メール配送",
    re.I,
)
BOUNCE_SUBJECT = re.compile(
    r"undeliver(?:able|ed)|undelivered mail|not (?:be )?deliver(?:ed|able)|(?:mail|message"
    r"|e-?mail) (?:delivery|not delivered)|deliver(?:y|ing) (?:failure|failed|error|problem|has failed"
    r"|unsuccessful|report|status|notification|not possible)|delivery status notification"
    r"|failure (?:notice|delivery|notification)|failed (?:delivery|mail|to deliver)|returned (?:mail"
    r"|to sender|message|email|by)|return(?:ed|ing) (?:to )?sender|could(?: not|n't) (?:be )?(?:send|sent"
    r"|deliver)|unable to deliver|can(?:not|'t) (?:be )?(?:send|sent|deliver)|non-?delivery|nondeliverable"
    r"|non remis|non délivr|unzustellbar|nicht zugestellt|zustell(?:fehler|ung fehlgeschlagen)"
    r"|unzustellbarkeit|fehlgeschlagene zustellung|konnte nicht zugestellt|rückläufer"
    r"|échec de (?:la )?remise|échec de distribution|mail non distribué|no se (?:puede|pudo) entregar"
    r"|no entregado|devuelto|mancata consegna|impossibile recapitare|onbestelbaar"
    r"|kan niet (?:worden )?bezorg|não (?:foi )?entregue|falha na entrega|niedostarczon\w*"
    r"|nie można dostarczyć|nedoručiteln|kan inte leverera|kunne ikke leveres|ikke leveret"
    r"|toimitus epäonnistui|не доставлено|недоставлен|kézbesíthetetlen|message status|smtp server: errors"
    r"|mail ?box (?:is )?full|mail (?:system )?error|user unknown|no such user|address(?:ee)? (?:unknown"
    r"|rejected|not found)|warning: (?:could not send|message)|delayed mail|mail failure|delivery delayed"
    r"|message delayed|considered unsolicited|permanent (?:error|fail)|rejected (?:mail|message|e-?mail)"
    r"|配信不能|配信できません|送信エラー|退信|退回|无法投递|系统退信|메일 전송 실패|受信できません"
    r"|エラーメール",
    re.I,
)
DELAY = re.compile(
    r"delayed|will (?:continue to|keep) (?:try|retry)|still (?:being )?(?:try|retri)|retry(?:ing)? (?:for"
    r"|until)|no need to (?:resend|re-send)|not (?:yet )?been delivered|do not need to resend|verzögert"
    r"|attempted? to deliver .{0,40}will continue|warning message only|this is a warning"
    r"|wird weiter versucht",
    re.I,
)
