"""What the hints look for and what they offer instead, English and German. A further language is a further row."""

import re

VAGUE = re.compile(
    r"\b(?:(?:very |pretty )?soon(?! as)|shortly|as soon as possible|asap|in a bit|in a while|in due course|in the near future"
    r"|as quickly as (?:possible|I can|we can)|at (?:my|our|the) earliest convenience|momentarily"
    r"|(?:sehr )?bald(?!möglich| darauf)|baldmöglichst|in Kürze|demnächst|zeitnah|in absehbarer Zeit|schnellstmöglich"
    r"|so (?:schnell|bald) wie möglich|(?:with|in) the next (?:release|version)|mit der nächsten Version)\b",
    re.I,
)

FIX = re.compile(
    r"\b(?:(?:will|'ll|should|is going to|gets) (?:be |get )?(?:fixed|repaired|resolved|solved|working again)\b"
    r"|(?:I|we)(?:'ll| will) (?:fix|repair|solve|resolve) (?:it|this|that|the)\b"
    r"|(?:I|we)(?:'ll| will) have (?:it|this|that) (?:fixed|repaired|solved|working)"
    r"|(?:will|'ll) work again\b"
    r"|wird\b.{0,60}\b(?:behoben|repariert|gelöst|korrigiert)\b|(?:ich|wir) (?:behebe|beheben|repariere|reparieren) (?:es|das|den|die)\b"
    r"|(?:behebe|beheben|repariere|reparieren) (?:ich|wir)\b|ist\b.{0,40}\b(?:bis|am|morgen|heute)\b.{0,40}\b(?:behoben|repariert|gelöst)"
    r"|bis\b.{0,40} ist\b.{0,30}\b(?:behoben|repariert|gelöst)|(?:geht|läuft) (?:dann |bald )?wieder\b)",
    re.I,
)
MAY_FAIL = re.compile(
    r"\b(?:not|n't|might|may|if|whether|hope|try|nicht|ob|vielleicht|falls|wenn|versuche|hoffe|could|kann|könnte)\b",
    re.I,
)

BLAME = {
    "en": (
        (
            r"as (?:I|we) (?:already|have already|previously) (?:said|told you|wrote|explained|mentioned)(?: before)?,? ?",
            "",
        ),
        (r"as per my (?:last|previous) (?:e?-?mail|message),? ?", ""),
        (r"(?:obviously|clearly),? ", ""),
        (r"you (?:forgot|failed|neglected) to (?:attach|send|include|give(?: us| me)?) ", "I don't have "),
        (r"you (?:forgot|failed|neglected) to ", "it still needs somebody to "),
        (r"(?:this|that|it) (?:is|was) (?:a )?user error", "one setting was different from what we expect"),
        (
            r"(?:this|that|it) (?:is|was) (?:your|their) (?:own )?(?:fault|mistake)",
            "we can put it right from here",
        ),
        (r"you (?:must|should|ought to) have [^.!?,;]+", "let's put it right from here"),
        (r"you (?:did|have done) (?:it|this|that) wrong(?:ly)?", "it works another way"),
        (r"you (?:are|'re) wrong", "I see it differently"),
        (r"you claim(?:ed)?(?: that)?", "you wrote that"),
    ),
    "de": (
        (
            r"wie (?:ich|wir) (?:schon|bereits) (?:sagten?|schrieb(?:en)?|erklärten?|gesagt|geschrieben) ?(?:habe|haben)?,? ?",
            "",
        ),
        (r"wie (?:schon|bereits) (?:gesagt|erwähnt|erklärt|geschrieben),? ?", ""),
        (r"(?:offensichtlich|offenkundig) ", ""),
        (r"Sie haben vergessen,? [^.!?;]+", "eines fehlt mir noch"),
        (
            r"(?:das|es|dies) (?:ist|war) (?:ein Bedienfehler|ein Anwenderfehler)",
            "eine Einstellung war anders als gedacht",
        ),
        (
            r"(?:das|es|dies) (?:ist|war) (?:Ihr|Ihre) (?:eigener |eigene )?(?:Fehler|Schuld)",
            "wir bringen es von hier an in Ordnung",
        ),
        (r"Sie hätten [^.!?;]+ (?:sollen|müssen)", "wir bringen es von hier an in Ordnung"),
        (r"Sie haben (?:es|das|dies) falsch gemacht", "es geht auf einem anderen Weg"),
        (r"Sie (?:irren sich|haben unrecht)", "ich sehe es anders"),
        (r"Sie behaupten,? (?:dass)?", "Sie schreiben, dass"),
    ),
}

JARGON = {
    "en": {
        "asap": "by the time below", "backend": "our system", "back-end": "our system", "frontend": "the page",
        "cache": "stored copy", "deprecated": "no longer looked after", "deployed": "put in place", "deploy": "put in place",
        "escalated": "passed on", "escalate": "pass on", "eta": "time", "fyi": "for you to know", "latency": "delay",
        "legacy": "older", "payload": "content", "provisioned": "set up", "rca": "report of the cause",
        "regression": "fault in something that worked before", "reproduce": "see it happen here", "repro": "way to see it happen",
        "rolled back": "put back as it was", "rollback": "way back", "root cause": "cause", "sla": "agreed time",
        "ticket": "request", "throttled": "slowed down", "tier 2": "our specialists", "tier 3": "our specialists",
        "timeout": "wait that took too long", "wip": "being worked on", "wontfix": "not going to be changed",
    },
    "de": {
        "backend": "unser System", "frontend": "die Seite", "cache": "Zwischenspeicher", "deployt": "eingespielt",
        "deployen": "einspielen", "eskaliert": "weitergegeben", "eskalieren": "weitergeben", "eta": "Zeit",
        "latenz": "Verzögerung", "legacy": "ältere", "payload": "Inhalt", "provisioniert": "eingerichtet",
        "reproduzieren": "nachstellen", "rollback": "Rückweg", "root cause": "Ursache", "ticket": "Anfrage",
        "timeout": "Abbruch nach zu langem Warten", "workaround": "Weg bis dahin",
    },
}  # fmt: skip

PASSED_ON = re.compile(
    r"\b(?:(?:I|we)(?:'ve| have)? (?:passed|handed|forwarded|sent|given|moved|escalated|raised|reported) (?:it|this|that|your \w+)(?: \w+)? (?:on|over|to|with)\b"
    r"|(?:it|this|your \w+) (?:has been|was|is being) (?:passed|handed|forwarded|escalated|moved|raised|reported)\b"
    r"|(?:another|a different|the right|the responsible) (?:team|department|colleague)\b.{0,30}\b(?:has|takes|will|looks)"
    r"|(?:habe|haben) (?:es|das|dies|Ihre \w+|Ihr \w+)\b.{0,60}\b(?:weitergegeben|weitergeleitet|übergeben|gemeldet|eskaliert)"
    r"|wurde\b.{0,60}\b(?:weitergegeben|weitergeleitet|übergeben|eskaliert))",
    re.I,
)
WHO_HAS_IT = re.compile(
    r"\b(?:you(?:'ll| will) hear from|will (?:write|get back|call|ring)|I(?:'ll| will)|I stay|I remain|is on it|takes over|has it now|Sie hören|hören Sie"
    r"|ich (?:melde|schreibe|bleibe|gebe|sage|rufe)|melde ich mich|schreibt Ihnen|übernimmt|kümmert sich)\b",
    re.I,
)

FOR_LATER = re.compile(
    r"\b(?:feature request|wish list|wishlist|backlog|road ?map|future (?:version|release)|known (?:bug|fault|limitation)"
    r"|will (?:be considered|consider|look at it some day)|passed it to the (?:vendor|maker|product team|developers)"
    r"|Wunschliste|Verbesserungsvorschlag|künftigen? Version|spätere[nr]? Version|bekannter Fehler|Produktteam|an den Hersteller (?:gegeben|gemeldet|weitergegeben))\b",
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
