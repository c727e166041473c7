"""Pages that answer a form: what they show once, and what somebody typed, stays there whatever else happens; and the way back from them."""

from datetime import date, timedelta

import pytest
from browser_booking import next_page, sign_in
from harness.calendar_servers import PASSWORD, USER
from harness.inspection import Inspection
from kalends_client import CALENDARS, MAILS, SYNC_SETTINGS, book, connect_calendar, link_calendar, signed_in, slots, sync_now
from playwright.sync_api import expect

USERS = "/admin/users"


@pytest.fixture
def admin(kalends, cast):
    return signed_in(kalends, cast)


@pytest.fixture
def desk(page, kalends, cast):
    """The administrator at the page."""
    sign_in(page, kalends, cast)
    return page


def monday() -> date:
    today = date.today()
    return today + timedelta(days=7 - today.weekday())


def invite(page, name: str, mail: str) -> None:
    form = page.locator(f"form[action='{USERS}']")
    form.get_by_label("Name").fill(name)
    form.get_by_label("Email").fill(mail)
    form.get_by_role("button").click()


def test_the_link_of_an_invitation_stays_when_the_page_hears_news(kalends, desk):
    onlooker = desk.context.new_page()
    onlooker.goto(kalends.url + USERS)
    desk.goto(kalends.url + USERS)
    invite(desk, "Cora", "cora@example.org")
    expect(desk.locator("#invitation")).to_be_visible()
    address = desk.locator("#invitation").input_value()
    assert "/admin/password/" in address
    # Somebody else's page has heard of it, and so has this one: it does not fetch itself.
    expect(onlooker.get_by_text("cora@example.org")).to_be_visible(timeout=10_000)
    desk.wait_for_timeout(1_500)
    assert desk.locator("#invitation").input_value() == address
    # The next news come too, and the link still stands there.
    invite(onlooker, "Dora", "dora@example.org")
    expect(onlooker.locator("#invitation")).to_be_visible()
    desk.wait_for_timeout(1_500)
    assert desk.locator("#invitation").input_value() == address
    # A page that was asked for by its address keeps itself current again.
    desk.goto(kalends.url + USERS)
    invite(onlooker, "Edda", "edda@example.org")
    expect(desk.get_by_text("edda@example.org")).to_be_visible(timeout=10_000)


def test_what_was_typed_stays_beside_its_faults_when_the_page_hears_news(kalends, desk):
    desk.goto(kalends.url + USERS)
    desk.locator(f"form[action='{USERS}']").evaluate("form => form.noValidate = true")
    with next_page(desk):
        invite(desk, "Cora", "nowhere")
    expect(desk.get_by_label("Name")).to_have_value("Cora")
    onlooker = desk.context.new_page()
    onlooker.goto(kalends.url + USERS)
    invite(onlooker, "Dora", "dora@example.org")
    expect(onlooker.locator("#invitation")).to_be_visible()
    desk.wait_for_timeout(1_500)
    expect(desk.get_by_label("Name")).to_have_value("Cora")
    expect(desk.get_by_text("dora@example.org")).to_have_count(0)


def test_changing_something_after_the_dry_run_keeps_what_was_chosen(kalends, cast, admin, radicale, desk, database):
    link_calendar(admin, connect_calendar(admin, radicale.url, USER, PASSWORD), "Appointments")
    book(kalends, cast, slots(kalends, cast, monday(), 1)[0])
    database.settle()
    sync_now(kalends)
    inspection = Inspection(desk, "dry-run")
    desk.goto(kalends.url + SYNC_SETTINGS)
    desk.get_by_label("What an event says").select_option("anonymous")
    desk.get_by_label("Days back that are read").fill("9")
    with next_page(desk):
        desk.get_by_role("button", name="See what this changes").click()
    inspection.look("dry run")
    with next_page(desk):
        desk.get_by_role("button", name="Change something").click()
    expect(desk.get_by_label("What an event says")).to_have_value("anonymous")
    expect(desk.get_by_label("Days back that are read")).to_have_value("9")
    with next_page(desk):
        desk.get_by_role("button", name="See what this changes").click()
    with next_page(desk):
        desk.get_by_role("button", name="Apply to bookings from now on").click()
    # The news of it stand as wide as the column below.
    banner, column = desk.locator(".toasts"), desk.locator("main > .page")
    assert abs(banner.bounding_box()["width"] - column.bounding_box()["width"]) < 1
    inspection.look("saved")
    # The choice of calendars goes back the same way.
    desk.goto(kalends.url + CALENDARS)
    with next_page(desk):
        desk.get_by_role("link", name="Choose calendars").click()
    with next_page(desk):
        desk.get_by_label("Nowhere").check()
        desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_text("One event is taken out.")).to_be_visible()
    with next_page(desk):
        desk.get_by_role("button", name="Change something").click()
    expect(desk.get_by_label("Nowhere")).to_be_checked()
    inspection.passes()


def test_a_link_in_a_mail_that_is_looked_at_opens_a_tab_of_its_own(kalends, cast, admin, desk, database):
    book(kalends, cast, slots(kalends, cast, monday(), 1)[0])
    database.settle()
    desk.goto(kalends.url + MAILS)
    with next_page(desk):
        desk.locator("main tbody").get_by_role("link").filter(has_not_text="@").first.click()
    frame = desk.frame_locator("iframe.mail-preview")
    with desk.context.expect_page() as opened:
        frame.get_by_role("link").first.click()
    tab = opened.value
    expect(tab.get_by_role("heading", level=1)).to_be_visible()
    assert tab.url.startswith(kalends.url) and tab.locator("main").count() == 1
    assert tab.evaluate("window.opener") is None
    # The frame itself still shows the mail.
    expect(frame.get_by_role("link").first).to_be_visible()
