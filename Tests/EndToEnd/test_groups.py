"""A class that several customers come to: in a real browser, in their mails, in a real calendar, and when all want the last places at once."""

import re
from datetime import date, datetime, timedelta, timezone

import pytest
from booking_race import open_forms, race
from browser_booking import BrowserBooking, sign_in
from harness.calendar_servers import PASSWORD, USER
from harness.counts import RACE_CLIENTS
from harness.inspection import Inspection

from kalends_client import Client, book, connect_calendar, link_calendar, places, share_appointments, signed_in, slots, sync_now

ROUNDS = 20
# Names so long that no random link holds one.
DORA, EMIL, FAY = people = ("Theodora Dahlberg", "Emiliano Ekberg", "Felicitas Falkner")


def address(name: str) -> str:
    return f"{name.split()[0].lower()}@example.org"


@pytest.fixture
def admin(kalends, cast) -> Client:
    client = signed_in(kalends, cast)
    share_appointments(client, cast, 3)
    return client


def readable(mail) -> str:
    """Everything of a mail that its reader can get at: its head, and each part as it is when decoded."""
    parts = [part.get_payload(decode=True).decode() for part in mail.message.walk() if not part.is_multipart()]
    return "\n".join([*(f"{name}: {value}" for name, value in mail.message.items()), *parts])


def expect_privacy(mail_sink) -> None:
    """No mail to one attendee holds anything of another."""
    for reader in people:
        for mail in mail_sink.to(address(reader)):
            text = readable(mail)
            for other in people:
                if other != reader:
                    assert not re.search(rf"{other.split()[0]}|{other.split()[1]}|{address(other)}", text, re.IGNORECASE), text
            (event,) = mail.events
            attendees = event.get("ATTENDEE", [])
            assert [str(attendee).lower() for attendee in (attendees if isinstance(attendees, list) else [attendees])] == [f"mailto:{address(reader)}"]


def book_in(page, kalends, cast, name: str) -> tuple[str, datetime]:
    """Books the first time of the first day; gives the manage page and the start."""
    booking = BrowserBooking(page, kalends, cast)
    booking.open().choose_service().choose_day().choose_time()
    start = booking.chosen_start()
    booking.fill_details(name, address(name)).confirm().wait_until_confirmed()
    return booking.manage_address(), start


def test_three_come_to_one_class_and_each_sees_moves_and_cancels_their_own_place(kalends, cast, admin, radicale, mail_sink, database, page):
    link_calendar(admin, connect_calendar(admin, radicale.url, USER, PASSWORD), "Appointments")
    inspection = Inspection(page, "groups")
    booking = BrowserBooking(page, kalends, cast)
    booking.open().choose_service().choose_day()
    assert "up to 3 people" in page.inner_text("main") and "3 places left" in booking.times().first.inner_text()
    dora, start = book_in(page, kalends, cast, DORA)
    emil, at_same = book_in(page, kalends, cast, EMIL)
    assert at_same == start and places(kalends, cast, start) == 1
    booking.open().choose_service().choose_day()
    assert "1 place left" in booking.times().first.inner_text()
    inspection.look("times")

    # Whoever has a place is told so.
    booking.choose_time().fill_details(DORA, address(DORA)).confirm()
    page.get_by_text("You have a place at this time already").wait_for()
    inspection.look("twice")

    page.goto(dora)
    assert "Emiliano" not in page.content()
    page.get_by_text("Cancel this appointment").click()
    assert "Your place becomes free" in page.inner_text("main")
    inspection.look("manage")

    # Emil goes to the next time, where nobody is yet; the link of his first mail leads there.
    page.goto(emil + "/move")
    booking.times().first.click()
    page.get_by_role("button", name=re.compile("^move", re.IGNORECASE)).click()
    page.get_by_text("The appointment was moved").wait_for()
    assert places(kalends, cast, start) == 2
    inspection.look("moved")

    sync_now(kalends)
    titles = sorted(str(event.icalendar_component["SUMMARY"]) for event in radicale.calendar().events())
    assert titles == [f"{cast.service} (1 of 3)"] * 2

    fay, _ = book_in(page, kalends, cast, FAY)
    page.goto(fay)
    page.get_by_text("Cancel this appointment").click()
    page.get_by_role("button", name="Cancel the appointment").click()
    page.get_by_role("heading", name="Your place is cancelled").wait_for()
    inspection.look("left")
    page.goto(dora)
    assert page.get_by_role("heading", name="Your appointment").is_visible()
    inspection.passes()

    database.settle()
    assert [mail.subject.split()[0] for mail in mail_sink.to(address(EMIL))] == ["Booked", "Moved"]
    assert [mail.subject.split()[0] for mail in mail_sink.to(address(FAY))] == ["Booked", "Cancelled"]
    assert [mail.subject.split()[0] for mail in mail_sink.to(address(DORA))] == ["Booked"]
    uids = {name: {str(mail.events[0]["UID"]) for mail in mail_sink.to(address(name))} for name in (DORA, EMIL, FAY)}
    assert all(len(own) == 1 for own in uids.values()) and len(set.union(*uids.values())) == 3
    expect_privacy(mail_sink)


def test_staff_see_add_take_out_move_and_cancel(kalends, cast, admin, mail_sink, database, page):
    (start,) = slots(kalends, cast, date.today() + timedelta(days=2), 20)[:1]
    for name in (DORA, EMIL):
        book(kalends, cast, start, name=name, mail=address(name))
    (appointment,) = database.live_appointments()
    sign_in(page, kalends, cast)
    inspection = Inspection(page, "groups")
    own = f"{kalends.url}/admin/appointments/{appointment['id']}"
    page.goto(own)
    assert "2 of 3 places taken" in page.inner_text("main") and EMIL in page.inner_text("main")
    inspection.look("staff")
    page.get_by_role("link", name="Add somebody").click()
    page.get_by_label("Name").fill(FAY)
    page.get_by_label("Email").fill(address(FAY))
    inspection.look("adding")
    page.get_by_role("button", name="Add to the appointment").click()
    page.get_by_text(f"{FAY} has a place in this appointment").wait_for()
    assert places(kalends, cast, start) is None
    page.get_by_role("link", name=f"Take out {DORA}").click()
    page.get_by_label("Reason").fill("No mat left")
    inspection.look("taking out")
    page.get_by_role("button", name="Take out").click()
    page.get_by_text("The place is free again").wait_for()
    inspection.look("taken out")
    day = datetime.fromtimestamp(appointment["start_at"], timezone.utc).date()
    page.goto(f"{kalends.url}/admin?date={day}")
    assert "2 of 3 places taken" in page.inner_text("main")
    inspection.look("week")
    page.goto(own + "?do=cancel")
    assert EMIL in page.inner_text("main") and FAY in page.inner_text("main") and DORA not in page.inner_text("main")
    page.get_by_role("button", name="Cancel the appointment").click()
    page.get_by_text("The appointment is cancelled").first.wait_for()
    page.goto(f"{kalends.url}/admin/services")
    inspection.look("services")
    page.get_by_role("link", name=cast.service).first.click()
    inspection.look("service")
    inspection.passes()

    database.settle()
    assert [mail.subject.split()[0] for mail in mail_sink.to(address(DORA))] == ["Booked", "Cancelled"]
    assert "No mat left" in mail_sink.to(address(DORA))[1].text
    for name in (EMIL, FAY):
        assert [mail.subject.split()[0] for mail in mail_sink.to(address(name))] == ["Booked", "Cancelled"]
    expect_privacy(mail_sink)


def test_of_many_at_once_as_many_come_in_as_there_are_places(kalends, cast, admin, database):
    share_appointments(admin, cast, 5)
    for number, start in enumerate(slots(kalends, cast, date.today() + timedelta(days=2), 60)[:ROUNDS]):
        names = [f"customer-{number}-{n}" for n in range(RACE_CLIENTS)]
        outcomes = race([kalends], open_forms([kalends], cast, start, names))
        booked, refused = [[getattr(outcome, kind) for outcome in outcomes].count(True) for kind in ("booked", "refused")]
        assert (booked, refused) == (5, RACE_CLIENTS - 5), f"round {number}: {outcomes}"
        assert places(kalends, cast, start) is None
    assert [appointment["filled_attendees"] for appointment in database.live_appointments()] == [5] * ROUNDS
    assert database.rows("SELECT COUNT(*) AS count FROM attendees WHERE is_former = 0")[0]["count"] == 5 * ROUNDS
    assert database.overlapping_claims() == []
