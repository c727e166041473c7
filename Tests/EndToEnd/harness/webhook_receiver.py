"""A receiver of webhooks on loopback that takes everything, fails, hangs, redirects or lies, as it is told."""

import socket
import threading
import time
from dataclasses import dataclass, field


@dataclass
class Post:
    """One request as it arrived."""

    at: float
    line: str
    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def timestamp(self) -> int:
        return int(self.headers["webhook-timestamp"])


def status(code: int, *headers: str, body: bytes = b"") -> bytes:
    """An answer, byte for byte."""
    lines = [f"HTTP/1.1 {code} As asked", *headers, f"Content-Length: {len(body)}", "Connection: close", "", ""]
    return "\r\n".join(lines).encode() + body


TAKEN = status(204)
# What is sent instead of an answer.
HANG = b"hang"
HANG_UP = b""
NONSENSE = b"SSH-2.0-not a web server\r\n\r\n"
# It promises more than it sends, and breaks off.
BROKEN_OFF = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nsome of it"
ENDLESS = b"endless"


@dataclass
class WebhookReceiver:
    """Each connection brings one request and gets the next of the replies; when there are none left, `otherwise`."""

    replies: list[bytes] = field(default_factory=list)
    otherwise: bytes = TAKEN

    def __post_init__(self):
        self.posts: list[Post] = []
        self.connections = 0
        self.is_over = threading.Event()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/hook"

    def start(self) -> "WebhookReceiver":
        threading.Thread(target=self.listen, daemon=True).start()
        return self

    def stop(self) -> None:
        self.is_over.set()
        self.listener.close()

    def answer(self, *replies: bytes) -> None:
        self.replies += replies

    def listen(self) -> None:
        while not self.is_over.is_set():
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as stream:
            try:
                self.read(connection, stream)
            except OSError:
                # The other side is gone: it had enough.
                return

    def read(self, connection: socket.socket, stream) -> None:
        line = stream.readline().decode().strip()
        headers = {}
        while header := stream.readline().decode().strip():
            name, _, value = header.partition(":")
            headers[name.lower()] = value.strip()
        body = stream.read(int(headers.get("content-length", "0")))
        self.posts.append(Post(time.time(), line, headers, body))
        reply = self.replies.pop(0) if self.replies else self.otherwise
        if reply == HANG:
            self.is_over.wait(60)
        elif reply == ENDLESS:
            connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            while not self.is_over.is_set():
                connection.sendall(b"and on it goes " * 4096)
        else:
            connection.sendall(reply)

    def wait_for(self, count: int, within: float = 40) -> list[Post]:
        """So many posts, as soon as they are there."""
        deadline = time.monotonic() + within
        while len(self.posts) < count:
            assert time.monotonic() < deadline, f"{len(self.posts)} of {count} posts arrived: {[post.id for post in self.posts]}"
            time.sleep(0.05)
        return self.posts[:count]
