"""Verbs on a tracker of another team: added, dropped; what it tells of its entries, for every ticket behind them."""

import base64
import secrets
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit, urlunsplit

from django.db import transaction
from django.db.models import Q

from heard.record import events
from heard.record.actions import chase as chases
from heard.record.actor import Actor, Robot
from heard.record.errors import Refused
from heard.record.locker import lock
from heard.record.models.chase import Chase
from heard.record.models.tracker import Tracker, TrackerDelivery, TrackerEntry

GITHUB_API = "https://api.github.com"
CASELESS = {"github.com", "www.github.com"}
STANDARD = "whsec_"
"""How a secret begins by the Standard Webhooks."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a tracker told of its entries, read from its webhook.

    Attributes:
        kind: closed, reopened, commented or released; "" only tells title and milestone.
        urls: the entries it is about. milestones: with those, every entry below `web` that belongs to one.
        at: when it happened by the tracker's clock, UTC. What is older than what we know changes nothing.
        counts: whether it is a word of those who were asked; anybody can comment on a public entry.
    """

    kind: str
    urls: tuple[str, ...]
    at: datetime
    title: str = ""
    text: str = ""
    by: str = ""
    counts: bool = True
    milestone: str | None = None
    milestones: tuple[str, ...] = ()
    web: str = ""
    release: str = ""


@transaction.atomic
def add(
    *, kind: str, name: str, web: str, by: Actor, at: datetime, api: str = "", token: str = ""
) -> tuple[Tracker, str]:
    """Add a tracker; it and the secret of its webhook, which is shown this once.

    Args:
        web: how the addresses of its entries begin, like https://github.com/northwind/.
        api: where comments are posted (GitHub only); the public one when not given.
        token: what lets us comment; "" where nobody should.

    Raises:
        Refused: a value is wrong, with its field.
    """
    if kind not in Tracker.Kind.values:
        raise Refused("kind", "Choose GitHub or a signed webhook.", field="kind")
    if not name.strip():
        raise Refused("name", "Say what it is called.", field="name")
    begins = clean(web, field="web").rstrip("/") + "/"
    if Tracker.objects.filter(web=begins, dropped_at=None).exists():
        raise Refused("web", "That tracker is here already.", field="web")
    posts_to = clean(api or GITHUB_API, field="api") if kind == Tracker.Kind.GITHUB and token.strip() else ""
    secret = new_secret(kind)
    tracker = Tracker.objects.create(
        kind=kind,
        name=name.strip()[:200],
        web=begins,
        api=posts_to,
        secret=lock({"secret": secret, "token": token.strip()}),
        added_at=at,
    )
    TrackerEntry.objects.filter(tracker=None, url__startswith=begins).update(tracker=tracker)
    events.add("tracker.added", by=by, at=at, tracker=tracker.pk)
    return tracker, secret


@transaction.atomic
def drop(tracker: Tracker, *, by: Actor, at: datetime) -> None:
    """It is listened to no longer, and its secrets are forgotten; what it told stays."""
    Tracker.objects.filter(pk=tracker.pk, dropped_at=None).update(dropped_at=at, secret="")
    events.add("tracker.dropped", by=by, at=at, tracker=tracker.pk)


def new_secret(kind: str) -> str:
    """A secret of 256 bits, as the tracker wants it."""
    if kind == Tracker.Kind.GITHUB:
        return secrets.token_hex(32)
    return STANDARD + base64.b64encode(secrets.token_bytes(32)).decode()


def entry(url: str, *, at: datetime) -> TrackerEntry:
    """The entry of an address, known from now on; of the tracker whose addresses begin so, or of none we know.

    Raises:
        Refused: it is no web address.
    """
    own = clean(url, field="party")
    known = [one for one in Tracker.objects.filter(dropped_at=None) if own.startswith(one.web)]
    tracker = max(known, key=lambda one: len(one.web), default=None)
    return TrackerEntry.objects.get_or_create(url=own, defaults={"tracker": tracker})[0]


def clean(url: str, *, field: str) -> str:
    """An address without query and fragment; its host in lower case, and on GitHub, where case means nothing, all.

    Raises:
        Refused: it is no web address.
    """
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname
    except ValueError:
        host = None
    if not host or parts.scheme not in ("http", "https") or len(url) > 300 or parts.username:
        raise Refused("url", "Give a web address that begins with https://.", field=field)
    path = parts.path.lower() if host in CASELESS else parts.path
    return urlunsplit((parts.scheme, parts.netloc.lower(), path.rstrip("/"), "", ""))


@transaction.atomic
def tell(tracker: Tracker, told: Told, *, key: str, at: datetime) -> bool:
    """Let a proven webhook count, once: on every chase behind the entries it names; False when it came before.

    Args:
        key: what makes this delivery that one and no other.
    """
    if not TrackerDelivery.objects.get_or_create(tracker=tracker, key=key, defaults={"at": at})[1]:
        return False
    Tracker.objects.filter(pk=tracker.pk).update(heard_at=at, trouble="")
    about = Q(url__in=told.urls)
    if told.milestones:
        about |= Q(milestone__in=told.milestones, url__startswith=told.web)
    for found in TrackerEntry.objects.select_for_update().filter(about, tracker=tracker).order_by("id"):
        if _learn(found, told):
            _pass_on(found, told, by=Robot(tracker.name[:100]), at=at)
    return True


def _learn(found: TrackerEntry, told: Told) -> bool:
    """Keep what was told of an entry; whether those who wait for it hear of it."""
    if found.told_at and told.at < found.told_at and told.kind in ("closed", "reopened", ""):
        return False
    found.told_at = max(told.at, found.told_at or told.at)
    found.title = told.title[:300] if told.title and told.kind != "released" else found.title
    if told.milestone is not None:
        found.milestone = told.milestone[:200]
    is_news = bool(told.kind)
    if told.kind == "closed":
        is_news, found.closed_at = found.closed_at is None, told.at
    elif told.kind == "reopened":
        is_news, found.closed_at = found.closed_at is not None, None
    elif told.kind == "released":
        is_news, found.released_at, found.release = found.released_at is None, told.at, told.release[:200]
    found.save()
    return is_news


def _pass_on(found: TrackerEntry, told: Told, *, by: Robot, at: datetime) -> None:
    """To every chase behind the entry, in the order of their tickets, so that two who do this never wait crosswise."""
    words = {
        "closed": f"Closed: {found.title or found.url}",
        "reopened": f"Open again: {found.title or found.url}",
        "released": f"Released: {told.release}",
    }.get(told.kind, "")
    text = "\n\n".join(part for part in (words, told.text.strip()) if part)
    for chase in Chase.objects.filter(entry=found).select_related("ticket__desk").order_by("ticket_id", "id"):
        if told.kind == "reopened":
            chases.reopen(chase, text=text, by=by, at=at)
            continue
        chases.hear(chase, text=text, name=told.by or str(by.name), counts=told.counts, at=at)
        if told.kind in ("closed", "released") and chase.is_running:
            chases.answer(chase, text="", by=by, at=at)
