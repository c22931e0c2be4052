"""Who sent it: a person, or a machine by itself. Each machine mail has a twin that a person wrote."""

import pytest

from channels.mails import PLAIN, mail, multipart
from heard.channels.mail.parse import parse

ABSENT = "I am out of the office until Monday."
DAEMON = "Mail Delivery System <MAILER-DAEMON@example.com>"

AUTOMATIC = [
    ("auto-reply", ["Auto-Submitted: auto-replied", "Subject: We got it"], "Thank you, we got it."),
    ("auto-reply", ["Auto-Submitted: auto-generated (backup)", "Subject: Backup done"], "Done."),
    ("auto-reply", ["X-Autoreply: yes", "Subject: Re: x"], "Thank you."),
    ("auto-reply", ["Precedence: auto_reply", "Subject: Re: x"], "Thank you."),
    ("auto-reply", ["X-Auto-Response-Suppress: All", "Subject: Re: x"], "Thank you."),
    ("auto-reply", ["Return-Path: <>", "Subject: Re: x"], "Thank you."),
    ("auto-reply", ["Auto-Submitted: auto-replied", "Subject: Automatic reply: x"], "Thank you."),
    ("out-of-office", ["Auto-Submitted: auto-replied", "Subject: Out of Office: x"], "Back soon."),
    ("out-of-office", ["Auto-Submitted: auto-replied", "Subject: Re: x"], ABSENT),
    ("out-of-office", ["Precedence: bulk", "Subject: Out of Office AutoReply: x"], ABSENT),
    ("out-of-office", ["In-Reply-To: <a@example.com>", "Subject: Abwesenheitsnotiz: x"], "Bis bald."),
    ("out-of-office", ["Auto-Submitted: auto-replied", "Subject: AW: x"], "Ich bin bis Montag im Urlaub."),
    ("out-of-office", ["In-Reply-To: <a@example.com>", "Subject: Absence du bureau : x"], "A bientôt"),
    ("out-of-office", ["In-Reply-To: <a@example.com>", "Subject: Fuera de la oficina: x"], "Hasta pronto"),
    ("out-of-office", ["In-Reply-To: <a@example.com>", "Subject: Fuori ufficio: x"], "A presto"),
    ("out-of-office", ["In-Reply-To: <a@example.com>", "Subject: Afwezigheidsbericht: x"], "Tot snel"),
    ("out-of-office", ["In-Reply-To: <a@example.com>", "Subject: Fora do escritório: x"], "Até logo"),
    ("out-of-office", ["In-Reply-To: <a@example.com>", "Subject: Poza biurem: x"], "Do zobaczenia"),
    ("out-of-office", ["In-Reply-To: <a@example.com>", "Subject: Frånvaro: x"], "Hej"),
    ("auto-reply", ["In-Reply-To: <a@example.com>", "Subject: Автоответ: x"], "До свидания"),
    ("auto-reply", ["In-Reply-To: <a@example.com>", "Subject: 自動返信: x"], "ありがとう"),
    ("list", ["List-Id: <news.example.com>", "Subject: [news] x"], "Hello all"),
    ("list", ["Precedence: list", "Subject: [news] x"], "Hello all"),
    ("bulk", ["Precedence: bulk", "Subject: Our offers"], "Buy now"),
    ("bulk", ["List-Unsubscribe: <https://example.com>", "Feedback-ID: 1:2", "Subject: Offers"], "Buy now"),
    ("challenge", ["X-Boxtrapper: x", "Subject: Confirm"], "Please click to deliver your mail."),
    (
        "challenge",
        ["Auto-Submitted: auto-replied", "Subject: Please confirm your message"],
        "Reply to this mail so that we deliver your message.",
    ),
]
BY_PERSON = [
    (["Auto-Submitted: no", "Subject: x"], "It smokes."),
    (["Subject: Out of office message does not work"], "How do I set my out of office message?"),
    (["Subject: Vacation request"], "I would like to be on leave in May."),
    (["Subject: Re: Automatic reply: x", "In-Reply-To: <a@example.com>"], "Who is your deputy?"),
    (["Subject: Automatische Antwort einrichten"], "Wie geht das?"),
    (["Subject: Undelivered mail"], "My mail to Bob was undeliverable, see below: 550 5.1.1 user unknown"),
    (
        ["Subject: Fwd: Delivery Status Notification (Failure)"],
        "What is this?\n\nFinal-Recipient: a@example.com",
    ),
    (["Subject: x", "X-Auto-Response-Suppress: RN, NRN"], "It smokes."),
    (["Subject: x", "List-Unsubscribe: <https://example.com/u>"], "Written in a tool for sales people."),
    (["Subject: Delivery delayed", "Return-Path: <zelda@example.com>"], "Where is my parcel?"),
    (["Precedence: first-class", "Subject: x"], "hello"),
]

# An absence told by its words alone, for no header says that a program wrote.
ABSENCES = [
    ("Automatic reply: Drones", "I am out of the office until Monday."),
    ("Out of office: Drones", "I am on vacation and will be back on Monday."),
    ("Abwesenheitsnotiz: Drohnen", "Ich bin im Urlaub und ab Montag wieder da."),
    ("Automatische Antwort: Drohnen", "Ich bin bis Montag nicht im Büro."),
    ("Réponse automatique : Drones", "Je suis absent jusqu'à lundi."),
    ("Fuera de la oficina: Drones", "Estoy de vacaciones hasta el lunes."),
    ("Risposta automatica: Droni", "Sono fuori ufficio fino a lunedì."),
    ("Afwezig: Drones", "Ik ben afwezig tot maandag."),
    ("Resposta automática: Drones", "Estou de férias até segunda."),
    ("Odpowiedź automatyczna: Drony", "Jestem na urlopie do poniedziałku."),
    ("Autosvar: Drönare", "Jag är på semester till måndag."),
    ("Automatisk svar: Droner", "Jeg er på ferie til mandag."),
    ("Automaattinen vastaus: Droonit", "Olen lomalla maanantaihin."),
    ("Автоответ: Дроны", "Я в отпуске до понедельника."),
    ("Automatická odpověď: Drony", "Jsem mimo kancelář do pondělí."),
    ("Otomatik yanıt: Dronlar", "Pazartesiye kadar ofis dışındayım."),
    ("自動返信: ドローン", "月曜日まで不在にしております。"),
    ("자동 회신: 드론", "월요일까지 휴가입니다."),
    ("Automatikus válasz: drónok", "Házon kívül vagyok hétfőig."),
    ("Răspuns automat: drone", "Sunt în concediu până luni."),
    ("Αυτόματη απάντηση: drones", "Απουσιάζω μέχρι Δευτέρα."),
]
AWAY_AND_ASKING = [
    ("Out of office: cannot log in", "I am out of the office and the VPN refuses my password. Please help!"),
    ("Urlaub: Antrag für Mai", "Ich bin im Mai im Urlaub, bitte richtet meine Vertretung ein."),
    ("Holiday: forward my calls", "I am on holiday from Friday. Please forward my calls."),
    ("Poza biurem: dostęp", "Jestem poza biurem i nie mam dostępu do VPN. Pomóżcie."),
    ("Vacation: how do I set it", "How do I say that I am on vacation?"),
    ("Absence: certificate", "I was absent last week, certificate attached."),
]


@pytest.mark.parametrize(("subject", "body"), ABSENCES)
def test_absences_by_their_words(subject, body):
    assert parse(mail(f"Subject: {subject}", PLAIN, body=body)).machine == "out-of-office"


@pytest.mark.parametrize(("subject", "body"), AWAY_AND_ASKING)
def test_a_person_who_is_away_and_asks(subject, body):
    assert parse(mail(f"Subject: {subject}", PLAIN, body=body)).machine is None


@pytest.mark.parametrize(("kind", "headers", "body"), AUTOMATIC)
def test_machines(kind, headers, body):
    assert parse(mail(*headers, PLAIN, body=body)).machine == kind


@pytest.mark.parametrize(("headers", "body"), BY_PERSON)
def test_persons(headers, body):
    assert parse(mail(*headers, PLAIN, body=body)).machine is None


@pytest.mark.parametrize(("kind", "headers", "body"), AUTOMATIC)
def test_the_same_words_from_a_person(kind, headers, body):
    subject = next(line for line in headers if line.startswith("Subject:")).replace(
        "Subject: ", "Subject: Re: "
    )
    assert parse(mail(subject, PLAIN, body=body)).machine is None


ANSWERS = [
    (["Subject: Re: x"], "Noted."),
    (["Subject: AW[2]: x"], "Gelesen."),
    (["Subject: x", "In-Reply-To: <1@x.example>"], "Noted."),
    (["Subject: Your mail"], "Thank you for contacting Northwind. We have received your message."),
    (["Subject: Ihre Anfrage"], "Vielen Dank für Ihre Anfrage. Wir melden uns."),
    (["Subject: Votre message"], "Nous avons bien reçu votre message."),
    (["Subject: x"], "I am out of the office until Monday."),
]


@pytest.mark.parametrize(("headers", "body"), ANSWERS)
def test_the_null_return_path_of_the_envelope_counts_where_it_answers(headers, body):
    raw = mail(*headers, PLAIN, body=body)
    assert parse(raw, envelope_from="").machine in ("auto-reply", "out-of-office")
    assert parse(mail("Return-Path: <>", *headers, PLAIN, body=body)).machine in (
        "auto-reply",
        "out-of-office",
    )
    assert parse(raw, envelope_from="zelda@example.com").machine is None
    assert parse(raw, envelope_from=None).machine is None


def test_the_null_return_path_alone_makes_no_machine_of_a_person():
    raw = mail("Subject: Printer", body="The printer on floor 4 is out of paper again. Who brings some?")
    assert parse(raw, envelope_from="").machine is None
    assert parse(raw, envelope_from="").envelope_from == ""
    assert parse(mail("Return-Path: <>", "Subject: Printer")).envelope_from == ""


def report(*recipients: str, sender: str = DAEMON, subject: str = "Undelivered Mail") -> bytes:
    """A delivery report as RFC 3464 has it."""
    status = "Reporting-MTA: dns; mx.example.com\n\n" + "\n\n".join(recipients)
    copy = "Message-ID: <letter-7@heard.example>\nTo: yusuf@example.com\nSubject: Re: x\n\nhi"
    raw = multipart(
        "report; report-type=delivery-status",
        (PLAIN, "Sorry."),
        ("Content-Type: message/delivery-status", status),
        ("Content-Type: message/rfc822", copy),
    )
    return raw.replace(b"From: Zelda <zelda@example.com>", f"From: {sender}\r\nSubject: {subject}".encode())


def recipient(action: str, status: str, diagnostic: str = "") -> str:
    lines = ["Final-Recipient: rfc822; yusuf@example.com", f"Action: {action}", f"Status: {status}"]
    return "\n".join([*lines, f"Diagnostic-Code: smtp; {diagnostic}"] if diagnostic else lines)


def test_a_delivery_report():
    arrival = parse(report(recipient("failed", "5.1.1", "550 5.1.1 <yusuf@example.com>\n  no such user")))
    assert arrival.machine == "bounce"
    assert arrival.as_json()["bounce"] == {
        "recipients": [
            {
                "address": "yusuf@example.com",
                "action": "failed",
                "status": "5.1.1",
                "diagnostic": "550 5.1.1 <yusuf@example.com> no such user",
            }
        ]
    }
    assert arrival.bounce.original_message_id == "letter-7@heard.example"


@pytest.mark.parametrize(
    ("recipients", "kind"),
    [
        ([recipient("delayed", "4.4.1")], "delayed"),
        ([recipient("delayed", "4.4.1"), recipient("failed", "5.0.0")], "bounce"),
        ([recipient("delivered", "2.0.0")], "auto-reply"),
        (["Final-Recipient: rfc822;yusuf@example.com\nStatus: 4.2.2"], "delayed"),
    ],
)
def test_what_became_of_it(recipients, kind):
    assert parse(report(*recipients)).machine == kind


def test_a_vague_status_gives_way_to_a_clear_one():
    (one,) = parse(report(recipient("failed", "5.0.0", "550 5.2.2 over quota"))).bounce.recipients
    assert one.status == "5.2.2"
    (one,) = parse(report(recipient("failed", "5.0.0", "550 mailbox unavailable"))).bounce.recipients
    assert one.status == "5.1.1"


def test_a_receipt_of_reading_is_automatic():
    raw = multipart("report; report-type=disposition-notification", (PLAIN, "Zelda read your mail."))
    assert parse(raw).machine == "auto-reply"


IN_WORDS = [
    (
        "failure notice",
        "I'm afraid I wasn't able to deliver.\n\n<yusuf@example.com>:\n550 5.1.1 no such user\n",
    ),
    ("Undeliverable: x", "Delivery has failed to these recipients:\nyusuf@example.com\nmailbox is full"),
    ("Unzustellbar: x", "Ihre Nachricht konnte nicht zugestellt werden: <yusuf@example.com>"),
    ("Returned mail: see transcript", "----- The following addresses failed -----\n<yusuf@example.com>"),
    (
        "Mail delivery failed: returning message to sender",
        "A message that you sent could not be delivered.\nThe following address(es) failed:\n\n  yusuf@example.com\n"
        "    host mx.example.com [192.0.2.1]\n    550 5.1.1 User unknown\n",
    ),
    (
        "Undelivered Mail Returned to Sender",
        "This is the mail system at host mx.example.net.\n\n<yusuf@example.com>: host mx.example.com[192.0.2.1] said:\n"
        "    550 5.1.1 no such user\n",
    ),
    (
        "Delivery Status Notification (Failure)",
        "** Address not found **\n\nYour message wasn't delivered to yusuf@example.com because the address\n"
        "couldn't be found.\n\nThe response was:\n550 5.1.1 The account does not exist.",
    ),
    (
        "Failure Notice",
        "Sorry, we were unable to deliver your message to the following address.\n\n<yusuf@example.com>:\n"
        "554: delivery error: This user doesn't have an account [0]",
    ),
    ("Non remis : Drones", "Échec de la remise à yusuf@example.com"),
    ("No se puede entregar: Drones", "El mensaje a yusuf@example.com no se pudo entregar."),
]


@pytest.mark.parametrize(("subject", "body"), IN_WORDS)
def test_reports_without_a_machine_readable_part(subject, body):
    arrival = parse(mail(f"Subject: {subject}", PLAIN, body=body, sender=DAEMON))
    assert arrival.machine == "bounce"
    assert [one.address for one in arrival.bounce.recipients] == ["yusuf@example.com"]
    assert parse(mail(f"Subject: {subject}", PLAIN, body=body)).machine is None


def test_a_warning_of_delay():
    body = "Your message to yusuf@example.com is delayed. We will continue to try for 4 days."
    assert parse(mail("Subject: Delivery delayed", PLAIN, body=body, sender=DAEMON)).machine == "delayed"


@pytest.mark.parametrize(
    ("header", "address"),
    [
        ("List-Post: <mailto:Help@example.com>", "help@example.com"),
        ("X-BeenThere: help@example.com", "help@example.com"),
        ("List-Id: <help.example.com>", ""),
    ],
)
def test_where_a_list_takes_mail(header, address):
    arrival = parse(mail(header))
    assert (arrival.machine, arrival.list_address) == ("list", address)
