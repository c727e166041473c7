"""Many requests at truly the same moment: every connection stands and has sent all but its last byte before any is let go."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import cycle
from urllib.parse import urlencode, urlsplit


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: str


def page_request(url: str) -> bytes:
    """The bytes of one page's request, on a connection that ends with its answer."""
    parts = urlsplit(url)
    target = f"{parts.path}{'?' + parts.query if parts.query else ''}"
    return f"GET {target} HTTP/1.1\r\nHost: {parts.netloc}\r\nConnection: close\r\n\r\n".encode()


def form_request(url: str, fields: list[tuple[str, str]], headers: dict[str, str] | None = None) -> bytes:
    """The bytes of one form post, on a connection that ends with its answer."""
    parts = urlsplit(url)
    body = urlencode(fields).encode()
    lines = [
        f"POST {parts.path}{'?' + parts.query if parts.query else ''} HTTP/1.1",
        f"Host: {parts.netloc}",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
        "Connection: close",
        *(f"{name}: {value}" for name, value in (headers or {}).items()),
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def parse(raw: bytes) -> Answer:
    head, _, body = raw.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    assert lines[0].startswith("HTTP/1.1 "), f"no answer: {raw[:200]!r}"
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
    if headers.get("transfer-encoding", "").lower() == "chunked":
        body = unchunk(body)
    return Answer(int(lines[0].split()[1]), headers, body.decode(errors="replace"))


def unchunk(body: bytes) -> bytes:
    whole = b""
    while body:
        size, _, rest = body.partition(b"\r\n")
        length = int(size.split(b";")[0], 16)
        if length == 0:
            break
        whole += rest[:length]
        body = rest[length + 2 :]
    return whole


async def burst(ports: list[int], requests: list[bytes], beside: Callable[[], None]) -> list[Answer]:
    """Sends all requests together, the first to the first port and so on in turns, and returns the answers in their order."""
    gate = asyncio.Event()
    ready = asyncio.Semaphore(0)

    async def one(request: bytes, port: int) -> Answer:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(request[:-1])
        await writer.drain()
        ready.release()
        await gate.wait()
        writer.write(request[-1:])
        await writer.drain()
        raw = await asyncio.wait_for(reader.read(), 60)
        writer.close()
        return parse(raw)

    tasks = [asyncio.create_task(one(request, port)) for request, port in zip(requests, cycle(ports))]
    for _ in requests:
        await ready.acquire()
    gate.set()
    beside()
    return await asyncio.gather(*tasks)


def send_together(port: int | list[int], requests: list[bytes], beside: Callable[[], None] = lambda: None) -> list[Answer]:
    """In a thread of its own, as the browser's driver keeps an event loop in the tests' thread. `beside` is called at the same moment, and
    must not wait.
    """
    ports = [port] if isinstance(port, int) else port
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(burst(ports, requests, beside))).result()
