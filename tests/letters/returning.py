"""Delivery reports as mail servers write them, for letters of ours."""

from email.message import EmailMessage


def report(
    to: str, address: str, *, action: str = "failed", code: str = "5.1.1", says: str = "no such person"
) -> bytes:
    """An RFC 3464 report sent to a return path, about one address."""
    fields = [
        "Reporting-MTA: dns; mx.northwind.example",
        "",
        f"Final-Recipient: rfc822; {address}",
        f"Action: {action}",
        f"Status: {code}",
        f"Diagnostic-Code: smtp; 550 {code} {says}",
    ]
    words = EmailMessage()
    words.set_content("Your letter could not be delivered." if action == "failed" else "Still trying.")
    status = "\r\n".join(["Content-Type: message/delivery-status", "", *fields, "", ""])
    head = [
        "Return-Path: <>",
        "From: Mail Delivery System <MAILER-DAEMON@mx.northwind.example>",
        f"To: {to}",
        "Subject: " + ("Undelivered Mail Returned to Sender" if action == "failed" else "Delayed Mail"),
        "Auto-Submitted: auto-replied",
        "MIME-Version: 1.0",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
    ]
    parts = [words.as_bytes().decode().replace("\n", "\r\n"), status]
    body = "".join(f"--b\r\n{part}\r\n" for part in parts) + "--b--\r\n"
    return ("\r\n".join(head) + "\r\n\r\n" + body).encode()
