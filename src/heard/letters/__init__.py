"""Letters: everything that goes out to anybody. Read in this order:

templates/      the words, per language, each sentence once; the text part is made from the HTML part
telling.py      what a letter to a requester shows, from its frozen facts; every time is said there
same_time.py    pure: whether a person's text already says the promised time
alert_words.py  what an alert to an agent shows
plain.py        pure: HTML part to text part
headers.py      pure: what others chose, made harmless for a header
render.py       a queued letter becomes bytes, once
post.py         the conversation with a mail server
send.py         the outbox: claim, look again, render, hand over
alerts.py       what waits for one agent becomes one letter; second routes
preview.py      a letter as the Letters page shows it
checks.py       the doctor's line about the outbox
"""
