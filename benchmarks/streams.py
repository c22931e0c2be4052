"""Other open pages while something is measured: each holds a live stream, as a tab does that is not looked at; those
that are looked at also read again what they show whenever it rings. They run in a process of their own.
"""

import asyncio
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

THROTTLE = 0.4
"""Seconds between two looks of one page, as its template says."""


@contextmanager
def held(port: int, cookies: dict[str, str], paths: Sequence[str], reading: int) -> Iterator[None]:
    """One open page of each ticket's path until the block ends; so many of them read."""
    command = [sys.executable, "-m", "benchmarks.streams", str(port), str(reading)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin and process.stdout
    try:
        process.stdin.write(
            "\n".join(["; ".join(f"{name}={value}" for name, value in cookies.items()), *paths])
        )
        process.stdin.close()
        if process.stdout.readline() != "ready\n":
            raise RuntimeError("the streams did not open")
        yield
        if process.poll() is not None:
            raise RuntimeError("the streams did not stay open")
    finally:
        process.kill()
        process.wait()


def hold() -> None:
    """Hold the streams of the cookie and the paths on standard input; the arguments are the port and how many read."""
    cookies, *paths = sys.stdin.read().split("\n")
    asyncio.run(_all(int(sys.argv[1]), cookies, paths, int(sys.argv[2])))


async def _all(port: int, cookies: str, paths: list[str], reading: int) -> None:
    looked_at = [
        f"{path}news/?stamp={await _stamp(port, cookies, path)}&leaving=0" for path in paths[:reading]
    ]
    opened = asyncio.Semaphore(0)
    async with asyncio.TaskGroup() as pages:
        for news in [*looked_at, *[""] * (len(paths) - len(looked_at))]:
            pages.create_task(_page(port, cookies, news, opened))
        for _ in paths:
            await opened.acquire()
        print("ready", flush=True)
        await asyncio.Event().wait()


async def _stamp(port: int, cookies: str, path: str) -> str:
    """What a page says it shows."""
    found = re.search(rb'data-stamp="([^"]*)"', await _get(port, cookies, path))
    if found is None:
        raise RuntimeError(f"no ticket page at {path}")
    return found[1].decode()


async def _page(port: int, cookies: str, news: str, opened: asyncio.Semaphore) -> None:
    """Hold one stream; whenever it rings, ask whether anything is new at that address, if it has one."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(_request(port, cookies, "/live/", "keep-alive"))
    await reader.readuntil(b"hello")
    opened.release()
    while True:
        await reader.readuntil(b"wake")
        if news:
            await _get(port, cookies, news)
            await asyncio.sleep(THROTTLE)


async def _get(port: int, cookies: str, path: str) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(_request(port, cookies, path, "close"))
    answer = await reader.read()
    writer.close()
    if answer.split(None, 2)[1] not in (b"200", b"204"):
        raise RuntimeError(f"{path}: {answer[:100]!r}")
    return answer


def _request(port: int, cookies: str, path: str, connection: str) -> bytes:
    return (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookies}\r\nHX-Request: true\r\n"
        f"Connection: {connection}\r\n\r\n"
    ).encode()


if __name__ == "__main__":
    hold()
