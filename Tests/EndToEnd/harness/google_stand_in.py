"""The stand-in for Google as a program of its own, and Google's official client pointed at it."""

import os
import re
from pathlib import Path

import google.oauth2.credentials
import requests
from googleapiclient.discovery import Resource, build
from harness.kalends import ROOT
from harness.process import Process

BINARY = Path(os.environ.get("KALENDS_TEST_GOOGLE_STAND_IN", ROOT / ".build/debug/GoogleStandIn"))

CLIENT = "kalends"
SECRET = "kalends-secret"
PREFIX = "https://www.googleapis.com/auth/"
LISTENING = re.compile(r"listens on (http://127\.0\.0\.1:\d+)")


class GoogleStandIn:
    """One stand-in with a world of its own."""

    def __init__(self, folder: Path):
        folder.mkdir(parents=True, exist_ok=True)
        self.process = Process([str(BINARY)], folder / "google.log")
        self.url = ""

    def start(self) -> "GoogleStandIn":
        assert BINARY.exists(), f"{BINARY} is not built: run `swift build --build-tests`"
        self.process.start(self._is_listening)
        return self

    @property
    def registration(self) -> dict[str, str]:
        """How a server is told to take this for Google."""
        addresses = {f"KALENDS_GOOGLE_{name}_URL": self.url for name in ("ACCOUNTS", "TOKEN", "API")}
        return {"KALENDS_GOOGLE_CLIENT_ID": CLIENT, "KALENDS_GOOGLE_CLIENT_SECRET": SECRET} | addresses

    def _is_listening(self) -> bool:
        found = LISTENING.search(self.process.text())
        self.url = found.group(1) if found else ""
        return bool(found)

    def stop(self) -> None:
        self.process.kill()

    def control(self, verb: str, path: str, **body) -> dict:
        answer = requests.request(verb, f"{self.url}/_simulator/{path}", json=body or None, timeout=30)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def person(self, email: str = "ana@example.org", zone: str = "Europe/Vienna") -> str:
        """Somebody new; the subject of the account."""
        return self.control("POST", "people", email=email, name=email.split("@")[0].title(), timeZone=zone)["subject"]

    def edit(self, edit: str, **fields) -> str | None:
        """What a person does by hand; the id of what was made."""
        return self.control("POST", "edits", edit=edit, **fields).get("id")

    def settings(self, **values) -> None:
        self.control("PATCH", "settings", **values)

    def fault(self, kind: str, **fields) -> None:
        self.control("POST", "faults", kind=kind, **fields)

    def advance(self, seconds: int) -> None:
        self.control("POST", "clock", advance=seconds)

    @property
    def requests(self) -> list[dict]:
        """What reached it, the oldest first."""
        return self.control("GET", "requests")["requests"]

    def credentials(self, subject: str, *scopes: str) -> google.oauth2.credentials.Credentials:
        """As if somebody had consented."""
        wanted = [PREFIX + scope for scope in scopes or ("calendar",)]
        tokens = self.control("POST", "grants", subject=subject, scopes=wanted)
        return google.oauth2.credentials.Credentials(
            tokens["access_token"], refresh_token=tokens["refresh_token"], token_uri=f"{self.url}/token", client_id=CLIENT,
            client_secret=SECRET, scopes=wanted,
        )

    def api(self, credentials: google.oauth2.credentials.Credentials) -> Resource:
        """Google's own client, made from the description of the API that it brings along."""
        return build(
            "calendar", "v3", credentials=credentials, static_discovery=True, cache_discovery=False,
            client_options={"api_endpoint": f"{self.url}/calendar/v3/"},
        )
