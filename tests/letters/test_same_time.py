"""When does a text say the promised time itself? Only if it plainly does; in doubt the line stands."""

from datetime import UTC, datetime

import pytest

from heard.letters.same_time import says_time

NOW = datetime(2026, 11, 23, 14, 2, tzinfo=UTC)  # Monday, 9:02 in New York
TODAY_14 = datetime(2026, 11, 23, 19, tzinfo=UTC)
TODAY_NOON = datetime(2026, 11, 23, 17, tzinfo=UTC)
TODAY_1030 = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)
TOMORROW_10 = datetime(2026, 11, 24, 15, tzinfo=UTC)
THURSDAY_10 = datetime(2026, 11, 26, 15, tzinfo=UTC)
FRIDAY_WEEK_10 = datetime(2026, 12, 4, 15, tzinfo=UTC)
ZONE = "America/New_York"


@pytest.mark.parametrize(
    "due_at, text",
    [
        (TODAY_14, "I'll get back to you by 2pm."),
        (TODAY_14, "I’ll get back to you by 2 p.m. today. Thanks for waiting."),
        (TODAY_14, "Hi Zelda,\nYou'll hear from me by 2:00 pm today (New York time).\nAllie"),
        (TODAY_14, "We will ring you by 14:00 this afternoon"),
        (TODAY_14, "Ich melde mich bis heute um 14 Uhr."),
        (TODAY_14, "Sie hören bis 14:00 Uhr von mir"),
        (TODAY_NOON, "I'll write by noon."),
        (TODAY_1030, "I will call you by 10:30 am"),
        (TODAY_1030, "Ich rufe Sie bis 10.30 Uhr an"),
        (TOMORROW_10, "You'll hear from me by 10 am tomorrow."),
        (TOMORROW_10, "Ich schreibe Ihnen bis morgen um 10:00 Uhr"),
        (THURSDAY_10, "I'll let you know by Thursday 10:00 am"),
        (THURSDAY_10, "Ich antworte bis Donnerstag um 10 Uhr"),
        (FRIDAY_WEEK_10, "I'll update you by 10am on Friday 4 December"),
        (TODAY_14, "Vous aurez de mes nouvelles au plus tard aujourd’hui à 14 h."),
        (TODAY_14, "Je vous écrirai avant 14h00"),
        (TOMORROW_10, "Je vous appellerai au plus tard demain à 10 h."),
        (THURSDAY_10, "Bob vous écrira au plus tard jeudi à 10 h"),
        (TODAY_14, "Tendrá noticias mías a más tardar hoy a las 14:00."),
        (THURSDAY_10, "Le escribiré a más tardar el jueves a las 10:00"),
        (TODAY_14, "سيصلك ردي في موعد أقصاه اليوم الساعة 2:00 بعد الظهر."),
        (THURSDAY_10, "سأكتب إليك في موعد أقصاه يوم الخميس الساعة 10:00 صباحًا"),
    ],
)
def test_the_same_time(due_at, text):
    assert says_time(text, due_at=due_at, zone=ZONE, now=NOW)


@pytest.mark.parametrize(
    "due_at, text",
    [
        (TODAY_14, ""),
        (TODAY_14, "I'll get back to you soon."),
        (TODAY_14, "I'll get back to you by 3pm."),
        (TODAY_14, "I'll get back to you by 12pm."),
        (TODAY_14, "I'll get back to you by 2:30 pm."),
        (TODAY_14, "I'll get back to you by 2pm tomorrow."),
        (TODAY_14, "I'll get back to you by Thursday 2pm."),
        (TODAY_14, "I won't get back to you by 2pm."),
        (TODAY_14, "You will not hear from me by 2pm."),
        (TODAY_14, "Ich melde mich nicht bis 14 Uhr."),
        (TODAY_14, "You have a call by 2pm."),
        (TODAY_14, "I'll get back to you. Your call is by 2pm."),
        (TODAY_14, "I'll be in a meeting at 2pm and write later."),
        (TODAY_14, "I'll write by 2:00 am"),
        (TODAY_1030, "I'll write by 10 am"),
        (TOMORROW_10, "I'll write by 10 am"),
        (TOMORROW_10, "I'll write by 10 am on Thursday"),
        (THURSDAY_10, "I'll write by 10 am tomorrow"),
        (FRIDAY_WEEK_10, "I'll write by 10 am on Friday"),
        (TODAY_14, "Je ne vous écrirai pas avant 14 h."),
        (TODAY_14, "Vous aurez de mes nouvelles au plus tard demain à 14 h."),
        (TODAY_14, "Je vous écrirai avant 15 h."),
        (TODAY_14, "No le escribiré antes de las 14:00."),
        (TODAY_14, "Le escribiré a más tardar mañana a las 14:00."),
        (TODAY_14, "لن أكتب إليك قبل الساعة 2:00 بعد الظهر."),
        (TODAY_14, "سأكتب إليك في موعد أقصاه غدًا الساعة 2:00 بعد الظهر."),
    ],
)
def test_another_time_or_none(due_at, text):
    assert not says_time(text, due_at=due_at, zone=ZONE, now=NOW)


def test_where_the_clocks_differ_the_zone_must_be_named():
    """Allie writes in Berlin: her 2 pm is not Zelda's, so a bare 2 pm is not yet the same time."""
    others = ("Europe/Berlin", ZONE)
    bare, named = "I'll write by 2pm today.", "I'll write by 2pm today, New York time."
    assert not says_time(bare, due_at=TODAY_14, zone=ZONE, now=NOW, others=others)
    assert says_time(named, due_at=TODAY_14, zone=ZONE, now=NOW, others=others)
    assert says_time(bare, due_at=TODAY_14, zone=ZONE, now=NOW, others=("America/Toronto",))
