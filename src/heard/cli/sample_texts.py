"""What the people of the sample desk say. Tables only; the story is in `sample_story.py`."""

AGENTS = (
    ("Allie Ames", "allie", "agent", "en"),
    ("Bob Bauer", "bob", "agent", "en"),
    ("Carla Diaz", "carla", "lead", "en"),
)

# name, mail, organization, zone, language
REQUESTERS = (
    ("Zelda Marsh", "zelda@northwind.example", "Northwind Drones", "America/New_York", "en"),
    ("Yusuf Aydın", "yusuf@aegean.example", "Aegean Freight", "Europe/Istanbul", "en"),
    ("Hana Sato", "hana@kiteair.example", "Kite Air", "Asia/Tokyo", "en"),
    ("Priya Raman", "priya@lotusbooks.example", "Lotus Books", "Asia/Kolkata", "en"),
    ("Tomasz Nowak", "tomasz@northwind.example", "Northwind Drones", "America/Chicago", "en"),
    ("Inès Caron", "ines@ateliercaron.example", "Atelier Caron", "Europe/Paris", "en"),
    ("Jonas Weber", "jonas@weberlogistik.example", "Weber Logistik", "Europe/Berlin", "de"),
    ("Dana Ruiz", "dana@northwind.example", "Northwind Drones", "America/Los_Angeles", "en"),
    ("Omar Haddad", "omar@cedarclinic.example", "Cedar Clinic", "Asia/Beirut", "en"),
    ("Mei Lin", "mei@harbourtea.example", "Harbour Tea", "Asia/Singapore", "en"),
)

DRONES = "Drones return without releasing the package"

# what people read of the problem behind it, by language
KNOWN = {
    "en": {
        "title": "Drones come back with the package",
        "workaround": "Set the drop point by hand: Flight plan, Drop point, Set on the map.",
        "sample_text": "Our drones come back with the package as well.",
    },
    "de": {
        "title": "Drohnen kommen mit dem Paket zurück",
        "workaround": "Den Abwurfpunkt von Hand setzen: Flugplan, Abwurfpunkt, Auf der Karte setzen.",
        "sample_text": "Auch unsere Drohnen kommen mit dem Paket zurück.",
    },
}

# who has it too: subject, text, minutes ago
SAME = (
    (
        "omar",
        "Drones turn around over new streets",
        "Since this morning two of our drones turned around and brought the package back. Both flew to new streets.",
        66,
    ),
    ("dana", "The drone came back again", "Our drone circles the address and returns with the package.", 52),
)  # fmt: skip
SAME_ANSWER = (
    "Hi,\n\nyour drone brought its package back, as others do today: new buildings have no address on the map. We "
    "have asked the map vendor. Until then, setting the drop point by hand works."
)

# subject, what the requester writes, what the agent restates or answers, what solves it
CASES = (
    (
        "Cannot open the delivery report",
        "The monthly delivery report stops at page two and then the window closes.",
        "The report opens, shows two pages and closes, for you and for one colleague.",
        "The report had a broken picture on page three. It opens in full now.",
    ),
    (
        "Two invoices for one order",
        "We were billed twice for order 5531. Please take one of them back.",
        "Order 5531 was billed on the 3rd and again on the 5th; one of the two is wrong.",
        "The second invoice is cancelled and the credit note is in your mail.",
    ),
    (
        "Scanner loses the connection",
        "The hand scanner at gate 4 drops its connection about every ten minutes.",
        "Only the scanner at gate 4 drops out, about every ten minutes, since Monday.",
        "The access point above gate 4 had an old setting. The scanner has held for a day now.",
    ),
    (
        "New colleague needs access",
        "Lena starts on Monday and needs the same access as Marco.",
        "Lena needs Marco's access from Monday morning: planning, maps and the archive.",
        "Lena can sign in from Monday at eight. Her first letter is on its way to you.",
    ),
    (
        "Map shows the old warehouse",
        "The map still shows our old warehouse, drivers go to the wrong street.",
        "The old address is still on the map and drivers follow it.",
        "The map shows the new warehouse since this morning.",
    ),
    (
        "Prices with the wrong currency",
        "Our price list is in dollars since the update, it should be in euros.",
        "All prices show dollars since the update of Tuesday; the amounts themselves are right.",
        "The list is back in euros, and the old dollar copy is gone.",
    ),
    (
        "Export takes an hour",
        "The nightly export used to take five minutes. Now it takes an hour.",
        "The export became slow last week; the file itself is complete.",
        "An index was missing. Last night it took four minutes.",
    ),
    (
        "Password letter never came",
        "I asked for a new password three times and no mail arrives.",
        "No password mail reaches your new address; the old one still gets them.",
        "Your new address was missing in one place. I sent a letter while we were talking, and you got it.",
    ),
)

GERMAN = (
    "Etiketten drucken ohne Rand",
    "Guten Tag,\n\nseit gestern fehlt auf allen Etiketten der linke Rand, der Strichcode ist abgeschnitten.\n\n"
    "Viele Grüße\nJonas Weber",
    "Guten Tag Herr Weber,\n\nauf allen Etiketten fehlt seit gestern der linke Rand, und der Strichcode ist nicht "
    "mehr lesbar. Ich sehe mir die Druckvorlage an.",
    "auf allen Etiketten fehlt seit gestern der linke Rand, und der Strichcode ist nicht mehr lesbar.",
)

# by language its title and text; days ago; public or not; what people said of it
GUIDES = (
    (
        {
            "en": (
                "Drones come back: set the drop point by hand",
                "It takes two minutes, and the drone can fly at once.\n\n## Steps\n\n1. Open the **flight plan**.\n"
                "2. Choose **Drop point**, then **Set on the map**.\n3. Press on the spot, and save.\n\n"
                "The drone still comes back? Tell us the number of the flight.",
            ),
            "de": (
                "Drohnen kommen zurück: den Abwurfpunkt von Hand setzen",
                "Es dauert zwei Minuten, und die Drohne kann gleich fliegen.\n\n## Schritte\n\n1. Den **Flugplan** "
                "öffnen.\n2. **Abwurfpunkt** wählen, dann **Auf der Karte setzen**.\n3. Auf die Stelle drücken und "
                "speichern.\n\nKommt die Drohne trotzdem zurück? Nennen Sie uns die Nummer des Flugs.",
            ),
        },
        0,
        True,
        (True, True, True, False),
    ),
    (
        {
            "en": (
                "Unlock your account after a holiday",
                "An account locks itself after 21 days without a sign-in.\n\n1. On the sign-in page press **Forgot "
                "password**.\n2. Open the mail, and choose a new password.\n3. Sign in. It is unlocked.",
            ),
        },
        60,
        True,
        (True, False, False),
    ),
    (
        {
            "en": (
                "More disk: what to ask before the approval",
                "Our rule stops at 250 GB. First the clean-up tool; then ask:\n\n- for which project, until when?\n"
                "- what waits if the answer is no?\n\nAbove 250 GB it goes to the manager, then to the CTO.",
            ),
        },
        20,
        False,
        (),
    ),
)
