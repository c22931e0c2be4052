"""Restatement: whether a mail that answers it clearly says yes or no; everything else a person reads.

Only what is plain counts (method.md, Restate): a short answer that begins with yes or no and nothing that
turns it round, in every language that people write to us in.
"""

import re
from typing import Literal

LONGEST = 60
ASKS = re.compile("[?؟]")
VOWEL_SIGNS = re.compile("[\u064b-\u0652]")
YES = (
    r"yes|yep|yeah|correct|exactly|right|that'?s (it|right|correct)|that is (it|right|correct)|spot on|precisely"
    r"|ja|jawohl|genau|stimmt|richtig|korrekt|passt|so ist es|das stimmt|exakt"
    r"|oui|exactement|tout à fait|c'est (ça|cela|bien ça|bien cela|exact|correct)|parfaitement"
    r"|sí|exacto|correcto|así es|eso es|exactamente|نعم|أجل|صحيح|بالضبط|تماما|هذا صحيح"
)
NO = (
    r"no|nope|not quite|not exactly|not really|that'?s (not|wrong)|that is (not|wrong)|wrong|incorrect"
    r"|nein|nicht ganz|nicht genau|falsch|stimmt nicht|das stimmt nicht|leider nein"
    r"|non|pas tout à fait|pas exactement|pas vraiment|ce n'est pas (ça|cela)|c'est faux"
    r"|no es (eso|así|correcto)|no del todo|no exactamente|incorrecto|لا(?= *[,.،]|$)|ليس تماما|ليس صحيحا|غير صحيح|خطأ"
)
TURNS = (
    r"\b(but|except|however|although|only|also|almost|nearly|partly|not"
    r"|aber|nur|allerdings|fast|teilweise|nicht|außer"
    r"|mais|sauf|seulement|presque|pas|pero|salvo|solo|sólo|casi|excepto|aunque|لكن|ولكن|إلا|فقط|ليس|تقريبا)\b"
)
THANKS = (
    r"(many |a lot of )?(thanks|thank you|thx|ty|cheers)"
    r"( (so much|very much|a lot|again|for (your|the) (help|update|reply|quick (reply|answer))))?"
    r"|great|perfect|awesome|ok(ay)?|got it|much appreciated|danke(schön|sehr)?|vielen dank"
    r"|besten dank|herzlichen dank|danke (dir|ihnen|euch)|super|prima|alles klar|perfekt"
    r"|(un grand )?merci( (beaucoup|bien|infiniment|encore|à vous))?|parfait|d'accord|génial"
    r"|(muchas |mil )?gracias( de nuevo| por (su|la|tu) (ayuda|respuesta))?|perfecto|genial|de acuerdo|muy amable"
    r"|شكرا( (جزيلا|لك|لكم|كثيرا|جزيلا لك|جزيلا لكم))?|ممتاز|حسنا|تمام"
)
GREETING = (
    r"^(hi|hello|dear|hallo|guten (tag|morgen)|liebe[r]?|bonjour|bonsoir|hola|buenos días|buenas tardes|مرحبا"
    r"|السلام عليكم)( [^\W\d_]+){0,2}\s*[,!.،]?\s+"
)
CLOSING = (
    r"\s+((kind |best |warm )?regards|best|cheers|(viele|beste|liebe|freundliche) gr(ü|ue)(ß|ss)e|"
    r"cordialement|bien à vous|un saludo|saludos|atentamente|مع التحية|تحياتي)"
    r"( [^\W\d_]+){0,2}$"
)


def reads_as(text: str) -> Literal["yes", "no"] | None:
    """What a reply to a restatement clearly says, or None when a person must read it.

    Args:
        text: what the requester newly wrote, without quotes and signature.
    """
    plain = _plain(text)
    if re.match(rf"({NO})\b", plain):
        return "no"
    rest = re.match(rf"({YES})\b(.*)", plain)
    if rest and len(plain) <= LONGEST and not re.search(TURNS, rest.groups()[-1]) and not ASKS.search(text):
        return "yes"
    return None


def is_only_thanks(text: str) -> bool:
    """Whether a message says nothing but thanks, which needs no answer and reopens nothing."""
    plain = _plain(text)
    pieces = [piece.strip(" -:)¡") for piece in re.split(r"[.!,;،؛\n]+", plain)]
    said = [piece for piece in pieces if piece]
    return bool(said) and not ASKS.search(text) and all(re.fullmatch(THANKS, piece) for piece in said)


def _plain(text: str) -> str:
    """Lower case, one line, plain apostrophes, without greeting and closing."""
    plain = " ".join(VOWEL_SIGNS.sub("", text).replace("’", "'").lower().split())
    return re.sub(CLOSING, "", re.sub(GREETING, "", plain)).strip()
