"""Letters to whoever is asked on a chase: their words, the address they answer to, nothing of the requester."""

from email import message_from_bytes, policy

import pytest

from cast import Cast, assemble, clock
from heard.letters.render import compose, render
from heard.record import links
from heard.record.actions import chase, party
from heard.record.models.chase import Chase
from heard.record.models.letter import Letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return assemble()


def asked(cast: Cast, **whom: object) -> Chase:
    drones = cast.writes(cast.zelda, "They come back with the package.", at=clock("9:00"))
    return chase.start(
        drones, asked="When do the new tiles come?", sends=True, by=cast.allie, at=clock("10:00"), **whom
    )


def mira(cast: Cast, **more: str):
    return party.make(
        name="Mira Maps", address="mira@globex.example", by=cast.allie, at=clock("9:40"), **more
    )


@pytest.mark.parametrize(
    ("language", "last"),
    [
        ("en", "Allie Ames, Support\nSimply answer this mail: it reaches us in the right place."),
        (
            "de",
            "Allie Ames, Support\nAntworten Sie einfach auf diese Mail:"
            " So kommt es bei uns an der richtigen Stelle an.",
        ),
    ],
)
def test_a_ping_in_words(cast: Cast, language: str, last: str) -> None:
    letter = Letter.objects.get(chase=asked(cast, contact=mira(cast, language=language)))
    composed = compose(letter)
    assert composed.subject == "When do the new tiles come?"
    assert composed.text.strip().split("\n\n") == ["When do the new tiles come?", last]


def test_it_is_answered_to_the_chase_and_names_nothing_of_the_requester(cast: Cast) -> None:
    found = asked(cast, contact=mira(cast))
    content = render(Letter.objects.get(chase=found))
    mail = message_from_bytes(content, policy=policy.default)
    assert mail["From"] == '"Allie Ames (Support)" <support@heard.example>'
    assert links.read_chase_address(mail["Reply-To"].addresses[0].addr_spec) == found.pk
    assert mail["Auto-Submitted"] is None and mail["References"] is None
    for secret in ("zelda", "drones", "package", "northwind", str(found.ticket.number)):
        assert secret.encode() not in content.lower(), secret


def test_a_consult_opens_the_page_and_is_answered_to_the_chase(cast: Cast) -> None:
    found = asked(cast, colleague=cast.mallory)
    letter = Letter.objects.get(chase=found)
    composed = compose(letter)
    assert composed.subject == "Allie Ames asks you: When do the new tiles come?"
    assert f"/desk/consults/{found.public_id}/" in composed.text
    assert "is not sent to Zelda Marsh" in composed.text
    mail = message_from_bytes(render(letter), policy=policy.default)
    address = mail["Reply-To"].addresses[0].addr_spec
    assert links.read_chase_address(address) == found.pk and links.read_agent_address(address) is None


def test_a_chase_address_is_no_other_secret(cast: Cast) -> None:
    address = links.chase_address("support@heard.example", 7)
    assert links.read_chase_address(address.upper()) == 7
    assert links.read_return_path(address) is None and links.read_reply_address(address) is None
    assert links.read_chase_address(links.return_path("support@heard.example", 7)) is None
    altered = address.replace("+c", "+ca")
    assert links.read_chase_address(altered) is None
