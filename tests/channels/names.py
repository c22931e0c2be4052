"""A name server of our own on loopback, that real DNS questions go to."""

import contextlib
import socket
import threading
from collections.abc import Iterator

import dns.flags
import dns.message
import dns.rcode
import dns.resolver
import dns.rrset


@contextlib.contextmanager
def answering(records: dict[str, str]) -> Iterator[list[str]]:
    """TXT records by name; all questions of this process go here. Gives the names that were asked for."""
    asked: list[str] = []
    box = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    box.bind(("127.0.0.1", 0))

    def run() -> None:
        with contextlib.suppress(OSError):
            while True:
                packet, sender = box.recvfrom(4096)
                box.sendto(_answer(dns.message.from_wire(packet), records, asked).to_wire(), sender)

    threading.Thread(target=run, daemon=True).start()
    before = dns.resolver.default_resolver
    dns.resolver.default_resolver = dns.resolver.Resolver(configure=False)
    dns.resolver.default_resolver.nameservers = ["127.0.0.1"]
    dns.resolver.default_resolver.port = box.getsockname()[1]
    try:
        yield asked
    finally:
        dns.resolver.default_resolver = before
        box.close()


def _answer(question: dns.message.Message, records: dict[str, str], asked: list[str]) -> dns.message.Message:
    name = question.question[0].name.to_text().rstrip(".")
    asked.append(name)
    answer = dns.message.make_response(question)
    if name in records:
        pieces = [records[name][at : at + 200] for at in range(0, len(records[name]), 200)]
        text = " ".join(f'"{piece}"' for piece in pieces)
        answer.answer.append(dns.rrset.from_text(f"{name}.", 60, "IN", "TXT", text))
    else:
        answer.set_rcode(dns.rcode.NXDOMAIN)
    return answer
