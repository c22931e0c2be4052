"""What the hints look for and what they offer instead, English and German. A further language is a further row."""

import re

VAGUE = re.compile(
    r"\b(?:(?:very |pretty |really )?soon(?! as|er)(?:ish)?|shortly|(?:just )?as (?:soon|quickly|fast) as (?:possible|(?:I|we)(?:'re| are|'m| am)? (?:possibly )?(?:can|able)(?: to)?"
    r"|(?:I|we)(?:'ve| have)? (?:get|got|had|have|find|hear|know|can get|reach) (?:(?:a|the|any|some|more|back|your|my|time|there|to it|something|anything|news|word)\b ?)*(?:minute|moment|chance|second|info\w*)?)"
    r"|asap|a\.s\.a\.p\.|(?:in |after |(?:give|allow) (?:me|us) )(?:just )?a (?:bit|(?:little |short )?while|few (?:minutes|hours|days|weeks)|couple of (?:days|weeks)|minute|moment|sec(?:ond)?)|in due (?:course|time)|in the (?:near|not too distant) future"
    r"|(?:in|over|within) the (?:coming|next (?:few|couple of|several)|following) (?:\w+ )?(?:minutes|hours|days|weeks|months)|(?:in|over) the next (?:days|weeks)"
    r"|at (?:my|our|the) (?:very )?earliest (?:convenience|opportunity)|momentarily|when(?:ever)? (?:I|we)(?:'ve| have)? (?:get|got|have|find|can) (?:a |the |some |any )?(?:free |spare |quiet )?(?:minute|moment|chance|time|second|round to \w+|around to \w+|to (?:it|this|that))"
    r"|later (?:today|on|this (?:week|month|morning|afternoon|evening))|some ?time (?:today|tomorrow|soon|later|this|next|in|over|during)(?: (?:week|month|afternoon|the (?:next|coming) \w+))?|at some (?:point|stage|time)"
    r"|before (?:too )?long|in no time|one of these days|eventually|when time (?:permits|allows)|time permitting|the other day soon|as time (?:permits|allows)|any (?:minute|moment|day|time) now"
    r"|sobald (?:wie|als|nur) (?:irgend )?möglich|(?:sehr |ganz |recht |möglichst )?bald(?!möglich| darauf| ist| sind| kommt| beginn)|(?:bald|schnellst|ehest|rasch(?:e)?st|frühest)(?:möglich(?:st)?|ens|igst)|baldigst|in (?:aller )?Kürze|demnächst|(?:möglichst )?zeitnah|zeitnahe|in absehbarer Zeit"
    r"|so (?:schnell|bald|rasch|zügig|früh) (?:wie|als) (?:(?:nur |irgend )?möglich|es (?:geht|uns möglich ist)|(?:ich|wir) (?:kann|können))|so (?:schnell|bald|rasch) (?:ich|wir|es|du|man) (?:nur )?(?:kann|können|geht)"
    r"|(?:in|während) den (?:nächsten|kommenden) (?:paar )?(?:Minuten|Stunden|Tagen|Wochen)|die (?:nächsten|kommenden) Tage|(?:in|im Verlauf|im Laufe|innerhalb) (?:weniger|wenigen|einigen|ein paar|der nächsten|der kommenden) (?:Minuten|Stunden|Tagen|Tage|Wochen|Zeit)"
    r"|im (?:Laufe|Lauf|Verlauf) (?:des|der|dieses|dieser|vom)\b(?: (?:heutigen|morgigen|nächsten|kommenden|Tages|Tag|Vormittags?|Nachmittags?|Abends?|Woche|Monats|Stunde))*|später (?:heute|am Tag|noch)|heute (?:noch )?später|zu gegebener Zeit|über kurz oder lang"
    r"|irgendwann(?: (?:heute|morgen|diese|nächste|im|in))?(?: Woche)?|bei (?:nächster )?Gelegenheit|gelegentlich(?= melde)|umgehend|alsbald|sobald (?:ich|wir) (?:kann|können|dazu (?:komme|kommen)|(?:Zeit|Luft|einen Moment|etwas Zeit|mehr) (?:habe|haben|finde|finden|weiß|wissen)|etwas (?:weiß|wissen|höre|hören)|(?:mehr|Näheres) (?:weiß|wissen)),?"
    r"|wenn (?:ich|wir) (?:dazu (?:komme|kommen)|(?:Zeit|Luft|einen Moment) (?:habe|haben|finde|finden)),?"
    r"|(?:with|in) the next (?:release|version)|mit der nächsten Version)(?!\w)",
    re.I,
)
OURS = re.compile(
    r"\b(?:I|I'll|we|we'll|you'll|(?:hear|back|reply|write|answer|call|update|news|word|touch) |(?:some(?:one|body)|one of us|colleague|(?:my|our|the) team)\b.{0,30}\b(?:will|is going to|can|be)|expect"
    r"|ich|wir|hören Sie|Sie hören|Sie bekommen|Sie erhalten|du hörst|hörst du|bekommst|meldet sich|Rückmeldung|Antwort|Nachricht)\b",
    re.I,
)
"""That what is put off is a word or an act of ours: only then a time of ours goes in its place."""
THEIRS_TO_SAY = re.compile(
    r",\s*(?:says|said|sagt|so|laut|according to)\b|\b(?:according to|laut|the (?:vendor|maker|manufacturer|provider|supplier|bank|courier|driver)|(?:der|die|das) (?:Hersteller|Anbieter|Lieferant|Bank|Kurier|Fahrer)\w*) (?!.*\b(?:I|we|ich|wir)\b)"
    r"|\b(?:please|can you|could you|would you|hope (?:you|to)|get well|see you|bitte|können Sie|könnten Sie|gute Besserung|hoffe|bis)\b.{0,60}\b(?:soon|asap|bald|möglich|shortly|umgehend)"
    r"|\b(?:as soon as|sobald) (?!possible|wie\b|als\b|nur\b|I\b|we\b|ich\b|wir\b)\w+",
    re.I,
)
"""That it is somebody else's to say or to do: nothing of ours is put off."""
_MENDED = r"(?:fixed|repaired|resolved|solved|sorted(?: out)?|mended|corrected|restored|cleared|rectified)"
_RUNS = r"(?:working(?: again| properly| normally)|up and running|up again|back (?:up|online|to normal|in service|in working order)|running again|online again|operational|good as new|as good as new|usable again|available again)"
_GEMACHT = r"(?:behoben|repariert|gelöst|korrigiert|beseitigt|erledigt|bereinigt|wiederhergestellt|instand gesetzt|ausgebessert|geflickt|vom Tisch)"
_LÄUFT = r"(?:funktionier(?:t|en)|läuft|laufen|geht|gehen|fliegt|fliegen|klappt|druckt|drucken|arbeite[nt]|startet|tut)"
_WANN = r"(?:bis|am|morgen|heute|um|in|noch|nächste|ab|spätestens|montag|dienstag|mittwoch|donnerstag|freitag|übermorgen|dann|bald)"

SURE = re.compile(
    rf"\b(?:(?:won't|will not|will never|shall not) (?:ever )?(?:happen|occur|fail|crash|break|jam|freeze|stop|hang|drop|come back|bother you|go down|get lost|\w+) (?:\w+ ){{0,3}}?(?:again|any ?more)\b"
    rf"|(?:be |is |are )?(?:gone|fixed|solved|sorted) (?:for good|once and for all|forever)\b"
    rf"|(?:I|we)(?:'ll| will| can| are going to|'re going to)? ?(?:definitely|certainly|surely) (?:recover|restore|rescue|retrieve|fix|repair|solve|resolve|get)\b"
    rf"|(?:garantiert|hundertprozentig|definitiv|ganz sicher|mit Sicherheit|ganz bestimmt|100 ?%ig)\b.{{0,50}}\b(?:{_LÄUFT}|{_GEMACHT}|wieder|weg|nicht mehr)\b|\b{_LÄUFT}\b.{{0,40}}\b(?:garantiert|hundertprozentig|definitiv|mit Sicherheit)\b"
    rf"|(?:kommt|passiert|wird|tritt|geschieht) .{{0,40}}\b(?:garantiert |sicher |bestimmt )?(?:nie wieder|nie mehr|nicht wieder vorkommen|nicht mehr vorkommen)\b)",
    re.I,
)
"""A promise that nothing can shake, whatever stands beside it."""
NOT_SURE = re.compile(
    r"\b(?:can't|cannot|can not|could not|couldn't|won't|not|nicht|kein\w*|niemand|nobody) (?:\w+ )?(?:guarantee|promise|garantier\w*|versprech\w*)|(?:garantieren|versprechen) (?:\w+ ){0,3}?nicht\b",
    re.I,
)

FIX = re.compile(
    rf"\b(?:(?:will|'ll|should|is going to|are going to|gets|shall)(?: \w+ly| all| both)? (?:be |get )?(?:all )?(?:{_MENDED}|gone|{_RUNS}|back\b(?= (?:by|at|on|within|today|tomorrow|tonight|before)))"
    rf"|(?:I|we)(?:'ll| will|'re going to|'m going to| shall)(?: \w+ly)? (?:fix|repair|solve|resolve|mend|restore|cure|sort(?: out)?) (?:it|this|that|the|your|these|everything|all)\b"
    rf"|(?:I|we)(?:'ll| will|'re going to|'m going to| shall)(?: \w+ly)? (?:have|get) (?:it|this|that|them|everything|things|(?:the|your|all) (?:\w+ ){{1,4}}?)(?: all)? ?(?:{_MENDED}|{_RUNS}|working|running|back|ready|done)\b"
    rf"|(?:will|'ll) (?:definitely |certainly |surely )?(?:work|run|fly|print|function|start|load|connect) (?:again|properly|normally|fine|as (?:usual|before))"
    rf"|(?:the|your|this) (?:\w+ ){{1,3}}?(?:is|are) (?:{_MENDED}|{_RUNS}) (?:by|tonight|tomorrow)"
    rf"|(?:guarantee|promise)\b.{{0,40}}\b(?:{_MENDED}|{_RUNS}|works|working|fix)"
    rf"|(?:wird|werden|ist|sind) (?!heute (?:früh|morgen)|seit|schon|bereits).{{0,60}}\b{_GEMACHT}(?! (?:worden|haben))\b"
    rf"|\b(?:ich|wir) (?:behebe|beheben|repariere|reparieren|löse|lösen|bringe|bringen|kriege|kriegen|bekomme|bekommen) (?:es|das|den|die|Ihr\w*|dein\w*)\b(?: .{{0,40}}(?:hin|in Ordnung|zum Laufen|wieder))?(?!.* (?:Bescheid|Antwort))"
    rf"|(?:behebe|beheben|repariere|reparieren) (?:ich|wir)\b|(?:bringe|bringen|kriege|kriegen|bekomme|bekommen) (?:ich|wir)\b.{{0,50}}\b(?:hin|in Ordnung|zum Laufen)\b"
    rf"|(?:ich|wir) (?:werde|werden) .{{0,50}}(?:beheben|reparieren|lösen|hinbekommen|in Ordnung bringen)\b"
    rf"|bis\b.{{0,40}} ist\b.{{0,30}}\b{_GEMACHT}"
    rf"|\b{_WANN}\b.{{0,40}}\b{_LÄUFT}\b.{{0,40}}\bwieder\b|\b{_LÄUFT}\b.{{0,40}}\b{_WANN}\b.{{0,30}}\bwieder\b|(?:geht|läuft) (?:dann |bald )?wieder\b"
    rf"|\b(?:ist|sind) (?:\S+ ){{0,6}}?wieder (?:da|online|verfügbar|erreichbar|einsatzbereit|in Betrieb|nutzbar)\b)",
    re.I,
)
MAY_FAIL = re.compile(
    r"\b(?:(?<!will )not|might|may|if|whether|hope|try|once|when|after|until|unless|would|nicht|ob|vielleicht|falls|wenn|versuche|hoffe|could|kann|könnte|sobald|nachdem|seit|schon|bereits|worden|wurde|war|had|has been|have been|was|were)\b|(?<!wo)n't\b(?! worry)",
    re.I,
)

BLAME: dict[str, tuple[tuple[str, str | None], ...]] = {
    "en": (
        (
            r"as (?:I|we)(?:'ve| have)? (?:\w+ )?(?:said|told you|wrote|written|explained|mentioned|stated|pointed out|noted|asked)"
            r"(?: (?:before|already|above|earlier|previously|several times|twice|multiple times|in (?:my|our) (?:last|previous|earlier|first) (?:e?-?mail|message|reply)))*,? ?",
            "",
        ),
        (r"(?:as )?per my (?:last|previous) (?:e?-?mail|message),? ?", ""),
        (r"(?:as (?:already )?(?:stated|mentioned|explained|said) (?:above|before|earlier|previously|already)),? ?", ""),
        (r"obviously,? ", ""),
        (r"(?<=you )clearly,? |(?<=you've )clearly,? |clearly,? (?=you\b)", ""),
        (r"you (?:forgot|failed|neglected|omitted) to (?:attach|send|include|give(?: us| me)?) ", "I don't have "),
        (r"you (?:forgot|failed|neglected|omitted) to ", "it still needs somebody to "),
        (r"(?:this|that|it|which) (?:is|was|looks like|must be|must have been) (?:a |plain |simple |clearly |probably )*(?:user|operator|human) error(?: on your (?:side|part|end))?", "one setting was different from what we expect"),
        (
            r"(?:this|that|it) (?:is|was) (?:entirely |clearly |simply )?(?:your|their) (?:own )?(?:fault|mistake|doing|problem|error)",
            "we can put it right from here",
        ),
        (r"you (?:really |simply |just )?(?:must|should|ought to|could) (?:really |simply |at least )?(?:not )?have [^.!?,;]+", "let's put it right from here"),
        (r"you(?:'ve| have)? (?:did|have done|done|got) (?:it|this|that|something) wrong(?:ly)?", "it works another way"),
        (r"you (?:are|'re) (?:wrong|mistaken|confused)", "I see it differently"),
        (r"you claim(?:ed)?(?: that)?", "you wrote that"),
        (r"(?:every(?:one|body)|any(?:one|body)|all your colleagues|the others?|other people)(?: else)? (?:\w+ ){0,4}?(?:manage[ds]?|manages?|copes?|coped|has no (?:problem|trouble)|had no (?:problem|trouble)|gets? it|got it)\b", None),
        (r"(?:clearly|plainly|right there|all) (?:\w+ )?(?:written |explained |stated |said )?(?:in|on) (?:the|our|my|your) (?:\w+ )?(?:manual|instructions?|faq|guide|page|form|e?-?mail|letter|contract|terms)", None),
        (r"(?:I|we)(?:'ve| have)? (?:already |now )?(?:told|wrote|written|explained|sent|asked|answered)\b[^.!?;]{0,40}\b(?:twice|(?:three|four|several|many|\d) times|again and again|repeatedly)", None),
        (r"(?:please )?read (?:my|our|the|what) [^.!?;]{0,40}\b(?:carefully|properly|attentively|to the end)", None),
        (r"(?:common sense|not rocket science|it's not (?:that )?(?:hard|difficult)|it is not (?:that )?(?:hard|difficult)|even a child|a bit of effort on your)", None),
        (r"you (?:simply |just |clearly |apparently |again )?(?:didn't|did not|don't|do not|haven't|have not|hadn't|never) (?:\w+ )?(?:read|follow(?:ed)?|check(?:ed)?|listen(?:ed)?|pay attention|paid attention|bother(?:ed)?|look(?:ed)?|tell|told|test(?:ed)?|think|understand|understood|set (?:it )?up (?:properly|correctly)|mention(?:ed)?|answer(?:ed)?|reply|replied|close(?:d)?|save(?:d)?|back(?:ed)? up)\b", None),
        (r"(?:because|since|as) you (?:\w+ )?(?:changed|deleted|clicked|entered|typed|broke|moved|ignored|misread|misunderstood|removed|unplugged|switched off|used the wrong|installed|disabled)\b", None),
        (r"(?:caused|broken|triggered) by (?:you|your (?:own )?\w+)", None),
        (r"you (?:\w+ )?(?:caused|broke|ignored|misread|misunderstood|messed|mistyped|overlooked|mixed up)\b|you've (?:\w+ )?(?:caused|broken|ignored|misread|misunderstood|messed|mistyped|overlooked|mixed)\b", None),
        (r"(?:you should (?:really )?know|you need to learn|anyone can see|everybody knows|any user knows|if you had (?:only )?(?:read|followed|checked|told|asked|listened)|had you (?:read|followed|checked|told|asked|listened|waited)|why didn't you|why did you|next time,? (?:please )?(?:read|check|think|make sure)|how many times|once again,? you|nobody else (?:has|had|complains)|nobody else's)\b", None),
    ),
    "de": (
        (
            r"wie (?:ich|wir) (?:Ihnen |dir |euch )?(?:schon|bereits|oben|zuvor|mehrfach|gestern|ja)(?: \w+)? (?:sagten?|schrieb(?:en)?|erklärten?|erwähnten?|mitteilten?|gesagt|geschrieben|erklärt|erwähnt|mitgeteilt) ?(?:habe|haben|hatte|hatten)?,? ?",
            "",
        ),
        (r"wie (?:schon|bereits|oben|zuvor|mehrfach|mehrmals|ja)(?: \w+)? (?:gesagt|erwähnt|erklärt|geschrieben|beschrieben|mitgeteilt),? ?", ""),
        (r"(?:offensichtlich|offenkundig|selbstverständlich) ", ""),
        (r"(?:Sie haben|du hast|haben Sie|hast du) (?:\w+ )?vergessen,? [^.!?;]+|(?:Sie haben|du hast|haben Sie|hast du) [^.!?;]{0,60} vergessen", "eines fehlt mir noch"),
        (
            r"(?:das|es|dies|hier) (?:ist|war|liegt|handelt es sich um|sieht (?:mir )?nach) (?:wohl |eindeutig |klar |schlicht )*(?:an )?(?:ein(?:en|em)? )?(?:Bedienfehler|Anwenderfehler|Bedienungsfehler|Benutzerfehler|Eingabefehler)(?: Ihrerseits| von Ihnen| aus)?",
            "eine Einstellung war anders als gedacht",
        ),
        (
            r"(?:das|es|dies) (?:ist|war) (?:\w+ )?(?:Ihr|Ihre|dein|deine) (?:eigener |eigene |eigenes )?(?:Fehler|Schuld|Problem|Verschulden)",
            "wir bringen es von hier an in Ordnung",
        ),
        (r"(?:Sie hätten|du hättest|hätten Sie|hättest du) [^.!?;]+ (?:sollen|müssen|können)", "wir bringen es von hier an in Ordnung"),
        (r"(?:Sie haben|du hast|haben Sie|hast du) (?:es|das|dies|etwas|da was|hier) (?:falsch|verkehrt) (?:gemacht|eingestellt|eingegeben|verstanden)", "es geht auf einem anderen Weg"),
        (r"(?:Sie irren sich|du irrst dich|Sie haben unrecht|du hast unrecht|da irren Sie sich|da irrst du dich)", "ich sehe es anders"),
        (r"(?:Sie behaupten|du behauptest),? (?:dass)?", "Sie schreiben, dass"),
        (r"(?:Sie haben|du hast|haben Sie|hast du|ihr habt|habt ihr) [^.!?;]{0,70}\b(?:nicht|nie|nicht richtig|falsch|wieder nicht) (?:gelesen|beachtet|befolgt|mitgeschickt|angegeben|gesagt|gemacht|geprüft|verstanden|zugehört|aufgepasst|getestet|gespeichert|eingehalten|gelesen|eingegeben|ausgefüllt|eingestellt|bedient|erwähnt|mitgeteilt|geschlossen)", None),
        (r"(?:Sie haben|du hast|haben Sie|hast du|habt ihr) (?:\w+ ){0,4}?(?:selbst|selber) (?:verursacht|verschuldet|gelöscht|geändert|verstellt|kaputt\w*|abgeschaltet|ausgelöst|eingebrockt|falsch \w+)", None),
        (r"(?:weil|da) (?:Sie|du|ihr) [^.!?;]{0,60}\b(?:geändert|gelöscht|falsch \w+|vergessen|verstellt|abgeschaltet|ignoriert|übersehen|missachtet|verwechselt|ausgesteckt|installiert) (?:haben|hast|habt)", None),
        (r"(?:Sie haben|du hast|haben Sie|hast du) [^.!?;]{0,50}\b(?:ignoriert|übersehen|missachtet|verwechselt|missverstanden|verschuldet|verschlampt|versäumt)", None),
        (r"(?:steht|stand|stehen|findet sich) (?:doch |ja |eigentlich )*(?:ganz |sehr )?(?:klar|deutlich|eindeutig|ausdrücklich|unmissverständlich|schwarz auf weiß)\b[^.!?;]{0,40}\b(?:in|auf|im|beim)\b", None),
        (r"(?:sollte|müsste|muss|kann)\b[^.!?;]{0,80}\b(?:jeder|jede|jedes Kind|man)\b[^.!?;]{0,30}\b(?:wissen|können|verstehen|hinbekommen)\b", None),
        (r"(?:weiß|kann|schafft) (?:doch |eigentlich )?(?:jeder|jedes Kind)\b|alle anderen (?:\w+ ){0,4}?(?:schaffen|haben es|kommen|können)\b|kein Hexenwerk|nicht so schwer", None),
        (r"(?:habe|haben) (?:ich|wir|Ihnen|dir)\b[^.!?;]{0,50}\b(?:schon|bereits|jetzt|nun)\b[^.!?;]{0,20}\b(?:zweimal|dreimal|mehrmals|mehrfach|öfter|\d ?mal|x-?mal)\b", None),
        (r"lesen Sie [^.!?;]{0,50}\b(?:genauer|genau|richtig|gründlich|sorgfältiger?|aufmerksam(?:er)?|erst einmal)\b|lies [^.!?;]{0,40}\b(?:genauer|genau|richtig|gründlich)\b", None),
        (r"(?:selbst schuld|selber schuld|das müssten Sie (?:eigentlich )?wissen|das müsstest du (?:eigentlich )?wissen|das sollten Sie (?:eigentlich )?wissen|wer lesen kann|wären Sie der|wärst du der|beim nächsten Mal (?:bitte )?(?:erst|vorher|genauer|besser)|lesen Sie (?:doch )?(?:bitte )?(?:erst|erstmal|genau)|warum haben Sie|warum hast du|wieso haben Sie|hätten Sie (?:uns |mir )?(?:nur |doch )?(?:früher|gleich|vorher|die Anleitung))\b", None),
    ),
}  # fmt: skip
"""What reads as blame, and what to put there: "" takes it away, None leaves the words to the writer."""

SAYS = re.compile(
    r"\b(?:wrote|writes?|said|says|told|tells|claims?|claimed|schreib\w*|schrieb\w*|sag(?:t|te|ten|en)|gesagt|behauptet\w*|meint\w*)\b",
    re.I,
)
"""Before such words it is what somebody else says."""

JARGON = {
    "en": {
        "asap": "by the time below", "backend": "our system", "back-end": "our system", "frontend": "the page", "front-end": "the page",
        "cache": "stored copy", "cached": "kept as a copy", "deprecated": "no longer looked after", "deployed": "put in place", "deploy": "put in place", "deployment": "change",
        "known error": "fault we know of", "major incident": "large outage", "parent ticket": "main request", "child ticket": "request beside it", "child of the": "one of several in the", "pending vendor": "waiting for the maker", "pending customer": "waiting for you", "cab": "those who allow changes", "resolver group": "those who mend it", "assignment group": "those who have it", "problem record": "search for the cause", "on-prem": "in our own rooms", "failback": "switching back", "brownout": "weak supply", "force sync": "copying anew", "resync": "copying anew", "oom": "running out of memory", "p3": "normal", "escalated": "passed on", "escalate": "pass on", "escalation": "passing on", "eta": "time", "fyi": "for you to know", "latency": "delay",
        "legacy": "older", "payload": "content", "provisioned": "set up", "provisioning": "setting up", "rca": "report of the cause",
        "regression": "fault in something that worked before", "reproduce": "see it happen here", "repro": "way to see it happen",
        "rolled back": "put back as it was", "roll back": "put back as it was", "rollback": "way back", "root cause": "cause", "sla": "agreed time", "slas": "agreed times",
        "ticket": "request", "tickets": "requests", "throttled": "slowed down", "throttling": "slowing down", "rate limit": "limit on how often", "rate limiting": "limit on how often",
        "l1": "our first contact", "l2": "our specialists", "l3": "our specialists", "tier 1": "our first contact", "tier 2": "our specialists", "tier 3": "our specialists", "second level": "our specialists", "third level": "our specialists", "2nd level": "our specialists", "3rd level": "our specialists", "level 2": "our specialists",
        "timeout": "wait that took too long", "timeouts": "waits that took too long", "timed out": "waited too long", "wip": "being worked on", "wontfix": "not going to be changed",
        "api": "connection between the programs", "hotfix": "quick mend", "in prod": "in use", "prod": "the system in use", "devs": "the people who write it", "dev team": "the people who write it", "staging": "our test system", "repo": "store of the program",
        "daemon": "background program", "cron job": "program that runs by the clock", "cronjob": "program that runs by the clock", "dns": "address book of the network", "ttl": "time that a copy is kept", "dhcp": "handing out of addresses", "vlan": "part of the network",
        "null pointer": "missing value", "stack trace": "error report", "stacktrace": "error report", "core dump": "error report", "segfault": "crash", "memory leak": "growing use of memory", "garbage collection": "tidying of memory", "race condition": "fault of timing", "deadlock": "two parts waiting for each other", "mutex": "lock",
        "endpoint": "address", "webhook": "automatic message", "middleware": "program in between", "microservice": "part of our system", "kubernetes": "our system", "docker": "our system", "shard": "part of the data", "failover": "switch to the second system", "load balancer": "computer that spreads the work", "reverse proxy": "computer in between",
        "db": "database", "sql": "database", "index rebuild": "making the search anew", "json": "data format", "xml": "data format", "yaml": "settings file", "regex": "search pattern", "http 500": "error of the server", "500 error": "error of the server", "502": "error of the server", "503": "error of the server", "403": "refusal by the server", "401": "refusal to sign in",
        "oauth": "sign-in", "saml": "sign-in", "ldap": "directory of accounts", "sso": "single sign-in", "mfa token": "sign-in code", "jwt": "sign-in key", "token expired": "sign-in ran out", "tls": "encryption", "ssl cert": "certificate", "mx record": "address for mail", "spf": "sender check", "dkim": "sender check", "dmarc": "sender check", "smtp": "sending of mail", "imap": "fetching of mail", "mta": "mail server",
        "gpo": "setting from our side", "group policy": "setting from our side", "active directory": "directory of accounts", "firmware": "program inside the device", "bios": "program inside the device", "mdm": "device management", "vdi": "remote desktop", "rdp": "remote desktop", "byod": "own devices", "poc": "trial", "kb article": "guide", "sev1": "most urgent", "sev 1": "most urgent", "sev2": "urgent", "p1": "most urgent", "p2": "urgent", "change request": "change", "itil": "our way of working", "triage": "first look", "triaged": "looked at", "sprint": "two weeks of work", "pull request": "change", "patched": "mended", "pushed a fix": "put in a mend", "ci pipeline": "automatic tests", "feature flag": "switch", "config": "settings", "misconfigured": "set wrongly", "idempotent": "safe to repeat", "async": "in the background", "queue depth": "number waiting", "mtu": "size of a packet", "packet loss": "lost data", "jitter": "uneven delay",
    },
    "de": {
        "asap": "bis zur Zeit unten", "backend": "unser System", "frontend": "die Seite", "cache": "Zwischenspeicher", "gecacht": "zwischengespeichert", "deployt": "eingespielt", "deployed": "eingespielt", "deployment": "Einspielen",
        "deployen": "einspielen", "known error": "bekannter Fehler", "major incident": "großer Ausfall", "change": "Änderung", "cab": "Runde, die Änderungen freigibt", "ad-account": "Konto", "ad-konto": "Konto", "gelockt": "gesperrt", "unlock": "Freigabe", "force sync": "neuer Abgleich", "resync": "neuer Abgleich", "gesynct": "abgeglichen", "synct": "gleicht ab", "on-prem": "in unseren Räumen", "resolver group": "Leute, die es beheben", "prio 2": "dringend", "p2": "dringend", "p3": "normal", "eskaliert": "weitergegeben", "eskalieren": "weitergeben", "eskalation": "Weitergabe", "eta": "Zeit", "fyi": "zur Kenntnis",
        "latenz": "Verzögerung", "legacy": "ältere", "payload": "Inhalt", "provisioniert": "eingerichtet", "provisionieren": "einrichten", "provisionierung": "Einrichtung",
        "reproduzieren": "nachstellen", "reproduzierbar": "nachstellbar", "rollback": "Rückweg", "root cause": "Ursache", "root-cause": "Ursache", "rca": "Bericht über die Ursache", "sla": "vereinbarte Zeit", "slas": "vereinbarten Zeiten", "ticket": "Anfrage", "tickets": "Anfragen", "incidents": "Störungen", "change request": "Änderung",
        "timeout": "Abbruch nach zu langem Warten", "timeouts": "Abbrüche nach zu langem Warten", "workaround": "Weg bis dahin", "hotfix": "schnelle Ausbesserung", "bugfix": "Ausbesserung", "gefixt": "behoben", "gepatcht": "ausgebessert", "patch": "Ausbesserung", "patchen": "ausbessern", "in prod": "im Betrieb", "prod": "Betrieb", "staging": "Testsystem", "api": "Verbindung der Programme",
        "second level": "unsere Fachleute", "2nd level": "unsere Fachleute", "second-level": "unsere Fachleute", "2nd-level": "unsere Fachleute", "third level": "unsere Fachleute", "3rd level": "unsere Fachleute", "3rd-level": "unsere Fachleute", "first level": "unsere erste Stelle", "1st level": "unsere erste Stelle", "l2": "unsere Fachleute", "l3": "unsere Fachleute", "tier 2": "unsere Fachleute",
        "daemon": "Hintergrundprogramm", "cronjob": "Programm, das nach der Uhr läuft", "dns": "Adressbuch des Netzes", "ttl": "Zeit, die eine Kopie gilt", "dhcp": "Vergabe der Adressen", "vlan": "Teil des Netzes", "mx-record": "Adresse für Mail", "stacktrace": "Fehlerbericht", "stack trace": "Fehlerbericht", "nullpointer": "fehlender Wert", "memory leak": "wachsender Speicherbedarf", "race condition": "Fehler im Ablauf", "deadlock": "gegenseitiges Warten",
        "endpoint": "Adresse", "webhook": "automatische Meldung", "middleware": "Programm dazwischen", "microservice": "Teil unseres Systems", "kubernetes": "unser System", "docker": "unser System", "failover": "Umschalten auf das zweite System", "load balancer": "Verteiler", "loadbalancer": "Verteiler", "replikation": "Abgleich", "db": "Datenbank", "json": "Datenformat", "regex": "Suchmuster", "http 500": "Fehler des Servers",
        "ldap": "Verzeichnis der Konten", "active directory": "Verzeichnis der Konten", "gpo": "Vorgabe von uns", "gruppenrichtlinie": "Vorgabe von uns", "sso": "gemeinsame Anmeldung", "oauth": "Anmeldung", "tls": "Verschlüsselung", "smtp": "Versand von Mail", "imap": "Abruf von Mail", "mdm": "Verwaltung der Geräte", "vdi": "Fernzugriff", "rdp": "Fernzugriff", "firmware": "Programm im Gerät", "sprint": "zwei Wochen Arbeit", "triage": "erste Durchsicht", "prio 1": "am dringendsten", "p1": "am dringendsten", "repo": "Ablage des Programms", "config": "Einstellung", "konfig": "Einstellung", "fehlkonfiguration": "falsche Einstellung", "regression": "Fehler in etwas, das vorher ging", "throttling": "Drosselung", "queue": "Warteschlange", "rollout": "Einführung", "ausgerollt": "eingeführt", "devs": "Entwickler", "known issue": "bekannter Fehler",
    },
}  # fmt: skip
NO_JARGON = re.compile(
    r"\b(?:train|bus|flight|plane|concert|lottery|parking|museum|event|season|day|film|cinema|theatre|ferry|entrance|speeding|travel) tickets?\b"
    r"|\b(?:Bahn|Zug|Flug|Park|Konzert|Fahr|Bus|Eintritts|Lotterie|Strafzettel|Jahres|Deutschland)-?(?:karte|ticket)s?\b",
    re.I,
)
"""Where such a word is what everybody calls it."""

PASSED_ON = re.compile(
    r"\b(?:(?:I|we)(?:'ve| have|'m| am| are|'re)? (?:just |now |already )?(?:passed|passing|handed|handing|forwarded|forwarding|sent|given|moved|moving|escalated|escalating|raised|reported|transferred|transferring|assigned|assigning|routed|routing|referred|referring) (?:it|this|that|your \w+|the \w+|everything)(?: \w+){0,4} (?:on\b|over\b|to|with)\b"
    r"|(?:it|this|your (?:\w+ ){1,6}?|the (?:case|request|matter|issue|problem)) ?(?:has (?:now )?been|was|is being|is now|gets) (?:now |just )?(?:passed|handed|forwarded|escalated|moved|raised|reported|transferred|assigned|routed|referred|sent)\b"
    r"|(?:it|this|that|your \w+|the (?:case|request|matter|issue|problem)) (?:now )?(?:is|sits|lies|rests|goes)(?: now)? with (?:the|our|another|a)\b"
    r"|(?:some(?:one|body)|a colleague|people|the people|folks) (?:from|in|at|over in) (?:\w+ ){1,4}?(?:has|have|is|are|will|'ll) (?:\w+ ){0,2}?(?:been|informed|told|take|look|handle|deal|get)"
    r"|(?:another|a different|the right|the responsible|the relevant|a specialist|(?:our|the) (?:second|third|other|\w+) ?-?(?:level|line)?) (?:team|department|colleague|group|desk|unit)\b.{0,30}\b(?:has|takes|took|taken|will|looks|looking|handles?|deals?|investigat\w+|picks?)"
    r"|(?:habe|haben|wurde|wird|ist) (?:es|das|dies|Ihre? \w+|deine? \w+|die \w+|den \w+|ich|wir|die Sache)\b.{0,80}\b(?:weitergegeben|weitergeleitet|übergeben|gemeldet|eskaliert|abgegeben|weitergereicht|zugewiesen|überstellt|geschickt)"
    r"|wurde\b.{0,80}\b(?:weitergegeben|weitergeleitet|übergeben|eskaliert|weitergereicht|zugewiesen)"
    r"|(?:gebe|leite|reiche|geben|leiten|reichen|übergebe|übergeben) (?:ich |wir )?(?:es|das|dies|Ihre? \w+|deine? \w+|die \w+)\b.{0,60}\b(?:weiter|ab|an)\b"
    r"|(?:liegt|ist) (?:jetzt |nun |ab sofort )?(?:bei|beim) (?:der |dem |den |unserer |unserem |unseren |einer anderen )?\w*(?:[Tt]eam|[Aa]bteilung|[Ff]achabteilung|[Kk]olleg\w+|[Ss]telle|[Gg]ruppe|[Ee]ntwicklung|[Tt]echnik|[Ll]evel)\b"
    r"|(?:ein anderes|das zuständige|die zuständige|eine andere) (?:Team|Abteilung|Fachabteilung|Stelle)\b.{0,50}\b(?:an|übernommen|bearbeitet|prüft|schaut|kümmert))",
    re.I,
)
WHO_HAS_IT = re.compile(
    r"\b(?:you(?:'ll| will) (?:still )?hear from|(?:will|'ll) (?:write|get back|call|ring|be in touch|contact|reply|update|tell|answer|keep|let you know|come back|reach|report)|I stay|I remain|stays? (?:your|with)|(?:I'm|I am) (?:still )?your|is on it|takes over|has taken (?:it )?over|has it now|looks after (?:it|you|this)|(?:writes|calls|rings|answers|gets back) (?:to )?you|your contact"
    r"|Sie hören|hören Sie|du hörst|hörst du|ich (?:melde|schreibe|bleibe|gebe Ihnen|gebe dir|sage|rufe|informiere|halte)|melde ich mich|bleibe ich|schreibe ich|sage ich|(?:schreibt|antwortet|sagt) (?:Ihnen|dir)|ruft (?:Sie|dich)|meldet sich|(?:Ihr|dein)e? Ansprechpartner\w*|hat übernommen|bleibt (?:Ihr|dein)|übernimmt|kümmert sich (?:um Sie|ab|darum))\b",
    re.I,
)

FOR_LATER = re.compile(
    r"\b(?:(?:feature|enhancement|change) (?:request|list)|request list|wish ?-?list|backlogs?|road ?map|(?:future|later|coming) (?:version|release|update)s?|known (?:bug|fault|limitation|issue|defect)"
    r"|(?:will|'ll) (?:be considered|consider (?:it|this|that)|look at it some day)|(?:passed|sent|forwarded|reported|suggested|submitted|logged|filed|noted|put) (?:it|this|that|your \w+|the \w+)(?: \w+){0,4} (?:to|with|for|on) (?:the |our |their )?(?:vendor|maker|manufacturer|product \w+|developers|development|supplier|software house|ideas? \w+|suggestions?)|ideas? (?:list|board|portal)|suggestion box"
    r"|Wunschliste|Ideenliste|Verbesserungsvorschl\w+|Feature-?(?:Wunsch|Request|Liste)|Ideenspeicher|(?:künftige|spätere|kommende)[nrs]? (?:Version|Release|Ausgabe)|(?:eines|einem|der) (?:der )?(?:nächsten|kommenden|späteren) (?:Version|Release|Updates?)\w*|bekannter? (?:Fehler|Einschränkung|Mangel|Problem)|Produktteam|Produktmanagement|Entwicklungsliste|vorgemerkt|(?:an den|dem|beim) (?:Hersteller|Anbieter) (?:.{0,30})?(?:gegeben|gemeldet|weitergegeben|weitergeleitet|eingereicht|angeregt)|auf (?:der|die) Liste)\b",
    re.I,
)
MAY_NEVER = re.compile(
    r"\b(?:whether|can't say|cannot say|may never|might never|no promise|don't plan on|don't count on|not planned|(?:won't|will not) be"
    r"|ob (?:und|oder)|und ob|nicht sagen|vielleicht nie|nicht damit|nicht darauf|nicht geplant)\b",
    re.I,
)

MEANWHILE = re.compile(
    r"\b(?:until then|in the meantime|meanwhile|for now|till then|workaround|you can use|still works|instead"
    r"|bis dahin|solange|inzwischen|einstweilen|vorerst|stattdessen|hilft (?:Ihnen|dir))\b",
    re.I,
)

WORDS = {
    "en": {
        "by": "by {time}",
        "fix": "You'll hear from me {when}with a fix or a better time.",
        "owner": "I stay the one who writes to you.",
        "never": "I can't say when, or whether, this will change; please don't plan on it.",
        "issue": "This is about {subject}.",
        "workaround": "Until then: {workaround}",
        "watch": "You can see how it goes here: {watch}",
    },
    "de": {
        "by": "bis {time}",
        "fix": "Sie hören {when}von mir, mit einer Lösung oder einer besseren Zeit.",
        "owner": "Ich bleibe die Person, die Ihnen schreibt.",
        "never": "Ich kann nicht sagen, wann und ob sich das ändert; bitte planen Sie nicht damit.",
        "issue": "Es geht um: {subject}.",
        "workaround": "Bis dahin hilft: {workaround}",
        "watch": "Wie es steht, sehen Sie hier: {watch}",
    },
}
