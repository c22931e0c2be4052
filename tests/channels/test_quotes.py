"""What a person newly wrote: a table of replies in many languages, and of texts that must stay whole."""

import pytest

from channels.mails import HTML, mail
from heard.channels.mail.parse import parse
from heard.channels.mail.quotes import split

OLD = "Is it the big one?\nOr the small one?"
QUOTED = "\n".join(f"> {line}" for line in OLD.split("\n"))

ATTRIBUTIONS = [
    "On Mon, 2 Nov 2026 at 10:00, Allie <allie@example.com> wrote:",
    "On Nov 2, 2026, at 10:00 AM, Allie <allie@example.com> wrote:",
    "On 02/11/2026 10:00, Allie wrote:",
    "On Monday, November 2, 2026 at 10:00:12 AM UTC+1\nAllie <allie@example.com> wrote:",
    "On Mon, Nov 2, 2026 at 10:00 AM Allie from the Support Desk of Example <\nallie@example.com> wrote:",
    "At 11/2/2026 10:00 AM, you wrote:",
    "---- On Mon, 02 Nov 2026 10:00:12 +0100 Allie <allie@example.com> wrote ----",
    "2026-11-02 10:00 GMT+01:00 Allie <allie@example.com>:",
    "Am 02.11.2026 um 10:00 schrieb Allie:",
    "Am Mo., 2. Nov. 2026 um 10:00 Uhr schrieb Allie <\nallie@example.com>:",
    "Allie <allie@example.com> schrieb am Mo., 2. Nov. 2026\num 10:00 Uhr:",
    "Le lun. 2 nov. 2026 à 10:00, Allie <allie@example.com> a écrit :",
    "Le 2 nov. 2026 à 10:00, Allie <allie@example.com>\na écrit :",
    "El lun, 2 nov 2026 a las 10:00, Allie (<allie@example.com>) escribió:",
    "Il giorno lun 2 nov 2026 alle ore 10:00 Allie <allie@example.com> ha scritto:",
    "Op ma 2 nov. 2026 om 10:00 schreef Allie <allie@example.com>:",
    "Em seg., 2 de nov. de 2026 às 10:00, Allie <allie@example.com> escreveu:",
    "pon., 2 lis 2026 o 10:00 Allie <allie@example.com> napisał(a):",
    "W dniu 2.11.2026 o 10:00, Allie pisze:",
    "Dne 2. 11. 2026 v 10:00 Allie napsal(a):",
    "Den mån 2 nov. 2026 kl 10:00 skrev Allie <allie@example.com>:",
    "man. 2. nov. 2026 kl. 10:00 skrev Allie <allie@example.com>:",
    "пн, 2 нояб. 2026 г. в 10:00, Allie <allie@example.com>:",
    "2 ноября 2026 г., в 10:00, Allie <allie@example.com> написал(а):",
    "2026. 11. 02. 10:00 keltezéssel, Allie írta:",
    "2026年11月2日(月) 10:00 Allie <allie@example.com>:",
    "在 2026年11月2日，上午10:00，Allie <allie@example.com> 写道：",
    "2026년 11월 2일 (월) 오전 10:00, Allie <allie@example.com>님이 작성:",
    "Vào Th 2, 2 thg 11, 2026 vào lúc 10:00 Allie <allie@example.com> đã viết:",
    "2 Kas 2026 Pzt 10:00 tarihinde Allie <allie@example.com> şunu yazdı:",
]
HEADERS = [
    "From: Allie <allie@example.com>\nSent: Monday, 2 November 2026 10:00\nTo: Zelda\nSubject: The printer",
    "*From:* Allie [mailto:allie@example.com]\n*Sent:* Monday\n*To:* Zelda\n*Subject:* The printer",
    "________________________________\nFrom: Allie <allie@example.com>\nSent: Monday\nTo: Zelda\nSubject: Printer",
    "-----Original Message-----\nFrom: Allie\nTo: Zelda\nSubject: The printer",
    "Von: Allie <allie@example.com>\nGesendet: Montag, 2. November 2026 10:00\nAn: Zelda\nBetreff: Der Drucker",
    "-----Ursprüngliche Nachricht-----\nVon: Allie\nGesendet: Montag\nAn: Zelda\nBetreff: Der Drucker",
    "De : Allie <allie@example.com>\nEnvoyé : lundi 2 novembre 2026 10:00\nÀ : Zelda\nObjet : L'imprimante",
    "De: Allie <allie@example.com>\nEnviado: lunes, 2 de noviembre de 2026\nPara: Zelda\nAsunto: La impresora",
    "Da: Allie <allie@example.com>\nInviato: lunedì 2 novembre 2026\nA: Zelda\nOggetto: La stampante",
    "Van: Allie <allie@example.com>\nVerzonden: maandag 2 november 2026\nAan: Zelda\nOnderwerp: De printer",
    "De: Allie <allie@example.com>\nEnviada em: segunda-feira\nPara: Zelda\nAssunto: A impressora",
    "Od: Allie <allie@example.com>\nWysłano: poniedziałek\nDo: Zelda\nTemat: Drukarka",
    "Fra: Allie <allie@example.com>\nSendt: mandag\nTil: Zelda\nEmne: Printeren",
    "Från: Allie <allie@example.com>\nSkickat: måndag\nTill: Zelda\nÄmne: Skrivaren",
    "От: Allie <allie@example.com>\nОтправлено: понедельник\nКому: Zelda\nТема: Принтер",
    "发件人: Allie <allie@example.com>\n发送时间: 2026年11月2日\n收件人: Zelda\n主题: 打印机",
    "差出人: Allie <allie@example.com>\n送信日時: 2026年11月2日\n宛先: Zelda\n件名: プリンタ",
]


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
def test_a_quote_below_the_reply(attribution):
    assert split(f"The big one.\n\n{attribution}\n\n{QUOTED}\n").reply == "The big one."
    assert split(f"The big one.\n{attribution}\n{QUOTED}").reply == "The big one."


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
def test_a_reply_below_the_quote(attribution):
    found = split(f"{attribution}\n{QUOTED}\n\nThe big one.\n")
    assert (found.reply, found.quoted) == ("The big one.", True)


@pytest.mark.parametrize("header", HEADERS)
def test_header_lines_above_the_old_text(header):
    assert split(f"The big one.\n\n{header}\n\n{OLD}\n").reply == "The big one."


@pytest.mark.parametrize("header", HEADERS)
def test_a_forward_is_read_whole(header):
    text = f"Please see below.\n\n{header}\n\n{OLD}"
    assert split(text, subject="Fwd: The printer").reply == text
    assert split(f"{header}\n\n{OLD}").reply.endswith(OLD)


@pytest.mark.parametrize(
    "mark",
    [
        "---------- Forwarded message ---------",
        "Begin forwarded message:",
        "---------- Weitergeleitete Nachricht ----------",
        "Anfang der weitergeleiteten Nachricht:",
        "---------- Message transféré ---------",
        "-------- Mensaje reenviado --------",
    ],
)
def test_what_is_passed_on_stays(mark):
    text = f"FYI\n\n{mark}\nFrom: Bob <bob@example.com>\nSubject: x\n\n{QUOTED}\n\n--\nBob"
    assert split(text).reply == text


STAYS_WHOLE = [
    "On the one hand it smokes.\nOn the other hand it prints:\nbadly.",
    "On 3 May it broke, and my colleague said: call support.\nPlease help.",
    "Am 03.05.2026 schrieb ich Ihnen:\nBitte melden Sie sich.",
    "On 3 May 2026 I wrote:\nplease mend it. You did not.",
    "Our flight:\nFrom: Paris\nTo: London\nDate: 3 May\n\nPlease book it.",
    "My address is <zelda@example.com>.\nFrom: what I see it is broken.",
    "- one\n- two\n--- three",
    "Run this:\n    a > b\n    > c",
    "Formatting and\n\nspaces\n\n- A\n- B\n\n    - Item",
    "Sent from my desk, which is easier than my phone.",
    "Part one is fine.\n--\nPart two is what I am really writing to you about, as it fails every day.\n"
    "It began last week, when somebody moved the printer to the second floor.",
    "2026-11-02 10:00:01 ERROR mail to zelda@example.com failed:\nno route\n2026-11-02 10:00:02 ERROR again",
    "Thanks,\nbut one more thing: it still smokes.",
    "Best regards to the team! Now to the problem:\nit smokes.",
    ">>> >>> a strange line <<<\nand more",
]


@pytest.mark.parametrize("text", STAYS_WHOLE)
def test_newly_written_text_stays_whole(text):
    found = split(text)
    assert (found.reply, found.signature) == (text, "")


@pytest.mark.parametrize("text", STAYS_WHOLE)
def test_newly_written_text_stays_whole_above_a_quote(text):
    assert split(f"{text}\n\n{ATTRIBUTIONS[0]}\n\n{QUOTED}").reply == text


def test_answers_between_quotes_keep_the_questions():
    text = "> Which one?\n\nThe big one.\n\n> Since when?\n\nSince Monday."
    assert split(text).reply == text
    assert split(f"{ATTRIBUTIONS[0]}\n{text}").reply == text


def test_a_quote_below_answers_goes():
    text = "> Which one?\n\nThe big one.\n\n> the rest of it"
    assert split(text).reply == "> Which one?\n\nThe big one."


def test_a_mail_that_only_quotes():
    assert split("> Is this all?").reply == "> Is this all?"
    assert split(f"{ATTRIBUTIONS[0]}\n{QUOTED}") == split(f"\n{ATTRIBUTIONS[0]}\n\n{QUOTED}\n")
    assert split(f"{ATTRIBUTIONS[0]}\n{QUOTED}").reply == ""


def test_the_reply_may_share_a_line_with_the_attribution():
    assert split(f"The big one. {ATTRIBUTIONS[0]}\n{QUOTED}").reply == "The big one."


@pytest.mark.parametrize(
    "signature",
    [
        "-- \nZelda Q\nExample Ltd\n+1 555 0117",
        "--\nZelda",
        "Sent from my iPhone",
        "Von meinem iPhone gesendet",
        "Gesendet mit der Mail App",
        "Envoyé de mon iPhone",
        "Enviado desde mi iPhone",
        "Get Outlook for iOS<https://example.com/x>",
        "Verzonden vanaf mijn telefoon",
        "Отправлено с iPhone",
    ],
)
def test_signatures(signature):
    found = split(f"The big one.\n\n{signature}\n\n{ATTRIBUTIONS[0]}\n\n{QUOTED}")
    assert found.reply == "The big one."
    assert found.signature == signature.replace("-- \n", "--\n")


def test_a_sign_off_with_a_name_stays():
    assert split("It smokes.\n\nBest regards\nZelda").reply == "It smokes.\n\nBest regards\nZelda"


def test_a_line_that_asks_to_write_above_it():
    text = "The big one.\n\n##- Please type your reply above this line -##\n\nYour request was updated."
    assert split(text).reply == "The big one."


WEB_MAIL = [
    '<div>The big one.</div><div class="gmail_quote"><div>On Mon, 2 Nov 2026 at 10:00, Allie &lt;<a '
    'href="mailto:allie@example.com">allie@example.com</a>&gt; wrote:<br></div><blockquote class="gmail_quote">'
    "Which?</blockquote></div>",
    "<p>The big one.</p><hr><b>From:</b> Allie &lt;allie@example.com&gt;<br><b>Sent:</b> Monday<br><b>To:</b> "
    "Zelda<br><b>Subject:</b> Printer<br><br>Which?",
    '<div>The big one.</div><div class="moz-cite-prefix">Am 02.11.26 um 10:00 schrieb Allie:<br></div><blockquote '
    'type="cite">Which?</blockquote>',
    '<p>The big one.</p><blockquote type="cite"><div>On Nov 2, 2026, at 10:00, Allie &lt;allie@example.com&gt; '
    "wrote:</div><div>Which?</div></blockquote>",
]


@pytest.mark.parametrize("body", WEB_MAIL)
def test_replies_in_html(body):
    assert parse(mail(HTML, "Subject: Re: Printer", body=body)).reply == "The big one."
