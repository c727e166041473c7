"""A request to book whose connection is cut at any byte, and repeated with its key, books once."""

import datetime
import json
import socket
import time
from urllib.parse import urlsplit

import requests
from harness.graph import token


def test_a_booking_that_is_cut_off_at_any_byte_and_repeated_is_made_once(kalends):
    key = {"Authorization": f"Bearer {token(kalends)}"}
    businesses = f"{kalends.url}/v1.0/solutions/bookingBusinesses"
    (studio,) = requests.get(businesses, headers=key, timeout=30).json()["value"]
    root = f"{businesses}/{studio['id']}"
    person = requests.get(f"{root}/staffMembers", headers=key, timeout=30).json()["value"][0]["id"]
    service = requests.post(
        f"{root}/services", headers=key, json={"displayName": "Glance", "defaultDuration": "PT1M", "staffMemberIds": [person]}, timeout=30)
    assert service.status_code == 201, service.text
    before = count(root, key)
    first = datetime.datetime.now(datetime.timezone.utc).replace(hour=1, minute=0, second=0) + datetime.timedelta(days=7)

    # Each cut has a minute and a key of its own; the requests are of one length.
    def request(number: int) -> bytes:
        start = (first + datetime.timedelta(minutes=number)).strftime("%Y-%m-%dT%H:%M:%S")
        body = json.dumps({
            "serviceId": service.json()["id"], "staffMemberIds": [person], "startDateTime": {"dateTime": start, "timeZone": "UTC"},
            "customers": [{"name": "Ada", "emailAddress": "ada@example.org"}],
        })
        address = urlsplit(f"{root}/appointments")
        head = [
            f"POST {address.path} HTTP/1.1", f"Host: {address.netloc}", f"Authorization: {key['Authorization']}",
            f"Idempotency-Key: cut-{number:04}", "Content-Type: application/json", f"Content-Length: {len(body)}", "Connection: close",
        ]
        return ("\r\n".join(head) + "\r\n\r\n" + body).encode()

    length = len(request(0))
    made = {}
    for cut in range(length + 1):
        sent = request(cut)
        assert len(sent) == length
        with socket.create_connection(urlsplit(kalends.url).netloc.split(":"), timeout=30) as connection:
            connection.sendall(sent[:cut])
        made[cut] = json.loads(answered(kalends, sent))["id"]
        assert json.loads(answered(kalends, sent))["id"] == made[cut]
    assert len(set(made.values())) == length + 1
    assert count(root, key) == before + length + 1


def count(root: str, key: dict[str, str]) -> int:
    return int(requests.get(f"{root}/appointments/$count", headers=key, timeout=30).text)


def answered(kalends, request: bytes) -> bytes:
    """The body of the answer to the whole request, asked again while the one that was cut off is still being carried out."""
    for _ in range(200):
        with socket.create_connection(urlsplit(kalends.url).netloc.split(":"), timeout=30) as connection:
            connection.sendall(request)
            answer = b"".join(iter(lambda: connection.recv(65536), b""))
        head, _, body = answer.partition(b"\r\n\r\n")
        status = int(head.split(b" ", 2)[1])
        if status == 409 and b"retry-after" in head.lower():
            time.sleep(0.05)
            continue
        assert status == 201, answer
        return body
    raise AssertionError("The request was under way for ten seconds.")
