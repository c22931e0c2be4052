"""One request to a model's server: every way it can go, against a real server on this machine."""

import json
import socket
import time

import pytest

from followup.chat import KEY, chatting, dripping, hangs_up, raw, says
from heard.followup.completion import READ_MOST, NoDraft, complete, probe
from heard.record import inside
from heard.site.addresses import Secret

HELLO = [{"role": "user", "content": "Hello"}]


@pytest.fixture
def chat():
    with chatting() as chat:
        yield chat


def test_what_it_says_comes_back_and_the_key_goes_along(chat):
    chat.ways = [says("The drones come back.")]
    assert complete(chat.server(), HELLO) == "The drones come back."
    (asked,) = chat.asked
    assert asked["path"] == "/v1/chat/completions" and asked["model"] == "small"
    assert asked["messages"] == HELLO and asked["stream"] is False and asked["max_tokens"] > 0
    assert chat.keys == [f"Bearer {KEY}"]
    assert complete(chat.server(key=Secret("")), HELLO) and chat.keys[-1] == ""


TROUBLE = {
    "a server error, twice": ([raw(500, "boom")], "fails", 2),
    "a wrong key": ([raw(401, '{"error": {}}')], "key", 1),
    "a forbidden key": ([raw(403, "")], "key", 1),
    "no such model": ([raw(404, '{"error": {}}')], "fails", 1),
    "too much, come back in a minute": ([raw(429, "", Retry_After="60")], "busy", 1),
    "a page of a proxy": ([raw(200, "<html>Sign in</html>")], "nonsense", 1),
    "JSON that is something else": ([raw(200, "[1, 2]")], "nonsense", 1),
    "no choices": ([raw(200, '{"choices": []}')], "nonsense", 1),
    "a choice without words": ([raw(200, '{"choices": [{"message": {"content": null}}]}')], "nonsense", 1),
    "a choice that is none": ([raw(200, '{"choices": [7]}')], "nonsense", 1),
    "deep nesting": ([raw(200, "[" * 100_000)], "nonsense", 1),
    "a huge answer": ([raw(200, "x" * (READ_MOST + 1))], "nonsense", 1),
    "it declines": ([says("", refusal="I can't help with that.")], "declined", 1),
    "the line breaks, twice": ([hangs_up], "away", 2),
    "a redirect elsewhere": ([raw(302, "", Location="http://127.0.0.1:1/")], "fails", 1),
}


@pytest.mark.parametrize("name", TROUBLE)
def test_trouble_is_named_and_asked_again_at_most_once(chat, name, monkeypatch):
    monkeypatch.setattr("heard.followup.completion.PAUSE_SECONDS", 0.01)
    ways, code, times = TROUBLE[name]
    chat.ways = list(ways)
    with pytest.raises(NoDraft) as trouble:
        complete(chat.server(), HELLO)
    assert trouble.value.code == code and len(chat.asked) == times


@pytest.mark.parametrize("first", [raw(503, "loading"), raw(429, "", Retry_After="0"), hangs_up])
def test_the_second_time_may_help(chat, first, monkeypatch):
    monkeypatch.setattr("heard.followup.completion.PAUSE_SECONDS", 0.01)
    chat.ways = [first, says("Now.")]
    assert complete(chat.server(), HELLO) == "Now." and len(chat.asked) == 2


@pytest.mark.parametrize("slow", [lambda asked: time.sleep(3), dripping(3)], ids=["silent", "dripping"])
def test_a_slow_one_is_left_when_its_time_is_over(chat, slow):
    chat.ways = [slow]
    began = time.monotonic()
    with pytest.raises(NoDraft) as trouble:
        complete(chat.server(seconds=0.4), HELLO)
    assert trouble.value.code == "slow" and time.monotonic() - began < 1.5 and len(chat.asked) == 1


def test_nobody_listens_there(monkeypatch):
    monkeypatch.setattr("heard.followup.completion.PAUSE_SECONDS", 0.01)
    with chatting() as chat:
        server = chat.server()
    with pytest.raises(NoDraft) as trouble:
        complete(server, HELLO)
    assert trouble.value.code == "away"


def named(monkeypatch, address: str) -> None:
    """Every name leads to that address."""
    monkeypatch.setattr(
        inside.socket,
        "getaddrinfo",
        lambda host, port, **_: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))],
    )


def test_a_name_that_leads_inside_is_asked_only_where_it_is_named(chat, settings, monkeypatch):
    settings.HEARD_IS_LOCAL = False
    assert complete(chat.server(host="localhost"), HELLO)
    named(monkeypatch, "127.0.0.1")
    with pytest.raises(NoDraft) as trouble:
        complete(chat.server(host="llm.example.com"), HELLO)
    assert trouble.value.code == "inside" and len(chat.asked) == 1
    settings.HEARD_INSIDE_HOSTS = ("llm.example.com",)
    assert complete(chat.server(host="llm.example.com"), HELLO) and len(chat.asked) == 2


def test_without_tls_nothing_goes_outside(chat, settings, monkeypatch):
    named(monkeypatch, "8.8.8.8")
    settings.HEARD_INSIDE_HOSTS = ("llm.example.com",)
    with pytest.raises(NoDraft) as trouble:
        complete(chat.server(host="llm.example.com"), HELLO)
    assert trouble.value.code == "inside" and chat.asked == []


def test_the_doctor_asks_whether_it_is_there(chat, settings):
    assert probe() == []
    settings.HEARD_MODEL = chat.server()
    chat.ways = [raw(200, json.dumps({"data": [{"id": "small:latest"}]}))]
    (found,) = probe()
    assert found.state == "fine" and chat.asked == [{"path": "/v1/models"}]
    for way, says_ in (
        (raw(200, '{"data": [{"id": "other"}]}'), "has no model small"),
        (raw(401, ""), "does not take our key"),
        (raw(500, ""), "answers with an error"),
    ):
        chat.ways = [way]
        (found,) = probe()
        assert found.state == "warn" and says_ in found.says and found.mend and KEY not in repr(found)
