"""kill -9 at random moments while bookings are made and calendars synced: nothing acknowledged is lost, nothing is doubled."""

import threading
import time
from collections import Counter, defaultdict
from datetime import date, timedelta, timezone

from harness.calendar_servers import PASSWORD, USER
from harness.counts import CRASH_BOOKINGS, CRASH_KILLS, SEED
from harness.kills import RandomKills, insist
from kalends_client import (
    Client,
    booking_form,
    confirmation,
    connect_calendar,
    is_confirmed,
    is_taken,
    link_calendar,
    signed_in,
    slots,
    sync_now,
)

BOOKERS = 3


class Booker(threading.Thread):
    """Books one slot after the other and remembers what was acknowledged."""

    def __init__(self, kalends, cast, starts):
        super().__init__(daemon=True)
        self.kalends, self.cast, self.starts = kalends, cast, starts
        self.acknowledged: dict[str, object] = {}
        self.failure: BaseException | None = None

    def run(self) -> None:
        try:
            for start in self.starts:
                mail = f"customer-{start:%Y%m%d%H%M}@example.org"
                client = Client(self.kalends.url)
                form = insist(lambda: booking_form(client, self.cast, start, name=f"Customer {start:%d.%m. %H:%M}", mail=mail))
                page = insist(lambda: client.submit(form))
                assert not is_taken(page) and is_confirmed(page), f"{page.status}: {page.errors or page.words[:300]}"
                self.acknowledged[mail] = insist(lambda: confirmation(client, page))
        except BaseException as failure:  # noqa: BLE001 - reported by the test
            self.failure = failure


def test_every_acknowledged_booking_survives_once_with_one_event_and_its_mails(kalends, cast, database, radicale, mail_sink):
    admin = signed_in(kalends, cast)
    link_calendar(admin, connect_calendar(admin, radicale.url, USER, PASSWORD))
    starts = slots(kalends, cast, date.today() + timedelta(days=2), 60)[:CRASH_BOOKINGS]
    assert len(starts) == CRASH_BOOKINGS

    bookers = [Booker(kalends, cast, starts[n::BOOKERS]) for n in range(BOOKERS)]
    done = threading.Event()

    def spread(share: float) -> None:
        """Over the bookings, so that the last ones still meet some kills."""
        while sum(len(booker.acknowledged) for booker in bookers) < share * CRASH_BOOKINGS and not done.is_set():
            time.sleep(0.002)

    killer = RandomKills(kalends, SEED, CRASH_KILLS, longest=0.25, before=spread)
    for thread in [killer, *bookers]:
        thread.start()
    for booker in bookers:
        booker.join()
    done.set()
    killer.join()
    failures = [thread.failure for thread in [killer, *bookers] if thread.failure]
    assert not failures, failures
    assert killer.done == CRASH_KILLS

    acknowledged = {mail: booking for booker in bookers for mail, booking in booker.acknowledged.items()}
    assert len(acknowledged) == CRASH_BOOKINGS
    database.settle(within=180)
    sync_now(kalends)
    database.settle()

    # Every acknowledged booking once.
    assert database.overlapping_claims() == []
    stored = Counter(row["start_at"] for row in database.live_appointments())
    assert stored == Counter(int(start.timestamp()) for start in starts)

    # Exactly one event each in the calendar.
    events = [event.icalendar_instance.walk("VEVENT")[0] for event in radicale.calendar().events()]
    in_calendar = Counter((str(event["UID"]), event["DTSTART"].dt.astimezone(timezone.utc)) for event in events)
    assert in_calendar == Counter((booking.uid, booking.start) for booking in acknowledged.values())

    # Its mails: to the customer and to the person; only the one in flight at a kill may come twice, and then as the same mail.
    surplus = 0
    for mail, booking in acknowledged.items():
        received = mail_sink.to(mail)
        assert received, f"no confirmation to {mail}"
        assert len({message.id for message in received}) == 1
        identities = {(str(event["UID"]), int(event["SEQUENCE"])) for message in received for event in message.events}
        assert identities == {(booking.uid, 0)}
        surplus += len(received) - 1
    to_person = defaultdict(int)
    for message in mail_sink.to(cast.mail):
        to_person[message.id] += 1
    assert len(to_person) == CRASH_BOOKINGS
    surplus += sum(count - 1 for count in to_person.values())
    assert surplus <= CRASH_KILLS
