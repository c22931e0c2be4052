"""A guess at the language of a text by its small words; a hint only, the person's own choice wins."""

import re

_SMALL_WORDS = {
    "en": "the and you is to of that for it not this have with please we are was can my",
    "de": "der die und ich das ist nicht sie ein wir mit für auf bitte habe den eine es wie noch",
    "fr": "le la les et je vous est pas que une dans pour des nous sur avec bonjour merci ne du",
    "es": "el la los y que no una por para con está hola gracias se del las mi su tengo muy",
    "ar": "من في على إلى هذا هذه التي الذي لا ما هل أن عن مع لم كان شكرا مرحبا بعد عند لكن أنا لقد قد",
    "it": "il che non una per con sono grazie di ho gli della mi buongiorno questo anche è nel",
    "nl": "de het een en ik niet dat van is voor met je wij op graag heb bedankt aan deze nog",
    "pt": "o os que não uma para com está obrigado obrigada do da em por meu você se um no",
    "pl": "nie jest się że na do proszę mam dziękuję z jak po dzień dobry czy ale tak przez",
}
_CODES_OF: dict[str, list[str]] = {}
for _code, _words in _SMALL_WORDS.items():
    for _small in _words.split():
        _CODES_OF.setdefault(_small, []).append(_code)
_WORD = re.compile(r"[^\W\d_]+")
_WORDS_LOOKED_AT = 200


def guess(text: str) -> str:
    """The two-letter code of the likeliest language, or "" when the text is too short or too mixed to say."""
    scores = dict.fromkeys(_SMALL_WORDS, 0)
    for word in _WORD.findall(text[:2_000].lower())[:_WORDS_LOOKED_AT]:
        for code in _CODES_OF.get(word, ()):
            scores[code] += 1
    second, best = sorted(scores.values())[-2:]
    if best < 3 or best < second * 1.5:
        return ""
    return max(scores, key=scores.__getitem__)
