"""A business takes bookings while a calendar cannot be looked at, and confirms them once it could be, with a real calendar server."""

from datetime import date, timedelta

import pytest
from browser_booking import BrowserBooking, sign_in
from harness.calendar_servers import PASSWORD, USER
from harness.inspection import Inspection

from kalends_client import Client, confirm_later, connect_calendar, link_calendar, open_conflicts, signed_in, sync_now


@pytest.fixture
def admin(kalends, cast) -> Client:
    return signed_in(kalends, cast)


@pytest.fixture
def away(kalends, cast, admin, radicale, database):
    """The calendar was read, its server does not answer, and what is known of it is two hours old."""
    confirm_later(admin)
    link_calendar(admin, connect_calendar(admin, radicale.url, USER, PASSWORD), "Appointments")
    sync_now(kalends)
    radicale.stop()
    database.age_calendars(7_200)
    database.wait_for_age("stale")
    return radicale


def statuses(mails) -> list[tuple[str, int]]:
    """What the invitations in some mails say: their status, and which of their row they are."""
    return [(str(event["STATUS"]), int(event["SEQUENCE"])) for mail in mails for event in mail.events[:1]]


def test_what_is_requested_while_the_calendar_is_away_is_confirmed_by_itself_once_it_is_back(kalends, cast, admin, away, mail_sink, database, page):
    inspection = Inspection(page, "awaiting")
    booking = BrowserBooking(page, kalends, cast)
    booking.open().choose_service().choose_day()
    assert "You can book these times now" in page.inner_text("main")
    inspection.look("times")
    booking.choose_time().fill_details()
    assert "will be confirmed a little later" in page.inner_text("main")
    inspection.look("details")
    booking.confirm().wait_until_confirmed()
    assert "It is not confirmed yet" in page.inner_text("main")
    inspection.look("requested")
    manage = booking.manage_address()
    page.goto(manage)
    assert "Not confirmed yet" in page.inner_text("main")
    inspection.look("manage")
    inspection.passes()

    (requested,) = mail_sink.wait_for(cast.customer_mail)
    assert requested.subject.startswith("Requested for ") and "not confirmed yet" in requested.text
    assert statuses([requested]) == [("TENTATIVE", 0)]

    away.start()
    mails = mail_sink.wait_for(cast.customer_mail, 2, within=180)
    assert mails[1].subject.startswith("Confirmed for ") and statuses(mails) == [("TENTATIVE", 0), ("CONFIRMED", 1)]
    assert len({str(mail.events[0]["UID"]) for mail in mails}) == 1
    page.goto(manage)
    assert "Not confirmed yet" not in page.inner_text("main") and "STATUS:CONFIRMED" in page.request.get(manage + "/appointment.ics").text()
    sync_now(kalends)
    (event,) = away.calendar().events()
    assert "Not confirmed" not in event.data
    database.settle()
    assert len(mail_sink.to(cast.customer_mail)) == 2
    assert {"Requested", "Confirmed"} <= {mail.subject.split()[0] for mail in mail_sink.to(cast.mail)}


def test_an_event_in_the_way_becomes_a_conflict_and_keeping_both_confirms(kalends, cast, admin, away, mail_sink, database, page):
    booking = BrowserBooking(page, kalends, cast)
    booking.open().choose_service().choose_day().choose_time()
    start = booking.chosen_start()
    booking.fill_details().confirm().wait_until_confirmed()
    mail_sink.wait_for(cast.customer_mail)

    away.start()
    away.calendar().save_event(dtstart=start, dtend=start + timedelta(minutes=cast.minutes), summary="Dentist")
    sync_now(kalends)
    (conflict,) = open_conflicts(admin)
    assert "Dentist" in conflict.words and "is confirmed by it" in conflict.words
    (appointment,) = database.live_appointments()
    assert appointment["awaits_since"] is not None and len(mail_sink.to(cast.customer_mail)) == 1

    sign_in(page, kalends, cast)
    inspection = Inspection(page, "awaiting")
    page.goto(f"{kalends.url}/admin/appointments/{appointment['id']}")
    assert page.get_by_role("button", name="Confirm now").is_visible()
    inspection.look("conflict")
    inspection.passes()

    admin.submit(conflict.put_back)
    mails = mail_sink.wait_for(cast.customer_mail, 2)
    assert mails[1].subject.startswith("Confirmed for ") and statuses(mails)[1] == ("CONFIRMED", 1)
    sync_now(kalends)
    assert open_conflicts(admin) == [] and database.live_appointments()[0]["awaits_since"] is None


def test_staff_confirm_by_hand_while_the_calendar_is_away(kalends, cast, admin, away, mail_sink, database, page):
    booking = BrowserBooking(page, kalends, cast)
    booking.open().choose_service().choose_day().choose_time().fill_details().confirm().wait_until_confirmed()
    (appointment,) = database.live_appointments()
    sign_in(page, kalends, cast)
    inspection = Inspection(page, "awaiting")
    page.goto(f"{kalends.url}/admin?date={date.fromtimestamp(appointment['start_at'])}")
    assert "to be confirmed" in page.inner_text("main")
    inspection.look("week")
    page.goto(f"{kalends.url}/admin/appointments/{appointment['id']}")
    inspection.look("by hand")
    inspection.passes()
    page.get_by_role("button", name="Confirm now").click()
    page.get_by_text("The appointment is confirmed").wait_for()
    assert page.get_by_role("button", name="Confirm now").count() == 0
    mails = mail_sink.wait_for(cast.customer_mail, 2)
    assert mails[1].subject.startswith("Confirmed for ")
