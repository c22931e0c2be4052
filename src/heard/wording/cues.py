"""How people say that they get back to somebody, in English and German; and what says that they do not.

Tables of patterns over one clause. A further language is a further row in each.
"""

import re

_NAME = r"(?!The\b|They\b|It\b|He\b|She\b|This\b|That\b|You\b|Who\b|Sie\b|Er\b|Es\b|Die\b|Der\b|Das\b|Ihr\b)[A-ZÄÖÜ][a-zäöüß]+"
_WE = (
    rf"(?:(?i:\bI|\bwe|\bone of us|\bsome(?:one|body)(?: \w+){{0,4}}|\ba (?:person|colleague|human)|"
    rf"\bmy colleague(?: \w+)?|\b(?:our|the) (?:\w+ )?(?:team|desk))|\b{_NAME})"
)
_NOW = r"(?: (?:also|then|certainly|definitely|again|just|gladly|personally|still|be sure to|make sure to))*"
_WILL = (
    r"(?i:'?ll|'m going to|'re going to| will| shall| can| am going to| are going to| is going to|(?:'d| would) like to|'m due to"
    r"| (?:plan|aim|expect|intend|promise|want|need|mean) to|(?:'m| am|'re| are) (?:planning|aiming|about|set) to| should(?! have \w+ed))"
    r"(?i: (?:try|do (?:my|our) best|be able|make (?:sure|a point)|be sure) (?:to|of))?"
)
_ON = (
    r"(?= (?:(?:by|at|on|before|within|in)(?! (?:the (?!end)|our|their|a\b|train|car))|again(?! at the| to the)|tomorrow|today|this|tonight"
    r"|either|once more|no later|first)\b|\W*$)"
)
_COMM = (
    r"(?i:get back (?:to|with) you|be back (?:to |with )?you|be back \S+ ?\S* ?\S* ?with (?:an? |the |my )?(?:answer|news|\w+)"
    r"|(?:come|report|circle|write|check|reach|loop|revert) (?:back |in |out )?(?:to|with) (?:(?:all|both) of )?you"
    r"|(?:write|reply|respond|answer|call|ring|phone|report|mail)(?: again| back)?(?: to)?(?: you\b| your\b|"
    + _ON
    + ")"
    r"|(?:call|ring|phone|text|message|mail|e-mail|email|contact|update|inform|notify|tell|ping|brief|give|send|promise"
    r"|get|show|drop|shoot|keep|let|reach|answer|bring|owe) you\b(?! to\b)"
    r"|answer your|have some(?:one|body) (?:\S+ ){0,4}?(?:call|ring|write to|contact|phone) you|(?:be (?:back )?in touch|be in contact|touch base|get in touch|get in contact|follow up|reach out|report back)(?: with you| to you|"
    + _ON
    + ")"
    r"|check (?:back )?in (?:with you|again)|(?:speak|talk|chat|catch up) (?:to |with )?you\b|do so"
    + _ON
    + r"|be (?:(?:at|in|by) your|with you(?! in (?:spirit|thought))|over|on site|round|around|on the (?:phone|line))"
    + _ON
    + r"|be (?:at|in|on|outside) your (?:door|desk|office|room|building|line)|get (?:\S+ ){1,5}?(?:over )?to you|dial you|have (?:it|them|this|that|\S+ \S+) in your (?:inbox|mailbox|hands)"
    r"|send (?!some|a (?:technician|colleague))(?:\S+ ){1,6}?(?:over|across|to you|to your)\b|send what|pass on what|send (?:an|another|the next) update|share (?:what|the|my|it|an?)\b"
    r"|confirm(?: it| this| that| the \w+)?(?: to you|" + _ON + ")"
    r"|have (?:\S+ ){1,6}?(?:ready )?for you|have (?:an answer|an update|news|more|word|something|results?|a (?:\w+ )?(?:answer|update|reply|response))"
    + _ON
    + r"|(?:come|stop|drop|swing|pop) (?:by|in|over|round)(?: (?:to )?your \w+| you)?"
    + _ON
    + r"|be at your desk|post an update|provide (?:you|an update)"
    r"|know and tell you|look in on you|be on the phone with you)"
)
_THING = (
    r"(?:answer|reply|reaction|word|update|news|message|note|mail|e-mail|email|call|file|report|export|list|link|details|results?|findings|thoughts|outcome"
    r"|plan|decision|summary|status|information|response|feedback|verdict|confirmation|quote|one(?=\W|$)|something|more(?= (?:by|at|on|before|within)\b)|it\b)"
)
_ANTWORT = (
    r"(?:Antwort|Rückmeldung|Nachricht|E?-?Mail|Stand|Zwischenstand|Datei|Bericht|Bescheid|Update|Meldung|Anruf|Rückruf|Link|Ergebnis"
    r"|Auskunft|Information(?:en)?|Lösung|Entscheidung|Liste|Neuigkeiten|Neues|(?:mehr|es|ihn|sie)(?=\W*$)|eine[nrs]?(?=\W*$| oder))\b"
)
_ICH = r"(?:ich|wir)"
_KOLLEGE = (
    rf"{_NAME}|(?i:jemand|ein mensch|einer|eine)(?: (?:aus|von|vom) \S+(?: \S+)?)?"
    rf"|(?i:(?:mein|unser)e? (?:kolleg(?:e|in)|team))(?: {_NAME})?"
)
_NEWS = r"(?:update|news|word|report|call(?:-?back)?|reply|answer|info|information|feedback|e?-?mail|message|response|results?|findings|check-?in|status|details|summary)"
_COMM_ING = r"(?:(?:drop|come|stop|swing) by|look in|visit you|see you|meet you|(?:call|ring|phone|write to|update|contact|message|tell|answer|get back to|report (?:back )?to)(?:ing)? you|(?:calling|ringing|phoning|updating|contacting|telling|answering|getting back to|writing to|reporting (?:back )?to) you)"
_INF = r"(?:melden|schreiben|anrufen|zurückrufen|kontaktieren|informieren|antworten|mitteilen|Bescheid (?:geben|sagen)|zurückmelden)"
_SOON = r"(?:um|bis|am|in|binnen|morgen|heute|übermorgen|spätestens|noch|wieder|gleich|dann|vor|innerhalb|punkt|pünktlich|kommenden|nächsten|montag|dienstag|mittwoch|donnerstag|freitag|samstag|mittags)\b"
_WHEN = rf"(?: {_SOON})"

CUES = (
    rf"{_WE}{_WILL}{_NOW} {_COMM}",
    rf"(?i:\blet me (?:\S+ ){{0,6}}?){_COMM}",
    r"(?i:\byou(?:'?ll| will| can| should| shall)?(?: also| then| certainly)? hear\b(?! it| a | the (?!.* from (?:me|us|\w+)\b))|\byou(?:'?ll| will) know\b)",
    rf"(?i:\byou(?:'?ll| will)(?: also| then)? (?:have|get|receive) (?!to\b)(?:\S+ ){{0,3}}?{_THING})",
    r"(?i:\byou(?:'?ll| will)(?: also| then)? (?:have|get|receive)\b(?! to).* from (?:me|us)\b)",
    r"(?i:\b(?:I|we)(?: can| do|'ll| will)? (?:promise|owe|guarantee) you (?:an?|my|the|our|some)\b)",
    r"(?i:\byou(?:'?ll| will) be (?:contacted|called|informed|updated|notified|told)\b)",
    r"(?i:(?:\byou (?:can|may|should) |\bplease |^\W*)(?:safely )?(?:expect|count on) (?:me |us )?(?:to (?:call|ring|write|be in touch|get back|report|update|come by)\b|(?:at|in) your \w+)|(?:\byou (?:can|may|should) |\bplease |^\W*)(?:expect|count on) (?:to hear|hearing|word|news|(?:an?|my|our|the next) (?:\w+ )?"
    r"(?:update|answer|call|mail|word|reply|message|news|response)))",
    r"(?i:^\W*(?:(?:my|our|the|your) )?next (?:update|word|message|news|mail|reply|report|call|check-in)(?: with you)?"
    r"(?: from (?:me|us|\w+(?: \w+)? to you))?(?: to you)?(?: (?:comes?|will come|will be|follows|is|by|at|on|within|tomorrow|today)\b|:| \d))",
    r"(?i:^\W*(?:an? |my |the )?(?:news|more|update|word|back (?:to|with) you|call back|(?:answer|reply) (?:from (?:me|us)|comes|follows))(?: from (?:me|us))?"
    r"(?: to you)?(?: will)?(?: comes?| follows?)? (?:by|at|on|within|in|before|no later|today|tomorrow)\b)",
    r"(?i:^\W*(?:calling|getting|ringing|writing)(?: back)?(?: to)? you\b)",
    r"(?i:\b(?:I|we)(?:'m|'re| am| are) (?:calling|ringing|phoning|getting back to|coming back to|writing to|messaging|mailing|emailing|visiting|speaking (?:to|with)|coming (?:over |by |round )?to) you\b)",
    r"(?i:^\W*(?:talk|speak|chat|more|back)(?: (?:again|soon))? (?:to|with) you\b|^\W*(?:talk|speak|call|ring|phone) you(?: back| again)?\b|\blet'?s (?:talk|speak|catch up|have a call))",
    r"(?i:\b(?:be|lands?|arrives?) (?:\S+ )?in your (?:inbox|mailbox)\b)",
    rf"(?i:\b(?:look out|watch|wait|keep an eye out) for (?:\S+ ){{0,3}}?{_NEWS}\b)",
    rf"(?i:\b(?:I|we)(?:'ve| have)? (?:just )?(?:set|put|booked|blocked|made|got|reserved|scheduled|pencilled)\b(?: \S+){{0,8}}? (?:to|for) {_COMM_ING})",
    rf"(?i:\b(?:my|our) (?:deadline|target|time|aim|promise|goal|commitment|plan)\b(?: \S+){{0,3}}? (?:to|for|of) {_COMM_ING})",
    rf"(?i:^\W*will{_NOW} ){_COMM}",
    rf"(?i:\b(?:melde|meld)\b {_ICH}? ?mich|\bmich (?:\S+ ){{0,6}}?(?:melden|zurückmelden)|(?<!bei )\buns (?:\S+ ){{0,8}}?melden\b|\bmelden {_ICH} uns"
    r"|\bwir melden uns)",
    rf"(?i:^\W*)(?:{_KOLLEGE}) meldet sich (?i:(?:\S+ ){{0,6}}?(?:bei (?:Ihnen|dir|euch)))",
    r"(?i:\b(?:Sie|ihr) (?:hören|hört)\b(?!.* (?:eine?|einen|das|den|die)\b)|\bhören Sie\b|\bdu hörst\b|\bhörst du\b)",
    r"(?i:\b(?:Sie|du|ihr) (?:\S+ ){0,8}?von (?:mir|uns|\w+) (?:wieder )?(?:hören|hörst|hört)\b)",
    rf"(?i:\b(?:schreibe?|schreiben|antworte|antworten|maile|mailen) (?:{_ICH}\b ?)?(?:Ihnen|dir|euch)\b)",
    rf"(?i:\b{_ICH} (?:schreibe?|schreiben|antworte|antworten|berichte|berichten)\b{_WHEN})",
    rf"(?i:\b(?:schreibe?|schreiben|antworte|antworten|berichte|berichten) {_ICH}\b(?:{_WHEN}|\W*$))",
    rf"(?i:^\W*)(?:{_KOLLEGE}) (?:schreibt|antwortet|berichtet|mailt) (?i:Ihnen|dir|euch)\b",
    rf"(?i:^\W*)(?:{_KOLLEGE}) (?:ruft|informiert|kontaktiert) (?i:Sie|dich|euch)\b",
    r"(?:ruft|kontaktiert) (?:Sie|dich|euch) (?:mein|unsere?)e? (?i:kolleg|team)",
    r"(?i:\b(?:rufe?|rufen) (?:(?:ich|wir)\b ?)?(?:Sie|dich|euch)\b)",
    rf"(?i:\b(?:{_ICH} rufe|rufe {_ICH}|wir rufen|rufen wir)\b(?={_WHEN})(?!.*\b(?:beim|den|dem|die|der)\b).*\b(?:an|zurück|durch)\b)",
    rf"(?i:\b(?:gebe?|geben) (?:{_ICH}\b ?)?(?:(?:Ihnen|dir|euch)\b|{_SOON}) ?(?:\S+ ){{0,8}}?(?:Bescheid|Rückmeldung|Auskunft|Nachricht|Laut|Feedback|Infos?|Meldung|Update|Zwischenstand|Lebenszeichen|Antwort|durch)\b)",
    rf"(?i:\b(?:sage?|sagen|teile|teilen|schicke?|schicken|sende|senden|erkläre|nenne|bestätige|bestätigen|verspreche|liefere|erzähle|zeige)"
    rf" (?:{_ICH}\b ?)?(?:\S+ )?(?:Ihnen|dir|euch)\b(?!.*\b(?:Techniker|jemanden|Einladung|Kollegen)))",
    rf"(?i:\bsage? (?:{_ICH}\b ?)?(?:(?:Ihnen|dir|euch)\b|{_SOON}) ?(?:\S+ ){{0,4}}?Bescheid)",
    rf"(?i:\b(?:informiere|informieren|kontaktiere|kontaktieren|benachrichtige|benachrichtigen|verständige) (?:{_ICH}\b ?)?(?:Sie|dich|euch)\b)",
    rf"(?i:\b(?:beantworte|beantworten) (?:{_ICH}\b ?)?(?:Ihnen|Ihre|deine|dir|das|die)\b)",
    r"(?i:\bkomme(?:n)? (?:(?:ich|wir)\b ?)?(?:\S+ ){0,8}?(?:auf (?:Sie|dich|euch) (?:zu|zurück)|vorbei)\b)",
    r"(?i:\bbin (?:ich\b ?)?(?:\S+ ){0,4}?(?:wieder bei (?:Ihnen|dir|euch)|mit (?:einer |der )?Antwort))",
    rf"(?i:\b(?:{_ICH} (?:lasse?|lassen)|(?:lasse?|lassen) {_ICH}) (?:\S+ ){{0,6}}?(?:von mir hören|von uns hören|wissen))",
    r"(?i:\bmit (?:Ihnen|dir|euch) in Verbindung)",
    rf"(?i:\b(?:schicke?|schicken|sende|senden|liefere) (?:{_ICH}\b ?)?{_SOON} (?:\S+ ){{0,6}}?{_ANTWORT})",
    rf"(?i:^\W*(?:eine? |meine? |weitere |(?:die |das )?nächste[srn]? )?{_ANTWORT} (?:folgt|kommt)\b)",
    rf"(?i:\b{_ANTWORT} (?:bekommen|erhalten|haben) Sie\b)",
    rf"(?i:\b(?:{_ICH} (?:werde|werden|kann|können|will|wollen)|(?:werde|werden|kann|können|will|wollen) {_ICH}) (?:\S+ ){{0,8}}?"
    rf"{_ANTWORT} (?:geben|schicken|senden|schreiben))",
    r"(?i:\bSie sollten\b.* von (?:mir|uns) hören)",
    r"(?i:\bwir (?:sprechen|hören|lesen) uns\b|\b(?:sprechen|hören|lesen) wir uns\b|\bwir telefonieren\b|\btelefonieren wir\b)",
    rf"(?i:\b(?:klingle|klingele|läute|rufe?|rufen|funke|telefoniere) (?:{_ICH}\b ?)?(?:\S+ ){{0,8}}?(?:durch|retour|bei (?:Ihnen|dir|euch)))",
    r"(?i:\b(?:erfahren Sie|Sie erfahren|erfährst du|du erfährst)\b)",
    rf"(?i:\b(?:erwarten Sie|Sie (?:dürfen|können)|du (?:darfst|kannst)) (?:\S+ ){{0,8}}?{_ANTWORT} (?:erwarten|rechnen)|\berwarten Sie (?:\S+ ){{0,6}}?{_ANTWORT})",
    rf"(?i:\b{_ANTWORT} (?:\S+ ){{0,8}}?(?:bei (?:Ihnen|dir|euch)|in (?:Ihrem|deinem|eurem) Postfach)\b)",
    r"(?i:\b(?:kommt|kommen) (?:\S+ ){0,8}?(?:auf (?:Sie|dich|euch) zu|zu (?:Ihnen|dir|euch)\b))",
    rf"(?i:\b(?:hab'?s?|habe|haben) {_ICH} (?:\S+ ){{0,8}}?(?:was|etwas|mehr|Neues|Neuigkeiten|Infos?|eine Antwort|ein Ergebnis)\b(?: für| zu berichten|\W*$))",
    rf"(?i:\b{_ICH} hab'?e? (?:\S+ ){{0,8}}?(?:was|etwas|mehr|Neues) für (?:Sie|dich|euch)\b)",
    rf"(?i:\bwird (?:Sie|Ihnen|dich|dir|euch|sich) (?:\S+ ){{0,10}}?{_INF}\b)",
    r"(?i:\b(?:Sie|dich|euch|Ihnen|dir|mich|uns) (?:\S+ ){0,7}?(?:anzurufen|zurückzurufen|zu (?:kontaktieren|informieren)|Bescheid zu (?:geben|sagen)|zurückzumelden)\b)",
    rf"(?i:\b(?:bin|sind|stehe|stehen|schaue?|schauen) {_ICH} (?:\S+ ){{0,6}}?(?:bei (?:Ihnen|dir|euch)|in (?:Ihrem|deinem) (?:Büro|Zimmer))|\b{_ICH} (?:bin|sind|stehe|stehen|schaue?|schauen) (?:\S+ ){{0,6}}?bei (?:Ihnen|dir|euch)\b)",
    rf"(?i:\b(?:Sie (?:bekommen|erhalten|haben)|(?:bekommen|erhalten|haben) Sie|du (?:bekommst|erhältst|hast)|(?:bekommst|erhältst|hast) du) "
    rf"(?:(?!auf\b|zur\b|zum\b|zu\b|über\b)\S+ ){{0,7}}?{_ANTWORT})",
    r"(?i:\b(?:Sie wissen|wissen Sie|du weißt|weißt du)\b)",
    r"(?i:\bmit (?:einer|meiner|meinem|einem|unserer) (?:\w+ )?(?:Antwort|Anruf|Rückmeldung|Rückruf|Nachricht)(?: \w+)? rechnen"
    r"|\brechnen Sie (?:\S+ ){0,6}?mit (?:meinem|meiner|einem|einer|unserer))",
    r"(?i:^\W*(?:das |die |der |den |meine |mein |unsere )?nächste[srn]? (?:Nachricht|Meldung|Wort|Update|Stand|Rückmeldung|Antwort)"
    r"(?: (?:von (?:mir|uns)|kommt|folgt|gibt es|bekommen|erhalten|um|bis|am|morgen|heute|spätestens)\b|:))",
    r"(?i:^\W*(?:Neues|Mehr|Rückruf|Rückmeldung|Update|mein Anruf|meine Antwort|meine Rückmeldung)(?: von (?:mir|uns))?"
    r"(?: kommt| folgt| gibt es)? (?:um|bis|am|morgen|heute|in|binnen|spätestens)\b)",
    rf"(?i:\b(?:habe|haben) {_ICH} (?:\S+ ){{0,4}}?für (?:Sie|dich|euch)\b|\b{_ICH} (?:habe|haben) (?:\S+ ){{0,6}}?(?:Antwort|Neues|Nachricht) für"
    rf"|\bhabe {_ICH} (?:eine Antwort|Neues|ein Ergebnis)\W*$)",
    r"(?i:\b(?:Sie werden|werden Sie|du wirst) (?:\S+ ){0,6}?(?:kontaktiert|informiert|angerufen|benachrichtigt|hören))",
    rf"(?i:\b{_ICH} (?:kann|können|werde|werden|will|wollen|möchte|möchten) (?:\S+ ){{0,8}}?(?:melden|schreiben|anrufen|zurückrufen|kontaktieren"
    r"|informieren|durchrufen|durchgeben|zurückmelden|zukommen|vorbeikommen|Bescheid geben|Bescheid sagen|antworten|mitteilen)\b)",
    rf"(?i:\b(?:kann|können|werde|werden|will|wollen|möchte|möchten) {_ICH} (?:\S+ ){{0,8}}?(?:melden|schreiben|anrufen|zurückrufen"
    r"|kontaktieren|informieren|Bescheid geben|Bescheid sagen|antworten|mitteilen)\b)",
    r"(?i:\b(?:Ihnen|dir|Sie|dich|mich)\b (?:\S+ ){0,6}?zu (?:schreiben|melden|antworten|berichten)\b)",
)
"""A clause that matches one of these is a word to the requester that is still to come."""

RUNS_ON = re.compile(rf"^\W*(?:(?i:then|will|also|dann) )*{_COMM}")
"""After "and" the one who promises was named before: "I ask them and get back to you"."""

PROMISER = re.compile(r"(?i:\b(?:I|we|my|let me)\b)")

GOES_ON = re.compile(
    r"^\W*(?:meldet sich\b.*\bbei (?:Ihnen|dir|euch)\b|(?:schreibt|antwortet) (?:Ihnen|dir)\b|ruft (?:Sie|dich)\b)"
)
COLLEAGUE = re.compile(rf"^\W*(?:{_KOLLEGE}) ")
"""The same of a colleague: "Bob hat die Daten und meldet sich bei Ihnen"."""

WHO_WRITES = re.compile(
    r"^\W*(?:der|die) (?:Ihnen|dir|euch|Sie|dich|sich) (?:\S+ ){0,8}?(?:schreibt|antwortet|anruft|zurückruft|informiert"
    r"|Bescheid (?:gibt|sagt)|bei (?:Ihnen|dir|euch) meldet)\b"
)
HANDED_TO = re.compile(rf"\b(?:an|von|durch|mit) (?:{_KOLLEGE})\W*$")
"""And of one to whom it was just given: "Ich gebe das an Bob, der Ihnen bis 15 Uhr schreibt"."""

_ENDS = (
    r"(?=\W*$|\W+(?:with|from (?:me|us)|at the (?:very )?latest|latest|for you|to you|on (?:this|it|that)|about (?:this|it|that)|or\b|sharp|either way"
    r"|spätestens|von (?:mir|uns)|bei (?:Ihnen|dir|euch)|für (?:Sie|dich)|dazu|hierzu|mit|per)\b)"
)
HEADLINES = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"^\W*(?:(?:an?|the|my|our|another|further|status|next|first|short|quick|brief|full|proper|written|final)\b ?)+{_NEWS}"
        r"(?: (?:to|for) you| from (?:me|us))?(?: (?:on|about) (?:this|it|that))?:?$",
        r"^\W*(?:(?:more|further|new|status) )?(?:updates?|news|status|info|feedback|call-?back|back (?:to|with) you)(?: (?:to|for) you| from (?:me|us))?:?$",
        rf"^\W*(?:(?:an?|the|my|our|your|another|further|next|first|short|quick|brief|full|proper|written|final)\b ?)+{_NEWS}(?: (?:to|for) you| from (?:me|us))? "
        r"(?:(?:will|'ll|is|are)(?: (?:be|is|are|come|follow|reach|arrive|go out|land|due|coming))*|comes|follows|reaches|arrives|goes out|lands)"
        r"(?: (?:sent|given|provided|posted|shared|with you|ready|made|due|out|in your \w+|to you|you|yours|there))*$",
        r"^\W*(?:(?:eine?|meine?|unsere?|nächste[rs]?|weitere[rs]?|kurze[rs]?|neue[rs]?|ausführliche|schriftliche|versprochene|spätestens)\b ?)+"
        r"(?:Antwort|Rückmeldung|Nachricht|E?-?Mail|Stand|Zwischenstand|Bescheid|Update|Meldung|Anruf|Rückruf|Auskunft|Info|Information|Wortmeldung|Mal|Zwischenmeldung)"
        r"(?: (?:von (?:mir|uns)|an (?:Sie|dich)|für (?:Sie|dich)|dazu|hierzu))?(?: (?:kommt|folgt|erfolgt|gibt es|gibt's|geht raus)(?: (?:Ihnen|dir|an Sie))?)?:?$",
        r"^\W*(?:Antwort|Rückmeldung|Zwischenstand|Bescheid|Neues|Mehr|Rückruf|Info|Stand|das nächste Mal|Meldung)(?: (?:dazu|hierzu|von (?:mir|uns)|an Sie|an dich))?"
        r"(?: (?:kommt|folgt|erfolgt|gibt es|gibt's))?(?: dann| wieder)?:?$",
    )
)
"""News without a verb, or with one that says that they come: nothing but a time may follow ("Next update: 3pm")."""
ENDS = re.compile(_ENDS, re.I)
"""What may stand behind the time of such a one: "A reply by 2pm is fine" is none."""

NEVER = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        r"n't\b|\bcannot\b|(?<!or )\bnot\b(?! later)|\bhear nothing\b|\bnothing from (?:me|us)\b|\bnever\b|\bnobody\b|\bno one\b|\bdoubt\b|\bunlikely\b",
        r"(?<!oder )\bnicht\b(?! später)|\bnichts (?:mehr )?(?:von|hören)\b|\bkein\w*\b|\bnie(?:mand|mals)?\b|\bbezweifle\b",
        r"\b(?:might|maybe|perhaps|hope|hopefully|possibly)\b|\b(?:vielleicht|hoffe|hoffentlich|eventuell|womöglich|würde|könnte|hätten?)\b",
        r"\b(?:usually|normally|typically|generally|always|on average|as a rule|every|daily|automatically)\b",
        r"\b(?:meist(?:ens)?|normalerweise|üblicherweise|gewöhnlich|in der Regel|im Schnitt|immer|jede[nrs]?|täglich|automatisch)\b",
        r"\b(?:haben?|hast)\b.* (?:bekommen|erhalten|ge\w+t|ge\w+en|angerufen|verpasst|geschrieben)\W*$",
        r"\b(?:bei|mit) (?:uns|mir)\W*$|\bab\W*$|\bbeim\b|\bbei (?:der|den|dem)\b|\ban (?:dem|der|den|einem|einer)\b",
        r"\b(?:geben|sagen|schicken|senden|schreiben|melden|nennen|rufen|antworten) Sie (?:mir|uns|sich|mich|bitte)\b|\bplease (?!expect|count)|\bbitte\b(?! erwarten| rechnen)",
    )
)
"""A clause that matches one of these promises nothing, whatever else it says."""

NEVER_BEFORE = re.compile(
    r"\b(?:said|told|wrote|promised|quoted|claimed|had|was|were|should have|would"
    r"|sagte[nst]?|gesagt|versprochen|schrieb(?:en|st)?|geschrieben|hatte[nst]?|wollte[nst]?|sollte|wurde[nst]?|war(?:en)?)\b",
    re.I,
)
"""The same up to the promise and its time; behind them it is what the word will be about ("what they said")."""

CONDITION = re.compile(
    r"^\W*(?:if|unless|once|when|whenever|after|as soon as|until|in case|should \w+|provided"
    r"|wenn|falls|sobald|nachdem|sofern|solange|bis Sie|sollten Sie)\b",
    re.I,
)
"""How a sentence begins that promises only if something else happens first."""

REPORTED = re.compile(
    r",\s*(?:he|she|they) (?:says|said|told|promised)\W*$|\bsagt (?:er|sie|der|die)\b[^,]*$", re.I
)
"""How a sentence ends that only says what others promise."""

SAID = re.compile(
    r"^\W*(?:\w+ ){1,4}?(?:said|told|hoped|wrote|promised|thought|sagte[nst]?|gesagt|gehofft|schrieb(?:en)?|versprochen|dachte[nst]?)(?: \w+)?\W*$",
    re.I,
)
"""A clause that says no more than that something was said or hoped: what follows it is not said now."""

TURNS_AWAY = re.compile(
    r"\b(?:after|once|(?<!\bis )when|if|as soon as|until|unless|because|since|while|why|whether (?!it\b|they\b|or\b)|that|which|who|how (?!it\b|they\b|far\b)|where"
    r"|what (?!I\b|we\b|you\b|they\b)|nach|sobald|wenn|nachdem|ob|warum|der|die|das|dass)\b"
    r"(?! (?:next|new|exact|full|latest|neue|genaue|nächste|Uhrzeit))",
    re.I,
)
"""Between the promise and a time: the time is that of something else ("let you know why it failed at 2")."""

TURNS_FAR_AWAY = re.compile(
    r"\b(?:after|once|when|if|as soon as|until|unless|because|since|while|why|that|which|who"
    r"|nach|sobald|wenn|nachdem|warum|die|das|dass)\b"
    r"(?! (?:next|new|exact|full|latest|neue|genaue|nächste|Uhrzeit))",
    re.I,
)
"""The same before a bound, which is less likely that of something else ("let you know where we stand by 2")."""

NAMES_A_THING = re.compile(
    r"\b(?:about (?!it|this|that|the (?:outcome|result|next|progress|decision))|(?:on|to|of|for|from|in) (?:the|your|our) (?!end|next|same|outcome|results?|findings|progress|decision|status|state|situation|answer|cause)|invitation|über|zum|zur|vom|von der)\b",
    re.I,
)
"""The same, unless the time is a bound: "the outage at 2pm" is when it was, "the outage by 2pm" is when you hear."""

COURTESY = re.compile(
    r"\b(?:(?:please )?(?:just )?(?:give|allow) (?:me|us)(?: just| another)?(?= (?:an?|the|\d+|[a-z-]+) ?(?:hours?|min\w*|half|quarter))"
    r"|(?:please )?(?:bear with (?:me|us)|be patient|hang (?:on|in there)|hold (?:on|tight)|sit tight|wait)(?= (?:until|till|for))"
    r"|(?:bitte )?(?:geben Sie|gib|gebt) (?:mir|uns)(?: bitte)?(?: noch)?(?= (?:eine|\d+|[a-zäöü]+ (?:minuten|stunden)))"
    r"|(?:ich )?bitte(?: Sie)?(?: noch)? (?:um|haben Sie)(?: noch)?(?: \w+)? geduld|(?:bitte )?(?:gedulden Sie sich|gedulde dich|warten Sie)(?: bitte)?(?: noch)?(?= bis)"
    r"|(?:please )?(?:note|rest assured|be (?:advised|assured))(?: that)?|bitte beachten Sie)(?!\w)",
    re.I,
)
"""What is said around a promise and is none itself: "give me an hour", "please bear with me until"."""
