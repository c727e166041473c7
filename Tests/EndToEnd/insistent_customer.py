"""Somebody who books one time after the other, and sends the same form again until there is an answer that counts."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timezone
from urllib.parse import urlsplit

import icalendar
import requests
from harness.kalends import Kalends
from kalends_client import MANAGE, Cast, Client, Document, details_page, is_confirmed, is_offered, is_taken, is_unavailable

# Longer than any of the product's own time-outs: whoever waits so long is kept hanging.
HANGING = 60


@dataclass(frozen=True)
class Acknowledged:
    """A booking that somebody was promised."""

    start: datetime
    uid: str


class InsistentCustomer(threading.Thread):
    """Goes to any of the nodes, as a balancer would choose; every answer must be a page that counts or a clear one that does not."""

    def __init__(self, number: int, nodes: list[Kalends], cast: Cast, starts: list[datetime], seed: int):
        super().__init__(daemon=True)
        self.number, self.nodes, self.cast, self.starts = number, nodes, cast, starts
        self.random = random.Random(seed * 1_000 + number)
        self.acknowledged: dict[str, Acknowledged] = {}
        self.refused = 0
        # What stood in the way, by kind.
        self.troubles: Counter[str] = Counter()
        self.longest = 0.0
        self.failure: BaseException | None = None
        self.is_over = threading.Event()

    def run(self) -> None:
        try:
            for start in self.starts:
                self.book(start)
                if self.is_over.wait(self.random.uniform(1, 4)):
                    return
        except BaseException as failure:  # noqa: BLE001 - reported by the test
            self.failure = failure

    def book(self, start: datetime) -> None:
        mail = f"customer-{self.number}-{start:%Y%m%d%H%M}@example.org"
        page = self.insist(lambda client: client.get(details_page(self.cast, start)))
        if not is_offered(page, start):
            self.refused += 1
            return
        form = page.form("name", "mail").fill(name=f"Customer {self.number}", mail=mail)

        def send(client: Client) -> Document:
            form.page.url = client.url + urlsplit(form.page.url).path
            return client.submit(form)

        page = self.insist(send)
        if is_taken(page):
            self.refused += 1
            return
        assert is_confirmed(page), f"{page.status}: {page.errors or page.words[:300]}"
        file = urlsplit(page.link(MANAGE)).path + "/appointment.ics"
        calendar = self.insist(lambda client: client.get(file))
        event = icalendar.Calendar.from_ical(calendar.text).walk("VEVENT")[0]
        self.acknowledged[mail] = Acknowledged(event["DTSTART"].dt.astimezone(timezone.utc), str(event["UID"]))

    def insist(self, action: Callable[[Client], Document]) -> Document:
        """Does it again while the answer is that nothing can be done; the page's token makes that safe."""
        deadline = time.monotonic() + 4 * HANGING
        while True:
            began = time.monotonic()
            try:
                page = action(Client(self.random.choice(self.nodes).url))
            except (requests.ConnectionError, requests.exceptions.ChunkedEncodingError):
                self.troubles["no node"] += 1
            else:
                if page.status < 500:
                    return page
                assert is_unavailable(page), f"{page.status} {dict(page.response.headers)}: {page.words[:500]}"
                self.troubles[page.tree.findtext(".//h1").strip()] += 1
            finally:
                self.longest = max(self.longest, time.monotonic() - began)
            assert time.monotonic() < deadline, f"nothing could be done for {4 * HANGING} s"
            time.sleep(self.random.uniform(0.02, 0.2))
