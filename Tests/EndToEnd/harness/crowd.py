"""Many customers on connections that stay open, in one small thread that leaves the machine to the server (`crowd.c`)."""

import json
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
    """How long it took from the first request to the last answer, within what half and 99 of 100 answers came (all in seconds), and the
    answers in the order of the requests.
    """

    seconds: float
    p50: float
    p99: float
    statuses: Counter[int]
    answers: list[Answer]


def get(url: str, headers: dict[str, str] | None = None) -> bytes:
    return request("GET", url, headers or {})


def post(url: str, fields: list[tuple[str, str]]) -> bytes:
    parts = urlsplit(url)
    headers = {"Origin": f"{parts.scheme}://{parts.netloc}", "Content-Type": "application/x-www-form-urlencoded"}
    return request("POST", parts._replace(query="").geturl(), headers, urlencode(fields).encode())


def post_json(url: str, value, headers: dict[str, str]) -> bytes:
    return request("POST", url, headers | {"Content-Type": "application/json"}, json.dumps(value).encode())


def request(method: str, url: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    parts = urlsplit(url)
    target = f"{parts.path}{'?' + parts.query if parts.query else ''}"
    fields = {"Host": parts.netloc} | headers | ({} if method == "GET" else {"Content-Length": str(len(body))})
    lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in fields.items())]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def send(port: int, connections: int, requests: list[bytes], keeps_answers: bool = True) -> Sent:
    """`keeps_answers`: many large answers are better forgotten; then there are none."""
    with tempfile.TemporaryDirectory() as folder:
        questions, replies = Path(folder) / "requests", Path(folder) / "answers"
        questions.write_bytes(b"".join(struct.pack("<I", len(request)) + request for request in requests))
        command = [compiled("crowd"), str(port), str(connections), questions, *([replies] if keeps_answers else [])]
        output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        lines = [line.split() for line in output.splitlines()]
        raw, answers, start = replies.read_bytes() if keeps_answers else b"", [], 0
        while start < len(raw):
            (length,) = struct.unpack_from("<I", raw, start)
            answers.append(parse(raw[start + 4 : start + 4 + length]))
            start += 4 + length
        statuses = Counter({int(line[1]): int(line[2]) for line in lines if line[0] == "status"})
        times = {line[0]: float(line[1]) for line in lines if line[0] != "status"}
        return Sent(times["seconds"], times["p50"], times["p99"], statuses, answers)
