"""A real SMTP server that keeps every mail it is given."""

import email
import email.policy
import threading
import time
from email.message import EmailMessage

import icalendar
from aiosmtpd.controller import Controller

from harness.process import free_port


class Mail:
    """One accepted mail, with the few questions that tests ask."""

    def __init__(self, sender: str, recipients: list[str], data: bytes):
        self.sender = sender
        self.recipients = recipients
        self.data = data
        self.message: EmailMessage = email.message_from_bytes(data, policy=email.policy.default)

    @property
    def id(self) -> str:
        return self.message["Message-ID"].strip()

    @property
    def subject(self) -> str:
        return self.message["Subject"]

    def body(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        assert part is not None, f"the mail {self.subject!r} has no {kind} part"
        return part.get_content()

    @property
    def text(self) -> str:
        return self.body("plain")

    @property
    def html(self) -> str:
        return self.body("html")

    @property
    def calendars(self) -> list[icalendar.Calendar]:
        found = []
        for part in self.message.walk():
            if part.get_content_type() == "text/calendar":
                content = part.get_content()
                found.append(icalendar.Calendar.from_ical(content))
        return found

    @property
    def events(self) -> list[icalendar.Event]:
        return [event for calendar in self.calendars for event in calendar.walk("VEVENT")]

    def __repr__(self) -> str:
        return f"<Mail {self.subject!r} to {self.recipients}>"


class MailSink:
    """Listens on a loopback port and accepts everything."""

    def __init__(self):
        self.port = free_port()
        self.url = f"smtp://127.0.0.1:{self.port}"
        self.lock = threading.Lock()
        self.mails: list[Mail] = []
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)

    def start(self) -> "MailSink":
        self.controller.start()
        return self

    def stop(self) -> None:
        self.controller.stop()

    async def handle_DATA(self, server, session, envelope):
        with self.lock:
            self.mails.append(Mail(envelope.mail_from, list(envelope.rcpt_tos), envelope.original_content))
        return "250 kept"

    def to(self, address: str) -> list[Mail]:
        with self.lock:
            return [mail for mail in self.mails if address in mail.recipients]

    def wait_for(self, address: str, count: int = 1, within: float = 20) -> list[Mail]:
        deadline = time.monotonic() + within
        while len(found := self.to(address)) < count:
            assert time.monotonic() < deadline, f"{len(found)} of {count} mails to {address} after {within:g} s; all: {self.mails}"
            time.sleep(0.05)
        return found

    def clear(self) -> None:
        with self.lock:
            self.mails.clear()
