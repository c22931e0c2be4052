"""What each mail provider posts: where in it the whole mail stands, by whom and to whom it was sent."""

import base64
import email.policy
import json
from collections.abc import Callable
from dataclasses import dataclass
from email.parser import BytesParser
from functools import cached_property
from importlib import import_module
from typing import Any
from urllib.parse import parse_qsl

from anymail.webhooks.base import AnymailCoreWebhookView  # type: ignore[import-untyped]
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict


class NotAMail(Exception):
    """The request is proved, but no mail is in it, and why."""


@dataclass(frozen=True, slots=True)
class Handed:
    """One mail as the provider hands it over; "" and () where it does not say."""

    raw: bytes
    sender: str = ""
    recipients: tuple[str, ...] = ()


class Post:
    """A request's body, taken apart byte by byte: Django's own form parser takes no field above 5 MB and decodes all
    as text, which a raw mail is not. Anymail then reads the same fields from the request.
    """

    def __init__(self, request: HttpRequest) -> None:
        self.body = request.read()
        request._body = self.body
        self.fields: dict[str, bytes] = {}
        files: MultiValueDict[str, SimpleUploadedFile] = MultiValueDict()
        kind = request.content_type
        if kind == "multipart/form-data":
            for name, filename, content in _parts(request.META["CONTENT_TYPE"], self.body):
                if filename:
                    files.appendlist(name, SimpleUploadedFile(filename, content))
                else:
                    self.fields[name] = content
        elif kind == "application/x-www-form-urlencoded":
            pairs = parse_qsl(
                self.body.decode("ascii", "replace"), keep_blank_values=True, encoding="latin-1"
            )
            self.fields = {name: value.encode("latin-1", "replace") for name, value in pairs}
        self.request = request
        form = QueryDict(mutable=True)
        for name, value in self.fields.items():
            form[name] = value.decode("utf-8", "replace")
        request.__dict__.update(_post=form, _files=files)  # what Django would make of the body, for Anymail

    @cached_property
    def json(self) -> Any:
        """The body as JSON. Raises NotAMail when it is none."""
        try:
            return json.loads(self.body)
        except ValueError as wrong:
            raise NotAMail("the request holds no JSON") from wrong

    def text(self, name: str) -> str:
        """A short field as text; "" when it is not there."""
        return self.fields.get(name, b"").decode("utf-8", "replace")


def _parts(content_type: str, body: bytes) -> list[tuple[str, str, bytes]]:
    """The parts of a form: name, file name, content."""
    head = b"Content-Type: " + content_type.encode("ascii", "replace") + b"\r\n\r\n"
    whole: Any = BytesParser(policy=email.policy.compat32).parsebytes(head + body)
    found = []
    for part in whole.get_payload() if whole.is_multipart() else []:
        name = part.get_param("name", header="content-disposition")
        filename = part.get_param("filename", header="content-disposition")
        content = part.get_payload(decode=True)
        if content is None:  # an attached mail was taken apart too
            content = b"".join(inside.as_bytes() for inside in part.get_payload())
        found.append((str(name or ""), str(filename or ""), content))
    return found


@dataclass(frozen=True, slots=True)
class Provider:
    """`view` is Anymail's, `proof` the name it has for the secret; `read` finds the mails in a proved request."""

    view: str
    proof: str
    read: Callable[[Post, AnymailCoreWebhookView], list[Handed]]


def view_of(provider: str, secret: str) -> AnymailCoreWebhookView:
    """Anymail's view, with the secret by which the provider proves itself."""
    known = PROVIDERS[provider]
    module, _, name = known.view.rpartition(".")
    given: dict[str, Any] = {known.proof: [secret] if known.proof == "webhook_secret" else secret}
    if (
        provider == "mandrill"
    ):  # it signs its address as well: the public one, whatever proxy stands before us
        given["webhook_url"] = f"{settings.HEARD_URL}/hooks/mandrill/"
    view: AnymailCoreWebhookView = getattr(import_module(f"anymail.webhooks.{module}"), name)(**given)
    return view


def _mailgun(post: Post, view: AnymailCoreWebhookView) -> list[Handed]:
    if "body-mime" not in post.fields:
        return _rebuilt(post, view)
    return [Handed(post.fields["body-mime"], post.text("sender"), _addresses(post.text("recipient")))]


def _sendgrid(post: Post, view: AnymailCoreWebhookView) -> list[Handed]:
    if "email" not in post.fields:
        return _rebuilt(post, view)
    try:
        envelope = json.loads(post.text("envelope") or "{}")
    except ValueError:
        envelope = {}
    return [Handed(post.fields["email"], envelope.get("from", ""), tuple(envelope.get("to", ())))]


def _postmark(post: Post, view: AnymailCoreWebhookView) -> list[Handed]:
    event = post.json
    if "RawEmail" not in event:
        return _rebuilt(post, view)
    return [Handed(_bytes(event["RawEmail"]), recipients=_addresses(event.get("OriginalRecipient", "")))]


def _mandrill(post: Post, view: AnymailCoreWebhookView) -> list[Handed]:
    events = json.loads(post.text("mandrill_events") or "[]")
    mails = [one["msg"] for one in events if one.get("event") == "inbound"]
    return [Handed(_bytes(mail["raw_msg"]), recipients=_addresses(mail.get("email", ""))) for mail in mails]


def _mailersend(post: Post, view: AnymailCoreWebhookView) -> list[Handed]:
    event = post.json
    if event.get("type") != "inbound.message":
        raise NotAMail(f"this is the address for mail, not for {str(event.get('type'))[:40]}")
    data = event["data"]
    named = tuple(one["email"] for one in data.get("recipients", {}).get("rcptTo", ()))
    return [Handed(_bytes(data["raw"]), data.get("sender", {}).get("email", ""), named)]


def _postal(post: Post, view: AnymailCoreWebhookView) -> list[Handed]:
    event = post.json
    if "message" not in event or "rcpt_to" not in event:
        raise NotAMail("this is the address for mail (an HTTP endpoint with the raw message), not for events")
    raw = base64.b64decode(event["message"]) if event.get("base64") else _bytes(event["message"])
    return [Handed(raw, event.get("mail_from", ""), _addresses(event["rcpt_to"]))]


def _rebuilt(post: Post, view: AnymailCoreWebhookView) -> list[Handed]:
    """A provider that took the mail apart: Anymail builds one again of what it gives. Better let it send the whole."""
    try:
        events = view.parse_events(post.request)
    except KeyError as wrong:
        raise NotAMail(f"the request lacks {wrong}") from wrong
    return [
        Handed(
            event.message.as_bytes(),
            event.message.envelope_sender or "",
            _addresses(event.message.envelope_recipient or ""),
        )
        for event in events
    ]


def _bytes(text: str) -> bytes:
    """A mail that came as a JSON text."""
    return text.encode("utf-8", "surrogatepass")


def _addresses(text: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in text.split(",") if one.strip())


PROVIDERS = {
    "mailgun": Provider("mailgun.MailgunInboundWebhookView", "webhook_signing_key", _mailgun),
    "mandrill": Provider("mandrill.MandrillCombinedWebhookView", "webhook_key", _mandrill),
    "mailersend": Provider("mailersend.MailerSendInboundWebhookView", "inbound_secret", _mailersend),
    "postal": Provider("postal.PostalInboundWebhookView", "webhook_key", _postal),
    "postmark": Provider("postmark.PostmarkInboundWebhookView", "webhook_secret", _postmark),
    "sendgrid": Provider("sendgrid.SendGridInboundWebhookView", "webhook_secret", _sendgrid),
}
