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
