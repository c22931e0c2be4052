"""The sample data: a desk with a live Today and two months behind it, told by the verbs people use.

Times are relative to the first start; the stage is set in `sample_stage.py`.
"""

from datetime import datetime, timedelta

from django.db import transaction

from heard.cli import sample_past, sample_texts
from heard.cli.sample_stage import Stage, set_stage
from heard.promise import offers
from heard.record.actions import (
    approval,
    chase,
    guide,
    help,
    note,
    nudge,
    party,
    problem,
    promise,
    reading,
    restatement,
    sample,
    ticket,
)
from heard.record.actions.approval import Named, Step
from heard.record.facts import facts_of, rules_of
from heard.record.models.problem import Problem
from heard.record.models.restatement import Restatement
from heard.record.models.ticket import Ticket


def begin(at: datetime) -> bool:
    """Lay the sample data down at `at` (UTC), unless that was done before; whether it was done now."""
    with transaction.atomic():
        if sample.begun():
            return False
        sample.mark_begun(at=at)
        stage = set_stage(at.replace(second=0))
        sample_past.tell(stage)
        _today(stage)
    return True


def _today(stage: Stage) -> None:
    for tell in (
        _late, _due_soon, _not_quite, _later, _vendor, _known, _written, _german, _parked, _asked, _unheard,
    ):  # fmt: skip
        tell(stage)


def _late(stage: Stage) -> None:
    late = stage.writes(
        "yusuf",
        "Label printer prints blank after update",
        "Good morning,\n\nsince last night's update the label printer only feeds blank labels. We have forty "
        "parcels waiting at the ramp.\n\nYusuf",
        stage.ago(170),
    )
    text = (
        "Hi Yusuf,\n\nthe printer feeds, the labels come out blank, and it began with last night's update. I am "
        "looking at the driver it brought along."
    )
    restating = "the printer feeds, the labels come out blank, and it began with last night's update."
    said = {"way": "next", "due_at": stage.ago(24), "restating": restating}
    stage.says("allie", late, text, stage.ago(150), **said)
    restatement.confirm(Restatement.objects.get(ticket=late), by=late.requester, at=stage.ago(146))
    ticket.open(late, by=stage.agents["allie"], at=stage.ago(23))


def _due_soon(stage: Stage) -> None:
    zelda = stage.writes(
        "zelda",
        sample_texts.DRONES,
        "Hello,\n\nthe drone circles the address and comes back with the package. The address is right, we "
        "checked twice.\n\nZelda",
        stage.ago(142),
    )
    said = (
        "the address is right, payment is through, the order stands, yet the drone circles and comes back with "
        "the package. It stops all morning deliveries."
    )
    text = (
        f"Hi Zelda,\n\nI want to be sure I work on the right thing: {said}\n\nI'm not sure why yet. This is tricky, "
        "and I know you are pressed for time. I've started looking."
    )
    stage.says(
        "allie",
        zelda,
        text,
        stage.ago(117),
        way="next",
        due_at=stage.now + timedelta(minutes=20),
        restating=said,
    )
    restatement.confirm(Restatement.objects.get(ticket=zelda), by=zelda.requester, at=stage.ago(113))
    stage.adds(
        zelda,
        "Yes, that's exactly it. Four more did the same just now. I have a call with the client in an hour, "
        "anything before that helps.",
        stage.ago(112),
    )
    reading.stand(zelda, by=stage.agents["allie"], at=stage.ago(110))
    ticket.set_impact(zelda, impact="degraded", by=stage.agents["allie"], at=stage.ago(109))
    vendor = party.make(
        name="Map vendor", address="tiles@globex.example", organization="Globex Maps", sample=True,
        by=stage.agents["allie"], at=stage.ago(82),
    )  # fmt: skip
    chase.start(
        zelda, contact=vendor, asked="New buildings have no address in the tiles; vendor ticket 88231.",
        by=stage.agents["allie"], at=stage.ago(82),
    )  # fmt: skip
    note.write(
        zelda,
        text="The map layer returns no address for new buildings. Vendor ticket 88231 is open.",
        by=stage.agents["allie"],
        at=stage.ago(80),
    )


def _not_quite(stage: Stage) -> None:
    priya = stage.writes(
        "priya",
        "Invoices cannot be saved",
        "Hello, our invoices can't be saved since this morning, an error about a limit appears.",
        stage.ago(95),
    )
    said = "no invoice can be saved since this morning, for anybody in your office."
    text = f"Hi Priya,\n\nlet me check that I have this right: {said}"
    due_at = stage.now + timedelta(minutes=100)
    stage.says("bob", priya, text, stage.ago(70), way="next", due_at=due_at, restating=said)
    corrected = Restatement.objects.get(ticket=priya)
    correction = "That's not quite it: only invoices over 10,000 fail, the others are fine."
    restatement.correct(corrected, correction=correction, by=priya.requester, at=stage.ago(12))


def _later(stage: Stage) -> None:
    ines = stage.writes(
        "ines",
        "Move our mailbox to the new domain",
        "Bonjour, we change our name next week. Could you move the studio mailbox to the new domain?",
        stage.ago(160),
    )
    text = "Hi Inès,\n\nyes, that can be done without losing a mail. I'll write you the steps and the best evening."
    stage.says("allie", ines, text, stage.ago(140), way="next", due_at=stage.now + timedelta(minutes=150))
    dana = stage.writes(
        "dana", "More disk for the render station", "We are full again. Could I have 500 GB?", stage.ago(130)
    )
    text = "Hi Dana,\n\nour rule stops at 250 GB, so this isn't mine to give. I've asked who can decide."
    stage.says("carla", dana, text, stage.ago(105), way="next", due_at=stage.now + timedelta(minutes=300))


def _vendor(stage: Stage) -> None:
    asked_at = stage.calendar.opens_after(stage.now - timedelta(days=3, hours=1))
    hana = stage.writes(
        "hana",
        "Addresses missing on map tiles",
        "Our new streets are missing on the map since spring.",
        asked_at,
    )
    first, second = asked_at + timedelta(minutes=30), asked_at + timedelta(minutes=40)
    text = "Hi Hana,\n\nthe tiles of the new district have no house numbers. I've asked the map vendor."
    due_at = stage.calendar.business_days(first, 1)
    stage.says("allie", hana, text, first, way="next", due_at=due_at)
    chase.start(
        hana,
        party="GPS vendor",
        asked="House numbers of the new district",
        by=stage.agents["allie"],
        at=second,
    )
    renewed = due_at - timedelta(minutes=40)
    text = (
        "No news yet. The vendor has our question and hasn't answered. I ask again on the day after tomorrow."
    )
    later = stage.calendar.business_days(stage.now, 1)
    promise.renew(
        hana, text=text, due_at=min(later, renewed + timedelta(days=2)), by=stage.agents["allie"], at=renewed
    )
    if hana.promises.get(outcome=None).due_at <= stage.now + timedelta(hours=6):
        promise.renew(
            hana, text="Still no answer from them; I have asked again today.", due_at=later,
            by=stage.agents["allie"], at=stage.ago(60),
        )  # fmt: skip


def _known(stage: Stage) -> None:
    """Zelda's drones are a problem that others have, too: it stands on the public page, with what works meanwhile."""
    allie = stage.agents["allie"]
    zelda = Ticket.objects.get(requester=stage.people["zelda"], subject=sample_texts.DRONES)
    found = problem.make(zelda, title="Drones come back with the package", by=allie, at=stage.ago(78))
    for language, words in sample_texts.KNOWN.items():
        problem.word(found, language=language, by=allie, at=stage.ago(76), **words)
    problem.set_state(found, state="known", by=allie, at=stage.ago(75))
    problem.publish(found, shown=True, by=allie, at=stage.ago(74))
    for who, subject, text, minutes in sample_texts.SAME:
        other = stage.writes(who, subject, text, stage.ago(minutes))
        due_at = stage.now + timedelta(minutes=240)
        stage.says("bob", other, sample_texts.SAME_ANSWER, stage.ago(minutes - 12), way="next", due_at=due_at)
        problem.join(other, problem=found, by=stage.agents["bob"], at=stage.ago(minutes - 13))
    problem.again(zelda, by=allie, at=stage.ago(20))


def _written(stage: Stage) -> None:
    """Three guides: one that helps with the drones, one that is due to be looked over, one for agents alone."""
    allie, drones = stage.agents["allie"], Problem.objects.get(sample=True)
    for words, days, public, answers in sample_texts.GUIDES:
        at = stage.now - timedelta(days=days, minutes=70)
        title, text = words["en"]
        made = guide.make(stage.desk, language="en", title=title, text=text, by=allie, at=at, sample=True)
        for language in set(words) - {"en"}:
            title, text = words[language]
            guide.write(made, language=language, title=title, text=text, seen=0, by=allie, at=at)
        if public:
            guide.publish(made, shown=True, by=allie, at=at)
        if not days:
            guide.about(made, problem=drones, by=allie, at=at)
        for n, helped in enumerate(answers):
            at += timedelta(minutes=5)
            help.answer(made.help, visitors=[f"sample {n}"], helped=helped, at=at)


def _german(stage: Stage) -> None:
    subject, asked, answered, said = sample_texts.GERMAN
    jonas = stage.writes("jonas", subject, asked, stage.ago(100))
    due_at = stage.now + timedelta(minutes=220)
    stage.says("bob", jonas, answered, stage.ago(75), way="next", due_at=due_at, restating=said)


def _parked(stage: Stage) -> None:
    at = stage.calendar.opens_after(stage.now - timedelta(days=9))
    mei = stage.writes("mei", "Dark labels for the tea list", "Could the tea list have dark labels?", at)
    text = (
        "Hi Mei,\n\nthis will not come soon, and I'd rather say so. It is planned with version 4.2, without a date. "
        "Until then the high contrast theme comes close."
    )
    ticket.open(mei, by=stage.agents["bob"], at=at + timedelta(minutes=5))
    promise.park(
        mei, text=text, event="version 4.2 is out", by=stage.agents["bob"], at=at + timedelta(minutes=40)
    )


def _asked(stage: Stage) -> None:
    omar = stage.writes(
        "omar",
        "Export for our auditors",
        "The auditors want last year's data. Can you send it?",
        stage.ago(125),
    )
    text = "Hi Omar,\n\nI'm ready to go on; I only need to know which format they want. One line will do."
    rules = rules_of(stage.desk)
    due_at = offers(rules, facts_of(omar, stage.ago(90)), stage.ago(90))[-1]
    stage.says("bob", omar, text, stage.ago(90), way="next", due_at=due_at)
    later = stage.calendar.business_days(stage.now, 1)
    approval.ask(
        omar,
        asked="Last year's flight log for auditors outside",
        policy="Flight logs leave the company without names only",
        why="The auditors ask for the names of the pilots as well.",
        excerpt=omar.preview,
        told_as="our data protection officer",
        steps=[Step([Named("Ines Pavel", "ines@aegean.example")], later)],
        by=stage.agents["bob"],
        at=stage.ago(70),
    )
    nudge.sooner(
        omar, wanted_at=stage.now + timedelta(hours=3), reason="The auditors leave at four.", by=omar.requester,
        at=stage.ago(9),
    )  # fmt: skip


def _unheard(stage: Stage) -> None:
    stage.writes(
        "tomasz",
        "Cannot sign in after my holiday",
        "Hi, I am back from holiday and the sign-in page says my account is locked. My shift began ten minutes ago."
        "\n\nTomasz",
        stage.ago(6),
    )
