"""Written help beside a ticket: guides that it reads like, and the line that sends one, for the composer."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from heard.agents.errors import door
from heard.agents.guide import told
from heard.agents.pages import piece
from heard.hours.languages import spoken
from heard.record.access import guide as guides
from heard.record.access import ticket as tickets
from heard.record.access.guide import Listed
from heard.record.models.ticket import Ticket
from heard.record.people import language_of

WORDS = {
    "en": "This may help: {title}\n{link}",
    "de": "Das hilft vielleicht: {title}\n{link}",
    "fr": "Ceci peut vous aider : {title}\n{link}",
    "es": "Esto puede ayudarle: {title}\n{link}",
    "ar": "قد يساعدك هذا: {title}\n{link}",
}
MOST = 5


@require_safe
@door
def beside(request: HttpRequest, public_id: str) -> HttpResponse:
    """What may help: asked for once the ticket's page stands; with `q`, what an agent looks for."""
    ticket = tickets.get(request.user, public_id)
    asked, language = request.GET.get("q", "")[:500].strip(), language_of(ticket.requester, ticket.desk)
    if asked:
        every = guides.listed(request.user, asked, language=language)
        found = [one for one in every if one.guide.desk.pk == ticket.desk_id][:MOST]
    else:
        found = guides.suggested(request.user, ticket, language=language)
    rows = [(one, told(one.counts), line(one, ticket)) for one in found]
    context = {
        "ticket": ticket,
        "rows": rows,
        "asked": asked,
        "first": next((row[0] for row in rows if row[2]), None),
    }
    return piece(request, "agents/help/section.html", context)


def line(listed: Listed, ticket: Ticket) -> str:
    """What goes into the letter, in the requester's language; "" for an internal guide, which nobody else can read."""
    help = listed.guide.help
    if not listed.guide.is_public:
        return ""
    language = spoken(language_of(ticket.requester, ticket.desk))
    link = settings.HEARD_URL + reverse("front-guide", args=[listed.guide.desk.slug, help.public_id])
    return WORDS[language].format(title=help.in_language(language).title, link=link)
