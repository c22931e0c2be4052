"""Measuring in processes of their own, and reading what a process cost."""

import multiprocessing
import os
import random
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.request import urlopen

TICK = os.sysconf("SC_CLK_TCK")


def apart[Answer](function: Callable[..., Answer], *arguments: Any) -> Answer:
    """Run a function in a fresh process, so that Django starts on a data folder of its own; its answer."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(function, arguments)


def free_port() -> int:
    """A port of the loopback interface that nobody listens on, below those that connections going out are given:
    a door that is dead for a moment must find its port free."""
    while True:
        with suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", random.randrange(12_000, 32_000)))
            return int(probe.getsockname()[1])


@contextmanager
def running(command: Sequence[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """`heard COMMAND` while the block lasts, ended as an operator ends it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "heard.cli", *command],
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=30)


def wait_for_page(address: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until a server answers.

    Raises:
        RuntimeError: it ended, or takes longer than a minute.
    """
    for _ in range(600):
        try:
            urlopen(address, timeout=5).close()
            return
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.1)
    raise RuntimeError(f"no answer from {address}")


def family(pid: int) -> list[int]:
    """A process with all its descendants (Linux; elsewhere the process alone)."""
    found = [pid]
    for one in found:
        for children in Path(f"/proc/{one}/task").glob("*/children"):
            found += [int(child) for child in children.read_text().split()]
    return found


def cpu_seconds(pid: int) -> float:
    """Processor time of a process and its descendants so far (Linux; elsewhere 0)."""
    return sum(_cpu(one) for one in family(pid))


def _cpu(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICK


def memory(pid: int) -> tuple[float, float]:
    """Resident and proportional memory of a process and its descendants, in MB (Linux; elsewhere 0)."""
    totals = {"Rss": 0, "Pss": 0}
    for one in family(pid):
        try:
            lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        for line in lines:
            name, _, rest = line.partition(":")
            if name in totals:
                totals[name] += int(rest.split()[0])
    return totals["Rss"] / 1024, totals["Pss"] / 1024


def spread(seconds: Sequence[float]) -> tuple[float, float]:
    """The median and the 95th percentile of times, in milliseconds."""
    ordered = sorted(seconds)
    return statistics.median(ordered) * 1000, ordered[int(len(ordered) * 0.95)] * 1000
