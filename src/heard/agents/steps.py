"""The small signs at the end of a row: the five steps as dots, and how many people have the same fault."""

from functools import cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

STEPS = (
    gettext_lazy("heard"),
    gettext_lazy("acknowledged"),
    gettext_lazy("restated"),
    gettext_lazy("estimated"),
    gettext_lazy("met"),
)


@cache
def _drawn(steps: tuple[str, ...]) -> SafeString:
    return mark_safe("".join(f'<i class="{lit}"></i>' if lit else "<i></i>" for lit in steps))


def dots(steps: tuple[str, ...]) -> SafeString:
    """Five dots, and for people who hear them the steps that are done."""
    done = [str(word) for word, lit in zip(STEPS, steps, strict=True) if lit == "on"]
    said = ", ".join(done) or _("no step yet")
    return format_html('<span class="steps" role="img" aria-label="{}">{}</span>', said, _drawn(steps))


def times(voices: int) -> SafeString:
    """How many people have the same fault."""
    said = _("%(count)s people have this") % {"count": voices}
    return format_html(
        '<span class="chip" role="img" title="{}" aria-label="{}">×{}</span>', said, said, voices
    )
