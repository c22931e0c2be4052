"""The secrets that letters carry: addresses that let one person write, a page link, and a return path that proves
a bounce to be one of ours; those of calendar feeds, of the link by which somebody decides, and of the one by which
somebody proves their address.

All are HMACs over ids, so nothing is stored; a page link dies when its `link_version` is raised, a proof with its use.
"""

import base64
import binascii
import hmac
import struct

from django.utils.crypto import salted_hmac

from heard.record.models.agent import Agent
from heard.record.models.requester import Participant

_REPLY, _PAGE, _ONE = struct.Struct(">QQ"), struct.Struct(">QQI"), struct.Struct(">Q")
_FEED = struct.Struct(">QIQ")
_REPLY_MAC, _PAGE_MAC, _RETURN_MAC, _CHASE_MAC, _FEED_MAC = 10, 16, 10, 10, 16
_APPROVAL_MAC, _PROOF_MAC = 16, 16
_PROOF_ID = 16
MARK, RETURN_MARK, AGENT_MARK, CHASE_MARK = "r", "b", "a", "c"


def reply_address(desk_address: str, ticket_id: int, requester_id: int) -> str:
    """`support+r<secret>@host`: mail to it is this requester's word on this ticket."""
    return _plus(desk_address, MARK + _paired("reply", ticket_id, requester_id))


def read_reply_address(address: str) -> tuple[int, int] | None:
    """(ticket id, requester id) of a signed reply address, or None when it is none or was altered."""
    return _read_paired("reply", _raw(address, MARK))


def agent_address(desk_address: str, ticket_id: int, agent_id: int) -> str:
    """`support+a<secret>@host`: mail to it from this agent, proven, is their word on this ticket."""
    return _plus(desk_address, AGENT_MARK + _paired("agent", ticket_id, agent_id))


def read_agent_address(address: str) -> tuple[int, int] | None:
    """(ticket id, agent id) of an address signed for an agent, or None when it is none or was altered."""
    return _read_paired("agent", _raw(address, AGENT_MARK))


def _paired(purpose: str, ticket_id: int, person_id: int) -> str:
    body = _REPLY.pack(ticket_id, person_id)
    raw = body[3:8] + body[11:] + _mac(purpose, body, _REPLY_MAC)
    return base64.b32encode(raw).decode().rstrip("=").lower()


def _read_paired(purpose: str, raw: bytes) -> tuple[int, int] | None:
    body = b"\0\0\0" + raw[:5] + b"\0\0\0" + raw[5:10]
    if len(raw) != 10 + _REPLY_MAC or not hmac.compare_digest(raw[10:], _mac(purpose, body, _REPLY_MAC)):
        return None
    ticket_id, person_id = _REPLY.unpack(body)
    return ticket_id, person_id


def chase_address(desk_address: str, chase_id: int) -> str:
    """`support+c<secret>@host`: mail to it is an answer to what was asked on this chase."""
    return _plus(desk_address, CHASE_MARK + _single("chase", chase_id, _CHASE_MAC))


def read_chase_address(address: str) -> int | None:
    """The chase id of a signed chase address, or None when it is none or was altered."""
    return _read_single("chase", _raw(address, CHASE_MARK), _CHASE_MAC)


def approval_token(approver_id: int) -> str:
    """The secret of the link by which one who is asked decides."""
    body = _ONE.pack(approver_id)
    return base64.urlsafe_b64encode(body + _mac("approval", body, _APPROVAL_MAC)).decode().rstrip("=")


def read_approval_token(token: str) -> int | None:
    """The approver's id of such a secret, or None when it was altered."""
    try:
        raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (binascii.Error, ValueError):
        return None
    body, mac = raw[: _ONE.size], raw[_ONE.size :]
    if len(mac) != _APPROVAL_MAC or not hmac.compare_digest(mac, _mac("approval", body, _APPROVAL_MAC)):
        return None
    return int(_ONE.unpack(body)[0])


def proof_token(public_id: str) -> str:
    """The secret of the link by which somebody proves their address: over random bits, not over a number that a
    restored backup would give twice."""
    body = bytes.fromhex(public_id)
    return base64.urlsafe_b64encode(body + _mac("proof", body, _PROOF_MAC)).decode().rstrip("=")


def read_proof_token(token: str) -> str | None:
    """The public id of the proof of such a secret, or None when it was altered."""
    try:
        raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (binascii.Error, ValueError):
        return None
    body, mac = raw[:_PROOF_ID], raw[_PROOF_ID:]
    if len(mac) != _PROOF_MAC or not hmac.compare_digest(mac, _mac("proof", body, _PROOF_MAC)):
        return None
    return body.hex()


def return_path(desk_address: str, letter_id: int) -> str:
    """`support+b<secret>@host`: where mail servers send word of this one letter (VERP, with a signature)."""
    return _plus(desk_address, RETURN_MARK + _single("return", letter_id, _RETURN_MAC))


def read_return_path(address: str) -> int | None:
    """The letter id of a signed return path, or None when it is none or was altered."""
    return _read_single("return", _raw(address, RETURN_MARK), _RETURN_MAC)


def _single(purpose: str, number: int, mac_size: int) -> str:
    body = _ONE.pack(number)
    return base64.b32encode(body[3:] + _mac(purpose, body, mac_size)).decode().rstrip("=").lower()


def _read_single(purpose: str, raw: bytes, mac_size: int) -> int | None:
    body = b"\0\0\0" + raw[:5]
    if len(raw) != 5 + mac_size or not hmac.compare_digest(raw[5:], _mac(purpose, body, mac_size)):
        return None
    return int(_ONE.unpack(body)[0])


def without_plus(address: str) -> str:
    """The mailbox behind a plus-address, in lower case."""
    local, _, host = address.lower().partition("@")
    return f"{local.partition('+')[0]}@{host}"


def page_token(participant: Participant) -> str:
    """The secret part of a page link, for this requester on this ticket at this version."""
    body = _PAGE.pack(participant.ticket_id, participant.requester_id, participant.link_version)
    return base64.urlsafe_b64encode(body + _mac("page", body, _PAGE_MAC)).decode().rstrip("=")


def read_page_token(token: str) -> tuple[int, int, int] | None:
    """(ticket id, requester id, version) of a page link's secret, or None when it was altered."""
    try:
        raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (binascii.Error, ValueError):
        return None
    body = raw[: _PAGE.size]
    if len(raw) != _PAGE.size + _PAGE_MAC or not hmac.compare_digest(
        raw[_PAGE.size :], _mac("page", body, _PAGE_MAC)
    ):
        return None
    ticket_id, requester_id, version = _PAGE.unpack(body)
    return ticket_id, requester_id, version


def feed_token(agent: Agent, *, desk_id: int = 0) -> str:
    """The secret of an agent's calendar feed: of their promises, or of one desk's rota."""
    body = _FEED.pack(agent.pk, agent.feed_version, desk_id)
    return base64.urlsafe_b64encode(body + _mac("feed", body, _FEED_MAC)).decode().rstrip("=")


def read_feed_token(token: str) -> tuple[int, int, int] | None:
    """(agent id, version, desk id or 0) of a feed's secret, or None when it was altered."""
    try:
        raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (binascii.Error, ValueError):
        return None
    body, mac = raw[: _FEED.size], raw[_FEED.size :]
    if len(mac) != _FEED_MAC or not hmac.compare_digest(mac, _mac("feed", body, _FEED_MAC)):
        return None
    agent_id, version, desk_id = _FEED.unpack(body)
    return agent_id, version, desk_id


def _plus(desk_address: str, detail: str) -> str:
    local, _, host = desk_address.partition("@")
    return f"{local}+{detail}@{host}"


def _raw(address: str, mark: str) -> bytes:
    """The bytes of the secret in a plus-address; none for any other address. Mail servers may change its case."""
    local = address.partition("@")[0].lower()
    secret = local.rpartition(f"+{mark}")[2] if f"+{mark}" in local else ""
    try:
        return base64.b32decode(secret.upper() + "=" * (-len(secret) % 8))
    except ValueError:
        return b""


def _mac(purpose: str, body: bytes, size: int) -> bytes:
    return salted_hmac(f"heard.links.{purpose}", body, algorithm="sha256").digest()[:size]
