"""A POST whose connection breaks at any byte, repeated with its key, books once.

Each cut has a key and a time of its own and is the same number of bytes long, so that every boundary of the head and of the body is cut once:
by a reset at even places, by a plain end at odd ones.
"""

import json
import socket
import struct
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone

import pytest
import requests
from harness.api_key import api_key

FIRST = datetime.now(timezone.utc).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=30)


class Bookings:
    """The collection that is posted to, and the bytes of each request."""

    def __init__(self, kalends):
        self.port = kalends.port
        self.session = requests.Session()
        self.key = api_key(kalends, "BookingsAppointment.ReadWrite.All")
        self.session.headers["Authorization"] = f"Bearer {self.key}"
        businesses = "/v1.0/solutions/bookingBusinesses"
        business = self.get(kalends.url + businesses)[0]["id"]
        self.path = f"{businesses}/{business}/appointments"
        self.url = kalends.url + self.path
        self.service = self.get(f"{kalends.url}{businesses}/{business}/services")[0]["id"]
        self.person = self.get(f"{kalends.url}{businesses}/{business}/staffMembers")[0]["id"]

    def get(self, url: str) -> list[dict]:
        found = []
        while url:
            answer = self.session.get(url, timeout=60)
            assert answer.status_code == 200, answer.text
            found += answer.json()["value"]
            url = answer.json().get("@odata.nextLink")
        return found

    def request(self, number: int) -> bytes:
        """One booking, as long as every other one."""
        start = FIRST + timedelta(hours=number)
        booking = {
            "serviceId": self.service,
            "staffMemberIds": [self.person],
            "startDateTime": {"dateTime": start.strftime("%Y-%m-%dT%H:%M:%S"), "timeZone": "UTC"},
            "customers": [{"name": customer(number)}],
        }
        body = json.dumps(booking).encode()
        head = [
            f"POST {self.path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", f"Authorization: Bearer {self.key}", "Content-Type: application/json",
            f"Idempotency-Key: cut-{number:05}", f"Content-Length: {len(body)}", "Connection: close", "", "",
        ]  # fmt: skip
        return "\r\n".join(head).encode() + body

    def connect(self) -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection

    def cut(self, request: bytes, sent: int, read: int = 0, is_reset: bool = True) -> None:
        """Sends the first bytes, hears so many of the answer, and breaks off."""
        with self.connect() as connection:
            connection.sendall(request[:sent])
            while read > 0 and (heard := connection.recv(read)):
                read -= len(heard)
            if is_reset:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def complete(self, request: bytes) -> dict:
        """The whole request, as often as its first one is still under way; the booking that it answers with."""
        deadline = time.monotonic() + 60
        while True:
            with self.connect() as connection:
                connection.sendall(request)
                with connection.makefile("rb") as stream:
                    answer = stream.read()
            head, _, body = answer.partition(b"\r\n\r\n")
            lines = head.decode().split("\r\n")
            status = int(lines[0].split(" ")[1])
            if status == 409 and any(line.lower().startswith("retry-after:") for line in lines):
                assert time.monotonic() < deadline, "the first request never comes to its end"
                continue
            assert status == 201, answer.decode()
            return json.loads(body)


def customer(number: int) -> str:
    return f"Cut at {number:05}"


@pytest.fixture
def bookings(kalends) -> Bookings:
    return Bookings(kalends)


def test_a_post_that_is_cut_at_any_byte_and_repeated_books_once(kalends, bookings, database):
    length = len(bookings.request(0))
    assert length > 400

    def one(place: int) -> tuple[str, str]:
        request = bookings.request(place)
        assert len(request) == length
        bookings.cut(request, place, is_reset=place % 2 == 0)
        made = bookings.complete(request)
        assert place % 8 or bookings.complete(request) == made
        return customer(place), made["id"]

    with ThreadPoolExecutor(4) as pool:
        made = dict(pool.map(one, range(length + 1)))
    assert len(set(made.values())) == length + 1
    stored = bookings.get(bookings.url)
    assert Counter(booking["customers"][0]["name"] for booking in stored) == Counter(made.keys())
    assert {booking["id"] for booking in stored} == set(made.values())
    assert len(database.live_appointments()) == length + 1
    # That somebody hangs up is no fault of ours.
    assert "a request of the API failed" not in kalends.log


def test_a_post_whose_answer_is_cut_and_that_is_repeated_books_once(bookings, database):
    """All of it arrived; what is told of it did not, or not wholly."""
    heard = [0] * 40 + list(range(1, 400, 10))

    def one(number: int) -> str:
        request = bookings.request(number)
        bookings.cut(request, len(request), heard[number])
        return bookings.complete(request)["id"]

    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(one, range(len(heard))))
    assert len(set(made)) == len(heard) == len(database.live_appointments())


def test_the_same_key_for_another_booking_books_nothing(bookings, database):
    request = bookings.request(1)
    made = bookings.complete(request)
    other = bookings.request(2).replace(b"cut-00002", b"cut-00001")
    with bookings.connect() as connection:
        connection.sendall(other)
        with connection.makefile("rb") as stream:
            answer = stream.read()
    assert 400 <= int(answer.split(b" ")[1]) < 500, answer.decode()
    assert [row["id"] for row in database.live_appointments()] == [made["id"]]
