"""Settings that decide what travels, conflicts that arrive while somebody looks, and every way out of them, with a real calendar server."""

import time as clock
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from browser_booking import next_page, sign_in
from harness.calendar_servers import PASSWORD, USER
from harness.inspection import Inspection
from playwright.sync_api import expect

from kalends_client import (
    CONFLICTS,
    Client,
    agree,
    asked_address,
    book,
    connect_calendar,
    link_calendar,
    open_conflicts,
    save_sync_settings,
    signed_in,
    slots,
    sync_now,
)

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def admin(kalends, cast):
    return signed_in(kalends, cast)


@pytest.fixture
def linked(kalends, admin, radicale):
    link_calendar(admin, connect_calendar(admin, radicale.url, USER, PASSWORD))
    sync_now(kalends)
    return radicale.calendar()


def monday() -> date:
    today = date.today()
    return today + timedelta(days=7 - today.weekday())


def component(event):
    return event.icalendar_instance.walk("VEVENT")[0]


def place(event) -> datetime:
    return component(event)["DTSTART"].dt.astimezone(timezone.utc)


def booked(kalends, cast, linked, database):
    """A booking at the first time on Monday, and its event."""
    booking = book(kalends, cast, slots(kalends, cast, monday(), 1)[0])
    database.settle()
    sync_now(kalends)
    (event,) = linked.events()
    return booking, event


def move(event, start: datetime, minutes: int) -> None:
    start = start.astimezone(timezone.utc)
    component(event)["DTSTART"].dt, component(event)["DTEND"].dt = start, start + timedelta(minutes=minutes)
    event.save()


def rest(kalends, database) -> None:
    database.settle()
    sync_now(kalends)
    database.settle()


# MARK: settings


def test_an_anonymous_event_says_nothing_but_its_time_for_new_bookings_first_and_for_all_when_wanted(kalends, cast, admin, linked, database):
    first = book(kalends, cast, slots(kalends, cast, monday(), 1)[0])
    database.settle()
    save_sync_settings(admin, sentDetail="anonymous")
    # What is booked within the very second of the change counts as made before it.
    clock.sleep(1.1)
    book(kalends, cast, slots(kalends, cast, monday(), 1)[1])
    rest(kalends, database)
    titles = sorted(str(component(event)["SUMMARY"]) for event in linked.events())
    assert titles[0] == "Booked" and cast.customer in titles[1]
    page = save_sync_settings(admin, existing=True, sentDetail="anonymous")
    assert page.status == 200
    rest(kalends, database)
    for event in linked.events():
        assert str(component(event)["SUMMARY"]) == "Booked"
        assert cast.customer not in event.data and cast.customer_mail not in event.data
    assert linked.event_by_uid(first.uid)


def test_a_move_is_followed_by_itself_within_the_hours_and_asked_about_outside_of_them(kalends, cast, admin, linked, database, mail_sink):
    save_sync_settings(admin, moves="follow")
    booking, event = booked(kalends, cast, linked, database)
    to = booking.start + timedelta(hours=2)
    move(event, to, cast.minutes)
    sync_now(kalends)
    rest(kalends, database)
    assert open_conflicts(admin) == []
    (appointment,) = database.live_appointments()
    assert appointment["start_at"] == int(to.timestamp())
    assert len(mail_sink.wait_for(cast.customer_mail, 2)) == 2
    (event,) = linked.events()
    move(event, datetime.combine(monday(), time(22), BERLIN), cast.minutes)
    sync_now(kalends)
    (conflict,) = open_conflicts(admin)
    assert "Working hours" in conflict.words
    assert place(linked.events()[0]).hour == datetime.combine(monday(), time(22), BERLIN).astimezone(timezone.utc).hour


def test_a_person_may_have_settings_of_their_own_and_events_are_put_back_by_themselves(kalends, cast, admin, linked, database):
    save_sync_settings(admin, moves="follow")
    save_sync_settings(admin, person=r"/admin/calendars/settings/", moves="putBack", deletions="putBack")
    booking, event = booked(kalends, cast, linked, database)
    move(event, booking.start + timedelta(hours=2), cast.minutes)
    sync_now(kalends)
    rest(kalends, database)
    assert [place(event) for event in linked.events()] == [booking.start]
    linked.events()[0].delete()
    sync_now(kalends)
    rest(kalends, database)
    (event,) = linked.events()
    assert place(event) == booking.start and str(component(event)["UID"]) != booking.uid
    assert open_conflicts(admin) == []


def outside(linked, hour: int, title: str) -> None:
    """An event of Anna's own with everything that is nobody's business."""
    start, end = (datetime.combine(monday(), time(hour + later), BERLIN).astimezone(timezone.utc).strftime("%Y%m%dT%H%M%SZ") for later in (0, 1))
    linked.save_event(
        "\r\n".join(
            [
                "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Somebody//EN", "BEGIN:VEVENT", f"UID:outside-{hour}", "DTSTAMP:20260101T000000Z",
                f"DTSTART:{start}", f"DTEND:{end}", f"SUMMARY:{title}", "DESCRIPTION:zq-notes", "LOCATION:zq-place",
                "ORGANIZER:mailto:boss@zq-guest.example.org", "ATTENDEE;CN=zq-guest:mailto:guest@zq-guest.example.org", "END:VEVENT",
                "END:VCALENDAR", "",
            ]
        )
    )


def test_nothing_but_what_the_settings_allow_is_stored_of_other_events(kalends, cast, admin, linked, database, tmp_path):
    outside(linked, 11, "zq-before")
    sync_now(kalends)
    assert database.tables_holding("zq-before") == {"busy_blocks", "remote_items"}
    for word in ("zq-notes", "zq-place", "zq-guest"):
        assert not database.tables_holding(word)
    save_sync_settings(admin, readDetail="anonymous")
    database.settle()
    assert not database.tables_holding("zq-")
    outside(linked, 13, "zq-after")
    sync_now(kalends)
    assert not {time(11), time(13)} & {start.astimezone(BERLIN).time() for start in slots(kalends, cast, monday(), 1)}
    assert not database.tables_holding("zq-")
    kalends.command("backup", str(tmp_path / "copy"))
    assert b"zq-" not in (tmp_path / "copy").read_bytes()
    save_sync_settings(admin, readDetail="title")
    rest(kalends, database)
    for title in ("zq-before", "zq-after"):
        assert database.tables_holding(title) == {"busy_blocks", "remote_items"}
    assert not database.tables_holding("zq-notes")


def make_daily(event) -> None:
    component(event).add("RRULE", {"FREQ": "DAILY", "COUNT": 3})
    event.save()


def test_what_its_owner_made_a_series_stays_and_a_moved_booking_gets_an_event_of_its_own(kalends, cast, admin, linked, database):
    booking, event = booked(kalends, cast, linked, database)
    make_daily(event)
    sync_now(kalends)
    assert open_conflicts(admin) == []
    outside(linked, booking.start.astimezone(BERLIN).hour, "In the way")
    sync_now(kalends)
    (conflict,) = open_conflicts(admin)
    assert "In the way" in conflict.words
    admin.submit(conflict.proposals[-1])
    rest(kalends, database)
    rest(kalends, database)
    (appointment,) = database.live_appointments()
    to = datetime.fromtimestamp(appointment["start_at"], timezone.utc)
    assert to != booking.start
    repeated = [event for event in linked.events() if "RRULE" in component(event)]
    single = [event for event in linked.events() if "X-KALENDS-APPOINTMENT" in component(event) and "RRULE" not in component(event)]
    assert len(repeated) == 1 and [place(event) for event in single] == [to]
    assert booking.start + timedelta(days=1) not in slots(kalends, cast, monday() + timedelta(days=1), 1)
    assert open_conflicts(admin) == []
    make_daily(single[0])
    client = Client(kalends.url)
    client.submit(client.get(booking.manage).form(words="cancel"))
    rest(kalends, database)
    assert len([event for event in linked.events() if "RRULE" in component(event)]) == 2


def test_a_longer_event_makes_a_longer_booking_and_the_customer_chooses_between_two_times(kalends, cast, admin, linked, database, mail_sink):
    booking, event = booked(kalends, cast, linked, database)
    move(event, booking.start, 90)
    sync_now(kalends)
    (conflict,) = open_conflicts(admin)
    admin.submit(conflict.ask)
    asked = [mail for mail in mail_sink.wait_for(cast.customer_mail, 2) if "/question/" in mail.text][-1]
    words = Client(kalends.url).get(asked_address(asked)).words
    times = [(booking.start + timedelta(minutes=minutes)).astimezone(BERLIN).strftime("%H:%M") for minutes in (0, cast.minutes, 90)]
    (begins, ends, until) = times
    assert f"{begins}–{until}" in words and f"{begins}–{ends}" in words
    admin.submit(open_conflicts(admin)[0].follow)
    rest(kalends, database)
    (appointment,) = database.live_appointments()
    assert (appointment["start_at"], appointment["end_at"]) == tuple(
        int(moment.timestamp()) for moment in (booking.start, booking.start + timedelta(minutes=90))
    )
    assert [component(event)["DTEND"].dt for event in linked.events()] == [booking.start + timedelta(minutes=90)]
    assert booking.start + timedelta(minutes=60) not in slots(kalends, cast, monday(), 1)
    told = mail_sink.wait_for(cast.customer_mail, 3)[-1]
    assert until in told.text
    assert open_conflicts(admin) == []


def test_where_nothing_is_read_in_events_close_no_time(kalends, cast, admin, linked):
    day = monday()
    before = slots(kalends, cast, day, 1)
    linked.save_event(dtstart=datetime.combine(day, time(11), BERLIN), dtend=datetime.combine(day, time(12), BERLIN), summary="Surely")
    sync_now(kalends)
    assert slots(kalends, cast, day, 1) != before
    save_sync_settings(admin, readsEvents="off")
    sync_now(kalends)
    assert slots(kalends, cast, day, 1) == before


def test_a_calendar_that_is_linked_later_shows_first_what_will_be_written(kalends, cast, admin, radicale, database):
    for start in slots(kalends, cast, monday(), 1)[:2]:
        book(kalends, cast, start)
    shown = connect_calendar(admin, radicale.url, USER, PASSWORD)
    plan = admin.submit(shown.form("linked", "conflicts"))
    assert "2 events are written." in plan.words and plan.words.count(cast.customer) == 2
    assert radicale.calendar().events() == []
    # The world goes on meanwhile: another booking makes it another plan, and nothing is done before that one was seen.
    book(kalends, cast, slots(kalends, cast, monday(), 1)[0])
    late = agree(admin, plan)
    assert late.status == 409 and "3 events are written." in late.words
    assert agree(admin, late).status == 200
    rest(kalends, database)
    assert len(radicale.calendar().events()) == 3


# MARK: conflicts


def test_a_conflict_arrives_while_the_inbox_is_open_and_another_time_settles_it(kalends, cast, linked, database, page):
    booking, event = booked(kalends, cast, linked, database)
    sign_in(page, kalends, cast)
    page.goto(kalends.url + CONFLICTS)
    expect(page.get_by_text("Nothing to settle")).to_be_visible()
    move(event, booking.start + timedelta(hours=2), cast.minutes)
    sync_now(kalends)
    expect(page.get_by_role("button", name="Follow the calendar")).to_be_visible(timeout=10_000)
    inspection = Inspection(page, "conflicts")
    inspection.look("moved outside")
    proposals = page.locator("form:has(input[value=move])")
    chosen = datetime.fromisoformat(proposals.last.locator("input[name=start]").get_attribute("value"))
    with next_page(page):
        proposals.last.get_by_role("button").click()
    rest(kalends, database)
    (appointment,) = database.live_appointments()
    assert appointment["start_at"] == int(chosen.timestamp())
    assert [place(event) for event in linked.events()] == [chosen]
    page.goto(kalends.url + CONFLICTS)
    expect(page.get_by_text("moved to another time")).to_be_visible()
    inspection.passes()


@pytest.mark.parametrize("settled", ["follow", "put_back"])
def test_an_event_called_off_outside_is_settled_either_way(kalends, cast, admin, linked, database, settled):
    booking, event = booked(kalends, cast, linked, database)
    component(event)["STATUS"] = "CANCELLED"
    event.save()
    sync_now(kalends)
    (conflict,) = open_conflicts(admin)
    assert "called off" in conflict.words
    assert booking.start not in slots(kalends, cast, monday(), 1)
    assert admin.submit(getattr(conflict, settled)).status == 200
    rest(kalends, database)
    if settled == "follow":
        assert linked.events() == [] and database.live_appointments() == []
    else:
        (event,) = linked.events()
        assert (str(component(event)["STATUS"]), place(event)) == ("CONFIRMED", booking.start)
    assert open_conflicts(admin) == []


def test_an_event_over_a_booking_is_shown_and_can_be_left(kalends, cast, admin, linked, database):
    booking, _ = booked(kalends, cast, linked, database)
    linked.save_event(dtstart=booking.start, dtend=booking.start + timedelta(hours=1), summary="Dentist")
    sync_now(kalends)
    (conflict,) = open_conflicts(admin)
    assert "Dentist" in conflict.words and conflict.follow is None and len(conflict.proposals) == 3
    assert admin.submit(conflict.put_back).status == 200
    sync_now(kalends)
    assert open_conflicts(admin) == []


# MARK: the customer


def test_the_customer_is_asked_by_mail_and_answers_with_one_click(kalends, cast, admin, linked, database, mail_sink, page):
    booking, event = booked(kalends, cast, linked, database)
    wanted = booking.start + timedelta(hours=2)
    move(event, wanted, cast.minutes)
    sync_now(kalends)
    (conflict,) = open_conflicts(admin)
    assert admin.submit(conflict.ask).status == 200
    database.settle()
    mail = next(mail for mail in mail_sink.wait_for(cast.customer_mail, 2) if "/question/" in mail.text)
    address = asked_address(mail)
    # As mail programs do: looked at, several times.
    for _ in range(3):
        assert Client(kalends.url).get(address).status == 200
    (appointment,) = database.live_appointments()
    assert appointment["start_at"] == int(booking.start.timestamp())
    page.goto(address)
    inspection = Inspection(page, "conflicts")
    inspection.look("question")
    with next_page(page):
        page.locator("form.answers button").nth(1).click()
    inspection.look("answered")
    assert "your answer counts" in page.content()
    rest(kalends, database)
    (appointment,) = database.live_appointments()
    assert appointment["start_at"] == int(wanted.timestamp())
    assert [place(event) for event in linked.events()] == [wanted]
    assert open_conflicts(admin) == []
    inspection.passes()


def test_the_settings_and_their_dry_run_are_without_faults(kalends, cast, linked, database, page):
    booked(kalends, cast, linked, database)
    sign_in(page, kalends, cast)
    inspection = Inspection(page, "sync-settings")
    page.goto(kalends.url + "/admin/calendars/settings")
    inspection.look("settings for everybody")
    page.get_by_role("main").get_by_role("link", name=cast.administrator).click()
    inspection.look("settings of one person")
    page.get_by_label("What an event says").select_option("anonymous")
    with next_page(page):
        page.get_by_role("button", name="See what this changes").click()
    inspection.look("dry run")
    with next_page(page):
        page.get_by_role("button", name="Apply to all upcoming bookings").click()
    expect(page.get_by_text(f"Chosen for {cast.administrator}.").first).to_be_visible()
    rest(kalends, database)
    assert [str(component(event)["SUMMARY"]) for event in linked.events()] == ["Booked"]
    inspection.passes()
