"""Two secrets: one that only agents of the desk may read, one that only those who chase may."""

from heard.clock import now
from heard.letters.alerts import deliver_one
from heard.record.actions import chase, draft, note, party
from heard.record.sealer import seal
from security.conftest import SECRET, Stage
from security.walk import Visit

WAITED = "zeppelin-canary-4419"
OUTSIDERS = ("nobody", "mallory", "zelda", "yusuf", "robot")


def set_out(stage: Stage) -> None:
    """The log is sealed; a second note, the alerts of whom it mentions, a draft of Bob's and a note that he is writing
    hold the secret as well, as do the name and the bytes of the first note's file. A chase holds the other: in all that
    is asked, pinged, answered and called."""
    at, cast = now(), stage.cast
    note.write(stage.drones, text=f"@Bob {SECRET} again, @Allie", by=cast.carla, at=at)
    note.keep(stage.drones, by=cast.bob, at=at, text=f"{SECRET} is not written yet")
    draft.keep(stage.drones, by=cast.bob, at=at, text=SECRET, way="next", typed=SECRET)
    tina = party.make(name="Tina", address="tina@globex.example", by=cast.allie, at=at)
    asked = chase.start(
        stage.drones, party=WAITED, contact=tina, asked=f"{WAITED} tiles?", sends=True, by=cast.allie, at=at
    )
    chase.ping(asked, text=f"{WAITED} again?", by=cast.allie, at=at)
    chase.hear(asked, text=f"{WAITED} soon", name=WAITED, counts=True, at=at)
    chase.hear(asked, text=f"{WAITED} who?", address="who@else.example", counts=False, at=at)
    chase.answer(asked, text=f"{WAITED} is out", by=cast.allie, at=at)
    while deliver_one(at):
        pass
    seal(10_000)


def secrets_in(visit: Visit) -> list[str]:
    """The secrets that an outsider got to see. The API's robots chase, so they may read the second."""
    if visit.actor not in OUTSIDERS:
        return []
    kept = [SECRET] if visit.actor == "robot" else [SECRET, WAITED]
    return [each for each in kept if each.encode() in visit.content.lower()]
