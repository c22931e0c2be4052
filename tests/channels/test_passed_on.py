"""An agent passes on a customer's mail from their own mailbox: it is the customer's request, and the agent's words
stay inside. Whoever is no proven agent of the desk keeps what they send as theirs."""

import pytest

from cast import Cast, assemble, clock
from channels.arriving import TRUSTED, arrive
from channels.mails import mail, multipart
from heard.record.actions import agent as agents
from heard.record.actor import HEARD
from heard.record.models.note import Note

pytestmark = pytest.mark.django_db
BOB = "Bob Bauer <bob@heard.example>"
OURS = f"Authentication-Results: {TRUSTED}; dmarc=pass header.from=heard.example"
FORGED = f"Authentication-Results: {TRUSTED}; dmarc=fail header.from=heard.example"


@pytest.fixture
def cast() -> Cast:
    return assemble()


FORMS = {
    "gmail en": (
        "Fwd: Printer",
        "---------- Forwarded message ---------\nFrom: Mina Marsh <mina@northwind.example>\n"
        "Date: Mon, 23 Nov 2026 at 08:50\nSubject: Printer\nTo: <bob@heard.example>\n\n\nIt is blank.\n\nMina",
    ),
    "gmail de": (
        "Fwd: Printer",
        "---------- Forwarded message ---------\nVon: Mina Marsh <mina@northwind.example>\n"
        "Date: Mo., 23. Nov. 2026 um 08:50 Uhr\nSubject: Printer\nTo: <bob@heard.example>\n\n\nIt is blank.\n\nMina",
    ),
    "gmail fr": (
        "Fwd: Printer",
        "---------- Forwarded message ---------\nDe : Mina Marsh <mina@northwind.example>\n"
        "Date: lun. 23 nov. 2026 à 08:50\nSubject: Printer\nTo: Bob <bob@heard.example>\n\n\nIt is blank.\n\nMina",
    ),
    "gmail es": (
        "Fwd: Printer",
        "---------- Forwarded message ---------\nDe: Mina Marsh <mina@northwind.example>\n"
        "Date: lun, 23 nov 2026 a las 8:50\nSubject: Printer\nTo: <bob@heard.example>\n\n\nIt is blank.\n\nMina",
    ),
    "outlook en": (
        "FW: Printer",
        "________________________________\nFrom: Mina Marsh <mina@northwind.example>\n"
        "Sent: Monday, November 23, 2026 8:50 AM\nTo: Bob Bauer\nSubject: Printer\n\nIt is blank.\n\nMina",
    ),
    "outlook de": (
        "WG: Printer",
        "________________________________\nVon: Mina Marsh <mina@northwind.example>\n"
        "Gesendet: Montag, 23. November 2026 08:50\nAn: Bob Bauer\nBetreff: Printer\n\nIt is blank.\n\nMina",
    ),
    "outlook fr": (
        "TR: Printer",
        "________________________________\nDe : Mina Marsh <mina@northwind.example>\n"
        "Envoyé : lundi 23 novembre 2026 08:50\nÀ : Bob Bauer\nObjet : Printer\n\nIt is blank.\n\nMina",
    ),
    "outlook es": (
        "RV: Printer",
        "________________________________\nDe: Mina Marsh <mina@northwind.example>\n"
        "Enviado: lunes, 23 de noviembre de 2026 8:50\nPara: Bob Bauer\nAsunto: Printer\n\nIt is blank.\n\nMina",
    ),
    "outlook desktop": (
        "WG: Printer",
        "Von: Mina Marsh [mailto:mina@northwind.example] \nGesendet: Montag, 23. November 2026 08:50\n"
        "An: Bob Bauer\nBetreff: Printer\n\nIt is blank.\n\nMina",
    ),
    "apple en": (
        "Fwd: Printer",
        "Begin forwarded message:\n\n> From: Mina Marsh <mina@northwind.example>\n> Subject: Printer\n"
        "> Date: 23 November 2026 at 08:50:00 CET\n> To: Bob <bob@heard.example>\n> \n> It is blank.\n> \n> Mina",
    ),
    "apple de": (
        "Fwd: Printer",
        "Anfang der weitergeleiteten Nachricht:\n\n> Von: Mina Marsh <mina@northwind.example>\n> Betreff: Printer\n"
        "> Datum: 23. November 2026 um 08:50:00 MEZ\n> An: bob@heard.example\n> \n> It is blank.\n> \n> Mina",
    ),
    "apple fr": (
        "Tr: Printer",
        "Début du message transféré :\n\nDe: Mina Marsh <mina@northwind.example>\nObjet: Printer\n"
        "Date: 23 novembre 2026 à 08:50:00\nÀ: bob@heard.example\n\nIt is blank.\n\nMina",
    ),
    "thunderbird en": (
        "Fwd: Printer",
        "-------- Forwarded Message --------\nSubject: \tPrinter\nDate: \tMon, 23 Nov 2026 08:50:00 +0100\n"
        "From: \tMina Marsh <mina@northwind.example>\nTo: \tBob Bauer <bob@heard.example>\n\n\nIt is blank.\n\nMina",
    ),
    "thunderbird de": (
        "Fwd: Printer",
        "-------- Weitergeleitete Nachricht --------\nBetreff: \tPrinter\nDatum: \tMon, 23 Nov 2026 08:50:00 +0100\n"
        "Von: \tMina Marsh <mina@northwind.example>\nAn: \tbob@heard.example\n\n\nIt is blank.\n\nMina",
    ),
    "thunderbird fr": (
        "Fwd: Printer",
        "-------- Message transféré --------\nSujet : \tPrinter\nDate : \tMon, 23 Nov 2026 08:50:00 +0100\n"
        "De : \tMina Marsh <mina@northwind.example>\nPour : \tbob@heard.example\n\n\nIt is blank.\n\nMina",
    ),
    "thunderbird es": (
        "Fwd: Printer",
        "-------- Mensaje reenviado --------\nAsunto: \tPrinter\nFecha: \tMon, 23 Nov 2026 08:50:00 +0100\n"
        "De: \tMina Marsh <mina@northwind.example>\nPara: \tbob@heard.example\n\n\nIt is blank.\n\nMina",
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_customers_mail_that_an_agent_passes_on_is_the_customers_request(cast, form):
    subject, body = FORMS[form]
    raw = mail(f"Subject: {subject}", OURS, body=f"She is in a hurry, be kind.\n\n{body}", sender=BOB)
    row = arrive(raw, at=clock("9:02"))
    ticket = row.ticket
    assert (ticket.requester.address, ticket.requester.name) == ("mina@northwind.example", "Mina Marsh")
    said = ticket.messages.get()
    assert said.shown.split() == ["It", "is", "blank."] or said.shown.split() == [
        "It",
        "is",
        "blank.",
        "Mina",
    ]
    assert (ticket.subject, said.html, "hurry" in said.text) == ("Printer", "", False)
    assert Note.objects.get(ticket=ticket).text == "She is in a hurry, be kind."
    assert row.reason == "Bob Bauer passed it on from their own mailbox"
    assert ticket.letters.get().to_address == "mina@northwind.example"


def test_a_mail_passed_on_as_an_attachment_is_read_with_its_own_files(cast):
    inside = multipart(
        "mixed",
        ("Content-Type: text/plain", "It is blank."),
        ('Content-Type: application/octet-stream\nContent-Disposition: attachment; filename="shot.bin"', "x"),
        boundary="inner",
    ).replace(b"Zelda <zelda@example.com>", b"Mina Marsh <mina@northwind.example>\r\nSubject: Printer")
    raw = multipart(
        "mixed",
        ("Content-Type: text/plain", "Be kind."),
        ("Content-Type: message/rfc822", inside.decode().replace("\r\n", "\n")),
    ).replace(b"Zelda <zelda@example.com>", f"{BOB}\r\nSubject: Fwd: x\r\n{OURS}".encode())
    ticket = arrive(raw, at=clock("9:02")).ticket
    said = ticket.messages.get()
    assert (ticket.requester.address, ticket.subject, said.shown) == (
        "mina@northwind.example",
        "Printer",
        "It is blank.",
    )
    assert [file.name for file in said.attachments.all()] == ["shot.bin"]
    assert Note.objects.get(ticket=ticket).text == "Be kind."


STAYS = {
    "nothing proves it": (BOB, ""),
    "it is forged": (BOB, FORGED),
    "of another desk": ("Mallory Moss <mallory@heard.example>", OURS),
    "no agent": ("Eve <eve@heard.example>", OURS),
    "an agent who left": ("Allie Ames <allie@heard.example>", OURS),
}


@pytest.mark.parametrize("case", STAYS)
def test_whoever_is_no_proven_agent_of_the_desk_keeps_their_request(cast, case):
    sender, proof = STAYS[case]
    agents.disable(cast.allie, by=HEARD, at=clock("9:00"))
    headers = ["Subject: Fwd: Printer", *([proof] if proof else [])]
    ticket = arrive(mail(*headers, body=FORMS["gmail en"][1], sender=sender), at=clock("9:02")).ticket
    assert ticket.requester.address == sender.partition("<")[2].strip(">")
    assert ticket.messages.get().named["original"]["address"] == "mina@northwind.example"
    assert not Note.objects.exists()


KEEPS = {
    "nobody's address": "---------- Forwarded message ---------\nFrom: somebody\nSubject: x\n\nText",
    "a desk's own": "---------- Forwarded message ---------\nFrom: Desk <support@heard.example>\nSubject: x\n\nText",
    "none": "I need a new chair.",
}


@pytest.mark.parametrize("case", KEEPS)
def test_an_agents_own_mail_is_the_agents_request(cast, case):
    ticket = arrive(mail("Subject: Fwd: x", OURS, body=KEEPS[case], sender=BOB), at=clock("9:02")).ticket
    assert ticket.requester.address == "bob@heard.example"
