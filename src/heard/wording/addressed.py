"""Whether a clause speaks of a word that is still to come from us to its reader, however it is put.

`cues.py` knows the ways in which people mostly promise; here a clause is judged by what it speaks of. It needs a word
(a call, a note, findings), its reader at the other end of it, and us or a colleague at this one; it must look
ahead, and speak of nobody else. A further language is a further row in `LANGUAGES`.
"""

import re
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True)
class Address:
    """The patterns of one language."""

    word: str
    """What somebody hears by."""
    bound: str
    """Word, reader and sender in one: nothing else is asked for."""
    reader: str
    sender: str
    ahead: str
    """That it is still to come; "" where the language need not say so."""
    alone: str
    """All words of a clause that says no more than that we call or write."""
    other: str
    """That it is somebody else's word, or for somebody else; that it was, or would be, or is only waited for."""


_EN_NEWS = (
    r"(?:word|news|note|line|shout|ping|summary|findings?|results?|outcome|statement|feedback|verdict|report|letter"
    r"|status|message|e?-?mails?|call|answers?|repl(?:y|ies)|response|update|explanation|list|quote|proposal|confirmation"
    r"|assessment|overview|recap|plan|breakdown|text|report|numbers?|figures|copy|draft|offer|decision)"
)
_EN_VERB = (
    r"(?:hear|call(?:ed|ing)?|ring(?:ing)?|phon(?:e|ing|ed)|buzz|ping(?:ing|ed)?|holler|shout|e?-?mail(?:ing|ed)?|text(?:ing|ed)?"
    r"|messag(?:e|ing|ed)|writ(?:e|ing|ten)|reply(?:ing)?|respond(?:ing)?|answer(?:ing|ed)?|report(?:ing|ed)?|contact(?:ing|ed)?"
    r"|notif(?:y|ying|ied)|inform(?:ing|ed)?|brief(?:ing|ed)?|updat(?:e|ing|ed)|tell(?:ing)?|know|learn|explain(?:ing)?"
    r"|confirm(?:ing|ed)?|shar(?:e|ing|ed)|send(?:ing)?|sent|talk(?:ing)?|speak(?:ing)?|chat(?:ting)?|reach(?:ing|es)?|told"
    r"|(?:get|com|circl|check|loop|swing|stop|drop|pop|touch|follow|walk)(?:e|ing|ting|ping)?"
    r" (?:back|in|base|up|by|over|round|through))"
)
_EN_PEOPLE = (
    r"(?:them|him|her|(?:the|our|my|a) \w+|(?!Monday|Tuesday|Wednesday|Thursday|Friday)(?-i:[A-Z][a-z]+))"
)

ENGLISH = Address(
    word=rf"\b(?:{_EN_VERB}|{_EN_NEWS})\b",
    bound=rf"^\W*(?:\w+ ){{0,3}}?{_EN_NEWS} (?:back )?(?:from (?:me|us|our (?:team|desk|side))|to you)\b"
    rf"|^\W*(?:\w+ ){{0,3}}?{_EN_NEWS}(?: (?:on|about|for) (?:this|it|that|your \w+))? (?:to follow|to come|coming|follows)\b"
    r"|\b(?:I|we)(?:'ll| will| shall|'m going to|'re going to) (?:\w+ )?(?:write|call|ring|report|come|get|circle|mail|message|text) back\b(?! (?:to|with|at) (?!you\b|an?\b|the\b|what|more|news))",
    reader=r"\byou(?:rs)?\b|\byour (?:inbox|mailbox|phone|mobile|desk|office|door|line|number|extension|question)\b",
    sender=rf"\b(?:I|we|me|us|my|our|let's|team|crew|some(?:one|body)|colleague)\b|(?-i:^\W*[A-Z][a-z]+ (?:will|is|and)\b)|{_EN_NEWS}",
    ahead=r"\b(?:will|shall|gonna|gets?|due|reach(?:es)?|let's)\b|'ll\b|\b(?:am|are|is)\b|'(?:m|re|s) ",
    alone=(
        r"(?:I|we|will|ll|shall|am|m|re|are|going|gonna|to|back|call|ring|phone|holler|shout|write|reply|respond|answer|report|buzz|calling"
        r"|ringing|phoning|writing|replying|again|then|just|also|certainly|definitely|personally|myself|in|touch|up|by|at|on|with"
        r"|news|an|a|answer|update|result|results|more|something|either|way|so|ok|okay|right|and|the|latest|no|later|than|before"
        r"|promise|promised|sharp|once|another|try|make|sure|be|get)"
    ),
    other=(
        r"\b(?:was|were|had|did|said|told (?:us|me)|promised|wrote|rang|yesterday|ago|last|missed|since|been|should have"
        r"|would|could|if|unless|whether|expect\w*|know|knew|wait(?:ing|s)?|needs?|assume|believe|think|want(?:s|ed)?|understand)\b|'d\b"
        r"|\b(?:between|around|about|roughly|approximately|some ?time)\b"
        r"|\b(?:call|ring|phone|write|tell|e?-?mail|send|give|let|answer|contact|inform|ask|reply to|report to|get back to) (?:us|me)\b"
        r"|\b(?:to|with) (?:us|me)\b|\byou(?:'ll| will| can| could| must| should| shall| need to| have to)? (?:call|ring|phone|write|tell|send"
        r"|e?-?mail|answer|reply|confirm|share|report|speak|talk|wrote|said|told|mentioned|asked|sent|do|are|have to|need|must|should|can)\b"
        r"|\byour (?:answer|reply|call|e?-?mail|message|note|report|feedback|confirmation|decision|approval|response|summary|letter|list)\b"
        rf"|\b(?:tell(?:ing)?|call(?:ing)?|ring(?:ing)?|phon(?:e|ing)|inform(?:ing)?|contact(?:ing)?|notify|brief|ask(?:ing)?|report(?:ing)? to|writ(?:e|ing) to"
        rf"|speak(?:ing)? (?:to|with)|talk(?:ing)? (?:to|with)|ping|chase|meet|updat(?:e|ing)|follow up with|check with|give) {_EN_PEOPLE}"
        r"|\bby (?:train|car|bus|taxi|plane|post|courier)\b|\bhear (?:a|an|the|it)\b|\b(?:they|s?he|it)\b|\bsend(?:ing)? (?:some(?:one|body)|an? (?:engineer|colleague|driver))\b"
        r"|\b(?:vendor|supplier|courier|carrier|provider|manufacturer|maker|bank|system|server|customer|manager|landlord|hotline|driver"
        r"|technician|job|backup|script|robot|portal|parcel|delivery|patch|window|maintenance|outage|meeting|appointment|deadline)\b"
    ),
)

_DE_NEWS = (
    r"(?:Bescheid|Rückruf|Anruf|Antwort|Rückmeldung|Nachricht|E?-?Mail|Stellungnahme|Ergebnis(?:se)?|\w*stand|Auskunft|Neuigkeiten"
    r"|Neues|Infos?|Informationen|Update|Laut|\w*bericht|Zusammenfassung|Einschätzung|Erklärung|Entscheidung|Übersicht|Mitteilung"
    r"|Lebenszeichen|Meldung|Vorschlag|Angebot|Liste|Stand der Dinge|Brief|Kopie|Entwurf|Zahlen)"
)
_DE_VERB = (
    r"(?:hör\w*|\w*ruf\w*|\w*telefonier\w*|\w*schreib\w*|meld\w*|zurückmelden|mail\w*|\w*antwort\w*|bericht\w*|unterricht\w*|informier\w*"
    r"|kontaktier\w*|benachrichtig\w*|verständig\w*|zukommen|zugehen|\w*klingel\w*|klingl\w*|erzähl\w*|sage?n?|sag|erfahren|erfährst|wissen"
    r"|schick\w*|send\w*|übermittl\w*|übermittel\w*|sprech\w*|erklär\w*|bestätig\w*|liefer\w*|teile|mitteilen|vorbei\w*|durchgeb\w*|angerufen|geschrieben)"
)

GERMAN = Address(
    word=rf"\b(?:{_DE_NEWS}|{_DE_VERB})\b",
    bound=rf"^\W*(?:\w+ ){{0,3}}?{_DE_NEWS} (?:(?:von|durch) (?:mir|uns|unserer? \w+)|an (?:Sie|dich|euch))\b"
    rf"|^\W*(?!das Update)(?:\w+ ){{0,3}}?{_DE_NEWS}\b.{{0,60}}?\b(?:erfolgt|folgt|kommt)\b(?! (?:vom|von der|von dem))|\bauf (?:Sie|dich|euch) zu\b",
    reader=r"\b(?:Ihnen|dir|euch|dich)\b|(?-i:(?<!^)\bSie\b|^\W*Sie (?:werden|dürfen|können|hören|erhalten|bekommen|haben))"
    r"|\b(?:kriegst|bekommst|erhältst|hörst|erfährst|kriegt|bekommt|erhaltet) (?:du|ihr)\b"
    r"|\b(?:Ihrem|deinem|eurem|Ihren|deinen) (?:Postfach|Händen|Schreibtisch|Büro|Tisch|Posteingang)\b",
    sender=r"\b(?:ich|wir|uns|mir|mich|unsere?\w*|meine?\w*|Kolleg\w+|Team|Frau|Herr|jemand|einer von uns)\b",
    ahead="",
    alone=(
        r"(?:ich|wir|ruf|rufe|rufen|zurück|an|durch|meld|melde|melden|mich|uns|schreib|schreibe|schreiben|antwort|antworte|antworten|klingel"
        r"|klingle|bericht|berichte|dann|nochmal|noch|mal|wieder|kurz|gleich|auf|jeden|fall|sicher|einfach|auch|also|moment|werde|werden|wieder"
        r"|spätestens|versprochen|und|retour|telefonisch|persönlich|selbst|okay|ok|ja|gut|bis|um|am|in|punkt|pünktlich|erneut|zur|dazu)"
    ),
    other=(
        r"\b(?:war(?:en)?|hatte[nst]?|wurde[nst]?|wollte[nst]?|sollte[nst]?|würde[nst]?|könnte[nst]?|gestern|vorhin|zuletzt|letzte\w*|bereits|schon"
        r"|zugesagt\w*|angekündigt\w*|bezweifle|erwarte|warte|brauche|benötige|warten|brauchen|benötigen|wünsche|hoffe)\b"
        r"|\b\w*(?:meldete|schickte|sagte|hörte|mailte|antwortete|berichtete|informierte|erzählte|klingelte|teilte|lieferte)[nst]*\b"
        r"|\b(?:gab|gaben|schrieb|schrieben|rief|riefen|bekam|bekamen|erhielt|erhielten|sprach|sprachen|kam|kamen)\b"
        r"|\b(?:haben?|hat|hast) .*\bge\w+(?:t|en)\b|^\W*(?:dass|ob|wenn|falls|sofern|was|wie|warum|weil)\b|\b(?:wenn|falls|sofern|sobald)\b"
        r"|\b(?:zwischen|gegen|ungefähr|circa|ca|etwa|irgendwann)\b"
        r"|\b\w+en Sie (?:mir|uns|sich|mich|bitte|das|den|die|Ihr\w*)\b|\bbitte\b|\bSie (?:können|dürfen) (?:mich|uns|sich)\b|\bSie (?:sollten|müssen|wollen|wollten|schreiben|sagen|melden"
        r"|schicken|senden|rufen)\b|^\W*(?:soll|kann|darf|könnten?|passt)\b"
        r"|\b(?:Ihre[nrms]?|deine?[nrms]?|eure?[nrms]?) (?:Antwort|Rückmeldung|Nachricht|Mail|Rückruf|Anruf|Bescheid|Bestätigung|Bericht|Stellungnahme"
        r"|Entscheidung|Freigabe|Liste|Meldung|Auskunft)"
        r"|\b(?:Hersteller\w*|Lieferant\w*|Anbieter\w*|Spedition|Techniker\w*|Post|Bank|Kunde\w*|Vermieter\w*|Paket\w*|Lieferung|System|Server|Dienst|Portal"
        r"|Wartung\w*|Termin|Sitzung|Besprechung|Schulung|Störung|Ausfall|Kurier\w*|Bote|Fahrer\w*|Roboter|Skript|Sicherung|er|es|man)\b"
    ),
)
LANGUAGES = (ENGLISH, GERMAN)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.I)


def addressed(clause: str, about: str, before: str = "") -> re.Match[str] | None:
    """What of a clause is the word to its reader; None where it speaks of none that is still to come from us.

    Args:
        clause: with its times. about: the same without them and without the small words before them.
        before: the clause before it, whose subject may be this one's too.
    """
    return next((found for language in LANGUAGES if (found := _in(language, clause, about, before))), None)


def _in(language: Address, clause: str, about: str, before: str) -> re.Match[str] | None:
    found = _compiled(language.word).search(clause)
    if not found or _compiled(language.other).search(about):
        return None
    if bound := _compiled(language.bound).search(clause):
        return bound
    if _compiled(rf"\W*(?:{language.alone}\W+)*{language.alone}\W*").fullmatch(about):
        return found if re.search(r"(?i)\b(?:I|we|ich|wir)\b", about) else None
    said = about if _compiled(language.sender).search(about) else f"{before} {about}"
    is_ours = _compiled(language.sender).search(said) and not _compiled(language.other).search(said)
    is_to_come = _compiled(language.reader).search(about) and _compiled(language.ahead).search(said)
    return found if is_ours and is_to_come else None
