"""Help: what everybody may read of a guide. The requesters' pages know this, and nothing else of a guide."""

from django.db import models

from heard.hours.languages import spoken
from heard.record.ids import new_public_id
from heard.record.models.desk import Desk
from heard.record.models.problem import Problem


class Help(models.Model):
    """The outside of one guide; it has no words of its own. Those of a public guide are copied into `words`, and
    taken away when it is hidden, so that a page that reads here has nothing internal to show.

    Public since `published_at`. `problem` is the fault that it works around.
    """

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    desk = models.ForeignKey(Desk, models.PROTECT, related_name="+")
    problem = models.ForeignKey(Problem, models.SET_NULL, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey("record.Agent", models.PROTECT, null=True, blank=True, related_name="+")
    sample = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["desk", "published_at"], name="help_of_desk")]

    def in_language(self, language: str) -> "HelpWords":
        """Its words in a language, or else in the desk's, in English, in any."""
        every = {one.language: one for one in self.words.all()}
        wanted = (spoken(language), spoken(self.desk.language), "en", *sorted(every))
        return next(every[code] for code in wanted if code in every)


class HelpWords(models.Model):
    """The newest public words in one language; `text` is Markdown."""

    help = models.ForeignKey(Help, models.CASCADE, related_name="words")
    language = models.CharField(max_length=16)
    title = models.CharField(max_length=200)
    text = models.TextField()
    written_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["help", "language"], name="help_words_once")]


class HelpPicture(models.Model):
    """A picture of a guide, drawn by us; the bytes are in the file store under `digest`. It is public only where the
    public words show it."""

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    help = models.ForeignKey(Help, models.CASCADE, related_name="pictures")
    digest = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("record.Agent", models.PROTECT, related_name="+")


class Helped(models.Model):
    """Whether it helped, said by one visitor: a person by their key to a request, else a browser. The last word counts.

    `visitor` is a hash. `problem` is the fault that the guide worked around when it was said.
    """

    help = models.ForeignKey(Help, models.CASCADE, related_name="answers")
    visitor = models.CharField(max_length=64)
    helped = models.BooleanField()
    at = models.DateTimeField()
    problem = models.ForeignKey(Problem, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["help", "visitor"], name="helped_once")]


class HelpSearchRow(models.Model):
    """What the public words in one language are found by."""

    of = models.ForeignKey(Help, models.CASCADE, related_name="+")
    language = models.CharField(max_length=16)
    text = models.TextField()
