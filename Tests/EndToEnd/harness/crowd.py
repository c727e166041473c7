"""Many customers on connections that stay open, in one small thread that leaves the machine to the server (`crowd.c`)."""

import struct
import subprocess
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from harness.burst import Answer, parse
from harness.compiled import compiled


@dataclass(frozen=True)
class Sent:
    """How long it took from the first request to the last answer, and the answers in the order of the requests."""

    seconds: float
    statuses: Counter[int]
    answers: list[Answer]


def get(url: str) -> bytes:
    parts = urlsplit(url)
    target = f"{parts.path}{'?' + parts.query if parts.query else ''}"
    return f"GET {target} HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n".encode()


def post(url: str, fields: list[tuple[str, str]]) -> bytes:
    parts = urlsplit(url)
    body = urlencode(fields).encode()
    lines = [
        f"POST {parts.path} HTTP/1.1",
        f"Host: {parts.netloc}",
        f"Origin: {parts.scheme}://{parts.netloc}",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def send(port: int, connections: int, requests: list[bytes]) -> Sent:
    with tempfile.TemporaryDirectory() as folder:
        questions, replies = Path(folder) / "requests", Path(folder) / "answers"
        questions.write_bytes(b"".join(struct.pack("<I", len(request)) + request for request in requests))
        command = [compiled("crowd"), str(port), str(connections), questions, replies]
        output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        lines = [line.split() for line in output.splitlines()]
        raw, answers, start = replies.read_bytes(), [], 0
        while start < len(raw):
            (length,) = struct.unpack_from("<I", raw, start)
            answers.append(parse(raw[start + 4 : start + 4 + length]))
            start += 4 + length
        statuses = Counter({int(line[1]): int(line[2]) for line in lines if line[0] == "status"})
        return Sent(next(float(line[1]) for line in lines if line[0] == "seconds"), statuses, answers)
