"""Verbs on a guide: written and brought back, made public or hidden, looked over, given pictures, dropped."""

from datetime import datetime

from django.db import transaction

from heard.hours.languages import LANGUAGES, Sentence
from heard.record import drawing, events, files
from heard.record.errors import Refused
from heard.record.models.agent import Agent
from heard.record.models.desk import Desk
from heard.record.models.guide import Guide, GuideSearchRow, GuideVersion
from heard.record.models.help import Help, HelpPicture, HelpSearchRow, HelpWords
from heard.record.models.problem import Problem
from heard.record.search import written

LONGEST_TITLE, LONGEST = 200, 50_000
"""Characters of a title and of a text."""
LARGEST = 5 * 1024 * 1024
"""Bytes of a picture as it comes."""
MOST = 100
"""Pictures of one guide."""


@transaction.atomic
def make(
    desk: Desk, *, language: str, title: str, text: str, by: Agent, at: datetime, sample: bool = False
) -> Guide:
    """Write a new guide. It is internal until it is published.

    Raises:
        Refused: no title, no text, or a language that is not spoken here.
    """
    help = Help.objects.create(desk=desk, sample=sample)
    guide = Guide.objects.create(help=help, made_at=at, made_by=by, looked_at=at, looked_by=by)
    events.add("guide.made", by=by, at=at, desk=desk, guide=help.public_id)
    write(guide, language=language, title=title, text=text, seen=0, by=by, at=at)
    return guide


@transaction.atomic
def write(
    guide: Guide, *, language: str, title: str, text: str, seen: int, by: Agent, at: datetime
) -> GuideVersion:
    """Write the next version in one language; it holds from now on, also in public. The same words make none.

    Args:
        seen: the version that the writer began from, 0 for none.

    Raises:
        Refused: no title, no text, a language that is not spoken here, or a newer version came meanwhile.
    """
    title, text = _checked(language, title, text)
    own = _locked(guide)
    last = GuideVersion.objects.filter(guide=own, language=language).order_by("-n").first()
    if last and (last.title, last.text) == (title, text):
        return last
    if (last.n if last else 0) != seen:
        says = Sentence(
            "Somebody wrote a newer version meanwhile. Yours is still here; look at theirs, then save again."
        )
        raise Refused("meanwhile", says, field="text")
    version = GuideVersion.objects.create(
        guide=own, language=language, n=seen + 1, title=title, text=text, at=at, by=by
    )
    events.add(
        "guide.written", by=by, at=at, desk=own.desk, guide=own.public_id, language=language, n=seen + 1
    )
    _looked(own, by, at)
    written.put(GuideSearchRow, own.pk, language=language, title=title, text=text)
    if own.is_public:
        _copy(version)
    return version


def bring_back(version: GuideVersion, *, by: Agent, at: datetime) -> GuideVersion:
    """Let an older version hold again, as a new one on top."""
    last = GuideVersion.objects.filter(guide=version.guide, language=version.language).order_by("-n")[0]
    words = {"language": version.language, "title": version.title, "text": version.text}
    return write(version.guide, **words, seen=last.n, by=by, at=at)


@transaction.atomic
def publish(guide: Guide, *, shown: bool, by: Agent, at: datetime) -> None:
    """Let everybody read it, or keep it inside: then no public page has a word of it.

    Raises:
        Refused: it was dropped.
    """
    own = _locked(guide)
    if shown and own.dropped_at:
        raise Refused("dropped", "It was dropped. Take it up again first.")
    if shown != own.is_public:
        _show(own, shown, by, at)


@transaction.atomic
def look(guide: Guide, *, by: Agent, at: datetime) -> None:
    """Still right: somebody looked it over."""
    own = _locked(guide)
    _looked(own, by, at)
    events.add("guide.looked", by=by, at=at, desk=own.desk, guide=own.public_id)


@transaction.atomic
def about(guide: Guide, *, problem: Problem | None, by: Agent, at: datetime) -> None:
    """Say which fault it works around, or that it is none.

    Raises:
        Refused: the fault is another desk's.
    """
    own = _locked(guide)
    if problem and problem.desk_id != own.desk.pk:
        raise Refused("desk", "The problem is another desk's.", field="problem")
    Help.objects.filter(pk=own.help_id).update(problem=problem)
    number = problem.pk if problem else None
    events.add("guide.about", by=by, at=at, desk=own.desk, guide=own.public_id, problem=number)


@transaction.atomic
def drop(guide: Guide, *, dropped: bool, by: Agent, at: datetime) -> None:
    """It is of no use any more: hidden, and suggested to nobody. Or take it up again, internal at first."""
    own = _locked(guide)
    if dropped == bool(own.dropped_at):
        return
    if own.is_public:
        _show(own, False, by, at)
    own.dropped_at, own.dropped_by = (at, by) if dropped else (None, None)
    own.save(update_fields=["dropped_at", "dropped_by"])
    kind = "guide.dropped" if dropped else "guide.taken_up"
    events.add(kind, by=by, at=at, desk=own.desk, guide=own.public_id)


def add_picture(guide: Guide, *, content: bytes, by: Agent, at: datetime) -> HelpPicture:
    """Keep a picture, drawn anew from its pixels: nothing hides in it, neither a script nor where it was taken.

    Raises:
        Refused: too large, no picture, or there are too many.
    """
    if len(content) > LARGEST:
        raise Refused(
            "too_large", "A picture may have 5 MB. Make it smaller, or show only a part.", field="picture"
        )
    drawn = None if content[:1024].lstrip().startswith(b"%PDF-") else drawing.picture_of(content)
    if drawn is None:
        raise Refused(
            "no_picture", "That is no picture. PNG, JPEG, GIF and WebP can be shown.", field="picture"
        )
    digest = files.keep(drawn)
    with transaction.atomic():
        own = _locked(guide)
        if own.help.pictures.count() >= MOST:
            raise Refused(
                "too_many", Sentence("A guide has %(most)s pictures at most.", most=MOST), field="picture"
            )
        events.add("guide.pictured", by=by, at=at, desk=own.desk, guide=own.public_id)
        return own.help.pictures.create(digest=digest, size=len(drawn), added_at=at, added_by=by)


def _locked(guide: Guide) -> Guide:
    return Guide.objects.select_for_update(of=("self",)).select_related("help__desk").get(pk=guide.pk)


def _checked(language: str, title: str, text: str) -> tuple[str, str]:
    title, text = " ".join(title.split()), text.replace("\r\n", "\n").replace("\0", "").strip()
    if language not in LANGUAGES:
        raise Refused(
            "language",
            Sentence("Choose one of %(languages)s.", languages=", ".join(LANGUAGES)),
            field="language",
        )
    if not title:
        raise Refused("no_title", "Give it a title: what is it for?", field="title")
    if len(title) > LONGEST_TITLE:
        raise Refused(
            "title", Sentence("A title has %(most)s characters at most.", most=LONGEST_TITLE), field="title"
        )
    if not text:
        raise Refused("no_text", "Write a few words first.", field="text")
    if len(text) > LONGEST:
        raise Refused(
            "text",
            Sentence("That is longer than %(most)s characters. Make two guides of it.", most=f"{LONGEST:,}"),
            field="text",
        )
    return title, text


def _looked(guide: Guide, by: Agent, at: datetime) -> None:
    guide.looked_at, guide.looked_by = at, by
    guide.save(update_fields=["looked_at", "looked_by"])


def _show(guide: Guide, shown: bool, by: Agent, at: datetime) -> None:
    help = guide.help
    help.published_at, help.published_by = (at, by) if shown else (None, None)
    help.save(update_fields=["published_at", "published_by"])
    if shown:
        for version in GuideVersion.objects.filter(guide=guide).order_by("n"):
            _copy(version)
    else:
        help.words.all().delete()
        written.take(HelpSearchRow, help.pk)
    kind = "guide.published" if shown else "guide.hidden"
    events.add(kind, by=by, at=at, desk=guide.desk, guide=help.public_id)


def _copy(version: GuideVersion) -> None:
    """What everybody may read is a copy, so that nothing internal stands where the public pages read."""
    words = {"title": version.title, "text": version.text, "written_at": version.at}
    HelpWords.objects.update_or_create(help=version.guide.help, language=version.language, defaults=words)
    written.put(
        HelpSearchRow,
        version.guide.help_id,
        language=version.language,
        title=version.title,
        text=version.text,
    )
