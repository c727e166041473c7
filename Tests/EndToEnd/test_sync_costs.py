"""What the sync asks of a real calendar server: as few requests as the work needs."""

from collections import Counter
from datetime import date, datetime, timedelta, timezone

import pytest
from harness.calendar_servers import PASSWORD, USER
from harness.counting_proxy import WRITES, CountingProxy
from kalends_client import book, connect_calendar, link_calendar, signed_in, slots, sync_now

MANY = 100


@pytest.fixture
def counted(calendar_server):
    proxy = CountingProxy(calendar_server.url).start()
    yield proxy
    proxy.stop()


@pytest.fixture
def quiet(empty_kalends):
    """Read only when somebody asks for it, so that every request is one that the test wanted."""
    empty_kalends.stop()
    empty_kalends.settings["KALENDS_POLL_SECONDS"] = "3600"
    empty_kalends.process.environment["KALENDS_POLL_SECONDS"] = "3600"
    return empty_kalends.start()


@pytest.fixture
def calendar(quiet, kalends, cast, counted, calendar_server, database):
    client = signed_in(kalends, cast)
    link_calendar(client, connect_calendar(client, counted.url, USER, PASSWORD))
    sync_now(kalends)
    database.settle()
    return calendar_server.calendar()


def reads(counted) -> Counter:
    return Counter(seen.method for seen in counted.requests if seen.method not in WRITES)


def cycle(kalends, counted, database) -> None:
    counted.clear()
    sync_now(kalends)
    database.settle()


def enter(calendar, count: int) -> None:
    """Events of the owner's, on afternoons some weeks ahead."""
    first = datetime.now(timezone.utc).replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=40)
    for number in range(count):
        start = first + timedelta(days=number // 4, hours=number % 4)
        calendar.save_event(dtstart=start, dtend=start + timedelta(minutes=45), summary=f"Visit {number}")


def test_a_cycle_without_changes_is_one_request_and_no_write(kalends, calendar, counted, database):
    enter(calendar, 3)
    cycle(kalends, counted, database)
    cycle(kalends, counted, database)
    assert len(counted.requests) == 1 and counted.writes == []


def test_a_hundred_changed_events_are_three_reads(kalends, calendar, counted, database):
    enter(calendar, MANY)
    cycle(kalends, counted, database)
    assert sum(reads(counted).values()) <= 3 and counted.writes == []
    for event in calendar.events():
        event.icalendar_instance.walk("VEVENT")[0]["SUMMARY"] = "Another name"
        event.save()
    cycle(kalends, counted, database)
    assert 2 <= sum(reads(counted).values()) <= 3, counted.methods
    assert counted.writes == []
    titles = database.rows("SELECT DISTINCT title FROM busy_blocks WHERE calendar <> ''")
    assert [row["title"] for row in titles] == ["Another name"]


def test_a_hundred_bookings_are_a_hundred_writes_and_three_reads(kalends, cast, calendar, counted, database):
    starts = slots(kalends, cast, date.today() + timedelta(days=2), 10)[:MANY]
    assert len(starts) == MANY
    counted.clear()
    for number, start in enumerate(starts):
        book(kalends, cast, start, mail=f"customer-{number}@example.org")
    database.settle(within=120)
    sync_now(kalends)
    database.settle()
    assert [seen.method for seen in counted.writes if seen.method == "PUT"] == ["PUT"] * MANY
    asked = reads(counted) + Counter(seen.method for seen in counted.writes if seen.method != "PUT")
    assert sum(asked.values()) <= 3, asked
    assert len(calendar.events()) == MANY
