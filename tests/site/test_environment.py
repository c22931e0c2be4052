"""The settings of the environment: what is taken, what is refused and with which words."""

import stat

import pytest

from heard.site import environment
from heard.site.addresses import MailboxServer, Secret, Server, WrongSetting
from heard.site.model_server import ModelServer

PASSWORD = "hunter2hunter2"


def read(tmp_path, **values: str) -> environment.Environment:
    return environment.read({"HEARD_DATA": str(tmp_path / "data"), **values})


def test_nothing_set_is_a_laptop(tmp_path):
    got = read(tmp_path)
    assert got.database["NAME"] == str(tmp_path / "data" / "heard.sqlite3")
    assert got.url == "http://127.0.0.1:8000" and not got.is_https and got.is_local
    assert got.smtp is None and got.mailboxes == () and got.alerts == ()
    assert str(got.door) == "smtp://127.0.0.1:2525" and got.door.is_loopback
    assert got.files == tmp_path / "data" / "files"


GOOD = [
    ("HEARD_URL", "https://help.example.com/", "url", "https://help.example.com"),
    ("HEARD_URL", "https://help.example.com:8443", "url", "https://help.example.com:8443"),
    ("HEARD_SMTP_URL", "smtp://relay", "smtp", Server("smtp", "relay", 25)),
    ("HEARD_SMTP_URL", "smtps://a:p%40ss@relay", "smtp", Server("smtps", "relay", 465, "a", Secret("p@ss"))),
    ("HEARD_SMTP_URL", "smtp+starttls://relay", "smtp", Server("smtp+starttls", "relay", 587)),
    ("HEARD_DOOR_LISTEN", "0.0.0.0:25", "door", Server("smtp", "0.0.0.0", 25)),
    ("HEARD_DOOR_LISTEN", "lmtp://[::1]:2424", "door", Server("lmtp", "::1", 2424)),
    (
        "HEARD_MAILBOXES",
        "imaps://a:b@one imaps://c:d@two:1993/Old",
        "mailboxes",
        (
            MailboxServer("imaps", "one", 993, "a", Secret("b"), "INBOX"),
            MailboxServer("imaps", "two", 1993, "c", Secret("d"), "Old"),
        ),
    ),
    (
        "HEARD_MAILBOXES",
        "imaps://a:b@one?processed=Done&desk=help@heard.example",
        "mailboxes",
        (MailboxServer("imaps", "one", 993, "a", Secret("b"), "INBOX", "Done", "help@heard.example"),),
    ),
    (
        "HEARD_WEBHOOKS",
        "mailgun:key postmark:a:b",
        "webhooks",
        {"mailgun": Secret("key"), "postmark": Secret("a:b")},
    ),
    ("HEARD_INSIDE_HOSTS", "mail.internal 10.0.0.0/8", "inside_hosts", ("mail.internal", "10.0.0.0/8")),
    ("HEARD_ALERT_URLS", "json://localhost", "alerts", (Secret("json://localhost"),)),
]


@pytest.mark.parametrize(("name", "text", "attribute", "expected"), GOOD)
def test_taken(tmp_path, name, text, attribute, expected):
    assert getattr(read(tmp_path, **{name: text}), attribute) == expected


def test_postgresql(tmp_path):
    database = read(
        tmp_path, HEARD_DATABASE_URL=f"postgresql://h:{PASSWORD}@db:5433/heard?sslmode=require"
    ).database
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("db", "5433", "heard")
    assert database["OPTIONS"]["sslmode"] == "require"


def test_postgresql_by_socket(tmp_path):
    database = read(tmp_path, HEARD_DATABASE_URL="postgresql://h@/heard?host=/run/pg").database
    assert database["HOST"] == "/run/pg"


BAD = [
    ("HEARD_DATABASE_URL", f"mysql://h:{PASSWORD}@db/heard", "must begin with postgresql://"),
    ("HEARD_DATABASE_URL", f"postgresql://h:{PASSWORD}@db/", "names no database"),
    ("HEARD_DATABASE_URL", f"postgresql://h:{PASSWORD}@db:many/heard", "is not an address"),
    ("HEARD_URL", "help.example.com", "must be the address people type"),
    ("HEARD_URL", "https://help.example.com/desk", "must end after the host"),
    ("HEARD_SMTP_URL", "relay:25", "must begin with smtp:// or smtps://"),
    ("HEARD_SMTP_URL", f"imap://a:{PASSWORD}@relay", "must begin with smtp://"),
    ("HEARD_SMTP_URL", "smtp://", "has no host"),
    ("HEARD_SMTP_URL", "smtp://relay:99999", "is not an address"),
    ("HEARD_DOOR_LISTEN", "http://0.0.0.0:25", "must begin with smtp:// or lmtp://"),
    ("HEARD_MAILBOXES", "imaps://mail.example.com", "names no user"),
    ("HEARD_MAILBOXES", f"pop3://a:{PASSWORD}@host", "must begin with imaps://"),
    ("HEARD_MAILBOXES", f"imaps://a:{PASSWORD}@host?folder=Old", "knows no folder"),
    ("HEARD_WEBHOOKS", f"nobody:{PASSWORD}", "providers are mailgun"),
    ("HEARD_WEBHOOKS", f"postmark:{PASSWORD}", "by user and password"),
    ("HEARD_ALERT_URLS", f"nonsense://{PASSWORD}", "apprise does not know"),
    ("HEARD_FILES_URL", f"s3://key:{PASSWORD}@bucket", "must be a folder"),
    ("HEARD_MODEL_URL", "127.0.0.1:11434/v1", "must begin with https://, or with http://"),
    ("HEARD_MODEL_URL", f"https://a:{PASSWORD}@llm.example.com/v1", "the key belongs into HEARD_MODEL_KEY"),
    ("HEARD_MODEL_URL", "https://llm.example.com/v1/chat/completions", "must end before /chat/completions"),
    ("HEARD_MODEL_URL", f"https://llm.example.com/v1?key={PASSWORD}", "must end before /chat/completions"),
    ("HEARD_MODEL_URL", "http://8.8.8.8/v1", "unencrypted; write https://"),
    ("HEARD_MODEL_URL", "http://[::1", "is not an address"),
    ("HEARD_MODEL_NAME", "small", "is set without HEARD_MODEL_URL"),
    ("HEARD_MODEL_KEY", PASSWORD, "is set without HEARD_MODEL_URL"),
    ("HEARD_MODEL_SECONDS", "30", "is set without HEARD_MODEL_URL"),
    ("HEARD_SECRET_KEY", "short", "at least 32"),
    ("HEARD_DATA", "/proc/nowhere", "cannot be made"),
]


@pytest.mark.parametrize(("name", "text", "mend"), BAD)
def test_refused_in_one_line_with_the_mend(tmp_path, name, text, mend):
    with pytest.raises(WrongSetting) as wrong:
        read(tmp_path, **{name: text})
    said = str(wrong.value)
    assert said.startswith(f"{name}: ") and mend in said
    assert "\n" not in said and PASSWORD not in said


def test_a_model_is_named_with_its_address(tmp_path):
    got = read(tmp_path, HEARD_MODEL_URL="http://127.0.0.1:11434/v1/", HEARD_MODEL_NAME="llama3.1").model
    assert got == ModelServer("http", "127.0.0.1", 11434, "/v1", "llama3.1")
    got = read(
        tmp_path,
        HEARD_MODEL_URL="https://LLM.example.com",
        HEARD_MODEL_NAME="large",
        HEARD_MODEL_KEY=PASSWORD,
        HEARD_MODEL_SECONDS="120",
    ).model
    assert got == ModelServer("https", "llm.example.com", 443, "", "large", Secret(PASSWORD), 120)
    assert PASSWORD not in repr(got)
    assert read(tmp_path).model is None


@pytest.mark.parametrize(
    ("name", "text", "mend"),
    [
        ("HEARD_MODEL_NAME", "", "must say which model"),
        ("HEARD_MODEL_KEY", f"{PASSWORD} and more", "holds a blank"),
        ("HEARD_MODEL_SECONDS", "4", "from 5 to 300"),
        ("HEARD_MODEL_SECONDS", "soon", "from 5 to 300"),
    ],
)
def test_what_stands_beside_a_models_address_is_checked(tmp_path, name, text, mend):
    values = {"HEARD_MODEL_URL": "https://llm.example.com/v1", "HEARD_MODEL_NAME": "large", name: text}
    with pytest.raises(WrongSetting, match=f"{name}: .*{mend}") as wrong:
        read(tmp_path, **values)
    assert PASSWORD not in str(wrong.value)


def test_a_secret_from_a_file(tmp_path):
    (tmp_path / "url").write_text(f"smtp://a:{PASSWORD}@relay\n")
    assert read(tmp_path, HEARD_SMTP_URL_FILE=str(tmp_path / "url")).smtp.password.reveal() == PASSWORD


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(WrongSetting, match="HEARD_SMTP_URL_FILE: the file cannot be read"):
        read(tmp_path, HEARD_SMTP_URL_FILE=str(tmp_path / "none"))


def test_set_twice(tmp_path):
    with pytest.raises(WrongSetting, match="HEARD_URL: is set twice"):
        read(tmp_path, HEARD_URL="http://a", HEARD_URL_FILE="b")


def test_the_key_is_made_once_and_for_its_owner_only(tmp_path):
    first, second = read(tmp_path).secret_key, read(tmp_path).secret_key
    assert first == second and len(first.reveal()) >= 32
    assert stat.S_IMODE((tmp_path / "data" / "secret-key").stat().st_mode) == 0o600


def test_no_secret_in_any_repr(tmp_path):
    got = read(
        tmp_path,
        HEARD_DATABASE_URL=f"postgresql://h:{PASSWORD}@db/heard",
        HEARD_SMTP_URL=f"smtp://a:{PASSWORD}@relay",
        HEARD_MAILBOXES=f"imaps://a:{PASSWORD}@relay",
        HEARD_ALERT_URLS=f"json://a:{PASSWORD}@localhost",
        HEARD_SECRET_KEY=PASSWORD * 3,
    )
    shown = f"{got!r} {got.smtp} {got.mailboxes} {got.alerts} {got.alerts[0]} {got.secret_key}"
    assert PASSWORD not in shown
