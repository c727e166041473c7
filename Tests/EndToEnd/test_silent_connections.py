"""Whoever opens connections and stays silent takes them from nobody else, and loses them soon."""

import resource
import socket
import time
from contextlib import ExitStack

import requests

from harness.kalends import Kalends


def status_from(address: str, kalends: Kalends) -> int:
    with socket.create_connection(("127.0.0.1", kalends.port), timeout=10, source_address=(address, 0)) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        return int(connection.makefile("rb").readline().split()[1])


def is_closed(connection: socket.socket) -> bool:
    connection.setblocking(False)
    try:
        return connection.recv(1) == b""
    except BlockingIOError:
        return False
    except ConnectionError:
        return True


def test_silent_connections_of_one_address_leave_room_for_others_and_are_closed(tmp_path):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(4096, hard)), hard))
    kalends = Kalends(tmp_path)
    # As few open files as a system without settings allows, and no way to raise them.
    kalends.process.command = ["prlimit", "--nofile=1024:1024", *kalends.process.command]
    kalends.start()
    try:
        with ExitStack() as stack:
            silent = []
            for _ in range(1_100):
                connection = stack.enter_context(socket.create_connection(("127.0.0.1", kalends.port), timeout=5))
                connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n")
                silent.append(connection)
            assert status_from("127.0.0.2", kalends) == 200, "somebody else is shut out"
            deadline = time.monotonic() + 60
            while not all(map(is_closed, silent)) and time.monotonic() < deadline:
                time.sleep(1)
            assert all(map(is_closed, silent)), "silent connections are kept for ever"
            assert requests.get(kalends.url + "/healthz", timeout=5).status_code == 200
    finally:
        kalends.stop()
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
