"""What came from other systems already."""

from collections.abc import Callable, Collection

from heard.record.models.agent import Agent
from heard.record.models.desk import DeskAddress
from heard.record.models.imported import Imported
from heard.record.models.letter import Letter
from heard.record.models.message import Message

AT_ONCE = 500


def is_here(origin: str, key: str, keys: Collection[str]) -> bool:
    """Whether a ticket of a system is here with all these messages (keys as `actions.imported.brief` gives them)."""
    kept = Imported.objects.filter(origin=origin, key=key).values_list("keys", flat=True).first()
    return kept is not None and set(keys) <= set(kept)


def key_of_thread(origin: str, ids: Collection[str]) -> str:
    """The key of the imported ticket on which one of these Message-IDs stands; "" for none."""
    found = Imported.objects.filter(origin=origin, ticket__messages__header_id__in=list(ids)[:AT_ONCE])
    return found.values_list("key", flat=True).first() or ""


def mails_here(ids: Collection[str]) -> set[str]:
    """Those of these Message-IDs that came or left here while people worked with Heard."""
    some = list(ids)
    came = Message.objects.filter(header_id__in=some, ticket__imported=None).values_list(
        "header_id", flat=True
    )
    return {*came, *Letter.objects.filter(header_id__in=some).values_list("header_id", flat=True)}


def ours(more: Collection[str] = ()) -> Callable[[str], bool]:
    """Whether an address is the desk's: of a desk, of an agent, or named; one with @ in front is a host."""
    own = {one.lower() for one in more}
    own |= {
        *DeskAddress.objects.values_list("address", flat=True),
        *Agent.objects.values_list("email", flat=True),
    }
    return lambda address: (low := address.strip().lower()) in own or f"@{low.partition('@')[2]}" in own
