"""kill -9 at random moments while both sides change: with real CalDAV servers and the stand-in for Google, everything comes to agree."""

import random
from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from harness.calendar_servers import PASSWORD, SERVERS, USER
from harness.counting_proxy import CountingProxy
from harness.counts import SEED, SYNC_KILLS
from harness.database import Database
from harness.kalends import Kalends
from harness.kills import RandomKills, insist
from harness.outside_calendar import OWN, CalDAVCalendar, Entry, GoogleCalendar
from kalends_client import (
    Booking,
    Client,
    book,
    booking_form,
    confirmation,
    connect_calendar,
    connect_google,
    is_confirmed,
    is_taken,
    link_calendar,
    open_conflicts,
    set_up,
    signed_in,
    slots,
    sync_now,
)

EMAIL = "anna@gmail.example"
DAYS = 3


class CalDAVWorld:
    """A real server behind a proxy that counts what is written."""

    def __init__(self, server):
        self.server = server
        self.proxy = CountingProxy(server.url).start()
        self.settings: dict[str, str] = {}
        self.calendar = CalDAVCalendar(server.calendar())

    def connect(self, client: Client) -> None:
        link_calendar(client, connect_calendar(client, self.proxy.url, USER, PASSWORD))

    @property
    def writes(self) -> int:
        return len(self.proxy.writes)

    def stop(self) -> None:
        self.proxy.stop()
        self.server.stop()


class GoogleWorld:
    WRITING = {"events.insert", "events.import", "events.patch", "events.update", "events.delete", "events.move"}

    def __init__(self, google):
        self.google = google
        self.subject = google.person(EMAIL, "Europe/Berlin")
        self.settings = google.registration
        self.calendar = GoogleCalendar(google, self.subject, EMAIL)

    def connect(self, client: Client) -> None:
        link_calendar(client, connect_google(client, self.subject))

    @property
    def writes(self) -> int:
        return sum(1 for seen in self.google.requests if seen.get("method") in self.WRITING)

    def stop(self) -> None:
        """The fixture stops it."""


@pytest.fixture(params=[*sorted(SERVERS), "google"])
def world(request, tmp_path):
    if request.param == "google":
        made = GoogleWorld(request.getfixturevalue("google"))
    else:
        made = CalDAVWorld(SERVERS[request.param](tmp_path / request.param).start())
    yield made
    made.stop()


@pytest.fixture
def connected(tmp_path, mail_sink, cast, world):
    mail = {"KALENDS_SMTP_URL": mail_sink.url, "KALENDS_MAIL_FROM": "booking@example.org"}
    kalends = Kalends(tmp_path / "kalends", **mail, **world.settings).start()
    set_up(kalends, cast)
    world.connect(signed_in(kalends, cast))
    sync_now(kalends)
    yield kalends
    kalends.stop()


def monday() -> date:
    today = date.today()
    return today + timedelta(days=7 - today.weekday())


class BothSides:
    """Customers on the page and the owner of the calendar, who do what comes into their heads while the server dies and returns."""

    def __init__(self, kalends, cast, calendar, grid: list[datetime], seed: int):
        self.kalends, self.cast, self.calendar, self.grid = kalends, cast, calendar, grid
        self.random = random.Random(seed)
        self.bookings: list[Booking] = []
        # By appointment: the title that the owner gave to its event, as long as nothing else was done to it.
        self.titles: dict[str, str] = {}
        self.acts: Counter[str] = Counter()

    def act(self) -> None:
        ways = [self.book] * 4 + [self.cancel, self.enter, self.enter, self.move_own, self.delete_own]
        ways += [self.move_ours, self.delete_ours, self.retitle_ours]
        way = self.random.choice(ways)
        if way():
            self.acts[way.__name__] += 1

    # The page

    def book(self) -> bool:
        start = self.random.choice(self.grid)
        client = Client(self.kalends.url)
        try:
            form = insist(lambda: booking_form(client, self.cast, start, name=f"Customer {start:%d.%m. %H:%M}"))
        except (AssertionError, StopIteration):
            return False
        page = insist(lambda: client.submit(form))
        if not is_confirmed(page):
            assert is_taken(page) or page.status in (409, 422), f"{page.status}: {page.errors or page.words[:300]}"
            return False
        self.bookings.append(insist(lambda: confirmation(client, page)))
        return True

    def cancel(self) -> bool:
        if not self.bookings:
            return False
        booking = self.bookings.pop(self.random.randrange(len(self.bookings)))
        client = Client(self.kalends.url)

        def attempt() -> bool:
            forms = [form for form in client.get(booking.manage).forms if "cancel" in form.words.lower()]
            return bool(forms) and client.submit(forms[0]).status < 500

        return insist(attempt)

    # The owner's own program

    def entries(self, is_ours: bool) -> list[Entry]:
        return [entry for entry in self.calendar.entries() if entry.is_of_kalends == is_ours]

    def pick(self, is_ours: bool) -> Entry | None:
        entries = sorted(self.entries(is_ours), key=lambda entry: (entry.start, entry.id))
        return self.random.choice(entries) if entries else None

    def enter(self) -> bool:
        self.calendar.add(f"{OWN} {self.random.randrange(10_000)}", self.random.choice(self.grid), 30 * self.random.randint(1, 3))
        return True

    def edit(self, is_ours: bool, change) -> bool:
        """What Kalends changed or removed in the meantime is not edited."""
        entry = self.pick(is_ours)
        if entry is None:
            return False
        try:
            change(entry)
        except Exception as failure:
            if entry.id in {other.id for other in self.calendar.entries() if other == entry}:
                raise AssertionError(f"the owner could not edit {entry}") from failure
            return False
        return True

    def move_own(self) -> bool:
        return self.edit(False, lambda entry: self.calendar.move(entry, self.random.choice(self.grid)))

    def delete_own(self) -> bool:
        return self.edit(False, self.calendar.delete)

    def move_ours(self) -> bool:
        return self.edit(True, lambda entry: self.calendar.move(entry, self.random.choice(self.grid)))

    def delete_ours(self) -> bool:
        return self.edit(True, self.calendar.delete)

    def retitle_ours(self) -> bool:
        return self.edit(True, lambda entry: self.calendar.retitle(entry, f"Retitled {self.random.randrange(10_000)}"))


def settle_everything(kalends, cast, seed: int) -> int:
    """Answers every question, this way and that, until none is left; how many there were."""
    client, chance, answered = signed_in(kalends, cast), random.Random(seed), 0
    database = Database(kalends.data)
    for _ in range(30):
        database.settle(within=120)
        sync_now(kalends)
        database.settle(within=120)
        entries = open_conflicts(client)
        if not entries:
            return answered
        for entry in entries:
            wanted = entry.follow if entry.follow and chance.random() < 0.5 else entry.put_back
            page = client.submit(wanted)
            # The place that it was moved to may be taken: then what we have counts.
            if page.status >= 400:
                assert page.status in (404, 409, 422), f"{page.status}: {page.words[:300]}"
                client.submit(entry.put_back)
            answered += 1
    raise AssertionError(f"there are always questions: {[entry.words for entry in open_conflicts(client)]}")


def story_of_difference(database: Database, there: Counter, wanted: dict[str, int]) -> str:
    """All that is known of each appointment whose event is not where it should be."""
    lines = [f"events at {sorted((there - Counter(wanted.values())).elements())} belong to nothing"]
    for appointment in [id for id, start in wanted.items() if there[start] != list(wanted.values()).count(start)]:
        lines.append(f"{appointment} at {wanted[appointment]}:")
        for table in ("links", "conflicts", "sync_log"):
            lines += [f"  {table} {row}" for row in database.rows(f"SELECT * FROM {table} WHERE appointment = ?", appointment)]
        for link in database.rows("SELECT remote_id FROM links WHERE appointment = ?", appointment):
            lines += [f"  held {row}" for row in database.rows("SELECT * FROM remote_items WHERE id = ?", link["remote_id"])]
        subject = f"appointment:{appointment}"
        lines += [f"  {row}" for row in database.rows("SELECT happened_at, actor, action, reason FROM history WHERE subject = ?", subject)]
    lines += [f"calendar {row}" for row in database.rows("SELECT * FROM calendars")]
    return "\n".join(lines)


def test_whatever_happens_between_two_kills_both_sides_agree_in_the_end(connected, cast, world):
    kalends, database = connected, Database(connected.data)
    grid = slots(kalends, cast, monday(), DAYS)
    assert len(grid) == DAYS * 16
    people = BothSides(kalends, cast, world.calendar, grid, SEED)
    for start in grid[:4]:
        people.bookings.append(book(kalends, cast, start))
    kills = RandomKills(kalends, SEED, SYNC_KILLS)
    kills.start()
    while not kills.is_over:
        people.act()
    kills.finish()
    assert sum(people.acts.values()) >= SYNC_KILLS, f"hardly anything happened between the kills: {people.acts}"
    questions = settle_everything(kalends, cast, SEED)

    # Every live appointment has exactly one event, at its time, and no event of ours is left over.
    ours = [entry for entry in world.calendar.entries() if entry.is_of_kalends]
    told = f"{people.acts}, {questions} questions"
    there = Counter(entry.start.timestamp() for entry in ours)
    wanted = {row["id"]: row["start_at"] for row in database.live_appointments()}
    assert there == Counter(wanted.values()), f"{told}\n{story_of_difference(database, there, wanted)}"
    assert database.overlapping_claims() == [] and database.dead_jobs() == []
    # Every event of the owner's closes exactly its time.
    outside = [entry for entry in world.calendar.entries() if not entry.is_of_kalends]
    taken = [(entry.start, entry.end) for entry in ours + outside]
    free = [start for start in grid if not any(begin < start + timedelta(minutes=cast.minutes) and start < end for begin, end in taken)]
    assert slots(kalends, cast, monday(), DAYS) == free, told
    # When nobody changes anything, nothing is written.
    writes = world.writes
    sync_now(kalends)
    database.settle()
    sync_now(kalends)
    assert world.writes == writes
