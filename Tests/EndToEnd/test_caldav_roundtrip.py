"""Both directions with calendar servers and a client that nobody here wrote, and a customer in a real browser."""

import time as clock
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import icalendar
import pytest
from browser_booking import BrowserBooking
from harness.calendar_servers import PASSWORD, USER
from harness.counting_proxy import CountingProxy
from kalends_client import (
    Client,
    book,
    connect_calendar,
    link_calendar,
    open_conflicts,
    signed_in,
    slots,
    sync_now,
    times_on_page,
)

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def counted(calendar_server):
    """The calendar server behind a proxy that counts."""
    proxy = CountingProxy(calendar_server.url).start()
    yield proxy
    proxy.stop()


@pytest.fixture
def linked(kalends, cast, counted, calendar_server):
    """Anna's calendar, connected through the admin app: bookings go there and its events close time."""
    client = signed_in(kalends, cast)
    link_calendar(client, connect_calendar(client, counted.url, USER, PASSWORD))
    sync_now(kalends)
    return calendar_server.calendar()


def monday(weeks: int = 1) -> date:
    """A Monday some weeks ahead."""
    today = date.today()
    return today + timedelta(days=7 * weeks - today.weekday() + (7 if weeks == 0 else 0))


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), BERLIN)


def closed_by(kalends, cast, days: list[date], change) -> dict[date, set[str]]:
    """The local times that a change closed, day by day; both the shell's search and the page must say the same."""

    def offered() -> dict[date, list[datetime]]:
        found = {}
        for day in days:
            found[day] = slots(kalends, cast, day, 1)
            assert times_on_page(Client(kalends.url), cast, day) == found[day]
        return found

    before = offered()
    change()
    sync_now(kalends)
    after = offered()
    for day in days:
        assert set(after[day]) <= set(before[day]), "a busy event opened a time"
    return {day: {start.astimezone(BERLIN).strftime("%H:%M") for start in set(before[day]) - set(after[day])} for day in days}


def events_of(calendar):
    return [event.icalendar_instance.walk("VEVENT")[0] for event in calendar.events()]


def test_a_booking_made_in_a_browser_appears_in_the_calendar_with_its_instant_and_uid(kalends, cast, linked, database, page):
    booking = BrowserBooking(page, kalends, cast).open().choose_service().choose_day().choose_time()
    chosen = booking.chosen_start()
    booking.fill_details().confirm().wait_until_confirmed()
    # "Within one poll": everything that was written down is carried out before the next reading of the calendar is due.
    database.settle(within=float(kalends.settings["KALENDS_POLL_SECONDS"]))
    (event,) = events_of(linked)
    (appointment,) = database.live_appointments()
    assert int(event["DTSTART"].dt.timestamp()) == appointment["start_at"] == int(chosen.timestamp())
    assert int(event["DTEND"].dt.timestamp()) == appointment["start_at"] + cast.minutes * 60
    (offered,) = icalendar.Calendar.from_ical(booking.ics()).walk("VEVENT")
    assert (str(offered["UID"]), offered["DTSTART"].dt) == (str(event["UID"]), event["DTSTART"].dt)


def test_a_recurring_event_with_two_exceptions_closes_exactly_its_times(kalends, cast, linked):
    """Mondays at 10 for four weeks: the second is moved to 14, the third is deleted."""
    days = [monday(1) + timedelta(days=7 * week) for week in range(4)]
    series = f"""BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//tests//EN
BEGIN:VEVENT
UID:series@tests.example
DTSTAMP:20260101T000000Z
DTSTART;TZID=Europe/Berlin:{days[0]:%Y%m%d}T100000
DTEND;TZID=Europe/Berlin:{days[0]:%Y%m%d}T110000
RRULE:FREQ=WEEKLY;COUNT=4
EXDATE;TZID=Europe/Berlin:{days[2]:%Y%m%d}T100000
SUMMARY:Team
END:VEVENT
BEGIN:VEVENT
UID:series@tests.example
DTSTAMP:20260101T000000Z
RECURRENCE-ID;TZID=Europe/Berlin:{days[1]:%Y%m%d}T100000
DTSTART;TZID=Europe/Berlin:{days[1]:%Y%m%d}T140000
DTEND;TZID=Europe/Berlin:{days[1]:%Y%m%d}T150000
SUMMARY:Team, later
END:VEVENT
END:VCALENDAR
"""
    closed = closed_by(kalends, cast, days, lambda: linked.save_event(series))
    # Half-hour slots on the half hour: those that overlap the hour are closed, no other.
    assert closed == {days[0]: {"10:00", "10:30"}, days[1]: {"14:00", "14:30"}, days[2]: set(), days[3]: {"10:00", "10:30"}}


def test_a_free_event_closes_nothing_and_a_busy_one_its_time(kalends, cast, linked):
    day = monday(1)
    free = lambda: linked.save_event(dtstart=at(day, 11), dtend=at(day, 12), summary="Maybe", transp="TRANSPARENT")  # noqa: E731
    assert closed_by(kalends, cast, [day], free) == {day: set()}
    busy = lambda: linked.save_event(dtstart=at(day, 11), dtend=at(day, 12), summary="Surely")  # noqa: E731
    assert closed_by(kalends, cast, [day], busy) == {day: {"11:00", "11:30"}}


def test_an_all_day_event_closes_the_day_in_the_zone_of_its_person(kalends, cast, linked):
    day = monday(1)
    closed = closed_by(kalends, cast, [day], lambda: linked.save_event(dtstart=day, dtend=day + timedelta(days=1), summary="Holiday"))
    assert {"09:00", "16:30"} <= closed[day]
    assert slots(kalends, cast, day, 1) == []
    assert slots(kalends, cast, day + timedelta(days=1), 1) != []


def test_a_private_event_closes_its_time_and_shows_nothing_else(kalends, cast, linked):
    day = monday(1)
    private = lambda: linked.save_event(  # noqa: E731
        dtstart=at(day, 13), dtend=at(day, 14), summary="Surgery kalends-secret", **{"class": "PRIVATE"}
    )
    assert closed_by(kalends, cast, [day], private) == {day: {"13:00", "13:30"}}
    client = signed_in(kalends, cast)
    for path in ("/admin", f"/admin?date={day.isoformat()}", "/admin/calendars"):
        assert "kalends-secret" not in client.get(path).text
    assert b"kalends-secret" not in b"".join(file.read_bytes() for file in kalends.data.glob("kalends.sqlite*"))


def test_a_deleted_outside_event_opens_its_time_again(kalends, cast, linked):
    day = monday(1)
    before = slots(kalends, cast, day, 1)
    event = linked.save_event(dtstart=at(day, 11), dtend=at(day, 12), summary="Surely")
    sync_now(kalends)
    assert slots(kalends, cast, day, 1) != before
    event.delete()
    sync_now(kalends)
    assert slots(kalends, cast, day, 1) == before


def moved_outside(kalends, cast, linked, database):
    """A booking whose event somebody moved by three hours in their calendar program; returns the booking and where the event is now."""
    start = slots(kalends, cast, monday(1), 1)[0]
    booking = book(kalends, cast, start)
    database.settle()
    (event,) = linked.events()
    moved = start + timedelta(hours=3)
    component = event.icalendar_instance.walk("VEVENT")[0]
    component["DTSTART"].dt, component["DTEND"].dt = moved, moved + timedelta(minutes=cast.minutes)
    event.save()
    sync_now(kalends)
    return booking, moved


def deleted_outside(kalends, cast, linked, database):
    """A booking whose event somebody deleted in their calendar program."""
    booking = book(kalends, cast, slots(kalends, cast, monday(1), 1)[0])
    database.settle()
    linked.events()[0].delete()
    sync_now(kalends)
    return booking


def settle(kalends, client, database, form) -> None:
    """The one click, and what follows from it."""
    page = client.submit(form)
    assert page.status == 200 and not page.errors, page.errors
    database.settle()
    sync_now(kalends)
    assert open_conflicts(client) == []


def test_an_event_moved_outside_keeps_both_times_closed_until_it_is_followed(kalends, cast, linked, database):
    booking, moved = moved_outside(kalends, cast, linked, database)
    offered = slots(kalends, cast, monday(1), 1)
    assert booking.start not in offered and moved not in offered
    client = signed_in(kalends, cast)
    (entry,) = open_conflicts(client)
    settle(kalends, client, database, entry.follow)
    (appointment,) = database.live_appointments()
    assert appointment["start_at"] == int(moved.timestamp())
    (event,) = events_of(linked)
    assert (str(event["UID"]), event["DTSTART"].dt.astimezone(timezone.utc)) == (booking.uid, moved)
    offered = slots(kalends, cast, monday(1), 1)
    assert booking.start in offered and moved not in offered


def test_an_event_moved_outside_can_be_put_back(kalends, cast, linked, database):
    booking, moved = moved_outside(kalends, cast, linked, database)
    client = signed_in(kalends, cast)
    (entry,) = open_conflicts(client)
    settle(kalends, client, database, entry.put_back)
    (appointment,) = database.live_appointments()
    assert appointment["start_at"] == int(booking.start.timestamp())
    (event,) = events_of(linked)
    assert (str(event["UID"]), event["DTSTART"].dt.astimezone(timezone.utc)) == (booking.uid, booking.start)
    offered = slots(kalends, cast, monday(1), 1)
    assert booking.start not in offered and moved in offered


def test_an_event_deleted_outside_is_noticed_at_once_and_can_be_put_back(kalends, cast, linked, database):
    """Deleted before the calendar was ever read with it: a change feed may then be silent about it."""
    booking = deleted_outside(kalends, cast, linked, database)
    client = signed_in(kalends, cast)
    (entry,) = open_conflicts(client)
    assert booking.start not in slots(kalends, cast, monday(1), 1)
    settle(kalends, client, database, entry.put_back)
    (event,) = events_of(linked)
    assert event["DTSTART"].dt.astimezone(timezone.utc) == booking.start
    assert len(database.live_appointments()) == 1


def test_an_event_deleted_outside_can_be_followed(kalends, cast, linked, database, mail_sink):
    booking = deleted_outside(kalends, cast, linked, database)
    client = signed_in(kalends, cast)
    (entry,) = open_conflicts(client)
    settle(kalends, client, database, entry.follow)
    assert database.live_appointments() == []
    assert events_of(linked) == []
    assert booking.start in slots(kalends, cast, monday(1), 1)
    assert any("cancel" in mail.subject.lower() for mail in mail_sink.wait_for(cast.customer_mail, 2))


def test_what_happens_outside_is_noticed_by_polling_alone(kalends, cast, linked, database):
    booking = book(kalends, cast, slots(kalends, cast, monday(1), 1)[0])
    database.settle()
    linked.save_event(dtstart=at(monday(1), 15), dtend=at(monday(1), 16), summary="Surely")
    linked.event_by_uid(booking.uid).delete()
    client = signed_in(kalends, cast)
    deadline = clock.monotonic() + 5 * float(kalends.settings["KALENDS_POLL_SECONDS"])
    while not open_conflicts(client) or at(monday(1), 15) in slots(kalends, cast, monday(1), 1):
        assert clock.monotonic() < deadline, "not noticed within five polls"
        clock.sleep(0.1)


def test_moving_and_cancelling_a_booking_moves_and_removes_its_event(kalends, cast, linked, database):
    first, *_, other = slots(kalends, cast, monday(1), 1)
    booking = book(kalends, cast, first)
    database.settle()
    client = Client(kalends.url)
    manage = client.get(booking.manage)
    move = client.get(manage.link(r"move|another time|change"))
    target = next(a for a in move.links if other.strftime("%Y-%m-%dT%H:%M") in a.replace("%3A", ":"))
    assert client.submit(client.get(target).form(words=r"move|confirm")).status < 400
    database.settle()
    (event,) = events_of(linked)
    assert (str(event["UID"]), event["DTSTART"].dt.astimezone(timezone.utc)) == (booking.uid, other)
    page = client.get(booking.manage)
    assert client.submit(page.form(words=r"cancel")).status < 400
    database.settle()
    assert events_of(linked) == []
    assert first in slots(kalends, cast, monday(1), 1) and other in slots(kalends, cast, monday(1), 1)


def test_a_second_cycle_without_edits_makes_no_write(kalends, cast, linked, counted, database):
    for start in slots(kalends, cast, monday(1), 1)[:3]:
        book(kalends, cast, start)
    linked.save_event(dtstart=at(monday(2), 11), dtend=at(monday(2), 12), summary="Surely")
    database.settle()
    assert len([seen for seen in counted.writes if seen.method == "PUT"]) == 3, "one write for each booking"
    sync_now(kalends)
    counted.clear()
    sync_now(kalends)
    sync_now(kalends)
    assert counted.requests, "the cycle asked nothing at all"
    assert counted.writes == []


def test_an_older_backup_leaves_the_calendar_as_it_is(kalends, cast, linked, counted, database, tmp_path):
    """Whatever happened after the backup is news to the restored instance: it asks, and neither writes nor deletes by itself."""
    free = slots(kalends, cast, monday(1), 1)
    kept, cancelled = book(kalends, cast, free[0]), book(kalends, cast, free[4])
    database.settle()
    sync_now(kalends)
    file = tmp_path / "older.backup"
    kalends.command("backup", str(file))
    assert Client(kalends.url).submit(Client(kalends.url).get(cancelled.manage).form(words=r"cancel")).status < 400
    later = book(kalends, cast, free[8])
    database.settle()
    sync_now(kalends)
    standing = {str(event["UID"]): str(event["DTSTART"].dt) for event in events_of(linked)}
    assert set(standing) == {kept.uid, later.uid}

    kalends.stop()
    kalends.command("restore", str(file), "--force")
    counted.clear()
    kalends.start()
    sync_now(kalends)
    sync_now(kalends)
    assert {str(event["UID"]): str(event["DTSTART"].dt) for event in events_of(linked)} == standing
    assert counted.writes == []
    assert later.start not in slots(kalends, cast, monday(1), 1), "the booking is lost, its time stays closed"
    (entry,) = open_conflicts(signed_in(kalends, cast))
    assert entry.put_back is not None, "the cancelled booking lives again, and somebody is asked about its event"
