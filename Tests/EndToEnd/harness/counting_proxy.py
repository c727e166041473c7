"""A reverse proxy that counts every request on its way to a calendar server, and can break the answers."""

import threading
import time
from collections import Counter
from dataclasses import dataclass
from enum import Enum
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

WRITES = {"PUT", "DELETE", "POST", "MKCALENDAR", "MKCOL", "PROPPATCH", "MOVE", "COPY"}
HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "te", "trailer", "upgrade", "proxy-authenticate"}


class Fault(Enum):
    """How a calendar server can fail."""

    NONE = "nothing wrong"
    HTML = "answers every request with a web page"
    UNAUTHORIZED = "answers 401"
    SERVER_ERROR = "answers 500"
    SILENCE = "takes the connection and never answers"
    HANG_UP = "closes the connection without a byte"
    TRUNCATED = "stops in the middle of the answer"


@dataclass(frozen=True)
class Seen:
    method: str
    path: str
    status: int


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256


class CountingProxy:
    """Stands in front of `target`; with no target it is a hostile server of its own."""

    def __init__(self, target: str | None = None, fault: Fault = Fault.NONE):
        self.target = urlsplit(target) if target else None
        self.fault = fault
        # Seconds that whoever asks waits for each answer.
        self.delay = 0.0
        self.seen: list[Seen] = []
        self.lock = threading.Lock()
        self.stopping = threading.Event()
        self.server = Server(("127.0.0.1", 0), self._handler())
        self.port = self.server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}/"

    def start(self) -> "CountingProxy":
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def stop(self) -> None:
        self.stopping.set()
        self.server.shutdown()
        self.server.server_close()

    def clear(self) -> None:
        with self.lock:
            self.seen.clear()

    @property
    def requests(self) -> list[Seen]:
        with self.lock:
            return list(self.seen)

    @property
    def writes(self) -> list[Seen]:
        return [seen for seen in self.requests if seen.method in WRITES]

    @property
    def methods(self) -> Counter:
        return Counter(seen.method for seen in self.requests)

    def wait_for_requests(self, count: int, within: float = 20) -> None:
        deadline = time.monotonic() + within
        while len(self.requests) < count:
            assert time.monotonic() < deadline, f"{len(self.requests)} of {count} requests after {within:g} s"
            time.sleep(0.05)

    def _record(self, method: str, path: str, status: int) -> None:
        with self.lock:
            self.seen.append(Seen(method, path, status))

    def _handler(proxy) -> type[BaseHTTPRequestHandler]:  # noqa: N805
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 30

            def log_message(self, *_):
                """The counts are the log."""

            def answer(self, status: int, kind: str, body: bytes, **headers: str) -> None:
                proxy._record(self.command, self.path, status)
                self.send_response_only(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                for name, value in headers.items():
                    self.send_header(name.replace("_", "-"), value)
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(body)

            def handle_any(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                match proxy.fault:
                    case Fault.NONE if proxy.target:
                        self.forward(body)
                    case Fault.TRUNCATED if proxy.target:
                        self.forward(body, truncated=True)
                    case Fault.NONE | Fault.HTML | Fault.TRUNCATED:
                        self.answer(200, "text/html; charset=utf-8", b"<!doctype html><title>Welcome</title><h1>It works!</h1>")
                    case Fault.UNAUTHORIZED:
                        self.answer(401, "text/plain", b"who are you?", WWW_Authenticate='Basic realm="calendar"')
                    case Fault.SERVER_ERROR:
                        self.answer(500, "text/plain", b"out of order")
                    case Fault.SILENCE:
                        proxy._record(self.command, self.path, 0)
                        proxy.stopping.wait(120)
                        self.close_connection = True
                    case Fault.HANG_UP:
                        proxy._record(self.command, self.path, 0)
                        self.close_connection = True

            def forward(self, body: bytes, truncated: bool = False) -> None:
                upstream = HTTPConnection(proxy.target.hostname, proxy.target.port, timeout=60)
                try:
                    headers = {name: value for name, value in self.headers.items() if name.lower() not in HOP_BY_HOP}
                    upstream.request(self.command, self.path, body or None, headers)
                    answer = upstream.getresponse()
                    content = answer.read()
                finally:
                    upstream.close()
                proxy.stopping.wait(proxy.delay)
                proxy._record(self.command, self.path, answer.status)
                self.send_response_only(answer.status, answer.reason)
                for name, value in answer.getheaders():
                    if name.lower() not in HOP_BY_HOP:
                        self.send_header(name, value)
                if answer.status not in (204, 304):
                    self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                if self.command == "HEAD":
                    return
                self.wfile.write(content[: len(content) // 2] if truncated else content)
                if truncated:
                    self.close_connection = True

            def __getattr__(self, name: str):
                if name.startswith("do_"):
                    return self.handle_any
                raise AttributeError(name)

        return Handler
