"""The figures of a first connection: 10,000 events of a Cyrus server, beside a bare client that only downloads them with as many connections."""

import random
import statistics
import sys
import tempfile
import threading
import time
from contextlib import closing
from datetime import datetime, timedelta, timezone
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import requests
from harness.calendar_servers import PASSWORD, USER
from harness.counting_proxy import CountingProxy
from harness.counts import SEED, figure
from harness.cyrus import Cyrus
from harness.database import Database
from harness.figures import Figure, report
from harness.kalends import Kalends
from kalends_client import Cast, connect_calendar, link_calendar, set_up, signed_in, sync_now

EVENTS = figure("SYNC_EVENTS", 10_000)
ROUNDS = 3
NEAR_DAYS = 14
WRITERS = 4
# As many as Kalends asks for at once where events are as small as these. By hundreds the bare client would need two to three times as long.
PORTION = 500
DAV = "{DAV:}"


def event(number: int, start: datetime, minutes: int) -> str:
    """As programs write them: a zone in full, an alarm, some words."""
    end = start + timedelta(minutes=minutes)
    return "\r\n".join([
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//figures//EN", "BEGIN:VEVENT", f"UID:event-{number}@figures.example",
        "DTSTAMP:20260101T000000Z", f"DTSTART:{start:%Y%m%dT%H%M%SZ}", f"DTEND:{end:%Y%m%dT%H%M%SZ}", f"SUMMARY:Visit number {number}",
        "LOCATION:Room 4\\, second floor", "DESCRIPTION:Bring the papers of last time\\nand the small key.", "BEGIN:VALARM",
        "ACTION:DISPLAY", "TRIGGER:-PT15M", "DESCRIPTION:Soon", "END:VALARM", "END:VEVENT", "END:VCALENDAR", "",
    ])  # fmt: skip


def fill(server: Cyrus) -> list[tuple[datetime, datetime]]:
    """Evenly over two years and a half, most of them to come, none over another."""
    draw = random.Random(SEED)
    midnight = datetime.now(timezone.utc).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=200)
    times = []
    for number in range(EVENTS):
        start = midnight + timedelta(days=number // 11, hours=7 + number % 11, minutes=draw.choice([0, 10, 20]))
        times.append((start, start + timedelta(minutes=draw.choice([15, 30, 40]))))
    address = str(server.calendar().url)
    failures: list[str] = []

    def write(part: int) -> None:
        with requests.Session() as session:
            session.auth = (USER, PASSWORD)
            for number in range(part, EVENTS, WRITERS):
                start, end = times[number]
                body = event(number, start, int((end - start).total_seconds() // 60))
                answer = session.put(f"{address}event-{number}.ics", body, headers={"Content-Type": "text/calendar"}, timeout=30)
                if answer.status_code != 201:
                    failures.append(f"{answer.status_code} {answer.text[:200]}")
                    return

    writers = [threading.Thread(target=write, args=(part,)) for part in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert not failures, failures
    return times


# MARK: the bare client


def report_of(connection: HTTPConnection, method: str, path: str, body: str) -> bytes:
    token = requests.auth._basic_auth_str(USER, PASSWORD)
    connection.request(method, path, body, {"Authorization": token, "Content-Type": "application/xml", "Depth": "1"})
    answer = connection.getresponse()
    content = answer.read()
    assert answer.status == 207, f"{answer.status} {content[:300]}"
    return content


def download(server: Cyrus) -> float:
    """Lists the calendar and fetches every event in large portions over one connection, and does nothing with them."""
    address = urlsplit(str(server.calendar().url))
    began = time.monotonic()
    connection = HTTPConnection(address.hostname, address.port, timeout=60)
    listing = report_of(
        connection, "PROPFIND", address.path, '<D:propfind xmlns:D="DAV:"><D:prop><D:getetag/><D:resourcetype/></D:prop></D:propfind>'
    )
    names = [element.text for element in ElementTree.fromstring(listing).iter(f"{DAV}href") if element.text.endswith(".ics")]
    assert len(names) == EVENTS, len(names)
    seen = 0
    for first in range(0, EVENTS, PORTION):
        hrefs = "".join(f"<D:href>{name}</D:href>" for name in names[first : first + PORTION])
        body = (
            '<C:calendar-multiget xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">'
            f"<D:prop><D:getetag/><C:calendar-data/></D:prop>{hrefs}</C:calendar-multiget>"
        )
        seen += report_of(connection, "REPORT", address.path, body).count(b"BEGIN:VEVENT")
    connection.close()
    assert seen == EVENTS, seen
    return time.monotonic() - began


# MARK: Kalends


def near(times: list[tuple[datetime, datetime]], now: datetime) -> int:
    """How many of the events lie within the next days."""
    until = now + timedelta(days=NEAR_DAYS)
    return sum(1 for start, end in times if end > now and start < until)


def connected(folder: Path, server: Cyrus, times: list[tuple[datetime, datetime]]) -> tuple[float, float]:
    """A first connection: until the next days are closed, and until everything is there."""
    cast = Cast()
    kalends = Kalends(folder, KALENDS_POLL_SECONDS="3600").start()
    try:
        set_up(kalends, cast)
        client, database = signed_in(kalends, cast), Database(kalends.data)
        page = connect_calendar(client, str(server.calendar().url), USER, PASSWORD)
        began, now = time.monotonic(), datetime.now(timezone.utc)
        link_calendar(client, page)
        wanted, close = near(times, now), None
        window = int(now.timestamp()), int((now + timedelta(days=NEAR_DAYS)).timestamp())
        # One connection, so that looking takes little of the time that is measured.
        with closing(database.connect()) as connection:
            while True:
                query = "SELECT count(*) FROM busy_blocks WHERE is_busy = 1 AND end_at > ? AND start_at < ?"
                if close is None and connection.execute(query, window).fetchone()[0] >= wanted:
                    close = time.monotonic() - began
                (held,) = connection.execute("SELECT count(*) FROM remote_items").fetchone()
                read = [row["read_at"] for row in connection.execute("SELECT read_at FROM calendars WHERE is_linked = 1")]
                if held == EVENTS and all(read):
                    assert close is not None
                    return close, time.monotonic() - began
                assert time.monotonic() - began < 300, f"{held} events after five minutes"
                time.sleep(0.05)
    finally:
        kalends.stop()


def quiet_cycle(folder: Path, server: Cyrus) -> tuple[int, int]:
    """Requests and writes of a cycle in which nothing changed."""
    address = urlsplit(str(server.calendar().url))
    proxy = CountingProxy(f"{address.scheme}://{address.netloc}/").start()
    kalends = Kalends(folder, KALENDS_POLL_SECONDS="3600").start()
    try:
        cast = Cast()
        set_up(kalends, cast)
        client = signed_in(kalends, cast)
        link_calendar(client, connect_calendar(client, proxy.url.rstrip("/") + address.path, USER, PASSWORD))
        sync_now(kalends)
        Database(kalends.data).settle(within=300)
        proxy.clear()
        sync_now(kalends)
        return len(proxy.requests), len(proxy.writes)
    finally:
        kalends.stop()
        proxy.stop()


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o711)
        server = Cyrus(folder / "cyrus").start()
        try:
            times = fill(server)
            closes, wholes, bare = [], [], []
            for number in range(ROUNDS):
                bare.append(download(server))
                close, whole = connected(folder / f"kalends-{number}", server, times)
                closes.append(close)
                wholes.append(whole)
            requests_made, writes = quiet_cycle(folder / "quiet", server)
        finally:
            server.stop()
    close, whole, least = statistics.median(closes), statistics.median(wholes), statistics.median(bare)
    share = statistics.median(whole / least for whole, least in zip(wholes, bare))
    figures = [
        Figure(f"a bare client downloads {EVENTS:,} events", least, "s"),
        Figure(f"the next {NEAR_DAYS} days are closed after a first connection", close, "s", "at most 5 s", close <= 5),
        Figure(f"all {EVENTS:,} events are there", whole, "s"),
        Figure("the same, of the bare client's time", share, "times", "at most 1.5", share <= 1.5),
        Figure("requests of a cycle without changes", requests_made, "", "1", requests_made == 1),
        Figure("writes of a cycle without changes", writes, "", "0", writes == 0),
    ]
    sys.exit(report(figures, Path(".build/bench-sync.json")))


if __name__ == "__main__":
    main()
