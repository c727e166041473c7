"""A verifier of webhooks, written from the Standard Webhooks convention (standard-webhooks.md) and from nothing of ours.

It asks for the three headers, for a timestamp within five minutes, and for one signature among those sent that is the HMAC-SHA256 of
`id.timestamp.body` under the secret, compared in constant time.
"""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Mapping

TOLERANCE = 5 * 60


class Unbelievable(Exception):
    """The message did not come from whoever knows the secret, or not just now."""


class Verifier:
    def __init__(self, secret: str):
        if not secret.startswith("whsec_"):
            raise ValueError("a symmetric secret begins with whsec_")
        self.key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
        if not 24 <= len(self.key) <= 64:
            raise ValueError("a symmetric secret has 24 to 64 bytes")

    def sign(self, message: str, timestamp: str, body: bytes) -> str:
        signed = message.encode() + b"." + timestamp.encode() + b"." + body
        return base64.b64encode(hmac.new(self.key, signed, hashlib.sha256).digest()).decode()

    def verify(self, headers: Mapping[str, str], body: bytes, now: float | None = None) -> dict:
        """The payload, once the message is believed."""
        given = {name.lower(): value for name, value in headers.items()}
        missing = {"webhook-id", "webhook-timestamp", "webhook-signature"} - given.keys()
        if missing:
            raise Unbelievable(f"without {sorted(missing)}")
        message, timestamp = given["webhook-id"], given["webhook-timestamp"]
        if not message or "." in message:
            raise Unbelievable(f"the id {message!r} cannot be signed")
        if not timestamp.isascii() or not timestamp.isdigit():
            raise Unbelievable(f"the timestamp {timestamp!r} is no whole number of seconds")
        if abs((time.time() if now is None else now) - int(timestamp)) > TOLERANCE:
            raise Unbelievable("the timestamp is not of this moment")
        expected = self.sign(message, timestamp, body).encode()
        for signature in given["webhook-signature"].split(" "):
            version, _, value = signature.partition(",")
            if version == "v1" and hmac.compare_digest(value.encode(), expected):
                return json.loads(body)
        raise Unbelievable("no signature is right")
