"""A guess at the language of a text by its small words; a hint only, the person's own choice wins."""

import re

_SMALL_WORDS = {
    "en": "the and you is to of that for it not this have with please we are was can my i our your they there has had "
    "but from at when what how why would could should do does did been since all any every after before cannot",
    "de": "der die und ich das ist nicht sie ein wir mit für auf bitte habe den eine es wie noch im dem des zu von vom "
    "zum zur bei nach seit aus nur auch aber wenn kann können wird wurde haben hat sind war mein meine ihr ihre unser "
    "keine kein mehr alle über um was warum geht an einen einem einer uns mir mich als dass schon hallo danke guten",
    "fr": "le la les et je vous est pas que une dans pour des nous sur avec bonjour merci ne du un au aux en il elle "
    "mon ma mes votre notre ce cette qui ai a été être depuis plus mais comment pourquoi quand tout tous sont par",
    "es": "el la los y que no una por para con está hola gracias se del las mi su tengo muy un al lo me es son ha he "
    "pero como cómo cuando desde más sin ya todo todos esta este puedo puede nos nuestra nuestro usted qué porque",
    "ar": "من في على إلى هذا هذه التي الذي لا ما هل أن عن مع لم كان شكرا مرحبا بعد عند لكن أنا لقد قد",
    "it": "il che non una per con sono grazie di ho gli della mi buongiorno questo anche è nel lo la un e si ma del "
    "alla dal al ha come quando perché dopo ogni più mio mia nostro nostra siamo",
    "nl": "de het een en ik niet dat van is voor met je wij op graag heb bedankt aan deze nog te in er maar ook als "
    "wat waarom hoe sinds naar mijn onze kan kunnen wordt zijn heeft geen alle bij om",
    "pt": "o os que não uma para com está obrigado obrigada do da em por meu você se um no na as dos das ao mas como "
    "quando desde mais minha nosso nossa tenho são foi isso este esta",
    "pl": "nie jest się że na do proszę mam dziękuję z jak po dzień dobry czy ale tak przez w od dla co to są mój moja "
    "już tylko kiedy dlaczego od bo za",
}
_CODES_OF: dict[str, list[str]] = {}
for _code, _words in _SMALL_WORDS.items():
    for _small in _words.split():
        _CODES_OF.setdefault(_small, []).append(_code)
_WORD = re.compile(r"[^\W\d_]+")
_WORDS_LOOKED_AT = 200
_ARABIC = re.compile(r"[\u0621-\u064a]")
_PERSIAN = re.compile("[پچژگیک]")


def guess(text: str) -> str:
    """The two-letter code of the likeliest language, or "" when the text is too short or too mixed to say."""
    scores = dict.fromkeys(_SMALL_WORDS, 0)
    for word in _WORD.findall(text[:2_000].lower())[:_WORDS_LOOKED_AT]:
        for code in _CODES_OF.get(word, ()):
            scores[code] += 1
    second, best = sorted(scores.values())[-2:]
    if best < 2 or best < second * 1.5 + 0.5:
        return "ar" if len(_ARABIC.findall(text)) > len(text) / 2 and not _PERSIAN.search(text) else ""
    return max(scores, key=scores.__getitem__)
