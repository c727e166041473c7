"""One instance while faults come and go: who books at it and looks at it, and what must be true in the end."""

import time
from collections import Counter
from contextlib import ExitStack
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from fault_worlds import World, wait
from harness.calendar_servers import PASSWORD, USER, Radicale
from harness.counts import PROOF
from harness.mail_sink import MailSink
from insistent_customer import HANGING, InsistentCustomer
from kalends_client import Cast, connect_calendar, link_calendar, set_hours, set_up, signed_in, slots, sync_now
from onlooker import Onlooker

CUSTOMERS = 32
OUTSIDE = "Outside"


class Story:
    """Used as a context: everything that was started for it is stopped at its end."""

    def __init__(self, kind: type[World], rounds: int, seed: int, folder: Path):
        self.kind, self.rounds, self.seed, self.folder = kind, rounds, seed, folder
        self.cast = Cast(opens="06:00", closes="22:00")
        self.belongings = ExitStack()

    def __enter__(self) -> "Story":
        try:
            self.prepare()
        except BaseException:
            self.belongings.close()
            raise
        return self

    def __exit__(self, *_) -> None:
        for person in self.people:
            person.is_over.set()
        self.belongings.close()

    def started(self, part):
        self.belongings.callback(part.stop)
        part.start()
        return part

    def prepare(self) -> None:
        """An instance with a calendar, and people who want to book at it."""
        self.mail_sink = self.started(MailSink())
        self.radicale = self.started(Radicale(self.folder / "radicale"))
        settings = {"KALENDS_SMTP_URL": self.mail_sink.url, "KALENDS_MAIL_FROM": "booking@example.org"}
        self.world = self.kind(self.folder / "kalends", self.seed, settings)
        self.started(self.world)
        set_up(self.world.first, self.cast)
        staff = signed_in(self.world.first, self.cast)
        set_hours(staff, self.cast)
        link_calendar(staff, connect_calendar(staff, self.radicale.url, USER, PASSWORD))
        self.world.start_all()

        starts = slots(self.world.first, self.cast, date.today() + timedelta(days=2), 80)
        # The last days are for what others put into the calendar.
        last = starts[-1].date() - timedelta(days=3)
        self.outside = [start for start in starts if start.date() > last]
        self.closed_outside: list[datetime] = []
        wanted = [start for start in starts if start.date() <= last]
        # Two want each time.
        pairs = CUSTOMERS // 2
        self.customers = [InsistentCustomer(n, self.world.nodes, self.cast, wanted[n % pairs :: pairs], self.seed) for n in range(CUSTOMERS)]
        self.onlooker = Onlooker(self.world.nodes, self.cast, staff, self.seed)

    @property
    def people(self) -> list:
        return [*self.customers, self.onlooker]

    @property
    def acknowledged(self) -> dict:
        """What customers were promised, by their mail address."""
        return {mail: booking for customer in self.customers for mail, booking in dict(customer.acknowledged).items()}

    @property
    def faults(self) -> list[str]:
        """In their order, each kind as often as every other; without rounds each once, first those that leave leases behind."""
        kinds, chance = self.world.faults, self.world.random
        if self.rounds == 0:
            return sorted(chance.sample(kinds, len(kinds)), key=lambda fault: not fault.startswith("kill_"))
        order: list[str] = []
        while len(order) < self.rounds:
            order += chance.sample(kinds, len(kinds))
        return order[: self.rounds]

    def tell(self) -> None:
        """Everything that happens, until the people go home."""
        for person in self.people:
            person.start()
        self.go_on()
        faults = self.faults
        print(f"{self.kind.__name__}, seed {self.seed}: {', '.join(faults)}")
        for number, fault in enumerate(faults):
            begin = time.monotonic()
            getattr(self.world, fault)()
            self.world.wait_until_ready()
            self.go_on()
            print(f"round {number}: {fault}, {time.monotonic() - begin:.1f} s", flush=True)
        for person in self.people:
            person.is_over.set()
        for person in self.people:
            person.join()
        self.check_people()

    def add_outside_event(self) -> datetime:
        """Somebody puts an event into the calendar."""
        start = self.outside[len(self.closed_outside)]
        self.radicale.calendar().save_event(dtstart=start, dtend=start + timedelta(minutes=self.cast.minutes), summary=OUTSIDE)
        self.closed_outside.append(start)
        return start

    def go_on(self) -> None:
        """Bookings are made as if nothing had happened."""
        self.add_outside_event()
        before = len(self.acknowledged)
        wait(lambda: len(self.acknowledged) >= before + PROOF or any(person.failure for person in self.people), "booked again", HANGING)
        self.check_people()
        assert self.world.unasked_ends == [], "a node ended by itself"

    def check_people(self) -> None:
        failures = [person.failure for person in self.people if person.failure]
        assert not failures, failures

    # In the end

    def settle(self) -> None:
        begin = time.monotonic()
        self.wait_for_work()
        sync_now(self.world.first)
        self.wait_for_work()
        print(f"{self.kind.__name__}: settled after {time.monotonic() - begin:.1f} s; {len(self.acknowledged)} bookings")
        print(f"what stood in the way: {sum((customer.troubles for customer in self.customers), Counter())}")
        print(f"the longest wait {max(customer.longest for customer in self.customers):.1f} s; pages looked at: {self.onlooker.answers}")

    def wait_for_work(self) -> None:
        """A killed node's work is taken over when its lease has run out, after a minute; something is done every two."""
        rest, deadline = None, 0.0
        while (waiting := self.world.database.waiting_jobs()) > 0:
            if waiting != rest:
                rest, deadline = waiting, time.monotonic() + 120
            assert time.monotonic() < deadline, f"{waiting} jobs wait, and none was done for two minutes"
            time.sleep(0.2)

    def check(self) -> None:
        self.check_bookings()
        self.check_calendar()
        self.check_mails()
        self.check_work()
        assert all(self.onlooker.staff.at(node.url).is_signed_in() for node in self.world.nodes)

    def check_bookings(self) -> None:
        database = self.world.database
        assert database.overlapping_claims() == []
        promised = Counter(int(booking.start.timestamp()) for booking in self.acknowledged.values())
        assert max(promised.values()) == 1, "one time was promised twice"
        assert Counter(row["start_at"] for row in database.live_appointments()) == promised
        assert database.rows("SELECT COUNT(*) AS count FROM history WHERE action = 'booked'") == [{"count": len(promised)}]
        assert "all is well" in self.world.first.command("database", "check").stdout

    def check_calendar(self) -> None:
        events = [event.icalendar_instance.walk("VEVENT")[0] for event in self.radicale.calendar().events()]
        ours = [event for event in events if event["SUMMARY"] != OUTSIDE]
        written = Counter((str(event["UID"]), event["DTSTART"].dt.astimezone(timezone.utc)) for event in ours)
        assert written == Counter((booking.uid, booking.start) for booking in self.acknowledged.values())
        free = set(slots(self.world.first, self.cast, self.outside[0].date(), 7))
        assert free and not free & set(self.closed_outside)

    def check_mails(self) -> None:
        """One for each customer and one for the person; only those in flight at a kill may come twice, and then as the same mail."""
        surplus = 0
        for mail, booking in self.acknowledged.items():
            received = self.mail_sink.to(mail)
            assert received, f"no confirmation to {mail}"
            assert len({message.id for message in received}) == 1
            assert {(str(event["UID"]), int(event["SEQUENCE"])) for message in received for event in message.events} == {(booking.uid, 0)}
            surplus += len(received) - 1
        to_person = Counter(message.id for message in self.mail_sink.to(self.cast.mail))
        assert len(to_person) == len(self.acknowledged)
        surplus += to_person.total() - len(to_person)
        # Two lanes of mail, one at a time in each.
        assert surplus <= 2 * self.world.kills, f"{surplus} mails too many after {self.world.kills} kills"

    def check_work(self) -> None:
        assert self.world.database.dead_jobs() == []
        # What recurs goes on by itself: the next thing that happens outside is noticed.
        start = self.add_outside_event()
        wait(lambda: start not in slots(self.world.first, self.cast, start.date(), 1), "noticed by polling")
