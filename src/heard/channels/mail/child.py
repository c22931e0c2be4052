"""The process in which mails are read: limited in memory and time, without Django, expendable.

It reads requests from its standard input and answers on its standard output, one at a time, each with its
length in front. Started by guard.py as `python -m heard.channels.mail.child`.
"""

import gc
import itertools
import marshal
import os
import resource
import signal
import struct
import sys
from typing import Any, BinaryIO

from heard.channels.mail.parse import Unreadable, parse
from heard.channels.mail.wire import pack

MEMORY_BYTES = 512 * 1024 * 1024  # address space of the child
CPU_SECONDS = 8  # processor time of one mail
LENGTH = struct.Struct(">Q")

TOO_BIG = f"reading it needs more than {MEMORY_BYTES // 2**20} MB of memory"
_SPENT = "memory"  # after this answer the child's memory cannot be relied on


def answer(door: Any, envelope_from: str | None, envelope_to: tuple[str, ...], raw: bytes) -> tuple[str, Any]:
    """("arrival", packed) or ("quarantine", reason) or ("memory", reason): after the last the child must go."""
    try:
        return "arrival", pack(parse(raw, door=door, envelope_from=envelope_from, envelope_to=envelope_to))
    except Unreadable as reason:
        return "quarantine", str(reason)
    except RecursionError:
        return "quarantine", "its parts are nested too deep"
    except MemoryError:
        return _SPENT, TOO_BIG
    except Exception as error:
        return "quarantine", f"it could not be read ({type(error).__name__})"


def respond(body: bytes) -> tuple[str, bytes]:
    """The answer to one request, packed; packing may need more memory than there is, too."""
    try:
        kind, result = answer(*marshal.loads(body))
        return kind, marshal.dumps((kind, result))
    except MemoryError:
        return _SPENT, marshal.dumps((_SPENT, TOO_BIG))


def allow_one_mail() -> None:
    """Processor time is counted from the start of the process, so the limit moves on with each mail."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(used.ru_utime + used.ru_stime) + CPU_SECONDS + 1
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))


def limit_process() -> None:
    """No more memory than allowed, no core file, no file written."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    # The parent stops its children itself; Ctrl-C on the terminal is meant for the parent.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def tidy_up(count: int, size: int) -> None:
    """Collect garbage between mails, not while reading one; at once after a big one."""
    if size > 1_000_000 or count % 200 == 0:
        gc.collect()


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer until the input ends or the memory is spent."""
    gc.disable()
    gc.freeze()
    for count in itertools.count(1):
        head = requests.read(LENGTH.size)
        if len(head) < LENGTH.size:
            return
        body = requests.read(LENGTH.unpack(head)[0])
        allow_one_mail()
        kind, reply = respond(body)
        answers.write(LENGTH.pack(len(reply)))
        answers.write(reply)
        answers.flush()
        if kind == _SPENT:
            return
        tidy_up(count, len(body))


def main() -> None:
    """Serve on the pipes given as standard input and output; prints of libraries go to standard error."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    limit_process()
    serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
