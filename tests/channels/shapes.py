"""What mail programs write above what they quote, and below what was written, in forty languages."""

A = "Allie Ång <allie@example.com>"
B = "Allie (allie@example.com)"
ATTRIBUTIONS = f"""\
On Mon, Nov 2, 2026 at 10:00\u202fAM {A} wrote:
Am Mo., 2. Nov. 2026 um 10:00\u202fUhr schrieb {A}:
Le lun. 2 nov. 2026 à 10:00, {A} a écrit :
El lun, 2 nov 2026 a las 10:00, Allie Ång (<allie@example.com>) escribió:
Il giorno lun 2 nov 2026 alle ore 10:00 {A} ha scritto:
Em seg., 2 de nov. de 2026 às 10:00, {A} escreveu:
{A} escreveu (segunda, 2/11/2026 à(s) 10:00):
Op ma 2 nov 2026 om 10:00 schreef {A}:
pon., 2 lis 2026 o 10:00 {A} napisał(a):
po 2. 11. 2026 v 10:00 odesílatel {A} napsal:
po 2. 11. 2026 o 10:00 {A} napísal(a):
Den mån 2 nov. 2026 kl 10:00 skrev {A}:
Den man. 2. nov. 2026 kl. 10.00 skrev {A}:
man. 2. nov. 2026 kl. 10:00 skrev {A}:
ma 2. marrask. 2026 klo 10.00 {B} kirjoitti:
{A} ezt írta (időpont: 2026. nov. 2., H, 10:00):
În lun., 2 nov. 2026 la 10:00, {A} a scris:
{A}, 2 Kas 2026 Pzt, 10:00 tarihinde şunu yazdı:
Στις Δευ 2 Νοε 2026 στις 10:00 π.μ., ο χρήστης {A} έγραψε:
пн, 2 нояб. 2026 г. в 10:00, {A}:
пн, 2 лист. 2026 р. о 10:00 {A} пише:
На пн, 2.11.2026 г. в 10:00 {A} написа:
pon, 2. stu 2026. u 10:00 {A} napisao je:
пон, 2. нов 2026. у 10:00 {A} је написао/ла:
V V pon., 2. nov. 2026 ob 10:00 je oseba {A} napisala:
2026-11-02, pr, 10:00 {A} rašė:
pirmd., 2026. g. 2. nov., plkst. 10:00 — lietotājs Allie Ång (<allie@example.com>) rakstīja:
Kontakt Allie Ång (<allie@example.com>) kirjutas kuupäeval E, 2. november 2026 kell 10:00:
2026年11月2日(月) 10:00 {A}:
{A} 于2026年11月2日周一 10:00写道：
{A} 於 2026年11月2日 週一 上午10:00寫道：
2026년 11월 2일 (월) 오전 10:00, {A}님이 작성:
\u202bבתאריך יום ב׳, 2 בנוב׳ 2026 ב-10:00 מאת \u202aAllie Ång\u202c\u200f <\u202aallie@example.com\u202c\u200f>:\u202c
في الاثنين، ٢ نوفمبر ٢٠٢٦ في ١٠:٠٠ ص تمت كتابة ما يلي بواسطة {A}:
در تاریخ دوشنبه ۲ نوامبر ۲۰۲۶،\u200f ۱۰:۰۰ {A} نوشت:
सोम, 2 नव॰ 2026 को 10:00 am बजे को {A} ने लिखा:
ในวันที่ จ. 2 พ.ย. 2026 เวลา 10:00 {A} เขียนว่า:
Vào Th 2, 2 thg 11, 2026 vào lúc 10:00 {A} đã viết:
Pada Sen, 2 Nov 2026 pukul 10.00 {A} menulis:
Missatge de {A} del dia dl., 2 de nov. 2026 a les 10:00:
Allie Ång (<allie@example.com>) erabiltzaileak hau idatzi du (2026 aza. 2, al. (10:00)):
O luns, 2 de nov. de 2026 ás 10:00, Allie Ång (<allie@example.com>) escribiu:
Á mán., 2. nóv. 2026 kl. 10:00 skrifaði {A}:
On 2 Nov 2026, at 10:00, {A} wrote:
Am 02.11.2026 um 10:00 schrieb {A}:
El 2 nov 2026, a las 10:00, {A} escribió:
Il giorno 2 nov 2026, alle ore 10:00, {A} ha scritto:
Il 2 nov 2026, 10:00 +0100, {A}, ha scritto:
Op 2 nov. 2026, om 10:00 heeft {A} het volgende geschreven:
No dia 2 de nov. de 2026, às 10:00, {A} escreveu:
Em 2 de nov. de 2026, à(s) 10:00, {A} escreveu:
Wiadomość napisana przez {A} w dniu 2 lis 2026, o godz. 10:00:
2. 11. 2026 v 10:00, {A}:
Den 2. nov. 2026 kl. 10.00 skrev {A}:
2 nov. 2026 kl. 10:00 skrev {A}:
{A} kirjoitti 2.11.2026 kello 10.00:
2026. nov. 2. dátummal, 10:00 időpontban {A} írta:
Pe 2 nov. 2026, la 10:00, {A} a scris:
{A} şunları yazdı (2 Kas 2026 10:00):
2 Νοε 2026, 10:00 πμ, ο χρήστης «{A}» έγραψε:
2 нояб. 2026 г., в 10:00, {A} написал(а):
2 лист. 2026 р. о 10:00 {A} пише:
2026/11/02 10:00、{A}のメール:
2026年11月2日 上午10:00，{A} 写道：
{A} 於 2026年11月2日 上午10:00 寫道：
2026. 11. 2. 오전 10:00, {A} 작성:
ב-2 בנוב׳ 2026, בשעה 10:00, {A} כתב/ה:
في ٢ نوفمبر ٢٠٢٦، الساعة ١٠:٠٠ ص، كتب/كتبت {A}:
เมื่อวันที่ 2 พ.ย. 2026 เวลา 10:00 {A} เขียนว่า:
Vào 10:00, 2 thg 11, 2026, {A} đã viết:
Pada 2 Nov 2026, pukul 10.00, {A} menulis:
2. stu. 2026. u 10:00, {A} je napisao/la:
2. 11. 2026 o 10:00, užívateľ {A} napísal:
El 2 nov 2026, a les 10:00, {A} va escriure:
Am 02.11.26 um 10:00 schrieb Allie Ång:
Le 02/11/2026 à 10:00, Allie Ång a écrit :
El 2/11/26 a las 10:00, Allie Ång escribió:
Il 02/11/26 10:00, Allie Ång ha scritto:
Op 02-11-2026 om 10:00 schreef Allie Ång:
Em 02/11/2026 10:00, Allie Ång escreveu:
W dniu 2.11.2026 o 10:00, Allie Ång pisze:
Dne 02. 11. 26 v 10:00 Allie Ång napsal(a):
Dňa 2. 11. 2026 o 10:00 Allie Ång napísal(a):
Den 2026-11-02 kl. 10:00, skrev Allie Ång:
Den 02.11.2026 10.00, skrev Allie Ång:
Allie Ång kirjoitti 2.11.2026 klo 10.00:
2026. 11. 02. 10:00 keltezéssel, Allie Ång írta:
Pe 02.11.2026 10:00, Allie Ång a scris:
02.11.2026 10:00 tarihinde Allie Ång yazdı:
02.11.2026 10:00, Allie Ång пишет:
02.11.26 10:00, Allie Ång пише:
На 2.11.26 г. в 10:00 ч., Allie Ång написа:
在 2026/11/2 10:00, Allie Ång 写道:
於 2026/11/2 上午 10:00, Allie Ång 寫道:
2026-11-02 오전 10:00에 Allie Ång 이(가) 쓴 글:
Στις 2/11/2026 10:00, ο/η Allie Ång έγραψε:
Dne 02.11.26 v 10:00 je Allie Ång napisal(a):
Dana 02.11.2026. u 10:00, Allie Ång je napisao/la:
ב-02/11/2026 10:00, Allie Ång כתב:
On Monday, November 2, 2026 at 10:00:12 AM GMT+1, {A} wrote:
Am Montag, 2. November 2026 um 10:00:12 MEZ hat {A} Folgendes geschrieben:
Le lundi 2 novembre 2026 à 10:00:12 UTC+1, {A} a écrit :
El lunes, 2 de noviembre de 2026, 10:00:12 CET, {A} escribió:
Il lunedì 2 novembre 2026 alle ore 10:00:12 CET, {A} ha scritto:
Em segunda-feira, 2 de novembro de 2026 10:00:12 BRT, {A} escreveu:
On Mon, 2 Nov 2026, Allie Ång wrote:
Quoting {A}:
Zitat von {A}:
{A} wrote on 02/11/2026 10:00:12:
02.11.2026, 10:00, "Allie Ång" <allie@example.com>:
Понедельник, 2 ноября 2026, 10:00 +03:00 от {A}:
On Mon, Nov 2, 2026, 10:00 {A} wrote:
{A} schrieb am Mo. 2. Nov. 2026 um 10:00:
Allie Ång schrieb am 02.11.2026 um 10:00:
On November 2, 2026 10:00:12 AM GMT+01:00, {A} wrote:
Am 2. November 2026 10:00:12 MEZ schrieb {A}:
Le 2 novembre 2026 10:00:12 GMT+01:00, {A} a écrit :
""".strip().splitlines()

# From, sent, to and subject, as header lines above the old text have them.
HEADERS = """\
From|Sent|To|Subject
From|Date|To|Subject
Von|Gesendet|An|Betreff
Von|Datum|An|Betreff
De |Envoyé |À |Objet\x20
De |Date |À |Objet\x20
De|Enviado el|Para|Asunto
De|Fecha|Para|Asunto
De|Enviado|Para|Asunto
Da|Inviato|A|Oggetto
Da|Data|A|Oggetto
Van|Verzonden|Aan|Onderwerp
Van|Datum|Aan|Onderwerp
De|Enviada em|Para|Assunto
De|Enviado|Para|Assunto
De|Data|Para|Assunto
Od|Wysłano|Do|Temat
Od|Data|Do|Temat
From|Wysłane|Do|Temat
Od|Odesláno|Komu|Předmět
Od|Datum|Komu|Předmět
Od|Odoslané|Komu|Predmet
Fra|Sendt|Til|Emne
Fra|Dato|Til|Emne
Från|Skickat|Till|Ämne
Från|Datum|Till|Ämne
Lähettäjä|Lähetetty|Vastaanottaja|Aihe
Lähettäjä|Päivämäärä|Vastaanottaja|Aihe
Feladó|Elküldve|Címzett|Tárgy
Feladó|Dátum|Címzett|Tárgy
De la|Trimis|Către|Subiect
De la|Data|Către|Subiect
Gönderen|Gönderildi|Kime|Konu
Kimden|Tarih|Kime|Konu
Kimden|Gönderme Tarihi|Kime|Konu
Από|Στάλθηκε|Προς|Θέμα
Από|Ημερομηνία|Προς|Θέμα
От|Отправлено|Кому|Тема
От кого|Дата|Кому|Тема
От|Дата|Кому|Тема
Від|Надіслано|Кому|Тема
Від|Дата|Кому|Тема
От|Изпратено|До|Относно
От|Дата|До|Тема
Od|Poslano|Prima|Predmet
Šalje|Poslano|Prima|Predmet
Od|Poslato|Za|Tema
Od|Poslano|Za|Zadeva
Nuo|Išsiųsta|Kam|Tema
Saatja|Saadetud|Adressaat|Teema
Saatja|Kuupäev|Saaja|Teema
מאת|נשלח|אל|נושא
מאת|תאריך|אל|נושא
من|تم الإرسال|إلى|الموضوع
من|التاريخ|إلى|الموضوع
差出人|送信日時|宛先|件名
差出人|日付|宛先|件名
From|日時|To|件名
보낸 사람|보낸 날짜|받는 사람|제목
보낸사람|날짜|받는사람|제목
寄件者|寄件日期|收件者|主旨
寄件人|日期|收件人|主旨
发件人|发送时间|收件人|主题
发件人|日期|收件人|主题
发件人|发送日期|收件人|主题
จาก|ส่ง|ถึง|เรื่อง
Từ|Đã gửi|Đến|Chủ đề
Dari|Dikirim|Kepada|Subjek
Dari|Tanggal|Ke|Perihal
De|Enviat|Per a|Tema
De|Enviado|Para|Asunto
Frá|Sent|Til|Efni
प्रेषक|भेजा गया|प्रति|विषय
از|تاریخ|به|موضوع
""".splitlines()

FOOTERS = """\
Sent from my iPhone
Sent from my iPad
Von meinem iPhone gesendet
Von meinem iPad gesendet
Envoyé de mon iPhone
Enviado desde mi iPhone
Inviato da iPhone
Inviato dal mio iPhone
Verstuurd vanaf mijn iPhone
Enviado do meu iPhone
Wysłane z iPhone’a
Wysłano z iPhone'a
Odesláno z iPhonu
Odoslané z iPhonu
Sendt fra min iPhone
Skickat från min iPhone
Lähetetty iPhonesta
Отправлено с iPhone
Надіслано з iPhone
Изпратено от моя iPhone
Elküldve az iPhone-omról
Az iPhone készülékemről küldve
Trimis de pe iPhone-ul meu
iPhone’umdan gönderildi
Στάλθηκε από το iPhone μου
iPhoneから送信
发自我的iPhone
從我的iPhone傳送
나의 iPhone에서 보냄
Gửi từ iPhone của tôi
ส่งจาก iPhone ของฉัน
Dikirim dari iPhone saya
נשלח מה-iPhone שלי
أُرسلت من الـ iPhone
مرسل من الـ iPhone
Poslano s mog iPhonea
Poslano z mojega iPhona
Enviat des del meu iPhone
Sent from my Galaxy
Sent from my Samsung Galaxy smartphone.
Von meinem/meiner Galaxy gesendet
Von meinem Samsung Galaxy Smartphone gesendet.
Gesendet von meinem Samsung Galaxy Smartphone.
Envoyé depuis mon smartphone Samsung Galaxy.
Enviado desde mi Samsung Mobile de Movistar
Inviato dal mio Galaxy
Sent from Yahoo Mail on Android
Sent from Yahoo Mail for iPhone
Gesendet von Yahoo Mail auf Android
Envoyé à partir de Yahoo Mail pour iPhone
Enviado desde Yahoo Mail para iPhone
Sent from Mail for Windows
Sent from Mail for Windows 10
Gesendet von Mail für Windows
Provenance : Courrier pour Windows
Enviado desde Correo para Windows
Inviato da Posta per Windows
Verzonden vanuit Mail voor Windows
Enviado do Email para Windows
Wysłane z aplikacji Poczta dla Windows
Sent from Outlook for iOS
Sent from Outlook for Android
Get Outlook for iOS<https://aka.ms/o0ukef>
Get Outlook for Android<https://aka.ms/AAb9ysg>
Outlook für iOS beziehen
Holen Sie sich Outlook für Android
Télécharger Outlook pour iOS
Obtenir Outlook pour Android
Obtener Outlook para iOS
Obter o Outlook para iOS
Scarica Outlook per iOS
Outlook voor iOS downloaden
Outlook voor Android ophalen
Pobierz aplikację Outlook dla systemu iOS
Hent Outlook til iOS
Skaffa Outlook för iOS
Hanki Outlook iOS:lle
Получить Outlook для iOS
获取 Outlook for iOS
iOS 版 Outlook を入手
iOS용 Outlook 받기
Sent from Proton Mail for iOS
Sent with Proton Mail secure email.
Diese Nachricht wurde von meinem Android-Gerät mit GMX Mail gesendet.
Gesendet mit der GMX Mail App
Gesendet mit der Telekom Mail App
Sent from my BlackBerry 10 smartphone.
Sent via BlackBerry from T-Mobile
Sent from my mobile device
Von meinem Mobiltelefon gesendet
Von unterwegs gesendet
Sent from mobile
Envoyé depuis mon mobile
Sent with Spark
Gesendet mit Spark
Sent from myMail for iOS
Отправлено из мобильной Яндекс.Почты
Отправлено из Почты Mail.ru
Отправлено с устройства Samsung
Sent from Nine
Sent from Gmail Mobile
Enviado desde mi dispositivo Xiaomi
发自我的小米手机
从我的 iPhone 发送
取得 iOS 版 Outlook
Sent from my Huawei phone
Gesendet von Outlook für Android
Sent from TypeApp
Sent from AOL on Android
""".strip().splitlines()
