"""Zone and language of a person: chosen or said by their browser, then organization, then desk."""

from heard.record.models.desk import Desk
from heard.record.models.requester import Requester


def zone_of(requester: Requester, desk: Desk) -> str:
    """The IANA zone in which this requester is told times on this desk."""
    organization = requester.organization
    return requester.zone or (organization.zone if organization else "") or desk.zone


def language_of(requester: Requester, desk: Desk) -> str:
    """The language in which this requester is written to by the desk itself."""
    organization = requester.organization
    return requester.language or (organization.language if organization else "") or desk.language
