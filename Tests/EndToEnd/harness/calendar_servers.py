"""Real CalDAV servers, each with one user and one calendar in a folder of its own."""

import sys
from pathlib import Path

import caldav
import requests

from harness.process import Process, free_port

USER = "anna"
PASSWORD = "correct horse battery"


class CalendarServer:
    """What both servers share: an address, a principal, and a client that nobody here wrote."""

    name = "?"
    module = "?"

    def __init__(self, folder: Path):
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}/"
        self.process = Process(self.command(), folder / f"{self.name}.log")

    def command(self) -> list[str]:
        raise NotImplementedError

    def start(self) -> "CalendarServer":
        self.process.start(self.answers)
        self.prepare()
        return self

    def prepare(self) -> None:
        """Makes the calendars that the tests expect, where the server does not."""

    def stop(self) -> None:
        self.process.stop()

    def answers(self) -> bool:
        try:
            return requests.request("OPTIONS", self.url, timeout=2).status_code < 500
        except requests.RequestException:
            return False

    def client(self) -> caldav.DAVClient:
        return caldav.DAVClient(self.url, username=USER, password=PASSWORD)

    def calendars(self) -> list[caldav.Calendar]:
        return self.client().principal().calendars()

    def calendar(self, name: str | None = None) -> caldav.Calendar:
        """The calendar of that name, or the only one."""
        calendars = self.calendars()
        if name is None:
            return calendars[0]
        named = [calendar for calendar in calendars if calendar.get_display_name() == name]
        assert named, f"{self.name} has no calendar {name!r}"
        return named[0]


class Radicale(CalendarServer):
    name = "radicale"

    def command(self) -> list[str]:
        users = self.folder / "users"
        users.write_text(f"{USER}:{PASSWORD}\n")
        configuration = self.folder / "config"
        configuration.write_text(
            f"""
[server]
hosts = 127.0.0.1:{self.port}
max_connections = 64

[auth]
type = htpasswd
htpasswd_filename = {users}
htpasswd_encryption = plain
delay = 0

[storage]
filesystem_folder = {self.folder / "collections"}

[logging]
level = warning
"""
        )
        return [sys.executable, "-m", "radicale", "--config", str(configuration)]

    def prepare(self) -> None:
        if not self.client().principal().calendars():
            self.client().principal().make_calendar(name="Appointments", cal_id="appointments")


class Xandikos(CalendarServer):
    name = "xandikos"

    def command(self) -> list[str]:
        return [
            str(Path(sys.executable).with_name("xandikos")), "serve",
            "--defaults", "--directory", str(self.folder / "collections"), "--state-dir", str(self.folder / "state"),
            "--current-user-principal", f"/{USER}/", "--no-detect-systemd",
            "--listen-address", "127.0.0.1", "--port", str(self.port),
        ]


SERVERS = {"radicale": Radicale, "xandikos": Xandikos}
