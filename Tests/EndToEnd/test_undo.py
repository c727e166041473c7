"""What one agreed plan did is undone together, and events that stand there twice are taken out and put back, with a real calendar server."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from browser_booking import next_page, sign_in
from harness.calendar_servers import PASSWORD, USER
from harness.inspection import Inspection
from playwright.sync_api import expect

from kalends_client import CALENDARS, book, connect_calendar, link_calendar, save_sync_settings, signed_in, slots, sync_now

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def admin(kalends, cast):
    return signed_in(kalends, cast)


@pytest.fixture
def linked(kalends, admin, radicale):
    link_calendar(admin, connect_calendar(admin, radicale.url, USER, PASSWORD), "Appointments")
    sync_now(kalends)
    return radicale.calendar()


def monday() -> date:
    today = date.today()
    return today + timedelta(days=7 - today.weekday())


def component(event):
    return event.icalendar_instance.walk("VEVENT")[0]


def titles(calendar) -> list[str]:
    return [str(component(event)["SUMMARY"]) for event in sorted(calendar.events(), key=lambda event: component(event)["DTSTART"].dt)]


def tags(calendar) -> dict[str, str]:
    """Every event with its version: whatever is written shows."""
    return {str(event.url): event.data for event in calendar.events()}


def rest(kalends, database) -> None:
    database.settle()
    sync_now(kalends)
    database.settle()


def log_page(admin) -> str:
    return admin.get(CALENDARS).link(r"/admin/calendars/people/[^/]+/check$").removesuffix("check") + "log"


def test_a_run_is_undone_but_for_what_somebody_edited_since(kalends, cast, admin, linked, database, page):
    for start in slots(kalends, cast, monday(), 1)[:3]:
        book(kalends, cast, start)
    rest(kalends, database)
    full = titles(linked)
    save_sync_settings(admin, existing=True, sentDetail="anonymous")
    rest(kalends, database)
    assert titles(linked) == ["Booked"] * 3
    event = min(linked.events(), key=lambda event: component(event)["DTSTART"].dt)
    component(event)["SUMMARY"] = "VIP"
    event.save()
    sync_now(kalends)

    sign_in(page, kalends, cast)
    inspection = Inspection(page, "undo")
    page.goto(log_page(admin))
    expect(page.get_by_text("3 events changed")).to_be_visible()
    inspection.look("sync log with runs")
    page.get_by_role("link", name="Undo this run: Settings saved").click()
    expect(page.get_by_role("heading", name="Undo: Settings saved")).to_be_visible()
    expect(page.get_by_text("2 events change.")).to_be_visible()
    expect(page.get_by_label("The event was changed in the calendar")).not_to_be_checked()
    inspection.look("undo")
    # By keyboard: tick, look, untick, look, undo.
    page.get_by_label("The event was changed in the calendar").press("Space")
    with next_page(page):
        page.get_by_role("button", name="Show the list with what is ticked").press("Enter")
    expect(page.get_by_text("3 events change.")).to_be_visible()
    expect(page.get_by_label("The event was changed in the calendar")).to_be_checked()
    page.get_by_label("The event was changed in the calendar").press("Space")
    with next_page(page):
        page.get_by_role("button", name="Show the list with what is ticked").press("Enter")
    with next_page(page):
        page.get_by_role("button", name="Undo exactly this").press("Enter")
    expect(page.get_by_text("It is being undone.").first).to_be_visible()
    rest(kalends, database)
    assert titles(linked) == ["VIP", *full[1:]]
    settled = tags(linked)
    for _ in range(2):
        rest(kalends, database)
    assert tags(linked) == settled
    page.goto(log_page(admin))
    expect(page.get_by_role("link", name="Undo the undoing")).to_be_visible()
    inspection.look("undone")
    inspection.passes()


def test_a_connection_is_undone_and_done_again(kalends, cast, admin, radicale, database):
    book(kalends, cast, slots(kalends, cast, monday(), 1)[0])
    link_calendar(admin, connect_calendar(admin, radicale.url, USER, PASSWORD), "Appointments")
    rest(kalends, database)
    assert len(radicale.calendar().events()) == 1
    plan = admin.get(admin.get(log_page(admin)).link(r"/admin/calendars/runs/"))
    assert "One event is taken out." in plan.words and "stays signed in" in plan.words
    assert admin.submit(plan.form(words="undo exactly this")).status == 200
    rest(kalends, database)
    assert radicale.calendar().events() == []
    plan = admin.get(admin.get(log_page(admin)).link("Undo the undoing"))
    assert "One event is written." in plan.words
    assert admin.submit(plan.form(words="undo exactly this")).status == 200
    rest(kalends, database)
    assert len(radicale.calendar().events()) == 1


def test_duplicates_are_taken_out_on_a_tick_and_put_back_as_they_were(kalends, cast, admin, linked, database, page):
    at = datetime.combine(monday(), time(13), BERLIN)
    for day, summary, more in (
        (1, "Imported course", {}),
        (1, "Imported course", {"location": "Room 4"}),
        (2, "Board meeting", {}),
        (2, "Board meeting", {}),
    ):
        event = linked.save_event(dtstart=at + timedelta(days=day), dtend=at + timedelta(days=day, hours=1), summary=summary, **more)
        if summary == "Board meeting":
            component(event).add("ATTENDEE", "mailto:dora@example.org")
            event.save()
    book(kalends, cast, slots(kalends, cast, monday(), 1)[0])
    rest(kalends, database)
    before = tags(linked)
    assert len(before) == 5

    sign_in(page, kalends, cast)
    inspection = Inspection(page, "duplicates")
    page.goto(log_page(admin).removesuffix("log") + "duplicates")
    expect(page.get_by_text("2 events stand there more than once.")).to_be_visible()
    boxes = page.get_by_role("checkbox")
    assert [box.is_checked() for box in boxes.all()] == [False, False]
    expect(page.get_by_text("Other people are invited")).to_be_visible()
    expect(page.get_by_role("link", name="Conflicts")).to_be_visible()
    inspection.look("found")
    with next_page(page):
        page.get_by_role("button", name="Take out what is ticked").press("Enter")
    expect(page.get_by_text("Tick at least one event").first).to_be_visible()
    inspection.look("nothing ticked")
    page.get_by_role("checkbox", name="Imported course").press("Space")
    with next_page(page):
        page.get_by_role("button", name="Take out what is ticked").press("Enter")
    expect(page.get_by_text("One event is being taken out.").first).to_be_visible()
    rest(kalends, database)
    after = tags(linked)
    assert len(after) == 4 and after.items() <= before.items()
    assert [title for title in titles(linked) if title == "Imported course"] == ["Imported course"]

    plan = admin.get(admin.get(log_page(admin)).link(r"/admin/calendars/runs/"))
    assert "One event is written." in plan.words and "Imported course" in plan.words
    assert admin.submit(plan.form(words="undo exactly this")).status == 200
    rest(kalends, database)
    assert tags(linked) == before
    inspection.passes()
