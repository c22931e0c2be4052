"""The log hides what it must, whoever writes."""

import logging

import structlog

from heard.site import logs


def test_named_secrets_and_passwords_in_addresses_are_hidden():
    event = {"event": "lost smtp://allie:hunter2@relay:25", "api_token": "hunter2", "desk": "Support"}
    said = logs.without_secrets(None, "info", event)
    assert "hunter2" not in str(said)
    assert said["event"] == "lost smtp://allie:(hidden)@relay:25" and said["desk"] == "Support"


def test_a_library_writes_in_our_form():
    arguments = {name: value for name, value in logs.LOGGING["formatters"]["line"].items() if name != "()"}
    formatter = structlog.stdlib.ProcessorFormatter(**arguments)
    record = logging.LogRecord("imap", logging.WARNING, "", 1, "login %s", ("imap://a:hunter2@h",), None)
    line = formatter.format(record)
    assert "level=warning" in line and "logger=imap" in line
    assert "hunter2" not in line and "\n" not in line
