"""Who knows: two colleagues with the reason, beside a ticket; asking one of them is a consult."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from heard.agents.errors import door
from heard.agents.pages import Part, piece, reader_of
from heard.agents.ticket import answered
from heard.record.access import agent as colleagues
from heard.record.access import knows
from heard.record.access import ticket as tickets
from heard.record.access.knows import Knows
from heard.record.actions import chase
from heard.record.models.ticket import Ticket


@require_safe
@door
def who(request: HttpRequest, public_id: str) -> HttpResponse:
    """Whom to ask: fetched once the ticket's page stands."""
    return piece(
        request, "agents/knows/section.html", _section(request, tickets.get(request.user, public_id))
    )


@require_POST
@door
def ask(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask one of them: a consult, which opens this one ticket to them."""
    ticket = tickets.get(request.user, public_id)
    colleague = colleagues.get(request.user, request.POST.get("colleague", ""))
    asked = request.POST.get("asked", "")
    chase.start(ticket, colleague=colleague, asked=asked, by=request.user, at=request.now)
    place = f"#knows{ticket.pk}"
    part = Part(place, "agents/knows/section.html", _section(request, ticket), "innerHTML")
    return answered(request, public_id, part)


def _section(request: HttpRequest, ticket: Ticket) -> dict[str, object]:
    found = knows.who(request.user, ticket, at=request.now) if ticket.is_open else []
    return {"ticket": ticket, "found": [(one, _reason(one), _now(request, one)) for one in found]}


def _reason(one: Knows) -> str:
    """ "solved 6 like this, knows printers"."""
    solved = ngettext("solved one like this", "solved %(count)s like this", one.solved) % {
        "count": one.solved
    }
    skills = _("knows %(skills)s") % {"skills": ", ".join(one.skills)}
    return ", ".join(words for words, holds in ((solved, one.solved), (skills, one.skills)) if holds)


def _now(request: HttpRequest, one: Knows) -> str:
    """How often they were asked this week, and whether they are there."""
    asked = ngettext("asked once this week", "asked %(count)s times this week", one.asked) % {
        "count": one.asked
    }
    words = [asked if one.asked else _("not asked this week")]
    if one.away:
        words.append(_("away until %(time)s") % {"time": reader_of(request).short(one.agent.away_until)})
    elif one.watch:
        words.append(_("has the watch"))
    return ", ".join(words)
