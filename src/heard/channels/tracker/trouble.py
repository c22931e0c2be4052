"""Why a signed webhook was refused: kept in English beside its sender, said in the reader's language on the page."""

from heard.hours.languages import Sentence, recognized

UNSIGNED = Sentence("a webhook without the right signature: %(why)s")
LOCKED = Sentence("its secret cannot be read: %(why)s")
NOT_READ = Sentence("a webhook that we do not understand: %(why)s")
MISSING = Sentence("a part is missing: %(part)s")
NO_TEXT = Sentence("%(part)s is no text")


def because(kind: Sentence, why: Exception) -> Sentence:
    """One of the three kinds above, with its reason."""
    return Sentence(kind.pattern, why=str(why))


def in_sentences(text: str) -> str:
    """What was kept of a refusal as the sentence that it was, its reason too."""
    whole = recognized(text, [kind.pattern for kind in (UNSIGNED, LOCKED, NOT_READ)])
    if not isinstance(whole, Sentence):
        return text
    why = recognized(whole.facts["why"], [reason.pattern for reason in (MISSING, NO_TEXT)])
    return Sentence(whole.pattern, why=why if isinstance(why, Sentence) else Sentence(why))
